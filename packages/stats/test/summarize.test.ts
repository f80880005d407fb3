import { EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import * as stats from "../src/index.js";
import { summarize } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

describe("summarize", () => {
  it("counts events, cases, variants, activities and where cases start and end", () => {
    const log = tinyLog("1: a@0 b@10 b@20", "2: a@5 c@25", "3: a@0 b@10 b@20", "4: c", "5:");
    expect(summarize(log)).toMatchObject({
      events: 9,
      cases: 5,
      casesWithoutEvents: 1,
      variants: 4,
      activities: [
        { activity: "b", events: 4, cases: 2, shareOfCases: 0.4 },
        { activity: "a", events: 3, cases: 3, shareOfCases: 0.6 },
        { activity: "c", events: 2, cases: 2, shareOfCases: 0.4 },
      ],
      startActivities: [
        { activity: "a", cases: 3, shareOfCases: 0.75 },
        { activity: "c", cases: 1, shareOfCases: 0.25 },
      ],
      endActivities: [
        { activity: "b", cases: 2, shareOfCases: 0.5 },
        { activity: "c", cases: 2, shareOfCases: 0.5 },
      ],
      firstTimeMs: 0,
      lastTimeMs: 25,
      eventsWithoutTime: 1,
      eventsPerCase: { count: 5, min: 0, mean: 1.8, median: 2, max: 3 },
      caseDurationBasis: "completion",
      caseDuration: { count: 3, totalMs: 60, medianMs: 20 },
      eventAttributes: [],
      caseAttributes: [],
    });
  });

  it("lists attributes with their kind and how many values are there", () => {
    const builder = new EventLogBuilder();
    builder.addCase("1", { constructor: "x", urgent: true });
    builder.addCase("2", { __proto__: null, urgent: null });
    builder.addEvent("1", "a", 5, { start: new Date(2), cost: 3 });
    builder.addEvent("1", "b", 9, { cost: Number.NaN, resource: "R" });
    const { eventAttributes, caseAttributes, firstTimeMs, caseDurationBasis } = summarize(builder.build());
    expect(eventAttributes).toEqual([
      { name: "start", kind: "timestamp", recorded: 1 },
      { name: "cost", kind: "number", recorded: 1 },
      { name: "resource", kind: "string", recorded: 1 },
    ]);
    expect(caseAttributes).toEqual([
      { name: "constructor", kind: "string", recorded: 1 },
      { name: "urgent", kind: "boolean", recorded: 1 },
    ]);
    expect({ firstTimeMs, caseDurationBasis }).toEqual({ firstTimeMs: 2, caseDurationBasis: "start" });
  });

  it("gives zeros, empty lists and null for an empty log, and null times for a log without times", () => {
    expect(summarize(tinyLog())).toMatchObject({
      events: 0,
      cases: 0,
      variants: 0,
      activities: [],
      startActivities: [],
      firstTimeMs: null,
      lastTimeMs: null,
      eventsPerCase: { count: 0, mean: null, median: null },
      caseDuration: { count: 0, totalMs: 0, meanMs: null },
    });
    expect(summarize(tinyLog("1: a b"))).toMatchObject({
      firstTimeMs: null,
      lastTimeMs: null,
      eventsWithoutTime: 2,
    });
  });

  it("counts every event once and every non-empty case once at each end", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), (cases) => {
        const result = summarize(logOf(cases));
        const sum = (list: readonly { cases: number }[]) =>
          list.reduce((total, item) => total + item.cases, 0);
        const full = cases.filter((events) => events.length > 0).length;
        expect(result.activities.reduce((total, { events }) => total + events, 0)).toBe(cases.flat().length);
        expect(sum(result.startActivities)).toBe(full);
        expect(sum(result.endActivities)).toBe(full);
      }),
      { seed: 20250109, numRuns: 200 },
    );
  });
});

describe("every result", () => {
  it("is plain data: JSON and back leaves it as it is", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), (cases) => {
        const log = logOf(cases);
        const results = [
          stats.summarize(log),
          stats.caseDurations(log),
          stats.activityDurations(log),
          stats.bottlenecks(log),
          stats.performanceDfg(log),
          stats.rework(log),
          stats.caseVariables(log),
          stats.correlations(log),
          stats.casesOverTime(log),
        ];
        expect(JSON.parse(JSON.stringify(results))).toEqual(results);
      }),
      { seed: 20250110, numRuns: 100 },
    );
  });
});
