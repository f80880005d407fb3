import { readOcel } from "@gigamine/event-log/ocel";
import { describe, expect, it } from "@jest/globals";
import { batteryPlant } from "../../src/battery-plant/battery-plant.js";
import { type BreakdownKind, breakdownKinds } from "../../src/battery-plant/downtime-config.js";
import type { BatteryPlantOverrides } from "../../src/battery-plant/plant-config.js";
import { plantPresets } from "../../src/battery-plant/presets.js";
import type { PlantRun } from "../../src/battery-plant/run.js";
import { scenarios } from "../../src/scenarios/catalogue.js";
import { exact, visitsOf } from "./exact-plant.js";
import { grouped, sha256, viewHashes } from "./plant-helpers.js";

const minute = 60_000;
const word: Readonly<Record<BreakdownKind, string>> = {
  mixers: "Mixer",
  coaters: "Coater",
  calenders: "Calender",
  slitters: "Slitter",
  stackers: "Stacker",
  pumps: "Filling Pump",
  welders: "Welder",
  testers: "EOL Tester",
};

const exactWith = (config: BatteryPlantOverrides): PlantRun =>
  batteryPlant({ ...exact, config: { ...exact.config, ...config } });

const breaking = (hoursBetween: number, repairMinutes: number): BatteryPlantOverrides["breakdowns"] =>
  Object.fromEntries(breakdownKinds.map((kind) => [kind, { hoursBetween, repairMinutes }]));

const machineOf = (run: PlantRun, machine: number): string => run.resources[machine]!.replace(/ \d+$/, "");

/** Length of each visit without the repairs of its machine in it, minutes, by unit and step. */
function minutesWithoutRepairs(run: PlantRun): Map<string, number> {
  const { visits, units, outages } = run;
  return new Map(
    Array.from(visits.unit, (unit, v) => {
      const [from, to] = [visits.startMs[v]!, visits.completeMs[v]!];
      const repairs = outages
        .filter(({ machine, fromMs, toMs }) => machine === visits.machine[v] && fromMs >= from && toMs <= to)
        .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
      return [`${units[unit]!.id} ${visits.step[v]} ${visits.attempt[v]}`, (to - from - repairs) / minute];
    }),
  );
}

describe("breakdowns", () => {
  it("are none unless asked for: no hours between them is the same, byte for byte", () => {
    const options = { preset: "table", orders: 3 } as const;
    const plain = batteryPlant(options);
    const zero = batteryPlant({ ...options, config: { breakdowns: breaking(0, 500) } });
    expect(plain.outages).toEqual([]);
    expect(viewHashes(zero)).toEqual(viewHashes(plain));
    for (const preset of ["steady state", "demo", "table"] as const) {
      expect(plantPresets[preset].config).not.toHaveProperty("breakdowns");
    }
  });

  it("a visit takes its work and the repairs in it, by hand: coating 40 and 16 minutes, welding 12", () => {
    const run = exactWith({ breakdowns: { ...breaking(0.5, 3) } });
    const lengths = minutesWithoutRepairs(run);
    expect(run.outages.length).toBeGreaterThan(20);
    expect(Object.fromEntries(lengths)).toMatchObject({
      "BATCH-001-C 1 1": 255,
      "BATCH-001-C-M1 2 1": 40,
      "BATCH-001-C-M1 3 1": 15,
      "BATCH-001-C-M1 4 1": 11,
      "BATCH-001-C-M2 2 1": 16,
      "BATCH-001-C-M2 3 1": 15,
      "BATCH-001-C-M2 4 1": 11,
      "BATCH-001-T01 5 1": 40,
      "BATCH-001-T01 6 1": 8 + 24 * 60,
      "BATCH-001-T01 7 1": 12,
      "BATCH-001-T01 10 1": 27,
    });
  });

  it("are those of the kinds that have them, and each lies in a visit of its machine", () => {
    for (const kind of breakdownKinds) {
      const run = batteryPlant({
        preset: "table",
        orders: 3,
        cellsPerOrder: 48,
        config: { breakdowns: { [kind]: { hoursBetween: 0.1, repairMinutes: 5 } } },
      });
      expect(new Set(run.outages.map(({ machine }) => machineOf(run, machine)))).toEqual(
        new Set([word[kind]]),
      );
      const { visits } = run;
      for (const { kind: what, machine, fromMs, toMs } of run.outages) {
        expect(what).toBe("breakdown");
        const during = visits.machine.findIndex(
          (m, v) => m === machine && visits.startMs[v]! <= fromMs && toMs <= visits.completeMs[v]!,
        );
        expect(during).toBeGreaterThanOrEqual(0);
      }
      const begins = run.outages.map(({ fromMs }) => fromMs);
      expect(begins).toEqual([...begins].sort((a, b) => a - b));
    }
  });

  it("repairs take as long as configured on average, and hold up what comes after", () => {
    const options = { preset: "table", orders: 12 } as const;
    const run = batteryPlant({
      ...options,
      config: { breakdowns: { mixers: { hoursBetween: 0.5, repairMinutes: 6 } } },
    });
    const repairs = run.outages.map(({ fromMs, toMs }) => (toMs - fromMs) / minute);
    const n = repairs.length;
    expect(n).toBeGreaterThan(100);
    const mean = repairs.reduce((sum, one) => sum + one, 0) / n;
    // coefficient of variation 0.8: four standard errors
    expect(Math.abs(mean / 6 - 1)).toBeLessThan((4 * 0.8) / Math.sqrt(n));
    const mixed = (of: PlantRun): number =>
      of.visits.completeMs.reduce((sum, ms, v) => sum + (of.visits.step[v] === 1 ? ms : 0), 0);
    expect(mixed(run)).toBeGreaterThan(mixed(batteryPlant(options)));
  });

  it("those of testers move nothing before the tests, and no capacity", () => {
    const options = { preset: "table", orders: 6 } as const;
    const [plain, broken] = [
      batteryPlant(options),
      batteryPlant({ ...options, config: { breakdowns: { testers: { hoursBetween: 0.5 } } } }),
    ];
    expect(broken.outages.length).toBeGreaterThan(0);
    const before = ({ visits, units }: PlantRun): string[] =>
      Array.from(visits.unit, (unit, v) => `${units[unit]!.id} ${visits.step[v]} ${visits.startMs[v]}`)
        .filter((line) => !/ (10|11) \d+$/.test(line))
        .sort();
    expect(before(broken)).toEqual(before(plain));
    const capacities = (run: PlantRun): string[] =>
      [...run.measurementRows()]
        .filter(({ metric }) => metric === "cell_capacity")
        .map(({ cell, attempt, value }) => `${cell} ${attempt} ${value}`)
        .sort();
    expect(capacities(broken)).toEqual(capacities(plain));
  });

  it("ramp-up has those of all kinds of machines, and a run shows most of them", () => {
    const run = batteryPlant({ preset: "ramp-up", orders: 30, cellsPerOrder: 192 });
    for (const kind of breakdownKinds) expect(run.config.breakdowns[kind].hoursBetween).toBeGreaterThan(0);
    const found = new Set(run.outages.map(({ machine }) => machineOf(run, machine)));
    expect(found.size).toBeGreaterThanOrEqual(4);
  });

  it("are the same again for the same options, and others for another seed", () => {
    const outagesOf = (seed: number): string =>
      sha256(batteryPlant({ preset: "ramp-up", orders: 4, cellsPerOrder: 96, seed }).outages);
    expect(outagesOf(1)).toBe(outagesOf(1));
    expect(outagesOf(1)).not.toBe(outagesOf(2));
  });
});

describe("planned maintenance", () => {
  const coater = { machine: "Coater 1", from: "2025-01-13T10:30:00Z", to: "2025-01-13T13:00:00+01:00" };

  it("lets a machine finish and begin nothing, by hand", () => {
    const run = exactWith({ maintenance: [coater] });
    // the first roll is on the coater from 10:15 to 10:55; the second one waits until 12:00 UTC
    expect(visitsOf(run, "BATCH-001-C-M1")[0]).toBe("Coating & Drying: 2025-01-13 10:15 to 10:55");
    expect(visitsOf(run, "BATCH-001-C-M2")[0]).toBe("Coating & Drying: 2025-01-13 12:00 to 12:16");
    expect(run.outages).toEqual([
      {
        kind: "maintenance",
        machine: run.resources.indexOf("Coater 1"),
        fromMs: Date.UTC(2025, 0, 13, 10, 55),
        toMs: Date.UTC(2025, 0, 13, 12),
      },
    ]);
  });

  it("holds for the laboratory too", () => {
    const bench = (n: number) => ({
      machine: `Lab Bench ${n}`,
      from: "2025-01-06T00:00:00Z",
      to: "2025-01-06T10:00:00Z",
    });
    const run = exactWith({ maintenance: [bench(1), bench(2)] });
    expect(visitsOf(run, "LOT-NMC-001")).toEqual(["Incoming Inspection: 2025-01-06 10:00 to 13:00"]);
    expect(run.outages.map(({ machine }) => run.resources[machine])).toEqual(["Lab Bench 1", "Lab Bench 2"]);
  });

  it("what a scenario stops is not in the tables: the truth tells it", () => {
    const stop = {
      id: "stop",
      type: "custom" as const,
      intensity: "default" as const,
      causes: [
        {
          variable: "resource.outage" as const,
          entity: "Coater 1",
          schedule: { kind: "sudden" as const, from: "2025-01-13T10:30:00Z", until: "2025-01-13T12:00:00Z" },
          amount: 1,
          unit: "1",
        },
      ],
    };
    const run = batteryPlant({ ...exact, scenarios: [stop] });
    expect(visitsOf(run, "BATCH-001-C-M2")[0]).toBe("Coating & Drying: 2025-01-13 12:00 to 12:16");
    expect(run.outages).toEqual([]);
  });

  it("a scenario that stops a machine within its maintenance is not in the tables either", () => {
    const rack = { machine: "Formation Rack 1", from: "2025-01-15T06:00:00Z", to: "2025-01-25T06:00:00Z" };
    // by default from 16 to 19 January
    const run = batteryPlant({
      preset: "demo",
      config: { maintenance: [rack] },
      scenarios: [scenarios.capacityLoss()],
    });
    expect(run.outages.map(({ toMs }) => new Date(toMs).toISOString())).toEqual(["2025-01-25T06:00:00.000Z"]);
  });

  it("that lasts longer than the run is cut at its end", () => {
    const to = "2025-12-01T06:00:00Z";
    const run = exactWith({
      maintenance: [{ machine: "Formation Rack 2", from: "2025-01-15T06:00:00Z", to }],
    });
    expect(run.outages.map(({ kind, toMs }) => [kind, toMs])).toEqual([["maintenance", run.endMs]]);
  });

  it("the configuration of a run gives the same run again", () => {
    const run = exactWith({ maintenance: [coater] });
    const again = batteryPlant({ ...exact, config: run.config });
    expect(viewHashes(again)).toEqual(viewHashes(run));
  });
});

describe("outages in OCEL", () => {
  it("are events of the machine, by their end, with their beginning", async () => {
    const run = exactWith({
      maintenance: [{ machine: "Coater 1", from: "2025-01-13T10:30:00Z", to: "2025-01-13T12:00:00Z" }],
      breakdowns: { stackers: { hoursBetween: 0.1, repairMinutes: 3 } },
    });
    const { events, eventTypes } = await readOcel(run.ocelJson());
    const byType = grouped(events, ({ type }) => type);
    const [maintenance] = byType.get("Maintenance")!;
    expect(maintenance!.relationships).toEqual([{ objectId: "Coater 1", qualifier: "of" }]);
    expect(maintenance!.time).toBe(Date.UTC(2025, 0, 13, 12));
    expect(maintenance!.attributes).toEqual([
      expect.objectContaining({ name: "start", value: Date.UTC(2025, 0, 13, 10, 55) }),
    ]);
    expect(byType.get("Breakdown")).toHaveLength(run.outages.length - 1);
    expect(eventTypes.map(({ name }) => name)).toEqual(expect.arrayContaining(["Breakdown", "Maintenance"]));
  });

  it("are not mentioned when there are none", async () => {
    const { eventTypes } = await readOcel(batteryPlant({ preset: "demo", orders: 1 }).ocelJson());
    expect(eventTypes.map(({ name }) => name)).not.toContain("Breakdown");
  });
});

describe("wrong downtime", () => {
  const window = { machine: "Coater 1", from: "2025-01-13T10:00:00Z", to: "2025-01-13T12:00:00Z" };

  it.each<[string, unknown, RegExp]>([
    [
      "hours that never let a machine work",
      { breakdowns: { coaters: { hoursBetween: 0.01 } } },
      /config\.breakdowns\.coaters\.hoursBetween.*0\.1/,
    ],
    [
      "hours below 0",
      { breakdowns: { pumps: { hoursBetween: -1 } } },
      /config\.breakdowns\.pumps\.hoursBetween/,
    ],
    [
      "a repair of no time",
      { breakdowns: { pumps: { repairMinutes: 0 } } },
      /config\.breakdowns\.pumps\.repairMinutes/,
    ],
    [
      "a kind that can't break down",
      { breakdowns: { racks: {} } },
      /config\.breakdowns\.racks.*mixers, coaters/,
    ],
    [
      "a machine that is not there",
      { maintenance: [{ ...window, machine: "Coater 9" }] },
      /config\.maintenance\[0\]\.machine.*"Coater 9".*Coater 1, Coater 2/,
    ],
    [
      "an operator as a machine",
      { maintenance: [{ ...window, machine: "Operator C1" }] },
      /config\.maintenance\[0\]\.machine/,
    ],
    [
      "a window that ends before it begins",
      { maintenance: [window, { ...window, to: "2025-01-12T00:00:00Z" }] },
      /config\.maintenance\[1\]\.to.*after "from"/,
    ],
    [
      "a window of many years",
      { maintenance: [{ ...window, to: "2027-01-13T00:00:00Z" }] },
      /config\.maintenance\[0\]\.to.*366/,
    ],
    [
      "an instant without a zone",
      { maintenance: [{ ...window, from: "2025-01-13 10:00" }] },
      /config\.maintenance\[0\]\.from.*ISO 8601/,
    ],
    ["no list", { maintenance: window }, /config\.maintenance.*list/],
  ])("%s is refused", (_what, config, message) => {
    expect(() => batteryPlant({ orders: 0, config: config as BatteryPlantOverrides })).toThrow(message);
  });
});
