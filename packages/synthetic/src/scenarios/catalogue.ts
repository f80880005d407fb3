import type {
  Scenario,
  ScenarioCause,
  ScenarioFix,
  ScenarioIntensity,
  ScenarioSchedule,
  ScenarioType,
} from "./scenario.js";
import { scenarioIntensities } from "./scenario.js";
import { type ScenarioVariable, scenarioVariables } from "./variables.js";

/** What every scenario of {@link scenarios} takes. */
export interface ScenarioOptions {
  /** Unique in a run. @default the name of the scenario, such as "bad-shift" */
  readonly id?: string | undefined;
  /** @default "default" */
  readonly intensity?: ScenarioIntensity | undefined;
  /** Whose fault it is: another room, machine, operator or lot than the usual one. */
  readonly entity?: string | undefined;
  /** When, instead of the usual time; for all causes of the scenario. */
  readonly schedule?: ScenarioSchedule | undefined;
  /** How much the root cause is moved, instead of the amount of the intensity; in the unit of its variable. */
  readonly amount?: number | undefined;
  /** Left out: never mended. */
  readonly fix?: ScenarioFix | undefined;
}

/** What {@link scenarios.calibrationJump} takes. */
export interface CalibrationJumpOptions extends ScenarioOptions {
  /** What has lost its calibration: the alignment of a stacker or the focus of a welding laser. @default "stacker" */
  readonly of?: "stacker" | "weld focus" | undefined;
}

/** What {@link scenarios.seasonalHvac} takes. */
export interface SeasonalHvacOptions extends ScenarioOptions {
  /** What is at the root: the plant's own air handling, or the weather. @default "air handling" */
  readonly of?: "air handling" | "heat wave" | undefined;
}

/** A cause before its amount is scaled. */
interface CauseDraft {
  readonly variable: ScenarioVariable;
  readonly entity: string;
  readonly schedule: ScenarioSchedule;
  /** At the intensity `default`. */
  readonly amount: number;
}

const fridayAfternoon: ScenarioSchedule = {
  kind: "recurring",
  shift: { days: ["Fri"], from: "14:00", to: "22:00" },
  riseMinutes: 60,
};
const allTheTime: ScenarioSchedule = { kind: "sudden" };
const secondHalf: ScenarioSchedule = { kind: "sudden", from: { share: 0.5 } };

const hotCoatingRoom: CauseDraft = {
  variable: "coating_room.temperature",
  entity: "Coating_Room",
  schedule: fridayAfternoon,
  amount: 5,
};

/** Misalignment by heavy edges, mm for each unit of relative loading above +1 %. */
const edgeChains: Readonly<Record<ScenarioIntensity, number>> = { hard: 12, default: 24, easy: 40 };

/**
 * Ten root causes at their usual places and times; each gives plain data that can be changed, stored and mixed. Amounts are
 * those of the intensity `default`; `hard` has half of them, `easy` twice as much (a factor 1.6 becomes 1.3 and 2.2).
 */
export const scenarios = Object.freeze({
  /** Friday 14:00 to 22:00 the coating room is 5 K hotter, rising over the first hour. Heavier, less even, worse sticking coating. */
  badShift: (options: ScenarioOptions = {}): Scenario => scenario("bad shift", options, [hotCoatingRoom]),

  /** The roller gap of a calender opens by 1.5 µm over four weeks, until the roller is changed. Electrodes get less dense. */
  rollerWear: (options: ScenarioOptions = {}): Scenario =>
    scenario("roller wear", options, [
      {
        variable: "calender.gap",
        entity: "Calender 2",
        schedule: { kind: "incremental", riseDays: 28 },
        amount: 1.5,
      },
    ]),

  /**
   * The air handling loses its strength over five days: coating room 2 K hotter, dew point of the dry room 4.2 K higher, so cells are 1.6
   * times as moist. With `of: "heat wave"` it is 9 K hotter outside instead: the rooms feel it only in summer.
   */
  seasonalHvac: ({ of = "air handling", ...options }: SeasonalHvacOptions = {}): Scenario => {
    const schedule: ScenarioSchedule = { kind: "gradual", from: { share: 0.4 }, riseDays: 5 };
    return scenario(
      "seasonal HVAC",
      options,
      of === "heat wave"
        ? [{ variable: "outdoor.temperature", entity: "Site", schedule, amount: 9 }]
        : [
            { variable: "coating_room.temperature", entity: "Coating_Room", schedule, amount: 2 },
            { variable: "dry_room.dew_point", entity: "Assembly_Floor", schedule, amount: 4.2 },
          ],
    );
  },

  /** A supplier lot of finer powder: median particle size 2 µm smaller. More viscous slurry, more mixing. Follows the lot, not the calendar. */
  materialLot: (options: ScenarioOptions = {}): Scenario =>
    scenario("material lot", options, [
      { variable: "material.d50", entity: "LOT-NMC-002", schedule: allTheTime, amount: -2 },
    ]),

  /** An operator sets the coater up less evenly (spread of the loading 1.6 times) and 15 minutes slower. */
  operator: (options: ScenarioOptions = {}): Scenario => {
    const entity = options.entity ?? "Operator C2";
    return scenario("operator", options, [
      { variable: "coating.sigma", entity, schedule: allTheTime, amount: 1.6 },
      { variable: "coater.changeover", entity, schedule: allTheTime, amount: 15 * 60_000 },
    ]);
  },

  /** From one instant on a stacker is off by 0.2 mm; or (`of: "weld focus"`) a welding laser is out of focus by 0.15 mm. */
  calibrationJump: ({ of = "stacker", ...options }: CalibrationJumpOptions = {}): Scenario =>
    scenario("calibration jump", options, [
      of === "stacker"
        ? { variable: "stacker.calibration", entity: "Stacker 5", schedule: secondHalf, amount: 0.2 }
        : { variable: "welder.focus", entity: "Welder 1", schedule: secondHalf, amount: -0.15 },
    ]),

  /**
   * The bad shift, and edges that are heavy: where the loading is more than 1 % too high, stacks are misaligned by 24 mm for
   * each unit above (12 hard, 40 easy). Seen weeks later, at grading, on cells of the same rolls. The heat is that of
   * the bad shift at every intensity.
   */
  chain: (options: ScenarioOptions = {}): Scenario => {
    const { intensity = "default" } = options;
    const drafts: readonly CauseDraft[] = [
      { ...hotCoatingRoom, amount: hotCoatingRoom.amount / scenarioIntensities[intensity] },
      {
        variable: "stacking.edge_chain",
        entity: "Assembly_Floor",
        schedule: allTheTime,
        amount: edgeChains[intensity] / scenarioIntensities[intensity],
      },
    ];
    return scenario("chain", options, drafts);
  },

  /** A filling pump doses 2 % too little: the dose gives alarm, the cells are as good as ever. */
  doseLoss: (options: ScenarioOptions = {}): Scenario =>
    scenario("dose loss", options, [
      { variable: "filling.dose", entity: "Filling Pump 1", schedule: secondHalf, amount: 0.98 },
    ]),

  /** A formation rack does not work for three days (1.5 hard, 6 easy). Cells wait; no quality changes. */
  capacityLoss: (options: ScenarioOptions = {}): Scenario => {
    const days = 3 * scenarioIntensities[options.intensity ?? "default"];
    return scenario("capacity loss", options, [
      { variable: "resource.outage", entity: "Formation Rack 1", schedule: daysFrom(10, days), amount: 1 },
    ]);
  },

  /** The resistance gauge of a tester reads 3 % too high. The cells are untouched. */
  gaugeDrift: (options: ScenarioOptions = {}): Scenario =>
    scenario("gauge drift", options, [
      { variable: "grading.dcir_gauge", entity: "EOL Tester 2", schedule: secondHalf, amount: 1.03 },
    ]),
});

function daysFrom(day: number, days: number): ScenarioSchedule {
  return { kind: "sudden", from: { day }, until: { day: day + days } };
}

function scenario(type: ScenarioType, options: ScenarioOptions, drafts: readonly CauseDraft[]): Scenario {
  const { id = type.toLowerCase().replaceAll(" ", "-"), intensity = "default", fix } = options;
  const causes = drafts.map((draft, i): ScenarioCause => {
    const { acts, unit } = scenarioVariables[draft.variable];
    return {
      variable: draft.variable,
      entity: i === 0 ? (options.entity ?? draft.entity) : draft.entity,
      schedule: options.schedule ?? draft.schedule,
      amount:
        i === 0 && options.amount !== undefined ? options.amount : scaled(acts, draft.amount, intensity),
      unit,
    };
  });
  return { id, type, intensity, causes, ...(fix === undefined ? {} : { fix }) };
}

function scaled(acts: "shift" | "factor" | "outage", amount: number, intensity: ScenarioIntensity): number {
  const times = scenarioIntensities[intensity];
  if (acts === "shift") return amount * times;
  // rounded, so that 1 + (1.6 - 1) * 0.5 is 1.3 and not a number beside it
  return acts === "factor" ? Math.round((1 + (amount - 1) * times) * 1e9) / 1e9 : amount;
}
