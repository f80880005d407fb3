import type { TokenUsage } from "./model-answer.js";

/** Prices for prompts up to a length, US dollars per million tokens. */
export interface PriceTier {
  /** The longest prompt of this tier, in tokens; `null` = any length. */
  readonly upToInputTokens: number | null;
  readonly inputUsdPerMillion: number;
  readonly outputUsdPerMillion: number;
}

/** What a model costs. */
export interface ModelPrices {
  /** By prompt length, shortest first; the last one has `upToInputTokens: null`. */
  readonly tiers: readonly PriceTier[];
  /** Price of writing 5 minutes of prompt cache, as a multiple of the input price. @default 1.25 */
  readonly cacheWriteFactor?: number | undefined;
  /** Price of writing an hour of prompt cache (used in batches), as a multiple of the input price. @default 2 */
  readonly longCacheWriteFactor?: number | undefined;
  /** Price of reading the prompt cache, as a multiple of the input price. @default 0.1 */
  readonly cacheReadFactor?: number | undefined;
  /** Price of everything in a batch, as a multiple of the live price. @default 0.5 */
  readonly batchFactor?: number | undefined;
}

/** Prices of models at a date. */
export interface PriceTable {
  /** When the prices were read: ISO 8601, a day or a month. */
  readonly date: string;
  readonly source: string;
  readonly models: Readonly<Record<string, ModelPrices>>;
}

const flat = (inputUsdPerMillion: number, outputUsdPerMillion: number): ModelPrices => ({
  tiers: [{ upToInputTokens: null, inputUsdPerMillion, outputUsdPerMillion }],
});

/**
 * What the models cost when this version was made. Prices change: give your own as option `prices`. Models that are
 * not listed are not used without prices.
 */
export const notePrices: PriceTable = {
  date: "2026-10",
  source: "https://platform.claude.com/docs/en/about-claude/pricing",
  models: {
    "claude-haiku-5-5": {
      tiers: [
        { upToInputTokens: 100_000, inputUsdPerMillion: 0.1, outputUsdPerMillion: 0.5 },
        { upToInputTokens: null, inputUsdPerMillion: 0.5, outputUsdPerMillion: 2.5 },
      ],
    },
    "claude-sonnet-5-5": flat(2, 10),
    "claude-opus-5-5": flat(4, 20),
  },
};

/** How requests are sent. A batch takes up to a day and costs half. */
export type SendMode = "live" | "batch";

/**
 * What tokens cost, in whole billionths of a dollar, rounded up: sums of whole numbers are exact, so that a cap can't
 * be passed by rounding.
 */
export function costInNanoUsd(usage: TokenUsage, prices: ModelPrices, mode: SendMode): number {
  const prompt = usage.input + usage.cacheWrite + usage.cacheRead;
  const tier = prices.tiers.find(
    ({ upToInputTokens }) => prompt <= (upToInputTokens ?? Number.POSITIVE_INFINITY),
  )!;
  const write = mode === "batch" ? (prices.longCacheWriteFactor ?? 2) : (prices.cacheWriteFactor ?? 1.25);
  const input = usage.input + usage.cacheWrite * write + usage.cacheRead * (prices.cacheReadFactor ?? 0.1);
  const microUsd = input * tier.inputUsdPerMillion + usage.output * tier.outputUsdPerMillion;
  const nanoUsd = microUsd * 1000 * (mode === "batch" ? (prices.batchFactor ?? 0.5) : 1);
  return Math.min(Number.MAX_SAFE_INTEGER, Math.ceil(Number(nanoUsd.toPrecision(12))));
}

/**
 * The most that a request can cost: all input at its dearest rate, and every output token.
 *
 * @param promptCache Whether the request asks for the prompt cache to be written.
 */
export function worstCostInNanoUsd(
  inputTokens: number,
  outputTokens: number,
  prices: ModelPrices,
  mode: SendMode,
  promptCache: boolean,
): number {
  const nothing = { input: 0, cacheWrite: 0, cacheRead: 0, output: outputTokens };
  const ways = promptCache ? (["input", "cacheWrite", "cacheRead"] as const) : (["input"] as const);
  const reachable = prices.tiers.filter(
    (_, i) => i === 0 || prices.tiers[i - 1]!.upToInputTokens! < inputTokens,
  );
  return Math.max(
    ...reachable.flatMap((tier) =>
      ways.map((way) =>
        costInNanoUsd(
          { ...nothing, [way]: inputTokens },
          { ...prices, tiers: [{ ...tier, upToInputTokens: null }] },
          mode,
        ),
      ),
    ),
  );
}
