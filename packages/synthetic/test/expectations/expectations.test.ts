import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { binomialBand } from "../../src/expectations/binomial-band.js";
import {
  type BatteryLogExpectationOptions,
  batteryLogExpectations,
  checkExpectations,
  type Expectation,
  generateBatteryLog,
  logExpectations,
} from "../../src/index.js";

const all = (options?: BatteryLogExpectationOptions) => [
  ...logExpectations(),
  ...batteryLogExpectations(options),
];
const broken = (log: EventLog, expectations: readonly Expectation[]): string[] =>
  checkExpectations(log, expectations)
    .results.filter(({ success }) => !success)
    .map(({ id }) => id);
const resultOf = (log: EventLog, expectations: readonly Expectation[], id: string) =>
  checkExpectations(log, expectations).results.find((result) => result.id === id)!;

/** A log from lines "case activity minute [start minute]"; "?" is no time. */
function plain(...lines: readonly string[]): EventLog {
  const builder = new EventLogBuilder();
  for (const text of lines) {
    const [caseId, activity, end, start] = text.split(" ") as [string, string, string, string?];
    const row = builder.addEvent(caseId, activity, end === "?" ? null : Number(end) * 60_000);
    if (start !== undefined) builder.setEventAttribute(row, "start", new Date(Number(start) * 60_000));
  }
  return builder.build();
}

describe("checkExpectations", () => {
  const found = (id: string, severity: "error" | "warning", violations: number): Expectation => ({
    id,
    title: id,
    severity,
    check: () => ({ observed: "seen", violations, examples: ["here"] }),
  });

  it("passes when nothing is expected", () => {
    expect(checkExpectations(plain(), [])).toEqual({ passed: true, results: [] });
  });

  it("fails by errors and not by warnings, and keeps the order", () => {
    const report = checkExpectations(plain(), [found("b", "warning", 2), found("a", "error", 0)]);
    expect(report).toEqual({
      passed: true,
      results: [
        {
          id: "b",
          title: "b",
          severity: "warning",
          success: false,
          observed: "seen",
          violations: 2,
          examples: ["here"],
        },
        {
          id: "a",
          title: "a",
          severity: "error",
          success: true,
          observed: "seen",
          violations: 0,
          examples: ["here"],
        },
      ],
    });
    expect(checkExpectations(plain(), [found("a", "error", 1)]).passed).toBe(false);
  });

  it("refuses two expectations of the same id", () => {
    expect(() => checkExpectations(plain(), [...logExpectations(), ...logExpectations()])).toThrow(
      expect.objectContaining({
        code: "expectations/same-id",
        message:
          'checkExpectations: two expectations have the id "log/has-cases". Give each an id of its own.',
      }),
    );
  });

  it("gives JSON-safe results with at most five examples", () => {
    const log = plain(...Array.from({ length: 9 }, (_, i) => `c${i} a ?`));
    const report = checkExpectations(log, all());
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const times = report.results.find(({ id }) => id === "log/times-recorded")!;
    expect([times.violations, times.examples.length]).toEqual([9, 5]);
  });
});

describe("logExpectations", () => {
  const good = plain("1 a 0 0", "1 b 5 1", "2 a 1 0", "2 b 3 2", "3 a 1 1", "3 b 1 1");

  it("are all met by a sound log, twice an instant and zero durations included", () => {
    expect(broken(good, logExpectations())).toEqual([]);
  });

  it("are met by an empty log but for having a case", () => {
    expect(broken(plain(), logExpectations())).toEqual(["log/has-cases"]);
  });

  const empty = new EventLogBuilder();
  empty.addCase("1");
  const backwards = plain("1 a 0", "1 b 1", "1 c 2", "1 d 3");
  const outOfOrder: EventLog = { ...backwards, time: Float64Array.of(0, 2, 1, 3) };
  it.each<[string, EventLog, number, string, string[]]>([
    [
      "log/times-recorded",
      plain("1 a 0", "1 b ?", "1 c 2"),
      1,
      "1 of 3 events without a time",
      ['case "1", event 2 "b" at no time'],
    ],
    [
      "log/time-order",
      outOfOrder,
      1,
      "1 of 4 events before an earlier one",
      ['case "1", event 3 "c" at 1970-01-01T00:00:00.001Z stands behind 1970-01-01T00:00:00.002Z'],
    ],
    [
      "log/no-repeated-event",
      plain("1 a 0", "1 a 0", "1 b 1"),
      1,
      "1 of 3 events recorded twice in a row",
      ['case "1", event 2 "a" at 1970-01-01T00:00:00.000Z'],
    ],
    [
      "log/durations-not-negative",
      plain("1 a 1 0", "1 b 5 6"),
      1,
      "1 of 2 events end before they start",
      ['case "1", event 2 "b" starts at 1970-01-01T00:06:00.000Z and ends at 1970-01-01T00:05:00.000Z'],
    ],
    ["log/no-empty-cases", empty.build(), 1, "1 of 1 case without events", ['case "1"']],
    [
      "log/no-single-event-cases",
      plain("1 a 0", "2 a 0", "2 a 1"),
      1,
      "1 of 2 cases with one event",
      ['case "1"'],
    ],
    [
      "log/common-start",
      plain("1 a 0", "1 d 1", "2 b 0", "2 d 1", "3 c 0", "3 d 1"),
      2,
      '1 of 3 cases begin with "a"',
      ['1 case begin with "b"', '1 case begin with "c"'],
    ],
    [
      "log/common-end",
      plain("1 d 0", "1 a 1", "2 d 0", "2 b 1", "3 d 0", "3 c 1"),
      2,
      '1 of 3 cases end with "a"',
      ['1 case end with "b"', '1 case end with "c"'],
    ],
  ])("%s alone is broken by a log that does", (id, log, violations, observed, examples) => {
    expect(broken(log, logExpectations())).toEqual([id]);
    expect(resultOf(log, logExpectations(), id)).toMatchObject({ violations, observed, examples });
  });

  it("log/labels-distinct alone is broken by look-alikes", () => {
    const builder = new EventLogBuilder();
    for (const [i, name] of ["Quality Check", "a", "quality  check ", "Quality-Check"].entries()) {
      builder.addEvent("1", name, i);
    }
    expect(broken(builder.build(), logExpectations())).toEqual(["log/labels-distinct"]);
    expect(resultOf(builder.build(), logExpectations(), "log/labels-distinct")).toMatchObject({
      violations: 1,
      observed: "4 activities, 1 group of look-alikes",
      examples: ['"Quality Check", "quality  check "'],
    });
  });

  it("count a common start of exactly half of the cases as common", () => {
    expect(broken(plain("1 a 0", "1 z 1", "2 b 0", "2 z 1"), logExpectations())).toEqual([]);
  });

  it("take names of the language for ordinary data", () => {
    const builder = new EventLogBuilder();
    for (const name of ["__proto__", "constructor", "toString"]) {
      builder.addEvent("__proto__", name, 0, { ["__proto__"]: "x", constructor: "y" });
    }
    expect(broken(builder.build(), logExpectations())).toEqual([]);
  });
});

interface Step {
  activity: string;
  minute: number;
  resource: string;
  size: number | string | null;
}

/** One lot that does all there is to do, ten minutes a step. */
const lot = (): Step[] =>
  [
    ["Raw Material Arrival", "Warehouse Staff 1"],
    ["Quality Check (Raw Material)", "Worker A"],
    ["Storage (Raw Material)", "Warehouse Staff 2"],
    ["Material Allocation", "Warehouse Staff 1"],
    ["Production Batch Start", "Machine V"],
    ["In-Process Quality Check", "Worker B"],
    ["Assembly/Packaging", "Machine W"],
    ["Final Quality Check", "Worker A"],
    ["Storage (Finished Goods)", "Warehouse Staff 3"],
    ["Order Fulfillment", "Warehouse Staff 4"],
    ["Shipment", "Warehouse Staff 5"],
  ].map(([activity, resource], i) => ({
    activity: activity!,
    resource: resource!,
    minute: 10 * (i + 1),
    size: 3000,
  }));

/** Lots 45 minutes apart, each a second later in the minute than the one before, so that no two events meet. */
function plant(lots: readonly Step[][], { slot = 45, timed = false } = {}): EventLog {
  const builder = new EventLogBuilder({ mixedKinds: "widen" });
  for (const [i, steps] of lots.entries()) {
    for (const { activity, minute, resource, size } of steps) {
      const time = Math.round((i * slot + minute) * 60_000) + i * 1000;
      builder.addEvent(`BATCH_${i + 1}`, activity, time, {
        resource,
        batch_size: size,
        ...(timed && { start: new Date(time - 60_000) }),
      });
    }
  }
  return builder.build();
}

/** `count` good lots of which the first is changed. */
function withFirst(change: (steps: Step[]) => Step[], count = 3): EventLog {
  return plant([change(lot()), ...Array.from({ length: count - 1 }, lot)]);
}

const find = (steps: Step[], activity: string) => steps.findIndex((step) => step.activity === activity);
/** The steps with copies of `activities` behind `behind`, half a minute apart. */
const inserted = (steps: Step[], behind: string, ...activities: string[]): Step[] => {
  const at = find(steps, behind);
  const copies = activities.map((activity, i) => ({
    ...steps[Math.max(find(steps, activity.replace("REWORK_", "")), 0)]!,
    activity,
    minute: steps[at]!.minute + 0.5 * (i + 1),
  }));
  return [...steps.slice(0, at + 1), ...copies, ...steps.slice(at + 1)];
};
const without = (steps: Step[], ...activities: string[]) =>
  steps.filter(({ activity }) => !activities.includes(activity));
/** The steps in another order, at the same minutes. */
const swapped = (steps: Step[], a: string, b: string): Step[] => {
  const [i, j] = [find(steps, a), find(steps, b)];
  return steps.map((step, k) => ({
    ...(k === i ? steps[j]! : k === j ? steps[i]! : step),
    minute: step.minute,
  }));
};

describe("batteryLogExpectations", () => {
  const good = plant([lot(), lot(), lot()]);

  it("are all met by sound lots, with and without storage, rework marked or not", () => {
    expect(broken(good, all())).toEqual([]);
    const check = "Final Quality Check";
    const reworked = plant([
      without(lot(), "Storage (Raw Material)", "Storage (Finished Goods)"),
      inserted(lot(), check, "REWORK_Assembly/Packaging", `REWORK_${check}`),
      inserted(lot(), check, "Assembly/Packaging", check),
      inserted(lot(), "Order Fulfillment", "REWORK_Order Fulfillment", "REWORK_Order Fulfillment"),
    ]);
    expect(broken(reworked, all())).toEqual([]);
  });

  it("are met by an empty log but for having a case", () => {
    expect(broken(plain(), all())).toEqual(["log/has-cases"]);
  });

  it.each<[string, string[], EventLog]>([
    [
      "an unknown activity",
      ["battery/activities-known"],
      withFirst((s) => inserted(s, "Assembly/Packaging", "Party")),
    ],
    [
      "a lot that begins with its check",
      ["battery/arrival-first"],
      withFirst((s) => without(s, "Raw Material Arrival")),
    ],
    [
      "a doubled arrival",
      ["battery/arrival-once"],
      withFirst((s) => inserted(s, "Raw Material Arrival", "Raw Material Arrival")),
    ],
    ["a lot that is not shipped", ["battery/shipment-last"], withFirst((s) => without(s, "Shipment"))],
    [
      "a lot that skips its in-process check",
      ["battery/lots-complete"],
      withFirst((s) => without(s, "In-Process Quality Check")),
    ],
    [
      "assembly before its check",
      ["battery/line-order"],
      withFirst((s) => swapped(s, "In-Process Quality Check", "Assembly/Packaging")),
    ],
    [
      "allocation after the batch start, which is out of line order, too",
      ["battery/line-order", "battery/raw-steps-before-start"],
      withFirst((s) => swapped(s, "Material Allocation", "Production Batch Start")),
    ],
    [
      "rework without its check before it",
      ["battery/rework-allowed"],
      withFirst((s) => inserted(s, "Assembly/Packaging", "REWORK_Final Quality Check")),
    ],
    [
      "assembly done again without a failed check",
      ["battery/rework-allowed"],
      withFirst((s) => inserted(s, "Assembly/Packaging", "Assembly/Packaging")),
    ],
    [
      "a loop left before its check",
      ["battery/rework-allowed"],
      withFirst((s) => inserted(s, "Final Quality Check", "REWORK_Assembly/Packaging")),
    ],
    [
      "rework of a step that has none, which no check can have asked for",
      ["battery/activities-known", "battery/rework-allowed"],
      withFirst((s) => inserted(s, "Production Batch Start", "REWORK_Production Batch Start")),
    ],
    [
      "a third rework by one check",
      ["battery/rework-cap"],
      withFirst((s) => inserted(s, "Order Fulfillment", ...Array(3).fill("REWORK_Order Fulfillment"))),
    ],
    [
      "rework of three checks of five",
      ["battery/rework-rate"],
      plant(
        Array.from({ length: 30 }, () =>
          ["Quality Check (Raw Material)", "Material Allocation", "Order Fulfillment"].reduce(
            (steps, check) => inserted(steps, check, `REWORK_${check}`),
            lot(),
          ),
        ),
      ),
    ],
    [
      "twelve lots in as many seconds",
      ["battery/arrivals-spread"],
      plant(Array.from({ length: 12 }, lot), { slot: 0 }),
    ],
    [
      "six batches that start in one instant, of which two must share a machine",
      ["battery/batch-starts-apart", "battery/resource-one-lot"],
      plant(
        Array.from({ length: 6 }, (_, i) =>
          lot().map((step) =>
            // undoes the offsets of the lot, and gives each a machine
            step.activity === "Production Batch Start"
              ? { ...step, minute: 50 - i / 60, resource: `Machine ${"VWXYZV"[i]}` }
              : step,
          ),
        ),
        { slot: 0 },
      ),
    ],
    [
      "a worker who assembles",
      ["battery/resource-skills"],
      withFirst((s) => s.map((step, i) => (i === 6 ? { ...step, resource: "Worker A" } : step))),
    ],
    [
      "a lot of changing size",
      ["battery/batch-size"],
      withFirst((s) => s.map((step, i) => (i === 6 ? { ...step, size: 3001 } : step))),
    ],
    [
      "a lot of half a cell",
      ["battery/batch-size"],
      withFirst((s) => s.map((step) => ({ ...step, size: 600.5 }))),
    ],
    ["a lot too large", ["battery/batch-size"], withFirst((s) => s.map((step) => ({ ...step, size: 5001 })))],
    [
      "an event without a size",
      ["battery/batch-size"],
      withFirst((s) => s.map((step, i) => (i === 0 ? { ...step, size: null } : step))),
    ],
    [
      "sizes that are text",
      ["battery/batch-size"],
      withFirst((s) => s.map((step) => ({ ...step, size: "3000" }))),
    ],
  ])("find %s", (_, ids, log) => {
    expect(broken(log, all())).toEqual(ids);
  });

  /** Worker A ends the raw material check of the second lot at 65:01, and the first lot's in-process check at `minute`. */
  const workerA = (minute: number, timed: boolean): EventLog =>
    plant(
      [
        lot().map((step) =>
          step.activity === "In-Process Quality Check" ? { ...step, resource: "Worker A", minute } : step,
        ),
        lot(),
      ],
      { timed },
    );
  const oneLot = "battery/resource-one-lot";

  it("find a resource with two lots at once by start times, of which touching ones are fine", () => {
    // with start times every step lasts a minute: 64:01 to 65:01 is taken
    expect(broken(workerA(65, true), all())).toEqual([oneLot]);
    expect(resultOf(workerA(65, true), all(), oneLot)).toMatchObject({
      violations: 1,
      observed: "1 of 22 events at a busy resource, judged by start and completion",
      examples: ['"Worker A" works on case "BATCH_1" and case "BATCH_2" at 1970-01-01T01:04:01.000Z'],
    });
    expect(broken(workerA(64 + 1 / 60, true), all())).toEqual([]);
  });

  it("find a resource that ends two lots in one instant when there are no start times", () => {
    expect(broken(workerA(65 + 1 / 60, false), all())).toEqual([oneLot]);
    expect(resultOf(workerA(65 + 1 / 60, false), all(), oneLot).observed).toBe(
      "1 of 22 events at a busy resource, judged by completion times",
    );
    expect(broken(workerA(65, false), all())).toEqual([]);
  });

  it("find a long step that holds a resource through several short ones", () => {
    const builder = new EventLogBuilder();
    for (const [caseId, start, end] of [
      ["1", 0, 100],
      ["2", 10, 20],
      ["3", 30, 40],
      ["4", 100, 110],
    ] as const) {
      builder.addEvent(caseId, "Shipment", end, { resource: "Ann", start: new Date(start) });
    }
    expect(resultOf(builder.build(), all(), oneLot).violations).toBe(2);
  });

  it("miss resources and sizes where there are none", () => {
    const bare = new EventLogBuilder();
    for (const { activity, minute } of lot()) bare.addEvent("1", activity, minute);
    expect(broken(bare.build(), all())).toEqual(["battery/resource-skills", "battery/batch-size"]);
  });

  it("say what was seen, how often and where", () => {
    const log = withFirst((s) => inserted(s, "Raw Material Arrival", "Raw Material Arrival"));
    expect(resultOf(log, all(), "battery/arrival-once")).toEqual({
      id: "battery/arrival-once",
      title: "No lot arrives twice",
      severity: "error",
      success: false,
      observed: "1 of 3 lots arrive more than once",
      violations: 1,
      examples: ['case "BATCH_1" arrives 2 times'],
    });
  });

  it.each([0, 1, -1, Number.NaN])("refuse the false alarm rate %d", (falseAlarmRate) => {
    expect(() => batteryLogExpectations({ falseAlarmRate })).toThrow(
      `batteryLogExpectations: option falseAlarmRate is ${falseAlarmRate}. Give a probability above 0 and below 1`,
    );
  });

  it("name themselves when an option of the plant is wrong", () => {
    expect(() => batteryLogExpectations({ reworkRate: 2 })).toThrow(
      "batteryLogExpectations: option reworkRate is 2.",
    );
  });
});

describe("a generated log", () => {
  const someOptions = fc.record({
    lots: fc.integer({ min: 0, max: 40 }),
    seed: fc.integer(),
    reworkRate: fc.constantFrom(0, 0.05, 0.15, 0.6, 1),
    rework: fc.constantFrom("prefix" as const, "repeat" as const),
    startTimes: fc.boolean(),
    config: fc.record({ maximumReworksPerCheck: fc.integer({ min: 0, max: 4 }) }),
  });

  it("meets every expectation of the options it was made with, whatever they are", () => {
    fc.assert(
      fc.property(someOptions, (options) => {
        expect(broken(generateBatteryLog(options), all(options))).toEqual(
          options.lots === 0 ? ["log/has-cases"] : [],
        );
      }),
      { seed: 17, numRuns: 30 },
    );
  });

  it.each([1, 2, 3, 4, 5])(
    "of 500 lots and seed %d has a rework rate in the band, and of no other rate",
    (seed) => {
      const log = generateBatteryLog({ lots: 500, seed });
      expect(broken(log, all())).toEqual([]);
      // 2500 checks: 0.15 -0.037 +0.040
      expect(broken(log, all({ reworkRate: 0.22 }))).toEqual(["battery/rework-rate"]);
      expect(broken(log, all({ reworkRate: 0.09 }))).toEqual(["battery/rework-rate"]);
      expect(broken(log, all({ reworkRate: 0 }))).toEqual(["battery/rework-rate"]);
    },
  );
});

describe("binomialBand", () => {
  it("ends where trials · KL = ln(2 / falseAlarmRate): by hand, ten trials of 1/2 at 2 / 2^10", () => {
    // KL(1 ‖ 1/2) = ln 2, so ten successes in ten trials have 10 ln 2 = ln 2^10: just inside
    expect(binomialBand(10, 0.5, 2 / 2 ** 10 - 1e-9)).toEqual({ low: 0, high: 1 });
    const { low, high } = binomialBand(10, 0.5, 2 / 2 ** 10 + 1e-6);
    expect([low > 0, high < 1]).toEqual([true, true]);
    expect(low + high).toBeCloseTo(1, 12);
  });

  it("is a point at the probabilities 0 and 1, and everything without trials", () => {
    expect(binomialBand(50, 0, 0.01)).toEqual({ low: 0, high: 0 });
    expect(binomialBand(50, 1, 0.01)).toEqual({ low: 1, high: 1 });
    expect(binomialBand(0, 0.3, 0.01)).toEqual({ low: 0, high: 1 });
  });

  it("holds all but a share of falseAlarmRate of the binomial distribution", () => {
    const trials = fc.integer({ min: 1, max: 60 });
    const p = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    const rate = fc.constantFrom(0.2, 0.01, 1e-6);
    fc.assert(
      fc.property(trials, p, rate, (n, probability, falseAlarmRate) => {
        const { low, high } = binomialBand(n, probability, falseAlarmRate);
        let outside = 0;
        let mass = (1 - probability) ** n;
        for (let k = 0; k <= n; k++) {
          if (k / n < low - 1e-12 || k / n > high + 1e-12) outside += mass;
          mass *= ((n - k) / (k + 1)) * (probability / (1 - probability));
        }
        expect(low).toBeLessThanOrEqual(probability);
        expect(high).toBeGreaterThanOrEqual(probability);
        expect(outside).toBeLessThanOrEqual(falseAlarmRate);
      }),
      { seed: 23, numRuns: 300 },
    );
  });
});
