import type { SubLog } from "./sub-log.js";

const { imul } = Math;

/**
 * Distinct traces, collected one after the other with how often each occurs.
 *
 * The caller writes the events of the open trace, at least one, into `buffer`, from `open` on, and closes it.
 */
export class TraceSet {
  /** Where the open trace starts. */
  open = 0;
  buffer: Uint32Array;
  #traces = 0;
  #offsets = new Uint32Array(17);
  #counts = new Float64Array(16);
  #hashes = new Int32Array(16);
  /** Trace + 1 per slot, 0 = free: open addressing, at most half full. */
  #slots = new Int32Array(32);

  constructor(buffer: Uint32Array) {
    this.buffer = buffer;
  }

  /** The buffer, with room for `events` more. */
  reserve(events: number): Uint32Array {
    const needed = this.open + events;
    if (needed > this.buffer.length) {
      this.buffer = enlarged(this.buffer, new Uint32Array(Math.max(needed, this.buffer.length * 2)));
    }
    return this.buffer;
  }

  /**
   * The open trace, with this hash, ends before `end` and occurs `count` times. The next one is written behind it, or over it
   * if it is known.
   */
  close(end: number, hash: number, count: number): void {
    const start = this.open;
    const length = end - start;
    const buffer = this.buffer;
    const slots = this.#slots;
    const hashes = this.#hashes;
    const offsets = this.#offsets;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let t = slots[slot]! - 1; t >= 0; t = slots[slot]! - 1) {
      const from = offsets[t]!;
      if (hashes[t] === hash && offsets[t + 1]! - from === length && equal(buffer, from, start, length)) {
        this.#counts[t]! += count;
        return;
      }
      slot = (slot + 1) & mask;
    }
    const trace = this.#traces++;
    slots[slot] = trace + 1;
    hashes[trace] = hash;
    this.#counts[trace] = count;
    offsets[trace + 1] = end;
    this.open = end;
    if (this.#traces === hashes.length) this.#grow();
  }

  /** The collected traces as a log of their own; what stands in the buffer are indexes into `activities`. */
  finish(activities: Uint32Array, emptyTraces: number): SubLog {
    const traces = this.#traces;
    const sequence = this.buffer.slice(0, this.open);
    const events = new Uint32Array(activities.length);
    tally(sequence, events);
    const kept: number[] = [];
    for (let a = 0; a < events.length; a++) if (events[a]! > 0) kept.push(a);
    if (kept.length < activities.length) {
      const local = new Uint32Array(activities.length);
      for (let k = 0; k < kept.length; k++) local[kept[k]!] = k;
      renumber(sequence, local);
    }
    return {
      activities: Uint32Array.from(kept, (a) => activities[a]!),
      occurrences: Uint32Array.from(kept, (a) => events[a]!),
      offsets: this.#offsets.slice(0, traces + 1),
      sequence,
      counts: this.#counts.slice(0, traces),
      emptyTraces,
    };
  }

  /** Keeps room for one more trace and its end, and the slots at most half full. */
  #grow(): void {
    const capacity = this.#counts.length * 4;
    this.#offsets = enlarged(this.#offsets, new Uint32Array(capacity + 1));
    this.#counts = enlarged(this.#counts, new Float64Array(capacity));
    this.#hashes = enlarged(this.#hashes, new Int32Array(capacity));
    this.#slots = slotsOf(this.#hashes, this.#traces);
  }
}

/** Where the hash of a trace begins, a 32-bit number; each activity is mixed in by `mixHash`. */
export const HASH_SEED = 0x811c9dc5 | 0;

export function mixHash(hash: number, activity: number): number {
  return (imul(hash ^ activity, 0x01000193) + (hash >>> 15)) | 0;
}

function equal(buffer: Uint32Array, from: number, start: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (buffer[from + i] !== buffer[start + i]) return false;
  return true;
}

function tally(sequence: Uint32Array, events: Uint32Array): void {
  for (let i = 0; i < sequence.length; i++) events[sequence[i]!]!++;
}

function renumber(sequence: Uint32Array, newId: Uint32Array): void {
  for (let i = 0; i < sequence.length; i++) sequence[i] = newId[sequence[i]!]!;
}

function slotsOf(hashes: Int32Array, traces: number): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(hashes.length * 2);
  const mask = slots.length - 1;
  for (let t = 0; t < traces; t++) {
    let slot = hashes[t]! & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = t + 1;
  }
  return slots;
}

/** A copy of `old` in `larger`, which it gives back. */
export function enlarged<T extends Uint32Array | Int32Array | Float64Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
