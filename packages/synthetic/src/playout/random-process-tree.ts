import { optionError, type RandomStream, randomStream } from "@gigamine/base";
import {
  activity,
  exclusive,
  inclusive,
  interleaved,
  loop,
  type ProcessTree,
  parallel,
  sequence,
  silent,
  type TreeOperator,
} from "@gigamine/models";
import { z } from "zod";
import { checkedOption } from "../checked-option.js";
import { optionsObject, seedOption, shareOption, wholeOption } from "../option-schemas.js";
import { drawIndex, sum } from "./draw-index.js";

/** What {@link randomProcessTree} takes. */
export interface RandomProcessTreeOptions {
  /** Decides all draws. @default 42 */
  readonly seed?: number | string | undefined;
  /**
   * The activities, all different, or how many there are, from 1 to 10000: these are called a, b, …, z, aa, ab, …. Each stands in the
   * tree. @default 10
   */
  readonly activities?: number | readonly string[] | undefined;
  /**
   * How likely each operator is, by its weight among all given; what is not named has 0.
   * @default { sequence: 0.5, exclusive: 0.2, parallel: 0.15, loop: 0.1, inclusive: 0.05, interleaved: 0 }
   */
  readonly operators?: { readonly [K in TreeOperator]?: number | undefined } | undefined;
  /** How likely an exclusive has a silent child, and a loop a silent redo part; in [0, 1]. @default 0.1 */
  readonly silent?: number | undefined;
  /** How likely an activity stands in the tree a second time; in [0, 1]. @default 0 */
  readonly duplicates?: number | undefined;
  /** The most children of an operator besides a silent one, at least 2; a loop has two parts. @default 4 */
  readonly maxChildren?: number | undefined;
  /** The most operators above a leaf, at least 1; at the limit all that is left stands flat under one operator. @default none */
  readonly maxDepth?: number | undefined;
}

const where = "randomProcessTree";
const mostActivities = 10_000;

const defaultOperators: Readonly<Record<TreeOperator, number>> = {
  sequence: 0.5,
  exclusive: 0.2,
  parallel: 0.15,
  loop: 0.1,
  inclusive: 0.05,
  interleaved: 0,
};
const operatorNames = Object.keys(defaultOperators) as TreeOperator[];

const weightError = "Give a number of at least 0; only the ratios count.";
const weight = z.number({ error: weightError }).min(0, { error: weightError }).optional();
const activitiesError = `Give a number of activities from 1 to ${mostActivities}, or a list of so many different names.`;
const count = z.number({ error: activitiesError }).min(1).max(mostActivities).multipleOf(1);
const names = z
  .array(z.string({ error: activitiesError }), { error: activitiesError })
  .min(1)
  .max(mostActivities)
  .refine((list) => new Set(list).size === list.length)
  .readonly();

const schema = optionsObject({
  seed: seedOption(),
  activities: z
    .unknown()
    .refine((value) => count.safeParse(value).success || names.safeParse(value).success, {
      error: activitiesError,
    })
    .transform((value) => value as number | readonly string[])
    .optional(),
  operators: optionsObject(
    Object.fromEntries(operatorNames.map((name) => [name, weight])) as Record<TreeOperator, typeof weight>,
  )
    .refine((given) => Object.values(given).some((value) => (value ?? 0) > 0), {
      error: "Give at least one operator a weight above 0.",
    })
    .optional(),
  silent: shareOption(0.1),
  duplicates: shareOption(0),
  maxChildren: wholeOption(2, mostActivities, "4"),
  maxDepth: wholeOption(1, mostActivities, "no limit"),
});

/**
 * A random process tree in which every given activity stands, and no other.
 *
 * The activities are put in random order and divided from the root down: an operator is drawn by weight, then how many children it has (from 2 to
 * `maxChildren`, each number equally likely; 2 for a loop), then where the list is cut (each way equally likely). A part of one activity is a
 * leaf. An exclusive or loop that is drawn gets, with probability `silent`, a silent child besides; then a single activity or
 * part may be all the rest of it, so that it can be skipped or repeated. Nothing gets two such in a row.
 *
 * So operators with several parts come in the proportions asked for, while the two that may stand above a single activity come more often
 * with `silent`. A limit of depth flattens what is below it. The same options give the same tree on every platform. O(activities · depth).
 *
 * Source of the idea (operators by probability, silent and duplicate activities as parameters of a population of trees): Jouck, Depaire,
 * "Generating artificial data for empirical analysis of control-flow discovery algorithms", Business & Information Systems Engineering 61,
 * 2019. Differs: there the number of activities is drawn too, and loops have a part for leaving.
 *
 * @throws GigamineError `option/out-of-range`.
 *
 * @example
 * randomProcessTree({ seed: 7, activities: 12, operators: { sequence: 3, parallel: 1 } });
 */
export function randomProcessTree(options: RandomProcessTreeOptions = {}): ProcessTree {
  const checked = checkedOption(where, "", schema, options);
  const { seed = 42, activities = 10, operators = defaultOperators, duplicates = 0 } = checked;
  const stream = (purpose: string): RandomStream => randomStream(seed, where, purpose);
  const all = typeof activities === "number" ? letterNames(activities) : activities;
  const again = stream("duplicates");
  const leaves = shuffled([...all, ...all.filter(() => again.chance(duplicates))], stream("order"));
  const grower = new TreeGrower(stream("shape"), {
    weights: operatorNames.map((name) => operators[name] ?? 0),
    silent: checked.silent ?? 0.1,
    maxChildren: checked.maxChildren ?? 4,
    maxDepth: checked.maxDepth ?? Number.POSITIVE_INFINITY,
  });
  return grower.grow(leaves, 0, true);
}

interface Shape {
  /** In the order of `operatorNames`. */
  readonly weights: readonly number[];
  readonly silent: number;
  readonly maxChildren: number;
  readonly maxDepth: number;
}

class TreeGrower {
  readonly #stream: RandomStream;
  readonly #shape: Shape;
  readonly #total: number;

  constructor(stream: RandomStream, shape: Shape) {
    this.#stream = stream;
    this.#shape = shape;
    this.#total = sum(shape.weights);
    if (this.#total < Number.POSITIVE_INFINITY) return;
    throw optionError(where, "operators", this.#total, "That is the sum of the weights. Give smaller ones.");
  }

  /** A tree of these leaves with `depth` operators above it; `maySkip`: whether a silent child may stand beside all of them. */
  grow(leaves: readonly string[], depth: number, maySkip: boolean): ProcessTree {
    const { silent: silentShare, maxDepth } = this.#shape;
    if (depth === maxDepth && leaves.length === 1) return activity(leaves[0]!);
    const kind = operatorNames[drawIndex(this.#stream, this.#shape.weights, this.#total)]!;
    const withSilent =
      (kind === "exclusive" || kind === "loop") && this.#stream.chance(silentShare) && maySkip;
    if (leaves.length === 1) {
      if (!withSilent) return activity(leaves[0]!);
      return withSilentChild(kind, [activity(leaves[0]!)]);
    }
    const isLast = depth + 1 >= maxDepth;
    const parts = isLast ? leaves.map((leaf) => [leaf]) : this.#parts(leaves, kind, withSilent);
    const children = parts.map((part) => this.grow(part, depth + 1, parts.length > 1));
    return withSilent ? withSilentChild(kind, children) : make[kind](children);
  }

  /** The list cut in pieces, none of them empty. */
  #parts(leaves: readonly string[], kind: TreeOperator, withSilent: boolean): (readonly string[])[] {
    const most = Math.min(leaves.length, kind === "loop" ? 2 : this.#shape.maxChildren);
    const pieces = kind === "loop" ? (withSilent ? 1 : 2) : this.#stream.integer(withSilent ? 1 : 2, most);
    const cuts = distinct(this.#stream, pieces - 1, leaves.length - 1);
    const ends = [...cuts.map((cut) => cut + 1), leaves.length];
    return ends.map((end, i) => leaves.slice(ends[i - 1] ?? 0, end));
  }
}

const make: Readonly<Record<TreeOperator, (children: readonly ProcessTree[]) => ProcessTree>> = {
  sequence: (children) => sequence(...children),
  exclusive: (children) => exclusive(...children),
  parallel: (children) => parallel(...children),
  loop: ([body, ...redo]) => loop(body!, ...redo),
  inclusive: (children) => inclusive(...children),
  interleaved: (children) => interleaved(...children),
};

/** In an exclusive the silent child comes first; in a loop it is a redo part. */
function withSilentChild(kind: "exclusive" | "loop", children: readonly ProcessTree[]): ProcessTree {
  return kind === "loop" ? make.loop([...children, silent()]) : make.exclusive([silent(), ...children]);
}

/** So many different whole numbers below `limit`, rising, each set equally likely. Source: Floyd's sampling, Bentley, CACM 30(9), 1987. */
function distinct(stream: RandomStream, size: number, limit: number): number[] {
  const chosen = new Set<number>();
  for (let top = limit - size; top < limit; top++) {
    const drawn = stream.integer(0, top);
    chosen.add(chosen.has(drawn) ? top : drawn);
  }
  return [...chosen].sort((x, y) => x - y);
}

function shuffled<T>(items: readonly T[], stream: RandomStream): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = stream.integer(0, i);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** a, b, …, z, aa, ab, …. */
function letterNames(size: number): string[] {
  return Array.from({ length: size }, (_, index) => {
    let name = "";
    for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
      name = String.fromCharCode(97 + (rest % 26)) + name;
    }
    return name;
  });
}
