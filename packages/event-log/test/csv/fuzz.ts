import { isDeepStrictEqual } from "node:util";
import { isGigamineError, type RandomStream, randomStream } from "@gigamine/base";
import { type CsvReadOptions, readCsv } from "../../src/csv.js";
import { columnValue, type ReadEventLog } from "../../src/index.js";

const HEADERS = [
  ["case", "activity", "timestamp"],
  ["case_id", "activity", "time", "x"],
  ["lot", "event", "end", "start", "cost", "case:site"],
  ["case", "activity", "timestamp", "x", "x", ""],
  ["case", "activity", "timestamp", "__proto__", "constructor"],
];
const TIMES = [
  "2024-01-01T00:00:00Z",
  "2024-01-01 10:00",
  "2024-02-29T12:00:00.123456+01:00",
  "2024-W09-3",
  "20240229T1200",
  "2024-03-31T02:30:00",
  "03/04/2025",
  "13/04/2025 7:05 PM",
  "04.31.2025",
  "1735689600",
  "1735689600123",
  "45000.25",
  "soon",
  "",
];
const CELLS = [
  "a",
  "Mix",
  "1",
  "2.50",
  "007",
  "-0",
  "0.30000000000000004",
  "1e5",
  "true",
  "",
  " ",
  "é€😀",
  "\u00a0",
  'say "hi"',
  "a,b;c|d\te",
  "two\nlines",
  "two\r\nlines",
  "cr\rin it",
  "ends in cr\r",
  "=1+1",
  "\ufeff",
  "__proto__",
];
const SOUP = [
  ",",
  ";",
  "\t",
  "|",
  '"',
  '""',
  "\n",
  "\r\n",
  "\r",
  " ",
  "\u00a0",
  "sep=;\n",
  "\0",
  ...CELLS,
  ...TIMES,
];
const DELIMITERS = [",", ";", "\t", "|"];

/** One random input with options: the same for the same seed and number. */
export interface FuzzCase {
  readonly bytes: Uint8Array;
  /** Whether the bytes are text without NUL, so that pieces can be cut anywhere without changing what is refused first. */
  readonly isText: boolean;
  readonly options: CsvReadOptions;
  readonly cuts: readonly number[];
}

export function fuzzCase(seed: number, number: number): FuzzCase {
  const random = randomStream(seed, number);
  const kind = random.integer(0, 3);
  let text = kind === 0 ? soup(random) : table(random);
  if (kind === 2) text = mutated(text, random);
  const bytes = new TextEncoder().encode(text.replaceAll(/\p{Surrogate}/gu, "x"));
  if (kind === 3) damage(bytes, random);
  const isText = !bytes.includes(0) && isUtf8(bytes);
  const cuts: number[] = [];
  for (let at = 0; isText && at < bytes.length && cuts.length < 50; ) {
    at += random.chance(0.3) ? 1 : random.integer(1, 40);
    cuts.push(Math.min(at, bytes.length));
  }
  const options: CsvReadOptions = {
    source: "f",
    onIssue: random.pick(["throw", "skip-row", "null"]),
    ...(random.chance(0.1) ? { delimiter: random.pick(DELIMITERS) } : {}),
    ...(random.chance(0.1) ? { timeZone: "Europe/Berlin" } : {}),
    ...(random.chance(0.1) ? { dateOrder: random.pick(["day-first", "month-first"] as const) } : {}),
    ...(random.chance(0.1) ? { timeFormat: random.pick(["iso", "epoch-s", "epoch-ms", "excel"]) } : {}),
    ...(random.chance(0.1) ? { columns: { case: ["case", "activity"], start: null } } : {}),
    ...(random.chance(0.1) ? { attributes: ["x"] } : {}),
    ...(random.chance(0.1) ? { caseColumns: ["x"] } : {}),
    ...(random.chance(0.05) ? { maxFieldLength: 40 } : {}),
  };
  return { bytes, isText, options, cuts };
}

/** What reading comes to: a log and its report as plain data, or the error; anything else than our own errors is thrown on. */
async function outcome(
  input: Uint8Array | AsyncIterable<Uint8Array>,
  options: CsvReadOptions,
): Promise<unknown> {
  let log: ReadEventLog;
  try {
    log = await readCsv(input, options);
  } catch (error) {
    if (!isGigamineError(error)) throw error;
    const { issues, ...fields } = error.fields;
    return { code: error.code, message: error.message, fields, issues };
  }
  const { report } = log;
  if (report.rowsRead !== report.rowsKept + report.rowsDropped || report.rowsKept !== log.time.length) {
    throw new Error("rows are lost");
  }
  const columns = (all: ReadEventLog["eventAttributes"], rows: number): unknown[] =>
    Object.keys(all).map((name) => [
      name,
      all[name]!.kind,
      Array.from({ length: rows }, (_, row) => columnValue(all[name]!, row)),
    ]);
  return {
    caseIds: log.caseIds,
    offsets: [...log.caseOffsets],
    activities: log.activities,
    activity: [...log.activity],
    time: [...log.time],
    events: columns(log.eventAttributes, log.time.length),
    cases: columns(log.caseAttributes, log.caseIds.length),
    report,
  };
}

/** Reads a case in both ways; a sentence when they differ, `null` when all is well. */
export async function difference({ bytes, options, cuts, isText }: FuzzCase): Promise<string | null> {
  const scanned = await outcome(isText ? pieces(bytes, cuts) : bytes, options);
  // only the scanner knows its limit to the byte
  if (options.maxFieldLength !== undefined) return null;
  const parsed = await outcome(bytes, { ...options, parser: "papaparse" });
  if (isDeepStrictEqual(scanned, parsed)) return null;
  return `scanner ${JSON.stringify(scanned)}\npapaparse ${JSON.stringify(parsed)}`;
}

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    yield bytes.slice(from, cut);
    from = cut;
  }
}

function table(random: RandomStream): string {
  const delimiter = random.pick(DELIMITERS);
  const lineBreak = random.pick(["\n", "\r\n", "\r"]);
  const header = random.pick(HEADERS);
  const quoteAll = random.chance(0.2);
  const write = (cell: string): string =>
    quoteAll || /[",;|\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const rows = [header];
  const time = random.pick(TIMES);
  for (let i = random.integer(0, 6); i > 0; i--) {
    rows.push(
      header.map((_, c) =>
        c === 2
          ? random.chance(0.7)
            ? time
            : random.pick(TIMES)
          : c < 2
            ? random.pick(CELLS)
            : anyCell(random),
      ),
    );
  }
  const lines = rows.map((row) => row.map(write).join(delimiter));
  if (random.chance(0.1)) lines.splice(random.integer(0, lines.length), 0, "");
  const start = random.chance(0.1) ? "\ufeff" : "";
  return start + lines.join(lineBreak) + (random.chance(0.5) ? lineBreak : "");
}

function anyCell(random: RandomStream): string {
  return random.chance(0.5) ? random.pick(CELLS) : random.pick(["1", "2", "3.5", "4.50", "-7"]);
}

function soup(random: RandomStream): string {
  let text = random.chance(0.7) ? `${random.pick(HEADERS).join(",")}\n` : "";
  for (let i = random.integer(0, 25); i > 0; i--) text += random.pick(SOUP);
  return text;
}

function mutated(text: string, random: RandomStream): string {
  let result = text;
  for (let i = random.integer(1, 4); i > 0; i--) {
    const at = random.integer(0, result.length);
    const gone = random.chance(0.5) ? random.integer(0, 5) : 0;
    result = result.slice(0, at) + (random.chance(0.7) ? random.pick(SOUP) : "") + result.slice(at + gone);
  }
  return result;
}

function damage(bytes: Uint8Array, random: RandomStream): void {
  for (let i = random.integer(1, 3); i > 0 && bytes.length > 0; i--) {
    bytes[random.integer(0, bytes.length - 1)] = random.integer(0, 255);
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
