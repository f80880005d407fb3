import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { caseOverlap, cycleTime } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

describe("cycleTime", () => {
  it("divides the time in which anything is worked on by the cases", () => {
    // active from 0 to 25, from 40 to 50, from 60 to 75
    const log = tinyLog("1: a@0..10 b@5..20", "2: a@15..25 b@40..50", "3: a@60..75");
    expect(cycleTime(log)).toEqual({
      clock: "wall",
      basis: "start",
      cases: 3,
      stretches: 3,
      activeMs: 50,
      cycleTimeMs: 50 / 3,
      withoutLastStretchMs: 35 / 3,
    });
  });

  it("is not known without starts, where the reference says 0", () => {
    expect(cycleTime(tinyLog("1: a@0 b@10"))).toMatchObject({
      basis: "completion",
      activeMs: 0,
      cycleTimeMs: null,
      withoutLastStretchMs: 0,
    });
    expect(cycleTime(tinyLog())).toMatchObject({ cases: 0, cycleTimeMs: null, withoutLastStretchMs: null });
  });

  it("adds nothing for an event without a start or with one after its completion", () => {
    expect(cycleTime(tinyLog("1: a@0..10 b@99..50 c@70 d@80.."))).toMatchObject({
      stretches: 1,
      activeMs: 10,
    });
  });

  it("is the measure of the union, counted instant by instant", () => {
    const interval = fc.tuple(fc.nat(60), fc.nat(15));
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 15 }), (intervals) => {
        const lines = intervals.map(([start, work], c) => `${c}: a@${start}..${start + work}`);
        const active = Array.from({ length: 80 }, (_, t) =>
          intervals.some(([start, work]) => start <= t && t < start + work),
        ).filter((is) => is).length;
        expect(cycleTime(tinyLog(...lines)).activeMs).toBe(active);
      }),
      { seed: 20250207, numRuns: 200 },
    );
  });
});

describe("caseOverlap", () => {
  it("counts the other cases that are open at some time while a case is", () => {
    const log = tinyLog("1: a@0 b@100", "2: a@10 b@20", "3: a@30 b@40", "4: a@200 b@201", "5: a");
    const { overlaps, summary, basis } = caseOverlap(log);
    expect(overlaps).toEqual([2, 1, 1, 0, null]);
    expect(summary).toMatchObject({ count: 4, mean: 1, max: 2 });
    expect(basis).toBe("completion");
  });

  it("lets cases overlap that touch, and a case of no duration overlap what is open", () => {
    expect(caseOverlap(tinyLog("1: a@0 b@10", "2: a@10 b@20", "3: a@15", "4: a@15")).overlaps).toEqual([
      1, 3, 2, 2,
    ]);
    expect(caseOverlap(tinyLog())).toMatchObject({ overlaps: [], summary: { count: 0, mean: null } });
  });

  it("agrees with comparing all cases", () => {
    fc.assert(
      fc.property(arbitraryCases(), (cases) => {
        const spans = cases.flatMap((events) =>
          events.length === 0
            ? []
            : [[Math.min(...events.map((e) => e.time!)), Math.max(...events.map((e) => e.time!))] as const],
        );
        const expected = spans.map(
          ([from, to]) => spans.filter(([begin, end]) => begin <= to && end >= from).length - 1,
        );
        const log = logOf(cases.filter((events) => events.length > 0));
        expect(caseOverlap(log).overlaps).toEqual(expected);
      }),
      { seed: 20250208, numRuns: 200 },
    );
  });
});
