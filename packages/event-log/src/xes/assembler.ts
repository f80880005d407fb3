import { GigamineError, quoteValue } from "@gigamine/base";
import { type Issues, withReport } from "../read/issues.js";
import type { ReadEventLog } from "../types.js";
import { TYPES } from "./attribute-types.js";
import { EventAssembler, type XesAssemblerOptions } from "./event-assembler.js";
import { LogMetadata } from "./metadata.js";
import { CONCEPT_NAME, TIME_TIMESTAMP } from "./names.js";
import type { XesTag } from "./tag.js";

/** Where in the document we stand. What is `elsewhere` is passed over, with all that is inside. */
type Place = "top" | "log" | "global" | "trace" | "event" | "attribute" | "values" | "elsewhere";

/** Whose attributes come. */
type Owner = "log" | "event globals" | "trace globals" | "other globals" | "trace" | "event";

/**
 * Makes a log from the elements of an XES document as they open and close: the half of reading XES that knows nothing of
 * XML text.
 */
export class XesAssembler {
  /** Takes the events; a scanner may hand events to it while {@link XesAssembler.place} is `trace`. */
  readonly events: EventAssembler;
  readonly #options: XesAssemblerOptions;
  readonly #issues: Issues;
  readonly #metadata: LogMetadata;
  readonly #places: Place[] = ["top"];
  /** Full keys of the open attributes. */
  readonly #prefixes: string[] = [];
  readonly #caseIds: string[] = [];
  readonly #knownIds = new Set<string>();
  /** Per repeated id the next number to try: thousands of traces may share a name. */
  readonly #nextNumbers = new Map<string, number>();
  /** Keys, types and values of the open event, one after the other. */
  readonly #parts: string[] = [];
  #traceId: string | null = null;
  #owner: Owner = "log";

  constructor(options: XesAssemblerOptions, issues: Issues) {
    this.#options = options;
    this.#issues = issues;
    this.#metadata = new LogMetadata();
    this.events = new EventAssembler(options, issues, this.#metadata);
  }

  get place(): Place {
    return this.#places[this.#places.length - 1]!;
  }

  /** The number of the open trace, counted from 0. */
  get caseIndex(): number {
    return this.#caseIds.length - 1;
  }

  open(element: string, tag: XesTag, line: number): void {
    this.#places.push(this.#enter(this.place, element, tag, line));
  }

  close(line: number): void {
    switch (this.#places.pop()) {
      case "event":
        this.#owner = "trace";
        this.events.addParts(this.caseIndex, this.#parts, line);
        break;
      case "trace":
        this.#owner = "log";
        this.#closeTrace(line);
        break;
      case "global":
        this.#owner = "log";
        break;
      case "attribute":
        this.#prefixes.pop();
        break;
    }
  }

  finish<E extends object, C extends object>(): ReadEventLog<E, C> {
    const mapping: Record<string, string> = {
      case: CONCEPT_NAME,
      activity: this.events.activityKeys().join("+"),
      timestamp: TIME_TIMESTAMP,
    };
    const { read, kept } = this.events;
    const log = this.events.toLog(this.#caseIds, mapping);
    const report = this.#issues.report(read, kept, mapping);
    return withReport<E, C>(log, Object.freeze({ ...report, xes: this.#metadata.finish() }));
  }

  #enter(place: Place, element: string, tag: XesTag, line: number): Place {
    switch (place) {
      case "top":
        if (element !== "log") throw this.#notXes(element);
        this.#metadata.version(tag);
        return "log";
      case "log":
        return this.#insideLog(element, tag, line);
      case "trace":
        if (element === "event") {
          this.#owner = "event";
          this.#parts.length = 0;
          return "event";
        }
        return this.#attribute(element, tag, "", line);
      case "event":
      case "global":
        return this.#attribute(element, tag, "", line);
      case "attribute":
      case "values":
        if (element === "values") return "values"; // the wrapper around the members of a list
        return this.#attribute(element, tag, `${this.#prefixes[this.#prefixes.length - 1]!}:`, line);
      default:
        return "elsewhere";
    }
  }

  #insideLog(element: string, tag: XesTag, line: number): Place {
    switch (element) {
      case "trace":
        this.events.activityKeys(); // an unknown classifier is told before all is read
        this.#owner = "trace";
        this.#traceId = null;
        this.#caseIds.push("");
        return "trace";
      case "event":
        this.#eventOutside(line);
        return "elsewhere";
      case "classifier":
        this.#metadata.classifier(tag);
        this.#limitMetadata();
        return "elsewhere";
      case "extension":
        this.#metadata.extension(tag);
        this.#limitMetadata();
        return "elsewhere";
      case "global":
        this.#owner = ownerOf(tag["scope"] ?? "event");
        return "global";
      default:
        return this.#attribute(element, tag, "", line);
    }
  }

  #attribute(element: string, tag: XesTag, prefix: string, line: number): Place {
    const key = tag["key"];
    const value = tag["value"];
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
    if (simple) this.#value(fullKey, element, value!, line);
    return "attribute";
  }

  #value(key: string, element: string, value: string, line: number): void {
    switch (this.#owner) {
      case "event":
        this.#parts.push(key, element, value);
        return;
      case "trace":
        if (key !== CONCEPT_NAME) this.events.caseAttribute(this.caseIndex, key, element, value, line);
        else if (this.#traceId === null) this.#traceId = value;
        else this.events.repeated(key, line);
        return;
      default: {
        const isNew = this.#metadata.attribute(this.#owner, key, { element, value, line });
        if (!isNew) this.events.repeated(key, line);
        this.#limitMetadata();
      }
    }
  }

  #limitMetadata(): void {
    const { source, maxAttributes } = this.#options;
    if (this.#metadata.size <= maxAttributes) return;
    throw new GigamineError(
      "xes/too-many-attributes",
      `${source}: the log itself has more than ${maxAttributes} attributes, globals, extensions and classifiers. If the file is ` +
        `what it should be, pass a higher { maxAttributes }.`,
      { source, maxAttributes },
    );
  }

  #closeTrace(line: number): void {
    const { source } = this.#options;
    const number = this.#caseIds.length;
    const given = this.#traceId;
    const wanted = given ?? `trace ${number}`;
    let id = wanted;
    if (this.#knownIds.has(id)) {
      let next = this.#nextNumbers.get(wanted) ?? 2;
      while (this.#knownIds.has(`${wanted} (${next})`)) next++;
      id = `${wanted} (${next})`;
      this.#nextNumbers.set(wanted, next + 1);
    }
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

  #eventOutside(line: number): void {
    this.events.outside();
    this.#issues.note({
      code: "xes/event-outside-trace",
      row: line,
      message: () =>
        `${this.#options.source}: line ${line}: an event stands outside all traces, so its case is not known. It was left out; ` +
        `put it into a <trace>.`,
    });
  }

  #notXes(element: string): GigamineError {
    return new GigamineError(
      "xes/not-xes",
      `${this.#options.source}: the document is a <${element}>, not an XES <log>. Give an XES file.`,
      { source: this.#options.source, element },
    );
  }
}

function ownerOf(scope: string): Owner {
  return scope === "event" ? "event globals" : scope === "trace" ? "trace globals" : "other globals";
}
