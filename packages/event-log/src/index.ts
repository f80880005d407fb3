export {
  type AttributeInput,
  EventLogBuilder,
  type EventLogBuilderOptions,
} from "./builder.js";
export { columnByName, columnLength, columnValue, gatherColumn } from "./columns.js";
export { directlyFollows } from "./directly-follows.js";
export { type EventRow, events, type Trace, traces } from "./rows.js";
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
} from "./types.js";
export { toVariantLog, variants } from "./variants.js";
