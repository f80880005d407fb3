import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { eventLogContract } from "../../src/contract.js";
import {
  type EventLog,
  EventLogBuilder,
  readXes,
  writeXes,
  type XesReadOptions,
  xesChunks,
} from "../../src/index.js";
import * as subpath from "../../src/xes.js";
import { arbitraryLog } from "../arbitrary-log.js";
import { buildLog, kindsOf, rowsOf } from "../build-log.js";

const event = (...attributes: string[]): string => `<event>${attributes.join("")}</event>`;
const name = (value: string): string => `<string key="concept:name" value="${value}"/>`;
const time = (value: string): string => `<date key="time:timestamp" value="${value}"/>`;
const trace = (id: string, ...events: string[]): string => `<trace>${name(id)}${events.join("")}</trace>`;
const log = (...children: string[]): string => `<?xml version="1.0"?>\n<log>\n${children.join("\n")}\n</log>`;
const NOON = Date.UTC(2024, 0, 1, 12);

const fails = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

function failure(input: Parameters<typeof readXes>[0], options?: XesReadOptions): Promise<unknown> {
  return readXes(input, { source: "orders.xes", ...options }).then(
    () => "was read",
    (error: unknown) => error,
  );
}

describe("readXes", () => {
  for (const { title, check } of eventLogContract((source) => readXes(writeXes(buildLog(source)))))
    it(title, check);

  it("reads all types of attributes, with reserved names for the keys of the standard", async () => {
    const text = log(
      '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>',
      `<global scope="event">${name("unknown")}<string key="channel" value="none"/></global>`,
      '<string key="origin" value="test"/>',
      `<trace>${name("1")}<string key="customer" value="north"/><int key="priority" value="3"/>`,
      event(
        name("Mix"),
        time("2024-01-01T13:00:00.000+01:00"),
        '<string key="org:resource" value="Ann"/>',
        '<string key="lifecycle:transition" value="complete"/>',
        '<float key="cost:total" value="12.5"/>',
        '<date key="start_timestamp" value="2024-01-01T12:30:00+01:00"/>',
        '<boolean key="ok" value="true"/>',
        '<id key="uuid" value="f81d4fae"/>',
        '<int key="cells" value="96"/>',
        '<date key="due" value="1970-01-01"/>',
      ),
      "</trace>",
    );
    const read = await readXes(text);
    expect(rowsOf(read)).toEqual([
      {
        caseId: "1",
        attributes: { customer: "north", priority: 3 },
        events: [
          {
            activity: "Mix",
            time: NOON,
            attributes: {
              resource: "Ann",
              lifecycle: "complete",
              cost: 12.5,
              start: NOON - 1_800_000,
              ok: true,
              uuid: "f81d4fae",
              cells: 96,
              due: 0,
            },
          },
        ],
      },
    ]);
    expect(read.report).toEqual({
      rowsRead: 1,
      rowsKept: 1,
      rowsDropped: 0,
      mapping: {
        case: "concept:name",
        activity: "concept:name",
        timestamp: "time:timestamp",
        resource: "org:resource",
        lifecycle: "lifecycle:transition",
        cost: "cost:total",
        start: "start_timestamp",
      },
      issues: [],
      issueCounts: {},
      xes: {
        version: null,
        attributes: { origin: "test" },
        extensions: [
          { name: "Concept", prefix: "concept", uri: "http://www.xes-standard.org/concept.xesext" },
        ],
        globals: { trace: {}, event: { "concept:name": "unknown", channel: "none" } },
        classifiers: {},
      },
    });
  });

  it("reads with namespaces, gzip, byte order mark, other encodings, and chunks cut anywhere", async () => {
    const plain = log(trace("Prüfung 😀", event(name("a &amp; b &#228;"), time("2024-01-01T12:00:00Z"))));
    const expected = rowsOf(await readXes(plain));
    expect(expected).toMatchObject([{ caseId: "Prüfung 😀", events: [{ activity: "a & b ä", time: NOON }] }]);
    const prefixed = plain.replaceAll(/<(\/?)(log|trace|event|string|date)/g, "<$1xes:$2");
    const bytes = new TextEncoder().encode(plain);
    async function* single(): AsyncGenerator<Uint8Array> {
      for (const byte of bytes) yield Uint8Array.of(byte);
    }
    for (const input of [prefixed, `\ufeff${plain}`, bytes, gzipSync(plain), new Blob([bytes]), single()]) {
      expect(rowsOf(await readXes(input))).toEqual(expected);
    }
    const latin = Buffer.from(
      log(trace("é", event(name("a")))).replace("?>", ' encoding="ISO-8859-1"?>'),
      "latin1",
    );
    expect((await readXes(latin)).caseIds).toEqual(["é"]);
  });

  it("takes times that are stored as text", async () => {
    const stored = '<string key="time:timestamp" value="2024/01/01 12:00:00.000"/>';
    expect((await readXes(log(trace("1", event(name("a"), stored))))).time[0]).toBe(NOON);
  });

  it("takes trace names that are stored as numbers", async () => {
    const text = log(`<trace><int key="concept:name" value="007"/>${event(name("a"))}</trace>`);
    expect((await readXes(text)).caseIds).toEqual(["007"]);
  });

  it("reads the name of a trace that stands behind its events", async () => {
    const text = log(`<trace>${event(name("a"))}${name("late")}</trace>`);
    expect((await readXes(text)).caseIds).toEqual(["late"]);
  });

  it("keeps traces without name and with a repeated name apart, and says so", async () => {
    const anonymous = `<trace>${event(name("a"))}</trace>`;
    const read = await readXes(
      log(trace("1", event(name("a"))), trace("1", event(name("b"))), anonymous, trace("1")),
    );
    expect(read.caseIds).toEqual(["1", "1 (2)", "trace 3", "1 (3)"]);
    expect(read.report.issueCounts).toMatchObject({ "xes/repeated-trace": 2, "xes/unnamed-trace": 1 });
    expect([...read.caseOffsets]).toEqual([0, 1, 2, 3, 3]);
  });

  it("flattens nested attributes, lists and containers; the first value of a key counts", async () => {
    const text = log(
      trace(
        "1",
        event(
          '<string key="part" value="cell"><int key="size" value="4"/><string key="concept:name" value="x"/></string>',
          '<list key="tests"><values><float key="volt" value="3.7"/><float key="volt" value="3.6"/></values></list>',
          '<container key="box"><string key="part" value="y"/></container>',
          name("Mix"),
          '<string key="part" value="again"/>',
          name("again"),
        ),
      ),
    );
    const read = await readXes(text);
    expect(rowsOf(read)).toMatchObject([
      {
        events: [
          {
            activity: "Mix",
            attributes: {
              part: "cell",
              "part:size": 4,
              "part:concept:name": "x",
              "tests:volt": 3.7,
              "box:part": "y",
            },
          },
        ],
      },
    ]);
    expect(read.report.issueCounts).toMatchObject({ "xes/repeated-attribute": 3 });
  });

  it("turns a key with several types into text, and says so", async () => {
    const read = await readXes(
      log(
        trace(
          "1",
          event(name("a"), '<int key="x" value="1"/>', '<date key="d" value="1970-01-01T00:00:00Z"/>'),
          event(name("a"), '<string key="x" value="two"/>', '<int key="d" value="9007199254740993"/>'),
          event(name("a"), '<date key="x" value="1970-01-01T00:00:00Z"/>'),
        ),
      ),
    );
    expect(rowsOf(read)).toMatchObject([
      {
        events: [
          { attributes: { x: "1", d: "1970-01-01T00:00:00Z" } },
          { attributes: { x: "two", d: "9007199254740993" } },
          { attributes: { x: "1970-01-01T00:00:00Z", d: null } },
        ],
      },
    ]);
    expect(read.report.issueCounts).toMatchObject({ "xes/mixed-types": 2 });
  });

  it("counts values that can't be read as their type as missing", async () => {
    const read = await readXes(
      log(
        trace(
          "1",
          event(
            name("a"),
            '<int key="i" value="many"/>',
            '<float key="f" value="NaN"/>',
            '<boolean key="b" value="yes"/>',
            '<string key="cost:total" value="12 €"/>',
            '<string value="no key"/>',
            '<string key="no value"/>',
          ),
          event(name("a"), '<float key="f" value="-INF"/>', '<string key="cost:total" value="7"/>'),
        ),
      ),
    );
    expect(rowsOf(read)).toMatchObject([
      {
        events: [
          { attributes: { i: null, f: null, b: null, cost: null } },
          { attributes: { f: -Infinity, cost: 7 } },
        ],
      },
    ]);
    expect(read.report.issueCounts).toMatchObject({ "xes/bad-value": 3, "xes/incomplete-attribute": 2 });
  });

  it("gives keys that are reserved words the reserved meaning only when they fit", async () => {
    const read = await readXes(
      log(
        trace(
          "1",
          event(name("a"), '<string key="resource" value="Ann"/>', '<string key="cost" value="dear"/>'),
          event(
            name("b"),
            '<string key="lifecycle" value="x"/>',
            '<string key="lifecycle:transition" value="start"/>',
          ),
        ),
      ),
    );
    expect(kindsOf(read)).toEqual({
      resource: "string",
      cost_2: "string",
      lifecycle_2: "string",
      lifecycle: "string",
    });
    expect(read.report.issueCounts).toMatchObject({ "xes/name-taken": 2 });
  });

  describe("takes the activity from a classifier", () => {
    const text = log(
      '<classifier name="Legacy" keys="concept:name lifecycle:transition"/>',
      `<classifier name="Code" scope="event" keys="'Activity code'"/>`,
      trace(
        "1",
        event(
          name("Mix"),
          '<string key="lifecycle:transition" value="start"/>',
          '<int key="Activity code" value="42"/>',
        ),
        event(name("Mix"), '<int key="Activity code" value="43"/>'),
      ),
    );

    it("by its name", async () => {
      const legacy = await readXes(text, { classifier: "Legacy" });
      expect(legacy.activities).toEqual(["Mix+start", "Mix+"]);
      expect(legacy.report.mapping).toMatchObject({ activity: "concept:name+lifecycle:transition" });
      expect(kindsOf(legacy)).toMatchObject({ name: "string", lifecycle: "string" });
      expect((await readXes(text, { classifier: "Code" })).activities).toEqual(["42", "43"]);
    });

    it("and lists those there are when it is unknown", async () => {
      expect(await failure(text, { classifier: "code" })).toEqual(
        fails("xes/unknown-classifier", /no event classifier "code"\. The file has "Legacy", "Code"\./),
      );
      expect(await failure(log(), { classifier: "code" })).toEqual(
        fails("xes/unknown-classifier", /The file declares none; leave the option out/),
      );
    });
  });

  describe("says what, where and how to mend", () => {
    it("when an event has no activity", async () => {
      const text = log(trace("1", event(name("a")), "\n", event(time("2024-01-01"))));
      expect(await failure(text)).toEqual(
        fails("xes/missing-activity", /^orders.xes: line 4: an event of trace 1 has no concept:name/),
      );
      for (const onIssue of ["skip-row", "null"] as const) {
        expect((await readXes(text, { onIssue })).report).toMatchObject({
          rowsRead: 2,
          rowsKept: 1,
          rowsDropped: 1,
        });
      }
    });

    it("when a time can't be read", async () => {
      const text = log(
        trace("1", event(name("a"), time("31.02.2024")), event(name("b"), time("2024-01-01"))),
      );
      expect(await failure(text)).toEqual(
        fails(
          "xes/bad-timestamp",
          /^orders.xes: line 3, time:timestamp: cannot read "31.02.2024" as a timestamp\. Write ISO/,
        ),
      );
      expect((await readXes(text, { onIssue: "skip-row" })).activities).toEqual(["b"]);
      expect((await readXes(text, { onIssue: "null" })).time[0]).toBeNaN();
    });

    it.each([
      ["an empty file", "", "xes/empty", /^orders.xes: the file is empty/],
      ["blanks", " \n", "xes/empty", /the file is empty/],
      ["no XML", "case,activity", "xes/malformed", /^orders.xes: line 1, column \d+: /],
      ["another document", "<pnml></pnml>", "xes/not-xes", /the document is a <pnml>, not an XES <log>/],
      ["an unclosed element", "<log><trace>", "xes/malformed", /^orders.xes: line 1, column \d+: /],
      ["a wrong end", "<log>\n<trace></log>", "xes/malformed", /line 2, column 13/],
      [
        "an unknown entity",
        log(trace("&boom;")),
        "xes/malformed",
        /line 3, column \d+: "&" begins no reference/,
      ],
      ["a DOCTYPE", `<!DOCTYPE log SYSTEM "x">${log()}`, "xes/doctype", /line 1: the file has a DOCTYPE/],
      [
        "an entity bomb",
        `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><log>&b;</log>`,
        "xes/doctype",
        /DOCTYPE/,
      ],
      ["deep nesting", `<log>${"<list key='a'>".repeat(100)}`, "xes/too-deep", /more than 64 elements/],
      ["binary bytes", Uint8Array.of(60, 0, 1, 2), "input/not-text", /NUL bytes/],
      ["a truncated gzip", gzipSync(log(trace("1"))).subarray(0, 40), "input/bad-gzip", /cut off or damaged/],
    ])("for %s", async (_, input, code, message) => {
      expect(await failure(input)).toEqual(fails(code, message));
    });

    it("when there are too many keys", async () => {
      const keys = Array.from({ length: 20 }, (_, i) => `<string key="k${i}" value=""/>`);
      expect(await failure(log(trace("1", event(name("a"), ...keys))), { maxAttributes: 10 })).toEqual(
        fails("xes/too-many-attributes", /more than 10 different attribute keys/),
      );
    });

    it.each([{ maxDepth: 1 }, { maxAttributes: 0 }])("for the option %j", async (options) => {
      expect(await failure(log(), options)).toEqual(fails("option/out-of-range", /^readXes: option/));
    });
  });

  it("leaves out events outside traces, and says so", async () => {
    const read = await readXes(log(event(name("a")), trace("1")));
    expect(read.report).toMatchObject({
      rowsRead: 1,
      rowsDropped: 1,
      issueCounts: { "xes/event-outside-trace": 1 },
    });
  });

  it("reads a log without traces as the empty log", async () => {
    expect(rowsOf(await readXes("<log/>"))).toEqual([]);
  });

  it("reads names that JavaScript knows as names", async () => {
    const read = await readXes(
      log(
        trace(
          "__proto__",
          event(name("constructor"), '<int key="__proto__" value="1"/>', '<int key="toString" value="2"/>'),
        ),
      ),
    );
    expect(Object.keys(read.eventAttributes)).toEqual(["__proto__", "toString"]);
    expect(read.activities).toEqual(["constructor"]);
  });
});

describe("writeXes", () => {
  it("writes the standard's document, and nothing for what is missing", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", 'a "<b>" & c', 0.25, {
      resource: "Ann\n2",
      n: 1,
      x: 0.5,
      ok: true,
      at: new Date(1500),
    });
    builder.addEvent("1", "b", null, { start: 0, cost: 2, lifecycle: "start" });
    builder.addCase("1", { site: "N" });
    builder.addCase("2");
    const text = writeXes(builder.build(), { name: "lots" });
    expect(
      text.slice(text.indexOf("  <classifier")),
    ).toBe(`  <classifier name="Activity" scope="event" keys="concept:name"/>
  <string key="concept:name" value="lots"/>
  <trace>
    <string key="concept:name" value="1"/>
    <string key="site" value="N"/>
    <event>
      <string key="concept:name" value="a &quot;&lt;b&gt;&quot; &amp; c"/>
      <date key="time:timestamp" value="1970-01-01T00:00:00.000250+00:00"/>
      <string key="org:resource" value="Ann&#10;2"/>
      <int key="n" value="1"/>
      <float key="x" value="0.5"/>
      <boolean key="ok" value="true"/>
      <date key="at" value="1970-01-01T00:00:01.500+00:00"/>
    </event>
    <event>
      <string key="concept:name" value="b"/>
      <date key="start_timestamp" value="1970-01-01T00:00:00.000+00:00"/>
      <int key="cost:total" value="2"/>
      <string key="lifecycle:transition" value="start"/>
    </event>
  </trace>
  <trace>
    <string key="concept:name" value="2"/>
  </trace>
</log>
`);
  });

  it("keeps the order of elements that the schema of the standard asks for", () => {
    const order: string[] = [];
    const parser = new SaxesParser();
    let depth = 0;
    parser.on("opentag", (tag) => {
      if (depth++ === 1 && order.at(-1) !== tag.name) order.push(tag.name);
    });
    parser.on("closetag", () => depth--);
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 1);
    parser.write(writeXes(builder.build(), { name: "x" })).close();
    expect(order).toEqual(["extension", "global", "classifier", "string", "trace"]);
  });

  it("replaces characters that XML forbids by U+FFFD", async () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a\u0001b\ud800c\udc00\uffff", 1);
    expect((await readXes(writeXes(builder.build()))).activities).toEqual(["a\ufffdb\ufffdc\ufffd\ufffd"]);
  });

  it("refuses attributes called like keys that XES reserves", () => {
    const level = (act: (builder: EventLogBuilder) => void): (() => string) => {
      const builder = new EventLogBuilder();
      act(builder);
      return () => writeXes(builder.build());
    };
    const taken = expect.objectContaining({ code: "xes/name-taken" });
    expect(level((builder) => builder.addEvent("1", "a", 1, { "concept:name": "x" }))).toThrow(taken);
    expect(level((builder) => builder.addEvent("1", "a", 1, { "org:resource": "x" }))).toThrow(taken);
    expect(level((builder) => builder.addCase("1", { "concept:name": "x" }))).toThrow(taken);
    expect(level((builder) => builder.addCase("1", { "org:resource": "x" }))).not.toThrow();
  });

  it("comes in pieces for large logs", () => {
    const builder = new EventLogBuilder();
    for (let i = 0; i < 10_000; i++) builder.addEvent("1", "a", i);
    expect([...xesChunks(builder.build())].length).toBeGreaterThan(3);
  });

  it("stands in the subpath too", () => {
    expect(subpath.writeXes).toBe(writeXes);
    expect(subpath.readXes).toBe(readXes);
  });

  it("is read back to the same log", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLog, async (source) => {
        const original: EventLog = buildLog(source);
        const read = await readXes(writeXes(original));
        expect(withoutEmpty(rowsOf(read))).toEqual(withoutEmpty(rowsOf(original)));
      }),
      { seed: 4, numRuns: 150 },
    );
  });
});

/** Columns without a value are not written: rows are compared without missing attributes. */
function withoutEmpty(rows: object[]): unknown {
  return JSON.parse(
    JSON.stringify(rows, (key, value: unknown) => {
      if (typeof value === "number" && !Number.isFinite(value)) return String(value);
      if (Object.is(value, -0)) return "-0";
      return value === null && key !== "time" ? undefined : value;
    }),
  );
}
