import { describe, expect, it } from "@jest/globals";
import { checkExpectations } from "../../src/expectations/check.js";
import { type Family, type FamilyEdge, genealogyExpectations } from "../../src/expectations/genealogy.js";
import { simulate } from "../../src/simulation/simulate.js";

const unit = (id: string, type: string, quantity = 100, outcome = "consumed") => ({
  id,
  type,
  quantity,
  outcome,
});
const edge = (
  parent: string,
  child: string,
  quantity: number,
  from: number | null = null,
  to: number | null = null,
) => ({ parent, child, quantity, from, to });

/** Powder and foil make a roll of 100 m, which is cut in two. */
const sound: Family = {
  units: [
    unit("powder", "Material"),
    unit("foil", "Material"),
    unit("roll", "Roll"),
    unit("left", "Cut", 60, "shipped"),
    unit("right", "Cut", 40, "shipped"),
  ],
  genealogy: [
    edge("powder", "roll", 100),
    edge("foil", "roll", 30),
    edge("roll", "left", 60, 0, 60),
    edge("roll", "right", 40, 60, 100),
  ],
};

const brokenIn = (family: Family) =>
  checkExpectations(family, genealogyExpectations({ rootTypes: ["Material"] }))
    .results.filter((result) => !result.success)
    .map(({ id, observed, examples }) => [id, observed, examples]);

describe("genealogyExpectations", () => {
  it("are all met by a sound family, and by an empty one", () => {
    expect(brokenIn(sound)).toEqual([]);
    expect(brokenIn({ units: [], genealogy: [] })).toEqual([]);
  });

  it.each<[string, Partial<Family>, unknown[]]>([
    [
      "an unknown parent",
      { genealogy: [...sound.genealogy, edge("ghost", "left", 0)] },
      [
        [
          "genealogy/known-units",
          "1 of 5 edges with an unknown end",
          ['"ghost" to "left": "ghost" is unknown'],
        ],
      ],
    ],
    [
      "a cycle",
      { genealogy: [...sound.genealogy, edge("left", "roll", 1)] },
      [["genealogy/no-cycles", "3 of 5 units on or behind a cycle", ['"roll"', '"left"', '"right"']]],
    ],
    [
      "a unit made of nothing",
      { units: [...sound.units, unit("lone", "Cut")] },
      [["genealogy/has-parents", "1 of 6 units made of nothing", ['Cut "lone"']]],
    ],
    [
      "more taken than there was",
      { genealogy: [...sound.genealogy, edge("powder", "left", 0.5)] },
      [
        [
          "genealogy/quantities-kept",
          "1 of 5 units with more taken than there was",
          ['Material "powder": 100.5 taken of 100'],
        ],
      ],
    ],
    [
      "a quantity that is no number",
      { units: [...sound.units, unit("odd", "Material", Number.NaN)] },
      [
        [
          "genealogy/quantities-kept",
          "1 of 6 units with more taken than there was",
          ['Material "odd": 0 taken of NaN'],
        ],
      ],
    ],
    [
      "a stretch used twice",
      { genealogy: [...sound.genealogy.slice(0, 3), edge("roll", "right", 40, 59, 99)] },
      [
        [
          "genealogy/stretches-apart",
          "1 of 2 stretches of which more is taken than there is",
          ['"roll" at 59: taken 2 times'],
        ],
      ],
    ],
    [
      "a stretch that ends where it begins",
      { genealogy: [...sound.genealogy.slice(0, 3), edge("roll", "right", 40, 60, 60)] },
      [
        [
          "genealogy/stretches-apart",
          "1 of 2 stretches of which more is taken than there is",
          ['"roll" to "right": from 60 to 60'],
        ],
      ],
    ],
    [
      "a shipped unit that leads to no material",
      {
        units: [...sound.units, unit("stray", "Cut", 1, "shipped"), unit("other", "Roll", 1)],
        genealogy: [...sound.genealogy, edge("other", "stray", 1)],
      },
      [
        ["genealogy/has-parents", "1 of 7 units made of nothing", ['Roll "other"']],
        ["genealogy/traceable", "1 of 3 shipped units not traceable", ['Cut "stray" leads to no Material']],
      ],
    ],
  ])("name %s", (_what, change, expected) => {
    expect(brokenIn({ ...sound, ...change })).toEqual(expected);
  });

  it("let lanes cut side by side share a stretch", () => {
    const [powder, foil] = sound.genealogy as [FamilyEdge, FamilyEdge];
    const lanes = [edge("roll", "left", 50, 0, 100), edge("roll", "right", 50, 0, 100)];
    expect(brokenIn({ ...sound, genealogy: [powder, foil, ...lanes] })).toEqual([]);
  });

  it("want to know what raw material is", () => {
    expect(() => genealogyExpectations({ rootTypes: [] })).toThrow(
      expect.objectContaining({ code: "option/out-of-range" }),
    );
  });

  it("are met by what a simulation makes of its units, and see when it takes too much", () => {
    const cut = (first: number) =>
      simulate<null>({
        seed: 1,
        startMs: 0,
        pools: {},
        steps: { slit: { seize: [], workMs: 10 }, pack: { seize: [], workMs: 5 } },
        arrivals: [
          {
            kind: "orders",
            atMs: [0],
            make: () => ({ id: "roll", type: "Material", quantity: 1500, data: null }),
            to: "slit",
          },
        ],
        route: (_unit, { step }) =>
          step === "pack"
            ? { leave: "shipped" }
            : {
                split: [
                  { id: "left", from: 0, to: first },
                  { id: "right", from: 1000, to: 1500 },
                ].map(({ id, from, to }) => ({
                  unit: { id, type: "Cut", quantity: to - from, data: null },
                  portion: { quantity: to - from, from, to },
                  to: "pack",
                })),
              },
      });
    expect(brokenIn(cut(1000))).toEqual([]);
    expect(brokenIn(cut(1100)).map(([id]) => id)).toEqual([
      "genealogy/quantities-kept",
      "genealogy/stretches-apart",
    ]);
  });
});
