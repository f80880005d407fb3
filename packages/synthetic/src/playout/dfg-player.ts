import type { Dfg } from "@gigamine/event-log";
import { drawIndex } from "./draw-index.js";
import type { Player } from "./player.js";

/** The ways on from an activity; the id after the last activity stands for the end. */
interface Ways {
  readonly to: number[];
  readonly weight: number[];
  total: number;
}

/**
 * Plays a directly-follows graph: a run begins with a start activity, and goes along arcs until it takes an end. Starts, arcs and ends with
 * count 0 are no ways. `weighted`: as likely as counted, else each way equally likely.
 */
export function dfgPlayer(dfg: Dfg, maxLength: number, weighted: boolean): Player {
  const { activities } = dfg;
  const outside = activities.length;
  const ways: Ways[] = Array.from({ length: outside + 1 }, () => ({ to: [], weight: [], total: 0 }));
  const add = (from: number, to: number, count: number): void => {
    if (count === 0) return;
    const weight = weighted ? count : 1;
    ways[from]!.to.push(to);
    ways[from]!.weight.push(weight);
    ways[from]!.total += weight;
  };
  dfg.startCounts.forEach((count, a) => {
    add(outside, a, count);
  });
  dfg.count.forEach((count, arc) => {
    add(dfg.from[arc]!, dfg.to[arc]!, count);
  });
  dfg.endCounts.forEach((count, a) => {
    add(a, outside, count);
  });

  return {
    activities,
    play({ choices, duration }) {
      const activity: number[] = [];
      const begin: number[] = [];
      const end: number[] = [];
      const played = { activity, begin, end };
      let now = 0;
      for (let at = outside; ; ) {
        const { to, weight, total } = ways[at]!;
        if (total === 0) return { outcome: "stuck", ...played };
        at = to[drawIndex(choices, weight, total)]!;
        if (at === outside) return { outcome: "ended", ...played };
        if (activity.length === maxLength) return { outcome: "tooLong", ...played };
        activity.push(at);
        begin.push(now);
        if (duration !== null) now += duration(at);
        end.push(now);
      }
    },
  };
}
