export { type LogFileFormat, type ReadLogFileOptions, readLogFile } from "./node/read-log-file.js";
export { type WriteLogFileOptions, writeLogFile } from "./node/write-log-file.js";
