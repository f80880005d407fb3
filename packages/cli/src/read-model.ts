import { basename } from "node:path";
import { checkDfg, readDfg } from "@gigamine/event-log";
import {
  type AcceptingPetriNet,
  checkAcceptingPetriNet,
  checkBpmnModel,
  checkProcessTree,
  readBpmn,
  readPnml,
  readPtml,
} from "@gigamine/models";
import { type AnyModel, netOf } from "./any-model.js";
import { formatOf } from "./options.js";
import { readBytes, readJsonFile } from "./read-file.js";
import type { Context } from "./terminal.js";

/** The endings under which only models are read. */
export const MODEL_FILES = ["pnml", "ptml", "bpmn", "dfg"] as const;

/** The files that hold a model, for help texts. */
export const MODEL_INPUTS = [...MODEL_FILES, "json"].map((format) => `.${format}`).join(", ");

/**
 * Reads a model in the form that the file holds it, and says on stderr what the file left open; JSON is what `discover --json`
 * prints. `where` names the argument or command in errors.
 */
export async function readModel(path: string, where: string, { terminal }: Context): Promise<AnyModel> {
  const note = (issues: readonly { readonly message: string }[]): void => {
    for (const { message } of issues) terminal.note(`${basename(path)}: ${message}`);
  };
  switch (formatOf(path, [...MODEL_FILES, "json"], where)) {
    case "pnml": {
      const { issues, ...net } = readPnml(await readBytes(path));
      note(issues);
      return { form: "net", net };
    }
    case "bpmn": {
      const { issues, ...bpmn } = readBpmn(await readBytes(path));
      note(issues);
      return { form: "bpmn", bpmn };
    }
    case "ptml":
      return { form: "tree", tree: readPtml(await readBytes(path)) };
    case "dfg":
      return { form: "dfg", dfg: readDfg(await readBytes(path)) };
    case "json":
      return modelOf(await readJsonFile(path));
  }
}

/** Reads a model as a Petri net, whatever its form. */
export async function readNet(path: string, where: string, context: Context): Promise<AcceptingPetriNet> {
  return netOf(await readModel(path, where, context));
}

function modelOf(value: unknown): AnyModel {
  const has = (key: string): boolean =>
    typeof value === "object" && value !== null && Object.hasOwn(value, key);
  if (has("kind")) return { form: "tree", tree: checkProcessTree(value) };
  if (has("flows")) return { form: "bpmn", bpmn: checkBpmnModel(value) };
  if (has("startCounts")) return { form: "dfg", dfg: checkDfg(value) };
  return { form: "net", net: checkAcceptingPetriNet(value) };
}
