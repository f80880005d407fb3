import { inductiveMiner } from "@gigamine/discovery";
import { type BpmnModel, treeToBpmn, writeBpmn } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import { BpmnModdle, type ModdleElement } from "bpmn-moddle";
import fc from "fast-check";

const TYPES = {
  startEvent: "bpmn:StartEvent",
  endEvent: "bpmn:EndEvent",
  intermediateEvent: "bpmn:IntermediateThrowEvent",
  task: "bpmn:Task",
  exclusiveGateway: "bpmn:ExclusiveGateway",
  parallelGateway: "bpmn:ParallelGateway",
  inclusiveGateway: "bpmn:InclusiveGateway",
} as const;

/** Reads what we write with the library of bpmn.io, and compares what it found with the model. */
async function compare(model: BpmnModel): Promise<void> {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(writeBpmn(model));
  expect(warnings).toEqual([]);
  const [process] = rootElement["rootElements"] as [ModdleElement];
  const elements = (process["flowElements"] ?? []) as ModdleElement[];
  const nodes = elements.slice(0, model.nodes.length);
  const flows = elements.slice(model.nodes.length);
  expect(nodes.map(({ $type, name }) => ({ $type, name: name ?? null }))).toEqual(
    model.nodes.map(({ kind, name }) => ({ $type: TYPES[kind], name })),
  );
  expect(
    flows.map((flow) => ({
      $type: flow.$type,
      name: flow.name ?? null,
      source: nodes.indexOf(flow["sourceRef"] as ModdleElement),
      target: nodes.indexOf(flow["targetRef"] as ModdleElement),
    })),
  ).toEqual(
    model.flows.map(({ source, target, name }) => ({ $type: "bpmn:SequenceFlow", name, source, target })),
  );
  // Every flow stands in the lists of its ends, and everything is drawn.
  for (const [n, node] of nodes.entries()) {
    const list = (key: string) => ((node[key] ?? []) as ModdleElement[]).map((flow) => flows.indexOf(flow));
    const ends = (key: "source" | "target") => model.flows.flatMap((flow, f) => (flow[key] === n ? [f] : []));
    expect([list("incoming"), list("outgoing")]).toEqual([ends("target"), ends("source")]);
  }
  const [diagram] = rootElement["diagrams"] as [ModdleElement];
  const drawn = ((diagram["plane"] as ModdleElement)["planeElement"] ?? []) as ModdleElement[];
  expect(drawn.map((element) => element["bpmnElement"])).toEqual(elements);
}

describe("BPMN files that we write, read by bpmn-moddle", () => {
  it("say what the model says, for every model that the inductive miner finds", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTraces(), async (log) => {
        await compare(treeToBpmn(inductiveMiner(log)));
      }),
      { seed: 14, numRuns: 60 },
    );
  });

  it("keep names that break careless escaping", async () => {
    const names = [
      "<&\"'>",
      "]]>",
      "line\nfeed",
      "tab\tstop",
      "🔋 cell",
      "__proto__",
      "constructor",
      "&amp;",
    ];
    const nodes = names.map((name) => ({ kind: "task", name }) as const);
    const flows = names.slice(1).map((name, n) => ({ source: n, target: n + 1, name }));
    await compare({ name: names.join(" "), nodes, flows });
  });

  it("hold no process elements for the empty model, and one flow for the empty log", async () => {
    await compare({ name: null, nodes: [], flows: [] });
    await compare(treeToBpmn(inductiveMiner(traces(""))));
  });
});
