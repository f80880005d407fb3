import { type EventLog, EventLogBuilder, eventuallyFollows } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { eventuallyFollowsDurations } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

/** Per pair of names all times, by two loops. */
function allTimes(log: EventLog): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (let c = 0; c < log.caseIds.length; c++) {
    for (let j = log.caseOffsets[c]!; j < log.caseOffsets[c + 1]!; j++) {
      for (let i = log.caseOffsets[c]!; i < j; i++) {
        const time = log.time[j]! - log.time[i]!;
        const key = `${log.activity[i]} ${log.activity[j]}`;
        if (!Number.isNaN(time)) times.set(key, [...(times.get(key) ?? []), time]);
      }
    }
  }
  return times;
}

function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const low = sorted[Math.floor(place)]!;
  return low + (sorted[Math.ceil(place)]! - low) * (place - Math.floor(place));
}

describe("eventuallyFollowsDurations", () => {
  it("measures every pair of positions", () => {
    expect(eventuallyFollowsDurations(tinyLog("1: a@0 a@10 b@50"))).toEqual({
      activities: ["a", "b"],
      clock: "wall",
      from: [0, 0],
      to: [0, 1],
      count: [1, 2],
      measured: [1, 2],
      totalMs: [10, 90],
      meanMs: [10, 45],
      minMs: [10, 40],
      maxMs: [10, 50],
      medianMs: [10, 45],
      p90Ms: [10, 49],
    });
  });

  it("measures given pairs alone, and does not list those that the log does not have", () => {
    const log = tinyLog("1: a@0 b@10 c@50", "2: b@0 a@7");
    const pairs = [
      ["b", "a"],
      ["a", "c"],
      ["c", "a"],
      ["__proto__", "a"],
    ] as const;
    expect(eventuallyFollowsDurations(log, { pairs })).toMatchObject({
      from: [0, 1],
      to: [2, 0],
      totalMs: [50, 7],
      medianMs: [50, 7],
    });
  });

  it("counts a pair next to an event without a time, and does not measure it", () => {
    expect(eventuallyFollowsDurations(tinyLog("1: a@0 b c@9"))).toMatchObject({
      from: [0, 0, 1],
      to: [1, 2, 2],
      count: [1, 1, 1],
      measured: [0, 1, 0],
      totalMs: [0, 9, 0],
      meanMs: [null, 9, null],
      minMs: [null, 9, null],
      medianMs: [null, 9, null],
      p90Ms: [null, 9, null],
    });
    expect(eventuallyFollowsDurations(tinyLog())).toMatchObject({ from: [], meanMs: [], medianMs: [] });
  });

  it("leaves the median of a pair with more times than may be held open, and finds the others in rounds", () => {
    const log = tinyLog("1: a@0 a@1 a@3 a@6 b@10 c@20");
    const { from, to, meanMs, medianMs, p90Ms } = eventuallyFollowsDurations(log, { maxHeld: 4 });
    expect([from, to]).toEqual([
      [0, 0, 0, 1],
      [0, 1, 2, 2],
    ]);
    expect(meanMs).toEqual([20 / 6, 7.5, 17.5, 10]); // from a to a 1, 2, 3, 3, 5 and 6
    expect(medianMs).toEqual([null, 8, 18, 10]);
    expect(p90Ms[0]).toBeNull();
    expect(eventuallyFollowsDurations(log, { maxHeld: 0 }).medianMs).toEqual([null, null, null, null]);
    expect(() => eventuallyFollowsDurations(log, { maxHeld: -1 })).toThrow("option maxHeld is -1.");
    // @ts-expect-error a user without types
    expect(() => eventuallyFollowsDurations(log, { pairs: "ab" })).toThrow('option pairs is "ab".');
  });

  it("agrees with two loops over every case, whatever may be held", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), fc.constantFrom(5, 20, 4_000_000), (cases, maxHeld) => {
        const log = logOf(cases);
        const result = eventuallyFollowsDurations(log, { maxHeld });
        const { from, to, count } = eventuallyFollows(log);
        expect([result.from, result.to, result.count]).toEqual([from, to, count]);
        const times = allTimes(log);
        from.forEach((a, pair) => {
          const expected = times.get(`${a} ${to[pair]}`) ?? [];
          const n = expected.length;
          expect(result.measured[pair]).toBe(n);
          expect(result.totalMs[pair]).toBe(expected.reduce((sum, t) => sum + t, 0));
          if (n === 0) return;
          expect([result.minMs[pair], result.maxMs[pair]]).toEqual([
            Math.min(...expected),
            Math.max(...expected),
          ]);
          if (n > maxHeld) expect(result.medianMs[pair]).toBeNull();
          else {
            expect(result.medianMs[pair]).toBeCloseTo(quantile(expected, 0.5), 6);
            expect(result.p90Ms[pair]).toBeCloseTo(quantile(expected, 0.9), 6);
          }
        });
      }),
      { seed: 20250209, numRuns: 200 },
    );
  });

  it("takes a case of 100,000 events of one activity, and 1,500 activities, in its stride", () => {
    const builder = new EventLogBuilder();
    for (let e = 0; e < 100_000; e++) builder.addEvent("1", "a", e);
    builder.addEvent("1", "b", 200_000);
    const { count, minMs, maxMs, medianMs } = eventuallyFollowsDurations(builder.build());
    expect(count).toEqual([(100_000 * 99_999) / 2, 100_000]);
    expect([minMs, maxMs]).toEqual([
      [1, 100_001],
      [99_999, 200_000],
    ]);
    expect(medianMs).toEqual([null, 200_000 - 49_999.5]);
    const names = Array.from({ length: 1500 }, (_, i) => `s${i}@${i}`);
    const wide = eventuallyFollowsDurations(tinyLog(`1: ${names.join(" ")}`), { pairs: [["s3", "s1400"]] });
    expect(wide).toMatchObject({ from: [3], to: [1400], medianMs: [1397] });
  });
});
