import { writeFileAtomic } from "@gigamine/base/node";
import { writeDfg } from "@gigamine/event-log";
import { writeBpmn, writePnml, writePtml } from "@gigamine/models";
import { bpmnToDot, dfgToDot, petriNetToDot, processTreeToDot, renderSvg } from "@gigamine/viz";
import { renderPng } from "@gigamine/viz/png";
import { type AnyModel, bpmnOf, dfgOf, netOf, plainModel, treeOf } from "./any-model.js";
import { formatOf } from "./options.js";
import type { Context } from "./terminal.js";

/** The endings under which a model can be written. */
export const MODEL_FORMATS = ["svg", "png", "dot", "pnml", "ptml", "bpmn", "dfg", "json"] as const;

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
    case "bpmn":
      return bpmnToDot(model.bpmn);
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
      return writePnml(netOf(model));
    case "ptml":
      return writePtml(treeOf(model, command));
    case "bpmn":
      return writeBpmn(bpmnOf(model, command));
    case "dfg":
      return writeDfg(dfgOf(model, command));
    case "dot":
      return modelToDot(model);
    case "svg":
      return renderSvg(modelToDot(model));
    case "png":
      return renderPng(await renderSvg(modelToDot(model)));
  }
}
