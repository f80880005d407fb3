import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Weekday, WorkCalendar } from "../src/index.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string): number => Date.parse(text);
const WORKDAYS: Weekday[] = ["Mon", "Tue", "Wed", "Thu", "Fri"];
const ALL_DAYS: Weekday[] = [...WORKDAYS, "Sat", "Sun"];

// 2025-01-06 is a Monday.
const twoShifts = new WorkCalendar({
  shifts: [
    { days: WORKDAYS, from: "06:00", to: "14:00", name: "AM" },
    { days: WORKDAYS, from: "14:00", to: "22:00", name: "PM" },
  ],
  exceptions: [
    { date: "2025-01-08" },
    { date: "2025-01-11", shifts: [{ from: "08:00", to: "10:00", name: "extra" }] },
  ],
});

describe("WorkCalendar", () => {
  it("counts the part of a stretch that lies in shifts", () => {
    expect(twoShifts.workingMs(at("2025-01-06T05:00Z"), at("2025-01-06T07:30Z"))).toBe(1.5 * HOUR);
    expect(twoShifts.workingMs(at("2025-01-06T21:00Z"), at("2025-01-07T07:00Z"))).toBe(2 * HOUR);
    expect(twoShifts.workingMs(at("2025-01-06T13:00Z"), at("2025-01-06T15:00Z"))).toBe(2 * HOUR); // across shifts
    expect(twoShifts.workingMs(at("2025-01-12T01:00Z"), at("2025-01-12T23:00Z"))).toBe(0); // a Sunday
  });

  it("knows holidays and extra shifts", () => {
    // A week: Mon, Tue, Thu, Fri of 16 hours, no Wednesday, two hours on Saturday.
    expect(twoShifts.workingMs(at("2025-01-06T00:00Z"), at("2025-01-13T00:00Z"))).toBe(66 * HOUR);
    expect(twoShifts.isWorking(at("2025-01-08T12:00Z"))).toBe(false);
    expect(twoShifts.shiftAt(at("2025-01-11T09:59Z"))?.name).toBe("extra");
  });

  it("names the shift of an instant: the beginning belongs to it, the end to what follows", () => {
    expect(twoShifts.shiftAt(at("2025-01-06T06:00Z"))?.name).toBe("AM");
    expect(twoShifts.shiftAt(at("2025-01-06T14:00Z"))?.name).toBe("PM");
    expect(twoShifts.shiftAt(at("2025-01-06T22:00Z"))).toBeNull();
    expect(twoShifts.shiftsBetween(at("2025-01-06T00:00Z"), at("2025-01-07T06:00Z"))).toEqual([
      { fromMs: at("2025-01-06T06:00Z"), toMs: at("2025-01-06T14:00Z"), name: "AM" },
      { fromMs: at("2025-01-06T14:00Z"), toMs: at("2025-01-06T22:00Z"), name: "PM" },
    ]);
  });

  it("says when work goes on, and when an amount of work is done", () => {
    expect(twoShifts.nextWorkingMs(at("2025-01-07T22:00Z"))).toBe(at("2025-01-09T06:00Z")); // Wednesday is off
    expect(twoShifts.nextWorkingMs(at("2025-01-07T21:00Z"))).toBe(at("2025-01-07T21:00Z"));
    expect(twoShifts.addWorkingMs(at("2025-01-07T21:00Z"), 3 * HOUR)).toBe(at("2025-01-09T08:00Z"));
    expect(twoShifts.addWorkingMs(at("2025-01-07T21:00Z"), HOUR)).toBe(at("2025-01-07T22:00Z"));
    expect(twoShifts.addWorkingMs(at("2025-01-12T12:00Z"), 0)).toBe(at("2025-01-12T12:00Z"));
  });

  it("counts the night shift in which Berlin's clock goes forward as 7 hours, and back as 9", () => {
    const nights = new WorkCalendar({
      timeZone: "Europe/Berlin",
      shifts: [{ days: ALL_DAYS, from: "22:00", to: "06:00" }],
    });
    const night = (from: string, to: string): number => nights.workingMs(at(from), at(to)) / HOUR;
    expect(night("2025-03-28T12:00+01:00", "2025-03-29T12:00+01:00")).toBe(8);
    expect(night("2025-03-29T12:00+01:00", "2025-03-30T12:00+02:00")).toBe(7);
    expect(night("2025-10-25T12:00+02:00", "2025-10-26T12:00+01:00")).toBe(9);
  });

  it("counts a day shift of 8 hours on both of these days", () => {
    const days = new WorkCalendar({
      timeZone: "Europe/Berlin",
      shifts: [{ days: ALL_DAYS, from: "06:00", to: "14:00" }],
    });
    expect(days.workingMs(at("2025-03-30T00:00Z"), at("2025-03-31T00:00Z"))).toBe(8 * HOUR);
    expect(days.isWorking(at("2025-03-30T04:00Z"))).toBe(true); // 06:00 in Berlin, by summer time
    expect(days.isWorking(at("2025-03-29T04:59Z"))).toBe(false);
  });

  it("counts time once where shifts overlap, and names the one that began last", () => {
    const handover = new WorkCalendar({
      shifts: [
        { days: ["Mon"], from: "06:00", to: "14:00", name: "early" },
        { days: ["Mon"], from: "13:00", to: "21:00", name: "late" },
      ],
    });
    expect(handover.workingMs(at("2025-01-06T00:00Z"), at("2025-01-07T00:00Z"))).toBe(15 * HOUR);
    expect(handover.shiftAt(at("2025-01-06T13:30Z"))?.name).toBe("late");
    expect(handover.shiftAt(at("2025-01-06T12:30Z"))?.name).toBe("early");
  });

  it("gives NaN for instants that are not known", () => {
    expect(twoShifts.workingMs(Number.NaN, 0)).toBeNaN();
    expect(twoShifts.addWorkingMs(0, Number.NaN)).toBeNaN();
  });

  it.each([
    [{ shifts: [] }, "WorkCalendar: option shifts is undefined. Give at least one shift"],
    [
      { shifts: [{ days: ["Monday" as Weekday], from: "06:00", to: "14:00" }] },
      'option shifts[0].days is "Monday"',
    ],
    [{ shifts: [{ days: WORKDAYS, from: "6:00", to: "14:00" }] }, 'option shifts[0].from is "6:00"'],
    [{ shifts: [{ days: WORKDAYS, from: "06:00", to: "24:01" }] }, 'option shifts[0].to is "24:01"'],
    [
      { shifts: [{ days: WORKDAYS, from: "06:00", to: "14:00" }], exceptions: [{ date: "2025-02-29" }] },
      'option exceptions[0].date is "2025-02-29"',
    ],
    [{ timeZone: "Mars/Base", shifts: [{ days: WORKDAYS, from: "06:00", to: "14:00" }] }, "option timeZone"],
  ])("names what is wrong with %j", (spec, message) => {
    expect(() => new WorkCalendar(spec)).toThrow(message);
  });

  it("refuses a span of ten thousand years, as a sign of a wrong time stamp", () => {
    expect(() => twoShifts.workingMs(0, at("9999-01-01T00:00Z"))).toThrow(
      "Look for a time stamp with a wrong year",
    );
  });

  const instant = fc.integer({ min: at("2024-01-01T00:00Z"), max: at("2027-01-01T00:00Z") });
  const settings = { seed: 3, numRuns: 300 };

  it.each(["UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"])(
    "equals the clock when work never stops, in %s",
    (timeZone) => {
      const always = new WorkCalendar({ timeZone, shifts: [{ days: ALL_DAYS, from: "00:00", to: "24:00" }] });
      fc.assert(
        fc.property(instant, instant, (from, to) => {
          expect(always.workingMs(from, to)).toBe(to - from);
        }),
        settings,
      );
    },
  );

  it("adds up over a stretch that is cut in two, whatever was asked for before", () => {
    const shifts = [
      { days: WORKDAYS, from: "05:30", to: "13:45" },
      { days: ["Fri" as Weekday], from: "20:00", to: "04:00" },
    ];
    fc.assert(
      fc.property(instant, instant, instant, (a, b, c) => {
        const calendar = new WorkCalendar({ timeZone: "Europe/Berlin", shifts });
        expect(calendar.workingMs(a, b) + calendar.workingMs(b, c)).toBe(calendar.workingMs(a, c));
        expect(calendar.workingMs(a, b) + calendar.workingMs(b, a)).toBe(0);
      }),
      { ...settings, numRuns: 50 }, // each lays out three years anew
    );
  });

  it("takes as much work to the end of an amount as the amount", () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 30 * DAY }), (from, work) => {
        const end = twoShifts.addWorkingMs(from, work);
        expect(twoShifts.workingMs(from, end)).toBe(work);
        expect(twoShifts.workingMs(from, end - 1)).toBe(work - 1);
      }),
      settings,
    );
  });

  it("is open at the next working instant, and closed from before it", () => {
    fc.assert(
      fc.property(instant, (from) => {
        const next = twoShifts.nextWorkingMs(from);
        expect(twoShifts.isWorking(next)).toBe(true);
        expect(twoShifts.workingMs(from, next)).toBe(0);
        expect(twoShifts.shiftAt(next)).not.toBeNull();
      }),
      settings,
    );
  });
});
