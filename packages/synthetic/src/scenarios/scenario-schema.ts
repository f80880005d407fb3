import { z } from "zod";
import { checkedOption } from "../checked-option.js";
import { type Scenario, type ScenarioCause, scenarioIntensities, scenarioTypes } from "./scenario.js";
import { scenarioVariableNames, scenarioVariables } from "./variables.js";

const quoted = (words: readonly string[]): string => words.map((word) => JSON.stringify(word)).join(", ");

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `Give one of ${quoted(values)}.` });

const number = (what: string) => z.number({ error: `Give ${what}.` });

const between = (low: number, high: number, what: string) => {
  const error = `Give ${what} in [${low}, ${high}].`;
  return z.number({ error }).min(low, { error }).max(high, { error });
};

const name = (what: string) => {
  const error = `Give ${what}, a text that is not empty.`;
  return z.string({ error }).min(1, { error });
};

/** An object that refuses names it does not know. */
const object = <T extends z.ZodRawShape>(shape: T) => {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `There is no such field here. Known are: ${known}.`
        : `Give an object with: ${known}.`,
  });
};

const instantError =
  'Give an instant such as "2025-01-20T06:00:00Z", { day: 14 } after the beginning, or { share: 0.5 } of the run.';
const instant = z.union(
  [
    z.iso.datetime({ offset: true }),
    z.strictObject({ day: z.number().min(0) }),
    z.strictObject({ share: z.number().min(0).max(1) }),
  ],
  { error: instantError },
);

const period = { from: instant.optional(), until: instant.optional() };
const days = (what: string) => between(0.01, 36_525, `${what}, a number of days`);

const shift = object({
  days: z
    .array(oneOf(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]), { error: "Give a list of weekdays." })
    .min(1, { error: 'Give at least one weekday, such as ["Fri"].' })
    .readonly(),
  from: timeOfDay(/^([01]\d|2[0-3]):[0-5]\d$/, '"00:00" to "23:59"'),
  to: timeOfDay(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, '"00:00" to "24:00"'),
});

const schedule = z.discriminatedUnion(
  "kind",
  [
    object({ kind: z.literal("sudden"), ...period }),
    object({
      kind: z.literal("gradual"),
      ...period,
      riseDays: days("how long it rises"),
      fallDays: between(0, 36_525, "a number of days").optional(),
    }),
    object({
      kind: z.literal("recurring"),
      ...period,
      shift,
      riseMinutes: between(0, 1440, "a number of minutes").optional(),
    }),
    object({ kind: z.literal("incremental"), ...period, riseDays: days("how long one rise takes") }),
  ],
  { error: 'Give a schedule whose kind is "sudden", "gradual", "recurring" or "incremental".' },
);

const cause = object({
  variable: oneOf(scenarioVariableNames),
  entity: name("the name of a room, machine, operator or lot"),
  schedule,
  amount: number("a finite number"),
  unit: name("the unit"),
}).check(({ value, issues }) => {
  const complaint = causeComplaint(value);
  if (complaint !== null) {
    issues.push({
      code: "custom",
      input: value[complaint.field],
      path: [complaint.field],
      message: complaint.advice,
    });
  }
});

/** A scenario as it comes in JSON; fields it does not know are refused. */
export const scenarioSchema: z.ZodType<Scenario> = object({
  id: name("an id"),
  type: oneOf(scenarioTypes),
  intensity: oneOf(Object.keys(scenarioIntensities) as ["hard", "default", "easy"]),
  causes: z
    .array(cause, { error: "Give a list of causes." })
    .min(1, { error: "Give at least one cause." })
    .readonly(),
  fix: object({
    detectorLagHours: between(0, 100_000, "a number of hours"),
    repairHours: between(0, 100_000, "a number of hours"),
  }).optional(),
});

/**
 * Scenarios that came as JSON, checked.
 *
 * @param where Name of the public function that was given them.
 * @throws GigamineError `option/out-of-range`, naming the field.
 */
export function checkedScenarios(where: string, value: unknown): readonly Scenario[] {
  const list = z.array(scenarioSchema, { error: "Give a list of scenarios; [] for none." });
  return checkedOption(where, "scenarios", list, value);
}

function causeComplaint(
  cause: ScenarioCause,
): { readonly field: "amount" | "unit" | "schedule"; readonly advice: string } | null {
  const { acts, unit } = scenarioVariables[cause.variable];
  if (cause.unit !== unit)
    return { field: "unit", advice: `${cause.variable} is in ${JSON.stringify(unit)}.` };
  if (acts === "factor" && cause.amount <= 0) {
    return {
      field: "amount",
      advice: `${cause.variable} is multiplied: give a factor above 0, 1 for no effect.`,
    };
  }
  if (acts === "outage" && cause.amount !== 1)
    return { field: "amount", advice: "An outage has the amount 1." };
  if (acts === "outage" && cause.schedule.kind !== "sudden" && cause.schedule.kind !== "recurring") {
    return {
      field: "schedule",
      advice: 'A resource is out or not: give a schedule that is "sudden" or "recurring".',
    };
  }
  return null;
}

function timeOfDay(pattern: RegExp, range: string) {
  const error = `Give a time of day from ${range}.`;
  return z.string({ error }).regex(pattern, { error });
}
