import { decodeText, isSpace } from "./characters.js";

/** What a scan answers in place of a position. */
export const NEED_MORE = -1;
export const NOT_REGULAR = -2;

/** The bytes of a document with the small parts of XML's grammar: white space, names, comments, instructions. */
export class XmlBytes {
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;

  /** Sets the bytes to read; at `length` a zero must stand. */
  over(bytes: Uint8Array, length: number): void {
    this.#bytes = bytes;
    this.#length = length;
  }

  /** The end of the comment, CDATA section or instruction that begins at `start`. */
  miscellanyEnd(start: number): number {
    if (this.startsWith(start, "<!--")) {
      const dashes = this.#indexOf("--", start + 4);
      if (dashes < 0) return dashes;
      if (dashes + 2 >= this.#length) return NEED_MORE;
      return this.#bytes[dashes + 2] === 0x3e ? dashes + 3 : NOT_REGULAR;
    }
    if (this.startsWith(start, "<![CDATA[")) return this.#behind("]]>", start + 9);
    if (!this.startsWith(start, "<?")) return this.#length - start < 9 ? NEED_MORE : NOT_REGULAR;
    const target = this.nameEnd(start + 2);
    if (target < 0) return target;
    if (target >= this.#length) return NEED_MORE;
    const next = this.#bytes[target];
    if (/^xml$/i.test(this.text(start + 2, target)) || (next !== 0x3f && !isSpace(next))) return NOT_REGULAR;
    return this.#behind("?>", target);
  }

  /** The end of the ASCII name that begins at `at`. */
  nameEnd(at: number): number {
    let end = at;
    while (NAME_CHARACTER[this.#bytes[end]!] === 1) end++;
    if (end >= this.#length) return NEED_MORE;
    const c = this.#bytes[at]!;
    // digits, points and dashes do not begin a name; beyond ASCII a name may go on
    return end === at || c < 0x3a || this.#bytes[end]! >= 0x80 ? NOT_REGULAR : end;
  }

  #behind(terminator: string, from: number): number {
    const at = this.#indexOf(terminator, from);
    return at < 0 ? at : at + terminator.length;
  }

  /** Where `text` begins, from `from` on; only over characters that XML allows. */
  #indexOf(text: string, from: number): number {
    const first = text.charCodeAt(0);
    let high = false;
    for (let i = from; i < this.#length; i++) {
      const c = this.#bytes[i]!;
      if (c >= 0x80) high = true;
      else if (c < 0x20 && !isSpace(c)) return NOT_REGULAR;
      else if (c === first && this.startsWith(i, text)) {
        return high && decodeText(this.#bytes, from, i) === null ? NOT_REGULAR : i;
      }
    }
    return NEED_MORE;
  }

  startsWith(at: number, text: string): boolean {
    for (let i = 0; i < text.length; i++) {
      if (this.#bytes[at + i] !== text.charCodeAt(i)) return false;
    }
    return true;
  }

  skipSpace(at: number): number {
    let i = at;
    while (isSpace(this.#bytes[i])) i++;
    return i;
  }

  text(start: number, end: number): string {
    return decodeText(this.#bytes, start, end)!;
  }
}

/** 1 for the characters of names in ASCII: letters, digits, `_`, `:`, `.` and `-`. */
const NAME_CHARACTER = Uint8Array.from({ length: 256 }, (_, c) =>
  c < 0x80 && /[\w:.-]/.test(String.fromCharCode(c)) ? 1 : 0,
);
