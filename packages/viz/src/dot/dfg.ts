import { optionError } from "@gigamine/base";
import type { Dfg } from "@gigamine/event-log";
import { max } from "d3-array";
import { formatCount, formatDuration } from "../format.js";
import { COLORS, DURATION_STEPS, FREQUENCY_FILLS, FREQUENCY_STEPS, step, type Tone } from "../palette.js";
import {
  attributes,
  checkLength,
  DETAIL_SIZE,
  type Direction,
  DOT_FONT,
  graphHeader,
  LABEL_SIZE,
  lifted,
  nodeLabel,
  tooltip,
} from "./attributes.js";

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
  const lines = graphHeader(title, direction, {
    nodesep: 0.3,
    ranksep: 0.45,
    ...(empty || note !== undefined
      ? {
          label: empty ? "No events to show" : note!,
          fontsize: DETAIL_SIZE + 1,
          fontcolor: COLORS.muted,
          labelloc: "b",
        }
      : {}),
  });
  lines.push(
    `  node ${attributes({ shape: "box", style: "rounded,filled", fontname: DOT_FONT, fontsize: LABEL_SIZE, penwidth: 1 })}`,
    `  edge ${attributes({ fontname: DOT_FONT, fontsize: DETAIL_SIZE, fontcolor: COLORS.text, arrowsize: 0.7, ...lifted(direction) })}`,
  );

  const maxActivity = max(dfg.activityCounts) ?? 0;
  for (let a = 0; a < activities.length; a++) {
    const n = dfg.activityCounts[a]!;
    if (n === 0) continue;
    const tone = activityTones?.[a] ?? null;
    const fill =
      tone === null || tone === "neutral" ? step(FREQUENCY_FILLS, n, maxActivity) : COLORS[`${tone}Soft`];
    const detail = activityLabels?.[a] ?? formatCount(n);
    lines.push(
      `  a${a} ${attributes({
        id: `activity-${a}`,
        label: nodeLabel(activities[a]!, [detail]),
        tooltip: tooltip(activities[a]!, activityLabels?.[a], `${formatCount(n)} events`),
        fillcolor: fill,
        color: tone === null || tone === "neutral" ? COLORS.outline : COLORS[tone],
        penwidth: tone === null || tone === "neutral" ? 1 : 2,
        fontcolor: COLORS.text,
      })}`,
    );
  }

  const maxCount = Math.max(max(count) ?? 0, max(dfg.startCounts) ?? 0, max(dfg.endCounts) ?? 0);
  const width = (n: number) => round(1 + 2.5 * Math.sqrt(maxCount > 0 ? n / maxCount : 0));
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
        label: pad(text, direction),
        tooltip: tooltip(
          `${activities[from[arc]!]} to ${activities[to[arc]!]}: ${formatCount(n)} times`,
          time === undefined ? undefined : `mean ${time}`,
        ),
        color,
        penwidth: width(n),
        weight: 1 + Math.round(9 * (maxCount > 0 ? n / maxCount : 0)),
      })}`,
    );
  }
  if (!empty) lines.push(...ends(dfg, minCount, width, direction));
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

/** The start and the end node with their dashed arcs. */
function ends(dfg: Dfg, minCount: number, width: (n: number) => number, direction: Direction): string[] {
  const pill = {
    shape: "box",
    style: "rounded,filled",
    fillcolor: COLORS.muted,
    color: COLORS.muted,
    fontcolor: COLORS.paper,
  };
  const lines: string[] = [];
  for (const [id, name, counts] of [
    ["start", "Start", dfg.startCounts],
    ["end", "End", dfg.endCounts],
  ] as const) {
    const cases = formatCount(counts.reduce((sum, n) => sum + n, 0));
    lines.push(
      `  ${id} ${attributes({ ...pill, id, label: name, fontsize: DETAIL_SIZE + 1, height: 0.3, width: 0.5, margin: "0.1,0.03", tooltip: `${name} of ${cases} cases` })}`,
    );
    counts.forEach((n, a) => {
      if (n === 0 || n < minCount) return;
      const arc = id === "start" ? `start -> a${a}` : `a${a} -> end`;
      const text = `${formatCount(n)} cases ${id} with ${dfg.activities[a]}`;
      lines.push(
        `  ${arc} ${attributes({ id: `${id}-${a}`, label: pad(formatCount(n), direction), style: "dashed", color: COLORS.axis, fontcolor: COLORS.muted, penwidth: Math.min(2, width(n)), tooltip: tooltip(text) })}`,
      );
    });
  }
  return lines;
}

/** Running down, arcs carry their text to the right, where blanks keep it off the line. */
function pad(text: string, direction: Direction): string {
  return direction === "LR" ? text : text.replace(/^|$/gm, "\u00A0\u00A0");
}

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
