import { createHash } from "node:crypto";
import { type EventLog, events, traces } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type BatteryActivity,
  type BatteryLogConfigOverrides,
  type BatteryLogOptions,
  batteryActivities,
  batteryLogDefaults,
  batteryLogOptionsSchema,
  generateBatteryLog,
  reworkRules,
} from "../../src/index.js";

const line = [
  "Raw Material Arrival",
  "Quality Check (Raw Material)",
  "Storage (Raw Material)",
  "Material Allocation",
  "Production Batch Start",
  "In-Process Quality Check",
  "Assembly/Packaging",
  "Final Quality Check",
  "Storage (Finished Goods)",
  "Order Fulfillment",
  "Shipment",
];
/** Check and where it sends lots back to, as positions in the line: the contract, written a second time. */
const loops = [
  [1, 1],
  [3, 3],
  [5, 5],
  [7, 6],
  [9, 9],
] as const;

interface Row {
  readonly label: string;
  readonly step: number;
  readonly marked: boolean;
  readonly start: number;
  readonly end: number;
  readonly resource: string;
  readonly size: number;
}

function lots(options: BatteryLogOptions = {}): Row[][] {
  const log = generateBatteryLog({ ...options, startTimes: true });
  return log.caseIds.map((_, c) =>
    [...events(log, c)].map(({ activity, time, attributes }) => ({
      label: activity,
      step: line.indexOf(activity.replace("REWORK_", "")),
      marked: activity.startsWith("REWORK_"),
      start: attributes.start!,
      end: time!,
      resource: attributes.resource!,
      size: attributes.batch_size!,
    })),
  );
}

function bytes(log: EventLog): string {
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify([log.caseIds, log.activities, [...log.caseOffsets], [...log.activity], [...log.time]]),
  );
  const { resource, batch_size: size } = log.eventAttributes;
  if (resource?.kind !== "string" || size?.kind !== "number") throw new Error("unexpected columns");
  hash.update(JSON.stringify([resource.dictionary, [...resource.codes], [...size.values]]));
  return hash.digest("hex");
}

/** Every step takes its median, lots arrive on their slots, nobody repeats or leaves out a step. */
const clockwork = (config: BatteryLogConfigOverrides = {}): BatteryLogConfigOverrides => ({
  release: { jitterShare: 0 },
  storage: { rawSkipProbability: 0, finishedSkipProbability: 0 },
  reworkRate: 0,
  activities: Object.fromEntries(
    batteryActivities.map((name) => [name, { logSpread: 0, extraSharePer1000Cells: 0 }]),
  ),
  ...config,
});

const seeds = fc.integer({ min: -1000, max: 1_000_000 });

const standard = generateBatteryLog();

describe("generateBatteryLog", () => {
  it("makes 1000 lots from Monday 6 January 2025 on, with the columns of the battery log", () => {
    const log = standard;
    expect(log.caseIds).toHaveLength(1000);
    expect(log.caseIds[0]).toBe("BATCH_00001");
    expect(log.caseIds[999]).toBe("BATCH_01000");
    expect(Object.keys(log.eventAttributes)).toEqual(["resource", "batch_size"]);
    expect(Object.keys(log.caseAttributes)).toEqual([]);
    expect(log.time[0]).toBeGreaterThan(Date.UTC(2025, 0, 6, 6));
    expect(log.time[0]).toBeLessThan(Date.UTC(2025, 0, 6, 12));
  });

  it("takes the median of each step when nothing varies and nobody waits", () => {
    // arrival 18, check 35, storage 20 + rest 50, allocation 25, start 15, check 50, assembly 175, check 45,
    // storage 30 + rest 80, order 80, shipment 33 minutes
    const log = generateBatteryLog({ lots: 1, startTimes: true, config: clockwork() });
    const minutes = [...events(log, 0)].map(({ time, attributes }) =>
      [attributes.start!, time!].map((t) => (t - Date.UTC(2025, 0, 6, 6)) / 60_000),
    );
    expect(minutes).toEqual([
      [0, 18],
      [18, 53],
      [53, 73],
      [123, 148],
      [148, 163],
      [163, 213],
      [213, 388],
      [388, 433],
      [433, 463],
      [543, 623],
      [623, 656],
    ]);
    expect(log.activities).toEqual(line);
  });

  it("lets lots wait for a resource that is taken", () => {
    // One machine, which needs 190 minutes a lot; slots of 45 minutes; everything before a batch start takes 148 minutes.
    // First: start 148–163, assembly 213–388. The second lot's start (at 45 + 148 = 193) takes the machine until 208,
    // before the first comes back for assembly; its own assembly is ready at 258 and waits until 388.
    const log = generateBatteryLog({
      lots: 2,
      startTimes: true,
      config: clockwork({ pools: { production: ["Machine X"] } }),
    });
    const assembly = [0, 1].map((c) => {
      const event = [...events(log, c)].find(({ activity }) => activity === "Assembly/Packaging")!;
      return [event.attributes.start!, event.time!].map((t) => (t - Date.UTC(2025, 0, 6, 6)) / 60_000);
    });
    expect(assembly).toEqual([
      [213, 388],
      [388, 563],
    ]);
  });

  it("repeats every step of every loop as often as allowed when every check fails", () => {
    const log = generateBatteryLog({ lots: 1, reworkRate: 1, config: { maximumReworksPerCheck: 1 } });
    expect([...events(log, 0)].map(({ activity }) => activity)).toEqual([
      "Raw Material Arrival",
      "Quality Check (Raw Material)",
      "REWORK_Quality Check (Raw Material)",
      "Storage (Raw Material)",
      "Material Allocation",
      "REWORK_Material Allocation",
      "Production Batch Start",
      "In-Process Quality Check",
      "REWORK_In-Process Quality Check",
      "Assembly/Packaging",
      "Final Quality Check",
      "REWORK_Assembly/Packaging",
      "REWORK_Final Quality Check",
      "Storage (Finished Goods)",
      "Order Fulfillment",
      "REWORK_Order Fulfillment",
      "Shipment",
    ]);
  });

  it("leaves out both storage steps when told so", () => {
    const storage = { rawSkipProbability: 1, finishedSkipProbability: 1 };
    const log = generateBatteryLog({ lots: 20, storage });
    expect(log.activities.filter((name) => name.startsWith("Storage"))).toEqual([]);
  });

  it("gives an empty log for no lots", () => {
    const log = generateBatteryLog({ lots: 0 });
    expect([log.caseIds, [...log.caseOffsets], log.activities]).toEqual([[], [0], []]);
    expect(Object.keys(log.eventAttributes)).toEqual(["resource", "batch_size"]);
  });

  it("lets the shortcuts win over the configuration", () => {
    const storage = { rawSkipProbability: 0 };
    const config = { storage: { rawSkipProbability: 1, finishedSkipProbability: 1 } };
    const stored = generateBatteryLog({ lots: 5, storage, config }).activities;
    expect(stored.filter((name) => name.startsWith("Storage"))).toEqual(["Storage (Raw Material)"]);
    const log = generateBatteryLog({ lots: 50, reworkRate: 0, config: { reworkRate: 1 } });
    expect(log.activities.filter((name) => name.startsWith("REWORK_"))).toEqual([]);
  });

  it("takes the defaults given as configuration for the defaults, and undefined for not given", () => {
    const options = {
      lots: 30,
      seed: undefined,
      config: { ...batteryLogDefaults, release: { jitterShare: undefined } },
    };
    expect(bytes(generateBatteryLog(options))).toBe(bytes(generateBatteryLog({ lots: 30 })));
  });
});

describe("the lots of a generated log, for any seed,", () => {
  /** `offenders` picks what is against the law; the same seeds serve every law, so each log is made once. */
  const logs = new Map<string, Row[][]>();
  const noneOf = (offenders: (lots: Row[][]) => unknown[], options: BatteryLogOptions = {}): void =>
    fc.assert(
      fc.property(seeds, fc.constantFrom("prefix", "repeat"), (seed, rework) => {
        const all: BatteryLogOptions = { lots: 25, reworkRate: 0.3, ...options, rework, seed };
        const key = JSON.stringify(all);
        if (!logs.has(key)) logs.set(key, lots(all));
        expect(offenders(logs.get(key)!)).toEqual([]);
      }),
      { seed: 5, numRuns: 20 },
    );
  /** Each event with the one before it in its lot. */
  const pairs = (all: Row[][]) => all.flatMap((lot) => lot.slice(1).map((row, i) => [lot[i]!, row] as const));

  it("walk the line: the next step, over an optional one, or back as a rule says", () => {
    noneOf((all) =>
      pairs(all).filter(([{ step: from }, { step: to }]) => {
        const on = to === from + 1 || (to === from + 2 && (to === 3 || to === 9));
        return !on && !loops.some(([check, backTo]) => from === check && to === backTo);
      }),
    );
  });

  it("begin with one arrival, end with one shipment, and pass no check more than three times", () => {
    const times = (lot: Row[], wanted: number) => lot.filter(({ step }) => step === wanted).length;
    noneOf((all) => all.filter((lot) => lot[0]!.step !== 0 || lot.at(-1)!.step !== 10));
    noneOf((all) => all.filter((lot) => times(lot, 0) !== 1 || times(lot, 10) !== 1));
    noneOf((all) => all.filter((lot) => loops.some(([check]) => times(lot, check) > 3)));
  });

  it("have whole seconds that rise, and work of at least a second", () => {
    noneOf((all) => all.flat().filter(({ start, end }) => start % 1000 !== 0 || end % 1000 !== 0));
    noneOf((all) => all.flat().filter(({ start, end }) => end - start < 1000));
    noneOf((all) => pairs(all).filter(([before, row]) => row.start < before.end));
  });

  it("never share a resource, and are served by the pool of the step", () => {
    noneOf((all) => {
      const freeAt = new Map<string, number>();
      const rows = all.flat().sort((a, b) => a.start - b.start);
      return rows.filter(({ resource, start, end }) => {
        const busy = start < (freeAt.get(resource) ?? 0);
        freeAt.set(resource, end);
        return busy;
      });
    });
    noneOf((all) =>
      all.flat().filter(({ step, resource }) => {
        const { pool } = batteryLogDefaults.activities[line[step] as BatteryActivity];
        return !batteryLogDefaults.pools[pool].includes(resource);
      }),
    );
  });

  it("have one size each, from 500 to 5000 cells", () => {
    noneOf((all) => all.filter((lot) => lot.some(({ size }) => size !== lot[0]!.size)));
    noneOf((all) =>
      all.filter(([{ size } = { size: 0 }]) => !(Number.isInteger(size) && size >= 500 && size <= 5000)),
    );
  });

  it("arrive in working hours, in order, one a slot", () => {
    // With enough staff nobody waits at the gate. 21.3 of the 25 slots of 45 minutes are on Monday.
    const config = { pools: { warehouse: Array.from({ length: 60 }, (_, i) => `Staff ${i}`) } };
    noneOf(
      (all) =>
        all.filter((lot, i) => {
          const arrival = new Date(lot[0]!.start);
          const night = arrival.getUTCDate() === 6 ? 0 : 8 * 3_600_000;
          const slot = (arrival.getTime() - Date.UTC(2025, 0, 6, 6) - night) / 2_700_000;
          const closed = arrival.getUTCHours() < 6 || arrival.getUTCHours() >= 22;
          return closed || Math.floor(slot) !== i || slot - i > 0.8;
        }),
      { config },
    );
  });
});

describe("randomness", () => {
  it("gives the same bytes for the same seed, others for another", () => {
    const of = (seed: number) => bytes(generateBatteryLog({ lots: 40, seed }));
    expect(of(1)).toBe(of(1));
    expect(new Set([of(0), of(1), of(2), of(-1)]).size).toBe(4);
  });

  it("keeps the bytes of seed 42 across releases", () => {
    // A change detector, not a statement that the log is right: a new value needs a line in the change log.
    expect(bytes(standard)).toBe("abcdcff34d77d47fb5438e79465c45b1a38043d4ac0aa4a51cbb942cc6bed194");
  });

  it("names reworked steps otherwise and changes nothing else", () => {
    const strip = (rework: "prefix" | "repeat") =>
      lots({ lots: 60, rework }).map((lot) => lot.map(({ label: _, marked: __, ...rest }) => rest));
    expect(strip("prefix")).toEqual(strip("repeat"));
    for (const lot of lots({ lots: 60, rework: "prefix" })) {
      const repeated = lot.map(({ step }, i) => lot.slice(0, i).some((before) => before.step === step));
      expect(lot.map(({ marked }) => marked)).toEqual(repeated);
    }
    const unmarked = generateBatteryLog({ lots: 60, rework: "repeat" }).activities;
    expect([...unmarked].sort()).toEqual([...line].sort());
  });

  it("draws the same for a lot however many lots there are", () => {
    const draws = (count: number) =>
      lots({ lots: count, seed: 9 })
        .slice(0, 40)
        .map((lot) => lot.map(({ label, size, start, end }) => [label, size, end - start]));
    expect(draws(40)).toEqual(draws(80));
  });

  it("only adds rework when the rework rate rises, and leaves sizes and first work times alone", () => {
    const first = (lot: Row[]) =>
      lot.filter(({ marked }) => !marked).map(({ step, size, start, end }) => [step, size, end - start]);
    const passes = (lot: Row[]) => loops.map(([check]) => lot.filter(({ step }) => step === check).length);
    fc.assert(
      fc.property(seeds, (seed) => {
        const low = lots({ lots: 20, seed, reworkRate: 0.1 });
        const high = lots({ lots: 20, seed, reworkRate: 0.3 });
        expect(low.map(first)).toEqual(high.map(first));
        const fewer = low.filter((lot, i) => passes(lot).some((count, k) => count > passes(high[i]!)[k]!));
        expect(fewer).toEqual([]);
      }),
      { seed: 3, numRuns: 10 },
    );
  });

  it("changes no other draw when storage is left out", () => {
    const rest = (skip: number) =>
      lots({ lots: 50, storage: { rawSkipProbability: skip, finishedSkipProbability: skip } }).map((lot) =>
        lot
          .filter(({ label }) => !label.startsWith("Storage"))
          .map(({ label, size, start, end }) => [label, size, end - start]),
      );
    expect(rest(0)).toEqual(rest(1));
  });

  it("does not depend on whether start times are asked for", () => {
    const timed = generateBatteryLog({ lots: 50, startTimes: true });
    expect(bytes(timed)).toBe(bytes(generateBatteryLog({ lots: 50 })));
  });
});

describe("the truth behind a generated log", () => {
  // Fixed seeds and tolerances of at least four standard errors.
  const all = lots({ lots: 2000, seed: 2 });
  const rows = all.flat();
  const minutes = ({ start, end }: Row) => (end - start) / 60_000;

  it.each(
    batteryActivities.map((name) => [name, batteryLogDefaults.activities[name].medianMinutes] as const),
  )("is a median of %s of %d minutes", (name, median) => {
    const times = rows
      .filter(({ step }) => line[step] === name)
      .map(minutes)
      .sort((a, b) => a - b);
    // the standard error of the median is 1.25 · 0.4 / sqrt(2000) = 1.1 % at most
    expect(times[times.length >> 1]! / median).toBeGreaterThan(0.955);
    expect(times[times.length >> 1]! / median).toBeLessThan(1.045);
  });

  it("is a share of 0.15 of failed checks, each check by itself", () => {
    for (const [check] of loops) {
      const failed = all.filter((lot) => lot.filter(({ step }) => step === check).length > 1).length;
      expect(Math.abs(failed / 2000 - 0.15)).toBeLessThan(4 * Math.sqrt((0.15 * 0.85) / 2000));
    }
  });

  it("is a share of 0.05 and 0.02 of lots without storage", () => {
    for (const [step, p] of [
      [2, 0.05],
      [8, 0.02],
    ] as const) {
      const without = all.filter((lot) => lot.every((row) => row.step !== step)).length;
      expect(Math.abs(without / 2000 - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 2000));
    }
  });

  it("is a correlation of 0.377 of batch size and assembly time, and of 0 with any other time", () => {
    for (const name of batteryActivities) {
      const pairs = rows
        .filter(({ step, marked }) => line[step] === name && !marked)
        .map((row) => [row.size, minutes(row)]);
      const r = correlation(pairs as [number, number][]);
      expect(Math.abs(r - (name === "Assembly/Packaging" ? 0.377 : 0))).toBeLessThan(0.09);
    }
  });

  it("is a check whose outcome has nothing to do with how long it took", () => {
    for (const [check] of loops) {
      const pairs = all.map((lot): [number, number] => {
        const passes = lot.filter(({ step }) => step === check);
        return [passes.length > 1 ? 1 : 0, minutes(passes[0]!)];
      });
      expect(Math.abs(correlation(pairs))).toBeLessThan(0.09);
    }
  });

  it("is waiting in front of production before all else", () => {
    const waits = new Map<string, number[]>();
    for (const lot of all) {
      for (let i = 1; i < lot.length; i++) {
        if (lot[i - 1]!.step === 2 || lot[i - 1]!.step === 8) continue; // comes from storage, where lots rest
        const { pool } = batteryLogDefaults.activities[line[lot[i]!.step] as BatteryActivity];
        const list = waits.get(pool) ?? [];
        waits.set(pool, list);
        list.push((lot[i]!.start - lot[i - 1]!.end) / 60_000);
      }
    }
    const mean = (pool: string) =>
      waits.get(pool)!.reduce((sum, wait) => sum + wait, 0) / waits.get(pool)!.length;
    expect(mean("production")).toBeGreaterThan(1.5 * mean("quality"));
    expect(mean("quality")).toBeGreaterThan(mean("warehouse"));
    expect(mean("warehouse")).toBeGreaterThan(0);
  });

  function correlation(pairs: readonly [number, number][]): number {
    const n = pairs.length;
    const [mx, my] = [0, 1].map((i) => pairs.reduce((sum, pair) => sum + pair[i]!, 0) / n) as [
      number,
      number,
    ];
    let [xy, xx, yy] = [0, 0, 0];
    for (const [x, y] of pairs) {
      xy += (x - mx) * (y - my);
      xx += (x - mx) ** 2;
      yy += (y - my) ** 2;
    }
    return xy / Math.sqrt(xx * yy);
  }
});

describe("options", () => {
  const remedy = (options: unknown): string => {
    try {
      generateBatteryLog(options as BatteryLogOptions);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("accepted");
  };

  it("are refused by name, with value, range and default", () => {
    expect(() => generateBatteryLog({ lots: -1 })).toThrow(
      expect.objectContaining({
        code: "option/out-of-range",
        fields: { where: "generateBatteryLog", option: "lots", value: -1 },
        message:
          "generateBatteryLog: option lots is -1. Give a whole number in [0, 1000000]; the default is 1000.",
      }),
    );
  });

  it.each([
    [{ lots: 1.5 }, "option lots is 1.5."],
    [{ lots: Number.NaN }, "option lots is NaN."],
    [{ lots: 1_000_001 }, "option lots is 1000001."],
    [{ lots: "5" }, 'option lots is "5".'],
    [{ seed: 0.5 }, "option seed is 0.5."],
    [{ reworkRate: 1.1 }, "option reworkRate is 1.1. Give a probability in [0, 1]; the default is 0.15."],
    [{ rework: "label" }, 'option rework is "label". Give one of "prefix", "repeat".'],
    [{ storage: { rawSkipProbability: 2 } }, "option storage.rawSkipProbability is 2."],
    [
      { storage: { skip: 1 } },
      "option storage.skip is 1. There is no such option here. Known are: rawSkipProbability,",
    ],
    [{ lot: 3 }, "option lot is 3. There is no such option here. Known are: lots, seed, start,"],
    [{ startTimes: 1 }, "option startTimes is 1. Give true or false"],
    [{ config: { release: { workDays: [] } } }, "option config.release.workDays is a value of type array."],
    [{ config: { release: { workDays: [1, 7] } } }, "option config.release.workDays[1] is 7."],
    [
      { config: { release: { closesAtHour: 5 } } },
      "Give an hour after config.release.opensAtHour, which is 6.",
    ],
    [{ config: { batchSize: { minimum: 6000 } } }, "Give at least config.batchSize.minimum, which is 6000."],
    [{ config: { pools: { quality: [] } } }, "option config.pools.quality is a value of type array."],
    [{ config: { pools: { quality: ["Machine Z"] } } }, 'option config.pools.production[4] is "Machine Z".'],
    [
      { config: { activities: { "Assembly/Packaging": { medianMinutes: 0 } } } },
      'option config.activities["Assembly/Packaging"].medianMinutes is 0. Give minutes in [0.1, 10000]; the default is 175.',
    ],
    [{ config: { activities: { Shipping: {} } } }, "option config.activities.Shipping is"],
    [
      { config: { activities: { Shipment: { extraSharePer1000Cells: 0.5 } } } },
      'config.activities["Shipment"].extraSharePer1000Cells is 0.5. A lot of 500 cells would take less than 5 %',
    ],
    [JSON.parse('{"__proto__": {"lots": 3}}'), "option __proto__ is"],
    [null, "option options is null."],
    [7, "option options is 7."],
  ])("%j are refused", (options, words) => {
    expect(remedy(options)).toContain(words);
  });

  it.each([
    "2025-01-06T06:00:00",
    "2025-02-30",
    "6 January 2025",
    "",
    "2025-01-06T25:00Z",
    "1969-12-31",
    -1,
    4e13,
    Number.NaN,
  ])("start %j is refused", (start) => {
    expect(remedy({ start })).toContain("Give ms since the epoch, or an ISO 8601 instant");
  });

  it("start may be an instant with an offset, a date, or milliseconds, whose fraction of a second is passed over", () => {
    const first = (start: number | string) =>
      generateBatteryLog({ lots: 1, start, config: clockwork() }).time[0];
    const expected = Date.UTC(2025, 0, 6, 6, 18);
    for (const start of [
      "2025-01-06T08:00:00+02:00",
      "2025-01-06T06:00Z",
      "2025-01-06",
      Date.UTC(2025, 0, 6, 6),
    ]) {
      expect(first(start)).toBe(expected);
    }
    expect(first(Date.UTC(2025, 0, 6, 6, 0, 0, 1))).toBe(expected + 1000);
  });

  it("that lead beyond the year 9999 are refused", () => {
    const config = {
      release: { minutesBetweenLots: 10_000, opensAtHour: 6, closesAtHour: 7, workDays: [1] },
    };
    expect(remedy({ lots: 5000, config })).toContain("after the year 9999");
  });

  it("can be checked on their own, as JSON", () => {
    expect(
      batteryLogOptionsSchema.safeParse({ lots: 5, config: { pools: { quality: ["Ann"] } } }).success,
    ).toBe(true);
    const { error } = batteryLogOptionsSchema.safeParse({ reworkRate: "high" });
    expect(error?.issues).toEqual([
      expect.objectContaining({
        path: ["reworkRate"],
        message: "Give a probability in [0, 1]; the default is 0.15.",
      }),
    ]);
  });

  it("signal stops the work and onProgress follows it", () => {
    const reports: string[] = [];
    generateBatteryLog({
      lots: 1001,
      onProgress: ({ stage, done, total, unit }) => reports.push(`${stage} ${done}/${total} ${unit}`),
    });
    expect(reports).toEqual([
      "planning 1000/1001 lots",
      "planning 1001/1001 lots",
      "simulating 1000/1001 lots",
      "simulating 1001/1001 lots",
    ]);
    expect(() => generateBatteryLog({ signal: AbortSignal.abort(new Error("enough")) })).toThrow("enough");
    const controller = new AbortController();
    const stop = () => controller.abort(new Error("later"));
    expect(() => generateBatteryLog({ lots: 1000, signal: controller.signal, onProgress: stop })).toThrow(
      "later",
    );
  });
});

describe("the tables", () => {
  it("name the eleven activities in line order", () => {
    expect(batteryActivities).toEqual(line);
  });

  it("send lots back to the check itself or to the step before it", () => {
    expect(reworkRules.map(({ check, backTo }) => [line.indexOf(check), line.indexOf(backTo)])).toEqual(
      loops,
    );
  });

  it("can't be changed", () => {
    expect(Object.isFrozen(batteryLogDefaults.activities.Shipment)).toBe(true);
    expect(Object.isFrozen(batteryLogDefaults.pools.quality)).toBe(true);
    expect(Object.isFrozen(reworkRules[0])).toBe(true);
  });

  it("give lots that can be read as rows", () => {
    const [first] = traces(generateBatteryLog({ lots: 1 }));
    expect(first!.caseId).toBe("BATCH_00001");
  });
});
