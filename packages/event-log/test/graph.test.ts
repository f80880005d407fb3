import { alg } from "@dagrejs/graphlib";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { dfgToGraph } from "../src/graph.js";
import { directlyFollows } from "../src/index.js";

describe("dfgToGraph", () => {
  it("has a node for each activity, a start and an end, and the counts on the arcs", () => {
    const graph = dfgToGraph(directlyFollows(traces("2x constructor __proto__", "constructor")));
    expect(graph.nodes()).toEqual(["start", "end", "a:0", "a:1"]);
    expect(graph.node("a:1")).toEqual({ kind: "activity", index: 1, name: "__proto__", count: 2 });
    expect(graph.edges().map(({ v, w }) => `${v} ${w} ${graph.edge(v, w).count}`)).toEqual([
      "start a:0 3",
      "a:0 end 1",
      "a:1 end 2",
      "a:0 a:1 2",
    ]);
  });

  it("serves graphlib's algorithms: from the start every activity is reached, for every log", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (log) => {
        const graph = dfgToGraph(directlyFollows(log));
        const reached = alg.dijkstra(graph, "start");
        for (const a of log.activities.keys()) {
          expect(reached[`a:${a}`]!.distance).toBeLessThan(Number.POSITIVE_INFINITY);
        }
      }),
      { seed: 24, numRuns: 100 },
    );
  });

  it("leaves out arcs that nobody took", () => {
    const dfg = { ...directlyFollows(traces("a b")), count: [0] };
    expect(dfgToGraph(dfg).edgeCount()).toBe(2);
  });
});
