/** What a byte means inside a quoted value; several are joined by OR. */
export const PLAIN = 0;
export const QUOTE = 1;
const AMPERSAND = 2;
export const SPACE = 4;
const HIGH = 8;
/** `<` and control characters: no value holds them. Zero is one, so it can mark the end of the bytes. */
export const STOP = 16;

export const BYTE_CLASS: Uint8Array = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(STOP, 0, 0x20);
  table.fill(HIGH, 0x80);
  for (const c of [0x09, 0x0a, 0x0d]) table[c] = SPACE;
  table[0x22] = QUOTE;
  table[0x27] = QUOTE;
  table[0x26] = AMPERSAND;
  table[0x3c] = STOP;
  return table;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** These bytes as text; `null` when they are no UTF-8 or hold U+FFFE or U+FFFF, which XML forbids. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string | null {
  let text: string;
  try {
    text = decoder.decode(bytes.subarray(start, end));
  } catch {
    return null;
  }
  return /[\ufffe\uffff]/.test(text) ? null : text;
}

/**
 * The value that these bytes stand for between quotes: white space as blanks, references resolved. `null` when a
 * reference or a character is wrong.
 *
 * @param found Classes of the bytes, joined; what is not there is not looked for.
 */
export function decodeValue(bytes: Uint8Array, start: number, end: number, found: number): string | null {
  let text = decodeText(bytes, start, end);
  if (text === null) return null;
  if ((found & SPACE) !== 0) text = text.replaceAll(/\r\n|[\t\r\n]/g, " ");
  return (found & AMPERSAND) === 0 ? text : resolveReferences(text);
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Where the first reference that is none begins in these bytes, which are UTF-8; -1 when there is no such. */
export function badReference(bytes: Uint8Array, start: number, end: number): number {
  for (let at = bytes.indexOf(0x26, start); at >= 0 && at < end; at = bytes.indexOf(0x26, at + 1)) {
    let stop = at + 1;
    while (stop < end && bytes[stop] !== 0x26 && bytes[stop] !== 0x3b) stop++;
    const name = bytes[stop] === 0x3b ? (decodeText(bytes, at + 1, stop) ?? "") : "";
    if (reference(name) === undefined) return at;
  }
  return -1;
}

function resolveReferences(text: string): string | null {
  let resolved = "";
  let from = 0;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", from)) {
    const end = text.indexOf(";", at);
    if (end < 0) return null;
    const character = reference(text.slice(at + 1, end));
    if (character === undefined) return null;
    resolved += text.slice(from, at) + character;
    from = end + 1;
  }
  return resolved + text.slice(from);
}

function reference(name: string): string | undefined {
  if (!name.startsWith("#")) return ENTITIES.get(name);
  const hex = /^#x([0-9a-fA-F]+)$/.exec(name)?.[1];
  const code =
    hex !== undefined ? parseInt(hex, 16) : /^#[0-9]+$/.test(name) ? parseInt(name.slice(1), 10) : 0;
  return isCharacter(code) ? String.fromCodePoint(code) : undefined;
}

/** The characters of XML 1.0. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/** Line ends in these bytes as XML counts them: CR LF is one. */
export function countLines(bytes: Uint8Array, start: number, end: number): number {
  let lines = 0;
  for (let i = start; i < end; i++) {
    const c = bytes[i];
    if (c === 0x0a || (c === 0x0d && bytes[i + 1] !== 0x0a)) lines++;
  }
  return lines;
}

export function isSpace(c: number | undefined): boolean {
  return c === 0x20 || c === 0x0a || c === 0x09 || c === 0x0d;
}
