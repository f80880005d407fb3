import { directlyFollows, EventLogBuilder, type VariantLog } from "@gigamine/event-log";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { alphaMiner } from "../../src/alpha/alpha-miner.js";
import { maximalPairs } from "../../src/alpha/maximal-pairs.js";
import { orderingRelations } from "../../src/alpha/ordering-relations.js";
import { longCase, manyVariants, variantWords } from "../variant-logs.js";
import { around, placeNames } from "./place-names.js";

// The logs L1 … L11 of van der Aalst, "Process Mining", 2nd edition, 2016, chapters 5 and 6, in which the first is also the example
// of van der Aalst, Weijters, Maruster 2004.
const L1 = traces("3x a b c d", "2x a c b d", "a e d");
const L2 = traces(
  "3x a b c d",
  "4x a c b d",
  "2x a b c e f b c d",
  "a b c e f c b d",
  "2x a c b e f b c d",
  "a c b e f b c e f c b d",
);
const L3 = traces("a b c d e f b d c e g", "2x a b d c e g", "a b c d e f b c d e f b d c e g");
const L4 = traces("45x a c d", "42x b c d", "38x a c e", "22x b c e");
const L5 = traces(
  "2x a b e f",
  "3x a b e c d b f",
  "2x a b c e d b f",
  "4x a b c d e b f",
  "3x a e b c d b f",
);
const L6 = traces("2x a c e g", "3x a e c g", "2x b d f g", "4x b f d g");
const L7 = traces("2x a c", "3x a b c", "2x a b b c", "a b b b b c");
const L8 = traces("3x a b d", "2x a b c b d", "a b c b c b d");
const L9 = traces("45x a c d", "42x b c e");
const L10 = traces("55x a a");
const L11 = traces("20x a b c", "30x a c");

describe("alphaMiner on the logs of the textbook, each with its places worked out by the definition", () => {
  it.each([
    ["L1", L1, ["a > b e", "a > c e", "b e > d", "c e > d"], "a", "d"],
    ["L2, a loop around parallel steps", L2, ["a f > b", "a f > c", "b > d e", "c > d e", "e > f"], "a", "d"],
    ["L3", L3, ["a f > b", "b > c", "b > d", "c > e", "d > e", "e > f g"], "a", "g"],
    ["L4, two choices one after the other", L4, ["a b > c", "c > d e"], "a b", "d e"],
    ["L5, where e runs beside a loop", L5, ["a > e", "a d > b", "b > c f", "c > d", "e > f"], "a", "f"],
  ])("%s", (_, log, places, starts, ends) => {
    const net = alphaMiner(log);
    expect(placeNames(net, log.activities)).toEqual(places);
    for (const activity of starts.split(" ")) expect(around(net, activity).from).toEqual([0]);
    for (const activity of ends.split(" ")) expect(around(net, activity).to).toEqual([1]);
    expect(net.soundness.verdict).toBe("sound");
  });

  it("L6, where four places join two pairs of parallel steps though two would do", () => {
    const net = alphaMiner(L6);
    expect(placeNames(net, L6.activities)).toEqual([
      "a > c",
      "a > e",
      "b > d",
      "b > f",
      "c d > g",
      "c f > g",
      "d e > g",
      "e f > g",
    ]);
    expect(net.soundness.verdict).toBe("sound");
  });

  it("makes one place of two by two activities, of which the log shows one after the other", () => {
    // ({a},{c}), ({b},{d}), ({a},{d}) and ({b},{c}) are pairs too, but none of them is maximal.
    const log = traces("a c", "b d", "a d", "b c");
    expect(placeNames(alphaMiner(log), log.activities)).toEqual(["a b > c d"]);
  });
});

describe("alphaMiner on what is known to be beyond it", () => {
  it("leaves a step in a loop of length one without a place: L7", () => {
    const net = alphaMiner(L7);
    expect(placeNames(net, L7.activities)).toEqual(["a > c"]);
    expect(around(net, "b")).toEqual({ from: [], to: [] });
    expect(net.soundness.verdict).toBe("unsound");
    expect(net.soundness.reasons[0]?.kind).toBe("not-a-workflow-net");
  });

  it("takes a loop of length two for parallel steps: L8", () => {
    const net = alphaMiner(L8);
    expect(placeNames(net, L8.activities)).toEqual(["a > b", "b > d"]);
    expect(around(net, "c")).toEqual({ from: [], to: [] });
    expect(net.soundness.verdict).toBe("unsound");
  });

  it("does not see that the end depends on the beginning: L9 allows a c e as L4 does", () => {
    const net = alphaMiner(L9);
    expect(placeNames(net, L9.activities)).toEqual(["a b > c", "c > d e"]);
    expect(net.soundness.verdict).toBe("sound");
  });

  it("makes one transition of two steps of the same name, which then can't happen twice: L10", () => {
    const net = alphaMiner(L10);
    expect(net.net.transitions).toEqual([{ name: "a", label: "a" }]);
    expect(placeNames(net, L10.activities)).toEqual([]);
    expect(around(net, "a")).toEqual({ from: [0], to: [1] });
  });

  it("has no silent step to skip b: L11 demands it", () => {
    const net = alphaMiner(L11);
    expect(placeNames(net, L11.activities)).toEqual(["a > b", "a > c", "b > c"]);
    expect(net.soundness.verdict).toBe("sound");
  });

  it("can make a net that ends while tokens are left, and says after which trace", () => {
    // Places x > a, x > b and a > b: once a has ended the case, b still has both its tokens.
    const log = traces("x a", "x b", "x a b");
    const net = alphaMiner(log);
    expect(placeNames(net, log.activities)).toEqual(["a > b", "x > a", "x > b"]);
    expect(net.soundness.verdict).toBe("unsound");
    expect(net.soundness.reasons).toContainEqual(
      expect.objectContaining({ kind: "improper-completion", trace: ["x", "a"] }),
    );
  });
});

describe("alphaMiner, for every log", () => {
  /** Steps 4 and 5 of the definition, word by word, over all pairs of subsets. */
  function placesByDefinition(log: VariantLog): string[] {
    const n = log.activities.length;
    const follows = new Set<string>();
    log.counts.forEach((_, v) => {
      for (let e = log.variantOffsets[v]!; e + 1 < log.variantOffsets[v + 1]!; e++) {
        follows.add(`${log.sequence[e]} ${log.sequence[e + 1]}`);
      }
    });
    const after = (a: number, b: number): boolean => follows.has(`${a} ${b}`);
    const causes = (a: number, b: number): boolean => after(a, b) && !after(b, a);
    const unrelated = (a: number, b: number): boolean => !after(a, b) && !after(b, a);
    const members = (set: number): number[] =>
      Array.from({ length: n }, (_, a) => a).filter((a) => (set >> a) & 1);
    const sets = Array.from({ length: (1 << n) - 1 }, (_, i) => i + 1).filter((set) =>
      members(set).every((a) => members(set).every((b) => unrelated(a, b))),
    );
    const pairs = sets.flatMap((A) =>
      sets
        .filter((B) => members(A).every((a) => members(B).every((b) => causes(a, b))))
        .map((B) => ({ A, B })),
    );
    const maximal = pairs.filter(
      ({ A, B }) => !pairs.some((p) => (p.A !== A || p.B !== B) && (p.A & A) === A && (p.B & B) === B),
    );
    return maximal.map(({ A, B }) => JSON.stringify([members(A), members(B)])).sort();
  }

  it("has exactly the maximal pairs of the definition as places", () => {
    fc.assert(
      fc.property(arbitraryTraces({ activities: 6, length: 4 }), (log) => {
        const places = alphaMiner(log).placesBetween.map((pair) => JSON.stringify(pair));
        expect(places.sort()).toEqual(placesByDefinition(log));
      }),
      { seed: 41, numRuns: 200 },
    );
  });

  it("gives the same net for a log, its variants and its directly-follows graph", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (log) => {
        expect(alphaMiner(directlyFollows(log))).toEqual(alphaMiner(log));
      }),
      { seed: 42, numRuns: 50 },
    );
  });

  it("does not depend on names, counts or the order of cases", () => {
    fc.assert(
      fc.property(arbitraryTraces(), fc.nat(), (log, turn) => {
        const lines = variantWords(log).map((words) => words.map((name) => `renamed-${name}`));
        const shift = turn % lines.length;
        const other = traces(
          ...[...lines.slice(shift), ...lines.slice(0, shift)].map((words) => words.join(" ")),
        );
        const renamed = log.activities.map((name) => `renamed-${name}`);
        const [ours, theirs] = [alphaMiner(log), alphaMiner(other)];
        expect(placeNames(theirs, other.activities)).toEqual(placeNames(ours, renamed));
        expect(theirs.soundness.verdict).toBe(ours.soundness.verdict);
      }),
      { seed: 43, numRuns: 100 },
    );
  });
});

describe("alphaMiner on logs at the limits", () => {
  it("gives source and sink for an empty log, and for cases without events", () => {
    for (const log of [new EventLogBuilder().build(), traces("", "")]) {
      const { net, initialMarking, finalMarking, placesBetween, soundness } = alphaMiner(log);
      expect(net).toEqual({ places: [{ name: "source" }, { name: "sink" }], transitions: [], arcs: [] });
      expect([initialMarking, finalMarking, placesBetween]).toEqual([[1, 0], [0, 1], []]);
      expect(soundness.verdict).toBe("unsound");
    }
  });

  it("gives one transition from source to sink for a single event", () => {
    const net = alphaMiner(traces("a"));
    expect(around(net, "a")).toEqual({ from: [0], to: [1] });
    expect(net.soundness.verdict).toBe("sound");
  });

  it("leaves out activities that never occur", () => {
    const log = { activities: ["never", "a", "b"], variantOffsets: [0, 2], sequence: [1, 2], counts: [4] };
    const net = alphaMiner(log);
    expect(net.net.transitions.map(({ label }) => label)).toEqual(["a", "b"]);
    expect(net.placesBetween).toEqual([[[1], [2]]]);
  });

  it("takes any text for a name", () => {
    const names = ["__proto__", 'a "b"', "line\nbreak", "🔋", "({a},{b})", "constructor"];
    const builder = new EventLogBuilder();
    for (const name of names) builder.addEvent("case", name, null);
    const net = alphaMiner(builder.build());
    expect(net.net.transitions.map(({ label }) => label)).toEqual(names);
    expect(net.placesBetween).toHaveLength(names.length - 1);
    expect(net.soundness.verdict).toBe("sound");
  });

  /** 60 activities in six stages of ten, each of which may be followed by each of the next stage; so many pairs of a stage are parallel. */
  const stages = (pairs: number): VariantLog => {
    const lines: string[] = [];
    for (let stage = 0; stage < 6; stage++) {
      const steps = Array.from({ length: 10 }, (_, i) => `s${stage}.${i}`);
      for (let i = 0; i < 2 * pairs; i += 2)
        lines.push(`${steps[i]} ${steps[i + 1]}`, `${steps[i + 1]} ${steps[i]}`);
      if (stage > 0)
        for (const step of steps) for (let i = 0; i < 10; i++) lines.push(`s${stage - 1}.${i} ${step}`);
    }
    return traces(...lines);
  };
  const cpuMs = (run: () => void): number => {
    const before = process.cpuUsage();
    run();
    return process.cpuUsage(before).user / 1000;
  };

  it("mines 60 activities that are related in many ways in less than a second", () => {
    // A place takes one activity of each parallel pair: 2^3 x 2^3 places lie between two stages.
    let places = 0;
    expect(
      cpuMs(() => {
        places = alphaMiner(stages(3)).placesBetween.length;
      }),
    ).toBeLessThan(1000);
    expect(places).toBe(5 * 8 * 8);
  });

  it("finds thousands of places in less than a second", () => {
    const { activities, from, to } = directlyFollows(stages(5));
    const n = activities.length;
    const follows = new Uint8Array(n * n);
    from.forEach((a, arc) => {
      follows[a * n + to[arc]!] = 1;
    });
    let places = 0;
    expect(
      cpuMs(() => {
        places = maximalPairs(orderingRelations(n, follows), 100_000, "test").length;
      }),
    ).toBeLessThan(1000);
    expect(places).toBe(5 * 32 * 32);
  });

  it("says where it stopped when the places are too many to be found", () => {
    // Twenty pairs of parallel activities before one: a place for each choice of one activity a pair, 2^20 in all.
    const lines = Array.from({ length: 20 }, (_, i) => [`a${i} b${i} z`, `b${i} a${i} z`]).flat();
    expect(() => alphaMiner(traces(...lines))).toThrow(
      expect.objectContaining({
        code: "alpha/too-many-steps",
        fields: { where: "alphaMiner", maxSteps: 200_000, found: expect.any(Number), activities: 41 },
      }),
    );
    expect(() => alphaMiner(L1, { maxSteps: 3 })).toThrow(/not done after 3 steps.*choose another miner/);
  });

  it.each([
    ["maxSteps", 0],
    ["maxSteps", 1.5],
    ["maxMarkings", Number.NaN],
    ["maxMarkings", -1],
  ])("refuses %s %d by name", (option, value) => {
    expect(() => alphaMiner(L1, { [option]: value })).toThrow(
      expect.objectContaining({
        code: "option/out-of-range",
        fields: { where: "alphaMiner", option, value },
      }),
    );
  });

  it("says undecided when soundness would take more markings than allowed", () => {
    expect(alphaMiner(L1, { maxMarkings: 2 }).soundness).toMatchObject({
      verdict: "undecided",
      complete: false,
    });
  });

  it("mines 500 activities, one case of 100,000 events, and 100,000 variants", () => {
    const names = Array.from({ length: 500 }, (_, i) => `step ${i}`);
    const line = {
      activities: names,
      variantOffsets: [0, 500],
      sequence: names.map((_, i) => i),
      counts: [1],
    };
    expect(alphaMiner(line).placesBetween).toHaveLength(499);
    const long = longCase();
    expect(placeNames(alphaMiner(long), long.activities)).toEqual(["a > b", "c > d"]);
    expect(alphaMiner(manyVariants()).placesBetween).toEqual([]);
  });
});
