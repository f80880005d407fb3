import { EventLogBuilder } from "@gigamine/event-log";
import { activity, parseTree, sequence, treeToPetriNet } from "@gigamine/models";
import { traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import { type AlignmentsOptions, alignments } from "../../src/index.js";
import { lFull, n1, n2, n3, n4, net } from "../nets.js";
import { shown, wordsOf } from "./alignment-facts.js";

/** [moves, cost, fitness] of the only variant. */
function aligned(trace: string, model: ReturnType<typeof net>, options: AlignmentsOptions = {}) {
  const { moves, cost, fitness } = alignments(traces(trace), model, options).variants[0]!;
  return [shown(moves), cost, fitness];
}

// The nets N1 to N4 of van der Aalst, "Process Mining: Data Science in Action", 2nd ed. 2016, figure 8.2; alignments, their costs and fitness
// by hand from the definitions of section 8.3 there, which are those of van der Aalst, Adriansyah, van Dongen, "Replaying history on
// process models for conformance checking and performance analysis", WIREs 2(2), 2012: 1 for each move in the log or in the model only,
// fitness 1 − cost / (cost of all events and of a shortest run, all alone).
describe("alignments with the nets of van der Aalst 2016, section 8.2", () => {
  it("finds that acdeh is a run of N1", () => {
    expect(aligned("a c d e h", n1)).toEqual(["a c d e h", 0, 1]);
  });

  it("moves one of d and c alone in the log, and alone in the model, to align adceh with the sequence N2: cost 2 of 5 + 5", () => {
    const { moves, cost, fitness } = alignments(traces("a d c e h"), n2).variants[0]!;
    expect(["a d/ c /d e h", "a /b d c/ e h", "a /c d c/ e h"]).toContain(shown(moves));
    expect([cost, fitness]).toEqual([2, 0.8]);
  });

  it("lacks c and h, and has b and g too many, to align abdeg with N3: cost 4 of 5 + 5", () => {
    const [moves, cost, fitness] = aligned("a b d e g", n3);
    expect([...(moves as string).split(" ")].sort()).toEqual(["/c", "/h", "a", "b/", "d", "e", "g/"]);
    expect([cost, fitness]).toEqual([4, 0.6]);
  });

  it("aligns the empty trace with a shortest run: 5 moves of N1, 5 of N2, 5 of N3, a and g of N4", () => {
    expect([n1, n2, n3, n4].map((model) => alignments(traces(""), model).emptyTraceCost)).toEqual([
      5, 5, 5, 2,
    ]);
  });

  it("fits all 1391 cases into N1 and N4", () => {
    for (const model of [n1, n4]) {
      expect(alignments(lFull, model)).toMatchObject({
        logFitness: 1,
        fittingCases: 1391,
        fittingShare: 1,
        cost: 0,
      });
    }
  });

  it("costs 2 on N2 for each time a case does d before b or c", () => {
    // Each time, one of the two moves alone in the log and alone in the model; b, c and d stand between a or f and e otherwise.
    const swaps = lFull.counts.map((_, v) => wordsOf(lFull, v).join("").match(/d[bc]/g)?.length ?? 0);
    expect(alignments(lFull, n2).variants.map(({ cost }) => cost)).toEqual(swaps.map((count) => 2 * count));
  });

  it("fits on N3 only acdeh and adceh, 455 + 177 of 1391 cases", () => {
    const { variants, fittingCases } = alignments(lFull, n3);
    expect(fittingCases).toBe(632);
    const cost = (trace: string) =>
      variants[lFull.counts.findIndex((_, v) => wordsOf(lFull, v).join("") === trace)]!.cost;
    expect(cost("abdeh")).toBe(2); // b for c
    expect(cost("acdeg")).toBe(2); // g for h
    expect(cost("acdefdbeh")).toBe(4); // f, d, b, e again
    expect(cost("adcefcdeh")).toBe(4);
  });
});

describe("alignments", () => {
  it("gives every figure of variants and log", () => {
    // a b c in the model; the log has a c three times, and x, which the model does not know, once in the other variant.
    const model = net(["a: start -> p", "b: p -> q", ": q -> r", "c: r -> end"]);
    const log = traces("3x a c", "1x a b x c");
    const move = {
      a: { kind: "synchronous", activity: "a", transition: 0 },
      b: { kind: "synchronous", activity: "b", transition: 1 },
      c: { kind: "synchronous", activity: "c", transition: 3 },
      noB: { kind: "model", activity: "b", transition: 1 },
      tau: { kind: "silent", activity: null, transition: 2 },
      x: { kind: "log", activity: "x", transition: null },
    };
    const shared = { status: "optimal", method: "blocks", states: expect.any(Number) };
    expect(alignments(log, model)).toEqual({
      variants: [
        {
          moves: [move.a, move.noB, move.tau, move.c],
          cost: 1,
          fitness: 1 - 1 / 5,
          lowerBound: 1,
          upperBound: 1,
          ...shared,
        },
        {
          moves: [move.a, move.b, move.x, move.tau, move.c],
          cost: 1,
          fitness: 1 - 1 / 7,
          lowerBound: 1,
          upperBound: 1,
          ...shared,
        },
      ],
      logFitness: 1 - 4 / 22, // of 3 · (2 + 3) + 1 · (4 + 3)
      logFitnessUpperBound: 1 - 4 / 22,
      averageTraceFitness: expect.closeTo((3 * (4 / 5) + 6 / 7) / 4, 12),
      emptyTraceCost: 3,
      fittingCases: 0,
      fittingShare: 0,
      cost: 4,
      moveCounts: { synchronous: 9, log: 1, model: 3, silent: 4 },
      synchronousMoves: [4, 1, 0, 4],
      modelMoves: [0, 3, 4, 0],
      logMoves: [0, 0, 0, 1],
      states: expect.any(Number),
      openVariants: 0,
    });
  });

  it("takes an event log as it takes its variants, and a process tree as its net", () => {
    const tree = parseTree("->( 'a', +( 'b', 'c' ), X( 'd', tau ) )");
    const builder = new EventLogBuilder();
    for (const [id, trace] of ["acbd", "abd", "acbd"].entries()) {
      for (const [time, name] of [...trace].entries()) builder.addEvent(`case ${id}`, name, time);
    }
    const expected = alignments(traces("2x a c b d", "a b d"), treeToPetriNet(tree));
    expect(alignments(builder.build(), tree)).toEqual(expected);
    expect(expected.variants.map(({ cost }) => cost)).toEqual([0, 1]);
  });

  it("of equally cheap alignments takes one with the fewest silent moves", () => {
    const model = net([": start -> p", ": p -> q", ": q -> end", "a: start -> end", ": start -> end"]);
    expect(aligned("b", model)).toEqual(["b/ .", 1, 0]);
    expect(alignments(traces("b"), model).modelMoves).toEqual([0, 0, 0, 0, 1]);
  });

  it("moves an activity that the model does not know alone in the log", () => {
    expect(aligned("x a x c d x e h", n1)).toEqual(["x/ a x/ c d x/ e h", 3, 1 - 3 / 13]);
  });

  it("says fitness 1 of the empty trace where the model may do nothing, and null of a log without cases", () => {
    const model = net([": start -> end"]);
    expect(alignments(traces(""), model)).toMatchObject({
      logFitness: 1,
      fittingShare: 1,
      emptyTraceCost: 0,
    });
    const nothing = { activities: [], variantOffsets: [0], sequence: [], counts: [] };
    expect(alignments(nothing, model)).toMatchObject({
      variants: [],
      logFitness: null,
      logFitnessUpperBound: null,
      averageTraceFitness: null,
      fittingShare: null,
      emptyTraceCost: 0,
      cost: 0,
    });
  });

  it("aligns with a net that has no transitions, if it ends as it begins", () => {
    const model = net([], { initial: ["p"], final: ["p"] });
    expect(aligned("a", model)).toEqual(["a/", 1, 0]);
    expect(aligned("", model)).toEqual(["", 0, 1]);
  });

  it("takes names for names, whatever they are", () => {
    const names = ["__proto__", "constructor", 'a "quoted"\nname', "🔋", ""];
    const log = { activities: names, variantOffsets: [0, 5], sequence: [0, 1, 2, 3, 4], counts: [1] };
    const model = sequence(...names.slice(0, 4).map(activity));
    const { variants, logMoves } = alignments(log, model);
    expect(variants[0]!.moves.map((move) => move.activity)).toEqual(names);
    expect([variants[0]!.cost, logMoves]).toEqual([1, [0, 0, 0, 0, 1]]);
  });

  describe("with nets that are no workflow nets", () => {
    it("takes and puts several tokens at a time, by the weights of arcs", () => {
      const model = net(["a: start -> 2*p", "b: p -> q", "c: 2*q -> end"]);
      expect(aligned("a b c", model)).toEqual(["a b /b c", 1, 1 - 1 / 7]);
    });

    it("goes on from several tokens, and ends with several", () => {
      const model = net(["a: p -> q", "b: r -> q"], { initial: ["p", "p", "r"], final: ["q", "q", "q"] });
      expect(aligned("a b", model)).toEqual(["a b /a", 1, 1 - 1 / 5]);
    });

    it("finds the way on an unbounded net", () => {
      const model = net(["a: start -> start p", "b: start -> end", "c: end p -> end"]);
      expect(aligned("a a b c", model)).toEqual(["a a b c /c", 1, 1 - 1 / 5]);
    });

    it("finds the way where others lead into a deadlock", () => {
      // Two tokens would be needed to go on after the free choice of a; only the other two transitions choose together.
      const model = net(["a: start -> p", "a: start -> q r", "b: q -> s", "c: s r -> end", "d: p s -> end"]);
      expect(aligned("a b d", model)).toEqual(["a b d/ /c", 2, 1 - 2 / 6]);
    });

    it("says so when the final marking can't be reached, which places alone show", () => {
      const model = net(["a: start -> p", "b: p q -> end"]);
      expect(() => alignments(traces("a"), model)).toThrow(
        expect.objectContaining({
          code: "alignments/final-marking-unreachable",
          message:
            "alignments: the final marking of the model can't be reached from its initial marking, so no trace can be aligned. " +
            "Check the model with checkSoundness, or give a final marking that its runs end in.",
        }),
      );
    });

    it("says so when the final marking can't be reached, which only numbers of tokens show", () => {
      // start + end stays 1, and the net is unbounded.
      const model = net(["a: start -> start p", "b: start p -> end p"], { final: ["end", "end"] });
      expect(() => alignments(traces("a"), model)).toThrow(
        expect.objectContaining({ code: "alignments/final-marking-unreachable" }),
      );
    });

    it("says that it does not know when it gives up first", () => {
      // c needs p and q at the same time, which never are; the marking equation does not see that, and r grows.
      const model = net([
        "a: start -> p",
        "b: p -> q",
        "c: p q -> p q end",
        "d: q -> p",
        ": p -> p r",
        ": end r -> end",
        ": p -> ",
      ]);
      const limited = () => alignments(traces("a"), model, { maxStates: 300 });
      expect(limited).toThrow(expect.objectContaining({ code: "alignments/final-marking-not-found" }));
      expect(limited).toThrow(
        /^alignments: within \d+ states, or the time given, no way was found .* Raise maxStates/,
      );
    });
  });

  describe("moveCosts", () => {
    const model = net(["a: start -> p", "b: p -> q", "c: q -> end"]);

    it("weighs the kinds of moves", () => {
      expect(aligned("a c", model, { moveCosts: { model: 2.5 } })).toEqual(["a /b c", 2.5, 1 - 2.5 / 9.5]);
      expect(aligned("a c b", model, { moveCosts: { log: 0.3, model: 0.1 } })).toEqual([
        "a /b c b/",
        0.4,
        1 - 0.4 / 1.2,
      ]);
      expect(aligned("a b c", model, { moveCosts: { synchronous: 0.1 } })[1]).toBe(0.3);
    });

    it("weighs by activity, so that c moves alone rather than b", () => {
      const dearB = (activity: string): number => (activity === "b" ? 10 : 1);
      expect(aligned("a c b", model, { moveCosts: { log: dearB, model: dearB } })).toEqual([
        "a c/ b /c",
        2,
        1 - 2 / 24,
      ]);
    });

    it("weighs silent moves", () => {
      const silent = net([": start -> p", ": p -> end", "a: start -> end"]);
      expect(aligned("", silent, { moveCosts: { silent: 0.4 } })).toEqual([". .", 0.8, 0]);
      expect(aligned("", silent, { moveCosts: { silent: 0.6 } })).toEqual(["/a", 1, 0]);
    });

    it("takes two moves alone where they cost less than one together", () => {
      const moveCosts = { synchronous: 3 };
      for (const method of ["auto", "a-star", "dijkstra"] as const) {
        const [moves, cost] = aligned("a b c", model, { moveCosts, method });
        expect(((moves as string).match(/\//g) ?? []).length).toBe(6);
        expect(cost).toBe(6);
      }
    });

    it("may be 0, and then fewest such moves are taken all the same", () => {
      const free = { moveCosts: { log: 0, model: 0 } };
      expect(aligned("a c", model, free)).toEqual(["a /b c", 0, 1]);
    });

    it.each([
      ["log", -1],
      ["model", Number.NaN],
      ["silent", 1_000_001],
      ["synchronous", 0.0000001],
      ["log", "1"],
      ["model", () => Number.POSITIVE_INFINITY],
    ])("refuses %s: %s", (option, cost) => {
      expect(() => alignments(traces("a"), model, { moveCosts: { [option]: cost } as never })).toThrow(
        expect.objectContaining({
          code: "option/out-of-range",
          message: expect.stringContaining(`alignments: option moveCosts.${option} is `),
        }),
      );
    });

    it("refuses costs that are too far apart to be added without rounding", () => {
      const moveCosts = { log: 1_000_000, model: 0.000001 };
      expect(() => alignments(traces("a a a"), model, { moveCosts })).toThrow(
        expect.objectContaining({ code: "alignments/costs-too-far-apart" }),
      );
    });
  });

  describe("method", () => {
    it("is blocks for nets of process trees, and what else is needed for others", () => {
      const methodOf = (model: Parameters<typeof alignments>[1], trace = "a b") =>
        alignments(traces(trace), model).variants[0]!.method;
      expect(methodOf(parseTree("->( 'a', +( 'b', *( 'c', 'd' ) ) )"))).toBe("blocks");
      expect(methodOf(n1)).toBe("blocks");
      expect(methodOf(net(["a: start -> 2*p", "b: 2*p -> end"]))).toBe("dijkstra");
      expect(methodOf(parseTree("+( 'a', ->( 'b', 'a' ) )"))).toBe("dijkstra");
    });

    it("refuses blocks where the net is not made of them", () => {
      expect(() =>
        alignments(traces("a"), net(["a: start -> 2*p", "b: 2*p -> end"]), { method: "blocks" }),
      ).toThrow(expect.objectContaining({ code: "option/out-of-range" }));
    });

    it("begins with Dijkstra's algorithm and goes on with the marking equation when that takes long", () => {
      // Read arcs keep this from being blocks; eight branches of two, all backwards.
      const branches = [..."ABCDEFGH"];
      const model = net([
        `: start -> r ${branches.map((b) => `${b}1`).join(" ")}`,
        ...branches.flatMap((b) => [`${b}: ${b}1 r -> ${b}2 r`, `${b.toLowerCase()}: ${b}2 -> ${b}3`]),
        `: r ${branches.map((b) => `${b}3`).join(" ")} -> end`,
      ]);
      const trace = [...branches.map((b) => b.toLowerCase()), ...branches].join(" ");
      const found = (["auto", "a-star", "dijkstra"] as const).map(
        (method) => alignments(traces(trace), model, { method }).variants[0]!,
      );
      expect(found.map(({ method }) => method)).toEqual(["a-star", "a-star", "dijkstra"]);
      expect(found.map(({ cost }) => cost)).toEqual([16, 16, 16]);
      expect(found[0]!.states).toBeLessThan(found[2]!.states);
    });
  });
});
