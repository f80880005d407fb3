import type { EstimateRange, NotesEstimate } from "@gigamine/synthetic";
import { counted } from "../counted.js";
import { textTable } from "../table.js";
import { dollars } from "./claude.js";

/** What writing notes will take, as a person reads it; `spentUsd` was spent with this cache before. */
export function estimateText(estimate: NotesEstimate, allNotes: boolean, spentUsd: number): string {
  const { rows, nominal, duplicates, cacheHits, requests, tokens, usd, priceDate, model } = estimate;
  const counts = [
    `${counted(rows, "row")}; ${nominal} in spec, which get offline notes; ${duplicates} the same as another.`,
    `${counted(requests, "request")} to ${model}, ${counted(cacheHits, "answer")} in the cache.`,
    `Tokens: ${range(tokens.input, whole)} in prompts, ${range(tokens.output, whole)} in answers.`,
  ].join("\n");
  if (usd === null)
    return `${counts}\n\nWhat ${model} costs is not known, so it can't be used with a cap on money.`;
  const table = textTable(
    [
      { label: "US dollars" },
      { label: "low", align: "right" },
      { label: "expected", align: "right" },
      { label: "at most", align: "right" },
    ],
    (
      [
        ["live", usd.live],
        ["batch (up to a day)", usd.batch],
        ["batch with prompt cache", usd.batchWithPromptCache],
      ] as const
    ).map(([name, { low, expected, max }]) => [name, dollars(low), dollars(expected), dollars(max)]),
  );
  return [
    counts,
    table,
    `Prices of ${priceDate ?? "your own"}. Tokens are taken as characters / 2.7; "at most": every answer as long as it may be, and repaired.`,
    advice(estimate, allNotes, spentUsd),
  ].join("\n\n");
}

/** The same in a line or two, for what is said before anything is sent. */
export function estimateLine(
  { model, requests, cacheHits, usd, priceDate }: NotesEstimate,
  batch: boolean,
): string {
  const cost = batch ? usd?.batch : usd?.live;
  const money =
    cost === undefined
      ? "a cost that is not known"
      : `about ${dollars(cost.expected)}, at most ${dollars(cost.max)}, by prices of ${priceDate}`;
  return `Notes by ${model}: ${counted(requests, "request")} to send, ${counted(cacheHits, "answer")} in the cache; ${money}.`;
}

/** A cap that surely is enough, in whole cents: it counts what was spent before, too. */
export function enoughUsd({ usd }: NotesEstimate, spentUsd: number, batch = false): number {
  const most = batch ? usd?.batch.max : usd?.live.max;
  return Math.max(1, Math.ceil((spentUsd + (most ?? 0)) * 100)) / 100;
}

function advice(estimate: NotesEstimate, allNotes: boolean, spentUsd: number): string {
  if (estimate.requests === 0) return "Nothing would be sent.";
  return `To have them written: gigamine generate … --notes anthropic${allNotes ? " --all-notes" : ""} --max-usd ${enoughUsd(estimate, spentUsd)}`;
}

function range({ low, expected, max }: EstimateRange, show: (value: number) => string): string {
  return max === 0 ? "0" : `${show(expected)} (${show(low)} to ${show(max)})`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
