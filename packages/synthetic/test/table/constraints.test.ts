import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { column } from "../../src/table/column.js";
import { designTable } from "../../src/table/design-table.js";
import { ksDistance, ksLimit, normalCdf } from "./fit.js";

const n = 4000;

describe("a constraint", () => {
  it("with a constant cuts the distribution", () => {
    const rows = designTable({ seed: 1 })
      .add("cut", column.normal({ mean: 0, sd: 1 }))
      .add("half", column.uniform({ low: 0, high: 10 }))
      .add("die", column.integer({ low: 1, high: 6 }))
      .add("life", column.weibull({ shape: 1, scale: 1 }))
      .constrain("cut > 1")
      .constrain("half", "<=", 5)
      .constrain("die > 2 and die < 5")
      .constrain("life > 0.5")
      .rows(n);
    const tail = 1 - normalCdf(1);
    expect(
      ksDistance(
        rows.map(({ cut }) => cut),
        (x) => (normalCdf(x) - normalCdf(1)) / tail,
      ),
    ).toBeLessThan(ksLimit(n));
    expect(
      ksDistance(
        rows.map(({ half }) => half),
        (x) => x / 5,
      ),
    ).toBeLessThan(ksLimit(n));
    expect(new Set(rows.map(({ die }) => die))).toEqual(new Set([3, 4]));
    // the exponential has no memory
    expect(
      ksDistance(
        rows.map(({ life }) => life),
        (x) => 1 - Math.exp(0.5 - x),
      ),
    ).toBeLessThan(ksLimit(n));
  });

  it("with a fraction leaves a whole number whole", () => {
    const rows = designTable({ seed: 13 })
      .add("die", column.integer({ low: 1, high: 6 }))
      .constrain("die > 2.5 and die < 5.5")
      .rows(200);
    expect(new Set(rows.map(({ die }) => die))).toEqual(new Set([3, 4, 5]));
  });

  it("between columns cuts the one that is drawn last, and leaves the other as it is", () => {
    const free = designTable({ seed: 2 })
      .add("start", column.datetime({ start: "2025-01-06", end: "2025-01-07" }))
      .add("end", column.datetime({ start: "2025-01-06", end: "2025-01-08" }));
    const rows = free.constrain("end", ">", "start").rows(n);
    const unbound = free.rows(n);
    expect(rows.map(({ start }) => start)).toEqual(unbound.map(({ start }) => start));
    const beyond = Date.UTC(2025, 0, 8);
    const shares = rows.map(
      ({ start, end }) => (end.getTime() - start.getTime()) / (beyond - start.getTime()),
    );
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect(ksDistance(shares, (x) => x)).toBeLessThan(ksLimit(n));
  });

  it("solves for its column whatever the sign and side: 10 - 2 x >= y", () => {
    const rows = designTable({ seed: 3 })
      .add("y", column.uniform({ low: 0, high: 4 }))
      .add("x", column.uniform({ low: 0, high: 100 }))
      .constrain("10 - 2 * x >= y")
      .rows(n);
    const shares = rows.map(({ x, y }) => x / ((10 - y) / 2));
    expect(ksDistance(shares, (share) => share)).toBeLessThan(ksLimit(n));
  });

  it("on a sum fixes the last part", () => {
    const rows = designTable({ seed: 4 })
      .add("active", column.uniform({ low: 90, high: 96 }))
      .add("carbon", column.uniform({ low: 1, high: 3 }))
      .add("binder", column.uniform({ low: 1, high: 9 }))
      .constrain("active + carbon + binder = 100")
      .rows(n);
    for (const { active, carbon, binder } of rows) {
      expect(active + carbon + binder).toBeCloseTo(100, 9);
      expect(binder).toBeGreaterThanOrEqual(1);
    }
    expect(new Set(rows.map(({ binder }) => binder)).size).toBeGreaterThan(n / 2);
  });

  it("on a sum of rounded parts holds of the rounded parts", () => {
    const rows = designTable({ seed: 5 })
      .add("a", column.uniform({ low: 0, high: 40 }), { decimals: 1 })
      .add("b", column.uniform({ low: 0, high: 40 }), { decimals: 1 })
      .add("c", column.uniform({ low: 0, high: 100 }), { decimals: 1 })
      .constrain("a + b + c = 100")
      .constrain("a < b")
      .rows(500);
    for (const { a, b, c } of rows) {
      expect(Math.round((a + b + c) * 10)).toBe(1000);
      expect(a).toBeLessThan(b);
    }
  });

  it("on a ratio is met in the numerator and in the denominator", () => {
    const design = designTable({ seed: 6 })
      .add("loss", column.gamma({ shape: 2, scale: 1 }))
      .add("mass", column.uniform({ low: 10, high: 200 }));
    for (const { loss, mass } of design.constrain("loss / mass <= 0.02").rows(500)) {
      expect(loss / mass).toBeLessThanOrEqual(0.02);
    }
  });

  it("draws the whole row anew when the last column can't meet it, and leaves columns beside it alone", () => {
    const free = designTable({ seed: 7 })
      .add("beside", column.uniform({ low: 0, high: 1 }))
      .add("x", column.uniform({ low: 0, high: 10 }))
      .add("y", column.uniform({ low: 0, high: 1 }));
    const rows = free.constrain("y > x").rows(500);
    for (const { x, y } of rows) expect(y).toBeGreaterThan(x);
    expect(rows.map(({ beside }) => beside)).toEqual(free.rows(500).map(({ beside }) => beside));
  });

  it("on a computed column draws what it is computed from anew", () => {
    const rows = designTable({ seed: 8 })
      .add("a", column.integer({ low: 1, high: 6 }))
      .add("b", column.integer({ low: 1, high: 6 }))
      .add(
        "sum",
        column.expression(({ a, b }) => a + b),
      )
      .constrain("sum = 12")
      .rows(50);
    expect(rows.every(({ a, b }) => a === 6 && b === 6)).toBe(true);
  });

  it("may be a function, or compare texts", () => {
    const design = designTable({ seed: 9 })
      .add("from", column.category(["A", "B", "C"]))
      .add("to", column.category(["A", "B", "C"]));
    for (const { from, to } of design.constrain(({ from, to }) => from !== to).rows(200))
      expect(from).not.toBe(to);
    for (const { from, to } of design.constrain("from < to").rows(200)) expect(from < to).toBe(true);
  });

  it("on a delay bounds the instant", () => {
    const noon = new Date("2025-01-06T12:00:00Z");
    const rows = designTable({ seed: 10 })
      .add("start", column.datetime({ start: "2025-01-06", end: "2025-01-06T06:00:00Z" }))
      .add(
        "limit",
        column.expression(() => noon),
      )
      .add("end", column.timeDelta("start", { delay: { kind: "uniform", low: 0, high: 48 }, unit: "h" }))
      .constrain("end <= limit")
      .rows(500);
    for (const { start, end } of rows) {
      expect(end.getTime()).toBeGreaterThanOrEqual(start.getTime());
      expect(end.getTime()).toBeLessThanOrEqual(noon.getTime());
    }
  });

  it("says nothing of a row in which a value is missing", () => {
    const rows = designTable({ seed: 11 })
      .add("x", column.uniform({ low: 0, high: 1 }), { skip: { when: "true" } })
      .add("y", column.uniform({ low: 0, high: 1 }))
      .constrain("y < x - 5")
      .rows(3);
    expect(rows.map(({ x }) => x)).toEqual([null, null, null]);
  });

  it("between two uniform columns always holds, whatever their ranges, or no row is made", () => {
    const range = fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(range, range, fc.constantFrom("<", "<=", ">", ">="), (a, b, operator) => {
        const design = designTable({ seed: 12 })
          .add("a", column.uniform({ low: a[0], high: a[0] + a[1] }))
          .add("b", column.uniform({ low: b[0], high: b[0] + b[1] }))
          .constrain("a", operator as "<", "b");
        const below = operator.startsWith("<");
        const isPossible = below ? a[0] < b[0] + b[1] : b[0] < a[0] + a[1];
        if (!isPossible) {
          expect(() => design.rows(5)).toThrow(expect.objectContaining({ code: "table/unmet-constraint" }));
          return;
        }
        for (const row of design.rows(5)) expect(below ? row.a <= row.b : row.a >= row.b).toBe(true);
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});

describe("a constraint that rounding misses by a hair", () => {
  it("is met by the whole number that was meant", () => {
    const rows = designTable({ seed: 1 })
      .add("n", column.integer({ low: 0, high: 9 }))
      .constrain("0.1 * n = 0.3")
      .rows(5);
    expect(rows.map(({ n }) => n)).toEqual([3, 3, 3, 3, 3]);
  });
});

describe("a constraint that can't be met", () => {
  const design = designTable({ seed: 1 })
    .add("x", column.uniform({ low: 0, high: 1 }))
    .add("y", column.uniform({ low: 0, high: 1 }));

  it.each([
    [["x > 2"], "x > 2"],
    [["x < 0.4", "x > 0.6"], "x > 0.6"],
    [["x = 3"], "x = 3"],
    [["2 * x + 1 < 0"], "2 * x + 1 < 0"],
    [["x > 1"], "x > 1"],
  ])("by the column alone is found before any row: %p", (conditions, guilty) => {
    const bad = conditions.reduce((rest, condition) => rest.constrain(condition), design);
    expect(() => bad.describe()).toThrow(
      `designTable: column "x" can't meet the constraint "${guilty}": without it its values lie between 0 and 1.`,
    );
  });

  it("shows the range of a column of instants as dates", () => {
    const days = designTable({ seed: 1 }).add(
      "day",
      column.datetime({ start: "2025-01-01", end: "2025-01-10", unit: "d" }),
    );
    expect(() => days.constrain("day >= time('2025-01-10')").rows(1)).toThrow(
      "between 2025-01-01T00:00:00Z and 2025-01-09T00:00:00Z",
    );
    expect(days.constrain("day >= time('2025-01-09')").rows(3)).toEqual(
      new Array(3).fill({ day: new Date("2025-01-09") }),
    );
  });

  it("names the column, the row and the constraint when it shows late", () => {
    expect(() => design.constrain("x + y > 5").rows(1)).toThrow(
      'designTable: column "y", row 0: no draw met the constraint "x + y > 5" in 1000 tries.',
    );
    const fixed = designTable({ source: [{ a: 1 }, { a: 3 }] })
      .add(
        "b",
        column.expression(({ a }) => a * 2),
      )
      .constrain("b < 5");
    expect(() => fixed.rows()).toThrow(
      'designTable: column "b", row 1: no draw met the constraint "b < 5" in 1 try, and nothing that it hangs on is random.',
    );
  });

  it("is refused when it reads no column that is drawn", () => {
    const fixed = designTable({ source: [{ a: 1 }] }).add("b", column.uuid());
    expect(() => fixed.constrain("a < 5").rows()).toThrow("Filter the source rows instead.");
    expect(() => fixed.constrain("1 < 5").rows()).toThrow("reads no column that is drawn");
  });

  it("names what is wrong with its text", () => {
    expect(() => design.constrain("x <").rows(1)).toThrow('constraint "x <": The expression');
    expect(() => design.constrain("x < yy").rows(1)).toThrow(
      'constraint "x < yy" reads "yy", which is no column; did you mean "y"?',
    );
  });

  it("is refused on the answers of a language model", () => {
    const asking = design
      .add("note", column.text({ prompt: "{{x}}", offline: "" }))
      .constrain("length(note) < 5");
    expect(() => asking.describe()).toThrow('constraint "length(note) < 5" waits for column "note"');
  });
});
