import { parseTree, treeToPetriNet } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { alignmentPrecision, alignments, evaluate, precision, tokenReplay } from "../../src/index.js";
import { arbitraryTree, lFull, n1, n3, n4, net } from "../nets.js";

describe("alignmentPrecision, worked by hand", () => {
  const model = net(["a: start -> p", "b: p -> q", "c: p -> q", "d: p -> q", "e: q -> end"]);

  it("equals precision by replay on a log that fits", () => {
    // (empty) 4 · {a}, a 4 · {b, c, d}, ab 3 · {e}, ac 1 · {e}: 20 allowed, d escapes 4 times.
    expect(alignmentPrecision(traces("3x a b e", "a c e"), model)).toEqual({
      value: 0.8,
      allowed: 20,
      escaping: 4,
      escapingActivities: [{ activity: "d", weight: 4 }],
      prefixes: 4,
      unfitPrefixes: 0,
      searchesCut: 0,
    });
  });

  it("counts a case that does not fit by what the model does in its alignment", () => {
    // a x b e is aligned as a b e with x alone, a b as a b e: all three cases run a b e. Replay stops at x and after a b.
    const log = traces("a b e", "a x b e", "a b");
    // (empty) 3 · {a}, a 3 · {b, c, d} with c and d escaping, ab 3 · {e}: 15 allowed, 6 escaping.
    expect(alignmentPrecision(log, model)).toMatchObject({ allowed: 15, escaping: 6, value: 0.6 });
    // Replay: (empty) 3, a 3 · 3, "a b" 1 · {e} continued by one case; "a x" is unfit.
    expect(precision(log, model)).toMatchObject({ allowed: 13, escaping: 6, unfitPrefixes: 1 });
  });

  it("does not count a choice as made before it shows", () => {
    // b, and beside it a or nothing. The trace b: whether a is skipped before or after b, a is allowed after b.
    const optional = treeToPetriNet(parseTree("+( X( 'a', tau ), 'b' )"));
    // (empty): {a, b}, a escapes. b is the end of the log's only trace, so nothing is counted after it.
    expect(alignmentPrecision(traces("b"), optional)).toMatchObject({ allowed: 2, escaping: 1 });
    // b a and b: (empty) 2 · {a, b}, b 1 · {a}.
    expect(alignmentPrecision(traces("b a", "b"), optional)).toMatchObject({ allowed: 5, escaping: 2 });
  });

  it("allows what any of the markings of a prefix allows", () => {
    // Two transitions a: one leads to b, the other to c. Each trace takes its own, and after a both are in use.
    const twice = net(["a: start -> p", "a: start -> q", "b: p -> end", "c: q -> end"]);
    expect(alignmentPrecision(traces("a b", "a c"), twice)).toMatchObject({ allowed: 6, escaping: 0 }); // 2 + 2 · {b, c}
    expect(alignmentPrecision(traces("a b"), twice)).toMatchObject({ allowed: 2, escaping: 0 });
  });

  it("follows the alignment where fewest silent firings lead astray", () => {
    // b needs p, which either silent step gives; only the second leaves r for c.
    const astray = net([
      "a: start -> s",
      ": s -> p q",
      ": s -> p r",
      "b: p -> t",
      "c: t r -> end",
      "d: t q -> end",
    ]);
    const { allowed, escaping } = alignmentPrecision(traces("a b c"), astray);
    // (empty) {a}, a {b}, then c or d by the marking that the shortest way (the first silent step) or the alignment gives.
    expect([allowed, escaping]).toEqual([3, 1]);
  });

  it("is 1 for an empty log, and takes a tree as well as its net", () => {
    expect(alignmentPrecision(traces(), model).value).toBe(1);
    const tree = parseTree("->( 'a', X( 'b', 'c' ) )");
    const log = traces("a b", "a");
    expect(alignmentPrecision(log, tree)).toEqual(alignmentPrecision(log, treeToPetriNet(tree)));
  });

  it("takes alignments that are there already", () => {
    const log = traces("a b e", "a x b e");
    expect(alignmentPrecision(log, model, { aligned: alignments(log, model) })).toEqual(
      alignmentPrecision(log, model),
    );
  });

  it("orders the models of van der Aalst 2016, section 8.2: N3 allows two traces, N1 the process, N4 nearly everything", () => {
    expect(alignmentPrecision(lFull, n3).value).toBe(1); // every case is aligned to acdeh or adceh
    const [main, flower] = [n1, n4].map((model) => alignmentPrecision(lFull, model).value) as [
      number,
      number,
    ];
    // Every case fits both, so these are the values of replay, which the tests of precision check against a naive one.
    expect([main, flower]).toEqual(
      [n1, n4].map((model) => expect.closeTo(precision(lFull, model).value, 12)),
    );
    expect(main).toBeGreaterThan(0.9);
    expect(flower).toBeLessThan(0.4);
  });
});

describe("alignmentPrecision for every log", () => {
  it("lies in [0, 1], and equals precision by replay when every trace fits and no label repeats", () => {
    let compared = 0;
    fc.assert(
      fc.property(arbitraryTraces({ length: 5 }), arbitraryTree({ leaves: 5 }), (log, tree) => {
        const model = treeToPetriNet(tree);
        const { value, unfitPrefixes } = alignmentPrecision(log, model);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(unfitPrefixes).toBe(0);
        const labels = model.net.transitions.flatMap(({ label }) => label ?? []);
        if (new Set(labels).size < labels.length || tokenReplay(log, model).fittingShare !== 1) return;
        compared++;
        expect(value).toBeCloseTo(precision(log, model).value, 12);
      }),
      { seed: 8, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(0);
  });
});

describe("evaluate by alignments", () => {
  it("is made of alignments, alignmentPrecision and simplicity, and generalizes over the moves of transitions", () => {
    const model = net(["a: start -> p", "b: p -> q", ": p -> q", "c: q -> end"]);
    const log = traces("4x a b c", "a x c", "4x a b");
    const aligned = alignments(log, model);
    const result = evaluate(log, model, { basis: "alignments" });
    expect(result.fitness.value).toBe(aligned.logFitness);
    expect(result.precision).toEqual(alignmentPrecision(log, model));
    // a moves 9 times, b 8, the silent step once, c 9 (4 times without the log).
    expect(result.generalization.value).toBeCloseTo(1 - (1 / 3 + 1 / Math.sqrt(8) + 1 + 1 / 3) / 4, 12);
    const { value: f } = result.fitness;
    const { value: p } = result.precision;
    expect(result.fScore).toBeCloseTo((2 * f! * p) / (f! + p), 12);
    expect("variants" in result.fitness).toBe(false);
    expect(evaluate(log, model, { basis: "alignments", aligned })).toEqual(result);
    const other = alignments(traces("a b c"), model); // "a b" itself costs 1
    expect(evaluate(traces("a b"), model, { basis: "alignments", aligned: other }).fitness.cost).toBe(0);
  });

  it("refuses a basis that it does not know", () => {
    expect(() => evaluate(traces("a"), n1, { basis: "luck" as "replay" })).toThrow(
      'evaluate: option basis is "luck". Give "replay" or "alignments".',
    );
  });
});
