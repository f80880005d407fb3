import { WorkCalendar } from "@gigamine/base";
import { EventLogBuilder, filterVariants, variants } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { caseDurations, variantStatistics } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

const seeded = { seed: 20250106, numRuns: 200 };

describe("variantStatistics", () => {
  const log = tinyLog(
    "1: a@0 b@10",
    "2: a@0 c@5",
    "3: a@0 c@7",
    "4: a@0 b@20",
    "5: a@0 c@9",
    "6: a@0",
    "7:",
    "8: a@0 c",
    "9: c@0 a@1",
    "10: a@0 c@1",
  );

  it("ranks variants by cases with shares, cumulated shares and durations, worked by hand", () => {
    const { cases, basis, clock, variants: ranked, single } = variantStatistics(log);
    expect({ cases, basis, clock, single }).toEqual({
      cases: 10,
      basis: "completion",
      clock: "wall",
      single: 3,
    });
    expect(
      ranked.map((v) => [
        v.rank,
        v.firstSeen,
        v.activities.join(" "),
        v.cases,
        v.shareOfCases,
        v.cumulativeShare,
      ]),
    ).toEqual([
      [1, 1, "a c", 5, 0.5, 0.5],
      [2, 0, "a b", 2, 0.2, 0.7],
      [3, 2, "a", 1, 0.1, 0.8],
      [4, 3, "", 1, 0.1, 0.9],
      [5, 4, "c a", 1, 0.1, 1],
    ]);
    // case 8 has no duration
    expect(ranked[0]!.duration).toMatchObject({ count: 4, totalMs: 22, meanMs: 5.5, medianMs: 6, maxMs: 9 });
    expect(ranked[1]!.duration).toMatchObject({ count: 2, meanMs: 15 });
    expect(ranked[3]!.duration).toMatchObject({ count: 0, totalMs: 0, meanMs: null });
  });

  it("says how many variants hold a share of the cases, whatever the last bit says", () => {
    const toCover = (coverage: number) => variantStatistics(log, { coverage }).variantsToCover;
    expect([0, 0.5, 0.51, 0.7, 0.8, 1].map(toCover)).toEqual([0, 1, 2, 2, 3, 5]);
    expect(variantStatistics(log)).toMatchObject({ variantsToCover: 3, coverage: 0.8 });
  });

  it("counts durations in working time of a calendar", () => {
    const calendar = new WorkCalendar({
      timeZone: "UTC",
      shifts: [{ days: ["Mon", "Tue"], from: "08:00", to: "16:00" }],
    });
    const night = tinyLog(`1: a@${Date.UTC(2025, 0, 6, 15)} b@${Date.UTC(2025, 0, 7, 9)}`);
    expect(variantStatistics(night, { calendar })).toMatchObject({
      clock: "working",
      variants: [{ duration: { totalMs: 2 * 3_600_000 } }],
    });
  });

  it("has nothing to say of an empty log and refuses a coverage that is no share", () => {
    expect(variantStatistics(tinyLog())).toMatchObject({
      cases: 0,
      variants: [],
      variantsToCover: 0,
      single: 0,
    });
    for (const coverage of [-0.1, 80, Number.NaN]) {
      expect(() => variantStatistics(log, { coverage })).toThrow("Give a share from 0 to 1, such as 0.8.");
    }
  });

  it("agrees with variants, with filterVariants and with the durations of the cases", () => {
    fc.assert(
      fc.property(
        arbitraryCases({ timed: false }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (cases, coverage) => {
          const some = logOf(cases);
          const result = variantStatistics(some, { coverage });
          const { counts } = variants(some);
          expect(result.variants.toSorted((x, y) => x.firstSeen - y.firstSeen).map((v) => v.cases)).toEqual(
            counts,
          );
          expect(result.variants.at(-1)?.cumulativeShare ?? 1).toBe(1);
          const covering = result.variants.slice(0, result.variantsToCover);
          expect(filterVariants(some, { coverage }).caseIds.length).toBe(
            covering.reduce((sum, v) => sum + v.cases, 0),
          );
          const total = result.variants.reduce((sum, { duration }) => sum + duration.totalMs, 0);
          expect(total).toBe(caseDurations(some).summary.totalMs);
        },
      ),
      seeded,
    );
  });

  it("does not depend on when the clock starts, and ranks the same cases in any order alike", () => {
    fc.assert(
      fc.property(arbitraryCases(), (cases) => {
        const plain = variantStatistics(logOf(cases));
        expect(variantStatistics(logOf(cases, (t) => t + 1_700_000_000_000))).toEqual(plain);
        const bag = ({ variants: ranked }: typeof plain) =>
          ranked.map((v) => `${v.activities.join(" ")}: ${v.cases} ${v.duration.totalMs}`).sort();
        expect(bag(variantStatistics(logOf(cases.toReversed())))).toEqual(bag(plain));
        expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
      }),
      seeded,
    );
  });

  it("takes 100,000 cases that are variants of their own", () => {
    const builder = new EventLogBuilder();
    for (let c = 0; c < 100_000; c++) {
      for (let i = 0, rest = c; i < 4; i++, rest = Math.floor(rest / 18)) {
        builder.addEvent(`${c}`, `s${rest % 18}`, i);
      }
    }
    const { variants: ranked, single, variantsToCover } = variantStatistics(builder.build());
    expect([ranked.length, single, variantsToCover]).toEqual([100_000, 100_000, 80_000]);
  });
});
