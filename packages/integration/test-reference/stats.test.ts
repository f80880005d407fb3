import type { EventLog } from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import {
  activityDurations,
  caseDurations,
  caseVariables,
  correlations,
  pearson,
  performanceDfg,
  rework,
  reworkRateByGroup,
  summarize,
} from "@gigamine/stats";
import { describe, expect, it } from "@jest/globals";
import { REFERENCE_LOGS, referenceLog, referenceResults } from "./reference-data.js";

/** The tolerance for means and medians of durations: 1e-6 s, or 1e-9 relative where that is more. */
function expectDuration(actualMs: number | null, expectedS: number): void {
  expect(actualMs).not.toBeNull();
  const allowed = Math.max(1e-6, 1e-9 * Math.abs(expectedS));
  const error = Math.abs(actualMs! / 1000 - expectedS);
  if (error > allowed) throw new Error(`${actualMs} ms instead of ${expectedS} s: off by ${error} s`);
}

type Results = ReturnType<typeof referenceResults>;

/** Where the reference tool dropped time zone offsets, the section that honours them. */
function section(expected: Results, key: string): Results {
  return expected.offset_aware?.[key] ?? expected[key];
}

function load(file: string): Promise<[EventLog, Results]> {
  const name = file.replace(/\.(xes|csv)(\.gz)?$/, "");
  return readLogFile(referenceLog(file)).then((log) => [log, referenceResults(name)]);
}

describe.each(REFERENCE_LOGS)("times of %s", (file) => {
  it("agrees on mean, median, least and greatest case duration, and on the counts of the log", async () => {
    const [log, expected] = await load(file);
    const { summary, basis } = caseDurations(log);
    const reference = section(expected, "case_durations");
    expect(basis).toBe("completion");
    expectDuration(summary.meanMs, reference.mean);
    expectDuration(summary.medianMs, reference.median);
    expectDuration(summary.minMs, reference.min);
    expectDuration(summary.maxMs, reference.max);
    const counts = summarize(log);
    const { meta, activities, start_activities, end_activities } = expected;
    expect([counts.events, counts.cases, counts.variants]).toEqual([
      meta.n_events,
      meta.n_cases,
      meta.n_variants,
    ]);
    expect(counts.eventsPerCase.mean).toBeCloseTo(meta.trace_length.mean, 9);
    expect(Object.fromEntries(counts.activities.map((a) => [a.activity, a.events]))).toEqual(activities);
    expect(Object.fromEntries(counts.startActivities.map((a) => [a.activity, a.cases]))).toEqual(
      start_activities,
    );
    expect(Object.fromEntries(counts.endActivities.map((a) => [a.activity, a.cases]))).toEqual(
      end_activities,
    );
  });

  it("agrees on mean and median of every arc of the performance graph", async () => {
    const [log, expected] = await load(file);
    const dfg = performanceDfg(log);
    const arcs = new Map(
      dfg.from.map((from, i) => [JSON.stringify([dfg.activities[from], dfg.activities[dfg.to[i]!]]), i]),
    );
    const reference = section(expected, "performance_dfg");
    expect(arcs.size).toBe(reference.length);
    for (const [a, b, mean, median] of reference) {
      const arc = arcs.get(JSON.stringify([a, b]))!;
      expectDuration(dfg.meanMs[arc]!, mean);
      expectDuration(dfg.medianMs[arc]!, median);
    }
  });
});

it.each(REFERENCE_LOGS)("agrees on the cases that repeat each activity of %s", async (file) => {
  const [log, expected] = await load(file);
  const repeated = rework(log).activities.filter(({ casesWithRepeats }) => casesWithRepeats > 0);
  expect(Object.fromEntries(repeated.map((a) => [a.activity, a.casesWithRepeats]))).toEqual(
    expected.rework_cases_per_activity,
  );
});

describe("the analyses of the battery log", () => {
  const loaded = load("battery_production_event_log.csv");

  it("agrees on count, mean, median and deviation of every activity, first events counted as 0", async () => {
    const [log, { battery_analysis: expected }] = await loaded;
    const durations = activityDurations(log, { firstEvent: "zero", excludePrefix: "REWORK_" });
    expect(durations.map(({ activity }) => activity).sort()).toEqual(
      Object.keys(expected.duration_per_activity_s).sort(),
    );
    for (const { activity, count, measured, basis, meanMs, medianMs, sdMs } of durations) {
      const reference = expected.duration_per_activity_s[activity];
      expect([count, measured, basis]).toEqual([reference.count, reference.count, "gap"]);
      expectDuration(meanMs, reference.mean);
      expectDuration(medianMs, reference.median);
      expect(Math.abs(sdMs! / 1000 / reference.std - 1)).toBeLessThan(1e-7);
    }
  });

  it("agrees on the rework events of every activity", async () => {
    const [log, { battery_analysis: expected }] = await loaded;
    const { prefixed, basis } = rework(log);
    expect(basis).toBe("prefix");
    expect(Object.fromEntries(prefixed.map(({ activity, events }) => [activity, events]))).toEqual(
      expected.rework_counts,
    );
  });

  it("agrees on the correlation of batch size and case duration", async () => {
    const [log, { battery_analysis: expected }] = await loaded;
    const [pair] = correlations(log, { between: ["batch_size"], and: ["durationMs"] });
    expect(Math.abs(pair!.r! - expected.batch_size_duration_correlation)).toBeLessThan(1e-9);
    expect(pair!.n).toBe(1000);
    const variables = new Map(caseVariables(log).map(({ name, values }) => [name, values]));
    expect(pearson(variables.get("batch_size")!, variables.get("durationMs")!).r).toBe(pair!.r);
  });

  it("agrees on the rework rate by batch size, but for the smallest batches, which the reference leaves out", async () => {
    const [log, { battery_analysis: expected }] = await loaded;
    const result = reworkRateByGroup(log, "batch_size", { bins: 5, closed: "right" });
    if (result.kind !== "range") throw new Error("batch_size is a number");
    const reference = expected.rework_rate_by_batch_size;
    const sizes = caseVariables(log).find(({ name }) => name === "batch_size")!.values;
    const { reworkEvents } = rework(log);
    const smallest = sizes.flatMap((size, c) => (size === expected.batch_size.min ? [c] : []));
    expect(smallest.length).toBe(reference.cases_in_no_group);
    const reworked = smallest.filter((c) => reworkEvents[c]! > 0).length;
    expect(result.groups.length).toBe(5);
    result.groups.forEach(({ from, to, cases, casesWithRework, rate }, g) => {
      const group = reference.groups[g];
      expect(from).toBeCloseTo(group.left, 9);
      expect(to).toBeCloseTo(group.right, 9);
      expect(cases).toBe(group.cases + (g === 0 ? smallest.length : 0));
      expect(casesWithRework).toBe(group.cases_with_rework + (g === 0 ? reworked : 0));
      if (g > 0) expect(Math.abs(rate! * 100 - group.rate_percent)).toBeLessThan(1e-9);
    });
  });
});
