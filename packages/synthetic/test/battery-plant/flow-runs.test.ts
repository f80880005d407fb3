import { describe, expect, it } from "@jest/globals";
import { batteryPlant } from "../../src/battery-plant/battery-plant.js";
import type { BatteryPlantOptions } from "../../src/battery-plant/plant-options.js";
import type { PlantRun } from "../../src/battery-plant/run.js";
import { scenarios } from "../../src/scenarios/catalogue.js";
import { sha256, viewHashes } from "./plant-helpers.js";

const small: BatteryPlantOptions = { orders: 6, cellsPerOrder: 96 };

/** Share of the cells ordered that were not shipped. */
function lostShare({ orders, cells }: PlantRun): number {
  const ordered = orders.reduce((sum, order) => sum + order.cells, 0);
  return 1 - cells.box.filter((box) => box >= 0).length / ordered;
}

describe("the same options", () => {
  it("give the same bytes in every view and table; another seed gives others in each", () => {
    const [one, again, other] = [
      batteryPlant(small),
      batteryPlant(small),
      batteryPlant({ ...small, seed: 43 }),
    ];
    const [hashes, others] = [viewHashes(one), viewHashes(other)];
    expect(viewHashes(again)).toEqual(hashes);
    expect(sha256(again)).toBe(sha256(one));
    for (const view of Object.keys(hashes)) expect(others[view]).not.toBe(hashes[view]);
  });

  it("give the same bytes on every platform of the test matrix, and across releases", () => {
    // A change detector, not a statement that the run is right: a new value needs a line in the change log.
    expect(sha256(viewHashes(batteryPlant(small)))).toBe(
      "2f6f8d63a6398379de805820abd79b4f78f8315a4fc3aff717f8ebb018e325d5",
    );
  });

  it("give the same run by a date and by its first instant in UTC", () => {
    const [byDate, byInstant] = ["2025-01-06", "2025-01-06T01:00:00+01:00"].map((start) =>
      sha256(batteryPlant({ ...small, orders: 1, start })),
    );
    expect(byDate).toBe(byInstant);
  });

  it("give the same run by default values and written out", () => {
    expect(
      sha256(batteryPlant({ ...small, seed: 42, preset: "steady state", start: Date.UTC(2025, 0, 6, 6) })),
    ).toBe(sha256(batteryPlant(small)));
  });
});

describe("luck belongs to the unit", () => {
  /** Hidden values by unit, metric and attempt of all that the filter lets through. */
  const latentOf = (
    run: PlantRun,
    wanted: (unit: string, metric: string) => boolean,
  ): ReadonlyMap<string, string> => {
    const { measurements, metrics, units, visits } = run;
    const values = new Map<string, string>();
    for (let row = 0; row < measurements.value.length; row++) {
      const unit = units[measurements.unit[row]!]!.id;
      const metric = metrics[measurements.metric[row]!]!;
      const attempt = visits.attempt[measurements.visit[row]!]!;
      if (!wanted(unit, metric)) continue;
      const key = `${unit} ${metric} ${attempt}`;
      values.set(key, `${values.get(key) ?? ""} ${measurements.latent[0]![row]} ${measurements.value[row]}`);
    }
    return values;
  };

  it("fewer stackers move no electrode, no stack, no dose and no weld, although trays wait", () => {
    const wanted = (_: string, metric: string): boolean =>
      /^(slurry|coat|peel|residual|electrode|slitting|width|stack|electrolyte|weld|pull|leak)/.test(metric);
    const many = latentOf(batteryPlant(small), wanted);
    const one = batteryPlant({ ...small, config: { machines: { stackers: 1 } } });
    expect(many.size).toBeGreaterThan(300);
    expect(latentOf(one, wanted)).toEqual(many);
    const waits = one.visits.startMs.map((ms, row) => ms - one.visits.enabledMs[row]!);
    expect(
      waits.filter((ms, row) => ms > 0 && one.steps[one.visits.step[row]!] === "Winding/Stacking").length,
    ).toBeGreaterThan(2);
  });

  it("more orders leave the lots and the slurries of the first orders as they were", () => {
    const wanted = (unit: string): boolean => /^LOT-\w+-001$|^BATCH-00[123]-[CA]$/.test(unit);
    const few = latentOf(batteryPlant({ ...small, orders: 3 }), wanted);
    expect(few.size).toBeGreaterThanOrEqual(4 + 2 + 3 * 2 * 3); // 2 metrics of 2 powders, 1 of 2 foils, 3 of a slurry
    expect(latentOf(batteryPlant(small), wanted)).toEqual(few);
  });
});

describe("scenarios in the flow", () => {
  const nothing = scenarios.badShift({ amount: 0 });

  it("one that moves nothing changes nothing", () => {
    expect(viewHashes(batteryPlant({ ...small, scenarios: [nothing] }))).toEqual(
      viewHashes(batteryPlant(small)),
    );
  });

  it("asking for counterfactuals changes nothing of what happens", () => {
    const bad = { ...small, scenarios: [scenarios.badShift()] };
    const plain = batteryPlant(bad);
    const withWorlds = batteryPlant({ ...bad, counterfactuals: "fixed routing" });
    expect(viewHashes(withWorlds)).toEqual(viewHashes(plain));
    expect(withWorlds.worlds.map(({ id }) => id)).toEqual(["factual", "none"]);
    expect(withWorlds.measurements.latent[0]).toEqual(plain.measurements.latent[0]);
  });

  it("without effect, the world without scenarios is what happens", () => {
    const { latent } = batteryPlant({
      ...small,
      scenarios: [nothing],
      counterfactuals: "fixed routing",
    }).measurements;
    expect(latent[1]).toEqual(latent[0]);
  });

  it("a hot coating room moves the loading of what is coated in it, and nothing that was mixed", () => {
    const { measurements, metrics, units, visits } = batteryPlant({
      preset: "table",
      orders: 10,
      scenarios: [scenarios.badShift()],
      counterfactuals: "fixed routing",
    });
    const moved = new Map<string, Set<string>>();
    for (let row = 0; row < measurements.value.length; row++) {
      if (measurements.latent[0]![row] === measurements.latent[1]![row]) continue;
      const metric = metrics[measurements.metric[row]!]!;
      moved.set(metric, (moved.get(metric) ?? new Set()).add(units[measurements.unit[row]!]!.order));
      expect(visits.startMs[measurements.visit[row]!]).toBeGreaterThan(Date.UTC(2025, 0, 17, 13));
    }
    // the tenth order is the one of Friday afternoon, 17 January
    expect([...(moved.get("coating_loading") ?? [])]).toEqual(["BATCH-010"]);
    expect([...(moved.get("internal_resistance") ?? [])]).toEqual(["BATCH-010"]);
    expect([...moved.keys()].filter((metric) => metric.startsWith("slurry"))).toEqual([]);
  });

  it("a rack that is down takes no tray", () => {
    const { visits, resources, steps } = batteryPlant({
      orders: 30,
      cellsPerOrder: 96,
      scenarios: [
        scenarios.capacityLoss({ schedule: { kind: "sudden", from: { day: 8 }, until: { day: 12 } } }),
      ],
    });
    const start = Date.UTC(2025, 0, 6, 6);
    const days = Array.from(visits.startMs, (ms, row) => ({
      day: (ms - start) / 86_400_000,
      isRack: resources[visits.machine[row]!] === "Formation Rack 1",
      step: steps[visits.step[row]!],
    })).filter(({ isRack }) => isRack);
    expect(days.length).toBeGreaterThan(5);
    expect(days.filter(({ day }) => day >= 8 && day < 12)).toEqual([]);
  });
});

describe("presets", () => {
  it("steady state loses 5 to 12 % of the cells", () => {
    for (const seed of [1, 2]) {
      const share = lostShare(batteryPlant({ orders: 50, cellsPerOrder: 96, seed }));
      expect(share).toBeGreaterThan(0.05);
      expect(share).toBeLessThan(0.12);
    }
  });

  it("ramp-up loses 15 to 30 %", () => {
    for (const seed of [1, 2]) {
      const share = lostShare(batteryPlant({ preset: "ramp-up", orders: 50, cellsPerOrder: 96, seed }));
      expect(share).toBeGreaterThan(0.15);
      expect(share).toBeLessThan(0.3);
    }
  });

  it("table coats two orders in each of the ten shifts of two weeks", () => {
    const shifts = new Map<string, number>();
    for (const { shift, process_step } of batteryPlant({ preset: "table" }).qcTable()) {
      if (process_step === 2) shifts.set(shift, (shifts.get(shift) ?? 0) + 1);
    }
    expect(shifts.size).toBe(10);
    expect([...shifts.values()]).toEqual(Array(10).fill(2));
  });

  it("demo is ten orders of 96 cells", () => {
    expect(batteryPlant({ preset: "demo" }).orders.map(({ cells }) => cells)).toEqual(Array(10).fill(96));
  });
});

describe("options", () => {
  it("orders 0 is an empty run, with every view", () => {
    const run = batteryPlant({ orders: 0 });
    expect(run.units).toEqual([]);
    expect(run.cellLog().caseIds).toEqual([]);
    expect(run.lotLog().caseIds).toEqual([]);
    expect(run.elevenActivityLog().caseIds).toEqual([]);
    expect(run.qcTable()).toEqual([]);
    expect([...run.measurementRows()]).toEqual([]);
    expect(JSON.parse(run.ocelJson()).events).toEqual([]);
  });

  it("days gives the orders that are released within them", () => {
    // 3 h between orders in shifts of 16 h a day: slots begin at 0, 3, 6 … h of work, so 6 of them in the first day
    const run = batteryPlant({ days: 1, cellsPerOrder: 32, config: { release: { jitterShare: 0 } } });
    expect(run.orders.map(({ releasedMs }) => new Date(releasedMs).toISOString().slice(11, 16))).toEqual([
      "06:00",
      "09:00",
      "12:00",
      "15:00",
      "18:00",
      "21:00",
    ]);
  });

  it("the clock of the zone decides when shifts begin, also after it has changed", () => {
    const run = batteryPlant({
      start: "2025-03-24T05:00:00Z", // Monday; a week later, when orders begin, it is summer time
      orders: 1,
      cellsPerOrder: 32,
      config: { timeZone: "Europe/Berlin", release: { jitterShare: 0 } },
    });
    expect(new Date(run.orders[0]!.releasedMs).toISOString()).toBe("2025-03-31T05:00:00.000Z");
    const summer = batteryPlant({
      start: "2025-03-24T00:00:00Z",
      orders: 1,
      cellsPerOrder: 32,
      config: { timeZone: "Europe/Berlin", release: { jitterShare: 0 } },
    });
    expect(new Date(summer.orders[0]!.releasedMs).toISOString()).toBe("2025-03-31T04:00:00.000Z");
  });

  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ["no object", 7, /options is 7.*\{ orders: 40 \}/],
    ["an unknown name", { order: 5 }, /option order is 5.*no such option.*orders/],
    ["a negative number of orders", { orders: -1 }, /option orders is -1.*\[0, 100000\]/],
    ["half an order", { orders: 2.5 }, /option orders is 2\.5/],
    ["orders and days", { orders: 2, days: 2 }, /either days or orders/],
    ["no days", { days: 0 }, /option days is 0.*above 0/],
    ["an unknown preset", { preset: "rampup" }, /option preset.*"steady state", "ramp-up"/],
    ["a time without zone", { start: "2025-01-06T06:00:00" }, /option start.*"2025-01-06T06:00:00Z"/],
    ["a day that there is not", { start: "2025-02-30" }, /option start/],
    ["NaN", { start: Number.NaN }, /option start/],
    ["a fraction as seed", { seed: 1.5 }, /option seed is 1\.5.*whole number/],
    ["cells that don't divide", { cellsPerOrder: 90 }, /config\.order\.cells is 90.*multiple of 4/],
    ["too few cells", { cellsPerOrder: 0 }, /order\.cells is 0/],
    ["cells that are no number", { cellsPerOrder: "96" }, /order\.cells is "96"/],
    ["an unknown zone", { config: { timeZone: "Mars/Olympus" } }, /timeZone.*"Europe\/Berlin"/],
    ["an unknown setting", { config: { minutes: { mixng: 3 } } }, /minutes\.mixng.*Known are:.*mixing/],
    [
      "a setting out of range",
      { config: { rates: { coatingMPerMin: 500 } } },
      /coatingMPerMin is 500.*\[1, 120\]/,
    ],
    [
      "a prototype's name",
      { config: JSON.parse('{"__proto__": {"agingTrays": 1}}') },
      /config\.__proto__.*no such setting/,
    ],
    [
      // a roll of 1200 cells is 15 km long: 500 minutes on both sides
      "a roll that no shift is long enough for",
      { orders: 1, cellsPerOrder: 4800 },
      /^batteryPlant: "BATCH-001-C-M1" can never begin the step "Coating & Drying": .*shift.*config\.order/,
    ],
    ["a text as config", { config: "fast" }, /option config.*batteryPlantDefaults/],
    ["a traceability of one's own", { traceability: "cell" }, /"full", "roll" or "batch"/],
  ];

  it.each(refused)("%s is refused with what to give instead", (_, given, message) => {
    expect(() => batteryPlant(given as BatteryPlantOptions)).toThrow(message);
  });

  it("undefined counts as left out, and a changed setting as one change", () => {
    const run = batteryPlant({
      ...small,
      seed: undefined,
      config: { minutes: undefined, order: { cells: undefined } },
    });
    expect(sha256(run)).toBe(sha256(batteryPlant(small)));
  });

  it("a signal stops the run", () => {
    expect(() => batteryPlant({ ...small, signal: AbortSignal.abort() })).toThrow(
      expect.objectContaining({ name: "AbortError" }),
    );
  });

  it("progress counts the orders that have ended", () => {
    const reports: string[] = [];
    batteryPlant({
      ...small,
      onProgress: ({ done, total, unit }) => reports.push(`${done} of ${total} ${unit}`),
    });
    expect(reports).toEqual([1, 2, 3, 4, 5, 6].map((done) => `${done} of 6 orders`));
  });

  it("what does not compile", () => {
    // @ts-expect-error: not a preset
    const wrong: BatteryPlantOptions = { preset: "fast" };
    // @ts-expect-error: not a setting
    const unknown: BatteryPlantOptions = { config: { minutes: { mixng: 3 } } };
    expect([wrong, unknown]).toHaveLength(2);
  });
});
