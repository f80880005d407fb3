import {
  type BatteryPlantOptions,
  type PlantRun,
  type PlantTruth,
  type Scenario,
  scenarios,
  type TrueCause,
} from "@gigamine/synthetic";
import {
  type Clustered,
  type Contrast,
  clustered,
  difference,
  isSignificant,
  type Reading,
  readingsOf,
  split,
} from "./contrast.js";
import { cellPlant, concessionPlant, rollPlant, tightPlant } from "./plants.js";

/** A scenario with the plain contrast that is to see it. */
export interface ScenarioContrast {
  readonly name: string;
  readonly scenario: Scenario;
  /** What is compared, in words, with its unit. */
  readonly title: string;
  /** The plant that it is tried on, and the one without scenarios whose alarms are counted. */
  readonly plant: BatteryPlantOptions;
  readonly nullPlant: BatteryPlantOptions;
  /** What is seen in a run, by the shop-floor data alone, where and when the suspect says. */
  readonly seen: (run: PlantRun, suspect: TrueCause) => Contrast;
  /** Whether that is too much for luck. */
  readonly isAlarm: (run: PlantRun, suspect: TrueCause) => boolean;
  /** How often there is an alarm without any cause. */
  readonly errorRate: number;
  /** How large the effect on the contrast is, by the truth alone. */
  readonly stated: (truth: PlantTruth, run: PlantRun) => number;
}

type Plain = Pick<ScenarioContrast, "name" | "scenario" | "title" | "seen" | "stated">;

/** A contrast that is judged by the z-test. */
function onPlant(
  plant: BatteryPlantOptions,
  contrast: Plain,
  nullPlant: BatteryPlantOptions = plant,
): ScenarioContrast {
  return {
    ...contrast,
    plant: { ...plant, counterfactuals: "fixed routing" },
    nullPlant,
    isAlarm: (run, suspect) => isSignificant(contrast.seen(run, suspect)),
    errorRate: 0.01,
  };
}

const isCathode = ({ unit }: Reading): boolean => /^BATCH-\d+-C/.test(unit);
const isWithin = ({ windows }: TrueCause, timeMs: number): boolean =>
  windows.some(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs);
const onset = ({ windows }: TrueCause): number => windows[0]!.fromMs;
const isOf = ({ entities }: TrueCause, name: string): boolean => entities.includes(name);

/** The effect on a metric that the truth states, as the gauge shows it. */
function statedEffect(truth: PlantTruth, metric: string): number {
  return truth.scenarios[0]!.effects.find((effect) => effect.metric === metric)!.measured;
}

/** After minus before, on the suspect's machine. */
function afterMinusBefore(run: PlantRun, suspect: TrueCause, metric: string): Contrast {
  const there = readingsOf(run, metric).filter(({ machine }) => isOf(suspect, machine));
  const [after, before] = split(there, ({ startMs }) => startMs >= onset(suspect));
  return difference(clustered(after), clustered(before));
}

/** Loading as a share of the mean of its electrode outside of the suspected hours. */
function relativeLoading(
  run: PlantRun,
  suspect: TrueCause,
): readonly [readonly Clustered[], readonly Clustered[]] {
  const inside: Clustered[] = [];
  const outside: Clustered[] = [];
  for (const readings of split(readingsOf(run, "coating_loading"), isCathode)) {
    const [hot, usual] = split(readings, ({ timeMs }) => isWithin(suspect, timeMs));
    const mean = usual.reduce((sum, { value }) => sum + value, 0) / usual.length;
    const share = ({ value, order }: Reading): Clustered => ({ value: value / mean, cluster: order });
    inside.push(...hot.map(share));
    outside.push(...usual.map(share));
  }
  return [inside, outside];
}

function badShift(): Plain {
  return {
    name: "S1 bad shift",
    scenario: scenarios.badShift(),
    title: "loading, Friday afternoon by other hours, share",
    seen: (run, suspect) => difference(...relativeLoading(run, suspect)),
    stated: (truth) => {
      const effects = truth.scenarios[0]!.effects.filter(({ metric }) => metric === "coating_loading");
      const all = effects.reduce((sum, { affected }) => sum + affected, 0);
      return effects.reduce(
        (sum, { affected, measured, measuredMean }) =>
          sum + (affected / all) * (measured / (measuredMean - measured)),
        0,
      );
    },
  };
}

function rollerWear(): Plain {
  return {
    name: "S2 roller wear",
    scenario: scenarios.rollerWear(),
    title: "cathode density, Calender 2 minus Calender 1, kg/m3",
    seen: (run, suspect) => {
      const cathode = readingsOf(run, "electrode_density").filter(isCathode);
      const [worn, sister] = split(cathode, ({ machine }) => isOf(suspect, machine));
      return difference(clustered(worn), clustered(sister));
    },
    stated: (truth) => statedEffect(truth, "electrode_density"),
  };
}

function seasonalHvac(): Plain {
  return {
    name: "S3 seasonal HVAC",
    scenario: scenarios.seasonalHvac(),
    title: "peel strength, after minus before, N/m",
    seen: (run, suspect) => {
      const [after, before] = split(
        readingsOf(run, "peel_strength"),
        ({ timeMs }) => timeMs >= onset(suspect),
      );
      return difference(clustered(after), clustered(before));
    },
    stated: (truth) => statedEffect(truth, "peel_strength"),
  };
}

function materialLot(): Plain {
  return {
    name: "S4 material lot",
    scenario: scenarios.materialLot(),
    title: "cathode slurry viscosity, this lot minus others, Pa.s",
    seen: (run, suspect) => {
      const lotOf = new Map(run.orders.map(({ id, lots }) => [id, run.units[lots[0]!]!.id]));
      const cathode = readingsOf(run, "slurry_viscosity").filter(isCathode);
      const [ofLot, others] = split(cathode, ({ order }) => isOf(suspect, lotOf.get(order)!));
      return difference(
        clustered(ofLot),
        clustered(others, ({ order }) => lotOf.get(order)!),
      );
    },
    stated: (truth) => statedEffect(truth, "slurry_viscosity"),
  };
}

/** Variance of the loading within each roll, as a share of the squared mean. */
function varianceWithinRolls(run: PlantRun): readonly (Clustered & { readonly operator: string })[] {
  const rolls = new Map<string, Reading[]>();
  for (const reading of readingsOf(run, "coating_loading")) {
    const roll = rolls.get(reading.unit) ?? [];
    rolls.set(reading.unit, roll);
    roll.push(reading);
  }
  return [...rolls.values()].map((roll) => {
    const mean = roll.reduce((sum, { value }) => sum + value, 0) / roll.length;
    const squares = roll.reduce((sum, { value }) => sum + (value / mean - 1) ** 2, 0);
    return { value: squares / (roll.length - 1), cluster: roll[0]!.order, operator: roll[0]!.operator };
  });
}

function operator(): Plain {
  return {
    name: "S5 operator",
    scenario: scenarios.operator(),
    title: "sd of the loading within a roll, Operator C2 by others, share more",
    seen: (run, suspect) => {
      const [own, others] = split(varianceWithinRolls(run), ({ operator: name }) => isOf(suspect, name));
      return ratioOfDeviations(own, others);
    },
    stated: (truth) => truth.scenarios[0]!.causes[0]!.amount - 1,
  };
}

/** Root of the ratio of two mean variances, minus 1; error by the delta method. */
function ratioOfDeviations(first: readonly Clustered[], second: readonly Clustered[]): Contrast {
  const [a, b] = [difference(first, zeros), difference(second, zeros)];
  const ratio = Math.sqrt(a.estimate / b.estimate);
  const relative = Math.hypot(a.standardError / a.estimate, b.standardError / b.estimate);
  return { estimate: ratio - 1, standardError: (ratio * relative) / 2 };
}

const zeros: readonly Clustered[] = [
  { value: 0, cluster: "a" },
  { value: 0, cluster: "b" },
];

function calibrationJump(): Plain {
  return {
    name: "S6 calibration jump",
    scenario: scenarios.calibrationJump(),
    title: "misalignment on Stacker 5, after minus before, mm",
    seen: (run, suspect) => afterMinusBefore(run, suspect, "stack_misalignment"),
    stated: (truth) => statedEffect(truth, "stack_misalignment"),
  };
}

/** Measured stacks of which the cathode was coated in the suspected hours, and the others. */
function stacksByCoating(run: PlantRun, suspect: TrueCause): readonly [Reading[], Reading[]] {
  const startOf = new Map<string, number>();
  for (const { unit, startMs } of readingsOf(run, "coating_loading")) startOf.set(unit, startMs);
  return split(readingsOf(run, "stack_misalignment"), ({ cell }) => {
    const roll = run.units[run.cells.cathode[cell]!]!.id.replace(/-D\d+$/, "");
    return isWithin(suspect, startOf.get(roll)!);
  });
}

function chain(): Plain {
  return {
    name: "S7 chain",
    scenario: scenarios.chain(),
    title: "misalignment, cathode of Friday afternoon minus others, mm",
    seen: (run, suspect) => {
      const [hot, others] = stacksByCoating(run, suspect);
      return difference(clustered(hot), clustered(others));
    },
    stated: (truth, run) => {
      const changed = new Map(
        truth.fixedRouting
          .filter(({ metric }) => metric === "stack_misalignment")
          .map(({ unitId, factual, counterfactual }) => [unitId, factual! - counterfactual!]),
      );
      const meanChange = (readings: readonly Reading[]): number =>
        readings.reduce((all, { cell }) => all + (changed.get(run.cells.ids[cell]!) ?? 0), 0) /
        readings.length;
      const [hot, others] = stacksByCoating(run, truth.scenarios[0]!.causes[0]!);
      return meanChange(hot) - meanChange(others);
    },
  };
}

function doseLoss(): Plain {
  return {
    name: "S8 dose loss",
    scenario: scenarios.doseLoss(),
    title: "electrolyte of Filling Pump 1, after minus before, kg",
    seen: (run, suspect) => afterMinusBefore(run, suspect, "electrolyte_mass"),
    stated: (truth) => statedEffect(truth, "electrolyte_mass"),
  };
}

function gaugeDrift(): Plain {
  return {
    name: "S10 gauge drift",
    scenario: scenarios.gaugeDrift(),
    title: "resistance read by EOL Tester 2 minus by EOL Tester 1, after, mOhm",
    seen: (run, suspect) => {
      const after = readingsOf(run, "internal_resistance").filter(({ startMs }) => startMs >= onset(suspect));
      const [drifting, sister] = split(after, ({ machine }) => isOf(suspect, machine));
      return difference(clustered(drifting), clustered(sister));
    },
    stated: (truth) => statedEffect(truth, "internal_resistance"),
  };
}

const weekMs = 7 * 86_400_000;

/** Hours that trays which came to formation in the week from an outage on waited there, in all; and so in other weeks. */
function waitingByWeek(
  run: PlantRun,
  suspect: TrueCause,
): { readonly inOutage: number; readonly others: readonly number[] } {
  const { visits, steps } = run;
  const formation = steps.indexOf("Initial Charging");
  const totals = new Map<number, number>();
  for (const [visit, step] of visits.step.entries()) {
    if (step !== formation) continue;
    const week = Math.floor((visits.enabledMs[visit]! - onset(suspect)) / weekMs);
    const hours = (visits.startMs[visit]! - visits.enabledMs[visit]!) / 3_600_000;
    totals.set(week, (totals.get(week) ?? 0) + hours);
  }
  const weeks = [...totals.keys()];
  const [first, last] = [Math.min(...weeks), Math.max(...weeks)];
  // the line fills up in its first week and runs dry in its last
  const others = [...totals]
    .filter(([week]) => week > first && week < last && week !== 0)
    .map(([, hours]) => hours);
  return { inOutage: totals.get(0) ?? 0, others };
}

/** Totals of waiting have heavy tails, so the week is judged by its rank: whether it is the worst of all. */
function capacityLoss(): ScenarioContrast {
  return {
    name: "S9 capacity loss",
    scenario: scenarios.capacityLoss({ schedule: { kind: "sudden", from: { day: 31 }, until: { day: 34 } } }),
    title: "waiting for formation in the week of the outage minus in other weeks, tray-hours",
    plant: { ...tightPlant, counterfactuals: "resimulated" },
    nullPlant: tightPlant,
    seen: (run, suspect) => {
      const { inOutage, others } = waitingByWeek(run, suspect);
      const usual = others.reduce((sum, hours) => sum + hours, 0) / others.length;
      const variance = others.reduce((sum, hours) => sum + (hours - usual) ** 2, 0) / (others.length - 1);
      return {
        estimate: inOutage - usual,
        standardError: Math.sqrt(variance * (1 + 1 / others.length)),
      };
    },
    isAlarm: (run, suspect) => {
      const { inOutage, others } = waitingByWeek(run, suspect);
      return inOutage > Math.max(...others);
    },
    errorRate: 1 / 8, // of eight weeks, each is the worst equally often
    stated: (truth) => {
      const effect = truth.scenarios[0]!.effects.find(({ metric }) => metric === "waiting: Initial Charging");
      return effect === undefined ? 0 : effect.affected * effect.measured;
    },
  };
}

/** The contrasts on electrodes. */
export const electrodeContrasts: readonly ScenarioContrast[] = [
  badShift(),
  rollerWear(),
  seasonalHvac(),
  materialLot(),
  operator(),
].map((contrast) => onPlant(rollPlant, contrast));

/** The contrasts on cells, and on waiting. */
export const cellContrasts: readonly ScenarioContrast[] = [
  onPlant(cellPlant, calibrationJump()),
  onPlant(concessionPlant, chain(), cellPlant),
  onPlant(cellPlant, doseLoss()),
  capacityLoss(),
  onPlant(cellPlant, gaugeDrift()),
];
