import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type DwellRule, dwellTimes } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

const HOUR = 3_600_000;
type Occurrences = NonNullable<DwellRule["occurrences"]>;

describe("dwellTimes", () => {
  it("names the lots whose slurry was coated too late, and the cells that soaked too short", () => {
    const h = (name: string, hour: number) => `${name}@${hour * HOUR}`;
    const log = tinyLog(
      `1: ${h("Mixing", 0)} ${h("Coating", 12)} ${h("Filling", 20)} ${h("Formation", 44)}`,
      `2: ${h("Mixing", 1)} ${h("Coating", 14)} ${h("Filling", 20)} ${h("Formation", 43)}`,
      `3: ${h("Mixing", 2)}`,
    );
    const [coating, soaking] = dwellTimes(log, [
      { from: "Mixing", to: "Coating", maxMs: 12 * HOUR },
      { from: "Filling", to: "Formation", minMs: 24 * HOUR },
    ]);
    expect(coating).toMatchObject({
      clock: "wall",
      summary: { count: 2, maxMs: 13 * HOUR },
      tooShort: 0,
      tooLong: 1,
      cases: 2,
      offendingCases: 1,
      unmatched: 1,
      unmeasured: 0,
      unknownActivities: [],
    });
    expect(coating!.offences).toEqual([
      {
        caseId: "2",
        fromEvent: 4,
        toEvent: 5,
        fromMs: HOUR,
        toMs: 14 * HOUR,
        durationMs: 13 * HOUR,
        fault: "too-long",
      },
    ]);
    expect(soaking).toMatchObject({
      tooShort: 1,
      tooLong: 0,
      offences: [{ caseId: "2", fault: "too-short" }],
    });
  });

  it("measures the occurrences that the rule asks for", () => {
    const log = tinyLog("1: b@0 a@1 a@3 b@10 c@11 b@20 a@30");
    const measured = (occurrences: Occurrences) => {
      const [{ summary, unmatched } = { summary: null, unmatched: -1 }] = dwellTimes(log, [
        { from: "a", to: "b", maxMs: 1e9, occurrences },
      ]);
      return [summary?.count, summary?.totalMs, unmatched];
    };
    expect(measured("each-from")).toEqual([2, 9 + 7, 1]); // the a at 30 has no b
    expect(measured("each-to")).toEqual([2, 7 + 17, 1]); // the b at 0 has no a
    expect(measured("first")).toEqual([1, 9, 0]);
    expect(measured("span")).toEqual([1, 19, 0]);
  });

  it("measures an activity against itself from one occurrence to another", () => {
    const log = tinyLog("1: a@0 a@10 a@35");
    const total = (occurrences: Occurrences) =>
      dwellTimes(log, [{ from: "a", to: "a", maxMs: 20, occurrences }])[0]!.summary.totalMs;
    expect(total("each-from")).toBe(35);
    expect(total("each-to")).toBe(35);
    expect(total("first")).toBe(10);
    expect(total("span")).toBe(35);
  });

  it("measures from and to recorded starts when asked to, and counts what lacks them", () => {
    const log = tinyLog("1: a@0..10 b@30..50", "2: a@0..10 b@40", "3: a@0..10 b@4..20");
    const [rule] = dwellTimes(log, [{ from: "a", to: "b", minMs: 0, until: "start" }]);
    expect(rule).toMatchObject({ summary: { count: 2, totalMs: 14 }, unmeasured: 1, tooShort: 1 });
    expect(rule!.offences).toMatchObject([{ caseId: "3", durationMs: -6, fromMs: 10, toMs: 4 }]);
    const [whole] = dwellTimes(log, [{ from: "a", to: "b", maxMs: 45, since: "start" }]);
    expect(whole).toMatchObject({ summary: { totalMs: 50 + 40 + 20 }, tooLong: 1 });
    expect(
      dwellTimes(tinyLog("1: a@0 b@5"), [{ from: "a", to: "b", maxMs: 1, since: "start" }]),
    ).toMatchObject([{ summary: { count: 0 }, unmeasured: 1, cases: 0 }]);
  });

  it("names activities that the log does not have, and measures nothing then", () => {
    const log = tinyLog("1: a@0 b@5");
    expect(dwellTimes(log, [{ from: "a", to: "__proto__", maxMs: 1 }])).toMatchObject([
      { summary: { count: 0 }, unmatched: 1, offences: [], unknownActivities: ["__proto__"] },
    ]);
    expect(dwellTimes(tinyLog(), [{ from: "x", to: "x", maxMs: 1 }])).toMatchObject([
      { cases: 0, unknownActivities: ["x"] },
    ]);
    expect(dwellTimes(log, [])).toEqual([]);
  });

  it("says which rule and which field is wrong", () => {
    const check = (rule: Partial<DwellRule>) => () =>
      dwellTimes(tinyLog(), [{ from: "a", to: "b", ...rule }]);
    expect(check({})).toThrow("dwellTimes: rules[0] has no limit. Give minMs, maxMs, or both.");
    expect(check({ maxMs: -1 })).toThrow("dwellTimes: option rules[0].maxMs is -1.");
    expect(check({ minMs: 5, maxMs: 4 })).toThrow("dwellTimes: option rules[0].minMs is 5.");
    // @ts-expect-error a user without types
    expect(check({ maxMs: 1, occurrences: "all" })).toThrow('option rules[0].occurrences is "all".');
    // @ts-expect-error a user without types
    expect(check({ maxMs: 1, until: "begin" })).toThrow('option rules[0].until is "begin".');
  });

  it("sorts every time into short, right and long, and matches occurrences as their definition says", () => {
    fc.assert(
      fc.property(arbitraryCases(), fc.nat(500_000), (cases, minMs) => {
        const log = logOf(cases);
        const maxMs = 2 * minMs;
        const expected: number[] = [];
        let open = 0;
        for (let c = 0; c < log.caseIds.length; c++) {
          const events = Array.from(
            { length: log.caseOffsets[c + 1]! - log.caseOffsets[c]! },
            (_, i) => log.caseOffsets[c]! + i,
          );
          for (const i of events.filter((e) => log.activities[log.activity[e]!] === "a")) {
            const j = events.find((e) => e > i && log.activities[log.activity[e]!] === "b");
            if (j === undefined) open++;
            else expected.push(log.time[j]! - log.time[i]!);
          }
        }
        const [result] = dwellTimes(log, [{ from: "a", to: "b", minMs, maxMs }]);
        expect(result).toMatchObject({
          summary: { count: expected.length, totalMs: expected.reduce((sum, t) => sum + t, 0) },
          tooShort: expected.filter((t) => t < minMs).length,
          tooLong: expected.filter((t) => t > maxMs).length,
          unmatched: open,
        });
        expect(result!.offendingCases).toBe(new Set(result!.offences.map(({ caseId }) => caseId)).size);
        expect(result!.offences.every(({ fromEvent, toEvent }) => fromEvent < toEvent)).toBe(true);
      }),
      { seed: 20250210, numRuns: 200 },
    );
  });
});
