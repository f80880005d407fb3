import { readFileSync } from "node:fs";
import { tokenReplay } from "@gigamine/conformance";
import { dependencyMeasures, heuristicsMiner, PM4PY_HEURISTICS } from "@gigamine/discovery";
import { type EventLog, readCsv, readXes } from "@gigamine/event-log";
import {
  type AndMeasure,
  type HeuristicsNet,
  heuristicsNetToPetriNet,
  PetriNetBuilder,
} from "@gigamine/models";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { netSize, sameStructure } from "./net-structure.js";
import { REFERENCE_LOGS, referenceLog, referenceResults } from "./reference-data.js";
import { acceptingNet } from "./reference-models.js";

const logs = new Map<string, EventLog>();
beforeAll(async () => {
  for (const file of REFERENCE_LOGS) {
    const bytes = readFileSync(referenceLog(file));
    logs.set(file, await (file.endsWith(".csv") ? readCsv(bytes) : readXes(bytes)));
  }
});

const reference = (file: string) => referenceResults(file.split(".")[0]!);
const names =
  ({ activities }: HeuristicsNet): ((a: number) => string) =>
  (a) =>
    activities[a]!.name;
/** Rows of [text, …, text, number, …] as a map from the texts to the numbers. */
const byTexts = (rows: readonly (readonly (string | number)[])[]): Record<string, number[]> =>
  Object.fromEntries(
    rows.map((row) => [
      JSON.stringify(row.filter((cell) => typeof cell === "string")),
      row.filter((cell) => typeof cell === "number"),
    ]),
  );

/**
 * A pair that alternates as surely in one direction as in the other (T17, T18, T17 six times and T18, T17, T18 four times: case-6335 has
 * three of the latter in a row), which the reference lists in the other direction only. It has both arcs.
 */
const T18_T17 = JSON.stringify([
  "T18 Adjust report Y to stop indicition",
  "T17 Check report Y to stop indication",
]);

describe.each(REFERENCE_LOGS)("the heuristics miner agrees with the reference on %s", (file) => {
  const expected = reference(file).heuristics;
  const mine = (): HeuristicsNet => heuristicsMiner(logs.get(file)!, PM4PY_HEURISTICS);

  it("in its activities, starts and ends with their counts", () => {
    const net = mine();
    const counts = (arcs: HeuristicsNet["start"]["arcs"]) =>
      Object.fromEntries(arcs.map(({ activity, count }) => [names(net)(activity), count]));
    expect(Object.fromEntries(net.activities.map(({ name, count }) => [name, count]))).toEqual(
      expected.nodes,
    );
    expect(counts(net.start.arcs)).toEqual(expected.start_activities);
    expect(counts(net.end.arcs)).toEqual(expected.end_activities);
  });

  it("in the dependency measure of every pair, and in what cleaning takes away", () => {
    const log = logs.get(file)!;
    const cleaned = dependencyMeasures(log, { dfgNoiseThreshold: 0.05 });
    const matrix = byTexts(
      cleaned.from.map((a, i) => [
        log.activities[a]!,
        log.activities[cleaned.to[i]!]!,
        cleaned.dependency[i]!,
      ]),
    );
    const theirs = byTexts(expected.dependency_matrix);
    expect(Object.keys(matrix).sort()).toEqual(Object.keys(theirs).sort());
    for (const [pair, [value]] of Object.entries(theirs))
      expect([pair, matrix[pair]![0]]).toEqual([pair, value]);
    const all = dependencyMeasures(log);
    const removed = all.from
      .map((a, i) => [log.activities[a]!, log.activities[all.to[i]!]!, all.count[i]!])
      .filter(([a, b]) => !(JSON.stringify([a, b]) in matrix));
    expect(byTexts(removed)).toEqual(byTexts(expected.dfg_edges_removed_by_cleaning));
  });

  it("in loops of length two, in the direction in which they were seen", () => {
    const log = logs.get(file)!;
    const all = dependencyMeasures(log);
    const cleaned = dependencyMeasures(log, { dfgNoiseThreshold: 0.05 });
    const left = byTexts(
      cleaned.from.map((a, i) => [log.activities[a]!, log.activities[cleaned.to[i]!]!, cleaned.count[i]!]),
    );
    const loops = all.from.flatMap((a, i) => {
      if (all.alternations[i] === 0 || all.loopTwo[i]! < 0.5) return [];
      const pair = [log.activities[a]!, log.activities[all.to[i]!]!];
      return [[...pair, left[JSON.stringify(pair)]?.[0] ?? 0]];
    });
    const ours = byTexts(loops);
    const theirs = byTexts(expected.loops_length_two);
    const ownOnly = Object.keys(ours).filter((pair) => !(pair in theirs));
    expect(ownOnly).toEqual(file === "08_receipt.xes.gz" ? [T18_T17] : []);
    for (const pair of ownOnly) theirs[pair] = ours[pair]!;
    expect(ours).toEqual(theirs);
  });

  it("in its arcs; loops of length two have the dependency 0 there and their own measure here", () => {
    const net = mine();
    const name = names(net);
    const arcs = net.arcs.map(({ from, to, kind, dependency, count }) => {
      if (kind === "loop-two") expect(dependency).toBeGreaterThanOrEqual(0.5);
      return [name(from), name(to), kind === "loop-two" ? 0 : dependency, count];
    });
    expect(byTexts(arcs)).toEqual(byTexts(expected.edges));
  });

  it("in the AND measures and in the sets of parallel activities", () => {
    const net = mine();
    const name = names(net);
    const measures = (list: readonly AndMeasure[]) =>
      byTexts(
        list.map(({ activity, first, second, value }) => [
          name(activity),
          ...[name(first), name(second)].sort(),
          value,
        ]),
      );
    const sets = (side: "inputs" | "outputs"): Record<string, string[]> =>
      Object.fromEntries(
        net.activities.flatMap((activity) => {
          const parallel = activity[side].filter(({ activities }) => activities.length > 1);
          const texts = parallel.map(({ activities }) => JSON.stringify(activities.map(name).sort()));
          return texts.length === 0 ? [] : [[activity.name, texts.sort()]];
        }),
      );
    const theirMeasures = (rows: [string, string, string, number][]) =>
      byTexts(rows.map(([a, b, c, value]) => [a, ...[b, c].sort(), value]));
    const theirSets = (record: Record<string, string[][]>) =>
      Object.fromEntries(
        Object.entries(record).map(([a, list]) => [
          a,
          list.map((set) => JSON.stringify([...set].sort())).sort(),
        ]),
      );
    expect(measures(net.splits)).toEqual(theirMeasures(expected.and_measures_out));
    expect(measures(net.joins)).toEqual(theirMeasures(expected.and_measures_in));
    expect(sets("outputs")).toEqual(theirSets(expected.and_bindings_out));
    expect(sets("inputs")).toEqual(theirSets(expected.and_bindings_in));
  });

  it("in the Petri net, up to names, and its verdict", () => {
    const { net, size, soundness } = reference(file).models.heuristics;
    const model = heuristicsNetToPetriNet(mine());
    expect(netSize(model)).toEqual(size);
    expect(sameStructure(model, acceptingNet(net))).toBe(true);
    expect(model.soundness.verdict).toBe(soundness.sound ? "sound" : "unsound");
    expect(model.soundness.reasons.length > 0).toBe(!soundness.sound);
  });
});

/** Log fitness by token replay, as a share of tokens, and the least share of cases that fit. */
describe("nets with replayed splits and joins replay the main behaviour of a log", () => {
  it.each([
    ["running-example.xes", 0.98, 0.8],
    ["roadtraffic100traces.xes", 0.99, 0.9],
    ["03_repairExample.xes.gz", 0.99, 0.9],
    ["08_receipt.xes.gz", 0.99, 0.8],
    ["10_orders.xes.gz", 0.99, 0.8],
    ["11_tickets.xes.gz", 0.98, 0.8],
    ["battery_production_event_log.csv", 0.99, 0.8],
  ])("%s", (file, tokens, cases) => {
    const log = logs.get(file)!;
    // The reference's arcs; only the bindings are found in another way.
    const net = heuristicsNetToPetriNet(heuristicsMiner(log, { ...PM4PY_HEURISTICS, bindings: "replay" }));
    const byMeasure = heuristicsNetToPetriNet(heuristicsMiner(log, PM4PY_HEURISTICS));
    const { logFitness, fittingShare } = tokenReplay(log, net);
    expect(logFitness).toBeGreaterThan(tokens);
    expect(fittingShare).toBeGreaterThanOrEqual(cases);
    expect(logFitness!).toBeGreaterThan(tokenReplay(log, byMeasure).logFitness!);
  });
});

describe("sameStructure", () => {
  it("sees through names and order, and tells nets apart that look alike from every node", () => {
    // Silent transitions in a ring: one of six, or two of three. Each has one place before and one behind it.
    const ring = (...lengths: number[]) => {
      const builder = new PetriNetBuilder();
      for (const length of lengths) {
        const places = Array.from({ length }, () => builder.place());
        for (let i = 0; i < length; i++) {
          builder.transition(null, { inputs: [places[i]!], outputs: [places[(i + 1) % length]!] });
        }
      }
      return builder.build({ initial: [], final: [] });
    };
    expect(sameStructure(ring(2, 4), ring(4, 2))).toBe(true);
    expect(sameStructure(ring(6), ring(3, 3))).toBe(false);
    expect(sameStructure(ring(6), ring(5))).toBe(false);
  });
});
