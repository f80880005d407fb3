import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { releaseCalendar } from "../../src/battery-log/release-calendar.js";

const week = { workDays: [1, 2, 3, 4, 5], opensAtHour: 6, closesAtHour: 22 };
const seconds = (iso: string): number => Date.parse(iso) / 1000;
const hours = (n: number): number => n * 3600;
const after = (start: string, workedHours: number): string =>
  new Date(releaseCalendar(week, seconds(start)).instantAfter(hours(workedHours)) * 1000)
    .toISOString()
    .slice(0, 16);

describe("releaseCalendar", () => {
  it.each([
    // 6 January 2025 is a Monday; 80 working hours make a week
    ["2025-01-06T06:00Z", 0, "2025-01-06T06:00"],
    ["2025-01-06T06:00Z", 15.5, "2025-01-06T21:30"],
    ["2025-01-06T06:00Z", 16, "2025-01-07T06:00"],
    ["2025-01-06T06:00Z", 79, "2025-01-10T21:00"],
    ["2025-01-06T06:00Z", 80, "2025-01-13T06:00"],
    ["2025-01-06T06:00Z", 800, "2025-03-17T06:00"],
    ["2025-01-06T03:00Z", 0, "2025-01-06T06:00"],
    ["2025-01-06T23:00Z", 1, "2025-01-07T07:00"],
    ["2025-01-08T12:00Z", 11, "2025-01-09T07:00"],
    ["2025-01-10T22:00Z", 0, "2025-01-13T06:00"],
    ["2025-01-11T12:00Z", 2, "2025-01-13T08:00"],
    ["2025-01-12T00:00Z", 0, "2025-01-13T06:00"],
  ])("counts from %s on %d working hours to %s", (start, worked, expected) => {
    expect(after(start, worked)).toBe(expected);
  });

  it("always lands in opening hours, not before the start, and an hour later for an hour more of the same day", () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 });
    fc.assert(
      fc.property(
        days,
        fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 })).filter(([a, b]) => a < b),
        fc.integer({ min: 0, max: 4e9 }),
        fc.integer({ min: 0, max: 1e8 }),
        (workDays, [opensAtHour, closesAtHour], start, worked) => {
          const calendar = releaseCalendar({ workDays, opensAtHour, closesAtHour }, start);
          const instant = calendar.instantAfter(worked);
          const date = new Date(instant * 1000);
          const hour = date.getUTCHours() + date.getUTCMinutes() / 60 + date.getUTCSeconds() / 3600;
          expect(workDays).toContain(date.getUTCDay());
          expect(hour).toBeGreaterThanOrEqual(opensAtHour);
          expect(hour).toBeLessThan(closesAtHour);
          expect(instant).toBeGreaterThanOrEqual(start + worked);
          const next = calendar.instantAfter(worked + 1);
          const left = closesAtHour * 3600 - (instant % 86400);
          if (left > 1) expect(next).toBe(instant + 1);
          else expect(next).toBeGreaterThan(instant);
        },
      ),
      { seed: 11, numRuns: 300 },
    );
  });
});
