import { describe, expect, it } from "@jest/globals";
import { column } from "../../src/table/column.js";
import { describeRows } from "../../src/table/describe-rows.js";
import { designTable } from "../../src/table/design-table.js";
import { rowsToColumns, rowsToCsv } from "../../src/table/table-output.js";

const rows = [
  { n: 1, t: "a", ok: true, at: new Date(1000), who: { name: "Ann" }, none: null, mix: 1 },
  { n: 2, t: 'b,"c', ok: false, at: new Date(3000), who: { name: "Bob" }, none: null, mix: "x" },
  { n: 6, t: "a", ok: null, at: null, who: null, none: null, mix: null },
];

describe("what columns hold", () => {
  it("is counted and measured", () => {
    const [n, t, ok, at, who, none, mix] = describeRows(rows);
    expect(n).toEqual({
      name: "n",
      kind: "number",
      nulls: 0,
      unique: 3,
      min: 1,
      max: 6,
      mean: 3,
      sd: Math.sqrt(7), // (4 + 1 + 9) / 2
      top: [
        { value: "1", count: 1 },
        { value: "2", count: 1 },
        { value: "6", count: 1 },
      ],
    });
    expect(t).toMatchObject({
      kind: "text",
      unique: 2,
      mean: null,
      top: [
        { value: "a", count: 2 },
        { value: 'b,"c', count: 1 },
      ],
    });
    expect(ok).toMatchObject({ kind: "boolean", nulls: 1, unique: 2 });
    expect(at).toMatchObject({ kind: "datetime", nulls: 1, min: 1000, max: 3000, mean: 2000 });
    expect(who).toMatchObject({
      kind: "object",
      nulls: 1,
      top: [{ value: '{"name":"Ann"}' }, { value: '{"name":"Bob"}' }],
    });
    expect(none).toMatchObject({ kind: "empty", nulls: 3, unique: 0, top: [] });
    expect(mix).toMatchObject({ kind: "mixed", nulls: 1, min: 1, max: 1 });
  });

  it("is nothing of no rows, and of a column that no row has", () => {
    expect(describeRows([])).toEqual([]);
    expect(describeRows([], ["a"])).toMatchObject([
      { name: "a", kind: "empty", nulls: 0, mean: null, sd: null },
    ]);
    expect(describeRows(rows, ["constructor"])).toMatchObject([{ kind: "empty", nulls: 3 }]);
  });
});

describe("a table", () => {
  it("is written as CSV with instants in ISO 8601, objects as JSON, and nothing for missing values", () => {
    expect(rowsToCsv(rows)).toBe(
      [
        "n,t,ok,at,who,none,mix",
        '1,a,true,1970-01-01T00:00:01Z,"{""name"":""Ann""}",,1',
        '2,"b,""c",false,1970-01-01T00:00:03Z,"{""name"":""Bob""}",,x',
        "6,a,,,,,",
        "",
      ].join("\n"),
    );
    expect(rowsToCsv(rows, ["t", "n"], { delimiter: ";" }).split("\n")[0]).toBe("t;n");
    expect(rowsToCsv([{ t: "=1+1" }])).toBe('t\n"\'=1+1"\n');
  });

  it("is turned into an array per column", () => {
    const columns = rowsToColumns(rows, ["n", "at"]);
    expect(columns.n).toEqual([1, 2, 6]);
    expect(columns.at[2]).toBeNull();
    expect(Object.getPrototypeOf(columns)).toBeNull();
  });

  it("is shown as aligned text, with what its columns hold", () => {
    const {
      rows: shown,
      columns,
      text,
    } = designTable({ source: rows })
      .add("long", column.constant({ value: 1 / 3 }))
      .add("text", column.expression("concat('a\nvery long text that does not fit', n)", "text"))
      .preview(2);
    expect(shown).toHaveLength(2);
    expect(columns.map(({ name }) => name)).toEqual([
      "n",
      "t",
      "ok",
      "at",
      "who",
      "none",
      "mix",
      "long",
      "text",
    ]);
    const lines = text.split("\n");
    expect(lines[0]).toMatch(/^n {2}t {5}ok {5}at {20}who/);
    expect(lines[1]).toContain("0.333333");
    expect(lines[1]).toContain("a very long text that does no…");
    expect(lines[3]).toBe("");
    expect(lines[4]).toBe("column  kind      nulls  unique  min                   mean                  max");
    expect(lines[5]).toBe("n       number    0      2       1                     1.5                   2");
    expect(lines[8]).toBe(
      "at      datetime  0      2       1970-01-01T00:00:01Z  1970-01-01T00:00:02Z  1970-01-01T00:00:03Z",
    );
  });
});
