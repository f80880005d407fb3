import { gzipSync } from "node:zlib";
import type { CsvReadOptions } from "../../../src/csv.js";

/** Code, row, column and value of an issue. */
type Found = readonly [code: string, row: number | null, column: string | null, value: string | null];

/** An input with one thing wrong, and what exactly must be said of it. */
export interface Defect {
  /** The one thing that is wrong. */
  readonly name: string;
  readonly input: string | Uint8Array;
  readonly options?: CsvReadOptions;
  /** The error with the default policy, and words that its message must have; none when the log is read all the same. */
  readonly error?: readonly [code: string, words: string, row?: number, column?: string, value?: string];
  /** With `onIssue: "skip-row"`: what the report lists, and how many rows it drops. `null`: an error then too. */
  readonly skipped?: { readonly issues: readonly Found[]; readonly dropped: number } | null;
}

const HEAD = "case_id,activity,timestamp";
const GOOD = "1,a,2024-01-01T00:00:00Z";
const GOOD_2 = "2,b,2024-01-02T00:00:00Z";
const lines = (...rows: readonly string[]): string => `${rows.join("\n")}\n`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const joined = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...bytes(part)] : [...part])));
const utf16 = (text: string, mark: readonly number[]): Uint8Array =>
  joined(
    mark,
    [...text].flatMap((c) => [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >> 8]),
  );

/** One bad row between two good ones. */
const row = (bad: string, head = HEAD): string => lines(head, GOOD, bad, GOOD_2);
const badTime = (text: string): Pick<Defect, "error" | "skipped"> => ({
  error: ["csv/bad-timestamp", `cannot read ${JSON.stringify(text)}`, 3, "timestamp", text],
  skipped: { issues: [["csv/bad-timestamp", 3, "timestamp", text]], dropped: 1 },
});
const fatal = (...error: NonNullable<Defect["error"]>): Pick<Defect, "error" | "skipped"> => ({
  error,
  skipped: null,
});
const noted = (...issues: readonly Found[]): Pick<Defect, "skipped"> => ({ skipped: { issues, dropped: 0 } });

const FILES: readonly Defect[] = [
  { name: "nothing at all", input: "", ...fatal("csv/empty", "the file is empty") },
  {
    name: "nothing but a byte order mark",
    input: joined([0xef, 0xbb, 0xbf]),
    ...fatal("csv/empty", "the file is empty"),
  },
  { name: "nothing but blank lines", input: "\n\n\n", ...fatal("csv/empty", "the file is empty") },
  { name: "nothing but a line sep=;", input: "sep=;\n", ...fatal("csv/empty", "the file is empty") },
  {
    name: "no row below the header",
    input: `${HEAD}\n`,
    ...fatal("csv/no-rows", "a header but no row below it"),
  },
  {
    name: "a NUL byte",
    input: joined(HEAD, "\n1,a", [0], ",2024-01-01\n"),
    ...fatal("input/not-text", "NUL bytes"),
  },
  {
    name: "a NUL character in a string",
    input: lines(HEAD, "1,a\0,2024-01-01"),
    ...fatal("input/not-text", "NUL"),
  },
  {
    name: "a byte of Latin-1",
    input: joined(HEAD, "\n1,Pr", [0xfc], "fung,2024-01-01\n"),
    ...fatal("input/not-text", "not valid utf-8"),
  },
  {
    name: "an overlong encoding of a slash",
    input: joined(HEAD, "\n1,a", [0xc0, 0xaf], ",2024-01-01\n"),
    ...fatal("input/not-text", "not valid utf-8"),
  },
  {
    name: "a surrogate encoded in UTF-8",
    input: joined(HEAD, "\n1,a", [0xed, 0xa0, 0x80], ",2024-01-01\n"),
    ...fatal("input/not-text", "not valid utf-8"),
  },
  {
    name: "a code point beyond Unicode",
    input: joined(HEAD, "\n1,a", [0xf4, 0x90, 0x80, 0x80], ",2024-01-01\n"),
    ...fatal("input/not-text", "not valid utf-8"),
  },
  {
    name: "a character cut off at the end of the file",
    input: joined(HEAD, "\n1,a,2024-01-01", [0xe2, 0x82]),
    ...fatal("input/not-text", "not valid utf-8"),
  },
  {
    name: "half a surrogate pair in a string",
    input: lines(HEAD, "1,a\ud83d,2024-01-01"),
    ...fatal("input/not-text", "half a surrogate pair"),
  },
  {
    name: "UTF-16 with an odd number of bytes",
    input: utf16(lines(HEAD, GOOD), [0xff, 0xfe]).subarray(0, -1),
    ...fatal("input/not-text", "not valid utf-16le"),
  },
  {
    name: "UTF-16 without a byte order mark, not told",
    input: utf16(lines(HEAD, GOOD), []),
    ...fatal("input/not-text", "NUL bytes"),
  },
  {
    name: "an encoding that is none, for bytes",
    input: bytes(lines(HEAD, GOOD)),
    options: { encoding: "klingon" },
    ...fatal("input/unknown-encoding", '"klingon"'),
  },
  {
    name: "gzip that is cut off",
    input: gzipSync(lines(HEAD, GOOD)).subarray(0, 25),
    ...fatal("input/bad-gzip", "cut off or damaged"),
  },
  {
    name: "gzip that is damaged",
    input: gzipSync(lines(HEAD, GOOD)).fill(0x55, 12, 20),
    ...fatal("input/bad-gzip", "cut off or damaged"),
  },
  {
    name: "gzip that unpacks beyond the limit",
    input: gzipSync(lines(HEAD, ...Array<string>(500).fill(GOOD))),
    options: { maxUnpackedBytes: 1000 },
    ...fatal("input/too-large", "more than 1000 bytes"),
  },
];

const HEADERS: readonly Defect[] = [
  {
    name: "no column for the case",
    input: lines("id,activity,timestamp", GOOD),
    ...fatal(
      "csv/missing-column",
      'no column looks like the case. The columns are "id", "activity", "timestamp"',
    ),
  },
  {
    name: "no column for the activity",
    input: lines("case_id,what,timestamp", GOOD),
    ...fatal("csv/missing-column", "no column looks like the activity"),
  },
  {
    name: "no column for the time",
    input: lines("case_id,activity,when", GOOD),
    ...fatal("csv/missing-column", "{ columns: { timestamp: null } }"),
  },
  {
    name: "a case column that was named wrong",
    input: lines(HEAD, GOOD),
    options: { columns: { case: "caseid" } },
    ...fatal("csv/missing-column", 'Did you mean "case_id"?'),
  },
  {
    name: "an attribute that was named wrong",
    input: lines(`${HEAD},size`, `${GOOD},1`),
    options: { attributes: ["sice"] },
    ...fatal(
      "csv/missing-column",
      'option attributes names the column "sice", and there is none. Did you mean "size"?',
    ),
  },
  {
    name: "a kind for a column that is not there",
    input: lines(HEAD, GOOD),
    options: { kinds: { size: "number" } },
    ...fatal("csv/missing-column", "option kinds"),
  },
  {
    name: "a case column that stands there twice",
    input: lines(`${HEAD},case_id`, `${GOOD},1`),
    ...fatal("csv/duplicate-header", '"case_id" twice', 1, "case_id"),
  },
  {
    name: "a column that stands there twice",
    input: lines(`${HEAD},x,x`, `${GOOD},1,2`),
    ...noted(["csv/duplicate-header", 1, "x", null]),
  },
  {
    name: "a column without a name",
    input: lines(`${HEAD},`, `${GOOD},1`),
    ...noted(["csv/unnamed-column", 1, "column_4", null]),
  },
  {
    name: "a column with a reserved name",
    input: lines(`${HEAD},user,resource`, `${GOOD},1,2`),
    options: { columns: { resource: "user" } },
    ...noted(["csv/name-taken", null, "resource", null]),
  },
  {
    name: "text behind a closing quote in the header",
    input: lines('case_id,"acti"vity",timestamp', GOOD),
    ...fatal("csv/bad-quotes", "row 1 has text behind a closing quote", 1),
  },
  {
    name: "a quote that the header never closes",
    input: lines('case_id,"activity,timestamp', GOOD),
    ...fatal("csv/unclosed-quote", "row 1 opens a quote", 1),
  },
  {
    name: "another delimiter than was told",
    input: lines(HEAD.replaceAll(",", ";"), GOOD),
    options: { delimiter: "," },
    ...fatal("csv/missing-column", 'The columns are "case_id;activity;timestamp"'),
  },
];

const ROWS: readonly Defect[] = [
  {
    name: "a row with a field too few",
    input: row("1,a"),
    error: ["csv/wrong-field-count", "row 3 has 2 fields, the header has 3", 3],
    skipped: { issues: [["csv/wrong-field-count", 3, null, null]], dropped: 1 },
  },
  {
    name: "a row with a field too many",
    input: row(`${GOOD},x`),
    error: ["csv/wrong-field-count", "row 3 has 4 fields", 3],
    skipped: { issues: [["csv/wrong-field-count", 3, null, null]], dropped: 1 },
  },
  {
    name: "a delimiter that should be quoted",
    input: row("1,Mix, then coat,2024-01-01T00:00:00Z"),
    error: ["csv/wrong-field-count", "Quote fields that hold the delimiter", 3],
    skipped: { issues: [["csv/wrong-field-count", 3, null, null]], dropped: 1 },
  },
  {
    name: "a line of blanks",
    input: row("   "),
    error: ["csv/wrong-field-count", "row 3 has 1 fields", 3],
    skipped: { issues: [["csv/wrong-field-count", 3, null, null]], dropped: 1 },
  },
  {
    name: "text behind a closing quote",
    input: row('1,"a"b",2024-01-01'),
    error: ["csv/bad-quotes", "row 3 has text behind a closing quote", 3],
    skipped: { issues: [["csv/bad-quotes", 3, null, null]], dropped: 1 },
  },
  {
    name: "a quote inside quotes that is not doubled",
    input: row('1,"the "big" one",2024-01-01'),
    error: ["csv/bad-quotes", "Double a quote that stands for itself", 3],
    skipped: { issues: [["csv/bad-quotes", 3, null, null]], dropped: 1 },
  },
  {
    name: "a closing quote too early, so that the field goes on to the end of the file",
    input: row('1,"a"b,2024-01-01'),
    ...fatal("csv/unclosed-quote", "row 3 opens a quote", 3),
  },
  {
    name: "a quote that is never closed",
    input: row('1,"a,2024-01-01'),
    ...fatal("csv/unclosed-quote", "row 3 opens a quote", 3),
  },
  {
    name: "a record beyond the limit",
    input: row(`1,${"a".repeat(500)},2024-01-01`),
    options: { maxFieldLength: 200 },
    ...fatal("csv/record-too-long", "row 3 is longer than 200", 3),
  },
  {
    name: "an open quote beyond the limit",
    input: lines(HEAD, GOOD, `1,"${"a".repeat(500)}`),
    options: { maxFieldLength: 200 },
    ...fatal("csv/record-too-long", 'A quote (") that opens in it may never be closed', 3),
  },
  {
    name: "no case id",
    input: row(",a,2024-01-01"),
    error: ["csv/missing-case", "the case is empty", 3, "case_id"],
    skipped: { issues: [["csv/missing-case", 3, "case_id", null]], dropped: 1 },
  },
  {
    name: "a case id of blanks",
    input: row(" \u00a0,a,2024-01-01"),
    error: ["csv/missing-case", "the case is empty", 3, "case_id"],
    skipped: { issues: [["csv/missing-case", 3, "case_id", null]], dropped: 1 },
  },
  {
    name: "no activity",
    input: row('1,"",2024-01-01'),
    error: ["csv/missing-activity", "the activity is empty", 3, "activity"],
    skipped: { issues: [["csv/missing-activity", 3, "activity", null]], dropped: 1 },
  },
  {
    name: "half of a case id of two columns",
    input: lines("plant,line,task,time", "A,1,Mix,2024-01-01", "A,,Mix,2024-01-01"),
    options: { columns: { case: ["plant", "line"] } },
    error: ["csv/missing-case", "the case is empty", 3, "line"],
    skipped: { issues: [["csv/missing-case", 3, "line", null]], dropped: 1 },
  },
  {
    name: "a number that is none",
    input: lines(`${HEAD},n`, `${GOOD},1`, `${GOOD},many`),
    options: { kinds: { n: "number" } },
    error: ["csv/bad-value", "it is no number", 3, "n", "many"],
    skipped: { issues: [["csv/bad-value", 3, "n", "many"]], dropped: 1 },
  },
  {
    name: "a truth value that is none",
    input: lines(`${HEAD},ok`, `${GOOD},true`, `${GOOD},yes`),
    options: { kinds: { ok: "boolean" } },
    error: ["csv/bad-value", "neither true nor false", 3, "ok", "yes"],
    skipped: { issues: [["csv/bad-value", 3, "ok", "yes"]], dropped: 1 },
  },
  {
    name: "an instant that is none",
    input: lines(`${HEAD},due`, `${GOOD},2024-01-01`, `${GOOD},2024-13-01`),
    options: { kinds: { due: "timestamp" } },
    error: ["csv/bad-value", "no ISO 8601 timestamp", 3, "due", "2024-13-01"],
    skipped: { issues: [["csv/bad-value", 3, "due", "2024-13-01"]], dropped: 1 },
  },
  {
    name: "a cost that is no number",
    input: lines(`${HEAD},cost`, `${GOOD},1`, `${GOOD},12 EUR`),
    error: ["csv/bad-value", "{ columns: { cost: null } }", 3, "cost", "12 EUR"],
    skipped: { issues: [["csv/bad-value", 3, "cost", "12 EUR"]], dropped: 1 },
  },
  {
    name: "a case attribute that varies",
    input: lines(`${HEAD},case:site`, `${GOOD},N`, `${GOOD},S`),
    ...noted(["csv/case-attribute-varies", 3, "case:site", "S"]),
  },
];

const TIMES: readonly Defect[] = [
  { name: "no time", input: row("1,a,"), ...noted(["csv/missing-timestamp", 3, "timestamp", null]) },
  {
    name: "a time of blanks",
    input: row("1,a,  "),
    ...noted(["csv/missing-timestamp", 3, "timestamp", null]),
  },
  { name: "a word for a time", input: row("1,a,yesterday"), ...badTime("yesterday") },
  { name: "31 February", input: row("1,a,2024-02-31T10:00:00Z"), ...badTime("2024-02-31T10:00:00Z") },
  { name: "29 February in a year that has none", input: row("1,a,1900-02-29"), ...badTime("1900-02-29") },
  { name: "25 o'clock", input: row("1,a,2024-01-01T25:00"), ...badTime("2024-01-01T25:00") },
  {
    name: "a minute past midnight as 24:01",
    input: row("1,a,2024-01-01T24:01"),
    ...badTime("2024-01-01T24:01"),
  },
  { name: "week 53 of a year with 52", input: row("1,a,2024-W53-1"), ...badTime("2024-W53-1") },
  { name: "day 366 of a year with 365", input: row("1,a,2023-366"), ...badTime("2023-366") },
  {
    name: "an offset of a day",
    input: row("1,a,2024-01-01T10:00:00+24:00"),
    ...badTime("2024-01-01T10:00:00+24:00"),
  },
  { name: "a month without a day", input: row("1,a,2024-02"), ...badTime("2024-02") },
  { name: "a year of two digits", input: row("1,a,03/04/25"), ...badTime("03/04/25") },
  { name: "a number that is no plausible time", input: row("1,a,12"), ...badTime("12") },
  {
    name: "a start that is no time",
    input: lines(`${HEAD},start`, `${GOOD},2023-12-31`, `${GOOD},early`),
    error: ["csv/bad-timestamp", 'cannot read "early"', 3, "start", "early"],
    skipped: { issues: [["csv/bad-timestamp", 3, "start", "early"]], dropped: 1 },
  },
  {
    name: "a date that may have its day or its month first",
    input: lines(HEAD, "1,a,03/04/2025"),
    ...fatal("csv/ambiguous-date", '"03/04/2025" can be 3 April 2025 or 4 March 2025', 2),
  },
  {
    name: "dates that contradict each other on what comes first",
    input: lines(HEAD, "1,a,13/04/2025", "1,a,04/13/2025"),
    ...fatal(
      "csv/ambiguous-date",
      '"04/13/2025" is a date only month-first, but "13/04/2025" in row 2 only day-first',
      3,
    ),
  },
  {
    name: "a month-first date where days were told to come first",
    input: lines(HEAD, "1,a,03/04/2025", "1,a,04/13/2025"),
    options: { dateOrder: "day-first" },
    error: ["csv/bad-timestamp", 'cannot read "04/13/2025"', 3, "timestamp", "04/13/2025"],
    skipped: { issues: [["csv/bad-timestamp", 3, "timestamp", "04/13/2025"]], dropped: 1 },
  },
  {
    name: "seconds since 1970 among dates",
    input: row("1,a,1735689600"),
    ...fatal("csv/mixed-timestamps", '"1735689600" in row 3 is like seconds since 1970'),
  },
  {
    name: "milliseconds among seconds",
    input: lines(HEAD, "1,a,1735689600", "1,a,1735689600123"),
    ...fatal("csv/mixed-timestamps", "Pass { timeFormat }"),
  },
  {
    name: "a date among epoch seconds, as told",
    input: lines(HEAD, "1,a,1735689600", GOOD),
    options: { timeFormat: "epoch-s" },
    error: ["csv/bad-timestamp", "as a timestamp (epoch-s)", 3, "timestamp", "2024-01-01T00:00:00Z"],
    skipped: { issues: [["csv/bad-timestamp", 3, "timestamp", "2024-01-01T00:00:00Z"]], dropped: 1 },
  },
  {
    name: "29 February 1900, which only Excel has",
    input: lines(HEAD, "1,a,45000", "1,a,60"),
    options: { timeFormat: "excel" },
    error: ["csv/bad-timestamp", "(excel)", 3, "timestamp", "60"],
    skipped: { issues: [["csv/bad-timestamp", 3, "timestamp", "60"]], dropped: 1 },
  },
  {
    name: "a time that does not fit the pattern",
    input: lines(HEAD, "1,a,03.04.2025 10:15", "1,a,2025-04-03"),
    options: { timeFormat: "dd.MM.yyyy HH:mm" },
    error: ["csv/bad-timestamp", 'by the pattern "dd.MM.yyyy HH:mm"', 3, "timestamp", "2025-04-03"],
    skipped: { issues: [["csv/bad-timestamp", 3, "timestamp", "2025-04-03"]], dropped: 1 },
  },
  {
    name: "a time that the clock skips in spring",
    input: lines(HEAD, "1,a,2025-03-30 02:30:00"),
    options: { timeZone: "Europe/Berlin" },
    ...noted(["csv/ambiguous-local-time", 2, "timestamp", "2025-03-30 02:30:00"]),
  },
  {
    name: "a time that the clock shows twice in autumn",
    input: lines(HEAD, "1,a,2025-10-26 02:30:00"),
    options: { timeZone: "Europe/Berlin" },
    ...noted(["csv/ambiguous-local-time", 2, "timestamp", "2025-10-26 02:30:00"]),
  },
];

const OPTIONS: readonly Defect[] = [
  {
    name: "a pattern without a date",
    input: lines(HEAD, GOOD),
    options: { timeFormat: "HH:mm" },
    ...fatal("option/out-of-range", 'option timeFormat is "HH:mm"'),
  },
  {
    name: "a pattern that is a word",
    input: lines(HEAD, GOOD),
    options: { timeFormat: "epoch" },
    ...fatal("option/out-of-range", 'option timeFormat is "epoch"'),
  },
  {
    name: "a time zone that is none",
    input: lines(HEAD, GOOD),
    options: { timeZone: "Europe/Hamburg" },
    ...fatal("option/out-of-range", 'option timeZone is "Europe/Hamburg"'),
  },
  {
    name: "a date order that is none",
    input: lines(HEAD, GOOD),
    options: { dateOrder: "dmy" as never },
    ...fatal("option/out-of-range", 'option dateOrder is "dmy"'),
  },
  {
    name: "a parser that is none",
    input: lines(HEAD, GOOD),
    options: { parser: "fast" as never },
    ...fatal("option/out-of-range", 'option parser is "fast"'),
  },
  {
    name: "attributes that are no list",
    input: lines(HEAD, GOOD),
    options: { attributes: "x" as never },
    ...fatal("option/out-of-range", 'option attributes is "x"'),
  },
  {
    name: "a delimiter of two characters",
    input: lines(HEAD, GOOD),
    options: { delimiter: "||" },
    ...fatal("option/out-of-range", 'option delimiter is "||"'),
  },
  {
    name: "a role that is none",
    input: lines(HEAD, GOOD),
    options: { columns: { when: "timestamp" } as never },
    ...fatal("option/out-of-range", 'option columns is "when"'),
  },
];

export const DEFECTS: readonly Defect[] = [...FILES, ...HEADERS, ...ROWS, ...TIMES, ...OPTIONS];
