export { type FlattenedEventLog, type FlattenOptions, type FlattenReport, flatten } from "./ocel/flatten.js";
export { type OcelReadOptions, readOcel } from "./ocel/read.js";
export type {
  Ocel,
  OcelAttributeType,
  OcelEvent,
  OcelObject,
  OcelRelationship,
  OcelType,
  OcelValue,
} from "./ocel/types.js";
