import type { FlatBuffer, FlatTable } from "./flat-buffer.js";

/** Numbers of the Arrow types, as the metadata has them. */
export const TYPE = {
  dictionary: -1,
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  interval: 11,
  list: 12,
  struct: 13,
  union: 14,
  fixedSizeBinary: 15,
  fixedSizeList: 16,
  map: 17,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  runEndEncoded: 22,
  binaryView: 23,
  utf8View: 24,
  listView: 25,
  largeListView: 26,
} as const;

/** What the layout of a column in bytes depends on. */
export interface CheckedField {
  readonly type: number;
  /** Bits of a value where all are equally long; 0 elsewhere. */
  readonly bits: number;
  readonly children: readonly CheckedField[];
  /** Set when the values are in a dictionary: its id, and the field that its values are. */
  readonly dictionary: { readonly id: number; readonly values: CheckedField } | null;
  /** Of unions: whether they have offsets. */
  readonly dense: boolean;
}

const MAX_DEPTH = 64;
const MAX_FIELDS = 100_000;

/** The fields of a schema message, every length checked. */
export function checkSchema(flat: FlatBuffer, schema: FlatTable): readonly CheckedField[] {
  if (flat.int16(schema, 4, 0) !== 0) throw new RangeError("big-endian numbers");
  checkMetadata(flat, schema, 8);
  const budget = { fields: 0 };
  return childFields(flat, schema, 6, 0, budget);
}

function childFields(
  flat: FlatBuffer,
  parent: FlatTable,
  slot: number,
  depth: number,
  budget: { fields: number },
): CheckedField[] {
  if (depth > MAX_DEPTH) throw new RangeError(`fields nested deeper than ${MAX_DEPTH}`);
  const { at, count } = flat.vector(parent, slot, 4);
  budget.fields += count; // offsets may point to the same table, so that few bytes could make endless fields
  if (budget.fields > MAX_FIELDS) throw new RangeError(`more than ${MAX_FIELDS} fields`);
  return Array.from({ length: count }, (_, i) => checkField(flat, flat.table(at + 4 * i), depth, budget));
}

function checkField(
  flat: FlatBuffer,
  field: FlatTable,
  depth: number,
  budget: { fields: number },
): CheckedField {
  const children = childFields(flat, field, 14, depth + 1, budget);
  checkMetadata(flat, field, 16);
  const type = flat.uint8(field, 8, 0);
  const at = flat.field(field, 10);
  const parameters = at === 0 ? null : flat.table(at);
  const own: CheckedField = {
    type,
    bits: parameters === null ? (type === TYPE.bool ? 1 : 0) : bitsOf(flat, type, parameters),
    children,
    dictionary: null,
    dense: type === TYPE.union && parameters !== null && flat.int16(parameters, 4, 0) === 1,
  };
  if (type === TYPE.union && parameters !== null) flat.vector(parameters, 6, 4);
  const encoding = flat.field(field, 12);
  if (encoding === 0) return own;
  const dictionary = flat.table(encoding);
  const index = flat.field(dictionary, 6);
  return {
    type: TYPE.dictionary,
    bits: index === 0 ? 32 : flat.int32(flat.table(index), 4, 0),
    children: [],
    dictionary: { id: flat.size(dictionary, 4), values: own },
    dense: false,
  };
}

/** How many bits a value of the type takes in its buffer. */
function bitsOf(flat: FlatBuffer, type: number, parameters: FlatTable): number {
  switch (type) {
    case TYPE.bool:
      return 1;
    case TYPE.int:
      return flat.int32(parameters, 4, 0);
    case TYPE.float:
      return 16 << flat.int16(parameters, 4, 0);
    case TYPE.decimal:
      if (Math.abs(flat.int32(parameters, 6, 0)) > 1000)
        throw new RangeError("decimals of more than 1000 digits");
      return flat.int32(parameters, 8, 128);
    case TYPE.date:
      return flat.int16(parameters, 4, 1) === 0 ? 32 : 64;
    case TYPE.time:
      return flat.int16(parameters, 4, 1) < 2 ? 32 : 64;
    case TYPE.interval:
      return [32, 64, 128][flat.int16(parameters, 4, 0)] ?? 0;
    case TYPE.timestamp:
    case TYPE.duration:
      return 64;
    case TYPE.fixedSizeBinary:
      return 8 * flat.int32(parameters, 4, 0);
    default:
      return 0;
  }
}

function checkMetadata(flat: FlatBuffer, table: FlatTable, slot: number): void {
  const { at, count } = flat.vector(table, slot, 4);
  for (let i = 0; i < count; i++) flat.table(at + 4 * i);
}
