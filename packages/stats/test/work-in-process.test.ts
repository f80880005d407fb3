import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { caseDurations, casesOverTime, workInProcess } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

const HOUR = 3_600_000;

describe("workInProcess", () => {
  it("gives mean, maximum and the number at the end of every bucket, exactly", () => {
    const h = (begin: number, end: number) => `a@${begin * HOUR} b@${end * HOUR}`;
    const log = tinyLog(`1: ${h(0.5, 2.5)}`, `2: ${h(1, 1.5)}`, `3: ${h(1.25, 3)}`, "4: a");
    const { buckets, ...whole } = workInProcess(log, { unit: "hour" });
    expect(whole).toEqual({
      basis: "completion",
      cases: 3,
      casesWithoutTimes: 1,
      fromMs: 0.5 * HOUR,
      toMs: 3 * HOUR,
      mean: 4.25 / 2.5,
      max: 3,
      maxAtMs: 1.25 * HOUR,
      unit: "hour",
      timeZone: "UTC",
    });
    expect(buckets).toEqual([
      { fromMs: 0, toMs: HOUR, observedMs: HOUR / 2, mean: 1, max: 1, atEnd: 1 },
      // 1 all the hour, 2 for half of it, 3 for three quarters
      { fromMs: HOUR, toMs: 2 * HOUR, observedMs: HOUR, mean: 2.25, max: 3, atEnd: 2 },
      { fromMs: 2 * HOUR, toMs: 3 * HOUR, observedMs: HOUR, mean: 1.5, max: 2, atEnd: 1 },
      { fromMs: 3 * HOUR, toMs: 4 * HOUR, observedMs: 0, mean: null, max: 0, atEnd: 0 },
    ]);
  });

  it("does not count a case beside the one that begins as it ends, nor one of no duration", () => {
    expect(workInProcess(tinyLog("1: a@0 b@10", "2: a@10 b@20", "3: a@5"))).toMatchObject({
      mean: 1,
      max: 1,
      maxAtMs: 0,
    });
  });

  it("has null figures where no time passes, and no bucket without a timed case", () => {
    expect(workInProcess(tinyLog("1: a@5"))).toMatchObject({ mean: null, max: 0, maxAtMs: null, fromMs: 5 });
    expect(workInProcess(tinyLog("1: a"))).toMatchObject({
      fromMs: null,
      toMs: null,
      mean: null,
      buckets: [],
    });
    expect(() => workInProcess(tinyLog("1: a@0 b@1e15"))).toThrow("workInProcess: from 1970-01-01");
  });

  it("has the durations of all cases as its area, ends buckets like casesOverTime, and agrees with counting", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), fc.constantFrom(1, 1000, 7919), (cases, scale) => {
        const log = logOf(cases, (t) => t * scale);
        const options = { unit: "day", timeZone: "America/New_York" } as const;
        const wip = workInProcess(log, options);
        const area = wip.buckets.reduce((sum, { mean, observedMs }) => sum + (mean ?? 0) * observedMs, 0);
        const total = caseDurations(log).summary.totalMs;
        expect(Math.abs(area - total)).toBeLessThanOrEqual(1e-9 * total);
        expect(wip.buckets.map(({ atEnd }) => atEnd)).toEqual(
          casesOverTime(log, options).buckets.map(({ inProgress }) => inProgress),
        );
        const intervals = cases.flatMap((events) => {
          const line = logOf([events]).time;
          return line.length === 0 || Number.isNaN(line[0]! - line.at(-1)!) ? [] : [[line[0]!, line.at(-1)!]];
        });
        const levels = intervals.map(
          ([t]) => intervals.filter(([from, to]) => from! <= t! && t! < to!).length,
        );
        expect(wip.max).toBe(Math.max(0, ...levels));
        expect(Math.max(0, ...wip.buckets.map(({ max }) => max))).toBe(wip.max);
      }),
      { seed: 20250204, numRuns: 200 },
    );
  });
});
