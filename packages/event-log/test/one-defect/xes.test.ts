import { gzipSync } from "node:zlib";
import { isGigamineError } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import { readXes, readXesByParser, type XesReadOptions } from "../../src/xes/read.js";

/** A document with one thing wrong, and what exactly is said about it. */
interface Defect {
  readonly name: string;
  readonly input: string | Uint8Array;
  readonly options?: XesReadOptions;
  /** The error, by its code, its fields but `source`, and a part of its message. */
  readonly error?: readonly [code: string, fields: Readonly<Record<string, unknown>>, says: string];
  /** The only issue, with a part of its message, when the log is read nevertheless. */
  readonly issue?: readonly [
    code: string,
    row: number | null,
    column: string | null,
    value: string | null,
    says: string,
  ];
  /** Events read and kept. @default [2, 2] */
  readonly events?: readonly [read: number, kept: number];
}

const NAME = '<string key="concept:name" value="Mix"/>';
const TIME = '<date key="time:timestamp" value="2024-02-28T13:45:00.000+01:00"/>';
const START = '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849.2016">\n';

/** A document of eleven lines: a trace with a sound event, and on line 8 what is given of the second. */
const event = (...attributes: string[]): string =>
  `${START}<trace>\n<string key="concept:name" value="1"/>\n<event>${NAME}${TIME}</event>\n<event>\n\n${attributes.join("")}\n</event>\n</trace>\n</log>`;
const sound = (more: string): string => event(NAME, TIME, more);
/** The same with something in the log, on line 3. */
const inLog = (more: string): string => event(NAME, TIME).replace("<trace>", `${more}<trace>`);
/** The same with something in the trace, on line 4. */
const inTrace = (more: string): string => event(NAME, TIME).replace("\n<string", `\n${more}<string`);

const malformed = (line: number, column: number, says: string): NonNullable<Defect["error"]> => [
  "xes/malformed",
  { line, column },
  says,
];

/** On line 8, at a character of what was put behind the name and the time of the event. */
const inEvent = (character: number, says: string): NonNullable<Defect["error"]> =>
  malformed(8, NAME.length + TIME.length + character, says);

const DEFECTS: readonly Defect[] = [
  // the file
  { name: "nothing at all", input: "", error: ["xes/empty", {}, "the file is empty"] },
  { name: "blanks only", input: " \n\t\r\n", error: ["xes/empty", {}, "the file is empty"] },
  {
    name: "a byte order mark only",
    input: Uint8Array.of(0xef, 0xbb, 0xbf),
    error: ["xes/empty", {}, "is empty"],
  },
  {
    name: "CSV",
    input: "case,activity\n1,a\n",
    error: malformed(1, 1, "text stands where a tag should begin"),
  },
  { name: "JSON", input: '{"log":[]}', error: malformed(1, 1, "text stands where a tag should begin") },
  { name: "another document", input: "<pnml/>", error: ["xes/not-xes", { element: "pnml" }, "is a <pnml>"] },
  {
    name: "an HTML page",
    input: "<html><body/></html>",
    error: ["xes/not-xes", { element: "html" }, "<html>"],
  },
  {
    name: "an MXML log",
    input: "<WorkflowLog/>",
    error: ["xes/not-xes", { element: "WorkflowLog" }, "Give an XES"],
  },
  {
    name: "a NUL byte",
    input: Buffer.from(sound("").replace("Mix", "M\0x")),
    error: ["input/not-text", {}, "NUL bytes"],
  },
  {
    name: "bytes that are no UTF-8",
    input: Buffer.from(sound("").replace("Mix", "Mi\xe9"), "latin1"),
    error: ["input/not-text", {}, "not valid utf-8"],
  },
  {
    name: "an encoding nobody knows",
    input: Buffer.from(sound("").replace("UTF-8", "UTF-88")),
    error: ["input/unknown-encoding", { encoding: "UTF-88" }, "Save the file as UTF-8"],
  },
  {
    name: "half a gzip",
    input: gzipSync(sound("")).subarray(0, 60),
    error: ["input/bad-gzip", { unpacked: expect.any(Number) }, "cut off"],
  },
  {
    name: "a gzip bomb",
    input: gzipSync(START + `<!--${" ".repeat(1 << 16)}-->`.repeat(1100)),
    error: ["input/too-large", { option: "maxCompressionRatio", limit: 400 }, "as a decompression bomb does"],
  },
  {
    name: "more than the limit of unpacked bytes",
    input: gzipSync(sound("")),
    options: { maxUnpackedBytes: 100 },
    error: [
      "input/too-large",
      { option: "maxUnpackedBytes", limit: 100 },
      "pass a higher { maxUnpackedBytes }",
    ],
  },

  // XML
  { name: "a cut off file", input: sound("").slice(0, -3), error: malformed(11, 3, "unclosed tag: log") },
  {
    name: "a file that ends inside a tag",
    input: `${START}<tra`,
    error: malformed(3, 4, "unclosed tag: log"),
  },
  {
    name: "a file that ends inside a value",
    input: `${START}<string key="a`,
    error: malformed(3, 14, "unclosed tag: log"),
  },
  {
    name: "a file that ends inside a comment",
    input: `${START}<!-- `,
    error: malformed(3, 5, "unclosed tag: log"),
  },
  {
    name: "a wrong end tag",
    input: sound("").replace("</event>\n</trace>", "</trace>"),
    error: malformed(9, 8, "unexpected close tag"),
  },
  {
    name: "an end tag too many",
    input: sound("</event></event>"),
    error: inEvent(16, "unexpected close tag"),
  },
  {
    name: "two documents in one",
    input: `${sound("")}<log>x</wrong>`,
    error: malformed(11, 11, "documents may contain only one root"),
  },
  {
    name: "text behind the log",
    input: `${sound("")} end`,
    error: malformed(11, 6, "text stands behind this place, outside the log"),
  },
  {
    name: "text before the log",
    input: sound("").replace("<log", "x<log"),
    error: malformed(1, 38, "text stands behind this place, outside the log"),
  },
  {
    name: "a blank before the declaration",
    input: ` ${sound("")}`,
    error: malformed(1, 7, "must be at the start of the document"),
  },
  {
    name: "an unknown version of XML",
    input: sound("").replace("1.0", "2.0"),
    error: malformed(1, 19, "version number must match"),
  },
  {
    name: "a value without quotes",
    input: sound('<int key=n value="1"/>'),
    error: inEvent(10, "unquoted attribute value"),
  },
  {
    name: "a quote that is not closed",
    input: sound('<int key="n value="1"/>'),
    error: inEvent(20, "disallowed character in attribute name"),
  },
  {
    name: "an attribute of XML twice",
    input: sound('<int key="n" key="m" value="1"/>'),
    error: inEvent(32, "duplicate attribute: key"),
  },
  {
    name: "attributes without a blank between",
    input: sound('<int key="n"value="1"/>'),
    error: inEvent(13, "no whitespace between attributes"),
  },
  {
    name: "an attribute without a value",
    input: sound("<int key/>"),
    error: inEvent(9, "disallowed character in attribute name"),
  },
  {
    name: "a bare &",
    input: sound('<string key="n" value="a & b"/>'),
    error: inEvent(26, "Write &amp; where"),
  },
  {
    name: "an unknown entity",
    input: sound('<string key="n" value="&nbsp;"/>'),
    error: inEvent(24, "Write &amp; where"),
  },
  {
    name: "an empty reference",
    input: sound('<string key="n" value="&;"/>'),
    error: inEvent(24, "Write &amp; where"),
  },
  {
    name: "a reference to a character that XML forbids",
    input: sound('<string key="n" value="&#1;"/>'),
    error: inEvent(24, "Write &amp; where"),
  },
  {
    name: "a reference beyond Unicode",
    input: sound('<string key="n" value="&#x110000;"/>'),
    error: inEvent(24, "Write &amp; where"),
  },
  {
    name: "a < in a value",
    input: sound('<string key="n" value="a<b"/>'),
    error: inEvent(25, "disallowed character"),
  },
  {
    name: "a control character",
    input: sound('<string key="n" value="\u0001"/>'),
    error: inEvent(24, "disallowed character"),
  },
  {
    name: "the character U+FFFF",
    input: sound('<string key="n" value="\uffff"/>'),
    error: inEvent(24, "disallowed character"),
  },
  {
    name: "a name that begins with a digit",
    input: sound('<1 key="n"/>'),
    error: inEvent(2, "disallowed character in tag name"),
  },
  {
    name: "a blank behind <",
    input: sound('< int key="n"/>'),
    error: inEvent(2, "disallowed character in tag name"),
  },
  {
    name: "two dashes in a comment",
    input: sound("<!-- a -- b -->"),
    error: inEvent(10, "malformed comment"),
  },
  { name: "]]> in text", input: sound("]]>"), error: inEvent(3, 'the string "]]>" is disallowed') },
  {
    name: "an instruction without a name",
    input: sound("<? a?>"),
    error: inEvent(3, "without a target"),
  },
  {
    name: "a DOCTYPE",
    input: sound("").replace("<log", "<!DOCTYPE log>\n<log"),
    error: ["xes/doctype", { line: 2 }, "has a DOCTYPE"],
  },
  {
    name: "an entity bomb",
    input: sound("").replace("<log", '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<log'),
    error: ["xes/doctype", { line: 2 }, "which can hold entity bombs"],
  },
  {
    name: "an external entity",
    input: sound("").replace("<log", '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<log'),
    error: ["xes/doctype", { line: 2 }, "Remove it"],
  },
  {
    name: "elements too deep inside each other",
    input: sound('<list key="a">'.repeat(70)),
    error: ["xes/too-deep", { line: 8, maxDepth: 64 }, "more than 64 elements"],
  },
  {
    name: "a value too long",
    input: sound(`<string key="a" value="${"x".repeat(5000)}"/>`),
    options: { maxTagLength: 4096 },
    error: ["xes/tag-too-long", { line: 8, maxTagLength: 4096 }, "longer than 4096 characters"],
  },

  // XES
  {
    name: "too many keys",
    input: sound('<int key="a" value="1"/><int key="b" value="1"/>'),
    options: { maxAttributes: 1 },
    error: ["xes/too-many-attributes", { maxAttributes: 1 }, "more than 1 different attribute keys"],
  },
  {
    name: "too many attributes of the log",
    input: inLog('<int key="a" value="1"/><int key="b" value="1"/>'),
    options: { maxAttributes: 1 },
    error: ["xes/too-many-attributes", { maxAttributes: 1 }, "the log itself has more than 1 attributes"],
  },
  {
    name: "a classifier that is not there",
    input: inLog('<classifier name="A" keys="concept:name"/>'),
    options: { classifier: "B" },
    error: ["xes/unknown-classifier", { classifier: "B", classifiers: ["A"] }, 'The file has "A".'],
  },
  {
    name: "a classifier of traces asked for as one of events",
    input: inLog('<classifier name="A" scope="trace" keys="concept:name"/>'),
    options: { classifier: "A" },
    error: ["xes/unknown-classifier", { classifier: "A", classifiers: [] }, "The file declares none"],
  },
  {
    name: "an event without an activity",
    input: event(TIME),
    error: [
      "xes/missing-activity",
      { row: 9, column: "concept:name", value: null },
      "an event of trace 1 has no concept:name",
    ],
  },
  {
    name: "an event without an activity, left out",
    input: event(TIME),
    options: { onIssue: "skip-row" },
    issue: ["xes/missing-activity", 9, "concept:name", null, 'pass { onIssue: "skip-row" }'],
    events: [2, 1],
  },
  {
    name: "an event without the keys of the classifier",
    input: inLog('<classifier name="A" keys="a b"/>').replace(NAME, '<id key="a" value="1"/>'),
    options: { classifier: "A" },
    error: ["xes/missing-activity", { row: 9, column: "a+b", value: null }, "has no a or b"],
  },
  {
    name: "a time that is none",
    input: event(NAME, '<date key="time:timestamp" value="yesterday"/>'),
    error: [
      "xes/bad-timestamp",
      { row: 9, column: "time:timestamp", value: "yesterday" },
      'line 9, time:timestamp: cannot read "yesterday" as a timestamp',
    ],
  },
  {
    name: "a day that the calendar does not have, kept without a time",
    input: event(NAME, '<date key="time:timestamp" value="2023-02-29T00:00:00Z"/>'),
    options: { onIssue: "null" },
    issue: ["xes/bad-timestamp", 9, "time:timestamp", "2023-02-29T00:00:00Z", "Write ISO 8601"],
  },
  {
    name: "an empty time",
    input: event(NAME, '<date key="time:timestamp" value=""/>'),
    options: { onIssue: "skip-row" },
    issue: ["xes/bad-timestamp", 9, "time:timestamp", "", 'cannot read ""'],
    events: [2, 1],
  },
  {
    name: "an event without a time",
    input: event(NAME),
    issue: [
      "xes/missing-timestamp",
      9,
      "time:timestamp",
      null,
      "kept without a time, behind the event before it",
    ],
  },
  {
    name: "an int that is a word",
    input: sound('<int key="n" value="many"/>'),
    issue: ["xes/bad-value", 9, "n", "many", 'cannot read "many" as a number'],
  },
  {
    name: "a float with a comma",
    input: sound('<float key="x" value="1,5"/>'),
    issue: ["xes/bad-value", 9, "x", "1,5", "The value counts as missing"],
  },
  {
    name: "a boolean that is neither",
    input: sound('<boolean key="ok" value="yes"/>'),
    issue: ["xes/bad-value", 9, "ok", "yes", 'cannot read "yes" as a boolean'],
  },
  {
    name: "a date that is none",
    input: sound('<date key="due" value="soon"/>'),
    issue: ["xes/bad-value", 9, "due", "soon", 'cannot read "soon" as a timestamp'],
  },
  {
    name: "a cost that is text",
    input: sound('<string key="cost:total" value="12 EUR"/>'),
    issue: ["xes/bad-value", 9, "cost:total", "12 EUR", "as a number"],
  },
  {
    name: "an int in a trace that is a word",
    input: inTrace('<int key="n" value="x"/>'),
    issue: ["xes/bad-value", 4, "n", "x", "as a number"],
  },
  {
    name: "an attribute without a key",
    input: sound('<string value="x"/>'),
    issue: ["xes/incomplete-attribute", 8, null, null, "<string> has no key. It was passed over"],
  },
  {
    name: "a simple attribute without a value",
    input: sound('<int key="n"/>'),
    issue: ["xes/incomplete-attribute", 8, null, null, "<int> has no value"],
  },
  {
    name: "a list without a key",
    input: sound('<list><values><int key="n" value="1"/></values></list>'),
    issue: ["xes/incomplete-attribute", 8, null, null, "<list> has no key"],
  },
  {
    name: "a key twice in an event",
    input: sound('<int key="n" value="1"/><int key="n" value="2"/>'),
    issue: ["xes/repeated-attribute", 9, "n", null, "The first value counts"],
  },
  {
    name: "two activities in an event",
    input: sound('<string key="concept:name" value="Dry"/>'),
    issue: ["xes/repeated-attribute", 9, "concept:name", null, "comes twice"],
  },
  {
    name: "two times in an event",
    input: sound(TIME),
    issue: ["xes/repeated-attribute", 9, "time:timestamp", null, "comes twice"],
  },
  {
    name: "a key twice in a list",
    input: sound('<list key="l"><values><int key="n" value="1"/><int key="n" value="2"/></values></list>'),
    issue: ["xes/repeated-attribute", 9, "l:n", null, "give them different keys"],
  },
  {
    name: "a key twice in the log",
    input: inLog('<int key="n" value="1"/><int key="n" value="2"/>'),
    issue: ["xes/repeated-attribute", 3, "n", null, "comes twice"],
  },
  {
    name: "a key twice in a global",
    input: inLog('<global scope="event"><int key="n" value="1"/><int key="n" value="2"/></global>'),
    issue: ["xes/repeated-attribute", 3, "n", null, "comes twice"],
  },
  {
    name: "two names of a trace",
    input: inTrace('<string key="concept:name" value="2"/>'),
    issue: ["xes/repeated-attribute", 4, "concept:name", null, "comes twice"],
  },
  {
    name: "a key with two types",
    input: sound('<int key="n" value="1"/>').replace("</event>", '<string key="n" value="x"/></event>'),
    issue: ["xes/mixed-types", null, "n", null, "comes with several types; its column is text"],
  },
  {
    name: "a whole number too large to be exact among others",
    input: sound('<int key="n" value="9007199254740993"/>').replace(
      "</event>",
      '<int key="n" value="1"/></event>',
    ),
    issue: ["xes/mixed-types", null, "n", null, "its column is text"],
  },
  {
    name: "a reserved word as a key, with the key of the standard beside it",
    input: sound('<string key="resource" value="x"/><string key="org:resource" value="Ann"/>'),
    issue: ["xes/name-taken", null, "resource", null, 'is called "resource_2"'],
  },
  {
    name: "a reserved word as a key of another type",
    input: sound('<string key="cost" value="dear"/>'),
    issue: ["xes/name-taken", null, "cost", null, 'is called "cost_2"'],
  },
  {
    name: "a trace without a name",
    input: sound("").replace('<string key="concept:name" value="1"/>', ""),
    issue: ["xes/unnamed-trace", 10, null, null, 'trace 1 has no concept:name. It is called "trace 1"'],
  },
  {
    name: "two traces of one name",
    input: sound("").replace("</log>", '<trace><string key="concept:name" value="1"/></trace></log>'),
    issue: ["xes/repeated-trace", 11, null, "1", 'kept apart as "1 (2)"'],
  },
  {
    name: "an event outside all traces",
    input: inLog(`<event>${NAME}</event>`),
    issue: ["xes/event-outside-trace", 3, null, null, "It was left out; put it into a <trace>"],
    events: [3, 2],
  },
];

const ROADS = [
  ["the scanner", readXes],
  ["the parser alone", readXesByParser],
] as const;

describe.each(ROADS)("by %s, one thing is wrong:", (_, read) => {
  // the place of a wrong reference is known to the scanner alone; the bytes are unpacked and checked before both
  const known = DEFECTS.filter(
    ({ error }) => read === readXes || !/^input|Write &amp;/.test(`${error?.[0]}${error?.[2]}`),
  );
  it.each(known.map((defect) => [defect.name, defect] as const))("%s", async (_name, defect) => {
    const outcome = await read(defect.input, { ...defect.options, source: "a.xes" }).catch(
      (error: unknown) => error,
    );
    if (defect.error !== undefined) {
      const [code, fields, says] = defect.error;
      if (!isGigamineError(outcome)) throw outcome;
      expect({ code: outcome.code, fields: outcome.fields, message: outcome.message }).toEqual({
        code,
        fields:
          code === "xes/missing-activity" || code === "xes/bad-timestamp"
            ? fields
            : { source: "a.xes", ...fields },
        message: expect.stringContaining(says),
      });
      expect(outcome.message).toMatch(/^a\.xes: .*\.$/);
      return;
    }
    const [code, row, column, value, says] = defect.issue!;
    const [rowsRead, rowsKept] = defect.events ?? [2, 2];
    expect(outcome).toMatchObject({
      report: {
        rowsRead,
        rowsKept,
        rowsDropped: rowsRead - rowsKept,
        issueCounts: { [code]: 1 },
        issues: [{ code, row, column, value, message: expect.stringContaining(says) }],
      },
    });
    expect(Object.keys((outcome as Awaited<ReturnType<typeof readXes>>).report.issueCounts)).toEqual([code]);
  });
});

it("there are at least sixty one-defect documents, each with a name of its own", () => {
  expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(DEFECTS.length);
  expect(DEFECTS.length).toBeGreaterThanOrEqual(60);
});
