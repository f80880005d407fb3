import { z } from "zod";
import { tokenUsageSchema } from "./model-answer.js";

const count = z.number().int().nonnegative();
const cap = count.nullable();

/** An amount of money (billionths of a US dollar), requests and tokens (input and output). */
const spendSchema = z.object({ nanoUsd: count, requests: count, tokens: count });
export type Spend = Readonly<z.infer<typeof spendSchema>>;

/** The most that may be spent, `null` = no limit. */
const capsSchema = z.object({ nanoUsd: cap, requests: cap, tokens: cap });
export type SpendCaps = Readonly<z.infer<typeof capsSchema>>;

const reserveSchema = z.object({
  kind: z.literal("reserve"),
  id: z.string(),
  model: z.string(),
  mode: z.enum(["live", "batch"]),
  /** The most that the work can cost. */
  spend: spendSchema,
  caps: capsSchema,
  date: z.string(),
});

const settleSchema = z.object({
  kind: z.literal("settle"),
  id: z.string(),
  /** What it did cost. */
  spend: spendSchema,
  usage: tokenUsageSchema,
  /** `text`, `truncated`, `refused`, `too-large`, `batch`, an HTTP status, or `unknown` when no answer came. */
  outcome: z.string(),
  date: z.string(),
});

/** Written after a line that was cut off when its writer was killed: the line is not missed. */
const tornSchema = z.object({ kind: z.literal("torn") });

/** A line of the ledger. */
export const ledgerRecordSchema = z.discriminatedUnion("kind", [reserveSchema, settleSchema, tornSchema]);
export type LedgerRecord = Readonly<z.infer<typeof ledgerRecordSchema>>;
export type ReserveRecord = Readonly<z.infer<typeof reserveSchema>>;
export type SettleRecord = Readonly<z.infer<typeof settleSchema>>;
