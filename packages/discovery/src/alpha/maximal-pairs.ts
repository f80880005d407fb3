import { GigamineError } from "@gigamine/base";
import { compareSets } from "../compare-sets.js";
import { hasBit, lowestBit, setBit } from "../inductive/follows-graph.js";
import type { OrderingRelations } from "./ordering-relations.js";

/** The activities before a place and those behind it, both rising. */
export type PlaceBetween = readonly [inputs: readonly number[], outputs: readonly number[]];

/**
 * All maximal pairs (A, B) of non-empty sets of activities in which each member of A causes each of B, no two of A are related, and
 * no two of B (a member that follows itself counts as related): the places of the alpha algorithm, steps 4 and 5.
 *
 * Take each activity twice, as a possible input and as a possible output of a place; join two inputs, or two outputs, that are
 * unrelated, and an input with an output that it causes. Then the maximal pairs are the maximal cliques that have both kinds.
 * They are found by Bron and Kerbosch's search with Tomita's choice of the pivot, once for each causal pair (a, b) as
 * the least input and the least output, so that no set without an input or an output is ever looked at: there can be
 * exponentially many of those. Sets are words of bits. The pairs are sorted by inputs, then by outputs.
 *
 * Each step costs at most O(n² / 8) for n activities. The number of steps is close to the number of pairs on real
 * logs but has no polynomial bound, nor has the number of pairs; hence `maxSteps`.
 *
 * Source of the search: Tomita, Tanaka, Takahashi, "The worst-case time complexity for generating all maximal cliques and
 * computational experiments", Theoretical Computer Science 363, 2006.
 *
 * @param where Name of the public function, for the error.
 * @throws GigamineError `alpha/too-many-steps` when the search is not done after `maxSteps` steps.
 */
export function maximalPairs(relations: OrderingRelations, maxSteps: number, where: string): PlaceBetween[] {
  const n = relations.size;
  const words = (2 * n + 31) >>> 5;
  const rows = compatibility(relations, words);
  const row = (vertex: number): number => vertex * words;

  // Level d of the search: the vertices that may still join the clique, those that were tried before, those to try next.
  const levels = 2 * n + 1;
  const candidates = new Uint32Array(levels * words);
  const tried = new Uint32Array(levels * words);
  const branches = new Uint32Array(levels * words);
  const chosen: number[] = [];
  const pairs: PlaceBetween[] = [];
  let steps = 0;

  /** Looks at the clique of this level; says whether there are branches to follow. */
  const open = (depth: number, a: number, b: number): boolean => {
    if (++steps > maxSteps) throw tooManySteps(where, maxSteps, pairs.length, n);
    const base = depth * words;
    let any = 0;
    let before = 0;
    for (let w = base; w < base + words; w++) {
      any |= candidates[w]!;
      before |= tried[w]!;
    }
    if (any === 0) {
      if (before === 0) pairs.push(asPair(a, b, chosen, n));
      return false;
    }
    const pivot = row(bestPivot(rows, candidates, tried, base, words));
    let left = 0;
    for (let w = 0; w < words; w++) {
      const branch = candidates[base + w]! & ~rows[pivot + w]!;
      branches[base + w] = branch;
      left |= branch;
    }
    return left !== 0;
  };

  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      if (!hasBit(rows, row(a), n + b)) continue;
      for (let w = 0; w < words; w++) {
        const both = rows[row(a) + w]! & rows[row(n + b) + w]!;
        const earlier = below(w, 0, a) | below(w, n, n + b);
        candidates[w] = both & ~earlier;
        tried[w] = both & earlier;
      }
      if (!open(0, a, b)) continue;
      for (let depth = 0; depth >= 0; ) {
        const base = depth * words;
        const vertex = takeLowest(branches, base, words);
        if (vertex < 0) {
          depth--;
          chosen.length = Math.max(depth, 0);
          continue;
        }
        const next = base + words;
        for (let w = 0; w < words; w++) {
          candidates[next + w] = candidates[base + w]! & rows[row(vertex) + w]!;
          tried[next + w] = tried[base + w]! & rows[row(vertex) + w]!;
        }
        candidates[base + (vertex >>> 5)]! &= ~(1 << (vertex & 31));
        setBit(tried, base, vertex);
        chosen[depth] = vertex;
        chosen.length = depth + 1;
        if (open(depth + 1, a, b)) depth++;
        else chosen.length = depth;
      }
    }
  }
  return pairs.sort(([a, b], [c, d]) => compareSets(a, c) || compareSets(b, d));
}

/** Rows of bits: vertex a is activity a as an input, vertex n + b is activity b as an output. */
function compatibility({ size: n, causal, unrelated }: OrderingRelations, words: number): Uint32Array {
  const rows = new Uint32Array(2 * n * words);
  const members: number[] = [];
  for (let a = 0; a < n; a++) if (unrelated(a, a)) members.push(a);
  for (const a of members) {
    for (const b of members) {
      if (a !== b && unrelated(a, b)) {
        setBit(rows, a * words, b);
        setBit(rows, (n + a) * words, n + b);
      }
      if (causal(a, b)) {
        setBit(rows, a * words, n + b);
        setBit(rows, (n + b) * words, a);
      }
    }
  }
  return rows;
}

/** The candidate or tried vertex that has the most candidates as neighbours: the fewest branches are left. Ties: the lowest. */
function bestPivot(
  rows: Uint32Array,
  candidates: Uint32Array,
  tried: Uint32Array,
  base: number,
  words: number,
): number {
  let best = -1;
  let most = -1;
  for (let w = 0; w < words; w++) {
    for (let left = candidates[base + w]! | tried[base + w]!; left !== 0; left &= left - 1) {
      const vertex = w * 32 + lowestBit(left);
      let shared = 0;
      for (let i = 0; i < words; i++) shared += popcount(candidates[base + i]! & rows[vertex * words + i]!);
      if (shared <= most) continue;
      most = shared;
      best = vertex;
    }
  }
  return best;
}

function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Word `w` of the set { from, …, to - 1 }. */
function below(w: number, from: number, to: number): number {
  const low = Math.max(from - w * 32, 0);
  const high = Math.min(to - w * 32, 32);
  if (high <= low) return 0;
  return (high === 32 ? -1 : (1 << high) - 1) & (-1 << low);
}

/** Removes the lowest member of a set of bits and gives it; -1 for the empty set. */
function takeLowest(bits: Uint32Array, base: number, words: number): number {
  for (let w = 0; w < words; w++) {
    const word = bits[base + w]!;
    if (word === 0) continue;
    bits[base + w] = word & (word - 1);
    return w * 32 + lowestBit(word);
  }
  return -1;
}

function asPair(a: number, b: number, chosen: readonly number[], n: number): PlaceBetween {
  const inputs = [a];
  const outputs = [b];
  for (const vertex of chosen) {
    if (vertex < n) inputs.push(vertex);
    else outputs.push(vertex - n);
  }
  return [inputs.sort((x, y) => x - y), outputs.sort((x, y) => x - y)];
}

function tooManySteps(where: string, maxSteps: number, found: number, activities: number): GigamineError {
  return new GigamineError(
    "alpha/too-many-steps",
    `${where}: the search for places is not done after ${maxSteps} steps; ${found} places were found so far between ` +
      `${activities} activities. Leave rare behaviour out of the log, choose another miner, or give a larger maxSteps.`,
    { where, maxSteps, found, activities },
  );
}
