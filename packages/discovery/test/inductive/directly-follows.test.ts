import { isGigamineError } from "@gigamine/base";
import { type Dfg, directlyFollows, type VariantLog } from "@gigamine/event-log";
import {
  activity,
  checkSoundness,
  printTree,
  silent,
  treeActivities,
  treeToPetriNet,
} from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type InductiveMinerOptions, inductiveMiner } from "../../src/index.js";
import { rootGraph, type SubGraph, splitGraph } from "../../src/inductive/sub-graph.js";

const mined = (lines: readonly string[], options?: InductiveMinerOptions): string =>
  printTree(inductiveMiner(directlyFollows(traces(...lines)), options));

describe("inductiveMiner on a directly-follows graph, worked by hand,", () => {
  it("discovers L2 of van der Aalst, Process Mining, 2nd edition, like IM on the log", () => {
    const log = ["3x a b c d", "4x a c b d", "2x a b c e f b c d", "a b c e f c b d"];
    log.push("2x a c b e f b c d", "a c b e f b c e f c b d");
    expect(mined(log)).toBe("->( 'a', *( +( 'b', 'c' ), ->( 'e', 'f' ) ), 'd' )");
  });

  it("makes optional what an arc leads over, what a later part starts before, and what an earlier one ends before", () => {
    expect(mined(["a b c", "a c"])).toBe("->( 'a', X( 'b', tau ), 'c' )");
    expect(mined(["a b", "b"])).toBe("->( X( 'a', tau ), 'b' )");
    expect(mined(["a b", "a"])).toBe("->( 'a', X( 'b', tau ) )");
  });

  it("lets a part end where a trace ends before its time", () => {
    // One case ends with b. In the part of b and c, between a and d, b is an end as well as c, and d is optional.
    expect(mined(["a b c d", "a c b d", "a c b"])).toBe("->( 'a', +( 'b', 'c' ), X( 'd', tau ) )");
  });

  it("can't tell whether a branch of a parallel part may be left out, and makes it mandatory", () => {
    expect(mined(["a b", "b a", "a"])).toBe("+( 'a', 'b' )");
    expect(printTree(inductiveMiner(traces("a b", "b a", "a")))).toBe("+( 'a', X( 'b', tau ) )");
  });

  it("gives a loop one child per redo part", () => {
    expect(mined(["a b c a b d a b"])).toBe("*( ->( 'a', 'b' ), 'c', 'd' )");
  });

  it("lets the body of a loop start where a redo part leads to it", () => {
    // The body starts with a, after c too. Its parts a and b: b is passed by when c follows a.
    expect(mined(["a b c a b", "a c a b", "a"])).toBe("*( ->( 'a', X( 'b', tau ) ), 'c' )");
  });

  it("takes the flower model where there is no cut", () => {
    expect(mined(["a b a b"])).toBe("*( X( 'a', 'b' ), tau )");
    expect(mined(["a a"])).toBe("*( 'a', tau )");
  });

  it("leaves infrequent arcs out with a noise threshold, and how rarely a part is passed by", () => {
    // c > a is taken once, 50 traces end with c; one trace in 51 starts late and ends early.
    const log = ["50x a b c", "c a b"];
    expect(mined(log, { noiseThreshold: 0.2 })).toBe("->( 'a', 'b', 'c' )");
    expect(mined(log, { noiseThreshold: 0.01 })).toBe("*( X( 'a', 'b', 'c' ), tau )");
    expect(mined(["9x a b c", "a c"], { noiseThreshold: 0.1 })).toBe("->( 'a', 'b', 'c' )");
    expect(mined(["9x a b c", "a c"], { noiseThreshold: 0.09 })).toBe("->( 'a', X( 'b', tau ), 'c' )");
  });

  it("gives the silent leaf for a graph without activities, and the activity for one of one event", () => {
    expect(inductiveMiner(directlyFollows(traces()))).toEqual(silent());
    expect(inductiveMiner(directlyFollows(traces("3x")))).toEqual(silent());
    expect(inductiveMiner(directlyFollows(traces("3x a")))).toEqual(activity("a"));
  });

  it("is what variant IMd does with a log, whose cases without events make the whole optional", () => {
    const log = traces("3x a b", "b a", "a");
    expect(inductiveMiner(log, { variant: "IMd" })).toEqual(inductiveMiner(directlyFollows(log)));
    expect(printTree(inductiveMiner(traces("3x a", ""), { variant: "IMd" }))).toBe("X( 'a', tau )");
    expect(printTree(inductiveMiner(traces("4x a", ""), { variant: "IMd", noiseThreshold: 0.2 }))).toBe(
      "'a'",
    );
  });
});

describe("the graph of a part", () => {
  const shown = (
    { activities, from, to, count, starts, ends, emptyTraces }: SubGraph,
    names: readonly string[],
  ) => {
    const name = (a: number): string => names[activities[a]!]!;
    return {
      arcs: Array.from(count, (times, arc) => `${times}x ${name(from[arc]!)} ${name(to[arc]!)}`),
      starts: Array.from(starts, (times, a) => `${times}x ${name(a)}`),
      ends: Array.from(ends, (times, a) => `${times}x ${name(a)}`),
      emptyTraces,
    };
  };
  const parts = (operator: "sequence" | "parallel" | "loop", groupOf: number[], ...lines: string[]) => {
    const { graph, names } = rootGraph(directlyFollows(traces(...lines)), 0);
    const groups = { count: Math.max(...groupOf) + 1, groupOf: Int32Array.from(groupOf) };
    return splitGraph(graph, { operator, groups }).map((part) => shown(part, names));
  };

  it("of a sequence has the starts, ends and empty traces of the log cut between the groups", () => {
    // Cut: 3x a | b c | d, 2x a | (nothing) | d, 4x (nothing) | b | d, 5x a | b | (nothing).
    expect(parts("sequence", [0, 1, 1, 2], "3x a b c d", "2x a d", "4x b d", "5x a b")).toEqual([
      { arcs: [], starts: ["10x a"], ends: ["10x a"], emptyTraces: 4 },
      { arcs: ["3x b c"], starts: ["12x b", "0x c"], ends: ["9x b", "3x c"], emptyTraces: 2 },
      { arcs: [], starts: ["9x d"], ends: ["9x d"], emptyTraces: 5 },
    ]);
  });

  it("of a loop has the starts and ends of the log cut into runs", () => {
    // Cut: 2x a b | c | a b | c | a b, 3x a b.
    expect(parts("loop", [0, 0, 1], "2x a b c a b c a b", "3x a b")).toEqual([
      { arcs: ["9x a b"], starts: ["9x a", "0x b"], ends: ["0x a", "9x b"], emptyTraces: 0 },
      { arcs: [], starts: ["4x c"], ends: ["4x c"], emptyTraces: 0 },
    ]);
  });

  it("of a parallel cut has the starts, ends and arcs that lie in it", () => {
    expect(parts("parallel", [0, 1, 1], "2x a b c", "3x b a c")).toEqual([
      { arcs: [], starts: ["2x a"], ends: ["0x a"], emptyTraces: 0 },
      { arcs: ["2x b c"], starts: ["3x b", "0x c"], ends: ["0x b", "5x c"], emptyTraces: 0 },
    ]);
  });

  it("drops arcs that the cut does not explain", () => {
    // b > a leads back. The trace that starts with b passes a by, and as it ends with a, b as well.
    expect(parts("sequence", [0, 1], "a b", "b a")).toEqual([
      { arcs: [], starts: ["1x a"], ends: ["2x a"], emptyTraces: 1 },
      { arcs: [], starts: ["2x b"], ends: ["1x b"], emptyTraces: 1 },
    ]);
  });
});

describe("inductiveMiner on a directly-follows graph refuses", () => {
  it.each(["IM", "IMf"] as const)("variant %s, which splits traces", (variant) => {
    const refusal = (): unknown => {
      try {
        return inductiveMiner(directlyFollows(traces("a b")), { variant });
      } catch (error) {
        return isGigamineError(error, "option/out-of-range") ? error.message : error;
      }
    };
    expect(refusal()).toBe(
      `inductiveMiner: option variant is "${variant}". A directly-follows graph has no traces to split: ` +
        'choose "IMd", or give the log.',
    );
  });
});

describe("inductiveMiner on a directly-follows graph keeps the law that", () => {
  const check = (seed: number, law: (log: VariantLog) => void): void =>
    fc.assert(fc.property(arbitraryTraces({ activities: 6 }), law), { seed, numRuns: 400 });

  it("every activity stands exactly once in the tree, with and without noise threshold", () => {
    check(21, (log) => {
      for (const noiseThreshold of [0, 0.3, 1]) {
        const tree = inductiveMiner(directlyFollows(log), { noiseThreshold });
        expect(treeActivities(tree).sort()).toEqual(log.activities.toSorted());
      }
    });
  });

  it("every net is a sound workflow net", () => {
    check(22, (log) => {
      const net = treeToPetriNet(inductiveMiner(directlyFollows(log), { noiseThreshold: 0.2 }));
      expect(checkSoundness(net)).toMatchObject({ verdict: "sound" });
    });
  });

  it("the order of arcs and the numbering of activities have no influence", () => {
    check(23, (log) => {
      const dfg = directlyFollows(log);
      const last = dfg.activities.length - 1;
      const turned: Dfg = {
        activities: dfg.activities.toReversed(),
        from: dfg.from.map((a) => last - a),
        to: dfg.to.map((a) => last - a),
        count: dfg.count,
        startCounts: dfg.startCounts.toReversed(),
        endCounts: dfg.endCounts.toReversed(),
        activityCounts: dfg.activityCounts.toReversed(),
      };
      for (const noiseThreshold of [0, 0.3]) {
        expect(inductiveMiner(turned, { noiseThreshold })).toEqual(inductiveMiner(dfg, { noiseThreshold }));
      }
    });
  });

  it("without noise threshold only the set of arcs, starts and ends matters", () => {
    check(24, (log) => {
      const dfg = directlyFollows(log);
      const ones = (counts: readonly number[]) => counts.map((count) => Math.min(count, 1));
      const plain = {
        ...dfg,
        count: ones(dfg.count),
        startCounts: ones(dfg.startCounts),
        endCounts: ones(dfg.endCounts),
      };
      expect(inductiveMiner(plain)).toEqual(inductiveMiner(dfg));
    });
  });
});

describe("inductiveMiner on a hostile directly-follows graph", () => {
  const dfg = (arcs: readonly (readonly [number, number])[], starts: number[], ends: number[]): Dfg => ({
    activities: starts.map((_, a) => `a${a}`),
    from: arcs.map(([from]) => from),
    to: arcs.map(([, to]) => to),
    count: arcs.map(() => 1),
    startCounts: starts,
    endCounts: ends,
    activityCounts: starts.map(() => 1),
  });

  it("gives a tree where nothing starts or ends", () => {
    expect(printTree(inductiveMiner(dfg([[0, 1]], [0, 0], [0, 0])))).toBe("->( 'a0', 'a1' )");
    const ring = dfg(
      [
        [0, 1],
        [1, 0],
      ],
      [0, 0],
      [0, 0],
    );
    expect(printTree(inductiveMiner(ring))).toBe("*( X( 'a0', 'a1' ), tau )");
  });

  it("ignores arcs that were never taken, and activities that take no part", () => {
    const some = dfg(
      [
        [0, 1],
        [1, 0],
      ],
      [1, 0, 0],
      [0, 1, 0],
    );
    const tree = inductiveMiner({ ...some, count: [1, 0], activityCounts: [1, 1, 0] });
    expect(printTree(tree)).toBe("->( 'a0', 'a1' )");
  });

  it("handles 2,000 activities in a row, and in a ring", () => {
    const n = 2000;
    const row = Array.from({ length: n - 1 }, (_, a) => [a, a + 1] as const);
    const starts = Array.from({ length: n }, (_, a) => (a === 0 ? 1 : 0));
    const ends = starts.toReversed();
    expect(inductiveMiner(dfg(row, starts, ends))).toMatchObject({ kind: "sequence" });
    const ring = inductiveMiner(dfg([...row, [n - 1, 0]], starts, ends));
    expect(ring).toMatchObject({ kind: "loop", children: [{ kind: "exclusive" }, { kind: "silent" }] });
  });
});
