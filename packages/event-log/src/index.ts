export { EventLogBuilder, type EventLogBuilderOptions } from "./builder.js";
export { checkIsLog } from "./check-log.js";
export type { AttributeInput } from "./column-set.js";
export { columnByName, columnLength, columnValue, gatherColumn } from "./columns.js";
export { type CsvReadOptions, readCsv } from "./csv/read.js";
export { type CsvWriteOptions, csvChunks, writeCsv } from "./csv/write.js";
export { type CsvCell, writeCsvTable } from "./csv/write-table.js";
export { checkDfg } from "./dfg/check.js";
export { type FilterDfgOptions, filterDfg } from "./dfg/filter.js";
export { readDfg } from "./dfg/read.js";
export { type WriteDfgOptions, writeDfg } from "./dfg/write.js";
export { directlyFollows } from "./directly-follows.js";
export { type EventuallyFollows, eventuallyFollows } from "./eventually-follows.js";
export {
  type ActivityFilterOptions,
  filterActivities,
  filterEndActivities,
  filterStartActivities,
} from "./filter/activities.js";
export {
  type AttributeFilterOptions,
  filterCaseAttribute,
  filterEventAttribute,
  filterResources,
  type LevelOptions,
} from "./filter/attributes.js";
export { countCases, filterCases } from "./filter/cases.js";
export { checkCasePredicate } from "./filter/check-predicate.js";
export { filterEvents } from "./filter/events.js";
export {
  type CasesByActivityOptions,
  type FourEyesOptions,
  filterCaseDuration,
  filterCaseSize,
  filterCasesByActivity,
  filterFourEyes,
  filterPaths,
  filterRework,
  type KeepOptions,
  type PathFilterOptions,
  type ReworkFilterOptions,
  type SampleOptions,
  sampleCases,
} from "./filter/named-cases.js";
export {
  type BetweenOptions,
  type CutOptions,
  filterBetween,
  filterFirstEvents,
  filterLastEvents,
  filterPrefix,
  filterSuffix,
  sampleEvents,
} from "./filter/parts.js";
export { type AttributeTest, type CasePredicate, casePredicate } from "./filter/predicate.js";
export { filterTime, type TimeFilterOptions, type TimeInput } from "./filter/time.js";
export { filterVariants, type VariantFilterOptions } from "./filter/variants.js";
export { formatTimestamp } from "./format-timestamp.js";
export { type FromRowsOptions, fromRows } from "./from-rows.js";
export { type JsonReadOptions, readJson } from "./json/read.js";
export { type NdjsonReadOptions, readNdjson } from "./json/read-ndjson.js";
export { jsonChunks, writeJson } from "./json/write.js";
export { ndjsonChunks, writeNdjson } from "./json/write-ndjson.js";
export { type PairedLog, type PairOptions, pairLifecycle } from "./lifecycle.js";
export { parseTimestamp } from "./parse-timestamp.js";
export { type PrefixTree, prefixes } from "./prefixes.js";
export type { LogInput, OnIssue, ReadOptions } from "./read/input.js";
export { type EventRow, events, type Trace, traces } from "./rows.js";
export type { ColumnMapping } from "./table/mapping.js";
export type { CaseAttributesOf, EventAttributesOf } from "./table/schema-types.js";
export type { DateOrder } from "./time/day-month.js";
export type { TimeFormat } from "./time/time-format.js";
export type { TimeOptions } from "./time/time-rules.js";
export { type LogColumns, type LogRow, toColumns, toRows } from "./to-rows.js";
export { transferList } from "./transferable.js";
export {
  type AnonymizedLog,
  type AnonymizeOptions,
  type AttributeRule,
  anonymize,
} from "./transform/anonymize.js";
export { type MergedLog, type MergeOptions, mergeLogs } from "./transform/merge-logs.js";
export { type ActivityNames, groupActivities, renameActivities } from "./transform/rename-activities.js";
export { type LogPart, type SplitKey, splitBy } from "./transform/split-by.js";
export type { TimeUnit } from "./transform/time-unit.js";
export {
  type ComputedCase,
  type ComputedEvent,
  type WithAttribute,
  withAttribute,
} from "./transform/with-attribute.js";
export type {
  ActivityIds,
  AnyAttributes,
  AttributeValue,
  BooleanColumn,
  Column,
  ColumnKind,
  ColumnOf,
  Columns,
  Dfg,
  EventLog,
  Issue,
  NumberColumn,
  ReadEventLog,
  ReadReport,
  RowValue,
  StringColumn,
  TimestampColumn,
  VariantLog,
  XesMetadata,
} from "./types.js";
export { toVariantLog, variants } from "./variants.js";
export { readXes, type XesReadOptions } from "./xes/read.js";
export { writeXes, type XesWriteOptions, xesChunks } from "./xes/write.js";
