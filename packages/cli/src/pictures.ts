import { directlyFollows, type EventLog, filterActivities } from "@gigamine/event-log";
import { performanceDfg } from "@gigamine/stats";
import { dfgToDot, formatCount, formatDuration, petriNetToDot, renderSvg } from "@gigamine/viz";
import type { Mined, Statistics } from "./analysis.js";

/** More arcs or activities than this make a process map a tangle. */
const MOST_ARCS = 40;
const MOST_ACTIVITIES = 18;
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

/** The directly-follows graph: how often and how fast one activity follows another, the most frequent of both only. */
export async function processMap(
  whole: EventLog,
  statistics: Statistics,
): Promise<{ svg: string; leftOut: string }> {
  const all = statistics.summary.activities;
  const rare = all.length > MOST_ACTIVITIES ? all.slice(MOST_ACTIVITIES) : [];
  const log =
    rare.length === 0
      ? whole
      : filterActivities(
          whole,
          rare.map(({ activity }) => activity),
          { keep: false },
        );
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
  const leftOut = [
    ...(rare.length > 0 ? [`events of the ${rare.length} rarest activities are passed over`] : []),
    ...(arcs > MOST_ARCS ? [`the ${MOST_ARCS} most frequent of ${arcs} arcs are drawn`] : []),
  ].join("; ");
  return { svg: await renderSvg(dot, { idPrefix: "map-" }), leftOut };
}
