import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { ScenarioSchedule } from "../../src/scenarios/scenario.js";
import {
  cutWindows,
  instantMs,
  type RunFrame,
  scheduleWindows,
  windowStrength,
} from "../../src/scenarios/windows.js";

const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;
const day = 86_400_000;

/** 17 March to 14 April 2025; Berlin changes to summer time on 30 March. */
const frame: RunFrame = {
  startMs: at("2025-03-17T00:00Z"),
  endMs: at("2025-04-14T00:00Z"),
  timeZone: "Europe/Berlin",
};
const windowsOf = (schedule: ScenarioSchedule, of: RunFrame = frame): string[] =>
  scheduleWindows(schedule, of).map(({ fromMs, toMs }) => `${iso(fromMs)} ${iso(toMs)}`);
const strength = (schedule: ScenarioSchedule, when: string): number =>
  windowStrength(scheduleWindows(schedule, frame), at(when));

const friday: ScenarioSchedule = {
  kind: "recurring",
  shift: { days: ["Fri"], from: "14:00", to: "22:00" },
  riseMinutes: 60,
};

describe("the windows of a schedule", () => {
  it("of Friday 14 to 22 o'clock in Berlin move by an hour in UTC when summer time begins", () => {
    expect(windowsOf(friday)).toEqual([
      "2025-03-21T13:00Z 2025-03-21T21:00Z",
      "2025-03-28T13:00Z 2025-03-28T21:00Z",
      "2025-04-04T12:00Z 2025-04-04T20:00Z",
      "2025-04-11T12:00Z 2025-04-11T20:00Z",
    ]);
  });

  it("of a night shift last seven hours when the clock goes forward in it, and nine when it goes back", () => {
    const night: ScenarioSchedule = {
      kind: "recurring",
      shift: { days: ["Sat"], from: "22:00", to: "06:00" },
    };
    expect(windowsOf({ ...night, from: "2025-03-29T00:00:00Z", until: "2025-04-01T00:00:00Z" })).toEqual([
      "2025-03-29T21:00Z 2025-03-30T04:00Z",
    ]);
    const autumn = { ...frame, startMs: at("2025-10-20T00:00Z"), endMs: at("2025-10-27T00:00Z") };
    expect(windowsOf(night, autumn)).toEqual(["2025-10-25T20:00Z 2025-10-26T05:00Z"]);
  });

  it("of shifts that meet are one", () => {
    const weekend: ScenarioSchedule = {
      kind: "recurring",
      shift: { days: ["Sat", "Sun"], from: "00:00", to: "24:00" },
      until: { day: 7 },
    };
    expect(windowsOf(weekend)).toEqual(["2025-03-21T23:00Z 2025-03-23T23:00Z"]);
  });

  it("of a sudden change go from one instant to the other, and by default over the whole run", () => {
    expect(windowsOf({ kind: "sudden" })).toEqual(["2025-03-17T00:00Z 2025-04-14T00:00Z"]);
    expect(windowsOf({ kind: "sudden", from: { day: 1.5 }, until: { share: 0.5 } })).toEqual([
      "2025-03-18T12:00Z 2025-03-31T00:00Z",
    ]);
    expect(windowsOf({ kind: "sudden", from: "2025-03-20T08:00:00+01:00", until: { day: 4 } })).toEqual([
      "2025-03-20T07:00Z 2025-03-21T00:00Z",
    ]);
  });

  it("last to the horizon where the schedule has no end, while shares count to the planned end", () => {
    const long = { ...frame, horizonMs: at("2025-05-01T00:00Z") };
    expect(windowsOf({ kind: "sudden", from: { share: 0.5 } }, long)).toEqual([
      "2025-03-31T00:00Z 2025-05-01T00:00Z",
    ]);
  });

  it("of a sawtooth stand one after the other", () => {
    expect(windowsOf({ kind: "incremental", riseDays: 10, until: { day: 25 } })).toEqual([
      "2025-03-17T00:00Z 2025-03-27T00:00Z",
      "2025-03-27T00:00Z 2025-04-06T00:00Z",
      "2025-04-06T00:00Z 2025-04-11T00:00Z",
    ]);
  });

  it("are none where the period is over before it begins or lies outside of the run", () => {
    expect(windowsOf({ kind: "sudden", from: { day: 5 }, until: { day: 5 } })).toEqual([]);
    expect(windowsOf({ ...friday, from: "2026-01-01T00:00:00Z" })).toEqual([]);
  });
});

describe("the strength within a window", () => {
  it.each([
    // the ramp of one hour of the bad shift
    ["2025-03-21T12:59:59Z", 0],
    ["2025-03-21T13:00:00Z", 0],
    ["2025-03-21T13:15:00Z", 0.25],
    ["2025-03-21T14:00:00Z", 1],
    ["2025-03-21T20:59:59Z", 1],
    ["2025-03-21T21:00:00Z", 0],
    ["2025-03-22T14:00:00Z", 0],
  ])("of a recurring change at %s is %d", (when, expected) => {
    expect(strength(friday, when)).toBe(expected);
  });

  it("of a sawtooth grows evenly and falls to nothing at the reset", () => {
    const wear: ScenarioSchedule = { kind: "incremental", riseDays: 10 };
    expect(strength(wear, "2025-03-22T00:00Z")).toBe(0.5);
    expect(strength(wear, "2025-03-26T12:00Z")).toBeCloseTo(0.95, 12);
    expect(strength(wear, "2025-03-27T00:00Z")).toBe(0);
    expect(strength(wear, "2025-04-01T00:00Z")).toBe(0.5);
  });

  it("of a gradual change rises, stays and falls", () => {
    const heat: ScenarioSchedule = {
      kind: "gradual",
      from: { day: 4 },
      until: { day: 20 },
      riseDays: 4,
      fallDays: 8,
    };
    expect(
      [3, 4, 5, 8, 10, 12, 14, 19, 20, 21].map((d) =>
        windowStrength(scheduleWindows(heat, frame), frame.startMs + d * day),
      ),
    ).toEqual([0, 0, 0.25, 1, 1, 1, 0.75, 0.125, 0, 0]);
  });

  it("lies in [0, 1] and is 0 outside of all windows, whatever the schedule", () => {
    const period = {
      from: fc.option(fc.record({ day: fc.double({ min: 0, max: 30, noNaN: true }) }), { nil: undefined }),
    };
    const riseDays = fc.double({ min: 0.01, max: 40, noNaN: true });
    const schedules: fc.Arbitrary<ScenarioSchedule> = fc.oneof(
      fc.record({ kind: fc.constant("sudden" as const), ...period }),
      fc.record({ kind: fc.constant("gradual" as const), ...period, riseDays, fallDays: riseDays }),
      fc.record({ kind: fc.constant("incremental" as const), ...period, riseDays }),
      fc.record({
        kind: fc.constant("recurring" as const),
        ...period,
        shift: fc.constant({ days: ["Mon", "Thu"] as const, from: "20:00", to: "04:00" }),
        riseMinutes: fc.integer({ min: 0, max: 1440 }),
      }),
    );
    fc.assert(
      fc.property(schedules, fc.integer({ min: -day, max: 30 * day }), (schedule, offset) => {
        const windows = scheduleWindows(schedule, frame);
        const instant = frame.startMs + offset;
        const value = windowStrength(windows, instant);
        const inside = windows.some(({ fromMs, toMs }) => fromMs <= instant && instant < toMs);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        if (!inside) expect(value).toBe(0);
        const areApart = windows.every(
          ({ fromMs, toMs }, i) =>
            fromMs < toMs && fromMs >= (windows[i - 1]?.toMs ?? frame.startMs) && toMs <= frame.endMs,
        );
        expect(areApart).toBe(true);
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});

describe("cutWindows", () => {
  it("ends the window under way and drops the later ones", () => {
    const windows = scheduleWindows(friday, frame);
    expect(cutWindows(windows, at("2025-03-28T15:00Z")).map(({ toMs }) => iso(toMs))).toEqual([
      "2025-03-21T21:00Z",
      "2025-03-28T15:00Z",
    ]);
    expect(cutWindows(windows, at("2025-03-28T13:00Z"))).toHaveLength(1);
  });

  it("leaves the strength before the cut as it was, also within a fall", () => {
    const windows = scheduleWindows(
      { kind: "gradual", from: { day: 0 }, until: { day: 10 }, riseDays: 1, fallDays: 5 },
      frame,
    );
    const cut = cutWindows(cutWindows(windows, frame.startMs + 9 * day), frame.startMs + 8 * day);
    const strengthAt = (days: number) => windowStrength(cut, frame.startMs + days * day);
    expect([0.5, 3, 6, 7, 8].map(strengthAt)).toEqual([0.5, 1, 0.8, 0.6, 0]);
  });
});

describe("instantMs", () => {
  it("reads a date, a day and a share", () => {
    expect(instantMs("2025-03-18T01:00:00+01:00", frame)).toBe(at("2025-03-18T00:00Z"));
    expect(instantMs({ day: 2 }, frame)).toBe(at("2025-03-19T00:00Z"));
    expect(instantMs({ share: 0.25 }, frame)).toBe(at("2025-03-24T00:00Z"));
  });
});
