import { isGigamineError } from "@gigamine/base";
import { EventLogBuilder, type VariantLog } from "@gigamine/event-log";
import {
  activity,
  checkSoundness,
  foldTree,
  type ProcessTree,
  printTree,
  reduceTree,
  silent,
  treeToPetriNet,
} from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type InductiveMinerOptions, inductiveMiner } from "../../src/index.js";
import { accepts, anchors } from "./accepts.js";

const mined = (lines: readonly string[], options?: InductiveMinerOptions): string =>
  printTree(inductiveMiner(traces(...lines), options));

describe("inductiveMiner on worked examples", () => {
  it("discovers L1 of van der Aalst, Process Mining, 2nd edition", () => {
    expect(mined(["3x a b c d", "2x a c b d", "a e d"])).toBe("->( 'a', X( +( 'b', 'c' ), 'e' ), 'd' )");
  });

  it("discovers L2 of the same book, a loop with a redo part in two steps", () => {
    const log = ["3x a b c d", "4x a c b d", "2x a b c e f b c d", "a b c e f c b d"];
    log.push("2x a c b e f b c d", "a c b e f b c e f c b d");
    expect(mined(log)).toBe("->( 'a', *( +( 'b', 'c' ), ->( 'e', 'f' ) ), 'd' )");
  });

  it("discovers a choice between concurrency and a loop", () => {
    expect(mined(["a b c", "a c b", "a d e", "a d e f d e"])).toBe(
      "->( 'a', X( +( 'b', 'c' ), *( ->( 'd', 'e' ), 'f' ) ) )",
    );
  });

  it("gives a loop one child per redo part", () => {
    expect(mined(["a b c a b d a b"])).toBe("*( ->( 'a', 'b' ), 'c', 'd' )");
  });

  it("makes the whole optional where traces are empty", () => {
    expect(mined(["a b", ""])).toBe("X( ->( 'a', 'b' ), tau )");
    expect(mined(["a", "b", ""])).toBe("X( 'a', 'b', tau )");
    expect(mined(["a c", "a b c"])).toBe("->( 'a', X( 'b', tau ), 'c' )");
  });

  it("makes a repeated activity a loop with a silent redo part", () => {
    expect(mined(["a", "a a"])).toBe("*( 'a', tau )");
    expect(mined(["a a"])).toBe("*( 'a', tau )");
  });

  it("puts an activity that is once in every trace in parallel to the rest", () => {
    // No cut exists; without d remain a b c, a b, a c, b c: each of a, b, c may be missing.
    expect(mined(["a b c d", "d a b", "a d c", "b c d"])).toBe(
      "+( ->( X( 'a', tau ), X( 'b', tau ), X( 'c', tau ) ), 'd' )",
    );
  });

  it("puts an activity without which a cut exists in parallel to the rest", () => {
    expect(mined(["d b c a", "a d b", "d a c", "b c a", "d b a c a"])).toBe(
      "+( *( 'a', tau ), ->( X( 'd', tau ), X( 'b', tau ), X( 'c', tau ) ) )",
    );
  });

  it("starts over after an end, as strict tau loop", () => {
    expect(mined(["a b a b", "a b"])).toBe("*( ->( 'a', 'b' ), tau )");
  });

  it("starts over at every start activity, as tau loop", () => {
    // c, the only end, is never directly followed by a, the only start. Split: a b, a c, a c b, a c, a c, a c b c.
    expect(mined(["a b a c", "a c b a c", "a c", "a c b c"])).toBe(
      "*( ->( 'a', +( X( 'b', tau ), X( *( 'c', tau ), tau ) ) ), tau )",
    );
  });

  it("falls back to the flower model", () => {
    // The arcs form a ring of six, without direction: no cut, even without any one of them.
    expect(mined(["s b", "s c", "t c", "t d", "u d", "u b"])).toBe(
      "*( X( 'b', 'c', 'd', 's', 't', 'u' ), tau )",
    );
  });

  it("gives the silent leaf for no trace, and for empty traces only", () => {
    expect(inductiveMiner(new EventLogBuilder().build())).toEqual(silent());
    expect(inductiveMiner(traces("3x"))).toEqual(silent());
    expect(inductiveMiner(traces("3x"), { noiseThreshold: 0.5 })).toEqual(silent());
  });

  it("gives the activity for a log of one event", () => {
    expect(inductiveMiner(traces("7x a"))).toEqual(activity("a"));
  });

  it("orders children without meaningful order by the first name in them, silent ones last", () => {
    expect(mined(["z", "b", "c a", ""])).toBe("X( ->( 'c', 'a' ), 'b', 'z', tau )");
    expect(mined(["y d b", "b y d", "y b d"])).toBe("+( 'b', ->( 'y', 'd' ) )");
    expect(mined(["m z m b m"])).toBe("*( 'm', 'b', 'z' )");
  });
});

describe("inductiveMiner with a noise threshold", () => {
  it("leaves out the arc that hides a sequence", () => {
    // c > a is taken once, while 50 traces end with c. Then a, b before c, and the c of "c a b" is out of place.
    const log = ["50x a b c", "c a b"];
    expect(mined(log, { noiseThreshold: 0.2 })).toBe("->( 'a', 'b', 'c' )");
    expect(mined(log)).toBe("+( 'a', 'b', 'c' )");
  });

  it("keeps the arc when it is frequent enough", () => {
    expect(mined(["50x a b c", "c a b"], { noiseThreshold: 0.01 })).toBe("+( 'a', 'b', 'c' )");
  });

  it("filters only where no cut exists without", () => {
    expect(mined(["50x a b", "b a"], { noiseThreshold: 0.2 })).toBe("+( 'a', 'b' )");
  });

  it("leaves out empty traces up to the threshold", () => {
    expect(mined(["4x a", ""], { noiseThreshold: 0.2 })).toBe("'a'");
    expect(mined(["4x a", ""], { noiseThreshold: 0.19 })).toBe("X( 'a', tau )");
  });

  it("keeps only the most frequent ways on with threshold 1", () => {
    // a > b 6 times and b > c 5 times are the most frequent; c > a is taken once, while 5 traces end with c.
    expect(mined(["5x a b c", "c a b"], { noiseThreshold: 1 })).toBe("->( 'a', 'b', 'c' )");
  });

  it("adds the counts of traces that become equal in a parallel branch", () => {
    // b is missing in 2 of 12 traces; one trace of each kind would make it 1 of 3, the last of each kind 1 of 2.
    const log = ["5x a b c", "5x b a c", "2x a c"];
    expect(mined(log, { noiseThreshold: 0.2 })).toBe("->( +( 'a', 'b' ), 'c' )");
    expect(mined(log, { noiseThreshold: 0.15 })).toBe("->( +( 'a', X( 'b', tau ) ), 'c' )");
  });
});

describe("inductiveMiner refuses", () => {
  const refusal = (options: unknown): string => {
    try {
      inductiveMiner(traces("a"), options as InductiveMinerOptions);
    } catch (error) {
      if (isGigamineError(error, "option/out-of-range")) return error.message;
    }
    return "accepted";
  };

  it.each([-0.1, 1.5, Number.NaN])("a noise threshold of %p", (noiseThreshold) => {
    expect(refusal({ noiseThreshold })).toBe(
      `inductiveMiner: option noiseThreshold is ${noiseThreshold}. ` +
        "Give a number in [0, 1]: 0 keeps all behaviour, 0.2 leaves rare behaviour out.",
    );
  });

  it("a noise threshold that is text", () => {
    expect(refusal({ noiseThreshold: "0.2" })).toBe(
      'inductiveMiner: option noiseThreshold is "0.2". ' +
        "Give a number in [0, 1]: 0 keeps all behaviour, 0.2 leaves rare behaviour out.",
    );
  });

  it("a variant it does not know", () => {
    expect(refusal({ variant: "im" })).toBe(
      'inductiveMiner: option variant is "im". Give "IM", "IMf" or "IMd", or leave it out.',
    );
  });

  it("IM together with a threshold", () => {
    expect(refusal({ variant: "IM", noiseThreshold: 0.2 })).toBe(
      'inductiveMiner: option noiseThreshold is 0.2. Variant "IM" filters nothing: leave noiseThreshold out, or choose "IMf".',
    );
  });

  it("to go on after its signal was aborted, with the signal's reason", () => {
    const reason = new Error("enough");
    expect(() => inductiveMiner(traces("a b"), { signal: AbortSignal.abort(reason) })).toThrow(reason);
  });
});

describe("inductiveMiner on hostile input", () => {
  it("treats any name as data", () => {
    const log = {
      activities: ["__proto__", "constructor", ""],
      variantOffsets: [0, 3],
      sequence: [2, 0, 1],
      counts: [1],
    };
    expect(printTree(inductiveMiner(log))).toBe("->( '', '__proto__', 'constructor' )");
  });

  it("leaves out activities that never occur, and accepts equal variants listed twice", () => {
    const log = { activities: ["x", "a"], variantOffsets: [0, 1, 2], sequence: [1, 1], counts: [1, 2] };
    expect(inductiveMiner(log)).toEqual(activity("a"));
  });

  it("mines a case of 100,000 events", () => {
    const sequence = Array.from({ length: 100_000 }, (_, i) => (i * 7919 + (i >> 3)) % 20);
    const activities = Array.from({ length: 20 }, (_, a) => `a${a}`);
    const tree = inductiveMiner({ activities, variantOffsets: [0, 100_000], sequence, counts: [1] });
    expect(leaves(tree).sort()).toEqual(activities.toSorted());
    const alternating = sequence.map((_, i) => i % 2);
    const two = inductiveMiner({
      activities: ["a", "b"],
      variantOffsets: [0, 100_000],
      sequence: alternating,
      counts: [1],
    });
    expect(printTree(two)).toBe("*( ->( 'a', 'b' ), tau )");
  });

  it("mines 100,000 variants", () => {
    // Each variant is a number in binary, written with a0 or b0, a1 or b1, and so on: seventeen choices, one after the other.
    const bits = 17;
    const names = Array.from({ length: bits }, (_, i) => [`a${i}`, `b${i}`]).flat();
    const variants = 100_000;
    const sequence = new Array<number>(variants * bits);
    for (let v = 0; v < variants; v++) {
      for (let i = 0; i < bits; i++) sequence[v * bits + i] = 2 * i + ((v >> i) & 1);
    }
    const tree = inductiveMiner({
      activities: names,
      variantOffsets: Array.from({ length: variants + 1 }, (_, v) => v * bits),
      sequence,
      counts: new Array<number>(variants).fill(1),
    });
    const choices = Array.from({ length: bits }, (_, i) => `X( 'a${i}', 'b${i}' )`);
    expect(printTree(tree)).toBe(`->( ${choices.join(", ")} )`);
  });

  it("nests hundreds of levels deep, over activities that fill many machine words", () => {
    // Forward and backward: no cut, and one activity after the other is taken out as once per trace.
    const n = 700;
    const names = Array.from({ length: n }, (_, a) => `a${String(a).padStart(3, "0")}`);
    const forward = [...names.keys()];
    const sequence = [...forward, ...forward.toReversed()];
    const tree = inductiveMiner({
      activities: names,
      variantOffsets: [0, n, 2 * n],
      sequence,
      counts: [1, 1],
    });
    expect(tree).toMatchObject({ kind: "parallel" });
    expect(leaves(tree).sort()).toEqual(names);
  });

  it("reports every activity as placed", () => {
    const seen: (number | null)[][] = [];
    const onProgress: InductiveMinerOptions["onProgress"] = ({ done, total }) => seen.push([done, total]);
    inductiveMiner(traces("a b", "c d", "d c"), { onProgress });
    expect(seen).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
  });
});

describe("inductiveMiner keeps the law that", () => {
  const logs = arbitraryTraces();
  const check = (seed: number, law: (log: VariantLog) => void, numRuns = 300): void =>
    fc.assert(fc.property(logs, law), { seed, numRuns });

  it("the test of membership itself is right on trees worked by hand", () => {
    const words = (line: string): string[] => (line === "" ? [] : line.split(" "));
    for (const [tree, inside, outside] of anchors) {
      for (const line of inside) expect([line, accepts(tree, words(line))]).toEqual([line, true]);
      for (const line of outside) expect([line, accepts(tree, words(line))]).toEqual([line, false]);
    }
  });

  it("without noise filter every trace fits the tree", () => {
    check(1, (log) => {
      const tree = inductiveMiner(log);
      for (const trace of namedTraces(log)) expect([trace, accepts(tree, trace)]).toEqual([trace, true]);
    });
  });

  it("every net is a sound workflow net", () => {
    const law = (log: VariantLog, noiseThreshold: number): void => {
      const net = treeToPetriNet(inductiveMiner(log, { noiseThreshold }));
      expect(checkSoundness(net)).toMatchObject({ verdict: "sound" });
    };
    fc.assert(fc.property(logs, fc.constantFrom(0, 0.2, 1), law), { seed: 9, numRuns: 1000 });
  });

  it("without noise filter every activity of the log stands exactly once in the tree", () => {
    check(2, (log) => {
      expect(leaves(inductiveMiner(log)).sort()).toEqual(log.activities.toSorted());
    });
  });

  it("with noise filter every activity stands at most once in the tree, and no other", () => {
    check(3, (log) => {
      const names = leaves(inductiveMiner(log, { noiseThreshold: 0.3 }));
      expect(new Set(names).size).toBe(names.length);
      expect(log.activities).toEqual(expect.arrayContaining(names));
    });
  });

  it("IMf with threshold 0 is IM", () => {
    check(4, (log) => {
      expect(inductiveMiner(log, { variant: "IMf" })).toEqual(inductiveMiner(log, { variant: "IM" }));
    });
  });

  it("without noise filter only the set of traces matters, with it only their shares", () => {
    check(5, (log) => {
      expect(inductiveMiner({ ...log, counts: log.counts.map(() => 1) })).toEqual(inductiveMiner(log));
      const options = { noiseThreshold: 0.25 };
      const tripled = { ...log, counts: log.counts.map((count) => 3 * count) };
      expect(inductiveMiner(tripled, options)).toEqual(inductiveMiner(log, options));
    });
  });

  it("the order of cases, and so the numbering of activities, has no influence", () => {
    const shuffled = logs.chain((log) =>
      fc.tuple(
        fc.constant(log),
        fc.shuffledSubarray([...log.counts.keys()], { minLength: log.counts.length }),
      ),
    );
    const law = ([log, order]: [VariantLog, number[]]): void => {
      const all = namedTraces(log);
      const lines = order.map((v) => `${log.counts[v]}x ${all[v]!.join(" ")}`);
      for (const noiseThreshold of [0, 0.3]) {
        expect(inductiveMiner(traces(...lines), { noiseThreshold })).toEqual(
          inductiveMiner(log, { noiseThreshold }),
        );
      }
    };
    fc.assert(fc.property(shuffled, law), { seed: 6, numRuns: 300 });
  });

  it("renaming that keeps the order of the names only renames the tree", () => {
    check(7, (log) => {
      const rename = (name: string): string => `${name === "a" ? "A" : "step "}${name}`;
      const renamed = { ...log, activities: log.activities.map(rename) };
      for (const noiseThreshold of [0, 0.3]) {
        const expected = foldTree<ProcessTree>(
          inductiveMiner(log, { noiseThreshold }),
          (leaf) => (leaf.kind === "activity" ? activity(rename(leaf.name)) : leaf),
          (node, children) => ({ kind: node.kind, children }),
        );
        expect(inductiveMiner(renamed, { noiseThreshold })).toEqual(expected);
      }
    });
  });

  it("an event log and its variants give the same tree, which nothing more can reduce", () => {
    check(8, (log) => {
      const builder = new EventLogBuilder();
      const all = namedTraces(log);
      for (const [v, trace] of all.entries()) {
        for (let c = 0; c < log.counts[v]!; c++)
          for (const name of trace) builder.addEvent(`${v}.${c}`, name, null);
      }
      const withoutEmpty = log.counts.map((count, v) =>
        all[v]!.length === 0 ? "" : `${count}x ${all[v]!.join(" ")}`,
      );
      const tree = inductiveMiner(builder.build());
      expect(tree).toEqual(inductiveMiner(traces(...withoutEmpty.filter((line) => line !== ""))));
      expect(reduceTree(tree)).toEqual(tree);
    });
  });
});

function namedTraces({ activities, variantOffsets, sequence, counts }: VariantLog): string[][] {
  return counts.map((_, v) =>
    sequence.slice(variantOffsets[v]!, variantOffsets[v + 1]!).map((a) => activities[a]!),
  );
}

function leaves(tree: ProcessTree): string[] {
  return foldTree<string[]>(
    tree,
    (leaf) => (leaf.kind === "activity" ? [leaf.name] : []),
    (_, children) => children.flat(),
  );
}
