import { TupleStore } from "@gigamine/base";
import type { Traces } from "./sequence-names.js";

/**
 * Gives the bag of the last `window` events before each position of each trace a number: equal bags the same, different ones
 * different numbers. Positions as in `sequenceNames`. With `view` `"set"` bags are equal when the same activities are in them.
 *
 * A bag is a binary tree over the activities with their counts as leaves, and a node is named by its two parts, so an event that
 * enters or leaves renames one path: O(events × log activities), however long the window.
 */
export function bagNames(
  { sequence, offsets }: Traces,
  activities: number,
  { window, view }: { readonly window: number; readonly view: "multiset" | "set" },
): Int32Array {
  const traces = offsets.length - 1;
  const names = new Int32Array(sequence.length + traces);
  const pairs = new TupleStore(2);
  const pair = new Int32Array(2);
  let leaves = 1;
  while (leaves < activities) leaves *= 2;
  const tree = new Int32Array(2 * leaves);
  const rename = (node: number): void => {
    pair[0] = tree[2 * node]!;
    pair[1] = tree[2 * node + 1]!;
    tree[node] = pairs.intern(pair);
  };
  for (let node = leaves - 1; node >= 1; node--) rename(node);
  const empty = tree.slice();

  const counts = new Int32Array(activities);
  const change = (activity: number, by: 1 | -1): void => {
    const before = counts[activity]!;
    counts[activity] = before + by;
    if (view === "set" && before > 0 && before + by > 0) return;
    tree[leaves + activity] = before + by;
    for (let node = (leaves + activity) >> 1; node >= 1; node >>= 1) rename(node);
  };
  for (let t = 0; t < traces; t++) {
    const [start, end] = [offsets[t]!, offsets[t + 1]!];
    names[start + t] = tree[1]!;
    for (let e = start; e < end; e++) {
      change(sequence[e]!, 1);
      if (e - start >= window) change(sequence[e - window]!, -1);
      names[e + 1 + t] = tree[1]!;
    }
    for (let e = Math.max(start, end - window); e < end; e++) {
      const activity = sequence[e]!;
      counts[activity] = 0;
      for (let node = leaves + activity; node >= 1; node >>= 1) tree[node] = empty[node]!;
    }
  }
  return names;
}
