import { randomStream } from "@gigamine/base";
import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { littlesLaw } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

const HOUR = 3_600_000;

/** One server, first come first served, exponential gaps and work: the M/M/1 queue. */
function queue(cases: number, meanGapMs: number, meanWorkMs: number): EventLog {
  const random = randomStream(7, "queue");
  const exponential = (mean: number): number => -mean * Math.log(1 - random.next());
  const builder = new EventLogBuilder();
  let arrival = 0;
  let free = 0;
  for (let c = 0; c < cases; c++) {
    arrival += exponential(meanGapMs);
    free = Math.max(free, arrival) + exponential(meanWorkMs);
    builder.addEvent(`${c}`, "arrive", arrival);
    builder.addEvent(`${c}`, "leave", free);
  }
  return builder.build();
}

describe("littlesLaw", () => {
  it("compares the mean number in process with arrivals times durations, and names what crosses the window", () => {
    const log = tinyLog("1: a@0 b@20", "2: a@10 b@40", "3: a@30 b@60", "4: a");
    expect(littlesLaw(log, { fromMs: 10, toMs: 50 })).toEqual({
      basis: "completion",
      clock: "wall",
      fromMs: 10,
      toMs: 50,
      windowMs: 40,
      arrivals: 2, // cases 2 and 3
      meanInProcess: 60 / 40, // 10 of case 1, 30 of case 2, 20 of case 3
      arrivalsPerHour: (2 / 40) * HOUR,
      meanDurationMs: 30,
      expectedInProcess: 1.5,
      difference: 0,
      carriedInMs: 10,
      carriedOutMs: 10,
      inProcessAtFrom: 1,
      inProcessAtTo: 1,
      casesWithoutTimes: 1,
    });
    expect(littlesLaw(log, { trim: 0.25 })).toMatchObject({
      fromMs: 15,
      toMs: 45,
      arrivals: 1,
      inProcessAtFrom: 2,
    });
  });

  it("holds by construction over the whole log", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), (cases) => {
        const { meanInProcess, expectedInProcess, difference, carriedInMs, carriedOutMs } = littlesLaw(
          logOf(cases),
        );
        if (meanInProcess === null) return;
        expect(expectedInProcess).toBeCloseTo(meanInProcess, 9);
        expect([difference, carriedInMs, carriedOutMs]).toEqual([0, 0, 0]);
      }),
      { seed: 20250205, numRuns: 200 },
    );
  });

  it("explains the difference over any window by what is carried in and out", () => {
    const bound = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(arbitraryCases(), bound, bound, (cases, x, y) => {
        if (x === y) return;
        const result = littlesLaw(logOf(cases), { fromMs: Math.min(x, y), toMs: Math.max(x, y) });
        if (result.difference === null) return;
        expect(result.meanInProcess! - result.expectedInProcess!).toBeCloseTo(result.difference, 9);
      }),
      { seed: 20250206, numRuns: 300 },
    );
  });

  it("holds on a steady queue, whose figures are those of theory", () => {
    const log = queue(40_000, 10, 7); // utilisation 0.7: L = 0.7 / 0.3, W = 7 / 0.3
    const { meanInProcess, expectedInProcess, meanDurationMs, difference } = littlesLaw(log, { trim: 0.1 });
    expect(Math.abs(difference! / meanInProcess!)).toBeLessThan(0.001);
    expect(Math.abs(expectedInProcess! / (0.7 / 0.3) - 1)).toBeLessThan(0.05);
    expect(Math.abs(meanDurationMs! / (7 / 0.3) - 1)).toBeLessThan(0.05);
  });

  it("shows a line that fills up: more is carried out of the window than in", () => {
    const { difference, inProcessAtFrom, inProcessAtTo } = littlesLaw(queue(5_000, 10, 12), { trim: 0.2 });
    expect(difference).toBeLessThan(-10);
    expect(inProcessAtTo).toBeGreaterThan(2 * inProcessAtFrom);
  });

  it("gives null figures without a timed case or without a length, and refuses a window that is none", () => {
    expect(littlesLaw(tinyLog("1: a"))).toMatchObject({ fromMs: null, windowMs: 0, meanInProcess: null });
    expect(littlesLaw(tinyLog("1: a@5"))).toMatchObject({
      windowMs: 0,
      arrivals: 1,
      difference: null,
      meanDurationMs: 0,
    });
    expect(littlesLaw(tinyLog("1: a@5 b@9"), { fromMs: 6, toMs: 8 })).toMatchObject({
      meanInProcess: 1,
      arrivals: 0,
      meanDurationMs: null,
      expectedInProcess: null,
    });
    expect(() => littlesLaw(tinyLog("1: a@5 b@9"), { fromMs: 8, toMs: 6 })).toThrow(
      "littlesLaw: option toMs is 6.",
    );
    expect(() => littlesLaw(tinyLog("1: a@5 b@9"), { trim: 0.5 })).toThrow("littlesLaw: option trim is 0.5.");
  });
});
