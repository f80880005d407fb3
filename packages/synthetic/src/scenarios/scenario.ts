import type { WeeklyShift } from "@gigamine/base";
import type { ScenarioVariable } from "./variables.js";

/**
 * An instant of a run: ISO 8601 with `Z` or an offset; so many days of 24 hours after the beginning; or a share of the
 * run, 0 = its beginning, 1 = its planned end.
 */
export type ScenarioInstant = string | { readonly day: number } | { readonly share: number };

/** The part of the run in which a schedule counts. */
export interface ScenarioPeriod {
  /** @default the beginning of the run */
  readonly from?: ScenarioInstant | undefined;
  /** @default the end of the run */
  readonly until?: ScenarioInstant | undefined;
}

/**
 * When a cause acts, and how much of its amount, in the four shapes of drift that the literature on concept drift names
 * (Bose, van der Aalst, Žliobaitė, Pechenizkiy, "Dealing With Concept Drifts in Process Mining", IEEE TNNLS 25(1), 2014).
 */
export type ScenarioSchedule =
  /** All of it from one instant to the other. */
  | (ScenarioPeriod & { readonly kind: "sudden" })
  /** Rises evenly over `riseDays`, stays, and falls evenly over the last `fallDays`. Days of 24 hours. */
  | (ScenarioPeriod & {
      readonly kind: "gradual";
      readonly riseDays: number;
      /** @default 0 */
      readonly fallDays?: number | undefined;
    })
  /** In the shifts of the plant's week that begin in the period, by the clock of its zone; rises evenly over the first `riseMinutes` of each. */
  | (ScenarioPeriod & {
      readonly kind: "recurring";
      readonly shift: Pick<WeeklyShift, "days" | "from" | "to">;
      /** @default 0 */
      readonly riseMinutes?: number | undefined;
    })
  /** A sawtooth: rises evenly over `riseDays`, is reset to nothing (a new roller, say) and begins again. Days of 24 hours. */
  | (ScenarioPeriod & { readonly kind: "incremental"; readonly riseDays: number });

/** One parent variable of one entity that is moved. */
export interface ScenarioCause {
  readonly variable: ScenarioVariable;
  /** Whose variable: the name of a room, machine, operator, supplier lot …; `"*"` for all that have it. */
  readonly entity: string;
  readonly schedule: ScenarioSchedule;
  /** At full strength: what is added, or what the value is multiplied with (`acts` of the variable); 1 for an outage. */
  readonly amount: number;
  /** UCUM code; that of the variable, written out so that the file reads alone. */
  readonly unit: string;
}

/** How easy a cause is to find. The amounts of the `default` level are halved for `hard`, doubled for `easy`. */
export type ScenarioIntensity = "hard" | "default" | "easy";

/** The intensities as multiples of the default amounts. */
export const scenarioIntensities: Readonly<Record<ScenarioIntensity, number>> = Object.freeze({
  hard: 0.5,
  default: 1,
  easy: 2,
});

/** Kinds of scenarios; `custom` is one of your own. */
export const scenarioTypes = Object.freeze([
  "bad shift",
  "roller wear",
  "seasonal HVAC",
  "material lot",
  "operator",
  "calibration jump",
  "chain",
  "dose loss",
  "capacity loss",
  "gauge drift",
  "custom",
] as const);

export type ScenarioType = (typeof scenarioTypes)[number];

/** Somebody notices and mends it: all causes of the scenario end then, whatever their schedules say. */
export interface ScenarioFix {
  /** From the first effect until it is noticed, hours. */
  readonly detectorLagHours: number;
  /** From then until it is mended, hours. */
  readonly repairHours: number;
}

/**
 * A root cause put into a run: who, when, which parent variable, how much. Plain data. It moves parents only, never a
 * result; what follows is left to the physics of the plant.
 */
export interface Scenario {
  /** Unique in a run. */
  readonly id: string;
  readonly type: ScenarioType;
  readonly intensity: ScenarioIntensity;
  /** The root cause first; others come with it (a lot that is finer and wetter). At least one. */
  readonly causes: readonly ScenarioCause[];
  /** Left out: never mended. */
  readonly fix?: ScenarioFix | undefined;
}
