import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Dfg, directlyFollows, filterDfg } from "../../src/index.js";

/** Starts, arcs and ends as `>a 3`, `a>b 2`, `b> 3`. */
function arcs({ activities, from, to, count, startCounts, endCounts }: Dfg): string[] {
  const name = (a: number | undefined) => activities[a!]!;
  return [
    ...startCounts.flatMap((times, a) => (times > 0 ? [`>${name(a)} ${times}`] : [])),
    ...count.map((times, arc) => `${name(from[arc])}>${name(to[arc])} ${times}`),
    ...endCounts.flatMap((times, a) => (times > 0 ? [`${name(a)}> ${times}`] : [])),
  ];
}

/** The activities that can be reached from a start and reach an end. */
function connected({ activities, from, to, startCounts, endCounts }: Dfg): string[] {
  const reach = (seeds: readonly number[], near: readonly number[], far: readonly number[]) => {
    const seen = new Set(seeds.flatMap((times, a) => (times > 0 ? [a] : [])));
    for (const a of seen) near.forEach((b, arc) => void (a === b && seen.add(far[arc]!)));
    return seen;
  };
  const [forwards, backwards] = [reach(startCounts, from, to), reach(endCounts, to, from)];
  return activities.filter((_, a) => forwards.has(a) && backwards.has(a));
}

// 10 cases a b d, 3 cases a c d, 1 case a b c d e
const GRAPH = directlyFollows(traces("10x a b d", "3x a c d", "a b c d e"));

describe("filterDfg", () => {
  it("keeps all when nothing is asked", () => {
    expect(filterDfg(GRAPH)).toEqual(GRAPH);
  });

  // Worked by hand. Counts: a 14, b 11, d 14, c 4, e 1. Arcs: >a 14, a>b 11, a>c 3, b>d 10, b>c 1, c>d 4, d>e 1, d> 13, e> 1.
  it("keeps the most frequent activities and those on their widest ways", () => {
    // ceil(0.4 * 5) = 2: a and d. The widest way from a to d leads over b, its rarest arc has count 10.
    expect(arcs(filterDfg(GRAPH, { activities: 0.4 }))).toEqual([">a 14", "a>b 11", "b>d 10", "d> 13"]);
    expect(filterDfg(GRAPH, { activities: 0.4 })).toMatchObject({
      activities: ["a", "b", "d"],
      activityCounts: [14, 11, 14],
    });
  });

  it("keeps the most frequent arcs and those that an activity needs", () => {
    // Without shares of arcs: c comes from a (3 > 1), e from d.
    expect(arcs(filterDfg(GRAPH, { paths: 0 }))).toEqual([
      ">a 14",
      "a>b 11",
      "a>c 3",
      "b>d 10",
      "d>e 1",
      "c>d 4",
      "d> 13",
      "e> 1",
    ]);
    expect(arcs(filterDfg(GRAPH, { activities: 0, paths: 0 }))).toEqual([
      ">a 14",
      "a>b 11",
      "b>d 10",
      "d> 13",
    ]);
  });

  it("leaves out what is on no way from a start to an end, and keeps an empty graph", () => {
    const loose: Dfg = {
      activities: ["dead end", "a", "no start"],
      from: [1, 2],
      to: [0, 1],
      count: [90, 90],
      startCounts: [0, 1, 0],
      endCounts: [0, 1, 0],
      activityCounts: [90, 91, 90],
    };
    expect(arcs(filterDfg(loose))).toEqual([">a 1", "a> 1"]);
    expect(filterDfg(directlyFollows(traces(""))).activities).toEqual([]);
  });

  it("refuses shares outside [0, 1]", () => {
    expect(() => filterDfg(GRAPH, { activities: 1.1 })).toThrow("filterDfg: option activities is 1.1.");
    expect(() => filterDfg(GRAPH, { paths: Number.NaN })).toThrow("filterDfg: option paths is NaN.");
  });

  const share = fc.constantFrom(0, 0.1, 0.25, 0.5, 0.8, 1);

  it("keeps every activity on a way from a start to an end, for every log and all shares", () => {
    fc.assert(
      fc.property(arbitraryTraces(), share, share, (log, activities, paths) => {
        const graph = filterDfg(directlyFollows(log), { activities, paths });
        expect(connected(graph)).toEqual(graph.activities);
      }),
      { seed: 22, numRuns: 300 },
    );
  });

  it("loses nothing when a share grows", () => {
    fc.assert(
      fc.property(arbitraryTraces(), share, share, share, share, (log, a, b, x, y) => {
        const graph = directlyFollows(log);
        const small = filterDfg(graph, { activities: Math.min(a, b), paths: Math.min(x, y) });
        const large = filterDfg(graph, { activities: Math.max(a, b), paths: Math.max(x, y) });
        expect(large.activities).toEqual(expect.arrayContaining([...small.activities]));
        expect(arcs(large)).toEqual(expect.arrayContaining(arcs(small)));
      }),
      { seed: 23, numRuns: 300 },
    );
  });

  it("filters a graph of 500 activities and 100,000 arcs", () => {
    const n = 500;
    const keys = Array.from({ length: 100_000 }, (_, i) => i * 2 + (i % 2));
    const graph: Dfg = {
      activities: Array.from({ length: n }, (_, a) => `a${a}`),
      from: keys.map((key) => Math.floor(key / n)),
      to: keys.map((key) => key % n),
      count: keys.map((key) => 1 + (key % 97)),
      startCounts: Array.from({ length: n }, (_, a) => (a % 50 === 0 ? 7 : 0)),
      endCounts: Array.from({ length: n }, (_, a) => (a % 40 === 0 ? 7 : 0)),
      activityCounts: Array.from({ length: n }, (_, a) => 1 + ((a * 37) % 101)),
    };
    const filtered = filterDfg(graph, { activities: 0.2, paths: 0.05 });
    expect(connected(filtered)).toEqual(filtered.activities);
    expect(filtered.activities.length).toBeGreaterThanOrEqual(100);
    expect(filtered.from.length).toBeLessThan(6_000);
  });
});
