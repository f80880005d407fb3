import { describe, expect, it } from "@jest/globals";
import type { NewUnit, Route, SimulationModel, StepSpec } from "../../src/simulation/model.js";
import { simulate } from "../../src/simulation/simulate.js";
import { inOrder, oneStep, timeline, unit } from "./models.js";

describe("simulate: batches", () => {
  it("fire when they are full, or when their first unit has waited long enough", () => {
    const result = simulate(oneStep([0, 1, 2, 50, 60], { batch: { size: 3, maximumWaitMs: 20 } }));
    expect(timeline(result)).toEqual([
      ["u0", "work", 0, 2, 12, "m1"],
      ["u1", "work", 1, 2, 12, "m1"],
      ["u2", "work", 2, 2, 12, "m1"],
      ["u3", "work", 50, 70, 80, "m1"],
      ["u4", "work", 60, 70, 80, "m1"],
    ]);
    expect([...result.visits.visit]).toEqual([0, 0, 0, 1, 1]);
  });

  it("collect while the machine works", () => {
    const result = simulate(oneStep([0, 0, 1, 2, 3, 4], { batch: { size: 2 } }));
    expect(timeline(result).map(([id, , , start]) => [id, start])).toEqual([
      ["u0", 0],
      ["u1", 0],
      ["u2", 10],
      ["u3", 10],
      ["u4", 20],
      ["u5", 20],
    ]);
  });

  it("hold units of one key only", () => {
    const key = ({ id }: { id: string }) => (Number(id.slice(1)) % 2 === 0 ? "even" : "odd");
    const result = simulate(oneStep([0, 1, 2, 3], { batch: { size: 2, key } }));
    expect(timeline(result).map(([id, , , start]) => [id, start])).toEqual([
      ["u0", 2],
      ["u2", 2],
      ["u1", 12],
      ["u3", 12],
    ]);
  });

  it("that are incomplete at the end are left open and listed when the rule says so", () => {
    const result = simulate(oneStep([0, 1, 2], { batch: { size: 2, atEnd: "flag" } }));
    expect(result.incompleteBatches).toEqual([{ step: "work", key: "", units: ["u2"], sinceMs: 2 }]);
    expect(result.units.map(({ outcome }) => outcome)).toEqual(["done", "done", "open"]);
  });

  it("fire one at a time at the end, so that what one brings can fill another", () => {
    const model: SimulationModel<null> = {
      ...oneStep([]),
      steps: {
        first: { seize: [], workMs: 5, batch: { size: 2 } },
        second: { seize: [], workMs: 7, batch: { size: 2 } },
      },
      arrivals: [
        { kind: "orders", atMs: [0], make: () => ({ ...unit(0), id: "early" }), to: "first" },
        { kind: "orders", atMs: [3], make: () => ({ ...unit(0), id: "late" }), to: "second" },
      ],
      route: inOrder(["first", "second"]),
    };
    // Nothing more happens after 3; the longest waiting batch fires, and its unit fills the second batch at 8.
    expect(timeline(simulate(model))).toEqual([
      ["early", "first", 0, 3, 8, ""],
      ["late", "second", 3, 8, 15, ""],
      ["early", "second", 8, 8, 15, ""],
    ]);
  });

  it("wait at the end for no deadline of a batch that has begun, nor does the run", () => {
    const result = simulate({
      ...oneStep([]),
      steps: {
        pair: {
          seize: [{ pool: "machines" }],
          workMs: 10,
          batch: { size: 2, maximumWaitMs: 1_000_000 },
        },
        crate: { seize: [{ pool: "machines" }], workMs: 10, batch: { size: 5 } },
      },
      arrivals: [{ kind: "orders", atMs: [0, 1], make: unit, to: "pair" }],
      route: inOrder(["pair", "crate"]),
    });
    expect(timeline(result).map((row) => row.slice(0, 5))).toEqual([
      ["u0", "pair", 0, 1, 11],
      ["u1", "pair", 1, 1, 11],
      ["u0", "crate", 11, 11, 21],
      ["u1", "crate", 11, 11, 21],
    ]);
    expect(result.endMs).toBe(21);
  });

  it("of one age fire in the order of the steps", () => {
    const model: SimulationModel<null> = {
      ...oneStep([]),
      steps: {
        first: { seize: [], workMs: 5, batch: { size: 2 } },
        second: { seize: [], workMs: 7, batch: { size: 2 } },
      },
      arrivals: [
        { kind: "orders", atMs: [0], make: () => ({ ...unit(0), id: "a" }), to: "second" },
        { kind: "orders", atMs: [0], make: () => ({ ...unit(0), id: "b" }), to: "first" },
      ],
      route: () => ({ leave: "done" }),
    };
    expect(timeline(simulate(model)).map(([id]) => id)).toEqual(["b", "a"]);
  });

  it("are enabled when their last unit comes, and callbacks see all units", () => {
    const seen: unknown[] = [];
    const workMs: StepSpec<null>["workMs"] = ({ units, enabledMs, startMs, index, members }) => {
      seen.push([units.map(({ id }) => id), enabledMs, startMs, index, members]);
      return 10;
    };
    simulate(oneStep([0, 3, 4, 5], { workMs, batch: { size: 2 } }));
    expect(seen).toEqual([
      [["u0", "u1"], 3, 3, 0, ["m1"]],
      [["u2", "u3"], 5, 13, 1, ["m1"]],
    ]);
  });

  it("wait in the queue with the priority of their most urgent unit", () => {
    const make = (n: number): NewUnit<null> => ({ ...unit(n), priority: [0, 0, 0, 0, 0, 9][n] });
    const arrivals = [{ kind: "orders" as const, atMs: [0, 0, 1, 1, 2, 2], make, to: "work" }];
    const result = simulate({ ...oneStep([], { queue: "priority", batch: { size: 2 } }), arrivals });
    expect(timeline(result).map(([id]) => id)).toEqual(["u0", "u1", "u4", "u5", "u2", "u3"]);
  });
});

describe("simulate: routes", () => {
  it("count attempts and mark rework", () => {
    const result = simulate({
      ...oneStep([0]),
      route: (_, { attempt }) => (attempt < 3 ? { to: "work", rework: true } : { leave: "scrap" }),
    });
    expect([...result.visits.attempt]).toEqual([1, 2, 3]);
    expect([...result.visits.rework]).toEqual([0, 1, 1]);
    expect(result.units[0]).toMatchObject({ outcome: "scrap", endedMs: 30 });
  });

  it("mark rework for the next visit only", () => {
    const result = simulate({
      ...oneStep([0]),
      route: (_, { attempt }) => (attempt < 3 ? { to: "work", rework: attempt === 1 } : { leave: "done" }),
    });
    expect([...result.visits.rework]).toEqual([0, 1, 0]);
  });

  it("bring a unit from another step into the queue before one that arrives at the same instant", () => {
    const result = simulate({
      ...oneStep([]),
      steps: { cut: { seize: [], workMs: 10 }, pack: { seize: [{ pool: "machines" }], workMs: 1 } },
      arrivals: [
        { kind: "orders", atMs: [10], make: () => ({ ...unit(0), id: "new" }), to: "pack" },
        { kind: "orders", atMs: [0], make: () => ({ ...unit(0), id: "old" }), to: "cut" },
      ],
      route: inOrder(["cut", "pack"]),
    });
    expect(timeline(result).slice(1)).toEqual([
      ["old", "pack", 10, 10, 11, "m1"],
      ["new", "pack", 10, 11, 12, "m1"],
    ]);
  });

  it("hold a unit without resources", () => {
    const result = simulate({
      ...oneStep([0, 1]),
      route: (_, { attempt }) => (attempt === 1 ? { to: "work", afterMs: 100 } : { leave: "done" }),
    });
    expect(timeline(result).map(([id, , enabled, start]) => [id, enabled, start])).toEqual([
      ["u0", 0, 0],
      ["u1", 1, 10],
      ["u0", 110, 110],
      ["u1", 120, 120],
    ]);
  });

  it("take the step's own time when it needs nobody", () => {
    const result = simulate(oneStep([0, 1, 2], { seize: [], workMs: 100 }));
    expect(timeline(result).map((row) => row.slice(3))).toEqual([
      [0, 100, ""],
      [1, 101, ""],
      [2, 102, ""],
    ]);
  });

  it("see what onComplete has changed", () => {
    const result = simulate({
      ...oneStep([0, 20], { onComplete: ({ units, index }) => (units[0]!.quantity -= index) }),
      route: ({ quantity }) => ({ leave: quantity < 1 ? "scrap" : "done" }),
    });
    expect(result.units.map(({ quantity, outcome }) => [quantity, outcome])).toEqual([
      [1, "done"],
      [0, "scrap"],
    ]);
  });
});

describe("simulate: split and join", () => {
  const cut = (id: string, from: number, to: number) => ({
    unit: { id, type: "daughter", quantity: to - from, data: null },
    portion: { quantity: to - from, from, to },
    to: "pack",
  });
  const rolls: SimulationModel<null> = {
    seed: 1,
    startMs: 0,
    pools: { slitter: { members: ["s1"] } },
    steps: { slit: { seize: [{ pool: "slitter" }], workMs: 10 }, pack: { seize: [], workMs: 3 } },
    arrivals: [
      {
        kind: "orders",
        atMs: [0],
        make: () => ({ id: "roll", type: "mother", quantity: 1500, data: null }),
        to: "slit",
      },
    ],
    route: (_, { step }): Route<null> =>
      step === "slit"
        ? { split: [cut("left", 0, 1000), cut("right", 1000, 1500)] }
        : {
            join: "box",
            needs: 2,
            make: (units) => ({
              unit: { id: units.map(({ id }) => id).join("+"), type: "box", data: null },
              portions: units.map(({ id, quantity }) => ({ parent: id, quantity })),
              to: "slit",
            }),
          },
  };

  it("make units with their origin and positions", () => {
    const once = {
      ...rolls,
      route: ((u, v, c) =>
        u.type === "box" ? { leave: "done" } : rolls.route(u, v, c)) as typeof rolls.route,
    };
    const result = simulate(once);
    expect(result.genealogy).toEqual([
      { parent: "roll", child: "left", quantity: 1000, from: 0, to: 1000 },
      { parent: "roll", child: "right", quantity: 500, from: 1000, to: 1500 },
      { parent: "left", child: "left+right", quantity: 1000 },
      { parent: "right", child: "left+right", quantity: 500 },
    ]);
    expect(
      result.units.map(({ id, createdMs, endedMs, outcome }) => [id, createdMs, endedMs, outcome]),
    ).toEqual([
      ["roll", 0, 10, "split"],
      ["left", 10, 13, "joined"],
      ["right", 10, 13, "joined"],
      ["left+right", 13, 23, "done"],
    ]);
  });

  it("list the units that wait for a join in vain", () => {
    const lonely = {
      ...rolls,
      route: (() => ({
        join: "box",
        needs: 2,
        make: () => ({ unit: unit(9), to: "pack" }),
      })) as typeof rolls.route,
    };
    const result = simulate(lonely);
    expect(result.incompleteJoins).toEqual([{ join: "box", needs: 2, units: ["roll"] }]);
    expect(result.units[0]!.outcome).toBe("open");
  });

  it("take whole units when the maker names no portions, in order of arrival", () => {
    const result = simulate({
      ...oneStep([0, 1, 2], { seize: [], workMs: 5 }),
      route: ({ type }): Route<null> =>
        type === "box"
          ? { leave: "done" }
          : {
              join: "all",
              needs: 3,
              make: (units) => ({
                unit: { id: `${units.map(({ id }) => id)}`, type: "box", data: null },
                to: "work",
              }),
            },
    });
    expect(result.genealogy.map(({ parent, child, quantity }) => [parent, child, quantity])).toEqual([
      ["u0", "u0,u1,u2", 1],
      ["u1", "u0,u1,u2", 1],
      ["u2", "u0,u1,u2", 1],
    ]);
  });
});

describe("simulate: a join", () => {
  it("begins anew when it is complete", () => {
    const result = simulate({
      ...oneStep([0, 1, 2, 3], { seize: [] }),
      route: ({ type }): Route<null> =>
        type === "box"
          ? { leave: "done" }
          : {
              join: "box",
              needs: 2,
              make: ([a, b]) => ({ unit: { id: a!.id + b!.id, type: "box", data: null }, to: "work" }),
            },
    });
    expect(result.units.filter(({ type }) => type === "box").map(({ id, outcome }) => [id, outcome])).toEqual(
      [
        ["u0u1", "done"],
        ["u2u3", "done"],
      ],
    );
    expect(result.incompleteJoins).toEqual([]);
  });
});

describe("simulate: constant work in process", () => {
  it("releases a unit when one leaves", () => {
    const result = simulate({
      ...oneStep([]),
      pools: { machines: { members: ["m1"] } },
      arrivals: [{ kind: "conwip", level: 2, count: 5, make: unit, to: "work" }],
    });
    expect(result.units.map(({ createdMs, endedMs }) => [createdMs, endedMs])).toEqual([
      [0, 10],
      [0, 20],
      [10, 30],
      [20, 40],
      [30, 50],
    ]);
  });

  it("counts a unit as inside until all that was made of it has left", () => {
    const result = simulate({
      ...oneStep([]),
      steps: { work: { seize: [], workMs: ({ units }) => ({ a: 5, b: 50 })[units[0]!.id.slice(-1)] ?? 10 } },
      arrivals: [{ kind: "conwip", level: 1, count: 2, make: unit, to: "work" }],
      route: ({ id, type }): Route<null> =>
        type === "part"
          ? { leave: "done" }
          : {
              split: ["a", "b"].map((part) => ({
                unit: { id: id + part, type: "part", data: null },
                to: "work",
              })),
            },
    });
    // u0 is split at 10, its parts leave at 15 and 60.
    expect(result.units.find(({ id }) => id === "u1")!.createdMs).toBe(60);
  });
});

describe("simulate: set-up and wear", () => {
  it("set-up depends on what the machine did before", () => {
    const colour = (n: number) => ["red", "red", "blue"][n]!;
    const model: SimulationModel<string> = {
      seed: 1,
      startMs: 0,
      pools: { machines: { members: ["m1"] } },
      steps: {
        paint: {
          seize: [{ pool: "machines" }],
          workMs: 10,
          setupMs: (previous, { units }) =>
            previous === null ? 1 : previous.units[0]!.data === units[0]!.data ? 0 : 100,
        },
      },
      arrivals: [
        {
          kind: "orders",
          atMs: [0, 0, 0],
          make: (n) => ({ id: `${n}`, type: "part", data: colour(n) }),
          to: "paint",
        },
      ],
      route: () => ({ leave: "done" }),
    };
    const result = simulate(model);
    expect([...result.visits.setupMs]).toEqual([1, 0, 100]);
    expect([...result.visits.completeMs]).toEqual([11, 21, 131]);
    expect(result.states).toEqual([
      { member: "m1", state: "setup", fromMs: 0, toMs: 1 },
      { member: "m1", state: "setup", fromMs: 21, toMs: 121 },
    ]);
  });

  it("eligible sends a unit to the machine that is set up for it", () => {
    const result = simulate(
      oneStep(
        [0, 1, 2],
        {
          seize: [
            {
              pool: "machines",
              eligible: (member, [first]) => (first!.id === "u1" ? member === "m1" : true),
            },
          ],
        },
        { pools: { machines: { members: ["m1", "m2"] } } },
      ),
    );
    // u1 waits for m1, and u2 passes it over.
    expect(timeline(result).map(([id, , , start, , by]) => [id, start, by])).toEqual([
      ["u0", 0, "m1"],
      ["u2", 2, "m2"],
      ["u1", 10, "m1"],
    ]);
  });

  it("skills and speed are of the member", () => {
    const pools = { people: { members: ["ann", "bob"], skills: { bob: ["weld"] }, speed: { bob: 2 } } };
    const steps = { work: { seize: [{ pool: "people", skill: "weld" }], workMs: 10 } };
    const result = simulate({ ...oneStep([0, 0]), pools, steps });
    expect(timeline(result).map((row) => row.slice(3))).toEqual([
      [0, 5, "bob"],
      [5, 10, "bob"],
    ]);
  });

  it("two of one pool are two members, whoever is tried first", () => {
    const pools = { people: { members: ["ann", "bob"], skills: { ann: ["weld"], bob: [] } } };
    const steps = { work: { seize: [{ pool: "people" }, { pool: "people", skill: "weld" }], workMs: 10 } };
    expect(timeline(simulate({ ...oneStep([0]), pools, steps }))[0]![5]).toBe("bob+ann");
  });

  it("a member serves as many visits at once as it has places", () => {
    const result = simulate(
      oneStep([0, 1, 2, 3], { workMs: 100 }, { pools: { machines: { members: ["rack"], capacity: 3 } } }),
    );
    expect(timeline(result).map(([, , , start]) => start)).toEqual([0, 1, 2, 100]);
  });

  it("speeds of those who do the work multiply; who only sets up does not count, and set-up takes its time", () => {
    const pools = {
      presses: { members: ["p"], speed: { p: 2 } },
      people: { members: ["ann"], speed: { ann: 3 } },
      setters: { members: ["bob"], speed: { bob: 10 } },
    };
    const seize = [{ pool: "presses" }, { pool: "people" }, { pool: "setters", hold: "setup" as const }];
    const result = simulate({
      ...oneStep([0]),
      pools,
      steps: { work: { seize, setupMs: () => 4, workMs: 60 } },
    });
    expect(result.visits.completeMs[0]).toBe(4 + 60 / 6);
  });

  it("of members with room for several, the one that nothing has come to or left for longest is next", () => {
    const workMs: StepSpec<null>["workMs"] = ({ units }) => (units[0]!.id === "u0" ? 5 : 100);
    const racks = { members: ["r1", "r2"], capacity: 2 };
    const result = simulate(oneStep([0, 1, 6], { workMs }, { pools: { machines: racks } }));
    expect(timeline(result).map(([, , , , , by]) => by)).toEqual(["r1", "r2", "r2"]);
  });

  it("callbacks see wear: visits that are complete and time in use", () => {
    const workMs: StepSpec<null>["workMs"] = (_, context) => 10 + context.member("m1").visits;
    const result = simulate(oneStep([0, 0, 0], { workMs }));
    expect([...result.visits.completeMs]).toEqual([10, 21, 33]);
  });
});

describe("simulate: the end of the model", () => {
  const cut = simulate(oneStep([0, 5, 8, 30], { setupMs: () => 4 }, { endMs: 20 }));

  it("lets nothing begin at or after it and leaves what is under way open", () => {
    expect(timeline(cut)).toEqual([
      ["u0", "work", 0, 0, 14, "m1"],
      ["u1", "work", 5, 14, Number.NaN, "m1"],
    ]);
    expect(cut.endMs).toBe(20);
    expect(cut.units.map(({ id, outcome, endedMs }) => [id, outcome, endedMs])).toEqual([
      ["u0", "done", 14],
      ["u1", "open", null],
      ["u2", "open", null],
    ]);
  });

  it("cuts states", () => {
    const { states } = simulate(oneStep([0, 5], { setupMs: () => 8 }, { endMs: 20 }));
    expect(states.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [0, 8],
      [18, 20],
    ]);
  });
});

describe("simulate: a sink", () => {
  it("lets ids be used again once their unit has left, so that none need be kept", () => {
    const arrivals = [{ kind: "orders" as const, atMs: [0, 50], make: () => unit(0), to: "work" }];
    const seen: number[] = [];
    simulate({ ...oneStep([]), arrivals }, { sink: { visit: ({ completeMs }) => seen.push(completeMs) } });
    expect(seen).toEqual([10, 60]);
  });

  it("is told of visits and units under way at the end, visits in order of start", () => {
    const workMs: StepSpec<null>["workMs"] = ({ index }) => 100 - index;
    const open: string[] = [];
    const units: string[] = [];
    simulate(oneStep([0, 0], { seize: [], workMs }, { endMs: 5 }), {
      sink: {
        openVisit: (visit) => {
          open.push(visit.units[0]!.id);
          for (const future of ["completeMs", "setupMs", "workedMs"])
            expect(visit).not.toHaveProperty(future);
        },
        unit: ({ id, outcome }) => units.push(`${id} ${outcome}`),
      },
    });
    expect(open).toEqual(["u0", "u1"]);
    expect(units).toEqual(["u0 open", "u1 open"]);
  });
});
