import { GigamineError, optionError } from "@gigamine/base";

/**
 * What each move costs: numbers from 0 to 1,000,000 with at most six decimals, one for all activities or by activity.
 * Whatever they are: among alignments of equal cost, one with the fewest moves that are free without being synchronous is
 * taken. With the default costs those are the silent moves.
 */
export interface MoveCosts {
  /** An event that the model does not do. @default 1 */
  readonly log?: number | ((activity: string) => number) | undefined;
  /** A visible transition without an event. @default 1 */
  readonly model?: number | ((activity: string) => number) | undefined;
  /** A silent transition. @default 0 */
  readonly silent?: number | undefined;
  /** An event and a transition that agree. @default 0 */
  readonly synchronous?: number | ((activity: string) => number) | undefined;
}

/**
 * Costs as whole numbers, which add up without rounding: `units · TIE + ties`. All given costs are multiples of the unit;
 * `ties` counts the moves that are free and not synchronous. So the cheaper comes first, then the one with fewer of those; and
 * as every move but a synchronous one weighs more than 0, no way through a model goes round in a circle for nothing.
 */
export interface MoveWeights {
  /** Per activity of the log. */
  readonly log: Float64Array;
  /** Per transition; infinite for silent ones. */
  readonly synchronous: Float64Array;
  /** Per transition. */
  readonly model: Float64Array;
  /** One unit, in millionths of cost. */
  readonly unit: number;
}

/** More free moves than any alignment has. */
export const TIE = 2 ** 24;
/** Weights stay below 2^53, where whole numbers are exact. */
const MOST_UNITS = 2 ** 29;
const SCALE = 1_000_000;

/** Checks the costs and weighs the moves of a log of `activities` on transitions with these labels. O(activities + transitions). */
export function moveWeights(
  where: string,
  costs: MoveCosts,
  activities: readonly string[],
  labels: readonly (string | null)[],
): MoveWeights {
  const millionths = (option: string, cost: unknown): number => {
    if (typeof cost === "number" && cost >= 0 && cost <= 1e6) {
      const whole = Math.round(cost * SCALE);
      if (Math.abs(cost * SCALE - whole) < 1e-3) return whole;
    }
    const remedy =
      "Give a number from 0 to 1000000 with at most six decimals, or, but for silent moves, a function from activities to such numbers.";
    throw optionError(where, `moveCosts.${option}`, cost, remedy);
  };
  const by = (option: "log" | "model" | "synchronous", fallback: number) => {
    const cost = costs[option] ?? fallback;
    if (typeof cost === "function") return (activity: string) => millionths(option, cost(activity));
    const same = millionths(option, cost);
    return () => same;
  };
  const [logCost, modelCost, synchronousCost] = [by("log", 1), by("model", 1), by("synchronous", 0)];
  const silentCost = millionths("silent", costs.silent ?? 0);
  const log = activities.map(logCost);
  const model = labels.map((label) => (label === null ? silentCost : modelCost(label)));
  const synchronous = labels.map((label) => (label === null ? 0 : synchronousCost(label)));
  const unit = [...log, ...model, ...synchronous].reduce(greatestDivisor, 0) || SCALE;
  const weight = (cost: number): number => (cost === 0 ? 1 : (cost / unit) * TIE);
  return {
    log: Float64Array.from(log, weight),
    model: Float64Array.from(model, weight),
    synchronous: Float64Array.from(synchronous, (cost, t) =>
      labels[t] === null ? Number.POSITIVE_INFINITY : (cost / unit) * TIE,
    ),
    unit,
  };
}

/** The cost that a weight stands for, the moves that only break ties left out. */
export function costOf(weight: number, { unit }: MoveWeights): number {
  return (Math.floor(weight / TIE) * unit) / SCALE;
}

/** Refuses costs whose sums would not be exact: `weight` is the greatest that matters. */
export function refuseHeavy(where: string, weight: number): void {
  if (weight < MOST_UNITS * TIE) return;
  throw new GigamineError(
    "alignments/costs-too-far-apart",
    `${where}: deleting all events of a variant and one run of the model cost ${weight / TIE} times the greatest common divisor of the ` +
      `move costs; at most ${MOST_UNITS} times is possible. Give move costs with fewer decimals, or less far apart.`,
    { where, units: weight / TIE, most: MOST_UNITS },
  );
}

function greatestDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
