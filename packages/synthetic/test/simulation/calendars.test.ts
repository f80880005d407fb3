import type { WorkCalendarSpec } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import type { SimulationModel, StepSpec } from "../../src/simulation/model.js";
import { simulate } from "../../src/simulation/simulate.js";
import { hour, inOrder, minute, monday6, oneStep, timeline, unit } from "./models.js";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri"] as const;
const early: WorkCalendarSpec = { shifts: [{ days: weekdays, from: "06:00", to: "14:00" }] };

/** One machine on the early shift, from Monday 06:00, units at hours after it. */
function shiftModel(
  atHours: readonly number[],
  step: Partial<StepSpec<null>>,
  rest: Partial<SimulationModel<null>> = {},
): SimulationModel<null> {
  return oneStep(
    atHours.map((h) => monday6 + h * hour),
    step,
    { startMs: monday6, pools: { machines: { members: ["m1"], calendar: early } }, ...rest },
  );
}

/** `[start, complete]` in hours after Monday 06:00. */
const startAndComplete = (model: SimulationModel<null>): [number, number][] =>
  timeline(simulate(model), monday6).map(([, , , start, complete]) => [start / hour, complete / hour]);

describe("simulate: the end of a shift", () => {
  it("pauses work and goes on next shift", () => {
    const result = simulate(shiftModel([7], { workMs: 2 * hour }));
    // 13:00 to 14:00, then Tuesday 06:00 to 07:00.
    expect(timeline(result, monday6)[0]!.slice(3, 5)).toEqual([7 * hour, 25 * hour]);
    expect(result.visits.workedMs[0]).toBe(2 * hour);
  });

  it("is worked past by a step that finishes", () => {
    expect(startAndComplete(shiftModel([7, 7], { workMs: 2 * hour, offDuty: "finish" }))).toEqual([
      [7, 9],
      [24, 26],
    ]);
  });

  it("is not reached by work that must fit: it begins next shift, and shorter work behind it goes first", () => {
    const workMs: StepSpec<null>["workMs"] = ({ units }) => (units[0]!.id === "u0" ? 2 * hour : hour);
    const result = simulate(shiftModel([7, 7], { workMs, offDuty: "fit" }));
    expect(timeline(result, monday6).map(([id, , , start, end]) => [id, start / hour, end / hour])).toEqual([
      ["u1", 7, 8],
      ["u0", 24, 26],
    ]);
  });

  it("brings work that must fit back at the next shift though nothing else happens", () => {
    expect(startAndComplete(shiftModel([7], { workMs: 2 * hour, offDuty: "fit" }))).toEqual([[24, 26]]);
  });

  it("does not matter to one who is needed for the set-up only, when the set-up fits", () => {
    const model: SimulationModel<null> = {
      ...shiftModel([7], {}),
      pools: { machines: { members: ["m1"] }, operators: { members: ["o1"], calendar: early } },
      steps: {
        work: {
          seize: [{ pool: "machines" }, { pool: "operators", hold: "setup" }],
          setupMs: () => hour,
          workMs: 3 * hour,
          offDuty: "fit",
        },
      },
    };
    expect(startAndComplete(model)).toEqual([[7, 11]]);
  });

  it("ends a wait for the member whose shift begins first", () => {
    const calendar = {
      m1: { shifts: [{ days: weekdays, from: "10:00", to: "14:00" }] },
      m2: { shifts: [{ days: weekdays, from: "12:00", to: "14:00" }] },
    };
    const pools = { machines: { members: ["m1", "m2"], calendar } };
    expect(startAndComplete(shiftModel([0], { workMs: hour }, { pools }))).toEqual([[4, 5]]);
  });

  it("ends a wait earlier than was planned when a member that worked past its shift is free again", () => {
    const calendar = {
      m1: { shifts: [{ days: ["Tue"] as const, from: "06:00", to: "14:00" }] },
      m2: {
        shifts: [
          { days: weekdays, from: "06:00", to: "14:00" },
          { days: weekdays, from: "16:00", to: "20:00" },
        ],
      },
    };
    const pools = { machines: { members: ["m1", "m2"], calendar } };
    // m2 works from 13:00 to 15:00; the second unit comes at 14:30, when m1 is the only free one, off duty until Tuesday.
    expect(
      startAndComplete(shiftModel([7, 8.5], { workMs: 2 * hour, offDuty: "finish" }, { pools })),
    ).toEqual([
      [7, 9],
      [10, 12],
    ]);
  });

  it("takes another machine whose shift is long enough for work that must fit", () => {
    const pools = { machines: { members: ["m1", "m2"], calendar: { m1: early } } };
    const result = simulate(shiftModel([7], { workMs: 2 * hour, offDuty: "fit" }, { pools }));
    expect(timeline(result, monday6)[0]!.slice(3)).toEqual([7 * hour, 9 * hour, "m2"]);
  });

  it("ends work on the dot without a pause", () => {
    expect(startAndComplete(shiftModel([6, 6], { workMs: hour }))).toEqual([
      [6, 7],
      [7, 8],
    ]);
  });

  it("lets nothing begin that comes at the end of the shift or off duty", () => {
    expect(startAndComplete(shiftModel([8, 9], { workMs: hour }))).toEqual([
      [24, 25],
      [25, 26],
    ]);
  });

  it("passes over the weekend and holidays", () => {
    const calendar: WorkCalendarSpec = { ...early, exceptions: [{ date: "2025-01-13" }] };
    const model = shiftModel(
      [4 * 24 + 7],
      { workMs: 2 * hour },
      { pools: { machines: { members: ["m1"], calendar } } },
    );
    // Friday 13:00, an hour; Monday 13 January is a holiday; Tuesday 06:00 to 07:00.
    expect(startAndComplete(model)).toEqual([[4 * 24 + 7, 8 * 24 + 1]]);
  });

  it("is the same in a run whose calendar stands in another run 8,000 years before", () => {
    startAndComplete(shiftModel([7], { workMs: 2 * hour }));
    const friday13 = Date.UTC(9999, 11, 31, 13);
    const pools = { machines: { members: ["m1"], calendar: early } };
    const { visits } = simulate(oneStep([friday13], { workMs: 2 * hour }, { startMs: friday13, pools }));
    expect([...visits.completeMs]).toEqual([Date.UTC(10_000, 0, 3, 7)]);
  });

  it("is not reached at all when one shift follows the other around the clock", () => {
    const days = [...weekdays, "Sat", "Sun"] as const;
    const calendar = {
      shifts: [
        { days, from: "00:00", to: "12:00" },
        { days, from: "12:00", to: "24:00" },
      ],
    };
    const pools = { machines: { members: ["m1"], calendar } };
    expect(startAndComplete(shiftModel([7], { workMs: 400 * hour, offDuty: "fit" }, { pools }))).toEqual([
      [7, 407],
    ]);
  });

  it("stops work of machine and operator when one of the two goes", () => {
    const both: SimulationModel<null> = {
      ...shiftModel([0], {}),
      pools: {
        machines: { members: ["m1"], calendar: { shifts: [{ days: weekdays, from: "06:00", to: "22:00" }] } },
        operators: {
          members: ["o1"],
          calendar: { shifts: [{ days: weekdays, from: "12:00", to: "20:00" }] },
        },
      },
      steps: { work: { seize: [{ pool: "machines" }, { pool: "operators" }], workMs: 10 * hour } },
    };
    // 12:00 to 20:00 on Monday, 12:00 to 14:00 on Tuesday.
    expect(startAndComplete(both)).toEqual([[6, 32]]);
  });

  it("sets the operator free after the set-up, and the machine goes on without", () => {
    const model: SimulationModel<null> = {
      ...shiftModel([7, 7], {}),
      pools: { machines: { members: ["m1", "m2"] }, operators: { members: ["o1"], calendar: early } },
      steps: {
        work: {
          seize: [{ pool: "machines" }, { pool: "operators", hold: "setup" }],
          setupMs: () => 30 * minute,
          workMs: 3 * hour,
        },
      },
    };
    const result = simulate(model);
    expect(
      timeline(result, monday6).map(([, , , start, complete, by]) => [start / hour, complete / hour, by]),
    ).toEqual([
      [7, 10.5, "m1+o1"],
      [7.5, 11, "m2+o1"],
    ]);
    expect(
      result.states.map(({ member, state, fromMs, toMs }) => [
        member,
        state,
        fromMs - monday6,
        toMs - monday6,
      ]),
    ).toEqual([
      ["m1", "setup", 7 * hour, 7.5 * hour],
      ["m2", "setup", 7.5 * hour, 8 * hour],
    ]);
  });
});

describe("simulate: nights on which the clock changes", () => {
  const calendar: WorkCalendarSpec = {
    timeZone: "Europe/Berlin",
    shifts: [{ days: [...weekdays, "Sat", "Sun"], from: "22:00", to: "06:00" }],
  };
  const night = (startMs: number) =>
    simulate(
      oneStep(
        [startMs],
        { workMs: 8 * hour },
        { startMs, pools: { machines: { members: ["m1"], calendar } } },
      ),
    ).visits.completeMs[0];

  it("count the hours that really pass: 7 in spring, 9 in autumn", () => {
    // Saturday 29 March 2025 22:00 is 21:00 UTC; the shift ends at 04:00 UTC and the last hour is worked from Sunday 20:00 UTC on.
    expect(night(Date.UTC(2025, 2, 29, 21))).toBe(Date.UTC(2025, 2, 30, 21));
    // Saturday 25 October 2025 22:00 is 20:00 UTC; eight hours later it is 05:00 by the clock.
    expect(night(Date.UTC(2025, 9, 25, 20))).toBe(Date.UTC(2025, 9, 26, 4));
  });
});

describe("simulate: breakdowns", () => {
  const failing = (calendar?: WorkCalendarSpec) => ({
    machines: {
      members: ["m1"],
      calendar,
      failures: {
        timeBetweenMs: { kind: "constant" as const, value: 3 * hour },
        repairMs: { kind: "constant" as const, value: 2 * hour },
      },
    },
  });

  it("come after time in use, pause the work, and are listed", () => {
    const result = simulate(shiftModel([0, 20], { workMs: 4 * hour }, { pools: failing() }));
    // 0 to 3, repair to 5, 5 to 6. Idle time does not count: 2 hours of the next 3 are left, 20 to 22, repair to 24, 24 to 26.
    expect(timeline(result, monday6).map((row) => [row[3] / hour, row[4] / hour])).toEqual([
      [0, 6],
      [20, 26],
    ]);
    expect(
      result.states.map(({ state, fromMs, toMs }) => [
        state,
        (fromMs - monday6) / hour,
        (toMs - monday6) / hour,
      ]),
    ).toEqual([
      ["failed", 3, 5],
      ["failed", 22, 24],
    ]);
    expect([...result.visits.workedMs]).toEqual([4 * hour, 4 * hour]);
  });

  it("are repaired in the pause as well", () => {
    const result = simulate(shiftModel([4], { workMs: 4 * hour }, { pools: failing(early) }));
    // 10:00 to 13:00, repair to 15:00 when the shift is over; the last hour on Tuesday from 06:00.
    expect(timeline(result, monday6).map((row) => [row[3] / hour, row[4] / hour])).toEqual([[4, 25]]);
    expect(result.states[0]).toEqual({
      member: "m1",
      state: "failed",
      fromMs: monday6 + 7 * hour,
      toMs: monday6 + 9 * hour,
    });
  });

  it("don't come in a pause, in which nothing is in use", () => {
    const result = simulate(shiftModel([6], { workMs: 2.5 * hour }, { pools: failing(early) }));
    expect(result.states).toEqual([]);
    expect(result.visits.completeMs[0]).toBe(monday6 + 24.5 * hour);
  });

  it("of several members at one instant are repaired side by side, and the longest repair counts", () => {
    const failures = (hours: number) => ({
      timeBetweenMs: { kind: "constant" as const, value: 3 * hour },
      repairMs: { kind: "constant" as const, value: hours * hour },
    });
    const model: SimulationModel<null> = {
      ...shiftModel([0], {}),
      pools: { a: { members: ["a1"], failures: failures(2) }, b: { members: ["b1"], failures: failures(1) } },
      steps: { work: { seize: [{ pool: "a" }, { pool: "b" }], workMs: 4 * hour } },
    };
    expect(startAndComplete(model)).toEqual([[0, 6]]);
  });

  it("never come faster than the work gets on", () => {
    const failures = {
      timeBetweenMs: { kind: "constant" as const, value: 0 },
      repairMs: { kind: "constant" as const, value: 5 },
    };
    const result = simulate(
      oneStep([0], { workMs: 3 }, { pools: { machines: { members: ["m1"], failures } } }),
    );
    // A millisecond of work between repairs.
    expect(result.visits.completeMs[0]).toBe(3 + 2 * 5);
  });

  it("that are repaired in no time are not listed", () => {
    const failures = {
      timeBetweenMs: { kind: "constant" as const, value: 2 },
      repairMs: { kind: "constant" as const, value: 0 },
    };
    expect(simulate(oneStep([0], {}, { pools: { machines: { members: ["m1"], failures } } })).states).toEqual(
      [],
    );
  });

  it("that fall on the end of work wait for the next use", () => {
    const result = simulate(shiftModel([0, 10], { workMs: 3 * hour }, { pools: failing() }));
    expect(timeline(result, monday6).map((row) => [row[3] / hour, row[4] / hour])).toEqual([
      [0, 3],
      [10, 15],
    ]);
  });
});

describe("simulate: planned maintenance", () => {
  const maintenance = [{ member: "m1", fromMs: monday6 + 2 * hour, toMs: monday6 + 5 * hour }];
  const pools = { machines: { members: ["m1"], maintenance } };

  it("lets work in progress finish, begins then, and lets nothing begin until its end", () => {
    const result = simulate(shiftModel([1, 1], { workMs: 2 * hour }, { pools }));
    expect(timeline(result, monday6).map((row) => [row[3] / hour, row[4] / hour])).toEqual([
      [1, 3],
      [5, 7],
    ]);
    expect(result.states).toEqual([
      { member: "m1", state: "maintenance", fromMs: monday6 + 3 * hour, toMs: monday6 + 5 * hour },
    ]);
  });

  it("is listed from the beginning of the run, and not at all when the machine works through it", () => {
    const windows = [
      { member: "m1", fromMs: monday6 - hour, toMs: monday6 + hour },
      { member: "m1", fromMs: monday6 + 3 * hour, toMs: monday6 + 4 * hour },
      { member: "m1", fromMs: monday6 - 9 * hour, toMs: monday6 - 8 * hour },
    ];
    const result = simulate(
      shiftModel(
        [0, 9],
        { workMs: 4 * hour },
        { pools: { machines: { members: ["m1"], maintenance: windows } } },
      ),
    );
    expect(timeline(result, monday6)[0]!.slice(3, 5)).toEqual([hour, 5 * hour]);
    expect(result.states).toEqual([
      { member: "m1", state: "maintenance", fromMs: monday6, toMs: monday6 + hour },
    ]);
  });

  it("that ends after the shift gives the machine back at the next one", () => {
    const long = [{ member: "m1", fromMs: monday6 + 7 * hour, toMs: monday6 + 10 * hour }];
    const model = shiftModel(
      [7],
      { workMs: hour },
      { pools: { machines: { members: ["m1"], calendar: early, maintenance: long } } },
    );
    expect(startAndComplete(model)).toEqual([[24, 25]]);
  });
});

describe("simulate: what other simulators get wrong", () => {
  it("the first arrival lies inside the calendar of arrivals (Prosimos #50)", () => {
    const sunday = monday6 - 20 * hour;
    for (const arrivals of [
      { kind: "gaps" as const, gapMs: 3 * hour, calendar: early, count: 4, make: unit, to: "work" },
      { kind: "poisson" as const, perDay: 20, calendar: early, count: 30, make: unit, to: "work" },
      { kind: "conwip" as const, level: 2, calendar: early, count: 4, make: unit, to: "work" },
    ]) {
      const result = simulate({ ...oneStep([]), startMs: sunday, arrivals: [arrivals] });
      expect(result.units.length).toBe(arrivals.count);
      for (const { createdMs } of result.units) {
        expect(createdMs).toBeGreaterThanOrEqual(monday6);
        expect(new Date(createdMs).getUTCHours()).toBeGreaterThanOrEqual(6);
        expect(new Date(createdMs).getUTCHours()).toBeLessThan(14);
      }
    }
  });

  it("gaps of three hours in a shift of eight give 06, 09 and 12, and the hour that is left counts tomorrow", () => {
    const arrivals = [
      { kind: "gaps" as const, gapMs: 3 * hour, calendar: early, count: 5, make: unit, to: "work" },
    ];
    const result = simulate({ ...oneStep([]), startMs: monday6 - hour, arrivals });
    expect(result.units.map(({ createdMs }) => (createdMs - monday6) / hour)).toEqual([0, 3, 6, 25, 28]);
  });

  it("an arrival that falls on the end of a shift comes at the beginning of the next one", () => {
    const arrivals = [
      { kind: "gaps" as const, gapMs: 8 * hour, calendar: early, count: 3, make: unit, to: "work" },
    ];
    const result = simulate({ ...oneStep([]), startMs: monday6, arrivals });
    expect(result.units.map(({ createdMs }) => (createdMs - monday6) / hour)).toEqual([0, 24, 48]);
  });

  it("time off duty is not time worked, nor time in use (simod #64)", () => {
    const seen: number[] = [];
    const onComplete: StepSpec<null>["onComplete"] = (_, context) => seen.push(context.member("m1").inUseMs);
    const result = simulate(shiftModel([7, 30], { workMs: 3 * hour, onComplete }));
    expect([...result.visits.workedMs]).toEqual([3 * hour, 3 * hour]);
    expect(seen).toEqual([3 * hour, 6 * hour]);
  });

  it("the last incomplete batch is worked on (Prosimos #67)", () => {
    const result = simulate({
      ...oneStep([0, 1, 2, 3, 4], { batch: { size: 2 } }),
      route: inOrder(["work"]),
    });
    expect(result.units.map(({ outcome }) => outcome)).toEqual(["done", "done", "done", "done", "done"]);
    expect(result.incompleteBatches).toEqual([]);
    expect(timeline(result)[4]).toEqual(["u4", "work", 4, 21, 31, "m1"]);
  });
});
