import { describe, GigamineError, quoteValue } from "@gigamine/base";
import { type Column, columnByName, type EventLog } from "@gigamine/event-log";
import { caseVariantsOf } from "./case-table.js";
import type { Diagnosis } from "./diagnose.js";

/** The cases with one value of an attribute, or with values in one range. */
export interface DeviationGroup {
  /** The value; `null` for cases without one. Of numbers and instants the range, such as `"12 to 30"`. */
  readonly value: string | null;
  /** Of numbers and instants the least and the greatest value in the group; `null` for other attributes. */
  readonly from: number | null;
  readonly to: number | null;
  readonly cases: number;
  readonly deviatingCases: number;
  /** `deviatingCases` by `cases`, in [0, 1]. */
  readonly deviatingShare: number;
  /** Per deviation of the diagnosis, in its order, the cases of this group that show it. */
  readonly casesPerDeviation: readonly number[];
}

/**
 * Splits a diagnosis by a case attribute: in which groups of cases is how much skipped, inserted or misplaced?
 *
 * Text and truth values make a group each, the largest first (ties: in the order of the dictionary). Numbers and instants make up to
 * four groups of equal size, by their quartiles, in rising order. Cases without a value come last. O(cases · deviations of a case).
 *
 * @param log The log that `diagnosis` was made from.
 * @throws GigamineError `conformance/no-attribute` when the log has no such case attribute, `conformance/other-log` when the
 * diagnosis was made from another log.
 */
export function deviationsByAttribute(
  log: EventLog,
  diagnosis: Diagnosis,
  attribute: string,
): DeviationGroup[] {
  const column = columnByName(log.caseAttributes, attribute);
  if (column === undefined) {
    const names = Object.keys(log.caseAttributes).map((name) => quoteValue(name));
    throw new GigamineError(
      "conformance/no-attribute",
      `deviationsByAttribute: the log has no case attribute ${quoteValue(attribute)}. ` +
        `It has ${names.length === 0 ? "none" : names.join(", ")}.`,
      { attribute },
    );
  }
  const caseVariant = caseVariantsOf("deviationsByAttribute", log, diagnosis);
  const { groupOf, groups } = grouped(column, log.caseIds.length);
  const cases = groups.map(() => 0);
  const deviating = groups.map(() => 0);
  const perDeviation = groups.map(() => diagnosis.deviations.map(() => 0));
  for (let c = 0; c < groupOf.length; c++) {
    const group = groupOf[c]!;
    const { deviations } = diagnosis.variants[caseVariant[c]!]!;
    cases[group]!++;
    if (deviations.length > 0) deviating[group]!++;
    for (const d of deviations) perDeviation[group]![d]!++;
  }
  const isOrdered = column.kind === "number" || column.kind === "timestamp";
  return groups
    .map((group, g) => ({
      ...group,
      cases: cases[g]!,
      deviatingCases: deviating[g]!,
      deviatingShare: deviating[g]! / cases[g]!,
      casesPerDeviation: perDeviation[g]!,
    }))
    .filter((group) => group.cases > 0)
    .sort((a, b) => {
      if ((a.value === null) !== (b.value === null)) return a.value === null ? 1 : -1;
      return isOrdered ? 0 : b.cases - a.cases; // stable
    });
}

type Group = Pick<DeviationGroup, "value" | "from" | "to">;

/** The group of each case; the last group is that of cases without a value. */
function grouped(column: Column, cases: number): { groupOf: Int32Array; groups: Group[] } {
  const named = (names: readonly string[], codeOf: (c: number) => number) => ({
    groupOf: Int32Array.from({ length: cases }, (_, c) => {
      const code = codeOf(c);
      return code >= 0 && code < names.length ? code : names.length;
    }),
    groups: [...names, null].map((value) => ({ value, from: null, to: null })),
  });
  switch (column.kind) {
    case "string":
      return named(column.dictionary, (c) => column.codes[c]!);
    case "boolean":
      return named(["false", "true"], (c) => column.values[c]!);
    default:
      return byQuartiles(column.values, column.kind === "timestamp");
  }
}

function byQuartiles(values: Float64Array, areInstants: boolean): { groupOf: Int32Array; groups: Group[] } {
  const { p25, median, p75, max } = describe(values.filter((value) => !Number.isNaN(value)));
  const ends = [...new Set([p25, median, p75, max])].filter((end) => end !== null);
  const groupOf = Int32Array.from(values, (value) => {
    const group = ends.findIndex((end) => value <= end);
    return group < 0 ? ends.length : group;
  });
  const from = ends.map(() => Number.POSITIVE_INFINITY);
  const to = ends.map(() => Number.NEGATIVE_INFINITY);
  values.forEach((value, c) => {
    const group = groupOf[c]!;
    if (group === ends.length) return;
    from[group] = Math.min(from[group]!, value);
    to[group] = Math.max(to[group]!, value);
  });
  const text = (value: number): string => (areInstants ? new Date(value).toISOString() : String(value));
  const groups: Group[] = ends.map((_, g) => ({
    value: from[g] === to[g] ? text(from[g]!) : `${text(from[g]!)} to ${text(to[g]!)}`,
    from: from[g]!,
    to: to[g]!,
  }));
  return { groupOf, groups: [...groups, { value: null, from: null, to: null }] };
}
