import { isGigamineError } from "@gigamine/base";
import { type Dfg, directlyFollows, type EventLog, toRows } from "@gigamine/event-log";
import {
  exclusive,
  inclusive,
  interleaved,
  loop,
  PetriNetBuilder,
  type ProcessTree,
  parallel,
  sequence,
  silent,
  traceLanguage,
  treeToPetriNet,
} from "@gigamine/models";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { playOut } from "../../src/playout/play-out.js";
import {
  a,
  arbitraryTree,
  b,
  c,
  d,
  deadEnd,
  flower,
  loopDfg,
  silentCircle,
  wordCounts,
  words,
} from "./samples.js";

const cases = 10_000;

/**
 * Expects the traces with these probabilities and no others. Pearson's statistic may not exceed a bound that chance exceeds in less than one of a
 * million seeds (Laurent and Massart 2000: for k degrees of freedom P(X ≥ k + 2√(kx) + 2x) ≤ e^−x, x = 14); seeds are fixed. What is
 * not listed is one class of its own.
 */
function expectShares(log: EventLog, shares: Readonly<Record<string, number>>): void {
  const counts = wordCounts(log);
  const n = log.caseIds.length;
  const classes = Object.entries(shares).map(([word, p]) => ({ p, count: counts.get(word) ?? 0 }));
  const rest = {
    p: 1 - classes.reduce((sum, { p }) => sum + p, 0),
    count: n - classes.reduce((sum, { count }) => sum + count, 0),
  };
  if (rest.p > 1e-9) classes.push(rest);
  else expect(rest.count).toBe(0);
  const statistic = classes.reduce((sum, { p, count }) => sum + (count - n * p) ** 2 / (n * p), 0);
  const k = classes.length - 1;
  expect(statistic).toBeLessThan(k + 2 * Math.sqrt(14 * k) + 28);
}

/** Stands for the weights of nodes by what they show. */
const byText =
  (weights: Readonly<Record<string, number>>) =>
  (node: ProcessTree): number =>
    node.kind === "activity" ? (weights[node.name] ?? 1) : 1;

describe("playOut, uniform, of a tree", () => {
  it.each<[string, ProcessTree, Record<string, number>]>([
    [
      "exclusive: each child, whatever is inside",
      exclusive(a, exclusive(b, c)),
      { a: 1 / 2, b: 1 / 4, c: 1 / 4 },
    ],
    ["loop: to leave or one redo part", loop(a, b, c), { a: 1 / 3, aba: 1 / 9, aca: 1 / 9 }],
    ["inclusive: each set, then each branch", inclusive(a, b), { a: 1 / 3, b: 1 / 3, ab: 1 / 6, ba: 1 / 6 }],
    [
      "interleaved: each order",
      interleaved(sequence(a, b), c, d),
      { abcd: 1 / 6, abdc: 1 / 6, cabd: 1 / 6, cdab: 1 / 6, dabc: 1 / 6, dcab: 1 / 6 },
    ],
    // The next event from either branch: a first ½; b first ½, then a or c.
    [
      "parallel: each branch that goes on",
      parallel(a, sequence(b, c)),
      { abc: 1 / 2, bac: 1 / 4, bca: 1 / 4 },
    ],
    ["silent steps show nothing", sequence(exclusive(a, silent()), b), { ab: 1 / 2, b: 1 / 2 }],
  ])("%s", (_, tree, shares) => {
    expectShares(playOut(tree, { cases, seed: 3 }), shares);
  });

  it("every trace is in the language", () => {
    fc.assert(
      fc.property(arbitraryTree, fc.integer(), fc.boolean(), (tree, seed, timed) => {
        const durations = timed ? { otherDurations: { kind: "uniform", low: 0, high: 9 } as const } : {};
        const log = playOut(tree, { cases: 20, seed, maxLength: 6, ...durations });
        let language: Set<string>;
        try {
          language = new Set(
            traceLanguage(tree, { maxLength: 6, maxTraces: 5000 }).map((trace) => trace.join("")),
          );
        } catch (error) {
          if (isGigamineError(error, "process-tree/language-too-large")) fc.pre(false);
          throw error;
        }
        for (const word of words(log)) expect(language).toContain(word);
        expect(log.playOut.ended).toBe(log.caseIds.length);
        expect(log.playOut.ended + log.playOut.tooLong).toBe(20);
      }),
      { seed: 4, numRuns: 150 },
    );
  }, 20_000);

  it("nests as deep as memory allows", () => {
    let tree: ProcessTree = a;
    for (let depth = 0; depth < 50_000; depth++) tree = sequence(tree);
    expect(words(playOut(tree, { cases: 2 }))).toEqual(["a", "a"]);
  });
});

describe("playOut, stochastic, of a tree", () => {
  it.each<[string, ProcessTree, Record<string, number>, Record<string, number>]>([
    ["exclusive by weight", exclusive(a, b, c), { a: 3, b: 1, c: 0 }, { a: 3 / 4, b: 1 / 4 }],
    // Again with ¼ / (1 + ¼) = 1/5.
    [
      "loop against leaving with weight 1",
      loop(a, b),
      { b: 0.25 },
      { a: 4 / 5, aba: 4 / 25, ababa: 4 / 125 },
    ],
    // Odds 3 and 1: in with ¾ and ½; 7/8 that any is; of both, b comes first with 1/4.
    ["inclusive by odds", inclusive(a, b), { a: 3, b: 1 }, { a: 3 / 7, b: 1 / 7, ab: 9 / 28, ba: 3 / 28 }],
    ["parallel by weight", parallel(a, b), { a: 3 }, { ab: 3 / 4, ba: 1 / 4 }],
    ["interleaved by weight", interleaved(a, b), { a: 3 }, { ab: 3 / 4, ba: 1 / 4 }],
    ["interleaved with weight 0: last", interleaved(a, b), { a: 0 }, { ba: 1 }],
  ])("%s", (_, tree, weights, shares) => {
    expectShares(playOut(tree, { mode: "stochastic", weights: byText(weights), cases, seed: 5 }), shares);
  });

  it("weights see the path, so that nodes that are one object can differ", () => {
    const tree = exclusive(sequence(a, b), sequence(a, c));
    const log = playOut(tree, {
      mode: "stochastic",
      cases: 20,
      weights: (_, path) => (path.join() === "1" ? 0 : 1),
    });
    expect(new Set(words(log))).toEqual(new Set(["ab"]));
  });

  it("with all weights 1 it is the uniform play, draw for draw", () => {
    const tree = sequence(exclusive(a, b), loop(c, d), inclusive(a, b));
    const weighted = playOut(tree, { mode: "stochastic", weights: () => 1, cases: 100 });
    expect(words(weighted)).toEqual(words(playOut(tree, { cases: 100 })));
  });
});

describe("playOut of a net", () => {
  it("uniform: each enabled transition is equally likely", () => {
    expectShares(playOut(treeToPetriNet(exclusive(a, b, c)), { cases, seed: 6 }), {
      a: 1 / 3,
      b: 1 / 3,
      c: 1 / 3,
    });
  });

  it("uniform: in a final marking to end is one more choice", () => {
    expectShares(playOut(flower(), { cases, seed: 7 }), { "": 1 / 2, a: 1 / 4, aa: 1 / 8, aaa: 1 / 16 });
  });

  it("stochastic: by weight of the transitions, and over at the final marking", () => {
    const net = treeToPetriNet(exclusive(a, b));
    const weights = net.net.transitions.map(({ label }) => (label === "a" ? 4 : 1));
    const log = playOut(net, { mode: "stochastic", weights, cases, seed: 8 });
    expectShares(log, { a: 4 / 5, b: 1 / 5 });
    expect(words(playOut(flower(), { mode: "stochastic", weights: [1], cases: 3 }))).toEqual(["", "", ""]);
  });

  it("counts runs that get stuck, and leaves their numbers out", () => {
    const log = playOut(deadEnd(), { cases: 400, seed: 9 });
    const { runs, ended, stuck, tooLong } = log.playOut;
    expect([runs, ended + stuck, tooLong]).toEqual([400, 400, 0]);
    // Half of 400 within five standard deviations of 10.
    expect(Math.abs(stuck - 200)).toBeLessThan(50);
    expect(log.caseIds).toHaveLength(ended);
    expect(new Set(words(log))).toEqual(new Set(["a"]));
    expect(Number(log.caseIds.at(-1)!.replace("case-", ""))).toBeGreaterThan(ended);
  });

  it("a transition of weight 0 does not fire, and a run that has nothing else is stuck", () => {
    const log = playOut(deadEnd(), { mode: "stochastic", weights: [0, 0], cases: 5 });
    expect(log.playOut).toMatchObject({ ended: 0, stuck: 5 });
  });

  it("gives up on silent circles, and counts them", () => {
    expect(playOut(silentCircle(), { cases: 3 }).playOut).toMatchObject({ ended: 0, tooLong: 3 });
  });

  it("a silent step costs no time and shows no event; arc weights take and put several tokens", () => {
    const builder = new PetriNetBuilder();
    const [p, q, r] = [builder.place(), builder.place(), builder.place()];
    const split = builder.transition(null, { inputs: [p] });
    builder.arc("output", q, split, 3);
    const one = builder.transition("a", { inputs: [q], outputs: [r] });
    const join = builder.transition("b", {});
    builder.arc("input", r, join, 3);
    const net = builder.build({ initial: [p], final: [] });
    const log = playOut(net, {
      cases: 5,
      durations: { a: { kind: "constant", value: 10 }, b: { kind: "constant", value: 5 } },
    });
    expect(one).toBe(1);
    expect(words(log)).toEqual(new Array(5).fill("aaab"));
    const first = [...log.time.slice(0, 4)].map((time, e) => [
      minute(log.eventAttributes.start.values[e]!),
      minute(time),
    ]);
    // The three a run side by side, b begins when the last is done.
    expect(first).toEqual([
      [0, 10],
      [0, 10],
      [0, 10],
      [10, 15],
    ]);
  });
});

const monday = Date.UTC(2025, 0, 6, 6);
const minute = (time: number | null): number => ((time ?? Number.NaN) - monday) / 60_000;

describe("playOut of a directly-follows graph", () => {
  it("uniform: each way on is equally likely", () => {
    expectShares(playOut(loopDfg, { cases, seed: 10 }), { a: 1 / 2, aba: 1 / 4, ababa: 1 / 8 });
  });

  it("stochastic: by the counts", () => {
    // From a: b with 1, end with 3.
    expectShares(playOut(loopDfg, { mode: "stochastic", cases, seed: 11 }), { a: 3 / 4, aba: 3 / 16 });
  });

  it("stochastic play of the graph of a log has the shares of its starts and ends", () => {
    const graph = directlyFollows(playOut(exclusive(sequence(a, b), c), { cases: 1000, seed: 12 }));
    const log = playOut(graph, { mode: "stochastic", cases, seed: 13 });
    const share = graph.startCounts[graph.activities.indexOf("c")]! / 1000;
    expectShares(log, { ab: 1 - share, c: share });
  });

  it("an activity without a way on is a dead end", () => {
    const graph: Dfg = { ...loopDfg, count: [1, 0] };
    const { ended, stuck } = playOut(graph, { cases: 100, seed: 14 }).playOut;
    expect(ended + stuck).toBe(100);
    expect(stuck).toBeGreaterThan(0);
    const empty: Dfg = {
      activities: [],
      from: [],
      to: [],
      count: [],
      startCounts: [],
      endCounts: [],
      activityCounts: [],
    };
    expect(playOut(empty, { cases: 2 }).playOut).toMatchObject({ ended: 0, stuck: 2 });
  });
});

describe("playOut, length", () => {
  it("gives up runs above maxLength and keeps those of exactly maxLength", () => {
    const log = playOut(loop(a, b), { cases: 1000, seed: 15, maxLength: 3 });
    expect(new Set(words(log))).toEqual(new Set(["a", "aba"]));
    const { ended, tooLong } = log.playOut;
    expect(ended + tooLong).toBe(1000);
    // A quarter goes round twice or more: 250 within five standard deviations of 13.7.
    expect(Math.abs(tooLong - 250)).toBeLessThan(69);
    for (const model of [sequence(a, b), treeToPetriNet(sequence(a, b))]) {
      expect(playOut(model, { cases: 3, maxLength: 2 }).playOut.ended).toBe(3);
      expect(playOut(model, { cases: 3, maxLength: 1 }).playOut.tooLong).toBe(3);
    }
    const never = playOut(loop(a, b), {
      mode: "stochastic",
      weights: byText({ b: 1e12 }),
      cases: 2,
      maxLength: 50,
    });
    expect(never.playOut.tooLong).toBe(2);
    const silentLoop = loop(silent(), silent());
    expect(playOut(silentLoop, { mode: "stochastic", weights: () => 1e300, cases: 1 }).playOut.tooLong).toBe(
      1,
    );
  });
});

describe("playOut, times", () => {
  it("without durations events are a minute apart, and cases an hour", () => {
    const log = playOut(sequence(a, b), { cases: 2 });
    expect(Array.from(log.time, minute)).toEqual([0, 1, 60, 61]);
    expect(Object.keys(log.eventAttributes)).toEqual([]);
  });

  it("with durations branches run side by side, and what follows waits for the longest", () => {
    const tree = sequence(parallel(sequence(a, b), c), d);
    const durations = Object.fromEntries(
      [10, 10, 15, 1].map((value, i) => ["abcd"[i]!, { kind: "constant", value } as const]),
    );
    const start = "2025-01-06T06:00:00Z";
    for (const model of [tree, treeToPetriNet(tree)]) {
      const log = playOut(model, { cases: 1, start, durations });
      const seen = toRows(log).map((row) => [row.activity, minute(row.start), minute(row.timestamp)]);
      expect(seen).toEqual([
        ["a", 0, 10],
        ["c", 0, 15],
        ["b", 10, 20],
        ["d", 20, 21],
      ]);
    }
  });

  it("interleaved children and loops wait for each other", () => {
    const log = playOut(interleaved(a, b), { cases: 50, otherDurations: { kind: "constant", value: 7 } });
    for (let i = 0; i < 100; i += 2) expect(log.time[i + 1]! - log.time[i]!).toBe(7 * 60_000);
    const twice = playOut(loop(a, silent()), { cases: 50, otherDurations: { kind: "constant", value: 7 } });
    for (let e = twice.caseOffsets[0]!; e + 1 < twice.caseOffsets[1]!; e++) {
      expect(twice.time[e + 1]! - twice.time[e]!).toBe(7 * 60_000);
    }
  });

  it("arrivals come from their own distribution and start", () => {
    const log = playOut(a, { cases: 3, start: 1000, arrivals: { kind: "constant", value: 1.5 } });
    expect([...log.time]).toEqual([1000, 91_000, 181_000]);
    const random = playOut(a, { cases: 2000, start: 0, arrivals: { kind: "exponential", mean: 2 } });
    // 1999 gaps of 2 minutes, sd 2: mean within five standard errors.
    expect(Math.abs(random.time[1999]! / 60_000 / 1999 - 2)).toBeLessThan((5 * 2) / Math.sqrt(1999));
  });

  it("an end is never before its start, and both lie after the arrival", () => {
    fc.assert(
      fc.property(arbitraryTree, fc.integer(), (tree, seed) => {
        const log = playOut(treeToPetriNet(tree), {
          cases: 5,
          seed,
          maxLength: 30,
          otherDurations: { kind: "gamma", shape: 0.5, scale: 20 },
        });
        const { start } = log.eventAttributes;
        log.time.forEach((time, e) => {
          expect(start.values[e]!).toBeLessThanOrEqual(time);
          expect(start.values[e]!).toBeGreaterThanOrEqual(monday);
        });
      }),
      { seed: 5 },
    );
  });
});

describe("playOut, seeds", () => {
  const tree = sequence(exclusive(a, b), loop(c, d), parallel(a, b));
  const sets = [{ otherDurations: { kind: "exponential", mean: 3 } }, {}] as const;

  it("the same seed gives the same log, another seed another", () => {
    for (const model of [tree, treeToPetriNet(tree)]) {
      for (const set of sets) {
        const play = (seed: number | string) =>
          JSON.stringify(toRows(playOut(model, { cases: 30, seed, ...set })));
        expect(play(1)).toBe(play(1));
        expect(play("x")).toBe(play("x"));
        expect(play(1)).not.toBe(play(2));
      }
    }
  });

  it("more cases leave those before as they were; other durations and arrivals leave the ways", () => {
    const rows = (options: Parameters<typeof playOut>[1]) =>
      toRows(playOut(tree, options as { cases: number }));
    const few = rows({ cases: 10, otherDurations: { kind: "exponential", mean: 3 } });
    const many = rows({ cases: 20, otherDurations: { kind: "exponential", mean: 3 } });
    expect(many.slice(0, few.length)).toEqual(few);
    const bag = (log: EventLog) => words(log).map((word) => [...word].sort().join(""));
    const slow = playOut(tree, { cases: 30, otherDurations: { kind: "gamma", shape: 2, scale: 9 } });
    expect(bag(slow)).toEqual(bag(playOut(tree, { cases: 30, arrivals: { kind: "exponential", mean: 9 } })));
  });
});

describe("playOut, wrong use", () => {
  const net = treeToPetriNet(exclusive(a, b));
  it.each<[unknown, unknown, string, RegExp]>([
    [a, null, "options", /such as/],
    [a, { cases: -1 }, "cases", /from 0 to 10000000/],
    [a, { cases: 1.5 }, "cases", /whole/],
    [a, { cases: "9" }, "cases", /whole/],
    [a, { mode: "random" }, "mode", /"uniform"/],
    [a, { traces: 5 }, "traces", /no such option/],
    [a, { mode: "exhaustive", cases: 5 }, "cases", /no such option/],
    [a, { weights: [1] }, "weights", /no such option/],
    [a, { start: "soon" }, "start", /instant/],
    [a, { start: Number.NaN }, "start", /instant/],
    [a, { arrivals: { kind: "normal", mean: 60, sd: 1 } }, "arrivals", /less than 0/],
    [a, { durations: { a: { kind: "constant", value: -1 } } }, "durations.a", /less than 0/],
    [a, { durations: { a: { kind: "weibull", shape: 1 } } }, "durations.a.scale", /greater than 0/],
    [a, { durations: { z: { kind: "constant", value: 1 } } }, 'durations["z"]', /no such activity.*"a"/],
    [
      sequence(a, b),
      { durations: { a: { kind: "constant", value: 1 } } },
      'durations["b"]',
      /otherDurations/,
    ],
    [a, { mode: "stochastic" }, "weights", /function/],
    [a, { mode: "stochastic", weights: () => -1 }, "weights('a', [])", /at least 0/],
    [exclusive(a, b), { mode: "stochastic", weights: byText({ a: 0, b: 0 }) }, "weights", /above 0/],
    [net, { mode: "stochastic" }, "weights", /list of \d+ numbers/],
    [net, { mode: "stochastic", weights: [1] }, "weights", /list of \d+ numbers/],
    [net, { mode: "stochastic", weights: net.net.transitions.map(() => -1) }, "weights[0]", /at least 0/],
    [loopDfg, { mode: "stochastic", weights: [1] }, "weights", /counts/],
    [a, { mode: "exhaustive", maxTraces: 0 }, "maxTraces", /from 1/],
  ])("refuses an option of %j, %j: names %s", (model, options, option, advice) => {
    let caught: unknown;
    try {
      playOut(model as ProcessTree, options as { cases: number });
    } catch (error) {
      caught = error;
    }
    if (!isGigamineError(caught, "option/out-of-range"))
      throw new Error(`no error of ours: ${String(caught)}`);
    expect(caught.fields).toMatchObject({ where: "playOut", option });
    expect(caught.message).toMatch(advice);
  });

  it("refuses what is no model, and says what is", () => {
    for (const model of [null, "->('a')", [], {}, { nodes: [], flows: [] }]) {
      expect(() => playOut(model as unknown as ProcessTree)).toThrow(/Give a process tree, a Petri net/);
    }
    expect(() => playOut({ kind: "sequence", children: [] } as unknown as ProcessTree)).toThrow(/at least 1/);
    expect(() => playOut({ ...loopDfg, count: [-1, 1] })).toThrow(/count\[0\]/);
  });

  it("wrong options fail at compile time", () => {
    const never = (): void => {
      // @ts-expect-error a tree takes a function of weights
      playOut(exclusive(a, b), { mode: "stochastic", weights: [1, 2] });
      // @ts-expect-error a net takes a list of weights, and needs it
      playOut(net, { mode: "stochastic" });
      // @ts-expect-error a graph has its own weights
      playOut(loopDfg, { mode: "stochastic", weights: [1] });
      // @ts-expect-error listing all traces draws nothing
      playOut(net, { mode: "exhaustive", cases: 10 });
      // @ts-expect-error without durations there are no starts
      playOut(net).eventAttributes.start;
      playOut(net, { durations: { a: { kind: "constant", value: 1 } } }).eventAttributes.start.values;
      playOut(net, { mode: "exhaustive" }).playOut.complete;
      playOut(loopDfg, { mode: "stochastic" }).playOut.stuck;
    };
    expect(typeof never).toBe("function");
  });

  it("stops when it is told to", () => {
    const signal = AbortSignal.abort(new Error("enough"));
    expect(() => playOut(a, { signal })).toThrow("enough");
    expect(() => playOut(a, { mode: "exhaustive", signal })).toThrow("enough");
  });
});
