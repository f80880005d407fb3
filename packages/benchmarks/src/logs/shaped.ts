import { type RandomStream, randomStream } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";

/** What is known of a real log whose size and habits a generated one has. */
export interface LogShape {
  readonly cases: number;
  readonly variants: number;
  readonly activities: number;
  /** Mean number of events of a variant, which is not that of a case: frequent variants are often the short ones. */
  readonly variantLength: number;
  readonly longest: number;
  /** Probability that the next activity is any of all instead of a usual one. */
  readonly disorder: number;
  /** Probability that an activity is done once more at once. */
  readonly repetition: number;
  /** How unequal variants are: the one of rank r is followed by a share of cases proportional to 1 / r^skew. */
  readonly skew: number;
}

/** Cases begin an hour apart, events ten minutes. */
const HOUR_MS = 3_600_000;

/**
 * A seeded log of this shape: exactly that many cases, variants and activities.
 *
 * Variants are walks over activities, which most of the time go on to one of the few that usually follow, now and then go
 * back, and rarely go anywhere. Cases are spread over the variants by rank, at least one each, and shuffled.
 */
export function shapedLog(shape: LogShape, seed: number): EventLog {
  const { cases, activities } = shape;
  const variants = distinctWalks(shape, randomStream(seed, "variants"));
  const followed = spreadCases(shape);
  const variantOfCase = new Uint32Array(cases);
  let c = 0;
  for (const [v, count] of followed.entries()) {
    variantOfCase.fill(v, c, c + count);
    c += count;
  }
  shuffle(variantOfCase, randomStream(seed, "cases"));
  const caseOffsets = new Uint32Array(cases + 1);
  for (c = 0; c < cases; c++) caseOffsets[c + 1] = caseOffsets[c]! + variants[variantOfCase[c]!]!.length;
  const activity =
    activities <= 256 ? new Uint8Array(caseOffsets[cases]!) : new Uint16Array(caseOffsets[cases]!);
  const time = new Float64Array(caseOffsets[cases]!);
  for (c = 0; c < cases; c++) {
    activity.set(variants[variantOfCase[c]!]!, caseOffsets[c]);
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      time[e] = Date.UTC(2025, 0, 6) + (c + (e - caseOffsets[c]!) / 6) * HOUR_MS;
    }
  }
  return {
    caseIds: Array.from({ length: cases }, (_, i) => `case ${i + 1}`),
    caseOffsets,
    activities: Array.from({ length: activities }, (_, a) => `activity ${String(a + 1).padStart(3, "0")}`),
    activity,
    time,
    eventAttributes: Object.create(null),
    caseAttributes: Object.create(null),
  };
}

/** As many different walks as the shape has variants. The first ones visit every activity between them. */
function distinctWalks(shape: LogShape, random: RandomStream): Uint16Array[] {
  const usual = usualSuccessors(shape, random);
  const walks: Uint16Array[] = [];
  const seen = new Set<string>();
  for (let wanted = 0; walks.length < shape.variants; ) {
    const walk = oneWalk(shape, usual, random);
    // An activity that no walk has met so far is put into this one.
    if (wanted < shape.activities && !walk.includes(wanted))
      walk[random.integer(0, walk.length - 1)] = wanted;
    const key = walk.join();
    if (seen.has(key)) continue;
    wanted++;
    seen.add(key);
    walks.push(Uint16Array.from(walk));
  }
  // Short variants are the frequent ones, by and large.
  const rank = new Map(walks.map((walk) => [walk, Math.log(walk.length) + 0.4 * random.normal()]));
  return walks.sort((a, b) => rank.get(a)! - rank.get(b)!);
}

/** Per activity what usually follows, the most frequent first: mostly a little ahead, sometimes back. */
function usualSuccessors({ activities }: LogShape, random: RandomStream): number[][] {
  return Array.from({ length: activities }, (_, a) =>
    Array.from({ length: random.integer(1, 4) }, (_, k) => {
      const step = k < 3 ? random.integer(1, 3) : -random.integer(1, 4);
      return Math.min(activities - 1, Math.max(0, a + step));
    }),
  );
}

function oneWalk(shape: LogShape, usual: readonly number[][], random: RandomStream): number[] {
  const { activities, variantLength, longest, disorder, repetition } = shape;
  // Lengths fall off exponentially, as those of real logs do.
  const length = Math.min(longest, 2 + Math.floor(-Math.log(1 - random.next()) * (variantLength - 2)));
  const walk = [random.chance(0.9) ? 0 : random.integer(0, Math.min(2, activities - 1))];
  while (walk.length < length) {
    const a = walk.at(-1)!;
    if (random.chance(repetition)) walk.push(a);
    else if (random.chance(disorder)) walk.push(random.integer(0, activities - 1));
    else walk.push(usual[a]![Math.floor(random.next() ** 2 * usual[a]!.length)]!);
  }
  return walk;
}

/** How many cases follow each variant. */
function spreadCases({ cases, variants, skew }: LogShape): number[] {
  const weight = Array.from({ length: variants }, (_, r) => 1 / (r + 1) ** skew);
  const total = weight.reduce((sum, w) => sum + w, 0);
  const free = cases - variants;
  const counts = weight.map((w) => 1 + Math.floor((free * w) / total));
  counts[0]! += cases - counts.reduce((sum, count) => sum + count, 0);
  return counts;
}

function shuffle(items: Uint32Array, random: RandomStream): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    const item = items[i]!;
    items[i] = items[j]!;
    items[j] = item;
  }
}
