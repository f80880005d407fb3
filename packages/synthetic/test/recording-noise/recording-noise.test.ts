import { isGigamineError } from "@gigamine/base";
import { type EventLog, EventLogBuilder, toRows, toVariantLog } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { addRecordingNoise } from "../../src/recording-noise/add-recording-noise.js";
import type { NoisyLog, RecordingNoiseOptions } from "../../src/recording-noise/types.js";
import { undoRecordingNoise } from "../../src/recording-noise/undo-recording-noise.js";

const minutes = 60_000;

/** Two cases: a b c at minutes 10, 20, 30 and a at minute 5; work takes 4 minutes; weights in kg. */
function smallLog(): EventLog {
  const builder = new EventLogBuilder();
  builder.addCase("lot-1", { customer: "X" });
  const add = (caseId: string, activity: string, at: number, resource: string, weight: number | null) =>
    builder.addEvent(caseId, activity, at * minutes, {
      resource,
      start: new Date((at - 4) * minutes),
      weight,
    });
  add("lot-1", "a", 10, "Ann", 1);
  add("lot-1", "b", 20, "Bob", 2);
  add("lot-1", "c", 30, "Ann", null);
  add("lot-2", "a", 5, "Bob", 0);
  return builder.build();
}

/** All that a log says, in its order, whatever its ids and codes. */
const content = (log: EventLog) => ({
  cases: log.caseIds,
  offsets: [...log.caseOffsets],
  rows: toRows(log),
  customer: log.caseAttributes["customer"],
  columns: Object.entries(log.eventAttributes).map(([name, column]) => [name, column.kind]),
});

const seen = (log: EventLog) =>
  toRows(log).map(({ case_id, activity, timestamp, start }) =>
    [
      case_id,
      activity,
      timestamp === null ? "?" : timestamp / minutes,
      start === null ? "?" : (start as number) / minutes,
    ].join(" "),
  );

const original = ["lot-1 a 10 6", "lot-1 b 20 16", "lot-1 c 30 26", "lot-2 a 5 1"];

describe("addRecordingNoise, by hand", () => {
  it("rates of 0 give the log itself, and no labels", () => {
    const log = smallLog();
    const zero = {
      missingEnds: 0,
      missingTimes: 0,
      skewedClocks: 0,
      duplicates: 0,
      swappedLabels: 0,
      swappedOrder: 0,
    };
    const { log: same, labels, originalEvent } = addRecordingNoise(log, { ...zero, unitMixUps: [] });
    expect(same).toBe(log);
    expect(labels).toEqual([]);
    expect([...originalEvent]).toEqual([0, 1, 2, 3]);
  });

  it("missingEnds: the last events of a case go, one is left; the label holds all that they were", () => {
    const { log, labels } = addRecordingNoise(smallLog(), { missingEnds: 1, maxMissing: 1 });
    expect(seen(log)).toEqual([original[0], original[1], original[3]]);
    expect(labels).toEqual([
      {
        kind: "missingEnd",
        caseId: "lot-1",
        originalEvent: 2,
        event: null,
        before: {
          activity: "c",
          time: 30 * minutes,
          attributes: { resource: "Ann", start: 26 * minutes, weight: null },
        },
      },
    ]);
    const many = new Set<number>();
    for (let seed = 0; seed < 40; seed++) {
      many.add(addRecordingNoise(smallLog(), { seed, missingEnds: 1, maxMissing: 99 }).log.caseOffsets[1]!);
    }
    expect(many).toEqual(new Set([1, 2]));
  });

  it("missingTimes: the completion goes, the start stays, and so does the order", () => {
    const { log, labels } = addRecordingNoise(smallLog(), { missingTimes: 1 });
    expect(seen(log)).toEqual(["lot-1 a ? 6", "lot-1 b ? 16", "lot-1 c ? 26", "lot-2 a ? 1"]);
    expect(labels[1]).toEqual({
      kind: "missingTime",
      caseId: "lot-1",
      originalEvent: 1,
      event: 1,
      before: { time: 20 * minutes, start: 16 * minutes },
    });
  });

  it("skewedClocks: all events of a resource move by the same, and the case is sorted anew", () => {
    const fast: RecordingNoiseOptions = { skewedClocks: 0.5, skewMinutes: { kind: "constant", value: 15 } };
    // A seed where the clock of Ann is wrong and that of Bob is not.
    const seed = [...Array(50).keys()].find((s) => {
      const { labels } = addRecordingNoise(smallLog(), { ...fast, seed: s });
      return (
        labels.length === 2 &&
        labels.every((label) => label.kind === "skewedClock" && label.resource === "Ann")
      );
    });
    if (seed === undefined) throw new Error("no seed of 50 skews one clock alone");
    const { log, labels, originalEvent } = addRecordingNoise(smallLog(), { ...fast, seed });
    expect(seen(log)).toEqual(["lot-1 b 20 16", "lot-1 a 25 21", "lot-1 c 45 41", "lot-2 a 5 1"]);
    expect([...originalEvent]).toEqual([1, 0, 2, 3]);
    expect(labels[0]).toEqual({
      kind: "skewedClock",
      caseId: "lot-1",
      originalEvent: 0,
      event: 1,
      resource: "Ann",
      shiftMs: 15 * minutes,
      before: { time: 10 * minutes, start: 6 * minutes },
    });
  });

  it("duplicates: the copy follows its original, and the label points to the copy", () => {
    const { log, labels, originalEvent } = addRecordingNoise(smallLog(), { duplicates: 1 });
    expect(seen(log)).toEqual(original.flatMap((event) => [event, event]));
    expect(labels.map(({ kind, event, originalEvent: of }) => [kind, event, of])).toEqual([
      ["duplicate", 1, 0],
      ["duplicate", 3, 1],
      ["duplicate", 5, 2],
      ["duplicate", 7, 3],
    ]);
    expect([...originalEvent]).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });

  it("swappedLabels: another activity of the log, never the same", () => {
    for (let seed = 0; seed < 20; seed++) {
      const { log, labels } = addRecordingNoise(smallLog(), { seed, swappedLabels: 1 });
      expect(labels.map((label) => label.kind === "swappedLabel" && label.before)).toEqual([
        "a",
        "b",
        "c",
        "a",
      ]);
      toRows(log).forEach(({ activity }, i) => {
        expect("abc".replace(["a", "b", "c", "a"][i]!, "")).toContain(activity);
      });
    }
  });

  it("swappedOrder: neighbours exchange their times, pairs do not overlap", () => {
    const { log, labels } = addRecordingNoise(smallLog(), { swappedOrder: 1 });
    expect(seen(log)).toEqual(["lot-1 b 10 6", "lot-1 a 20 16", "lot-1 c 30 26", "lot-2 a 5 1"]);
    expect(labels).toEqual([
      {
        kind: "swappedOrder",
        caseId: "lot-1",
        originalEvent: 0,
        event: 1,
        partner: 1,
        before: { time: 10 * minutes, start: 6 * minutes },
      },
      {
        kind: "swappedOrder",
        caseId: "lot-1",
        originalEvent: 1,
        event: 0,
        partner: 0,
        before: { time: 20 * minutes, start: 16 * minutes },
      },
    ]);
  });

  it("unitMixUps: numbers times the factor; what is missing or 0 stays and gets no label", () => {
    const { log, labels } = addRecordingNoise(smallLog(), {
      unitMixUps: [{ attribute: "weight", factor: 1000, rate: 1 }],
    });
    expect(toRows(log).map(({ weight }) => weight)).toEqual([1000, 2000, null, 0]);
    expect(labels).toEqual(
      [1, 2].map((before, row) => ({
        kind: "unitMixUp",
        caseId: "lot-1",
        originalEvent: row,
        event: row,
        attribute: "weight",
        factor: 1000,
        before,
      })),
    );
  });
});

/** Logs with ties, missing times and values, cases without events and names that are no ordinary names. */
const arbitraryLog: fc.Arbitrary<EventLog> = fc
  .array(
    fc.array(
      fc.record({
        activity: fc.constantFrom("a", "b", "c", "__proto__"),
        time: fc.option(
          fc.integer({ min: 0, max: 5 }).map((at) => at * minutes),
          { freq: 6 },
        ),
        resource: fc.option(fc.constantFrom("Ann", "Bob", "Cid")),
        start: fc.option(fc.integer({ min: 0, max: 5 }).map((at) => new Date(at * minutes))),
        weight: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
        proto: fc.boolean(),
      }),
      { maxLength: 6 },
    ),
    { maxLength: 6 },
  )
  .map((cases) => {
    const builder = new EventLogBuilder({
      eventAttributes: { ["__proto__"]: "boolean", start: "timestamp" },
    });
    cases.forEach((list, c) => {
      builder.addCase(`case ${c}`, { customer: c % 2 === 0 ? "X" : null });
      for (const { activity, time, resource, start, weight, proto } of list) {
        const row = builder.addEvent(`case ${c}`, activity, time, { resource, start, weight });
        builder.setEventAttribute(row, "__proto__", proto);
      }
    });
    // All columns are there, also in a log without events.
    builder.addEvent("last", "a", 0, { resource: "Ann", weight: 1 });
    return builder.build();
  });

const rate = fc.constantFrom(0, 0.2, 0.5, 1);
const arbitraryNoise: fc.Arbitrary<RecordingNoiseOptions> = fc.record({
  seed: fc.integer(),
  missingEnds: rate,
  maxMissing: fc.integer({ min: 1, max: 4 }),
  missingTimes: rate,
  skewedClocks: rate,
  skewMinutes: fc.constantFrom(
    { kind: "normal", mean: 0, sd: 3 } as const,
    { kind: "constant", value: -2 } as const,
  ),
  duplicates: rate,
  swappedLabels: rate,
  swappedOrder: rate,
  unitMixUps: rate.map((share) => [{ attribute: "weight", factor: 1e3, rate: share }]),
});

describe("addRecordingNoise, laws", () => {
  it("undoing the labels gives the log back", () => {
    fc.assert(
      fc.property(arbitraryLog, arbitraryNoise, (log, options) => {
        expect(content(undoRecordingNoise(addRecordingNoise(log, options)))).toEqual(content(log));
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it("labels and rows count up: events = original − missing + copies; every label points to its event", () => {
    fc.assert(
      fc.property(arbitraryLog, arbitraryNoise, (log, options) => {
        const { log: noisy, labels, originalEvent } = addRecordingNoise(log, options);
        const count = (kind: string) => labels.filter((label) => label.kind === kind).length;
        expect(noisy.activity.length).toBe(log.activity.length - count("missingEnd") + count("duplicate"));
        expect(originalEvent.length).toBe(noisy.activity.length);
        expect(count("swappedOrder") % 2).toBeLessThanOrEqual(count("missingEnd"));
        for (const label of labels) {
          if (label.event !== null) expect(originalEvent[label.event]).toBe(label.originalEvent);
          else expect(originalEvent).not.toContain(label.originalEvent);
        }
        const keys = labels.map(({ kind, originalEvent: of }) => `${kind} ${of}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { seed: 9 },
    );
  });

  it("an event without a label is as it was", () => {
    fc.assert(
      fc.property(arbitraryLog, arbitraryNoise, (log, options) => {
        const { log: noisy, labels, originalEvent } = addRecordingNoise(log, options);
        const touched = new Set(labels.map((label) => label.originalEvent));
        const [before, after] = [toRows(log), toRows(noisy)];
        originalEvent.forEach((row, e) => {
          if (!touched.has(row)) expect(after[e]).toEqual(before[row]);
          else if (labels.every((label) => label.originalEvent !== row || label.kind === "duplicate")) {
            expect(after[e]).toEqual(before[row]);
          }
        });
      }),
      { seed: 10 },
    );
  });

  it("the same seed gives the same bytes, and another seed other labels", () => {
    fc.assert(
      fc.property(arbitraryLog, arbitraryNoise, (log, options) => {
        const run = () => JSON.stringify(bytes(addRecordingNoise(log, options)));
        expect(run()).toBe(run());
      }),
      { seed: 11 },
    );
    const long = longLog(200);
    const labels = (seed: number) => addRecordingNoise(long, { seed, swappedLabels: 0.5 }).labels;
    expect(labels(1)).not.toEqual(labels(2));
  });

  it("another kind of noise moves no draw of a kind; ends alone take the labels of what they cut", () => {
    fc.assert(
      fc.property(arbitraryLog, arbitraryNoise, (log, options) => {
        const all = addRecordingNoise(log, options);
        const cut = new Set(
          all.labels.filter(({ kind }) => kind === "missingEnd").map((label) => label.originalEvent),
        );
        const { seed, maxMissing, skewMinutes } = options;
        for (const [kind, name] of [
          ["missingEnd", "missingEnds"],
          ["missingTime", "missingTimes"],
          ["skewedClock", "skewedClocks"],
          ["duplicate", "duplicates"],
          ["swappedLabel", "swappedLabels"],
          ["swappedOrder", "swappedOrder"],
          ["unitMixUp", "unitMixUps"],
        ] as const) {
          const alone = addRecordingNoise(log, { seed, maxMissing, skewMinutes, [name]: options[name] });
          const facts = ({ labels }: NoisyLog) =>
            labels
              .filter(
                (label) => label.kind === kind && (kind === "missingEnd" || !cut.has(label.originalEvent)),
              )
              .map(({ event: _, ...label }) => label);
          expect(facts(all)).toEqual(facts(alone));
        }
      }),
      { seed: 12 },
    );
  });

  it("a higher rate adds to what a lower one did", () => {
    const log = longLog(300);
    for (const name of [
      "missingTimes",
      "duplicates",
      "swappedLabels",
      "skewedClocks",
      "missingEnds",
    ] as const) {
      const hit = (share: number) =>
        new Set(
          addRecordingNoise(log, { seed: 3, [name]: share }).labels.map((label) => label.originalEvent),
        );
      const [low, high] = [hit(0.2), hit(0.6)];
      for (const event of low) expect(high).toContain(event);
      expect(high.size).toBeGreaterThan(low.size);
    }
  });

  it("shares are those asked for (five standard deviations)", () => {
    const n = 5000;
    const log = longLog(n / 5);
    for (const name of ["missingTimes", "duplicates", "swappedLabels"] as const) {
      const { labels } = addRecordingNoise(log, { seed: 4, [name]: 0.1 });
      expect(Math.abs(labels.length - 0.1 * n)).toBeLessThan(5 * Math.sqrt(n * 0.09));
    }
  });

  it("more cases leave those before as they were", () => {
    const options = { seed: 5, duplicates: 0.3, swappedOrder: 0.3, missingEnds: 0.3, missingTimes: 0.3 };
    const few = addRecordingNoise(longLog(20), options);
    const many = addRecordingNoise(longLog(40), options);
    expect(many.labels.slice(0, few.labels.length)).toEqual(few.labels);
  });
});

const bytes = ({ log, labels, originalEvent }: NoisyLog) => [content(log), labels, [...originalEvent]];

/** So many cases of five events, by five resources. */
function longLog(cases: number): EventLog {
  const builder = new EventLogBuilder();
  for (let c = 0; c < cases; c++) {
    for (let i = 0; i < 5; i++) {
      builder.addEvent(`lot-${c}`, "abcde"[i]!, (c * 10 + i) * minutes, {
        resource: `machine ${(c + i) % 40}`,
      });
    }
  }
  return builder.build();
}

describe("addRecordingNoise, wrong use", () => {
  const noResource = new EventLogBuilder().build();
  it.each<[unknown, string, RegExp]>([
    [null, "options", /any of: seed/],
    [{ missingEnd: 0.1 }, "missingEnd", /Known are: .*missingEnds/],
    [{ duplicates: 1.1 }, "duplicates", /\[0, 1\]/],
    [{ duplicates: -0.1 }, "duplicates", /\[0, 1\]/],
    [{ duplicates: Number.NaN }, "duplicates", /\[0, 1\]/],
    [{ maxMissing: 0 }, "maxMissing", /from 1 to/],
    [{ skewMinutes: { kind: "normal", mean: 0 } }, "skewMinutes.sd", /at least 0/],
    [
      { unitMixUps: [{ attribute: "weight", factor: 1, rate: 1 }] },
      "unitMixUps[0].factor",
      /neither 0 nor 1/,
    ],
    [{ unitMixUps: [{ attribute: "height", factor: 2, rate: 1 }] }, "unitMixUps[0].attribute", /"weight"/],
    [{ unitMixUps: [{ attribute: "resource", factor: 2, rate: 1 }] }, "unitMixUps[0].attribute", /numbers/],
    [
      {
        unitMixUps: [
          { attribute: "weight", factor: 2, rate: 1 },
          { attribute: "weight", factor: 3, rate: 1 },
        ],
      },
      "unitMixUps[1].attribute",
      /once/,
    ],
  ])("refuses %j: names %s", (options, option, advice) => {
    let caught: unknown;
    try {
      addRecordingNoise(smallLog(), options as RecordingNoiseOptions);
    } catch (error) {
      caught = error;
    }
    if (!isGigamineError(caught, "option/out-of-range"))
      throw new Error(`no error of ours: ${String(caught)}`);
    expect(caught.fields).toMatchObject({ where: "addRecordingNoise", option });
    expect(caught.message).toMatch(advice);
  });

  it("refuses clocks without resources, and what is no log", () => {
    expect(() => addRecordingNoise(noResource, { skewedClocks: 0.1 })).toThrow(/no event attribute resource/);
    expect(() => addRecordingNoise([] as unknown as EventLog, {})).toThrow(/fromRows/);
    const variants = toVariantLog(smallLog()) as unknown as EventLog;
    expect(() => addRecordingNoise(variants, {})).toThrow(/the log they come from/);
  });

  it("an empty log stays empty", () => {
    const { log, labels } = addRecordingNoise(noResource, {
      duplicates: 1,
      missingEnds: 1,
      swappedLabels: 1,
    });
    expect(log.activity).toHaveLength(0);
    expect(labels).toEqual([]);
  });
});
