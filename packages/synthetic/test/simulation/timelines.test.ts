import { describe, expect, it } from "@jest/globals";
import { simulate } from "../../src/simulation/simulate.js";
import { inOrder, oneStep, timeline, unit } from "./models.js";

describe("simulate: queues", () => {
  it("lets a unit wait until the machine is free", () => {
    const result = simulate(oneStep([0, 5, 2]));
    expect(timeline(result)).toEqual([
      ["u0", "work", 0, 0, 10, "m1"],
      ["u2", "work", 2, 10, 20, "m1"],
      ["u1", "work", 5, 20, 30, "m1"],
    ]);
    expect(result.endMs).toBe(30);
    expect(
      result.units.map(({ id, createdMs, endedMs, outcome }) => [id, createdMs, endedMs, outcome]),
    ).toEqual([
      ["u0", 0, 10, "done"],
      ["u2", 2, 20, "done"],
      ["u1", 5, 30, "done"],
    ]);
  });

  it("takes the machine that has been left alone longest, at the beginning the first", () => {
    const model = oneStep([0, 1, 12, 13], {}, { pools: { machines: { members: ["m1", "m2"] } } });
    // m1 is free at 10, m2 at 11.
    expect(timeline(simulate(model)).map(([id, , , start, , by]) => [id, start, by])).toEqual([
      ["u0", 0, "m1"],
      ["u1", 1, "m2"],
      ["u2", 12, "m1"],
      ["u3", 13, "m2"],
    ]);
  });

  it("serves greater priority first, also among units that come at one instant", () => {
    const make = (n: number) => ({ ...unit(n), priority: [0, 0, 5, 1][n] });
    const model = oneStep([0, 1, 1, 1], { queue: "priority" });
    const arrivals = [{ kind: "orders" as const, atMs: [0, 1, 1, 1], make, to: "work" }];
    const order = timeline(simulate({ ...model, arrivals })).map(([id]) => id);
    expect(order).toEqual(["u0", "u2", "u3", "u1"]);
    const together = { ...model, arrivals: [{ ...arrivals[0]!, atMs: [0, 0, 0, 0] }] };
    expect(timeline(simulate(together)).map(([id]) => id)).toEqual(["u2", "u3", "u0", "u1"]);
  });

  it("serves the earliest due date first, those without one last", () => {
    const make = (n: number) => ({ ...unit(n), dueMs: [null, null, 500, 400][n]! });
    const arrivals = [{ kind: "orders" as const, atMs: [0, 1, 2, 3], make, to: "work" }];
    const model = { ...oneStep([], { queue: "due date" }), arrivals };
    expect(timeline(simulate(model)).map(([id]) => id)).toEqual(["u0", "u3", "u2", "u1"]);
  });

  it("serves two steps at one machine in order of coming, or by priority where both go by it", () => {
    const twoSteps = (queue: "first come" | "priority" | "due date", more: (n: number) => object) =>
      timeline(
        simulate({
          ...oneStep([]),
          steps: {
            hem: { seize: [{ pool: "machines" }], workMs: 10, queue },
            dye: { seize: [{ pool: "machines" }], workMs: 10, queue },
          },
          arrivals: [
            {
              kind: "orders",
              atMs: [0, 2],
              make: (n) => ({ ...unit(n), id: `hem ${n}`, ...more(0) }),
              to: "hem",
            },
            {
              kind: "orders",
              atMs: [1, 3],
              make: (n) => ({ ...unit(n), id: `dye ${n}`, ...more(n) }),
              to: "dye",
            },
          ],
          route: () => ({ leave: "done" }),
        }),
      ).map(([id]) => id);
    const asTheyCome = ["hem 0", "dye 0", "hem 1", "dye 1"];
    expect(twoSteps("first come", (n) => ({ priority: n }))).toEqual(asTheyCome);
    expect(twoSteps("priority", (n) => ({ priority: n }))).toEqual(["hem 0", "dye 1", "dye 0", "hem 1"]);
    // Two of endless priority, or never due, are as urgent as each other.
    const endless = Number.POSITIVE_INFINITY;
    expect(twoSteps("priority", () => ({ priority: endless }))).toEqual(asTheyCome);
    expect(twoSteps("due date", () => ({ dueMs: endless }))).toEqual(asTheyCome);
  });

  it("seizes machine and operator at one instant, and keeps nobody waiting for one that waits for both", () => {
    const result = simulate({
      seed: 1,
      startMs: 0,
      pools: { machines: { members: ["m1"] }, operators: { members: ["o1"] } },
      steps: {
        inspect: { seize: [{ pool: "operators" }], workMs: 30 },
        press: { seize: [{ pool: "machines" }, { pool: "operators" }], workMs: 10 },
        clean: { seize: [{ pool: "machines" }], workMs: 5 },
      },
      arrivals: [
        { kind: "orders", atMs: [0], make: () => ({ ...unit(0), id: "a" }), to: "inspect" },
        { kind: "orders", atMs: [1], make: () => ({ ...unit(0), id: "b" }), to: "press" },
        { kind: "orders", atMs: [2], make: () => ({ ...unit(0), id: "c" }), to: "clean" },
      ],
      route: inOrder([]),
    });
    expect(timeline(result)).toEqual([
      ["a", "inspect", 0, 0, 30, "o1"],
      ["c", "clean", 2, 2, 7, "m1"],
      ["b", "press", 1, 30, 40, "m1+o1"],
    ]);
  });
});
