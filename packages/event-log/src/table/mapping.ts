import { GigamineError, listNames, nearNames, optionError } from "@gigamine/base";
import type { Issues } from "../read/issues.js";
import { freeName, RESERVED_ATTRIBUTES } from "../reserved.js";

/** Which columns of a table play which role. A role that is not given is found by the usual names. */
export interface ColumnMapping {
  /** The case id. Several columns are joined with `" / "`. */
  readonly case?: string | readonly string[] | undefined;
  /** The activity. Several columns are joined with `" / "`. */
  readonly activity?: string | readonly string[] | undefined;
  /** When the event completed. `null`: the table has no times. */
  readonly timestamp?: string | null | undefined;
  /** When the event started; becomes the attribute `start`. `null`: none, whatever the names. */
  readonly start?: string | null | undefined;
  /** Who or what did it; becomes the attribute `resource`. `null`: none, whatever the names. */
  readonly resource?: string | null | undefined;
  /** The transition, such as "start" or "complete"; becomes the attribute `lifecycle`. `null`: none. */
  readonly lifecycle?: string | null | undefined;
  /** What it cost; becomes the attribute `cost`. `null`: none. */
  readonly cost?: string | null | undefined;
}

/**
 * The usual names of each role, the first that is found wins. Compared without regard to case; blanks and dashes count as
 * underscores, so that "Case ID" is `case_id`.
 */
export const USUAL_NAMES = {
  case: [
    "case_id",
    "case:concept:name",
    "caseid",
    "case",
    "lot",
    "lot_id",
    "batch",
    "batch_id",
    "order_id",
    "trace_id",
  ],
  activity: ["activity", "concept:name", "event", "task", "operation", "activity_name"],
  timestamp: [
    "timestamp",
    "time:timestamp",
    "time",
    "complete",
    "complete_timestamp",
    "end",
    "end_time",
    "date",
    "datetime",
  ],
  start: ["start_timestamp", "start", "start_time"],
  resource: ["resource", "org:resource", "user", "operator", "machine"],
  lifecycle: ["lifecycle:transition", "lifecycle"],
  cost: ["cost", "cost:total"],
} as const satisfies Record<keyof ColumnMapping, readonly string[]>;

export type Role = keyof ColumnMapping;

/** Columns with this prefix hold attributes of the case. */
export const CASE_PREFIX = "case:";

/** What one column of a table becomes. */
export interface AttributePlan {
  /** Position in the table. */
  readonly index: number;
  /** Name of the column in the table. */
  readonly column: string;
  /** Name of the attribute in the log. */
  readonly attribute: string;
  readonly level: "event" | "case";
}

/** What each column of a table becomes. */
export interface TablePlan {
  readonly caseIndexes: readonly number[];
  readonly activityIndexes: readonly number[];
  /** -1 when the table has no times. */
  readonly timestampIndex: number;
  readonly startIndex: number;
  readonly attributes: readonly AttributePlan[];
  /** Role to column, as in the report. */
  readonly mapping: Readonly<Record<string, string>>;
}

/**
 * Decides what each column of a table becomes: first the roles by option, then by usual names, then case attributes,
 * then event attributes under their own names. A name that is reserved or taken gets `_2` and an issue.
 *
 * @param only The columns that become attributes, by their names in the table or the log; `null` for all.
 */
export function planTable(
  names: readonly string[],
  where: string,
  area: string,
  columns: ColumnMapping,
  caseColumns: readonly string[],
  issues: Issues,
  only: ReadonlySet<string> | null = null,
): TablePlan {
  for (const role of Object.keys(columns)) {
    if (!Object.hasOwn(USUAL_NAMES, role)) {
      throw optionError(where, "columns", role, `The roles are ${listNames(Object.keys(USUAL_NAMES))}.`);
    }
  }
  const roleOf = new Map<number, Role>();
  const found = new Map<Role, number[]>();
  // roles by option first, so that a guess never takes a column that was given to another role
  for (const guess of [false, true]) {
    for (const role of Object.keys(USUAL_NAMES) as Role[]) {
      if ((columns[role] === undefined) !== guess) continue;
      const list = findRole(names, where, area, role, columns[role], roleOf);
      found.set(role, list);
      for (const index of list) roleOf.set(index, role);
    }
  }
  const caseIndexes = found.get("case")!;
  const activityIndexes = found.get("activity")!;
  const timestampIndex = found.get("timestamp")![0] ?? -1;
  const startIndex = found.get("start")![0] ?? -1;

  const asCase = new Set(caseColumns.map((name) => findColumn(names, where, area, "caseColumns", name)));
  const mapping: Record<string, string> = {};
  for (const [role, list] of found) {
    if (list.length > 0) mapping[role] = list.map((index) => names[index]!).join(" / ");
  }
  const taken = { event: new Set<string>(Object.keys(RESERVED_ATTRIBUTES)), case: new Set<string>() };
  const attributes: AttributePlan[] = [];
  for (let index = 0; index < names.length; index++) {
    const column = names[index]!;
    const role = roleOf.get(index);
    if (role === "case" || role === "activity") {
      // the parts of a joined name stay readable as attributes
      if ((role === "case" ? caseIndexes : activityIndexes).length === 1) continue;
    } else if (role !== undefined) {
      if (role === "timestamp" || (only !== null && !only.has(column) && !only.has(role))) continue;
      attributes.push({ index, column, attribute: role, level: "event" });
      continue;
    }
    const prefixed = column.startsWith(CASE_PREFIX) && column.length > CASE_PREFIX.length;
    if (only !== null && !only.has(column) && !(prefixed && only.has(column.slice(CASE_PREFIX.length)))) {
      continue;
    }
    const level = prefixed || asCase.has(index) || role === "case" ? "case" : "event";
    const wanted = prefixed ? column.slice(CASE_PREFIX.length) : column;
    const attribute = freeName(wanted, taken[level]);
    if (attribute !== wanted) {
      issues.note({
        code: `${area}/name-taken`,
        column,
        message: () =>
          `${where}: column ${JSON.stringify(column)} became the attribute ${JSON.stringify(attribute)}, because ` +
          `${JSON.stringify(wanted)} is reserved or taken. Name the column that plays the role in { columns }, or rename it.`,
      });
    }
    attributes.push({ index, column, attribute, level });
  }
  return { caseIndexes, activityIndexes, timestampIndex, startIndex, attributes, mapping };
}

function findRole(
  names: readonly string[],
  where: string,
  area: string,
  role: Role,
  wanted: string | readonly string[] | null | undefined,
  roleOf: ReadonlyMap<number, Role>,
): number[] {
  if (wanted === null) {
    if (role !== "case" && role !== "activity") return [];
    throw optionError(where, `columns.${role}`, null, "Every event needs one: name a column.");
  }
  if (wanted !== undefined) {
    const list = typeof wanted === "string" ? [wanted] : wanted;
    if (list.length === 0) {
      throw optionError(where, `columns.${role}`, "[]", "Name at least one column.");
    }
    return list.map((name) => findColumn(names, where, area, `columns.${role}`, name));
  }
  const plain = names.map(normalName);
  for (const usual of USUAL_NAMES[role]) {
    const index = plain.findIndex((name, i) => name === usual && !roleOf.has(i));
    if (index >= 0) return [index];
  }
  if (role !== "case" && role !== "activity" && role !== "timestamp") return [];
  const none = role === "timestamp" ? " Pass { columns: { timestamp: null } } for a log without times." : "";
  throw new GigamineError(
    `${area}/missing-column`,
    `${where}: no column looks like the ${role}. The columns are ${listNames(names)}. ` +
      `Name it with { columns: { ${role}: "…" } }, on the command line with --${role} "…".${none}`,
    { source: where, role, columns: names },
  );
}

function findColumn(
  names: readonly string[],
  where: string,
  area: string,
  option: string,
  name: string,
): number {
  const index = names.indexOf(name);
  if (index >= 0) return index;
  const near = nearNames(name, names);
  const role = option.startsWith("columns.") ? ` (on the command line --${option.slice(8)})` : "";
  throw new GigamineError(
    `${area}/missing-column`,
    `${where}: there is no column ${JSON.stringify(name)}, as option ${option} says${role}. ` +
      (near.length > 0 ? `Did you mean ${listNames(near)}? ` : "") +
      `The columns are ${listNames(names)}.`,
    { source: where, option, column: name, columns: names },
  );
}

function normalName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, "_");
}
