import type { ControlFlow, GatewayLogic } from "./control-flow.js";
import { type JoinOutcomes, type RegionWay, regionOutcomes } from "./outcomes.js";
import { singleEntryRegions } from "./regions.js";

/** A region whose inclusive joins can't be told from looking at one gateway alone. */
export interface MixedRegion {
  /** Its points; those of smaller regions inside are not among them. */
  readonly points: readonly number[];
  /** The inclusive joins among them. */
  readonly joins: readonly number[];
  readonly ways: readonly RegionWay[];
  readonly entry: number;
  readonly exit: number;
  /** What is known of each join; `null` when a way leads from some point back to it. */
  readonly outcomes: JoinOutcomes | null;
}

export interface InclusiveJoins {
  /** Inclusive joins that are the same as an exclusive or a parallel one. */
  readonly replaced: ReadonlyMap<number, GatewayLogic>;
  readonly mixed: readonly MixedRegion[];
}

/**
 * Finds what each inclusive join has to wait for, by the smallest region around it that is entered and left by one edge: where
 * the region has exclusive splits only, one token is on its way, and the join is an exclusive one; where it has parallel splits
 * only and no exclusive joins, and no cycle, all branches are taken, and the join is a parallel one; all else is mixed.
 */
export function inclusiveJoins(flow: ControlFlow): InclusiveJoins {
  const { points, edges, leaving } = flow;
  const replaced = new Map<number, GatewayLogic>();
  const mixed: MixedRegion[] = [];
  const isInclusiveJoin = (p: number): boolean => {
    const point = points[p]!;
    return point.kind === "join" && point.logic === "inclusive";
  };
  if (!points.some((_, p) => isInclusiveJoin(p))) return { replaced, mixed };

  const regions = singleEntryRegions(flow);
  const inside: number[][] = regions.entry.map(() => []);
  points.forEach((_, p) => {
    inside[regions.ofPoint[p]!]?.push(p);
  });
  inside.forEach((members, region) => {
    const joins = members.filter(isInclusiveJoin);
    if (joins.length === 0) return;
    const has = (kind: "split" | "join", ...logics: readonly GatewayLogic[]): boolean =>
      members.some((p) => {
        const point = points[p]!;
        return point.kind === kind && logics.includes(point.logic);
      });
    if (!has("split", "parallel", "inclusive")) {
      for (const p of joins) replaced.set(p, "exclusive");
      return;
    }
    const [entry, exit] = [regions.entry[region]!, regions.exit[region]!];
    const ways: RegionWay[] = [];
    for (const p of members) {
      for (const edge of leaving[p]!) {
        if (edge === exit) continue;
        const way = [edge];
        while (regions.opens[way.at(-1)!]! >= 0) way.push(regions.exit[regions.opens[way.at(-1)!]!]!);
        ways.push({ from: p, to: edges[way.at(-1)!]!.to, edges: way, canBeSkipped: false });
      }
    }
    const order = topologicalOrder(members, ways);
    if (order !== null && !has("split", "exclusive", "inclusive") && !has("join", "exclusive")) {
      for (const p of joins) replaced.set(p, "parallel");
      return;
    }
    const outcomes = order === null ? null : regionOutcomes(flow, order, ways);
    mixed.push({ points: members, joins, ways, entry, exit, outcomes });
  });
  return { replaced, mixed };
}

/** The points with each way leading forward; `null` when there is a cycle. */
function topologicalOrder(points: readonly number[], ways: readonly RegionWay[]): number[] | null {
  const entering = new Map(points.map((p) => [p, 0]));
  const next = new Map<number, number[]>(points.map((p) => [p, []]));
  for (const { from, to } of ways) {
    entering.set(to, entering.get(to)! + 1);
    next.get(from)!.push(to);
  }
  const order = points.filter((p) => entering.get(p) === 0);
  for (const p of order) {
    for (const to of next.get(p)!) {
      const left = entering.get(to)! - 1;
      entering.set(to, left);
      if (left === 0) order.push(to);
    }
  }
  return order.length === points.length ? order : null;
}
