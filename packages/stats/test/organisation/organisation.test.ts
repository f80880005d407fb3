import { WorkCalendar } from "@gigamine/base";
import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  compareShifts,
  handover,
  type ResourceNetwork,
  resourceProfiles,
  roles,
  similarResources,
  subcontracting,
  workingTogether,
} from "../../src/index.js";

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2025, 0, 6);

/** A log of cases such as `"mix:Ann coat:Bob"`, an hour a step; `mix:` names nobody. */
function team(...cases: string[]): EventLog {
  const builder = new EventLogBuilder({ eventAttributes: { resource: "string" } });
  cases.forEach((line, c) => {
    builder.addCase(`case ${c}`);
    line
      .split(" ")
      .filter((word) => word !== "")
      .forEach((word, i) => {
        const [activity, resource] = word.split(":") as [string, string];
        builder.addEvent(`case ${c}`, activity, MONDAY + i * HOUR, {
          resource: resource === "" ? null : resource,
        });
      });
  });
  return builder.build();
}

/** `{ "Ann Bob": 2 }` */
const pairs = ({ resources, from, to, count }: ResourceNetwork): Record<string, number> =>
  Object.fromEntries(count.map((n, i) => [`${resources[from[i]!]} ${resources[to[i]!]}`, n]));

describe("handover", () => {
  it("counts each succession in a case, also from a resource to itself, and gives shares of all", () => {
    const result = handover(team("mix:Ann coat:Bob test:Bob", "mix:Ann coat:Bob"));
    expect(pairs(result)).toEqual({ "Ann Bob": 2, "Bob Bob": 1 });
    expect(result.total).toBe(3);
    expect(result.share).toEqual([2 / 3, 1 / 3]);
  });

  it("breaks the chain at an event that names nobody, and says how many there are", () => {
    const result = handover(team("mix:Ann coat: test:Bob"));
    expect(result).toMatchObject({ from: [], total: 0, eventsWithoutResource: 1 });
  });
});

describe("subcontracting", () => {
  it("counts a return after one other, whoever it is, and not a resource that goes on itself", () => {
    const result = subcontracting(team("a:Ann b:Bob c:Ann d:Bob e:Ann", "a:Ann b:Ann c:Ann"));
    expect(pairs(result)).toEqual({ "Ann Bob": 2, "Bob Ann": 1 });
    expect(result.total).toBe(4); // three triples in the first case, one in the second
  });
});

describe("workingTogether", () => {
  it("counts the cases that two resources share, in both directions", () => {
    const result = workingTogether(team("a:Ann b:Bob c:Ann", "a:Ann b:Cid", "a:Bob", "a:"));
    expect(pairs(result)).toEqual({ "Ann Bob": 1, "Ann Cid": 1, "Bob Ann": 1, "Cid Ann": 1 });
    expect(result.total).toBe(3); // nobody works in the last
  });
});

describe("similarResources", () => {
  it("compares what they do by the cosine of their counts", () => {
    // Ann: mix 2, coat 1. Bob: mix 1, coat 2. Cid: test.
    const result = similarResources(
      team("mix:Ann mix:Ann coat:Ann", "mix:Bob coat:Bob coat:Bob", "test:Cid"),
    );
    expect(result).toEqual([{ first: "Ann", second: "Bob", similarity: expect.closeTo(4 / 5, 12) }]);
  });
});

describe("roles", () => {
  it("joins activities that the same people do", () => {
    const log = team("mix:Ann coat:Ann test:Lab", "mix:Bob coat:Bob test:Lab", "mix:Ann coat:Bob test:Lab");
    // mix: Ann ⅔, Bob ⅓; coat the reverse: (⅓ + ⅓) / (⅔ + ⅔) = ½.
    expect(roles(log, { threshold: 0.5 }).map(({ activities }) => activities)).toEqual([
      ["mix", "coat"],
      ["test"],
    ]);
    expect(roles(log, { threshold: 0.51 }).map(({ activities }) => activities)).toEqual([
      ["mix"],
      ["coat"],
      ["test"],
    ]);
    expect(roles(log, { threshold: 0.5 })[0]?.resources).toEqual([
      { resource: "Ann", events: 3 },
      { resource: "Bob", events: 3 },
    ]);
  });

  it("leaves out what nobody did, and refuses a threshold that joins everything", () => {
    expect(roles(team("mix: coat:Bob")).map(({ activities }) => activities)).toEqual([["coat"]]);
    expect(() => roles(team("mix:Ann"), { threshold: 0 })).toThrow("roles: option threshold is 0.");
  });
});

describe("resourceProfiles", () => {
  const builder = new EventLogBuilder({ eventAttributes: { resource: "string", start: "timestamp" } });
  const work = (lot: string, activity: string, resource: string, from: number, to: number) =>
    builder.addEvent(lot, activity, MONDAY + to * HOUR, { resource, start: MONDAY + from * HOUR });
  work("1", "mix", "M1", 0, 4);
  work("2", "mix", "M1", 2, 6); // two hours beside the first
  work("1", "coat", "C1", 10, 14);
  work("2", "mix", "C1", 14, 15);
  const log = builder.build();

  it("says how much, in how many cases and how specialised", () => {
    const [first, second] = resourceProfiles(log);
    expect(first).toMatchObject({
      resource: "M1",
      events: 2,
      shareOfEvents: 0.5,
      cases: 2,
      shareOfCases: 1,
      mainShare: 1,
      specialisation: 1,
    });
    expect(second).toMatchObject({ resource: "C1", specialisation: 0, mainShare: 0.5 }); // both activities once
    expect(second?.activities).toEqual([
      { activity: "mix", events: 1 },
      { activity: "coat", events: 1 },
    ]);
  });

  it("counts overlapping work once, and busy time by the time observed, from 0 to 15", () => {
    const [first, second] = resourceProfiles(log);
    expect([first?.busyMs, first?.mostAtOnce, first?.utilisation]).toEqual([6 * HOUR, 2, 6 / 15]);
    expect([second?.busyMs, second?.mostAtOnce, second?.utilisation]).toEqual([5 * HOUR, 1, 5 / 15]);
  });

  it("counts in working time on request", () => {
    const calendar = new WorkCalendar({ shifts: [{ days: ["Mon"], from: "02:00", to: "12:00" }] });
    const [first, second] = resourceProfiles(log, { calendar });
    expect([first?.busyMs, first?.utilisation]).toEqual([4 * HOUR, 0.4]); // 2 to 6 of 2 to 12
    expect([second?.busyMs, second?.utilisation]).toEqual([2 * HOUR, 0.2]); // 10 to 12
  });

  it("knows no busy time without starts", () => {
    const [profile] = resourceProfiles(team("mix:Ann"));
    expect(profile).toMatchObject({
      busyMs: null,
      utilisation: null,
      mostAtOnce: null,
      specialisation: null,
    });
    expect([profile?.firstMs, profile?.lastMs]).toEqual([MONDAY, MONDAY]);
  });
});

describe("compareShifts", () => {
  const calendar = new WorkCalendar({
    shifts: [
      { days: ["Mon", "Tue"], from: "06:00", to: "14:00", name: "AM" },
      { days: ["Mon", "Tue"], from: "14:00", to: "22:00", name: "PM" },
    ],
  });
  /** Coating lasts `am(i)` minutes in the morning and `pm(i)` in the afternoon. */
  function coated(am: (i: number) => number, pm: (i: number) => number): EventLog {
    const builder = new EventLogBuilder({ eventAttributes: { start: "timestamp" } });
    for (let i = 0; i < 10; i++) {
      for (const [shift, hour, minutes] of [
        ["a", 7, am(i)],
        ["p", 15, pm(i)],
      ] as const) {
        const done = MONDAY + hour * HOUR + i * 60_000;
        builder.addEvent(`${shift}${i}`, "Coat", done, { start: done - minutes * 60_000 });
      }
    }
    builder.addEvent("night", "Coat", MONDAY + 23 * HOUR, { start: MONDAY + 22.5 * HOUR });
    return builder.build();
  }

  it("finds the shift in which an activity takes longer", () => {
    const { shifts, activities } = compareShifts(
      coated(
        (i) => 10 + i,
        (i) => 30 + i,
      ),
      { calendar },
    );
    expect(shifts).toEqual([
      { shift: "AM", events: 10, cases: 10 },
      { shift: "PM", events: 10, cases: 10 },
      { shift: null, events: 1, cases: 1 },
    ]);
    const [coat] = activities;
    expect(coat).toMatchObject({ activity: "Coat", basis: "service" });
    expect(coat?.durations.map(({ medianMs }) => medianMs)).toEqual([
      14.5 * 60_000,
      34.5 * 60_000,
      30 * 60_000,
    ]);
    // Ranks 1 to 10 and 11 to 20: H = 12/(20·21) (55² + 155²)/10 − 3·21 = 100/7; chi-square with 1 degree.
    expect(coat?.pValue).toBeCloseTo(0.00015705, 8);
    expect(coat?.adjustedPValue).toBe(coat?.pValue);
  });

  it("sees nothing where both take the same, and has no p value for too few", () => {
    const same = compareShifts(
      coated(
        (i) => 10 + i,
        (i) => 10 + i,
      ),
      { calendar },
    ).activities[0];
    expect(same?.pValue).toBeCloseTo(1, 9);
    expect(compareShifts(team("a:Ann b:Ann"), { calendar }).activities.map(({ pValue }) => pValue)).toEqual([
      null,
      null,
    ]);
  });

  it("needs a calendar", () => {
    expect(() => compareShifts(team("a:Ann"), {} as { calendar: WorkCalendar })).toThrow(
      "compareShifts: option calendar is undefined. Give a WorkCalendar with named shifts.",
    );
  });
});

describe("people and machines of every log", () => {
  it("ask for the column when the log has none", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 0);
    const log = builder.build();
    for (const ask of [
      handover,
      subcontracting,
      workingTogether,
      resourceProfiles,
      roles,
      similarResources,
    ]) {
      expect(() => ask(log)).toThrow(`${ask.name}: the log does not say who did what. Name the column`);
    }
  });

  const word = fc
    .tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("Ann", "Bob", "__proto__", ""))
    .map(([a, r]) => `${a}:${r}`);
  const cases = fc.array(
    fc.array(word, { maxLength: 6 }).map((words) => words.join(" ")),
    { maxLength: 8 },
  );

  it("do not depend on the order of cases, and add up", () => {
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    fc.assert(
      fc.property(cases, (lines) => {
        const log = team(...lines);
        const turned = team(...[...lines].reverse());
        for (const network of [handover, subcontracting, workingTogether]) {
          expect(pairs(network(turned))).toEqual(pairs(network(log)));
        }
        expect(sum(handover(log).count)).toBe(handover(log).total);
        const together = pairs(workingTogether(log));
        for (const [pair, count] of Object.entries(together)) {
          const [one, other] = pair.split(" ");
          expect(together[`${other} ${one}`]).toBe(count);
        }
        const profiles = resourceProfiles(log);
        const { eventsWithoutResource } = handover(log);
        expect(sum(profiles.map(({ events }) => events))).toBe(log.activity.length - eventsWithoutResource);
        if (profiles.length > 0)
          expect(sum(profiles.map(({ shareOfEvents }) => shareOfEvents))).toBeCloseTo(1, 12);
        const inRoles = roles(log).flatMap(({ activities }) => activities);
        expect(new Set(inRoles).size).toBe(inRoles.length);
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});
