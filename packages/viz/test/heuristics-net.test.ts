import type { HeuristicsNet } from "@gigamine/models";
import { heuristicsNetToDot, renderSvg } from "@gigamine/viz";
import { describe, expect, it } from "@jest/globals";
import { type Element, HOSTILE, ofClass, readMarkup } from "./read-markup.js";

const draw = async (dot: string) => readMarkup(await renderSvg(dot));
const byId = (elements: readonly Element[], id: string) =>
  elements.find((element) => element.attributes["id"] === id)!;
const titleOf = (element: Element) => element.children.find(({ name }) => name === "title")?.text;
const linesOf = (element: Element) =>
  element.children.filter(({ name }) => name === "text").map(({ text }) => text);
/** The dots of an arc, `"full"` or `"empty"`, with the end they stand at: left is the tail, for arcs that run to the right. */
const dotsOf = (element: Element): string[] => {
  const xs = element.children
    .find(({ name }) => name === "path")!
    .attributes["d"]!.match(/-?[\d.]+/g)!
    .map(Number)
    .filter((_, i) => i % 2 === 0);
  return element.children
    .filter(({ name }) => name === "ellipse")
    .map(({ attributes }) => {
      const atTail =
        Math.abs(Number(attributes["cx"]) - xs[0]!) < Math.abs(Number(attributes["cx"]) - xs.at(-1)!);
      return `${attributes["fill"] === "none" ? "empty" : "full"} at the ${atTail ? "tail" : "head"}`;
    });
};

const arc = (from: number, to: number, count: number, dependency: number) =>
  ({ from, to, kind: "direct", count, dependency }) as const;

/** Mixing leads to Coating and Testing, or to Coating alone; Packing waits for both, or for Coating alone. */
const net: HeuristicsNet = {
  activities: [
    {
      name: "Mixing",
      count: 30,
      inputs: [],
      outputs: [
        { activities: [1, 2], count: 20 },
        { activities: [1], count: 10 },
      ],
    },
    {
      name: "Coating",
      count: 30,
      inputs: [{ activities: [0], count: 30 }],
      outputs: [{ activities: [3], count: 30 }],
    },
    {
      name: "Testing",
      count: 20,
      inputs: [{ activities: [0], count: 20 }],
      outputs: [{ activities: [3], count: 20 }],
    },
    {
      name: "Packing",
      count: 1230,
      inputs: [
        { activities: [1, 2], count: 20 },
        { activities: [1], count: 10 },
      ],
      outputs: [],
    },
  ],
  arcs: [arc(0, 1, 20, 20 / 21), arc(0, 2, 10, 0.9), arc(1, 3, 18, 0.996), arc(2, 3, 12, 1)],
  start: {
    arcs: [{ activity: 0, count: 30, dependency: 30 / 31 }],
    bindings: [{ activities: [0], count: 30 }],
  },
  end: {
    arcs: [{ activity: 3, count: 30, dependency: 30 / 31 }],
    bindings: [{ activities: [3], count: 30 }],
  },
  splits: [],
  joins: [],
};

describe("heuristicsNetToDot", () => {
  it("draws activities with their counts, and arcs with their count and dependency", async () => {
    const svg = await draw(heuristicsNetToDot(net));
    expect(linesOf(byId(svg, "activity-3"))).toEqual(["Packing", "1,230"]);
    expect(linesOf(byId(svg, "arc-0"))).toEqual(["20", "0.95"]);
    expect(linesOf(byId(svg, "start-0"))).toEqual(["30", "0.97"]);
    expect(linesOf(byId(svg, "end-3"))).toEqual(["30", "0.97"]);
    expect(titleOf(byId(svg, "arc-0"))).toBe("Mixing to Coating: 20 times, dependency 0.95");
  });

  it("never rounds a dependency up to a certainty", async () => {
    const svg = await draw(heuristicsNetToDot(net));
    expect(linesOf(byId(svg, "arc-2"))[1]).toBe(">0.99");
    expect(linesOf(byId(svg, "arc-3"))[1]).toBe("1.00");
  });

  it("marks arcs that go together with others, always or at times, and explains the marks", async () => {
    const svg = await draw(heuristicsNetToDot(net));
    expect(dotsOf(byId(svg, "arc-0"))).toEqual(["empty at the tail"]);
    expect(dotsOf(byId(svg, "arc-1"))).toEqual(["full at the tail"]);
    expect(dotsOf(byId(svg, "arc-2"))).toEqual(["empty at the head"]);
    expect(dotsOf(byId(svg, "arc-3"))).toEqual(["full at the head"]);
    expect(dotsOf(byId(svg, "start-0"))).toEqual([]);
    const note = "full dot: always together with others; empty dot: at times together with others";
    expect(svg.some(({ text }) => text === note)).toBe(true);
    const plain = await draw(heuristicsNetToDot(net, { bindingMarks: false }));
    expect(ofClass(plain, "edge").flatMap(dotsOf)).toEqual([]);
    expect(plain.some(({ text }) => text === note)).toBe(false);
  });

  it("marks activities that start or end a case together", async () => {
    const both = [{ activities: [0, 1], count: 5 }];
    const arcs = [0, 1].map((activity) => ({ activity, count: 5, dependency: 0.8 }));
    const together = {
      ...net,
      activities: net.activities.slice(0, 2).map((activity) => ({ ...activity, inputs: [], outputs: [] })),
      arcs: [],
      start: { arcs, bindings: both },
      end: { arcs, bindings: both },
    };
    const svg = await draw(heuristicsNetToDot(together));
    expect(dotsOf(byId(svg, "start-0"))).toEqual(["full at the tail"]);
    expect(dotsOf(byId(svg, "end-1"))).toEqual(["full at the head"]);
    expect(titleOf(byId(svg, "start"))).toBe("Start, with Mixing and Coating (5)");
  });

  it("lists what comes before and after an activity, the first six bindings of each side", async () => {
    const svg = await draw(heuristicsNetToDot(net));
    expect(titleOf(byId(svg, "activity-0"))).toBe(
      "Mixing, 30 events, then Coating and Testing (20) or Coating (10)",
    );
    const many = Array.from({ length: 8 }, () => ({ activities: [1], count: null }));
    const wide = {
      ...net,
      activities: net.activities.map((a) => ({ ...a, outputs: a === net.activities[0] ? many : a.outputs })),
    };
    const title = titleOf(byId(await draw(heuristicsNetToDot(wide)), "activity-0"))!;
    expect(title).toBe(`Mixing, 30 events, then ${"Coating or ".repeat(6)}2 more`);
  });

  it("draws long-distance arcs dotted and says what kind an arc is", async () => {
    const kinds = ["direct", "loop-one", "loop-two", "long-distance"] as const;
    const svg = await draw(
      heuristicsNetToDot({ ...net, arcs: net.arcs.map((one, i) => ({ ...one, kind: kinds[i]! })) }),
    );
    const dashes = (id: string) =>
      byId(svg, id).children.find(({ name }) => name === "path")!.attributes["stroke-dasharray"];
    expect(dashes("arc-0")).toBeUndefined();
    expect(dashes("arc-3")).toBeDefined();
    expect(titleOf(byId(svg, "arc-2"))).toContain("alternating");
    expect(titleOf(byId(svg, "arc-3"))).toContain("long-distance");
  });

  it("takes labels and tones for activities, and refuses lists of another length", async () => {
    const svg = await draw(
      heuristicsNetToDot(net, {
        activityLabels: [null, "2 h", null, null],
        activityTones: ["bad", null, null, null],
        direction: "TB",
      }),
    );
    expect(linesOf(byId(svg, "activity-1"))).toEqual(["Coating", "2 h"]);
    expect(linesOf(byId(svg, "activity-2"))).toEqual(["Testing", "20"]);
    const stroke = (id: string) =>
      byId(svg, id).children.find(({ name }) => name === "path")!.attributes["stroke"];
    expect(stroke("activity-0")).not.toBe(stroke("activity-1"));
    expect(() => heuristicsNetToDot(net, { activityTones: [] })).toThrow(
      expect.objectContaining({ code: "viz/length-mismatch" }),
    );
  });

  it("says that there is nothing to show", async () => {
    const none = { arcs: [], bindings: [] };
    const svg = await draw(
      heuristicsNetToDot({ activities: [], arcs: [], start: none, end: none, splits: [], joins: [] }),
    );
    expect(svg.some(({ text }) => text === "No activities to show")).toBe(true);
    expect(ofClass(svg, "node")).toEqual([]);
  });

  it("keeps names text, whatever they hold", async () => {
    for (const name of HOSTILE) {
      const named = { ...net, activities: net.activities.map((a, i) => ({ ...a, name: `${name}${i}` })) };
      const svg = await draw(
        heuristicsNetToDot(named, { title: name, activityLabels: [name, name, name, name] }),
      );
      expect(ofClass(svg, "node")).toHaveLength(6);
      for (const element of svg) {
        expect(element.name).toMatch(/^(svg|g|title|path|polygon|ellipse|text|polyline)$/);
        expect(Object.keys(element.attributes).filter((key) => key.startsWith("on"))).toEqual([]);
      }
    }
  });
});
