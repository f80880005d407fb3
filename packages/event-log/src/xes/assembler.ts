import { GigamineError, quoteValue } from "@gigamine/base";
import { ColumnSet } from "../column-set.js";
import type { ColumnWriter } from "../column-writer.js";
import { EventRows } from "../event-rows.js";
import { listNames } from "../near-names.js";
import type { OnIssue } from "../read/input.js";
import { type Issues, type Problem, problemError, withReport } from "../read/issues.js";
import { freeName, RESERVED_ATTRIBUTES, type ReservedAttribute } from "../reserved.js";
import { cellNumber, cellTime } from "../table/cells.js";
import type { ColumnKind, ReadEventLog } from "../types.js";
import { CONCEPT_NAME, RESERVED_BY_KEY, TIME_TIMESTAMP, XES_KEYS } from "./names.js";

/** The attributes of an XML element that XES uses. */
interface XesTag {
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly scope: string | undefined;
  readonly name: string | undefined;
  readonly keys: string | undefined;
}

interface XesAssemblerOptions {
  readonly source: string;
  readonly classifier: string | undefined;
  readonly onIssue: OnIssue;
  readonly maxAttributes: number;
}

const TYPES: ReadonlyMap<string, ColumnKind> = new Map([
  ["string", "string"],
  ["id", "string"],
  ["date", "timestamp"],
  ["int", "number"],
  ["float", "number"],
  ["boolean", "boolean"],
]);

/** Where in the document we stand. What is `elsewhere` is passed over, with all that is inside. */
type Place = "top" | "log" | "trace" | "event" | "attribute" | "values" | "elsewhere";

/**
 * Makes a log from the elements of an XES document as they open and close: the half of reading XES that knows nothing of
 * XML text.
 */
export class XesAssembler {
  readonly #options: XesAssemblerOptions;
  readonly #issues: Issues;
  readonly #places: Place[] = ["top"];
  /** Full keys of the open attributes. */
  readonly #prefixes: string[] = [];
  readonly #events = new EventRows();
  readonly #eventColumns = new ColumnSet({
    where: "readXes",
    level: "event",
    widen: true,
    keepReserved: false,
  });
  readonly #caseColumns = new ColumnSet({ where: "readXes", level: "case", widen: true });
  readonly #caseIds: string[] = [];
  readonly #knownIds = new Set<string>();
  readonly #activityCodes = new Map<string, number>();
  readonly #classifiers = new Map<string, readonly string[]>();
  /** Keys, types and values of the open event, one after the other. */
  readonly #parts: string[] = [];
  #activityKeys: readonly string[] | null = null;
  #traceId: string | null = null;
  #inEvent = false;
  #eventsRead = 0;

  constructor(options: XesAssemblerOptions, issues: Issues) {
    this.#options = options;
    this.#issues = issues;
  }

  open(element: string, tag: XesTag, line: number): void {
    this.#places.push(this.#enter(this.#places[this.#places.length - 1]!, element, tag, line));
  }

  close(line: number): void {
    switch (this.#places.pop()) {
      case "event":
        this.#closeEvent(line);
        break;
      case "trace":
        this.#closeTrace(line);
        break;
      case "attribute":
        this.#prefixes.pop();
        break;
    }
  }

  finish<E extends object, C extends object>(): ReadEventLog<E, C> {
    const { source } = this.#options;
    this.#keysOfActivity();
    for (const key of [...this.#eventColumns.widened, ...this.#caseColumns.widened]) {
      this.#issues.note({
        code: "xes/mixed-types",
        column: key,
        message: () =>
          `${source}: attribute ${quoteValue(key)} comes with several types; its column is text. Give it one type.`,
      });
    }
    const mapping: Record<string, string> = {
      case: CONCEPT_NAME,
      activity: this.#keysOfActivity().join("+"),
      timestamp: TIME_TIMESTAMP,
    };
    const log = this.#events.toLog(
      this.#caseIds,
      this.#activityCodes.keys(),
      this.#namedColumns(mapping),
      this.#caseColumns,
    );
    return withReport<E, C>(log, this.#issues.report(this.#eventsRead, this.#events.count, mapping));
  }

  #enter(place: Place, element: string, tag: XesTag, line: number): Place {
    switch (place) {
      case "top":
        if (element !== "log") throw this.#notXes(element);
        return "log";
      case "log":
        if (element === "trace") {
          this.#keysOfActivity(); // an unknown classifier is told before all is read
          this.#traceId = null;
          this.#caseIds.push("");
          return "trace";
        }
        if (element === "event") this.#eventOutside(line);
        else if (element === "classifier") this.#classifier(tag);
        return "elsewhere";
      case "trace":
        if (element === "event") {
          this.#inEvent = true;
          this.#parts.length = 0;
          return "event";
        }
        return this.#attribute(element, tag, "", line);
      case "event":
        return this.#attribute(element, tag, "", line);
      case "attribute":
      case "values":
        if (element === "values") return "values"; // the wrapper around the members of a list
        return this.#attribute(element, tag, `${this.#prefixes[this.#prefixes.length - 1]!}:`, line);
      default:
        return "elsewhere";
    }
  }

  #attribute(element: string, { key, value }: XesTag, prefix: string, line: number): Place {
    const simple = TYPES.has(element);
    if (!simple && element !== "list" && element !== "container") return "elsewhere";
    if (key === undefined || (simple && value === undefined)) {
      this.#issues.note({
        code: "xes/incomplete-attribute",
        row: line,
        message: () =>
          `${this.#options.source}: line ${line}: <${element}> has no ${key === undefined ? "key" : "value"}. ` +
          `It was passed over.`,
      });
      return "elsewhere";
    }
    const fullKey = prefix + key;
    this.#prefixes.push(fullKey);
    if (!simple) return "attribute";
    if (this.#inEvent) this.#parts.push(fullKey, element, value!);
    else this.#caseAttribute(fullKey, element, value!, line);
    return "attribute";
  }

  #caseAttribute(key: string, element: string, value: string, line: number): void {
    if (key !== CONCEPT_NAME)
      this.#set(this.#caseColumns, this.#caseIds.length - 1, key, element, value, line);
    else if (this.#traceId === null) this.#traceId = value;
    else this.#repeated(key, line);
  }

  #closeTrace(line: number): void {
    const { source } = this.#options;
    const number = this.#caseIds.length;
    const given = this.#traceId;
    const wanted = given ?? `trace ${number}`;
    let id = wanted;
    for (let i = 2; this.#knownIds.has(id); i++) id = `${wanted} (${i})`;
    this.#knownIds.add(id);
    this.#caseIds[number - 1] = id;
    if (given === null) {
      this.#issues.note({
        code: "xes/unnamed-trace",
        row: line,
        message: () =>
          `${source}: line ${line}: trace ${number} has no ${CONCEPT_NAME}. It is called ${quoteValue(id)}; name it in the file.`,
      });
    } else if (id !== wanted) {
      this.#issues.note({
        code: "xes/repeated-trace",
        row: line,
        value: wanted,
        message: () =>
          `${source}: line ${line}: there is another trace called ${quoteValue(wanted)}. This one is kept apart as ` +
          `${quoteValue(id)}; give each trace a name of its own.`,
      });
    }
  }

  #closeEvent(line: number): void {
    this.#inEvent = false;
    this.#eventsRead++;
    const { source, onIssue } = this.#options;
    const parts = this.#parts;
    const keys = this.#keysOfActivity();
    const found = keys.map((key) => valueAt(parts, key));
    if (found.every((value) => value === undefined)) {
      this.#refuse({
        code: "xes/missing-activity",
        row: line,
        column: keys.join("+"),
        message: () =>
          `${source}: line ${line}: an event of trace ${this.#caseIds.length} has no ${keys.join(" or ")}, so its activity is not ` +
          `known. Add it, name another { classifier }, or pass { onIssue: "skip-row" }.`,
      });
      return;
    }
    const activity = found.length === 1 ? found[0]! : found.map((value) => value ?? "").join("+");
    const timeText = valueAt(parts, TIME_TIMESTAMP);
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
    let code = this.#activityCodes.get(activity);
    if (code === undefined) {
      code = this.#activityCodes.size;
      this.#activityCodes.set(activity, code);
    }
    const row = this.#events.add(this.#caseIds.length - 1, code, time);
    const plainActivity = keys.length === 1 ? keys[0]! : null; // told by the activity already
    let names = 0;
    let times = 0;
    for (let i = 0; i < parts.length; i += 3) {
      const key = parts[i]!;
      if (key === plainActivity) {
        if (++names > 1) this.#repeated(key, line);
      } else if (key === TIME_TIMESTAMP) {
        if (++times > 1) this.#repeated(key, line);
      } else this.#set(this.#eventColumns, row, key, parts[i + 1]!, parts[i + 2]!, line);
    }
  }

  #set(columns: ColumnSet, row: number, key: string, element: string, value: string, line: number): void {
    const column = columns.get(key);
    if (column === undefined) this.#oneMoreColumn();
    else if (column.has(row)) {
      this.#repeated(key, line);
      return;
    }
    const reserved = columns === this.#eventColumns ? RESERVED_BY_KEY.get(key) : undefined;
    const kind = reserved === undefined ? TYPES.get(element)! : RESERVED_ATTRIBUTES[reserved];
    if (kind === "string") {
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
    const keys = [...this.#eventColumns].map(([key]) => key);
    const taken = new Set<string>([...keys, ...Object.keys(RESERVED_ATTRIBUTES)]);
    const named: (readonly [string, ColumnWriter])[] = [];
    for (const [key, column] of this.#eventColumns) {
      let name: string = RESERVED_BY_KEY.get(key) ?? key;
      if (name !== key) mapping[name] = key;
      else if (key === CONCEPT_NAME) name = freeName("name", taken);
      else if (Object.hasOwn(RESERVED_ATTRIBUTES, key)) {
        // a key like "resource" means the reserved attribute, unless org:resource is there or the kind is another
        const reserved = key as ReservedAttribute;
        const means = !keys.includes(XES_KEYS[reserved]) && column.kind === RESERVED_ATTRIBUTES[reserved];
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

  #classifier({ name, keys, scope }: XesTag): void {
    if (name === undefined || keys === undefined || scope === "trace") return;
    const list = [...keys.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2]!);
    if (list.length > 0) this.#classifiers.set(name, list);
  }

  /** The keys whose values make the activity. */
  #keysOfActivity(): readonly string[] {
    if (this.#activityKeys !== null) return this.#activityKeys;
    const { source, classifier } = this.#options;
    const keys = classifier === undefined ? [CONCEPT_NAME] : this.#classifiers.get(classifier);
    if (keys === undefined) {
      const names = [...this.#classifiers.keys()];
      throw new GigamineError(
        "xes/unknown-classifier",
        `${source}: there is no event classifier ${quoteValue(classifier)}. ` +
          (names.length > 0
            ? `The file has ${listNames(names)}.`
            : `The file declares none; leave the option out to take ${CONCEPT_NAME}.`),
        { source, classifier, classifiers: names },
      );
    }
    this.#activityKeys = keys;
    return keys;
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

  #repeated(key: string, line: number): void {
    this.#issues.note({
      code: "xes/repeated-attribute",
      row: line,
      column: key,
      message: () =>
        `${this.#options.source}: line ${line}: attribute ${quoteValue(key)} comes twice. The first value counts; ` +
        `give them different keys.`,
    });
  }

  #eventOutside(line: number): void {
    this.#issues.note({
      code: "xes/event-outside-trace",
      row: line,
      message: () =>
        `${this.#options.source}: line ${line}: an event stands outside all traces, so its case is not known. It was left out; ` +
        `put it into a <trace>.`,
    });
    this.#eventsRead++;
  }

  #notXes(element: string): GigamineError {
    return new GigamineError(
      "xes/not-xes",
      `${this.#options.source}: the document is a <${element}>, not an XES <log>. Give an XES file.`,
      { source: this.#options.source, element },
    );
  }
}

/** The value of `key` among the keys, types and values of an event. */
function valueAt(parts: readonly string[], key: string): string | undefined {
  for (let i = 0; i < parts.length; i += 3) {
    if (parts[i] === key) return parts[i + 2];
  }
  return undefined;
}

/** A number as xs:long or xs:double spells it; `null` for one that says it is none. */
function xesNumber(value: string): number | null {
  if (value === "INF") return Number.POSITIVE_INFINITY;
  if (value === "-INF") return Number.NEGATIVE_INFINITY;
  return value === "NaN" ? null : cellNumber(value, "number");
}
