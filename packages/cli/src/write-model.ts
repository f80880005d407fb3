import { writeFileAtomic } from "@gigamine/base/node";
import { writeDfg } from "@gigamine/event-log";
import { writeBpmn, writePnml, writePtml } from "@gigamine/models";
import {
  bpmnToDot,
  dfgToDot,
  heuristicsNetToDot,
  petriNetToDot,
  processTreeToDot,
  renderSvg,
} from "@gigamine/viz";
import { renderPng } from "@gigamine/viz/png";
import {
  type AnyModel,
  checkHolds,
  type FlowModel,
  inForm,
  isRuleModel,
  MODEL_FORMATS,
  type ModelFormat,
  netOf,
} from "./any-model.js";
import { formatOf } from "./options.js";
import type { Context } from "./terminal.js";

/** Writes a model to `path` in the format that its ending names, whole or not at all. */
export async function writeModel(
  model: AnyModel,
  path: string,
  context: Context,
  command: string,
): Promise<void> {
  const format = formatOf(path, MODEL_FORMATS, command);
  checkHolds(format, model.form, command);
  context.terminal.stage("writing the model");
  await writeFileAtomic(path, await content(model, format), { signal: context.signal });
}

/** The endings of pictures. */
export const PICTURES = ["svg", "png", "dot"] as const;
type Picture = (typeof PICTURES)[number];

/** Writes a picture given as DOT. */
export async function writePicture(dot: string, path: string, { signal, terminal }: Context): Promise<void> {
  terminal.stage("drawing the model");
  await writeFileAtomic(path, await picture(dot, formatOf(path, PICTURES, "conform")), { signal });
}

async function picture(dot: string, format: Picture): Promise<string | Uint8Array> {
  if (format === "dot") return dot;
  const svg = await renderSvg(dot, { xmlDeclaration: format === "svg" });
  return format === "svg" ? svg : renderPng(svg);
}

/** The DOT text of a model. */
function modelToDot(given: FlowModel): string {
  switch (given.form) {
    case "tree":
      return processTreeToDot(given.model);
    case "net":
      return petriNetToDot(given.model);
    case "bpmn":
      return bpmnToDot(given.model);
    case "heuristics-net":
      return heuristicsNetToDot(given.model);
    case "dfg":
      return dfgToDot(given.model);
  }
}

function content(given: AnyModel, format: ModelFormat): Promise<string | Uint8Array> | string {
  if (format === "json" || isRuleModel(given)) return `${JSON.stringify(given.model, null, 2)}\n`;
  switch (format) {
    case "pnml":
      return writePnml(netOf(given));
    case "ptml":
      return writePtml(inForm(given, "tree").model);
    case "bpmn":
      return writeBpmn(inForm(given, "bpmn").model);
    case "dfg":
      return writeDfg(inForm(given, "dfg").model);
    default:
      return picture(modelToDot(given), format);
  }
}
