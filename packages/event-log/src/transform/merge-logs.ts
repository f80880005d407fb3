import { GigamineError, listNames, optionError, quoteValue } from "@gigamine/base";
import { columnByName, gatherColumn } from "../columns.js";
import { EventRows } from "../event-rows.js";
import type { Column, EventLog } from "../types.js";

/** Options of {@link mergeLogs}. */
export interface MergeOptions {
  /**
   * What happens to a case id that several logs have: `"throw"`; `"join"` the events to one case, by time, ties in the order of the logs,
   * each case attribute from the first log that has a value; or `"rename"` the later ones by `_2`, `_3`, …. @default "throw"
   */
  readonly sharedCases?: "throw" | "join" | "rename" | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: logs of any attributes
type AnyLog = EventLog<any, any>;
/** From a union of attribute types to one type with the attributes of all. */
type All<U> = { [K in U extends unknown ? keyof U : never]: ValueOf<U, K> };
type ValueOf<U, K> = U extends unknown ? (K extends keyof U ? U[K] : never) : never;
type EventsOf<L> = L extends EventLog<infer E, infer _> ? E : never;
type CasesOf<L> = L extends EventLog<infer _, infer C> ? C : never;

/** The log that has the attributes of all the logs. */
export type MergedLog<L extends readonly AnyLog[]> = EventLog<
  All<EventsOf<L[number]>>,
  All<CasesOf<L[number]>>
>;

/**
 * One log of the cases of several, in their order. An attribute that a log does not have is missing in its events or cases;
 * activities of the same name are one. O(events). No logs, or only empty ones, give the empty log.
 *
 * @throws GigamineError `merge/shared-case` for a case id that several logs have, unless an option says what to do;
 * `merge/mixed-kinds` for an attribute that has different kinds.
 *
 * @example
 * mergeLogs([january, february], { sharedCases: "join" });
 */
export function mergeLogs<const L extends readonly AnyLog[]>(
  logs: L,
  { sharedCases = "throw" }: MergeOptions = {},
): MergedLog<L> {
  if (sharedCases !== "throw" && sharedCases !== "join" && sharedCases !== "rename") {
    throw optionError("mergeLogs", "sharedCases", sharedCases, 'Give "throw", "join" or "rename".');
  }
  const rows = new EventRows();
  const caseCodes = new Map<string, number>();
  const activityCodes = new Map<string, number>();
  const allIds = new Set(logs.flatMap((log) => log.caseIds));
  const casesOf: Uint32Array[] = [];
  for (const log of logs) {
    const earlier = caseCodes.size;
    const codes = new Uint32Array(log.caseIds.length);
    for (const [c, id] of log.caseIds.entries()) {
      let code = caseCodes.get(id);
      if (code !== undefined && code < earlier && sharedCases !== "join") {
        if (sharedCases === "throw") throw sharedCase(id);
        code = undefined;
      }
      if (code === undefined) {
        code = caseCodes.size;
        caseCodes.set(caseCodes.has(id) ? freeId(id, allIds) : id, code);
      }
      codes[c] = code;
    }
    casesOf.push(codes);
    const activities = log.activities.map((name) => {
      const code = activityCodes.get(name) ?? activityCodes.size;
      activityCodes.set(name, code);
      return code;
    });
    for (let c = 0; c < codes.length; c++) {
      for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
        rows.add(codes[c]!, activities[log.activity[e]!]!, log.time[e]!);
      }
    }
  }
  let before = 0;
  const eventsOf = logs.map(({ activity }) => {
    const targets = new Uint32Array(activity.length);
    for (let e = 0; e < targets.length; e++) targets[e] = before + e;
    before += targets.length;
    return targets;
  });
  const eventColumns = mergedColumns(
    "event",
    logs.map(({ eventAttributes }) => eventAttributes),
    eventsOf,
    before,
  );
  const caseColumns = mergedColumns(
    "case",
    logs.map(({ caseAttributes }) => caseAttributes),
    casesOf,
    caseCodes.size,
  );
  return rows.toLog(
    caseCodes.keys(),
    activityCodes.keys(),
    eventColumns,
    caseColumns,
  ) as EventLog as MergedLog<L>;
}

type Sources = (readonly [string, { finish(rows: Uint32Array): Column }])[];

/** The columns of all logs by name: row `r` of log `i` goes to row `targets[i][r]`, where the first value stays. */
function mergedColumns(
  level: string,
  columnsOf: readonly object[],
  targets: readonly Uint32Array[],
  total: number,
): Sources {
  const names = new Set(columnsOf.flatMap((columns) => Object.keys(columns)));
  return Array.from(names, (name) => {
    const parts = columnsOf.map((columns) => columnByName(columns as Record<string, Column>, name));
    const kinds = new Set(parts.flatMap((part) => part?.kind ?? []));
    if (kinds.size > 1) {
      throw new GigamineError(
        "merge/mixed-kinds",
        `mergeLogs: the ${level} attribute ${quoteValue(name)} holds ${listNames([...kinds])} values in different logs. ` +
          `Make them one kind first, with withAttribute.`,
        { level, attribute: name, kinds: [...kinds] },
      );
    }
    const merged = mergedColumn(parts, targets, total);
    return [name, { finish: (rows: Uint32Array) => gatherColumn(merged, rows) }] as const;
  });
}

function mergedColumn(
  parts: readonly (Column | undefined)[],
  targets: readonly Uint32Array[],
  total: number,
): Column {
  const kind = parts.find((part) => part !== undefined)!.kind;
  if (kind === "string") {
    const merged = new Int32Array(total).fill(-1);
    const dictionary = new Map<string, number>();
    for (const [i, part] of parts.entries()) {
      if (part?.kind !== "string") continue;
      const codes = part.dictionary.map((text) => {
        const code = dictionary.get(text) ?? dictionary.size;
        dictionary.set(text, code);
        return code;
      });
      fill(merged, part.codes, targets[i]!, (code) => code < 0, codes);
    }
    return { kind, dictionary: Object.freeze([...dictionary.keys()]), codes: merged };
  }
  if (kind === "boolean") {
    const merged = new Uint8Array(total).fill(255);
    for (const [i, part] of parts.entries()) {
      if (part?.kind === "boolean") fill(merged, part.values, targets[i]!, (value) => value > 1);
    }
    return { kind, values: merged };
  }
  const merged = new Float64Array(total).fill(Number.NaN);
  for (const [i, part] of parts.entries()) {
    if (part?.kind === kind) fill(merged, part.values as Float64Array, targets[i]!, Number.isNaN);
  }
  return { kind, values: merged };
}

type Cells = Int32Array | Uint8Array | Float64Array;

function fill(
  merged: Cells,
  values: Cells,
  targets: Uint32Array,
  isMissing: (value: number) => boolean,
  translation: readonly number[] | null = null,
): void {
  for (let r = 0; r < targets.length; r++) {
    const value = values[r]!;
    const target = targets[r]!;
    if (isMissing(value) || !isMissing(merged[target]!)) continue;
    merged[target] = translation === null ? value : translation[value]!;
  }
}

function freeId(id: string, taken: Set<string>): string {
  let i = 2;
  while (taken.has(`${id}_${i}`)) i++;
  taken.add(`${id}_${i}`);
  return `${id}_${i}`;
}

function sharedCase(id: string): GigamineError {
  return new GigamineError(
    "merge/shared-case",
    `mergeLogs: several logs have the case ${quoteValue(id)}. Pass { sharedCases: "join" } when it is the same case, "rename" when not.`,
    { caseId: id },
  );
}
