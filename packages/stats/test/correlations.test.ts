import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { holm } from "../src/holm.js";
import { caseVariables, correlations, pearson } from "../src/index.js";
import { tinyLog } from "./tiny-log.js";

const seeded = { seed: 20250108, numRuns: 300 };

describe("pearson", () => {
  it("computes a case worked by hand: r = 4/5, and with two degrees of freedom p = 1 - |r|", () => {
    // deviations -1.5 -0.5 0.5 1.5 and -1.5 0.5 -0.5 1.5; T with 2 degrees has the closed form P(T > t) = (1 - t/√(2 + t²))/2
    const { r, n, dropped, pValue, lower, upper, reason } = pearson([1, 2, 3, 4], [1, 3, 2, 4]);
    expect({ n, dropped, reason }).toEqual({ n: 4, dropped: 0, reason: null });
    expect(r).toBeCloseTo(0.8, 14);
    expect(pValue).toBeCloseTo(0.2, 12);
    // tanh(ln 3 ± 1.959964): artanh 0.8 = ln 3
    const e = Math.exp(2 * 1.959963984540054);
    expect(lower).toBeCloseTo((9 / e - 1) / (9 / e + 1), 12);
    expect(upper).toBeCloseTo((9 * e - 1) / (9 * e + 1), 12);
  });

  // Anscombe, "Graphs in Statistical Analysis", The American Statistician 27(1), 1973, data set 1: r = 0.816; R's cor.test
  // gives r = 0.8164205, p = 0.00217 and the interval 0.4243912 to 0.9506933
  it("gives the published figures of Anscombe's first data set", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const { r, pValue, lower, upper } = pearson(x, y);
    expect(r).toBeCloseTo(0.8164205, 7);
    expect(pValue).toBeCloseTo(0.00217, 5);
    expect(lower).toBeCloseTo(0.4243912, 7);
    expect(upper).toBeCloseTo(0.9506933, 7);
  });

  it("drops and counts pairs with a missing value", () => {
    const result = pearson([1, 2, null, 3, 4, Number.NaN, 5], [1, 3, 9, 2, 4, 9, undefined]);
    expect(result).toMatchObject({ n: 4, dropped: 3, r: expect.closeTo(0.8, 12) });
    expect(pearson([1, 2, 3, Number.POSITIVE_INFINITY], [1, 2, 3, 4])).toMatchObject({ n: 3, dropped: 1 });
  });

  it("is null with the reason for fewer than three pairs and for a variable that does not vary", () => {
    const none = { r: null, pValue: null, lower: null, upper: null };
    expect(pearson([], [])).toEqual({ ...none, n: 0, dropped: 0, reason: "too-few-pairs" });
    expect(pearson([1, 2], [1, 2])).toEqual({ ...none, n: 2, dropped: 0, reason: "too-few-pairs" });
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toEqual({
      ...none,
      n: 3,
      dropped: 0,
      reason: "no-variation",
    });
    expect(pearson([1, 2, 3], [7, 7, 7]).reason).toBe("no-variation");
  });

  it("has no interval for three pairs, and p = 0 on a perfect line", () => {
    expect(pearson([1, 2, 3], [1, 2, 4])).toMatchObject({ n: 3, lower: null, upper: null, reason: null });
    expect(pearson([1, 2, 3, 5], [-1, -2, -3, -5])).toMatchObject({ r: -1, pValue: 0, lower: -1, upper: -1 });
  });

  it.each([1e9, 1e15])("is not harmed by an offset of %d", (offset) => {
    const { r } = pearson(
      [1, 2, 3, 4].map((v) => v + offset),
      [1, 3, 2, 4],
    );
    expect(r).toBeCloseTo(0.8, 14);
  });

  it("is not harmed by a mean that can't be represented", () => {
    // 1 … 8 against 1 … 8 with neighbours swapped: Σdd = 38, Σd² = 42
    const far = (v: number) => 8e15 + v;
    const { r } = pearson([1, 2, 3, 4, 5, 6, 7, 8].map(far), [2, 1, 4, 3, 6, 5, 8, 7].map(far));
    expect(r).toBeCloseTo(38 / 42, 12);
  });

  it.each([1e300, 1e-300])("is not harmed by a magnitude of %d", (factor) => {
    const { r } = pearson(
      [1, 2, 3, 4].map((v) => v * factor),
      [1, 3, 2, 4].map((v) => v * factor),
    );
    expect(r).toBeCloseTo(0.8, 12);
  });

  it("refuses lists of unequal length and a confidence outside (0, 1)", () => {
    expect(() => pearson([1], [1, 2])).toThrow(
      "pearson: x has 1 values and y has 2. Give one y for each x, null where missing.",
    );
    expect(() => pearson([1], [1], { confidence: 1 })).toThrow("pearson: option confidence is 1.");
  });

  it("is symmetric, blind to rising linear maps, lies in its interval, and turns with the sign", () => {
    const pairs = fc.array(
      fc.tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -999, max: 999 })),
      {
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 50 }), fc.integer(), (rows, slope, offset) => {
        const x = rows.map(([v]) => v);
        const y = rows.map(([, v]) => v);
        const result = pearson(x, y);
        expect(pearson(y, x)).toEqual(result);
        const { r, pValue, lower, upper } = result;
        if (r === null) return;
        expect(
          pearson(
            x.map((v) => slope * v + offset),
            y,
          ).r,
        ).toBeCloseTo(r, 9);
        expect(
          pearson(
            x,
            y.map((v) => -v),
          ).r,
        ).toBeCloseTo(-r, 12);
        expect(pValue! >= 0 && pValue! <= 1).toBe(true);
        if (lower !== null) expect(lower <= r + 1e-12 && r <= upper! + 1e-12).toBe(true);
      }),
      seeded,
    );
  });
});

describe("holm", () => {
  it("multiplies the i-th smallest of m by m - i + 1 and never falls", () => {
    // worked by hand: sorted .005 .01 .03 .04 → .02 .03 .06 max(.06, .04)
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, i) => {
      expect(adjusted[i]).toBeCloseTo(p, 14);
    });
  });

  it("stops at 1 and leaves out what has no p value", () => {
    expect(holm([0.9, null, 0.8])).toEqual([1, null, 1]);
    expect(holm([])).toEqual([]);
  });
});

/** Four cases: size 1 2 3 4 on the case, load 1 3 2 4 on events, length of the case 1 2 1 2. */
function sizedLog(): EventLog {
  const builder = new EventLogBuilder();
  const load = [1, 3, 2, 4];
  [1, 2, 3, 4].forEach((size, c) => {
    builder.addCase(`${c}`, { size, plant: "north", flag: true });
    builder.addEvent(`${c}`, "a", 100 * c, { load: load[c]!, shift: 1, start: 100 * c - 10 * size });
    if (c % 2 === 1) builder.addEvent(`${c}`, "b", 100 * c, { load: c === 3 ? 9 : load[c]!, shift: 1 });
  });
  return builder.build();
}

describe("caseVariables", () => {
  it("lists what is computed, then numeric case attributes, then numeric event attributes but start", () => {
    expect(caseVariables(sizedLog())).toEqual([
      { name: "durationMs", source: "computed", values: [10, 20, 30, 40] },
      { name: "events", source: "computed", values: [1, 2, 1, 2] },
      { name: "reworkEvents", source: "computed", values: [0, 0, 0, 0] },
      { name: "size", source: "case", values: [1, 2, 3, 4] },
      { name: "load", source: "event-first", values: [1, 3, 2, 4] },
      { name: "shift", source: "event-constant", values: [1, 1, 1, 1] },
    ]);
  });

  it("keeps names unique, a case attribute before an event attribute, and missing values null", () => {
    const builder = new EventLogBuilder();
    builder.addCase("1", { events: 5, both: 1 });
    builder.addCase("2", { both: Number.POSITIVE_INFINITY });
    builder.addEvent("1", "a", null, { both: 2, constructor: 3, events: 4 });
    expect(
      caseVariables(builder.build()).map(({ name, source, values }) => [name, source, ...values]),
    ).toEqual([
      ["durationMs", "computed", null, null],
      ["events", "computed", 1, 0],
      ["reworkEvents", "computed", 0, 0],
      ["events_2", "case", 5, null],
      ["both", "case", 1, null],
      ["constructor", "event-constant", 3, null],
    ]);
  });

  it("has empty variables for an empty log", () => {
    expect(caseVariables(tinyLog()).map(({ values }) => values)).toEqual([[], [], []]);
  });
});

describe("correlations", () => {
  it("correlates all pairs, the strongest first, those without a coefficient last", () => {
    const pairs = correlations(sizedLog());
    expect(pairs.length).toBe(15); // 6 variables
    expect(pairs[0]).toMatchObject({ x: "durationMs", y: "size", r: expect.closeTo(1, 12) });
    const strengths = pairs.map(({ r }) => (r === null ? -1 : Math.abs(r)));
    expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
    expect(pairs.at(-1)).toMatchObject({
      r: null,
      reason: "no-variation",
      pValue: null,
      adjustedPValue: null,
    });
  });

  it("adjusts p values for the pairs asked for only", () => {
    const pairs = correlations(sizedLog(), { between: ["size"], and: ["load", "events", "size", "shift"] });
    // r = 0.8 with p = 0.2; events 1 2 1 2 against 1 2 3 4: r = 2/√(5 · 1)/2 = 0.447, p = 0.553; two tests
    expect(pairs).toMatchObject([
      { x: "size", y: "load", pValue: expect.closeTo(0.2, 9), adjustedPValue: expect.closeTo(0.4, 9) },
      {
        x: "size",
        y: "events",
        r: expect.closeTo(1 / Math.sqrt(5), 9),
        adjustedPValue: expect.closeTo(1 - 1 / Math.sqrt(5), 9),
      },
      { x: "size", y: "shift", r: null },
    ]);
  });

  it("takes each pair once, whichever way it is named", () => {
    const names = ["size", "load", "size"];
    const pair = (options: object) => correlations(sizedLog(), options).map(({ x, y }) => `${x} ${y}`);
    expect(pair({ between: names })).toEqual(["size load"]);
    expect(pair({ between: names, and: names })).toEqual(["size load"]);
  });

  it("lists the variables when a name is unknown", () => {
    expect(() => correlations(sizedLog(), { between: ["sise"] })).toThrow(
      'correlations: option between names "sise", which is no numeric variable of the cases. ' +
        'There are "durationMs", "events", "reworkEvents", "size", "load", "shift".',
    );
  });

  it("has a reason for every pair of an empty log", () => {
    expect(correlations(tinyLog()).map(({ reason }) => reason)).toEqual(Array(3).fill("too-few-pairs"));
  });
});
