import { pairLifecycle, toRows } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import { toEventLog } from "../../src/simulation/event-log.js";
import type { Route } from "../../src/simulation/model.js";
import { simulate } from "../../src/simulation/simulate.js";
import { oneStep } from "./models.js";

const result = simulate({
  ...oneStep([0, 4], { activity: "Press" }),
  pools: { machines: { members: ["m1"] }, people: { members: ["p1", "p2"] } },
  steps: {
    work: {
      activity: "Press",
      seize: [{ pool: "machines" }, { pool: "people" }, { pool: "people" }],
      workMs: 10,
    },
    dry: { seize: [], workMs: 3 },
  },
  route: ({ id }, { step, attempt }): Route<null> => {
    if (step === "work") return { to: "dry" };
    return id === "u0" && attempt === 1 ? { to: "work", rework: true } : { leave: "done" };
  },
});

describe("toEventLog", () => {
  it("gives an event a visit, with who did it, when it began and which attempt it was", () => {
    const log = toEventLog(result);
    expect(log.caseIds).toEqual(["u0", "u1"]);
    expect(log.activities).toEqual(["Press", "dry"]);
    expect([...log.time]).toEqual([10, 13, 30, 33, 20, 23]);
    expect([...log.eventAttributes.start.values]).toEqual([0, 10, 20, 30, 10, 20]);
    expect([...log.eventAttributes.attempt.values]).toEqual([1, 1, 2, 2, 1, 1]);
    expect(Object.keys(log.eventAttributes)).toEqual([
      "resource",
      "helpers",
      "unit",
      "visit",
      "attempt",
      "rework",
      "start",
    ]);
    const first = toRows(log)[0];
    expect(first).toMatchObject({ resource: "m1", helpers: "p1 + p2", unit: "u0", visit: 0, rework: false });
    expect(toRows(log)[1]).toMatchObject({ activity: "dry", resource: null, helpers: null });
    expect(toRows(log)[2]).toMatchObject({ rework: true });
  });

  it("gives start and completion as events of their own, which pair again", () => {
    const log = toEventLog(result, { lifecycle: "start-complete" });
    expect([...log.time.subarray(0, 4)]).toEqual([0, 10, 10, 13]);
    const { log: paired, unmatchedStarts, unmatchedCompletes } = pairLifecycle(log);
    expect([unmatchedStarts, unmatchedCompletes]).toEqual([[], []]);
    expect([...paired.time]).toEqual([...toEventLog(result).time]);
    expect([...paired.eventAttributes.start.values]).toEqual([
      ...toEventLog(result).eventAttributes.start.values,
    ]);
  });

  it("tells when a unit joined the queue as the transition schedule", () => {
    const log = toEventLog(result, { lifecycle: "enabled-start-complete" });
    const second = toRows(log).filter(({ case_id, activity }) => case_id === "u1" && activity === "Press");
    expect(second.map(({ lifecycle, timestamp }) => [lifecycle, timestamp])).toEqual([
      ["schedule", 4],
      ["start", 10],
      ["complete", 20],
    ]);
  });

  it("puts a unit into the cases that it belongs to", () => {
    const log = toEventLog(result, { caseOf: ({ id }) => (id === "u0" ? ["a", "b"] : []) });
    expect(log.caseIds).toEqual(["a", "b"]);
    expect([...log.caseOffsets]).toEqual([0, 4, 8]);
  });

  it("leaves a visit under way without a completion", () => {
    const cut = simulate(oneStep([0], {}, { endMs: 5 }));
    expect(toEventLog(cut).time.length).toBe(0);
    expect([...toEventLog(cut, { lifecycle: "start-complete" }).time]).toEqual([0]);
  });

  it("of a run without units is the empty log", () => {
    expect(toEventLog(simulate(oneStep([]))).caseIds).toEqual([]);
  });
});
