import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import { checkExpectations } from "../../src/expectations/check.js";
import { isQcTable } from "../../src/expectations/table/qc-columns.js";
import {
  type QcTableExpectationOptions,
  qcTableExpectations,
} from "../../src/expectations/table/qc-table-expectations.js";

interface Row {
  readonly batch?: string;
  readonly minute?: number;
  readonly activity?: string;
  readonly step?: number;
  readonly subcategory?: string;
  readonly shift?: string;
  readonly location?: string;
  /** `null` = not recorded. */
  readonly celsius?: number | null;
  readonly attempt?: number;
  readonly note?: string;
  readonly metric?: string;
  readonly unit?: string;
  readonly value?: number;
  readonly status?: string;
  /** Instead of the JSON. */
  readonly qcText?: string;
}

/** A table of rows of one measurement: 100 µm wanted, warned beyond 98 to 102, refused beyond 95 to 105. */
function table(rows: readonly Row[]): EventLog {
  const builder = new EventLogBuilder();
  for (const [i, row] of rows.entries()) {
    const { batch = "B1", minute = i, activity = "Electrode Manufacturing", value = 100 + i / 100 } = row;
    const event = builder.addEvent(batch, activity, minute * 60_000);
    const qc = {
      metric: row.metric ?? "coating_thickness",
      title: "Coating thickness",
      value,
      unit: row.unit ?? "um",
      target: 100,
      warnLow: 98,
      warnHigh: 102,
      specLow: 95,
      specHigh: 105,
      status: row.status ?? "In Spec",
    };
    builder.setEventAttribute(event, "shift", row.shift ?? "Monday_AM");
    builder.setEventAttribute(event, "process_step", row.step ?? 2);
    builder.setEventAttribute(event, "subcategory", row.subcategory ?? "Coating & Drying");
    builder.setEventAttribute(event, "location", row.location ?? "Coating_Room");
    builder.setEventAttribute(event, "resource", "Coater 1");
    builder.setEventAttribute(event, "qc_data", row.qcText ?? JSON.stringify(qc));
    builder.setEventAttribute(event, "ambient_temp_c", row.celsius === undefined ? 22 : row.celsius);
    if (row.attempt !== undefined) builder.setEventAttribute(event, "attempt", row.attempt);
    if (row.note !== undefined) builder.setEventAttribute(event, "operator_log", row.note);
  }
  return builder.build();
}

const resultOf = (rows: readonly Row[], id: string, options?: QcTableExpectationOptions) => {
  const result = checkExpectations(table(rows), qcTableExpectations(options)).results.find(
    (one) => one.id === id,
  );
  if (result === undefined) throw new Error(`no expectation ${id}`);
  return { observed: result.observed, violations: result.violations, examples: result.examples };
};

const firstRow = 'case "B1", event 1 "Electrode Manufacturing"';
const secondRow = 'case "B1", event 2 "Electrode Manufacturing"';

describe("qcTableExpectations", () => {
  it.each<[string, readonly Row[], readonly Row[], number, string, readonly string[]]>([
    [
      "qc/readable",
      [{}],
      [{ qcText: "{'metric': 1}" }, { qcText: '{"metric":"m"}' }, {}],
      2,
      "2 of 3 rows unreadable",
      [`${firstRow} has a qc_data that is no JSON`, `${secondRow} has a qc_data with a wrong title`],
    ],
    [
      "qc/one-spelling",
      [{}, {}],
      [{ metric: "winding_alignment" }, { metric: "Winding Alignment" }, { metric: "density" }],
      1,
      "1 of 2 metrics spelled in several ways",
      ['"windingalignment": "winding_alignment", "Winding Alignment"'],
    ],
    [
      "qc/one-unit",
      [{}, { metric: "width", unit: "mm" }],
      [{}, { unit: "mm" }],
      1,
      "1 of 1 metric with several units",
      ['"coating_thickness": "um", "mm"'],
    ],
    [
      "qc/status-fits-limits",
      [
        { value: 98 },
        { value: 102 },
        { value: 102.1, status: "Tolerance Warning" },
        { value: 105, status: "Tolerance Warning" },
        { value: 105.1, status: "Critical Fail" },
        { value: 94.9, status: "Critical Fail" },
      ],
      [{ value: 103 }, { value: 100, status: "Critical Fail" }],
      2,
      "2 of 2 rows with another status than the limits give",
      [
        `${firstRow} says In Spec of coating_thickness = 103 um, the limits say Tolerance Warning`,
        `${secondRow} says Critical Fail of coating_thickness = 100 um, the limits say In Spec`,
      ],
    ],
    [
      "qc/diversity",
      Array.from({ length: 20 }, (_, i) => ({ value: 100 + Math.floor(i / 2) / 10 })),
      Array.from({ length: 20 }, (_, i) => ({ value: 100 + Math.floor(i / 3) / 10 })),
      1,
      "1 of 1 metric with few values",
      ['"coating_thickness": 7 values in 20 rows'],
    ],
    [
      "qc/step-fits-subcategory",
      [{}, { step: 1, subcategory: "Slurry Mixing", metric: "viscosity" }],
      [
        {},
        { step: 1 },
        { metric: "viscosity" },
        { metric: "viscosity", step: 1, subcategory: "Slurry Mixing" },
      ],
      2,
      "2 of 4 rows at odds with the others",
      [
        `${secondRow} puts "Coating & Drying" with 1, elsewhere it is with 2`,
        'case "B1", event 4 "Electrode Manufacturing" puts "step 1" with "Slurry Mixing", elsewhere it is with "Coating & Drying"',
      ],
    ],
    [
      "qc/batches-traced",
      [{ step: 1 }, { step: 2 }],
      [{ step: 1 }, { step: 2 }, { batch: "B2" }, { batch: "B2" }],
      1,
      "1 of 2 batches over several steps",
      ['case "B2" has rows of one step only'],
    ],
    [
      "qc/steps-in-order",
      [
        { step: 1, minute: 0 },
        { step: 2, minute: 1 },
        { step: 1, minute: 2 },
        { step: 3, minute: 3 },
      ],
      [
        { step: 2, minute: 0 },
        { step: 1, minute: 1 },
      ],
      1,
      "1 steps out of order in 1 batch",
      ['case "B1" has step 1 after step 2'],
    ],
    [
      "qc/notes-differ",
      [{ note: "one" }, { note: "two" }, { note: "" }, {}],
      [{ note: "one" }, { note: "one" }],
      1,
      "1 of 2 notes repeated",
      [],
    ],
  ])(
    "%s is met by a table that keeps it and broken by one that does not",
    (id, good, bad, count, observed, examples) => {
      expect(resultOf(good, id).violations).toBe(0);
      expect(resultOf(bad, id)).toEqual({ observed, violations: count, examples });
    },
  );

  it("wants the numbers and the status of a note to be those of its row", () => {
    const note = (text: string): Row[] => [{ value: 103.2, status: "Tolerance Warning", note: text }];
    const judged = (text: string) => resultOf(note(text), "qc/notes-agree").violations;
    expect(judged("Coating thickness 103.2 µm, tolerance warning.")).toBe(0);
    expect(judged("Coating thickness 103.3 µm, tolerance warning.")).toBe(1);
    expect(judged("Coating thickness 103.2 µm, all within limits.")).toBe(1);
    expect(resultOf([{}], "qc/notes-agree").observed).toBe(
      "0 of 0 rows with a note that says something else",
    );
  });

  it("lets no note state a room temperature or an attempt that the row does not hold", () => {
    const judged = (row: Row) => resultOf([{ value: 100, ...row }], "qc/notes-agree").violations;
    expect(judged({ note: "Coating thickness 100 µm, room at 22.0 °C." })).toBe(0);
    expect(judged({ note: "Coating thickness 100 µm, room at 22.0 °C.", celsius: null })).toBe(1);
    expect(judged({ note: "Coating thickness 100 µm, room too cold.", celsius: null })).toBe(1);
    expect(judged({ note: "Coating thickness 100 µm.", celsius: null })).toBe(0);
    expect(judged({ note: "Coating thickness 100 µm on attempt 1." })).toBe(0);
    expect(judged({ note: "Coating thickness 100 µm on attempt 1.", attempt: 0.5 })).toBe(1);
  });

  it("wants a bad shift to be hotter in its room, by more than was said", () => {
    const rows = (celsius: number): Row[] => [
      { shift: "Friday_PM", celsius },
      { shift: "Friday_PM", celsius: 40, location: "Formation_Lab" },
      { celsius: 21 },
      { celsius: 23 },
    ];
    const badShift = { shift: "Friday_PM", location: "Coating_Room" };
    expect(resultOf(rows(25), "qc/bad-shift-hotter", { badShift })).toEqual({
      observed: "25.00 °C in 1 row against 22.00 °C in 2 rows: 3.00 °C hotter",
      violations: 1,
      examples: [],
    });
    expect(resultOf(rows(25.1), "qc/bad-shift-hotter", { badShift }).violations).toBe(0);
    expect(
      resultOf(rows(25.1), "qc/bad-shift-hotter", { badShift: { ...badShift, hotterByC: 3.2 } }).violations,
    ).toBe(1);
    expect(resultOf([{}], "qc/bad-shift-hotter", { badShift })).toEqual({
      observed: "no row of Friday_PM in Coating_Room with a temperature",
      violations: 1,
      examples: [],
    });
  });

  it("looks for more values out of the warning limits in the bad shift, in ten rows or more", () => {
    const badShift = { shift: "Friday_PM", location: "Coating_Room" };
    const off = { value: 103, status: "Tolerance Warning" };
    const rows = (count: number, bad: Row, other: Row): Row[] => [
      ...Array.from({ length: count }, () => ({ ...bad, shift: "Friday_PM" })),
      ...Array.from({ length: 10 }, () => other),
    ];
    const judged = (table: readonly Row[]) => resultOf(table, "qc/bad-shift-moves-metrics", { badShift });
    expect(judged(rows(10, off, {}))).toEqual({
      observed: "10 of 10 rows out of the warning limits against 0 of 10 rows",
      violations: 0,
      examples: [],
    });
    expect(judged(rows(10, {}, {})).violations).toBe(1);
    expect(judged(rows(9, {}, off))).toEqual({
      observed: "0 of 9 rows out of the warning limits against 10 of 10 rows, too few to judge",
      violations: 0,
      examples: [],
    });
  });

  it("allows for chance in the share of rows in spec, and for no more", () => {
    const rows = (good: number, bad: number): Row[] => [
      ...Array.from({ length: good }, () => ({})),
      ...Array.from({ length: bad }, () => ({ value: 103, status: "Tolerance Warning" })),
    ];
    // The seed's fault: 100 of 100 in spec where at most 0.97 should be: -100 ln 0.97 = 3.05 < ln(2 / 0.001) = 7.6, no surprise;
    // 300 of 300 are 9.1 and are one.
    expect(resultOf(rows(100, 0), "qc/in-spec").violations).toBe(0);
    expect(resultOf(rows(300, 0), "qc/in-spec").violations).toBe(1);
    expect(resultOf(rows(90, 10), "qc/in-spec").violations).toBe(0);
    expect(resultOf(rows(60, 40), "qc/in-spec").violations).toBe(1);
    expect(resultOf([], "qc/in-spec")).toEqual({
      observed: "no rows to judge by",
      violations: 0,
      examples: [],
    });
  });

  it("wants all columns, each of its kind", () => {
    const judged = (log: EventLog) =>
      checkExpectations(log, qcTableExpectations()).results.find(({ id }) => id === "qc/columns");
    expect(judged(table([{}]))).toMatchObject({ success: true, observed: "7 of 7 columns" });
    const builder = new EventLogBuilder();
    const event = builder.addEvent("1", "a", 0);
    builder.setEventAttribute(event, "process_step", "two");
    expect(judged(builder.build())).toMatchObject({
      observed: "0 of 7 columns",
      violations: 7,
      examples: expect.arrayContaining([
        '"shift" is missing',
        '"process_step" holds string values, not number',
      ]),
    });
  });

  it("knows a quality table by its columns", () => {
    expect(isQcTable(table([{}]))).toBe(true);
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 0);
    expect(isQcTable(builder.build())).toBe(false);
  });

  it.each<[string, QcTableExpectationOptions]>([
    ["traced", { traced: 95 }],
    ["traced", { traced: Number.NaN }],
    ["inSpec", { inSpec: [0.9, 0.8] }],
  ])("refuses a %s that is no share", (option, options) => {
    expect(() => qcTableExpectations(options)).toThrow(
      expect.objectContaining({ code: "option/out-of-range", message: expect.stringContaining(option) }),
    );
  });
});
