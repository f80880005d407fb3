import { parseTree, treeToPetriNet } from "@gigamine/models";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { decomposeNet } from "../../../src/alignments/blocks/decompose.js";
import { usefulTransitions } from "../../../src/alignments/useful-transitions.js";
import { replayNet } from "../../../src/replay/replay-net.js";
import { arbitraryTree, n1, n2, net } from "../../nets.js";

function decomposed(model: Parameters<typeof replayNet>[0]) {
  const replay = replayNet(model);
  return decomposeNet(replay, usefulTransitions(replay));
}

/** [states of each component, children of each block] */
function shape(model: Parameters<typeof replayNet>[0]) {
  const blocks = decomposed(model)!;
  return [blocks.components.map(({ size }) => size), blocks.blocks.map(({ children }) => children)];
}

describe("decomposeNet", () => {
  it("leaves a net without parallel parts one component, with a state before and one after", () => {
    // start, p1, p2, p3, p4, end
    expect(shape(n2)).toEqual([[8], []]);
  });

  it("makes a block of the two parallel parts of N1, which a and f enter and e leaves", () => {
    // c1, c3 and c2, c4 inside; outside start, c5, end, two doors and the states before and after.
    const { components, blocks } = decomposed(n1)!;
    expect(components.map(({ size }) => size)).toEqual([2, 2, 7]);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toMatchObject({ parent: 2, children: [0, 1] });
    expect([blocks[0]!.entries.length, blocks[0]!.exits.length]).toEqual([1, 1]);
  });

  it("finds blocks in blocks, and blocks one after the other", () => {
    const model = treeToPetriNet(parseTree("->( +( 'a', ->( 'b', +( 'c', 'd' ), 'e' ) ), +( 'f', 'g' ) )"));
    const { blocks, components } = decomposed(model)!;
    expect(blocks.map(({ children }) => children.length).sort()).toEqual([2, 2, 2]);
    expect(blocks.map(({ parent }) => parent === components.length - 1).filter(Boolean)).toHaveLength(2);
  });

  it("finds parts that are entered and left at several places, as long as always together", () => {
    // Either both parts from their beginning, or both from their middle; left before or after the last steps.
    const model = net([
      "a: start -> p1 q1",
      "b: start -> p2 q2",
      ": p1 -> p2",
      ": q1 -> q2",
      "c: p2 -> p3",
      "d: q2 -> q3",
      "e: p2 q2 -> end",
      "f: p3 q3 -> end",
    ]);
    const { blocks } = decomposed(model)!;
    expect([blocks.length, blocks[0]!.entries.length, blocks[0]!.exits.length]).toEqual([1, 2, 2]);
  });

  it("takes initial and final markings of several places for a block from the beginning to the end", () => {
    const model = net(["a: p -> q", "b: r -> s"], { initial: ["p", "r"], final: ["q", "s"] });
    expect(decomposed(model)!.blocks).toHaveLength(1);
  });

  it("looks past what no run can use", () => {
    const model = net(["a: start -> end", "b: start -> end trap", "c: never -> end"]);
    expect(shape(model)).toEqual([[4], []]);
  });

  it.each([
    ["an arc of weight 2", net(["a: start -> 2*p", "b: 2*p -> end"])],
    [
      "two tokens in a place at first",
      net(["a: start -> end"], { initial: ["start", "start"], final: ["end", "end"] }),
    ],
    ["a transition from nothing", net([": -> end", "a: start -> end"])],
    ["a place that is only read", net(["a: start -> p r", "b: p r -> q r", "c: q r -> end"])],
    ["parts left apart", net(["a: start -> p q", "b: p -> r s", "c: q r -> t", "d: s t -> end"])],
    [
      "two tokens of one split in one part",
      net(["a: start -> p p2", "b: p -> q", "c: p2 -> q", "d: q -> end"]),
    ],
  ])("gives null for %s", (_, model) => {
    expect(decomposed(model)).toBeNull();
  });

  it("takes apart the net of every process tree", () => {
    fc.assert(
      fc.property(arbitraryTree({ leaves: 20 }), (tree) => {
        const model = treeToPetriNet(tree);
        const blockNet = decomposed(model)!;
        expect(blockNet).not.toBeNull();
        const steps = blockNet.components.flatMap(({ steps }) => steps.map(({ transition }) => transition));
        expect(steps.filter((t) => t >= 0).sort((a, b) => a - b)).toEqual([...model.net.transitions.keys()]);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("takes a deeply nested net apart", () => {
    let tree = "'x'";
    for (let depth = 0; depth < 150; depth++) tree = `->( 'a${depth}', +( 'b${depth}', ${tree} ) )`;
    expect(decomposed(treeToPetriNet(parseTree(tree)))!.blocks).toHaveLength(150);
  });
});
