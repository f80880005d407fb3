import { isGigamineError } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type AcceptingPetriNet,
  activity,
  exclusive,
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

/** A net from lines `inputs > label > outputs`, places by name; `i` is the source, `o` the sink, `tau` silent. */
function net(...lines: string[]): AcceptingPetriNet {
  const builder = new PetriNetBuilder();
  const places = new Map<string, number>();
  const place = (name: string) => {
    if (!places.has(name)) places.set(name, builder.place(name));
    return places.get(name)!;
  };
  place("i");
  place("o");
  for (const line of lines) {
    const [inputs, label, outputs] = line.split(">").map((part) => part.trim().split(" "));
    builder.transition(label![0] === "tau" ? null : label![0]!, {
      inputs: inputs!.map(place),
      outputs: outputs!.map(place),
    });
  }
  return builder.build({ initial: [0], final: [1] });
}

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
    expect(back(net("i > a > p", "p > b > p", "p > c > o"))).toBe("->( 'a', *( tau, 'b' ), 'c' )");
  });

  it("reads a way back to a choice as a loop with an exit before the end", () => {
    // a (b c a)* d, with the way out in the middle of the round
    expect(back(net("i > a > p", "p > b > q", "q > c > p", "p > d > o"))).toBe(
      "->( 'a', *( tau, ->( 'b', 'c' ) ), 'd' )",
    );
  });

  it("reads a split and a join without silent transitions, with places that say the same twice", () => {
    expect(back(net("i > a > p q r", "p > b > s", "q r > c > t u", "s t u > d > o"))).toBe(
      "->( 'a', +( 'b', 'c' ), 'd' )",
    );
  });

  it("passes over a place that only says that a split came before its join", () => {
    expect(back(net("i > a > p q", "p > b > r", "r q > c > o"))).toBe("->( 'a', 'b', 'c' )");
  });

  it("reads the silent steps that other tools put at the ends of a net", () => {
    expect(back(net("i > tau > p", "p > a > q", "p > b > q", "q > tau > o"))).toBe("X( 'a', 'b' )");
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

  it("says which parts can't be joined: crossing branches, an inclusive choice", () => {
    const crossing = net(
      "i > a > p q",
      "p > b > r s",
      "q > c > t",
      "r > d > u",
      "s t > e > v",
      "u v > f > o",
    );
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
    expect(failure(net("i > a > p", "p > b > q", "p > c > r", "q r > d > o")).code).toBe(
      "process-tree/not-block-structured",
    );
    expect(failure(net("i > a > p q", "p > b > o", "q > c > o")).code).toBe(
      "process-tree/not-block-structured",
    );
  });

  it("never makes a tree of one step that waits for a token that never comes", () => {
    expect(failure(net("i p > a > o p")).code).toBe("process-tree/not-block-structured");
  });

  it("never makes a tree of a net whose end can be reached while something goes on", () => {
    expect(failure(net("i > a > q", "q > b > p o", "p > c > q")).code).toBe(
      "process-tree/not-block-structured",
    );
  });

  it("says why a net is no workflow net", () => {
    expect(failure(net("i > a > o", "i > b > p")).message).toMatch(
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
