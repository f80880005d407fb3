import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  activityDurations,
  bottlenecks,
  caseDurations,
  casesOverTime,
  performanceDfg,
} from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

const seeded = { seed: 20250106, numRuns: 200 };

// case durations 40, 25, 0, 130; gaps before b: 10, 5, 100, 30; before c: 30, 20, 0
const worked = tinyLog("1: a@0 b@10 c@40", "2: a@5 c@25 b@30", "3: a@7", "4: a@0 b@100 b@130 c@130");

const noFigures = {
  totalMs: 0,
  meanMs: null,
  sdMs: null,
  minMs: null,
  p10Ms: null,
  p25Ms: null,
  medianMs: null,
  p75Ms: null,
  p90Ms: null,
  maxMs: null,
};

describe("caseDurations", () => {
  it("runs from the first to the last completion, with quantiles interpolated as in R type 7", () => {
    const { basis, durationMs, summary } = caseDurations(worked);
    expect(basis).toBe("completion");
    expect(durationMs).toEqual([40, 25, 0, 130]);
    expect(summary).toEqual({
      count: 4,
      totalMs: 195,
      meanMs: 48.75,
      sdMs: expect.closeTo(Math.sqrt(9618.75 / 3), 10),
      minMs: 0,
      p10Ms: expect.closeTo(7.5, 10),
      p25Ms: 18.75,
      medianMs: 32.5,
      p75Ms: 62.5,
      p90Ms: expect.closeTo(103, 10),
      maxMs: 130,
    });
  });

  it("begins at the earliest start when starts are recorded, and at the completion of an event without one", () => {
    const log = tinyLog("1: a@5..10 b@0..20", "2: a@3 b@8..9", "3: a@4..9");
    expect(caseDurations(log)).toMatchObject({ basis: "start", durationMs: [20, 6, 5] });
  });

  it("is never negative, also where a recorded start lies after the completions", () => {
    expect(caseDurations(tinyLog("1: a@100.. b@5", "2: a@9..5", "3: a@2.. b@5")).durationMs).toEqual([
      0, 0, 3,
    ]);
  });

  it("keeps the deviation of durations that are long and nearly equal", () => {
    const log = tinyLog(...[1, 2, 3, 4, 5, 6, 7, 8].map((d) => `${d}: a@0 b@${8e15 + d}`));
    expect(caseDurations(log).summary.sdMs).toBeCloseTo(Math.sqrt(6), 12); // of 1 … 8: 42 / 7 = 6
  });

  it("is null for a case without events, or whose first or last event has no time", () => {
    const { durationMs, summary } = caseDurations(tinyLog("1:", "2: a b@5", "3: a@5 b", "4: a@5 b c@9"));
    expect(durationMs).toEqual([null, null, null, 4]);
    expect(summary.count).toBe(1);
    expect(summary.sdMs).toBeNull();
  });

  it("gives an empty list and null figures for an empty log and for a log without times", () => {
    expect(caseDurations(tinyLog())).toEqual({
      basis: "completion",
      clock: "wall",
      durationMs: [],
      summary: { count: 0, ...noFigures },
    });
    expect(caseDurations(tinyLog("1: a b")).summary).toEqual({ count: 0, ...noFigures });
  });

  it("does not change when all times are shifted, and grows with the unit", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), (cases) => {
        const plain = caseDurations(logOf(cases));
        expect(caseDurations(logOf(cases, (t) => t + 1_700_000_000_000))).toEqual(plain);
        const doubled = caseDurations(logOf(cases, (t) => t * 2));
        expect(doubled.durationMs).toEqual(plain.durationMs.map((d) => (d === null ? null : d * 2)));
        expect(doubled.summary.meanMs).toBe(plain.summary.meanMs === null ? null : plain.summary.meanMs * 2);
      }),
      seeded,
    );
  });

  it("summarizes alike whatever the order of the cases", () => {
    fc.assert(
      fc.property(arbitraryCases(), (cases) => {
        expect(caseDurations(logOf(cases.toReversed())).summary).toEqual(caseDurations(logOf(cases)).summary);
      }),
      seeded,
    );
  });
});

describe("activityDurations", () => {
  it("measures the gap since the previous event where no start is known, without the first event of a case", () => {
    const [a, b, c] = activityDurations(worked);
    expect(a).toEqual({
      activity: "a",
      count: 4,
      measured: 0,
      startAfterCompletion: 0,
      basis: "gap",
      clock: "wall",
      ...noFigures,
      bottleneck: false,
    });
    expect(b).toMatchObject({
      activity: "b",
      count: 4,
      measured: 4,
      basis: "gap",
      totalMs: 145,
      meanMs: 36.25,
      medianMs: 20,
      minMs: 5,
      maxMs: 100,
      bottleneck: true,
    });
    expect(c).toMatchObject({ activity: "c", count: 3, measured: 3, totalMs: 50, bottleneck: false });
  });

  it("counts the first event of a case as 0 when asked to, unless it has no time", () => {
    const [a] = activityDurations(worked, { firstEvent: "zero" });
    expect(a).toMatchObject({ count: 4, measured: 4, meanMs: 0, maxMs: 0 });
    const [untimed] = activityDurations(tinyLog("1: a", "2: a@1"), { firstEvent: "zero" });
    expect(untimed).toMatchObject({ count: 2, measured: 1 });
  });

  it("measures from start to completion where starts are known, and never mixes that with gaps", () => {
    const log = tinyLog("1: a@0 b@30..50", "2: a@100 b@105..150", "3: a@7 b@10");
    expect(activityDurations(log)).toMatchObject([
      { activity: "a", basis: "gap", measured: 0 },
      { activity: "b", basis: "service", count: 3, measured: 2, totalMs: 65, meanMs: 32.5 },
    ]);
    expect(activityDurations(log, { basis: "gap" })[1]).toMatchObject({ basis: "gap", totalMs: 103 });
    expect(activityDurations(log, { basis: "service" })[0]).toMatchObject({ basis: "service", measured: 0 });
  });

  it("leaves out and counts a start after its completion", () => {
    const [a] = activityDurations(tinyLog("1: a@9..5", "2: a@1..4"));
    expect(a).toMatchObject({ count: 2, measured: 1, startAfterCompletion: 1, totalMs: 3 });
  });

  it("leaves a gap next to an event without a time unmeasured", () => {
    expect(activityDurations(tinyLog("1: a@0 b c@9 d@10"))).toMatchObject([
      { activity: "a", measured: 0 },
      { activity: "b", measured: 0 },
      { activity: "c", measured: 0 },
      { activity: "d", measured: 1, totalMs: 1 },
    ]);
  });

  it("does not list excluded activities but lets gaps begin and end at them", () => {
    const log = tinyLog("1: a@0 REWORK_a@10 b@15");
    const listed = activityDurations(log, { excludePrefix: "REWORK_", exclude: ["a", "unknown"] });
    expect(listed).toMatchObject([{ activity: "b", totalMs: 5, bottleneck: true }]);
  });

  it("names the option, the value and what is allowed", () => {
    // @ts-expect-error a user without types
    expect(() => activityDurations(worked, { firstEvent: "skip" })).toThrow(
      'activityDurations: option firstEvent is "skip". Give "exclude" or "zero".',
    );
    // @ts-expect-error a user without types
    expect(() => activityDurations(worked, { exclude: "a" })).toThrow(
      'activityDurations: option exclude is "a". Give a list of activity names, such as ["Storage"].',
    );
    expect(() => activityDurations(worked, { excludePrefix: "" })).toThrow(
      'activityDurations: option excludePrefix is "". Every name starts with it. Leave the option out.',
    );
  });

  it("treats an activity called constructor as any other, and gives nothing for an empty log", () => {
    expect(activityDurations(tinyLog("1: a@0 constructor@3"))[1]).toMatchObject({ totalMs: 3 });
    expect(activityDurations(tinyLog())).toEqual([]);
  });

  it("marks as bottleneck the activity that bottlenecks ranks first", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), (cases) => {
        const log = logOf(cases);
        const marked = activityDurations(log, { firstEvent: "zero" }).filter((a) => a.bottleneck);
        const first = bottlenecks(log).filter(({ rank, totalMs }) => rank === 1 && totalMs > 0);
        expect(marked.map((a) => a.activity)).toEqual(first.map((b) => b.activity));
      }),
      seeded,
    );
  });
});

describe("bottlenecks", () => {
  it("ranks by the total time on the way to an activity, with its share of time and of cases", () => {
    expect(bottlenecks(worked)).toEqual([
      {
        rank: 1,
        activity: "b",
        count: 4,
        totalMs: 145,
        meanMs: 36.25,
        medianMs: 20,
        shareOfTime: 145 / 195,
        cases: 3,
        shareOfCases: 0.75,
        waitingMs: null,
        serviceMs: null,
        clock: "wall",
        intervals: null,
      },
      {
        rank: 2,
        activity: "c",
        count: 3,
        totalMs: 50,
        meanMs: 50 / 3,
        medianMs: 20,
        shareOfTime: 50 / 195,
        cases: 3,
        shareOfCases: 0.75,
        waitingMs: null,
        serviceMs: null,
        clock: "wall",
        intervals: null,
      },
    ]);
  });

  it("puts a rare slow activity behind a frequent one by total, and before it by mean or median", () => {
    const log = tinyLog("1: a@0 slow@1000", "2: a@0 b@400", "3: a@0 b@400", "4: a@0 b@400");
    const order = (rankBy: "total" | "mean" | "median") =>
      bottlenecks(log, { rankBy }).map(({ activity }) => activity);
    expect(order("total")).toEqual(["b", "slow"]);
    expect(order("mean")).toEqual(["slow", "b"]);
    expect(order("median")).toEqual(["slow", "b"]);
  });

  it("splits the time at recorded starts into waiting and service; the first event counts from its start", () => {
    const log = tinyLog("1: a@0..10 b@30..50", "2: a@100..110 b@105..150");
    expect(bottlenecks(log)).toMatchObject([
      { activity: "b", totalMs: 80, waitingMs: 20, serviceMs: 60 },
      { activity: "a", totalMs: 20, waitingMs: 0, serviceMs: 20 },
    ]);
  });

  it("takes a start after the completion to the completion, and leaves the first event of a case out for it", () => {
    expect(bottlenecks(tinyLog("1: a@9..5 b@30..20"))).toMatchObject([
      { activity: "b", totalMs: 15, waitingMs: 15, serviceMs: 0, shareOfTime: 1 },
    ]);
  });

  it("gives ties to the lower activity id", () => {
    expect(bottlenecks(tinyLog("1: z@0 y@5 x@10")).map(({ activity }) => activity)).toEqual(["y", "x"]);
  });

  it("has no share of time when no time passed, and nothing to rank without times", () => {
    expect(bottlenecks(tinyLog("1: a@5 b@5"))).toMatchObject([
      { activity: "b", totalMs: 0, shareOfTime: null },
    ]);
    expect(bottlenecks(tinyLog("1: a b"))).toEqual([]);
    expect(bottlenecks(tinyLog())).toEqual([]);
  });

  it("splits the case durations of a fully timed log without overlap", () => {
    fc.assert(
      fc.property(arbitraryCases(), (cases) => {
        const log = logOf(cases);
        const total = bottlenecks(log).reduce((sum, { totalMs }) => sum + totalMs, 0);
        expect(total).toBe(caseDurations(log).summary.totalMs);
      }),
      seeded,
    );
  });
});

describe("performanceDfg", () => {
  it("gives count, mean, median, extremes and total of every arc, in the order of directlyFollows", () => {
    expect(performanceDfg(worked)).toEqual({
      activities: ["a", "b", "c"],
      from: [0, 0, 1, 1, 2],
      to: [1, 2, 1, 2, 1],
      count: [2, 1, 1, 2, 1],
      startCounts: [4, 0, 0],
      endCounts: [1, 1, 2],
      activityCounts: [4, 4, 3],
      measured: [2, 1, 1, 2, 1],
      totalMs: [110, 20, 30, 30, 5],
      meanMs: [55, 20, 30, 15, 5],
      clock: "wall",
      medianMs: [55, 20, 30, 15, 5],
      p90Ms: [91, 20, 30, 27, 5],
      minMs: [10, 20, 30, 0, 5],
      maxMs: [100, 20, 30, 30, 5],
    });
  });

  it("has null where no time of an arc is known, and no arc for an empty log", () => {
    expect(performanceDfg(tinyLog("1: a@0 b", "2: b@1 a@4"))).toMatchObject({
      count: [1, 1],
      measured: [0, 1],
      totalMs: [0, 3],
      meanMs: [null, 3],
      medianMs: [null, 3],
      p90Ms: [null, 3],
      minMs: [null, 3],
      maxMs: [null, 3],
    });
    expect(performanceDfg(tinyLog())).toMatchObject({ from: [], measured: [], medianMs: [] });
  });

  it("agrees with sorting the times of each arc, and its totals sum to the case durations", () => {
    fc.assert(
      fc.property(arbitraryCases(), (cases) => {
        const log = logOf(cases);
        const times = new Map<string, number[]>();
        for (let c = 0; c < log.caseIds.length; c++) {
          for (let e = log.caseOffsets[c]! + 1; e < log.caseOffsets[c + 1]!; e++) {
            const key = `${log.activity[e - 1]} ${log.activity[e]}`;
            times.set(key, [...(times.get(key) ?? []), log.time[e]! - log.time[e - 1]!]);
          }
        }
        const { from, to, medianMs, minMs, maxMs, measured, totalMs } = performanceDfg(log);
        expect(from.length).toBe(times.size);
        from.forEach((_, arc) => {
          const sorted = times.get(`${from[arc]} ${to[arc]}`)!.sort((x, y) => x - y);
          const n = sorted.length;
          expect(measured[arc]).toBe(n);
          expect(medianMs[arc]).toBe((sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2);
          expect([minMs[arc], maxMs[arc]]).toEqual([sorted[0], sorted[n - 1]]);
        });
        const total = totalMs.reduce((sum, t) => sum + t, 0);
        expect(total).toBe(caseDurations(log).summary.totalMs);
      }),
      seeded,
    );
  });

  it("finds the arcs of a log with more activities than a table would hold", () => {
    const names = Array.from({ length: 1500 }, (_, i) => `s${i}@${i * i}`);
    const { from, totalMs } = performanceDfg(tinyLog(`1: ${names.join(" ")}`));
    expect(from.length).toBe(1499);
    expect(totalMs[1400]).toBe(2801);
  });
});

describe("casesOverTime", () => {
  const at = (text: string) => Date.parse(text);
  const log = tinyLog(
    `1: a@${at("2025-01-06T08:00Z")} b@${at("2025-01-07T12:00Z")}`,
    `2: a@${at("2025-01-06T09:00Z")} b@${at("2025-01-06T23:59:59.999Z")}`,
    `3: a@${at("2025-01-09T00:00Z")}`,
    "4: a",
  );

  it("counts arrivals, completions and the cases in progress at the end of each UTC day, empty days included", () => {
    const { buckets, cases, casesWithoutTimes, unit } = casesOverTime(log);
    expect({ cases, casesWithoutTimes, unit }).toEqual({ cases: 3, casesWithoutTimes: 1, unit: "day" });
    expect(buckets).toEqual([
      { fromMs: at("2025-01-06"), toMs: at("2025-01-07"), arrivals: 2, completions: 1, inProgress: 1 },
      { fromMs: at("2025-01-07"), toMs: at("2025-01-08"), arrivals: 0, completions: 1, inProgress: 0 },
      { fromMs: at("2025-01-08"), toMs: at("2025-01-09"), arrivals: 0, completions: 0, inProgress: 0 },
      { fromMs: at("2025-01-09"), toMs: at("2025-01-10"), arrivals: 1, completions: 1, inProgress: 0 },
    ]);
  });

  it("begins weeks on Monday and months on the first, also before 1970", () => {
    const week = casesOverTime(tinyLog(`1: a@${at("2025-01-05T23:00Z")} b@${at("2025-01-06T00:00Z")}`), {
      unit: "week",
    });
    expect(week.buckets.map(({ fromMs }) => fromMs)).toEqual([at("2024-12-30"), at("2025-01-06")]);
    const month = casesOverTime(tinyLog("1: a@-0.5 b@0"), { unit: "month" });
    expect(month.buckets).toEqual([
      { fromMs: at("1969-12-01"), toMs: 0, arrivals: 1, completions: 0, inProgress: 1 },
      { fromMs: 0, toMs: at("1970-02-01"), arrivals: 0, completions: 1, inProgress: 0 },
    ]);
    const early = casesOverTime(tinyLog(`1: a@${at("0050-06-15T00:00Z")}`), { unit: "month" });
    expect(early.buckets[0]!.fromMs).toBe(at("0050-06-01T00:00Z"));
  });

  it("gives no bucket without a timed case, and refuses a span that one wrong time makes", () => {
    expect(casesOverTime(tinyLog("1: a")).buckets).toEqual([]);
    expect(() => casesOverTime(tinyLog("1: a@0", `2: a@${at("2025-01-01")}`), { unit: "hour" })).toThrow(
      "casesOverTime: from 1970-01-01T00:00:00.000Z to 2025-01-01T00:00:00.000Z there are more than 100000 buckets of one hour. " +
        "Give a longer unit, or filter out the events with wrong times.",
    );
    const last = casesOverTime(tinyLog("1: a@8.64e15"), { unit: "month" });
    expect(last.buckets).toMatchObject([
      { fromMs: at("+275760-09-01T00:00:00Z"), toMs: 8.64e15, arrivals: 1 },
    ]);
    // @ts-expect-error a user without types
    expect(() => casesOverTime(log, { unit: "year" })).toThrow(
      'casesOverTime: option unit is "year". Give "hour" or "day" or "week" or "month".',
    );
  });

  it("counts every timed case once in and once out, and none is left in progress", () => {
    fc.assert(
      fc.property(arbitraryCases(), fc.constantFrom("hour", "day", "week", "month"), (cases, unit) => {
        const result = casesOverTime(
          logOf(cases, (t) => t * 1000),
          { unit },
        );
        const sum = (field: "arrivals" | "completions") =>
          result.buckets.reduce((total, bucket) => total + bucket[field], 0);
        expect(sum("arrivals")).toBe(result.cases);
        expect(sum("completions")).toBe(result.cases);
        expect(result.buckets.at(-1)?.inProgress ?? 0).toBe(0);
        result.buckets.slice(1).forEach((bucket, i) => {
          expect(bucket.fromMs).toBe(result.buckets[i]!.toMs);
        });
      }),
      seeded,
    );
  });
});
