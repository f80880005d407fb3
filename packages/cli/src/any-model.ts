import { GigamineError } from "@gigamine/base";
import { dfgToPetriNet } from "@gigamine/discovery";
import type { Dfg } from "@gigamine/event-log";
import {
  type AcceptingPetriNet,
  type BpmnModel,
  bpmnToPetriNet,
  type ProcessTree,
  petriNetToBpmn,
  petriNetToTree,
  treeToBpmn,
  treeToPetriNet,
} from "@gigamine/models";

/** A model in one of the forms that the command line knows. */
export type AnyModel =
  | { readonly form: "tree"; readonly tree: ProcessTree }
  | { readonly form: "net"; readonly net: AcceptingPetriNet }
  | { readonly form: "bpmn"; readonly bpmn: BpmnModel }
  | { readonly form: "dfg"; readonly dfg: Dfg };

/** The model itself, as `--json` prints it. */
export function plainModel(model: AnyModel): ProcessTree | AcceptingPetriNet | BpmnModel | Dfg {
  switch (model.form) {
    case "tree":
      return model.tree;
    case "net":
      return model.net;
    case "bpmn":
      return model.bpmn;
    case "dfg":
      return model.dfg;
  }
}

/** The model as a Petri net of the same language. */
export function netOf(model: AnyModel): AcceptingPetriNet {
  switch (model.form) {
    case "net":
      return model.net;
    case "tree":
      return treeToPetriNet(model.tree);
    case "bpmn":
      return bpmnToPetriNet(model.bpmn);
    case "dfg":
      return dfgToPetriNet(model.dfg);
  }
}

/** The model as a process tree of the same language, where it is built of blocks. */
export function treeOf(model: AnyModel, command: string): ProcessTree {
  if (model.form === "tree") return model.tree;
  if (model.form === "dfg") throw otherForm(command, "process tree", "a directly-follows graph");
  return petriNetToTree(netOf(model));
}

/** The model as BPMN of the same language. */
export function bpmnOf(model: AnyModel, command: string): BpmnModel {
  if (model.form === "bpmn") return model.bpmn;
  if (model.form === "tree") return treeToBpmn(model.tree);
  if (model.form === "dfg") throw otherForm(command, "BPMN model", "a directly-follows graph");
  return petriNetToBpmn(model.net);
}

export function dfgOf(model: AnyModel, command: string): Dfg {
  if (model.form === "dfg") return model.dfg;
  throw otherForm(command, "directly-follows graph", "a model of other kind");
}

function otherForm(command: string, wanted: string, given: string): GigamineError {
  return new GigamineError(
    "cli/other-form",
    `${command}: the file asked for holds a ${wanted}, and this is ${given}. Write .pnml, .json or a picture.`,
    { wanted, given },
  );
}
