import { createRequire } from "node:module";
import {
  BpmnBuilder,
  type BpmnModel,
  parseTree,
  petriNetToBpmn,
  treeToBpmn,
  treeToPetriNet,
  writeBpmn,
} from "@gigamine/models";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { launchChromium } from "./chromium.js";

const require = createRequire(import.meta.url);
const viewer = require.resolve("bpmn-js/dist/bpmn-viewer.production.min.js");

/** Twenty tasks with nested choices, parallel parts and loops. */
const BATTERY = parseTree(
  "->( 'Receive order', +( ->( 'Mix slurry', 'Coat foil', X( 'Inspect coating', tau ) ), ->( 'Prepare anode', *( 'Dry anode', 'Measure moisture' ) ) ), " +
    "X( ->( 'Stack cells', 'Weld tabs' ), ->( 'Wind cells', 'Insert can', 'Crimp' ), 'Use stock' ), *( ->( 'Fill electrolyte', 'Seal' ), ->( 'Find leak', X( 'Refill', 'Reseal' ) ) ), " +
    "O( 'Formation', 'Aging', 'Capacity test' ), X( 'Scrap', ->( 'Label', +( 'Pack', 'Book' ) ) ) )",
);

/** An office process: many ways around, loops in loops, long names. */
const OFFICE = parseTree(
  "->( 'Confirmation of receipt', X( tau, *( ->( X( tau, 'T02 Check confirmation of receipt' ), +( X( tau, 'T04 Determine confirmation of receipt' ), " +
    "X( tau, *( 'T12 Check document X request unlicensed', tau ) ) ) ), X( 'T03 Adjust confirmation of receipt', 'T13 Adjust document X request unlicensed' ) ) ), " +
    "+( X( tau, 'T05 Print and send confirmation of receipt' ), *( 'T06 Determine necessity of stop advice', tau ), X( tau, 'T08 Draft and send request for advice' ) ), 'T10 Determine necessity to stop indication' )",
);

function named(): BpmnModel {
  const b = new BpmnBuilder("Order");
  const [start, choice] = [
    b.node("startEvent", "Order received by mail"),
    b.node("exclusiveGateway", "In stock?"),
  ];
  const [pick, order, wait] = [
    b.node("task", "Pick"),
    b.node("task", "Order parts"),
    b.node("intermediateEvent", "Parts have arrived"),
  ];
  const [join, test_, rework] = [
    b.node("exclusiveGateway"),
    b.node("inclusiveGateway", "Good enough?"),
    b.node("task", "Re&work <1>"),
  ];
  const [sent, lost] = [b.node("endEvent", "Order sent"), b.node("endEvent", "Order cancelled")];
  b.flow(start, choice);
  b.flow(choice, pick, { name: "yes" });
  b.flow(choice, order, { name: "no, but soon", isDefault: true });
  b.flow(order, wait);
  b.flow(wait, join);
  b.flow(pick, join);
  b.flow(join, test_);
  b.flow(test_, sent, { name: "yes" });
  b.flow(test_, rework, { name: "no" });
  b.flow(rework, join);
  b.flow(test_, lost, { name: "hopeless" });
  b.flow(pick, pick);
  return b.build();
}

/** What the viewer of bpmn.io makes of a file: its complaints, and the boxes that it drew. */
interface Drawn {
  readonly warnings: string[];
  readonly shapes: { id: string; x: number; y: number; width: number; height: number }[];
  readonly connections: string[];
  /** Ids of tasks whose text runs out of its box. */
  readonly cut: string[];
}

describe("BPMN files that we write, in the viewer of bpmn.io", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());

  test.each<[string, BpmnModel]>([
    ["a battery line", treeToBpmn(BATTERY)],
    ["a battery line by way of its net", petriNetToBpmn(treeToPetriNet(BATTERY))],
    ["an office", treeToBpmn(OFFICE)],
    ["names everywhere", named()],
    ["nothing but a start and an end", treeToBpmn(parseTree("tau"))],
  ])(
    "%s is drawn whole: no warning, no overlap, no text cut off",
    async (_, model) => {
      const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => complaints.push(message.text()));
      page.on("request", (request) => {
        if (!request.url().startsWith("data:")) complaints.push(`asked for ${request.url()}`);
      });
      await page.setContent(
        '<!doctype html><title>page</title><div id="canvas" style="height: 850px"></div>',
      );
      await page.addScriptTag({ path: viewer });
      const { warnings, shapes, connections, cut } = await page.evaluate(async (xml): Promise<Drawn> => {
        // biome-ignore lint/suspicious/noExplicitAny: bpmn-js comes into the page as a script
        const bpmn = new (globalThis as any).BpmnJS({ container: "#canvas" });
        const { warnings: found } = await bpmn.importXML(xml);
        bpmn.get("canvas").zoom("fit-viewport");
        const registry = bpmn.get("elementRegistry");
        // biome-ignore lint/suspicious/noExplicitAny: as above
        const elements: any[] = registry.filter((element: any) => element.type !== "bpmn:Process");
        return {
          warnings: found.map(({ message }: { message: string }) => message),
          shapes: elements
            .filter((element) => element.width !== undefined && element.type !== "label")
            .map(({ id, x, y, width, height }) => ({ id, x, y, width, height })),
          connections: elements.filter((element) => element.waypoints !== undefined).map(({ id }) => id),
          cut: elements
            .filter((element) => element.type === "bpmn:Task")
            .filter((element) => {
              const text = registry.getGraphics(element).querySelector("text")?.getBBox();
              return text !== undefined && (text.width > element.width || text.height > element.height);
            })
            .map(({ id }) => id),
        };
      }, writeBpmn(model));

      expect(complaints).toEqual([]);
      expect(warnings).toEqual([]);
      expect(shapes.filter(({ id }) => !id.endsWith("_label"))).toHaveLength(model.nodes.length);
      expect(connections).toHaveLength(model.flows.length);
      expect(cut).toEqual([]);
      const overlaps = shapes.flatMap((a, i) =>
        shapes
          .slice(0, i)
          .filter(
            (b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
          )
          .map((b) => `${b.id} and ${a.id}`),
      );
      expect(overlaps).toEqual([]);
      await page.close();
    },
    60_000,
  );
});
