import { GigamineError } from "@gigamine/base";
import { dfgToPetriNet } from "@gigamine/discovery";
import type { Dfg } from "@gigamine/event-log";
import { type AcceptingPetriNet, type ProcessTree, treeToPetriNet } from "@gigamine/models";

/** A model in one of the forms that the command line knows. */
export type AnyModel =
  | { readonly form: "tree"; readonly tree: ProcessTree }
  | { readonly form: "net"; readonly net: AcceptingPetriNet }
  | { readonly form: "dfg"; readonly dfg: Dfg };

const FORM_NAMES: Readonly<Record<AnyModel["form"], string>> = {
  tree: "process tree",
  net: "Petri net",
  dfg: "directly-follows graph",
};

/** The model itself, as `--json` prints it. */
export function plainModel(model: AnyModel): ProcessTree | AcceptingPetriNet | Dfg {
  return model.form === "tree" ? model.tree : model.form === "net" ? model.net : model.dfg;
}

/** The model as a Petri net of the same language. */
export function netOf(model: AnyModel): AcceptingPetriNet {
  switch (model.form) {
    case "net":
      return model.net;
    case "tree":
      return treeToPetriNet(model.tree);
    case "dfg":
      return dfgToPetriNet(model.dfg);
  }
}

/** The error for a form that a format can't hold. */
export function cannotHold(format: string, model: AnyModel, command: string, holds: string): GigamineError {
  return new GigamineError(
    "cli/other-form",
    `${command}: a .${format} file holds a ${holds}, and this is a ${FORM_NAMES[model.form]}. Write .pnml, .json or a picture.`,
    { format, form: model.form },
  );
}
