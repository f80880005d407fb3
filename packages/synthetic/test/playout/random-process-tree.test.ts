import { isGigamineError } from "@gigamine/base";
import {
  checkProcessTree,
  foldTree,
  type ProcessTree,
  printTree,
  type TreeOperator,
  treeActivities,
} from "@gigamine/models";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { playOut } from "../../src/playout/play-out.js";
import { type RandomProcessTreeOptions, randomProcessTree } from "../../src/playout/random-process-tree.js";
import { evenly } from "../evenly.js";

/** All nodes, children before parents. */
function nodes(tree: ProcessTree): ProcessTree[] {
  const list: ProcessTree[] = [];
  foldTree<void>(
    tree,
    (leaf) => {
      list.push(leaf);
    },
    (operator) => {
      list.push(operator);
    },
  );
  return list;
}

const depth = (tree: ProcessTree): number =>
  foldTree<number>(
    tree,
    () => 0,
    (_, below) => 1 + Math.max(...below),
  );

const names = (n: number): string[] => Array.from({ length: n }, (_, i) => `activity ${i}`);
const share = fc.oneof(fc.constant(0), evenly(0, 1));
const every = { sequence: 1, exclusive: 1, parallel: 1, loop: 1, inclusive: 1, interleaved: 1 };

describe("randomProcessTree", () => {
  it("holds each given activity and no other, in a valid tree that can be played", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer(),
        share,
        share,
        fc.integer({ min: 2, max: 6 }),
        fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
        (n, seed, silent, duplicates, maxChildren, maxDepth) => {
          const activities = names(n);
          const options = { activities, seed, silent, duplicates, maxChildren, maxDepth, operators: every };
          const tree = checkProcessTree(randomProcessTree(options));
          expect(treeActivities(tree).sort()).toEqual([...activities].sort());
          if (maxDepth !== undefined) expect(depth(tree)).toBeLessThanOrEqual(maxDepth);
          const leaves = nodes(tree).filter(({ kind }) => kind === "activity").length;
          if (duplicates === 0) expect(leaves).toBe(n);
          expect(leaves).toBeLessThanOrEqual(2 * n);
          for (const node of nodes(tree)) {
            if (!("children" in node)) continue;
            const visible = node.children.filter(({ kind }) => kind !== "silent").length;
            if (maxDepth === undefined)
              expect(visible).toBeLessThanOrEqual(node.kind === "loop" ? 2 : maxChildren);
            const skips = node.kind === "exclusive" || node.kind === "loop";
            expect(visible).toBeGreaterThanOrEqual(skips && visible < node.children.length ? 1 : 2);
          }
          const { ended, tooLong } = playOut(tree, { cases: 2, maxLength: 200 }).playOut;
          expect(ended + tooLong).toBe(2);
        },
      ),
      { seed: 6 },
    );
  });

  it("draws operators in the proportions asked for (bound of a chi-square, one failure in 10^6 seeds)", () => {
    const operators = { sequence: 4, exclusive: 3, parallel: 2, loop: 1 };
    const counts: Partial<Record<TreeOperator, number>> = {};
    for (let seed = 0; seed < 300; seed++) {
      for (const node of nodes(randomProcessTree({ seed, activities: 30, operators, silent: 0 }))) {
        if ("children" in node) counts[node.kind] = (counts[node.kind] ?? 0) + 1;
      }
    }
    expect(Object.keys(counts).sort()).toEqual(Object.keys(operators).sort());
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    const statistic = Object.entries(operators).reduce((sum, [kind, weight]) => {
      const expected = (total * weight) / 10;
      return sum + (counts[kind as TreeOperator]! - expected) ** 2 / expected;
    }, 0);
    // Three degrees of freedom: P(X ≥ 3 + 2√(3x) + 2x) ≤ e^−x with x = 14.
    expect(statistic).toBeLessThan(3 + 2 * Math.sqrt(42) + 28);
  });

  it("one operator alone gives trees of that operator", () => {
    for (const kind of Object.keys(every) as TreeOperator[]) {
      const tree = randomProcessTree({ activities: 8, operators: { [kind]: 1 }, silent: 0 });
      const operators = nodes(tree).filter((node) => "children" in node);
      expect(new Set(operators.map((node) => node.kind))).toEqual(new Set([kind]));
    }
  });

  it("silent: never with 0, wherever it can stand with 1, and only in exclusives and loops", () => {
    const options = { activities: 30, operators: every };
    const silentParents = (silent: number) =>
      nodes(randomProcessTree({ ...options, silent }))
        .filter((node) => "children" in node && node.children.some(({ kind }) => kind === "silent"))
        .map(({ kind }) => kind);
    expect(silentParents(0)).toEqual([]);
    expect(new Set(silentParents(1))).toEqual(new Set(["exclusive", "loop"]));
    expect(printTree(randomProcessTree({ activities: ["a"], operators: { exclusive: 1 }, silent: 1 }))).toBe(
      "X( tau, 'a' )",
    );
    expect(printTree(randomProcessTree({ activities: ["a"], operators: { loop: 1 }, silent: 1 }))).toBe(
      "*( 'a', tau )",
    );
  });

  it("duplicates: 1 puts each activity twice", () => {
    const leaves = nodes(randomProcessTree({ activities: ["x", "y"], duplicates: 1, silent: 0 }));
    const shown = leaves.flatMap((node) => (node.kind === "activity" ? [node.name] : []));
    expect(shown.sort()).toEqual(["x", "x", "y", "y"]);
  });

  it("a number of activities calls them a … z, aa, ab …", () => {
    const activities = treeActivities(randomProcessTree({ activities: 28, maxDepth: 1 })).sort();
    expect(activities).toEqual([..."abcdefghijklmnopqrstuvwxyz", "aa", "ab"].sort());
  });

  it("maxDepth 1 puts all leaves under the root", () => {
    const tree = randomProcessTree({ activities: 20, maxDepth: 1, silent: 0, operators: { parallel: 1 } });
    expect(tree).toMatchObject({ kind: "parallel" });
    expect("children" in tree && tree.children.length).toBe(20);
  });

  it("the same options give the same tree, another seed another", () => {
    const print = (seed: number | string) => printTree(randomProcessTree({ seed, activities: 20 }));
    expect(print(1)).toBe(print(1));
    expect(print("line 1")).toBe(print("line 1"));
    expect(print(1)).not.toBe(print(2));
  });

  it("10,000 activities are no problem", () => {
    const tree = randomProcessTree({ activities: 10_000, maxChildren: 2, operators: every });
    expect(treeActivities(tree)).toHaveLength(10_000);
  });

  it.each<[unknown, string, RegExp]>([
    [null, "options", /any of: seed/],
    [{ size: 5 }, "size", /Known are: seed, activities/],
    [{ activities: 0 }, "activities", /from 1 to 10000/],
    [{ activities: [] }, "activities", /from 1 to 10000/],
    [{ activities: ["a", "a"] }, "activities", /different names/],
    [{ activities: [1] }, "activities", /different names/],
    [{ operators: {} }, "operators", /above 0/],
    [{ operators: { sequence: 0 } }, "operators", /above 0/],
    [{ operators: { sequence: -1 } }, "operators.sequence", /at least 0/],
    [{ operators: { xor: 1 } }, "operators.xor", /Known are: sequence, exclusive/],
    [{ operators: { sequence: 1e308, loop: 1e308 } }, "operators", /smaller/],
    [{ silent: 1.5 }, "silent", /\[0, 1\]/],
    [{ duplicates: Number.NaN }, "duplicates", /\[0, 1\]/],
    [{ maxChildren: 1 }, "maxChildren", /from 2/],
    [{ maxDepth: 0 }, "maxDepth", /from 1/],
  ])("refuses %j: names %s", (options, option, advice) => {
    let caught: unknown;
    try {
      randomProcessTree(options as RandomProcessTreeOptions);
    } catch (error) {
      caught = error;
    }
    if (!isGigamineError(caught, "option/out-of-range"))
      throw new Error(`no error of ours: ${String(caught)}`);
    expect(caught.fields).toMatchObject({ where: "randomProcessTree", option });
    expect(caught.message).toMatch(advice);
  });
});
