import { readFileSync } from "node:fs";
import { splitMiner } from "@gigamine/discovery";
import { filterEventAttribute } from "@gigamine/event-log";
import { readXes } from "@gigamine/event-log/xes";
import { type BpmnModel, bpmnComplexity } from "@gigamine/models";
import { describe, expect, it } from "@jest/globals";
import { referenceLog } from "./reference-data.js";

describe("splitMiner and the tool of its authors", () => {
  /** Sequence flows between tasks and events; gateways are left out, as a flow from each task before to each one behind. */
  function ways({ nodes, flows }: BpmnModel): string[] {
    const name = (node: number): string => nodes[node]!.name ?? nodes[node]!.kind;
    const isGateway = (node: number): boolean => nodes[node]!.kind.endsWith("Gateway");
    const found = new Set<string>();
    nodes.forEach((_, start) => {
      if (isGateway(start)) return;
      const reached = new Set([start]);
      for (const node of reached) {
        for (const { source, target } of flows) {
          if (source !== node) continue;
          if (isGateway(target)) reached.add(target);
          else found.add(`${name(start)} > ${name(target)}`);
        }
      }
    });
    return [...found].sort();
  }

  /**
   * The repair example, of which that tool reads the completions only, with its default options eta 0.4 and epsilon 0.1: 14 nodes,
   * control-flow complexity 4, structuredness 0.36 (5 of 14 nodes outside of the part without structure). The model is published by the
   * project bpmn-complexity.
   */
  it("give the same model of the repair example", async () => {
    const log = await readXes(readFileSync(referenceLog("03_repairExample.xes.gz")));
    const { bpmn, net } = splitMiner(filterEventAttribute(log, "lifecycle", { in: ["complete"] }));
    expect(ways(bpmn)).toEqual([
      "Analyze Defect > Inform User",
      "Analyze Defect > Repair (Simple)",
      "Archive Repair > endEvent",
      "Inform User > Repair (Complex)",
      "Register > Analyze Defect",
      "Repair (Complex) > Test Repair",
      "Repair (Simple) > Test Repair",
      "Restart Repair > Repair (Simple)",
      "Test Repair > Archive Repair",
      "Test Repair > Restart Repair",
      "startEvent > Register",
    ]);
    const { size, flows, controlFlowComplexity, structuredness } = bpmnComplexity(bpmn);
    expect([size, flows, controlFlowComplexity]).toEqual([14, 15, 4]);
    expect(structuredness).toBeCloseTo(5 / 14, 12);
    expect(net.soundness.verdict).toBe("sound");
  });
});
