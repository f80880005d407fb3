import { generalization, precision, simplicity, tokenReplay } from "@gigamine/conformance";
import { describe, expect, it } from "@jest/globals";
import { naivePrecision } from "../../conformance/test/naive-replay.js";
import { referenceResults } from "./reference-data.js";
import { acceptingNet, variantLog } from "./reference-models.js";

// The reference tool replays the same nets on the same variants (its own lists), passing over unknown activities. Its
// search for silent firings is a bounded heuristic, ours is exact; where the two differ, the optimal alignments in the
// reference data, or plain replay without any pruning, say who is right.

const logs = [
  "running-example",
  "roadtraffic100traces",
  "03_repairExample",
  "08_receipt",
  "10_orders",
  "11_tickets",
  "battery_production_event_log",
];
const cases = logs.flatMap((log) => ["im", "imf"].map((model) => [log, model] as const));

/** What differs from the reference, and why. Everything not named here agrees to 1e-9. */
const differs: Readonly<Record<string, readonly ("replay" | "firings" | "precision")[]>> = {
  // Ten variants fit (alignments: no deviation), which the heuristic calls unfit; its silent detours also change the
  // counts, and its silent closure misses allowed activities.
  "08_receipt im": ["replay", "firings", "precision"],
  // Four unfit variants get other counts, one of them fewer missing tokens; the closure again misses activities.
  "08_receipt imf": ["replay", "firings", "precision"],
  // The closure misses ten allowed activities, nine of which the log has: its value is lower, not higher.
  "11_tickets im": ["precision"],
  // The closure misses escaping activities.
  "battery_production_event_log im": ["precision"],
  // Equally many silent firings, other ones: only their spread over the transitions differs.
  "battery_production_event_log imf": ["firings"],
};
const agrees = (log: string, model: string, what: "replay" | "firings" | "precision"): boolean =>
  !(differs[`${log} ${model}`] ?? []).includes(what);

const ignore = { unknownActivities: "ignore" } as const;

describe.each(cases)("%s, net of %s", (name, miner) => {
  const reference = referenceResults(name);
  const expected = reference.models[miner];
  const log = variantLog(reference);
  const net = acceptingNet(expected.net);

  it("has the simplicity of the reference", () => {
    expect(simplicity(net).value).toBeCloseTo(expected.simplicity, 9);
  });

  it("fits exactly the variants whose optimal alignment has no deviation", () => {
    const deviations: number[] = expected.alignments.per_variant.rows.map((row: number[]) => row[0]);
    expect(tokenReplay(log, net).variants.map(({ fits }) => fits)).toEqual(
      deviations.map((count) => count === 0),
    );
  });

  it("fits every variant that the reference fits", () => {
    const { variants } = tokenReplay(log, net, ignore);
    const rows: [boolean][] = expected.token_replay.per_variant.rows;
    expect(variants.filter(({ fits }, v) => rows[v]![0] && !fits)).toEqual([]);
  });

  if (agrees(name, miner, "replay")) {
    it("has the token counts and fitness of the reference, in each variant and in all", () => {
      const result = tokenReplay(log, net, ignore);
      const { totals, log_fitness, average_trace_fitness, fitting_cases, per_variant } =
        expected.token_replay;
      const { missing, consumed, remaining, produced, fittingCases } = result;
      expect({ missing, consumed, remaining, produced, fittingCases }).toEqual({
        ...totals,
        fittingCases: fitting_cases,
      });
      expect(result.logFitness).toBeCloseTo(log_fitness, 9);
      expect(result.averageTraceFitness).toBeCloseTo(average_trace_fitness, 9);
      expect(
        result.variants.map((row) => [row.fits, row.missing, row.consumed, row.remaining, row.produced]),
      ).toEqual(
        per_variant.rows.map(([fits, , ...tokens]: [boolean, number, ...number[]]) => [fits, ...tokens]),
      );
    });
  } else {
    it("consumes no more tokens than the reference in any variant, with no more of them missing", () => {
      const rows: number[][] = expected.token_replay.per_variant.rows;
      tokenReplay(log, net, ignore).variants.forEach(({ consumed, missing }, v) => {
        expect(consumed).toBeLessThanOrEqual(rows[v]![3]!);
        expect(missing).toBeLessThanOrEqual(rows[v]![2]!);
      });
    });
  }

  if (agrees(name, miner, "firings")) {
    it("has the generalization of the reference", () => {
      expect(generalization(log, net, ignore).value).toBeCloseTo(expected.generalization, 9);
    });
  } else {
    it("has a generalization near the reference's", () => {
      expect(Math.abs(generalization(log, net, ignore).value! - expected.generalization)).toBeLessThan(0.02);
    });
  }

  if (agrees(name, miner, "precision")) {
    it("has the precision of the reference", () => {
      expect(precision(log, net, ignore).value).toBeCloseTo(expected.precision_tbr, 9);
    });
  } else {
    it("has a precision that differs from the reference's by less than 0.03, exact by our search", () => {
      const { value, searchesCut } = precision(log, net, ignore);
      expect(searchesCut).toBe(0);
      expect(value).not.toBeCloseTo(expected.precision_tbr, 9); // when it agrees, the list above is out of date
      expect(Math.abs(value - expected.precision_tbr)).toBeLessThan(0.03);
    });
  }
});

describe("where our precision differs from the reference", () => {
  it("equals prefixes replayed from scratch with every silent marking visited: 11_tickets, net of im", () => {
    // The same held when tried on the other three, where this slow check takes from seconds to minutes.
    const reference = referenceResults("11_tickets");
    const [log, net] = [variantLog(reference), acceptingNet(reference.models.im.net)];
    expect(precision(log, net, ignore)).toMatchObject(naivePrecision(log, net));
  });
});
