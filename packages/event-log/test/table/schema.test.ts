import { describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { type CsvReadOptions, columnValue, readCsv } from "../../src/index.js";
import { kindsOf, rowsOf } from "../build-log.js";

const HEAD = "case_id,activity,timestamp";
const ROW = "1,a,2024-01-01T00:00:00Z";
const failure = (text: string, options: CsvReadOptions): Promise<unknown> =>
  readCsv(text, { source: "cells.csv", ...options }).then(
    () => "was read",
    (error: unknown) => error,
  );

describe("readCsv with a schema", () => {
  const schema = z.object({
    batch_size: z.number().int(),
    grade: z.enum(["A", "B"]),
    tested: z.date().optional(),
    ok: z.boolean().nullable(),
    note: z.string().default("none"),
    code: z.string().transform((text) => text.length),
  });
  const header = `${HEAD},batch_size,grade,tested,ok,note,code,other`;

  it("makes the columns that it names", async () => {
    const log = await readCsv(
      `${header}\n${ROW},96,A,2024-01-01T10:00:00Z,true,x,007,5\n${ROW},48,B,,,,1,6`,
      { schema },
    );
    expect(kindsOf(log)).toEqual({
      batch_size: "number",
      grade: "string",
      tested: "timestamp",
      ok: "boolean",
      note: "string",
      code: "number",
      other: "number",
    });
    expect(rowsOf(log)).toMatchObject([
      {
        events: [
          {
            attributes: {
              batch_size: 96,
              grade: "A",
              tested: Date.UTC(2024, 0, 1, 10),
              ok: true,
              note: "x",
              code: 3,
            },
          },
          { attributes: { batch_size: 48, grade: "B", tested: null, ok: null, note: "none", code: 1 } },
        ],
      },
    ]);
  });

  it("gives a column its kind even when all its cells are empty, and keeps text that looks like a number", async () => {
    const log = await readCsv(`${HEAD},n,t\n${ROW},,42`, {
      schema: z.object({ n: z.number().optional(), t: z.string() }),
    });
    expect(kindsOf(log)).toEqual({ n: "number", t: "string" });
  });

  it("rejects with the first value that does not fit, and how many there are", async () => {
    const rows = [ROW, ROW, ROW].map((row, i) => `${row},${["96", "many", ""][i]}`);
    const error = await failure([`${HEAD},batch_size`, ...rows].join("\n"), {
      schema: schema.pick({ batch_size: true }),
    });
    expect(error).toMatchObject({
      code: "csv/schema",
      message:
        'cells.csv: row 3, column "batch_size": "many" does not fit: it is no number. Fix the row, or pass ' +
        '{ onIssue: "skip-row" } to leave it out, "null" to leave the cell empty. (2 such values in all.)',
      fields: { row: 3, column: "batch_size", value: "many", count: 2 },
    });
    expect((error as { fields: { issues: unknown[] } }).fields.issues).toHaveLength(2);
  });

  it("leaves rows out, or cells empty, when told", async () => {
    const text = `${HEAD},grade\n${ROW},A\n${ROW},C`;
    const options = { schema: z.object({ grade: z.enum(["A", "B"]) }) };
    const skipped = await readCsv(text, { ...options, onIssue: "skip-row" });
    expect(skipped.report).toMatchObject({ rowsDropped: 1, issueCounts: { "csv/schema": 1 } });
    const emptied = await readCsv(text, { ...options, onIssue: "null" });
    expect([0, 1].map((row) => columnValue(emptied.eventAttributes.grade, row))).toEqual(["A", null]);
  });

  it("checks rules over several columns row by row", async () => {
    const ordered = z
      .object({ low: z.number(), high: z.number() })
      .refine(({ low, high }) => low <= high, { message: "low is above high", path: ["low"] });
    const text = `${HEAD},low,high\n${ROW},1,2\n${ROW},3,2`;
    expect(await failure(text, { schema: ordered })).toMatchObject({
      code: "csv/schema",
      message: 'cells.csv: row 3: low is above high. Fix the row, or pass { onIssue: "skip-row" }.',
    });
    expect((await readCsv(text, { schema: ordered, onIssue: "skip-row" })).report.rowsKept).toBe(1);
  });

  it("may name the columns that play a role: they are case, activity and time all the same", async () => {
    const all = z.object({
      case_id: z.string(),
      activity: z.string(),
      timestamp: z.date(),
      operator: z.string(),
    });
    const log = await readCsv(`${HEAD},operator\n${ROW},Ann`, { schema: all });
    expect(Object.keys(log.eventAttributes)).toEqual(["resource"]);
  });

  it("asks for the columns that must be there, and fills in those that may be missing", async () => {
    expect(await failure(`${HEAD}\n${ROW}`, { schema: schema.pick({ batch_size: true }) })).toMatchObject({
      code: "csv/missing-column",
      message:
        'cells.csv: the schema asks for column "batch_size", and there is none. The columns are "case_id", "activity", ' +
        '"timestamp". Rename the column, or make it optional in the schema.',
    });
    const log = await readCsv(`${HEAD}\n${ROW}`, {
      schema: z.object({ n: z.number().optional(), d: z.string().default("x") }),
    });
    expect(rowsOf(log)).toMatchObject([{ events: [{ attributes: { n: null, d: "x" } }] }]);
  });

  it("refuses a schema that makes several kinds, or what no column can hold", async () => {
    const mixed = z.object({ x: z.string().transform((text) => (text === "1" ? 1 : text)) });
    expect(await failure(`${HEAD},x\n${ROW},1\n${ROW},y`, { schema: mixed })).toMatchObject({
      code: "schema/mixed-kinds",
    });
    const list = z.object({ x: z.string().transform((text) => [text]) });
    expect(await failure(`${HEAD},x\n${ROW},1`, { schema: list })).toMatchObject({ code: "csv/schema" });
  });
});
