import type { HeuristicsArcKind, HeuristicsBinding, HeuristicsNet } from "@gigamine/models";
import { max } from "d3-array";
import { formatCount } from "../format.js";
import { FREQUENCY_STEPS, step, type Tone } from "../palette.js";
import {
  activityBox,
  activityGraphHeader,
  arcLabel,
  arcWeight,
  arcWidth,
  terminalLines,
} from "./activity-graph.js";
import { attributes, checkLength, type Direction, tooltip } from "./attributes.js";

/** How {@link heuristicsNetToDot} draws. Lists are aligned with the net's activities. */
export interface HeuristicsNetToDotOptions {
  /** What the picture is called. @default "Heuristics net" */
  readonly title?: string | undefined;
  /** Left to right, or top to bottom. @default "LR" */
  readonly direction?: Direction | undefined;
  /** A second line for each activity in place of its count; `null` keeps the count. @default none */
  readonly activityLabels?: readonly (string | null)[] | undefined;
  /** Marks activities, for example a bottleneck as `"bad"`; `null` leaves the colour to the count. @default none */
  readonly activityTones?: readonly (Tone | null)[] | undefined;
  /** Marks splits and joins at the ends of the arcs, and explains the marks under the picture. @default true */
  readonly bindingMarks?: boolean | undefined;
}

const KIND_TEXT: Readonly<Record<HeuristicsArcKind, string>> = {
  direct: "dependency",
  "loop-one": "repeated at once",
  "loop-two": "alternating",
  "long-distance": "long-distance dependency",
};

/** Bindings that are named in the text of an activity. */
const MOST_LISTED = 6;

/**
 * Draws a heuristics net as Graphviz DOT: activities with their counts, arcs with their count and dependency, and a start and an end.
 *
 * Where an activity leads to several others at once, or waits for several, the arcs carry a dot at that end: a full one if the arc always
 * goes together with others there, an empty one if it does so at times. Ends without a dot exclude each other. The text that a pointer
 * shows on an activity lists its bindings, the most frequent first. Long-distance arcs are dotted, the rest as in `dfgToDot`.
 *
 * The net without activities gives a picture that says so. O(sizes of all bindings).
 * Source of the notation: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 3.2.7 (dots on the
 * arcs of a causal net).
 */
export function heuristicsNetToDot(net: HeuristicsNet, options: HeuristicsNetToDotOptions = {}): string {
  const {
    title = "Heuristics net",
    direction = "LR",
    activityLabels,
    activityTones,
    bindingMarks = true,
  } = options;
  const { activities, arcs, start, end } = net;
  checkLength("heuristicsNetToDot", "activityLabels", activityLabels, activities.length, "activities");
  checkLength("heuristicsNetToDot", "activityTones", activityTones, activities.length, "activities");

  const inputMarks = activities.map(({ inputs }) => marks(inputs));
  const outputMarks = activities.map(({ outputs }) => marks(outputs));
  const startMarks = marks(start.bindings);
  const endMarks = marks(end.bindings);
  const arrows = (tail: Mark | undefined, head: Mark | undefined): Record<string, string> =>
    !bindingMarks || (tail === undefined && head === undefined)
      ? {}
      : {
          dir: "both",
          arrowtail: tail ?? "none",
          arrowhead: head === undefined ? "normal" : `normal${head}`,
        };
  const used = new Set(
    [...inputMarks, ...outputMarks, startMarks, endMarks].flatMap((side) => [...side.values()]),
  );
  const note = [
    ...(used.has("dot") ? ["full dot: always together with others"] : []),
    ...(used.has("odot") ? ["empty dot: at times together with others"] : []),
  ].join("; ");
  const lines = activityGraphHeader(
    title,
    direction,
    activities.length === 0 ? "No activities to show" : bindingMarks && note !== "" ? note : undefined,
  );

  const names = (list: readonly HeuristicsBinding[]): string[] =>
    list.map(({ activities: members, count }) => {
      const text = members.map((a) => activities[a]!.name).join(" and ");
      return count === null ? text : `${text} (${formatCount(count)})`;
    });
  const listed = (word: string, texts: readonly string[]): string[] => {
    if (texts.length === 0) return [];
    const rest = texts.length > MOST_LISTED ? [`${formatCount(texts.length - MOST_LISTED)} more`] : [];
    return [`${word} ${[...texts.slice(0, MOST_LISTED), ...rest].join(" or ")}`];
  };
  const maxActivity = max(activities, ({ count }) => count) ?? 0;
  activities.forEach(({ name, count, inputs, outputs }, a) => {
    lines.push(
      activityBox(a, name, count, maxActivity, {
        label: activityLabels?.[a],
        tone: activityTones?.[a],
        more: [...listed("after", names(inputs)), ...listed("then", names(outputs))],
      }),
    );
  });

  const terminals = [...start.arcs, ...end.arcs];
  const maxCount = Math.max(max(arcs, ({ count }) => count) ?? 0, max(terminals, ({ count }) => count) ?? 0);
  arcs.forEach(({ from, to, kind, dependency, count }, index) => {
    const sureness = formatDependency(dependency);
    lines.push(
      `  a${from} -> a${to} ${attributes({
        id: `arc-${index}`,
        label: arcLabel(`${formatCount(count)}\n${sureness}`, direction),
        tooltip: tooltip(
          `${activities[from]!.name} to ${activities[to]!.name}: ${formatCount(count)} times`,
          `${KIND_TEXT[kind]} ${sureness}`,
        ),
        ...(kind === "long-distance" ? { style: "dotted" } : {}),
        color: step(FREQUENCY_STEPS.slice(3), count, maxCount),
        penwidth: arcWidth(count, maxCount),
        weight: kind === "long-distance" ? 1 : arcWeight(count, maxCount),
        ...arrows(outputMarks[from]!.get(to), inputMarks[to]!.get(from)),
      })}`,
    );
  });

  if (activities.length > 0) {
    for (const [id, word, terminal, terminalMarks] of [
      ["start", "Start", start, startMarks],
      ["end", "End", end, endMarks],
    ] as const) {
      lines.push(
        ...terminalLines(
          id,
          tooltip(word, ...listed("with", names(terminal.bindings))),
          terminal.arcs.map(({ activity, count, dependency }) => ({
            activity,
            label: `${formatCount(count)}\n${formatDependency(dependency)}`,
            tip: `${formatCount(count)} cases ${id} with ${activities[activity]!.name}`,
            penwidth: arcWidth(count, maxCount),
            extra:
              id === "start"
                ? arrows(terminalMarks.get(activity), undefined)
                : arrows(undefined, terminalMarks.get(activity)),
          })),
          direction,
        ),
      );
    }
  }
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

/** Graphviz' names of arrow shapes: a full and an empty dot. */
type Mark = "dot" | "odot";

/** Per activity that goes together with others on this side, always or at times, its mark. */
function marks(bindings: readonly HeuristicsBinding[]): Map<number, Mark> {
  const alone = new Set(bindings.flatMap(({ activities }) => (activities.length === 1 ? activities : [])));
  const together = bindings.flatMap(({ activities }) => (activities.length > 1 ? activities : []));
  return new Map(together.map((a) => [a, alone.has(a) ? "odot" : "dot"]));
}

/** Two digits, never rounded up to a certainty that no count reaches. */
function formatDependency(value: number): string {
  return value > 0.99 && value < 1 ? ">0.99" : value.toFixed(2);
}
