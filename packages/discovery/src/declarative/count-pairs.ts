import { GigamineError, type LongWorkOptions, throwIfAborted } from "@gigamine/base";
import type { VariantLog } from "@gigamine/event-log";
import { PairFacts, SequenceRelations } from "@gigamine/models";

/** Pairs of this many activities can be counted in memory. */
const MOST_ACTIVITIES = 2048;
/** Variants between two looks at the signal. */
const BATCH = 256;

/** In how many cases the facts of some masks hold, for every ordered pair of the counted activities. */
export interface PairCounts {
  /** Cases in which both activities occur and all facts of mask m hold: `counts[(a * size + b) * masks + m]`. */
  readonly counts: Int32Array | Float64Array;
  readonly size: number;
  readonly masks: number;
}

/**
 * Counts cases by the `PairFacts` of their pairs of activities. `place` says which activities are counted and as what, 0 …
 * `size` - 1; -1 for those left out, which stand between the others as events of no interest. Mask 0 asks for no more than
 * that both occur, so it counts the cases with a where b is a.
 *
 * O(events of the variants · k + variants · k² · masks) for k distinct counted activities a variant, plus size² · masks.
 */
export function countPairs(
  where: string,
  { sequence, variantOffsets, counts: weights }: VariantLog,
  place: Int32Array,
  size: number,
  masks: readonly number[],
  { signal, onProgress }: LongWorkOptions,
): PairCounts {
  if (size > MOST_ACTIVITIES) {
    throw new GigamineError(
      "declarative/too-many-activities",
      `${where}: ${size} activities make too many pairs; at most ${MOST_ACTIVITIES} are possible. ` +
        "Group activities, or filter rare ones first.",
      { where, activities: size, most: MOST_ACTIVITIES },
    );
  }
  const total = weights.length;
  const cases = weights.reduce((sum, weight) => sum + weight, 0);
  const length = size * size * masks.length;
  const counts = cases < 2 ** 31 ? new Int32Array(length) : new Float64Array(length);
  const fulfilled = fulfilledMasks(masks);
  const relations = new SequenceRelations(size + 1);
  const placed = sequence.map((id) => (place[id]! < 0 ? size : place[id]!));
  for (let v = 0; v < total; v++) {
    if (v % BATCH === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "counting", done: v, total, unit: "variants" });
    }
    relations.scan(placed, variantOffsets[v]!, variantOffsets[v + 1]!);
    addFacts(counts, relations, size, fulfilled, masks.length, weights[v]!);
  }
  onProgress?.({ stage: "counting", done: total, total, unit: "variants" });
  return { counts, size, masks: masks.length };
}

/** The masks that each set of facts fulfils: those of `facts` are `list[offsets[facts]]` … `list[offsets[facts + 1] - 1]`. */
function fulfilledMasks(masks: readonly number[]): { offsets: Uint16Array; list: Uint8Array } {
  const sets = Object.values(PairFacts).reduce((all, fact) => all | fact, 0) + 1;
  const offsets = new Uint16Array(sets + 1);
  const list: number[] = [];
  for (let facts = 0; facts < sets; facts++) {
    for (let m = 0; m < masks.length; m++) if ((facts & masks[m]!) === masks[m]) list.push(m);
    offsets[facts + 1] = list.length;
  }
  return { offsets, list: Uint8Array.from(list) };
}

function addFacts(
  counts: Int32Array | Float64Array,
  relations: SequenceRelations,
  size: number,
  { offsets, list }: { offsets: Uint16Array; list: Uint8Array },
  masks: number,
  weight: number,
): void {
  const { activity, size: slots } = relations;
  const facts = relations.allFacts();
  for (let a = 0, pair = 0; a < slots; a++) {
    const row = activity[a]! * size;
    for (let b = 0; b < slots; b++, pair++) {
      if (activity[a] === size || activity[b] === size) continue;
      const cell = (row + activity[b]!) * masks;
      const end = offsets[facts[pair]! + 1]!;
      for (let k = offsets[facts[pair]!]!; k < end; k++) counts[cell + list[k]!]! += weight;
    }
  }
}
