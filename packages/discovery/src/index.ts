export { type FootprintRelation, type Footprints, footprints } from "./footprints.js";
export { type InductiveMinerOptions, inductiveMiner } from "./inductive/inductive-miner.js";
