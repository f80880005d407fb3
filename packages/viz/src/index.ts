export type { Direction } from "./dot/attributes.js";
export { type DfgToDotOptions, dfgToDot } from "./dot/dfg.js";
export { type PetriNetToDotOptions, petriNetToDot } from "./dot/petri-net.js";
export { type ProcessTreeToDotOptions, processTreeToDot } from "./dot/process-tree.js";
export { formatCount, formatDuration, formatNumber, formatShare } from "./format.js";
export type { Tone } from "./palette.js";
export { type RenderSvgOptions, renderSvg } from "./svg/render-svg.js";
