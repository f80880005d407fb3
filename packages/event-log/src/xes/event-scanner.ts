import { BYTE_CLASS, countLines, decodeValue, isSpace, PLAIN, QUOTE, SPACE, STOP } from "./characters.js";
import type { EventAssembler } from "./event-assembler.js";
import { EventSlot } from "./event-slot.js";
import {
  INCOMPLETE,
  LONGEST_SHAPE,
  MOST_SHAPES,
  OTHER,
  type TagShape,
  type TagShapes,
} from "./tag-shapes.js";
import { NEED_MORE, NOT_REGULAR } from "./xml-bytes.js";

/**
 * Reads whole events of the regular form, `<event>` with attributes of any depth, from bytes into columns: no string is made for what
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
  /** The attributes, lists and values that stand open in the event: their names as written, and whose the attributes inside are. */
  readonly #openNames: string[] = [];
  readonly #parents: EventSlot[] = [];
  readonly #slotsOfEvents = new Map<TagShape, EventSlot>();
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
    const other = previous.second;
    const shape = other?.fits(this.#view, at, this.#length)
      ? other
      : this.#shapes.find(this.#bytes, at, this.#length);
    if (shape !== OTHER && shape !== INCOMPLETE) {
      previous.second = guess;
      previous.next = shape;
    }
    return shape;
  }

  /**
   * Takes the event whose `<event>` has the given shape and ends at `from`.
   *
   * @param line The line at `from`.
   * @param levels How deep attributes may stand inside each other.
   * @returns The position behind `</event>`, {@link NEED_MORE} or {@link NOT_REGULAR}.
   */
  scan(open: TagShape, from: number, caseIndex: number, line: number, levels: number): number {
    const bytes = this.#bytes;
    const view = this.#view;
    const length = this.#length;
    let at = from;
    let lines = 0;
    let count = 0;
    let depth = 0;
    let shape = open;
    for (;;) {
      const guess = shape.next;
      shape = guess?.fits(view, at, length) ? guess : this.shapeAfter(shape, at);
      at += shape.size;
      lines += shape.lines;
      if (shape.kind === "attribute") {
        if (depth >= levels) return NOT_REGULAR;
        const slot = this.#slotOf(shape, depth);
        const end = this.#value(slot, at, shape.quote, count);
        if (end < 0) return end;
        if ((this.#found & SPACE) !== 0) lines += countLines(bytes, at, end);
        count++;
        if (bytes[end + 1] === 0x2f && bytes[end + 2] === 0x3e) {
          at = end + 3;
          continue;
        }
        at = end + 1;
        while (isSpace(bytes[at])) at++;
        if (at + 1 >= length) return NEED_MORE;
        lines += countLines(bytes, end, at);
        if (bytes[at] === 0x2f && bytes[at + 1] === 0x3e) at += 2;
        else if (bytes[at] === 0x3e) {
          at++;
          this.#openNames[depth] = shape.name;
          this.#parents[depth++] = slot;
        } else return NOT_REGULAR;
      } else if (shape.kind === "close") {
        if (depth === 0) break;
        if (shape.name !== this.#openNames[--depth]) return NOT_REGULAR;
      } else if (shape.kind === "open list" || (shape.kind === "open values" && depth > 0)) {
        if (depth >= levels) return NOT_REGULAR;
        this.#parents[depth] =
          shape.kind === "open list" ? this.#slotOf(shape, depth) : this.#parents[depth - 1]!;
        this.#openNames[depth++] = shape.name;
      } else return shape.kind === "incomplete" ? NEED_MORE : NOT_REGULAR;
    }
    if (shape.name !== open.name) return NOT_REGULAR;
    this.lines = lines;
    this.close = shape;
    return this.#take(count, caseIndex, line + lines) ? at : NOT_REGULAR;
  }

  /** Where the values of a shape go that stands inside `depth` others. */
  #slotOf(shape: TagShape, depth: number): EventSlot {
    const parent = depth === 0 ? null : this.#parents[depth - 1]!;
    if (shape.slot !== null && shape.parent === parent) return shape.slot;
    const siblings = parent === null ? this.#slotsOfEvents : parent.children;
    let slot = siblings.get(shape);
    if (slot === undefined) {
      const key = parent === null ? shape.key : `${parent.key}:${shape.key}`;
      slot =
        shape.kind === "open list"
          ? new EventSlot(key, shape.element, "string", "attribute")
          : this.#events.slot(key, shape.element);
      if (siblings.size >= MOST_SHAPES) siblings.clear();
      siblings.set(shape, slot);
    }
    shape.slot = slot;
    shape.parent = parent;
    return slot;
  }

  /** Notes the value that begins at `at` as that of attribute `index`, and returns where its closing quote stands. */
  #value(slot: EventSlot, at: number, quote: number, index: number): number {
    let end = slot.read(this.#bytes, this.#view, at, this.#length, quote);
    let text: string | null = null;
    if (end >= 0) this.#found = PLAIN;
    else {
      end = this.valueEnd(at, quote);
      if (end < 0) return end;
      if (end - at > this.#maxTagLength - 2 * LONGEST_SHAPE) return NOT_REGULAR;
      if (this.#found !== PLAIN) {
        text = decodeValue(this.#bytes, at, end, this.#found);
        if (text === null) return NOT_REGULAR;
      }
      slot.reread(this.#bytes, this.#view, at, end);
    }
    this.#slots[index] = slot;
    this.#values[index] = slot.value;
    this.#starts[index] = at;
    this.#ends[index] = end;
    this.#texts[index] = text;
    return end;
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
