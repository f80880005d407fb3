export type { ArrowTable } from "./arrow/arrow-table.js";
export { type ArrowReadOptions, fromArrow } from "./arrow/read.js";
export { type ArrowBytesOptions, type ArrowWriteOptions, toArrow, toArrowBytes } from "./arrow/write.js";
