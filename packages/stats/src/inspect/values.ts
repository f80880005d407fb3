import type { Column } from "@gigamine/event-log";
import { holm } from "../holm.js";
import { mannWhitney } from "../mann-whitney.js";
import { median } from "../median.js";
import { counted, type Looking } from "./looking.js";
import type { DataFinding } from "./types.js";

/** Fewer values than this are no basis. */
const ENOUGH = 50;
/** Values compared at most, taken at equal distances in time. */
const MOST = 5000;

/** The numbers of one attribute at one activity, in the order of time, and the event of each. */
interface Series {
  readonly attribute: string;
  readonly activity: number;
  readonly events: readonly number[];
  readonly values: Float64Array;
}

/** Numbers that change level over time, and numbers that are off by the factor of another unit. */
export function oddValues(looking: Looking): DataFinding[] {
  const all = seriesOf(looking);
  const inUnits = all.map((series) => unitChange(looking, series));
  // What is in two units has no level to compare.
  const steady = all.filter((_, i) => inUnits[i]!.length === 0);
  return [...drifts(looking, steady), ...inUnits.flat()];
}

function seriesOf({ log }: Looking): Series[] {
  const { time, activity, activities } = log;
  const result: Series[] = [];
  for (const [attribute, column] of Object.entries(log.eventAttributes as Record<string, Column>)) {
    if (column.kind !== "number") continue;
    const byActivity: number[][] = activities.map(() => []);
    for (let e = 0; e < time.length; e++) {
      if (!Number.isNaN(time[e]! + column.values[e]!)) byActivity[activity[e]!]!.push(e);
    }
    byActivity.forEach((events, a) => {
      if (events.length < ENOUGH) return;
      events.sort((x, y) => time[x]! - time[y]! || x - y);
      result.push({
        attribute,
        activity: a,
        events,
        values: Float64Array.from(events, (e) => column.values[e]!),
      });
    });
  }
  return result;
}

/**
 * Compares the first half with the second: the Mann-Whitney test, adjusted for testing several (Holm), and Cliff's delta as the size: how
 * much more often a later value is greater than an earlier one than the reverse.
 */
function drifts({ log, events: all }: Looking, series: readonly Series[]): DataFinding[] {
  const halves = series.map(({ values }) => {
    const step = Math.max(1, values.length / MOST);
    const kept = Float64Array.from(
      { length: Math.floor(values.length / step) },
      (_, i) => values[Math.floor(i * step)]!,
    );
    const middle = kept.length >> 1;
    return [kept.slice(0, middle), kept.slice(middle)] as const;
  });
  const compared = halves.map(([early, late]) => mannWhitney(early, late));
  const pValues = holm(compared.map(({ pValue }) => pValue));
  return series.flatMap(({ attribute, activity, events }, i) => {
    const p = pValues[i];
    if (p === null || p === undefined || p >= 0.01) return [];
    const delta = compared[i]!.cliffsDelta!;
    if (Math.abs(delta) < 0.33) return [];
    const [early, late] = halves[i]!;
    const [from, to] = [median(early)!, median(late)!];
    const activityName = log.activities[activity]!;
    return [
      {
        check: "value-drift" as const,
        severity: "note" as const,
        subject: `${attribute} of ${activityName}`,
        count: events.length,
        unit: "events" as const,
        share: events.length / all,
        examples: [],
        message:
          `${attribute} of ${JSON.stringify(activityName)} ${delta > 0 ? "rises" : "falls"} over time: ` +
          `its median is ${rounded(from)} in the first half and ${rounded(to)} in the second.`,
        breaks:
          "A comparison of groups that were recorded at different times compares times; so does a correlation.",
      },
    ];
  });
}

/** Factors between units that people mix up: thousands and millions, minutes and hours, percent, inches and feet. */
const FACTORS = [1_000_000, 3600, 1000, 100, 60, 25.4, 10] as const;

/** Values that lie together far from all others, at the distance of a factor between units. */
function unitChange(looking: Looking, { attribute, activity, events, values }: Series): DataFinding[] {
  const { log, events: all } = looking;
  const magnitudes = Float64Array.from(values, Math.abs).sort();
  const p10 = magnitudes[Math.floor(0.1 * magnitudes.length)]!;
  const p90 = magnitudes[Math.ceil(0.9 * magnitudes.length) - 1]!;
  const centre = median(magnitudes.slice())!;
  if (!(p10 > 0 && p90 <= 2 * p10)) return []; // too spread to tell a unit from a value
  const isOff = (value: number): boolean => Math.abs(value) > 5 * centre || Math.abs(value) < centre / 5;
  const off = Array.from(values).flatMap((value, i) => (isOff(value) && value !== 0 ? [i] : []));
  if (off.length < 2) return [];
  const ratio = median(Float64Array.from(off, (i) => Math.abs(values[i]!) / centre))!;
  const factor = FACTORS.find((f) => isNear(ratio, f) || isNear(ratio, 1 / f));
  const together = off.filter((i) => isNear(Math.abs(values[i]!) / centre, ratio)).length;
  if (factor === undefined || together < 0.9 * off.length) return [];
  const activityName = log.activities[activity]!;
  const caseOf = (event: number): number => {
    let [low, high] = [0, log.caseOffsets.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (log.caseOffsets[middle]! <= event) low = middle;
      else high = middle;
    }
    return low;
  };
  return [
    {
      check: "unit-change",
      severity: "warning",
      subject: `${attribute} of ${activityName}`,
      count: off.length,
      unit: "events",
      share: off.length / all,
      examples: off.slice(0, 5).map((i) => looking.eventExample(events[i]!, caseOf(events[i]!))),
      message:
        `${counted(off.length, "value")} of ${attribute} of ${JSON.stringify(activityName)} ${off.length === 1 ? "is" : "are"} about ` +
        `${ratio > 1 ? `${factor} times` : `a ${factor}th of`} the others, as in another unit.`,
      breaks: "Means, ranges, limits and correlations of it are those of the unit.",
    },
  ];
}

/** Within a quarter either way. */
function isNear(value: number, other: number): boolean {
  return value <= 1.25 * other && value >= other / 1.25;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}
