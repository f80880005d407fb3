import { stateActivities, type TransitionSystem } from "@gigamine/models";
import { max } from "d3-array";
import { formatCount } from "../format.js";
import { COLORS, FREQUENCY_FILLS, FREQUENCY_STEPS, step } from "../palette.js";
import { oneLine } from "../text/escape.js";
import { arcLabel, arcWeight, arcWidth } from "./activity-graph.js";
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

/** How {@link transitionSystemToDot} draws. */
export interface TransitionSystemToDotOptions {
  /** What the picture is called. @default "Transition system" */
  readonly title?: string | undefined;
  /** Left to right, or top to bottom. @default "LR" */
  readonly direction?: Direction | undefined;
}

/** So many activities of a state are named; of a longer memory the tooltip tells the rest. */
const MOST_NAMES = 6;

/**
 * Draws a transition system as Graphviz DOT: states as boxes with the activities they remember and how often they were visited,
 * transitions with their activity and count, widths by count.
 *
 * A sequence stands in angle brackets, a set or multiset in braces, the empty state is `∅`. Of a longer past the last activities are
 * named, of a longer future the first. States where cases begin have a thick border, those where cases end a double one. A
 * system without states gives a picture that says so. O(states × window + transitions).
 */
export function transitionSystemToDot(
  system: TransitionSystem,
  { title = "Transition system", direction = "LR" }: TransitionSystemToDotOptions = {},
): string {
  const { stateCounts, startCounts, endCounts, from, activity, to, count, activities } = system;
  const lines = graphHeader(title, direction, {
    nodesep: 0.25,
    ranksep: 0.45,
    ...(stateCounts.length === 0
      ? { label: "No cases to show", fontsize: DETAIL_SIZE + 1, fontcolor: COLORS.muted, labelloc: "b" }
      : {}),
  });
  lines.push(
    `  node ${attributes({ shape: "box", style: "rounded,filled", fontname: DOT_FONT, fontsize: LABEL_SIZE, color: COLORS.outline, fontcolor: COLORS.text })}`,
    `  edge ${attributes({ fontname: DOT_FONT, fontsize: DETAIL_SIZE, fontcolor: COLORS.text, arrowsize: 0.7, ...lifted(direction) })}`,
  );
  const mostVisits = max(stateCounts) ?? 0;
  stateCounts.forEach((visits, state) => {
    const names = stateActivities(system, state).map((id) => activities[id]!);
    lines.push(
      `  s${state} ${attributes({
        id: `state-${state}`,
        label: nodeLabel(content(system, ofMany(system, names)), [formatCount(visits)]),
        tooltip: tooltip(
          content(system, names),
          `${formatCount(visits)} visits`,
          startCounts[state]! > 0 ? `${formatCount(startCounts[state]!)} cases begin here` : null,
          endCounts[state]! > 0 ? `${formatCount(endCounts[state]!)} cases end here` : null,
        ),
        fillcolor: step(FREQUENCY_FILLS, visits, mostVisits),
        penwidth: startCounts[state]! > 0 ? 2.5 : 1,
        peripheries: endCounts[state]! > 0 ? 2 : 1,
      })}`,
    );
  });
  const mostTaken = max(count) ?? 0;
  count.forEach((times, t) => {
    const name = activities[activity[t]!]!;
    lines.push(
      `  s${from[t]} -> s${to[t]} ${attributes({
        id: `transition-${t}`,
        label: arcLabel(`${oneLine(name)}\n${formatCount(times)}`, direction),
        tooltip: tooltip(`${name}: ${formatCount(times)} times`),
        color: step(FREQUENCY_STEPS.slice(3), times, mostTaken),
        penwidth: arcWidth(times, mostTaken),
        weight: arcWeight(times, mostTaken),
      })}`,
    );
  });
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

function content({ view }: TransitionSystem, names: readonly string[]): string {
  if (names.length === 0) return "∅";
  return view === "sequence" ? `⟨${names.join(", ")}⟩` : `{${names.join(", ")}}`;
}

function ofMany({ view, direction }: TransitionSystem, names: readonly string[]): readonly string[] {
  if (names.length <= MOST_NAMES) return names;
  return view === "sequence" && direction === "past"
    ? ["…", ...names.slice(-MOST_NAMES)]
    : [...names.slice(0, MOST_NAMES), "…"];
}
