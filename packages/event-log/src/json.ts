export { type JsonReadOptions, readJson } from "./json/read.js";
export { type NdjsonReadOptions, readNdjson } from "./json/read-ndjson.js";
export { jsonChunks, writeJson } from "./json/write.js";
export { ndjsonChunks, writeNdjson } from "./json/write-ndjson.js";
