import type { SubLog } from "./sub-log.js";

const { imul } = Math;

/**
 * Distinct traces, collected one after the other with how often each occurs.
 *
 * The caller writes the events of the open trace into `buffer`, from where the last `close` said, and closes it. Sets that
 * are filled at the same time may share one buffer, each with a region of its own that is large enough.
 */
export class TraceSet {
  buffer: Uint32Array;
  readonly #start: number;
  #open: number;
  #traces = 0;
  #offsets = new Uint32Array(17);
  #counts = new Float64Array(16);
  #hashes = new Int32Array(16);
  /** Trace + 1 per slot, 0 = free: open addressing, at most half full. */
  #slots = new Int32Array(32);
  #emptyTraces = 0;

  constructor(buffer: Uint32Array, start = 0) {
    this.buffer = buffer;
    this.#start = start;
    this.#open = start;
    this.#offsets[0] = start;
  }

  /** Where the open trace starts. */
  get open(): number {
    return this.#open;
  }

  /** The buffer, with room for `events` more; a buffer that is shared is large enough. */
  reserve(events: number): Uint32Array {
    const needed = this.#open + events;
    if (needed > this.buffer.length) {
      const larger = new Uint32Array(Math.max(needed, this.buffer.length * 2));
      larger.set(this.buffer);
      this.buffer = larger;
    }
    return this.buffer;
  }

  /** The open trace ends before `end` and occurs `count` times. Gives where the next one starts: back again if this one is known. */
  close(end: number, count: number): number {
    const start = this.#open;
    const length = end - start;
    if (length === 0) {
      this.#emptyTraces += count;
      return start;
    }
    const buffer = this.buffer;
    let hash = 0x811c9dc5 ^ length;
    for (let i = start; i < end; i++) hash = imul(hash ^ buffer[i]!, 0x01000193) + (hash >>> 15);
    hash |= 0;
    const slots = this.#slots;
    const hashes = this.#hashes;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let t = slots[slot]! - 1; t >= 0; t = slots[slot]! - 1) {
      if (hashes[t] === hash && this.#equalsOpen(t, length)) {
        this.#counts[t]! += count;
        return start;
      }
      slot = (slot + 1) & mask;
    }
    const trace = this.#traces++;
    slots[slot] = trace + 1;
    hashes[trace] = hash;
    this.#counts[trace] = count;
    this.#offsets[trace + 1] = end;
    this.#open = end;
    if (this.#traces === this.#counts.length) this.#grow();
    return end;
  }

  /** The collected traces as a log of their own; what stands in the buffer are indexes into `activities`. */
  finish(activities: Uint32Array): SubLog {
    const buffer = this.buffer;
    const start = this.#start;
    const traces = this.#traces;
    const sequence = buffer.slice(start, this.#open);
    const seen = new Uint32Array(activities.length);
    for (let i = 0; i < sequence.length; i++) seen[sequence[i]!]!++;
    const kept: number[] = [];
    for (let a = 0; a < seen.length; a++) if (seen[a]! > 0) kept.push(a);
    if (kept.length < activities.length) {
      const local = new Uint32Array(activities.length);
      for (let k = 0; k < kept.length; k++) local[kept[k]!] = k;
      for (let i = 0; i < sequence.length; i++) sequence[i] = local[sequence[i]!]!;
    }
    const offsets = this.#offsets.slice(0, traces + 1);
    for (let t = 0; t <= traces; t++) offsets[t]! -= start;
    return {
      activities: Uint32Array.from(kept, (a) => activities[a]!),
      occurrences: Uint32Array.from(kept, (a) => seen[a]!),
      offsets,
      sequence,
      counts: this.#counts.slice(0, traces),
      emptyTraces: this.#emptyTraces,
    };
  }

  #equalsOpen(trace: number, length: number): boolean {
    const buffer = this.buffer;
    const from = this.#offsets[trace]!;
    const start = this.#open;
    if (this.#offsets[trace + 1]! - from !== length) return false;
    for (let i = 0; i < length; i++) if (buffer[from + i] !== buffer[start + i]) return false;
    return true;
  }

  /** Keeps room for one more trace and its end, and the slots at most half full. */
  #grow(): void {
    const capacity = this.#counts.length * 4;
    this.#offsets = enlarged(this.#offsets, new Uint32Array(capacity + 1));
    this.#counts = enlarged(this.#counts, new Float64Array(capacity));
    this.#hashes = enlarged(this.#hashes, new Int32Array(capacity));
    const hashes = this.#hashes;
    const slots = new Int32Array(capacity * 2);
    const mask = slots.length - 1;
    for (let t = 0; t < this.#traces; t++) {
      let slot = hashes[t]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = t + 1;
    }
    this.#slots = slots;
  }
}

function enlarged<T extends Uint32Array | Int32Array | Float64Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

/**
 * Sets for parts that are filled at the same time, over one buffer.
 *
 * @param sizes Per part the most events that are written into it.
 */
export function traceSets(sizes: ArrayLike<number>): TraceSet[] {
  let total = 0;
  for (let p = 0; p < sizes.length; p++) total += sizes[p]!;
  const buffer = new Uint32Array(total);
  let start = 0;
  return Array.from(sizes, (size) => {
    const set = new TraceSet(buffer, start);
    start += size;
    return set;
  });
}
