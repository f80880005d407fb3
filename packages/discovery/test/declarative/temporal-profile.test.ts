import { EventLogBuilder } from "@gigamine/event-log";
import { checkTemporalProfile, type TemporalProfile } from "@gigamine/models";
import { type TimedEvent, timedLog } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { temporalProfile } from "../../src/index.js";

const logOf = (...cases: readonly (readonly TimedEvent[])[]) => timedLog(new EventLogBuilder(), ...cases);

/** `a b` to [count, mean, std]. */
function byPair({ activities, from, to, count, meanMs, stdMs }: TemporalProfile): Record<string, unknown> {
  return Object.fromEntries(
    from.map((a, k) => [`${activities[a]} ${activities[to[k]!]}`, [count[k], meanMs[k], stdMs[k]]]),
  );
}

describe("temporalProfile", () => {
  it("measures all pairs of events i < j of each case", () => {
    // a to b: 10, 60 and 30 after a; a to a: 30; b to a: 20; b to b: 50.
    const log = logOf([
      ["a", 0],
      ["b", 10],
      ["a", 30],
      ["b", 60],
    ]);
    expect(byPair(temporalProfile(log))).toEqual({
      "a a": [1, 30, null],
      // mean 100/3; squares (70/3)² + (80/3)² + (10/3)² = 11400/9, by 2
      "a b": [3, expect.closeTo(100 / 3, 10), expect.closeTo(Math.sqrt(11400 / 18), 10)],
      "b a": [1, 20, null],
      "b b": [1, 50, null],
    });
  });

  it("joins the times of all cases", () => {
    const log = logOf(
      [
        ["a", 1000],
        ["b", 1004],
      ],
      [
        ["a", 7000],
        ["b", 7006],
      ],
      [["a", 1]],
    );
    expect(byPair(temporalProfile(log))).toEqual({ "a b": [2, 5, Math.SQRT2] });
  });

  it("can end at the start of the later event, where the log has one", () => {
    const log = logOf([
      ["a", 10, 0],
      ["b", 30, 5],
      ["c", 40],
    ]);
    expect(byPair(temporalProfile(log, { laterTime: "start" }))).toEqual({
      "a b": [1, -5, null],
      "a c": [1, 30, null],
      "b c": [1, 10, null],
    });
    expect(byPair(temporalProfile(log))).toMatchObject({ "a b": [1, 20, null] });
    expect(temporalProfile(log).laterTime).toBe("completion");
    expect(temporalProfile(log, { laterTime: "start" }).laterTime).toBe("start");
  });

  it("passes over events without a time", () => {
    const log = logOf([
      ["a", null],
      ["a", 5],
      ["b", null],
      ["b", 8],
    ]);
    expect(byPair(temporalProfile(log))).toEqual({ "a b": [1, 3, null] });
  });

  it("has no pairs for logs without times, without events, and with one event a case", () => {
    const none = { from: [], to: [], count: [], meanMs: [], stdMs: [] };
    expect(temporalProfile(new EventLogBuilder().build())).toMatchObject({ activities: [], ...none });
    expect(temporalProfile(logOf([]))).toMatchObject(none);
    expect(temporalProfile(logOf([["a", null]], [["b", 3]]))).toMatchObject({
      activities: ["a", "b"],
      ...none,
    });
  });

  it("keeps microseconds apart beside times of fifty years", () => {
    const origin = Date.UTC(2026, 0, 1);
    const log = logOf(
      [
        ["a", origin],
        ["b", origin + 60_000.25],
      ],
      [
        ["a", 0],
        ["b", 60_000.75],
      ],
    );
    expect(byPair(temporalProfile(log))).toEqual({
      "a b": [2, 60_000.5, expect.closeTo(Math.SQRT2 / 4, 9)],
    });
  });

  it("finds no deviation at all in equal times", () => {
    const log = logOf(
      ...[0, 1e12, 1.7e12].map((t): TimedEvent[] => [
        ["a", t],
        ["b", t + 123_457],
      ]),
    );
    expect(byPair(temporalProfile(log))).toEqual({ "a b": [3, 123_457, 0] });
  });

  it("gives a valid profile that JSON carries, with names such as __proto__", () => {
    const profile = temporalProfile(
      logOf([
        ["__proto__", 0],
        ["constructor", 7],
      ]),
    );
    expect(checkTemporalProfile(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
    expect(profile.meanMs).toEqual([7]);
  });

  it("refuses an unknown time and too many activities", () => {
    expect(() => temporalProfile(logOf(), { laterTime: "end" as "start" })).toThrow(
      'temporalProfile: option laterTime is "end". Give "completion" or "start".',
    );
    const wide = logOf(Array.from({ length: 2049 }, (_, i): TimedEvent => [`a${i}`, i]));
    expect(() => temporalProfile(wide)).toThrow(
      "temporalProfile: 2049 activities make too many pairs; at most 2048",
    );
  });

  it("stops when the signal is aborted and reports its progress in cases", () => {
    const reason = new Error("enough");
    const log = logOf([["a", 0]], [["a", 1]]);
    expect(() => temporalProfile(log, { signal: AbortSignal.abort(reason) })).toThrow(reason);
    const seen: unknown[] = [];
    temporalProfile(log, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ stage: "measuring", done: 2, total: 2, unit: "cases" });
  });

  it("measures the five billion pairs of a case of 100,000 events", () => {
    const profile = temporalProfile(
      logOf(Array.from({ length: 100_000 }, (_, i): TimedEvent => [`a${i % 500}`, i * 10])),
    );
    expect(profile.count.reduce((sum, count) => sum + count, 0)).toBe((100_000 * 99_999) / 2);
    // a0 at 0, 5000, …: all distances d · 5000, of which there are 200 - d
    const k = profile.from.findIndex((a, k) => a === 0 && profile.to[k] === 0);
    expect(profile.count[k]).toBe((200 * 199) / 2);
    expect(profile.meanMs[k]).toBeCloseTo((5000 * 201) / 3, 6);
  });

  it("equals the definition, pair by pair, for every log", () => {
    const event = fc.tuple(
      fc.constantFrom("a", "b", "c"),
      fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }), { freq: 8 }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(event, { maxLength: 8 }), { maxLength: 5 }), (cases) => {
        const log = logOf(...cases);
        const times = new Map<string, number[]>();
        for (let c = 0; c < cases.length; c++) {
          for (let i = log.caseOffsets[c]!; i < log.caseOffsets[c + 1]!; i++) {
            for (let j = i + 1; j < log.caseOffsets[c + 1]!; j++) {
              const elapsed = log.time[j]! - log.time[i]!;
              if (Number.isNaN(elapsed)) continue;
              const key = `${log.activities[log.activity[i]!]} ${log.activities[log.activity[j]!]}`;
              times.set(key, [...(times.get(key) ?? []), elapsed]);
            }
          }
        }
        const expected = Object.fromEntries(
          [...times].map(([key, values]) => {
            const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
            const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
            const std =
              values.length === 1 ? null : expect.closeTo(Math.sqrt(squares / (values.length - 1)), 4);
            return [key, [values.length, expect.closeTo(mean, 5), std]];
          }),
        );
        expect(byPair(temporalProfile(log))).toEqual(expected);
      }),
      { seed: 71, numRuns: 200 },
    );
  });
});
