import { optionError, quoteValue } from "@gigamine/base";
import { columnByName, type EventLog } from "@gigamine/event-log";
import { z } from "zod";
import { checkedOption } from "../checked-option.js";
import type { Distribution } from "../distributions/distribution.js";
import { distributionSchema } from "../distributions/schema.js";
import { optionsObject, seedOption, shareOption, wholeOption } from "../option-schemas.js";
import type { RecordingNoiseOptions, UnitMixUp } from "./types.js";

const where = "addRecordingNoise";

/** The options with every default filled in. */
export interface Noise {
  readonly seed: number | string;
  readonly missingEnds: number;
  readonly maxMissing: number;
  readonly missingTimes: number;
  readonly skewedClocks: number;
  readonly skewMinutes: Distribution;
  readonly duplicates: number;
  readonly swappedLabels: number;
  readonly swappedOrder: number;
  readonly unitMixUps: readonly UnitMixUp[];
}

const factorError = "Give a finite number that is neither 0 nor 1, such as 1000.";
const rateError = "Give a share of the events in [0, 1].";
const rate = shareOption(0);

const schema = optionsObject({
  seed: seedOption(),
  missingEnds: rate,
  maxMissing: wholeOption(1, 1_000_000, 3),
  missingTimes: rate,
  skewedClocks: rate,
  skewMinutes: distributionSchema.optional(),
  duplicates: rate,
  swappedLabels: rate,
  swappedOrder: rate,
  unitMixUps: z
    .array(
      optionsObject({
        attribute: z.string({ error: "Give the name of an event attribute of numbers." }),
        factor: z
          .number({ error: factorError })
          .refine((factor) => factor !== 0 && factor !== 1, { error: factorError }),
        rate: z.number({ error: rateError }).min(0, { error: rateError }).max(1, { error: rateError }),
      }),
      { error: 'Give a list such as [{ attribute: "weight", factor: 1000, rate: 0.01 }].' },
    )
    .readonly()
    .optional(),
});

/** Checks the options by themselves and against the log. */
export function resolveNoise(log: EventLog, options: RecordingNoiseOptions): Noise {
  const given = checkedOption(where, "", schema, options);
  const noise: Noise = {
    seed: given.seed ?? 42,
    missingEnds: given.missingEnds ?? 0,
    maxMissing: given.maxMissing ?? 3,
    missingTimes: given.missingTimes ?? 0,
    skewedClocks: given.skewedClocks ?? 0,
    skewMinutes: given.skewMinutes ?? { kind: "normal", mean: 0, sd: 10 },
    duplicates: given.duplicates ?? 0,
    swappedLabels: given.swappedLabels ?? 0,
    swappedOrder: given.swappedOrder ?? 0,
    unitMixUps: given.unitMixUps ?? [],
  };
  if (noise.skewedClocks > 0 && columnByName(log.eventAttributes, "resource") === undefined) {
    const remedy = "The log has no event attribute resource, so no clock is known. Leave this kind out.";
    throw optionError(where, "skewedClocks", noise.skewedClocks, remedy);
  }
  const seen = new Set<string>();
  noise.unitMixUps.forEach(({ attribute }, i) => {
    const path = `unitMixUps[${i}].attribute`;
    if (seen.has(attribute)) throw optionError(where, path, attribute, "Give each attribute once.");
    seen.add(attribute);
    if (columnByName(log.eventAttributes, attribute)?.kind === "number") return;
    const numeric = Object.entries(log.eventAttributes)
      .filter(([, column]) => column.kind === "number")
      .map(([name]) => quoteValue(name));
    const known = numeric.length === 0 ? "The log has none" : `The log has ${numeric.join(", ")}`;
    throw optionError(where, path, attribute, `Give an event attribute of numbers. ${known}.`);
  });
  return noise;
}
