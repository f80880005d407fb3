import { BYTE_CLASS, countLines, decodeValue, isSpace, PLAIN, QUOTE, SPACE, STOP } from "./characters.js";
import type { EventAssembler } from "./event-assembler.js";
import type { EventSlot } from "./event-slot.js";
import { INCOMPLETE, LONGEST_SHAPE, OTHER, type TagShape, type TagShapes } from "./tag-shapes.js";

/** What a scan answers in place of a position. */
export const NEED_MORE = -1;
export const NOT_REGULAR = -2;

/**
 * Reads whole events of the regular form, `<event>` with flat attributes, from bytes into columns: no string is made for what
 * was seen before. An event that is otherwise, or has something to complain about, is left to the general way; nothing of
 * it is taken then.
 */
export class EventScanner {
  readonly #events: EventAssembler;
  readonly #shapes: TagShapes;
  readonly #maxTagLength: number;
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;
  /** The attributes of the event at hand: where their values go, where they stand, and their text when it was decoded. */
  readonly #slots: EventSlot[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #values: number[] = [];
  readonly #texts: (string | null)[] = [];
  /** Classes of the bytes of the last value, joined. */
  #found = PLAIN;
  /** Line ends in the last event, and the shape of its end. */
  lines = 0;
  close: TagShape = OTHER;

  constructor(events: EventAssembler, shapes: TagShapes, maxTagLength: number) {
    this.#events = events;
    this.#maxTagLength = maxTagLength;
    this.#shapes = shapes;
    this.#bytes = new Uint8Array(0);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Sets the bytes to read; at `length` a zero must stand, and some bytes more. */
  over(bytes: Uint8Array, view: DataView, length: number): void {
    this.#bytes = bytes;
    this.#view = view;
    this.#length = length;
  }

  /** The shape at `at`, guessed from the one before. */
  shapeAfter(previous: TagShape, at: number): TagShape {
    const guess = previous.next;
    if (guess?.fits(this.#view, at, this.#length)) return guess;
    const shape = this.#shapes.find(this.#bytes, at, this.#length);
    if (shape !== OTHER && shape !== INCOMPLETE) previous.next = shape;
    return shape;
  }

  /**
   * Takes the event whose `<event>` has the given shape and ends at `from`.
   *
   * @param line The line at `from`.
   * @returns The position behind `</event>`, {@link NEED_MORE} or {@link NOT_REGULAR}.
   */
  scan(open: TagShape, from: number, caseIndex: number, line: number): number {
    const bytes = this.#bytes;
    const view = this.#view;
    const length = this.#length;
    const longest = this.#maxTagLength - 2 * LONGEST_SHAPE;
    let at = from;
    let lines = 0;
    let count = 0;
    let shape = open;
    for (;;) {
      const guess = shape.next;
      shape = guess?.fits(view, at, length) ? guess : this.shapeAfter(shape, at);
      at += shape.size;
      lines += shape.lines;
      if (shape.kind !== "attribute") break;
      shape.slot ??= this.#events.slot(shape.key, shape.element);
      const slot = shape.slot;
      let end = slot.read(bytes, view, at, length, shape.quote);
      let text: string | null = null;
      if (end < 0) {
        end = this.valueEnd(at, shape.quote);
        if (end < 0) return end;
        if (end - at > longest) return NOT_REGULAR;
        if (this.#found !== PLAIN) {
          text = decodeValue(bytes, at, end, this.#found);
          if (text === null) return NOT_REGULAR;
          if ((this.#found & SPACE) !== 0) lines += countLines(bytes, at, end);
        }
        slot.reread(bytes, view, at, end);
      }
      this.#slots[count] = slot;
      this.#values[count] = slot.value;
      this.#starts[count] = at;
      this.#ends[count] = end;
      this.#texts[count] = text;
      count++;
      if (bytes[end + 1] === 0x2f && bytes[end + 2] === 0x3e) at = end + 3;
      else {
        at = this.tagEnd(end + 1, shape.name);
        if (at < 0) return at;
        lines += countLines(bytes, end, at);
      }
    }
    if (shape.kind === "incomplete") return NEED_MORE;
    if (shape.kind !== "close" || shape.name !== open.name) return NOT_REGULAR;
    this.lines = lines;
    this.close = shape;
    return this.#take(count, caseIndex, line + lines) ? at : NOT_REGULAR;
  }

  /** The closing quote of the value that begins at `at`. {@link EventScanner.found} tells what is in it. */
  valueEnd(at: number, quote: number): number {
    const bytes = this.#bytes;
    let found = PLAIN;
    for (let end = at; ; end++) {
      const kind = BYTE_CLASS[bytes[end]!]!;
      if (kind === PLAIN) continue;
      if (kind === QUOTE) {
        if (bytes[end] !== quote) continue;
        this.#found = found;
        return end;
      }
      if (kind === STOP) return end >= this.#length ? NEED_MORE : NOT_REGULAR;
      found |= kind;
    }
  }

  get found(): number {
    return this.#found;
  }

  /** The position behind an element whose last value was closed before `at`: `/>`, or `></name>`. */
  tagEnd(at: number, name: string): number {
    const bytes = this.#bytes;
    let i = at;
    while (isSpace(bytes[i])) i++;
    if (bytes[i] === 0x2f && bytes[i + 1] === 0x3e) return i + 2;
    if (bytes[i] === 0x3e) {
      const close = this.#shapes.find(bytes, i + 1, this.#length);
      if (close.kind === "close" && close.name === name) return i + 1 + close.size;
      return close === INCOMPLETE ? NEED_MORE : NOT_REGULAR;
    }
    return i + 1 >= this.#length ? NEED_MORE : NOT_REGULAR;
  }

  /** Adds the event when it has one activity and one time that is spelled as usual. */
  #take(count: number, caseIndex: number, line: number): boolean {
    const events = this.#events;
    const bytes = this.#bytes;
    const values = this.#values;
    const slots = this.#slots;
    const starts = this.#starts;
    const ends = this.#ends;
    const texts = this.#texts;
    let activity = -1;
    let time = Number.NaN;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      if (slot.role === "attribute") continue;
      if (slot.role === "activity") {
        if (activity >= 0) return false;
        activity = i;
      } else {
        if (!Number.isNaN(time) || texts[i] !== null) return false;
        time = values[i]!;
        if (Number.isNaN(time)) return false;
      }
    }
    if (activity < 0 || Number.isNaN(time)) return false;
    const row = events.add(
      caseIndex,
      texts[activity] === null
        ? events.activity(bytes, starts[activity]!, ends[activity]!)
        : events.activityText(texts[activity]!),
      time,
    );
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      if (slot.role !== "attribute") continue;
      const start = starts[i]!;
      const end = ends[i]!;
      const text = texts[i]!;
      if (text !== null) events.setSlot(slot, row, text, line);
      else if (!slot.set(row, bytes, start, end, values[i]!)) {
        events.setSlot(slot, row, decodeValue(bytes, start, end, PLAIN)!, line);
      }
    }
    return true;
  }
}
