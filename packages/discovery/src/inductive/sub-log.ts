import type { VariantLog } from "@gigamine/event-log";

/**
 * The multiset of traces the inductive miner recurses on.
 *
 * Trace `t` is `sequence[offsets[t]]` … `sequence[offsets[t + 1] - 1]` and occurs `counts[t]` times; no two traces are
 * equal. Activities are numbered anew in every sub-log, 0 … activities.length - 1, in the order of their names; every
 * one of them occurs. So the smaller of two ids is always the activity whose name comes first.
 */
export interface SubLog {
  /** Local id -> id in the whole log ({@link RootLog}), rising. */
  readonly activities: Uint32Array;
  /** Traces + 1 rising offsets into `sequence`. */
  readonly offsets: Uint32Array;
  /** Local ids. */
  readonly sequence: Uint32Array;
  /** How often each trace occurs, at least 1. */
  readonly counts: Float64Array;
}

/** A whole log made ready for recursion. */
export interface RootLog {
  readonly log: SubLog;
  /** The names behind the ids of `log`, sorted. */
  readonly names: readonly string[];
}

/** Numbers the activities that occur by name and drops the others: O(events of the variants + n log n). */
export function rootLog(variants: VariantLog): RootLog {
  const { activities, variantOffsets, sequence, counts } = variants;
  const occurs = new Uint8Array(activities.length);
  for (const a of sequence) occurs[a] = 1;
  const byName = [...activities.keys()].filter((a) => occurs[a] === 1);
  byName.sort((a, b) => (activities[a]! < activities[b]! ? -1 : 1));
  const rank = new Uint32Array(activities.length);
  for (let r = 0; r < byName.length; r++) rank[byName[r]!] = r;
  const builder = new SubLogBuilder(Uint32Array.from(byName.keys()));
  for (let v = 0; v < counts.length; v++) {
    for (let i = variantOffsets[v]!; i < variantOffsets[v + 1]!; i++) builder.push(rank[sequence[i]!]!);
    builder.endTrace(counts[v]!);
  }
  return { log: builder.finish(), names: byName.map((a) => activities[a]!) };
}

/** How many traces there are, equal ones included. */
export function traceCount(log: SubLog): number {
  return log.counts.reduce((sum, count) => sum + count, 0);
}

/** Collects traces, adding the counts of equal ones, and renumbers the activities that occur. */
export class SubLogBuilder {
  readonly #parentActivities: Uint32Array;
  #sequence = new Uint32Array(64);
  #length = 0;
  #offsets = new Uint32Array(16);
  #counts = new Float64Array(16);
  #hashes = new Int32Array(16);
  #traces = 0;
  #slots = new Int32Array(32).fill(-1); // trace per slot, open addressing

  /** Pushed ids are indexes into `parentActivities`. */
  constructor(parentActivities: Uint32Array) {
    this.#parentActivities = parentActivities;
  }

  /** Appends an event to the open trace. */
  push(activity: number): void {
    if (this.#length === this.#sequence.length) this.#sequence = grown(this.#sequence, Uint32Array);
    this.#sequence[this.#length++] = activity;
  }

  /** Closes the open trace, which may be empty, as `count` traces. */
  endTrace(count: number): void {
    const start = this.#offsets[this.#traces]!;
    const end = this.#length;
    const sequence = this.#sequence;
    let hash = 0x811c9dc5 ^ (end - start);
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ sequence[i]!, 0x01000193) + (hash >>> 15);
    hash |= 0;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let t = this.#slots[slot]!; t >= 0; t = this.#slots[slot]!) {
      if (this.#hashes[t] === hash && this.#equalsOpen(t)) {
        this.#counts[t]! += count;
        this.#length = start;
        return;
      }
      slot = (slot + 1) & mask;
    }
    const trace = this.#traces++;
    this.#slots[slot] = trace;
    this.#hashes[trace] = hash;
    this.#counts[trace] = count;
    if (this.#traces === this.#counts.length) this.#growTraces();
    this.#offsets[this.#traces] = end;
  }

  finish(): SubLog {
    const sequence = this.#sequence.slice(0, this.#length);
    const local = new Int32Array(this.#parentActivities.length);
    for (const a of sequence) local[a] = 1;
    let size = 0;
    for (let a = 0; a < local.length; a++)
      if (local[a] === 1) local[a] = size++;
      else local[a] = -1;
    const activities = new Uint32Array(size);
    for (let a = 0; a < local.length; a++)
      if (local[a]! >= 0) activities[local[a]!] = this.#parentActivities[a]!;
    for (let i = 0; i < sequence.length; i++) sequence[i] = local[sequence[i]!]!;
    return {
      activities,
      offsets: this.#offsets.slice(0, this.#traces + 1),
      sequence,
      counts: this.#counts.slice(0, this.#traces),
    };
  }

  #equalsOpen(trace: number): boolean {
    const sequence = this.#sequence;
    const from = this.#offsets[trace]!;
    const start = this.#offsets[this.#traces]!;
    const length = this.#length - start;
    if (this.#offsets[trace + 1]! - from !== length) return false;
    for (let i = 0; i < length; i++) if (sequence[from + i] !== sequence[start + i]) return false;
    return true;
  }

  /** Keeps room for one more trace and its closing offset, and the slots at most half full. */
  #growTraces(): void {
    this.#offsets = grown(this.#offsets, Uint32Array);
    this.#counts = grown(this.#counts, Float64Array);
    this.#hashes = grown(this.#hashes, Int32Array);
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (const t of this.#slots) {
      if (t < 0) continue;
      let slot = this.#hashes[t]! & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = t;
    }
    this.#slots = slots;
  }
}

function grown<T extends Uint32Array | Int32Array | Float64Array>(
  array: T,
  make: new (length: number) => T,
): T {
  const larger = new make(array.length * 2);
  larger.set(array);
  return larger;
}
