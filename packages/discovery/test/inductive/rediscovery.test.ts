import { type RandomStream, randomStream } from "@gigamine/base";
import type { VariantLog } from "@gigamine/event-log";
import {
  activity,
  exclusive,
  type Footprints,
  languagesEqual,
  loop,
  normalFormTree,
  type ProcessTree,
  parallel,
  printTree,
  sequence,
  traceLanguage,
  treeFootprints,
} from "@gigamine/models";
import { traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { footprints, inductiveMiner } from "../../src/index.js";

const LETTERS = "abcdefghij";

/**
 * A random tree of the class for which the miners promise to find the tree again: no activity twice, no silent leaf, and a
 * body of a loop that can't start and end with the same activity.
 *
 * Source: Leemans, Fahland, van der Aalst, "Discovering Block-Structured Process Models from Event Logs - A Constructive
 * Approach", Petri Nets 2013, theorem on rediscoverability.
 */
function randomTree(random: RandomStream, leaves: number, names: () => string): ProcessTree {
  if (leaves === 1) return activity(names());
  const kind = random.pick(["sequence", "exclusive", "parallel", "loop"] as const);
  if (kind === "loop" && leaves > 2) {
    const inRedo = random.integer(1, leaves - 2);
    const redo = parts(random, inRedo, random.integer(1, Math.min(2, inRedo)), names);
    const body = randomTree(random, leaves - inRedo, names);
    const { startActivities, endActivities } = treeFootprints(body);
    if (!startActivities.some((a) => endActivities.includes(a))) return loop(body, ...redo);
    return exclusive(body, ...redo);
  }
  const children = parts(random, leaves, random.integer(2, Math.min(3, leaves)), names);
  if (kind === "parallel") return parallel(...children);
  return kind === "exclusive" ? exclusive(...children) : sequence(...children);
}

function parts(random: RandomStream, leaves: number, count: number, names: () => string): ProcessTree[] {
  const sizes = new Array<number>(count).fill(1);
  for (let left = leaves - count; left > 0; left--) sizes[random.integer(0, count - 1)]!++;
  return sizes.map((size) => randomTree(random, size, names));
}

/** A random trace; each loop is taken again with probability 0.4. */
function play(tree: ProcessTree, random: RandomStream): string[] {
  if (tree.kind === "activity") return [tree.name];
  if (tree.kind === "silent") return [];
  const { kind, children } = tree;
  if (kind === "exclusive") return play(random.pick(children), random);
  if (kind === "loop") {
    const trace = play(children[0]!, random);
    while (random.chance(0.4)) {
      trace.push(...play(random.pick(children.slice(1)), random), ...play(children[0]!, random));
    }
    return trace;
  }
  const played = children.map((child) => play(child, random));
  if (kind === "sequence") return played.flat();
  const turns = played.flatMap((part, p) => part.map(() => p));
  for (let i = turns.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [turns[i], turns[j]] = [turns[j]!, turns[i]!];
  }
  return turns.map((p) => played[p]!.shift()!);
}

/** What directly follows what, what starts and what ends, as text. */
function relations({ activities, causal, parallel, startActivities, endActivities }: Footprints): string {
  const name = (a: number): string => activities[a]!;
  const both = [...causal, ...parallel].map(([a, b]) => `${name(a)} > ${name(b)}`);
  const edges = [startActivities.map((a) => `> ${name(a)}`), endActivities.map((a) => `${name(a)} >`)];
  return [...both, ...edges.flat()].sort().join("\n");
}

/** Random traces of the tree, enough to show each of its arcs, starts and ends; `null` when 4,000 are too few. */
function completeLog(tree: ProcessTree, random: RandomStream): VariantLog | null {
  const wanted = relations(treeFootprints(tree));
  const lines: string[] = [];
  while (lines.length < 4000) {
    for (let i = 0; i < 250; i++) lines.push(play(tree, random).join(" "));
    const log = traces(...lines);
    if (relations(footprints(log)) === wanted) return log;
  }
  return null;
}

describe("the inductive miner finds again", () => {
  const trees = fc.tuple(fc.integer({ min: 1, max: 10 }), fc.integer()).map(([leaves, seed]) => {
    const random = randomStream(seed, "rediscovery");
    let used = 0;
    return { tree: randomTree(random, leaves, () => LETTERS[used++]!), random };
  });

  it.each(["IM", "IMd"] as const)(
    "by %s each tree of its class, from traces that show all arcs",
    (variant) => {
      let tried = 0;
      let complete = 0;
      fc.assert(
        fc.property(trees, ({ tree, random }) => {
          tried++;
          const log = completeLog(tree, random);
          if (log === null) return;
          complete++;
          const found = inductiveMiner(log, { variant });
          expect(printTree(normalFormTree(found))).toBe(printTree(normalFormTree(tree)));
        }),
        { seed: 31, numRuns: 300 },
      );
      expect(complete / tried).toBeGreaterThan(0.95);
    },
  );

  it("the language of a small tree of its class from all of its traces up to a length", () => {
    const small = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer()).map(([leaves, seed]) => {
      let used = 0;
      return randomTree(randomStream(seed, "small"), leaves, () => LETTERS[used++]!);
    });
    fc.assert(
      fc.property(small, (tree) => {
        // Enough to take every redo part of nested loops of five activities.
        const maxLength = 11;
        const log = traces(...traceLanguage(tree, { maxLength }).map((trace) => trace.join(" ")));
        expect(languagesEqual(inductiveMiner(log), tree, { maxLength })).toBe(true);
      }),
      { seed: 32, numRuns: 300 },
    );
  });
});
