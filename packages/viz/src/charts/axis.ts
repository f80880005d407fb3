import { format, precisionFixed } from "d3-format";
import { scaleLinear } from "d3-scale";
import { formatCount, formatDuration, formatNumber, formatShare } from "../format.js";

/**
 * What the numbers of a chart are: `"count"` whole things, `"share"` parts of one (shown as per cent), `"duration"`
 * milliseconds (shown in the unit that suits), `"number"` anything else, with a `unit`.
 */
export type Quantity = "count" | "share" | "duration" | "number";

/** Says what the numbers are. */
export interface ValueOptions {
  /** What the numbers are. */
  readonly quantity?: Quantity | undefined;
  /** The unit of a `"number"` or `"count"`, such as `"µm"` or `"events"`. @default none */
  readonly unit?: string | undefined;
  /** What the numbers say, for the axis: "Waiting time". @default none */
  readonly valueLabel?: string | undefined;
}

/** A scale with its ticks and its title, which names the unit. */
export interface Axis {
  /** Where a value stands, in pixels; values outside the axis go to its ends. */
  readonly position: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly title: string;
}

/** Beyond this, differences of doubles overflow. */
const LARGEST = 1e300;
const UNITS = [
  { ms: 86_400_000, name: "d" },
  { ms: 3_600_000, name: "h" },
  { ms: 60_000, name: "min" },
  { ms: 1000, name: "s" },
  { ms: 1, name: "ms" },
] as const;
/** Ticks of logarithmic time: what people call round. */
const ROUND_TIMES = [
  1, 10, 100, 1000, 10_000, 60_000, 600_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000, 2_592_000_000,
  31_536_000_000,
];

/** The text of one value with its unit. */
export function valueText(value: number | null, { quantity = "number", unit }: ValueOptions): string {
  if (quantity === "duration") return formatDuration(value);
  if (quantity === "share") return formatShare(value);
  const text = quantity === "count" ? formatCount(value) : formatNumber(value);
  return unit === undefined || text === "–" ? text : `${text} ${unit}`;
}

/**
 * A linear axis from `min` to `max`, widened to round numbers. Both must be finite; where they are equal, the axis is
 * widened so that there is something to draw.
 *
 * @param range Pixels of the lower and the upper end.
 * @param tickCount About how many ticks.
 */
export function linearAxis(
  [min, max]: readonly [number, number],
  range: readonly [number, number],
  tickCount: number,
  options: ValueOptions,
): Axis {
  const { quantity = "number" } = options;
  let low = Math.max(-LARGEST, Math.min(min, max));
  let high = Math.min(LARGEST, Math.max(min, max));
  // Too narrow for doubles to tell the ticks apart.
  const narrow = Math.max(Math.abs(low), Math.abs(high)) * 1e-9;
  if (high - low <= Math.max(narrow, 1e-200)) {
    const half = Math.max(quantity === "share" ? 0.05 : 0.5, narrow * 10);
    if (low !== 0) low -= half;
    high += half;
  }
  const unit = quantity === "duration" ? timeUnit(Math.max(Math.abs(low), Math.abs(high))) : undefined;
  const factor = unit === undefined ? 1 : unit.ms;
  const scale = scaleLinear([low / factor, high / factor], [...range])
    .nice(Math.max(10, tickCount))
    .clamp(true);
  const [first, last] = scale.domain() as [number, number];
  let ticks = scale.ticks(tickCount);
  if (quantity === "count") ticks = ticks.filter(Number.isInteger);
  if (ticks.length === 0) ticks = [first, last];
  const step = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) : 1;
  const write = tickWriter(quantity, step, Math.max(Math.abs(first), Math.abs(last)));
  return {
    position: (value) => scale(Math.max(-LARGEST, Math.min(LARGEST, value)) / factor),
    ticks: ticks.map((tick) => ({ at: scale(tick), text: write(tick) })),
    title: axisTitle(options, unit?.name),
  };
}

/** A logarithmic axis; values at or below 0 stand at its lower end. Without a value above 0 it is linear. */
export function logAxis(
  values: readonly number[],
  range: readonly [number, number],
  tickCount: number,
  options: ValueOptions,
): Axis {
  const positive = values.filter((value) => value > 1e-200).map((value) => Math.min(value, LARGEST));
  if (positive.length === 0) return linearAxis([0, 1], range, tickCount, options);
  const candidates =
    options.quantity === "duration" ? ROUND_TIMES : Array.from({ length: 502 }, (_, i) => 10 ** (i - 201));
  let smallest = positive[0]!;
  let largest = positive[0]!;
  for (const value of positive) {
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }
  const low = candidates.findLast((tick) => tick <= smallest) ?? smallest;
  const above = candidates.find((tick) => tick >= largest && tick > low) ?? largest;
  const high = above > low ? above : low * 10;
  const [from, to] = range;
  const position = (value: number) => {
    const share = value > low ? Math.min(1, Math.log(value / low) / Math.log(high / low)) : 0;
    return from + (to - from) * share;
  };
  const within = candidates.filter((tick) => tick >= low && tick <= high);
  const every = Math.max(1, Math.ceil(within.length / tickCount));
  const ticks = within.length === 0 ? [low, high] : within.filter((_, i) => i % every === 0);
  return {
    position,
    ticks: ticks.map((tick) => ({
      at: position(tick),
      text: valueText(tick, { quantity: options.quantity }),
    })),
    title: axisTitle(options, undefined),
  };
}

function timeUnit(largest: number): (typeof UNITS)[number] {
  return UNITS.find(({ ms }) => largest >= 2 * ms) ?? UNITS.at(-1)!;
}

function axisTitle({ quantity, unit, valueLabel }: ValueOptions, timeName: string | undefined): string {
  const inside = quantity === "duration" ? timeName : quantity === "share" ? undefined : unit;
  if (inside === undefined) return valueLabel ?? "";
  return valueLabel === undefined ? inside : `${valueLabel} (${inside})`;
}

function tickWriter(quantity: Quantity, step: number, largest: number): (tick: number) => string {
  if (quantity === "share") {
    const write = format(largest > 1e6 ? ".2~e" : `,.${Math.min(6, precisionFixed(step * 100))}f`);
    return (tick) => `${write(tick * 100)}%`;
  }
  if (largest >= 1e7 || step < 1e-6)
    return largest < 1e12 && largest >= 1e7 ? format(".3~s") : format(".3~e");
  return format(`,.${precisionFixed(step)}f`);
}
