import { describe, expect, it } from "@jest/globals";
import { type CsvReadOptions, readCsv, writeCsv } from "../../src/csv.js";
import { columnValue, EventLogBuilder } from "../../src/index.js";
import { rowsOf } from "../build-log.js";

const HEAD = "case,activity,timestamp";
const TEXT = `${HEAD},note\n1,Prüfung,2024-01-01,€\n2,b,2024-01-02,😀\n`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, littleEndian: boolean): Uint8Array => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
};
async function* cut(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

describe("readCsv reads", () => {
  it.each<[string, Uint8Array, CsvReadOptions]>([
    ["UTF-16 little endian by its byte order mark", utf16(`\ufeff${TEXT}`, true), {}],
    ["UTF-16 big endian by its byte order mark", utf16(`\ufeff${TEXT}`, false), {}],
    ["UTF-16 little endian by option", utf16(TEXT, true), { encoding: "utf-16le" }],
    [
      "UTF-8 by its byte order mark, whatever the option",
      bytes(`\ufeff${TEXT}`),
      { encoding: "windows-1252" },
    ],
  ])("%s, cut anywhere", async (_, data, options) => {
    const expected = rowsOf(await readCsv(TEXT));
    for (const size of [1, 3, 1000])
      expect(rowsOf(await readCsv(cut(data, size), options))).toEqual(expected);
  });

  it("windows-1252 by option", async () => {
    const data = Buffer.from(`${HEAD}\n1,Pr\xfcfung \x80,2024-01-01`, "latin1");
    expect((await readCsv(cut(data, 5), { encoding: "windows-1252" })).activities).toEqual(["Prüfung €"]);
  });

  it("text in chunks that cut a character in two", async () => {
    async function* halves(): AsyncGenerator<string> {
      for (const unit of TEXT.split("")) yield unit;
    }
    expect(rowsOf(await readCsv(halves()))).toEqual(rowsOf(await readCsv(TEXT)));
  });

  it.each([
    ["sep=;\ncase;activity;timestamp\n1;a,b;x\n", 3],
    ["\ufeffSEP=;\r\ncase;activity;timestamp\r\n1;a,b;x\r\n", 3],
    ["sep=^\ncase^activity^timestamp\n1^a,b^x\n", 3],
    ["sep=;\rcase;activity;timestamp\r1;a,b;x", 3],
    ["sep=§\ncase§activity§timestamp\n1§a,b§x\n", 3],
  ])("the delimiter that a first line names: %j", async (text, row) => {
    const { activities, report } = await readCsv(text, { onIssue: "null" });
    expect(activities).toEqual(["a,b"]);
    expect(report.issues).toMatchObject([{ code: "csv/bad-timestamp", row }]);
  });

  it("a delimiter that only papaparse takes", async () => {
    const log = await readCsv(TEXT.replaceAll(",", "§"), { delimiter: "§" });
    expect(rowsOf(log)).toEqual(rowsOf(await readCsv(TEXT)));
  });

  it("a header that pieces cut, and whose quotes hide delimiters and line breaks", async () => {
    const text = '"case";"acti;\n,,,,vity";timestamp\n1;a;2024-01-01\n';
    for (const size of [1, 4, 100]) {
      const log = await readCsv(cut(bytes(text), size), { columns: { activity: "acti;\n,,,,vity" } });
      expect(log.activities).toEqual(["a"]);
    }
  });

  it("only the columns that are asked for, by their names in the table or the log", async () => {
    const text = `${HEAD},operator,cost,size,case:site,case:kind\n1,a,2024-01-01,Ann,x,1,N,k\n`;
    const log = await readCsv(text, { attributes: ["size", "resource", "site"] });
    expect(Object.keys(log.eventAttributes)).toEqual(["resource", "size"]);
    expect(Object.keys(log.caseAttributes)).toEqual(["site"]);
    expect(log.report.issueCounts).toEqual({}); // the cost, which is no number, was not looked at
    const none = await readCsv(text, { attributes: [] });
    expect([none.eventAttributes, none.caseAttributes].map((columns) => Object.keys(columns))).toEqual([
      [],
      [],
    ]);
    await expect(readCsv(text)).rejects.toMatchObject({ code: "csv/bad-value" });
  });

  it("a field of many pieces, and stops at the limit without taking it all in", async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield bytes(`${HEAD}\n1,"`);
      const piece = bytes("a".repeat(1 << 20));
      for (; given < 100; given++) yield piece;
    }
    await expect(readCsv(endless())).rejects.toMatchObject({
      code: "csv/record-too-long",
      fields: { row: 2 },
    });
    expect(given).toBeLessThan(20);
    const long = `${"é,\n".repeat(200_000)}"`;
    const log = await readCsv(
      cut(bytes(`${HEAD},note\n1,a,2024-01-01,"${long.replaceAll('"', '""')}"\n2,b,,z\n`), 1000),
    );
    expect(columnValue(log.eventAttributes["note"]!, 0)).toBe(long);
    expect(columnValue(log.eventAttributes["note"]!, 1)).toBe("z");
  });

  it("nothing more once a timer has aborted it, also when all is in memory", async () => {
    const text = `${HEAD},note\n${`1,a,2024-01-01,${"x".repeat(1000)}\n`.repeat(20_000)}`;
    for (const input of [text, bytes(text)]) {
      const controller = new AbortController();
      let read = 0;
      setTimeout(() => controller.abort(new Error("enough")), 1);
      const options = {
        signal: controller.signal,
        onProgress: ({ done }: { done: number }) => (read = done),
      };
      await expect(readCsv(input, options)).rejects.toThrow("enough");
      expect(read).toBeLessThan(text.length);
    }
  });

  it("many rows of many pieces with the same result as one", async () => {
    const rows = Array.from(
      { length: 5000 },
      (_, i) => `c${i % 700},act ${i % 13},${new Date(i * 1e6).toISOString()},"n ""${i}"",\n"`,
    );
    const text = `${HEAD},note\n${rows.join("\r\n")}`;
    const whole = await readCsv(text);
    expect(whole.report).toMatchObject({ rowsRead: 5000, rowsKept: 5000 });
    const pieces = await readCsv(cut(bytes(text), 997));
    expect(pieces).toEqual(whole);
  });
});

describe("writeCsv and readCsv", () => {
  it("carry names that JavaScript knows, and formulas, through both parsers", async () => {
    const builder = new EventLogBuilder();
    builder.addEvent("__proto__", "=HYPERLINK(1)", 0, {
      constructor: "-2+3",
      toString: "@x",
      hasOwnProperty: "\tx",
    });
    const log = builder.build();
    const text = writeCsv(log, { escapeFormulae: false });
    for (const parser of ["auto", "papaparse"] as const)
      expect(rowsOf(await readCsv(text, { parser }))).toEqual(rowsOf(log));
    const escaped = await readCsv(writeCsv(log));
    expect(escaped.activities).toEqual(["'=HYPERLINK(1)"]);
    expect(columnValue(escaped.eventAttributes["constructor"]!, 0)).toBe("'-2+3");
  });
});
