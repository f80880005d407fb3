import { describe, expect, it } from "@jest/globals";
import { eventLogContract } from "../src/contract.js";
import { fromRows } from "../src/index.js";
import { rowsOf } from "./build-log.js";

const fails = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("fromRows", () => {
  const contract = eventLogContract(({ events, cases }) =>
    fromRows(
      events.map(({ caseId, activity, time, attributes }) => {
        const own = cases.find((one) => one.caseId === caseId)?.attributes ?? {};
        const prefixed = Object.entries(own).map(([name, value]) => [`case:${name}`, value] as const);
        return Object.fromEntries([
          ["case_id", caseId],
          ["activity", activity],
          ["timestamp", time],
          ...Object.entries(attributes ?? {}),
          ...prefixed,
        ]);
      }),
    ),
  );
  for (const { title, check } of contract) it(title, check);

  it("takes values as they are, and times as Date, ms or text", () => {
    const log = fromRows(
      [
        {
          lot: 7,
          task: "Mix",
          time: new Date(1000),
          cells: 96,
          code: "007",
          ok: true,
          at: new Date(5),
          note: null,
        },
        {
          lot: 7,
          task: "Coat",
          time: 2000,
          start: "1970-01-01T00:00:01Z",
          operator: 12,
          cost: "3.5",
          note: undefined,
        },
        { lot: "7", task: "Dry", time: "1970-01-01T00:00:03Z", cells: Number.NaN },
      ],
      { caseColumns: [] },
    );
    expect(rowsOf(log)).toMatchObject([
      {
        caseId: "7",
        events: [
          {
            activity: "Mix",
            time: 1000,
            attributes: { cells: 96, code: "007", ok: true, at: 5, note: null },
          },
          {
            activity: "Coat",
            time: 2000,
            attributes: { start: 1000, resource: "12", cost: 3.5, cells: null },
          },
          { activity: "Dry", time: 3000 },
        ],
      },
    ]);
    expect(log.report.mapping).toEqual({
      case: "lot",
      activity: "task",
      timestamp: "time",
      start: "start",
      resource: "operator",
      cost: "cost",
    });
  });

  it("keeps the first value of a case attribute and says when another follows", () => {
    const rows = [1, 1, 2].map((priority) => ({ case: "1", activity: "a", time: 0, priority }));
    const log = fromRows(rows, { caseColumns: ["priority"] });
    expect(rowsOf(log)).toMatchObject([{ attributes: { priority: 1 } }]);
    expect(log.report.issues).toMatchObject([
      { code: "rows/case-attribute-varies", row: 3, column: "priority" },
    ]);
  });

  it("widens columns of several kinds when asked", () => {
    const rows = [1, "x"].map((value) => ({ case: "1", activity: "a", time: 0, value }));
    expect(() => fromRows(rows)).toThrow(
      fails("event-log/mixed-kinds", /^rows: event attribute "value" held number/) as never,
    );
    const log = fromRows(rows, { mixedKinds: "widen" });
    expect(rowsOf(log)).toMatchObject([
      { events: [{ attributes: { value: "1" } }, { attributes: { value: "x" } }] },
    ]);
    expect(log.report.issueCounts).toEqual({ "rows/mixed-kinds": 1 });
  });

  const good = { case: "1", activity: "a", time: 0 as unknown };
  it.each([
    [[], "rows/empty", /^rows: there are no rows/],
    [[good, 7], "rows/not-an-object", /^rows: row 2 is 7/],
    [[{ id: "1" }], "rows/missing-column", /no column looks like the case/],
    [[good, { ...good, case: null }], "rows/missing-case", /row 2, "case": the case is null/],
    [[good, { ...good, activity: " " }], "rows/missing-activity", /row 2, "activity": the activity is " "/],
    [[good, { case: "1", time: 0 }], "rows/missing-activity", /the activity is undefined/],
    [
      [good, { ...good, time: "31.02.2024" }],
      "rows/bad-timestamp",
      /row 2, "time": cannot read "31.02.2024"/,
    ],
    [[good, { ...good, time: 9e15 }], "rows/bad-timestamp", /cannot read 9000000000000000/],
    [[good, { ...good, time: true }], "rows/bad-timestamp", /cannot read true/],
    [[{ ...good, start: "x" }], "rows/bad-timestamp", /row 1, "start"/],
    [[{ ...good, cost: "dear" }], "event-log/reserved-attribute", /"cost" is reserved for number values/],
    [[{ ...good, x: {} }], "event-log/bad-attribute", /attribute "x" gets a value of type object/],
  ])("says what, where and how to mend (%#)", (rows, code, message) => {
    expect(() => fromRows(rows as object[])).toThrow(fails(code, message) as never);
  });

  it("leaves bad rows out, or their times, when told", () => {
    const rows = [good, { ...good, time: "soon" }, { ...good, case: "" }];
    expect(fromRows(rows, { onIssue: "skip-row" }).report).toMatchObject({
      rowsRead: 3,
      rowsKept: 1,
      rowsDropped: 2,
    });
    const kept = fromRows(rows, { onIssue: "null" });
    expect([...kept.time]).toEqual([0, Number.NaN]);
    expect(kept.report.issueCounts).toEqual({ "rows/bad-timestamp": 1, "rows/missing-case": 1 });
    expect(() => fromRows(rows, { onIssue: "x" as never })).toThrow(/option onIssue is "x"/);
  });

  it("reads own properties only, whatever they are called", () => {
    const rows: object[] = [
      { case: "constructor", activity: "__proto__", time: 0, ["__proto__"]: 1, toString: "x" },
      { case: "2", activity: "a", time: 0 },
    ];
    const log = fromRows(rows as Record<string, unknown>[]);
    expect(rowsOf(log)).toMatchObject([
      { events: [{ attributes: { toString: "x" } }] },
      { events: [{ attributes: { toString: null } }] },
    ]);
    expect(Object.keys(log.eventAttributes)).toEqual(["__proto__", "toString"]);
  });
});
