import type { EventLog } from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import {
  arrivals,
  caseDurations,
  cycleTime,
  eventuallyFollowsDurations,
  littlesLaw,
  performanceDfg,
  workInProcess,
} from "@gigamine/stats";
import { describe, expect, it } from "@jest/globals";
import { REFERENCE_LOGS, referenceLog, referenceResults } from "./reference-data.js";

type Results = ReturnType<typeof referenceResults>;

/** Where the reference tool dropped time zone offsets, the section that honours them. */
const section = (expected: Results, key: string): Results => expected.offset_aware?.[key] ?? expected[key];

/** To 1e-9 of the expected seconds, and never asked to be nearer than a nanosecond. */
function expectSeconds(actualMs: number | null | undefined, expectedS: number): void {
  expect(actualMs).not.toBeNull();
  const error = Math.abs(actualMs! / 1000 - expectedS);
  if (!(error <= Math.max(1e-9, 1e-9 * Math.abs(expectedS)))) {
    throw new Error(`${actualMs} ms instead of ${expectedS} s: off by ${error} s`);
  }
}

describe.each(REFERENCE_LOGS)("times of %s", (file) => {
  const loaded: Promise<[EventLog, Results]> = readLogFile(referenceLog(file)).then((log) => [
    log,
    referenceResults(file.replace(/\.(xes|csv)(\.gz)?$/, "")),
  ]);

  it("agrees on the average case arrival", async () => {
    const [log, expected] = await loaded;
    expectSeconds(arrivals(log).arrivals.gap.meanMs, section(expected, "case_arrival_avg"));
  });

  it("agrees on the cycle time, which the reference takes for 0 where it is not known", async () => {
    const [log, expected] = await loaded;
    const { withoutLastStretchMs, cycleTimeMs, basis } = cycleTime(log);
    expectSeconds(withoutLastStretchMs, section(expected, "cycle_time"));
    expect([basis, cycleTimeMs]).toEqual(["completion", null]);
  });

  it("agrees on case durations and the times of arcs to 1e-9", async () => {
    const [log, expected] = await loaded;
    const durations = section(expected, "case_durations");
    const { summary } = caseDurations(log);
    expectSeconds(summary.meanMs, durations.mean);
    expectSeconds(summary.medianMs, durations.median);
    const dfg = performanceDfg(log);
    const found = dfg.from.map(
      (from, arc) => [dfg.activities[from], dfg.activities[dfg.to[arc]!], arc] as const,
    );
    const arcs = new Map(found.map(([from, to, arc]) => [JSON.stringify([from, to]), arc]));
    const reference = section(expected, "performance_dfg");
    expect(arcs.size).toBe(reference.length);
    for (const [from, to, mean, median] of reference) {
      const arc = arcs.get(JSON.stringify([from, to]))!;
      expectSeconds(dfg.meanMs[arc], mean);
      expectSeconds(dfg.medianMs[arc], median);
    }
  });

  it("agrees on which activities eventually follow which, how often, and after what time on average", async () => {
    const [log, expected] = await loaded;
    const result = eventuallyFollowsDurations(log);
    const pairs = new Map(
      result.from.map((from, pair) => [
        JSON.stringify([result.activities[from], result.activities[result.to[pair]!]]),
        pair,
      ]),
    );
    expect(pairs.size).toBe(expected.eventually_follows.length);
    for (const [from, to, count] of expected.eventually_follows) {
      const pair = pairs.get(JSON.stringify([from, to]))!;
      expect([from, to, result.count[pair], result.measured[pair]]).toEqual([from, to, count, count]);
    }
    for (const [from, to, mean] of section(expected, "temporal_profile")) {
      expectSeconds(result.meanMs[pairs.get(JSON.stringify([from, to]))!], mean);
    }
  });

  it("has as much work in process as the durations of its cases, and Little's law over the whole log", async () => {
    const [log] = await loaded;
    const { mean, fromMs, toMs } = workInProcess(log, { unit: "month", timeZone: "Europe/Amsterdam" });
    const { meanInProcess, expectedInProcess, difference } = littlesLaw(log);
    const { totalMs } = caseDurations(log).summary;
    if (mean === null) {
      expect([totalMs, meanInProcess]).toEqual([0, null]); // a log whose events all have one time
      return;
    }
    expect(Math.abs((mean * (toMs! - fromMs!)) / totalMs - 1)).toBeLessThan(1e-9);
    expect(Math.abs(meanInProcess! / mean - 1)).toBeLessThan(1e-9);
    expect(Math.abs(expectedInProcess! / mean - 1)).toBeLessThan(1e-9);
    expect(difference).toBe(0);
  });
});
