import type { ControlFlow, GatewayLogic } from "./control-flow.js";
import { singleEntryRegions } from "./regions.js";

/** A way inside a region from one of its points to the next: an edge, or several with whole smaller regions between them. */
export interface RegionWay {
  readonly from: number;
  readonly to: number;
  readonly edges: readonly number[];
}

/** A region whose inclusive joins can't be told from looking at one gateway alone. */
export interface MixedRegion {
  /** Its points; those of smaller regions inside are not among them. */
  readonly points: readonly number[];
  readonly ways: readonly RegionWay[];
  readonly entry: number;
  readonly exit: number;
  /** Whether a way leads from some point back to it. */
  readonly isCyclic: boolean;
}

export interface InclusiveJoins {
  /** Inclusive joins that are the same as an exclusive or a parallel one. */
  readonly replaced: ReadonlyMap<number, GatewayLogic>;
  readonly mixed: readonly MixedRegion[];
}

/**
 * Finds what each inclusive join has to wait for, by the smallest region around it that is entered and left by one edge:
 * where the region has exclusive splits only, one token is on its way, and the join is an exclusive one; where it has parallel splits
 * and no exclusive joins, and no cycle, all branches are taken, and the join is a parallel one; all else is mixed.
 */
export function inclusiveJoins(flow: ControlFlow): InclusiveJoins {
  const { points, edges, leaving } = flow;
  const replaced = new Map<number, GatewayLogic>();
  const mixed: MixedRegion[] = [];
  if (!points.some((point) => point.kind === "join" && point.logic === "inclusive"))
    return { replaced, mixed };

  const regions = singleEntryRegions(flow);
  const members = new Map<number, number[]>();
  points.forEach((_, p) => {
    const region = regions.ofPoint[p]!;
    const list = members.get(region);
    if (list === undefined) members.set(region, [p]);
    else list.push(p);
  });
  for (const [region, inside] of members) {
    const logics = (kind: "split" | "join"): Set<GatewayLogic> =>
      new Set(
        inside.flatMap((p) => {
          const point = points[p]!;
          return point.kind === kind ? [point.logic] : [];
        }),
      );
    const joins = logics("join");
    if (!joins.has("inclusive")) continue;
    const splits = logics("split");
    const replace = (logic: GatewayLogic): void => {
      for (const p of inside) {
        const point = points[p]!;
        if (point.kind === "join" && point.logic === "inclusive") replaced.set(p, logic);
      }
    };
    if (splits.size === 1 && splits.has("exclusive")) {
      replace("exclusive");
      continue;
    }
    const ways: RegionWay[] = [];
    for (const p of inside) {
      for (const edge of leaving[p]!) {
        if (edge === regions.exit[region]) continue;
        const way = [edge];
        while (regions.opens[way.at(-1)!]! >= 0) way.push(regions.exit[regions.opens[way.at(-1)!]!]!);
        ways.push({ from: p, to: edges[way.at(-1)!]!.to, edges: way });
      }
    }
    const isCyclic = hasCycle(inside, ways);
    if (!isCyclic && splits.size === 1 && splits.has("parallel") && !joins.has("exclusive"))
      replace("parallel");
    else
      mixed.push({
        points: inside,
        ways,
        entry: regions.entry[region]!,
        exit: regions.exit[region]!,
        isCyclic,
      });
  }
  return { replaced, mixed };
}

function hasCycle(points: readonly number[], ways: readonly RegionWay[]): boolean {
  const entering = new Map(points.map((p) => [p, 0]));
  const next = new Map<number, number[]>(points.map((p) => [p, []]));
  for (const { from, to } of ways) {
    entering.set(to, entering.get(to)! + 1);
    next.get(from)!.push(to);
  }
  const free = points.filter((p) => entering.get(p) === 0);
  for (const p of free) {
    for (const other of next.get(p)!) {
      const left = entering.get(other)! - 1;
      entering.set(other, left);
      if (left === 0) free.push(other);
    }
  }
  return free.length < points.length;
}
