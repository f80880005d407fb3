export type { Quantity, ValueOptions } from "./charts/axis.js";
export { type Bar, type BarChartOptions, barChart } from "./charts/bar-chart.js";
export { type BoxRow, type BoxRowChartOptions, boxRowChart } from "./charts/box-row-chart.js";
export type { ChartOptions } from "./charts/frame.js";
export {
  type GroupedRateChartOptions,
  groupedRateChart,
  type RateGroup,
} from "./charts/grouped-rate-chart.js";
export {
  type HistogramBin,
  type HistogramMarker,
  type HistogramOptions,
  histogram,
} from "./charts/histogram.js";
export {
  type LineChartOptions,
  type LinePoint,
  type LineSeries,
  lineChart,
  type ReferenceLine,
} from "./charts/line-chart.js";
export { type VariantChartOptions, type VariantRow, variantChart } from "./charts/variant-chart.js";
export type { Direction } from "./dot/attributes.js";
export { type BpmnToDotOptions, bpmnToDot } from "./dot/bpmn.js";
export { type DfgToDotOptions, dfgToDot } from "./dot/dfg.js";
export { type HeuristicsNetToDotOptions, heuristicsNetToDot } from "./dot/heuristics-net.js";
export { type NetDeviations, type PetriNetToDotOptions, petriNetToDot } from "./dot/petri-net.js";
export { type ProcessTreeToDotOptions, processTreeToDot } from "./dot/process-tree.js";
export { type TransitionSystemToDotOptions, transitionSystemToDot } from "./dot/transition-system.js";
export { formatCount, formatDuration, formatNumber, formatShare } from "./format.js";
export type { Tone } from "./palette.js";
export { htmlReport } from "./report/html-report.js";
export type {
  Finding,
  KeyFigure,
  ModelFigure,
  ReportBlock,
  ReportCell,
  ReportChart,
  ReportColumn,
  ReportData,
  ReportFact,
  ReportNote,
  ReportSection,
  ReportTable,
  ReportValue,
} from "./report/types.js";
export { type RenderSvgOptions, renderSvg } from "./svg/render-svg.js";
