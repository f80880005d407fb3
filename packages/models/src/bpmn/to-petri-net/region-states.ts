import { TupleStore } from "@gigamine/base";
import { choices } from "./choices.js";
import type { ControlFlow } from "./control-flow.js";
import type { MixedRegion } from "./inclusive-joins.js";
import type { NetSketch } from "./net-sketch.js";

/** A way with the slots of a state that count its tokens. */
interface Lane {
  /** The point it leads to; -1 out of the region. */
  readonly to: number;
  readonly from: number;
  readonly edges: readonly number[];
  /** Tokens in the smaller regions on the way; -1 where there are none. */
  readonly underWay: number;
  /** Tokens that wait at the point it leads to. */
  readonly arrived: number;
}

/**
 * Plays the token game of a region state by state, one place a state, and lets smaller regions inside run by themselves. So an
 * inclusive join can look at all tokens of its region, as the standard has it (BPMN 2.0.2, section 13.4): it goes on when a token
 * waits, and no token elsewhere can come to a branch where none waits, unless that token can also come to one where one does.
 *
 * @param taken Per edge its place in the sketch.
 * @returns Whether all states fit into `maxStates`.
 */
export function sketchStates(
  { points, edges, entering, leaving }: ControlFlow,
  region: MixedRegion,
  taken: readonly number[],
  sketch: NetSketch,
  maxStates: number,
): boolean {
  let slots = 0;
  const laneFrom = new Map<number, Lane>();
  const laneTo = new Map<number, Lane>();
  const addLane = (from: number, to: number, way: readonly number[]): Lane => {
    const lane = { from, to, edges: way, underWay: way.length > 1 ? slots++ : -1, arrived: slots++ };
    laneFrom.set(way[0]!, lane);
    laneTo.set(way.at(-1)!, lane);
    return lane;
  };
  const entry = addLane(-1, edges[region.entry]!.to, [region.entry]);
  const lanes = [entry, ...region.ways.map(({ from, to, edges: way }) => addLane(from, to, way))];
  const insOf = new Map(region.points.map((p) => [p, entering[p]!.map((edge) => laneTo.get(edge)!)]));

  /**
   * Per inclusive join and lane: the slots of branches of the join to which a token of the lane can come without passing the
   * join.
   */
  const within = new Map(
    region.joins.map((join) => {
      const reached = new Map<Lane, number[]>(lanes.map((lane) => [lane, []]));
      for (const branch of insOf.get(join)!) {
        const seen = new Set([branch]);
        for (const lane of seen) {
          reached.get(lane)!.push(branch.arrived);
          if (lane.from !== join) for (const before of insOf.get(lane.from) ?? []) seen.add(before);
        }
      }
      return [join, reached] as const;
    }),
  );

  const states = new TupleStore(slots);
  const placeOf: number[] = [];
  const state = new Int32Array(slots);
  const next = new Int32Array(slots);
  let isComplete = true;
  /** A silent step from state `s` to `next`. */
  const step = (s: number, inputs: readonly number[], outputs: readonly number[]): void => {
    const isOver = next.every((tokens) => tokens === 0);
    if (isOver) {
      sketch.step(null, [placeOf[s]!, ...inputs], outputs);
      return;
    }
    const target = states.size < maxStates ? states.intern(next) : states.find(next);
    if (target < 0) {
      isComplete = false;
      return;
    }
    if (target === placeOf.length) placeOf.push(sketch.place());
    sketch.step(null, [placeOf[s]!, ...inputs], [placeOf[target]!, ...outputs]);
  };

  /** A step of a point that takes from the slots `from` and puts on the edges `to`. */
  const pass = (s: number, from: readonly number[], to: readonly number[]): void => {
    next.set(state);
    for (const slot of from) next[slot]!--;
    const outputs: number[] = [];
    for (const edge of to) {
      const lane = laneFrom.get(edge);
      if (lane === undefined || lane.underWay >= 0) outputs.push(taken[edge]!);
      if (lane !== undefined) next[lane.underWay >= 0 ? lane.underWay : lane.arrived]!++;
    }
    step(s, [], outputs);
  };

  const look = (s: number, p: number): void => {
    const point = points[p]!;
    const waiting = insOf.get(p)!.flatMap(({ arrived }) => (state[arrived]! > 0 ? [arrived] : []));
    if (waiting.length === 0) return;
    const outs = leaving[p]!;
    if (point.kind === "split") {
      for (const chosen of choices(point.logic, outs, edges)) {
        if (isComplete) pass(s, waiting, chosen);
        else return;
      }
    } else if (point.kind === "join") {
      if (point.logic === "exclusive") for (const slot of waiting) pass(s, [slot], outs);
      else if (point.logic === "parallel") {
        if (waiting.length === insOf.get(p)!.length) pass(s, waiting, outs);
      } else {
        const mayCome = lanes.some((lane) => {
          const isOnItsWay =
            (lane.to !== p && state[lane.arrived]! > 0) || (lane.underWay >= 0 && state[lane.underWay]! > 0);
          const branches = within.get(p)!.get(lane)!;
          return (
            isOnItsWay &&
            branches.some((slot) => state[slot] === 0) &&
            !branches.some((slot) => state[slot]! > 0)
          );
        });
        if (!mayCome) pass(s, waiting, outs);
      }
    }
  };

  next[entry.arrived] = 1;
  states.intern(next);
  placeOf.push(taken[region.entry]!);
  for (let s = 0; s < states.size && isComplete; s++) {
    states.load(s, state);
    for (const { edges: way, underWay, arrived } of lanes) {
      if (underWay < 0 || state[underWay] === 0) continue;
      next.set(state);
      next[underWay]!--;
      next[arrived]!++;
      step(s, [taken[way.at(-1)!]!], []);
    }
    for (const p of region.points) look(s, p);
  }
  return isComplete;
}
