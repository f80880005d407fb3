import { optionError } from "@gigamine/base";
import type { Dfg } from "@gigamine/event-log";
import { max } from "d3-array";
import { formatCount, formatDuration } from "../format.js";
import { COLORS, DURATION_STEPS, FREQUENCY_STEPS, step, type Tone } from "../palette.js";
import {
  activityBox,
  activityGraphHeader,
  arcLabel,
  arcWeight,
  arcWidth,
  terminalLines,
} from "./activity-graph.js";
import { attributes, checkLength, type Direction, tooltip } from "./attributes.js";

/** How {@link dfgToDot} draws. Lists are aligned with the graph's arcs or activities. */
export interface DfgToDotOptions {
  /** What the picture is called. @default "Directly-follows graph" */
  readonly title?: string | undefined;
  /** Left to right, or top to bottom. @default "LR" */
  readonly direction?: Direction | undefined;
  /** Mean time between the two events of each arc, in milliseconds; `null` where unknown. @default none */
  readonly durationsMs?: readonly (number | null)[] | undefined;
  /** Text for each arc in place of count and time; `null` keeps those. @default none */
  readonly arcLabels?: readonly (string | null)[] | undefined;
  /** A second line for each activity in place of its count; `null` keeps the count. @default none */
  readonly activityLabels?: readonly (string | null)[] | undefined;
  /** Marks activities, for example a bottleneck as `"bad"`; `null` leaves the colour to the count. @default none */
  readonly activityTones?: readonly (Tone | null)[] | undefined;
  /** What colours the arcs; widths always show the count. @default "duration" with `durationsMs`, else "frequency" */
  readonly colorBy?: "frequency" | "duration" | undefined;
  /** Arcs and starts and ends seen less often are not drawn. @default 0 */
  readonly minCount?: number | undefined;
  /** At most this many arcs between activities are drawn, the most frequent ones; ties by arc index. @default all */
  readonly maxArcs?: number | undefined;
}

/**
 * Draws a directly-follows graph as Graphviz DOT: activities with their counts, arcs with count and mean time,
 * widths by count, and a start and an end node.
 *
 * Activities that never occur are not drawn. When `minCount` or `maxArcs` leave arcs out, a line under the picture
 * says how many are shown. The graph without activities gives a picture that says so. O(arcs log arcs).
 */
export function dfgToDot(dfg: Dfg, options: DfgToDotOptions = {}): string {
  const {
    title = "Directly-follows graph",
    direction = "LR",
    durationsMs,
    arcLabels,
    activityLabels,
  } = options;
  const { activityTones, minCount = 0, maxArcs = Number.POSITIVE_INFINITY } = options;
  const colorBy = options.colorBy ?? (durationsMs === undefined ? "frequency" : "duration");
  if (!(minCount >= 0)) {
    throw optionError("dfgToDot", "minCount", minCount, "Give a number of at least 0; 0 draws every arc.");
  }
  if (!(maxArcs >= 0)) {
    throw optionError("dfgToDot", "maxArcs", maxArcs, "Give a number of at least 0; 50 still reads well.");
  }
  const { activities, from, to, count } = dfg;
  checkLength("dfgToDot", "durationsMs", durationsMs, from.length, "arcs");
  checkLength("dfgToDot", "arcLabels", arcLabels, from.length, "arcs");
  checkLength("dfgToDot", "activityLabels", activityLabels, activities.length, "activities");
  checkLength("dfgToDot", "activityTones", activityTones, activities.length, "activities");

  const drawn = from
    .map((_, arc) => arc)
    .filter((arc) => count[arc]! >= minCount)
    .sort((a, b) => count[b]! - count[a]! || a - b)
    .slice(0, maxArcs)
    .sort((a, b) => a - b);
  const note = drawn.length < from.length ? `${drawn.length} of ${from.length} arcs are shown` : undefined;
  const empty = dfg.activityCounts.every((n) => n === 0);
  const lines = activityGraphHeader(title, direction, empty ? "No events to show" : note);
  const maxActivity = max(dfg.activityCounts) ?? 0;
  for (let a = 0; a < activities.length; a++) {
    const n = dfg.activityCounts[a]!;
    if (n === 0) continue;
    lines.push(
      activityBox(a, activities[a]!, n, maxActivity, {
        label: activityLabels?.[a],
        tone: activityTones?.[a],
      }),
    );
  }

  const maxCount = Math.max(max(count) ?? 0, max(dfg.startCounts) ?? 0, max(dfg.endCounts) ?? 0);
  const maxDuration = max(durationsMs ?? [], (ms) => (isKnown(ms) ? ms : 0)) ?? 0;
  for (const arc of drawn) {
    const n = count[arc]!;
    const ms = durationsMs?.[arc];
    const time = isKnown(ms) ? formatDuration(ms) : undefined;
    const color =
      colorBy === "frequency"
        ? step(FREQUENCY_STEPS.slice(3), n, maxCount)
        : isKnown(ms)
          ? step(DURATION_STEPS.slice(3), ms, maxDuration)
          : COLORS.axis;
    const text = arcLabels?.[arc] ?? (time === undefined ? formatCount(n) : `${formatCount(n)}\n${time}`);
    lines.push(
      `  a${from[arc]} -> a${to[arc]} ${attributes({
        id: `arc-${arc}`,
        label: arcLabel(text, direction),
        tooltip: tooltip(
          `${activities[from[arc]!]} to ${activities[to[arc]!]}: ${formatCount(n)} times`,
          time === undefined ? undefined : `mean ${time}`,
        ),
        color,
        penwidth: arcWidth(n, maxCount),
        weight: arcWeight(n, maxCount),
      })}`,
    );
  }
  if (!empty) {
    for (const [id, word, counts] of [
      ["start", "Start", dfg.startCounts],
      ["end", "End", dfg.endCounts],
    ] as const) {
      const cases = formatCount(counts.reduce((sum, n) => sum + n, 0));
      const arcs = counts.flatMap((n, activity) => {
        if (n === 0 || n < minCount) return [];
        const tip = `${formatCount(n)} cases ${id} with ${activities[activity]}`;
        return [{ activity, label: formatCount(n), tip, penwidth: arcWidth(n, maxCount) }];
      });
      lines.push(...terminalLines(id, `${word} of ${cases} cases`, arcs, direction));
    }
  }
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}
