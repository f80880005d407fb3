import { WorkCalendar } from "@gigamine/base";
import { EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  activityDurations,
  arrivals,
  caseDurations,
  cycleTime,
  dwellTimes,
  eventuallyFollowsDurations,
  littlesLaw,
  performanceDfg,
  waitingTimes,
} from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

const seeded = { seed: 20250201, numRuns: 100 };
const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri"] as const;
const office = new WorkCalendar({ shifts: [{ days: weekdays, from: "08:00", to: "16:00" }] });
const always = new WorkCalendar({
  shifts: [
    { days: [...weekdays, "Sat", "Sun"], from: "00:00", to: "12:00" },
    { days: [...weekdays, "Sat", "Sun"], from: "12:00", to: "24:00" },
  ],
});

// 2025-01-03 is a Friday: a ends at 14:00, b on Monday at 10:00, c on Monday at 20:00
const weekend = tinyLog(
  `1: a@${at("2025-01-03T14:00Z")} b@${at("2025-01-06T10:00Z")} c@${at("2025-01-06T20:00Z")}`,
);

describe("durations in working time", () => {
  it("leave nights and weekends out, and the result says so", () => {
    expect(caseDurations(weekend)).toMatchObject({ clock: "wall", durationMs: [78 * HOUR] });
    expect(caseDurations(weekend, { calendar: office })).toMatchObject({
      clock: "working",
      durationMs: [10 * HOUR], // 2 on Friday, 8 on Monday
    });
    expect(activityDurations(weekend, { calendar: office })).toMatchObject([
      { activity: "a", clock: "working", measured: 0 },
      { activity: "b", clock: "working", totalMs: 4 * HOUR, bottleneck: false },
      { activity: "c", clock: "working", totalMs: 6 * HOUR, bottleneck: true },
    ]);
    expect(activityDurations(weekend)[1]).toMatchObject({ clock: "wall", bottleneck: true });
    expect(performanceDfg(weekend, { calendar: office })).toMatchObject({
      clock: "working",
      totalMs: [4 * HOUR, 6 * HOUR],
      p90Ms: [4 * HOUR, 6 * HOUR],
    });
    expect(eventuallyFollowsDurations(weekend, { calendar: office })).toMatchObject({
      clock: "working",
      totalMs: [4 * HOUR, 10 * HOUR, 6 * HOUR],
      medianMs: [4 * HOUR, 10 * HOUR, 6 * HOUR],
    });
  });

  it("count hours that pass on the days when the clock changes", () => {
    // clocks in Berlin went forward on 2025-03-30 and back on 2025-10-26, both Sundays
    const nights = new WorkCalendar({
      timeZone: "Europe/Berlin",
      shifts: [{ days: ["Sat"], from: "22:00", to: "06:00" }],
    });
    const sunday = (day: string, before: string, after: string) =>
      tinyLog(`1: a@${at(`${day}T12:00${before}`)} b@${at(`${day}T12:00${after}`) + 24 * HOUR}`);
    const worked = (log: ReturnType<typeof tinyLog>) =>
      caseDurations(log, { calendar: nights }).durationMs[0]! / HOUR;
    expect(worked(sunday("2025-03-29", "+01:00", "+02:00"))).toBe(7);
    expect(worked(sunday("2025-10-25", "+02:00", "+01:00"))).toBe(9);
    expect(worked(sunday("2025-05-10", "+02:00", "+02:00"))).toBe(8);
  });

  it("split the time at starts in working time, and keep a start after its completion a fault", () => {
    const log = tinyLog(
      `1: a@${at("2025-01-03T14:00Z")} b@${at("2025-01-06T09:00Z")}..${at("2025-01-06T10:00Z")}`,
      `2: b@${at("2025-01-04T15:00Z")}..${at("2025-01-04T12:00Z")}`, // a Saturday
    );
    expect(waitingTimes(log, { calendar: office })[1]).toMatchObject({
      activity: "b",
      clock: "working",
      service: { count: 1, totalMs: HOUR },
      waiting: { count: 1, totalMs: 3 * HOUR },
      sojourn: { count: 1, totalMs: 4 * HOUR },
      startAfterCompletion: 1,
    });
    expect(activityDurations(log, { calendar: office })[1]).toMatchObject({
      measured: 1,
      totalMs: HOUR,
      startAfterCompletion: 1,
    });
    expect(cycleTime(log, { calendar: office })).toMatchObject({ clock: "working", activeMs: HOUR });
  });

  it("equal wall-clock time when work never stops", () => {
    const calendar = always;
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), fc.integer({ min: 0, max: 1e12 }), (cases, shift) => {
        const log = logOf(cases, (t) => t * 1000 + shift);
        const expectSame = (working: unknown, wall: unknown) =>
          expect(
            JSON.parse(JSON.stringify(working).replaceAll('"clock":"working"', '"clock":"wall"')),
          ).toEqual(JSON.parse(JSON.stringify(wall)));
        expectSame(caseDurations(log, { calendar }), caseDurations(log));
        expectSame(activityDurations(log, { calendar }), activityDurations(log));
        expectSame(performanceDfg(log, { calendar }), performanceDfg(log));
        expectSame(waitingTimes(log, { calendar }), waitingTimes(log));
        expectSame(eventuallyFollowsDurations(log, { calendar }), eventuallyFollowsDurations(log));
        expectSame(arrivals(log, { calendar, unit: "month" }), arrivals(log, { unit: "month" }));
        expectSame(littlesLaw(log, { calendar, trim: 0.2 }), littlesLaw(log, { trim: 0.2 }));
        const rules = [{ from: "a", to: "b", maxMs: 100_000 }];
        expectSame(dwellTimes(log, rules, { calendar }), dwellTimes(log, rules));
      }),
      seeded,
    );
  });

  it("sum along the arcs to the durations of the cases, whatever the calendar", () => {
    fc.assert(
      fc.property(arbitraryCases(), (cases) => {
        const log = logOf(cases, (t) => t * 1000);
        const { totalMs } = performanceDfg(log, { calendar: office });
        const { summary } = caseDurations(log, { calendar: office });
        expect(totalMs.reduce((sum, t) => sum + t, 0)).toBe(summary.totalMs);
        expect(summary.totalMs).toBeLessThanOrEqual(caseDurations(log).summary.totalMs);
      }),
      seeded,
    );
  });

  it("keep attributes called __proto__, and have nothing to count in a log without times", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", at("2025-01-06T09:00Z"), {
      ["__proto__"]: "x",
      start: new Date("2025-01-06T08:00Z"),
    });
    expect(caseDurations(builder.build(), { calendar: office }).durationMs).toEqual([HOUR]);
    expect(caseDurations(tinyLog("1: a b"), { calendar: office })).toMatchObject({
      clock: "working",
      durationMs: [null],
    });
    expect(caseDurations(tinyLog(), { calendar: office }).durationMs).toEqual([]);
  });

  it("need a compiled calendar, and times of one age", () => {
    // @ts-expect-error a user without types
    expect(() => caseDurations(weekend, { calendar: { shifts: [] } })).toThrow(
      "caseDurations: option calendar is",
    );
    const wrongUnit = tinyLog(`1: a@${at("2025-01-03T14:00Z")} b@${at("2025-01-03T14:00Z") * 1000}`);
    expect(() => caseDurations(wrongUnit, { calendar: office })).toThrow("wrong year or unit");
  });
});
