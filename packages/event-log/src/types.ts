/** A column of text, dictionary-coded. */
export interface StringColumn {
  readonly kind: "string";
  /** The distinct values, in first-seen order. */
  readonly dictionary: readonly string[];
  /** Per row an index into `dictionary`; -1 where missing. */
  readonly codes: Int32Array;
}

/** A column of numbers; NaN where missing. */
export interface NumberColumn {
  readonly kind: "number";
  readonly values: Float64Array;
}

/** A column of truth values: 0 = false, 1 = true, 255 = missing. */
export interface BooleanColumn {
  readonly kind: "boolean";
  readonly values: Uint8Array;
}

/** A column of instants: milliseconds since 1970-01-01T00:00Z, fractions kept; NaN where missing. */
export interface TimestampColumn {
  readonly kind: "timestamp";
  readonly values: Float64Array;
}

export type Column = StringColumn | NumberColumn | BooleanColumn | TimestampColumn;
export type ColumnKind = Column["kind"];

/** What an attribute can be declared as. `Date` stands for an instant, see {@link RowValue}. */
export type AttributeValue = string | number | boolean | Date;

/** Attributes of unknown names: the type of a log that was read without a schema. */
// biome-ignore lint/suspicious/noExplicitAny: `any` keeps logs with a schema assignable to logs without one
export type AnyAttributes = Record<string, any>;

/** The column that holds attributes of type `T`. */
export type ColumnOf<T> = 0 extends 1 & T
  ? Column
  : [NonNullable<T>] extends [never]
    ? Column
    : [NonNullable<T>] extends [string]
      ? StringColumn
      : [NonNullable<T>] extends [number]
        ? NumberColumn
        : [NonNullable<T>] extends [boolean]
          ? BooleanColumn
          : [NonNullable<T>] extends [Date]
            ? TimestampColumn
            : Column;

/** The columns of a log whose attributes have the types `A`. A record without a prototype, so any name is data. */
export type Columns<A> = { readonly [K in keyof A]-?: ColumnOf<A[K]> };

/** An attribute as a row shows it: instants are numbers (ms since the epoch), as everywhere in a log. */
export type RowValue<T> = 0 extends 1 & T
  ? string | number | boolean | null
  : NonNullable<T> extends Date
    ? number | null
    : NonNullable<T> | null;

/** Activity ids: the narrowest of the three that fits the number of activities. */
export type ActivityIds = Uint8Array | Uint16Array | Uint32Array;

/**
 * What happened: events grouped by case, in time order inside a case.
 *
 * Plain frozen data without methods, so that it can be sent to a worker, compared, and mined at memory speed.
 * Typed arrays can't be frozen by the language: treat them as read-only. `E` and `C` are the types of the event and
 * case attributes.
 *
 * - Case `c` owns the events `caseOffsets[c]` … `caseOffsets[c + 1] - 1`; cases keep first-seen order.
 * - Inside a case events are sorted by time, ties keep source order; an event without a time stays behind the event
 *   that preceded it in the source.
 * - Reserved event attributes: `resource` (text), `start` (instant), `lifecycle` (text), `cost` (number).
 */
export interface EventLog<E extends object = AnyAttributes, C extends object = AnyAttributes> {
  /** Index = case. Unique. */
  readonly caseIds: readonly string[];
  /** Cases + 1 rising offsets; the last is the number of events. */
  readonly caseOffsets: Uint32Array;
  /** Index = activity id, first-seen order in the source. Unique. */
  readonly activities: readonly string[];
  /** One activity id per event. */
  readonly activity: ActivityIds;
  /** Completion of the event: ms since 1970-01-01T00:00Z, fractions kept; NaN = not recorded. */
  readonly time: Float64Array;
  /** One column per event attribute, one value per event. */
  readonly eventAttributes: Columns<E>;
  /** One column per case attribute, one value per case. */
  readonly caseAttributes: Columns<C>;
}

/**
 * The multiset of activity sequences of a log: all that most discovery and conformance algorithms need, so that
 * 100,000 cases of 200 variants cost 200. Variant `v` is
 * `sequence[variantOffsets[v]]` … `sequence[variantOffsets[v + 1] - 1]`. JSON-safe.
 */
export interface VariantLog {
  /** Index = activity id. */
  readonly activities: readonly string[];
  /** Variants + 1 rising offsets into `sequence`. */
  readonly variantOffsets: readonly number[];
  /** Activity ids of all variants, one variant after the other. */
  readonly sequence: readonly number[];
  /** How many cases follow each variant, at least 1. */
  readonly counts: readonly number[];
  /** Per case of the log its variant; absent when the variants did not come from a log. */
  readonly caseVariant?: readonly number[];
}

/** How often each activity directly follows each other, and how often each starts and ends a case. JSON-safe. */
export interface Dfg {
  /** Index = activity id. */
  readonly activities: readonly string[];
  /** Per arc the id of the first activity. Arcs are sorted by `from`, then by `to`. */
  readonly from: readonly number[];
  /** Per arc the id of the activity that follows. */
  readonly to: readonly number[];
  /** Per arc how often it was taken, over all cases. */
  readonly count: readonly number[];
  /** Per activity how many cases start with it. */
  readonly startCounts: readonly number[];
  /** Per activity how many cases end with it. */
  readonly endCounts: readonly number[];
  /** Per activity how many events it has. */
  readonly activityCounts: readonly number[];
}

/** Something a reader found wrong, as data. */
export interface Issue {
  /** Stable identifier such as `csv/bad-timestamp`. */
  readonly code: string;
  /** Line or record of the source, counted from 1 with the header; `null` when it concerns the whole. */
  readonly row: number | null;
  /** Column or attribute; `null` when it concerns the row. */
  readonly column: string | null;
  /** The offending text, shortened; `null` when nothing was there. */
  readonly value: string | null;
  /** One sentence: what is wrong and how to mend it. */
  readonly message: string;
}

/** How a log was read: what became of every row, and what was odd. */
export interface ReadReport {
  /** Data rows (CSV) or events (XES) in the source. */
  readonly rowsRead: number;
  /** Rows that became events. */
  readonly rowsKept: number;
  /** Rows left out; `issues` says why. */
  readonly rowsDropped: number;
  /** Which source column became what, as `{ case: "case_id", … }`. */
  readonly mapping: Readonly<Record<string, string>>;
  /** How the times of each column were read, where a reader had to find out: `{ timestamp: "iso", … }`. */
  readonly timeFormat?: Readonly<Record<string, string>> | undefined;
  /** The first problems found, at most 100 of each code. */
  readonly issues: readonly Issue[];
  /** All problems, counted by code. */
  readonly issueCounts: Readonly<Record<string, number>>;
  /** What an XES file says about the log as a whole; absent for other formats. */
  readonly xes?: XesMetadata | undefined;
}

/**
 * What an XES file says about the log as a whole. Attributes are flattened like those of events (`parent:child`); numbers and
 * truth values are such, dates and all else the text of the file.
 */
export interface XesMetadata {
  /** The attribute `xes.version`; `null` when the file has none. */
  readonly version: string | null;
  /** The attributes of the log itself. */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly extensions: readonly { readonly name: string; readonly prefix: string; readonly uri: string }[];
  /** The attributes that the file declares for every trace and event, with their default values. */
  readonly globals: {
    readonly trace: Readonly<Record<string, string | number | boolean>>;
    readonly event: Readonly<Record<string, string | number | boolean>>;
  };
  /** The classifiers of events: name to attribute keys. */
  readonly classifiers: Readonly<Record<string, readonly string[]>>;
}

/** A log that came from a reader: an ordinary log that also carries its report. */
export type ReadEventLog<E extends object = AnyAttributes, C extends object = AnyAttributes> = EventLog<
  E,
  C
> & {
  readonly report: ReadReport;
};
