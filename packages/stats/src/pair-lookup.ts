import type { Dfg } from "@gigamine/event-log";

/** Up to this many activities pairs are looked up in a dense table. */
const DENSE_LIMIT = 1024;

/** Per pair of activity ids its position in the lists `from` and `to`; -1 for a pair that is not listed. */
export function pairLookup({
  activities,
  from,
  to,
}: Pick<Dfg, "activities" | "from" | "to">): (from: number, to: number) => number {
  const n = activities.length;
  if (n <= DENSE_LIMIT) {
    const table = new Int32Array(n * n).fill(-1);
    for (let pair = 0; pair < from.length; pair++) table[from[pair]! * n + to[pair]!] = pair;
    return (a, b) => table[a * n + b]!;
  }
  const table = new Map<number, number>();
  for (let pair = 0; pair < from.length; pair++) table.set(from[pair]! * n + to[pair]!, pair);
  return (a, b) => table.get(a * n + b) ?? -1;
}
