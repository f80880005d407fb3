import { z } from "zod";

const count = z.number().int().nonnegative();

/** Tokens of one answer, as the server counted them. Input = `input + cacheWrite + cacheRead`. */
export const tokenUsageSchema = z.object({
  input: count,
  output: count,
  cacheWrite: count,
  cacheRead: count,
});
export type TokenUsage = z.infer<typeof tokenUsageSchema>;

/** What a model answered, as it is kept in a cache. */
export const modelAnswerSchema = z.object({
  /** `too-large`: the server refused the request for its size, before the model saw it. */
  outcome: z.enum(["text", "truncated", "refused", "too-large"]),
  /** The raw text; empty when there was none. */
  text: z.string(),
  /** As the server said: `end_turn`, `max_tokens`, `refusal` …; empty when the model was not reached. */
  stopReason: z.string(),
  /** Why the model refused, where it says so. */
  refusalCategory: z.string().nullable(),
  model: z.string(),
  usage: tokenUsageSchema,
  /** When the answer came, ISO 8601. */
  date: z.string(),
  /** Version of the client library. */
  sdk: z.string(),
});
export type ModelAnswer = Readonly<z.infer<typeof modelAnswerSchema>>;

export const noUsage: TokenUsage = { input: 0, output: 0, cacheWrite: 0, cacheRead: 0 };
