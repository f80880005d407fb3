/** How a CSV text is laid out. */
export interface Dialect {
  readonly delimiter: string;
  readonly lineBreak: "\n" | "\r";
  /** Bytes of a first line `sep=;`, by which spreadsheets name the delimiter, with its line break; 0 when there is none. */
  readonly skip: number;
}

/** The delimiters that are looked for. */
export const USUAL_DELIMITERS: readonly string[] = [",", ";", "\t", "|"];

const QUOTE = 0x22;
const LF = 10;
const CR = 13;

/**
 * The layout, by the first record of the text: the usual delimiter that stands most often outside its quotes (a comma when
 * none does) and the line break behind it. Says `null` while the record is not whole and more bytes may follow.
 */
export function findDialect(head: Uint8Array, given: string | undefined, last: boolean): Dialect | null {
  const first = firstRecord(head, 0, given);
  if (first === null && !last) return null;
  const named = separatorLine(head, first?.end ?? head.length);
  if (named === null) {
    return { delimiter: given ?? mostFrequent(first?.counts), lineBreak: first?.lineBreak ?? "\n", skip: 0 };
  }
  const delimiter = given ?? named;
  const skip = first?.next ?? head.length;
  const second = firstRecord(head, skip, delimiter);
  if (second === null && !last) return null;
  return { delimiter, lineBreak: first?.lineBreak ?? "\n", skip };
}

interface FirstRecord {
  readonly end: number;
  readonly next: number;
  readonly lineBreak: "\n" | "\r";
  readonly counts: readonly number[];
}

/** A quote opens a field only where a field can begin. `null` when no line break ends the record. */
function firstRecord(head: Uint8Array, start: number, given: string | undefined): FirstRecord | null {
  const delimiters = (given === undefined ? USUAL_DELIMITERS : [given]).map((text) => text.charCodeAt(0));
  const counts = delimiters.map(() => 0);
  let quoted = false;
  let fieldStart = true;
  for (let at = start; at < head.length; at++) {
    const c = head[at]!;
    if (quoted) {
      quoted = c !== QUOTE;
      continue;
    }
    if (c === LF) return { end: at, next: at + 1, lineBreak: "\n", counts };
    if (c === CR) {
      if (at + 1 === head.length) return null;
      const crlf = head[at + 1] === LF;
      return { end: at, next: at + (crlf ? 2 : 1), lineBreak: crlf ? "\n" : "\r", counts };
    }
    if (c === QUOTE && (fieldStart || head[at - 1] === QUOTE)) {
      quoted = true;
      continue;
    }
    const index = delimiters.indexOf(c);
    if (index >= 0) counts[index]!++;
    fieldStart = index >= 0;
  }
  return null;
}

function mostFrequent(counts: readonly number[] = []): string {
  let best = 0;
  for (let i = 1; i < counts.length; i++) if (counts[i]! > counts[best]!) best = i;
  return USUAL_DELIMITERS[best]!;
}

/** The delimiter that a line `sep=;` names; `null` when the line is another. */
function separatorLine(head: Uint8Array, end: number): string | null {
  if (end < 5 || end > 8) return null;
  const found = /^sep=([^"\r\n])$/i.exec(new TextDecoder().decode(head.subarray(0, end)));
  return found?.[1] ?? null;
}
