import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { STRUCTURE_RULES } from "../src/contract/structure.js";
import { eventLogContract } from "../src/contract.js";
import {
  columnByName,
  columnLength,
  columnValue,
  EventLogBuilder,
  events,
  gatherColumn,
  traces,
} from "../src/index.js";
import { buildLog, rowsOf } from "./build-log.js";

describe("EventLogBuilder", () => {
  for (const { title, check } of eventLogContract(buildLog)) it(title, check);

  it("gives the empty log when nothing was added", () => {
    const log = new EventLogBuilder().build();
    expect(log.caseIds).toEqual([]);
    expect([...log.caseOffsets]).toEqual([0]);
    expect(log.activity).toHaveLength(0);
    expect([...traces(log)]).toEqual([]);
  });

  it("sorts late events by time and leaves ties and events without time where they were", () => {
    const builder = new EventLogBuilder();
    for (const [activity, time] of [
      ["c", 30],
      ["a", 10],
      ["a2", null],
      ["a3", 10],
      ["b", 20],
      ["b2", 20],
    ] as const) {
      builder.addEvent("1", activity, time);
    }
    const log = builder.build();
    expect([...events(log, 0)].map(({ activity }) => activity)).toEqual(["a", "a2", "a3", "b", "b2", "c"]);
    expect(log.activities).toEqual(["c", "a", "a2", "a3", "b", "b2"]);
  });

  it("keeps cases without events, and their attributes", () => {
    const builder = new EventLogBuilder();
    builder.addCase("empty", { customer: "north" });
    builder.addEvent("full", "a", 1);
    const log = builder.build();
    expect(log.caseIds).toEqual(["empty", "full"]);
    expect([...log.caseOffsets]).toEqual([0, 0, 1]);
    expect(rowsOf(log)[0]).toEqual({ caseId: "empty", attributes: { customer: "north" }, events: [] });
  });

  it("goes on after build, and leaves the first log as it was", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 1, { cost: 2 });
    const first = builder.build();
    builder.addEvent("1", "b", 2);
    expect(builder.build().activity).toHaveLength(2);
    expect(first.activity).toHaveLength(1);
    expect(columnLength(first.eventAttributes["cost"]!)).toBe(1);
  });

  it.each([
    [256, Uint8Array],
    [257, Uint16Array],
    [65537, Uint32Array],
  ])("numbers %d activities in the narrowest array", (count, type) => {
    const builder = new EventLogBuilder();
    for (let i = 0; i < count; i++) builder.addEvent("1", `a${i}`, i);
    const log = builder.build();
    expect(log.activity).toBeInstanceOf(type);
    expect(log.activity[count - 1]).toBe(count - 1);
  });

  it("names attribute, kinds and remedy when kinds are mixed", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 1, { temperature: 21.5 });
    expect(() => builder.addEvent("1", "b", 2, { temperature: "hot" })).toThrow(
      expect.objectContaining({
        code: "event-log/mixed-kinds",
        message:
          'EventLogBuilder: event attribute "temperature" held number values and now gets the string "hot". ' +
          'Convert the values, or pass { mixedKinds: "widen" } to keep the column as text.',
      }),
    );
  });

  it("widens a column of several kinds to text when asked, and says which", () => {
    const builder = new EventLogBuilder({ mixedKinds: "widen" });
    for (const value of [1.5, true, new Date(0), "x", null, 2]) builder.addEvent("1", "a", null, { value });
    const column = builder.build().eventAttributes["value"]!;
    expect([0, 1, 2, 3, 4, 5].map((row) => columnValue(column, row))).toEqual([
      "1.5",
      "true",
      "1970-01-01T00:00:00Z",
      "x",
      null,
      "2",
    ]);
    expect(builder.widened).toEqual(["value"]);
  });

  it("widens a column of instants to ISO 8601 text", () => {
    const builder = new EventLogBuilder({ mixedKinds: "widen" });
    builder.addEvent("1", "a", null, { when: new Date(0) });
    builder.addEvent("1", "a", null, { when: "soon" });
    const column = builder.build().eventAttributes["when"]!;
    expect(columnValue(column, 0)).toBe("1970-01-01T00:00:00Z");
  });

  it("holds the reserved attributes to their kinds, also when kinds may mix", () => {
    const builder = new EventLogBuilder({ mixedKinds: "widen" });
    expect(() => builder.addEvent("1", "a", 1, { resource: 7 })).toThrow(
      expect.objectContaining({ code: "event-log/reserved-attribute" }),
    );
    expect(() => new EventLogBuilder({ eventAttributes: { cost: "string" } })).toThrow(
      expect.objectContaining({ code: "event-log/reserved-attribute" }),
    );
    builder.addEvent("1", "a", 1, { start: 500 });
    expect(builder.build().eventAttributes["start"]).toMatchObject({ kind: "timestamp" });
    expect(() => builder.addCase("1", { resource: 7 })).not.toThrow();
  });

  it.each([
    [() => new EventLogBuilder().addEvent(7 as never, "a", 1), "event-log/not-text"],
    [() => new EventLogBuilder().addEvent("1", undefined as never, 1), "event-log/not-text"],
    [() => new EventLogBuilder().addEvent("1", "a", Number.POSITIVE_INFINITY), "event-log/time-out-of-range"],
    [() => new EventLogBuilder().addEvent("1", "a", 1, { start: 9e15 }), "event-log/time-out-of-range"],
    [() => new EventLogBuilder().addEvent("1", "a", 1, { x: {} as never }), "event-log/bad-attribute"],
  ])("refuses what can't be stored (%#)", (act, code) => {
    expect(act).toThrow(expect.objectContaining({ code }));
  });

  it("refuses an attribute for an event that was not added", () => {
    expect(() => new EventLogBuilder().setEventAttribute(0, "x", 1)).toThrow(RangeError);
  });

  it("sorts every log by time inside cases, stably", () => {
    const event = fc.record({
      caseId: fc.constantFrom("1", "2", "3"),
      time: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (list) => {
        const source = { events: list.map((e, i) => ({ ...e, activity: `a${i}` })), cases: [] };
        for (const { fault } of STRUCTURE_RULES) {
          expect(fault(buildLog(source))).toBeNull();
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe("columns", () => {
  const builder = new EventLogBuilder();
  builder.addEvent("1", "a", 1, { text: "x", number: 0, truth: false, when: new Date(5) });
  builder.addEvent("1", "b", 2);
  const { eventAttributes } = builder.build();

  it("give their values, and null where missing or beyond the end", () => {
    for (const [name, value] of Object.entries({ text: "x", number: 0, truth: false, when: 5 })) {
      const column = columnByName(eventAttributes, name)!;
      expect([0, 1, 2].map((row) => columnValue(column, row))).toEqual([value, null, null]);
      expect(columnLength(column)).toBe(2);
      const turned = gatherColumn(column, Uint32Array.of(1, 0, 0));
      expect([0, 1, 2].map((row) => columnValue(turned, row))).toEqual([null, value, value]);
    }
  });

  it("are found by their own names only", () => {
    expect(columnByName(eventAttributes, "constructor")).toBeUndefined();
    expect(columnByName({}, "toString")).toBeUndefined();
  });
});

describe("row views", () => {
  it("show each case with its events", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 1, { resource: "x" });
    builder.addEvent("1", "b", null);
    expect(rowsOf(builder.build())).toEqual([
      {
        caseId: "1",
        attributes: {},
        events: [
          { activity: "a", time: 1, attributes: { resource: "x" } },
          { activity: "b", time: null, attributes: { resource: null } },
        ],
      },
    ]);
  });

  it("can be walked over again", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 1);
    const [trace] = traces(builder.build());
    expect([...trace!.events]).toHaveLength(1);
    expect([...trace!.events]).toHaveLength(1);
    expect(trace).toMatchObject({ index: 0, caseId: "1", length: 1 });
  });

  it.each([-1, 1, 0.5, Number.NaN])("throw a RangeError for case number %p of one case", (index) => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 1);
    expect(() => [...events(builder.build(), index)]).toThrow(RangeError);
  });
});
