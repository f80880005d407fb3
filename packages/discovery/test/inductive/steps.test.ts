import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { exclusiveCut, splitExclusive } from "../../src/inductive/cuts/exclusive.js";
import { type Cut, findCut } from "../../src/inductive/cuts/find-cut.js";
import { loopCut, splitLoop } from "../../src/inductive/cuts/loop.js";
import { parallelCut, splitParallel } from "../../src/inductive/cuts/parallel.js";
import { sequenceCut, splitSequence } from "../../src/inductive/cuts/sequence.js";
import { activityConcurrent } from "../../src/inductive/fall-throughs/activity-concurrent.js";
import { activityOncePerTrace } from "../../src/inductive/fall-throughs/activity-once-per-trace.js";
import { strictTauLoop } from "../../src/inductive/fall-throughs/strict-tau-loop.js";
import { tauLoop } from "../../src/inductive/fall-throughs/tau-loop.js";
import {
  addArc,
  emptyFollowsGraph,
  type FollowsGraph,
  followsGraph,
  type Groups,
  hasBit,
  setBit,
} from "../../src/inductive/follows-graph.js";
import { withoutInfrequentArcs } from "../../src/inductive/noise-filter.js";
import { rootLog } from "../../src/inductive/root-log.js";
import type { SubLog } from "../../src/inductive/sub-log.js";

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** Groups over the activities a, b, c …, written as one word each. */
function groupsOf(...words: string[]): Groups {
  const groupOf = new Int32Array(words.join("").length);
  for (const [g, word] of words.entries()) for (const letter of word) groupOf[LETTERS.indexOf(letter)] = g;
  return { count: words.length, groupOf };
}

function shown(groups: Groups | null, names: readonly string[]): string[] | null {
  if (groups === null) return null;
  const words: string[] = new Array(groups.count).fill("");
  for (const [a, g] of groups.groupOf.entries()) if (g >= 0) words[g] += names[a]!;
  return words;
}

function cutOf(cut: (graph: FollowsGraph) => Groups | null, ...lines: string[]): string[] | null {
  const { log, names } = rootLog(traces(...lines));
  return shown(cut(followsGraph(log)), names);
}

/** The traces of a part as `2x a b`, in order, the empty one last. */
function linesOf(log: SubLog, names: readonly string[]): string[] {
  const lines = Array.from(log.counts, (count, t) => {
    const ids = log.sequence.slice(log.offsets[t], log.offsets[t + 1]);
    return [`${count}x`, ...Array.from(ids, (a) => names[log.activities[a]!]!)].join(" ");
  });
  return log.emptyTraces === 0 ? lines : [...lines, `${log.emptyTraces}x`];
}

function splitBy(
  split: (log: SubLog, groups: Groups) => SubLog[],
  groups: Groups,
  ...lines: string[]
): string[][] {
  const { log, names } = rootLog(traces(...lines));
  return split(log, groups).map((part) => linesOf(part, names));
}

describe("exclusive choice", () => {
  it("cuts between activities that no chain of arcs connects", () => {
    expect(cutOf(exclusiveCut, "a c", "b d", "e")).toEqual(["ac", "bd", "e"]);
    expect(cutOf(exclusiveCut, "a c", "b d", "d a")).toBeNull();
  });

  it("gives a trace to the group with most of its events and drops the others", () => {
    expect(splitBy(splitExclusive, groupsOf("ab", "cd"), "2x a b c", "c d", "a b")).toEqual([
      ["3x a b"],
      ["1x c d"],
    ]);
  });

  it("gives a trace with equal shares to the later group", () => {
    expect(splitBy(splitExclusive, groupsOf("ab", "cd"), "b c a d")).toEqual([[], ["1x c d"]]);
  });
});

describe("sequence", () => {
  it("puts together what is mutually unreachable, and what is mutually reachable", () => {
    expect(cutOf(sequenceCut, "a b d", "a c d")).toEqual(["a", "bc", "d"]);
    expect(cutOf(sequenceCut, "a b c b d")).toEqual(["a", "bc", "d"]);
  });

  it("is none if all activities reach each other", () => {
    expect(cutOf(sequenceCut, "a b c a")).toBeNull();
  });

  it("orders groups by reachability, not by name", () => {
    expect(cutOf(sequenceCut, "d b a", "d c a")).toEqual(["d", "bc", "a"]);
  });

  it("keeps what can only be skipped together in one group", () => {
    // Both a and b are passed by when a trace starts with c; b never comes without a.
    expect(cutOf(sequenceCut, "a b c", "c")).toEqual(["ab", "c"]);
    expect(cutOf(sequenceCut, "a b c", "a")).toEqual(["a", "bc"]);
  });

  it("leaves groups apart that can be skipped one without the other", () => {
    expect(cutOf(sequenceCut, "a b c d", "a c d", "a b d", "a d")).toEqual(["a", "b", "c", "d"]);
  });

  it("joins a group that two others could take in to the first of them", () => {
    // b follows only a and leads only to c; a and c also come alone.
    expect(cutOf(sequenceCut, "a", "c", "a b c", "a c")).toEqual(["ab", "c"]);
  });

  it("cuts where fewest events stand on the wrong side, and drops those", () => {
    const groups = groupsOf("a", "b");
    expect(splitBy(splitSequence, groups, "a a b")).toEqual([["1x a a"], ["1x b"]]);
    // a: -1 | b: 0 | a: -1 | a: -2, smallest after the third a
    expect(splitBy(splitSequence, groups, "a b a a b b")).toEqual([["1x a a a"], ["1x b b"]]);
    // b: +1 | a: 0 | b: +1: never below the start, so the first segment is empty
    expect(splitBy(splitSequence, groups, "b a b")).toEqual([["1x"], ["1x b b"]]);
    // smallest twice: the first place counts
    expect(splitBy(splitSequence, groups, "a b a b")).toEqual([["1x a"], ["1x b b"]]);
  });

  it("for every log, groups before others reach them and are not reached by them", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (tiny) => {
        const graph = followsGraph(rootLog(tiny).log);
        const groups = sequenceCut(graph);
        if (groups === null) return;
        const reaches = closure(graph);
        for (let a = 0; a < graph.size; a++) {
          for (let b = 0; b < graph.size; b++) {
            if (groups.groupOf[a]! >= groups.groupOf[b]!) continue;
            expect([reaches[a]![b], reaches[b]![a]]).toEqual([true, false]);
          }
        }
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("for every single trace, in which nothing is skipped, has a group per class of (un)reachable activities", () => {
    fc.assert(
      fc.property(arbitraryTraces({ variants: 1, length: 12, activities: 8 }), (tiny) => {
        const graph = followsGraph(rootLog(tiny).log);
        const expected = classes(closure(graph));
        expect(sequenceCut(graph)?.count ?? 1).toBe(Math.max(1, expected));
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});

describe("parallel", () => {
  it("cuts between activities that follow each other both ways", () => {
    expect(cutOf(parallelCut, "a b", "b a")).toEqual(["a", "b"]);
    expect(cutOf(parallelCut, "a b", "b a", "a c b")).toBeNull();
  });

  it("joins a group that can't start or end a trace to the group before it", () => {
    expect(cutOf(parallelCut, "a c b c a b", "b a")).toEqual(["a", "bc"]);
  });

  it("joins the first group, if it can't start or end a trace, to the one behind it", () => {
    expect(cutOf(parallelCut, "b a c a b c", "c b")).toEqual(["ab", "c"]);
  });

  it("adds the counts of traces that become equal by projection", () => {
    expect(splitBy(splitParallel, groupsOf("a", "b"), "3x a b", "2x b a", "b")).toEqual([
      ["5x a", "1x"],
      ["6x b"],
    ]);
  });
});

describe("loop", () => {
  it("takes the start and end activities as body, and what leads from ends to starts as redo part", () => {
    expect(cutOf(loopCut, "a b c a b")).toEqual(["ab", "c"]);
  });

  it("keeps several redo parts apart", () => {
    expect(cutOf(loopCut, "a b d a b c a b")).toEqual(["ab", "c", "d"]);
  });

  it("counts to the body what follows a start that is no end, or leads to an end that is no start", () => {
    expect(cutOf(loopCut, "a b c a b", "a c a b")).toBeNull();
    expect(cutOf(loopCut, "a b c a b", "a b c b")).toBeNull();
  });

  it("counts to the body what leads to some starts only, or follows some ends only", () => {
    expect(cutOf(loopCut, "a b c a b", "d b")).toBeNull();
    expect(cutOf(loopCut, "a b c a b", "d b", "d b c d b")).toEqual(["abd", "c"]);
    expect(cutOf(loopCut, "a b c a b", "a d")).toBeNull();
    expect(cutOf(loopCut, "a b c a b", "a d c a d")).toEqual(["abd", "c"]);
  });

  it("is none if every activity starts or ends a trace", () => {
    expect(cutOf(loopCut, "a b a b")).toBeNull();
  });

  it("cuts traces into runs of the body and of the redo parts", () => {
    expect(splitBy(splitLoop, groupsOf("ab", "c", "d"), "2x a b c a b d a b")).toEqual([
      ["6x a b"],
      ["2x c"],
      ["2x d"],
    ]);
  });

  it("gives a mixed run whole to the redo part with most of its events, the later one if they are equal", () => {
    const groups = groupsOf("ab", "c", "d");
    expect(splitBy(splitLoop, groups, "a c c d b")).toEqual([["1x a", "1x b"], ["1x c c d"], []]);
    expect(splitBy(splitLoop, groups, "a c d b")).toEqual([["1x a", "1x b"], [], ["1x c d"]]);
  });
});

describe("all cuts", () => {
  const cuts = { exclusiveCut, sequenceCut, parallelCut, loopCut };

  it.each(Object.entries(cuts))("%s does not depend on how ids are spread over machine words", (_, cut) => {
    fc.assert(
      fc.property(arbitraryTraces(), (tiny) => {
        const { log, names } = rootLog(tiny);
        const small = followsGraph(log);
        const place = (a: number): number => a * 23 + 9;
        const spread = emptyFollowsGraph(130);
        spread.members.fill(0);
        const sparse: string[] = [];
        for (let a = 0; a < small.size; a++) {
          sparse[place(a)] = names[a]!;
          setBit(spread.members, 0, place(a));
          if (hasBit(small.starts, 0, a)) setBit(spread.starts, 0, place(a));
          if (hasBit(small.ends, 0, a)) setBit(spread.ends, 0, place(a));
          for (let b = 0; b < small.size; b++) {
            if (hasBit(small.next, a * small.words, b)) addArc(spread, place(a), place(b));
          }
        }
        expect(shown(cut(spread), sparse)).toEqual(shown(cut(small), names));
      }),
      { seed: 13, numRuns: 200 },
    );
  });

  it("are tried in the order exclusive choice, sequence, parallel, loop", () => {
    const operator = (...lines: string[]) => findCut(followsGraph(rootLog(traces(...lines)).log))?.operator;
    expect(operator("a", "b")).toBe("exclusive");
    expect(operator("a b")).toBe("sequence");
    expect(operator("a b", "b a")).toBe("parallel");
    expect(operator("a b a")).toBe("loop");
    expect(operator("a a")).toBeUndefined();
  });
});

describe("fall throughs", () => {
  const oncePerTrace = (...lines: string[]) => {
    const { log, names } = rootLog(traces(...lines));
    return names[activityOncePerTrace(log)];
  };
  const concurrent = (...lines: string[]) => {
    const { log, names } = rootLog(traces(...lines));
    return names[activityConcurrent(log, followsGraph(log))?.activity ?? -1];
  };
  const split = (loop: typeof tauLoop, ...lines: string[]) => {
    const { log, names } = rootLog(traces(...lines));
    const body = loop(log, followsGraph(log));
    return body === null ? null : linesOf(body, names);
  };

  it("find the first activity by name that is once in every trace", () => {
    expect(oncePerTrace("c b b", "b a c", "c")).toBe("c");
    expect(oncePerTrace("b a", "a b")).toBe("a");
    expect(oncePerTrace("a a b", "a b b")).toBeUndefined();
    expect(oncePerTrace("a", "b")).toBeUndefined();
  });

  it("find the first activity by name without which there is a cut", () => {
    // Without a: d b c, d b, d c, b c, in sequence.
    expect(concurrent("d b c a", "a d b", "d a c", "b c a", "d b a c a")).toBe("a");
    expect(concurrent("a b a", "a a")).toBeUndefined();
  });

  it("for every log, judge an activity concurrent, and cut the rest, as if its events had never been there", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (tiny) => {
        const { log } = rootLog(tiny);
        const n = log.activities.length;
        let expected: { activity: number; cut: Cut } | null = null;
        for (let x = n - 1; n >= 3 && x >= 0; x--) {
          const groupOf = new Int32Array(n).fill(1);
          groupOf[x] = 0;
          const cut = findCut(followsGraph(splitParallel(log, { count: 2, groupOf })[1]!));
          if (cut !== null) expected = { activity: x, cut };
        }
        const found = activityConcurrent(log, followsGraph(log));
        if (found === null || expected === null) {
          expect(found).toBe(expected);
          return;
        }
        const { operator, groups } = found.cut;
        const groupOf = groups.groupOf.filter((_, a) => a !== found.activity);
        expect({ ...found, cut: { operator, groups: { ...groups, groupOf } } }).toEqual(expected);
      }),
      { seed: 14, numRuns: 300 },
    );
  });

  it("cut between an end and a start activity for the strict tau loop", () => {
    expect(split(strictTauLoop, "2x a b a b", "a b")).toEqual(["5x a b"]);
    expect(split(strictTauLoop, "a", "a a a")).toEqual(["4x a"]);
    expect(split(strictTauLoop, "a c a b")).toBeNull();
  });

  it("cut before every start activity for the tau loop", () => {
    expect(split(tauLoop, "2x a c a b", "a b")).toEqual(["2x a c", "3x a b"]);
    expect(split(tauLoop, "a b", "a c")).toBeNull();
  });
});

describe("the noise filter", () => {
  const arcs = (threshold: number, ...lines: string[]): string[] => {
    const { log, names } = rootLog(traces(...lines));
    const graph = withoutInfrequentArcs(log, followsGraph(log), threshold);
    const found: string[] = [];
    for (let a = 0; a < graph.size; a++) {
      for (let b = 0; b < graph.size; b++) {
        if (!hasBit(graph.next, a * graph.words, b)) continue;
        expect(hasBit(graph.previous, b * graph.words, a)).toBe(true);
        found.push(`${names[a]}>${names[b]}`);
      }
    }
    return found;
  };

  it("keeps an arc only above the threshold times the most frequent arc out of its source", () => {
    expect(arcs(0.2, "10x a b", "2x a c", "3x a d")).toEqual(["a>b", "a>d"]);
  });

  it("counts how often traces end there among the ways out", () => {
    expect(arcs(0.2, "10x b", "2x b c")).toEqual([]);
    expect(arcs(0.2, "9x b", "2x b c")).toEqual(["b>c"]);
  });

  it("keeps every arc with threshold 0", () => {
    expect(arcs(0, "1000x a b", "a c a")).toEqual(["a>b", "a>c", "c>a"]);
  });
});

function closure(graph: FollowsGraph): boolean[][] {
  const n = graph.size;
  const reaches = Array.from({ length: n }, (_, a) =>
    Array.from({ length: n }, (_, b) => hasBit(graph.next, a * graph.words, b)),
  );
  for (let k = 0; k < n; k++) {
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) reaches[a]![b] ||= reaches[a]![k]! && reaches[k]![b]!;
    }
  }
  return reaches;
}

/** How many classes remain when pairs reachable both ways or neither way are put together. */
function classes(reaches: boolean[][]): number {
  const of = reaches.map((_, a) => a);
  for (let a = 0; a < of.length; a++) {
    for (let b = 0; b < a; b++) {
      if (reaches[a]![b] !== reaches[b]![a]) continue;
      const from = of[a]!;
      for (let c = 0; c < of.length; c++) if (of[c] === from) of[c] = of[b]!;
    }
  }
  return new Set(of).size;
}
