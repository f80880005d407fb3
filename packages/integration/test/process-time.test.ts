import {
  caseDurations,
  dwellTimes,
  littlesLaw,
  performanceDfg,
  waitingTimes,
  workInProcess,
} from "@gigamine/stats";
import { generateBatteryLog } from "@gigamine/synthetic";
import { describe, expect, it } from "@jest/globals";

describe("the times of a simulated battery line", () => {
  const log = generateBatteryLog({ lots: 3000, seed: 7 });

  it("obey Little's law in the steady middle, up to what crosses the window", () => {
    const law = littlesLaw(log, { trim: 0.2 });
    expect(Math.abs(law.difference! / law.meanInProcess!)).toBeLessThan(0.02);
    expect(law.meanInProcess! - law.expectedInProcess!).toBeCloseTo(law.difference!, 9);
    const { fromMs, toMs, mean } = workInProcess(log);
    expect(mean! * (toMs! - fromMs!)).toBeCloseTo(caseDurations(log).summary.totalMs, -1);
  });

  it("split along the arcs and by activity without loss", () => {
    const { totalMs } = caseDurations(log).summary;
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(performanceDfg(log).totalMs) / totalMs).toBeCloseTo(1, 12);
    expect(sum(waitingTimes(log).map(({ sojourn }) => sojourn.totalMs)) / totalMs).toBeCloseTo(1, 12);
  });

  it("are checked against a window, lot by lot", () => {
    const [from, to, maxMs] = ["Final Quality Check", "Storage (Finished Goods)", 12 * 3_600_000] as const;
    const [rule] = dwellTimes(log, [{ from, to, maxMs }]);
    expect(rule).toMatchObject({ unknownActivities: [], unmeasured: 0 });
    const occurrences = log.activity.filter((a) => log.activities[a] === from).length;
    expect(rule!.summary.count + rule!.unmatched).toBe(occurrences);
    expect(rule!.tooLong).toBeGreaterThan(0);
    for (const { fromEvent, toEvent, fromMs, toMs, durationMs } of rule!.offences) {
      expect([fromEvent, toEvent].map((e) => log.activities[log.activity[e]!])).toEqual([from, to]);
      expect([fromMs, toMs]).toEqual([log.time[fromEvent], log.time[toEvent]]);
      expect(durationMs).toBe(toMs - fromMs);
      expect(durationMs).toBeGreaterThan(maxMs);
    }
  });
});
