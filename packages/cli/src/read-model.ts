import { basename } from "node:path";
import { GigamineError } from "@gigamine/base";
import { checkDfg, readDfg } from "@gigamine/event-log";
import {
  checkAcceptingPetriNet,
  checkBpmnModel,
  checkDeclareModel,
  checkHeuristicsNet,
  checkLogSkeleton,
  checkProcessTree,
  checkTemporalProfile,
  readBpmn,
  readPnml,
  readPtml,
} from "@gigamine/models";
import type { AnyModel } from "./any-model.js";
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
      return { form: "net", model: net };
    }
    case "bpmn": {
      const { issues, ...bpmn } = readBpmn(await readBytes(path));
      note(issues);
      return { form: "bpmn", model: bpmn };
    }
    case "ptml":
      return { form: "tree", model: readPtml(await readBytes(path)) };
    case "dfg":
      return { form: "dfg", model: readDfg(await readBytes(path)) };
    case "json":
      return modelOf(await readJsonFile(path), path);
  }
}

/** Tells the form by a key that no other form has. */
function modelOf(value: unknown, path: string): AnyModel {
  const has = (key: string): boolean =>
    typeof value === "object" && value !== null && Object.hasOwn(value, key);
  if (has("kind")) return { form: "tree", model: checkProcessTree(value) };
  if (has("net")) return { form: "net", model: checkAcceptingPetriNet(value) };
  if (has("flows")) return { form: "bpmn", model: checkBpmnModel(value) };
  if (has("startCounts")) return { form: "dfg", model: checkDfg(value) };
  if (has("arcs")) return { form: "heuristics-net", model: checkHeuristicsNet(value) };
  if (has("rules")) return { form: "declare", model: checkDeclareModel(value) };
  if (has("alwaysAfter")) return { form: "log-skeleton", model: checkLogSkeleton(value) };
  if (has("laterTime")) return { form: "temporal-profile", model: checkTemporalProfile(value) };
  throw new GigamineError(
    "cli/no-model",
    `${path} holds no model. A model as JSON is what gigamine discover --json prints.`,
    { path },
  );
}
