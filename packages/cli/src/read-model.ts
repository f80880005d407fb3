import { readFile } from "node:fs/promises";
import { GigamineError } from "@gigamine/base";
import {
  type AcceptingPetriNet,
  checkAcceptingPetriNet,
  checkProcessTree,
  readPnml,
  treeToPetriNet,
} from "@gigamine/models";
import { formatOf } from "./options.js";

/** Reads a Petri net from PNML, or a net or process tree from JSON as `discover --json` prints it. */
export async function readModel(path: string): Promise<AcceptingPetriNet> {
  const format = formatOf(path, ["pnml", "json"], "--model");
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new GigamineError(
      "file/unreadable",
      cause.code === "ENOENT"
        ? `There is no file ${path}. Check the name.`
        : `${path} can't be read: ${cause.message}.`,
      { path },
      { cause },
    );
  });
  if (format === "pnml") return readPnml(bytes);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new GigamineError(
      "file/bad-json",
      `${path} is no JSON: ${(cause as Error).message}.`,
      { path },
      { cause },
    );
  }
  const isTree = typeof value === "object" && value !== null && "kind" in value;
  return isTree ? treeToPetriNet(checkProcessTree(value)) : checkAcceptingPetriNet(value);
}
