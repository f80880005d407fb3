import { GigamineError } from "@gigamine/base";
import type { VariantLog } from "@gigamine/event-log";
import type { BindingCounter } from "./binding-counter.js";
import type { DependencyGraph } from "./dependency-graph.js";

/** Words of the ancestor table of one case: 256 MB. */
const MOST_WORDS = 2 ** 26;

/** Where a {@link BindingCounter} counts what: the inputs of activity a are side a, the others follow. */
export interface Sides {
  readonly outputs: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Makes a function that looks at one variant and counts what each of its events waited for and led to.
 *
 * The event at i led to the event at j if
 * 1. the net has the arc, i < j, and neither of the two activities occurs between them: each is the nearest of its kind;
 * 2. there is no way over other events from i to j. A long-distance arc is exempt: it is there to bridge one.
 * An event to which nothing led counts for the start if it is the first of its activity and the net starts with that; one that leads
 * to nothing counts for the end if it is the last of its activity and the net ends with that. What is left over counts nowhere.
 *
 * Only the latest event of each activity can lead to the next event, so a bit for each two activities says all that is needed about ways.
 * O(events · (causes + 1) · (1 + d / 32)) a variant with d distinct activities, and d more where an activity recurs.
 */
export function caseGraphCounter(
  { activities, variantOffsets, sequence, counts }: VariantLog,
  { arcs, starts, ends }: DependencyGraph,
  counter: BindingCounter,
  sides: Sides,
): (variant: number) => void {
  const size = activities.length;
  // The causes of activity b, in rows; what b leads to is collected in rows of the same kind.
  const rows = new Uint32Array(size + 1);
  const outRows = new Uint32Array(size + 1);
  for (const { from, to } of arcs) {
    rows[to + 1]!++;
    outRows[from + 1]!++;
  }
  let maxIn = 0;
  for (let a = 0; a < size; a++) {
    maxIn = Math.max(maxIn, rows[a + 1]!);
    rows[a + 1]! += rows[a]!;
    outRows[a + 1]! += outRows[a]!;
  }
  const cause = new Int32Array(arcs.length);
  const bridges = new Uint8Array(arcs.length); // 1 for a long-distance arc
  const next = rows.slice();
  for (const { from, to, kind } of arcs) {
    bridges[next[to]!] = kind === "long-distance" ? 1 : 0;
    cause[next[to]!++] = from;
  }
  const mayStart = new Uint8Array(size);
  const mayEnd = new Uint8Array(size);
  for (const { activity } of starts) mayStart[activity] = 1;
  for (const { activity } of ends) mayEnd[activity] = 1;

  const number = new Int32Array(size).fill(-1); // activity to its number in the variant, in order of appearance
  const activity = new Int32Array(size); // and back
  const last = new Int32Array(size); // per number the position of the latest event, -1 for none
  const candidates = new Int32Array(maxIn); // numbers, or ~number if the arc bridges
  const causes = new Int32Array(maxIn); // activities
  const followers = new Int32Array(arcs.length); // what the latest event of a led to so far, from outRows[a] on
  const followerCount = new Int32Array(size);
  const startSet = new Int32Array(size);
  const endSet = new Int32Array(size);
  const above = new Int32Array((size + 31) >>> 5); // bits of numbers: ancestors of the candidates
  let ancestors = new Int32Array(0); // row x, bit y: a way leads from the latest event of y to the latest event of x

  return (variant) => {
    const weight = counts[variant]!;
    const first = variantOffsets[variant]!;
    const behind = variantOffsets[variant + 1]!;
    let width = 0;
    for (let i = first; i < behind; i++) {
      const a = sequence[i]!;
      if (number[a] !== -1) continue;
      activity[width] = a;
      followerCount[a] = 0;
      last[width] = -1;
      number[a] = width++;
    }
    const words = (width + 31) >>> 5;
    if (width * words > ancestors.length) {
      if (width * words > MOST_WORDS) throw tooManyActivities(width);
      ancestors = new Int32Array(width * words);
    }
    let startCount = 0;
    for (let i = first; i < behind; i++) {
      const b = sequence[i]!;
      const own = number[b]!;
      const previous = last[own]!;
      let count = 0;
      for (let w = 0; w < words; w++) above[w] = 0;
      for (let k = rows[b]!; k < rows[b + 1]!; k++) {
        const x = number[cause[k]!]!;
        if (x === -1 || last[x] === -1 || last[x]! < previous) continue;
        candidates[count++] = bridges[k] === 1 ? ~x : x;
        for (let w = 0, at = x * words; w < words; w++, at++) above[w]! |= ancestors[at]!;
      }
      let causeCount = 0;
      for (let k = 0; k < count; k++) {
        const candidate = candidates[k]!;
        const x = candidate < 0 ? ~candidate : candidate;
        // Over another candidate a way leads from here.
        if (candidate >= 0 && (above[x >>> 5]! & (1 << (x & 31))) !== 0) continue;
        const a = activity[x]!;
        causes[causeCount++] = a;
        followers[outRows[a]! + followerCount[a]!++] = b;
      }
      counter.add(b, causes, 0, causeCount, weight);
      if (causeCount === 0 && previous === -1 && mayStart[b] === 1) startSet[startCount++] = b;

      const word = own >>> 5;
      const others = ~(1 << (own & 31));
      if (previous !== -1) {
        flush(b, weight);
        // Ways from the event before are no ways from this one.
        for (let at = word; at < width * words; at += words) ancestors[at]! &= others;
      }
      for (let k = 0; k < count; k++) {
        const x = candidates[k]! < 0 ? ~candidates[k]! : candidates[k]!;
        above[x >>> 5]! |= 1 << (x & 31);
      }
      above[word]! &= others;
      for (let w = 0, at = own * words; w < words; w++, at++) ancestors[at] = above[w]!;
      last[own] = i;
    }
    let endCount = 0;
    for (let x = 0; x < width; x++) {
      const a = activity[x]!;
      number[a] = -1;
      if (followerCount[a]! > 0) flush(a, weight);
      else if (mayEnd[a] === 1) endSet[endCount++] = a;
    }
    counter.add(sides.start, startSet, 0, startCount, weight);
    counter.add(sides.end, endSet, 0, endCount, weight);
  };

  /** Counts what the latest event of `a` led to, now that nothing more can come. */
  function flush(a: number, weight: number): void {
    counter.add(sides.outputs + a, followers, outRows[a]!, followerCount[a]!, weight);
    followerCount[a] = 0;
  }
}

function tooManyActivities(activities: number): GigamineError {
  return new GigamineError(
    "heuristics-miner/too-many-activities",
    `heuristicsMiner: a case has ${activities} different activities, more than splits and joins can be replayed for. ` +
      'Is the activity column right? If it is, group rare activities, or choose bindings: "and-measure".',
    { activities },
  );
}
