import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { STRUCTURE_RULES } from "../../src/contract/structure.js";
import { traces } from "../../src/index.js";
import { flatten, type Ocel, type OcelReadOptions, readOcel } from "../../src/ocel.js";
import { rowsOf } from "../build-log.js";

const at = (time: string): string => `2025-01-06T${time}Z`;
const ms = (time: string): number => Date.parse(at(time));
const to = (objectId: string, qualifier = ""): object => ({ objectId, qualifier });

/**
 * In the form of the specification: two orders, three items. One parcel holds both orders, the items of the first are
 * picked one by one, and an audit concerns nothing.
 */
// biome-ignore lint/suspicious/noExplicitAny: the document is bent out of shape below
const example = (): any => ({
  eventTypes: [
    { name: "place order", attributes: [{ name: "total", type: "float" }] },
    {
      name: "pick",
      attributes: [
        { name: "by", type: "string" },
        { name: "checked", type: "time" },
      ],
    },
    { name: "ship", attributes: [] },
    { name: "audit", attributes: [{ name: "passed", type: "boolean" }] },
  ],
  objectTypes: [
    {
      name: "order",
      attributes: [
        { name: "price", type: "float" },
        { name: "urgent", type: "boolean" },
        { name: "due", type: "time" },
      ],
    },
    { name: "item", attributes: [{ name: "cells", type: "integer" }] },
    { name: "parcel", attributes: [] },
  ],
  events: [
    {
      id: "e1",
      type: "place order",
      time: at("08:00:00"),
      attributes: [{ name: "total", value: 12.5 }],
      relationships: [to("o1", "order"), to("i1", "item"), to("i2", "item")],
    },
    {
      id: "e5",
      type: "ship",
      time: at("11:00:00"),
      relationships: ["o1", "o2", "i1", "i2", "i3"].map((id) => to(id)),
    },
    {
      id: "e3",
      type: "pick",
      time: at("09:00:00"),
      attributes: [
        { name: "by", value: "Ann" },
        { name: "checked", value: at("09:00:01.000250") },
      ],
      relationships: [to("o1", "order"), to("o1", "target"), to("i1", "item")],
    },
    {
      id: "e4",
      type: "pick",
      time: at("10:00:00"),
      attributes: [],
      relationships: [to("o1", "order"), to("i2", "item")],
    },
    {
      id: "e2",
      type: "place order",
      time: at("08:30:00"),
      relationships: [to("o2", "order"), to("i3", "item")],
    },
    {
      id: "e6",
      type: "audit",
      time: at("12:00:00"),
      attributes: [{ name: "passed", value: true }],
      relationships: [],
    },
  ],
  objects: [
    {
      id: "o1",
      type: "order",
      attributes: [
        { name: "price", time: at("10:30:00"), value: 11 },
        { name: "price", time: "1970-01-01T00:00:00Z", value: 12.5 },
        { name: "urgent", time: "1970-01-01T00:00:00Z", value: false },
        { name: "due", time: "1970-01-01T00:00:00Z", value: at("18:00:00") },
      ],
      relationships: [to("i1", "has"), to("i2", "has")],
    },
    { id: "o2", type: "order" },
    { id: "i1", type: "item", attributes: [{ name: "cells", time: at("08:00:00"), value: 96 }] },
    { id: "i2", type: "item" },
    { id: "i3", type: "item" },
    { id: "p1", type: "parcel" },
  ],
});
// biome-ignore lint/suspicious/noExplicitAny: see above
const changed = (change: (document: any) => void): string => {
  const document = example();
  change(document);
  return JSON.stringify(document);
};
const read = (options: OcelReadOptions = {}): Promise<Ocel> => readOcel(JSON.stringify(example()), options);
const failure = (text: string, options: OcelReadOptions = {}): Promise<unknown> =>
  readOcel(text, { source: "orders.jsonocel", ...options }).then(
    () => "was read",
    (error: unknown) => error,
  );
const fails = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("readOcel", () => {
  it("gives types, objects and events as plain data, values as their types say", async () => {
    const ocel = await read();
    expect(ocel.objectTypes[1]).toEqual({ name: "item", attributes: [{ name: "cells", type: "integer" }] });
    expect(ocel.eventTypes.map(({ name }) => name)).toEqual(["place order", "pick", "ship", "audit"]);
    expect(ocel.objects[0]).toEqual({
      id: "o1",
      type: "order",
      attributes: [
        { name: "price", time: ms("10:30:00"), value: 11 },
        { name: "price", time: 0, value: 12.5 },
        { name: "urgent", time: 0, value: false },
        { name: "due", time: 0, value: ms("18:00:00") },
      ],
      relationships: [to("i1", "has"), to("i2", "has")],
    });
    expect(ocel.events[2]).toEqual({
      id: "e3",
      type: "pick",
      time: ms("09:00:00"),
      attributes: [
        { name: "by", value: "Ann" },
        { name: "checked", value: ms("09:00:01") + 0.25 },
      ],
      relationships: [to("o1", "order"), to("o1", "target"), to("i1", "item")],
    });
    expect(ocel.report).toEqual({ issues: [], issueCounts: {} });
    expect(JSON.parse(JSON.stringify(ocel))).toEqual(ocel);
  });

  it("reads gzip, the empty log, null as missing, and values written as text", async () => {
    expect(await readOcel(gzipSync(JSON.stringify(example())))).toEqual(await read());
    expect((await readOcel('{"eventTypes":[],"objectTypes":[],"events":[],"objects":[]}')).events).toEqual(
      [],
    );
    const text = changed((d) => {
      d.events[0].attributes[0].value = "12.5";
      d.objects[0].attributes[2].value = "False";
      d.objects[4 - 2].attributes[0].value = null;
    });
    const ocel = await readOcel(text);
    expect(ocel.events[0]!.attributes).toEqual([{ name: "total", value: 12.5 }]);
    expect(ocel.objects[0]!.attributes[2]!.value).toBe(false);
    expect(ocel.objects[2]!.attributes).toEqual([]);
  });

  it.each([
    ["no JSON", "{", "json/malformed", /no whole JSON document/],
    ["another document", "[]", "ocel/not-ocel", /it needs the lists "eventTypes"/],
    ["OCEL 1.0", '{"ocel:events":{}}', "ocel/version-1", /this is OCEL 1.0/],
    ["a missing list", changed((d) => delete d.objects), "ocel/not-ocel", /"objects"/],
    [
      "an item that is no object",
      changed((d) => (d.events[1] = 7)),
      "ocel/not-an-object",
      /events\[1\] is 7/,
    ],
    [
      "an inner list that is none",
      changed((d) => (d.events[1].relationships = {})),
      "ocel/not-a-list",
      /events\[1\]\.relationships is a value of type object/,
    ],
    [
      "a type without a name",
      changed((d) => delete d.objectTypes[0].name),
      "ocel/missing-name",
      /objectTypes\[0\]\.name is undefined/,
    ],
    [
      "a type that comes twice",
      changed((d) => (d.objectTypes[1].name = "order")),
      "ocel/duplicate-name",
      /objectTypes\[1\]\.name is "order"/,
    ],
    [
      "an unknown type of attribute",
      changed((d) => (d.eventTypes[0].attributes[0].type = "money")),
      "ocel/unknown-attribute-type",
      /eventTypes\[0\]\.attributes\[0\]\.type is "money"/,
    ],
    [
      "an object without an id",
      changed((d) => delete d.objects[1].id),
      "ocel/missing-id",
      /objects\[1\]\.id is undefined/,
    ],
    [
      "an object that comes twice",
      changed((d) => (d.objects[1].id = "o1")),
      "ocel/duplicate-id",
      /objects\[1\]\.id is "o1"/,
    ],
    [
      "an event that comes twice",
      changed((d) => (d.events[1].id = "e1")),
      "ocel/duplicate-id",
      /events\[1\]\.id/,
    ],
    [
      "an event without a type",
      changed((d) => delete d.events[0].type),
      "ocel/missing-type",
      /events\[0\]\.type/,
    ],
    [
      "an event of an unknown type",
      changed((d) => (d.events[0].type = "pay")),
      "ocel/unknown-type",
      /events\[0\]\.type is "pay", which eventTypes does not declare/,
    ],
    [
      "an object of an unknown type",
      changed((d) => (d.objects[5].type = "box")),
      "ocel/unknown-type",
      /objects\[5\]\.type is "box", which objectTypes/,
    ],
    [
      "a relationship of an event to nothing",
      changed((d) => (d.events[3].relationships[1].objectId = "i9")),
      "ocel/unknown-object",
      /^orders\.jsonocel: events\[3\]\.relationships\[1\]\.objectId is "i9", and there is no such object/,
    ],
    [
      "a relationship of an object to nothing",
      changed((d) => (d.objects[0].relationships[0].objectId = 7)),
      "ocel/unknown-object",
      /objects\[0\]\.relationships\[0\]\.objectId is 7/,
    ],
    [
      "a qualifier that is no text",
      changed((d) => (d.events[0].relationships[0].qualifier = 7)),
      "ocel/bad-value",
      /relationships\[0\]\.qualifier is 7/,
    ],
    [
      "an undeclared attribute",
      changed((d) => (d.events[0].attributes[0].name = "sum")),
      "ocel/unknown-attribute",
      /events\[0\]\.attributes\[0\]\.name is "sum", which the type "place order" does not declare/,
    ],
    [
      "an attribute without a name",
      changed((d) => delete d.events[0].attributes[0].name),
      "ocel/missing-name",
      /attributes\[0\]\.name is undefined/,
    ],
    [
      "a value of another type",
      changed((d) => (d.events[0].attributes[0].value = "much")),
      "ocel/bad-value",
      /attributes\[0\]\.value is "much", and "total" of "place order" is of type float/,
    ],
    [
      "a broken whole number",
      changed((d) => (d.objects[2].attributes[0].value = 1.5)),
      "ocel/bad-value",
      /is of type integer/,
    ],
    [
      "a bad time",
      changed((d) => (d.events[0].time = "soon")),
      "ocel/bad-timestamp",
      /events\[0\]\.time is "soon"/,
    ],
    [
      "a value without a time",
      changed((d) => delete d.objects[0].attributes[0].time),
      "ocel/bad-timestamp",
      /objects\[0\]\.attributes\[0\]\.time is undefined/,
    ],
    ["an odd policy", "{}", "option/out-of-range", /onIssue/, { onIssue: "never" }],
  ])("refuses %s", async (_, text, code, message, options: object = {}) => {
    expect(await failure(text, options)).toEqual(fails(code, message));
  });

  it("leaves out what a problem concerns and lists it by its path", async () => {
    const text = changed((d) => {
      d.events[0].relationships[0].objectId = "nothing";
      d.events[1].type = "pay";
      d.events[2].time = "soon";
      d.objects[0].attributes[0].value = "much";
    });
    const ocel = await readOcel(text, { onIssue: "skip-row" });
    expect(ocel.events.map(({ id }) => id)).toEqual(["e1", "e4", "e2", "e6"]);
    expect(ocel.events[0]!.relationships).toEqual([to("i1", "item"), to("i2", "item")]);
    expect(ocel.report.issues.map(({ code, column }) => [code, column])).toEqual([
      ["ocel/bad-value", "objects[0].attributes[0].value"],
      ["ocel/unknown-object", "events[0].relationships[0].objectId"],
      ["ocel/unknown-type", "events[1].type"],
      ["ocel/bad-timestamp", "events[2].time"],
    ]);
    const kept = await readOcel(text, { onIssue: "null" });
    expect(kept.events.map(({ id, time }) => [id, time === null])).toEqual([
      ["e1", false],
      ["e3", true],
      ["e4", false],
      ["e2", false],
      ["e6", false],
    ]);
  });
});

describe("flatten", () => {
  it("makes each object of the type a case, and says what that did", async () => {
    const log = flatten(await read(), "order");
    expect(rowsOf(log)).toEqual([
      {
        caseId: "o1",
        attributes: { price: 11, urgent: false, due: ms("18:00:00") },
        events: [
          row("place order", "08:00:00", "e1", { total: 12.5, qualifier: "order" }),
          row("pick", "09:00:00", "e3", {
            by: "Ann",
            checked: ms("09:00:01") + 0.25,
            qualifier: "order / target",
          }),
          row("pick", "10:00:00", "e4", { qualifier: "order" }),
          row("ship", "11:00:00", "e5", {}),
        ],
      },
      {
        caseId: "o2",
        attributes: { price: null, urgent: null, due: null },
        events: [
          row("place order", "08:30:00", "e2", { qualifier: "order" }),
          row("ship", "11:00:00", "e5", {}),
        ],
      },
    ]);
    // the parcel of both orders counts twice, the audit is lost, the two picks differ in their items
    expect(log.report).toMatchObject({
      rowsRead: 6,
      rowsKept: 5,
      rowsDropped: 1,
      objectType: "order",
      convergentEvents: 1,
      copies: 1,
      divergentActivities: 1,
      objectsWithoutEvents: 0,
    });
  });

  it("shows the same events differently from another type", async () => {
    const log = flatten(await read(), "item");
    expect(
      [...traces(log)].map(({ caseId, events }) => [caseId, [...events].map(({ activity }) => activity)]),
    ).toEqual([
      ["i1", ["place order", "pick", "ship"]],
      ["i2", ["place order", "pick", "ship"]],
      ["i3", ["place order", "ship"]],
    ]);
    expect(log.report).toMatchObject({
      convergentEvents: 2,
      copies: 3,
      divergentActivities: 0,
      rowsDropped: 1,
    });
  });

  it("takes the first values of objects by option", async () => {
    const log = flatten(await read(), "order", { objectAttributes: "initial" });
    expect([...traces(log)][0]!.attributes["price"]).toBe(12.5);
  });

  it("follows only some qualifiers by option", async () => {
    const log = flatten(await read(), "order", { qualifiers: ["target"] });
    expect([...traces(log)].map(({ length }) => length)).toEqual([1, 0]);
    expect(log.report).toMatchObject({ rowsKept: 1, objectsWithoutEvents: 1 });
  });

  it("keeps objects without events as empty cases, or drops them", async () => {
    expect(flatten(await read(), "parcel").caseIds).toEqual(["p1"]);
    const dropped = flatten(await read(), "parcel", { emptyCases: "drop" });
    expect(dropped.caseIds).toEqual([]);
    expect(dropped.report).toMatchObject({ rowsDropped: 6, objectsWithoutEvents: 1 });
  });

  it("renames attributes whose names are reserved for another kind, and makes mixed ones text", async () => {
    const text = changed((d) => {
      d.eventTypes[0].attributes.push({ name: "cost", type: "string" }, { name: "x", type: "time" });
      d.eventTypes[1].attributes.push({ name: "event_id", type: "string" }, { name: "x", type: "integer" });
      d.events[0].attributes.push({ name: "cost", value: "much" }, { name: "x", value: at("07:00:00") });
      d.events[2].attributes.push({ name: "event_id", value: "own" }, { name: "x", value: 7 });
    });
    const log = flatten(await readOcel(text), "order");
    const first = [...[...traces(log)][0]!.events].map(({ attributes }) => ({ ...attributes }));
    expect(first[0]).toMatchObject({ cost_2: "much", event_id: null, event_id_2: "e1", x: at("07:00:00") });
    expect(first[1]).toMatchObject({ cost_2: null, event_id: "own", event_id_2: "e3", x: "7" });
    expect(log.report.issueCounts).toEqual({ "ocel/name-taken": 1, "ocel/mixed-kinds": 1 });
  });

  it.each([
    [
      "an unknown type",
      "box",
      {},
      "ocel/no-such-type",
      /no object type "box"\. The types are "order", "item", "parcel"/,
    ],
    ["an odd value", "order", { objectAttributes: "last" }, "option/out-of-range", /objectAttributes/],
    ["an odd choice", "order", { emptyCases: "?" }, "option/out-of-range", /emptyCases/],
  ])("refuses %s", async (_, type, options, code, message) => {
    const ocel = await read();
    expect(() => flatten(ocel, type, options as object)).toThrow(fails(code, message) as Error);
  });

  it("counts every event once for each of its objects, over random logs", async () => {
    const id = fc.constantFrom("__proto__", "constructor", "a", "b", "c");
    const event = fc.record({
      type: fc.constantFrom("x", "y"),
      objects: fc.array(id, { maxLength: 6 }),
      time: fc.nat(5),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
        const ocel = await readOcel(
          JSON.stringify({
            eventTypes: [{ name: "x" }, { name: "y" }],
            objectTypes: [{ name: "one" }, { name: "two" }],
            objects: ["__proto__", "constructor", "a", "b", "c"].map((name, i) => ({
              id: name,
              type: i < 3 ? "one" : "two",
            })),
            events: events.map(({ type, objects, time }, i) => ({
              id: String(i),
              type,
              time: new Date(time).toISOString(),
              relationships: objects.map((name) => to(name)),
            })),
          }),
        );
        const ones = events.map(
          ({ objects }) => new Set(objects.filter((name) => name !== "b" && name !== "c")).size,
        );
        const log = flatten(ocel, "one");
        for (const rule of STRUCTURE_RULES) expect(rule.fault(log)).toBeNull();
        expect(log.activity.length).toBe(ones.reduce((sum, n) => sum + n, 0));
        expect(log.report).toMatchObject({
          rowsRead: events.length,
          rowsDropped: ones.filter((n) => n === 0).length,
          convergentEvents: ones.filter((n) => n > 1).length,
          copies: log.activity.length - ones.filter((n) => n > 0).length,
        });
        expect(log.caseIds).toEqual(["__proto__", "constructor", "a"]);
      }),
      { seed: 13, numRuns: 150 },
    );
  });
});

function row(activity: string, time: string, id: string, attributes: object): object {
  return {
    activity,
    time: ms(time),
    attributes: { total: null, by: null, checked: null, qualifier: null, event_id: id, ...attributes },
  };
}
