import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { eventLogContract } from "../../src/contract.js";
import {
  columnByName,
  EventLogBuilder,
  jsonChunks,
  type NumberColumn,
  readJson,
  writeJson,
} from "../../src/index.js";
import { arbitraryLog } from "../arbitrary-log.js";
import { buildLog, rowsOf } from "../build-log.js";

const fails = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });
const failure = (text: string): Promise<unknown> =>
  readJson(text, { source: "log.json" }).then(
    () => "was read",
    (error: unknown) => error,
  );

const builder = new EventLogBuilder();
builder.addEvent("1", "a", 1.5, { text: "x", n: -0, ok: true, at: new Date(7) });
builder.addEvent("1", "b", null, { n: Number.POSITIVE_INFINITY });
builder.addCase("2", { site: "N" });
const log = builder.build();
// biome-ignore lint/suspicious/noExplicitAny: the document is bent out of shape below
const changed = (change: (document: any) => void): string => {
  const document = JSON.parse(writeJson(log));
  change(document);
  return JSON.stringify(document);
};

const OCEL = '{"eventTypes":[],"objectTypes":[],"events":[],"objects":[]}';

describe("readJson and writeJson", () => {
  for (const { title, check } of eventLogContract((source) => readJson(writeJson(buildLog(source)))))
    it(title, check);

  it("have a form of their own", () => {
    expect(JSON.parse(writeJson(log))).toEqual({
      format: "gigamine-event-log",
      version: 1,
      caseIds: ["1", "2"],
      caseOffsets: [0, 2, 2],
      activities: ["a", "b"],
      activity: [0, 1],
      time: [1.5, null],
      eventAttributes: [
        { name: "text", kind: "string", dictionary: ["x"], codes: [0, -1] },
        { name: "n", kind: "number", values: [-0, "Infinity"] },
        { name: "ok", kind: "boolean", values: [1, 255] },
        { name: "at", kind: "timestamp", values: [7, null] },
      ],
      caseAttributes: [{ name: "site", kind: "string", dictionary: ["N"], codes: [-1, 0] }],
    });
  });

  it("give back exactly the same log, ids and all", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLog, async (source) => {
        const original = buildLog(source);
        const { report, ...read } = await readJson(writeJson(original));
        expect(read).toEqual({ ...original });
        expect(report).toMatchObject({ rowsRead: original.time.length, rowsDropped: 0, issues: [] });
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it("carry lone surrogates, separators and names that JavaScript knows", async () => {
    const hostile = new EventLogBuilder();
    const texts = ["\ud800", "\udc00x", "\u2028\0", "__proto__", "constructor", "", "😀"];
    for (const text of texts) {
      hostile.addEvent(text, text, null, Object.fromEntries([[text, text]]));
      hostile.addCase(text, Object.fromEntries([[text, -0]]));
    }
    hostile.addCase("empty");
    const original = hostile.build();
    const { report, ...read } = await readJson(writeJson(original));
    expect(read).toEqual({ ...original });
    const column = columnByName(read.caseAttributes, "__proto__") as NumberColumn;
    expect(Object.is(column.values[3], -0)).toBe(true);
    expect(Object.getPrototypeOf(read.eventAttributes)).toBeNull();
  });

  it("read a list of objects, one an event", async () => {
    const rows = [
      { lot: "1", step: "Mix", time: 1000, cells: 96 },
      { lot: "1", step: "Coat", time: 2000.25 },
    ];
    const read = await readJson(JSON.stringify(rows, null, 2), { columns: { activity: "step" } });
    expect(rowsOf(read)).toEqual([
      {
        caseId: "1",
        attributes: {},
        events: [
          { activity: "Mix", time: 1000, attributes: { cells: 96 } },
          { activity: "Coat", time: 2000.25, attributes: { cells: null } },
        ],
      },
    ]);
    expect(read.report.mapping).toEqual({ case: "lot", activity: "step", timestamp: "time" });
  });

  it("read gzip, and the empty log", async () => {
    expect((await readJson(gzipSync(writeJson(log)))).caseIds).toEqual(["1", "2"]);
    expect((await readJson(writeJson(new EventLogBuilder().build()))).caseIds).toEqual([]);
  });

  it("write large logs in pieces", () => {
    const large = new EventLogBuilder();
    for (let i = 0; i < 50_000; i++) large.addEvent("1", "a", i);
    const pieces = [...jsonChunks(large.build())];
    expect(pieces.join("")).toBe(writeJson(large.build()));
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(500_000);
  });

  it.each([
    ["an empty file", "", "json/empty", /^log.json: the file is empty/],
    ["half a file", writeJson(log).slice(0, 100), "json/malformed", /no whole JSON document/],
    ["another document", "7", "json/not-a-log", /the document is 7, not an object/],
    ["one object a line", '{"a":1}\n{"a":2}', "json/malformed", /read that with readNdjson/],
    ["an object-centric log", OCEL, "json/is-ocel", /readOcel/],
    ["nesting without end", "[".repeat(200_000), "json/malformed", /no whole JSON document/],
    ["an empty list", "[]", "json/no-rows", /no event to read/],
    ["another format", '{"format":"x"}', "json/not-a-log", /its format is "x"/],
    ["a later version", changed((d) => (d.version = 2)), "json/unknown-version", /its version is 2/],
    ["a lacking field", changed((d) => delete d.time), "json/invalid", /time is undefined, not a list/],
    [
      "a name that is no text",
      changed((d) => (d.activities[0] = 7)),
      "json/invalid",
      /activities holds 7 at 0, not text/,
    ],
    ["a repeated case", changed((d) => (d.caseIds[1] = "1")), "json/invalid", /the case id "1" comes twice/],
    [
      "falling offsets",
      changed((d) => (d.caseOffsets = [0, 2, 1])),
      "json/invalid",
      /the offsets fall after case 1/,
    ],
    [
      "a first offset above 0",
      changed((d) => (d.caseOffsets = [1, 2, 2])),
      "json/invalid",
      /the first offset is 1/,
    ],
    ["too few offsets", changed((d) => (d.caseOffsets = [0, 2])), "json/invalid", /2 offsets for 2 cases/],
    [
      "an offset too small",
      changed((d) => (d.caseOffsets = [0, 1, 1])),
      "json/invalid",
      /last offset is 1, the events are 2/,
    ],
    [
      "an unknown id",
      changed((d) => (d.activity[0] = 2)),
      "json/invalid",
      /event 0 has the activity id 2 of 2/,
    ],
    [
      "an unused activity",
      changed((d) => d.activities.push("c")),
      "json/invalid",
      /activity "c" has no event/,
    ],
    ["times out of order", changed((d) => (d.time = [2, 1])), "json/invalid", /event 1 of case 0 is earlier/],
    [
      "an infinite time",
      changed((d) => (d.time = ["Infinity", null])),
      "json/invalid",
      /event 0 has the time Infinity/,
    ],
    ["too few times", changed((d) => d.time.pop()), "json/invalid", /1 times for 2 events/],
    [
      "a short column",
      changed((d) => d.eventAttributes[1].values.pop()),
      "json/invalid",
      /"n" has 1 values for 2 rows/,
    ],
    [
      "a short text column",
      changed((d) => d.eventAttributes[0].codes.pop()),
      "json/invalid",
      /"text" has 1 values for 2 rows/,
    ],
    [
      "a code beyond",
      changed((d) => (d.eventAttributes[0].codes = [1, 0])),
      "json/invalid",
      /holds 1 at 0, not a whole number of -1 … 0/,
    ],
    [
      "an odd truth",
      changed((d) => (d.eventAttributes[2].values = [2, 0])),
      "json/invalid",
      /"ok" has the value 2/,
    ],
    [
      "text for a number",
      changed((d) => (d.time[0] = "1")),
      "json/invalid",
      /time holds "1" at 0, not a number/,
    ],
    [
      "an unknown kind",
      changed((d) => (d.eventAttributes[0].kind = "map")),
      "json/invalid",
      /has the kind "map"/,
    ],
    [
      "a column without name",
      changed((d) => delete d.eventAttributes[0].name),
      "json/invalid",
      /an item of eventAttributes has no name/,
    ],
    [
      "a repeated column",
      changed((d) => d.caseAttributes.push(d.caseAttributes[0])),
      "json/invalid",
      /has "site" twice/,
    ],
    [
      "a reserved kind",
      changed((d) => (d.eventAttributes[0].name = "cost")),
      "json/invalid",
      /cost holds string values/,
    ],
  ])("refuse %s", async (_, text, code, message) => {
    expect(await failure(text)).toEqual(fails(code, message));
  });
});
