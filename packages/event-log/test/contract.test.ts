import { describe, expect, it } from "@jest/globals";
import { eventLogContract } from "../src/contract.js";
import type { EventLog } from "../src/index.js";
import { buildLog } from "./build-log.js";

/** Titles of the checks that a faulty implementation breaks. */
async function broken(fault: (log: EventLog) => unknown): Promise<string[]> {
  const titles: string[] = [];
  for (const { title, check } of eventLogContract((source) => fault(buildLog(source)) as EventLog)) {
    await check().catch((error: { code?: string }) => {
      if (error.code === "event-log/contract") titles.push(title);
      else throw error;
    });
  }
  return titles;
}

describe("eventLogContract", () => {
  it("is kept by the builder", async () => {
    expect(await broken((log) => log)).toEqual([]);
  });

  const TIES = "interleaved cases, late rows and ties";
  it.each([
    [
      "reversed cases",
      (log: EventLog) => ({ ...log, caseIds: log.caseIds.toReversed() }),
      `${TIES}: keeps cases in first-seen order`,
    ],
    [
      "a repeated case",
      (log: EventLog) => ({ ...log, caseIds: log.caseIds.map(() => "1") }),
      `${TIES}: has case ids that are texts and differ`,
    ],
    [
      "an unused activity",
      (log: EventLog) => ({ ...log, activities: [...log.activities, "x"] }),
      "one event: has activities that are texts, differ, and occur",
    ],
    [
      "a wide array",
      (log: EventLog) => ({ ...log, activity: Uint32Array.from(log.activity) }),
      "one event: keeps activity ids in the narrowest array",
    ],
    [
      "reversed times",
      (log: EventLog) => ({ ...log, time: log.time.toReversed() }),
      `${TIES}: has one time per event, in order inside each case`,
    ],
    [
      "lost fractions",
      (log: EventLog) => ({ ...log, time: log.time.map(Math.floor) }),
      `${TIES}: sorts the events of a case by time, ties and missing times in source order`,
    ],
    [
      "lost attributes",
      (log: EventLog) => Object.freeze({ ...log, eventAttributes: Object.freeze({}) }),
      `${TIES}: carries each attribute with its event and its case`,
    ],
    ["an open log", (log: EventLog) => ({ ...log }), "one event: is frozen and survives structured cloning"],
    [
      "missing offsets",
      (log: EventLog) => ({ ...log, caseOffsets: log.caseOffsets.slice(1) }),
      "one event: has one more offset than cases, from 0 to the number of events, never falling",
    ],
  ])("notices %s", async (_, fault, title) => {
    const titles: string[] = [];
    for (const { title: own, check } of eventLogContract((source) => fault(buildLog(source)) as EventLog)) {
      await check().catch(() => titles.push(own));
    }
    expect(titles).toContain(title);
  });

  it("notices a column that is too short or of another kind", async () => {
    const cut = (log: EventLog): unknown => ({
      ...log,
      eventAttributes: Object.fromEntries(
        Object.keys(log.eventAttributes).map((name) => [
          name,
          { kind: "number", values: new Float64Array(1) },
        ]),
      ),
    });
    const titles: string[] = [];
    for (const { title, check } of eventLogContract((source) => cut(buildLog(source)) as EventLog)) {
      await check().catch(() => titles.push(title));
    }
    expect(titles).toEqual(
      expect.arrayContaining([
        "interleaved cases, late rows and ties: has columns of the right length with values of their kind",
        "interleaved cases, late rows and ties: keeps the kinds of the reserved attributes",
      ]),
    );
  });
});
