import type { VariantLog } from "@gigamine/event-log";
import { type FlowGraph, structureTree } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Arcs, selectArcs } from "../../src/split/arcs.js";
import { pruneConcurrency } from "../../src/split/concurrency.js";
import { loopFreeGraph } from "../../src/split/directly-follows.js";
import { filterArcs } from "../../src/split/filter.js";
import { joinLogics } from "../../src/split/join-logic.js";
import { discoverSplits } from "../../src/split/splits.js";
import { RUNNING_EXAMPLE } from "./graphs.js";

/** `"0-1 1-2"` as pairs. */
function pairs(text: string): (readonly [number, number])[] {
  return text.split(" ").map((pair) => {
    const [a, b] = pair.split("-").map(Number);
    return [a!, b!] as const;
  });
}

/** Arcs as text, `"a b 5"`; the start is `>`, the end `.`. */
function arcTexts(names: readonly string[], { from, to, count }: Arcs): string[] {
  const text = (node: number): string => names[node] ?? (node === names.length ? ">" : ".");
  return from.map((a, arc) => `${text(a)} ${text(to[arc]!)} ${count[arc]}`);
}

function prune(log: VariantLog, epsilon: number) {
  const graph = loopFreeGraph(log);
  const pruned = pruneConcurrency(graph, epsilon);
  const kept = arcTexts(
    graph.names,
    selectArcs(graph, (arc) => pruned.kept[arc] === 1),
  );
  const pairs = [...pruned.concurrent].map((key) => [
    Math.floor(key / graph.nodeCount),
    key % graph.nodeCount,
  ]);
  const concurrent = pairs.flatMap(([a, b]) => (a! < b! ? [`${graph.names[a!]} ${graph.names[b!]}`] : []));
  return { graph, pruned, kept, concurrent };
}

describe("the graph without loops of length one and two", () => {
  it("has a start and an end, and activities in the order of their names", () => {
    const graph = loopFreeGraph(traces("3x b a", "2x a", "4x"));
    expect(graph.names).toEqual(["a", "b"]);
    expect(arcTexts(graph.names, graph)).toEqual(["a . 5", "b a 3", "> a 2", "> b 3", "> . 4"]);
  });

  it("notes loops of length one, and leaves their arcs out", () => {
    const graph = loopFreeGraph(traces("a b b c"));
    expect([...graph.selfLoops]).toEqual([0, 1, 0]);
    expect(arcTexts(graph.names, graph)).toEqual(["a b 1", "b c 1", "c . 1", "> a 1"]);
  });

  it("finds a loop of length two by aba or bab, unless one of the two follows itself", () => {
    const [a, b] = [0, 1];
    expect(loopFreeGraph(traces("a b a")).isShortLoop(b, a)).toBe(true);
    expect(loopFreeGraph(traces("a b", "b a")).isShortLoop(a, b)).toBe(false);
    expect(loopFreeGraph(traces("a b a", "b b")).isShortLoop(a, b)).toBe(false);
  });
});

describe("concurrency and pruning", () => {
  it("finds the concurrent pairs of the running example, worked by hand", () => {
    // B C, B D, D E: 20 : 20, 20 : 20, 10 : 10. E G: 30 : 20, a difference of 0.2.
    const { kept, concurrent } = prune(RUNNING_EXAMPLE, 0.3);
    expect(concurrent).toEqual(["B C", "B D", "D E", "E G"]);
    expect(kept).toEqual([
      "A B 60",
      "A C 20",
      "A D 20",
      "B E 40",
      "B F 20",
      "C F 10",
      "C G 20",
      "D G 20",
      "E C 10",
      "E H 20",
      "F G 30",
      "G H 80",
      "H . 100",
      "> A 100",
    ]);
  });

  it("keeps the more frequent arc when the difference is epsilon or more", () => {
    const { kept, concurrent } = prune(RUNNING_EXAMPLE, 0.2);
    expect(concurrent).toEqual(["B C", "B D", "D E"]);
    expect(kept).toContain("E G 30");
    expect(kept).not.toContain("G E 20");
  });

  it("never takes a loop of length two for concurrency", () => {
    const { kept, concurrent } = prune(traces("a b c b d", "a b d"), 1);
    expect(concurrent).toEqual([]);
    expect(kept).toEqual(expect.arrayContaining(["b c 1", "c b 1"]));
  });

  it("finds no concurrency with epsilon 0, and keeps the arc from the earlier name when both are as frequent", () => {
    const { kept, concurrent } = prune(traces("x b a y", "x a b y"), 0);
    expect(concurrent).toEqual([]);
    expect(kept).toContain("a b 1");
    expect(kept).not.toContain("b a 1");
  });
});

describe("filtering", () => {
  const filtered = (log: VariantLog, epsilon: number, eta: number): string[] => {
    const { graph, pruned } = prune(log, epsilon);
    return arcTexts(graph.names, filterArcs(graph, pruned, eta));
  };

  it("leaves out the two arcs of the running example that no best way needs", () => {
    // The most frequent arcs of the nodes have the counts 20 (six times), 30, 40, 60, 80, 100, 100; position 5 of these holds 20.
    const kept = filtered(RUNNING_EXAMPLE, 0.3, 0.4);
    expect(kept).toHaveLength(12);
    expect(kept).not.toContain("C F 10");
    expect(kept).not.toContain("E C 10");
  });

  it("keeps arcs that reach the percentile even if no best way needs them", () => {
    // The most frequent arcs of the nodes have the counts 2 (a d, d c), 10 (a b), 12 (b c), 20 (> a), 22 (c .); those of d stay anyway.
    const log = traces("10x a b c", "8x a c", "2x b c", "2x a d c");
    expect(filtered(log, 0.1, 0)).toContain("a c 8");
    expect(filtered(log, 0.1, 0.4)).not.toContain("a c 8");
    expect(filtered(log, 0.1, 1)).toEqual(expect.arrayContaining(["a d 2", "d c 2"]));
  });

  it("prefers the way whose rarest arc is most frequent", () => {
    // To c: a > b > c with 6 and 6, or a > c with 5, of which each is at most the threshold with eta 1.
    const log = traces("6x a b c", "5x a c");
    expect(filtered(log, 0.1, 1)).toEqual(["a b 6", "b c 6", "c . 11", "> a 11"]);
  });

  it("brings arcs back when concurrency has cut an activity off", () => {
    // b stands only beside a and c, to both of which it is concurrent.
    const { graph, pruned } = prune(traces("a b c", "c b a"), 0.1);
    expect(pruned.concurrent.size).toBe(4);
    expect(arcTexts(graph.names, filterArcs(graph, pruned, 0.4))).toEqual(
      expect.arrayContaining(["a b 1", "b a 1"]),
    );
    expect(pruned.concurrent.size).toBe(2);
  });
});

describe("splits", () => {
  /** The splits behind node 0, whose successors are 1, 2, …, as nested lists. */
  function splitsOf(successors: number, pairs: readonly (readonly [number, number])[]): unknown {
    const nodeCount = successors + 1;
    const to = Array.from({ length: successors }, (_, i) => i + 1);
    const arcs = { nodeCount, from: to.map(() => 0), to, count: to.map(() => 1) };
    const concurrent = new Set(pairs.flatMap(([a, b]) => [a * nodeCount + b, b * nodeCount + a]));
    const graph = discoverSplits(arcs, concurrent);
    const behind = (node: number): unknown[] =>
      graph.source.flatMap((from, flow) => (from === node ? [shown(graph.target[flow]!)] : []));
    const shown = (node: number): unknown =>
      node < graph.gatewayStart
        ? node
        : [graph.logic[node - graph.gatewayStart] === "parallel" ? "+" : "X", ...behind(node)];
    return behind(0)[0];
  }

  it("decides between successors of which none are concurrent", () => {
    expect(splitsOf(3, [])).toEqual(["X", 1, 2, 3]);
  });

  it("runs successors in parallel that are all concurrent", () => {
    expect(splitsOf(3, pairs("1-2 1-3 2-3"))).toEqual(["+", 1, 2, 3]);
  });

  it("has no split before a single successor", () => {
    expect(splitsOf(1, [])).toBe(1);
  });

  it("joins those of equal future first: A of the running example runs B beside C or D", () => {
    expect(splitsOf(3, pairs("1-2 1-3"))).toEqual(["+", 1, ["X", 2, 3]]);
  });

  it("builds a hierarchy from the inside out, gateways of one kind in a row being one", () => {
    // a, b alone; c and d beside e, f and each other; e beside f; g beside c and d. Futures: e {c,d,f}, f {c,d,e}, g {c,d}.
    // The letters stand for 1 to 7.
    const concurrent = pairs("3-4 3-5 3-6 3-7 4-5 4-6 4-7 5-6");
    expect(splitsOf(7, concurrent)).toEqual(["X", 1, 2, ["+", 3, 4, ["X", ["+", 5, 6], 7]]]);
  });

  it("joins the nearest ones where concurrency is no hierarchy", () => {
    // Each beside the next only: futures {2}, {1,3}, {2,4}, {3}, all different, and so are unions with covers. Of the smallest
    // futures 1 comes first; 2 and 3 are equally near, and 2 is concurrent. Then {1,2} with future {} is nearest to 4, with {3}.
    expect(splitsOf(4, pairs("1-2 2-3 3-4"))).toEqual(["+", ["X", ["+", 1, 2], 4], 3]);
  });
});

describe("the structure tree of graphs with splits", () => {
  /** By definition: the sets of flows, as bits, with one entry and one exit that overlap no other such set. */
  function canonicalFragments({ from, to, source, sink }: FlowGraph): number[] {
    const flows = Array.from(from.keys());
    const fragments: number[] = [];
    for (let set = 1; set < 1 << flows.length; set++) {
      const has = (flow: number): boolean => ((set >> flow) & 1) === 1;
      const inside = flows.filter(has);
      const nodes = [...new Set(inside.flatMap((flow) => [from[flow]!, to[flow]!]))];
      const reached = new Set([nodes[0]!]);
      for (const node of reached) {
        for (const flow of inside) {
          if (from[flow] === node) reached.add(to[flow]!);
          if (to[flow] === node) reached.add(from[flow]!);
        }
      }
      if (reached.size < nodes.length) continue;
      const border = nodes.filter(
        (node) =>
          node === source ||
          node === sink ||
          flows.some((flow) => !has(flow) && (from[flow] === node || to[flow] === node)),
      );
      const isEntry = (node: number): boolean =>
        !inside.some((flow) => to[flow] === node) || flows.every((flow) => from[flow] !== node || has(flow));
      const isExit = (node: number): boolean =>
        !inside.some((flow) => from[flow] === node) || flows.every((flow) => to[flow] !== node || has(flow));
      const [u, v] = border as [number, number];
      if (border.length === 2 && ((isEntry(u) && isExit(v)) || (isEntry(v) && isExit(u))))
        fragments.push(set);
    }
    return fragments.filter((x) => fragments.every((y) => (x & y) === 0 || (x & y) === x || (x & y) === y));
  }

  it("has exactly the parts with one entry and one exit that overlap no other, for every small graph", () => {
    let rigid = 0;
    fc.assert(
      fc.property(arbitraryTraces({ activities: 5, variants: 4, length: 5 }), (log) => {
        const { graph: follows, pruned } = prune(log, 0.5);
        const { nodeCount, source, target } = discoverSplits(
          filterArcs(follows, pruned, 0),
          pruned.concurrent,
        );
        fc.pre(source.length <= 13);
        const whole = { nodeCount, from: source, to: target, source: follows.start, sink: follows.end };
        const fragments = structureTree(whole);
        const sets = fragments.map(() => 0);
        fragments.forEach(({ kind, flow, parts }, f) => {
          sets[f] = kind === "flow" ? 1 << flow : parts.reduce((set, part) => set | sets[part]!, 0);
          if (kind === "rigid") rigid++;
        });
        expect(sets.toSorted((x, y) => x - y)).toEqual(canonicalFragments(whole));
      }),
      { seed: 61, numRuns: 100 },
    );
    expect(rigid).toBeGreaterThan(5); // so that the law says something about them
  });
});

describe("the logic of joins in a part without structure", () => {
  const part = (
    logic: readonly ("exclusive" | "parallel" | null)[],
    flows: readonly (readonly [number, number])[],
    back: readonly (readonly [number, number])[] = [],
  ) => {
    const all = [...flows, ...back];
    return joinLogics({
      nodeCount: logic.length,
      from: all.map(([a]) => a),
      to: all.map(([, b]) => b),
      isBack: Uint8Array.from(all, (_, f) => (f < flows.length ? 0 : 1)),
      logic,
    });
  };
  const [X, P, task] = ["exclusive", "parallel", null] as const;

  it("is exclusive without parallel splits, whatever crosses", () => {
    expect(part([X, X, task, task, task], pairs("0-1 0-2 1-2 1-3 2-4 3-4"))).toEqual(Array(5).fill(X));
  });

  it("is parallel without exclusive splits and loops", () => {
    expect(part([P, P, task, task, task], pairs("0-1 0-2 1-2 1-3 2-4 3-4"))).toEqual(Array(5).fill(P));
  });

  it("sees that two branches exclude each other, and that two joins are always reached together", () => {
    // 0 decides for 1 or 2; each goes on in parallel to 3 and 4, where the other one would come too; 3 and 4 meet at 5.
    const logics = part([X, P, P, task, task, task], pairs("0-1 0-2 1-3 1-4 2-3 2-4 3-5 4-5"));
    expect([logics[3], logics[4], logics[5]]).toEqual([X, X, P]);
  });

  it("stays inclusive where one branch may come alone or with the other", () => {
    // The running example: A runs B (then E or F) beside C or D; G waits for C or D and, if it was chosen, for F.
    const logics = part([P, X, task, task], pairs("0-1 0-2 1-2 1-3 2-3"));
    expect([logics[2], logics[3]]).toEqual(["inclusive", "inclusive"]);
  });

  it("sees that all outcomes of a choice are no condition", () => {
    // 0 runs 1 beside 4; 1 decides for 2 or 3, both lead to 4's join at 5 by way of the join 6, and 2 alone shares nothing else.
    const logics = part(
      [P, X, P, task, task, task, task, task],
      pairs("0-1 0-4 1-2 1-3 2-6 2-7 3-6 6-5 4-5 5-7"),
    );
    expect([logics[6], logics[5], logics[7]]).toEqual([X, P, "inclusive"]);
  });

  it("does not wait for a branch that a loop passes by", () => {
    // 0 runs 1 beside 2, which meet at 3; from 4 a loop leads back into the branch of 1 only.
    const flows = pairs("0-1 0-2 1-3 2-3 3-4 4-5");
    expect(part([P, task, task, task, X, task], flows)[3]).toBe(P);
    expect(part([P, task, task, task, X, task], flows, pairs("4-1"))[3]).toBe("inclusive");
  });
});
