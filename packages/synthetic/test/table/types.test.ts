import { fromRows } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { column } from "../../src/table/column.js";
import { designTable } from "../../src/table/design-table.js";
import type { TextModel } from "../../src/table/language-model.js";

/** Compiles only when `A` and `B` are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T => true as T;

const silent: TextModel = { complete: async () => ({ text: "ok", source: "llm" }) };

// These tests are checked by the compiler; run, they show that the values are what the types say.
describe("the types of a design", () => {
  it("make the values of a category a union, and the rows of the result plain objects", () => {
    const [row] = designTable({ seed: 1 })
      .add("shift", column.category({ AM: 1, PM: 1 }))
      .add("step", column.category(["Mixing", "Coating"]))
      .add("n", column.integer({ low: 1, high: 3 }))
      .add("at", column.datetime({ start: "2025-01-01", end: "2025-01-02" }))
      .add("ok", column.bernoulli({ probability: 0.5 }))
      .rows(1);
    holds<
      Same<
        typeof row,
        | {
            readonly shift: "AM" | "PM";
            readonly step: "Mixing" | "Coating";
            readonly n: number;
            readonly at: Date;
            readonly ok: boolean;
          }
        | undefined
      >
    >();
    expect(["AM", "PM"]).toContain(row?.shift);
    expect(row?.at).toBeInstanceOf(Date);
  });

  it("show a function the columns before it, and no others", () => {
    const design = designTable({ seed: 1 }).add("shift", column.category(["AM", "PM"]));
    const late = (isLate: boolean) => ({ mean: isLate ? 27 : 22, sd: 1 });
    design.add(
      "temp",
      column.normal((row) => late(row.shift === "PM")),
    );
    design.add(
      "temp",
      // @ts-expect-error there is no shift NIGHT
      column.normal((row) => late(row.shift === "NIGHT")),
    );
    design.add(
      "temp",
      // @ts-expect-error a wrong reference
      column.normal((row) => late(row.shfit === "PM")),
    );
    const hot = design.add(
      "hot",
      // @ts-expect-error a later column
      column.expression((row) => row.temp > 25),
    );
    hot.add("temp", column.normal({ mean: 22, sd: 1 }));
    design.add(
      "temp",
      // @ts-expect-error an exponential has no rate
      column.exponential((row) => ({ rate: row.shift.length })),
    );
    // @ts-expect-error a wrong reference in a rule
    design.add("temp", column.uuid(), { skip: { when: (row) => row.shfit === "PM" } });
    // @ts-expect-error a wrong reference in a constraint
    design.constrain((row) => row.shfit === "PM");
    // @ts-expect-error a constraint on a wrong column
    design.constrain("shfit", "<", 3);
    expect(design.columns).toEqual(["shift"]);
  });

  it("refuse an option or a parameter that does not exist", () => {
    const design = designTable({ seed: 1 });
    // @ts-expect-error it is called decimals
    expect(() => design.add("temp", column.normal({ mean: 1, sd: 2 }), { decimal: 2, drop: true })).toThrow(
      'column "temp": option decimal is 2. There is no such option; did you mean "decimals"?',
    );
    // @ts-expect-error a normal has no low
    expect(() => design.add("temp", column.normal({ mean: 1, sd: 2, low: 0 })).rows(1)).toThrow("low");
    // @ts-expect-error a normal has an sd
    expect(() => design.add("temp", column.normal({ mean: 1 })).rows(1)).toThrow("sd");
  });

  it("refuse a name that is taken", () => {
    const design = designTable({ seed: 1 }).add("shift", column.category(["AM", "PM"]));
    // @ts-expect-error the name is taken
    expect(() => design.add("shift", column.uuid())).toThrow('a column "shift" already');
  });

  it("want every value of the parent in a sub-category", () => {
    const design = designTable({ seed: 1 }).add("step", column.category(["Mixing", "Coating"]));
    const good = design.add(
      "sub",
      column.subcategory("step", { Mixing: ["viscosity"], Coating: ["loading"] }),
    );
    const [row] = good.rows(1);
    holds<Same<NonNullable<typeof row>["sub"], "viscosity" | "loading">>();
    // @ts-expect-error Coating has no values
    design.add("sub", column.subcategory("step", { Mixing: ["viscosity"] }));
    // @ts-expect-error there is no such column
    design.add("sub", column.subcategory("stage", { Mixing: ["viscosity"], Coating: ["loading"] }));
    expect(row).toBeDefined();
  });

  it("count time from a column of instants only", () => {
    const design = designTable({ seed: 1 })
      .add("start", column.datetime({ start: "2025-01-01", end: "2025-01-02" }))
      .add("name", column.uuid());
    const [row] = design
      .add("end", column.timeDelta("start", { delay: { kind: "constant", value: 5 } }))
      .rows(1);
    holds<Same<NonNullable<typeof row>["end"], Date>>();
    // @ts-expect-error a text is no instant
    design.add("end", column.timeDelta("name", { delay: { kind: "constant", value: 5 } }));
    // @ts-expect-error a constant has no mean
    design.add("end", column.timeDelta("start", { delay: { kind: "constant", mean: 5 } }));
    expect(row?.end.getTime()).toBe(row!.start.getTime() + 300_000);
  });

  it("say that a skipped cell, and what hangs on it by name, can be missing or filled", () => {
    const design = designTable({ seed: 1 })
      .add("ok", column.bernoulli({ probability: 0.5 }))
      .add("step", column.category(["a", "b"]), { skip: { when: (row) => row.ok } })
      .add("filled", column.category(["a", "b"]), { skip: { when: "ok", fill: "none" } })
      .add("sub", column.subcategory("step", { a: ["c"], b: ["d"] }))
      .add(
        "size",
        column.expression((row) => row.step?.length ?? 0),
      )
      .add(
        "length",
        column.expression((row) => row.step?.length ?? 0),
        { needs: ["step"] },
      );
    const [row] = design.rows(1);
    type Row = NonNullable<typeof row>;
    holds<Same<Row["step"], "a" | "b" | null>>();
    holds<Same<Row["filled"], "a" | "b" | "none">>();
    holds<Same<Row["sub"], "c" | "d" | null>>();
    holds<Same<Row["size"], number>>();
    holds<Same<Row["length"], number | null>>();
    expect(row).toBeDefined();
  });

  it("hide a dropped column from the result, not from later columns", () => {
    const [row] = designTable({ seed: 1 })
      .add("who", column.person(), { drop: true })
      .add(
        "operator",
        column.expression((row) => row.who.name),
      )
      .rows(1);
    holds<Same<NonNullable<typeof row>, { readonly operator: string }>>();
    expect(Object.keys(row!)).toEqual(["operator"]);
  });

  it("leave out what drop names", () => {
    const design = designTable({ source: [{ lot: "L1", cells: 96 }] });
    // @ts-expect-error there is no such column
    expect(() => design.drop("cell").rows()).toThrow("did you mean");
    const [row] = design.drop("cells").rows();
    holds<Same<NonNullable<typeof row>, { readonly lot: string }>>();
    expect(row).toEqual({ lot: "L1" });
  });

  it("know what an expression is made into, and that it can be missing", () => {
    const [row] = designTable({ seed: 1 })
      .add("a", column.uniform({ low: 0, high: 1 }))
      .add("double", column.expression("a * 2", "number"))
      .add("drawn", column.normal({ mean: "a", sd: 1 }))
      .add("fixed", column.normal({ mean: 0, sd: 1 }))
      .rows(1);
    type Row = NonNullable<typeof row>;
    holds<Same<Row["double"], number | null>>();
    holds<Same<Row["drawn"], number | null>>();
    holds<Same<Row["fixed"], number>>();
    expect(row?.double).toBe(row!.a * 2);
  });

  it("give the branches of a condition together", () => {
    const [row] = designTable({ seed: 1 })
      .add("hot", column.bernoulli({ probability: 0.5 }))
      .add(
        "temp",
        column.conditional(
          [{ when: (row) => row.hot, use: column.normal((row) => ({ mean: row.hot ? 27 : 22, sd: 1 })) }],
          column.category(["cold"]),
        ),
      )
      .rows(1);
    holds<Same<NonNullable<typeof row>["temp"], number | "cold">>();
    expect(row).toBeDefined();
  });

  it("begin with the columns of the source", () => {
    const [row] = designTable({ seed: 1, source: [{ lot: "L1", cells: 96 }] })
      .add(
        "loss",
        column.expression((row) => row.cells * 0.01),
      )
      .rows();
    holds<
      Same<NonNullable<typeof row>, { readonly lot: string; readonly cells: number; readonly loss: number }>
    >();
    expect(row).toEqual({ lot: "L1", cells: 96, loss: 0.96 });
    const log = fromRows([
      { case_id: "1", activity: "Mixing", timestamp: "2025-01-06T08:00:00Z", cells: 96 },
    ]);
    const [event] = designTable({ source: log })
      .add("late", column.timeDelta("timestamp", { delay: { kind: "constant", value: 1 }, unit: "h" }))
      .add(
        "rolls",
        column.expression((row) => row.cells ?? 0),
      )
      .rows();
    holds<Same<NonNullable<typeof event>["timestamp"], Date | null>>();
    expect(event?.late?.toISOString()).toBe("2025-01-06T09:00:00.000Z");
  });

  it("let a design with a language model only be generated", async () => {
    const design = designTable({ seed: 1 })
      .add("temp", column.normal({ mean: 22, sd: 1 }))
      .add("note", column.text({ prompt: (row) => `It is ${row.temp} °C.` }))
      .add("facts", column.structured({ prompt: "{{note}}", schema: z.object({ warm: z.boolean() }) }))
      .add(
        "grade",
        column.judge({
          prompt: "{{note}}",
          scores: [{ name: "clear", description: "Is it clear?", grades: { low: "no", high: "yes" } }],
        }),
      );
    // @ts-expect-error rows are made at once, a model takes time
    expect(() => design.rows(1)).toThrow('column "note" is answered by a language model');
    // @ts-expect-error the same for a look
    expect(() => design.preview(1)).toThrow("generate");
    const { rows } = await design.generate(1, { model: silent });
    type Row = (typeof rows)[number];
    holds<Same<Row["note"], string | null>>();
    holds<Same<Row["facts"], { warm: boolean } | null>>();
    holds<Same<NonNullable<Row["grade"]>["clear"]["grade"], "low" | "high">>();
    // @ts-expect-error the prompt reads a wrong column
    design.add("more", column.text({ prompt: (row) => row.nota ?? "" }));
    expect(rows[0]?.note).toBe("ok");
  });
});
