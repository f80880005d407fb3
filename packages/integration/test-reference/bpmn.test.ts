import { tokenReplay } from "@gigamine/conformance";
import {
  type BpmnModel,
  bpmnToPetriNet,
  checkSoundness,
  layoutBpmn,
  parseTree,
  petriNetToBpmn,
  readBpmn,
  treeToBpmn,
  writeBpmn,
} from "@gigamine/models";
import { describe, expect, it } from "@jest/globals";
import { REFERENCE_LOGS, referenceResults } from "./reference-data.js";
import { acceptingNet, variantLog } from "./reference-models.js";

const cases = REFERENCE_LOGS.map((file) => {
  const log = file.replace(/\..*$/, "");
  return { log, reference: referenceResults(log) };
});

function overlaps(model: BpmnModel): string[] {
  const { nodes } = layoutBpmn(model);
  return nodes.flatMap((a, i) =>
    nodes
      .slice(0, i)
      .flatMap((b, j) =>
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
          ? [`${j} and ${i}`]
          : [],
      ),
  );
}

describe.each(cases)("BPMN models of what PM4Py finds in $log", ({ reference }) => {
  it.each(["im", "imf"])(
    "%s: have a sound net, a diagram without overlaps, and come back from a file",
    (miner) => {
      const model = treeToBpmn(parseTree(reference.inductive[miner].string));
      expect(checkSoundness(bpmnToPetriNet(model)).verdict).toBe("sound");
      expect(overlaps(model)).toEqual([]);
      const { issues, ...read } = readBpmn(writeBpmn(model));
      expect([read, issues]).toEqual([model, []]);
    },
  );

  it("replay the log, as the tree does, which fits by construction", () => {
    const net = bpmnToPetriNet(treeToBpmn(parseTree(reference.inductive.im.string)));
    expect(tokenReplay(variantLog(reference), net).fittingShare).toBe(1);
  });

  it("are made of its Petri nets too, and are sound as these are", () => {
    const net = acceptingNet(reference.models.im.net);
    const model = petriNetToBpmn(net);
    expect(checkSoundness(bpmnToPetriNet(model)).verdict).toBe("sound");
    expect(tokenReplay(variantLog(reference), bpmnToPetriNet(model)).fittingShare).toBe(1);
    expect(overlaps(model)).toEqual([]);
  });
});
