import type { EventLog, NumberColumn } from "@gigamine/event-log";
import { caseAttribute } from "./case-attribute.js";
import { caseDurations } from "./case-durations.js";
import { type ReworkOptions, rework } from "./rework.js";

/** One number per case. */
export interface CaseVariable {
  /** The attribute's name, or `durationMs`, `events`, `reworkEvents`. Unique: an attribute of one of these names becomes `events_2` and so on. */
  readonly name: string;
  /**
   * `"computed"` from the events; `"case"` attribute; event attribute that is the same on all events of a case that have it
   * (`"event-constant"`) or, where it differs, its value on the first of them (`"event-first"`).
   */
  readonly source: "computed" | "case" | "event-constant" | "event-first";
  /** In the order of the cases; `null` where missing. */
  readonly values: readonly (number | null)[];
}

/**
 * The numeric variables of the cases of a log: `durationMs`, `events`, `reworkEvents`, then all numeric case attributes, then all
 * numeric event attributes that no case attribute hides (instants such as `start` are no numbers). Infinite numbers are missing.
 * `reworkEvents` follows `rework` and its options. O(events) an attribute, O(cases log cases) for the durations.
 */
export function caseVariables(log: EventLog, options: ReworkOptions = {}): CaseVariable[] {
  const { caseOffsets, caseIds } = log;
  const variables: CaseVariable[] = [
    { name: "durationMs", source: "computed", values: caseDurations(log).durationMs },
    {
      name: "events",
      source: "computed",
      values: caseIds.map((_, c) => caseOffsets[c + 1]! - caseOffsets[c]!),
    },
    { name: "reworkEvents", source: "computed", values: rework(log, options).reworkEvents },
  ];
  const names = new Set(variables.map(({ name }) => name));
  const attributes = [...Object.keys(log.caseAttributes), ...Object.keys(log.eventAttributes)];
  for (const attribute of new Set(attributes)) {
    const { level, column, rows } = caseAttribute("caseVariables", log, attribute);
    if (column.kind !== "number") continue;
    let name = attribute;
    for (let i = 2; names.has(name); i++) name = `${attribute}_${i}`;
    names.add(name);
    const values = Array.from(rows, (row) => (row < 0 ? null : column.values[row]!));
    const source =
      level === "case" ? "case" : isConstant(log, column, rows) ? "event-constant" : "event-first";
    variables.push({ name, source, values });
  }
  return variables;
}

function isConstant(log: EventLog, column: NumberColumn, firstRows: Int32Array): boolean {
  for (let c = 0; c < firstRows.length; c++) {
    if (firstRows[c]! < 0) continue;
    const first = column.values[firstRows[c]!]!;
    for (let e = firstRows[c]! + 1; e < log.caseOffsets[c + 1]!; e++) {
      const value = column.values[e]!;
      if (Number.isFinite(value) && value !== first) return false;
    }
  }
  return true;
}
