import { z } from "zod";
import { type ScenarioIntensity, scenarioIntensities, scenarioTypes } from "./scenario.js";
import type { PlantTruth } from "./truth.js";
import { scenarioVariableNames } from "./variables.js";

const name = z.string().min(1, { error: "Give a text that is not empty." });

/** A stretch of time with a length. */
export const spanSchema = z
  .strictObject({ fromMs: z.int(), toMs: z.int() })
  .refine(({ fromMs, toMs }) => fromMs < toMs, { path: ["toMs"], error: "Give an instant after fromMs." });

/** A step of a path. */
export const pathEdgeSchema = z.strictObject({ from: name, to: name });

const cause = z.strictObject({
  variable: z.enum(scenarioVariableNames),
  entities: z.array(name).min(1).readonly(),
  windows: z.array(spanSchema).readonly(),
  amount: z.number(),
  unit: name,
});

/** Which electrode a metric is of. */
export const electrodeSchema = z.enum(["cathode", "anode"], { error: 'Give "cathode" or "anode".' });

const effect = z.strictObject({
  metric: name,
  electrode: electrodeSchema.nullable(),
  unit: name,
  affected: z.int().min(1),
  latent: z.strictObject({ total: z.number(), direct: z.number(), mediated: z.number() }),
  spread: z.strictObject({ factual: z.number(), counterfactual: z.number() }).nullable(),
  measured: z.number(),
  measuredMean: z.number(),
});

const expected = z.strictObject({
  metric: name,
  statistic: z.enum(["mean", "sd", "in spec share", "fail share"]),
  without: z.number(),
  with: z.number(),
});

const scenario = z.strictObject({
  id: name,
  type: z.enum(scenarioTypes),
  intensity: z.enum(Object.keys(scenarioIntensities) as [ScenarioIntensity, ...ScenarioIntensity[]]),
  causes: z.array(cause).min(1).readonly(),
  path: z.array(pathEdgeSchema).readonly(),
  affected: z.array(z.strictObject({ unitId: name, onsetMs: z.number() })).readonly(),
  effects: z.array(effect).readonly(),
  expected: z.array(expected).readonly(),
});

const counterfactual = z.strictObject({
  unitId: name,
  metric: name,
  factual: z.number().nullable(),
  counterfactual: z.number().nullable(),
  attribution: z.record(z.string(), z.number()),
  remainder: z.number(),
});

const graph = z.strictObject({
  nodes: z.array(z.strictObject({ id: name, unit: name })).readonly(),
  edges: z
    .array(
      z.strictObject({
        from: name,
        to: name,
        moves: z.enum(["mean", "spread", "reading"]),
        sign: z.union([z.literal(1), z.literal(-1)]),
        coefficient: z.number().nullable(),
      }),
    )
    .readonly(),
});

/** The truth of a run as it comes in JSON; fields it does not know are refused. */
export const truthSchema: z.ZodType<PlantTruth> = z.strictObject({
  schemaVersion: z.literal(1, { error: "This version reads truth files of schemaVersion 1." }),
  seed: z.union([z.number(), z.string()]),
  configHash: z.string().regex(/^[0-9a-f]{64}$/, { error: "Give a SHA-256 in hexadecimal digits." }),
  counterfactuals: z.enum(["fixed routing", "resimulated", "both"]).nullable(),
  scenarios: z.array(scenario).readonly(),
  decoys: z.array(z.strictObject({ id: name, column: name, trap: name })).readonly(),
  graph,
  fixedRouting: z.array(counterfactual).readonly(),
  resimulated: z.array(counterfactual).readonly(),
});
