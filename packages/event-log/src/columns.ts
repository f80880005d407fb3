import type { Column } from "./types.js";

/** The value of `column` at `row`: text, number, truth value or instant (ms since the epoch); `null` where missing. */
export function columnValue(column: Column, row: number): string | number | boolean | null {
  switch (column.kind) {
    case "string": {
      const code = column.codes[row];
      return code === undefined || code < 0 ? null : column.dictionary[code]!;
    }
    case "boolean": {
      const value = column.values[row];
      return value === undefined || value > 1 ? null : value === 1;
    }
    default: {
      const value = column.values[row];
      return value === undefined || Number.isNaN(value) ? null : value;
    }
  }
}

/** How many rows `column` has. */
export function columnLength(column: Column): number {
  return column.kind === "string" ? column.codes.length : column.values.length;
}

/** The column called `name`; `undefined` when there is none, whatever the name (`constructor` is no column). */
export function columnByName(columns: Readonly<Record<string, Column>>, name: string): Column | undefined {
  return Object.hasOwn(columns, name) ? columns[name] : undefined;
}

/** A new column that takes the given rows of `column`, in that order. Dictionaries are shared. O(rows). */
export function gatherColumn(column: Column, rows: Uint32Array): Column {
  switch (column.kind) {
    case "string": {
      const codes = new Int32Array(rows.length);
      for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i]!]!;
      return Object.freeze({ kind: "string", dictionary: column.dictionary, codes });
    }
    case "boolean": {
      const values = new Uint8Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
      return Object.freeze({ kind: "boolean", values });
    }
    default: {
      const values = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
      return Object.freeze({ kind: column.kind, values });
    }
  }
}
