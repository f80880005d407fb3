/**
 * How many bytes the white space at `at` has, as `String.prototype.trim` knows it; 0 when there is none, -1 when the
 * character is cut at `end`.
 */
export function spaceLength(bytes: Uint8Array, at: number, end: number): number {
  const c = bytes[at]!;
  if (c < 0x80) return c === 0x20 || (c >= 9 && c <= 13) ? 1 : 0;
  const width = c === 0xc2 ? 2 : c === 0xe1 || c === 0xe2 || c === 0xe3 || c === 0xef ? 3 : 0;
  if (width === 0) return 0;
  if (at + width > end) return -1;
  const code = width === 2 ? bytes[at + 1]! : (bytes[at + 1]! << 8) | bytes[at + 2]!;
  return isSpace(c, code) ? width : 0;
}

function isSpace(lead: number, rest: number): boolean {
  switch (lead) {
    case 0xc2:
      return rest === 0xa0; // U+00A0
    case 0xe1:
      return rest === 0x9a80; // U+1680
    case 0xe3:
      return rest === 0x8080; // U+3000
    case 0xef:
      return rest === 0xbbbf; // U+FEFF
    default: // U+2000 … U+200A, U+2028, U+2029, U+202F, U+205F
      return (
        (rest >= 0x8080 && rest <= 0x808a) ||
        rest === 0x80a8 ||
        rest === 0x80a9 ||
        rest === 0x80af ||
        rest === 0x819f
      );
  }
}

/** Where the text begins that follows white space. */
export function skipSpaces(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const space = spaceLength(bytes, at, end);
    if (space <= 0) break;
    at += space;
  }
  return at;
}

/** Whether nothing stands there, or white space alone. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  const first = start < end ? bytes[start]! : 0;
  if (first > 0x20 && first < 0x80) return false;
  return skipSpaces(bytes, start, end) === end;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text of a cell. */
export function textAt(bytes: Uint8Array, start: number, end: number): string {
  return start === end ? "" : decoder.decode(bytes.subarray(start, end));
}
