import { isGigamineError } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type AcceptingPetriNet,
  activity,
  checkSoundness,
  exclusive,
  isWorkflowNet,
  loop,
  normalFormTree,
  PetriNetBuilder,
  type ProcessTree,
  parallel,
  parseTree,
  petriNetToTree,
  printTree,
  sequence,
  silent,
  treesEqual,
  treeToPetriNet,
} from "../../src/index.js";
import { arbitraryTree, hostileNames } from "../arbitrary-tree.js";
import { netLanguage } from "../net-language.js";
import { netOf } from "../petri-net/arbitrary-net.js";

const back = (model: AcceptingPetriNet) => printTree(petriNetToTree(model));

function failure(model: AcceptingPetriNet) {
  try {
    petriNetToTree(model);
  } catch (error) {
    if (isGigamineError(error)) return { code: error.code, message: error.message, fields: error.fields };
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("petriNetToTree", () => {
  it.each([
    ["'a'"],
    ["tau"],
    ["->( 'a', 'b', 'c' )"],
    ["X( 'a', 'b', tau )"],
    ["+( 'a', 'b', 'c' )"],
    ["*( 'a', 'b' )"],
    ["*( tau, 'a' )"],
    ["->( 'x', *( 'a', 'b' ), 'y' )"],
    ["->( 'a', +( ->( 'b', X( 'c', tau ) ), 'd' ), *( X( 'e', 'f' ), ->( 'g', 'h' ) ) )"],
    ["X( +( 'a', 'b' ), *( 'c', tau ), ->( 'd', 'e' ) )"],
  ])("finds %s in its net", (text) => {
    expect(treesEqual(petriNetToTree(treeToPetriNet(parseTree(text))), parseTree(text))).toBe(true);
  });

  // Worked by hand: nets that no conversion of a tree makes.
  it("reads a place that an activity leaves and comes back to as a repetition", () => {
    expect(back(netOf(["a: source -> p", "b: p -> p", "c: p -> sink"]))).toBe(
      "->( 'a', *( tau, 'b' ), 'c' )",
    );
  });

  it("reads a way back to a choice as a loop with an exit before the end", () => {
    // a (b c a)* d, with the way out in the middle of the round
    expect(back(netOf(["a: source -> p", "b: p -> q", "c: q -> p", "d: p -> sink"]))).toBe(
      "->( 'a', *( tau, ->( 'b', 'c' ) ), 'd' )",
    );
  });

  it("reads a split and a join without silent transitions, with places that say the same twice", () => {
    expect(
      back(netOf(["a: source -> p + q + r", "b: p -> s", "c: q + r -> t + u", "d: s + t + u -> sink"])),
    ).toBe("->( 'a', +( 'b', 'c' ), 'd' )");
  });

  it("passes over a place that only says that a split came before its join", () => {
    expect(back(netOf(["a: source -> p + q", "b: p -> r", "c: r + q -> sink"]))).toBe("->( 'a', 'b', 'c' )");
  });

  it("reads the silent steps that other tools put at the ends of a net", () => {
    expect(back(netOf(["(tau): source -> p", "a: p -> q", "b: p -> q", "(tau): q -> sink"]))).toBe(
      "X( 'a', 'b' )",
    );
  });

  it("gives back the language of every tree of sequences, choices, parallels and loops", () => {
    fc.assert(
      fc.property(blocks({ depth: 2 }), (tree) => {
        const model = treeToPetriNet(tree);
        expect(netLanguage(treeToPetriNet(petriNetToTree(model)), 4)).toEqual(netLanguage(model, 4));
      }),
      { seed: 15, numRuns: 150 },
    );
  });

  it("gives back the normal form of every such tree, whatever the names", () => {
    fc.assert(
      fc.property(blocks({ depth: 4, names: hostileNames }), (tree) => {
        const normal = normalFormTree(tree);
        fc.pre(!printTree(normal).includes("O( "));
        expect(normalFormTree(petriNetToTree(treeToPetriNet(normal)))).toEqual(normal);
      }),
      { seed: 16, numRuns: 500 },
    );
  });

  it("keeps the language of every workflow net that it takes, and takes none that is not sound", () => {
    let taken = 0;
    fc.assert(
      fc.property(workflowNets, (model) => {
        let tree: ProcessTree;
        try {
          tree = petriNetToTree(model);
        } catch (error) {
          if (isGigamineError(error, "process-tree/not-block-structured")) return;
          throw error;
        }
        taken++;
        expect(checkSoundness(model).verdict).toBe("sound");
        expect(netLanguage(treeToPetriNet(tree), 4)).toEqual(netLanguage(model, 4));
      }),
      { seed: 17, numRuns: 1_000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it("says which parts can't be joined: crossing branches, an inclusive choice", () => {
    const crossing = netOf([
      "a: source -> p + q",
      "b: p -> r + s",
      "c: q -> t",
      "d: r -> u",
      "e: s + t -> v",
      "f: u + v -> sink",
    ]);
    expect(failure(crossing)).toEqual({
      code: "process-tree/not-block-structured",
      message:
        'petriNetToTree: the net is not block-structured: 6 parts are left that no rule joins, among them those of "a", "b", "c". ' +
        "Keep it as a net.",
      fields: { parts: 6, activities: ["a", "b", "c"] },
    });
    expect(failure(treeToPetriNet(parseTree("O( 'a', 'b' )"))).code).toBe(
      "process-tree/not-block-structured",
    );
  });

  it("never makes a tree of a net that is not sound", () => {
    // A choice that is joined like a parallel, and a parallel that is joined like a choice.
    expect(failure(netOf(["a: source -> p", "b: p -> q", "c: p -> r", "d: q + r -> sink"])).code).toBe(
      "process-tree/not-block-structured",
    );
    expect(failure(netOf(["a: source -> p + q", "b: p -> sink", "c: q -> sink"])).code).toBe(
      "process-tree/not-block-structured",
    );
  });

  it("never makes a tree of one step that waits for a token that never comes", () => {
    expect(failure(netOf(["a: source + p -> sink + p"])).code).toBe("process-tree/not-block-structured");
  });

  it("never makes a tree of a net whose end can be reached while something goes on", () => {
    expect(failure(netOf(["a: source -> q", "b: q -> p + sink", "c: p -> q"])).code).toBe(
      "process-tree/not-block-structured",
    );
  });

  it("says why a net is no workflow net", () => {
    expect(failure(netOf(["a: source -> sink", "b: source -> p"])).message).toMatch(
      /^petriNetToTree: the net is no workflow net\. /,
    );
    const b = new PetriNetBuilder();
    const [source, sink] = [b.place("i"), b.place("o")];
    const t = b.transition("a", { inputs: [source], outputs: [sink] });
    expect(failure(b.build({ initial: [source, source], final: [sink] })).message).toBe(
      "petriNetToTree: the net is no workflow net. It does not begin with one token in its source and end with one in its sink. " +
        "Only workflow nets can be trees.",
    );
    b.arc("output", sink, t);
    expect(failure(b.build({ initial: [source], final: [sink] })).message).toContain(
      "An arc has a weight above 1.",
    );
  });

  it("takes 10,000 nested loops, a sequence of 20,000 and a parallel of 5,000", () => {
    let deep: ProcessTree = activity("a");
    for (let level = 0; level < 10_000; level++) deep = loop(sequence(activity("b"), deep), silent());
    expect(printTree(petriNetToTree(treeToPetriNet(deep))) === printTree(deep)).toBe(true);
    const many = (count: number) => Array.from({ length: count }, (_, i) => activity(`a${i}`));
    for (const wide of [sequence(...many(20_000)), parallel(...many(5_000)), exclusive(...many(20_000))]) {
      expect(printTree(petriNetToTree(treeToPetriNet(wide))) === printTree(wide)).toBe(true);
    }
  });
});

/** Trees of the four operators that nets show as blocks. */
function blocks(options: Parameters<typeof arbitraryTree>[0]): fc.Arbitrary<ProcessTree> {
  return arbitraryTree(options).filter(
    (tree) => !/O\( |<>\( /.test(printTree(tree).replace(/'(\\.|[^'\\])*'/g, "")),
  );
}

const oneOrTwo = (places: number[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...places).map((place) => [place]) },
    { weight: 1, arbitrary: fc.subarray(places, { minLength: 2, maxLength: 2 }) },
  );

/** Small workflow nets, most of them neither sound nor built of blocks. */
const workflowNets: fc.Arbitrary<AcceptingPetriNet> = fc
  .array(
    fc.record({
      label: fc.constantFrom("a", "b", "c", null),
      inputs: oneOrTwo([0, 2, 3, 4]),
      outputs: oneOrTwo([1, 2, 3, 4]),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .map((steps) => {
    const builder = new PetriNetBuilder();
    for (let p = 0; p < 5; p++) builder.place();
    for (const { label, inputs, outputs } of steps) builder.transition(label, { inputs, outputs });
    const { net } = builder.build({ initial: [0], final: [1] });
    // Places that no step touches go.
    const used = net.places.flatMap((_, p) => (net.arcs.some(({ place }) => place === p) ? [p] : []));
    const kept = new PetriNetBuilder();
    for (const _ of used) kept.place();
    for (const { label, inputs, outputs } of steps) {
      const renumbered = (list: readonly number[]) => list.map((p) => used.indexOf(p));
      kept.transition(label, { inputs: renumbered(inputs), outputs: renumbered(outputs) });
    }
    return { net: kept.buildNet(), used };
  })
  .filter(({ net, used }) => used[0] === 0 && used[1] === 1 && isWorkflowNet(net))
  .map(({ net }) => {
    const marking = (place: number) => net.places.map((_, p) => (p === place ? 1 : 0));
    return { net, initialMarking: marking(0), finalMarking: marking(1) };
  });
