import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  activity,
  type BpmnModel,
  bpmnToPetriNet,
  checkSoundness,
  interleaved,
  loop,
  type ProcessTree,
  parseTree,
  sequence,
  silent,
  traceLanguage,
  treeToBpmn,
} from "../../src/index.js";
import { arbitraryTree, hostileNames } from "../arbitrary-tree.js";
import { netLanguage } from "../net-language.js";
import { failure } from "./failure.js";

const SIGNS = { exclusiveGateway: "X", parallelGateway: "+", inclusiveGateway: "O" } as const;

/** Flows as text, in order: tasks by name, gateways by sign and index. */
function lines({ nodes, flows }: BpmnModel): string[] {
  const text = (n: number): string => {
    const { kind, name } = nodes[n]!;
    if (kind === "startEvent") return "start";
    if (kind === "endEvent") return "end";
    return kind === "task" ? name! : `${SIGNS[kind as keyof typeof SIGNS]}${n}`;
  };
  return flows.map(({ source, target }) => `${text(source)} > ${text(target)}`);
}

describe("treeToBpmn", () => {
  it.each([
    ["tau", ["start > end"]],
    ["->( 'a', 'b' )", ["start > a", "a > b", "b > end"]],
    ["X( 'a', tau, tau )", ["start > X1", "X1 > a", "a > X3", "X1 > X3", "X3 > end"]],
    ["+( 'a', 'b' )", ["start > +1", "+1 > a", "a > +4", "+1 > b", "b > +4", "+4 > end"]],
    ["+( 'a', tau )", ["start > a", "a > end"]],
    ["O( 'a', 'b' )", ["start > O1", "O1 > a", "a > O4", "O1 > b", "b > O4", "O4 > end"]],
    ["*( 'a', 'b' )", ["start > X1", "X1 > a", "a > X3", "X3 > b", "b > X1", "X3 > end"]],
    ["*( 'a', tau )", ["start > X1", "X1 > a", "a > X3", "X3 > X1", "X3 > end"]],
    ["*( tau, 'a' )", ["start > X1", "X1 > X2", "X2 > a", "a > X1", "X2 > end"]],
    ["*( 'a', tau, tau )", ["start > X1", "X1 > a", "a > X3", "X3 > X1", "X3 > end"]],
    [
      "->( 'a', X( 'b', ->( 'c', X( 'd', tau ) ) ) )",
      [
        "start > a",
        "a > X2",
        "X2 > b",
        "b > X8",
        "X2 > c",
        "c > X5",
        "X5 > d",
        "d > X7",
        "X5 > X7",
        "X7 > X8",
        "X8 > end",
      ],
    ],
  ])("turns %s into blocks", (text, expected) => {
    expect(lines(treeToBpmn(parseTree(text)))).toEqual(expected);
  });

  it("writes the orders of interleaved parts out", () => {
    const model = treeToBpmn(interleaved(activity("a"), sequence(activity("b"), activity("c"))));
    expect(lines(model)).toEqual([
      "start > X1",
      "X1 > a",
      "a > b",
      "b > c",
      "c > X8",
      "X1 > b",
      "b > c",
      "c > a",
      "a > X8",
      "X8 > end",
    ]);
  });

  it("refuses interleavings with too many orders, and says how many leaves they need", () => {
    const parts = Array.from({ length: 6 }, (_, i) => activity(`a${i}`));
    // Each of the 6 parts stands in 1 + 5 × (1 + 4 × (1 + 3 × (1 + 2 × (1 + 1)))) = 326 places.
    expect(failure(() => treeToBpmn(interleaved(...parts)))).toBe(
      "bpmn/interleaving-too-large: treeToBpmn: BPMN has no gateway for interleaving, and the orders of 6 parts need 1956 leaves; at most 1000 are written out. Use parallel where parts may overlap.",
    );
  });

  it("has the language of the tree, for every tree, and its net is sound", () => {
    fc.assert(
      fc.property(arbitraryTree({ depth: 2 }), (tree) => {
        const expected = traceLanguage(tree, { maxLength: 4 }).map((trace) => JSON.stringify(trace));
        const net = bpmnToPetriNet(treeToBpmn(tree));
        expect(netLanguage(net, 4)).toEqual(expected.sort());
        expect(checkSoundness(net).verdict).toBe("sound");
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("has no gateway with one flow in and one out, one start, one end, and steps in the order of the text", () => {
    fc.assert(
      fc.property(arbitraryTree({ depth: 2, names: hostileNames }), (tree) => {
        const { nodes, flows } = treeToBpmn(tree);
        nodes.forEach(({ kind }, n) => {
          const [ins, outs] = [
            flows.filter(({ target }) => target === n),
            flows.filter(({ source }) => source === n),
          ];
          if (kind.endsWith("Gateway")) expect(Math.min(ins.length, outs.length)).toBe(1);
          if (kind.endsWith("Gateway")) expect(Math.max(ins.length, outs.length)).toBeGreaterThan(1);
          if (kind === "task") expect([ins.length, outs.length]).toEqual([1, 1]);
        });
        expect(nodes.filter(({ kind }) => kind.endsWith("Event")).map(({ kind }) => kind)).toEqual([
          "startEvent",
          "endEvent",
        ]);
        expect([nodes[0]!.kind, nodes.at(-1)!.kind]).toEqual(["startEvent", "endEvent"]);
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it("converts 10,000 nested loops", () => {
    let tree: ProcessTree = activity("a");
    for (let level = 0; level < 10_000; level++) tree = loop(tree, silent());
    expect(treeToBpmn(tree).nodes).toHaveLength(20_003);
  });
});
