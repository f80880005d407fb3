/**
 * The distinct values among byte ranges, each with a dense code in first-seen order: what a reader uses to intern the
 * cells of a column without making a string for each.
 *
 * Ranges are hashed four bytes at a time, found by open addressing and compared byte for byte, so a code never stands
 * for two values. A value is decoded once, when it is asked for. `intern` costs O(length); memory is that of the distinct bytes
 * plus about 28 bytes a value.
 */
export class ByteDictionary {
  #size = 0;
  /** Pairs of hash and code + 1; 0 marks a free slot. Twice as many slots as values at least. */
  #slots = new Int32Array(2 * 64);
  #mask = 63;
  /** The values one after the other, each from a multiple of four on and filled up with zeros. */
  #arena = new DataView(new ArrayBuffer(1024));
  #used = 0;
  /** Where a value begins in the arena, in words. */
  #starts = new Uint32Array(64);
  #lengths = new Uint32Array(64);
  readonly #texts: string[] = [];
  #ascii = true;
  #bytes: Uint8Array | null = null;
  #view: DataView = this.#arena;
  /** What the last search that found nothing knew: the free slot, the hash, the last bytes, whether any is beyond ASCII. */
  #slot = 0;
  #hash = 0;
  #tail = 0;
  #high = false;

  /** How many values there are. */
  get size(): number {
    return this.#size;
  }

  /** The code of the value in `bytes` from `start` to `end`, which becomes known by it; -1 when that is no valid UTF-8. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const code = this.find(bytes, start, end);
    if (code >= 0) return code;
    if (this.#high) {
      if (!isUtf8(bytes, start, end)) return -1;
      this.#ascii = false;
    }
    return this.#add(start, end);
  }

  /** The code of a known value; -1 when it is not known. */
  find(bytes: Uint8Array, start: number, end: number): number {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const view = this.#view;
    const length = end - start;
    const whole = end - (length & 3);
    let hash = length;
    let high = 0;
    for (let at = start; at < whole; at += 4) {
      const word = view.getInt32(at, true);
      high |= word;
      hash = imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const tail = whole === end ? 0 : lastBytes(bytes, whole, end);
    high |= tail;
    hash = imul(hash ^ tail, 0x85ebca6b);
    hash ^= hash >>> 13;

    const slots = this.#slots;
    const mask = this.#mask;
    let slot = hash & mask;
    for (;;) {
      const code = slots[2 * slot + 1]! - 1;
      if (code < 0) break;
      if (slots[2 * slot] === hash && this.#equals(code, view, start, whole, tail, length)) return code;
      slot = (slot + 1) & mask;
    }
    this.#slot = slot;
    this.#hash = hash;
    this.#tail = tail;
    this.#high = (high & 0x80808080) !== 0;
    return -1;
  }

  /** The same for text. A lone surrogate counts as U+FFFD, as everywhere where text becomes UTF-8. */
  internText(text: string): number {
    const bytes = encoder.encode(text);
    return this.intern(bytes, 0, bytes.length);
  }

  /** The value with this code, which must be one that was given out. */
  text(code: number): string {
    let text = this.#texts[code];
    if (text === undefined) {
      const start = this.#starts[code]! * 4;
      const bytes = new Uint8Array(this.#arena.buffer, start, this.#lengths[code]!);
      text = decoder.decode(bytes);
      this.#texts[code] = text;
    }
    return text;
  }

  /** All values, index = code. */
  texts(): string[] {
    for (let code = 0; code < this.#size; )
      code = this.#ascii ? this.#decodeRun(code) : this.#decodeOne(code);
    return this.#texts.slice();
  }

  #decodeOne(code: number): number {
    this.text(code);
    return code + 1;
  }

  /** Decodes values of ASCII many at a time, since a call of the decoder costs more than a short value. Gives the next code. */
  #decodeRun(from: number): number {
    const start = this.#starts[from]! * 4;
    let to = from + 1;
    while (to < this.#size && this.#starts[to]! * 4 < start + RUN) to++;
    const end = to < this.#size ? this.#starts[to]! * 4 : this.#used;
    const text = decoder.decode(new Uint8Array(this.#arena.buffer, start, end - start));
    for (let code = from; code < to; code++) {
      const at = this.#starts[code]! * 4 - start;
      this.#texts[code] = text.slice(at, at + this.#lengths[code]!);
    }
    return to;
  }

  #equals(code: number, view: DataView, start: number, whole: number, tail: number, length: number): boolean {
    if (this.#lengths[code] !== length) return false;
    const arena = this.#arena;
    let own = this.#starts[code]! * 4;
    for (let at = start; at < whole; at += 4) {
      if (arena.getInt32(own, true) !== view.getInt32(at, true)) return false;
      own += 4;
    }
    return (length & 3) === 0 || arena.getInt32(own, true) === tail;
  }

  /** Adds the value that {@link find} just missed. */
  #add(start: number, end: number): number {
    const code = this.#size;
    if (code === this.#starts.length) this.#growCodes();
    const length = end - start;
    const whole = end - (length & 3);
    const needed = this.#used + ((length + 3) & ~3);
    if (needed > this.#arena.byteLength) this.#growArena(needed);
    this.#starts[code] = this.#used / 4;
    this.#lengths[code] = length;
    let own = this.#used;
    for (let at = start; at < whole; at += 4) {
      this.#arena.setInt32(own, this.#view.getInt32(at, true), true);
      own += 4;
    }
    if (whole !== end) this.#arena.setInt32(own, this.#tail, true);
    this.#used = needed;
    this.#slots[2 * this.#slot] = this.#hash;
    this.#slots[2 * this.#slot + 1] = code + 1;
    this.#size = code + 1;
    if (this.#size * 2 > this.#mask) this.#growSlots();
    return code;
  }

  #growCodes(): void {
    const capacity = Math.ceil(this.#starts.length * 1.5);
    const starts = new Uint32Array(capacity);
    starts.set(this.#starts);
    this.#starts = starts;
    const lengths = new Uint32Array(capacity);
    lengths.set(this.#lengths);
    this.#lengths = lengths;
  }

  #growArena(needed: number): void {
    const capacity = Math.max(needed, Math.ceil(this.#arena.byteLength * 0.375) * 4);
    const grown = new Uint8Array(capacity);
    grown.set(new Uint8Array(this.#arena.buffer, 0, this.#used));
    this.#arena = new DataView(grown.buffer);
  }

  #growSlots(): void {
    const before = this.#slots;
    const mask = this.#mask * 2 + 1;
    const slots = new Int32Array(2 * (mask + 1));
    for (let i = 0; i < before.length; i += 2) {
      if (before[i + 1] === 0) continue;
      let slot = before[i]! & mask;
      while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
      slots[2 * slot] = before[i]!;
      slots[2 * slot + 1] = before[i + 1]!;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}

/** Bytes that are decoded at once: longer values may keep each other alive by so much. */
const RUN = 4096;

/** Looked up once: as a property of a global it costs more than the multiplication, most of all in sandboxes. */
const { imul } = Math;
const encoder = new TextEncoder();
/** The byte order mark is a character like any other inside a file. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function lastBytes(bytes: Uint8Array, at: number, end: number): number {
  let word = bytes[at]!;
  if (at + 1 < end) word |= bytes[at + 1]! << 8;
  if (at + 2 < end) word |= bytes[at + 2]! << 16;
  return word;
}

/** Whether these bytes are UTF-8: no overlong forms, no surrogates, nothing cut off. */
export function isUtf8(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
  try {
    strict.decode(bytes.subarray(start, end));
    return true;
  } catch {
    return false;
  }
}
