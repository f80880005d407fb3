import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  activity,
  type BpmnBox,
  BpmnBuilder,
  type BpmnLayout,
  type BpmnModel,
  exclusive,
  layoutBpmn,
  loop,
  type ProcessTree,
  parallel,
  parseTree,
  readBpmn,
  sequence,
  silent,
  treeToBpmn,
  writeBpmn,
} from "../../src/index.js";
import { arbitraryTree, hostileNames } from "../arbitrary-tree.js";
import { arbitraryGateways } from "./arbitrary-bpmn.js";
import { failure } from "./failure.js";

const of = (text: string): { model: BpmnModel; layout: BpmnLayout } => {
  const model = treeToBpmn(parseTree(text));
  return { model, layout: layoutBpmn(model) };
};

const middle = ({ x, y, width, height }: BpmnBox) => ({ x: x + width / 2, y: y + height / 2 });

interface Piece {
  readonly flow: number;
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

const pieces = ({ flows }: BpmnLayout): Piece[] =>
  flows.flatMap((line, flow) =>
    line.slice(1).map((to, p) => {
      const from = line[p]!;
      return {
        flow,
        x1: Math.min(from.x, to.x),
        x2: Math.max(from.x, to.x),
        y1: Math.min(from.y, to.y),
        y2: Math.max(from.y, to.y),
      };
    }),
  );

/** What is wrong with a layout, in words; nothing for a good one. */
function faults(model: BpmnModel, layout: BpmnLayout): string[] {
  const found: string[] = [];
  const { nodes, flows } = layout;
  const boxes = [...nodes, ...layout.nodeLabels.filter((box) => box !== null)];
  for (const { x, y, width, height } of boxes) {
    if (!(x >= 0 && y >= 0 && x + width <= layout.width && y + height <= layout.height))
      found.push("outside the picture");
  }
  nodes.forEach((a, i) => {
    nodes.slice(0, i).forEach((b, j) => {
      if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height) {
        found.push(`nodes ${j} and ${i} overlap`);
      }
    });
  });
  flows.forEach((line, f) => {
    for (const [point, node] of [
      [line[0]!, model.flows[f]!.source],
      [line.at(-1)!, model.flows[f]!.target],
    ] as const) {
      const { x, y, width, height } = nodes[node]!;
      const isAtSide = (point.x === x || point.x === x + width) && point.y === y + height / 2;
      const isAtCorner = (point.y === y || point.y === y + height) && point.x === x + width / 2;
      if (!isAtSide && !isAtCorner) found.push(`flow ${f} does not dock at node ${node}`);
    }
  });
  const all = pieces(layout);
  for (const { flow, x1, x2, y1, y2 } of all) {
    if (x1 !== x2 && y1 !== y2) found.push(`flow ${flow} runs aslant`);
    if (x1 === x2 && y1 === y2) found.push(`flow ${flow} has a point twice`);
    nodes.forEach(({ x, y, width, height }, n) => {
      if (x1 < x + width && x2 > x && y1 < y + height && y2 > y)
        found.push(`flow ${flow} runs through node ${n}`);
    });
  }
  // Flows with a common end may run together; others may only cross.
  all.forEach((a, i) => {
    for (const b of all.slice(0, i)) {
      const [f, g] = [model.flows[a.flow]!, model.flows[b.flow]!];
      if (a.flow === b.flow || f.source === g.source || f.target === g.target) continue;
      const liesOn =
        (a.y1 === a.y2 && b.y1 === b.y2 && a.y1 === b.y1 && Math.min(a.x2, b.x2) > Math.max(a.x1, b.x1)) ||
        (a.x1 === a.x2 && b.x1 === b.x2 && a.x1 === b.x1 && Math.min(a.y2, b.y2) > Math.max(a.y1, b.y1));
      if (liesOn) found.push(`flow ${a.flow} lies on flow ${b.flow}`);
    }
  });
  // Without the flows that lead to the left, no circle is left, and each of them closes one.
  const leadsLeft = (f: number): boolean => {
    const { source, target } = model.flows[f]!;
    return middle(nodes[target]!).x <= middle(nodes[source]!).x;
  };
  model.flows.forEach(({ source, target }, f) => {
    if (!leadsLeft(f)) return;
    const seen = new Set([target]);
    for (const node of seen) for (const flow of model.flows) if (flow.source === node) seen.add(flow.target);
    if (!seen.has(source)) found.push(`flow ${f} leads to the left`);
  });
  return found;
}

/** How many pairs of flows cross. */
function crossings(layout: BpmnLayout): number {
  const all = pieces(layout);
  let count = 0;
  for (const a of all) {
    for (const b of all) {
      const crosses =
        a.y1 === a.y2 && b.x1 === b.x2 && a.x1 < b.x1 && b.x1 < a.x2 && b.y1 < a.y1 && a.y1 < b.y2;
      if (crosses && a.flow !== b.flow) count++;
    }
  }
  return count;
}

describe("layoutBpmn", () => {
  it("puts a sequence on one line, in the sizes of bpmn.io, 50 pixels apart", () => {
    const { layout } = of("->( 'a', 'b' )");
    expect(layout).toEqual({
      width: 462,
      height: 120,
      nodes: [
        { x: 20, y: 42, width: 36, height: 36 },
        { x: 106, y: 20, width: 100, height: 80 },
        { x: 256, y: 20, width: 100, height: 80 },
        { x: 406, y: 42, width: 36, height: 36 },
      ],
      nodeLabels: [null, null, null, null],
      flows: [
        [
          { x: 56, y: 60 },
          { x: 106, y: 60 },
        ],
        [
          { x: 206, y: 60 },
          { x: 256, y: 60 },
        ],
        [
          { x: 356, y: 60 },
          { x: 406, y: 60 },
        ],
      ],
      flowLabels: [null, null, null],
    });
  });

  it("puts gateways level with the upper of two branches, and with the middle one of three", () => {
    const heights = (text: string) => {
      const { model, layout } = of(text);
      return new Map(model.nodes.map(({ kind, name }, n) => [name ?? kind, middle(layout.nodes[n]!).y]));
    };
    const two = heights("X( 'a', 'b' )");
    expect(two.get("exclusiveGateway")).toBe(two.get("a"));
    const three = heights("X( 'a', 'b', 'c' )");
    expect(three.get("exclusiveGateway")).toBe(three.get("b"));
    expect(three.get("b")! - three.get("a")!).toBe(120);
    expect(three.get("c")! - three.get("b")!).toBe(120);
  });

  it("leads a way around a task above it, and back below it, from the corners of the gateways", () => {
    const { layout } = of("->( X( 'a', tau ), *( 'b', tau ) )");
    const around = layout.flows[3]!;
    const back = layout.flows[7]!;
    expect(around).toHaveLength(4);
    expect(around[1]!.y).toBeLessThan(layout.nodes[2]!.y);
    expect(back).toHaveLength(4);
    expect(back[1]!.y).toBeGreaterThan(layout.nodes[5]!.y + 80);
    expect(crossings(layout)).toBe(0);
  });

  it("crosses nothing in a model of nested blocks", () => {
    const { layout } = of(
      "->( 'a', +( ->( 'b', X( 'c', tau ) ), ->( 'd', *( 'e', 'f' ) ), 'g' ), X( ->( 'h', 'i' ), 'j', 'k' ), O( 'l', +( 'm', 'n' ) ) )",
    );
    expect(crossings(layout)).toBe(0);
  });

  it("lets tasks grow with their names, and gives names of events, gateways and flows room beside them", () => {
    const b = new BpmnBuilder();
    const start = b.node("startEvent", "Order received by mail");
    const choice = b.node("exclusiveGateway", "In stock?");
    const short = b.node("task", "Pack");
    const long = b.node(
      "task",
      "Determine the necessity of a further inspection of the incoming goods by the supplier's laboratory",
    );
    const word = b.node("task", "Elektrolytbefüllungsstationskalibrierung");
    const end = b.node("endEvent");
    b.flow(start, choice);
    b.flow(choice, short, { name: "yes" });
    b.flow(choice, long, { name: "no" });
    b.flow(choice, word);
    for (const task of [short, long, word]) b.flow(task, end);
    const model = b.build();
    const layout = layoutBpmn(model);
    const [, , small, high, wide] = layout.nodes;
    expect([small!.width, small!.height]).toEqual([100, 80]);
    expect(high!.width * high!.height).toBeGreaterThan(100 * 80);
    expect(wide!.width).toBeGreaterThan(200);
    expect(layout.nodeLabels.map((box) => box !== null)).toEqual([true, true, false, false, false, false]);
    expect(layout.flowLabels.map((box) => box !== null)).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    const [label, event] = [layout.nodeLabels[0]!, layout.nodes[0]!];
    expect([label.x + label.width / 2, label.y]).toEqual([event.x + 18, event.y + 42]);
    expect(faults(model, layout)).toEqual([]);
  });

  it("gives a name of a million letters, and one of a hundred thousand lines, a box of twelve lines", () => {
    const nodes = ["x".repeat(1e6), "a\n".repeat(1e5)].map((name) => ({ kind: "task", name }) as const);
    const layout = layoutBpmn({ name: null, nodes, flows: [] });
    expect(layout.nodes.map(({ height }) => height)).toEqual([196, 196]);
    expect(Math.max(...layout.nodes.map(({ width }) => width))).toBe(240);
  });

  it("refuses 3,000 loops in each other, whose flows cross too many columns, before they fill the memory", () => {
    let tree: ProcessTree = activity("a");
    for (let depth = 0; depth < 3000; depth++) tree = loop(tree, activity("b"));
    const model = treeToBpmn(tree);
    expect(failure(() => layoutBpmn(model))).toMatch(
      /^bpmn\/too-large-to-lay-out: layoutBpmn: the 9003 nodes .* Split the model, or write it without a picture: writeBpmn\(model, \{ diagram: false \}\)\.$/,
    );
    const { issues, ...read } = readBpmn(writeBpmn(model, { diagram: false }));
    expect(read).toEqual(model);
  });

  it("draws a flow from a node to itself around its corner, and two flows between the same two side by side", () => {
    const b = new BpmnBuilder();
    const [start, task, split] = [b.node("startEvent"), b.node("task", "a"), b.node("exclusiveGateway")];
    const [join, end] = [b.node("exclusiveGateway"), b.node("endEvent")];
    b.flow(start, task);
    b.flow(task, task);
    b.flow(task, split);
    b.flow(split, join);
    b.flow(split, join);
    b.flow(join, end);
    const model = b.build();
    const layout = layoutBpmn(model);
    expect(layout.flows[1]).toHaveLength(5);
    expect(layout.flows[3]).not.toEqual(layout.flows[4]);
    expect(faults(model, layout)).toEqual([]);
  });

  it.each<[string, fc.Arbitrary<BpmnModel>, number]>([
    [
      "of a tree",
      arbitraryTree({ names: hostileNames })
        .filter((tree) => !JSON.stringify(tree).includes("interleaved"))
        .map(treeToBpmn),
      120,
    ],
    ["without blocks", arbitraryGateways({ most: 9 }), 120],
    ["without blocks, with circles", arbitraryGateways({ most: 9, cyclic: true }), 120],
  ])(
    "overlaps nothing, docks at borders, runs level or upright, around nodes, and to the right but in circles: every model %s",
    (_, models, numRuns) => {
      fc.assert(
        fc.property(models, (model) => {
          expect(faults(model, layoutBpmn(model))).toEqual([]);
        }),
        { seed: 11, numRuns },
      );
    },
  );

  it("lays out nothing, one node, and nodes without flows", () => {
    const b = new BpmnBuilder();
    expect(layoutBpmn(b.build())).toEqual({
      width: 0,
      height: 0,
      nodes: [],
      nodeLabels: [],
      flows: [],
      flowLabels: [],
    });
    b.node("task", "a");
    expect(layoutBpmn(b.build())).toMatchObject({ width: 140, height: 120 });
    for (let n = 0; n < 50; n++) b.node("task", "b");
    const model = b.build();
    expect(faults(model, layoutBpmn(model))).toEqual([]);
  });

  it("lays out 500 activities in a row with ways around them, side by side, and in a circle", () => {
    const tasks = Array.from({ length: 500 }, (_, i) => activity(`task ${i}`));
    for (const tree of [
      sequence(...tasks.map((task) => exclusive(task, silent()))),
      parallel(...tasks),
      loop(exclusive(...tasks), silent()),
    ]) {
      const model = treeToBpmn(tree);
      const layout = layoutBpmn(model);
      expect(layout.nodes).toHaveLength(model.nodes.length);
      expect(layout.flows.every((line) => line.length >= 2)).toBe(true);
    }
  });
});
