/** Columns that `narrate` writes; all others are left as they are. */
export const noteColumns: ReadonlySet<string> = new Set(["operator_log", "noteSource"]);
