export { type PnmlIssue, type ReadPetriNet, readPnml } from "./pnml/read.js";
export { writePnml } from "./pnml/write.js";
