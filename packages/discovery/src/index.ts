export type { FootprintRelation, Footprints } from "@gigamine/models";
export { footprints } from "./footprints.js";
export { type InductiveMinerOptions, inductiveMiner } from "./inductive/inductive-miner.js";
