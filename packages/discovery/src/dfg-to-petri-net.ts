import { GigamineError } from "@gigamine/base";
import { type Dfg, filterDfg } from "@gigamine/event-log";
import { type AcceptingPetriNet, PetriNetBuilder } from "@gigamine/models";
import { hasDfgFields } from "./is-dfg.js";

/**
 * Turns a directly-follows graph into a sound workflow net that has exactly the paths of the graph from a start to an end.
 *
 * The state is the last activity: beside `source` and `sink` a place for each activity, one transition for each start and each arc
 * that shows the activity it leads to, and a silent one for each end. So an activity labels as many transitions as ways lead to it,
 * and no transition is silent before the end. Counts play no role; arcs with count 0 are none. Activities on no way from a start to an
 * end take part in no path and are left out; the graph of a log has none. A graph without activities gives one silent step.
 *
 * Names tell the way: places `source`, `sink` and `after a`, transitions `start → a`, `a → b` and `b → end`. Linear but for
 * `filterDfg`, which finds the ways.
 *
 * Source: van der Aalst, "A practitioner's guide to process mining: limitations of the directly-follows graph", Procedia Computer
 * Science 164, 2019, which also shows that such nets allow more than the log as soon as activities repeat or run in parallel.
 *
 * @throws GigamineError `dfg-to-petri-net/no-path` when a graph with activities has no path from a start to an end;
 * `dfg/invalid` for what is no graph, such as a log.
 * @example
 * dfgToPetriNet(directlyFollows(log));
 */
export function dfgToPetriNet(dfg: Dfg): AcceptingPetriNet {
  if (!hasDfgFields(dfg)) {
    throw new GigamineError(
      "dfg/invalid",
      "dfgToPetriNet: expected a directly-follows graph. Of a log, give directlyFollows(log).",
    );
  }
  const { activities, from, to, count, startCounts, endCounts } = filterDfg(dfg);
  const builder = new PetriNetBuilder();
  const [source, sink] = [builder.place("source"), builder.place("sink")];
  const after = activities.map((activity) => builder.place(`after ${activity}`));
  const step = (name: string, label: string | null, input: number, output: number): void => {
    builder.transition(label, { name, inputs: [input], outputs: [output] });
  };
  if (dfg.activities.length === 0) step("nothing", null, source, sink);
  else if (activities.length === 0) {
    throw new GigamineError(
      "dfg-to-petri-net/no-path",
      "dfgToPetriNet: no path of the graph leads from a start to an end. Give the counts of starts and ends.",
      { activities: dfg.activities.length },
    );
  }
  activities.forEach((activity, a) => {
    if (startCounts[a]! > 0) step(`start → ${activity}`, activity, source, after[a]!);
  });
  for (let arc = 0; arc < count.length; arc++) {
    const [a, b] = [from[arc]!, to[arc]!];
    step(`${activities[a]} → ${activities[b]}`, activities[b]!, after[a]!, after[b]!);
  }
  activities.forEach((activity, a) => {
    if (endCounts[a]! > 0) step(`${activity} → end`, null, after[a]!, sink);
  });
  return builder.build({ initial: [source], final: [sink] });
}
