export { type JsonReadOptions, readJson } from "./json/read.js";
export { jsonChunks, writeJson } from "./json/write.js";
