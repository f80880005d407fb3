import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { z } from "zod";
import { column } from "../../src/table/column.js";
import { tableConfigSchema } from "../../src/table/config.js";
import { designTable } from "../../src/table/design-table.js";
import { designTableFromJson } from "../../src/table/from-json.js";

const config = {
  schemaVersion: 1,
  seed: 7,
  columns: [
    {
      name: "note",
      type: "expression",
      expression: "concat(shift, ': ', temp)",
      as: "text",
      skip: { when: "not hot", fill: "" },
    },
    { name: "hot", type: "expression", expression: "temp > 25", as: "boolean", drop: true },
    { name: "temp", type: "normal", mean: "if(shift = 'PM', 27, 22)", sd: 0.6, decimals: 1 },
    { name: "shift", type: "category", values: { AM: 0.6, PM: 0.4 } },
    { name: "step", type: "category", values: ["Mixing", "Coating"] },
    {
      name: "sub",
      type: "subcategory",
      of: "step",
      values: { Mixing: ["viscosity"], Coating: { loading: 3, peel: 1 } },
    },
    { name: "start", type: "datetime", start: "2025-01-06", end: "2025-02-01", unit: "min" },
    {
      name: "end",
      type: "timeDelta",
      from: "start",
      delay: { kind: "exponential", mean: "temp" },
      unit: "min",
    },
    { name: "id", type: "uuid" },
    { name: "who", type: "person", crew: 5 },
    { name: "ok", type: "bernoulli", probability: 0.9 },
    { name: "seen", type: "empirical", values: [1, 2], weights: [1, 2] },
    {
      name: "size",
      type: "conditional",
      cases: [{ when: "ok", use: { type: "integer", low: 1, high: 6 } }],
      otherwise: { type: "constant", value: 0 },
    },
    { name: "valid", type: "validation", check: "size > 0" },
  ],
  constraints: ["temp < 30 and temp > 20"],
  drop: ["step"],
};

const builder = designTable({ seed: 7 })
  .add("note", column.expression("concat(shift, ': ', temp)", "text"), {
    skip: { when: "not hot", fill: "" },
  })
  .add("hot", column.expression("temp > 25", "boolean"), { drop: true })
  .add("temp", column.normal({ mean: "if(shift = 'PM', 27, 22)", sd: 0.6 }), { decimals: 1 })
  .add("shift", column.category({ AM: 0.6, PM: 0.4 }))
  .add("step", column.category(["Mixing", "Coating"]))
  .add("sub", column.subcategory("step", { Mixing: ["viscosity"], Coating: { loading: 3, peel: 1 } }))
  .add("start", column.datetime({ start: "2025-01-06", end: "2025-02-01", unit: "min" }))
  .add("end", column.timeDelta("start", { delay: { kind: "exponential", mean: "temp" } }))
  .add("id", column.uuid())
  .add("who", column.person({ crew: 5 }))
  .add("ok", column.bernoulli({ probability: 0.9 }))
  .add("seen", column.empirical({ values: [1, 2], weights: [1, 2] }))
  .add(
    "size",
    column.conditional(
      [{ when: "ok", use: column.integer({ low: 1, high: 6 }) }],
      column.constant({ value: 0 }),
    ),
  )
  .add("valid", column.validation("size > 0"))
  .constrain("temp < 30 and temp > 20")
  .drop("step");

/** One column in a configuration that is else right. */
const withColumn = (fields: object) => ({ schemaVersion: 1, columns: [{ name: "a", type: "uuid" }, fields] });

describe("a design from JSON", () => {
  it("is the design that the same calls of the builder make", () => {
    expect(designTableFromJson(config).rows(200)).toEqual(builder.rows(200));
    expect(designTableFromJson(config).describe()).toEqual(builder.describe());
  });

  it("is written as it was read", () => {
    const written = designTableFromJson(config).toJson();
    expect(JSON.parse(JSON.stringify(written))).toEqual(config);
    expect(tableConfigSchema.parse(written)).toEqual(written);
    expect(designTableFromJson(JSON.parse(JSON.stringify(builder.toJson()))).rows(50)).toEqual(
      builder.rows(50),
    );
  });

  it("takes source rows, which do not stand in it", () => {
    const design = designTableFromJson(
      {
        schemaVersion: 1,
        sourceOrder: "shuffled",
        columns: [{ name: "b", type: "expression", expression: "a * 2" }],
      },
      { source: [{ a: 1 }, { a: 2 }] },
    );
    expect(
      design
        .rows()
        .map(({ b }) => b)
        .sort(),
    ).toEqual([2, 4]);
    expect(design.toJson()).toMatchObject({ sourceOrder: "shuffled", columns: [{ name: "b" }] });
  });

  it("can be built on", () => {
    const design = designTableFromJson(withColumn({ name: "b", type: "constant", value: 2 }));
    expect(
      design
        .add(
          "c",
          column.expression((row) => Number(row["b"]) + 1),
        )
        .rows(1)[0],
    ).toMatchObject({ b: 2, c: 3 });
  });

  it("reads the columns of a language model", async () => {
    const design = designTableFromJson(
      {
        schemaVersion: 1,
        columns: [
          { name: "x", type: "constant", value: 1 },
          { name: "note", type: "text", prompt: "Say {{x}}", offline: "It is {{x}}." },
          {
            name: "facts",
            type: "structured",
            prompt: "{{note}}",
            schema: { type: "object", properties: { n: { type: "number" } }, required: ["n"] },
          },
          {
            name: "grade",
            type: "judge",
            prompt: "{{note}}",
            scores: [{ name: "clear", description: "Clear?", grades: { no: "bad", yes: "good" } }],
          },
        ],
      },
      {},
    );
    const { rows, failures } = await design.generate(1, {
      model: {
        complete: async ({ id, prompt }) => {
          if (id.startsWith("note")) return { text: prompt, source: "llm" };
          const value = id.startsWith("facts") ? { n: 3 } : { clear: { grade: "yes", reason: "" } };
          return { text: "", value, source: "llm" };
        },
      },
    });
    expect(failures).toEqual([]);
    expect(rows).toEqual([
      { x: 1, note: "Say 1", facts: { n: 3 }, grade: { clear: { grade: "yes", reason: "" } } },
    ]);
    expect(designTableFromJson(design.toJson()).describe()).toEqual(design.describe());
  });

  it("refuses to write functions, and names the column", () => {
    const design = designTable({ seed: 1 }).add("temp", column.constant({ value: 1 }));
    for (const bad of [
      design.add(
        "mine",
        column.expression((row) => row.temp),
      ),
      design.add(
        "mine",
        column.normal((row) => ({ mean: row.temp, sd: 1 })),
      ),
      design.add(
        "mine",
        column.custom(() => 1),
      ),
      design.add("mine", column.uuid(), { skip: { when: (row) => row.temp > 1 } }),
      design.add("mine", column.uuid(), { skip: { when: "true", fill: new Date(0) } }),
      design.add(
        "mine",
        column.conditional([{ when: (row) => row.temp > 1, use: column.uuid() }], column.uuid()),
      ),
      design.add("mine", column.text({ prompt: (row) => String(row.temp) })),
      design.add("mine", column.uuid(), { needs: ["temp"] }),
      design.constrain(function mine(row) {
        return row.temp > 1;
      }),
    ]) {
      expect(() => bad.toJson()).toThrow(
        expect.objectContaining({ code: "table/not-json", fields: { name: "mine" } }),
      );
    }
  });

  it("writes the zod schema of a structured column as JSON Schema", () => {
    const design = designTable({ seed: 1 }).add(
      "facts",
      column.structured({ prompt: "?", schema: z.object({ n: z.number() }) }),
    );
    expect(design.toJson().columns[0]).toMatchObject({ schema: { type: "object", required: ["n"] } });
  });
});

describe("JSON that is no design", () => {
  it.each<[unknown, string]>([
    [null, "options is null"],
    [[], "options is a value of type array"],
    [{}, "option schemaVersion is undefined. Give 1"],
    [{ schemaVersion: 2, columns: [] }, "option schemaVersion is 2. Give 1"],
    [{ schemaVersion: 1 }, "option columns is undefined. Give a list of columns."],
    [{ schemaVersion: 1, columns: [], extra: 1 }, "option extra is 1. There is no such option here."],
    [{ schemaVersion: 1, columns: [], seed: {} }, "Give a number or a text."],
    [{ schemaVersion: 1, columns: [{}] }, "Give a column with a type"],
    [
      withColumn({ name: "b", type: "gaussian" }),
      'Give a column with a type: "category", "subcategory", "constant", "uniform"',
    ],
    [withColumn({ type: "uuid" }), "option columns[1].name is undefined. Give the column a name."],
    [
      withColumn({ name: "b", type: "uuid", weight: 1 }),
      "option columns[1].weight is 1. There is no such option here.",
    ],
    [withColumn({ name: "b", type: "category" }), "Give a list of values, or weights by value"],
    [
      withColumn({ name: "b", type: "category", values: { x: "y" } }),
      "Give a list of values, or weights by value",
    ],
    [
      withColumn({ name: "b", type: "category", values: JSON.parse('{"__proto__": 1, "x": 1}') }),
      "Give a list of values, or weights by value",
    ],
    [
      withColumn({ name: "b", type: "category", values: { x: -1 } }),
      'column "b": option values is "-1". Give weights of at least 0',
    ],
    [withColumn({ name: "b", type: "normal", mean: 0 }), 'column "b": option sd is undefined'],
    [
      withColumn({ name: "b", type: "normal", mean: 0, sd: null }),
      "Give a number, or an expression as text.",
    ],
    [
      withColumn({ name: "b", type: "normal", mean: "1 +", sd: 1 }),
      'column "b": The expression "1 +" can\'t be read',
    ],
    [withColumn({ name: "b", type: "normal", mean: "c", sd: 1 }), 'column "b" reads "c", which is no column'],
    [withColumn({ name: "b", type: "expression", expression: "b + 1" }), "b -> b"],
    [withColumn({ name: "b", type: "expression", expression: "a", as: "date" }), 'Give "number", "integer"'],
    [
      withColumn({ name: "b", type: "expression", expression: "require('fs')" }),
      'there is no function "require"',
    ],
    [withColumn({ name: "b", type: "expression", expression: "" }), "Give an expression as text."],
    [withColumn({ name: "a", type: "uuid" }), 'a column "a" already'],
    [withColumn({ name: "__proto__", type: "uuid" }), "can't be the name of a column"],
    [
      withColumn({ name: "n".repeat(1e6), type: "uuid" }),
      `"${"n".repeat(60)}…" can't be the name of a column`,
    ],
    [withColumn({ name: "b", type: "uuid", decimals: 99 }), "option decimals is 99"],
    [withColumn({ name: "b", type: "uuid", skip: { wen: "a" } }), 'option columns[1].skip.wen is "a"'],
    [
      withColumn({ name: "b", type: "timeDelta", from: "a", delay: { mean: 1 } }),
      "Give a distribution with a kind",
    ],
    [
      withColumn({ name: "b", type: "conditional", cases: [], otherwise: { type: "conditional" } }),
      "Give a column with a type",
    ],
    [withColumn({ name: "b", type: "custom", draw: "() => 1" }), "Give a column with a type"],
    [
      withColumn({ name: "b", type: "structured", prompt: "", schema: { type: "no such type" } }),
      'schema of column "b"',
    ],
    [withColumn({ name: "b", type: "judge", prompt: "", scores: [] }), "Give at least one score."],
    [
      { ...withColumn({ name: "b", type: "uuid" }), constraints: ["a <"] },
      'constraint "a <": The expression',
    ],
    [
      { schemaVersion: 1, columns: Array.from({ length: 501 }, (_, i) => ({ name: `c${i}`, type: "uuid" })) },
      "Give at most 500 columns.",
    ],
  ])("is refused: %j", (bad, message) => {
    expect(() => designTableFromJson(bad)).toThrow(message);
    expect(() => designTableFromJson(bad)).toThrow(expect.objectContaining({ fields: expect.any(Object) }));
  });

  it("gives a clear error whatever one field is replaced by", () => {
    const junk = fc.oneof(fc.jsonValue(), fc.constantFrom("a", "1/0", "a.b.c", -1, 1e308, "__proto__"));
    const places = config.columns.flatMap((fields, i) => Object.keys(fields).map((key) => [i, key] as const));
    fc.assert(
      fc.property(fc.constantFrom(...places), junk, ([i, key], value) => {
        const columns = config.columns.map((fields, j) => (i === j ? { ...fields, [key]: value } : fields));
        try {
          designTableFromJson({ ...config, columns }).rows(2);
        } catch (error) {
          expect(error).toMatchObject({
            code: expect.stringContaining("/"),
            message: expect.stringMatching(/designTable/),
          });
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
