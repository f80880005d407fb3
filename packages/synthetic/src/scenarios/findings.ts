import { z } from "zod";
import type { TimeSpan } from "./time-spans.js";
import type { PathEdge } from "./truth.js";
import { electrodeSchema, pathEdgeSchema, spanSchema } from "./truth-schema.js";

/** What an analysis says is a cause. Plain data. */
export interface CauseFinding {
  /** 1 = the first suspect; whole, each rank once. Findings may stand in any order. */
  readonly rank: number;
  readonly cause: {
    /** A variable of {@link scenarioVariables}, or a column of the log (then it can only be a false alarm). */
    readonly variable: string;
    /** Whose variable it is; `null` = not known. */
    readonly entity: string | null;
    /** When it acted; empty = not known. */
    readonly windows: readonly TimeSpan[];
  };
  /** The metric in which it was seen, such as `loading`; `null` = not stated. */
  readonly metric: string | null;
  /** On which electrode it was seen. Left out: on both or it has none; then held against the cathode. */
  readonly electrode?: "cathode" | "anode" | undefined;
  /** Of which number the effect is. @default "mean" */
  readonly statistic?: "mean" | "sd" | undefined;
  /** Change of that number over the affected, in the metric's unit; `null` = not stated. */
  readonly effect: number | null;
  /** Probability in [0, 1] that it is a cause. */
  readonly confidence: number;
  /** Ids of the units and cells that it affected; may be empty. */
  readonly evidence: readonly string[];
  /** The way from the cause to the metric; may be empty. */
  readonly path: readonly PathEdge[];
}

const name = z.string().min(1, { error: "Give a text that is not empty." });
const rankError = "Give a whole number from 1, each once: 1 is the first suspect.";
const confidenceError = "Give a probability in [0, 1].";

const finding: z.ZodType<CauseFinding> = z.strictObject({
  rank: z.int({ error: rankError }).min(1, { error: rankError }),
  cause: z.strictObject({
    variable: name,
    entity: name.nullable(),
    windows: z.array(spanSchema).readonly(),
  }),
  metric: name.nullable(),
  electrode: electrodeSchema.optional(),
  statistic: z.enum(["mean", "sd"], { error: 'Give "mean" or "sd".' }).optional(),
  effect: z.number({ error: "Give a finite number or null." }).nullable(),
  confidence: z
    .number({ error: confidenceError })
    .min(0, { error: confidenceError })
    .max(1, { error: confidenceError }),
  evidence: z.array(name).readonly(),
  path: z.array(pathEdgeSchema).readonly(),
});

/** Findings as they come in JSON; ranks that stand twice are refused. */
export const findingsSchema: z.ZodType<readonly CauseFinding[]> = z
  .array(finding, { error: "Give a list of findings; [] for none." })
  .check(({ value, issues }) => {
    const seen = new Set<number>();
    for (const [i, { rank }] of value.entries()) {
      if (seen.has(rank)) issues.push({ code: "custom", input: rank, path: [i, "rank"], message: rankError });
      seen.add(rank);
    }
  });
