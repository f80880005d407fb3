import { ByteDictionary } from "../bytes/byte-dictionary.js";
import { TYPES } from "./attribute-types.js";
import { decodeText, isSpace } from "./characters.js";
import type { EventSlot } from "./event-slot.js";

/** What the bytes after the end of a tag turn out to be. */
export type ShapeKind =
  /** `<string key="k" value="`: a value begins. */
  | "attribute"
  /** `<event>` without attributes. */
  | "open event"
  /** `<trace>` without attributes. */
  | "open trace"
  /** `<list key="k">` or `<container key="k">`. */
  | "open list"
  /** `<values>`. */
  | "open values"
  /** `</name>`. */
  | "close"
  /** Anything else. */
  | "other"
  /** The bytes end too early to tell. */
  | "incomplete";

/**
 * The bytes from the end of one tag to the end of the next, or to the first byte of its value. Logs are written by machines:
 * the same few shapes come again and again, white space included, and are known by comparing words.
 */
export class TagShape {
  readonly kind: ShapeKind;
  /** The element's name as written, with its prefix. */
  readonly name: string;
  /** The element's name without prefix. */
  readonly element: string;
  readonly key: string;
  /** The quote that ends the value. */
  readonly quote: number;
  readonly size: number;
  /** Line ends among the bytes. */
  readonly lines: number;
  /** The shape that came next the last time, and the one before that: behind an event comes another, or the end of the trace. */
  next: TagShape | null = null;
  second: TagShape | null = null;
  /** Where values of events went the last time, and the attribute around them then. */
  slot: EventSlot | null = null;
  parent: EventSlot | null = null;
  readonly #words: Int32Array;
  readonly #last: number;

  constructor(kind: ShapeKind, bytes: Uint8Array, name = "", key = "") {
    this.kind = kind;
    this.name = name;
    this.element = localName(name);
    this.key = key;
    this.size = bytes.length;
    this.quote = bytes[bytes.length - 1] ?? 0;
    let lines = 0;
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] === 0x0a || (bytes[i] === 0x0d && bytes[i + 1] !== 0x0a)) lines++;
    }
    this.lines = lines;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#words = Int32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getInt32(4 * i, true));
    this.#last = bytes.length >= 4 ? view.getInt32(bytes.length - 4, true) : 0;
  }

  /** Whether the bytes from `at` on begin with this shape. */
  fits(view: DataView, at: number, length: number): boolean {
    if (at + this.size > length) return false;
    const words = this.#words;
    for (let i = 0; i < words.length; i++) {
      if (view.getInt32(at + 4 * i, true) !== words[i]) return false;
    }
    return view.getInt32(at + this.size - 4, true) === this.#last;
  }
}

export const OTHER = new TagShape("other", new Uint8Array(0));
export const INCOMPLETE = new TagShape("incomplete", new Uint8Array(0));

/** Longer ones are rare, and left to whoever reads tag by tag. */
export const LONGEST_SHAPE = 1024;
/** A hostile file may have any number of shapes: then the table begins anew. */
export const MOST_SHAPES = 4096;

/** The shapes met so far. */
export class TagShapes {
  #known = new ByteDictionary();
  #shapes: TagShape[] = [];

  /** The shape at `at`, which is the end of a tag. Neither `other` nor `incomplete` shapes may be kept. */
  find(bytes: Uint8Array, at: number, length: number): TagShape {
    const end = shapeEnd(bytes, at, Math.min(length, at + LONGEST_SHAPE));
    if (end === MISSING) return length - at < LONGEST_SHAPE ? INCOMPLETE : OTHER;
    if (end === STRANGE) return OTHER;
    if (this.#shapes.length >= MOST_SHAPES) {
      this.#known = new ByteDictionary();
      this.#shapes = [];
    }
    const code = this.#known.intern(bytes, at, end);
    if (code < 0) return OTHER;
    this.#shapes[code] ??= shapeOf(bytes.slice(at, end));
    return this.#shapes[code];
  }
}

/** The name without its namespace prefix: `xes:event` is `event`. */
export function localName(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1);
}

const MISSING = -1;
const STRANGE = -2;

/** Where the shape at `at` ends: behind a tag without attributes, or behind the quote that opens a second attribute. */
function shapeEnd(bytes: Uint8Array, at: number, limit: number): number {
  let i = at;
  while (i < limit && isSpace(bytes[i])) i++;
  if (i + 1 >= limit) return i >= limit || bytes[i] === 0x3c ? MISSING : STRANGE;
  const next = bytes[i + 1]!;
  if (bytes[i] !== 0x3c || next === 0x21 || next === 0x3f) return STRANGE;
  let quote = 0; // the quote we stand in
  let quotes = 0;
  for (i++; i < limit; i++) {
    const c = bytes[i]!;
    if (quote !== 0) {
      if (c === quote) quote = 0;
    } else if (c === 0x3e) return i + 1;
    else if (c === 0x22 || c === 0x27) {
      if (++quotes === 2) return i + 1;
      quote = c;
    }
  }
  return MISSING;
}

const ATTRIBUTE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a key holds none
  /^[ \t\r\n]*<([A-Za-z_][\w.:-]*)[ \t\r\n]+key[ \t\r\n]*=[ \t\r\n]*(?:"([^"<&\x00-\x1f]*)"|'([^'<&\x00-\x1f]*)')[ \t\r\n]+value[ \t\r\n]*=[ \t\r\n]*["']$/;
const LIST =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a key holds none
  /^[ \t\r\n]*<([A-Za-z_][\w.:-]*)[ \t\r\n]+key[ \t\r\n]*=[ \t\r\n]*(?:"([^"<&\x00-\x1f]*)"|'([^'<&\x00-\x1f]*)')[ \t\r\n]*>$/;
const OPEN = /^[ \t\r\n]*<([A-Za-z_][\w.:-]*)[ \t\r\n]*>$/;
const CLOSE = /^[ \t\r\n]*<\/([A-Za-z_][\w.:-]*)[ \t\r\n]*>$/;

function shapeOf(bytes: Uint8Array): TagShape {
  const text = decodeText(bytes, 0, bytes.length);
  if (text === null) return OTHER;
  const attribute = ATTRIBUTE.exec(text);
  if (attribute !== null) {
    const [, name = "", doubleQuoted, singleQuoted] = attribute;
    return TYPES.has(localName(name))
      ? new TagShape("attribute", bytes, name, doubleQuoted ?? singleQuoted)
      : OTHER;
  }
  const close = CLOSE.exec(text);
  if (close !== null) return new TagShape("close", bytes, close[1]);
  const list = LIST.exec(text);
  if (list !== null) {
    const [, name = "", doubleQuoted, singleQuoted] = list;
    const isList = localName(name) === "list" || localName(name) === "container";
    return isList ? new TagShape("open list", bytes, name, doubleQuoted ?? singleQuoted) : OTHER;
  }
  const open = OPEN.exec(text)?.[1];
  const kind = open === undefined ? undefined : OPENING.get(localName(open));
  return kind === undefined ? OTHER : new TagShape(kind, bytes, open);
}

const OPENING: ReadonlyMap<string, ShapeKind> = new Map([
  ["event", "open event"],
  ["trace", "open trace"],
  ["values", "open values"],
]);
