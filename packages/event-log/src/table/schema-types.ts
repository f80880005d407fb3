import type { CASE_PREFIX, ColumnMapping, Role, USUAL_NAMES } from "./mapping.js";

/** The first of `Names` that is a key of `Row`: what the usual names find. */
type FirstOf<Names extends readonly unknown[], Row> = Names extends readonly [infer Head, ...infer Tail]
  ? Head extends keyof Row
    ? Head
    : FirstOf<Tail, Row>
  : never;

/** The columns that play a role: those of the option, else the one that the usual names find. */
type RoleColumns<Row, M extends ColumnMapping, R extends Role> = M extends { readonly [K in R]: infer Given }
  ? Given extends readonly (infer Name)[]
    ? Name
    : Given
  : FirstOf<(typeof USUAL_NAMES)[R], Row>;

type ReservedRole = "start" | "resource" | "lifecycle" | "cost";

/** The role that a column plays; `"none"` for most. */
type RoleOf<K, Row, M extends ColumnMapping> =
  K extends RoleColumns<Row, M, "case">
    ? "case"
    : K extends RoleColumns<Row, M, "activity">
      ? "activity"
      : K extends RoleColumns<Row, M, "timestamp">
        ? "timestamp"
        : K extends RoleColumns<Row, M, "start">
          ? "start"
          : K extends RoleColumns<Row, M, "resource">
            ? "resource"
            : K extends RoleColumns<Row, M, "lifecycle">
              ? "lifecycle"
              : K extends RoleColumns<Row, M, "cost">
                ? "cost"
                : "none";

/** What a column is called as an event attribute; `never` when it is none. */
type EventName<K, Row, M extends ColumnMapping, CaseNames> =
  RoleOf<K, Row, M> extends infer R
    ? R extends ReservedRole
      ? R
      : R extends "none"
        ? K extends `${typeof CASE_PREFIX}${string}` | CaseNames
          ? never
          : K
        : never
    : never;

/** What a column is called as a case attribute; `never` when it is none. */
type CaseName<K, Row, M extends ColumnMapping, CaseNames> =
  RoleOf<K, Row, M> extends "none"
    ? K extends `${typeof CASE_PREFIX}${infer Name}`
      ? Name
      : K extends CaseNames
        ? K
        : never
    : never;

/** The type of a start is an instant, whatever the row says. */
type ReservedType<Name, T> = Name extends "start" ? Date : T;

/**
 * The event attributes of a log made from rows of type `Row`: without the columns that became case, activity and
 * time, with the reserved ones under their reserved names.
 */
export type EventAttributesOf<Row, M extends ColumnMapping, CaseNames> = {
  [K in keyof Row as EventName<K, Row, M, CaseNames> & PropertyKey]: ReservedType<
    EventName<K, Row, M, CaseNames>,
    Row[K]
  >;
};

/** The case attributes of a log made from rows of type `Row`: columns with the prefix `case:` and those named. */
export type CaseAttributesOf<Row, M extends ColumnMapping, CaseNames> = {
  [K in keyof Row as CaseName<K, Row, M, CaseNames> & PropertyKey]: Row[K];
};

/** Reader options whose schema and names of columns decide the types of the log. */
export type Typed<Options, S, M, K> = Omit<Options, "schema" | "columns" | "caseColumns"> & {
  readonly schema: S;
  readonly columns?: M | undefined;
  readonly caseColumns?: K | undefined;
};
