import { WorkCalendar } from "@gigamine/base";
import { EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { detours, rework, reworkLosses } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

describe("rework by resource", () => {
  it("tells repeats by the same resource from those by another", () => {
    const builder = new EventLogBuilder({ eventAttributes: { resource: "string" } });
    for (const [i, by] of ["M1", "M1", "M2", null, "M2"].entries())
      builder.addEvent("1", "Coat", i, { resource: by });
    // M1 M1 by the same, M1 M2 by another; M2 to nobody and back is told of neither.
    expect(rework(builder.build()).activities[0]).toMatchObject({
      repeats: 4,
      repeatsBySame: 1,
      repeatsByOther: 1,
    });
    expect(rework(tinyLog("1: a a")).activities[0]).toMatchObject({
      repeatsBySame: null,
      repeatsByOther: null,
    });
  });
});

describe("detours", () => {
  it("names the way from leaving an activity to coming back, how often and how long", () => {
    const log = tinyLog(
      "1: check@0 repair@30 check@50 ship@60",
      "2: check@0 ship@5",
      "3: check@0 repair@10 check@40",
    );
    expect(detours(log)).toEqual([
      {
        activity: "check",
        between: ["repair"],
        count: 2,
        cases: 2,
        duration: expect.objectContaining({ count: 2, totalMs: 90, minMs: 40, maxMs: 50 }),
        exampleCase: "1",
      },
    ]);
  });

  it("counts a stretch that is gone through again once, at the activity that is come back to first", () => {
    expect(detours(tinyLog("1: a b c a b c d")).map(({ activity, between }) => [activity, between])).toEqual([
      ["a", ["b", "c"]],
    ]);
    // After d something new has happened: b again is a second detour.
    expect(
      detours(tinyLog("1: a b c a b c d b")).map(({ activity, between }) => [activity, between]),
    ).toEqual([
      ["a", ["b", "c"]],
      ["b", ["c", "d"]],
    ]);
  });

  it("is no self-loop, and has no duration without times", () => {
    expect(detours(tinyLog("1: a a a b"))).toEqual([]);
    expect(detours(tinyLog("1: a b a"))[0]?.duration).toMatchObject({ count: 0, meanMs: null });
  });

  it("puts long detours of an activity together", () => {
    const log = tinyLog("1: a b c d a", "2: a e f g a", "3: a b a");
    expect(detours(log, { longest: 2 }).map(({ between, count }) => [between, count])).toEqual([
      [null, 2],
      [["b"], 1],
    ]);
    expect(() => detours(log, { longest: 0 })).toThrow("detours: option longest is 0.");
  });

  it("takes linear time on a case of 100,000 events", () => {
    const builder = new EventLogBuilder();
    for (let i = 0; i < 100_000; i++) builder.addEvent("1", `step ${i % 500}`, i);
    expect(
      detours(builder.build()).map(({ activity, between, count }) => [activity, between, count]),
    ).toEqual([
      ["step 0", null, 1], // one long stretch, gone through again and again
    ]);
  });
});

describe("reworkLosses", () => {
  it("loses the way back and again of a repeat, and counts what overlaps in a case once", () => {
    // 1: b at 20 and 50 loses 30; a at 10 and 40 loses 30; together from 10 to 50.
    const losses = reworkLosses(tinyLog("1: a@10 b@20 a@40 b@50 c@90", "2: a@0 c@20"));
    expect(losses).toMatchObject({
      basis: "repeats",
      clock: "wall",
      casesWithRework: 1,
      reworkEvents: 2,
      untimedEvents: 0,
      lostMs: 40,
      shareOfTime: 40 / 100, // 80 + 20
      lostMsPerCase: [40, 0],
      cost: null,
      recordedCost: null,
    });
    expect(losses.activities.map(({ activity, events, lostMs }) => [activity, events, lostMs])).toEqual([
      ["a", 1, 30],
      ["b", 1, 30],
    ]);
  });

  it("loses the time of an event that is rework by its name since the event before it", () => {
    const losses = reworkLosses(tinyLog("1: a@0 b@10 REWORK_b@25 c@30", "2: REWORK_b@5 c@9"));
    expect(losses).toMatchObject({
      basis: "prefix",
      lostMs: 15,
      reworkEvents: 2,
      untimedEvents: 1,
      lostMsPerCase: [15, 0],
    });
  });

  it("puts a price on hours and events, and adds up what the log records", () => {
    const hour = 3_600_000;
    const builder = new EventLogBuilder({ eventAttributes: { cost: "number" } });
    for (const [activity, at, cost] of [
      ["a", 0, 7],
      ["b", hour, 5],
      ["a", 2 * hour, 11],
    ] as const) {
      builder.addEvent("1", activity, at, { cost });
    }
    const log = builder.build();
    expect(reworkLosses(log, { costPerHour: 40, costPerEvent: 3 })).toMatchObject({
      cost: 83,
      recordedCost: 11,
    });
    expect(reworkLosses(log, { costPerEvent: 3 }).cost).toBe(3);
    expect(() => reworkLosses(log, { costPerHour: -1 })).toThrow("reworkLosses: option costPerHour is -1.");
    expect(() => reworkLosses(log, { prefix: "" })).toThrow("reworkLosses: option prefix");
  });

  it("counts working time on request", () => {
    const monday = Date.UTC(2025, 0, 6);
    const hour = 3_600_000;
    const calendar = new WorkCalendar({ shifts: [{ days: ["Mon", "Tue"], from: "06:00", to: "14:00" }] });
    const log = tinyLog(`1: a@${monday + 13 * hour} b@${monday + 20 * hour} a@${monday + 31 * hour}`); // to 7 on Tuesday
    expect(reworkLosses(log, { calendar })).toMatchObject({ clock: "working", lostMs: 2 * hour });
  });

  it("never loses more than the cases took, counts the events of rework(), and shifts with time, for every log", () => {
    fc.assert(
      fc.property(
        arbitraryCases({ timed: true }),
        fc.constantFrom("prefix", "repeats", "both"),
        (cases, basis) => {
          const log = logOf(cases);
          const losses = reworkLosses(log, { basis });
          expect(losses.reworkEvents).toBe(rework(log, { basis }).totalReworkEvents);
          expect(losses.lostMs).toBe(losses.lostMsPerCase.reduce((sum, ms) => sum + ms, 0));
          log.caseIds.forEach((_, c) => {
            const [begin, end] = [log.caseOffsets[c]!, log.caseOffsets[c + 1]!];
            const whole = begin === end ? 0 : log.time[end - 1]! - log.time[begin]!;
            expect(losses.lostMsPerCase[c]).toBeLessThanOrEqual(whole);
          });
          expect(
            reworkLosses(
              logOf(cases, (time) => time + 1e9),
              { basis },
            ),
          ).toEqual(losses);
          expect(reworkLosses(logOf([...cases].reverse()), { basis }).lostMs).toBe(losses.lostMs);
        },
      ),
      { seed: 14, numRuns: 200 },
    );
  });
});
