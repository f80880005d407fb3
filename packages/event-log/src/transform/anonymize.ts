import { GigamineError, type LongWorkOptions, optionError, quoteValue, throwIfAborted } from "@gigamine/base";
import { namedColumn } from "../filter/data-cases.js";
import type { AnyAttributes, Column, EventLog } from "../types.js";
import { type ActivityNames, renameActivities } from "./rename-activities.js";
import { startOfUnit, TIME_UNITS, type TimeUnit } from "./time-unit.js";

/**
 * What becomes of an attribute: it goes, stays, its texts are hashed, its numbers rounded down to a multiple of `bin`, its instants to
 * the beginning of a `unit`.
 */
export type AttributeRule = "drop" | "keep" | "hash" | { readonly bin: number } | { readonly unit: TimeUnit };

/** Options of {@link anonymize}. */
export interface AnonymizeOptions extends LongWorkOptions {
  /** The secret of the hashes, text or bytes, at least 16 bytes. Who has it can hash guesses and compare. */
  readonly key: string | Uint8Array;
  /** Case ids: hashed, or kept. @default "hash" */
  readonly caseIds?: "hash" | "keep" | undefined;
  /** Activities: kept, hashed, or renamed as by `renameActivities`. @default "keep" */
  readonly activities?: "keep" | "hash" | ActivityNames | undefined;
  /** Times, and `start` unless it has a rule: kept, or set back to the beginning of a unit (UTC). @default "keep" */
  readonly time?: "keep" | TimeUnit | undefined;
  /** Rules of event attributes. Those without a rule are dropped, but `resource` is hashed, `start` follows `time`, `lifecycle` stays. @default {} */
  readonly eventAttributes?: Readonly<Record<string, AttributeRule>> | undefined;
  /** Rules of case attributes. Those without a rule are dropped. @default {} */
  readonly caseAttributes?: Readonly<Record<string, AttributeRule>> | undefined;
}

/** What {@link anonymize} gives. */
export interface AnonymizedLog {
  readonly log: EventLog;
  /** Sentences that say what of this log is still open to whoever has it. Never empty. */
  readonly notProtected: readonly string[];
}

/**
 * A log with less about people and business in it: names become HMAC-SHA-256 hashes (the first 128 bits, as 32 hexadecimal
 * digits), times and numbers coarser, and every attribute without a rule is dropped.
 *
 * This is pseudonymisation, not anonymity: `notProtected` lists what stays open. In particular the order of activities stays, and few known
 * events of a case often suffice to find it; equal values have equal hashes, under the same key also across logs; frequencies
 * stay; nothing guards against a guess by who has the key. For privacy guarantees (k-anonymity, differential privacy) release aggregates.
 *
 * Equal texts in different columns have different hashes. Values are hashed once each: O(events + distinct values). Uses
 * Web Crypto (`crypto.subtle`), which browsers offer to secure pages only.
 *
 * @throws GigamineError `option/…`, `filter/unknown-attribute`, `filter/unknown-activity`, `anonymize/no-crypto`, `anonymize/collision`.
 *
 * @example
 * const { log: shared, notProtected } = await anonymize(log, { key: secret, time: "day", caseAttributes: { priority: "keep" } });
 */
export async function anonymize(
  log: EventLog,
  {
    key,
    caseIds = "hash",
    activities = "keep",
    time = "keep",
    eventAttributes = {},
    caseAttributes = {},
    signal,
    onProgress,
  }: AnonymizeOptions,
): Promise<AnonymizedLog> {
  if (caseIds !== "hash" && caseIds !== "keep") {
    throw optionError("anonymize", "caseIds", caseIds, 'Give "hash" or "keep".');
  }
  if (time !== "keep" && !TIME_UNITS.includes(time)) {
    throw optionError("anonymize", "time", time, `Give "keep" or one of ${TIME_UNITS.join(", ")}.`);
  }
  if (typeof activities === "string" && activities !== "keep" && activities !== "hash") {
    throw optionError("anonymize", "activities", activities, 'Give "keep", "hash", or new names.');
  }
  const eventRules = rulesOf(log.eventAttributes, eventAttributes, "event", {
    resource: "hash",
    start: time === "keep" ? "keep" : { unit: time },
    lifecycle: "keep",
  });
  const caseRules = rulesOf(log.caseAttributes, caseAttributes, "case", {});
  const hasher = await Hasher.of(key, { signal, onProgress });
  const renamed =
    activities === "keep"
      ? log
      : activities === "hash"
        ? renameActivities(log, await hasher.names("activity", log.activities))
        : renameActivities(log, activities);
  const ids = caseIds === "keep" ? log.caseIds : [...(await hasher.names("case", log.caseIds)).values()];
  const result: EventLog = Object.freeze({
    caseIds: Object.freeze(ids),
    caseOffsets: log.caseOffsets,
    activities: renamed.activities,
    activity: renamed.activity,
    time: time === "keep" ? log.time : log.time.map((ms) => coarse(ms, time)),
    eventAttributes: await applyRules(log.eventAttributes, eventRules, "event", hasher),
    caseAttributes: await applyRules(log.caseAttributes, caseRules, "case", hasher),
  });
  return { log: result, notProtected: openEnds({ caseIds, activities, time }, eventRules, caseRules) };
}

type Rules = ReadonlyMap<string, AttributeRule>;

function rulesOf(
  columns: object,
  given: Readonly<Record<string, AttributeRule>>,
  level: string,
  defaults: Readonly<Record<string, AttributeRule>>,
): Rules {
  for (const [name, rule] of Object.entries(given)) {
    const { kind } = namedColumn(columns, level, name, "anonymize");
    if (rule === "drop" || rule === "keep" || (rule === "hash" && kind === "string")) continue;
    if (typeof rule === "object" && rule !== null) {
      if ("bin" in rule && kind === "number" && rule.bin > 0 && Number.isFinite(rule.bin)) continue;
      if ("unit" in rule && kind === "timestamp" && TIME_UNITS.includes(rule.unit)) continue;
    }
    throw optionError(
      "anonymize",
      `${level}Attributes[${JSON.stringify(name)}]`,
      rule,
      `The attribute holds ${kind} values. Give "drop", "keep", "hash" for text, { bin: 10 } for numbers, or { unit: "day" } for instants.`,
    );
  }
  return new Map(
    Object.keys(columns).map((name) => [
      name,
      Object.hasOwn(given, name) ? given[name]! : Object.hasOwn(defaults, name) ? defaults[name]! : "drop",
    ]),
  );
}

async function applyRules(
  columns: object,
  rules: Rules,
  level: string,
  hasher: Hasher,
): Promise<EventLog<AnyAttributes>["eventAttributes"]> {
  const kept: Record<string, Column> = Object.create(null);
  for (const [name, column] of Object.entries(columns as Record<string, Column>)) {
    const rule = rules.get(name)!;
    if (rule === "drop") continue;
    if (rule === "keep") kept[name] = column;
    else if (rule === "hash") {
      if (column.kind !== "string") continue;
      const hashes = await hasher.names(`${level}:${name}`, column.dictionary);
      kept[name] = Object.freeze({ ...column, dictionary: Object.freeze([...hashes.values()]) });
    } else if (column.kind === "number" || column.kind === "timestamp") {
      const values = column.values.map((value) =>
        "bin" in rule ? Math.floor(value / rule.bin) * rule.bin : coarse(value, rule.unit),
      );
      kept[name] = Object.freeze({ kind: column.kind, values });
    }
  }
  return Object.freeze(kept);
}

const coarse = (ms: number, unit: TimeUnit): number => (Number.isNaN(ms) ? ms : startOfUnit(ms, unit));

/** Keyed hashes, each of its own domain, so that equal texts of two columns can't be matched. */
class Hasher {
  readonly #key: CryptoKey;
  readonly #options: LongWorkOptions;

  private constructor(key: CryptoKey, options: LongWorkOptions) {
    this.#key = key;
    this.#options = options;
  }

  static async of(key: string | Uint8Array, options: LongWorkOptions): Promise<Hasher> {
    const bytes = typeof key === "string" ? new TextEncoder().encode(key) : key;
    if (!(bytes instanceof Uint8Array) || bytes.length < 16) {
      throw optionError(
        "anonymize",
        "key",
        "(hidden)",
        "Give a secret of at least 16 bytes, text or Uint8Array.",
      );
    }
    const subtle = globalThis.crypto?.subtle;
    if (subtle === undefined) {
      throw new GigamineError(
        "anonymize/no-crypto",
        "anonymize: there is no Web Crypto here. Serve the page over https, or run in Node 20 or later.",
      );
    }
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    return new Hasher(await subtle.importKey("raw", bytes.slice(), algorithm, false, ["sign"]), options);
  }

  /** The hash of each text, in their order. */
  async names(domain: string, texts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { signal, onProgress } = this.#options;
    const encoder = new TextEncoder();
    const hashes = new Map<string, string>();
    const seen = new Set<string>();
    for (let i = 0; i < texts.length; i += 1000) {
      throwIfAborted(signal);
      onProgress?.({ stage: `hashing ${domain}`, done: i, total: texts.length, unit: "values" });
      const batch = texts.slice(i, i + 1000);
      const signed = await Promise.all(
        batch.map((text) =>
          crypto.subtle.sign("HMAC", this.#key, encoder.encode(JSON.stringify([domain, text]))),
        ),
      );
      for (const [j, signature] of signed.entries()) {
        const hash = Array.from(new Uint8Array(signature, 0, 16), (byte) =>
          byte.toString(16).padStart(2, "0"),
        ).join("");
        if (seen.has(hash)) {
          throw new GigamineError(
            "anonymize/collision",
            `anonymize: two values of ${quoteValue(domain)} have the same hash. Use another key.`,
          );
        }
        seen.add(hash);
        hashes.set(batch[j]!, hash);
      }
    }
    return hashes;
  }
}

function openEnds(
  { caseIds, activities, time }: Required<Pick<AnonymizeOptions, "caseIds" | "activities" | "time">>,
  eventRules: Rules,
  caseRules: Rules,
): readonly string[] {
  const open = [
    "The order of activities in each case: who knows a few events of a case may find it again.",
    "The order of the cases in the log.",
    "Frequencies: a rare case, activity or value stays rare, and may be recognised by that.",
  ];
  if (caseIds === "keep") open.push("Case ids: they are as they were.");
  if (activities !== "hash") open.push("Activities: they can be read.");
  open.push(
    time === "keep"
      ? "Times: they are exact, and one known time may identify a case."
      : `Times: they are true to the ${time}, and their order stays.`,
  );
  for (const [level, rules] of [
    ["Event", eventRules],
    ["Case", caseRules],
  ] as const) {
    for (const [name, rule] of rules) {
      if (rule === "drop") continue;
      const what =
        rule === "keep"
          ? "its values are as they were"
          : rule === "hash"
            ? "equal values can be told, and followed through the log"
            : "its values are coarser, not hidden";
      open.push(`${level} attribute ${JSON.stringify(name)}: ${what}.`);
    }
  }
  const hashed = [eventRules, caseRules].some((rules) => [...rules.values()].includes("hash"));
  if (caseIds === "hash" || activities === "hash" || hashed) {
    open.push(
      "Hashes: the same key gives the same hashes in other logs, and who has the key can test guesses.",
    );
  }
  return open;
}
