import { isGigamineError } from "@gigamine/base";
import { type Dfg, directlyFollows } from "@gigamine/event-log";
import { type AcceptingPetriNet, checkSoundness, isWorkflowNet, reachabilityGraph } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { dfgToPetriNet } from "../src/index.js";

/** Each transition as `input -label-> output`. */
function lines({ net }: AcceptingPetriNet): string[] {
  return net.transitions.map(({ label }, t) => {
    const end = (kind: string) =>
      net.arcs
        .filter((arc) => arc.kind === kind && arc.transition === t)
        .map((arc) => net.places[arc.place]!.name);
    return `${end("input")} -${label ?? "tau"}-> ${end("output")}`;
  });
}

/** All paths of a graph from a start to an end with at most `most` activities, in text, sorted. */
function paths({ activities, from, to, startCounts, endCounts }: Dfg, most: number): string[] {
  const found: string[] = [];
  let open = startCounts.flatMap((n, a) => (n > 0 ? [[a]] : []));
  for (let length = 1; length <= most; length++) {
    for (const path of open)
      if (endCounts[path.at(-1)!]! > 0) found.push(path.map((a) => activities[a]).join(" "));
    open = open.flatMap((path) => from.flatMap((a, arc) => (a === path.at(-1) ? [[...path, to[arc]!]] : [])));
  }
  return found.sort();
}

/** All visible sequences of a net up to `most` activities, in text, sorted. */
function language(model: AcceptingPetriNet, most: number): string[] {
  const graph = reachabilityGraph(model);
  const found = new Set<string>();
  let open = [{ state: 0, trace: [] as readonly string[] }];
  while (open.length > 0) {
    open = open.flatMap(({ state, trace }) => {
      if (graph.markings[state]!.every((tokens, p) => tokens === model.finalMarking[p]))
        found.add(trace.join(" "));
      return graph.from.flatMap((from, arc) => {
        const label = model.net.transitions[graph.transition[arc]!]!.label;
        if (from !== state || (label !== null && trace.length === most)) return [];
        return [{ state: graph.to[arc]!, trace: label === null ? trace : [...trace, label] }];
      });
    });
  }
  return [...found].sort();
}

describe("dfgToPetriNet", () => {
  // Worked by hand: the paths of the graph of <a, b, c> and <a, c> are a c and a b c.
  it("has a place for the state after each activity, and a transition for each start, arc and end", () => {
    const net = dfgToPetriNet(directlyFollows(traces("a b c", "a c")));
    expect(lines(net)).toEqual([
      "source -a-> after a",
      "after a -b-> after b",
      "after a -c-> after c",
      "after b -c-> after c",
      "after c -tau-> sink",
    ]);
    expect(net.net.transitions.map(({ name }) => name)).toEqual([
      "start → a",
      "a → b",
      "a → c",
      "b → c",
      "c → end",
    ]);
    expect(language(net, 5)).toEqual(["a b c", "a c"]);
  });

  it("allows what the graph allows and the log does not: a repetition, and parts of two cases together", () => {
    expect(language(dfgToPetriNet(directlyFollows(traces("a b b c", "d b e"))), 4)).toEqual(
      ["a b b c", "a b b e", "a b c", "a b e", "d b b c", "d b b e", "d b c", "d b e"].sort(),
    );
  });

  it("has exactly the paths of the graph and is a sound workflow net, for every log", () => {
    fc.assert(
      fc.property(arbitraryTraces({ activities: 4, variants: 5, length: 5 }), (log) => {
        const graph = directlyFollows(log);
        fc.pre(graph.from.length < 12);
        const net = dfgToPetriNet(graph);
        expect(isWorkflowNet(net.net)).toBe(true);
        expect(checkSoundness(net).verdict).toBe("sound");
        if (log.sequence.length > 0) expect(language(net, 4)).toEqual(paths(graph, 4));
      }),
      { seed: 41, numRuns: 100 },
    );
  });

  it("leaves out what is on no way from a start to an end, so that the net stays sound", () => {
    const graph: Dfg = {
      activities: ["dead end", "a", "no start"],
      from: [1, 2],
      to: [0, 1],
      count: [1, 1],
      startCounts: [0, 1, 0],
      endCounts: [0, 1, 0],
      activityCounts: [1, 1, 1],
    };
    expect(lines(dfgToPetriNet(graph))).toEqual(["source -a-> after a", "after a -tau-> sink"]);
  });

  it("takes names that mean something elsewhere as names", () => {
    const names = ["source", "sink", "after source", "__proto__"];
    const net = dfgToPetriNet({ ...directlyFollows(traces("a b c d")), activities: names });
    expect(net.net.transitions.map(({ label }) => label)).toEqual([...names, null]);
    expect(checkSoundness(net).verdict).toBe("sound");
  });

  it("gives one silent step for a log without events", () => {
    const net = dfgToPetriNet(directlyFollows(traces("")));
    expect(lines(net)).toEqual(["source -tau-> sink"]);
  });

  it("says so when no path leads from a start to an end", () => {
    const graph = { ...directlyFollows(traces("a b")), endCounts: [0, 0] };
    let caught: unknown;
    try {
      dfgToPetriNet(graph);
    } catch (error) {
      caught = error;
    }
    expect(isGigamineError(caught, "dfg-to-petri-net/no-path")).toBe(true);
  });

  it("converts a graph of 200 activities, each followed by each", () => {
    const n = 200;
    const all = Array.from({ length: n * n }, (_, key) => key);
    const net = dfgToPetriNet({
      activities: Array.from({ length: n }, (_, a) => `a${a}`),
      from: all.map((key) => Math.floor(key / n)),
      to: all.map((key) => key % n),
      count: all.map(() => 1),
      startCounts: new Array<number>(n).fill(1),
      endCounts: new Array<number>(n).fill(1),
      activityCounts: new Array<number>(n).fill(n + 1),
    });
    expect(net.net.transitions).toHaveLength(n * n + 2 * n);
  });
});
