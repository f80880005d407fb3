import { z } from "zod";
import type { Distribution } from "./distribution.js";

const number = (what: string) => z.number({ error: `Give ${what}.` });
const finite = number("a finite number");
const positive = (what = "a number greater than 0") =>
  number(what).refine((value) => value > 0, { error: `Give ${what}.` });
const atLeast = (least: number) => {
  const error = `Give a number of at least ${least}.`;
  return z.number({ error }).min(least, { error });
};
const wholeError = "Give a whole number between -2^53 and 2^53.";
const whole = z.number({ error: wholeError }).refine(Number.isSafeInteger, { error: wholeError });
const probabilityError = "Give a probability in [0, 1].";
const probability = z
  .number({ error: probabilityError })
  .min(0, { error: probabilityError })
  .max(1, { error: probabilityError });

/** The parameters of one kind; names it does not know are refused. */
const kind = <const K extends Distribution["kind"], T extends z.ZodRawShape>(name: K, shape: T) => {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(
    { kind: z.literal(name), ...shape },
    {
      error: (issue) =>
        issue.code === "unrecognized_keys"
          ? `There is no such parameter of "${name}". Give { kind: "${name}", ${known} }.`
          : undefined,
    },
  );
};

/** Farther out the tail of a normal has no probability that a number can hold. */
const farthestCut = 37;

const orderedError = "Give a number of at least low; the difference must be finite.";
const ordered = ({ low, high }: { readonly low: number; readonly high: number }): boolean =>
  low <= high && high - low < Number.POSITIVE_INFINITY;

const truncatedNormal = kind("truncatedNormal", {
  mean: finite,
  sd: positive(),
  low: finite.optional(),
  high: finite.optional(),
})
  .refine(({ low, high }) => low !== undefined || high !== undefined, {
    path: ["low"],
    error: 'Give low, high or both; without bounds it is a "normal".',
  })
  .refine(({ low, high }) => low === undefined || high === undefined || low <= high, {
    path: ["high"],
    error: "Give a number of at least low.",
  })
  .refine(({ mean, sd, low = mean, high = mean }) => Math.max(low - mean, mean - high) <= farthestCut * sd, {
    path: ["mean"],
    error: `Give a mean within ${farthestCut} sd of the interval from low to high.`,
  });

const lognormal = kind("lognormal", {
  median: positive().optional(),
  logSd: atLeast(0).optional(),
  mean: positive().optional(),
  sd: atLeast(0).optional(),
}).refine(
  ({ median, logSd, mean, sd }) => {
    const byMedian = [median, logSd].filter((value) => value !== undefined).length;
    const byMean = [mean, sd].filter((value) => value !== undefined).length;
    return (byMedian === 2 && byMean === 0) || (byMedian === 0 && byMean === 2);
  },
  { error: 'Give either median and logSd, or mean and sd, of the "lognormal".' },
);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);
const isPositiveFinite = (value: number): boolean => value > 0 && value < Number.POSITIVE_INFINITY;

const empirical = kind("empirical", {
  values: z
    .array(finite, { error: "Give a list of numbers." })
    .min(1, { error: "Give at least one value." })
    .readonly(),
  weights: z
    .array(atLeast(0), { error: "Give a list of numbers of at least 0, one per value." })
    .readonly()
    .optional(),
})
  .refine(({ values, weights }) => weights === undefined || weights.length === values.length, {
    path: ["weights"],
    error: "Give one weight per value.",
  })
  .refine(({ weights }) => weights === undefined || isPositiveFinite(sum(weights)), {
    path: ["weights"],
    error: "Give at least one weight greater than 0, and a finite sum.",
  });

const byKind = {
  constant: kind("constant", { value: finite }),
  uniform: kind("uniform", { low: finite, high: finite }).refine(ordered, {
    path: ["high"],
    error: orderedError,
  }),
  integer: kind("integer", { low: whole, high: whole }).refine(
    ({ low, high }) => low <= high && high - low < 2 ** 32,
    { path: ["high"], error: "Give a whole number of at least low and less than low + 2^32." },
  ),
  normal: kind("normal", { mean: finite, sd: atLeast(0) }),
  truncatedNormal,
  lognormal,
  exponential: kind("exponential", { mean: positive() }),
  gamma: kind("gamma", { shape: positive(), scale: positive() }),
  beta: kind("beta", { alpha: atLeast(0.05), beta: atLeast(0.05) }),
  triangular: kind("triangular", { low: finite, mode: finite, high: finite })
    .refine(({ low, mode, high }) => low <= mode && mode <= high, {
      path: ["mode"],
      error: "Give a number from low to high.",
    })
    .refine(ordered, { path: ["high"], error: orderedError }),
  weibull: kind("weibull", { shape: atLeast(0.05), scale: positive() }),
  poisson: kind("poisson", { mean: atLeast(0) }),
  binomial: kind("binomial", {
    trials: whole.refine((trials) => trials >= 0, { error: "Give a whole number of at least 0." }),
    probability,
  }),
  bernoulli: kind("bernoulli", { probability }),
  empirical,
} satisfies { readonly [K in Distribution["kind"]]: z.ZodType<{ readonly kind: K }> };

const kindNames = Object.keys(byKind).map((name) => `"${name}"`);

/**
 * Checks that a value from outside is a {@link Distribution}. Unknown kinds and parameters are refused; every message says what to give.
 */
export const distributionSchema: z.ZodType<Distribution> = z.discriminatedUnion(
  "kind",
  Object.values(byKind) as unknown as [z.ZodObject<{ kind: z.ZodLiteral<Distribution["kind"]> }>],
  {
    error: (issue) =>
      issue.code === "invalid_union"
        ? `Give one of ${kindNames.join(", ")}.`
        : 'Give a distribution such as { kind: "normal", mean: 10, sd: 2 }.',
  },
) as unknown as z.ZodType<Distribution>;
