import { evaluate, tokenReplay } from "@gigamine/conformance";
import { footprints, inductiveMiner } from "@gigamine/discovery";
import {
  directlyFollows,
  type EventLog,
  readCsv,
  readJson,
  readXes,
  variants,
  writeCsv,
  writeJson,
  writeXes,
} from "@gigamine/event-log";
import {
  checkSoundness,
  parseTree,
  printTree,
  readPnml,
  treesEqual,
  treeToPetriNet,
  writePnml,
} from "@gigamine/models";
import { caseDurations, performanceDfg, rework, summarize } from "@gigamine/stats";
import {
  batteryLogExpectations,
  checkExpectations,
  generateBatteryLog,
  logExpectations,
} from "@gigamine/synthetic";
import { arbitraryTraces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

const log = generateBatteryLog({ lots: 120, seed: 3 });

describe("the whole road", () => {
  it.each<[string, (source: EventLog) => Promise<EventLog>]>([
    ["CSV", (source) => readCsv(writeCsv(source))],
    ["XES", (source) => readXes(writeXes(source))],
    ["JSON", async (source) => readJson(writeJson(source))],
  ])(
    "carries a simulated log through %s without a change that any analysis could see",
    async (_format, through) => {
      const read = await through(log);
      expect(variants(read)).toEqual(variants(log));
      expect(performanceDfg(read)).toEqual(performanceDfg(log));
      expect(rework(read)).toEqual(rework(log));
      expect(summarize(read).eventAttributes).toEqual(summarize(log).eventAttributes);
      expect(checkExpectations(read, [...logExpectations(), ...batteryLogExpectations()]).passed).toBe(true);
    },
  );

  it("mines a sound model that replays every case of the log it came from, also after a trip through PNML", () => {
    const tree = inductiveMiner(log);
    const model = treeToPetriNet(tree);
    expect(checkSoundness(model).verdict).toBe("sound");
    const replay = tokenReplay(log, readPnml(writePnml(model)));
    expect(replay).toMatchObject({ logFitness: 1, fittingShare: 1, missing: 0, remaining: 0 });
    expect(treesEqual(parseTree(printTree(tree)), tree)).toBe(true);
  });

  it("gives the same from a log and from its variants, whatever was asked", () => {
    const summary = variants(log);
    const tree = inductiveMiner(log, { noiseThreshold: 0.2 });
    expect(inductiveMiner(summary, { noiseThreshold: 0.2 })).toEqual(tree);
    expect(directlyFollows(summary)).toEqual(directlyFollows(log));
    expect(footprints(summary)).toEqual(footprints(log));
    const net = treeToPetriNet(tree);
    expect(evaluate(summary, net)).toEqual(evaluate(log, net));
  });

  it("adds up: the times of all arcs are the times of all cases", () => {
    const arcs = performanceDfg(log).totalMs.reduce((a, b) => a + b, 0);
    const cases = caseDurations(log).durationMs.reduce<number>((a, b) => a + (b ?? 0), 0);
    expect(arcs).toBe(cases); // whole milliseconds below 2^53: exact
  });

  it("replays what it mined without noise for any log (property)", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (traces) => {
        const model = treeToPetriNet(inductiveMiner(traces));
        expect(checkSoundness(model).verdict).toBe("sound");
        const { fitness, precision, generalization, simplicity } = evaluate(traces, model);
        for (const { value } of [fitness, precision, generalization, simplicity]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});
