import { BpmnBuilder, parseTree, treeToBpmn } from "@gigamine/models";
import { bpmnToDot, renderSvg } from "@gigamine/viz";
import { describe, expect, it } from "@jest/globals";
import { type Element, HOSTILE, readMarkup } from "./read-markup.js";

const draw = async (dot: string) => readMarkup(await renderSvg(dot));
const byId = (elements: readonly Element[], id: string) =>
  elements.find((element) => element.attributes["id"] === id)!;
const titleOf = (element: Element) => element.children.find((child) => child.name === "title")?.text;
const linesOf = (element: Element) =>
  element.children.filter((child) => child.name === "text").map((line) => line.text);
const shapesOf = (element: Element) =>
  element.children
    .filter((child) => child.name !== "title" && child.name !== "text")
    .map((child) => child.name);

function order() {
  const b = new BpmnBuilder("Order");
  const [start, choice] = [b.node("startEvent", "Received"), b.node("exclusiveGateway", "In stock?")];
  const [pack, event, end] = [
    b.node("task", "Pack"),
    b.node("intermediateEvent"),
    b.node("endEvent", "Sent"),
  ];
  b.flow(start, choice);
  b.flow(choice, pack, { name: "yes" });
  b.flow(choice, event, { isDefault: true });
  b.flow(pack, end);
  b.flow(event, end);
  return b.build();
}

describe("bpmnToDot", () => {
  it("draws events as circles, thick at the end and double between, tasks as boxes, gateways as diamonds with a sign", async () => {
    const model = order();
    const svg = await draw(bpmnToDot(model));
    const shapes = model.nodes.map((_, n) => shapesOf(byId(svg, `node-${n}`)));
    expect(shapes).toEqual([["ellipse"], ["polygon"], ["path"], ["ellipse", "ellipse"], ["ellipse"]]);
    const widthOf = (id: string) =>
      byId(svg, id).children.find((child) => child.name === "ellipse")!.attributes["stroke-width"];
    expect(Number(widthOf("node-4"))).toBeGreaterThan(2 * Number(widthOf("node-0")));
    const signs = treeToBpmn(parseTree("->( X( 'a', 'b' ), +( 'c', 'd' ), O( 'e', 'f' ) )"));
    const gateways = signs.nodes.flatMap(({ kind }, n) => (kind.endsWith("Gateway") ? [n] : []));
    const drawn = await draw(bpmnToDot(signs));
    expect(gateways.map((n) => linesOf(byId(drawn, `node-${n}`)))).toEqual([
      ["×"],
      ["×"],
      ["+"],
      ["+"],
      ["O"],
      ["O"],
    ]);
  });

  it("writes names beside events and gateways and on flows, and says in words what is pointed at", async () => {
    const svg = await draw(bpmnToDot(order()));
    expect([0, 1, 2, 3, 4].map((n) => linesOf(byId(svg, `node-${n}`)))).toEqual([
      ["Received"],
      ["×", "In stock?"],
      ["Pack"],
      [],
      ["Sent"],
    ]);
    expect([0, 1, 2, 3, 4].map((n) => titleOf(byId(svg, `node-${n}`)))).toEqual([
      "start event Received",
      "exclusive gateway In stock?",
      "Pack",
      "event",
      "end event Sent",
    ]);
    expect(linesOf(byId(svg, "flow-1"))).toEqual(["yes"]);
    expect(titleOf(byId(svg, "flow-1"))).toBe("exclusive gateway In stock? to Pack, yes");
    expect(titleOf(byId(svg, "flow-2"))).toBe("exclusive gateway In stock? to event, default");
    expect(renderSvg(bpmnToDot(order()))).resolves.toContain('aria-label="Order"');
  });

  it("draws labels, colours and counts where they are given", async () => {
    const dot = bpmnToDot(order(), {
      title: "Orders of May",
      nodeLabels: [null, "2 ways", "1,200 orders", null, null],
      nodeColors: [null, "#2F6C9F", "#f8deda", null, null],
      flowCounts: [1300, 1200, 100, null, 0],
    });
    expect(dot).toContain('digraph "Orders of May"');
    const svg = await draw(dot);
    expect(linesOf(byId(svg, "node-1"))).toEqual(["×", "In stock?", "2 ways"]);
    expect(linesOf(byId(svg, "node-2"))).toEqual(["Pack", "1,200 orders"]);
    const fill = (id: string) =>
      byId(svg, id).children.find(({ name }) => name === "polygon" || name === "path")!.attributes["fill"];
    expect([fill("node-1"), fill("node-2")]).toEqual(["#2f6c9f", "#f8deda"]);
    expect([0, 1, 2, 3, 4].map((f) => linesOf(byId(svg, `flow-${f}`)))).toEqual([
      ["1,300"],
      ["yes · 1,200"],
      ["100"],
      [],
      ["0"],
    ]);
  });

  it("refuses lists of another length and colours that are none", () => {
    expect(() => bpmnToDot(order(), { nodeLabels: [] })).toThrow(
      "bpmnToDot: option nodeLabels has 0 entries, but there are 5 nodes.",
    );
    expect(() => bpmnToDot(order(), { flowCounts: [1] })).toThrow("there are 5 flows");
    expect(() => bpmnToDot(order(), { nodeColors: ["red", null, null, null, null] })).toThrow(
      'bpmnToDot: option nodeColors holds the colour "red".',
    );
  });

  it("says so when there is nothing to draw", async () => {
    expect(await renderSvg(bpmnToDot(new BpmnBuilder().build()))).toContain("The model is empty");
  });

  it.each(HOSTILE)("shows the name %j as text", async (name) => {
    const b = new BpmnBuilder(name);
    const [start, gateway, task] = [
      b.node("startEvent", name),
      b.node("parallelGateway", name),
      b.node("task", name),
    ];
    b.flow(start, gateway, { name });
    b.flow(gateway, task);
    const svg = await draw(bpmnToDot(b.build()));
    const shown = (id: string) => linesOf(byId(svg, id)).join("").replaceAll(/\s/g, "");
    // Long names are cut, and break elsewhere in another size.
    const beginning = shown("node-2").slice(0, 40);
    expect(shown("node-0").slice(0, beginning.length)).toBe(beginning);
    expect(shown("node-1").slice(0, beginning.length + 1)).toBe(`+${beginning}`);
  });
});
