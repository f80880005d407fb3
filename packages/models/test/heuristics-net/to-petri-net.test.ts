import { describe, expect, it } from "@jest/globals";
import { checkHeuristicsNet, checkSoundness, heuristicsNetToPetriNet } from "../../src/index.js";
import { netLanguage } from "../net-language.js";
import { tinyNet } from "./tiny-net.js";

/** Weijters, van der Aalst, Alves de Medeiros 2006: A, then B and C in any order or E alone, then D. */
const choiceOrParallel = tinyNet(
  {
    A: { out: ["BC", "E"] },
    B: { in: ["A"], out: ["D"] },
    C: { in: ["A"], out: ["D"] },
    D: { in: ["BC", "E"] },
    E: { in: ["A"], out: ["D"] },
  },
  { start: ["A"], end: ["D"] },
);

const words = (...texts: string[]): string[] => texts.map((text) => JSON.stringify([...text])).sort();

describe("heuristicsNetToPetriNet", () => {
  it("makes a split of an output binding, a join of an input binding, and choices between them", () => {
    const { net, initialMarking, finalMarking, soundness } = heuristicsNetToPetriNet(choiceOrParallel);
    expect(netLanguage({ net, initialMarking, finalMarking }, 6)).toEqual(words("ABCD", "ACBD", "AED"));
    expect(soundness).toMatchObject({ verdict: "sound", reasons: [] });
    // One silent split and one silent join are left; E stands between the choice and the join by itself.
    expect(net.transitions.map(({ name, label }) => [name, label])).toEqual([
      ["A", "A"],
      ["tau1", null],
      ["B", "B"],
      ["C", "C"],
      ["tau2", null],
      ["D", "D"],
      ["E", "E"],
    ]);
    expect(net.places.map(({ name }) => name).slice(0, 3)).toEqual(["source", "sink", "p1"]);
  });

  it("keeps a smaller binding beside a larger one: both are choices", () => {
    const optional = tinyNet(
      {
        A: { out: ["BC", "B"] },
        B: { in: ["A"], out: ["D"] },
        C: { in: ["A"], out: ["D"] },
        D: { in: ["BC", "B"] },
      },
      { start: ["A"], end: ["D"] },
    );
    const model = heuristicsNetToPetriNet(optional, { soundness: false });
    expect(netLanguage(model, 6)).toEqual(words("ABCD", "ACBD", "ABD"));
    // The split may promise C, and the join may not wait for it: unsound though it has the right words.
    expect(checkSoundness(model).verdict).toBe("unsound");
  });

  it("lets an activity repeat itself, and two alternate", () => {
    const loops = tinyNet(
      { A: { in: ["A", "B"], out: ["A", "B"] }, B: { in: ["A"], out: ["A"] } },
      { start: ["A"], end: ["A"] },
    );
    const model = heuristicsNetToPetriNet(loops);
    expect(netLanguage(model, 3)).toEqual(words("A", "AA", "AAA", "ABA"));
    expect(model.soundness.verdict).toBe("sound");
  });

  it("starts and ends with several activities together, or with one of several", () => {
    const together = tinyNet({ A: {}, B: {} }, { start: ["AB"], end: ["AB"] });
    expect(netLanguage(heuristicsNetToPetriNet(together), 4)).toEqual(words("AB", "BA"));
    const oneOf = tinyNet({ A: {}, B: {} }, { start: ["A", "B"], end: ["A", "B"] });
    expect(netLanguage(heuristicsNetToPetriNet(oneOf), 4)).toEqual(words("A", "B"));
  });

  it("attaches the reason when the net is unsound", () => {
    const halfJoined = tinyNet(
      {
        A: { out: ["BC"] },
        B: { in: ["A"], out: ["D"] },
        C: { in: ["A"], out: ["D"] },
        D: { in: ["B", "C"] },
      },
      { start: ["A"], end: ["D"] },
    );
    const { soundness } = heuristicsNetToPetriNet(halfJoined);
    expect(soundness.verdict).toBe("unsound");
    expect(soundness.reasons[0]!.message).toMatch(/end|token/i);
  });

  it("leaves the verdict out when asked to, and refuses a limit of no markings", () => {
    expect(heuristicsNetToPetriNet(choiceOrParallel, { soundness: false })).not.toHaveProperty("soundness");
    expect(() => heuristicsNetToPetriNet(choiceOrParallel, { maxMarkings: 0 })).toThrow(
      expect.objectContaining({ code: "option/out-of-range" }),
    );
  });

  it("gives one silent step for a net without activities, and keeps an activity that can't happen", () => {
    const nothing = heuristicsNetToPetriNet(tinyNet({}, { start: [], end: [] }));
    expect(netLanguage(nothing, 3)).toEqual(words(""));
    expect(nothing.soundness.verdict).toBe("sound");
    const lost = heuristicsNetToPetriNet(tinyNet({ A: {}, B: {} }, { start: ["A"], end: ["A"] }));
    expect(netLanguage(lost, 3)).toEqual(words("A"));
    expect(lost.net.transitions.map(({ label }) => label)).toContain("B");
    expect(lost.soundness.verdict).toBe("unsound");
  });

  it("takes a chain of 20,000 activities and a split of 5,000", () => {
    const size = 20_000;
    const arc = { kind: "direct" as const, dependency: 0.9, count: 9 };
    const chain = heuristicsNetToPetriNet(
      {
        activities: Array.from({ length: size }, (_, a) => ({
          name: `step ${a}`,
          count: 1,
          inputs: a === 0 ? [] : [{ activities: [a - 1], count: 1 }],
          outputs: a === size - 1 ? [] : [{ activities: [a + 1], count: 1 }],
        })),
        arcs: Array.from({ length: size - 1 }, (_, a) => ({ ...arc, from: a, to: a + 1 })),
        start: {
          arcs: [{ activity: 0, dependency: 0.5, count: 1 }],
          bindings: [{ activities: [0], count: 1 }],
        },
        end: {
          arcs: [{ activity: size - 1, dependency: 0.5, count: 1 }],
          bindings: [{ activities: [size - 1], count: 1 }],
        },
        splits: [],
        joins: [],
      },
      { soundness: false },
    );
    expect([chain.net.places.length, chain.net.transitions.length]).toEqual([size + 1, size]);
    const wide = 5_000;
    const all = Array.from({ length: wide }, (_, a) => a);
    const terminal = {
      arcs: all.map((activity) => ({ activity, dependency: 0.5, count: 1 })),
      bindings: [{ activities: all, count: 1 }],
    };
    const split = heuristicsNetToPetriNet(
      {
        activities: all.map((a) => ({ name: `step ${a}`, count: 1, inputs: [], outputs: [] })),
        arcs: [],
        start: terminal,
        end: terminal,
        splits: [],
        joins: [],
      },
      { soundness: false },
    );
    expect(split.net.transitions).toHaveLength(wide + 2);
  });
});

describe("checkHeuristicsNet", () => {
  it("returns a net that went through JSON", () => {
    const parsed: unknown = JSON.parse(JSON.stringify(choiceOrParallel));
    expect(checkHeuristicsNet(parsed)).toEqual(choiceOrParallel);
  });

  // biome-ignore lint/suspicious/noExplicitAny: damages a value on purpose
  it.each<[string, string, (net: any) => unknown]>([
    ["$", "is no object", () => []],
    ["$.activities", "activities are missing", ({ activities, ...rest }) => rest],
    ["$.activities[1].name", "a name is no text", (net) => edit(net, (n) => (n.activities[1].name = 7))],
    ["$.activities[1].name", "a name comes twice", (net) => edit(net, (n) => (n.activities[1].name = "A"))],
    ["$.activities[0].count", "a count is negative", (net) => edit(net, (n) => (n.activities[0].count = -1))],
    ["$.arcs[0].to", "an arc leads nowhere", (net) => edit(net, (n) => (n.arcs[0].to = 5))],
    [
      "$.arcs[1]",
      "arcs are out of order",
      (net) => edit(net, (n) => n.arcs.splice(0, 2, n.arcs[1], n.arcs[0])),
    ],
    ["$.arcs[0].kind", "a kind is unknown", (net) => edit(net, (n) => (n.arcs[0].kind = "maybe"))],
    [
      "$.arcs[0].dependency",
      "a measure is no number",
      (net) => edit(net, (n) => (n.arcs[0].dependency = null)),
    ],
    [
      "$.activities[0].outputs[0].activities",
      "a binding is empty",
      (net) => edit(net, (n) => (n.activities[0].outputs[0].activities = [])),
    ],
    [
      "$.activities[0].outputs[0].activities[1]",
      "members are not rising",
      (net) => edit(net, (n) => (n.activities[0].outputs[0].activities = [2, 1])),
    ],
    [
      "$.activities[0].outputs[0].activities[0]",
      "a member has no arc",
      (net) => edit(net, (n) => (n.activities[0].outputs[0].activities = [0])),
    ],
    [
      "$.activities[0].outputs",
      "an arc is in no output binding",
      (net) => edit(net, (n) => n.activities[0].outputs.pop()),
    ],
    [
      "$.activities[3].inputs",
      "an arc is in no input binding",
      (net) => edit(net, (n) => n.activities[3].inputs.pop()),
    ],
    ["$.start.bindings", "a start arc is in no binding", (net) => edit(net, (n) => (n.start.bindings = []))],
    ["$.end.arcs[0].activity", "the end is unknown", (net) => edit(net, (n) => (n.end.arcs[0].activity = 9))],
    [
      "$.splits[0].second",
      "a pair is not rising",
      (net) => edit(net, (n) => (n.splits = [{ activity: 0, first: 1, second: 1, value: 1 }])),
    ],
  ])("says at %s that %s", (path, _, damage) => {
    const net = JSON.parse(JSON.stringify(choiceOrParallel));
    expect(() => checkHeuristicsNet(damage(net))).toThrow(
      expect.objectContaining({ code: "heuristics-net/invalid", fields: expect.objectContaining({ path }) }),
    );
  });
});

// biome-ignore lint/suspicious/noExplicitAny: damages a value on purpose
function edit(net: any, change: (net: any) => unknown): unknown {
  change(net);
  return net;
}
