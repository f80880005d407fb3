import { Heap, optionError } from "@gigamine/base";
import type { Dfg } from "../types.js";

export interface FilterDfgOptions {
  /**
   * The share of the activities to keep, the most frequent first; ties by id. In [0, 1]; at least one activity stays. @default 1
   */
  readonly activities?: number | undefined;
  /**
   * The share of the arcs to keep, starts and ends among them, the most frequent first; ties by the order of the graph, starts
   * before arcs before ends. In [0, 1]. @default 1
   */
  readonly paths?: number | undefined;
}

/**
 * Leaves out rare activities and arcs, and keeps the rest connected: every activity that stays is on a way from a start to an end.
 *
 * Each activity has a backbone: its widest way from a start and its widest way to an end, that is those whose rarest arc is the most
 * frequent. Kept are the most frequent `activities` with all activities of their backbones, the arcs of those backbones, and among
 * these activities the arcs that belong to the most frequent `paths` of the whole graph. So with a larger share of either nothing
 * that was there goes. Counts stay those of the whole log; activities keep their order, ids are new.
 *
 * Activities on no way from a start to an end are left out whatever the shares; the graph of a log has none. A graph without
 * activities stays one. O((activities + arcs) log arcs).
 *
 * Source: the widest ways are those by which Split Miner filters: Augusto, Conforti, Dumas, La Rosa, Polyvyanyy, "Split miner:
 * automated discovery of accurate and simple business process models from event logs", Knowledge and Information Systems 59, 2019,
 * section 4.2. The two shares are the sliders that Günther and van der Aalst, "Fuzzy mining", BPM 2007, gave process maps.
 *
 * @example
 * filterDfg(directlyFollows(log), { activities: 0.5, paths: 0.2 });
 */
export function filterDfg(dfg: Dfg, options: FilterDfgOptions = {}): Dfg {
  const { activities: activityShare = 1, paths: pathShare = 1 } = options;
  checkShare("activities", activityShare);
  checkShare("paths", pathShare);

  const { activities, activityCounts } = dfg;
  const n = activities.length;
  const arcs = allArcs(dfg);
  const ways = [backbones(arcs, n, "from a start"), backbones(arcs, n, "to an end")] as const;

  const ranked = activities
    .map((_, a) => a)
    .filter((a) => ways.every(({ arc }) => arc[a]! >= 0))
    .sort((a, b) => activityCounts[b]! - activityCounts[a]! || a - b);
  const keepsActivity = new Uint8Array(n);
  const keepsArc = new Uint8Array(arcs.count.length);
  for (const { arc, next } of ways) {
    const walked = new Uint8Array(n);
    for (const a of ranked.slice(0, Math.max(1, Math.ceil(activityShare * n)))) {
      for (let at = a; at < n && walked[at] === 0; at = next[at]!) {
        walked[at] = 1;
        keepsActivity[at] = 1;
        keepsArc[arc[at]!] = 1;
      }
    }
  }
  const frequent = arcs.count
    .map((_, arc) => arc)
    .sort((x, y) => arcs.count[y]! - arcs.count[x]! || x - y)
    .slice(0, Math.ceil(pathShare * arcs.count.length));
  for (const arc of frequent) {
    const [a, b] = [arcs.from[arc]!, arcs.to[arc]!];
    if ((a === n || keepsActivity[a] === 1) && (b === n || keepsActivity[b] === 1)) keepsArc[arc] = 1;
  }
  return part(dfg, arcs, keepsActivity, keepsArc);
}

function checkShare(option: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw optionError(
    "filterDfg",
    option,
    value,
    "Give a share in [0, 1]: 1 keeps all, 0.2 the most frequent fifth.",
  );
}

/** Starts, arcs and ends in one list; the outside has the id n. Arcs that nobody took are left out. */
interface AllArcs {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly count: readonly number[];
}

function allArcs({ activities, from, to, count, startCounts, endCounts }: Dfg): AllArcs {
  const n = activities.length;
  const all = { from: [] as number[], to: [] as number[], count: [] as number[] };
  const add = (a: number, b: number, times: number): void => {
    if (times === 0) return;
    all.from.push(a);
    all.to.push(b);
    all.count.push(times);
  };
  for (let a = 0; a < n; a++) add(n, a, startCounts[a]!);
  for (let arc = 0; arc < count.length; arc++) add(from[arc]!, to[arc]!, count[arc]!);
  for (let a = 0; a < n; a++) add(a, n, endCounts[a]!);
  return all;
}

/** Per activity its neighbour on the widest way, and the arc to it; n and an arc to the outside last, -1 without a way. */
interface Backbones {
  readonly next: Int32Array;
  readonly arc: Int32Array;
}

/**
 * The widest way of every activity from or to the outside: Dijkstra's algorithm with the rarest arc of a way in place of its length.
 * Of equally wide ways the one with fewer arcs, then the earlier arc.
 */
function backbones(
  { from, to, count }: AllArcs,
  n: number,
  direction: "from a start" | "to an end",
): Backbones {
  const [near, far] = direction === "from a start" ? [from, to] : [to, from];
  const leaving: number[][] = Array.from({ length: n + 1 }, () => []);
  near.forEach((a, arc) => {
    leaving[a]!.push(arc);
  });
  const next = new Int32Array(n).fill(-1);
  const arcOf = new Int32Array(n).fill(-1);
  const open = new Heap<{ readonly arc: number; readonly width: number; readonly steps: number }>(
    (x, y) =>
      x.width > y.width ||
      (x.width === y.width && (x.steps < y.steps || (x.steps === y.steps && x.arc < y.arc))),
  );
  const spread = (a: number, width: number, steps: number): void => {
    for (const arc of leaving[a]!) open.push({ arc, width: Math.min(width, count[arc]!), steps });
  };
  spread(n, Number.POSITIVE_INFINITY, 1);
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    const a = far[way.arc]!;
    if (a === n || next[a] !== -1) continue;
    next[a] = near[way.arc]!;
    arcOf[a] = way.arc;
    spread(a, way.width, way.steps + 1);
  }
  return { next, arc: arcOf };
}

/** The kept part of a graph, with new ids. */
function part(dfg: Dfg, arcs: AllArcs, keepsActivity: Uint8Array, keepsArc: Uint8Array): Dfg {
  const n = dfg.activities.length;
  const kept = dfg.activities.map((_, a) => a).filter((a) => keepsActivity[a] === 1);
  const newId = new Int32Array(n);
  kept.forEach((a, id) => {
    newId[a] = id;
  });
  const result = {
    activities: kept.map((a) => dfg.activities[a]!),
    from: [] as number[],
    to: [] as number[],
    count: [] as number[],
    startCounts: kept.map(() => 0),
    endCounts: kept.map(() => 0),
    activityCounts: kept.map((a) => dfg.activityCounts[a]!),
  };
  arcs.count.forEach((times, arc) => {
    if (keepsArc[arc] === 0) return;
    const [a, b] = [arcs.from[arc]!, arcs.to[arc]!];
    if (a === n) result.startCounts[newId[b]!] = times;
    else if (b === n) result.endCounts[newId[a]!] = times;
    else {
      result.from.push(newId[a]!);
      result.to.push(newId[b]!);
      result.count.push(times);
    }
  });
  return result;
}
