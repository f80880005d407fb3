import { GigamineError, optionError, quoteValue } from "@gigamine/base";
import { type Column, columnValue, type EventLog } from "@gigamine/event-log";
import { bisectLeft, bisectRight, quantileSorted } from "d3-array";
import { oneOf } from "./activity-selection.js";
import { type CaseAttribute, caseAttribute } from "./case-attribute.js";
import { type ReworkOptions, rework } from "./rework.js";
import { type ConfidenceOptions, type ShareInterval, wilsonInterval } from "./wilson-interval.js";

export interface ReworkRateOptions extends ReworkOptions, ConfidenceOptions {
  /** How many groups a numeric attribute is cut into: a whole number from 1 to 1000. Not with `thresholds`. @default 5 */
  readonly bins?: number | undefined;
  /** Where a numeric attribute is cut instead: rising numbers; k of them make k + 1 groups, open at both ends. @default none */
  readonly thresholds?: readonly number[] | undefined;
  /**
   * How `bins` are laid out: `"linear"`, groups of equal width from the least to the greatest value; `"log"`, of equal ratio,
   * for positive values; `"quantile"`, of about equally many cases (equal cuts become one). @default "linear"
   */
  readonly scale?: "linear" | "log" | "quantile" | undefined;
  /** Which end a group includes: `"left"` makes [from, to), `"right"` (from, to]. The outermost ends are always in. @default "left" */
  readonly closed?: "left" | "right" | undefined;
}

interface GroupRate extends ShareInterval {
  readonly cases: number;
  readonly casesWithRework: number;
}

/** Cases whose value lies between two numbers. */
export interface RangeGroup extends GroupRate {
  /** Lower end; `null` for no limit. */
  readonly from: number | null;
  /** Upper end; `null` for no limit. */
  readonly to: number | null;
}

/** Cases that share a text or truth value (`"true"`, `"false"`). */
export interface CategoryGroup extends GroupRate {
  readonly value: string;
}

interface ReworkByGroup {
  readonly attribute: string;
  /** Where the values come from: the case, or the first event of the case that has the attribute. */
  readonly level: "case" | "event";
  /** Which events count as rework, see `rework`. */
  readonly basis: "prefix" | "repeats" | "both";
  /** Cases without a value, in no group. */
  readonly missing: { readonly cases: number; readonly casesWithRework: number };
}

export interface ReworkByRange extends ReworkByGroup {
  readonly kind: "range";
  readonly closed: "left" | "right";
  /** In rising order, with no gap between them; groups may be without cases. */
  readonly groups: readonly RangeGroup[];
}

export interface ReworkByCategory extends ReworkByGroup {
  readonly kind: "category";
  /** The largest group first, ties by value. */
  readonly groups: readonly CategoryGroup[];
}

/**
 * The share of cases with rework in each group of an attribute, with the Wilson score interval of each share.
 *
 * Numbers and instants (ms since the epoch) are cut into ranges, texts and truth values are categories. The value of a case is its
 * case attribute or, if the log has none of that name, that of the first of its events that has the event attribute. Infinite
 * numbers count as missing. Every case with a value is in exactly one group: also the least value under
 * `closed: "right"`, which tools that cut like `pandas.cut` leave in no group. All values equal give one group, no value none. A
 * group without cases has `null` rates. O(events + cases log groups). An attribute that the log does not have is an error.
 *
 * The intervals are those of each group alone; they are not corrected for looking at several.
 *
 * @example
 * reworkRateByGroup(log, "batch_size", { bins: 5 })
 */
export function reworkRateByGroup(
  log: EventLog,
  attribute: string,
  options: ReworkRateOptions = {},
): ReworkByRange | ReworkByCategory {
  const { prefix, basis: wanted, confidence, closed = "left" } = options;
  checkOptions(options, closed);
  const source = caseAttribute("reworkRateByGroup", log, attribute);
  const { basis, reworkEvents } = rework(log, { prefix, basis: wanted });
  const missing = { cases: 0, casesWithRework: 0 };
  for (let c = 0; c < reworkEvents.length; c++) {
    if (source.rows[c]! >= 0) continue;
    missing.cases++;
    if (reworkEvents[c]! > 0) missing.casesWithRework++;
  }
  const shared = { attribute, level: source.level, basis, missing };
  const rate = (cases: number, casesWithRework: number): GroupRate => ({
    cases,
    casesWithRework,
    ...wilsonInterval(casesWithRework, cases, { confidence }),
  });
  if (source.column.kind === "string" || source.column.kind === "boolean") {
    const groups = categories(source, reworkEvents).map(({ value, cases, casesWithRework }) => ({
      value,
      ...rate(cases, casesWithRework),
    }));
    return { kind: "category", ...shared, groups };
  }
  const edges = groupEdges(attribute, numbers(source.column, source.rows), options);
  const inner = edges.slice(1, -1) as number[];
  const place = closed === "left" ? bisectRight : bisectLeft;
  const cases = new Uint32Array(Math.max(0, edges.length - 1));
  const withRework = new Uint32Array(cases.length);
  for (let c = 0; c < reworkEvents.length; c++) {
    const row = source.rows[c]!;
    if (row < 0) continue;
    const group = place(inner, source.column.values[row]!);
    cases[group]!++;
    if (reworkEvents[c]! > 0) withRework[group]!++;
  }
  const groups = Array.from(cases, (count, g) => ({
    from: edges[g]!,
    to: edges[g + 1]!,
    ...rate(count, withRework[g]!),
  }));
  return { kind: "range", ...shared, closed, groups };
}

function checkOptions(
  { bins, thresholds, scale = "linear" }: ReworkRateOptions,
  closed: "left" | "right",
): void {
  const where = "reworkRateByGroup";
  oneOf(where, "closed", closed, ["left", "right"]);
  oneOf(where, "scale", scale, ["linear", "log", "quantile"]);
  if (bins !== undefined && !(Number.isInteger(bins) && bins >= 1 && bins <= 1000)) {
    throw optionError(where, "bins", bins, "Give a whole number from 1 to 1000; 5 suits a first look.");
  }
  if (thresholds === undefined) return;
  if (bins !== undefined) {
    throw optionError(where, "bins", bins, "The thresholds given decide the groups. Give one of the two.");
  }
  const rising = thresholds.every((t, i) => Number.isFinite(t) && (i === 0 || t > thresholds[i - 1]!));
  if (!rising || thresholds.length === 0) {
    throw optionError(
      where,
      "thresholds",
      thresholds.join(", "),
      "Give one or more numbers in rising order.",
    );
  }
}

function numbers(column: Column & { values: ArrayLike<number> }, rows: Int32Array): Float64Array {
  return Float64Array.from(
    rows.filter((row) => row >= 0),
    (row) => column.values[row]!,
  ).sort();
}

/** The ends of the groups in rising order, one more than groups; `null` is no limit. Empty without values. */
function groupEdges(
  attribute: string,
  sorted: Float64Array,
  { bins = 5, thresholds, scale = "linear" }: ReworkRateOptions,
): (number | null)[] {
  if (thresholds !== undefined) return [null, ...thresholds, null];
  if (sorted.length === 0) return [];
  const min = sorted[0]!;
  const max = sorted[sorted.length - 1]!;
  if (min === max) return [min, max];
  if (scale === "log" && min <= 0) {
    throw new GigamineError(
      "stats/log-of-nonpositive",
      `reworkRateByGroup: attribute ${quoteValue(attribute)} has the value ${min}, which has no place on a log scale. ` +
        `Use scale "linear" or "quantile".`,
      { attribute, value: min },
    );
  }
  const edges = [min];
  for (let i = 1; i < bins; i++) {
    const share = i / bins;
    const edge =
      scale === "linear"
        ? min + (max - min) * share
        : scale === "log"
          ? min * (max / min) ** share
          : quantileSorted(sorted as unknown as number[], share)!;
    if (edge > edges[edges.length - 1]! && edge < max) edges.push(edge); // equal cuts would make empty groups
  }
  edges.push(max);
  return edges;
}

/** Cases and cases with rework per value, the largest first, ties by value. */
function categories(
  { column, rows }: CaseAttribute,
  reworkEvents: readonly number[],
): { value: string; cases: number; casesWithRework: number }[] {
  const tally = new Map<string, { value: string; cases: number; casesWithRework: number }>();
  for (let c = 0; c < rows.length; c++) {
    if (rows[c]! < 0) continue;
    const value = String(columnValue(column, rows[c]!));
    let entry = tally.get(value);
    if (entry === undefined) {
      entry = { value, cases: 0, casesWithRework: 0 };
      tally.set(value, entry);
    }
    entry.cases++;
    if (reworkEvents[c]! > 0) entry.casesWithRework++;
  }
  return [...tally.values()].sort((a, b) => b.cases - a.cases || (a.value < b.value ? -1 : 1));
}
