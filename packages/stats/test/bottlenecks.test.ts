import { GigamineError, WorkCalendar } from "@gigamine/base";
import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type BottleneckFigures, bottlenecks, caseDurations, performanceDfg } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

const seeded = { seed: 20250106, numRuns: 150 };

/** A log of `case: activity@time/resource` words. */
function staffedLog(...lines: readonly string[]): EventLog {
  const builder = new EventLogBuilder({ eventAttributes: { resource: "string" } });
  lines.forEach((line, c) => {
    for (const word of line.split(" ")) {
      const [, activity = "", time, resource] = /^(.+)@(\d+)(?:\/(.+))?$/.exec(word)!;
      builder.addEvent(`case ${c}`, activity, Number(time), { resource: resource ?? null });
    }
  });
  return builder.build();
}

/** One case a number: as long on the way to its only measured step as the number says. */
const waits = (values: readonly number[]) => tinyLog(...values.map((ms, i) => `${i}: a@0 b@${ms}`));

describe("bottlenecks of arcs", () => {
  it("ranks the ways between two activities by the time lost on them, worked by hand", () => {
    const log = tinyLog("1: a@0 b@10 c@40", "2: a@5 c@25 b@30", "3: a@7", "4: a@0 b@100 b@130 c@130");
    expect(bottlenecks(log, { of: "arcs" })[0]).toEqual({
      rank: 1,
      from: "a",
      to: "b",
      count: 2,
      totalMs: 110,
      meanMs: 55,
      medianMs: 55,
      shareOfTime: 110 / 195,
      cases: 2,
      shareOfCases: 0.5,
      waitingMs: null,
      serviceMs: null,
      clock: "wall",
      intervals: null,
    });
    // b to b and b to c tie at 30: the lower second activity first
    expect(bottlenecks(log, { of: "arcs" }).map(({ from, to, totalMs }) => [from, to, totalMs])).toEqual([
      ["a", "b", 110],
      ["b", "b", 30],
      ["b", "c", 30],
      ["a", "c", 20],
      ["c", "b", 5],
    ]);
  });

  it("leaves out the first event of a case, which has no arc, and arcs to excluded activities", () => {
    const log = tinyLog("1: a@0..10 b@30..50 c@60");
    expect(bottlenecks(log, { of: "arcs", exclude: ["c"] })).toMatchObject([
      { from: "a", to: "b", totalMs: 40, waitingMs: 20, serviceMs: 20, shareOfTime: 1 },
    ]);
  });

  it("has the totals of performanceDfg, and its entries add up to those of the activities", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), (cases) => {
        const log = logOf(cases);
        const { activities, from, to, totalMs } = performanceDfg(log);
        const arcs = bottlenecks(log, { of: "arcs" });
        for (const arc of arcs) {
          const i = from.findIndex((f, j) => activities[f] === arc.from && activities[to[j]!] === arc.to);
          expect(arc.totalMs).toBe(totalMs[i]);
        }
        for (const { activity, totalMs: total, count } of bottlenecks(log)) {
          const into = arcs.filter((arc) => arc.to === activity);
          expect(into.reduce((sum, arc) => sum + arc.totalMs, 0)).toBe(total);
          expect(into.reduce((sum, arc) => sum + arc.count, 0)).toBe(count);
        }
      }),
      seeded,
    );
  });
});

describe("bottlenecks of resources", () => {
  it("ranks who did what the time led to, without events that name nobody", () => {
    const log = staffedLog("a@0/Ann b@10/Bob c@40/Ann", "a@0/Ann b@25/Bob c@30");
    expect(bottlenecks(log, { of: "resources" })).toMatchObject([
      { rank: 1, resource: "Bob", count: 2, totalMs: 35, shareOfTime: 35 / 65, cases: 2, shareOfCases: 1 },
      { rank: 2, resource: "Ann", count: 1, totalMs: 30, cases: 1, shareOfCases: 0.5 },
    ]);
    expect(bottlenecks(log, { of: "resources", exclude: ["b"] })).toMatchObject([{ resource: "Ann" }]);
  });

  it("takes __proto__ for a resource as any other, and says so when the log has none", () => {
    expect(bottlenecks(staffedLog("a@0 b@1/__proto__"), { of: "resources" })[0]!.resource).toBe("__proto__");
    expect(() => bottlenecks(tinyLog("1: a@0 b@1"), { of: "resources" })).toThrow(
      "bottlenecks: the log does not say who did what.",
    );
  });
});

describe("bottlenecks in working time", () => {
  const calendar = new WorkCalendar({
    timeZone: "UTC",
    shifts: [{ days: ["Mon", "Tue", "Wed", "Thu", "Fri"], from: "08:00", to: "16:00" }],
  });
  const at = (text: string) => Date.parse(`2025-01-${text}Z`);
  const HOUR = 3_600_000;

  it("does not blame a step for the night before it", () => {
    const log = tinyLog(`1: a@${at("06T15:00")} b@${at("07T09:00")} c@${at("07T14:00")}`);
    expect(bottlenecks(log).map(({ activity }) => activity)).toEqual(["b", "c"]);
    expect(bottlenecks(log, { calendar })).toMatchObject([
      { activity: "c", totalMs: 5 * HOUR, clock: "working" },
      { activity: "b", totalMs: 2 * HOUR },
    ]);
  });
});

describe("bootstrap intervals of bottlenecks", () => {
  // Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, tables 2.1 and 2.2: survival of seven treated mice, in days.
  const treated = [94, 197, 16, 38, 99, 141, 23];

  it("gives the standard errors of Efron and Tibshirani's mice: 23.36 of the mean, 37.83 of the median", () => {
    const [b] = bottlenecks(waits(treated), { bootstrap: { samples: 40_000 } });
    const { meanMs, medianMs, totalMs } = b!.intervals!;
    expect([b!.meanMs.toFixed(2), b!.medianMs]).toEqual(["86.86", 94]);
    // four standard errors of 40,000 resamples, about 0.36 % each
    expect(Math.abs(meanMs!.standardError! / 23.36 - 1)).toBeLessThan(0.015);
    expect(Math.abs(medianMs!.standardError! / 37.83 - 1)).toBeLessThan(0.015);
    expect(totalMs.standardError).toBeCloseTo(7 * meanMs!.standardError!, 8);
  });

  it("gives the percentiles of all 27 resamples of three cases, worked by hand", () => {
    // Sums and in how many of the 27 ways they come: 3 (1), 4 (3), 5 (3), 6 (4), 7 (6), 8 (3), 9 (3), 10 (3), 12 (1). The lowest 3.7 %
    // are 3, the next 11.1 % are 4, and so from above 12 and 10: the 5 % and 95 % points are 4 and 10. The variance is 3 · 14/9.
    const [b] = bottlenecks(waits([1, 2, 4]), { bootstrap: { samples: 20_000, confidence: 0.9 } });
    const { totalMs, shareOfTime, shareRankedFirst } = b!.intervals!;
    expect([totalMs.lower, totalMs.upper]).toEqual([4, 10]);
    expect(Math.abs(totalMs.standardError! / Math.sqrt(14 / 3) - 1)).toBeLessThan(0.03);
    expect(shareOfTime).toEqual({ lower: 1, upper: 1, standardError: 0 });
    expect(shareRankedFirst).toBe(1);
  });

  it("approaches what enumerating all resamples of four cases gives, for every figure", () => {
    const cases = ["a@0 b@10 c@12 b@15", "a@0 b@7", "a@0 c@30", "a@0 b@2 c@5"];
    const measured = bottlenecks(tinyLog(...cases.map((text, i) => `${i}: ${text}`)), {
      bootstrap: { samples: 30_000, seed: "other" },
    });
    const exact = new Map<string, { figures: Record<string, number[]>; first: number }>();
    for (let draw = 0; draw < 256; draw++) {
      const drawn = [0, 1, 2, 3].map((i) => cases[(draw >> (2 * i)) & 3]!);
      const ranking = bottlenecks(tinyLog(...drawn.map((text, i) => `${i}: ${text}`)));
      for (const { activity } of measured) {
        const entry = exact.get(activity) ?? { figures: {}, first: 0 };
        exact.set(activity, entry);
        const found = ranking.find((b) => b.activity === activity);
        const figures = {
          totalMs: found?.totalMs ?? 0,
          shareOfTime: found?.shareOfTime ?? 0,
          meanMs: found?.meanMs,
          medianMs: found?.medianMs,
        };
        for (const [name, value] of Object.entries(figures)) {
          if (value !== undefined) entry.figures[name] = [...(entry.figures[name] ?? []), value];
        }
        const [top, next] = ranking;
        // the log ranks c before b, and so are ties
        const first = top!.totalMs === next?.totalMs ? measured[0]!.activity : top!.activity;
        if (first === activity) entry.first++;
      }
    }
    const deviation = (values: readonly number[]): number => {
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
    };
    expect(measured.map(({ activity }) => activity)).toEqual(["c", "b"]);
    for (const { activity, intervals } of measured) {
      const { figures, first } = exact.get(activity)!;
      for (const name of ["totalMs", "meanMs", "medianMs", "shareOfTime"] as const) {
        const ratio = intervals![name]!.standardError! / deviation(figures[name]!);
        expect(Math.abs(ratio - 1)).toBeLessThan(0.03);
      }
      expect(Math.abs(intervals!.shareRankedFirst - first / 256)).toBeLessThan(0.015);
    }
  });

  it("repeats with the seed, and differs with another", () => {
    const log = waits(treated);
    const run = (seed: number | string) => bottlenecks(log, { bootstrap: { samples: 200, seed } });
    expect(run(7)).toEqual(run(7));
    expect(run(8)[0]!.intervals!.totalMs).not.toEqual(run(7)[0]!.intervals!.totalMs);
  });

  it("widens with the confidence and holds the figure of the log", () => {
    const [wide] = bottlenecks(waits(treated), { bootstrap: { confidence: 0.99 } });
    const [narrow] = bottlenecks(waits(treated), { bootstrap: { confidence: 0.5 } });
    expect(wide!.intervals!.totalMs.lower).toBeLessThan(narrow!.intervals!.totalMs.lower);
    expect(narrow!.intervals!.totalMs.lower).toBeLessThan(narrow!.totalMs);
    expect(narrow!.intervals!.totalMs.upper).toBeGreaterThan(narrow!.totalMs);
  });

  it("does not change anything else, whatever is ranked and by what", () => {
    const plain = (entries: readonly BottleneckFigures[]) => entries.map((b) => ({ ...b, intervals: null }));
    const log = staffedLog("a@0/Ann b@10/Bob c@40/Ann", "a@0/Ann c@25/Bob b@30/Ann", "a@0");
    for (const rankBy of ["total", "mean", "median"] as const) {
      for (const bootstrap of [{ samples: 50 }]) {
        expect(plain(bottlenecks(log, { rankBy, bootstrap }))).toEqual(bottlenecks(log, { rankBy }));
        expect(plain(bottlenecks(log, { of: "arcs", rankBy, bootstrap }))).toEqual(
          bottlenecks(log, { of: "arcs", rankBy }),
        );
        expect(plain(bottlenecks(log, { of: "resources", rankBy, bootstrap }))).toEqual(
          bottlenecks(log, { of: "resources", rankBy }),
        );
      }
    }
  });

  it("draws by figure of the ranking: a rare slow step seldom comes first by total", () => {
    const log = tinyLog("1: a@0 slow@1000", ...[2, 3, 4].map((i) => `${i}: a@0 b@400`));
    const firsts = (rankBy: "total" | "mean") =>
      bottlenecks(log, { rankBy, bootstrap: { samples: 4000 } }).map((b) => b.intervals!.shareRankedFirst);
    // by mean, slow is first whenever it is drawn: 1 − (3/4)^4 = 0.684; b else. By total it needs two draws of four: 67/256 = 0.262
    expect(firsts("mean")[0]).toBeCloseTo(0.684, 1);
    expect(firsts("total")[1]).toBeCloseTo(0.262, 1);
  });

  it("is null for figures of steps that are drawn in no resample, and of time that never passes", () => {
    const [still] = bottlenecks(tinyLog("1: a@5 b@5"), { bootstrap: { samples: 2 } });
    expect(still!.intervals).toEqual({
      totalMs: { lower: 0, upper: 0, standardError: 0 },
      meanMs: { lower: 0, upper: 0, standardError: 0 },
      medianMs: { lower: 0, upper: 0, standardError: 0 },
      shareOfTime: null,
      shareRankedFirst: 1,
    });
    const log = tinyLog("0: a@0 rare@1", ...Array.from({ length: 99 }, (_, i) => `${i + 1}: a@0 b@1`));
    const rare = Array.from({ length: 40 }, (_, seed) => {
      const { intervals } = bottlenecks(log, { bootstrap: { samples: 2, seed } })[1]!;
      expect(JSON.parse(JSON.stringify(intervals))).toEqual(intervals);
      return intervals!;
    });
    const never = rare.filter(({ totalMs }) => totalMs.upper === 0);
    expect(never.length).toBeGreaterThan(0); // expected 40/e² = 5
    for (const { meanMs, medianMs } of never) expect([meanMs, medianMs]).toEqual([null, null]);
    const once = rare.filter(({ totalMs }) => totalMs.lower > 0 && totalMs.lower < totalMs.upper / 10);
    expect(once.length).toBeGreaterThan(0);
    for (const { meanMs } of once) expect(meanMs).toEqual({ lower: 1, upper: 1, standardError: null });
    expect(bottlenecks(tinyLog(), { bootstrap: {} })).toEqual([]);
  });

  it("refuses numbers out of range, stops when told to, and says how far it is", () => {
    const log = waits(treated);
    expect(() => bottlenecks(log, { bootstrap: { samples: 1 } })).toThrow(
      "bottlenecks: option bootstrap.samples is 1. Give a whole number from 2 to 1000000.",
    );
    expect(() => bottlenecks(log, { bootstrap: { confidence: 95 } })).toThrow(
      "bottlenecks: option bootstrap.confidence is 95. Give a number between 0 and 1, such as 0.95.",
    );
    // @ts-expect-error a user without types
    expect(() => bottlenecks(log, { of: "people" })).toThrow(GigamineError);
    expect(() => bottlenecks(log, { bootstrap: { signal: AbortSignal.abort(new Error("enough")) } })).toThrow(
      "enough",
    );
    const reports: number[] = [];
    bottlenecks(log, { bootstrap: { samples: 100, onProgress: ({ done }) => reports.push(done) } });
    expect(reports).toEqual([0, 64, 100]);
  });
});

describe("laws of bottlenecks", () => {
  it("does not depend on the order of the cases nor on when the clock starts, and grows with the unit", () => {
    fc.assert(
      fc.property(arbitraryCases(), fc.constantFrom("activities" as const, "arcs" as const), (cases, of) => {
        const ranked = (log: EventLog, scale = 1) => {
          const entries: readonly BottleneckFigures[] =
            of === "arcs" ? bottlenecks(log, { of }) : bottlenecks(log, { of });
          return entries.map((b) => [b.count, b.totalMs / scale, b.meanMs / scale, b.cases]);
        };
        const log = logOf(cases);
        const sorted = (rows: number[][]) => rows.map((row) => row.join(" ")).sort();
        expect(sorted(ranked(logOf(cases.toReversed())))).toEqual(sorted(ranked(log)));
        expect(ranked(logOf(cases, (t) => t + 1_700_000_000_000))).toEqual(ranked(log));
        expect(
          ranked(
            logOf(cases, (t) => t * 1024),
            1024,
          ),
        ).toEqual(ranked(log));
        const total = ranked(log).reduce((sum, [, totalMs]) => sum + totalMs!, 0);
        expect(total).toBe(caseDurations(log).summary.totalMs);
      }),
      seeded,
    );
  });

  it("ranks thousands of arcs of 500 activities and one case of 100,000 events", () => {
    const words = Array.from({ length: 10_000 }, (_, i) => `s${(i * (7 + Math.floor(i / 500))) % 500}@${i}`);
    const log = tinyLog(`1: ${words.join(" ")}`);
    expect(bottlenecks(log)).toHaveLength(500);
    expect(bottlenecks(log, { of: "arcs" }).length).toBeGreaterThan(2000);
    const long = Array.from({ length: 100_000 }, (_, i) => `s${i % 3}@${i}`);
    expect(bottlenecks(tinyLog(`1: ${long.join(" ")}`), { bootstrap: { samples: 10 } })).toHaveLength(3);
  });
});
