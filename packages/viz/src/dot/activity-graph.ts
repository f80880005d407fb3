import { formatCount } from "../format.js";
import { COLORS, FREQUENCY_FILLS, step, type Tone } from "../palette.js";
import {
  attributes,
  DETAIL_SIZE,
  type Direction,
  DOT_FONT,
  graphHeader,
  LABEL_SIZE,
  lifted,
  nodeLabel,
  tooltip,
} from "./attributes.js";

// What directly-follows graphs and heuristics nets share: boxes of activities `a0`, `a1`, …, and a start and an end.

/** The first lines of the graph, with a line under the picture if there is something to say. */
export function activityGraphHeader(title: string, direction: Direction, note: string | undefined): string[] {
  return [
    ...graphHeader(title, direction, {
      nodesep: 0.3,
      ranksep: 0.45,
      ...(note === undefined
        ? {}
        : { label: note, fontsize: DETAIL_SIZE + 1, fontcolor: COLORS.muted, labelloc: "b" }),
    }),
    `  node ${attributes({ shape: "box", style: "rounded,filled", fontname: DOT_FONT, fontsize: LABEL_SIZE, penwidth: 1 })}`,
    `  edge ${attributes({ fontname: DOT_FONT, fontsize: DETAIL_SIZE, fontcolor: COLORS.text, arrowsize: 0.7, ...lifted(direction) })}`,
  ];
}

/** The box of activity `a`, filled by its count unless a tone marks it. `label` stands in place of the count. */
export function activityBox(
  a: number,
  name: string,
  count: number,
  maxCount: number,
  {
    label,
    tone,
    more = [],
  }: {
    readonly label?: string | null | undefined;
    readonly tone?: Tone | null | undefined;
    readonly more?: readonly string[];
  },
): string {
  const marked = tone === null || tone === undefined || tone === "neutral" ? null : tone;
  return `  a${a} ${attributes({
    id: `activity-${a}`,
    label: nodeLabel(name, [label ?? formatCount(count)]),
    tooltip: tooltip(name, label, `${formatCount(count)} events`, ...more),
    fillcolor: marked === null ? step(FREQUENCY_FILLS, count, maxCount) : COLORS[`${marked}Soft`],
    color: marked === null ? COLORS.outline : COLORS[marked],
    penwidth: marked === null ? 1 : 2,
    fontcolor: COLORS.text,
  })}`;
}

/** An arc from the start or to the end. */
export interface TerminalArc {
  readonly activity: number;
  readonly label: string;
  readonly tip: string;
  readonly penwidth: number;
  readonly extra?: Readonly<Record<string, string>>;
}

/** The start or the end node with its dashed arcs. */
export function terminalLines(
  id: "start" | "end",
  tip: string,
  arcs: readonly TerminalArc[],
  direction: Direction,
): string[] {
  const pill = attributes({
    shape: "box",
    style: "rounded,filled",
    fillcolor: COLORS.muted,
    color: COLORS.muted,
    fontcolor: COLORS.paper,
    id,
    label: id === "start" ? "Start" : "End",
    fontsize: DETAIL_SIZE + 1,
    height: 0.3,
    width: 0.5,
    margin: "0.1,0.03",
    tooltip: tip,
  });
  const lines = arcs.map(({ activity, label, tip: text, penwidth, extra }) => {
    const ends = id === "start" ? `start -> a${activity}` : `a${activity} -> end`;
    return `  ${ends} ${attributes({
      id: `${id}-${activity}`,
      label: arcLabel(label, direction),
      style: "dashed",
      color: COLORS.axis,
      fontcolor: COLORS.muted,
      penwidth: Math.min(2, penwidth),
      tooltip: tooltip(text),
      ...extra,
    })}`;
  });
  return [`  ${id} ${pill}`, ...lines];
}

/** Running down, arcs carry their text to the right, where blanks keep it off the line. */
export function arcLabel(text: string, direction: Direction): string {
  return direction === "LR" ? text : text.replace(/^|$/gm, "\u00A0\u00A0");
}

/** The width of an arc by its count, on a square-root scale. */
export function arcWidth(count: number, maxCount: number): number {
  return Math.round((1 + 2.5 * Math.sqrt(maxCount > 0 ? count / maxCount : 0)) * 100) / 100;
}

/** How strongly the layout keeps an arc straight, by its count. */
export function arcWeight(count: number, maxCount: number): number {
  return 1 + Math.round(9 * (maxCount > 0 ? count / maxCount : 0));
}
