export { type ReadPtmlOptions, readPtml } from "./ptml/read.js";
export { writePtml } from "./ptml/write.js";
