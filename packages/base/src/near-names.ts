import { quoteValue } from "./errors.js";

/**
 * Up to three of `names` that are near `name`: equal but for case, or few edits away (at most one, or a third of the length when
 * that is more; two neighbours changed round are one edit).
 * Nearest first, ties in the order of `names`.
 */
export function nearNames(name: string, names: readonly string[]): string[] {
  const wanted = name.toLowerCase().slice(0, 100);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  return names
    .map((candidate, index) => ({
      candidate,
      index,
      distance: editDistance(wanted, candidate.toLowerCase(), limit),
    }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** `"a", "b" and 3 more`: names for a message. */
export function listNames(names: readonly string[], limit = 20): string {
  const shown = names
    .slice(0, limit)
    .map((name) => quoteValue(name))
    .join(", ");
  return names.length > limit ? `${shown} and ${names.length - limit} more` : shown;
}

/** Optimal string alignment distance: letters put in, left out, changed, or changed round with the next. Above `limit` it is `limit + 1`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      let edits = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) edits = Math.min(edits, before[j - 2]! + 1);
      next.push(edits);
    }
    [before, row] = [row, next];
  }
  return Math.min(row[b.length]!, limit + 1);
}
