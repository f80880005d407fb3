import { describe, expect, it } from "@jest/globals";
import { type FlowGraph, structureTree } from "../../src/index.js";

/** `"0-1 1-2"` as pairs. */
function pairs(text: string): (readonly [number, number])[] {
  return text.split(" ").map((pair) => {
    const [a, b] = pair.split("-").map(Number);
    return [a!, b!] as const;
  });
}

describe("the structure tree", () => {
  /** From 0 to the highest node. */
  const graph = (text: string): FlowGraph => {
    const [from, to] = [pairs(text).map(([a]) => a), pairs(text).map(([, b]) => b)];
    const sink = Math.max(...to);
    return { nodeCount: sink + 1, from, to, source: 0, sink };
  };
  it("of a single flow is that flow", () => {
    expect(structureTree(graph("0-1"))).toEqual([{ kind: "flow", entry: 0, exit: 1, flow: 0, parts: [] }]);
  });

  it("nests a choice in a sequence, and a part of a choice that ends at the same node in a bond of its own", () => {
    // 1 decides between 2, 3 and the split 4 with 5 and 6; all meet at 7.
    const fragments = structureTree(graph("0-1 1-2 2-7 1-3 3-7 1-4 4-5 5-7 4-6 6-7 7-8"));
    const bonds = fragments
      .filter(({ kind }) => kind === "bond")
      .map(({ entry, exit, parts }) => [entry, exit, parts.length]);
    expect(bonds).toEqual(
      expect.arrayContaining([
        [1, 7, 3],
        [4, 7, 2],
      ]),
    );
    expect(bonds).toHaveLength(2);
    expect(fragments.at(-1)).toMatchObject({ kind: "sequence", entry: 0, exit: 8 });
  });

  it("finds a loop as a bond with a part that runs backward", () => {
    const fragments = structureTree(graph("0-1 1-2 2-3 3-1 2-4"));
    const bond = fragments.find(({ kind }) => kind === "bond")!;
    expect([bond.entry, bond.exit]).toEqual([1, 2]);
    expect(bond.parts.map((part) => [fragments[part]!.entry, fragments[part]!.exit]).sort()).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it("calls a part rigid whose branches cross, and finds one inside of another", () => {
    // 1 splits to 2 and 3, 2 to 4 and 5, 3 leads to 4, and 4 and 5 meet at 6; between 5 and 6 stands the same again, from 11 to 16.
    const fragments = structureTree(
      graph("0-1 1-2 1-3 2-4 2-5 3-4 4-6 5-11 11-12 11-13 12-14 12-15 13-14 14-16 15-16 16-6 6-17"),
    );
    const rigid = fragments.filter(({ kind }) => kind === "rigid");
    expect(rigid.map(({ entry, exit }) => [entry, exit])).toEqual([
      [11, 16],
      [1, 6],
    ]);
    expect(rigid.map(({ parts }) => parts.length)).toEqual([5, 5]);
  });
});
