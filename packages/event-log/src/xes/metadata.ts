import { GigamineError, listNames, quoteValue } from "@gigamine/base";
import type { XesMetadata } from "../types.js";
import { xesNumber } from "./attribute-types.js";
import { CONCEPT_NAME } from "./names.js";
import type { XesTag } from "./tag.js";

export interface MetadataValue {
  readonly element: string;
  readonly value: string;
  readonly line: number;
}

type Scope = "log" | "event globals" | "trace globals" | "other globals";
type Values = Readonly<Record<string, string | number | boolean>>;

/** Collects what an XES file says about the log as a whole. */
export class LogMetadata {
  #version: string | null = null;
  readonly #attributes: Readonly<Record<Scope, Map<string, MetadataValue>>> = {
    log: new Map(),
    "event globals": new Map(),
    "trace globals": new Map(),
    "other globals": new Map(),
  };
  readonly #extensions: { readonly name: string; readonly prefix: string; readonly uri: string }[] = [];
  /** Classifiers of events by name, as their text. */
  readonly #classifiers = new Map<string, string>();
  #size = 0;

  /** How many entries there are in all. */
  get size(): number {
    return this.#size;
  }

  version(tag: XesTag): void {
    this.#version = tag["xes.version"] ?? null;
  }

  extension({ name, prefix, uri }: XesTag): void {
    this.#extensions.push({ name: name ?? "", prefix: prefix ?? "", uri: uri ?? "" });
    this.#size++;
  }

  classifier({ name, keys, scope }: XesTag): void {
    if (name === undefined || keys === undefined || scope === "trace") return;
    if (/[^ \t\r\n]/.test(keys)) this.#classifiers.set(name, keys);
    this.#size++;
  }

  /** Notes an attribute of the log, or a global one; says whether its key was free. */
  attribute(scope: Scope, key: string, value: MetadataValue): boolean {
    const values = this.#attributes[scope];
    if (values.has(key)) return false;
    values.set(key, value);
    this.#size++;
    return true;
  }

  /** The global attributes by key. */
  globals(scope: "event globals" | "trace globals"): ReadonlyMap<string, MetadataValue> {
    return this.#attributes[scope];
  }

  /** The keys that make the activity: those of the classifier, or `concept:name`. */
  activityKeys(source: string, classifier: string | undefined): readonly string[] {
    if (classifier === undefined) return [CONCEPT_NAME];
    const keys = this.#classifiers.get(classifier);
    if (keys !== undefined) return this.#split(keys);
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

  finish(): XesMetadata {
    const classifiers: Record<string, readonly string[]> = Object.create(null);
    for (const [name, keys] of this.#classifiers) classifiers[name] = Object.freeze(this.#split(keys));
    return Object.freeze({
      version: this.#version,
      attributes: typedValues(this.#attributes.log),
      extensions: Object.freeze(this.#extensions.map((extension) => Object.freeze(extension))),
      globals: Object.freeze({
        trace: typedValues(this.#attributes["trace globals"]),
        event: typedValues(this.#attributes["event globals"]),
      }),
      classifiers: Object.freeze(classifiers),
    });
  }

  /**
   * Keys stand between blanks, or in single quotes when they have blanks themselves. Older tools leave the quotes out:
   * words that together name a global are taken as one key, the longest first.
   */
  #split(text: string): string[] {
    const words = [...text.matchAll(/'([^']*)'|([^ \t\r\n]+)/g)];
    const keys: string[] = [];
    for (let i = 0; i < words.length; i++) {
      const quoted = words[i]![1];
      if (quoted !== undefined) {
        keys.push(quoted);
        continue;
      }
      let taken = 1;
      let key = words[i]![2]!;
      let joined = key;
      for (let n = 1; n < 8 && words[i + n]?.[2] !== undefined; n++) {
        joined += ` ${words[i + n]![2]!}`;
        if (this.#attributes["event globals"].has(joined)) {
          key = joined;
          taken = n + 1;
        }
      }
      keys.push(key);
      i += taken - 1;
    }
    return keys;
  }
}

function typedValues(values: ReadonlyMap<string, MetadataValue>): Values {
  const record: Record<string, string | number | boolean> = Object.create(null);
  for (const [key, { element, value }] of values) record[key] = typed(element, value);
  return Object.freeze(record);
}

/** Numbers and truth values as such where they can be read so; all else, also dates, as written. */
function typed(element: string, value: string): string | number | boolean {
  if (element === "boolean") return value === "true" ? true : value === "false" ? false : value;
  if (element !== "int" && element !== "float") return value;
  const number = xesNumber(value);
  if (number === null || !Number.isFinite(number)) return value;
  return element === "float" || Number.isSafeInteger(number) ? number : value;
}
