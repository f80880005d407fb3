import { GigamineError, listNames, nearNames, optionError, quoteValue } from "@gigamine/base";
import { timestampMs } from "../parse-timestamp.js";
import type { CasePredicate } from "./predicate.js";

/** Where a fault is reported: the public function, and the path inside a predicate; "" for the options of a named filter. */
export interface Place {
  readonly where: string;
  readonly path: string;
}

interface FieldRule {
  readonly holds: (value: unknown) => boolean;
  readonly remedy: string;
}

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const oneOf = (...words: readonly string[]): FieldRule => ({
  holds: (value) => isText(value) && words.includes(value),
  remedy: `Give one of ${listNames(words)}.`,
});

const activities: FieldRule = {
  holds: (value) => isText(value) || isTexts(value),
  remedy: "Give one activity or a list of them.",
};
const texts: FieldRule = { ...activities, remedy: "Give one name or a list of them." };
const whole: FieldRule = { holds: isWhole, remedy: "Give a whole number, at least 0." };
const milliseconds: FieldRule = {
  holds: (value) => isNumber(value) && value >= 0,
  remedy: "Give a time in ms, at least 0; a day has 86400000.",
};
const share: FieldRule = {
  holds: (value) => isNumber(value) && value >= 0 && value <= 1,
  remedy: "Give a share in [0, 1]; 0.8 suits a first look.",
};
const instant: FieldRule = {
  holds: (value) => (isText(value) ? !Number.isNaN(timestampMs(value)) : isNumber(value)),
  remedy: "Give ms since 1970, or ISO 8601 such as 2025-01-06T08:00:00Z.",
};
const bound: FieldRule = {
  ...instant,
  remedy: "Give a number, or for an instant ISO 8601 such as 2025-01-06T08:00:00Z.",
};
const path = { from: activities, to: activities, "minMs?": milliseconds, "maxMs?": milliseconds };
const attribute = {
  name: { holds: isText, remedy: "Give the name of an attribute." },
  "in?": {
    holds: (value: unknown) =>
      Array.isArray(value) &&
      value.every((item) => item === null || isText(item) || isNumber(item) || typeof item === "boolean"),
    remedy: "Give a list of values; null stands for a missing one.",
  },
  "min?": bound,
  "max?": bound,
};

/** The fields of each kind of leaf; `?` marks those that may be left out. */
const LEAVES: Readonly<Record<string, Readonly<Record<string, FieldRule>>>> = {
  activity: { names: activities, "min?": whole, "max?": whole },
  startActivity: { names: activities },
  endActivity: { names: activities },
  directlyFollows: path,
  eventuallyFollows: path,
  rework: {
    "names?": activities,
    "min?": {
      holds: (value) => isWhole(value) && value !== 0,
      remedy: "Give a whole number, at least 1; 2 finds any repetition.",
    },
  },
  size: { "min?": whole, "max?": whole },
  duration: { "minMs?": milliseconds, "maxMs?": milliseconds },
  time: {
    "from?": instant,
    "to?": instant,
    "mode?": oneOf("contained", "intersecting", "starting", "ending"),
  },
  variant: {
    "top?": whole,
    "coverage?": share,
    "variants?": {
      holds: (value) => Array.isArray(value) && value.every(isTexts),
      remedy: "Give a list of lists of activities.",
    },
  },
  resource: { names: texts },
  fourEyes: { first: activities, second: activities, resource: oneOf("same", "different") },
  sample: {
    "count?": whole,
    "share?": share,
    seed: { holds: (value) => isText(value) || isNumber(value), remedy: "Give a number or text." },
  },
  caseId: { ids: texts },
  caseAttribute: attribute,
  eventAttribute: attribute,
};

/** Of these fields exactly one must be given. */
const EXACTLY_ONE: Readonly<Record<string, readonly string[]>> = {
  variant: ["top", "coverage", "variants"],
  sample: ["count", "share"],
};

/** Lower and upper ends that must not cross. */
const RANGES = [
  ["min", "max"],
  ["minMs", "maxMs"],
  ["from", "to"],
] as const;

const KINDS = ["and", "or", "not", ...Object.keys(LEAVES)];
const MAX_DEPTH = 100;

/**
 * The same value as a {@link CasePredicate}, checked whole: for JSON from files, forms and command lines. Names of activities and
 * attributes are checked later, against a log, so the type fits every log. O(size of the value).
 *
 * @throws GigamineError `predicate/…`, with the path of what is wrong in `fields.path`, such as `predicate.of[1].minMs`: unknown and
 * missing keys by name, wrong values, more than 100 levels.
 *
 * @example
 * const predicate = checkCasePredicate(JSON.parse('{ "kind": "size", "min": 3 }'));
 */
export function checkCasePredicate<
  E extends object = Record<never, never>,
  C extends object = Record<never, never>,
>(json: unknown): CasePredicate<E, C> {
  checkPredicate(json, { where: "checkCasePredicate", path: "predicate" }, MAX_DEPTH);
  return json as CasePredicate<E, C>;
}

/** The check behind {@link checkCasePredicate} and every filter that takes conditions. */
export function checkPredicate(value: unknown, place: Place, depth = MAX_DEPTH): void {
  const { where, path: at } = place;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw fault(
      place,
      "not-an-object",
      `${at} is ${quoteValue(value)}. Give a condition such as { kind: "activity", names: ["Mixing"] }.`,
    );
  }
  const node = value as Readonly<Record<string, unknown>>;
  const kind = Object.hasOwn(node, "kind") ? node["kind"] : undefined;
  if (!isText(kind) || !KINDS.includes(kind)) {
    const near = isText(kind) ? nearNames(kind, KINDS) : [];
    throw fault(
      place,
      "unknown-kind",
      `${at}.kind is ${quoteValue(kind)}. ${near.length > 0 ? `Did you mean ${listNames(near)}?` : `The kinds are ${listNames(KINDS)}.`}`,
    );
  }
  if (depth === 0) throw fault(place, "too-deep", `${at} lies deeper than ${MAX_DEPTH} levels. Flatten it.`);
  if (kind === "and" || kind === "or" || kind === "not") {
    checkKeys(node, kind, ["of"], ["of"], place);
    const inner = node["of"];
    if (kind === "not") checkPredicate(inner, { where, path: `${at}.of` }, depth - 1);
    else if (!Array.isArray(inner)) throw badValue(place, "of", inner, "Give a list of conditions.");
    else
      for (const [i, item] of inner.entries())
        checkPredicate(item, { where, path: `${at}.of[${i}]` }, depth - 1);
    return;
  }
  checkLeaf(node, kind, place);
}

function checkLeaf(node: Readonly<Record<string, unknown>>, kind: string, place: Place): void {
  const rules = Object.entries(LEAVES[kind]!);
  const names = rules.map(([field]) => field.replace("?", ""));
  checkKeys(
    node,
    kind,
    names,
    names.filter((name) => Object.hasOwn(LEAVES[kind]!, name)),
    place,
  );
  const given = (name: string): boolean => Object.hasOwn(node, name) && node[name] !== undefined;
  const one = EXACTLY_ONE[kind];
  if (one !== undefined) {
    const count = one.filter(given).length;
    if (count !== 1) {
      throw fault(place, "exactly-one", `${count} of ${listNames(one)} are given. Give exactly one.`, {
        given: count,
      });
    }
  }
  for (const [index, [, rule]] of rules.entries()) {
    const name = names[index]!;
    if (given(name) && !rule.holds(node[name])) throw badValue(place, name, node[name], rule.remedy);
  }
  for (const [low, high] of RANGES) {
    if (!names.includes(low) || LEAVES[kind]![low] === activities || !given(low) || !given(high)) continue;
    const least = endOf(node[low]);
    const most = endOf(node[high]);
    if (least > most) throw badValue(place, low, node[low], `It lies behind ${high}; swap them.`);
  }
}

function checkKeys(
  node: Readonly<Record<string, unknown>>,
  kind: string,
  known: readonly string[],
  needed: readonly string[],
  place: Place,
): void {
  const at = place.path === "" ? "the options" : `${place.path}, a condition of kind "${kind}",`;
  for (const key of Object.keys(node)) {
    if (key === "kind" || known.includes(key) || node[key] === undefined) continue;
    const near = nearNames(key, known);
    throw fault(
      place,
      "unknown-key",
      `${at} has the unknown key ${quoteValue(key)}. ${near.length > 0 ? `Did you mean ${listNames(near)}?` : `Its keys are ${listNames(known)}.`}`,
      { key },
    );
  }
  for (const key of needed) {
    if (!Object.hasOwn(node, key) || node[key] === undefined) {
      throw fault(place, "missing-key", `${at} lacks the key ${quoteValue(key)}. Add it.`, { key });
    }
  }
}

/** The error for a value of the wrong kind or out of range. */
export function badValue(place: Place, key: string, value: unknown, remedy: string): GigamineError {
  if (place.path === "") return optionError(place.where, key, value, remedy);
  const at = `${place.path}.${key}`;
  return new GigamineError(
    "predicate/bad-value",
    `${place.where}: ${at} is ${quoteValue(value)}. ${remedy}`,
    {
      where: place.where,
      path: at,
      value,
    },
  );
}

function fault(place: Place, problem: string, text: string, fields: object = {}): GigamineError {
  const area = place.path === "" ? "option" : "predicate";
  const at = problem === "exactly-one" && place.path !== "" ? `${place.path}: ` : "";
  return new GigamineError(`${area}/${problem}`, `${place.where}: ${at}${text}`, { ...place, ...fields });
}

/** A bound as a number. */
export function endOf(value: unknown): number {
  return isText(value) ? timestampMs(value) : (value as number);
}
