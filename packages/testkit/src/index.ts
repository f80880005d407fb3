export { arbitraryTraces } from "./arbitrary-traces.js";
export { type TimedEvent, timedLog } from "./timed-log.js";
export { traces } from "./traces.js";
