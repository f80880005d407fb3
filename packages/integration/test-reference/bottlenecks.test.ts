import type { EventLog } from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import { bottlenecks, compareGroups, variantStatistics } from "@gigamine/stats";
import { describe, expect, it } from "@jest/globals";
import { REFERENCE_LOGS, referenceLog, referenceResults } from "./reference-data.js";

const load = (file: string): Promise<EventLog> => readLogFile(referenceLog(file));

describe.each(REFERENCE_LOGS)("bottlenecks and variants of %s", (file) => {
  const expected = referenceResults(file.replace(/\.(xes|csv)(\.gz)?$/, ""));

  it("agrees on the total, mean and median time of every arc, and ranks them by it", async () => {
    const arcs = bottlenecks(await load(file), { of: "arcs" });
    const times = new Map<string, { mean: number; median: number; count: number }>();
    for (const [from, to, mean, median] of expected.offset_aware?.performance_dfg ??
      expected.performance_dfg) {
      times.set(JSON.stringify([from, to]), { mean, median, count: 0 });
    }
    for (const [from, to, count] of expected.dfg) times.get(JSON.stringify([from, to]))!.count = count;
    expect(arcs).toHaveLength(times.size);
    let before = Number.POSITIVE_INFINITY;
    for (const { from, to, count, totalMs, meanMs, medianMs } of arcs) {
      const arc = times.get(JSON.stringify([from, to]))!;
      expect(count).toBe(arc.count);
      // the reference keeps microseconds
      expect(Math.abs(meanMs / 1000 - arc.mean)).toBeLessThanOrEqual(Math.max(1e-6, 1e-9 * arc.mean));
      expect(Math.abs(medianMs / 1000 - arc.median)).toBeLessThanOrEqual(Math.max(1e-6, 1e-9 * arc.median));
      const total = arc.mean * arc.count;
      expect(totalMs).toBeLessThanOrEqual(before);
      expect(Math.abs(totalMs / 1000 - total)).toBeLessThanOrEqual(Math.max(1e-6 * count, 1e-9 * total));
      before = totalMs;
    }
  });

  it("agrees on the variants and how many cases follow each", async () => {
    const { variants } = variantStatistics(await load(file));
    const counts = new Map(variants.map((v) => [JSON.stringify(v.activities), v.cases]));
    expect(counts.size).toBe(expected.variants.total);
    for (const { activities, count } of expected.variants.list) {
      expect(counts.get(JSON.stringify(activities))).toBe(count);
    }
  });
});

describe("the battery log's cases with rework against those without", () => {
  it("agrees with SciPy 1.10.1 on the tests of durations and shares", async () => {
    const log = await load("battery_production_event_log.csv");
    const names = log.activities.filter((name) => name.startsWith("REWORK_"));
    const comparison = compareGroups(log, { kind: "activity", names });
    expect([comparison.groupA.cases, comparison.groupB.cases]).toEqual([612, 388]);
    // scipy.stats.mannwhitneyu(a, b, method="asymptotic", use_continuity=False), and 2U/mn − 1
    const { caseDuration, activities, arcs } = comparison;
    expect(caseDuration.pValue! / 9.488318005443864e-15).toBeCloseTo(1, 9);
    expect(caseDuration.cliffsDelta).toBeCloseTo(0.29036116164678916, 12);
    const durations = {
      Shipment: [0.8840609387495443, -0.005466275857422098],
      "Final Quality Check": [0.6585156436082734, -0.0165672798328953],
      "Quality Check (Raw Material)": [0.6259326336890731, -0.017540558340837897],
      "Assembly/Packaging": [0.934280209054884, 0.003091098982548335],
    };
    for (const [activity, [pValue, delta]] of Object.entries(durations)) {
      const { duration } = activities.find((entry) => entry.activity === activity)!;
      expect(duration.pValue).toBeCloseTo(pValue!, 9);
      expect(duration.cliffsDelta).toBeCloseTo(delta!, 9);
    }
    // chi2_contingency(table, correction=False), its statistic times 999/1000, chi2.sf on one degree of freedom
    const shares = [
      ["Final Quality Check", "Storage (Finished Goods)", 602, 383, 0.6617025960849864],
      ["Storage (Raw Material)", "Material Allocation", 549, 349, 0.9017542980921129],
    ] as const;
    for (const [from, to, casesA, casesB, pValue] of shares) {
      const { presence } = arcs.find((arc) => arc.from === from && arc.to === to)!;
      expect([presence.casesA, presence.casesB]).toEqual([casesA, casesB]);
      expect(presence.pValue).toBeCloseTo(pValue, 9);
    }
  });
});
