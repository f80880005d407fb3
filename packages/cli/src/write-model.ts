import { GigamineError } from "@gigamine/base";
import { writeFileAtomic } from "@gigamine/base/node";
import type { Dfg } from "@gigamine/event-log";
import { type AcceptingPetriNet, type ProcessTree, treeToPetriNet, writePnml } from "@gigamine/models";
import { dfgToDot, petriNetToDot, processTreeToDot, renderSvg } from "@gigamine/viz";
import { renderPng } from "@gigamine/viz/png";
import { formatOf } from "./options.js";
import type { Context } from "./terminal.js";

/** A model in one of the forms that the command line knows. */
export type AnyModel =
  | { readonly form: "tree"; readonly tree: ProcessTree }
  | { readonly form: "net"; readonly net: AcceptingPetriNet }
  | { readonly form: "dfg"; readonly dfg: Dfg };

export const MODEL_FORMATS = ["svg", "png", "dot", "pnml", "json"] as const;

/** Writes a model to `path` in the format that its ending names, whole or not at all. */
export async function writeModel(
  model: AnyModel,
  path: string,
  context: Context,
  command: string,
): Promise<void> {
  const format = formatOf(path, MODEL_FORMATS, command);
  context.terminal.stage(`drawing the model`);
  await writeFileAtomic(path, await content(model, format, command), { signal: context.signal });
}

/** The DOT text of a model. */
function modelToDot(model: AnyModel): string {
  switch (model.form) {
    case "tree":
      return processTreeToDot(model.tree);
    case "net":
      return petriNetToDot(model.net);
    case "dfg":
      return dfgToDot(model.dfg);
  }
}

async function content(
  model: AnyModel,
  format: (typeof MODEL_FORMATS)[number],
  command: string,
): Promise<string | Uint8Array> {
  switch (format) {
    case "json":
      return `${JSON.stringify(plainModel(model), null, 2)}\n`;
    case "pnml":
      return writePnml(asNet(model, command));
    case "dot":
      return modelToDot(model);
    case "svg":
      return renderSvg(modelToDot(model));
    case "png":
      return renderPng(await renderSvg(modelToDot(model)));
  }
}

/** The model itself, as `--json` prints it. */
export function plainModel(model: AnyModel): ProcessTree | AcceptingPetriNet | Dfg {
  return model.form === "tree" ? model.tree : model.form === "net" ? model.net : model.dfg;
}

function asNet(model: AnyModel, command: string): AcceptingPetriNet {
  if (model.form === "net") return model.net;
  if (model.form === "tree") return treeToPetriNet(model.tree);
  throw new GigamineError(
    "cli/no-net",
    `${command}: a directly-follows graph has no Petri net. Pass --as net, or write .svg, .png, .dot or .json.`,
  );
}
