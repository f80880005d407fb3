export { arbitraryTraces } from "./arbitrary-traces.js";
export { traces } from "./traces.js";
