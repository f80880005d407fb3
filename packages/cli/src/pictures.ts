import { directlyFollows, type EventLog } from "@gigamine/event-log";
import { performanceDfg } from "@gigamine/stats";
import { dfgToDot, formatCount, formatDuration, petriNetToDot, renderSvg } from "@gigamine/viz";
import type { Mined, Statistics } from "./analysis.js";

/** Arcs beyond this many make a process map a tangle. */
const MOST_ARCS = 40;
/** The fill of the bottleneck on a net. */
const BOTTLENECK = "#f6d5c9";

/** The discovered net: how often each transition fired, how long its activity takes, and the bottleneck coloured. */
export function modelPicture(
  { net, quality }: Mined,
  statistics: Statistics,
  idPrefix = "",
): Promise<string> {
  const { transitionFirings } = quality.fitness;
  const durations = new Map(statistics.activityDurations.map((row) => [row.activity, row]));
  const dot = petriNetToDot(net, {
    title: "Discovered process model",
    transitionLabels: net.net.transitions.map(({ label }, t) => {
      if (label === null) return null;
      const mean = durations.get(label)?.meanMs ?? null;
      const count = formatCount(transitionFirings[t]!);
      return mean === null ? `${count} ×` : `${count} ×, ⌀ ${formatDuration(mean)}`;
    }),
    transitionColors: net.net.transitions.map(({ label }) =>
      label !== null && durations.get(label)?.bottleneck === true ? BOTTLENECK : null,
    ),
    arcCounts: net.net.arcs.map(({ transition, weight }) => transitionFirings[transition]! * weight),
  });
  return renderSvg(dot, { idPrefix });
}

/** The directly-follows graph: how often and how fast one activity follows another, the most frequent arcs only. */
export async function processMap(
  log: EventLog,
  statistics: Statistics,
): Promise<{ svg: string; arcs: number; drawn: number }> {
  const graph = statistics.summary.firstTimeMs === null ? null : performanceDfg(log);
  const dfg = graph ?? directlyFollows(log);
  const bottleneck = statistics.activityDurations.find((row) => row.bottleneck)?.activity;
  const dot = dfgToDot(dfg, {
    title: "Process map",
    maxArcs: MOST_ARCS,
    activityTones: dfg.activities.map((activity) => (activity === bottleneck ? "bad" : null)),
    ...(graph === null ? {} : { durationsMs: graph.meanMs }),
  });
  const arcs = dfg.from.length;
  return { svg: await renderSvg(dot, { idPrefix: "map-" }), arcs, drawn: Math.min(arcs, MOST_ARCS) };
}
