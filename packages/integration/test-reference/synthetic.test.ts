import { directlyFollows, type EventLog, writeCsv } from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import {
  batteryLogExpectations,
  checkExpectations,
  type ExpectationResult,
  generateBatteryLog,
  logExpectations,
} from "@gigamine/synthetic";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { referenceLog } from "./reference-data.js";

let original: EventLog;
let verdicts: ReadonlyMap<string, ExpectationResult>;
const generated = generateBatteryLog();

beforeAll(async () => {
  original = await readLogFile(referenceLog("battery_production_event_log.csv"));
  const { results } = checkExpectations(original, [...logExpectations(), ...batteryLogExpectations()]);
  verdicts = new Map(results.map((result) => [result.id, result]));
});

describe("a generated battery log beside the published one", () => {
  it("has the same 17 activities", () => {
    expect([...generated.activities].sort()).toEqual([...original.activities].sort());
    expect(generated.activities).toHaveLength(17);
  });

  it("has about as many events a case, once the doubled arrivals are taken off", () => {
    // 13 507 events of 1000 cases; each begins with two arrivals. Loops differ, so within a tenth.
    const published = original.activity.length / original.caseIds.length - 1;
    const ours = generated.activity.length / generated.caseIds.length;
    expect(published).toBeCloseTo(12.507, 3);
    expect(Math.abs(ours / published - 1)).toBeLessThan(0.1);
  });

  it("has batch sizes in the same range, and every case ends with its shipment", () => {
    const range = (log: EventLog) => {
      const size = log.eventAttributes.batch_size;
      if (size?.kind !== "number") throw new Error("batch_size is no number");
      return [size.values.reduce((a, b) => Math.min(a, b)), size.values.reduce((a, b) => Math.max(a, b))];
    };
    expect(range(original)).toEqual([511, 4999]);
    const [least, most] = range(generated) as [number, number];
    expect(least >= 500 && least < 550 && most > 4950 && most <= 5000).toBe(true);
    for (const log of [original, generated]) {
      const { activities, endCounts } = directlyFollows(log);
      expect(endCounts[activities.indexOf("Shipment")]).toBe(1000);
    }
  });

  it("has the columns of the published file when written as CSV", () => {
    const header = writeCsv(generateBatteryLog({ lots: 1 })).split(/\r?\n/)[0];
    expect(header).toBe("case_id,activity,timestamp,resource,batch_size");
  });

  it("meets every expectation", () => {
    const report = checkExpectations(generated, [...logExpectations(), ...batteryLogExpectations()]);
    expect(report.results.filter(({ success }) => !success)).toEqual([]);
  });
});

describe("the expectations find in the published log", () => {
  it("nothing that keeps any log from being analysed", () => {
    const failed = [...verdicts.values()].filter(({ id, success }) => id.startsWith("log/") && !success);
    expect(failed.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("a doubled arrival in 1000 of 1000 cases", () => {
    expect(verdicts.get("battery/arrival-once")).toMatchObject({
      success: false,
      violations: 1000,
      observed: "1000 of 1000 lots arrive more than once",
    });
  });

  it("1000 batch starts in one instant", () => {
    expect(verdicts.get("battery/batch-starts-apart")).toMatchObject({
      violations: 1000,
      observed: "1000 batch starts, at most 1000 in one instant; 5 possible",
      examples: ["1000 batch starts at 2023-10-01T00:00:00.000Z"],
    });
  });

  it("all arrivals within ten hours, where 1000 lots would need weeks", () => {
    expect(verdicts.get("battery/arrivals-spread")).toMatchObject({ violations: 1 });
    expect(verdicts.get("battery/arrivals-spread")!.observed).toMatch(/^1000 lots begin within 9\.6 h/);
  });

  it("raw material steps after the batch start in 91 cases", () => {
    expect(verdicts.get("battery/raw-steps-before-start")).toMatchObject({
      violations: 91,
      observed: "91 of 1000 lots have raw material steps after the batch start",
    });
  });

  it("rework before the check that should have asked for it", () => {
    const { violations, examples } = verdicts.get("battery/rework-allowed")!;
    expect(violations).toBeGreaterThan(1000);
    expect(examples[0]).toBe(
      'case "BATCH_00004", event 8 "REWORK_Assembly/Packaging" must not follow "In-Process Quality Check"',
    );
  });

  // These counts were made with a few lines of Python on the rows of the file.
  it.each([
    ["line-order", 89],
    ["rework-cap", 30],
    ["resource-one-lot", 995],
    ["resource-skills", 9692],
  ])("%s broken %d times", (name, violations) => {
    expect(verdicts.get(`battery/${name}`)!.violations).toBe(violations);
  });

  it("a rework rate that would do: 845 of 5000 checks are made again", () => {
    expect(verdicts.get("battery/rework-rate")).toMatchObject({ success: true });
    expect(verdicts.get("battery/rework-rate")!.observed).toMatch(/^845 of 5000 checks failed at first/);
  });

  it("no fault where there is none: labels, first arrival, last shipment, completeness, sizes", () => {
    for (const name of [
      "activities-known",
      "arrival-first",
      "shipment-last",
      "lots-complete",
      "batch-size",
    ]) {
      expect(verdicts.get(`battery/${name}`)).toMatchObject({ success: true, violations: 0 });
    }
  });
});
