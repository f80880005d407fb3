import { distance } from "fastest-levenshtein";

/** `did you mean "temp"?` for the known name that is fewest edits away: at most two, or a third of a long one, and fewer than it has letters. `null` when none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const wanted = name.slice(0, 100).toLowerCase();
  let best: string | null = null;
  let fewest = Math.min(wanted.length, Math.max(2, Math.floor(wanted.length / 3)) + 1);
  for (const candidate of known) {
    const edits = distance(wanted, candidate.slice(0, 100).toLowerCase());
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best === null ? null : `did you mean ${JSON.stringify(best)}?`;
}
