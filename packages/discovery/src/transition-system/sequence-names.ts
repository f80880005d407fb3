import { TupleStore } from "@gigamine/base";

/** Traces one after the other: trace `t` is `sequence[offsets[t]]` … `sequence[offsets[t + 1] - 1]`. */
export interface Traces {
  readonly sequence: ArrayLike<number>;
  readonly offsets: readonly number[];
}

/**
 * Gives the last `window` events before each position of each trace a number: equal sequences the same, different ones different
 * numbers. A trace of n events has n + 1 positions, and those of trace t begin at `offsets[t] + t`.
 *
 * Shorter sequences are chains of (chain without the last event, last event). Sequences of full length are pairs of the two blocks of
 * a power of two that cover them, and blocks are pairs of blocks half as long: O(events × log window) in all, however long the window.
 * Source of the second: Karp, Miller, Rosenberg, "Rapid identification of repeated patterns", STOC 1972.
 */
export function sequenceNames({ sequence, offsets }: Traces, window: number): Int32Array {
  const traces = offsets.length - 1;
  const names = new Int32Array(sequence.length + traces);
  const [chains, fullWindows] = [new TupleStore(2), new TupleStore(2)];
  const pair = new Int32Array(2);
  const longest = longestTrace(offsets);
  const blocks = window <= longest ? blockNames(sequence, window) : null;
  for (let t = 0; t < traces; t++) {
    const start = offsets[t]!;
    let chain = 0;
    for (let end = start + 1; end <= offsets[t + 1]!; end++) {
      if (end - start < window) {
        pair[0] = chain;
        pair[1] = sequence[end - 1]!;
        chain = chains.intern(pair) + 1;
        names[end + t] = 2 * chain;
      } else {
        pair[0] = blocks!.names[end - window]!;
        pair[1] = blocks!.names[end - blocks!.size]!;
        names[end + t] = 2 * fullWindows.intern(pair) + 1;
      }
    }
  }
  return names;
}

function longestTrace(offsets: readonly number[]): number {
  let longest = 0;
  for (let t = 0; t + 1 < offsets.length; t++) longest = Math.max(longest, offsets[t + 1]! - offsets[t]!);
  return longest;
}

/** A number for the block of `size` events that begins at each position; `size` is the largest power of two up to `window`. */
function blockNames(sequence: ArrayLike<number>, window: number): { names: Int32Array; size: number } {
  let names = Int32Array.from(sequence);
  let size = 1;
  const pair = new Int32Array(2);
  for (; 2 * size <= window; size *= 2) {
    const pairs = new TupleStore(2);
    const twice = new Int32Array(names.length - size);
    for (let i = 0; i < twice.length; i++) {
      pair[0] = names[i]!;
      pair[1] = names[i + size]!;
      twice[i] = pairs.intern(pair);
    }
    names = twice;
  }
  return { names, size };
}
