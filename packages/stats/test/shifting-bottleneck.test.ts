import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { shiftingBottleneck } from "../src/index.js";
import { tinyLog } from "./tiny-log.js";

type Work = readonly [resource: string | null, start: number, end: number];

/** A log in which each entry is one event of a case of its own. */
function worked(...work: readonly Work[]): EventLog {
  const builder = new EventLogBuilder({ eventAttributes: { resource: "string" } });
  work.forEach(([resource, start, end], i) => {
    builder.addEvent(`case ${i}`, "step", end, { resource, start });
  });
  return builder.build();
}

describe("shiftingBottleneck", () => {
  // The course of events that Roser, Nakano, Tanaka, "Shifting Bottleneck Detection", 2002, explain the method by: two machines whose long
  // active periods overlap, so that the bottleneck shifts from one to the other and back. The numbers are ours.
  const twoMachines = worked(["M1", 0, 10], ["M2", 2, 5], ["M2", 8, 20], ["M1", 12, 15], ["M1", 18, 25]);

  it("finds the sole and the shifting bottlenecks of two machines, worked by hand", () => {
    const { of, periods, totals, fromMs, toMs, eventsLeftOut } = shiftingBottleneck(twoMachines);
    expect({ of, fromMs, toMs, eventsLeftOut }).toEqual({
      of: "resources",
      fromMs: 0,
      toMs: 25,
      eventsLeftOut: 0,
    });
    // the periods 2 to 5 and 12 to 15 lie within longer ones
    expect(periods).toEqual([
      { name: "M1", fromMs: 0, toMs: 10 },
      { name: "M2", fromMs: 8, toMs: 20 },
      { name: "M1", fromMs: 18, toMs: 25 },
    ]);
    // alone: M1 from 0 to 8 and from 20 to 25, M2 from 10 to 18; shifting from 8 to 10 and from 18 to 20
    expect(totals).toEqual([
      {
        name: "M1",
        soleMs: 13,
        shiftingMs: 4,
        activeMs: 20,
        soleShare: 13 / 25,
        shiftingShare: 4 / 25,
        activePeriods: 3,
        meanActiveMs: 20 / 3,
      },
      {
        name: "M2",
        soleMs: 8,
        shiftingMs: 4,
        activeMs: 15,
        soleShare: 8 / 25,
        shiftingShare: 4 / 25,
        activePeriods: 2,
        meanActiveMs: 7.5,
      },
    ]);
  });

  it("says window by window who it was", () => {
    expect(shiftingBottleneck(twoMachines, { windowMs: 10 }).windows).toEqual([
      {
        fromMs: 0,
        toMs: 10,
        bottleneck: "M1",
        times: [
          { name: "M1", soleMs: 8, shiftingMs: 2, activeMs: 10 },
          { name: "M2", soleMs: 0, shiftingMs: 2, activeMs: 5 },
        ],
      },
      {
        fromMs: 10,
        toMs: 20,
        bottleneck: "M2",
        times: [
          { name: "M2", soleMs: 8, shiftingMs: 2, activeMs: 10 },
          { name: "M1", soleMs: 0, shiftingMs: 2, activeMs: 5 },
        ],
      },
      {
        fromMs: 20,
        toMs: 30,
        bottleneck: "M1",
        times: [{ name: "M1", soleMs: 5, shiftingMs: 0, activeMs: 5 }],
      },
    ]);
  });

  it("makes one period of events that touch or overlap, and of pauses up to maxGapMs", () => {
    const log = worked(["M1", 0, 5], ["M1", 5, 9], ["M1", 7, 8], ["M1", 12, 20], ["M2", 3, 13]);
    const periods = (maxGapMs: number) =>
      shiftingBottleneck(log, { maxGapMs }).periods.map((p) => `${p.name} ${p.fromMs} ${p.toMs}`);
    expect(periods(0)).toEqual(["M1 0 9", "M2 3 13", "M1 12 20"]);
    expect(periods(2)).toEqual(["M1 0 9", "M2 3 13", "M1 12 20"]);
    expect(periods(3)).toEqual(["M1 0 20"]);
  });

  it("cuts windows by the calendar of a zone, and has none when nobody was active", () => {
    const at = (text: string) => Date.parse(`2025-01-${text}Z`);
    const log = worked(["M1", at("06T20:00"), at("07T02:00")], ["M2", at("09T10:00"), at("09T11:00")]);
    const { windows } = shiftingBottleneck(log, { unit: "day", timeZone: "Europe/Berlin" });
    expect(windows.map(({ fromMs, bottleneck }) => [fromMs, bottleneck])).toEqual([
      [at("05T23:00"), "M1"],
      [at("06T23:00"), "M1"],
      [at("07T23:00"), null],
      [at("08T23:00"), "M2"],
    ]);
    expect(windows[0]!.times[0]!.soleMs).toBe(3 * 3_600_000);
  });

  it("gives equally long periods to the lower id, and lets several overlap at once", () => {
    const log = worked(["B", 0, 10], ["A", 5, 15]);
    expect(shiftingBottleneck(log).periods.map(({ name }) => name)).toEqual(["B", "A"]);
    // each begins before the last ends and is longer, so the bottleneck shifts among three from 6 to 8
    const stairs = shiftingBottleneck(worked(["A", 0, 8], ["B", 2, 11], ["C", 6, 16]));
    expect(stairs.totals).toMatchObject([
      { name: "C", soleMs: 5, shiftingMs: 5 },
      { name: "B", soleMs: 0, shiftingMs: 9 },
      { name: "A", soleMs: 2, shiftingMs: 6 },
    ]);
  });

  it("looks at activities where no resource is recorded, or when asked to", () => {
    const log = tinyLog("1: a@0..4 b@5..9", "2: a@4..6 __proto__@6..6");
    expect(shiftingBottleneck(log)).toMatchObject({
      of: "activities",
      totals: [
        { name: "a", soleMs: 5, shiftingMs: 1, activePeriods: 1 },
        { name: "b", soleMs: 3, shiftingMs: 1 },
      ],
    });
    expect(shiftingBottleneck(twoMachines, { of: "activities" }).periods).toEqual([
      { name: "step", fromMs: 0, toMs: 25 },
    ]);
  });

  it("counts events without a start, a time or a resource, and those that start after they complete", () => {
    const log = worked(["M1", 0, 5], [null, 0, 9], ["M1", 9, 7]);
    expect(shiftingBottleneck(log)).toMatchObject({ eventsLeftOut: 2, toMs: 5 });
    expect(shiftingBottleneck(tinyLog("1: a@0..4 b@5 c@3.. d"))).toMatchObject({ eventsLeftOut: 3 });
  });

  it("says what it needs when there is no start, no resource or a wrong option", () => {
    expect(() => shiftingBottleneck(tinyLog("1: a@0 b@5"))).toThrow(
      "shiftingBottleneck: no event of the log has a start, so nobody knows when anyone was active.",
    );
    expect(() => shiftingBottleneck(tinyLog("1: a@0..5"), { of: "resources" })).toThrow("who did what");
    for (const options of [
      { windowMs: 0 },
      { windowMs: 1e-4 },
      { windowMs: 5, unit: "day" },
      { maxGapMs: -1 },
    ] as const) {
      expect(() => shiftingBottleneck(twoMachines, options)).toThrow(/^shiftingBottleneck: option /);
    }
  });

  it("gives an empty result for an empty log and for work that takes no time", () => {
    const nothing = { windows: [], totals: [], periods: [], eventsLeftOut: 0, fromMs: null, toMs: null };
    expect(shiftingBottleneck(tinyLog())).toEqual({ of: "activities", ...nothing });
    expect(shiftingBottleneck(worked(["M1", 5, 5]), { windowMs: 10 })).toMatchObject({
      totals: [],
      periods: [],
      windows: [{ fromMs: 5, toMs: 15, bottleneck: null, times: [] }],
    });
  });

  it("agrees with asking at every instant which period is the longest", () => {
    const work = fc.array(
      fc.tuple(fc.constantFrom("A", "B", "C", "D"), fc.nat(40), fc.integer({ min: 1, max: 12 })),
      {
        minLength: 1,
        maxLength: 14,
      },
    );
    fc.assert(
      fc.property(work, fc.nat(3), fc.integer({ min: 3, max: 15 }), (list, maxGapMs, windowMs) => {
        const log = worked(...list.map(([name, start, length]): Work => [name, start, start + length]));
        const names = [...new Set(list.map(([name]) => name))];
        const begin = Math.min(...list.map(([, start]) => start));
        const busy = names.map((name) => {
          const slots = new Array<boolean>(60).fill(false);
          const own = list.filter((entry) => entry[0] === name);
          for (const [, start, length] of own) slots.fill(true, start, start + length);
          for (const [, start, length] of own) {
            // a pause behind this event that the next one ends soon enough
            const next = Math.min(...own.map((o) => o[1]).filter((s) => s >= start + length), 1000);
            if (next - start - length <= maxGapMs) slots.fill(true, start + length, next);
          }
          return slots;
        });
        const lengthAt = (owner: number, t: number): readonly [from: number, to: number] => {
          let [from, to] = [t, t];
          while (busy[owner]![from - 1]) from--;
          while (busy[owner]![to]) to++;
          return [from, to];
        };
        const bottleneckPeriods = new Set<string>();
        for (let t = 0; t < 60; t++) {
          const active = names.map((_, o) => o).filter((o) => busy[o]![t]);
          const sorted = active.sort((x, y) => {
            const [a, b] = [lengthAt(x, t), lengthAt(y, t)];
            return b[1] - b[0] - (a[1] - a[0]) || x - y;
          });
          if (sorted.length > 0) bottleneckPeriods.add(`${sorted[0]} ${lengthAt(sorted[0]!, t)[0]}`);
        }
        const expected = new Map<string, number>();
        const add = (key: string) => expected.set(key, (expected.get(key) ?? 0) + 1);
        for (let t = 0; t < 60; t++) {
          const window = Math.floor((t - begin) / windowMs);
          const on = names
            .map((_, o) => o)
            .filter((o) => busy[o]![t] && bottleneckPeriods.has(`${o} ${lengthAt(o, t)[0]}`));
          for (const o of on) add(`${window} ${names[o]} ${on.length === 1 ? "soleMs" : "shiftingMs"}`);
          names.forEach((name, o) => {
            if (busy[o]![t]) add(`${window} ${name} activeMs`);
          });
        }
        const found = new Map<string, number>();
        const { windows, totals } = shiftingBottleneck(log, { windowMs, maxGapMs });
        windows.forEach(({ times }, w) => {
          for (const time of times) {
            for (const field of ["soleMs", "shiftingMs", "activeMs"] as const) {
              if (time[field] > 0) found.set(`${w} ${time.name} ${field}`, time[field]);
            }
          }
        });
        expect(found).toEqual(expected);
        for (const total of totals) {
          const own = windows.flatMap(({ times }) => times.filter(({ name }) => name === total.name));
          expect(own.reduce((sum, { soleMs }) => sum + soleMs, 0)).toBe(total.soleMs);
          expect(own.reduce((sum, { activeMs }) => sum + activeMs, 0)).toBe(total.activeMs);
        }
      }),
      { seed: 2002, numRuns: 300 },
    );
  });

  it("does not depend on when the clock starts nor on the order of the cases, and grows with the unit", () => {
    const work = fc.array(fc.tuple(fc.constantFrom("A", "B", "C"), fc.nat(40), fc.nat(12)), {
      maxLength: 14,
    });
    fc.assert(
      fc.property(work, (list) => {
        const periods = (map: (t: number) => number, back: (t: number) => number, entries = list) =>
          shiftingBottleneck(
            worked(
              ["A", map(100), map(101)], // fixes the order of names
              ["B", map(110), map(111)],
              ["C", map(120), map(121)],
              ...entries.map(([name, start, length]): Work => [name, map(start), map(start + length)]),
            ),
          ).periods.map((p) => [p.name, back(p.fromMs), back(p.toMs)]);
        const plain = periods(
          (t) => t,
          (t) => t,
        );
        expect(
          periods(
            (t) => t + 1.7e12,
            (t) => t - 1.7e12,
          ),
        ).toEqual(plain);
        expect(
          periods(
            (t) => t * 1000,
            (t) => t / 1000,
          ),
        ).toEqual(plain);
        expect(
          periods(
            (t) => t,
            (t) => t,
            list.toReversed(),
          ),
        ).toEqual(plain);
      }),
      { seed: 2002, numRuns: 100 },
    );
  });

  it("takes 30,000 events of 500 machines, and one period that holds all others", () => {
    const many = Array.from(
      { length: 100_000 },
      (_, i): Work => [`M${i % 500}`, i * 7, i * 7 + ((i * 31) % 900)],
    );
    const { totals, periods } = shiftingBottleneck(worked(...many), { windowMs: 1000 });
    expect(totals).toHaveLength(500);
    expect(periods.length).toBeGreaterThan(100);
    expect(shiftingBottleneck(worked(["all", -1, 1e6], ...many)).periods).toHaveLength(1);
  });
});
