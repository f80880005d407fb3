import {
  type AcceptingPetriNet,
  checkAcceptingPetriNet,
  checkProcessTree,
  readPnml,
  treeToPetriNet,
} from "@gigamine/models";
import { formatOf } from "./options.js";
import { readBytes, readJsonFile } from "./read-file.js";

/** Reads a Petri net from PNML, or a net or process tree from JSON as `discover --json` prints it. */
export async function readModel(path: string): Promise<AcceptingPetriNet> {
  if (formatOf(path, ["pnml", "json"], "--model") === "pnml") return readPnml(await readBytes(path));
  const value = await readJsonFile(path);
  const isTree = typeof value === "object" && value !== null && "kind" in value;
  return isTree ? treeToPetriNet(checkProcessTree(value)) : checkAcceptingPetriNet(value);
}
