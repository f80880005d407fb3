import { GigamineError, quoteValue } from "@gigamine/base";
import { isRecord } from "./json-path.js";

/*
 * Cheap looks at what code without types may pass where a model belongs, by the fields at its top. O(1). Whole models from outside
 * are the business of checkAcceptingPetriNet, checkProcessTree and checkHeuristicsNet.
 */

/** @throws GigamineError `petri-net/invalid` for what is no accepting Petri net; `where` is the public function. */
export function checkModelShape(model: unknown, where: string): void {
  const isWhole =
    isRecord(model) &&
    isNet(model["net"]) &&
    isList(model["initialMarking"]) &&
    isList(model["finalMarking"]);
  if (isWhole) return;
  const remedy = isTree(model)
    ? "Of a process tree, give treeToPetriNet(tree)."
    : isNet(model)
      ? "Give the net with its markings: { net, initialMarking, finalMarking }."
      : "Give the net of a miner, of treeToPetriNet, readPnml or a PetriNetBuilder; checkAcceptingPetriNet says what is wrong with one.";
  throw notA("petri-net", where, "an accepting Petri net", model, remedy);
}

/** @throws GigamineError `petri-net/invalid` for what is no Petri net. */
export function checkNetShape(net: unknown, where: string): void {
  if (isNet(net)) return;
  const remedy =
    isRecord(net) && isNet(net["net"])
      ? "Of a net with markings, give its net: model.net."
      : "Give a net with places, transitions and arcs, such as one of a PetriNetBuilder.";
  throw notA("petri-net", where, "a Petri net", net, remedy);
}

/** @throws GigamineError `process-tree/invalid` for what is no node of a process tree. */
export function checkTreeShape(tree: unknown, where: string): void {
  if (isTree(tree)) return;
  const remedy =
    typeof tree === "string"
      ? "Of a text, give parseTree(text)."
      : "Give the tree of a miner, of parseTree or of activity(…), sequence(…) and so on; checkProcessTree says what is wrong with one.";
  throw notA("process-tree", where, "a process tree", tree, remedy);
}

/** @throws GigamineError `heuristics-net/invalid` for what is no heuristics net. */
export function checkHeuristicsNetShape(net: unknown, where: string): void {
  const hasArcs = (value: unknown): boolean => isRecord(value) && isList(value["arcs"]);
  if (
    isRecord(net) &&
    isList(net["activities"]) &&
    hasArcs(net) &&
    hasArcs(net["start"]) &&
    hasArcs(net["end"])
  )
    return;
  const remedy = "Give the result of heuristicsMiner; checkHeuristicsNet says what is wrong with one.";
  throw notA("heuristics-net", where, "a heuristics net", net, remedy);
}

/** Whether `value` looks like a node of a process tree. */
export function isTree(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kind, name, children } = value;
  if (kind === "activity") return typeof name === "string";
  return kind === "silent" || (typeof kind === "string" && Array.isArray(children));
}

function isNet(value: unknown): boolean {
  return isRecord(value) && isList(value["places"]) && isList(value["transitions"]) && isList(value["arcs"]);
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function notA(area: string, where: string, expected: string, value: unknown, remedy: string): GigamineError {
  const found = value === undefined || value === null ? "nothing" : quoteValue(value);
  return new GigamineError(`${area}/invalid`, `${where}: expected ${expected}, found ${found}. ${remedy}`, {
    where,
    expected,
  });
}
