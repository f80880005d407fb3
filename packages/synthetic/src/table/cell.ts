/** One value of a table: instants are Dates, `null` is missing, anything with parts (a person, an answer of a model) is a plain object. */
export type Cell = string | number | boolean | Date | null | object;

/** A row by column names. */
export type TableRow = Readonly<Record<string, Cell>>;

/** A row while its columns are drawn; those still to come are `null`. */
export type OpenRow = Record<string, Cell>;
