import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type ControlFlow, controlFlow } from "../../../src/bpmn/to-petri-net/control-flow.js";
import { singleEntryRegions } from "../../../src/bpmn/to-petri-net/regions.js";
import { arbitraryGateways } from "../arbitrary-bpmn.js";

/** The points that can be reached from the one that `entry` enters without passing `exit`. */
function inside({ edges, leaving }: ControlFlow, entry: number, exit: number): Set<number> {
  const found = new Set([edges[entry]!.to]);
  for (const point of found)
    for (const edge of leaving[point]!) if (edge !== exit) found.add(edges[edge]!.to);
  return found;
}

/** Whether all that comes into the part between two edges comes by the first, and all that goes goes by the second. */
function isRegion(flow: ControlFlow, entry: number, exit: number): boolean {
  const points = inside(flow, entry, exit);
  if (points.has(1) || !points.has(flow.edges[exit]!.from)) return false;
  return flow.edges.every(({ from, to }, edge) => {
    const [leaves, enters] = [points.has(from) && !points.has(to), !points.has(from) && points.has(to)];
    return (!leaves || edge === exit) && (!enters || edge === entry);
  });
}

describe("singleEntryRegions", () => {
  it("finds exactly the smallest parts with one edge in and one edge out, and nests them, for every model", () => {
    let nested = 0;
    fc.assert(
      fc.property(arbitraryGateways({ cyclic: true, most: 6 }), (model) => {
        const flow = controlFlow(model, "test");
        const { entry, exit, parent, ofPoint } = singleEntryRegions(flow);
        const points = entry.map((edge, region) => inside(flow, edge, exit[region]!));
        entry.forEach((edge, region) => {
          expect(isRegion(flow, edge, exit[region]!)).toBe(true);
          // Smallest: no other region with the same entry ends earlier.
          const sizes = flow.edges.flatMap((_, other) =>
            other !== edge && isRegion(flow, edge, other) ? [inside(flow, edge, other).size] : [],
          );
          expect(points[region]!.size).toBe(Math.min(...sizes));
          if (parent[region]! >= 0) nested++;
        });
        // Every edge that opens some region opens one of ours.
        flow.edges.forEach((_, edge) => {
          const opensOne = flow.edges.some((_other, other) => other !== edge && isRegion(flow, edge, other));
          expect(entry.includes(edge)).toBe(opensOne);
        });
        // A point belongs to the smallest region that holds it.
        flow.points.forEach((_, point) => {
          const around = entry.flatMap((_edge, region) => (points[region]!.has(point) ? [region] : []));
          const innermost = around.reduce(
            (least, region) => (least < 0 || points[region]!.size < points[least]!.size ? region : least),
            -1,
          );
          expect(ofPoint[point]).toBe(innermost);
        });
      }),
      { seed: 13, numRuns: 150 },
    );
    expect(nested).toBeGreaterThan(100);
  });
});
