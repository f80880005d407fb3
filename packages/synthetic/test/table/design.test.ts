import { createHash } from "node:crypto";
import { fromRows } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { column } from "../../src/table/column.js";
import { designTable } from "../../src/table/design-table.js";

const plant = (seed: number | string) =>
  designTable({ seed })
    .add("shift", column.category({ AM: 0.6, PM: 0.4 }))
    .add(
      "temp",
      column.normal((row) => ({ mean: row.shift === "PM" ? 27 : 22, sd: 0.6 })),
      { decimals: 1 },
    )
    .add("start", column.datetime({ start: "2025-01-06", end: "2025-02-01", unit: "min" }))
    .add("end", column.timeDelta("start", { delay: { kind: "gamma", shape: 2, scale: "temp" } }))
    .add("operator", column.person())
    .add("id", column.uuid())
    .add("low", column.uniform({ low: 0, high: 1 }))
    .add("high", column.uniform({ low: 0, high: 1 }))
    .constrain("high > low");

const sha256 = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");

describe("a design", () => {
  it("gives the same bytes for the same seed, and others for another", () => {
    expect(sha256(plant(7).rows(500))).toBe(sha256(plant(7).rows(500)));
    expect(sha256(plant(7).rows(500))).not.toBe(sha256(plant(8).rows(500)));
    expect(sha256(plant(7).rows(500))).not.toBe(sha256(plant("7").rows(500)));
  });

  it("keeps the bytes of a seed across platforms and releases", () => {
    // A change detector, not a statement that the rows are right: a new value needs a line in the change log.
    expect(sha256(plant("plant").rows(500))).toBe(
      "6e9638b8df9b95f8d01c929524f0060ffb1dc37e859540dc0c419fc3d91ffdd0",
    );
  });

  it("makes any range of rows as they are in the whole", () => {
    const whole = plant(1).rows(60);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (a, b) => {
        const [from, end] = [Math.min(a, b), Math.max(a, b)];
        expect(plant(1).rows(end - from, { from })).toEqual(whole.slice(from, end));
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it("makes partitions that together are the whole", () => {
    const design = plant(2);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 9 }), (count, of) => {
        const parts = Array.from({ length: of }, (_, index) =>
          design.rows(count, { partition: { index, of } }),
        );
        expect(parts.flat()).toEqual(design.rows(count));
        const sizes = parts.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { seed: 2, numRuns: 30 },
    );
  });

  it("streams the rows that it makes at once", () => {
    expect([...plant(3).stream(25)]).toEqual(plant(3).rows(25));
  });

  it("moves no draw of a column when another is added, dropped or moved", () => {
    const a = column.normal({ mean: 0, sd: 1 });
    const b = column.gamma({ shape: 2, scale: 1 });
    const ab = designTable({ seed: 5 }).add("a", a).add("b", b).rows(50);
    const ba = designTable({ seed: 5 }).add("b", b).add("more", column.uuid()).add("a", a).rows(50);
    const dropped = designTable({ seed: 5 }).add("a", a, { drop: true }).add("b", b).rows(50);
    expect(ba.map((row) => ({ a: row.a, b: row.b }))).toEqual(ab);
    expect(dropped).toEqual(ab.map((row) => ({ b: row.b })));
  });

  it("moves no draw of a row when another row draws more", () => {
    const design = (limit: number) =>
      designTable({ seed: 6 })
        .add("n", column.integer({ low: 0, high: 9 }))
        .add(
          "x",
          column.custom((row, random) => {
            for (let i = 0; i < (row.n < limit ? 5 : 0); i++) random.next();
            return random.next();
          }),
        );
    const [few, many] = [design(0).rows(50), design(5).rows(50)];
    for (const [i, { n, x }] of many.entries()) {
      if (n >= 5) expect(x).toBe(few[i]!.x);
      else expect(x).not.toBe(few[i]!.x);
    }
  });

  it("never changes: add gives a new one", () => {
    const one = designTable({ seed: 1 }).add("a", column.uuid());
    const two = one.add("b", column.uuid());
    expect(one.columns).toEqual(["a"]);
    expect(two.columns).toEqual(["a", "b"]);
    expect(one.rows(1)[0]).toEqual({ a: two.rows(1)[0]!.a });
  });

  it("computes columns in the order of their references, and shows them as they were added", () => {
    const design = designTable({ seed: 1 })
      .add("f", column.expression("c * 1.8 + 32", "number"))
      .add("c", column.constant({ value: 100 }))
      .add("note", column.expression("concat(f, ' F')", "text"));
    expect(design.rows(1)).toEqual([{ f: 212, c: 100, note: "212 F" }]);
    expect(Object.keys(design.rows(1)[0]!)).toEqual(["f", "c", "note"]);
    expect(design.describe()).toEqual({
      columns: [
        { name: "f", type: "expression", dependsOn: ["c"], dropped: false },
        { name: "c", type: "constant", dependsOn: [], dropped: false },
        { name: "note", type: "expression", dependsOn: ["f"], dropped: false },
      ],
      order: ["c", "f", "note"],
      constraints: [],
    });
  });

  it("rounds half up", () => {
    const rows = designTable({ seed: 1 })
      .add("x", column.constant({ value: 2.345 }), { decimals: 2 })
      .add("y", column.constant({ value: -0.4 }), { decimals: 0 })
      .rows(1);
    expect(rows).toEqual([{ x: 2.35, y: 0 }]);
  });

  it("makes no row when none is asked, and nothing of no column", () => {
    expect(plant(1).rows(0)).toEqual([]);
    expect(designTable().rows(2)).toEqual([{}, {}]);
  });
});

describe("columns that read each other", () => {
  const cyclic = designTable({ seed: 1 })
    .add("lone", column.uuid())
    .add("a", column.expression("b + 1", "number"))
    .add("b", column.normal({ mean: "c", sd: 1 }))
    .add("c", column.timeDelta("lone" as never, { delay: { kind: "constant", value: "a" } }));

  it("are named with the way from one to the next", () => {
    expect(() => cyclic.rows(1)).toThrow("none can be first: a -> b -> c -> a.");
    expect(() => cyclic.describe()).toThrow(
      expect.objectContaining({ code: "table/cycle", fields: { cycle: ["a", "b", "c", "a"] } }),
    );
  });

  it("are found also by way of a function, which reads all before it, unless needs says what", () => {
    const early = designTable({ seed: 1 }).add("a", column.expression("later", "number"));
    const later = column.expression(() => 1);
    expect(() => early.add("later", later).rows(1)).toThrow("a -> later -> a");
    expect(early.add("later", later, { needs: [] }).rows(1)).toEqual([{ a: 1, later: 1 }]);
  });

  it("come after all that needs names, also where an expression reads less", () => {
    const design = designTable({ seed: 1 })
      .add("a", column.expression("c"), { skip: { when: () => true } })
      .add("b", column.expression("1"), { needs: ["a"] })
      .add("c", column.expression("2"));
    expect(design.rows(1)).toEqual([{ a: null, b: null, c: 2 }]);
  });

  it("may not read themselves", () => {
    const own = designTable({ seed: 1 }).add("a", column.uuid(), { skip: { when: "a = 'x'" } });
    expect(() => own.rows(1)).toThrow("a -> a");
  });

  it("must be there: an unknown one is named with the nearest", () => {
    const design = designTable({ seed: 1 }).add("temperature", column.normal({ mean: 1, sd: 1 }));
    expect(() => design.add("x", column.expression("temprature + 1")).rows(1)).toThrow(
      'designTable: column "x" reads "temprature", which is no column; did you mean "temperature"?',
    );
    expect(() => design.add("x", column.uuid(), { skip: { when: "zzzzz" } }).rows(1)).toThrow(
      'there are "temperature", "x".',
    );
  });
});

describe("a skipped cell", () => {
  const base = designTable({ seed: 9 }).add("status", column.category(["ok", "bad"]));

  it("is missing or filled, and so is what takes it, down to the last", () => {
    const rows = base
      .add("reason", column.category(["heat", "dust"]), { skip: { when: "status = 'ok'" } })
      .add("action", column.expression("concat('mend ', reason)", "text"), { skip: { fill: "-" } })
      .add("length", column.expression("length(action)", "number"))
      .rows(60);
    expect(new Set(rows.map(({ status }) => status)).size).toBe(2);
    for (const { status, reason, action, length } of rows) {
      if (status === "ok") expect([reason, action, length]).toEqual([null, "-", null]);
      else expect([action, length]).toEqual([`mend ${reason}`, action!.length]);
    }
  });

  it("is seen as missing by a column that opts out, by conditions and by functions", () => {
    const rows = base
      .add("reason", column.category(["heat", "dust"]), { skip: { when: (row) => row.status === "ok" } })
      .add("known", column.expression("not isNull(reason)", "boolean"), { skip: { propagate: false } })
      .add(
        "same",
        column.expression((row) => row.reason !== null),
      )
      .add(
        "needed",
        column.expression((row) => row.reason!.length),
        { needs: ["reason"] },
      )
      .add(
        "why",
        column.conditional(
          [{ when: "isNull(reason)", use: column.category(["none"]) }],
          column.category(["some"]),
        ),
      )
      .add("once", column.category(["x"]), { skip: { when: "reason = 'heat'" } })
      .rows(60);
    for (const { status, reason, known, same, needed, why, once } of rows) {
      expect([known, same, why]).toEqual(status === "ok" ? [false, false, "none"] : [true, true, "some"]);
      expect(needed).toBe(status === "ok" ? null : reason!.length);
      expect(once).toBe(reason === "heat" ? null : "x");
    }
  });

  it("does not move the draws of cells that are made", () => {
    const spec = column.normal({ mean: 0, sd: 1 });
    const free = base.add("x", spec).rows(60);
    const skipped = base.add("x", spec, { skip: { when: "status = 'ok'" } }).rows(60);
    for (const [i, row] of skipped.entries()) expect(row.x).toBe(row.status === "ok" ? null : free[i]!.x);
  });
});

describe("source rows", () => {
  const source = Array.from({ length: 10 }, (_, i) => ({ lot: `L${i}`, cells: i === 3 ? undefined : i }));

  it("are the first columns, one row each, and begin anew when more are asked", () => {
    const design = designTable({ seed: 1, source }).add("twice", column.expression("cells * 2", "number"));
    const rows = design.rows();
    expect(rows).toHaveLength(10);
    expect(rows[2]).toEqual({ lot: "L2", cells: 2, twice: 4 });
    expect(rows[3]).toEqual({ lot: "L3", cells: null, twice: null });
    expect(
      design
        .rows(12)
        .slice(10)
        .map(({ lot }) => lot),
    ).toEqual(["L0", "L1"]);
    expect(design.columns).toEqual(["lot", "cells", "twice"]);
    expect(source[0]).toEqual({ lot: "L0", cells: 0 });
  });

  it("may be left out of the result, while other columns see them", () => {
    const design = designTable({ seed: 1, source })
      .add("twice", column.expression("cells * 2", "number"))
      .add("id", column.uuid())
      .drop("cells", "id");
    expect(design.rows(3)).toEqual([
      { lot: "L0", twice: 0 },
      { lot: "L1", twice: 2 },
      { lot: "L2", twice: 4 },
    ]);
    expect(design.describe().columns.map(({ dropped }) => dropped)).toEqual([false, true, false, true]);
    expect(() => design.drop("cell" as never).rows()).toThrow(
      'drop reads "cell", which is no column; did you mean "cells"?',
    );
  });

  it("are shuffled by the seed, each once", () => {
    const lots = (seed: number) =>
      designTable({ seed, source, sourceOrder: "shuffled" })
        .rows()
        .map(({ lot }) => lot);
    expect(lots(1)).toEqual(lots(1));
    expect(lots(1)).not.toEqual(lots(2));
    expect([...lots(1)].sort()).toEqual(source.map(({ lot }) => lot));
  });

  it("are cut into parts that together are the whole", () => {
    const design = designTable({ seed: 3, source, sourceOrder: "shuffled" }).add("id", column.uuid());
    const parts = [0, 1, 2].flatMap((index) => design.rows(undefined, { partition: { index, of: 3 } }));
    expect(parts).toEqual(design.rows());
    expect(design.rows(4, { from: 2 })).toEqual(design.rows().slice(2, 6));
  });

  it("may be the events of a log, whose times are Dates", () => {
    const log = fromRows([
      {
        case_id: "1",
        activity: "Mixing",
        timestamp: "2025-01-06T08:00:00Z",
        start: "2025-01-06T07:00:00Z",
        "case:site": "N",
      },
      { case_id: "1", activity: "Coating", timestamp: null, start: null, "case:site": "N" },
    ]);
    const rows = designTable({ seed: 1, source: log })
      .add("done", column.timeDelta("timestamp", { delay: { kind: "constant", value: 30 } }))
      .rows();
    expect(rows).toEqual([
      {
        case_id: "1",
        activity: "Mixing",
        timestamp: new Date("2025-01-06T08:00:00Z"),
        start: new Date("2025-01-06T07:00:00Z"),
        "case:site": "N",
        done: new Date("2025-01-06T08:30:00Z"),
      },
      { case_id: "1", activity: "Coating", timestamp: null, start: null, "case:site": "N", done: null },
    ]);
    expect(fromRows(rows).caseIds).toEqual(["1"]);
  });

  it("are refused when they are none", () => {
    expect(() => designTable({ source: [] })).toThrow("Give at least one row");
    expect(() => designTable({ source: "rows" as never })).toThrow(
      "Give an array of objects, or an EventLog.",
    );
    expect(() => designTable({ source: [1] as never })).toThrow("Give an array of objects");
    expect(() => designTable({ source: [JSON.parse('{"__proto__": 1}')] })).toThrow("Leave it away");
    expect(() => designTable({ source, sourceOrder: "random" as never })).toThrow('"ordered" or "shuffled"');
    expect(() => designTable({ source }).add("lot" as never, column.uuid())).toThrow('"lot" already');
  });
});

describe("what a design is asked", () => {
  const design = designTable({ seed: 1 }).add("a", column.uuid());

  it.each<[string, () => unknown, string]>([
    ["no count", () => design.rows(), "option count is undefined"],
    ["half a row", () => design.rows(1.5), "option count is 1.5"],
    ["a negative count", () => design.rows(-1), "option count is -1"],
    ["NaN rows", () => design.stream(Number.NaN), "stream: option count is NaN"],
    ["a negative start", () => design.rows(1, { from: -1 }), "option from is -1"],
    ["no parts", () => design.rows(1, { partition: { index: 0, of: 0 } }), "option partition.of is 0"],
    [
      "a part too many",
      () => design.rows(1, { partition: { index: 2, of: 2 } }),
      "option partition.index is 2",
    ],
    ["a seed that is none", () => designTable({ seed: Number.NaN }), "option seed is NaN"],
    ["a name that is none", () => design.add("" as never, column.uuid()), "can't be the name of a column"],
    ["a prototype for a name", () => design.add("__proto__", column.uuid()), "can't be the name of a column"],
    ["half a decimal", () => design.add("b", column.uuid(), { decimals: 0.5 }), "option decimals is 0.5"],
  ])("with %s is refused", (_, ask, message) => {
    expect(ask).toThrow(message);
  });

  it("may be called like anything of a prototype", () => {
    const rows = designTable({ seed: 1 })
      .add("constructor", column.constant({ value: 1 }))
      .add("toString", column.expression("constructor + 1", "number"))
      .rows(1);
    expect(Object.entries(rows[0]!)).toEqual([
      ["constructor", 1],
      ["toString", 2],
    ]);
  });
});
