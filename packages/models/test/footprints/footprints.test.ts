import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type AcceptingPetriNet,
  activity,
  type Footprints,
  foldTree,
  footprintMatrix,
  netFootprints,
  PetriNetBuilder,
  type ProcessTree,
  parseTree,
  sequence,
  traceLanguage,
  treeActivities,
  treeFootprints,
  treeToPetriNet,
} from "../../src/index.js";
import { arbitraryTree } from "../arbitrary-tree.js";
import { netLanguage } from "../net-language.js";

/** One line an activity: its name, then its relations to all. Starts, ends and the shortest trace below. */
function picture(footprints: Footprints): string[] {
  const { activities, relations, startActivities, endActivities, minTraceLength } = footprints;
  const n = activities.length;
  const names = (ids: readonly number[]) => ids.map((id) => activities[id]).join("");
  return [
    ...activities.map((name, a) => `${name}: ${relations.slice(a * n, a * n + n).join(" ")}`),
    `${names(startActivities)} ${names(endActivities)} ${minTraceLength}`,
  ];
}

const ofTree = (text: string): string[] => picture(treeFootprints(parseTree(text)));

/** The same footprints from traces, one by one, as the definition says. */
function fromTraces(activities: readonly string[], language: readonly (readonly string[])[]): Footprints {
  const ids = new Map(activities.map((name, id) => [name, id]));
  const from: number[] = [];
  const to: number[] = [];
  for (const trace of language) {
    for (let i = 1; i < trace.length; i++) {
      from.push(ids.get(trace[i - 1]!)!);
      to.push(ids.get(trace[i]!)!);
    }
  }
  const some = (pick: (trace: readonly string[]) => string | undefined): number[] =>
    activities.flatMap((name, id) => (language.some((trace) => pick(trace) === name) ? [id] : []));
  return footprintMatrix({
    activities,
    from,
    to,
    startActivities: some((trace) => trace[0]),
    endActivities: some((trace) => trace.at(-1)),
    minTraceLength: language.length === 0 ? null : Math.min(...language.map((trace) => trace.length)),
  });
}

const hasLoop = (tree: ProcessTree): boolean =>
  foldTree(
    tree,
    () => false,
    ({ kind }, parts: boolean[]) => kind === "loop" || parts.includes(true),
  );

describe("treeFootprints", () => {
  it("relates the activities of each operator", () => {
    expect(ofTree("->( 'a', 'b' )")).toEqual(["a: # ->", "b: <- #", "a b 2"]);
    expect(ofTree("X( 'a', 'b' )")).toEqual(["a: # #", "b: # #", "ab ab 1"]);
    expect(ofTree("+( 'a', 'b' )")).toEqual(["a: # ||", "b: || #", "ab ab 2"]);
    expect(ofTree("O( 'a', 'b' )")).toEqual(["a: # ||", "b: || #", "ab ab 1"]);
    // <->: ab cd whole parts in any order, so b and c follow each other across, and d and a.
    expect(ofTree("<>( ->( 'a', 'b' ), ->( 'c', 'd' ) )")).toEqual([
      "a: # -> # <-",
      "b: <- # -> #",
      "c: # <- # ->",
      "d: -> # <- #",
      "ac bd 4",
    ]);
    expect(ofTree("*( 'a', 'b' )")).toEqual(["a: # ||", "b: || #", "a a 1"]);
  });

  it("follows a sequence through parts that can be empty", () => {
    expect(ofTree("->( 'a', X( 'b', tau ), X( 'c', tau ), 'd' )")).toEqual([
      "a: # -> -> ->",
      "b: <- # -> ->",
      "c: <- <- # ->",
      "d: <- <- <- #",
      "a d 2",
    ]);
    expect(ofTree("->( X( 'a', tau ), X( 'b', tau ) )")).toEqual(["a: # ->", "b: <- #", "ab ab 0"]);
  });

  it("knows that a body which can be empty lets one redo part follow another, and lets it begin and end", () => {
    // Traces: ε, a, b, c, ab, ba, aba, bb, bc, cb, …
    expect(ofTree("*( X( 'a', tau ), 'b', 'c' )")).toEqual([
      "a: # || ||",
      "b: || || ||",
      "c: || || ||",
      "abc abc 0",
    ]);
  });

  it("repeats the body at once when a redo part can be empty", () => {
    expect(ofTree("*( ->( 'a', 'b' ), tau )")).toEqual(["a: # ||", "b: || #", "a b 2"]);
    expect(ofTree("*( 'a', X( 'b', tau ) )")).toEqual(["a: || ||", "b: || #", "a a 1"]);
  });

  it("keeps the order inside a parallel branch", () => {
    expect(ofTree("+( ->( 'a', 'b' ), 'c' )")).toEqual(["a: # -> ||", "b: <- # ||", "c: || || #", "ac bc 3"]);
  });

  it("takes an activity that occurs twice as one", () => {
    expect(ofTree("->( 'a', 'b', 'a' )")).toEqual(["a: # ||", "b: || #", "a a 3"]);
    expect(ofTree("+( 'a', 'a' )")).toEqual(["a: ||", "a a 2"]);
  });

  it("has no activities and an empty shortest trace for the silent tree", () => {
    expect(ofTree("tau")).toEqual(["  0"]);
  });

  it("equals the definition on all traces of trees without loops", () => {
    const trees = arbitraryTree({ depth: 2, width: 2 }).filter((tree) => !hasLoop(tree));
    fc.assert(
      fc.property(trees, (tree) => {
        const language = traceLanguage(tree, { maxLength: 8 }); // 4 leaves at most
        expect(treeFootprints(tree)).toEqual(fromTraces(treeActivities(tree), language));
      }),
      { seed: 31, numRuns: 200 },
    );
  });

  it("equals the definition on the traces up to a length of trees with loops, and what those leave out is in longer ones", () => {
    fc.assert(
      fc.property(arbitraryTree({ depth: 2, width: 2 }), (tree) => {
        // Each pair shows in a trace that runs every leaf at most twice.
        const language = traceLanguage(tree, { maxLength: 8 });
        expect(treeFootprints(tree)).toEqual(fromTraces(treeActivities(tree), language));
      }),
      { seed: 32, numRuns: 150 },
    );
  });

  it("takes a sequence of 500 optional activities and a tree nested 20,000 deep", () => {
    const wide = treeFootprints(
      parseTree(`->( ${Array.from({ length: 500 }, (_, i) => `X( 'a${i}', tau )`).join(", ")} )`),
    );
    expect(wide.causal).toHaveLength((500 * 499) / 2);
    let deep: ProcessTree = activity("a");
    for (let level = 0; level < 20_000; level++) deep = sequence(deep);
    expect(picture(treeFootprints(deep))).toEqual(["a: #", "a a 1"]);
  });
});

describe("netFootprints", () => {
  it("looks through silent transitions and gives starts, ends and the shortest run", () => {
    const b = new PetriNetBuilder();
    const [start, p, q, end] = [b.place(), b.place(), b.place(), b.place()];
    b.transition("a", { inputs: [start], outputs: [p] });
    b.transition(null, { inputs: [p], outputs: [q] });
    b.transition("b", { inputs: [q], outputs: [p] });
    b.transition("c", { inputs: [q], outputs: [end] });
    b.transition(null, { inputs: [q], outputs: [end] });
    const model = b.build({ initial: [start], final: [end] });
    expect(picture(netFootprints(model))).toEqual(["a: # -> ->", "b: <- || ->", "c: <- <- #", "a abc 1"]);
  });

  it("leaves out runs that never end, and still lists their activities", () => {
    const b = new PetriNetBuilder();
    const [start, trap, end] = [b.place(), b.place(), b.place()];
    b.transition("lost", { inputs: [start], outputs: [trap] });
    b.transition("more", { inputs: [trap], outputs: [trap] });
    b.transition("done", { inputs: [start], outputs: [end] });
    expect(picture(netFootprints(b.build({ initial: [start], final: [end] })))).toEqual([
      "lost: # # #",
      "more: # # #",
      "done: # # #",
      "done done 1",
    ]);
  });

  it("has 0 as shortest run when silent steps alone reach the end", () => {
    expect(picture(netFootprints(treeToPetriNet(parseTree("X( 'a', tau )"))))).toEqual(["a: #", "a a 0"]);
  });

  it("refuses a net that never ends, one with too many markings, and limits below 1", () => {
    const b = new PetriNetBuilder();
    const [start, end] = [b.place(), b.place()];
    b.transition("a", { inputs: [start], outputs: [start] });
    const endless = b.build({ initial: [start], final: [end] });
    expect(() => netFootprints(endless)).toThrow("netFootprints: no run reaches the final marking");

    const parts = Array.from({ length: 12 }, (_, i) => `'a${i}'`).join(", ");
    const wide = treeToPetriNet(parseTree(`+( ${parts} )`));
    expect(() => netFootprints(wide, { maxMarkings: 1000 })).toThrow(
      "netFootprints: the net reaches more than 1000 markings. Raise maxMarkings",
    );
    expect(netFootprints(wide).parallel).toHaveLength(12 * 11);
    expect(() => netFootprints(wide, { maxMarkings: 0 })).toThrow(
      "netFootprints: option maxMarkings is 0. Give a whole number of at least 1",
    );
  });

  it("stops when the signal is aborted", () => {
    const reason = new Error("enough");
    const model = treeToPetriNet(parseTree("'a'"));
    expect(() => netFootprints(model, { signal: AbortSignal.abort(reason) })).toThrow(reason);
  });

  it("equals treeFootprints on the net of any tree", () => {
    // Wider trees of inclusive choices in each other have nets of too many markings.
    fc.assert(
      fc.property(arbitraryTree({ depth: 3, width: 2 }), (tree) => {
        const fromNet = netFootprints(treeToPetriNet(tree));
        const fromTree = treeFootprints(tree);
        expect(relationsByName(fromNet)).toEqual(relationsByName(fromTree));
        expect(fromNet.minTraceLength).toBe(fromTree.minTraceLength);
      }),
      { seed: 33, numRuns: 300 },
    );
  });

  it("equals the definition on the traces of small acyclic nets", () => {
    fc.assert(
      fc.property(acyclicNet(), (model) => {
        const language = netLanguage(model, 12).map((trace) => JSON.parse(trace) as string[]);
        if (language.length === 0) {
          expect(() => netFootprints(model)).toThrow("no run reaches the final marking");
        } else {
          const found = netFootprints(model);
          expect(found).toEqual(fromTraces(found.activities, language));
        }
      }),
      { seed: 34, numRuns: 300 },
    );
  });
});

function relationsByName({ activities, relations, startActivities, endActivities }: Footprints): string[] {
  const n = activities.length;
  return [
    ...relations.map((relation, k) => `${activities[Math.floor(k / n)]} ${relation} ${activities[k % n]}`),
    ...startActivities.map((a) => `starts ${activities[a]}`),
    ...endActivities.map((a) => `ends ${activities[a]}`),
  ].sort();
}

/** Nets in which tokens only move to places with a higher number, so that every run is short. */
function acyclicNet(): fc.Arbitrary<AcceptingPetriNet> {
  const transition = fc.record({
    label: fc.constantFrom("a", "b", "c", null),
    input: fc.integer({ min: 0, max: 3 }),
    outputs: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }),
  });
  return fc.array(transition, { minLength: 2, maxLength: 8 }).map((list) => {
    const b = new PetriNetBuilder();
    for (let p = 0; p < 5; p++) b.place();
    for (const { label, input, outputs } of list) {
      b.transition(label, { inputs: [input], outputs: outputs.map((o) => Math.min(4, input + o)) });
    }
    return b.build({ initial: [0], final: [4] });
  });
}
