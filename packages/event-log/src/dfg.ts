export { checkDfg } from "./dfg/check.js";
export { readDfg } from "./dfg/read.js";
export { type WriteDfgOptions, writeDfg } from "./dfg/write.js";
