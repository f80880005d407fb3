import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type AcceptingPetriNet,
  activity,
  checkSoundness,
  compileNet,
  enabledTransitions,
  fire,
  inclusive,
  interleaved,
  isWorkflowNet,
  loop,
  type Marking,
  type ProcessTree,
  parseTree,
  sequence,
  silent,
  traceLanguage,
  treeToPetriNet,
} from "../../src/index.js";
import { arbitraryTree, hostileNames } from "../arbitrary-tree.js";
import { netLanguage } from "../net-language.js";

/** Each transition as `inputs -name-> outputs`, a silent name in parentheses: the whole net in lines that can be read. */
function lines({ net }: AcceptingPetriNet): string[] {
  return net.transitions.map(({ name, label }, t) => {
    const ends = (kind: string) =>
      net.arcs
        .filter((arc) => arc.kind === kind && arc.transition === t)
        .map((arc) => net.places[arc.place]!.name)
        .sort()
        .join("+");
    return `${ends("input")} -${label === null ? `(${name})` : name}-> ${ends("output")}`;
  });
}

describe("treeToPetriNet", () => {
  it.each([
    ["'a'", ["source -a-> sink"]],
    ["tau", ["source -(tau1)-> sink"]],
    ["->( 'a', 'b', 'c' )", ["p1 -b-> p2", "p2 -c-> sink", "source -a-> p1"]],
    ["X( 'a', 'b', tau )", ["source -(tau1)-> sink", "source -a-> sink", "source -b-> sink"]],
    ["+( 'a', 'b' )", ["p1 -a-> p2", "p2+p4 -(tau2)-> sink", "p3 -b-> p4", "source -(tau1)-> p1+p3"]],
    ["->( 'a', +( 'b', 'c' ), 'd' )", ["p1 -b-> p2", "p2+p4 -d-> sink", "p3 -c-> p4", "source -a-> p1+p3"]],
    ["*( 'a', 'b' )", ["p1 -a-> p2", "p2 -(tau2)-> sink", "p2 -b-> p1", "source -(tau1)-> p1"]],
    ["->( 'x', *( 'a', 'b' ), 'y' )", ["p1 -a-> p2", "p2 -b-> p1", "p2 -y-> sink", "source -x-> p1"]],
    [
      "*( 'a', 'b', 'c' )",
      [
        "p1 -a-> p2",
        "p2 -(tau3)-> sink",
        "p2 -b-> p3",
        "p2 -c-> p3",
        "p3 -(tau2)-> p1",
        "source -(tau1)-> p1",
      ],
    ],
    [
      "O( 'a', 'b' )",
      [
        "source -(tau6)-> p1+p6",
        "source -(tau7)-> p3+p4",
        "p3 -(tau2)-> p1",
        "p3 -(tau3)-> p2",
        "p6 -(tau4)-> p4",
        "p6 -(tau5)-> p5",
        "p1 -a-> p2",
        "p4 -b-> p5",
        "p2+p5 -(tau1)-> sink",
      ],
    ],
    [
      "<>( 'a', ->( 'b', 'c' ) )",
      [
        "source -(tau1)-> p1+p2+p4",
        "p1+p2 -a-> p1+p3",
        "p1+p4 -b-> p5",
        "p5 -c-> p1+p6",
        "p1+p3+p6 -(tau2)-> sink",
      ],
    ],
    ["->( 'x', <>( 'a' ), O( 'b' ) )", ["source -x-> p1", "p1 -a-> p2", "p2 -b-> sink"]],
    ["->( tau, tau, 'a' )", ["source -a-> sink"]],
    ["->( 'a', 'a', 'a #2' )", ["p1 -a #3-> p2", "p2 -a #2-> sink", "source -a-> p1"]],
    [
      "X( 'tau1', tau, '__proto__' )",
      ["source -(tau2)-> sink", "source -__proto__-> sink", "source -tau1-> sink"],
    ],
  ])("turns %s into its net", (text, expected) => {
    expect(upToPlaceNumbers(lines(treeToPetriNet(parseTree(text))))).toEqual(upToPlaceNumbers(expected));
  });

  it("has exactly one token, in the source at first and in the sink at the end", () => {
    const { net, initialMarking, finalMarking } = treeToPetriNet(parseTree("->( 'a', +( 'b', 'c' ) )"));
    const names = net.places.map((place) => place.name);
    expect(initialMarking).toEqual(names.map((name) => (name === "source" ? 1 : 0)));
    expect(finalMarking).toEqual(names.map((name) => (name === "sink" ? 1 : 0)));
  });

  it("numbers places and silent transitions without gaps", () => {
    const { net } = treeToPetriNet(parseTree("->( 'a', *( +( 'b', X( 'c', tau ) ), tau ), X( 'd', tau ) )"));
    expect(net.places.map(({ name }) => name)).toEqual([
      "source",
      "sink",
      ...Array.from({ length: net.places.length - 2 }, (_, p) => `p${p + 1}`),
    ]);
    const silentNames = net.transitions.flatMap(({ name, label }) => (label === null ? [name] : []));
    expect(silentNames).toEqual(silentNames.map((_, t) => `tau${t + 1}`));
  });

  it("has the language of the tree, for every tree", () => {
    fc.assert(
      fc.property(arbitraryTree({ depth: 2 }), (tree) => {
        const expected = traceLanguage(tree, { maxLength: 4 }).map((trace) => JSON.stringify(trace));
        expect(netLanguage(treeToPetriNet(tree), 4)).toEqual(expected.sort());
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it("joins more than 4 children of an inclusive in halves, and allows any of them, each once, but not none", () => {
    const model = treeToPetriNet(inclusive(..."abcde".split("").map(activity)));
    for (const trace of ["a", "e", "ae", "ea", "cde", "edcba"]) expect(accepts(model, trace)).toBe(true);
    for (const trace of ["", "aa", "aea", "abcdea"]) expect(accepts(model, trace)).toBe(false);
    expect(checkSoundness(model).verdict).toBe("sound");
  });

  it("is a sound workflow net with unique names, for every tree", () => {
    fc.assert(
      fc.property(arbitraryTree({ names: hostileNames }), (tree) => {
        const model = treeToPetriNet(tree);
        expect(isWorkflowNet(model.net)).toBe(true);
        expect(checkSoundness(model)).toMatchObject({ verdict: "sound", reasons: [] });
        for (const nodes of [model.net.places, model.net.transitions]) {
          expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
        }
      }),
      { seed: 4, numRuns: 150 },
    );
  });

  it("takes arcs in proportion to the children of an inclusive and an interleaved, not to their subsets", () => {
    const names = Array.from({ length: 1_000 }, (_, i) => activity(`a${i}`));
    expect(treeToPetriNet(inclusive(...names)).net.arcs.length).toBeLessThan(20_000);
    expect(treeToPetriNet(interleaved(...names)).net.arcs.length).toBeLessThan(8_000);
  });

  it("converts 10,000 nested loops and 10,000 nested sequences", () => {
    const deep = (wrap: (tree: ProcessTree) => ProcessTree) => {
      let tree: ProcessTree = activity("a");
      for (let level = 0; level < 10_000; level++) tree = wrap(tree);
      return treeToPetriNet(tree).net;
    };
    expect(deep((tree) => sequence(tree, silent())).transitions).toHaveLength(1);
    expect(
      deep((tree) => loop(tree, activity("b"))).transitions.filter(({ label }) => label !== null),
    ).toHaveLength(10_001);
  });
});

/** Whether a net has the trace, one letter an activity: all markings that it can be in, letter by letter. */
function accepts({ net, initialMarking, finalMarking }: AcceptingPetriNet, trace: string): boolean {
  const compiled = compileNet(net);
  let markings: Marking[] = [initialMarking];
  for (const label of [null, ...trace]) {
    const reached = new Map<string, Marking>();
    const reach = (marking: Marking) => void reached.set(marking.join(), marking);
    for (const marking of markings) {
      if (label === null) reach(marking);
      else {
        for (const t of enabledTransitions(compiled, marking)) {
          if (compiled.labels[t] === label) reach(fire(compiled, marking, t));
        }
      }
    }
    for (const marking of reached.values()) {
      for (const t of enabledTransitions(compiled, marking)) {
        if (compiled.labels[t] === null) reach(fire(compiled, marking, t));
      }
    }
    markings = [...reached.values()];
  }
  return markings.some((marking) => marking.join() === finalMarking.join());
}

/** The places by what feeds and takes from them; the number of an inner place does not matter. */
function upToPlaceNumbers(net: readonly string[]): string[] {
  const parts = (line: string): [string[], string, string[]] => {
    const match = /^(.*?) -(.*)-> (.*)$/.exec(line)!;
    return [match[1]!.split("+"), match[2]!, match[3]!.split("+")];
  };
  const places = new Map<string, string[]>();
  for (const line of net) {
    const [inputs, name, outputs] = parts(line);
    for (const place of inputs) places.set(place, [...(places.get(place) ?? []), `to ${name}`]);
    for (const place of outputs) places.set(place, [...(places.get(place) ?? []), `from ${name}`]);
  }
  return [...places]
    .map(([place, ends]) => `${/^p\d+$/.test(place) ? "p" : place}: ${ends.sort().join(", ")}`)
    .sort();
}
