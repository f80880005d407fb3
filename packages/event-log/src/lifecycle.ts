import { optionError } from "@gigamine/base";
import { columnByName } from "./columns.js";
import { gatherLog } from "./filter/select.js";
import type { Column, EventLog } from "./types.js";

/** Options of {@link pairLifecycle}. */
export interface PairOptions {
  /** What becomes of a start that nothing completes: an event with its `start` and without a time, or nothing. @default "keep" */
  readonly unmatchedStarts?: "keep" | "drop" | undefined;
  /** What becomes of a completion without a start, where the activity has starts elsewhere: kept as it is, or dropped. @default "keep" */
  readonly unmatchedCompletes?: "keep" | "drop" | undefined;
}

/** What {@link pairLifecycle} gives: the log of intervals, and what found no partner. */
export interface PairedLog<E extends object, C extends object> {
  readonly log: EventLog<E & { start: Date }, C>;
  /** How many intervals were made. */
  readonly pairs: number;
  /** How many events were kept as they are because they need no partner. */
  readonly instants: number;
  /** Indexes of the starts without completion, in the source log. */
  readonly unmatchedStarts: readonly number[];
  /** Indexes of the completions without start, in the source log, of activities that do have starts. */
  readonly unmatchedCompletes: readonly number[];
  /** Transitions whose events were left out, with their counts, sorted by name. */
  readonly leftOut: Readonly<Record<string, number>>;
}

const ENDS = new Set(["complete", "ate_abort", "pi_abort"]);
/** The other transitions of the standard life cycle: they neither begin nor end work. */
const BETWEEN = new Set([
  "schedule",
  "assign",
  "reassign",
  "withdraw",
  "suspend",
  "resume",
  "autoskip",
  "manualskip",
]);

const OTHER = 0;
const START = 1;
const END = 2;
const LEAVE = 3;

/**
 * Joins the start and the completion of each piece of work to one event with `start` and `time`, by the attribute `lifecycle`.
 *
 * The rule, case by case, in the order of the log:
 * - `start` opens a piece of work. `complete`, `ate_abort` and `pi_abort` close one, and the event made stands where they stood, with their time,
 *   their `lifecycle` and their attributes, those that they lack taken from the start.
 * - Closed is the earliest open start (first in, first out) of the same case and activity with the same resource; when there is none,
 *   the earliest without a resource; a completion without a resource closes the earliest of any.
 * - `schedule`, `assign`, `reassign`, `withdraw`, `suspend`, `resume`, `autoskip` and `manualskip` begin and end no work: their events are left out and
 *   counted. Pauses are not subtracted: an interval reaches from start to completion.
 * - An event without a transition, with `unknown` or another one, is instantaneous and looks for no partner; nor does an event that
 *   has a `start` already.
 *
 * Transitions are compared without regard to case. Leftovers are reported, and kept unless the options say otherwise; a case that loses
 * all its events stays, empty. A log in which nothing starts comes back as it is, with an empty column `start` if it had none.
 * O(events). Life cycle: IEEE 1849-2016 (XES), lifecycle extension.
 *
 * @example
 * const { log: intervals, unmatchedStarts } = pairLifecycle(log);
 */
export function pairLifecycle<E extends object, C extends object>(
  log: EventLog<E, C>,
  { unmatchedStarts = "keep", unmatchedCompletes = "keep" }: PairOptions = {},
): PairedLog<E, C> {
  for (const [name, value] of Object.entries({ unmatchedStarts, unmatchedCompletes })) {
    if (value !== "keep" && value !== "drop") {
      throw optionError("pairLifecycle", name, value, 'Give "keep" or "drop".');
    }
  }
  const { caseOffsets, activity } = log;
  const events = activity.length;
  const columns = log.eventAttributes as Readonly<Record<string, Column>>;
  const { roles, leftOut } = rolesOf(columnByName(columns, "lifecycle"), events);
  const startsOf = new Uint8Array(log.activities.length); // whether the activity has starts at all
  for (let e = 0; e < events; e++) if (roles[e] === START) startsOf[activity[e]!] = 1;

  const begun = startColumn(columns, events);
  const partner = new Int32Array(events).fill(-1); // per completion its start, per start its completion
  const open = new OpenWork(columnByName(columns, "resource"), activity);
  const report = { starts: [] as number[], completes: [] as number[], pairs: 0, instants: 0 };
  const rows = new Uint32Array(events);
  const offsets = new Uint32Array(caseOffsets.length);
  let kept = 0;
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    open.clear();
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      if (roles[e] === START) open.add(e);
      else if (roles[e] !== LEAVE && startsOf[activity[e]!] === 1 && Number.isNaN(begun[e]!)) {
        const start = roles[e] === END ? open.take(e) : -1;
        partner[e] = start;
        if (start >= 0) partner[start] = e;
      }
    }
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      const role = roles[e]!;
      if (role === LEAVE) continue;
      if (role === START) {
        if (partner[e]! >= 0) continue;
        report.starts.push(e);
        if (unmatchedStarts === "drop") continue;
      } else if (partner[e]! >= 0) report.pairs++;
      else if (role === END && startsOf[activity[e]!] === 1 && Number.isNaN(begun[e]!)) {
        report.completes.push(e);
        if (unmatchedCompletes === "drop") continue;
      } else report.instants++;
      rows[kept++] = e;
    }
    offsets[c + 1] = kept;
  }
  const cases = Uint32Array.from(log.caseIds.keys());
  const selected = gatherLog(log, cases, offsets, rows.subarray(0, kept));
  const start = new Float64Array(kept);
  const time = selected.time;
  const first = new Int32Array(kept).fill(-1);
  for (let i = 0; i < kept; i++) {
    const e = rows[i]!;
    start[i] = begun[e]!;
    if (roles[e] === START) {
      start[i] = log.time[e]!;
      time[i] = Number.NaN; // begun, and never known to be completed
    } else if (partner[e]! >= 0) {
      first[i] = partner[e]!;
      start[i] = log.time[partner[e]!]!;
    }
  }
  const filled: Record<string, Column> = Object.create(null);
  for (const [name, column] of Object.entries(selected.eventAttributes as Record<string, Column>)) {
    filled[name] = report.pairs === 0 ? column : fillFrom(column, columns[name]!, first);
  }
  filled["start"] = Object.freeze({ kind: "timestamp", values: start });
  return {
    log: Object.freeze({ ...selected, eventAttributes: Object.freeze(filled) }) as PairedLog<E, C>["log"],
    pairs: report.pairs,
    instants: report.instants,
    unmatchedStarts: report.starts,
    unmatchedCompletes: report.completes,
    leftOut,
  };
}

/** What each event does: starts, ends, is left out, or anything else. */
function rolesOf(
  lifecycle: Column | undefined,
  events: number,
): { readonly roles: Uint8Array; readonly leftOut: Readonly<Record<string, number>> } {
  const roles = new Uint8Array(events).fill(END);
  if (lifecycle?.kind !== "string") return { roles, leftOut: {} };
  const { codes, dictionary } = lifecycle;
  const names = dictionary.map((text) => text.toLowerCase());
  const table = Uint8Array.from(names, (name) =>
    name === "start" ? START : ENDS.has(name) ? END : BETWEEN.has(name) ? LEAVE : OTHER,
  );
  const counts = new Map<string, number>();
  for (let e = 0; e < events; e++) {
    roles[e] = codes[e]! < 0 ? OTHER : table[codes[e]!]!;
    if (roles[e] === LEAVE) counts.set(names[codes[e]!]!, (counts.get(names[codes[e]!]!) ?? 0) + 1);
  }
  return { roles, leftOut: Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function startColumn(columns: Readonly<Record<string, Column>>, events: number): Float64Array {
  const column = columnByName(columns, "start");
  return column === undefined || column.kind === "string" || column.kind === "boolean"
    ? new Float64Array(events).fill(Number.NaN)
    : column.values;
}

/** The open starts of one case in queues by activity, and by activity and resource. Each start is passed once in each of its two queues. */
class OpenWork {
  readonly #resources: Int32Array | null;
  readonly #resourceCount: number;
  readonly #activity: ArrayLike<number>;
  readonly #queues = new Map<number, { readonly events: number[]; next: number }>();
  readonly #taken = new Set<number>();

  constructor(resource: Column | undefined, activity: ArrayLike<number>) {
    this.#resources = resource?.kind === "string" ? resource.codes : null;
    this.#resourceCount = resource?.kind === "string" ? resource.dictionary.length : 0;
    this.#activity = activity;
  }

  clear(): void {
    if (this.#queues.size === 0) return;
    this.#queues.clear();
    this.#taken.clear();
  }

  add(e: number): void {
    this.#push(this.#key(e, this.#resourceOf(e)), e);
    this.#push(this.#key(e, ANYONE), e);
  }

  /** Takes out the start that event `e` closes; -1 when there is none. */
  take(e: number): number {
    const who = this.#resourceOf(e);
    if (who === NOBODY) return this.#shift(this.#key(e, ANYONE));
    const own = this.#shift(this.#key(e, who));
    return own >= 0 ? own : this.#shift(this.#key(e, NOBODY));
  }

  #resourceOf(e: number): number {
    return this.#resources === null ? NOBODY : this.#resources[e]!;
  }

  #key(e: number, who: number): number {
    return this.#activity[e]! * (this.#resourceCount + 2) + who + 2;
  }

  #push(key: number, e: number): void {
    const queue = this.#queues.get(key);
    if (queue === undefined) this.#queues.set(key, { events: [e], next: 0 });
    else queue.events.push(e);
  }

  #shift(key: number): number {
    const queue = this.#queues.get(key);
    if (queue === undefined) return -1;
    while (queue.next < queue.events.length) {
      const e = queue.events[queue.next++]!;
      if (this.#taken.has(e)) continue; // left by the other queue
      this.#taken.add(e);
      return e;
    }
    return -1;
  }
}

const NOBODY = -1;
const ANYONE = -2;

/** `column`, its missing values taken from the row `first[i]` of `source` where that is not -1. */
function fillFrom(column: Column, source: Column, first: Int32Array): Column {
  if (column.kind === "string" && source.kind === "string") {
    const codes = column.codes.map((code, i) =>
      code < 0 && first[i]! >= 0 ? source.codes[first[i]!]! : code,
    );
    return Object.freeze({ ...column, codes });
  }
  if (column.kind === "boolean" && source.kind === "boolean") {
    const values = column.values.map((v, i) => (v > 1 && first[i]! >= 0 ? source.values[first[i]!]! : v));
    return Object.freeze({ ...column, values });
  }
  const { values, kind } = column as Extract<Column, { kind: "number" | "timestamp" }>;
  const others = (source as Extract<Column, { kind: "number" | "timestamp" }>).values;
  const filled = values.map((v, i) => (Number.isNaN(v) && first[i]! >= 0 ? others[first[i]!]! : v));
  return Object.freeze({ kind, values: filled });
}
