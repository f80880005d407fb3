import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { z } from "zod";
import { eventLogContract } from "../../src/contract.js";
import { type EventLog, EventLogBuilder } from "../../src/index.js";
import { ndjsonChunks, readNdjson, writeNdjson } from "../../src/json.js";
import { arbitraryLog } from "../arbitrary-log.js";
import { buildLog, rowsOf } from "../build-log.js";

const lines = (...rows: readonly (object | string)[]): string =>
  rows.map((row) => (typeof row === "string" ? row : JSON.stringify(row))).join("\n");
const event = { case_id: "1", activity: "a", timestamp: "2025-01-06T08:00:00Z" };
const failure = (text: string, options = {}): Promise<unknown> =>
  readNdjson(text, { source: "log.ndjson", ...options }).then(
    () => "was read",
    (error: unknown) => error,
  );
const fails = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });
const column = (log: EventLog, name: string): unknown => {
  const { kind, ...rest } = log.eventAttributes[name]!;
  return { kind, values: "values" in rest ? [...rest.values] : rest.dictionary };
};

describe("readNdjson", () => {
  it("reads one object a line as an event", async () => {
    const log = await readNdjson(
      lines(
        { lot: "1", activity: "Mix", timestamp: "2025-01-06T08:00:00Z", operator: "Ann", "case:site": "N" },
        { lot: 2, activity: "Mix", timestamp: "2025-01-06T10:00:00+01:00" },
        { lot: "1", activity: "Coat", timestamp: "2025-01-06T07:00:00.000250Z" },
      ),
    );
    const day = Date.UTC(2025, 0, 6);
    expect(rowsOf(log)).toEqual([
      {
        caseId: "1",
        attributes: { site: "N" },
        events: [
          { activity: "Coat", time: day + 7 * 3.6e6 + 0.25, attributes: { resource: null } },
          { activity: "Mix", time: day + 8 * 3.6e6, attributes: { resource: "Ann" } },
        ],
      },
      {
        caseId: "2",
        attributes: { site: null },
        events: [{ activity: "Mix", time: day + 9 * 3.6e6, attributes: { resource: null } }],
      },
    ]);
    expect(log.report.mapping).toEqual({
      case: "lot",
      activity: "activity",
      timestamp: "timestamp",
      resource: "operator",
    });
  });

  it("keeps the kinds that JSON gives", async () => {
    const log = await readNdjson(
      lines(
        {
          ...event,
          n: 1.5,
          big: 1e300,
          ok: true,
          text: "42",
          at: "2025-01-06T08:00:00+01:00",
          day: "2025-01-06",
        },
        JSON.stringify({
          ...event,
          n: 0,
          big: null,
          ok: false,
          text: "007",
          at: null,
          day: "2025-01-07",
        }).replace('"n":0', '"n":-0'),
      ),
    );
    expect(column(log, "n")).toEqual({ kind: "number", values: [1.5, -0] });
    expect(column(log, "big")).toEqual({ kind: "number", values: [1e300, Number.NaN] });
    expect(column(log, "ok")).toEqual({ kind: "boolean", values: [1, 0] });
    expect(column(log, "text")).toEqual({ kind: "string", values: ["42", "007"] });
    expect(column(log, "at")).toEqual({ kind: "timestamp", values: [Date.UTC(2025, 0, 6, 7), Number.NaN] });
    expect(column(log, "day")).toEqual({ kind: "string", values: ["2025-01-06", "2025-01-07"] });
  });

  it("reads a number as time as ms since 1970, and by option in other columns too", async () => {
    const log = await readNdjson(
      lines({ case_id: 7, activity: "a", time: 1500.25, start: 1000, due: 2000 }),
      {
        kinds: { due: "timestamp" },
      },
    );
    expect(log.time[0]).toBe(1500.25);
    expect(column(log, "start")).toEqual({ kind: "timestamp", values: [1000] });
    expect(column(log, "due")).toEqual({ kind: "timestamp", values: [2000] });
  });

  it("reads numbers as seconds where all of a column are such, and as the options say", async () => {
    const seconds = 1_736_150_400;
    const one = await readNdjson(lines({ case_id: 1, activity: "a", time: seconds }));
    expect([...one.time]).toEqual([seconds * 1000]);
    const two = await readNdjson(
      lines({ case_id: 1, activity: "a", time: seconds }, { case_id: 1, activity: "b", time: 5 }),
    );
    expect([...two.time]).toEqual([5, seconds]);
    const told = await readNdjson(lines({ case_id: 1, activity: "a", time: 5 }), { timeFormat: "epoch-s" });
    expect([...told.time]).toEqual([5000]);
    const local = await readNdjson(lines({ ...event, timestamp: "2025-01-06T08:00:00" }), {
      timeZone: "Europe/Berlin",
    });
    expect([...local.time]).toEqual([Date.UTC(2025, 0, 6, 7)]);
  });

  it("reads only the attributes asked for", async () => {
    const log = await readNdjson(lines({ ...event, x: 1, y: 2 }), { attributes: ["y"] });
    expect(Object.keys(log.eventAttributes)).toEqual(["y"]);
  });

  it("flattens nested objects with dots and keeps lists as their JSON text, with an issue", async () => {
    const log = await readNdjson(
      lines({
        event: { case: "1", name: "Mix", at: "2025-01-06" },
        cell: { size: { mm: 18 }, tags: ["x", 1] },
      }),
      { columns: { case: "event.case", activity: "event.name", timestamp: "event.at" } },
    );
    expect(log.activities).toEqual(["Mix"]);
    expect(column(log, "cell.size.mm")).toEqual({ kind: "number", values: [18] });
    expect(column(log, "cell.tags")).toEqual({ kind: "string", values: ['["x",1]'] });
    expect(log.report.issueCounts).toEqual({ "json/list-as-text": 1 });
    expect(log.report.issues[0]).toMatchObject({ row: 1, column: "cell.tags" });
  });

  it("takes text for a column of several kinds, with an issue", async () => {
    const log = await readNdjson(lines({ ...event, x: 1.5 }, { ...event, x: true }, { ...event, x: "y" }));
    expect(column(log, "x")).toEqual({ kind: "string", values: ["1.5", "true", "y"] });
    expect(log.report.issueCounts).toEqual({ "json/mixed-kinds": 1 });
  });

  it("says how many empty texts it read as missing", async () => {
    const log = await readNdjson(lines({ ...event, x: "" }, { ...event, x: "y" }, { ...event, x: "" }));
    expect(rowsOf(log)).toMatchObject([{ events: [{ attributes: { x: null } }, {}, {}] }]);
    expect(log.report.issues.map(({ message }) => message)).toEqual([
      'NDJSON: "x" has 2 empty texts, which are read as missing. Write null to say so.',
    ]);
  });

  it("reads what CSV options say: case columns, joined columns, kinds and a schema", async () => {
    const log = await readNdjson(lines({ a: "1", b: "2", c: "Mix", t: null, size: 96, site: "N" }), {
      columns: { case: ["a", "b"], activity: "c", timestamp: "t" },
      caseColumns: ["site"],
      schema: z.object({ size: z.number(), site: z.string() }),
    });
    const sizes: Float64Array = log.eventAttributes.size.values;
    expect([...sizes]).toEqual([96]);
    expect(log.caseIds).toEqual(["1 / 2"]);
    expect(log.caseAttributes.site.dictionary).toEqual(["N"]);
    expect(await failure(lines({ ...event, size: "x" }), { schema: z.object({ size: z.number() }) })).toEqual(
      fails("json/schema", /row 1, column "size": "x" does not fit/),
    );
  });

  it("leaves out damaged lines and counts them, in the order of the file", async () => {
    const text = lines(
      event,
      '{"case_id":',
      "",
      "7",
      { ...event, activity: null },
      { ...event, timestamp: "?" },
    );
    const log = await readNdjson(text, { onIssue: "skip-row" });
    expect(log.report).toMatchObject({ rowsRead: 5, rowsKept: 1, rowsDropped: 4 });
    expect(log.report.issues.map(({ code, row }) => [code, row])).toEqual([
      ["json/bad-line", 2],
      ["json/not-an-object", 4],
      ["json/missing-activity", 5],
      ["json/bad-timestamp", 6],
    ]);
    const kept = await readNdjson(text, { onIssue: "null" });
    expect(kept.report).toMatchObject({ rowsRead: 5, rowsKept: 2 });
  });

  it.each([
    ["nothing", "", {}, "json/no-rows", /no event to read/],
    ["only damaged lines", "x\ny", { onIssue: "skip-row" }, "json/no-rows", /2 rows were refused/],
    ["a damaged line", lines(event, "{"), {}, "json/bad-line", /line 2 is no whole JSON object/],
    [
      "a line that is no object",
      lines(event, "[1]"),
      {},
      "json/not-an-object",
      /row 2 is a value of type array/,
    ],
    ["a document over several lines", "[\n{}\n]", {}, "json/not-lines", /read a document with readJson/],
    [
      "no column for the case",
      lines({ activity: "a", time: 1 }),
      {},
      "json/missing-column",
      /looks like the case/,
    ],
    [
      "a wrong name",
      lines(event),
      { columns: { case: "csae_id" } },
      "json/missing-column",
      /Did you mean "case_id"/,
    ],
    [
      "a wrong time",
      lines(event, { ...event, timestamp: 9e15 }),
      {},
      "json/bad-timestamp",
      /row 2.*9000000000000000/,
    ],
    ["a long line", lines(event), { maxLineLength: 20 }, "json/line-too-long", /line 1 is longer than 20/],
    [
      "too many names",
      lines(event, { b: 1, c: 2 }),
      { maxColumns: 4 },
      "json/too-many-columns",
      /the last one "c"/,
    ],
    [
      "deep nesting",
      `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`,
      {},
      "json/too-deep",
      /deeper than 32/,
    ],
    ["deep lists", `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, {}, "json/too-deep", /deeper than 32/],
    [
      "half a character",
      '{"case_id":"\\ud800","activity":"a","time":1}',
      {},
      "json/not-unicode",
      /row 1 has half/,
    ],
    ["odd attributes", lines(event), { attributes: 7 }, "option/out-of-range", /attributes/],
    ["an odd format", lines(event), { timeFormat: "later" }, "option/out-of-range", /timeFormat/],
    ["an odd limit", lines(event), { maxLineLength: 0 }, "option/out-of-range", /maxLineLength/],
    ["an odd policy", lines(event), { onIssue: "ignore" }, "option/out-of-range", /onIssue/],
  ])("refuses %s", async (_, text, options, code, message) => {
    expect(await failure(text, options)).toEqual(fails(code, message));
  });

  it("reads rows of many names in time linear in them", async () => {
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`n${i}`, i]));
    const log = await readNdjson(lines(...Array.from({ length: 20 }, () => ({ ...event, ...wide }))), {
      maxColumns: 30_000,
    });
    expect(Object.keys(log.eventAttributes).length).toBe(20_000);
  });

  it("names a name that comes twice and keeps the first", async () => {
    const log = await readNdjson(lines({ ...event, "a.b": 1, a: { b: 2 } }));
    expect(column(log, "a.b")).toEqual({ kind: "number", values: [1] });
    expect(log.report.issueCounts).toEqual({ "json/name-taken": 1 });
  });

  it("passes over a line of 100 MB in bounded memory", async () => {
    const piece = new TextEncoder().encode("x".repeat(1 << 20));
    async function* input(): AsyncGenerator<Uint8Array> {
      const encoder = new TextEncoder();
      yield encoder.encode(`${JSON.stringify(event)}\n{"a":"`);
      for (let i = 0; i < 100; i++) yield piece;
      yield encoder.encode(`"}\n${JSON.stringify({ ...event, activity: "b" })}`);
    }
    const log = await readNdjson(input(), { onIssue: "skip-row" });
    expect(log.activities).toEqual(["a", "b"]);
    expect(log.report.issueCounts).toEqual({ "json/line-too-long": 1 });
    expect(log.report).toMatchObject({ rowsRead: 3, rowsDropped: 1 });
  });

  it("gives the same log however the bytes are cut, with CRLF, a byte order mark and gzip", async () => {
    const text = `\ufeff${lines(event, { ...event, activity: "Ä😀", n: 1 }).replaceAll("\n", "\r\n")}\r\n\r\n`;
    const bytes = new TextEncoder().encode(text);
    const whole = await readNdjson(bytes);
    async function* single(): AsyncGenerator<Uint8Array> {
      for (const byte of bytes) yield Uint8Array.of(byte);
    }
    expect(await readNdjson(single())).toEqual(whole);
    expect(await readNdjson(gzipSync(bytes))).toEqual(whole);
    expect(whole.activities).toEqual(["a", "Ä😀"]);
  });

  it("stops when aborted", async () => {
    const controller = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield new TextEncoder().encode(`${JSON.stringify(event)}\n`);
    }
    const reading = readNdjson(endless(), {
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done > 10_000) controller.abort(new Error("enough"));
      },
    });
    await expect(reading).rejects.toThrow("enough");
  });

  it("keeps names that JavaScript knows as data", async () => {
    const log = await readNdjson(
      '{"case_id":"__proto__","activity":"constructor","time":1,"__proto__":{"x":1},"toString":2}',
    );
    expect(Object.keys(log.eventAttributes)).toEqual(["__proto__.x", "toString"]);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });
});

describe("writeNdjson", () => {
  for (const { title, check } of eventLogContract((source) => readNdjson(writeNdjson(buildLog(source)))))
    it(title, check);

  it("writes one event a line and leaves out what is missing", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 0.25, { n: -0, ok: false, at: new Date(7), text: '"\n\ud800' });
    builder.addEvent("1", "b", null, { n: Number.NEGATIVE_INFINITY });
    builder.addCase("1", { site: "N" });
    builder.addCase("2");
    expect(writeNdjson(builder.build())).toBe(
      '{"case_id":"1","activity":"a","timestamp":"1970-01-01T00:00:00.000250Z","n":-0,"ok":false,' +
        '"at":"1970-01-01T00:00:00.007Z","text":"\\"\\n\\ud800","case:site":"N"}\n' +
        '{"case_id":"1","activity":"b","timestamp":null,"n":-1e999,"case:site":"N"}\n',
    );
    expect(writeNdjson(new EventLogBuilder().build())).toBe("");
  });

  it("is read back as the same events, over random logs", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLog, async (source) => {
        const original = buildLog(source);
        expect(rowsOf(await readNdjson(writeNdjson(original)))).toEqual(rowsOf(original));
      }),
      { seed: 8, numRuns: 150 },
    );
  });

  it("names everything in the first line", () => {
    const builder = new EventLogBuilder({ caseAttributes: { site: "string" } });
    builder.addEvent("1", "a", null);
    builder.addEvent("1", "a", null, { n: 1 });
    expect(writeNdjson(builder.build())).toBe(
      '{"case_id":"1","activity":"a","timestamp":null,"n":null,"case:site":null}\n' +
        '{"case_id":"1","activity":"a","timestamp":null,"n":1,"case:site":null}\n',
    );
  });

  it("writes large logs in pieces", () => {
    const large = new EventLogBuilder();
    for (let i = 0; i < 10_000; i++) large.addEvent("1", "a", i);
    const pieces = [...ndjsonChunks(large.build())];
    expect(pieces.length).toBe(3);
    expect(pieces.join("")).toBe(writeNdjson(large.build()));
  });

  it.each([["activity"], ["case:site"]])(
    "refuses the event attribute %s, which would be read as another",
    (name) => {
      const builder = new EventLogBuilder();
      builder.addEvent("1", "a", 1, { [name]: "x" });
      builder.addCase("1", { site: "N" });
      expect(() => writeNdjson(builder.build())).toThrow(
        expect.objectContaining({ code: "json/name-taken", message: expect.stringContaining(name) }),
      );
    },
  );
});

describe("random text", () => {
  it("ends in a log or in an error of ours, never in another", async () => {
    const token = fc.constantFrom(
      ...[
        '{"case_id":"1","activity":"a","time":1}',
        "{",
        "}",
        "[",
        "]",
        '"',
        ",",
        ":",
        "null",
        "1e999",
        "\n",
        "\n",
        "\\",
        "a",
      ],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(token, { maxLength: 12 }),
        fc.constantFrom("throw", "skip-row", "null"),
        async (parts, onIssue) => {
          const result = await failure(parts.join(""), { onIssue });
          if (result !== "was read") expect(result).toMatchObject({ code: expect.stringMatching(/^json\//) });
        },
      ),
      { seed: 9, numRuns: 300 },
    );
  });
});
