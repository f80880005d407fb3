import { GigamineError } from "@gigamine/base";
import type { XesAssembler } from "./assembler.js";
import {
  BYTE_CLASS,
  badReference,
  countLines,
  decodeText,
  decodeValue,
  isSpace,
  STOP,
} from "./characters.js";
import { EventScanner } from "./event-scanner.js";
import type { XesTag } from "./tag.js";
import { localName, TagShape, TagShapes } from "./tag-shapes.js";
import { NEED_MORE, NOT_REGULAR, XmlBytes } from "./xml-bytes.js";

/** What is left when a scanner stops: where to go on, and what stands open there. */
export interface ScanStop {
  /** The bytes from the end of the last element that was taken. */
  readonly rest: Uint8Array;
  /** Names of the open elements, as written; `null` at the very beginning. */
  readonly open: readonly string[] | null;
  /** The name of the outermost element; empty at the very beginning. */
  readonly root: string;
  readonly line: number;
  /** Characters since the last line end. */
  readonly column: number;
}

/** A tag of more bytes is left to the parser that keeps no buffer. */
const LONGEST_TAG = 1 << 22;
/** An event of more bytes is taken tag by tag. */
const LONGEST_EVENT = 1 << 20;
/** Little chunks are gathered to so many bytes. */
const GATHERED = 1 << 16;

/**
 * Reads XES in UTF-8 from bytes, as far as the document is regular: no DOCTYPE, names in ASCII, nothing malformed. It
 * complains about references only: at the first thing that is otherwise it stops, and says where and what stands open, so that an
 * XML parser can go on from there with the same assembler.
 *
 * Each byte is looked at a bounded number of times, however the chunks are cut: a part that is not complete waits until
 * the bytes have doubled.
 */
export class XesScanner {
  readonly #assembler: XesAssembler;
  readonly #source: string;
  readonly #maxDepth: number;
  readonly #maxTagLength: number;
  readonly #shapes = new TagShapes();
  readonly #events: EventScanner;
  readonly #xml = new XmlBytes();
  #bytes = new Uint8Array(1 << 19);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  #wanted = GATHERED;
  /** Names of the open elements. */
  readonly #open: string[] = [];
  #root = "";
  /** Line at the end of the last element that was taken, and characters since its beginning. */
  #line = 1;
  #column = 0;
  /** The shape before, to guess the next from. */
  #shape = new TagShape("other", new Uint8Array(0));
  /** Where the tag or text at hand begins, and the tag's name. */
  #from = 0;
  #name = "";

  constructor(
    assembler: XesAssembler,
    { source, maxDepth, maxTagLength }: Readonly<{ source: string; maxDepth: number; maxTagLength: number }>,
  ) {
    this.#assembler = assembler;
    this.#source = source;
    this.#maxDepth = maxDepth;
    this.#maxTagLength = Math.min(maxTagLength, LONGEST_TAG);
    this.#events = new EventScanner(assembler.events, this.#shapes, this.#maxTagLength);
  }

  /** Takes more bytes; false when the document is not regular from {@link XesScanner.stop} on. */
  push(chunk: Uint8Array): boolean {
    this.#append(chunk);
    return this.#length < this.#wanted || this.#scan(false);
  }

  /** Takes the end of the document; false as with {@link XesScanner.push}. */
  finish(): boolean {
    return this.#scan(true);
  }

  stop(): ScanStop {
    return {
      rest: this.#bytes.slice(0, this.#length),
      open: this.#root === "" ? null : [...this.#open],
      root: this.#root,
      line: this.#line,
      column: this.#column,
    };
  }

  #append(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length + 8; // behind the bytes stand zeros
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    this.#bytes.set(chunk, this.#length);
    this.#length += chunk.length;
    this.#bytes.fill(0, this.#length, this.#length + 8);
  }

  #scan(final: boolean): boolean {
    const length = this.#length;
    this.#events.over(this.#bytes, this.#view, length);
    this.#xml.over(this.#bytes, length);
    let at = 0;
    let next = 0;
    while (at < length) {
      next = this.#root === "" ? this.#prolog(at) : this.#step(at);
      if (next < 0) break;
      at = next;
    }
    this.#drop(at, this.#columnAt(at));
    if (next === NOT_REGULAR) return false;
    if (final) return this.#root !== "" && this.#open.length === 0 && this.#xml.skipSpace(0) === this.#length;
    this.#wanted = Math.max(GATHERED, this.#length * 2);
    return this.#length <= this.#maxTagLength;
  }

  #drop(count: number, column: number): void {
    this.#column = column;
    if (count === 0) return;
    this.#bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
    this.#bytes.fill(0, this.#length, this.#length + 8);
  }

  /** Characters from the last line end to `at`. */
  #columnAt(at: number): number {
    const bytes = this.#bytes;
    let column = 0;
    for (let i = at - 1; i >= 0; i--) {
      const c = bytes[i]!;
      if (c === 0x0a || c === 0x0d) return column;
      if ((c & 0xc0) !== 0x80) column++;
    }
    return this.#column + column;
  }

  /** All up to the end of the outermost element's tag. Nothing is taken before that is there. */
  #prolog(at: number): number {
    const end = this.#prologEnd(at);
    if (end < 0) this.#line = 1;
    else this.#root = this.#name;
    return end;
  }

  #prologEnd(from: number): number {
    let at = from;
    if (this.#xml.startsWith(at, "<?xml") && isSpace(this.#bytes[at + 5])) {
      const end = this.#bytes.indexOf(0x3e, at) + 1;
      if (end === 0 || end > this.#length) return this.#length - at > 1024 ? NOT_REGULAR : NEED_MORE;
      if (!XML_DECLARATION.test(decodeText(this.#bytes, at, end) ?? "")) return NOT_REGULAR;
      this.#line += countLines(this.#bytes, at, end);
      at = end;
    }
    for (;;) {
      const start = this.#xml.skipSpace(at);
      if (start >= this.#length) return NEED_MORE;
      if (this.#bytes[start] !== 0x3c || this.#xml.startsWith(start, "<![")) return NOT_REGULAR;
      const end = this.#markup(at, start);
      if (end < 0 || this.#name !== "") return end;
      at = end;
    }
  }

  /** One more event, or tag, or comment, with the text before it. */
  #step(at: number): number {
    if (this.#open.length === 0) {
      const start = this.#xml.skipSpace(at);
      if (start >= this.#length) return NEED_MORE;
      // no second element, and no text
      if (this.#bytes[start] !== 0x3c || !/[!?]/.test(String.fromCharCode(this.#bytes[start + 1]!))) {
        return start + 1 < this.#length || this.#bytes[start] !== 0x3c ? NOT_REGULAR : NEED_MORE;
      }
      if (this.#xml.startsWith(start, "<![")) return NOT_REGULAR;
      return this.#markup(at, start);
    }
    const { place } = this.#assembler;
    if (place === "trace" || place === "log") {
      const next = this.#regular(at, place === "trace");
      if (next >= 0 || (next === NEED_MORE && this.#length - at < LONGEST_EVENT)) return next;
    }
    let start = at;
    for (; this.#bytes[start] !== 0x3c; start++) {
      const c = this.#bytes[start]!;
      // "]]>", references and all beyond ASCII are left to the parser
      if (BYTE_CLASS[c] === STOP && start >= this.#length) return NEED_MORE;
      if (BYTE_CLASS[c] === STOP || c === 0x5d || c === 0x26 || c >= 0x80) return NOT_REGULAR;
    }
    return this.#markup(at, start);
  }

  /** What comes in masses: events, traces, and simple attributes of traces. */
  #regular(at: number, inTrace: boolean): number {
    const events = this.#events;
    const assembler = this.#assembler;
    const shape = events.shapeAfter(this.#shape, at);
    const line = this.#line + shape.lines;
    let end = at + shape.size;
    switch (shape.kind) {
      case "open event":
        if (!inTrace || !assembler.events.plain || this.#open.length >= this.#maxDepth) return NOT_REGULAR;
        end = events.scan(shape, end, assembler.caseIndex, line, this.#maxDepth - this.#open.length - 1);
        if (end < 0) return end;
        this.#line = line + events.lines;
        this.#shape = events.close;
        return end;
      case "open trace":
        if (inTrace || this.#open.length + 1 > this.#maxDepth) return NOT_REGULAR;
        this.#open.push(shape.name);
        assembler.open("trace", NO_ATTRIBUTES, line);
        this.#line = line;
        break;
      case "close":
        if (shape.name !== this.#open[this.#open.length - 1]) return NOT_REGULAR;
        this.#open.pop();
        assembler.close(line);
        this.#line = line;
        break;
      case "attribute": {
        const from = end;
        const quote = events.valueEnd(from, shape.quote);
        if (quote < 0) return quote;
        if (quote - at > this.#maxTagLength) return NOT_REGULAR;
        const value = decodeValue(this.#bytes, from, quote, events.found);
        end = value === null ? NOT_REGULAR : events.tagEnd(quote + 1, shape.name);
        if (value === null || end < 0 || this.#open.length + 1 > this.#maxDepth)
          return end < 0 ? end : NOT_REGULAR;
        this.#line = line + countLines(this.#bytes, from, end);
        assembler.open(shape.element, { key: shape.key, value }, this.#line);
        assembler.close(this.#line);
        break;
      }
      default:
        return shape.kind === "incomplete" ? NEED_MORE : NOT_REGULAR;
    }
    this.#shape = shape;
    return end;
  }

  /** A tag, comment or instruction that begins at `start`, after text from `at` on. Sets the name to that of an opening tag. */
  #markup(at: number, start: number): number {
    const line = this.#line + countLines(this.#bytes, at, start);
    this.#from = at;
    this.#name = "";
    const next = this.#bytes[start + 1];
    const end =
      next === 0x21 || next === 0x3f
        ? this.#within(this.#xml.miscellanyEnd(start))
        : next === 0x2f
          ? this.#closingTag(start, line)
          : this.#openingTag(start, line);
    if (end >= 0) this.#line = line + countLines(this.#bytes, start, end);
    return end;
  }

  /** `end`, unless the tag is longer than allowed: bytes are at least as many as characters. */
  #within(end: number): number {
    return end - this.#from > this.#maxTagLength ? NOT_REGULAR : end;
  }

  #closingTag(start: number, line: number): number {
    const end = this.#xml.nameEnd(start + 2);
    if (end < 0) return end;
    const close = this.#xml.skipSpace(end);
    if (close >= this.#length) return NEED_MORE;
    if (this.#bytes[close] !== 0x3e || this.#xml.text(start + 2, end) !== this.#open[this.#open.length - 1]) {
      return NOT_REGULAR;
    }
    if (this.#within(close + 1) < 0) return NOT_REGULAR;
    this.#open.pop();
    this.#assembler.close(line + countLines(this.#bytes, start, close));
    return close + 1;
  }

  #openingTag(start: number, line: number): number {
    const bytes = this.#bytes;
    const tag: Record<string, string> = Object.create(null);
    const nameEnd = this.#xml.nameEnd(start + 1);
    if (nameEnd < 0) return nameEnd;
    let at = nameEnd;
    for (;;) {
      const next = this.#xml.skipSpace(at);
      if (next + 1 >= this.#length && bytes[next] !== 0x3e) return NEED_MORE;
      if (bytes[next] === 0x3e || bytes[next] === 0x2f) {
        at = next;
        break;
      }
      if (next === at) return NOT_REGULAR;
      at = this.#attribute(next, tag);
      if (at < 0) return at;
    }
    const selfClosing = bytes[at] === 0x2f;
    const end = selfClosing ? at + 2 : at + 1;
    if (bytes[end - 1] !== 0x3e || this.#open.length + 1 > this.#maxDepth) return NOT_REGULAR;
    if (this.#within(end) < 0) return NOT_REGULAR;
    const endLine = line + countLines(bytes, start, end);
    this.#name = this.#xml.text(start + 1, nameEnd);
    if (!selfClosing) this.#open.push(this.#name);
    this.#assembler.open(localName(this.#name), tag, endLine);
    if (selfClosing) this.#assembler.close(endLine);
    return end;
  }

  /** Enters the attribute that begins at `at` into `tag`, and returns the position behind it. */
  #attribute(at: number, tag: Record<string, string>): number {
    const bytes = this.#bytes;
    const nameEnd = this.#xml.nameEnd(at);
    if (nameEnd < 0) return nameEnd;
    const equals = this.#xml.skipSpace(nameEnd);
    const open = this.#xml.skipSpace(equals + 1);
    if (open >= this.#length) return NEED_MORE;
    const quote = bytes[open]!;
    if (bytes[equals] !== 0x3d || (quote !== 0x22 && quote !== 0x27)) return NOT_REGULAR;
    const end = this.#events.valueEnd(open + 1, quote);
    if (end < 0) return end;
    const value = decodeValue(bytes, open + 1, end, this.#events.found);
    const name = this.#xml.text(at, nameEnd);
    if (value === null) this.#checkReferences(open + 1, end);
    if (value === null || name in tag) return NOT_REGULAR;
    tag[name] = value;
    return end + 1;
  }

  /** A bare `&` is the commonest fault of hand-made XML, and the parser would tell it at the next semicolon, wherever that is. */
  #checkReferences(start: number, end: number): void {
    const at = badReference(this.#bytes, start, end);
    if (at < 0) return;
    const line = this.#line + countLines(this.#bytes, this.#from, at);
    const column = this.#columnAt(at) + 1;
    const source = this.#source;
    throw new GigamineError(
      "xes/malformed",
      `${source}: line ${line}, column ${column}: "&" begins no reference that XML knows. Write &amp; where the character itself ` +
        `is meant.`,
      { source, line, column },
    );
  }
}

const NO_ATTRIBUTES: XesTag = Object.freeze(Object.create(null));

const XML_DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.0\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])[A-Za-z][\w.-]*\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\3)?[ \t\r\n]*\?>$/;
