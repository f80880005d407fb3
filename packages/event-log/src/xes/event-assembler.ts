import { GigamineError, quoteValue } from "@gigamine/base";
import { ByteDictionary } from "../bytes/byte-dictionary.js";
import { ColumnSet } from "../column-set.js";
import type { ColumnWriter } from "../column-writer.js";
import { EventRows } from "../event-rows.js";
import type { OnIssue } from "../read/input.js";
import { type Issues, type Problem, problemError } from "../read/issues.js";
import { freeName, RESERVED_ATTRIBUTES, type ReservedAttribute } from "../reserved.js";
import { cellNumber, cellTime } from "../table/cells.js";
import type { ColumnKind, EventLog } from "../types.js";
import { TYPES, xesNumber } from "./attribute-types.js";
import { EventSlot } from "./event-slot.js";
import type { LogMetadata, MetadataValue } from "./metadata.js";
import { CONCEPT_NAME, RESERVED_BY_KEY, TIME_TIMESTAMP, XES_KEYS } from "./names.js";

export interface XesAssemblerOptions {
  readonly source: string;
  readonly classifier: string | undefined;
  readonly onIssue: OnIssue;
  readonly maxAttributes: number;
  readonly fillGlobals: boolean;
}

/** The columns of a log from the attributes of its traces and events. */
export class EventAssembler {
  readonly #options: XesAssemblerOptions;
  readonly #issues: Issues;
  readonly #metadata: LogMetadata;
  readonly #events = new EventRows();
  readonly #eventColumns = new ColumnSet({
    where: "readXes",
    level: "event",
    widen: true,
    keepReserved: false,
  });
  readonly #caseColumns = new ColumnSet({ where: "readXes", level: "case", widen: true });
  readonly #activities = new ByteDictionary();
  #activityKeys: readonly string[] | null = null;
  #read = 0;

  constructor(options: XesAssemblerOptions, issues: Issues, metadata: LogMetadata) {
    this.#options = options;
    this.#issues = issues;
    this.#metadata = metadata;
  }

  /** How many events the file has had so far. */
  get read(): number {
    return this.#read;
  }

  get kept(): number {
    return this.#events.count;
  }

  /** The keys whose values make the activity. An unknown classifier throws. */
  activityKeys(): readonly string[] {
    this.#activityKeys ??= this.#metadata.activityKeys(this.#options.source, this.#options.classifier);
    return this.#activityKeys;
  }

  /** A place for the values of one key and type, when they may be taken as bytes. */
  slot(key: string, element: string): EventSlot {
    const keys = this.activityKeys();
    const role =
      key === TIME_TIMESTAMP ? "time" : keys.length === 1 && keys[0] === key ? "activity" : "attribute";
    const slot = new EventSlot(key, element, kindOf(key, element, true), role);
    slot.column = this.#eventColumns.get(key) ?? null;
    return slot;
  }

  /** The code of an activity that stands in `bytes` as ASCII; {@link EventAssembler.activityText} takes any text. */
  activity(bytes: Uint8Array, start: number, end: number): number {
    return this.#activities.intern(bytes, start, end);
  }

  activityText(text: string): number {
    return this.#activities.internText(text);
  }

  /** Adds an event whose activity and time are known already, and returns its row. */
  add(caseIndex: number, activity: number, time: number): number {
    this.#read++;
    return this.#events.add(caseIndex, activity, time);
  }

  /** Sets an attribute that {@link EventSlot.set} could not take. */
  setSlot(slot: EventSlot, row: number, value: string, line: number): void {
    this.#set(this.#eventColumns, row, slot.key, slot.element, value, line);
    slot.column ??= this.#eventColumns.get(slot.key) ?? null;
  }

  /** Whether an activity is made of one key, so that events can come by {@link EventAssembler.add}. */
  get plain(): boolean {
    return this.activityKeys().length === 1;
  }

  outside(): void {
    this.#read++;
  }

  caseAttribute(caseIndex: number, key: string, element: string, value: string, line: number): void {
    this.#set(this.#caseColumns, caseIndex, key, element, value, line);
  }

  /**
   * Adds an event, or says why not.
   *
   * @param parts Keys, types and values, one after the other.
   */
  addParts(caseIndex: number, parts: readonly string[], line: number): void {
    this.#read++;
    const { source, onIssue, fillGlobals } = this.#options;
    const keys = this.activityKeys();
    const found = keys.map(
      (key) => valueAt(parts, key) ?? (fillGlobals ? this.#globalValue(key) : undefined),
    );
    if (found.every((value) => value === undefined)) {
      this.#refuse({
        code: "xes/missing-activity",
        row: line,
        column: keys.join("+"),
        message: () =>
          `${source}: line ${line}: an event of trace ${caseIndex + 1} has no ${keys.join(" or ")}, so its activity is not ` +
          `known. Add it, name another { classifier }, or pass { onIssue: "skip-row" }.`,
      });
      return;
    }
    const activity = found.length === 1 ? found[0]! : found.map((value) => value ?? "").join("+");
    const timeText =
      valueAt(parts, TIME_TIMESTAMP) ?? (fillGlobals ? this.#globalValue(TIME_TIMESTAMP) : undefined);
    let time = Number.NaN;
    if (timeText === undefined) this.#missingTime(line);
    else {
      time = cellTime(timeText);
      if (Number.isNaN(time)) {
        this.#refuse({
          code: "xes/bad-timestamp",
          row: line,
          column: TIME_TIMESTAMP,
          value: timeText,
          message: () =>
            `${source}: line ${line}, ${TIME_TIMESTAMP}: cannot read ${quoteValue(timeText)} as a timestamp. ` +
            `Write ISO 8601 such as 2024-02-28T13:45:00.000+00:00, or pass { onIssue: "skip-row" }.`,
        });
        if (onIssue === "skip-row") return;
      }
    }
    const row = this.#events.add(caseIndex, this.activityText(activity), time);
    const plainActivity = keys.length === 1 ? keys[0]! : null; // told by the activity already
    let names = 0;
    let times = 0;
    for (let i = 0; i < parts.length; i += 3) {
      const key = parts[i]!;
      if (key === plainActivity) {
        if (++names > 1) this.repeated(key, line);
      } else if (key === TIME_TIMESTAMP) {
        if (++times > 1) this.repeated(key, line);
      } else this.#set(this.#eventColumns, row, key, parts[i + 1]!, parts[i + 2]!, line);
    }
  }

  repeated(key: string, line: number): void {
    this.#issues.note({
      code: "xes/repeated-attribute",
      row: line,
      column: key,
      message: () =>
        `${this.#options.source}: line ${line}: attribute ${quoteValue(key)} comes twice. The first value counts; ` +
        `give them different keys.`,
    });
  }

  /** The log so far; nothing can be added afterwards. Source columns are entered into `mapping`. */
  toLog(caseIds: string[], mapping: Record<string, string>): EventLog {
    this.#fillGlobals(caseIds.length);
    const { source } = this.#options;
    for (const key of [...this.#eventColumns.widened, ...this.#caseColumns.widened]) {
      this.#issues.note({
        code: "xes/mixed-types",
        column: key,
        message: () =>
          `${source}: attribute ${quoteValue(key)} comes with several types; its column is text. Give it one type.`,
      });
    }
    return this.#events.toLog(
      caseIds,
      this.#activities.texts(),
      this.#namedColumns(mapping),
      this.#caseColumns,
      true,
    );
  }

  #set(columns: ColumnSet, row: number, key: string, element: string, value: string, line: number): void {
    const column = columns.get(key);
    if (column === undefined) this.#oneMoreColumn();
    else if (column.has(row)) {
      this.repeated(key, line);
      return;
    }
    const kind = kindOf(key, element, columns === this.#eventColumns);
    // a whole number is no instant: among instants it stays what it is, and the column becomes text
    if (kind === "string" || (kind === "number" && column?.kind === "timestamp")) {
      columns.set(row, key, value);
      return;
    }
    const number = kind === "number" ? xesNumber(value) : cellNumber(value, kind);
    if (number === null || Number.isNaN(number)) {
      if (number !== null) this.#badValue(key, kind, value, line);
      if (column === undefined) columns.declare(key, kind);
    } else if (kind === "timestamp") columns.setTime(row, key, number);
    else if (kind === "boolean") columns.set(row, key, number === 1);
    else if (element === "int" && !Number.isSafeInteger(number)) columns.set(row, key, value);
    else columns.set(row, key, number);
  }

  #oneMoreColumn(): void {
    const { source, maxAttributes } = this.#options;
    if (this.#eventColumns.size + this.#caseColumns.size < maxAttributes) return;
    throw new GigamineError(
      "xes/too-many-attributes",
      `${source}: there are more than ${maxAttributes} different attribute keys. If the file is what it should be, pass a ` +
        `higher { maxAttributes }; each key takes a column over all events.`,
      { source, maxAttributes },
    );
  }

  /** The columns under their names in the log; reserved ones are entered into `mapping`. */
  #namedColumns(mapping: Record<string, string>): (readonly [string, ColumnWriter])[] {
    const keys = new Set([...this.#eventColumns].map(([key]) => key));
    const taken = new Set<string>([...keys, ...Object.keys(RESERVED_ATTRIBUTES)]);
    const named: (readonly [string, ColumnWriter])[] = [];
    for (const [key, column] of this.#eventColumns) {
      let name: string = RESERVED_BY_KEY.get(key) ?? key;
      if (name !== key) mapping[name] = key;
      else if (key === CONCEPT_NAME) name = freeName("name", taken);
      else if (Object.hasOwn(RESERVED_ATTRIBUTES, key)) {
        // a key like "resource" means the reserved attribute, unless org:resource is there or the kind is another
        const reserved = key as ReservedAttribute;
        const means = !keys.has(XES_KEYS[reserved]) && column.kind === RESERVED_ATTRIBUTES[reserved];
        if (means) mapping[key] = key;
        else name = this.#renamed(key, taken);
      }
      named.push([name, column]);
    }
    return named;
  }

  #renamed(key: string, taken: Set<string>): string {
    const name = freeName(key, taken);
    this.#issues.note({
      code: "xes/name-taken",
      column: key,
      message: () =>
        `${this.#options.source}: attribute ${quoteValue(key)} is called ${quoteValue(name)}, because ${quoteValue(key)} is reserved. ` +
        `Rename it in the file.`,
    });
    return name;
  }

  /** Gives the globals' values to the events and cases that lack them, when the option says so. */
  #fillGlobals(cases: number): void {
    if (!this.#options.fillGlobals) return;
    const plain = this.activityKeys().length === 1 ? this.activityKeys()[0] : null;
    for (const [key, global] of this.#metadata.globals("event globals")) {
      if (key !== plain && key !== TIME_TIMESTAMP)
        this.#fill(this.#eventColumns, this.#events.count, key, global);
    }
    for (const [key, global] of this.#metadata.globals("trace globals")) {
      if (key !== CONCEPT_NAME) this.#fill(this.#caseColumns, cases, key, global);
    }
  }

  #fill(columns: ColumnSet, rows: number, key: string, { element, value, line }: MetadataValue): void {
    for (let row = 0; row < rows; row++) {
      if (columns.get(key)?.has(row) !== true) this.#set(columns, row, key, element, value, line);
    }
  }

  #globalValue(key: string): string | undefined {
    return this.#metadata.globals("event globals").get(key)?.value;
  }

  #refuse(problem: Problem): void {
    if (this.#options.onIssue === "throw") throw problemError(problem);
    this.#issues.note(problem);
  }

  #missingTime(line: number): void {
    this.#issues.note({
      code: "xes/missing-timestamp",
      row: line,
      column: TIME_TIMESTAMP,
      message: () =>
        `${this.#options.source}: line ${line}: the event has no ${TIME_TIMESTAMP}. It was kept without a time, behind the ` +
        `event before it.`,
    });
  }

  #badValue(key: string, kind: ColumnKind, value: string, line: number): void {
    this.#issues.note({
      code: "xes/bad-value",
      row: line,
      column: key,
      value,
      message: () =>
        `${this.#options.source}: line ${line}, attribute ${quoteValue(key)}: cannot read ${quoteValue(value)} as a ${kind}. ` +
        `The value counts as missing; mend it in the file.`,
    });
  }
}

/** The kind of column for a key and type; the reserved event attributes have theirs whatever the type. */
function kindOf(key: string, element: string, ofEvent: boolean): ColumnKind {
  const reserved = ofEvent ? RESERVED_BY_KEY.get(key) : undefined;
  return reserved === undefined ? TYPES.get(element)! : RESERVED_ATTRIBUTES[reserved];
}

/** The value of `key` among the keys, types and values of an event. */
function valueAt(parts: readonly string[], key: string): string | undefined {
  for (let i = 0; i < parts.length; i += 3) {
    if (parts[i] === key) return parts[i + 2];
  }
  return undefined;
}
