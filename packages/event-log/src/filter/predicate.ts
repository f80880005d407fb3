import type { AnyAttributes, RowValue } from "../types.js";

type Names = string | readonly string[];
type NameOf<A> = Extract<keyof A, string>;

/** What the values of an attribute must be. Without `in`, `min` and `max`: recorded at all. */
export interface AttributeTest<V = string | number | boolean | null> {
  /** One of these; `null` stands for a missing value, a number for an instant (ms since the epoch). */
  readonly in?: readonly V[] | undefined;
  /** At least this: a number, for instants also ISO 8601 text. Not for text and truth values. */
  readonly min?: number | string | undefined;
  /** At most this, see `min`. */
  readonly max?: number | string | undefined;
}

interface AttributeLeaf<Kind, Name, V> extends AttributeTest<V> {
  readonly kind: Kind;
  readonly name: Name;
}

interface PathLeaf<Kind> {
  readonly kind: Kind;
  /** The earlier activity, or several that count as one. */
  readonly from: Names;
  /** The later activity, or several that count as one. */
  readonly to: Names;
  /** Least time from the completion of one to that of the other, in ms. */
  readonly minMs?: number | undefined;
  /** Most time between them, in ms. With a bound, events without a time make no path. */
  readonly maxMs?: number | undefined;
}

/**
 * A question that each case of a log answers with yes or no: plain JSON, so that code, command line and reports share it.
 * `E` and `C` are the attributes of the log that is asked. See {@link casePredicate} for makers and {@link checkCasePredicate} for
 * JSON from outside.
 *
 * Each leaf is evaluated once over the log to one bit a case; `and`, `or` and `not` then cost a 32nd of the cases. All leaves look
 * at the whole log, so `variant` and `sample` choose among all its cases, wherever they stand.
 */
export type CasePredicate<E extends object = AnyAttributes, C extends object = AnyAttributes> =
  | { readonly kind: "and" | "or"; readonly of: readonly CasePredicate<E, C>[] }
  | { readonly kind: "not"; readonly of: CasePredicate<E, C> }
  /** The number of events with one of the activities lies in [min, max]. By default min is 1, without limit above. */
  | {
      readonly kind: "activity";
      readonly names: Names;
      readonly min?: number | undefined;
      readonly max?: number | undefined;
    }
  | { readonly kind: "startActivity" | "endActivity"; readonly names: Names }
  /** Somewhere `to` comes right behind `from`. */
  | PathLeaf<"directlyFollows">
  /** Somewhere `to` comes behind `from`, with anything in between. */
  | PathLeaf<"eventuallyFollows">
  /** Some single activity (of `names`, by default any) occurs at least `min` times, by default twice. */
  | { readonly kind: "rework"; readonly names?: Names | undefined; readonly min?: number | undefined }
  /** The number of events lies in [min, max]. */
  | { readonly kind: "size"; readonly min?: number | undefined; readonly max?: number | undefined }
  /** Last minus first recorded time lies in [minMs, maxMs]; cases without a time have no duration. */
  | { readonly kind: "duration"; readonly minMs?: number | undefined; readonly maxMs?: number | undefined }
  /** As the modes of `filterTime`. Instants are ms since the epoch or ISO 8601 text. */
  | {
      readonly kind: "time";
      readonly from?: number | string | undefined;
      readonly to?: number | string | undefined;
      readonly mode?: "contained" | "intersecting" | "starting" | "ending" | undefined;
    }
  /** Exactly one of the three, as in `filterVariants`. */
  | {
      readonly kind: "variant";
      readonly top?: number | undefined;
      readonly coverage?: number | undefined;
      readonly variants?: readonly (readonly string[])[] | undefined;
    }
  /** Some event was done by one of them. */
  | { readonly kind: "resource"; readonly names: Names }
  /** Some event of `first` and another one of `second` have the same recorded resource, or two different ones. */
  | {
      readonly kind: "fourEyes";
      readonly first: Names;
      readonly second: Names;
      readonly resource: "same" | "different";
    }
  /** A random choice of exactly `count` cases, or of the nearest whole number to `share` of them; the same for the same seed. */
  | {
      readonly kind: "sample";
      readonly count?: number | undefined;
      readonly share?: number | undefined;
      readonly seed: number | string;
    }
  | { readonly kind: "caseId"; readonly ids: Names }
  | { readonly [K in NameOf<C>]: AttributeLeaf<"caseAttribute", K, RowValue<C[K]>> }[NameOf<C>]
  /** Some event has such a value. */
  | { readonly [K in NameOf<E>]: AttributeLeaf<"eventAttribute", K, RowValue<E[K]>> }[NameOf<E>];

// biome-ignore lint/suspicious/noExplicitAny: a predicate about a log of any attributes
type AnyPredicate = CasePredicate<any, any>;
type Leaf<Kind, Name, Test> = Test & { readonly kind: Kind; readonly name: Name };
type Bounds = { readonly minMs?: number | undefined; readonly maxMs?: number | undefined };
type Counts = { readonly min?: number | undefined; readonly max?: number | undefined };

/**
 * Makers of {@link CasePredicate}: what they return is the plain JSON of the same name.
 *
 * @example
 * const late = casePredicate.and(casePredicate.activity("Rework"), casePredicate.duration({ minMs: 86_400_000 }));
 * filterCases(log, late);
 */
export const casePredicate = {
  /** All hold; true of no conditions. */
  and: <const P extends readonly AnyPredicate[]>(...of: P) => ({ kind: "and", of }) as const,
  /** At least one holds; false of no conditions. */
  or: <const P extends readonly AnyPredicate[]>(...of: P) => ({ kind: "or", of }) as const,
  not: <const P extends AnyPredicate>(of: P) => ({ kind: "not", of }) as const,
  activity: (names: Names, counts: Counts = {}) => ({ ...counts, kind: "activity", names }) as const,
  startActivity: (names: Names) => ({ kind: "startActivity", names }) as const,
  endActivity: (names: Names) => ({ kind: "endActivity", names }) as const,
  directlyFollows: (from: Names, to: Names, bounds: Bounds = {}) =>
    ({ ...bounds, kind: "directlyFollows", from, to }) as const,
  eventuallyFollows: (from: Names, to: Names, bounds: Bounds = {}) =>
    ({ ...bounds, kind: "eventuallyFollows", from, to }) as const,
  rework: (options: { readonly names?: Names | undefined; readonly min?: number | undefined } = {}) =>
    ({ ...options, kind: "rework" }) as const,
  size: (counts: Counts) => ({ ...counts, kind: "size" }) as const,
  duration: (bounds: Bounds) => ({ ...bounds, kind: "duration" }) as const,
  time: (window: Omit<Extract<CasePredicate, { kind: "time" }>, "kind">) =>
    ({ ...window, kind: "time" }) as const,
  variant: (choice: Omit<Extract<CasePredicate, { kind: "variant" }>, "kind">) =>
    ({ ...choice, kind: "variant" }) as const,
  resource: (names: Names) => ({ kind: "resource", names }) as const,
  fourEyes: (first: Names, second: Names, resource: "same" | "different") =>
    ({ kind: "fourEyes", first, second, resource }) as const,
  sample: (choice: Omit<Extract<CasePredicate, { kind: "sample" }>, "kind">) =>
    ({ ...choice, kind: "sample" }) as const,
  caseId: (ids: Names) => ({ kind: "caseId", ids }) as const,
  caseAttribute: leafMaker("caseAttribute"),
  eventAttribute: leafMaker("eventAttribute"),
};

interface AttributeMaker<Kind> {
  <const N extends string>(name: N): Leaf<Kind, N, unknown>;
  <const N extends string, const T extends AttributeTest>(name: N, test: T): Leaf<Kind, N, T>;
}

function leafMaker<Kind extends string>(kind: Kind): AttributeMaker<Kind> {
  return (name: string, test: object = {}) => ({ ...test, kind, name }) as never;
}
