import { describe, expect, it } from "@jest/globals";
import { toEventLog } from "../../src/simulation/event-log.js";
import type { Route, SimulationModel } from "../../src/simulation/model.js";
import { simulate } from "../../src/simulation/simulate.js";
import { day, monday6, oneStep, unit } from "./models.js";

const fault = (model: SimulationModel<null>): { code: string; message: string } => {
  try {
    simulate(model);
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error("simulate accepted the model");
};

const routed = (route: unknown): SimulationModel<null> => ({
  ...oneStep([0]),
  route: () => route as Route<null>,
});

describe("simulate: a model that makes no sense", () => {
  const base = oneStep([0]);
  const pool = (spec: object): SimulationModel<null> => ({
    ...base,
    pools: { machines: { members: ["m1"], ...spec } },
  });
  const step = (spec: object): SimulationModel<null> => oneStep([0], spec);
  const arrival = (spec: object): SimulationModel<null> => ({
    ...base,
    arrivals: [{ kind: "gaps", gapMs: 1, count: 1, make: unit, to: "work", ...spec } as never],
  });

  it.each<[string, SimulationModel<null>]>([
    ["seed", { ...base, seed: Number.NaN }],
    ["seed", { ...base, seed: undefined as never }],
    ["startMs", { ...base, startMs: 0.5 }],
    ["endMs", { ...base, endMs: 0 }],
    ["maximumVisits", { ...base, maximumVisits: 0 }],
    ["pools.machines.members[1]", pool({ members: ["m1", "m1"] })],
    ["pools.machines.capacity", pool({ capacity: 0 })],
    ['pools.machines.capacity["m1"]', pool({ capacity: { m1: 1.5 } })],
    ["pools.machines.capacity", pool({ capacity: { m2: 2 } })],
    ["pools.machines.calendar", pool({ calendar: { m2: { shifts: [] } } })],
    ['pools.machines.calendar["m1"]', pool({ calendar: { m1: {} } })],
    ["pools.machines.skills", pool({ skills: { m2: [] } })],
    ["pools.machines.speed", pool({ speed: { m2: 1 } })],
    ['pools.machines.speed["m1"]', pool({ speed: { m1: 0 } })],
    ["pools.machines.maintenance", pool({ maintenance: [{ member: "m2", fromMs: 0, toMs: 1 }] })],
    ["pools.machines.maintenance[0]", pool({ maintenance: [{ member: "m1", fromMs: 2, toMs: 1 }] })],
    [
      "pools.machines.failures.repairMs.sd",
      pool({
        failures: {
          timeBetweenMs: { kind: "constant", value: 1 },
          repairMs: { kind: "normal", mean: 1, sd: -1 },
        },
      }),
    ],
    [
      "pools.machines.failures",
      pool({
        capacity: 2,
        failures: { timeBetweenMs: { kind: "constant", value: 1 }, repairMs: { kind: "constant", value: 1 } },
      }),
    ],
    ["steps.work.seize[0].pool", step({ seize: [{ pool: "presses" }] })],
    [
      "steps.work.seize[0].skill",
      {
        ...pool({ skills: { m1: ["a"] } }),
        steps: { work: { seize: [{ pool: "machines", skill: "b" }], workMs: 1 } },
      },
    ],
    ["steps.work.seize[0].hold", step({ seize: [{ pool: "machines", hold: "half" }] })],
    ["steps.work.seize", step({ seize: [{ pool: "machines", hold: "setup" }] })],
    ["steps.work.seize", step({ seize: [{ pool: "machines" }, { pool: "machines" }] })],
    ["steps.work.workMs", step({ workMs: -1 })],
    ["steps.work.workMs.sd", step({ workMs: { kind: "normal", mean: 1, sd: -1 } })],
    ["steps.work.offDuty", step({ offDuty: "stop" })],
    ["steps.work.queue", step({ queue: "fifo" })],
    ["steps.work.batch.size", step({ batch: { size: 0 } })],
    ["steps.work.batch.maximumWaitMs", step({ batch: { size: 2, maximumWaitMs: -1 } })],
    ["steps.work.batch.atEnd", step({ batch: { size: 2, atEnd: "drop" } })],
    ["arrivals[0].to", arrival({ to: "wrok" })],
    ["arrivals[0].count", arrival({ count: -1 })],
    ["arrivals[0].gapMs", arrival({ gapMs: -1, count: 2 })],
    ["arrivals[0].gapMs.mean", arrival({ gapMs: { kind: "exponential", mean: 0 } })],
    ["arrivals[0].perDay", arrival({ kind: "poisson", perDay: 0 })],
    ["arrivals[0].level", arrival({ kind: "conwip", level: 0 })],
    ["arrivals[0].calendar", arrival({ calendar: {} })],
    ["arrivals[0].atMs[1]", arrival({ kind: "orders", atMs: [1, -1] })],
    ["arrivals[1].name", { ...base, arrivals: [{ ...base.arrivals[0]!, name: "1" }, base.arrivals[0]!] }],
  ])("is refused with the path %s", (path, model) => {
    const { code, message } = fault(model);
    expect(code).toBe("option/out-of-range");
    expect(message).toContain(`simulate: option ${path} is `);
  });

  it("names the steps that there are", () => {
    expect(fault(arrival({ to: "wrok" })).message).toBe(
      'simulate: option arrivals[0].to is "wrok". Give the key of a step: "work".',
    );
  });
});

describe("simulate: wrong use that the compiler refuses", () => {
  it("has routes, arrivals, queues and units of the right form", () => {
    const model = oneStep([0]);
    // @ts-expect-error -- no such way to go on
    const route: SimulationModel<null>["route"] = () => ({ go: "work" });
    // @ts-expect-error -- an order file needs its instants
    const arrivals: SimulationModel<null>["arrivals"] = [{ kind: "orders", make: unit, to: "work" }];
    // @ts-expect-error -- no such discipline
    const queue: SimulationModel<null>["steps"]["work"]["queue"] = "last come";
    // @ts-expect-error -- the units carry null, not text
    const make: SimulationModel<null>["arrivals"][number]["make"] = (n) => ({ ...unit(n), data: "x" });
    expect(fault({ ...model, route }).code).toBe("simulation/bad-route");
    expect(() => simulate({ ...model, arrivals })).toThrow();
    expect(fault(oneStep([0], { queue })).code).toBe("option/out-of-range");
    expect(make(0).data).toBe("x");
  });
});

describe("simulate: a run that goes wrong", () => {
  it("names unit and step of an unknown next step", () => {
    expect(fault(routed({ to: "wrok" }))).toMatchObject({
      code: "simulation/unknown-step",
      message:
        'simulate: The route of unit "u0" from step "work" leads to step "wrok", which the model does not have. Give one of "work".',
    });
  });

  it.each([
    [undefined],
    [null],
    ["done"],
    [{}],
    [{ to: "work", afterMs: -1 }],
    [{ to: "work", afterMs: Number.NaN }],
  ])("names unit and step of the route %j", (route) => {
    const { code, message } = fault(routed(route));
    expect(code).toBe("simulation/bad-route");
    expect(message).toContain('the route of unit "u0" from step "work"');
  });

  it("names a unit that comes to a step for ever, even when that takes no time", () => {
    const model = { ...routed({ to: "work" }), steps: { work: { seize: [], workMs: 0 } } };
    expect(fault(model)).toMatchObject({
      code: "simulation/too-many-visits",
      fields: { unit: "u0", step: "work", limit: 100 },
    });
  });

  it("names a unit that splits for ever without time", () => {
    const model: SimulationModel<null> = {
      ...oneStep([0], { seize: [], workMs: 0 }),
      route: ({ id }) => ({ split: [{ unit: { id: `${id}'`, type: "lot", data: null }, to: "work" }] }),
    };
    expect(fault(model).code).toBe("simulation/endless");
    expect(() =>
      simulate({ ...model, steps: { work: { seize: [], workMs: 1 } }, endMs: 5000 }),
    ).not.toThrow();
  });

  it("names a unit that comes twice", () => {
    const arrivals = [{ kind: "orders" as const, atMs: [0, 1], make: () => unit(7), to: "work" }];
    expect(fault({ ...oneStep([]), arrivals })).toMatchObject({
      code: "simulation/duplicate-unit",
      fields: { unit: "u7" },
    });
  });

  it("names a unit whose numbers can't be compared", () => {
    const withUnit = (more: object) => ({
      ...oneStep([]),
      arrivals: [{ kind: "orders" as const, atMs: [0], make: () => ({ ...unit(7), ...more }), to: "work" }],
    });
    for (const field of ["quantity", "priority", "dueMs"]) {
      expect(fault(withUnit({ [field]: Number.NaN }))).toMatchObject({
        code: "simulation/bad-unit",
        fields: { unit: "u7", field },
      });
    }
    expect(() => simulate(withUnit({ priority: Number.POSITIVE_INFINITY, dueMs: null }))).not.toThrow();
  });

  it("names step and unit of a negative time", () => {
    expect(fault(oneStep([0], { workMs: () => -5 }))).toMatchObject({
      code: "simulation/negative-duration",
      fields: { option: "workMs", step: "work", unit: "u0", ms: -5 },
    });
    expect(fault(oneStep([0], { setupMs: () => Number.NaN })).code).toBe("simulation/negative-duration");
    expect(fault(oneStep([0], { workMs: { kind: "normal", mean: -1e6, sd: 1 } })).code).toBe(
      "simulation/negative-duration",
    );
  });

  it("names the member of a negative repair", () => {
    const failures = {
      timeBetweenMs: { kind: "constant" as const, value: 1 },
      repairMs: { kind: "constant" as const, value: -1 },
    };
    expect(fault(oneStep([0], {}, { pools: { machines: { members: ["m1"], failures } } }))).toMatchObject({
      code: "simulation/negative-duration",
      fields: { option: "failures.repairMs", member: "m1", ms: -1 },
    });
  });

  it("names a unit that nobody is ever eligible for", () => {
    const { code, message } = fault(oneStep([0], { seize: [{ pool: "machines", eligible: () => false }] }));
    expect(code).toBe("simulation/never-begins");
    expect(message).toContain('unit "u0" waits for step "work"');
  });

  it("names a unit that waits for people who are never on duty together", () => {
    const days = ["Mon"] as const;
    const model: SimulationModel<null> = {
      ...oneStep([0]),
      pools: {
        machines: { members: ["m1"], calendar: { shifts: [{ days, from: "06:00", to: "14:00" }] } },
        people: { members: ["p1"], calendar: { shifts: [{ days, from: "14:00", to: "22:00" }] } },
      },
      steps: { work: { seize: [{ pool: "machines" }, { pool: "people" }], workMs: 1 } },
    };
    expect(fault(model).code).toBe("simulation/never-begins");
    expect(simulate({ ...model, endMs: 30 * day }).units[0]!.outcome).toBe("open");
  });

  it("names a step whose work fits into no shift", () => {
    const calendar = { shifts: [{ days: ["Mon" as const], from: "06:00", to: "14:00" }] };
    const model = oneStep(
      [0],
      { workMs: day, offDuty: "fit" },
      { pools: { machines: { members: ["m1"], calendar } } },
    );
    expect(fault(model)).toMatchObject({
      code: "simulation/never-begins",
      fields: { step: "work", unit: "u0" },
    });
  });

  it("waits for the end of a long maintenance", () => {
    const maintenance = [{ member: "m1", fromMs: 0, toMs: 5000 * day }];
    const result = simulate(oneStep([0], {}, { pools: { machines: { members: ["m1"], maintenance } } }));
    expect(result.visits.startMs[0]).toBe(5000 * day);
  });

  it("refuses times that no date can show", () => {
    expect(fault(oneStep([0], { workMs: 1e16 })).code).toBe("simulation/too-late");
  });

  it("refuses joins that disagree about their number, or need none", () => {
    const join = (needs: (id: string) => number): SimulationModel<null> => ({
      ...oneStep([0, 1]),
      route: ({ id }) => ({ join: "box", needs: needs(id), make: () => ({ unit: unit(9), to: "work" }) }),
    });
    expect(fault(join((id) => (id === "u0" ? 3 : 2))).code).toBe("simulation/bad-route");
    expect(fault(join(() => 0)).code).toBe("simulation/bad-route");
  });

  it("names a member that a callback asks for in vain", () => {
    expect(fault(oneStep([0], { workMs: (_, context) => context.member("m2").visits })).code).toBe(
      "simulation/unknown-member",
    );
  });

  it("stops when the signal says so", () => {
    const stop = new AbortController();
    const reports: number[] = [];
    const arrivals = [{ kind: "gaps" as const, gapMs: 20, count: 200_000, make: unit, to: "work" }];
    const onProgress = ({ done }: { done: number }) => {
      reports.push(done);
      if (reports.length === 2) stop.abort(new Error("enough"));
    };
    expect(() => simulate({ ...oneStep([]), arrivals }, { signal: stop.signal, onProgress })).toThrow(
      "enough",
    );
    // Each unit arrives and is complete, so that 50,000 happenings are 25,000 visits.
    expect(reports).toEqual([25_000, 50_000]);
  });

  it("stops also while no visit begins", () => {
    const stop = new AbortController();
    const make = (n: number) => {
      if (n === 1000) stop.abort(new Error("enough"));
      if (n === 100_000) throw new Error("too late");
      return unit(n);
    };
    const arrivals = [{ kind: "gaps" as const, gapMs: 1, count: 200_000, make, to: "work" }];
    expect(() => simulate({ ...oneStep([], { workMs: 1e9 }), arrivals }, { signal: stop.signal })).toThrow(
      "enough",
    );
  });
});

describe("simulate: names that are words of the language", () => {
  it("are names like any other", () => {
    const model: SimulationModel<null> = {
      seed: "x",
      startMs: monday6,
      pools: { constructor: { members: ["toString"] } },
      steps: { valueOf: { seize: [{ pool: "constructor" }], workMs: 1 } },
      arrivals: [
        {
          kind: "orders",
          atMs: [monday6],
          make: () => ({ id: "__proto__", type: "t", data: null }),
          to: "valueOf",
        },
      ],
      route: () => ({ leave: "hasOwnProperty" }),
    };
    expect(simulate(model).units[0]).toMatchObject({ id: "__proto__", outcome: "hasOwnProperty" });
    expect(fault({ ...model, arrivals: [{ ...model.arrivals[0]!, to: "toString" }] }).code).toBe(
      "option/out-of-range",
    );
  });
});

describe("toEventLog", () => {
  it("refuses an unknown life cycle", () => {
    const result = simulate(oneStep([0]));
    expect(() => toEventLog(result, { lifecycle: "all" as never })).toThrow(
      'toEventLog: option lifecycle is "all".',
    );
  });
});
