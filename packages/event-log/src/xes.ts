export { readXes, type XesReadOptions } from "./xes/read.js";
export { writeXes, type XesWriteOptions, xesChunks } from "./xes/write.js";
