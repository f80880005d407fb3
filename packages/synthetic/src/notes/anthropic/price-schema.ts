import { z } from "zod";

const upTo = (most: number, error: string) => z.number({ error }).min(0, { error }).max(most, { error });
const price = upTo(1_000_000, "Give US dollars in [0, 1000000].");
const factor = upTo(1000, "Give a factor in [0, 1000], such as 0.5.").optional();
const tiersError = "Give at least one tier, by rising upToInputTokens; the last has null.";

const tier = z.strictObject({
  upToInputTokens: z.number().positive({ error: "Give a number of tokens, or null." }).nullable(),
  inputUsdPerMillion: price,
  outputUsdPerMillion: price,
});

/** Prices given by a user. */
export const modelPricesSchema = z.strictObject({
  tiers: z.array(tier, { error: tiersError }).refine(isOrdered, { error: tiersError }).readonly(),
  cacheWriteFactor: factor,
  longCacheWriteFactor: factor,
  cacheReadFactor: factor,
  batchFactor: factor,
});

function isOrdered(tiers: readonly z.infer<typeof tier>[]): boolean {
  const ends = tiers.map(({ upToInputTokens }) => upToInputTokens ?? Number.POSITIVE_INFINITY);
  const rising = ends.every((end, i) => i === 0 || ends[i - 1]! < end);
  return rising && ends.at(-1) === Number.POSITIVE_INFINITY;
}
