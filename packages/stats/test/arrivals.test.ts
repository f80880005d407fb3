import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { arrivals, casesOverTime } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);

describe("arrivals", () => {
  it("measures the gaps between begins and between ends, with rates", () => {
    const hours = (...times: number[]) => times.map((t, i) => `${"ab"[i]}@${t * HOUR}`).join(" ");
    const log = tinyLog(`1: ${hours(0, 5)}`, `2: ${hours(6, 7)}`, `3: ${hours(2, 17)}`);
    const result = arrivals(log);
    expect(result).toMatchObject({ basis: "completion", clock: "wall", unit: "day", timeZone: "UTC" });
    expect(result.arrivals).toMatchObject({
      cases: 3,
      casesWithoutTime: 0,
      gap: { count: 2, meanMs: 3 * HOUR, minMs: 2 * HOUR, maxMs: 4 * HOUR },
    });
    expect(result.arrivals.perHour).toBeCloseTo(1 / 3, 12);
    expect(result.completions).toMatchObject({
      gap: { meanMs: 6 * HOUR },
      perHour: expect.closeTo(1 / 6, 12),
    });
    expect(result.buckets).toEqual([{ fromMs: 0, toMs: 24 * HOUR, arrivals: 3, completions: 3 }]);
  });

  it("counts a case where its begin is known, its end or not", () => {
    const { arrivals: begins, completions } = arrivals(tinyLog("1: a@0 b", "2: a@8 b@9", "3: a b@20", "4:"));
    expect(begins).toMatchObject({ cases: 2, casesWithoutTime: 2, gap: { meanMs: 8 } });
    expect(completions).toMatchObject({ cases: 2, casesWithoutTime: 2, gap: { meanMs: 11 } });
  });

  it("begins buckets by the clock of the zone", () => {
    const log = tinyLog(`1: a@${at("2025-01-06T22:30Z")}`, `2: a@${at("2025-01-06T23:30Z")}`);
    const days = (timeZone?: string) => arrivals(log, { timeZone }).buckets.map((bucket) => bucket.arrivals);
    expect(days()).toEqual([2]);
    expect(days("Europe/Berlin")).toEqual([1, 1]);
    expect(days("America/New_York")).toEqual([2]);
  });

  it("has no rate for fewer than two cases or for cases that all come at once", () => {
    expect(arrivals(tinyLog("1: a@5")).arrivals).toMatchObject({ gap: { meanMs: null }, perHour: null });
    expect(arrivals(tinyLog("1: a@5", "2: a@5")).arrivals).toMatchObject({
      gap: { meanMs: 0 },
      perHour: null,
    });
    expect(arrivals(tinyLog())).toMatchObject({ arrivals: { cases: 0, perHour: null }, buckets: [] });
  });

  it("does not depend on the order of cases, nor on when time begins; the mean gap is range over gaps", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), (cases) => {
        const { arrivals: flow, completions } = arrivals(logOf(cases));
        expect(arrivals(logOf(cases.toReversed()))).toMatchObject({ arrivals: flow, completions });
        const { arrivals: shifted } = arrivals(logOf(cases, (t) => t + 1_700_000_000_000));
        expect(shifted).toEqual(flow);
        const begins = cases.flatMap(([first]) => (first?.time == null ? [] : [first.time]));
        if (begins.length > 1 && cases.every((events) => events.every(({ time }) => time !== null))) {
          const sorted = cases.flatMap((events) =>
            events.length === 0 ? [] : [Math.min(...events.map(({ time }) => time!))],
          );
          const range = Math.max(...sorted) - Math.min(...sorted);
          expect(flow.gap.totalMs).toBe(range);
        }
      }),
      { seed: 20250203, numRuns: 200 },
    );
  });
});

describe("casesOverTime in a time zone", () => {
  it("has days of 23 and 25 hours where the clock changes", () => {
    const hoursOf = (from: string, to: string) =>
      casesOverTime(tinyLog(`1: a@${at(from)} b@${at(to)}`), { timeZone: "Europe/Berlin" }).buckets.map(
        ({ fromMs, toMs }) => (toMs - fromMs) / HOUR,
      );
    expect(hoursOf("2025-03-29T12:00Z", "2025-03-31T12:00Z")).toEqual([24, 23, 24]);
    expect(hoursOf("2025-10-25T12:00Z", "2025-10-27T12:00Z")).toEqual([24, 25, 24]);
  });

  it("has no bucket for an hour that the clock skips, and two for one that it repeats", () => {
    const hours = (from: string, to: string, timeZone: string) => {
      const { buckets } = casesOverTime(tinyLog(`1: a@${at(from)} b@${at(to)}`), { timeZone, unit: "hour" });
      return buckets.map(({ fromMs, toMs }) => [
        new Date(fromMs).toISOString().slice(11, 16),
        (toMs - fromMs) / HOUR,
      ]);
    };
    expect(hours("2025-03-30T00:30Z", "2025-03-30T02:30Z", "Europe/Berlin")).toEqual([
      ["00:00", 1],
      ["01:00", 1],
      ["02:00", 1],
    ]);
    expect(hours("2025-10-25T23:30Z", "2025-10-26T01:30Z", "Europe/Berlin")).toEqual([
      ["23:00", 1],
      ["00:00", 1],
      ["01:00", 1],
    ]);
    expect(hours("2025-01-06T00:10Z", "2025-01-06T00:40Z", "Asia/Kolkata")).toEqual([
      ["23:30", 1],
      ["00:30", 1],
    ]);
  });

  it("begins weeks and months at local midnight, and drops a day that a zone skipped", () => {
    const begins = (unit: "week" | "month" | "day", timeZone: string, from: string, to: string) =>
      casesOverTime(tinyLog(`1: a@${at(from)} b@${at(to)}`), { unit, timeZone }).buckets.map(({ fromMs }) =>
        new Date(fromMs).toISOString().slice(0, 16),
      );
    expect(begins("week", "Europe/Berlin", "2025-01-05T22:59Z", "2025-01-05T23:00Z")).toEqual([
      "2024-12-29T23:00",
      "2025-01-05T23:00",
    ]);
    expect(begins("month", "America/New_York", "2025-02-01T04:59Z", "2025-02-01T05:00Z")).toEqual([
      "2025-01-01T05:00",
      "2025-02-01T05:00",
    ]);
    // Samoa went from 29 to 31 December 2011
    expect(begins("day", "Pacific/Apia", "2011-12-30T09:00Z", "2011-12-30T11:00Z")).toEqual([
      "2011-12-29T10:00",
      "2011-12-30T10:00",
    ]);
  });

  it("names an unknown zone", () => {
    expect(() => casesOverTime(tinyLog(), { timeZone: "Mars/Olympus" })).toThrow(
      'casesOverTime: option timeZone is "Mars/Olympus".',
    );
  });
});
