import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  activity,
  checkSoundness,
  loop,
  type ProcessTree,
  parallel,
  reducePetriNet,
  reduceSilentTransitions,
  sequence,
  silent,
  treeToPetriNet,
} from "../../src/index.js";
import { arbitraryTree } from "../arbitrary-tree.js";
import { netLanguageWithin } from "../net-language.js";
import { arbitraryNet, arbitraryWorkflowNet, linesOf, netOf } from "./arbitrary-net.js";

const reduced = (
  lines: readonly string[],
  initial?: readonly string[],
  final?: readonly string[],
): readonly string[] => linesOf(reducePetriNet(netOf(lines, initial, final)));

describe("reducePetriNet, rule by rule (Murata 1989, section V-C, where labels allow it)", () => {
  it("fuses series places: a silent step from a place that leads nowhere else", () => {
    expect(
      reduced(["a: source -> p", "b: source -> p", "(t): p -> q", "c: q -> sink", "d: q -> sink"]),
    ).toEqual(["a: source -> q", "b: source -> q", "c: q -> sink", "d: q -> sink"]);
  });

  it("fuses series transitions: a silent join goes into what follows it", () => {
    expect(
      reduced(["a: source -> p + q", "b: p -> r", "c: q -> s", "(join): r + s -> t", "d: t -> sink"]),
    ).toEqual(["a: source -> p + q", "b: p -> r", "c: q -> s", "d: r + s -> sink"]);
  });

  it("fuses the only way into a place with what takes from it, also when other ways lead on from before", () => {
    expect(reduced(["a: source -> p", "b: p -> sink", "(t): p -> q", "c: q -> sink"])).toEqual([
      "a: source -> p",
      "b: p -> sink",
      "c: p -> sink",
    ]);
  });

  it("keeps visible steps in a row, and a silent step out of a marked place", () => {
    const row = ["a: source -> p", "b: p -> sink"];
    expect(reduced(row)).toEqual(row);
    expect(reduced(["(t): source -> p", "a: p -> sink", "b: p -> p"])).toEqual([
      "(t): source -> p",
      "a: p -> sink",
      "b: p -> p",
    ]);
  });

  it("keeps one of parallel places, the one with fewer tokens", () => {
    expect(
      reduced(["a: source -> p + q + r", "b: p + q + r -> sink"], ["source", "q"], ["sink", "q"]),
    ).toEqual(["a: source -> p", "b: p -> sink"]);
  });

  it("keeps both parallel places when the end asks for something else than the beginning", () => {
    // Never reached: q always holds one token more than p. The language is empty, and must stay so.
    const lines = ["a: source -> p + q", "b: p + q -> sink"];
    expect(reduced(lines, ["source", "q"], ["sink"])).toEqual(lines);
  });

  it("keeps one of parallel transitions with the same label, each of those with another", () => {
    expect(
      reduced(["a: source -> sink", "b: source -> sink", "(t): source -> sink", "(u): source -> sink"]),
    ).toEqual(["(t): source -> sink", "a: source -> sink", "b: source -> sink"]);
    const twice = netOf(["x: source -> sink", "x: source -> sink", "x: source -> p", "x: p -> sink"]);
    expect(reducePetriNet(twice).net.transitions).toHaveLength(3);
  });

  it("removes silent self-loop transitions and self-loop places that hold a token", () => {
    expect(
      reduced(
        ["a: source -> p", "(t): p -> p", "b: p + lock -> lock + sink"],
        ["source", "lock"],
        ["sink", "lock"],
      ),
    ).toEqual(["a: source -> p", "b: p -> sink"]);
    // A visible loop shows something, and a lock without a token shuts b out for ever.
    expect(reduced(["a: source -> sink", "b: source -> source"])).toEqual([
      "a: source -> sink",
      "b: source -> source",
    ]);
    expect(reduced(["a: source -> sink", "b: source + lock -> sink + lock"])).toEqual(["a: source -> sink"]);
  });

  it("removes a place that is a shortcut of others", () => {
    // short holds a token just when p, q or r does, whichever way b or c takes.
    expect(
      reduced(["a: source -> p + short", "b: p -> q", "c: p -> q", "d: q -> r", "e: r + short -> sink"]),
    ).toEqual(["a: source -> p", "b: p -> q", "c: p -> q", "d: q -> r", "e: r -> sink"]);
  });

  it("keeps a place that decides: it may be empty while the others are not", () => {
    const lines = ["a: source -> p + x", "b: p -> q", "c: x -> y", "d: q + y -> sink", "e: p + y -> q + y"];
    expect(reduced(lines)).toEqual(lines);
  });

  it("removes a place whose token lies elsewhere for each transition in another way", () => {
    // The lock is taken only while its branch is between two steps; those are gone, so each step gives it back at once.
    expect(
      reduced([
        "a: source -> lock + p + q",
        "b: lock + p -> lock + r",
        "c: lock + q -> lock + s",
        "d: lock + r + s -> sink",
      ]),
    ).toEqual(["a: source -> p + q", "b: p -> r", "c: q -> s", "d: r + s -> sink"]);
  });

  it("removes transitions that can't fire, and those after which there is no end", () => {
    expect(
      reduced(["a: source -> sink", "b: source + never -> sink", "c: source -> pit", "d: pit -> deeper"]),
    ).toEqual(["a: source -> sink"]);
  });

  it("removes a transition that others imitate", () => {
    expect(
      reduced([
        "a: source -> p",
        "(t): p -> q",
        "b: q -> p",
        "(u): q -> sink",
        "(v): p -> sink",
        "c: q -> q",
      ]),
      // v is no more than t and u. Without v, t is all that p leads to.
    ).toEqual(["(u): q -> sink", "a: source -> q", "b: q -> q", "c: q -> q"]);
    // A second a that goes on silently is no more than the first and the silent step, which is then the only way to q.
    expect(
      reduced([
        "a: source -> p",
        "(t): p -> q",
        "a: source -> q",
        "b: p -> sink",
        "c: q -> sink",
        "d: q -> p",
      ]),
    ).toEqual(["a: source -> p", "b: p -> sink", "c: p -> sink", "d: p -> p"]);
  });

  it("leaves little of a net without a run to its end, and nothing of an empty one", () => {
    const stuck = reducePetriNet(netOf(["a: source -> p", "b: p + q -> sink"]));
    expect(stuck.net.transitions).toEqual([]);
    expect(stuck.net.places.map(({ name }) => name)).toEqual(["source", "sink"]);
    const empty = { net: { places: [], transitions: [], arcs: [] }, initialMarking: [], finalMarking: [] };
    expect(reducePetriNet(empty)).toEqual(empty);
    const one = netOf([], ["source"], ["source"]);
    expect(reducePetriNet(one)).toEqual(one);
  });
});

describe("reducePetriNet", () => {
  it.each([
    ["any weights", true, 21],
    ["weights of 1", false, 22],
  ])(
    "keeps the language of every net with %s, and has nothing more to do a second time",
    (_, weights, seed) => {
      let compared = 0;
      fc.assert(
        fc.property(arbitraryNet({ weights }), (model) => {
          const expected = netLanguageWithin(model, 3, 1000);
          if (expected === null) return;
          compared++;
          const once = reducePetriNet(model);
          expect(netLanguageWithin(once, 3, 20_000)).toEqual(expected);
          expect(reducePetriNet(once)).toEqual(once);
        }),
        { seed, numRuns: 500 },
      );
      expect(compared).toBeGreaterThan(200);
    },
  );

  it("keeps the language of damaged nets of trees", () => {
    fc.assert(
      fc.property(arbitraryWorkflowNet(), (model) => {
        const expected = netLanguageWithin(model, 3, 1000);
        if (expected !== null) expect(netLanguageWithin(reducePetriNet(model), 3, 20_000)).toEqual(expected);
      }),
      { seed: 23, numRuns: 300 },
    );
  });

  it("leaves a sound workflow net one, never larger than reduceSilentTransitions does", () => {
    fc.assert(
      fc.property(arbitraryTree(), (tree) => {
        const model = treeToPetriNet(tree);
        const small = reducePetriNet(model);
        expect(checkSoundness(small)).toMatchObject({ verdict: "sound", reasons: [] });
        const other = reduceSilentTransitions(model);
        expect(small.net.transitions.length).toBeLessThanOrEqual(other.net.transitions.length);
        expect(small.net.places.length).toBeLessThanOrEqual(other.net.places.length);
      }),
      { seed: 24, numRuns: 200 },
    );
  });

  it("reduces 2,000 branches, a row of 20,000 silent steps and 600 levels", () => {
    const branches = parallel(...Array.from({ length: 2000 }, () => sequence(silent(), activity("a"))));
    expect(reducePetriNet(treeToPetriNet(branches)).net.transitions).toHaveLength(2002);
    const lines = Array.from({ length: 20_000 }, (_, i) => `(t${i}): p${i} -> p${i + 1}`);
    expect(reduced(["a: source -> p0", ...lines, "b: p20000 -> sink"])).toEqual([
      "a: source -> p20000",
      "b: p20000 -> sink",
    ]);
    let tree: ProcessTree = activity("a");
    for (let i = 0; i < 600; i++) tree = loop(tree, activity(`r${i}`));
    expect(
      reducePetriNet(treeToPetriNet(tree)).net.transitions.filter(({ label }) => label !== null),
    ).toHaveLength(601);
  });
});
