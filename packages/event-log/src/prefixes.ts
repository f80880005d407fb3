import type { EventLog, VariantLog } from "./types.js";
import { toVariantLog } from "./variants.js";

/**
 * The prefixes of the variants as a tree (trie): node 0 is the empty prefix, and a node's parent has a smaller number than the
 * node itself. JSON-safe.
 */
export interface PrefixTree {
  /** Index = activity id. */
  readonly activities: readonly string[];
  /** Per node the node of the prefix without its last activity; -1 for the empty prefix. */
  readonly parent: readonly number[];
  /** Per node its last activity; -1 for the empty prefix. */
  readonly activity: readonly number[];
  /** Per node its length in events. */
  readonly depth: readonly number[];
  /** Per node how many cases begin with the prefix. */
  readonly count: readonly number[];
  /** Per node how many cases are the prefix and no more. */
  readonly endCount: readonly number[];
  /** Per variant the node of the whole variant. */
  readonly variantNode: readonly number[];
}

/**
 * All prefixes of the variants with how many cases begin with each, in the order in which the variants first show them.
 *
 * The count of a node is its `endCount` plus the counts of its children; that of the root is the number of cases. A loop from the last node to the
 * first meets children before parents. O(events of the variants), plus O(events) to group a log. Without cases the root alone.
 *
 * @example
 * prefixes(log).count[0]; // the number of cases
 */
export function prefixes(log: EventLog | VariantLog): PrefixTree {
  const { activities, variantOffsets, sequence, counts } = toVariantLog(log);
  const parent = [-1];
  const activity = [-1];
  const depth = [0];
  const count = [0];
  const endCount = [0];
  const variantNode: number[] = [];
  const children = new Map<number, number>(); // node * activities + activity -> child
  for (let v = 0; v < counts.length; v++) {
    const weight = counts[v]!;
    let node = 0;
    count[0]! += weight;
    for (let i = variantOffsets[v]!; i < variantOffsets[v + 1]!; i++) {
      const key = node * activities.length + sequence[i]!;
      let child = children.get(key);
      if (child === undefined) {
        child = parent.length;
        children.set(key, child);
        parent.push(node);
        activity.push(sequence[i]!);
        depth.push(depth[node]! + 1);
        count.push(0);
        endCount.push(0);
      }
      node = child;
      count[node]! += weight;
    }
    endCount[node]! += weight;
    variantNode.push(node);
  }
  return { activities, parent, activity, depth, count, endCount, variantNode };
}
