import { parseTree, treeToPetriNet } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { precision } from "../../src/index.js";
import { naivePrecision } from "../naive-replay.js";
import { arbitraryNet, arbitraryTree, lFull, n1, n3, n4, net } from "../nets.js";

describe("precision, worked by hand", () => {
  it("counts the edges that leave the log's behaviour, weighted by cases", () => {
    // a, then b or c or d, then e. Log: 3 × a b e, 1 × a c e.
    //   prefix      cases   allowed   escaping
    //   (empty)       4        1         0
    //   a             4        3         1   (d)
    //   a b           3        1         0
    //   a c           1        1         0
    // 4 + 12 + 3 + 1 = 20 allowed, 4 escaping.
    const model = net(["a: start -> p", "b: p -> q", "c: p -> q", "d: p -> q", "e: q -> end"]);
    expect(precision(traces("3x a b e", "a c e"), model)).toEqual({
      value: 0.8,
      allowed: 20,
      escaping: 4,
      escapingActivities: [{ activity: "d", weight: 4 }],
      prefixes: 4,
      unfitPrefixes: 0,
      searchesCut: 0,
    });
  });

  it("does not count what the model allows after a complete trace", () => {
    // After "a" nothing follows in the log, so that b could is not counted: (empty) allows a only.
    const model = net(["a: start -> end", "b: end -> end"]);
    expect(precision(traces("5x a"), model)).toMatchObject({ value: 1, allowed: 5, prefixes: 1 });
  });

  it("allows what silent firings enable, on both sides of a skipped part", () => {
    // After a: b, or c by skipping b. Only b is seen. (empty) 1 of 1; a: {b, c} with c escaping; a b: {c}.
    const model = net(["a: start -> p", "b: p -> q", ": p -> q", "c: q -> end"]);
    expect(precision(traces("a b c"), model)).toMatchObject({ allowed: 4, escaping: 1, value: 0.75 });
  });

  it("leaves out prefixes that need an added token, and what follows them", () => {
    // (empty): {a}, a seen: 2 cases. "b" does not fit. "a": {b}, seen: 2 cases? Only the case a b continues it.
    const model = net(["a: start -> p", "b: p -> end"]);
    expect(precision(traces("a b", "b a b"), model)).toEqual({
      value: 1,
      allowed: 3, // (empty): 2 cases × {a}; a: 1 case × {b}
      escaping: 0,
      escapingActivities: [],
      prefixes: 2,
      unfitPrefixes: 1,
      searchesCut: 0,
    });
  });

  it("ends a prefix at an unknown activity, or passes over it on request", () => {
    const model = net(["a: start -> p", "b: p -> end", "c: p -> end"]);
    // penalize: (empty) {a}, a {b, c} both escaping, "a x" unfit.
    expect(precision(traces("a x b"), model)).toMatchObject({ allowed: 3, escaping: 2, unfitPrefixes: 1 });
    // ignore: "a x" is a prefix of its own with the marking of a: {b, c}, c escaping.
    expect(precision(traces("a x b"), model, { unknownActivities: "ignore" })).toMatchObject({
      allowed: 5,
      escaping: 3,
      unfitPrefixes: 0,
    });
  });

  it("counts an activity of two transitions once", () => {
    const model = net(["a: start -> end", "a: start -> other", "b: start -> end"]);
    expect(precision(traces("a"), model)).toMatchObject({ allowed: 2, escaping: 1 });
  });

  it("is 1 for an empty log, for empty traces only, and when nothing is allowed", () => {
    expect(precision(traces(), n1).value).toBe(1);
    expect(precision(traces("3x "), n1).value).toBe(1);
    expect(precision(traces("a"), net([])).value).toBe(1);
  });

  it("ranks the nets of van der Aalst 2016, section 8.2: the flower N4 is the least precise", () => {
    const [alpha, , flower] = [n1, n3, n4].map((model) => precision(lFull, model).value);
    expect(flower).toBeLessThan(0.5);
    expect(alpha).toBeGreaterThan(0.9);
  });

  it("asks each of forty optional parallel parts alone, not their 2^40 markings", () => {
    const parts = Array.from({ length: 40 }, (_, i) => `X('x${i}', tau)`).join(", ");
    const model = treeToPetriNet(parseTree(`->(+(${parts}), 'z')`));
    // (empty) allows all 41; after x0 the other 39 and z. Seen: x0, then z.
    expect(precision(traces("x0 z"), model)).toMatchObject({ allowed: 81, escaping: 79, searchesCut: 0 });
  });

  it("names the option that is out of range and stops when aborted", () => {
    expect(() => precision(lFull, n1, { maxMarkings: Number.NaN })).toThrow(
      "precision: option maxMarkings is NaN.",
    );
    const reason = new Error("enough");
    expect(() => precision(lFull, n1, { signal: AbortSignal.abort(reason) })).toThrow(reason);
  });
});

describe("precision for every log and model", () => {
  const ignore = { unknownActivities: "ignore" } as const;

  it("equals prefixes replayed from scratch with every silent marking visited, on any net", () => {
    fc.assert(
      fc.property(
        arbitraryTraces({ activities: 4, variants: 3, length: 4 }),
        arbitraryNet(),
        (log, model) => {
          expect(precision(log, model, ignore)).toMatchObject(naivePrecision(log, model));
        },
      ),
      { seed: 9, numRuns: 400 },
    );
  });

  it("equals it on nets of process trees, lies in [0, 1], and splits the escaping sum over activities", () => {
    fc.assert(
      fc.property(arbitraryTraces({ activities: 4 }), arbitraryTree({ leaves: 4 }), (log, tree) => {
        const model = treeToPetriNet(tree);
        const { value, escaping, allowed, escapingActivities } = precision(log, model, ignore);
        expect({ allowed, escaping }).toEqual(naivePrecision(log, model));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(escapingActivities.reduce((sum, { weight }) => sum + weight, 0)).toBe(escaping);
      }),
      { seed: 9, numRuns: 150 },
    );
  });
});
