import type { SubLog } from "./sub-log.js";
import { enlarged, HASH_SEED, mixHash, TraceSet } from "./trace-set.js";

/**
 * The pieces of traces that fall to one part of a split, one after the other. Which of them are equal is found at the end,
 * so that the loops that split do nothing but copy.
 */
export class Pieces {
  /** Shared by all parts of a split, a region each. */
  readonly buffer: Uint32Array;
  readonly #start: number;
  /** Where the next event goes. */
  at: number;
  /** Of the pieces that are not empty. */
  #ends = new Uint32Array(64);
  #counts = new Float64Array(64);
  #pieces = 0;
  #emptyPieces = 0;

  constructor(buffer: Uint32Array, start: number) {
    this.buffer = buffer;
    this.#start = start;
    this.at = start;
  }

  /** What was written before `at` since the last piece, maybe nothing, is a piece that occurs `count` times. */
  end(at: number, count: number): void {
    if (at === this.at) {
      this.#emptyPieces += count;
      return;
    }
    if (this.#pieces === this.#ends.length) this.#grow();
    this.at = at;
    this.#ends[this.#pieces] = at;
    this.#counts[this.#pieces++] = count;
  }

  /** The distinct pieces as a log of their own; what was written are indexes into `activities`. Overwrites the region. */
  toLog(activities: Uint32Array): SubLog {
    const events = this.buffer.subarray(this.#start, this.at);
    if (events.length > 0 && allEqual(events)) return this.#repetitions(activities, events[0]!);
    const set = new TraceSet(events);
    addAll(set, this.#start, this.#ends, this.#counts, this.#pieces);
    return set.finish(activities, this.#emptyPieces);
  }

  #grow(): void {
    const capacity = this.#pieces * 4;
    this.#ends = enlarged(this.#ends, new Uint32Array(capacity));
    this.#counts = enlarged(this.#counts, new Float64Array(capacity));
  }

  /** Of a single activity: pieces differ by their length only, so that nothing need be compared. */
  #repetitions(activities: Uint32Array, activity: number): SubLog {
    const counts = countLengths(this.#start, this.#ends, this.#counts, this.#pieces);
    const lengths: number[] = [];
    const offsets = [0];
    for (let length = 1; length < counts.length; length++) {
      if (counts[length] === 0) continue;
      lengths.push(length);
      offsets.push(offsets.at(-1)! + length);
    }
    const events = offsets.at(-1)!;
    return {
      activities: Uint32Array.of(activities[activity]!),
      occurrences: Uint32Array.of(events),
      offsets: Uint32Array.from(offsets),
      sequence: new Uint32Array(events),
      counts: Float64Array.from(lengths, (length) => counts[length]!),
      emptyTraces: this.#emptyPieces,
    };
  }
}

function allEqual(events: Uint32Array): boolean {
  const first = events[0]!;
  for (let i = 1; i < events.length; i++) if (events[i] !== first) return false;
  return true;
}

/** How often pieces of each length occur. */
function countLengths(start: number, ends: Uint32Array, counts: Float64Array, pieces: number): Float64Array {
  let longest = 0;
  for (let p = 0, from = start; p < pieces; from = ends[p++]!) longest = Math.max(longest, ends[p]! - from);
  const result = new Float64Array(longest + 1);
  for (let p = 0, from = start; p < pieces; from = ends[p++]!) result[ends[p]! - from]! += counts[p]!;
  return result;
}

function addAll(
  set: TraceSet,
  offset: number,
  ends: Uint32Array,
  counts: Float64Array,
  pieces: number,
): void {
  let start = 0;
  for (let p = 0; p < pieces; p++) {
    const end = ends[p]! - offset;
    const { open, buffer } = set;
    // Pieces move up where equal ones before them were dropped.
    if (open < start) buffer.copyWithin(open, start, end);
    set.close(open + end - start, hashOf(buffer, open, open + end - start), counts[p]!);
    start = end;
  }
}

function hashOf(buffer: Uint32Array, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let i = start; i < end; i++) hash = mixHash(hash, buffer[i]!);
  return hash;
}

/** Parts of a split that are written at the same time; per part the most events written. */
export function piecesOf(events: ArrayLike<number>): Pieces[] {
  let total = 0;
  for (let p = 0; p < events.length; p++) total += events[p]!;
  const buffer = new Uint32Array(total);
  let start = 0;
  return Array.from(events, (size) => {
    const part = new Pieces(buffer, start);
    start += size;
    return part;
  });
}

/** The log of each part, see {@link Pieces.toLog}. */
export function toLogs(parts: readonly Pieces[], activities: Uint32Array): SubLog[] {
  return parts.map((part) => part.toLog(activities));
}

/** Copies the events of one group among those from `start` to before `end`, and gives where they end in `buffer`. */
export function copyGroup(
  sequence: Uint32Array,
  start: number,
  end: number,
  groupOf: Int32Array,
  group: number,
  buffer: Uint32Array,
  at: number,
): number {
  let place = at;
  for (let i = start; i < end; i++) {
    const a = sequence[i]!;
    if (groupOf[a] === group) buffer[place++] = a;
  }
  return place;
}
