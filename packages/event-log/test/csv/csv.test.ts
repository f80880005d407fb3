import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { eventLogContract } from "../../src/contract.js";
import { readCsv, writeCsv } from "../../src/csv.js";
import {
  type CsvReadOptions,
  columnValue,
  csvChunks,
  type EventLog,
  EventLogBuilder,
} from "../../src/index.js";
import { arbitraryLog } from "../arbitrary-log.js";
import { buildLog, kindsOf, rowsOf } from "../build-log.js";

const HEAD = "case_id,activity,timestamp";
const ROW = "1,a,2024-01-01T00:00:00Z";

/** Writes and reads a log, with all that the reader can't see in the cells told to it. */
function roundTrip(log: EventLog, delimiter = ","): Promise<EventLog> {
  const has = (name: string): string | null => (Object.hasOwn(log.eventAttributes, name) ? name : null);
  return readCsv(writeCsv(log, { escapeFormulae: false, delimiter }), {
    delimiter,
    kinds: kindsOf(log),
    columns: {
      case: "case_id",
      activity: "activity",
      timestamp: "timestamp",
      start: has("start"),
      resource: has("resource"),
      lifecycle: has("lifecycle"),
      cost: has("cost"),
    },
  });
}

async function failure(input: Parameters<typeof readCsv>[0], options?: CsvReadOptions): Promise<unknown> {
  return readCsv(input, { source: "orders.csv", ...options }).then(
    () => "was read",
    (error: unknown) => error,
  );
}

const fails = (code: string, message: string | RegExp): unknown =>
  expect.objectContaining({
    code,
    message: typeof message === "string" ? message : expect.stringMatching(message),
  });

/** The values of one event column, by row. */
function values(log: EventLog, name: string): unknown[] {
  const column = log.eventAttributes[name]!;
  return Array.from(log.time, (_, row) => columnValue(column, row));
}

describe("readCsv", () => {
  for (const { title, check } of eventLogContract((source) => roundTrip(buildLog(source)))) it(title, check);

  it("reads cases, activities, times, attributes and says what it did", async () => {
    const log = await readCsv(
      [
        "Case ID,Activity,Complete Timestamp,Operator,batch size,case:customer",
        "lot-2,Mix,2024-02-28T13:45:00Z,Ann,96,north",
        "lot-1,Mix,2024-02-28 14:00:00.5,,48,",
        "lot-2,Coat,2024-02-28T15:00:00+01:00,Bob,96,north",
      ].join("\n"),
    );
    expect(rowsOf(log)).toEqual([
      {
        caseId: "lot-2",
        attributes: { customer: "north" },
        events: [
          {
            activity: "Mix",
            time: Date.UTC(2024, 1, 28, 13, 45),
            attributes: { resource: "Ann", "batch size": 96 },
          },
          {
            activity: "Coat",
            time: Date.UTC(2024, 1, 28, 14),
            attributes: { resource: "Bob", "batch size": 96 },
          },
        ],
      },
      {
        caseId: "lot-1",
        attributes: { customer: null },
        events: [
          {
            activity: "Mix",
            time: Date.UTC(2024, 1, 28, 14, 0, 0, 500),
            attributes: { resource: null, "batch size": 48 },
          },
        ],
      },
    ]);
    expect(log.report).toEqual({
      rowsRead: 3,
      rowsKept: 3,
      rowsDropped: 0,
      mapping: {
        case: "Case ID",
        activity: "Activity",
        timestamp: "Complete Timestamp",
        resource: "Operator",
      },
      timeFormat: { "Complete Timestamp": "iso" },
      issues: [],
      issueCounts: {},
    });
  });

  it("reads the same from text, bytes, a Blob, streams, chunks cut anywhere, and gzip", async () => {
    const text = `${HEAD},note\r\n1,Prüfung,2024-01-01T00:00:00Z,"a ""quoted"",\r\nnote"\r\n2,😀,2024-01-02T00:00:00Z,x\r\n`;
    const expected = rowsOf(await readCsv(text));
    expect(expected).toHaveLength(2);
    const bytes = new TextEncoder().encode(text);
    const packed = gzipSync(bytes);
    async function* chunks(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
    }
    const inputs = [
      bytes,
      packed,
      new Blob([bytes]),
      new Blob([bytes]).stream(),
      chunks(bytes, 1),
      chunks(bytes, 7),
      chunks(packed, 1),
      chunks(packed, 5),
      (async function* () {
        yield text.slice(0, 30);
        yield text.slice(30);
      })(),
    ];
    for (const input of inputs) expect(rowsOf(await readCsv(input))).toEqual(expected);
  });

  it.each([
    ["a byte order mark", `\ufeff${HEAD}\n${ROW}`],
    ["CRLF", `${HEAD}\r\n${ROW}\r\n`],
    ["CR", `${HEAD}\r${ROW}\r`],
    ["CRLF in the header and LF below", `${HEAD}\r\n${ROW}\n`],
    ["blank lines", `${HEAD}\n\n${ROW}\n\n`],
    ["semicolons", `${HEAD}\n${ROW}`.replaceAll(",", ";")],
    ["tabs", `${HEAD}\n${ROW}`.replaceAll(",", "\t")],
    ["bars", `${HEAD}\n${ROW}`.replaceAll(",", "|")],
    ["quotes everywhere", `${HEAD}\n${ROW}`.replaceAll(/[^,\n]+/g, '"$&"')],
    ["quotes and CRLF at the end", '"case_id","activity","timestamp"\r\n"1","a","2024-01-01T00:00:00Z"\r\n'],
    ["blanks around the time", `${HEAD}\n1,a, 2024-01-01T00:00:00Z `],
  ])("reads a table with %s", async (_, text) => {
    for (const input of [text, new TextEncoder().encode(text)]) {
      const log = await readCsv(input);
      expect(rowsOf(log)).toEqual([
        {
          caseId: "1",
          attributes: {},
          events: [{ activity: "a", time: Date.UTC(2024, 0, 1), attributes: {} }],
        },
      ]);
    }
  });

  it.each([
    ["number", ["1", "-2.5", "0", "0.30000000000000004", "999999999999999"]],
    ["string", ["1", "007"]],
    ["string", ["1", "+5"]],
    ["string", ["1", "1e5"]],
    ["string", ["1", " 2"]],
    ["string", ["1", "1,5"]],
    ["string", ["1", "9999999999999999"]],
    ["string", ["1", "NaN"]],
    ["boolean", ["true", "False", "TRUE"]],
    ["string", ["true", "1"]],
    ["timestamp", ["2024-01-01T00:00:00Z", "2024-01-01 10:00"]],
    ["string", ["2024-01-01", "2024-01-02"]],
    ["string", ["2024-01-01T00:00:00Z", "x"]],
  ])("infers %s for a column with %j, in any order of rows and with gaps", async (kind, cells) => {
    for (const list of [cells, cells.toReversed(), ["", ...cells, ""]]) {
      const rows = list.map((cell) => `${ROW},"${cell}"`);
      const log = await readCsv([`${HEAD},x`, ...rows].join("\n"));
      expect(log.eventAttributes["x"]!.kind).toBe(kind);
      expect(values(log, "x").filter((value) => value === null)).toHaveLength(list.length - cells.length);
    }
  });

  it("takes kinds that are told, instead of inferring", async () => {
    const log = await readCsv(`${HEAD},id,n,ok,at,case:p\n${ROW},42,1e3,1,2024-01-01,7`, {
      kinds: { id: "string", n: "number", ok: "boolean", at: "timestamp", "case:p": "string" },
    });
    expect(rowsOf(log)).toMatchObject([
      {
        attributes: { p: "7" },
        events: [{ attributes: { id: "42", n: 1000, ok: true, at: Date.UTC(2024, 0, 1) } }],
      },
    ]);
    expect(await failure(`${HEAD},temp\n${ROW},1`, { kinds: { tmp: "number" } })).toEqual(
      fails("csv/missing-column", /kinds names the column "tmp", and there is none\. Did you mean "temp"\?$/),
    );
  });

  it("keeps an event without time, behind the one before it, and counts it", async () => {
    const log = await readCsv(`${HEAD}\n1,a,2024-01-02T00:00:00Z\n1,b,\n1,c,2024-01-01T00:00:00Z`);
    expect(rowsOf(log)).toMatchObject([
      { events: [{ activity: "c" }, { activity: "a" }, { activity: "b", time: null }] },
    ]);
    expect(log.report.issueCounts).toEqual({ "csv/missing-timestamp": 1 });
    expect(log.report.issues[0]).toMatchObject({ row: 3, column: "timestamp", value: null });
  });

  describe("finds columns", () => {
    it("by usual names in their order of preference", async () => {
      const log = await readCsv("event,order_id,lot,end,start,machine\nMix,o1,l1,2024-01-01,2023-12-31,M1");
      expect(log.report.mapping).toEqual({
        case: "lot",
        activity: "event",
        timestamp: "end",
        start: "start",
        resource: "machine",
      });
      expect(rowsOf(log)).toMatchObject([
        { caseId: "l1", events: [{ attributes: { order_id: "o1", start: Date.UTC(2023, 11, 31) } }] },
      ]);
    });

    it("by option, several joined, with the parts kept as attributes", async () => {
      const log = await readCsv("plant,line,task,when\nA,1,Mix,2024-01-01\nA,2,Mix,2024-01-01", {
        columns: { case: ["plant", "line"], timestamp: "when" },
      });
      expect(log.caseIds).toEqual(["A / 1", "A / 2"]);
      expect(log.report.mapping).toEqual({ case: "plant / line", activity: "task", timestamp: "when" });
      expect(rowsOf(log)).toMatchObject([
        { attributes: { plant: "A", line: 1 } },
        { attributes: { line: 2 } },
      ]);
    });

    it("without taking a column that an option gave to another role", async () => {
      const log = await readCsv("case,activity,start\n1,a,2024-01-01", { columns: { timestamp: "start" } });
      expect(log.report.mapping).toEqual({ case: "case", activity: "activity", timestamp: "start" });
      expect(Object.keys(log.eventAttributes)).toEqual([]);
    });

    it("and leaves a role out for null", async () => {
      const log = await readCsv("case,activity,user\n1,a,x", {
        columns: { timestamp: null, resource: null },
      });
      expect(rowsOf(log)).toMatchObject([{ events: [{ time: null, attributes: { user: "x" } }] }]);
      expect(log.report.issueCounts).toEqual({});
    });

    it("and says which there are when a role has none", async () => {
      expect(await failure("id,activity,timestamp\n1,a,2024")).toEqual(
        fails(
          "csv/missing-column",
          'orders.csv: no column looks like the case. The columns are "id", "activity", "timestamp". ' +
            'Name it with { columns: { case: "…" } }, on the command line with --case "…".',
        ),
      );
      expect(await failure(`${HEAD}\n${ROW}`, { columns: { case: "case-id" } })).toEqual(
        fails(
          "csv/missing-column",
          'orders.csv: there is no column "case-id", as option columns.case says (on the command line --case). ' +
            'Did you mean "case_id"? The columns are "case_id", "activity", "timestamp".',
        ),
      );
      expect(await failure(`${HEAD}\n${ROW}`, { columns: { cases: "x" } as never })).toEqual(
        fails("option/out-of-range", /^orders.csv: option columns is "cases"/),
      );
    });

    it("of the case by option or prefix, and says when they vary inside a case", async () => {
      const log = await readCsv(`${HEAD},case:site,customer\n${ROW},N,x\n${ROW},,y\n${ROW},N,`, {
        caseColumns: ["customer"],
      });
      expect(rowsOf(log)).toMatchObject([{ attributes: { site: "N", customer: "x" } }]);
      expect(log.report.issues).toEqual([
        expect.objectContaining({
          code: "csv/case-attribute-varies",
          row: 3,
          column: "customer",
          value: "y",
        }),
      ]);
    });

    it("and renames one whose name is reserved or taken", async () => {
      const log = await readCsv(`${HEAD},org:resource,resource\n${ROW},x,y`, {
        columns: { resource: "org:resource" },
      });
      expect(rowsOf(log)).toMatchObject([{ events: [{ attributes: { resource: "x", resource_2: "y" } }] }]);
      expect(log.report.issueCounts).toEqual({ "csv/name-taken": 1 });
    });
  });

  describe("says what, where and how to mend", () => {
    const seventeen = (line: string): string => [HEAD, ...Array<string>(15).fill(ROW), line, ROW].join("\n");

    it("when a timestamp can't be read", async () => {
      const error = await failure(seventeen("1,a,31.02.2024"));
      expect(error).toEqual(
        fails(
          "csv/bad-timestamp",
          'orders.csv: row 17, column "timestamp": cannot read "31.02.2024" as a timestamp. ' +
            'Write ISO 8601 such as 2024-02-28T13:45:00Z, pass { timeFormat }, or { onIssue: "skip-row" }.',
        ),
      );
      expect(error).toMatchObject({ fields: { row: 17, column: "timestamp", value: "31.02.2024" } });
    });

    it.each([
      [",a,2024-01-01", "csv/missing-case", /row 17, column "case_id": the case is empty/],
      ["1, ,2024-01-01", "csv/missing-activity", /row 17, column "activity": the activity is empty/],
      ["1,a", "csv/wrong-field-count", /row 17 has 2 fields, the header has 3/],
      ["1,a,2024-01-01,x", "csv/wrong-field-count", /row 17 has 4 fields, the header has 3/],
      ['1,"a"b",2024-01-01', "csv/bad-quotes", /row 17 has text behind a closing quote/],
    ])("when a row is %j", async (line, code, message) => {
      expect(await failure(seventeen(line))).toEqual(fails(code, message));
      const log = await readCsv(seventeen(line), { onIssue: "skip-row" });
      expect(log.report).toMatchObject({
        rowsRead: 17,
        rowsKept: 16,
        rowsDropped: 1,
        issueCounts: { [code]: 1 },
      });
      expect(log.report.issues[0]).toMatchObject({ code, row: 17 });
    });

    it("and with onIssue null keeps what can be kept", async () => {
      const log = await readCsv(`${HEAD},x\n1,a,soon,1\n1,b\n1,c,2024-01-01,2,3\n,d,2024-01-01,4`, {
        onIssue: "null",
      });
      expect(rowsOf(log)).toEqual([
        {
          caseId: "1",
          attributes: {},
          events: [
            { activity: "a", time: null, attributes: { x: 1 } },
            { activity: "b", time: null, attributes: { x: null } },
            { activity: "c", time: Date.UTC(2024, 0, 1), attributes: { x: 2 } },
          ],
        },
      ]);
      expect(log.report.issueCounts).toEqual({
        "csv/bad-timestamp": 1,
        "csv/wrong-field-count": 2,
        "csv/missing-timestamp": 1,
        "csv/missing-case": 1,
      });
    });

    it("keeps the first hundred issues of a kind and counts all", async () => {
      const log = await readCsv([HEAD, ...Array<string>(250).fill("1,a,x")].join("\n"), {
        onIssue: "skip-row",
      });
      expect(log.report.issues).toHaveLength(100);
      expect(log.report.issueCounts).toEqual({ "csv/bad-timestamp": 250 });
      expect(log.caseIds).toEqual([]);
    });

    it.each([
      ["an empty file", "", "csv/empty", /^orders.csv: the file is empty/],
      ["an empty gzip", gzipSync(""), "csv/empty", /^orders.csv: the file is empty/],
      ["a byte order mark alone", "\ufeff", "csv/empty", /^orders.csv: the file is empty/],
      ["a header alone", HEAD, "csv/no-rows", /^orders.csv: there is a header but no row below it/],
      ["a header and blank lines", `${HEAD}\n\n`, "csv/no-rows", /there is a header but no row/],
      ["NUL bytes", "a\0b", "input/not-text", /^orders.csv: this is no text in UTF-8/],
      [
        "a picture",
        Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0),
        "input/not-text",
        /NUL bytes/,
      ],
      ["Latin-1", Uint8Array.of(0x61, 0xfc, 0x62), "input/not-text", /bytes that are not valid utf-8/],
      [
        "a cut character",
        Uint8Array.of(0x61, 0xf0, 0x9f),
        "input/not-text",
        /bytes that are not valid utf-8/,
      ],
      ["a cut UTF-16", Uint8Array.of(0xff, 0xfe, 0x61), "input/not-text", /not valid utf-16le/],
      [
        "a truncated gzip",
        gzipSync(`${HEAD}\n${ROW}`).subarray(0, 30),
        "input/bad-gzip",
        /cut off or damaged/,
      ],
      ["a gzip header alone", Uint8Array.of(0x1f, 0x8b), "input/bad-gzip", /cut off or damaged/],
      [
        "an unclosed quote",
        `${HEAD}\n${ROW}\n1,"a,2024\n${ROW}\n`,
        "csv/unclosed-quote",
        /row 3 opens a quote/,
      ],
      [
        "a repeated role",
        `case_id,activity,timestamp,activity\n1,a,2024,b`,
        "csv/duplicate-header",
        /"activity" twice/,
      ],
    ])("for %s", async (_, input, code, message) => {
      expect(await failure(input)).toEqual(fails(code, message));
      if (typeof input === "string")
        expect(await failure(new TextEncoder().encode(input))).toEqual(fails(code, message));
    });

    it("for input of a wrong type", async () => {
      for (const input of [undefined, 7, {}, [1], null]) {
        expect(await failure(input as never)).toEqual(
          fails("input/bad-input", /^The input is neither text, bytes/),
        );
      }
    });

    it.each([
      [{ delimiter: ",," }, "delimiter"],
      [{ onIssue: "ignore" as never }, "onIssue"],
      [{ maxFieldLength: 0 }, "maxFieldLength"],
      [{ maxUnpackedBytes: Number.NaN }, "maxUnpackedBytes"],
      [{ maxCompressionRatio: 0 }, "maxCompressionRatio"],
      [{ columns: { case: [] } }, "columns.case"],
      [{ kinds: { case_id: "text" as never } }, "kinds"],
    ])("for options %j", async (options, option) => {
      expect(await failure(`${HEAD}\n${ROW}`, options)).toEqual(
        fails("option/out-of-range", new RegExp(option)),
      );
    });
  });

  it("renames a repeated column that plays no role, and one without a name", async () => {
    const log = await readCsv(`${HEAD},x,x,,x_2\n${ROW},1,2,3,4`);
    expect(rowsOf(log)).toMatchObject([{ events: [{ attributes: { x: 1, x_3: 2, column_6: 3, x_2: 4 } }] }]);
    expect(log.report.issueCounts).toEqual({ "csv/duplicate-header": 1, "csv/unnamed-column": 1 });
  });

  it("reads a line of 10 MB, and stops at one beyond the limit", async () => {
    const long = "x".repeat(10_000_000);
    const log = await readCsv(`${HEAD},note\n${ROW},"${long}"\n${ROW},y`);
    expect(values(log, "note")).toEqual([long, "y"]);
    expect(await failure(`${HEAD},note\n${ROW},z\n${ROW},"${long}`, { maxFieldLength: 1e6 })).toEqual(
      fails("csv/record-too-long", /^orders.csv: row 3 is longer than 1000000 bytes\. A quote/),
    );
  });

  it("refuses a gzip that unpacks to too much", async () => {
    const bomb = gzipSync(`${HEAD}\n${`${ROW}\n`.repeat(10_000)}`);
    expect(await failure(bomb, { maxUnpackedBytes: 1000 })).toEqual(
      fails("input/too-large", /unpacks to more than 1000 bytes.*\{ maxUnpackedBytes \}/),
    );
    const row = `1,${"a".repeat(50_000)},2024-01-01\n`;
    const regular = gzipSync(`${HEAD}\n${row.repeat(1500)}`);
    expect(await failure(regular, { maxCompressionRatio: 50 })).toEqual(
      fails("input/too-large", /more than 50 times its size/),
    );
  });

  it("reads other encodings when told", async () => {
    const bytes = Buffer.from(`${HEAD}\n1,Prüfung,2024-01-01`, "latin1");
    expect((await readCsv(bytes, { encoding: "windows-1252" })).activities).toEqual(["Prüfung"]);
    expect(await failure(bytes, { encoding: "klingon" })).toEqual(
      fails("input/unknown-encoding", /"klingon"/),
    );
  });

  it("reads names that JavaScript knows as names", async () => {
    const log = await readCsv(
      `${HEAD},__proto__,constructor,case:toString\n__proto__,constructor,2024-01-01,1,2,3`,
    );
    expect(Object.keys(log.eventAttributes)).toEqual(["__proto__", "constructor"]);
    expect(values(log, "__proto__")).toEqual([1]);
    expect(Object.keys(log.caseAttributes)).toEqual(["toString"]);
    expect(log.caseIds).toEqual(["__proto__"]);
  });

  it("stops when aborted, and passes errors of the source through", async () => {
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    await expect(readCsv(`${HEAD}\n${ROW}`, { signal: controller.signal })).rejects.toThrow("enough");
    for (const first of ["case", Uint8Array.of(0x1f, 0x8b, 8)]) {
      const broken = (async function* () {
        yield first;
        throw new Error("line is down");
      })();
      await expect(readCsv(broken)).rejects.toThrow("line is down");
    }
  });

  it("rejects at once, also when a packed source never ends", async () => {
    const pending = (async function* () {
      yield gzipSync(`${HEAD}\n${"1,a,soon\n".repeat(100_000)}`);
      await new Promise(() => undefined);
    })();
    expect(await failure(pending)).toEqual(fails("csv/bad-timestamp", /row 2/));
  });

  it("reads gzip files that were joined", async () => {
    const joined = Buffer.concat([gzipSync(`${HEAD}\n${ROW}\n`), gzipSync(`${ROW}\n`)]);
    expect((await readCsv(joined)).report.rowsRead).toBe(2);
  });

  it("reports progress in bytes", async () => {
    const seen: unknown[] = [];
    const bytes = new TextEncoder().encode(`${HEAD}\n${`${ROW}\n`.repeat(20_000)}`);
    await readCsv(bytes, { onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toEqual({ stage: "reading", done: bytes.length, total: bytes.length, unit: "bytes" });
  });
});

describe("writeCsv", () => {
  const builder = new EventLogBuilder();
  builder.addEvent("=1+1", "-a", 0.5, {
    note: "@x",
    cost: -3,
    resource: 'say "hi", ok',
    at: new Date(0),
    ok: false,
  });
  builder.addEvent("=1+1", "b", null);
  builder.addCase("=1+1", { customer: "+49\n30" });
  const log = builder.build();

  it("writes the columns of every log first, then reserved ones, then the others; formulas as text", () => {
    expect(writeCsv(log)).toBe(
      "case_id,activity,timestamp,resource,cost,note,at,ok,case:customer\n" +
        `"'=1+1","'-a",1970-01-01T00:00:00.000500Z,"say ""hi"", ok",-3,"'@x",1970-01-01T00:00:00Z,false,"'+49\n30"\n` +
        `"'=1+1",b,,,,,,,"'+49\n30"\n`,
    );
  });

  it("leaves formulas when told", () => {
    expect(writeCsv(log, { escapeFormulae: false, delimiter: ";" })).toContain(
      "\n=1+1;-a;1970-01-01T00:00:00.000500Z;",
    );
  });

  it("gives the header for a log without events", () => {
    expect(writeCsv(new EventLogBuilder().build())).toBe("case_id,activity,timestamp\n");
  });

  it("comes in pieces for large logs", () => {
    const large = new EventLogBuilder();
    for (let i = 0; i < 10_000; i++) large.addEvent(String(i % 100), "a", i);
    const pieces = [...csvChunks(large.build())];
    expect(pieces).toHaveLength(3);
    expect(pieces.join("").split("\n")).toHaveLength(10_002);
  });

  it("refuses attributes called like its own columns", () => {
    const clash = new EventLogBuilder();
    clash.addEvent("1", "a", 1, { activity: "x" });
    expect(() => writeCsv(clash.build())).toThrow(expect.objectContaining({ code: "csv/name-taken" }));
    expect(() => writeCsv(log, { delimiter: '"' })).toThrow(
      expect.objectContaining({ code: "option/out-of-range" }),
    );
  });

  it("is read back to the same log", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLog, fc.constantFrom(",", ";", "\t", "|"), async (source, delimiter) => {
        const original = buildLog(source);
        const read = await roundTrip(original, delimiter);
        expect(rowsOf(read)).toEqual(rowsOf(original));
        expect(kindsOf(read)).toEqual(kindsOf(original));
      }),
      { seed: 3, numRuns: 150 },
    );
  });
});
