import { WorkCalendar } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { batteryPlant } from "../../src/battery-plant/battery-plant.js";
import { batteryPlantDefaults } from "../../src/battery-plant/plant-config.js";
import type { BatteryPlantOptions } from "../../src/battery-plant/plant-options.js";
import type { BatteryMetric } from "../../src/battery-plant/quality/metrics.js";
import { qcStatus } from "../../src/battery-plant/quality/qc-status.js";
import { batteryPlantSteps } from "../../src/battery-plant/quality/steps.js";
import type { GenealogyEdge, PlantRun } from "../../src/battery-plant/run.js";
import { grouped, rowsWhere } from "./plant-helpers.js";

const [, mix, coat, calender, slit, stack, fill, weld, form, age, grade, pack] = batteryPlantSteps.keys();

/** Plants large enough for queues and rework, small enough for many of them. */
const options: fc.Arbitrary<BatteryPlantOptions> = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  preset: fc.constantFrom("steady state" as const, "ramp-up" as const, "table" as const),
  orders: fc.integer({ min: 1, max: 10 }),
  cellsPerOrder: fc.constantFrom(32, 96, 100),
  start: fc.constantFrom("2025-01-06T06:00:00Z", "2025-03-22T15:30:00Z", "2025-10-15T00:00:00+02:00"),
});

/** Random plants, the same ones every time, made when first asked for. */
const runs: PlantRun[] = [];

function randomRuns(): readonly PlantRun[] {
  if (runs.length === 0) {
    runs.push(
      ...fc.sample(options, { numRuns: 11, seed: 7 }).map((given) => batteryPlant(given)),
      oddPlant(),
    );
  }
  return runs;
}

/** One roll in three lanes, small trays and boxes, one place measured on a roll and every cell of a tray, material that comes late. */
function oddPlant(): PlantRun {
  return batteryPlant({
    orders: 5,
    cellsPerOrder: 99,
    preset: "ramp-up",
    config: {
      order: { motherRolls: 1, lanes: 3, cellsPerTray: 10, cellsPerBox: 7 },
      materials: { leadDays: 0, ordersPerLot: 2 },
      sampling: { positionsPerRoll: 1, cellsPerTray: 400 },
      machines: { stackers: 1, calendersPerElectrode: 1 },
      operators: { coating: 7, assembly: 1 },
    },
  });
}

/** No run breaks the law, which says what is wrong. */
function holds(law: (run: PlantRun) => Iterable<string>): void {
  for (const run of randomRuns()) expect([...law(run)]).toEqual([]);
}

const typeSteps: Readonly<Record<string, readonly number[]>> = {
  MaterialLot: [0],
  SlurryBatch: [mix!],
  MotherRoll: [coat!, calender!, slit!],
  DaughterRoll: [],
  Tray: [stack!, fill!, weld!, form!, age!, grade!],
  ShipLot: [pack!],
};

/** How often a step may be done, by its index: 1 plus the reworks of the defaults. */
const { limits } = batteryPlantDefaults;
const mostAttempts = [
  1 + limits.retests,
  1 + limits.remixes,
  1,
  1 + limits.secondPasses,
  1 + limits.recuts,
  1,
  1 + limits.fills,
  1 + limits.rewelds,
  1 + limits.formationReruns,
  1 + limits.agingRepeats,
  1 + limits.gradingRetests,
  1 + limits.relabels,
];

describe("what holds for every run of the plant", () => {
  it("the random runs have rework, scrap, holds and concessions", () => {
    const kinds = new Set(randomRuns().flatMap(({ marks }) => marks.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(["Concession", "Hold", "Rework", "Scrap"]);
  });

  it("a unit that is not scrapped goes through its steps in order, each once and as often again as it is reworked", () => {
    holds(function* ({ visits, units }) {
      const visitsOf = grouped(visits.unit.keys(), (row) => visits.unit[row]!);
      for (const [unit, { id, type, outcome }] of units.entries()) {
        const rows = visitsOf.get(unit) ?? [];
        const steps = rows.map((row) => visits.step[row]!);
        const expected = typeSteps[type]!;
        const done = [...new Set(steps)];
        const wanted =
          outcome === "scrap" || outcome === "returned" ? expected.slice(0, done.length) : expected;
        if (done.join() !== wanted.join()) yield `${id}: steps ${done} instead of ${wanted}`;
        for (const step of done) {
          const attempts = rows.filter((row) => visits.step[row] === step).map((row) => visits.attempt[row]!);
          if (attempts.some((attempt, i) => attempt !== i + 1))
            yield `${id}: attempts ${attempts} of ${step}`;
          if (attempts.length > mostAttempts[step]!) yield `${id}: ${attempts.length} attempts of ${step}`;
        }
      }
    });
  });

  it("every repeat was decided after the visit before it, and nothing follows the scrap of a unit", () => {
    holds(function* ({ visits, marks, units }) {
      const sentBack = new Set(
        marks.filter(({ kind }) => kind === "Rework" || kind === "Hold").map(({ visit }) => visit),
      );
      const last = new Map<string, number>();
      const scrapMs = new Map(
        marks
          .filter(({ kind, cell }) => kind === "Scrap" && cell < 0)
          .map(({ unit, timeMs }) => [unit, timeMs]),
      );
      for (const row of visits.unit.keys()) {
        const unit = visits.unit[row]!;
        const key = `${units[unit]!.id} step ${visits.step[row]}`;
        const before = last.get(key);
        last.set(key, row);
        if (visits.completeMs[row]! > (scrapMs.get(unit) ?? Number.POSITIVE_INFINITY))
          yield `${key}: after scrap`;
        if (visits.attempt[row] === 1) continue;
        if (before === undefined || !sentBack.has(before)) yield `${key}: nobody sent it back`;
        else if (visits.startMs[row]! < visits.completeMs[before]!)
          yield `${key}: begins before the last attempt ends`;
      }
    });
  });

  it("what a gauge decided stands in the measurements of that visit, where the unit or cell was measured", () => {
    holds(function* ({ marks, measurements, metrics, visits, units, config }) {
      const taken = grouped(measurements.visit.keys(), (row) => measurements.visit[row]!);
      for (const { kind, unit, cell, visit, reason } of marks) {
        if (!Object.hasOwn(config.quality.limits, reason) || reason === "cell_grade") continue;
        const readings = (taken.get(visit) ?? []).filter(
          (row) => measurements.cell[row] === cell && metrics[measurements.metric[row]!] === reason,
        );
        const { electrode } = units[unit]!;
        const limits = config.quality.limits[reason as BatteryMetric];
        const own = "cathode" in limits ? limits[electrode!] : limits;
        const where = `${units[unit]!.id} step ${visits.step[visit]}: ${kind} ${reason}`;
        if (readings.length === 0 && cell < 0) yield `${where}: never measured`;
        if (readings.length === 0) continue; // not of the sample: seen in passing
        if (readings.every((row) => qcStatus(own, measurements.value[row]!) === "In Spec"))
          yield `${where}: in spec`;
      }
    });
  });

  it("a roll is reworked because of a metric that failed in that visit", () => {
    let reworked = 0;
    holds(function* ({ config, marks, measurements, metrics, steps, units, visits }) {
      const rowsOf = grouped(measurements.visit.keys(), (row) => measurements.visit[row]!);
      for (const { kind, visit, reason } of marks) {
        const step = visits.step[visit]!;
        if (kind !== "Rework" || (step !== calender && step !== slit)) continue;
        reworked++;
        const limits = config.quality.limits[reason as BatteryMetric];
        const { electrode } = units[visits.unit[visit]!]!;
        const failed = (rowsOf.get(visit) ?? []).some(
          (row) =>
            metrics[measurements.metric[row]!] === reason &&
            qcStatus("cathode" in limits ? limits[electrode!] : limits, measurements.value[row]!) ===
              "Critical Fail",
        );
        if (!failed) yield `${steps[step]} of ${units[visits.unit[visit]!]!.id}: ${reason} did not fail`;
      }
    });
    expect(reworked).toBeGreaterThan(0);
  });

  it("every order comes to an end: boxes or scrap, and only supplier lots and rolls without a tray are left over", () => {
    holds(function* ({ orders, units, genealogy }) {
      const parents = new Set(genealogy.map(({ parent }) => parent));
      const unitsOf = grouped(units, ({ order }) => order);
      for (const { id } of orders) {
        const boxes = unitsOf.get(id)!.filter(({ type }) => type === "ShipLot");
        if (boxes.some(({ outcome }) => outcome !== "shipped")) yield `${id}: a box stays behind`;
        if (boxes.length === 0 && unitsOf.get(id)!.every(({ outcome }) => outcome !== "scrap"))
          yield `${id}: lost`;
      }
      for (const { id, type, outcome } of units) {
        const mayStay = type === "MaterialLot" || (type === "DaughterRoll" && !parents.has(id));
        if (outcome === "open" && !mayStay) yield `${id}: open`;
        if (outcome === "consumed" && !parents.has(id)) yield `${id}: consumed by nothing`;
      }
    });
  });

  it("cells are conserved: ordered, made, scrapped, shipped", () => {
    holds(function* ({ cells, orders, units, genealogy, marks, config }) {
      const all = [...cells.ids.keys()];
      const scrapped = all.filter((cell) => cells.outcomes[cells.outcome[cell]!] === "scrap");
      if (all.filter((cell) => cells.box[cell] === -1).join() !== scrapped.join())
        yield "unpacked is not scrapped";
      if (all.filter((cell) => cells.scrapStep[cell]! >= 0).join() !== scrapped.join())
        yield "scrapped nowhere";
      const marked = marks.filter(({ kind, cell }) => kind === "Scrap" && cell >= 0).map(({ cell }) => cell);
      if (marked.sort((a, b) => a - b).join() !== scrapped.join()) yield "scrapped without a decision";
      const inTray = grouped(all, (cell) => cells.tray[cell]!);
      const inBox = grouped(all, (cell) => cells.box[cell]!);
      const into = grouped(genealogy, ({ child }) => child);
      for (const [index, { id, type, quantity }] of units.entries()) {
        if (type === "Tray" && inTray.get(index)?.length !== quantity) yield `${id}: not ${quantity} cells`;
        if (type !== "ShipLot") continue;
        const packed = into.get(id)!.reduce((sum, edge) => sum + edge.quantity, 0);
        if (inBox.get(index)?.length !== quantity || packed !== quantity)
          yield `${id}: not ${quantity} cells`;
        if (quantity > config.order.cellsPerBox) yield `${id}: ${quantity} cells in a box`;
      }
      const made = grouped(all, (cell) => units[cells.tray[cell]!]!.order);
      for (const { id, cells: ordered } of orders) {
        if ((made.get(id)?.length ?? 0) > ordered) yield `${id}: more cells than ordered`;
      }
      if (new Set(cells.ids).size !== cells.ids.length) yield "two cells of one name";
    });
  });

  it("a box holds cells of one grade", () => {
    holds(function* ({ cells, units }) {
      const inBox = grouped(cells.ids.keys(), (cell) => cells.box[cell]!);
      for (const [box, members] of inBox) {
        if (box >= 0 && new Set(members.map((cell) => cells.outcome[cell])).size > 1) yield units[box]!.id;
      }
    });
  });

  it("no metre of a daughter roll goes into two cells, and none beyond its end", () => {
    holds(function* ({ genealogy, units }) {
      const unitOf = new Map(units.map((unit) => [unit.id, unit]));
      const motherOf = new Map(genealogy.map((edge) => [edge.child, edge]));
      const uses = grouped(genealogy, ({ parent }) => parent);
      for (const [roll, edges] of uses) {
        const { type, quantity: good } = unitOf.get(roll)!;
        if (type !== "DaughterRoll") continue;
        edges.sort((a, b) => a.from! - b.from!);
        for (const [i, { child, from, to, quantity }] of edges.entries()) {
          if (Math.abs(quantity - (to! - from!)) > 1e-9)
            yield `${roll} to ${child}: ${quantity} m of ${from} to ${to}`;
          if (from! < (edges[i - 1]?.to ?? 0)) yield `${roll} to ${child}: used twice at ${from} m`;
        }
        if (edges.at(-1)!.to! > motherOf.get(roll)!.to!) yield `${roll}: longer than its mother`;
        const used = edges.reduce((sum, { quantity }) => sum + quantity, 0);
        if (used > good + 1e-9) yield `${roll}: ${used} m of ${good} good ones`;
      }
    });
  });

  it("no unit gives more than there is of it", () => {
    holds(function* ({ genealogy, units }) {
      const from = grouped(genealogy, ({ parent }) => parent);
      for (const { id, quantity } of units) {
        const given = (from.get(id) ?? []).reduce((sum, edge) => sum + edge.quantity, 0);
        if (given > quantity * (1 + 1e-12)) yield `${id}: gives ${given} of ${quantity}`;
      }
    });
  });

  it("the genealogy has no cycle and leads from every box to its powder and foil and back", () => {
    holds(function* ({ genealogy, units, orders }) {
      const up = grouped(genealogy, ({ child }) => child);
      const down = grouped(genealogy, ({ parent }) => parent);
      const reach = (from: string, edges: ReadonlyMap<string, GenealogyEdge[]>, next: "parent" | "child") => {
        const seen = new Set<string>();
        const ahead = [from];
        for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
          for (const edge of edges.get(id) ?? []) {
            if (!seen.has(edge[next])) ahead.push(edge[next]);
            seen.add(edge[next]);
          }
        }
        return seen;
      };
      const lotsOf = new Map(orders.map(({ id, lots }) => [id, lots]));
      for (const { id, type, order } of units) {
        const ancestors = reach(id, up, "parent");
        if (ancestors.has(id)) yield `${id}: made of itself`;
        if (type !== "ShipLot") continue;
        for (const lot of lotsOf.get(order)!) {
          if (!ancestors.has(units[lot]!.id)) yield `${id}: not made of ${units[lot]!.id}`;
        }
      }
      for (const { id, lots } of orders) {
        const boxes = units.filter(({ type, order }) => type === "ShipLot" && order === id);
        for (const lot of lots) {
          const descendants = reach(units[lot]!.id, down, "child");
          if (!boxes.every((box) => descendants.has(box.id)))
            yield `${units[lot]!.id}: does not lead to ${id}`;
        }
      }
    });
  });

  it("parents are complete before a child begins", () => {
    holds(function* ({ genealogy, units, visits }) {
      const begins = new Map<string, number>();
      const ends = new Map<string, number>();
      for (const row of visits.unit.keys()) {
        const { id } = units[visits.unit[row]!]!;
        begins.set(id, Math.min(begins.get(id) ?? Number.POSITIVE_INFINITY, visits.startMs[row]!));
        ends.set(id, Math.max(ends.get(id) ?? 0, visits.completeMs[row]!));
      }
      // a daughter roll is there when its mother is slit
      for (const { parent, child } of genealogy) if (!begins.has(child)) ends.set(child, ends.get(parent)!);
      for (const { parent, child } of genealogy) {
        if (begins.get(child)! < ends.get(parent)!) yield `${child} begins before ${parent} is complete`;
      }
    });
  });

  it("a visit is enabled, begins and is complete in this order, after the unit's last one and within the run", () => {
    holds(function* ({ visits, units, startMs, endMs }) {
      const last = new Map<number, number>();
      for (const row of visits.unit.keys()) {
        const unit = visits.unit[row]!;
        const times = [
          last.get(unit) ?? startMs,
          visits.enabledMs[row]!,
          visits.startMs[row]!,
          visits.completeMs[row]!,
          endMs,
        ];
        if (times.some((time, i) => i > 0 && !(time >= times[i - 1]!))) yield `${units[unit]!.id}: ${times}`;
        if (visits.completeMs[row] === visits.startMs[row]) yield `${units[unit]!.id}: takes no time`;
        last.set(unit, visits.completeMs[row]!);
      }
    });
  });

  it("machines work on one unit at a time; racks on as many as they hold", () => {
    holds(function* ({ visits, resources, config }) {
      const visitsOn = grouped(visits.unit.keys(), (row) => visits.machine[row]!);
      for (const [machine, rows] of visitsOn) {
        const name = resources[machine]!;
        if (/^(Filling Pump|Aging Store)/.test(name)) continue; // a pump is free when the dose is in
        const changes = rows
          .flatMap((row) => [
            { atMs: visits.startMs[row]!, by: 1 },
            { atMs: visits.completeMs[row]!, by: -1 },
          ])
          .sort((a, b) => a.atMs - b.atMs || a.by - b.by);
        let busy = 0;
        let most = 0;
        for (const { by } of changes) {
          busy += by;
          most = Math.max(most, busy);
        }
        // 16 for orders of 480 cells, fewer for smaller ones, but never fewer than two
        const places = Math.max(2, Math.round((config.traysPerRack * config.order.cells) / 480));
        if (most > (name.startsWith("Formation Rack") ? places : 1)) yield `${name}: ${most} at once`;
      }
    });
  });

  it("operators stay with one job where they are held by it, and always in one room", () => {
    const held = ["Incoming Inspection", "Coating & Drying", "Calendering", "Slitting", "Packing & Shipment"];
    const jobs: Readonly<Record<string, readonly string[]>> = {
      L: ["Incoming Inspection"],
      M: ["Slurry Mixing"],
      C: ["Coating & Drying"],
      E: ["Calendering", "Slitting"],
      A: ["Winding/Stacking", "Electrolyte Filling", "Cap Welding"],
      F: ["Initial Charging", "Final Grading"],
      P: ["Packing & Shipment"],
    };
    holds(function* ({ visits, resources, steps }) {
      for (const [operator, rows] of grouped(visits.unit.keys(), (row) => visits.operator[row]!)) {
        if (operator < 0) continue;
        const name = resources[operator]!;
        let freeMs = 0;
        for (const row of rows) {
          const step = steps[visits.step[row]!]!;
          if (!jobs[name.slice("Operator ".length)[0]!]!.includes(step)) yield `${name}: ${step}`;
          if (visits.startMs[row]! < freeMs) yield `${name}: begins ${step} while at work`;
          freeMs = held.includes(step) ? visits.completeMs[row]! : visits.startMs[row]! + 1;
        }
      }
    });
  });

  it("lids are welded by operators who can weld, those with the lower numbers", () => {
    holds(function* ({ visits, resources, config }) {
      for (const row of rowsWhere(visits.unit.length, (one) => visits.step[one] === weld)) {
        const name = resources[visits.operator[row]!]!;
        if (Number(/\d+$/.exec(name)![0]) > config.operators.assembly) yield name;
      }
    });
  });

  it("nothing is coated outside of a shift, and every coating ends in the shift it began in", () => {
    const days = ["Mon", "Tue", "Wed", "Thu", "Fri"] as const;
    const shifts = new WorkCalendar({
      timeZone: "Europe/London",
      shifts: [
        { days, from: "06:00", to: "14:00" },
        { days, from: "14:00", to: "22:00" },
      ],
    });
    holds(function* ({ visits, units }) {
      for (const row of rowsWhere(visits.unit.length, (one) => visits.step[one] === coat)) {
        const shift = shifts.shiftAt(visits.startMs[row]!);
        if (shift === null || visits.completeMs[row]! > shift.toMs) yield units[visits.unit[row]!]!.id;
      }
    });
  });

  it("a slurry is coated within twelve hours", () => {
    holds(function* ({ visits, units }) {
      const mixed = new Map<string, number>();
      for (const row of visits.unit.keys()) {
        const { id } = units[visits.unit[row]!]!;
        if (visits.step[row] === mix) mixed.set(id, visits.completeMs[row]!);
        if (visits.step[row] !== coat) continue;
        const hours = (visits.startMs[row]! - mixed.get(id.replace(/-M\d+$/, ""))!) / 3_600_000;
        if (!(hours >= 0 && hours <= 12)) yield `${id}: ${hours} h`;
      }
    });
  });
});

describe("the roster", () => {
  it("lets every coating operator work early and late, and with changing colleagues", () => {
    const { visits, resources } = batteryPlant({ orders: 100, cellsPerOrder: 32, seed: 3 });
    const hours = new Intl.DateTimeFormat("en-GB", {
      timeZone: "Europe/London",
      hour: "2-digit",
      hourCycle: "h23",
    });
    const parts = new Map<string, Set<string>>();
    const pairs = new Map<string, Set<string>>();
    for (const row of rowsWhere(visits.unit.length, (one) => visits.step[one] === coat)) {
      const name = resources[visits.operator[row]!]!;
      const part = Number(hours.format(visits.startMs[row]!)) < 14 ? "AM" : "PM";
      const week = Math.floor((visits.startMs[row]! - Date.UTC(2025, 0, 6)) / (7 * 86_400_000));
      parts.set(name, (parts.get(name) ?? new Set()).add(part));
      pairs.set(`${week} ${part}`, (pairs.get(`${week} ${part}`) ?? new Set()).add(name));
    }
    expect([...parts.keys()].sort()).toEqual(["Operator C1", "Operator C2", "Operator C3", "Operator C4"]);
    expect([...parts.values()].map(({ size }) => size)).toEqual([2, 2, 2, 2]);
    expect([...pairs.values()].every(({ size }) => size <= 2)).toBe(true);
    expect(new Set([...pairs.values()].map((pair) => [...pair].sort().join())).size).toBe(4);
  });
});
