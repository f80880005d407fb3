import { optionError, quoteValue } from "@gigamine/base";
import { parseTimestamp } from "@gigamine/event-log";
import { z } from "zod";
import { checkedOption } from "../checked-option.js";
import type { Distribution } from "../distributions/distribution.js";
import { lowestDraw } from "../distributions/lowest-draw.js";
import { type Sampler, samplerOf } from "../distributions/sampler.js";
import { distributionSchema } from "../distributions/schema.js";
import { seedOption, wholeOption } from "../option-schemas.js";
import { sum } from "./draw-index.js";

const where = "playOut";
export const msPerMinute = 60_000;

const notNegative = distributionSchema.refine((distribution) => lowestDraw(distribution) >= 0, {
  error:
    'It may draw less than 0. Give a distribution of times, such as { kind: "truncatedNormal", mean: 10, sd: 4, low: 0 }.',
});

const startError =
  'Give an instant such as "2025-01-06T06:00:00Z", or ms since 1970; the default is that instant.';
const startMs = (start: number | string): number | null =>
  typeof start === "number" ? start : parseTimestamp(start);
const latestStart = Date.UTC(10_000, 0, 1);

const common = {
  start: z
    .union([z.number(), z.string()], { error: startError })
    .refine((start) => Math.abs(startMs(start) ?? Number.NaN) < latestStart, { error: startError })
    .optional(),
  arrivals: notNegative.optional(),
  seed: seedOption(),
};

const random = {
  ...common,
  cases: wholeOption(0, 10_000_000, 1000),
  maxLength: wholeOption(0, 1_000_000, 1000),
  durations: z
    .record(z.string(), notNegative, {
      error:
        'Give a distribution of minutes by activity, such as { Mixing: { kind: "constant", value: 30 } }.',
    })
    .optional(),
  otherDurations: notNegative.optional(),
};

const strict = <M extends string, T extends z.ZodRawShape>(mode: M, shape: T) =>
  z.strictObject(
    { mode: z.literal(mode), ...shape },
    {
      error: (issue) =>
        issue.code === "unrecognized_keys"
          ? `Mode "${mode}" has no such option. It has: ${Object.keys(shape).join(", ")}, signal, onProgress.`
          : undefined,
    },
  );

const schema = z.discriminatedUnion(
  "mode",
  [
    strict("uniform", random),
    strict("stochastic", { ...random, weights: z.unknown().optional() }),
    strict("exhaustive", {
      ...common,
      maxLength: wholeOption(0, 1000, 20),
      maxTraces: wholeOption(1, 10_000_000, 10_000),
    }),
  ],
  {
    error: (issue) =>
      issue.code === "invalid_union"
        ? 'Give "uniform", "stochastic" or "exhaustive"; the default is "uniform".'
        : 'Give an object such as { mode: "uniform", cases: 100 }, or nothing.',
  },
);

export type CheckedOptions = z.infer<typeof schema>;

/** Checks all that the options say by themselves; an option of `undefined` counts as left out. */
export function checkOptions(options: unknown): CheckedOptions {
  const plain: unknown =
    typeof options === "object" && options !== null && !Array.isArray(options)
      ? Object.fromEntries(
          Object.entries({ mode: "uniform", ...withoutUndefined(options) }).filter(
            ([name]) => name !== "signal" && name !== "onProgress",
          ),
        )
      : options;
  return checkedOption(where, "", schema, plain);
}

function withoutUndefined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** When the first case arrives, in ms since the epoch. */
export function arrivalStart({ start = "2025-01-06T06:00:00Z" }: CheckedOptions): number {
  return startMs(start)!;
}

const everyHour: Distribution = { kind: "constant", value: 60 };

/** Minutes between arrivals. */
export function arrivalSampler({ arrivals = everyHour }: CheckedOptions): Sampler {
  return samplerOf(arrivals);
}

/** Per activity what draws its minutes; `null` for play without times. */
export function durationSamplers(
  activities: readonly string[],
  {
    durations,
    otherDurations,
  }: {
    durations?: Readonly<Record<string, Distribution>> | undefined;
    otherDurations?: Distribution | undefined;
  },
): readonly Sampler[] | null {
  if (durations === undefined && otherDurations === undefined) return null;
  const given = new Map(Object.entries(durations ?? {}));
  const known = new Set(activities);
  for (const [name, distribution] of given) {
    if (known.has(name)) continue;
    const names = activities.slice(0, 10).map((text) => quoteValue(text, 30));
    throw optionError(
      where,
      `durations[${JSON.stringify(name)}]`,
      distribution.kind,
      `The model has no such activity. It has: ${names.join(", ")}${activities.length > 10 ? ", …" : ""}.`,
    );
  }
  return activities.map((name) => {
    const distribution = given.get(name) ?? otherDurations;
    if (distribution !== undefined) return samplerOf(distribution);
    throw optionError(
      where,
      `durations[${JSON.stringify(name)}]`,
      undefined,
      "Give minutes for every activity of the model, or otherDurations for the rest.",
    );
  });
}

/** Weights of the transitions of a net. */
export function netWeights(weights: unknown, transitions: number): readonly number[] {
  if (!Array.isArray(weights) || weights.length !== transitions) {
    throw optionError(
      where,
      "weights",
      Array.isArray(weights) ? weights.length : weights,
      `Give a list of ${transitions} numbers, one for each transition of the net.`,
    );
  }
  const bad = weights.findIndex(
    (weight: unknown) => !(typeof weight === "number" && weight >= 0 && weight < Number.POSITIVE_INFINITY),
  );
  if (bad >= 0) {
    throw optionError(where, `weights[${bad}]`, weights[bad], "Give a finite number of at least 0.");
  }
  const list = weights as readonly number[];
  const total = sum(list);
  if (total === Number.POSITIVE_INFINITY) {
    throw optionError(
      where,
      "weights",
      total,
      "That is their sum. Give smaller weights; only their ratios count.",
    );
  }
  return list;
}
