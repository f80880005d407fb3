import { GigamineError } from "@gigamine/base";
import { dfgToPetriNet } from "@gigamine/discovery";
import type { Dfg } from "@gigamine/event-log";
import {
  type AcceptingPetriNet,
  type BpmnModel,
  bpmnToPetriNet,
  type DeclareModel,
  type HeuristicsNet,
  heuristicsNetToPetriNet,
  type LogSkeleton,
  type ProcessTree,
  petriNetToBpmn,
  petriNetToTree,
  type TemporalProfile,
  treeToBpmn,
  treeToPetriNet,
} from "@gigamine/models";

/** A model that says which steps can follow each other. */
export type FlowModel =
  | { readonly form: "tree"; readonly model: ProcessTree }
  | { readonly form: "net"; readonly model: AcceptingPetriNet }
  | { readonly form: "bpmn"; readonly model: BpmnModel }
  | { readonly form: "heuristics-net"; readonly model: HeuristicsNet }
  | { readonly form: "dfg"; readonly model: Dfg };

/** A model that is a set of rules. */
export type RuleModel =
  | { readonly form: "declare"; readonly model: DeclareModel }
  | { readonly form: "log-skeleton"; readonly model: LogSkeleton }
  | { readonly form: "temporal-profile"; readonly model: TemporalProfile };

/** A model in one of the forms that the command line knows; `model` is what `--json` prints. */
export type AnyModel = FlowModel | RuleModel;
export type Form = AnyModel["form"];

/** What each form is called, and the forms that it can be turned into, where it has their structure. */
const FORMS: Readonly<Record<Form, { readonly name: string; readonly into: readonly Form[] }>> = {
  tree: { name: "a process tree", into: ["net", "bpmn"] },
  net: { name: "a Petri net", into: ["tree", "bpmn"] },
  bpmn: { name: "a BPMN model", into: ["net", "tree"] },
  "heuristics-net": { name: "a heuristics net", into: ["net", "tree", "bpmn"] },
  dfg: { name: "a directly-follows graph", into: ["net", "tree", "bpmn"] },
  declare: { name: "a set of DECLARE rules", into: [] },
  "log-skeleton": { name: "a log skeleton", into: [] },
  "temporal-profile": { name: "a temporal profile", into: [] },
};

/** The endings under which models are written. */
export const MODEL_FORMATS = ["svg", "png", "dot", "pnml", "ptml", "bpmn", "dfg", "json"] as const;
export type ModelFormat = (typeof MODEL_FORMATS)[number];

/** The form that a file of this format holds; the others take any. */
const FORM_OF_FILE: Readonly<Partial<Record<ModelFormat, FlowModel["form"]>>> = {
  pnml: "net",
  ptml: "tree",
  bpmn: "bpmn",
  dfg: "dfg",
};

export function isRuleModel(model: AnyModel): model is RuleModel {
  return isRuleForm(model.form);
}

export function isRuleForm(form: Form): form is RuleModel["form"] {
  return form === "declare" || form === "log-skeleton" || form === "temporal-profile";
}

/** Whether a model of this form can become one of that. */
function turnsInto(form: Form, wanted: Form): boolean {
  return form === wanted || FORMS[form].into.includes(wanted);
}

/** Checks that a file of this format can hold a model of this form; what can stands in the error. */
export function checkHolds(format: ModelFormat, form: Form, command: string): void {
  const holds = (candidate: ModelFormat): boolean =>
    isRuleForm(form) ? candidate === "json" : turnsInto(form, FORM_OF_FILE[candidate] ?? form);
  if (holds(format)) return;
  const possible = MODEL_FORMATS.filter(holds).map((candidate) => `.${candidate}`);
  throw new GigamineError(
    "cli/other-form",
    `${command}: ${FORMS[form].name} can't be written as .${format}. End the file name in ${possible.join(", ")}.`,
    { form, format, possible },
  );
}

/** The model in another form of the same language; `checkHolds` or the table of miners has made sure that there is a way. */
export function inForm<F extends FlowModel["form"]>(
  given: FlowModel,
  form: F,
): Extract<FlowModel, { form: F }> {
  return convert(given, form) as Extract<FlowModel, { form: F }>;
}

function convert(given: FlowModel, form: FlowModel["form"]): FlowModel {
  if (given.form === form) return given;
  if (form === "net") return { form, model: netOf(given) };
  if (form === "tree") return { form, model: petriNetToTree(netOf(given)) };
  if (form === "bpmn") {
    return { form, model: given.form === "tree" ? treeToBpmn(given.model) : petriNetToBpmn(netOf(given)) };
  }
  throw new Error(`no way from ${given.form} to ${form}`);
}

/** The model as a Petri net of the same language. */
export function netOf(given: FlowModel): AcceptingPetriNet {
  switch (given.form) {
    case "net":
      return given.model;
    case "tree":
      return treeToPetriNet(given.model);
    case "bpmn":
      return bpmnToPetriNet(given.model);
    case "heuristics-net":
      return heuristicsNetToPetriNet(given.model, { soundness: false });
    case "dfg":
      return dfgToPetriNet(given.model);
  }
}
