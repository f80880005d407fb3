export { type CsvReadOptions, readCsv } from "./csv/read.js";
export { type CsvWriteOptions, csvChunks, writeCsv } from "./csv/write.js";
