import { type ColumnKind, type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { checkExpectations } from "../../src/expectations/check.js";
import { expectations } from "../../src/expectations/expectations.js";
import type { LogRules } from "../../src/expectations/rules/log-rules.js";

/** Columns that some expectation looks at; those that only times may be in stand first. */
const timeNames = ["start"];
const textNames = ["resource"];
const freeNames = [
  "enabled",
  "shift",
  "process_step",
  "subcategory",
  "location",
  "qc_data",
  "ambient_temp_c",
  "operator_log",
  "operator",
  "attempt",
  "batch_size",
  "where",
];
const names = [...timeNames, ...textNames, ...freeNames];

const measurement = fc
  .record({
    metric: fc.constantFrom("coating_loading", "__proto__"),
    title: fc.constantFrom("Loading", ""),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    unit: fc.constantFrom("kg/m2", "%"),
    target: fc.constantFrom(0, 1, -1e308),
    warnLow: fc.constantFrom(null, 1),
    warnHigh: fc.constantFrom(null, 0),
    specLow: fc.constantFrom(null, 1e308),
    specHigh: fc.constantFrom(null, -1e308),
    status: fc.constantFrom("In Spec", "Critical Fail"),
  })
  .map((value) => JSON.stringify(value));

/** A value for a column of each kind. */
const values = fc.record({
  string: fc.oneof(
    fc.constantFrom("", "__proto__", "Friday_PM", "Coating_Room", "Loading 1 kg/m2 at 22 °C", "{}", "null"),
    measurement,
    fc.string(),
  ),
  number: fc.oneof(
    fc.constantFrom(0, -0, 0.5, 1, 2, 1e308, -1e308),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
  boolean: fc.boolean(),
  timestamp: fc.constantFrom(0, 1, 8.64e15, -8.64e15, Date.UTC(2025, 0, 6, 7), Date.UTC(9999, 11, 31)),
});

const anyLog: fc.Arbitrary<EventLog> = fc
  .record({
    kinds: fc.array(
      fc.constantFrom<ColumnKind | null>("string", "number", "boolean", "timestamp", "string", null),
      { minLength: names.length, maxLength: names.length },
    ),
    cases: fc.array(
      fc.array(
        fc.record({
          activity: fc.constantFrom(
            "Raw Material Arrival",
            "Production Batch Start",
            "REWORK_Mixing",
            "Shipment",
            "__proto__",
            "",
          ),
          time: fc.option(values.map(({ timestamp }) => timestamp)),
          cells: fc.array(fc.option(values), { minLength: names.length, maxLength: names.length }),
        }),
        { maxLength: 5 },
      ),
      { maxLength: 15 },
    ),
  })
  .map(({ kinds, cases }) => {
    const kindOf = (k: number): ColumnKind | null =>
      timeNames.includes(names[k]!) ? "timestamp" : textNames.includes(names[k]!) ? "string" : kinds[k]!;
    const columns = names.flatMap((name, k) => {
      const kind = kindOf(k);
      return kind === null ? [] : [{ name, kind, k }];
    });
    const builder = new EventLogBuilder({
      eventAttributes: Object.fromEntries(columns.map(({ name, kind }) => [name, kind])),
    });
    cases.forEach((events, c) => {
      builder.addCase(`case ${c}`);
      for (const { activity, time, cells } of events) {
        const event = builder.addEvent(`case ${c}`, activity, time);
        for (const { name, kind, k } of columns) {
          const cell = cells[k];
          if (cell != null) builder.setEventAttribute(event, name, cell[kind]);
        }
      }
    });
    return builder.build() as EventLog;
  });

const rules: LogRules = {
  columns: { attempt: "number", where: "string" },
  caseIdPattern: "case [0-9]+",
  calendar: { shifts: [{ days: ["Mon", "Tue"], from: "06:00", to: "14:00" }] },
  durations: { Shipment: { minimumMinutes: 1, maximumMinutes: 2 } },
  horizon: "2025-01-01T00:00:00Z",
  startActivities: ["Raw Material Arrival"],
  endActivities: ["Shipment"],
  finalActivities: ["Shipment"],
  precedence: [["Raw Material Arrival", "Shipment"]],
  maximumRepeats: 1,
  repeatsAfter: { Shipment: [""] },
  capacity: { "*": 1 },
  skills: { "": ["Shipment"] },
  onePlace: { who: "resource", place: "where" },
  littlesLaw: 0.05,
};

describe("expectations: logs of any form", () => {
  it("no check throws because of what is in a log, and every finding says what was seen", () => {
    // Numbers may stand where times are looked for.
    const lists = ["start", "attempt", "ambient_temp_c"].map((startColumn) => [
      ...expectations.log(),
      ...expectations.rules({ ...rules, startColumn }),
      ...expectations.qcTable({ badShift: { shift: "Friday_PM", location: "Coating_Room" } }),
      ...expectations.batteryLog(),
    ]);
    fc.assert(
      fc.property(anyLog, fc.constantFrom(...lists), (log, list) => {
        const { results } = checkExpectations(log, list);
        for (const { observed, violations, examples } of results) {
          expect(observed).not.toMatch(/NaN|undefined|Infinity|^$/);
          expect(Number.isSafeInteger(violations) && violations >= 0).toBe(true);
          expect(examples.length).toBeLessThanOrEqual(Math.min(5, violations));
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
