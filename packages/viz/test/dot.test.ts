import { isGigamineError } from "@gigamine/base";
import { type Dfg, directlyFollows } from "@gigamine/event-log";
import {
  activity,
  exclusive,
  inclusive,
  interleaved,
  loop,
  PetriNetBuilder,
  type ProcessTree,
  parallel,
  sequence,
  silent,
  type TransitionSystem,
} from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { dfgToDot, petriNetToDot, processTreeToDot, renderSvg, transitionSystemToDot } from "@gigamine/viz";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Element, HOSTILE, ofClass, readMarkup } from "./read-markup.js";

const draw = async (dot: string) => readMarkup(await renderSvg(dot));
const titleOf = (element: Element) => element.children.find((child) => child.name === "title")?.text;
const linesOf = (element: Element) =>
  element.children.filter((child) => child.name === "text").map((line) => line.text);
const byId = (elements: readonly Element[], id: string) =>
  elements.find((element) => element.attributes["id"] === id)!;
const dfg = (...lines: string[]): Dfg => directlyFollows(traces(...lines));
const codeOf = (action: () => unknown): { code: string; message: string } => {
  try {
    action();
  } catch (error) {
    if (isGigamineError(error)) return { code: error.code, message: error.message };
  }
  throw new Error("nothing was thrown");
};

describe("dfgToDot", () => {
  it("draws activities with their counts and arcs with their frequency", async () => {
    const svg = await draw(dfgToDot(dfg("3x Mixing Coating", "Mixing Mixing Coating")));
    expect(linesOf(byId(svg, "activity-0"))).toEqual(["Mixing", "5"]);
    expect(linesOf(byId(svg, "activity-1"))).toEqual(["Coating", "4"]);
    // Arcs are sorted by from, then to: Mixing>Mixing once, Mixing>Coating 4 times.
    expect(linesOf(byId(svg, "arc-0"))).toEqual(["1"]);
    expect(linesOf(byId(svg, "arc-1"))).toEqual(["4"]);
    expect(titleOf(byId(svg, "arc-1"))).toBe("Mixing to Coating: 4 times");
  });

  it("draws a start and an end node with the number of cases", async () => {
    const svg = await draw(dfgToDot(dfg("3x a b", "b")));
    expect(titleOf(byId(svg, "start"))).toBe("Start of 4 cases");
    expect(linesOf(byId(svg, "start-0"))).toEqual(["3"]);
    expect(linesOf(byId(svg, "start-1"))).toEqual(["1"]);
    expect(linesOf(byId(svg, "end-1"))).toEqual(["4"]);
    expect(byId(svg, "end-0")).toBeUndefined();
  });

  it("writes the mean time under the count, and colours arcs by it", async () => {
    const graph = dfg("a b c");
    const svg = await draw(dfgToDot(graph, { durationsMs: [7_200_000, null] }));
    expect(linesOf(byId(svg, "arc-0"))).toEqual(["1", "2 h"]);
    expect(linesOf(byId(svg, "arc-1"))).toEqual(["1"]);
    const stroke = (id: string) =>
      byId(svg, id).children.find((child) => child.name === "path")!.attributes["stroke"];
    expect(stroke("arc-0")).not.toBe(stroke("arc-1"));
  });

  it("draws frequent arcs wider", async () => {
    const svg = await draw(dfgToDot(dfg("100x a b", "b c")));
    const width = (id: string) =>
      Number(byId(svg, id).children.find((child) => child.name === "path")!.attributes["stroke-width"] ?? 1);
    expect(width("arc-0")).toBeGreaterThan(width("arc-1"));
  });

  it("keeps the maxArcs most frequent arcs, the first of equals, and says how many are shown", async () => {
    const graph = dfg("2x a b", "2x a c", "a d");
    const svg = await draw(dfgToDot(graph, { maxArcs: 1 }));
    expect(byId(svg, "arc-0")).toBeDefined();
    expect(byId(svg, "arc-1")).toBeUndefined();
    expect(svg.some((element) => element.text === "1 of 3 arcs are shown")).toBe(true);
  });

  it("leaves out arcs, starts and ends below minCount", async () => {
    const svg = await draw(dfgToDot(dfg("5x a b", "c b"), { minCount: 2 }));
    expect(byId(svg, "arc-0")).toBeDefined();
    expect(byId(svg, "arc-1")).toBeUndefined();
    expect(byId(svg, "start-2")).toBeUndefined();
  });

  it("does not draw activities that never occur, and says so when there are none at all", async () => {
    const svg = await draw(
      dfgToDot({
        ...dfg("a"),
        activities: ["a", "b"],
        startCounts: [1, 0],
        endCounts: [1, 0],
        activityCounts: [1, 0],
      }),
    );
    expect(byId(svg, "activity-1")).toBeUndefined();
    const empty = await draw(dfgToDot(dfg("")));
    expect(empty[0]!.text).toContain("No events to show");
  });

  it("takes labels and tones in place of counts and colours", async () => {
    const svg = await draw(
      dfgToDot(dfg("a b"), {
        arcLabels: ["often"],
        activityLabels: ["4 h", null],
        activityTones: ["bad", null],
      }),
    );
    expect(linesOf(byId(svg, "arc-0"))).toEqual(["often"]);
    expect(linesOf(byId(svg, "activity-0"))).toEqual(["a", "4 h"]);
    expect(linesOf(byId(svg, "activity-1"))).toEqual(["b", "1"]);
    const outline = (id: string) =>
      byId(svg, id).children.find((child) => child.name === "path")!.attributes["stroke"];
    expect(outline("activity-0")).toBe("#b5413a");
    expect(outline("activity-1")).not.toBe("#b5413a");
  });

  it("says which list has the wrong length, and how long it must be", () => {
    expect(codeOf(() => dfgToDot(dfg("a b"), { durationsMs: [] }))).toEqual({
      code: "viz/length-mismatch",
      message:
        "dfgToDot: option durationsMs has 0 entries, but there are 1 arcs. Give one entry for each of the arcs, in their order; null where there is nothing to show.",
    });
  });

  it("refuses a maxArcs or minCount that is no number of at least 0", () => {
    expect(codeOf(() => dfgToDot(dfg("a"), { maxArcs: -1 })).code).toBe("option/out-of-range");
    expect(codeOf(() => dfgToDot(dfg("a"), { minCount: Number.NaN })).code).toBe("option/out-of-range");
  });

  it("draws every graph, the same each time, without NaN or undefined", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTraces(), async (log) => {
        const graph = directlyFollows(log);
        const dot = dfgToDot(graph);
        expect(dfgToDot(structuredClone(graph))).toBe(dot);
        expect(dot).not.toMatch(/NaN|undefined|Infinity/);
        const svg = await draw(dot);
        expect(ofClass(svg, "edge").filter((edge) => edge.attributes["id"]!.startsWith("arc-")).length).toBe(
          graph.from.length,
        );
      }),
      { seed: 3, numRuns: 25 },
    );
  });
});

describe("petriNetToDot", () => {
  const b = new PetriNetBuilder();
  const [start, middle, end] = [b.place("start"), b.place("middle"), b.place("end")];
  b.transition("Mixing", { inputs: [start], outputs: [middle] });
  b.transition(null, { name: "skip", inputs: [middle], outputs: [end] });
  const model = b.build({ initial: [start], final: [end] });

  it("draws the final marking as a double circle, and no other place", async () => {
    const svg = await draw(petriNetToDot(model));
    const circles = (id: string) => byId(svg, id).children.filter((child) => child.name === "ellipse").length;
    expect([circles("place-0"), circles("place-1"), circles("place-2")]).toEqual([1, 1, 2]);
  });

  it("draws initial tokens: a dot for one, the number for more", async () => {
    const two = { ...model, initialMarking: [1, 3, 0] };
    const svg = await draw(petriNetToDot(two));
    expect([0, 1, 2].map((p) => linesOf(byId(svg, `place-${p}`)))).toEqual([["•"], ["3"], []]);
    expect(titleOf(byId(svg, "place-1"))).toBe("place middle, 3 tokens at the start");
  });

  it("draws silent transitions as narrow bars without a label, others as boxes", async () => {
    const svg = await draw(petriNetToDot(model));
    const width = (id: string) => {
      const xs = byId(svg, id)
        .children.find((child) => child.name === "polygon")!
        .attributes["points"]!.split(" ")
        .map((point) => Number(point.split(",")[0]));
      return Math.max(...xs) - Math.min(...xs);
    };
    expect(linesOf(byId(svg, "transition-1"))).toEqual([]);
    expect(width("transition-1")).toBeLessThan(10);
    expect(linesOf(byId(svg, "transition-0"))).toEqual(["Mixing"]);
    expect(width("transition-0")).toBeGreaterThan(40);
  });

  it("writes weights, counts, labels and colours where they are given", async () => {
    const w = new PetriNetBuilder();
    const p = w.place();
    const t = w.transition("Pack");
    w.arc("input", p, t, 4);
    const svg = await draw(
      petriNetToDot(w.build({ initial: [p, p, p, p], final: [p, p] }), {
        transitionLabels: ["12 times"],
        transitionColors: ["#F8DEDA"],
        placeLabels: ["buffer"],
        arcCounts: [1200],
      }),
    );
    expect(linesOf(byId(svg, "arc-0"))).toEqual(["×4 · 1,200"]);
    expect(linesOf(byId(svg, "transition-0"))).toEqual(["Pack", "12 times"]);
    expect(
      byId(svg, "transition-0").children.find((child) => child.name === "polygon")!.attributes["fill"],
    ).toBe("#f8deda");
    expect(svg[0]!.text).toContain("buffer");
    expect(svg[0]!.text).toContain("done at 2");
  });

  it("draws a bare net without markings, and says so when there is nothing to draw", async () => {
    const bare = await draw(petriNetToDot(model.net));
    expect(linesOf(byId(bare, "place-0"))).toEqual([]);
    expect(byId(bare, "place-2").children.filter((child) => child.name === "ellipse").length).toBe(1);
    expect((await draw(petriNetToDot(new PetriNetBuilder().buildNet())))[0]!.text).toContain(
      "The net is empty",
    );
  });

  it("refuses a colour that is not #rrggbb", () => {
    const error = codeOf(() => petriNetToDot(model, { transitionColors: ['red" onload="x', null] }));
    expect(error.code).toBe("viz/bad-color");
    expect(error.message).toContain("#rrggbb");
  });
});

describe("processTreeToDot", () => {
  it("draws operators in words, activities as boxes, and marks the parts of a loop", async () => {
    const tree = sequence(
      activity("a"),
      exclusive(activity("b"), silent()),
      parallel(activity("c"), loop(activity("d"), activity("e"))),
      inclusive(activity("f"), interleaved(activity("g"), activity("h"))),
    );
    const svg = await draw(processTreeToDot(tree));
    const words = ofClass(svg, "node").map((node) => linesOf(node).join(" "));
    expect(words.sort().join(" ").trim()).toBe(
      "a b c choice d e f g h interleaved loop parallel sequence some",
    );
    const marks = ofClass(svg, "edge").flatMap(linesOf);
    expect(marks).toEqual(["do", "redo"]);
  });

  it("keeps the order of children from top to bottom", async () => {
    const names = ["first", "second", "third", "fourth"];
    const svg = await draw(processTreeToDot(sequence(...names.map((name) => activity(name)))));
    const heights = names.map((name) => {
      const line = svg.find((element) => element.name === "text" && element.text === name)!;
      return Number(line.attributes["y"]);
    });
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
  });

  it("draws a tree 20,000 levels deep without overflowing the stack", () => {
    let tree: ProcessTree = activity("leaf");
    for (let i = 0; i < 20_000; i++) tree = sequence(tree);
    expect(processTreeToDot(tree).match(/->/g)!.length).toBe(20_000);
  });
});

describe("transitionSystemToDot", () => {
  // A, then B and C in any order, then D; worked by hand as the states of what happened before.
  const system: TransitionSystem = {
    activities: ["A", "B", "C", "D"],
    view: "set",
    direction: "past",
    stateCounts: [5, 5, 3, 5, 5, 2],
    startCounts: [5, 0, 0, 0, 0, 0],
    endCounts: [0, 0, 0, 0, 5, 0],
    from: [0, 1, 1, 2, 3, 5],
    activity: [0, 1, 2, 2, 3, 1],
    to: [1, 2, 5, 3, 4, 3],
    count: [5, 3, 2, 3, 5, 2],
    sequence: [0, 1, 2, 3, 0, 2, 1, 3],
    windowStart: [0, 0, 0, 0, 0, 4],
    windowEnd: [0, 1, 2, 3, 4, 6],
  };

  it("draws states with what they remember, and transitions with activity and count", async () => {
    const svg = await draw(transitionSystemToDot(system));
    expect(linesOf(byId(svg, "state-0"))).toEqual(["∅", "5"]);
    expect(linesOf(byId(svg, "state-5"))).toEqual(["{A, C}", "2"]);
    expect(linesOf(byId(svg, "state-4"))).toEqual(["{A, B, C, D}", "5"]);
    expect(linesOf(byId(svg, "transition-4"))).toEqual(["D", "5"]);
    expect(ofClass(svg, "edge")).toHaveLength(6);
    // The state in which cases end has two borders.
    const borders = (id: string) => byId(svg, id).children.filter(({ name }) => name === "path").length;
    expect(borders("state-4")).toBeGreaterThan(borders("state-3"));
  });

  it("names six activities: the last of a past, the first of a future", async () => {
    const long = {
      ...system,
      view: "sequence",
      sequence: [0, 1, 2, 3, 0, 1, 2],
      windowEnd: [0, 1, 2, 3, 7, 6],
    } as const;
    const past = await draw(transitionSystemToDot({ ...long, windowStart: [0, 0, 0, 0, 0, 0] }));
    expect(linesOf(byId(past, "state-4"))).toEqual(["⟨…, B, C, D, A, B, C⟩", "5"]);
    const future = await draw(transitionSystemToDot({ ...long, direction: "future" }));
    expect(linesOf(byId(future, "state-4"))).toEqual(["⟨A, B, C, D, A, B, …⟩", "5"]);
  });

  it("says so when there is nothing to draw", async () => {
    const none = {
      stateCounts: [],
      startCounts: [],
      endCounts: [],
      from: [],
      activity: [],
      to: [],
      count: [],
    };
    expect((await draw(transitionSystemToDot({ ...system, ...none })))[0]!.text).toContain(
      "No cases to show",
    );
  });
});

/** Nothing, then the activity. */
const statesOf = (name: string): TransitionSystem => ({
  activities: [name],
  view: "sequence",
  direction: "past",
  stateCounts: [1, 1],
  startCounts: [1, 0],
  endCounts: [0, 1],
  from: [0],
  activity: [0],
  to: [1],
  count: [1],
  sequence: [0],
  windowStart: [0, 0],
  windowEnd: [0, 1],
});

describe("labels from outside", () => {
  it("stay text in graphs, nets and trees, whatever they hold", async () => {
    for (const name of HOSTILE) {
      const other = `${name}2`;
      const graph: Dfg = {
        activities: [name, other],
        from: [0],
        to: [1],
        count: [1],
        startCounts: [1, 0],
        endCounts: [0, 1],
        activityCounts: [1, 1],
      };
      const b = new PetriNetBuilder();
      const p = b.place(name);
      b.transition(name, { name, inputs: [p], outputs: [p] });
      const net = b.build({ initial: [p], final: [p] });
      for (const dot of [
        dfgToDot(graph, { title: name, arcLabels: [name], activityLabels: [name, null] }),
        petriNetToDot(net, { title: name, transitionLabels: [name], placeLabels: [name], direction: "TB" }),
        processTreeToDot(sequence(activity(name), activity(other)), { title: name }),
        transitionSystemToDot(statesOf(name), { title: name }),
      ]) {
        const svg = await draw(dot);
        expect(ofClass(svg, "node").length).toBeLessThanOrEqual(4);
        expect(new Set(svg.map((element) => element.name))).toEqual(
          new Set(
            [...svg.map((element) => element.name)].filter((n) =>
              /^(svg|g|title|path|polygon|ellipse|text|polyline)$/.test(n),
            ),
          ),
        );
        for (const element of svg) {
          expect(Object.keys(element.attributes).filter((key) => key.startsWith("on"))).toEqual([]);
        }
      }
    }
  });

  it("are shown as they are: quotes, backslashes, entities and markup", async () => {
    const name = `<b> "q" & \\N &lt; \\`;
    const svg = await draw(dfgToDot(dfg(...["a"]), { arcLabels: [], activityLabels: [name] }));
    expect(linesOf(byId(svg, "activity-0")).join(" ")).toBe(`a ${name}`);
    for (const option of [{ arcLabels: [name] }, { arcLabels: [null] }]) {
      const two = await draw(dfgToDot(dfg("a b"), option));
      expect(linesOf(byId(two, "arc-0"))).toEqual([option.arcLabels[0] ?? "1"]);
    }
    const arcs = await draw(dfgToDot({ ...dfg("a b"), activities: ["\\E", "\\T \\G"] }));
    expect(titleOf(byId(arcs, "arc-0"))).toBe("\\E to \\T \\G: 1 times");
    const states = await draw(transitionSystemToDot(statesOf(name)));
    expect(linesOf(byId(states, "transition-0"))).toEqual([name, "1"]);
    expect(linesOf(byId(states, "state-1")).join(" ")).toBe(`⟨${name}⟩ 1`);
    expect(titleOf(byId(states, "transition-0"))).toBe(`${name}: 1 times`);
    const tree = await draw(processTreeToDot(activity(name), { title: name }));
    expect(titleOf(byId(tree, "node-0"))).toBe(name);
    expect(tree[0]!.attributes["aria-label"]).toBe(name);
  });

  it("stand in the middle of their box, one line below the other", async () => {
    const svg = await draw(dfgToDot(dfg("Quality_Check_of_Raw_Material b")));
    const node = byId(svg, "activity-0");
    const numbers = node.children
      .find((child) => child.name === "path")!
      .attributes["d"]!.match(/-?[\d.]+/g)!
      .map(Number);
    const xs = numbers.filter((_, i) => i % 2 === 0);
    const ys = numbers.filter((_, i) => i % 2 === 1);
    const lines = node.children.filter((child) => child.name === "text");
    expect(lines.length).toBe(3);
    for (const line of lines) {
      expect(line.attributes["text-anchor"]).toBe("middle");
      expect(Number(line.attributes["x"])).toBeCloseTo((Math.min(...xs) + Math.max(...xs)) / 2, 1);
    }
    const baselines = lines.map((line) => Number(line.attributes["y"]));
    expect(baselines).toEqual([...baselines].sort((a, b) => a - b));
    expect(baselines[0]).toBeGreaterThan(Math.min(...ys) + 10);
    expect(baselines[2]).toBeLessThan(Math.max(...ys) - 4);
  });

  it("are wrapped when long, shortened when very long, and whole in the title", async () => {
    const svg = await draw(
      processTreeToDot(
        sequence(activity("Quality Check (Raw Material)"), activity("word ".repeat(60).trim())),
      ),
    );
    expect(linesOf(byId(svg, "node-1"))).toEqual(["Quality Check (Raw", "Material)"]);
    const long = linesOf(byId(svg, "node-2"));
    expect(long.length).toBe(4);
    expect(long[3]).toMatch(/…$/);
    expect(titleOf(byId(svg, "node-2"))).toBe("word ".repeat(60).trim());
  });
});
