import { WorkCalendar, type WorkCalendarSpec } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { PoolSpec, Route, SimulationModel, StepSpec } from "../../src/simulation/model.js";
import type { ResourceState, SimulationResult } from "../../src/simulation/result.js";
import { simulate } from "../../src/simulation/simulate.js";
import { hour, inOrder, minute, monday6, unit } from "./models.js";

const runs = { seed: 7, numRuns: 80 };
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri"] as const;
const calendars: readonly (WorkCalendarSpec | undefined)[] = [
  undefined,
  { shifts: [{ days: weekdays, from: "06:00", to: "14:00" }] },
  {
    shifts: [
      { days: weekdays, from: "06:00", to: "10:00" },
      { days: weekdays, from: "10:30", to: "15:00" },
    ],
  },
];

/** Small systems: two pools, three steps in a row, some with two requirements, batches, rework. */
const models: fc.Arbitrary<SimulationModel<null>> = fc
  .record({
    seed: fc.integer(),
    sizes: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
    capacity: fc.integer({ min: 1, max: 3 }),
    calendar: fc.constantFrom(...calendars),
    both: fc.boolean(),
    offDuty: fc.constantFrom("pause" as const, "finish" as const, "fit" as const),
    batch: fc.option(
      fc.record({ size: fc.integer({ min: 1, max: 4 }), maximumWaitMs: fc.constantFrom(undefined, 0, hour) }),
      { nil: undefined },
    ),
    mean: fc.integer({ min: 1, max: 90 }),
    failing: fc.boolean(),
    gaps: fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 25 }),
    rework: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ seed, sizes, capacity, calendar, both, offDuty, batch, mean, failing, gaps, rework }) => {
    const failures: PoolSpec["failures"] = failing
      ? {
          timeBetweenMs: { kind: "exponential", mean: 2 * hour },
          repairMs: { kind: "uniform", low: 0, high: hour },
        }
      : undefined;
    const workMs: StepSpec<null>["workMs"] = {
      kind: "triangular",
      low: 0,
      mode: mean * minute,
      high: 2 * mean * minute,
    };
    let atMs = monday6;
    return {
      seed,
      startMs: monday6,
      pools: {
        a: { members: ["a1", "a2", "a3"].slice(0, sizes[0]), calendar, failures },
        b: { members: ["b1", "b2"].slice(0, sizes[1]), capacity, calendar: { b1: calendars[1]! } },
      },
      steps: {
        one: { seize: [{ pool: "a" }], workMs, offDuty },
        two: {
          seize: both ? [{ pool: "a" }, { pool: "b" }] : [{ pool: "b" }],
          workMs,
          batch,
          setupMs: (previous) => (previous === null ? 0 : minute),
        },
        three: { seize: [{ pool: "a" }], workMs: 5 * minute },
      },
      arrivals: [{ kind: "orders", atMs: gaps.map((gap) => (atMs += gap * minute)), make: unit, to: "one" }],
      route: ({ id }, { step, attempt }): Route<null> => {
        if (step === "one") return { to: "two" };
        if (step === "two") return { to: "three", afterMs: 3 * minute };
        return attempt <= rework && Number(id.slice(1)) % 3 === 0
          ? { to: "two", rework: true }
          : { leave: "done" };
      },
    };
  });

/** Rows of distinct visits. */
function visitRows({ visits }: SimulationResult<null>): number[] {
  const rows: number[] = [];
  for (let row = 0; row < visits.visit.length; row++) {
    if (row === 0 || visits.visit[row] !== visits.visit[row - 1]) rows.push(row);
  }
  return rows;
}

describe("simulate: laws", () => {
  it("every unit leaves, each step's times are in order, and a unit is at one place at a time", () => {
    fc.assert(
      fc.property(models, (model) => {
        const result = simulate(model);
        const { visits, units } = result;
        const until = units.map(({ createdMs }) => createdMs);
        for (let row = 0; row < visits.unit.length; row++) {
          const u = visits.unit[row]!;
          const [enabled, start, complete] = [
            visits.enabledMs[row]!,
            visits.startMs[row]!,
            visits.completeMs[row]!,
          ];
          expect(enabled).toBeGreaterThanOrEqual(until[u]!);
          expect(start).toBeGreaterThanOrEqual(enabled);
          expect(complete).toBeGreaterThanOrEqual(start);
          until[u] = complete;
        }
        units.forEach(({ outcome, endedMs }, u) => {
          expect(outcome).toBe("done");
          expect(endedMs).toBe(until[u]);
        });
      }),
      runs,
    );
  });

  it("no member serves more visits at once than it has places", () => {
    fc.assert(
      fc.property(models, (model) => {
        const result = simulate(model);
        const { visits, members } = result;
        const { capacity } = model.pools["b"]!;
        members.forEach((name, m) => {
          const changes: [number, number][] = [];
          for (const row of visitRows(result)) {
            const own = visits.member.subarray(row * visits.width, (row + 1) * visits.width);
            if (own.includes(m)) changes.push([visits.startMs[row]!, 1], [visits.completeMs[row]!, -1]);
          }
          changes.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
          let held = 0;
          for (const [, change] of changes) {
            held += change;
            // A visit that takes no time begins and ends at one instant, so its end may be counted first.
            expect(held).toBeLessThanOrEqual(name.startsWith("b") ? (capacity as number) : 1);
          }
          expect(held).toBe(0);
        });
      }),
      runs,
    );
  });

  it("time worked is working time from start to completion, without repairs", () => {
    fc.assert(
      fc.property(models, (base) => {
        const calendar = new WorkCalendar(calendars[2]!);
        const model: SimulationModel<null> = {
          ...base,
          pools: { ...base.pools, a: { ...base.pools["a"]!, calendar } },
          steps: {
            one: base.steps["one"]!,
            two: { seize: [{ pool: "a" }], workMs: hour },
            three: base.steps["three"]!,
          },
        };
        const result = simulate(model);
        const { visits, members, states } = result;
        for (let row = 0; row < visits.unit.length; row++) {
          const [start, complete] = [visits.startMs[row]!, visits.completeMs[row]!];
          const repairs = states
            .filter(({ member, state }) => state === "failed" && member === members[visits.member[row]!])
            .map(({ fromMs, toMs }) => [Math.max(fromMs, start), Math.min(toMs, complete)] as const)
            .filter(([from, to]) => from < to);
          const finishes = model.steps[result.steps[visits.step[row]!]!]!.offDuty === "finish";
          const span = (from: number, to: number) => (finishes ? to - from : calendar.workingMs(from, to));
          const worked = span(start, complete) - repairs.reduce((sum, [from, to]) => sum + span(from, to), 0);
          expect(visits.workedMs[row]).toBe(worked);
          expect(calendar.isWorking(start)).toBe(true);
        }
      }),
      runs,
    );
  });

  it("first come first served: who joins a queue first begins first", () => {
    fc.assert(
      fc.property(models, (model) => {
        const { visits } = simulate({
          ...model,
          steps: { ...model.steps, one: { ...model.steps["one"]!, offDuty: "pause" } },
        });
        const latest = [0, 0, 0];
        for (let row = 0; row < visits.unit.length; row++) {
          if (visits.step[row] === 1) continue; // in batches
          expect(visits.enabledMs[row]).toBeGreaterThanOrEqual(latest[visits.step[row]!]!);
          latest[visits.step[row]!] = visits.enabledMs[row]!;
        }
      }),
      runs,
    );
  });

  it("priority, due date and an order of one's own: who begins is the first of those that wait, ties by coming", () => {
    const input = fc.record({
      units: fc.array(fc.tuple(fc.nat(3), fc.nat(12), fc.nat(3), fc.option(fc.nat(3))), { maxLength: 40 }),
      queue: fc.constantFrom("priority" as const, "due date" as const, "smallest first" as const),
      picky: fc.boolean(),
    });
    fc.assert(
      fc.property(input, ({ units, queue, picky }) => {
        let atMs = 0;
        const comes = units.map(([gap]) => (atMs += gap));
        const make = (n: number) => ({
          ...unit(n),
          priority: units[n]![2],
          dueMs: units[n]![3],
          quantity: units[n]![1],
        });
        const { visits } = simulate<null>({
          seed: 1,
          startMs: 0,
          pools: { m: { members: ["m1"] } },
          steps: {
            work: {
              // Lines of which any may be asked for are kept otherwise than those of which the first may.
              seize: [{ pool: "m", eligible: picky ? () => true : undefined }],
              workMs: ({ units: [first] }) => first!.quantity,
              queue: queue === "smallest first" ? (a, b) => a.quantity - b.quantity : queue,
            },
          },
          arrivals: [{ kind: "orders", atMs: comes, make, to: "work" }],
          route: inOrder(["work"]),
        });
        const rank = ([, work, priority, due]: (typeof units)[number]) =>
          queue === "priority" ? -priority : queue === "due date" ? (due ?? 99) : work;
        const waiting = new Set(units.keys());
        let now = 0;
        const order: number[] = [];
        while (waiting.size > 0) {
          const here = [...waiting].filter((n) => comes[n]! <= now);
          if (here.length === 0) {
            now = Math.min(...[...waiting].map((n) => comes[n]!));
            continue;
          }
          const next = here.reduce((best, n) => (rank(units[n]!) < rank(units[best]!) ? n : best));
          waiting.delete(next);
          order.push(next);
          now += units[next]![1];
        }
        expect([...visits.unit]).toEqual(order);
      }),
      runs,
    );
  });

  it("nobody waits while a machine is free: one pool of c machines is as good as the recursion of Kiefer and Wolfowitz", () => {
    const input = fc.record({
      machines: fc.integer({ min: 1, max: 4 }),
      units: fc.array(fc.tuple(fc.nat(50), fc.nat(80)), { maxLength: 60 }),
    });
    fc.assert(
      fc.property(input, ({ machines, units }) => {
        let atMs = 0;
        const comes = units.map(([gap]) => (atMs += gap));
        const result = simulate<null>({
          seed: 1,
          startMs: 0,
          pools: { m: { members: Array.from({ length: machines }, (_, i) => `m${i}`) } },
          steps: {
            work: {
              seize: [{ pool: "m" }],
              workMs: ({ units: [first] }) => units[Number(first!.id.slice(1))]![1],
            },
          },
          arrivals: [{ kind: "orders", atMs: comes, make: unit, to: "work" }],
          route: inOrder(["work"]),
        });
        // Unit by unit: it begins when it has come and the first of the machines is free.
        const free = new Array<number>(machines).fill(0);
        const expected = units.map(([, work], n) => {
          free.sort((a, b) => a - b);
          const start = Math.max(comes[n]!, free[0]!);
          free[0] = start + work;
          return start;
        });
        const starts = new Array<number>(units.length);
        result.visits.unit.forEach((u, row) => {
          starts[u] = result.visits.startMs[row]!;
        });
        expect(starts).toEqual(expected);
      }),
      runs,
    );
  });

  it("nobody waits while all that it needs is free and on duty", () => {
    fc.assert(
      fc.property(models, (base) => {
        const { one, three } = base.steps;
        // Without calendars and failures a unit that waits must find a pool of its step fully held all the time that it waits.
        const pools = Object.fromEntries(
          Object.entries(base.pools).map(([name, { members, capacity }]) => [name, { members, capacity }]),
        );
        const both: StepSpec<null> = { seize: [{ pool: "a" }, { pool: "b" }], workMs: one!.workMs };
        const model = {
          ...base,
          pools,
          steps: { one: { ...one!, offDuty: "pause" as const }, two: both, three: three! },
        };
        const result = simulate(model);
        const { visits } = result;
        const places = (pool: string) => {
          const { members, capacity = 1 } = pools[pool]!;
          return members.length * (capacity as number);
        };
        const heldAt = (pool: string, atMs: number) => {
          let held = 0;
          for (const row of visitRows(result)) {
            if (visits.startMs[row]! > atMs || visits.completeMs[row]! <= atMs) continue;
            for (let k = 0; k < visits.width; k++) {
              const m = visits.member[row * visits.width + k]!;
              if (m >= 0 && result.pools[m] === pool) held++;
            }
          }
          return held;
        };
        for (let row = 0; row < visits.unit.length; row++) {
          const [enabled, start] = [visits.enabledMs[row]!, visits.startMs[row]!];
          if (enabled === start) continue;
          const needed = model.steps[result.steps[visits.step[row]!] as "one"].seize.map(({ pool }) => pool);
          const changes = [
            enabled,
            ...[...visits.startMs, ...visits.completeMs].filter((t) => t > enabled && t < start),
          ];
          for (const t of changes) expect(needed.some((pool) => heldAt(pool, t) === places(pool))).toBe(true);
        }
      }),
      { ...runs, numRuns: 50 },
    );
  });

  it("the same model gives the same result, whoever else runs", () => {
    fc.assert(
      fc.property(models, (model) => {
        const first = simulate(model);
        simulate({ ...model, seed: "another" });
        expect(simulate(model)).toEqual(first);
      }),
      { ...runs, numRuns: 40 },
    );
  });

  it("what is not used changes nothing: a pool, a step, a rule of arrivals that brings nobody", () => {
    fc.assert(
      fc.property(models, (model) => {
        const { steps: _, activities, members, pools, ...first } = simulate(model);
        const more = simulate({
          ...model,
          pools: {
            ...model.pools,
            idle: {
              members: ["i1"],
              failures: {
                timeBetweenMs: { kind: "exponential", mean: 1 },
                repairMs: { kind: "exponential", mean: 1 },
              },
            },
          },
          steps: {
            ...model.steps,
            unused: { seize: [{ pool: "a" }], workMs: { kind: "exponential", mean: 5 } },
          },
          arrivals: [...model.arrivals, { kind: "poisson", perDay: 5, count: 0, make: unit, to: "unused" }],
        });
        expect(more).toMatchObject(first);
        expect(more.members.slice(0, members.length)).toEqual(members);
      }),
      { ...runs, numRuns: 50 },
    );
  });

  it("another unit, another machine and another step leave the draws of all others as they are", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 8 }), (seed, n) => {
        const steps: SimulationModel<null>["steps"] = {
          one: { seize: [{ pool: "a" }], workMs: { kind: "lognormal", median: hour, logSd: 0.5 } },
          two: { seize: [{ pool: "a" }], workMs: { kind: "gamma", shape: 2, scale: hour } },
        };
        const base: SimulationModel<null> = {
          seed,
          startMs: 0,
          pools: { a: { members: ["a1"] } },
          steps,
          arrivals: [{ kind: "gaps", gapMs: hour, count: n, make: unit, to: "one" }],
          route: inOrder(["one", "two"]),
        };
        const workOf = (model: SimulationModel<null>) => {
          const { visits, units, steps: names } = simulate(model);
          return new Map(
            Array.from(visits.unit, (u, row) => [
              `${units[u]!.id} ${names[visits.step[row]!]}`,
              visits.workedMs[row]!,
            ]),
          );
        };
        const first = workOf(base);
        const changed = workOf({
          ...base,
          pools: { a: { members: ["a0", "a1"] } },
          steps: { zero: { seize: [], workMs: { kind: "exponential", mean: 5 } }, ...steps },
          arrivals: [{ kind: "gaps", gapMs: hour, count: n + 3, make: unit, to: "zero" }],
          route: inOrder(["zero", "one", "two"]),
        });
        for (const [visit, worked] of first) expect(changed.get(visit)).toBe(worked);
      }),
      { ...runs, numRuns: 50 },
    );
  });

  it("a sink gets the same visits, units and states, also of a run that is cut, and the result keeps none", () => {
    const horizon = fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined });
    fc.assert(
      fc.property(models, horizon, (uncut, hours) => {
        const endMs = hours === undefined ? undefined : monday6 + hours * hour;
        const model = { ...uncut, endMs };
        const kept = simulate(model);
        const visits: [number, number, number][] = [];
        const units: [string, string, number | null][] = [];
        const states: ResourceState[] = [];
        const result = simulate(model, {
          sink: {
            visit: ({ index, startMs, completeMs }) => visits.push([index, startMs, completeMs]),
            openVisit: ({ index, startMs }) => visits.push([index, startMs, Number.NaN]),
            unit: ({ id, outcome, endedMs }) => units.push([id, outcome, endedMs]),
            state: (state) => states.push(state),
          },
        });
        const { visit, startMs, completeMs } = kept.visits;
        expect(visits.sort(([a], [b]) => a - b)).toEqual(
          visitRows(kept).map((row) => [visit[row]!, startMs[row]!, completeMs[row]!]),
        );
        const known = new Map(kept.units.map(({ id, outcome, endedMs }) => [id, [id, outcome, endedMs]]));
        expect(units.map(([id]) => known.get(id))).toEqual(units);
        expect(units.length).toBe(kept.units.length);
        expect(new Set(states.map((state) => JSON.stringify(state)))).toEqual(
          new Set(kept.states.map((state) => JSON.stringify(state))),
        );
        expect(states.length).toBe(kept.states.length);
        expect(result).toMatchObject({ endMs: kept.endMs, units: [], states: [] });
        expect(result.visits.unit.length).toBe(0);
      }),
      { ...runs, numRuns: 60 },
    );
  });

  it("constant work in process: never more inside than the level, and never fewer while some are to come", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 30 }),
        (seed, level, count) => {
          const { units } = simulate<null>({
            seed,
            startMs: 0,
            pools: { a: { members: ["a1", "a2"] } },
            steps: {
              one: { seize: [{ pool: "a" }], workMs: { kind: "exponential", mean: 100 } },
              two: { seize: [], workMs: 30 },
            },
            arrivals: [{ kind: "conwip", level, count, make: unit, to: "one" }],
            route: inOrder(["one", "two"]),
          });
          expect(units.length).toBe(count);
          for (const { createdMs } of units) {
            const inside = units.filter(
              (other) => other.createdMs <= createdMs && other.endedMs! > createdMs,
            ).length;
            expect(inside).toBeLessThanOrEqual(level);
          }
          // Unit n comes when the (n + 1 - level)th has left.
          const left = units.map(({ endedMs }) => endedMs!).sort((a, b) => a - b);
          units.forEach(({ createdMs }, n) => {
            expect(createdMs).toBe(n < level ? 0 : left[n - level]);
          });
        },
      ),
      { ...runs, numRuns: 80 },
    );
  });

  it("what a split takes and a join gives is conserved", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        (cuts, rolls) => {
          const length = cuts.reduce((sum, cut) => sum + cut, 0);
          const result = simulate<null>({
            seed: 3,
            startMs: 0,
            pools: { slitter: { members: ["s"] } },
            steps: { slit: { seize: [{ pool: "slitter" }], workMs: 10 }, ship: { seize: [], workMs: 1 } },
            arrivals: [
              {
                kind: "gaps",
                gapMs: 5,
                count: rolls,
                make: (n) => ({ id: `r${n}`, type: "roll", quantity: length, data: null }),
                to: "slit",
              },
            ],
            route: ({ id, type }): Route<null> => {
              if (type === "order") return { leave: "done" };
              if (type === "roll")
                return {
                  split: cuts.map((quantity, k) => ({
                    unit: { id: `${id}.${k}`, type: "piece", quantity, data: null },
                    to: "ship",
                  })),
                };
              return {
                join: "order",
                needs: cuts.length * rolls,
                make: (units) => ({
                  unit: {
                    id: "order",
                    type: "order",
                    quantity: units.reduce((sum, { quantity }) => sum + quantity, 0),
                    data: null,
                  },
                  to: "ship",
                }),
              };
            },
          });
          for (const { id, type, quantity } of result.units) {
            const out = result.genealogy
              .filter(({ parent }) => parent === id)
              .reduce((sum, edge) => sum + edge.quantity, 0);
            const into = result.genealogy
              .filter(({ child }) => child === id)
              .reduce((sum, edge) => sum + edge.quantity, 0);
            if (type !== "order") expect(out).toBe(quantity);
            if (type !== "roll") expect(into).toBe(quantity);
          }
          expect(result.units.at(-1)).toMatchObject({
            id: "order",
            quantity: length * rolls,
            outcome: "done",
          });
        },
      ),
      { ...runs, numRuns: 50 },
    );
  });
});
