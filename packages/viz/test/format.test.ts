import { formatCount, formatDuration, formatNumber, formatShare } from "@gigamine/viz";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

const MIN = 60_000;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;

describe("formatDuration", () => {
  it.each([
    [0, "0 s"],
    [0.4, "0.4 ms"],
    [350, "350 ms"],
    [999.6, "1 s"],
    [1500, "1.5 s"],
    [12_500, "12.5 s"],
    [59_499, "59.5 s"],
    [59_990, "1 min"],
    [4 * MIN + 30_000, "4 min 30 s"],
    [14 * MIN, "14 min"],
    [59.6 * MIN, "1 h"],
    [2 * HOUR + 14 * MIN, "2 h 14 min"],
    [DAY - 1000, "1 d"],
    [3.2 * DAY, "3.2 d"],
    [120 * DAY, "120 d"],
    [-2 * HOUR, "−2 h"],
  ])("writes %d ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it("writes a missing value as a dash", () => {
    expect([null, Number.NaN, Number.POSITIVE_INFINITY].map(formatDuration)).toEqual(["–", "–", "–"]);
  });

  it("never shows 60 seconds, 60 minutes or 24 hours, and always a unit", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (ms) => {
        const text = formatDuration(ms);
        expect(text).toMatch(/^[\d,.]+ (ms|s|min|h|d)( \d+ (min|s))?$/);
        expect(text).not.toMatch(/\b(60 s|60 min|24 h|1,?000 ms)\b/);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("is within a twentieth of the value it writes", () => {
    const units = { ms: 1, s: 1000, min: MIN, h: HOUR, d: DAY };
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e11, noNaN: true }), (ms) => {
        let read = 0;
        for (const [, n, unit] of formatDuration(ms).matchAll(/([\d,.]+) (ms|min|s|h|d)/g)) {
          read += Number(n!.replaceAll(",", "")) * units[unit as keyof typeof units];
        }
        expect(Math.abs(read - ms)).toBeLessThanOrEqual(ms / 20);
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});

describe("formatCount, formatNumber and formatShare", () => {
  it("groups thousands and keeps one decimal of small numbers only", () => {
    expect([0, 7, 12.34, 999.96, 1234.5, 1_234_567, -1200].map(formatCount)).toEqual([
      "0",
      "7",
      "12.3",
      "1,000",
      "1,235",
      "1,234,567",
      "−1,200",
    ]);
    expect(formatCount(1e300)).toBe("1e+300");
  });

  it("writes measured numbers with three significant digits", () => {
    expect([0, 0.012345, 48.26, 72, 1234.5, -0.5, 0.00001234].map(formatNumber)).toEqual([
      "0",
      "0.0123",
      "48.3",
      "72",
      "1,235",
      "−0.5",
      "1.23e-5",
    ]);
  });

  it("writes shares as per cent without rounding up to all or down to nothing", () => {
    expect([0, 0.00001, 0.1234, 0.5, 0.99999, 1, 1.5, -0.25].map(formatShare)).toEqual([
      "0%",
      "<0.1%",
      "12.3%",
      "50%",
      ">99.9%",
      "100%",
      "150%",
      "−25%",
    ]);
  });

  it("writes missing values as a dash", () => {
    for (const write of [formatCount, formatNumber, formatShare]) {
      expect([write(null), write(Number.NaN), write(Number.NEGATIVE_INFINITY)]).toEqual(["–", "–", "–"]);
    }
  });
});
