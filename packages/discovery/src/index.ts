export { type InductiveMinerOptions, inductiveMiner } from "./inductive/inductive-miner.js";
