export { batchFolder } from "./node/batch-folder.js";
export { fileCache } from "./node/file-cache.js";
export { ledgerFile } from "./node/ledger-file.js";
