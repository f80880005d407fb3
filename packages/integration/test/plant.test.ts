import { alignments, tokenReplay } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import {
  type EventLog,
  readCsv,
  readXes,
  type Trace,
  toRows,
  traces,
  type VariantLog,
  variants,
  writeCsv,
  writeXes,
} from "@gigamine/event-log";
import { flatten, readOcel } from "@gigamine/event-log/ocel";
import { checkSoundness, treeActivities, treeToPetriNet } from "@gigamine/models";
import { bottlenecks, littlesLaw, queueLengths, rework } from "@gigamine/stats";
import {
  addRecordingNoise,
  batteryPlant,
  batteryPlantSteps,
  plantModel,
  type RecordingNoiseOptions,
  undoRecordingNoise,
} from "@gigamine/synthetic";
import { describe, expect, it } from "@jest/globals";

/** A young plant: much rework and scrap. */
const run = batteryPlant({ preset: "ramp-up", orders: 30, cellsPerOrder: 96, seed: 11 });
const cells = run.cellLog();
/** Half a year. */
const long = batteryPlant({ orders: 480, cellsPerOrder: 48, seed: 7 });
const net = treeToPetriNet(plantModel());

describe("the model of the plant", () => {
  it("is sound and knows every activity of the cells", () => {
    expect(checkSoundness(net).verdict).toBe("sound");
    expect(new Set(treeActivities(plantModel()))).toEqual(new Set([...batteryPlantSteps, "Scrap"]));
  });

  it.each(["steady state", "ramp-up", "demo"] as const)(
    "allows every case of a clean run of the preset %s, by replay and by alignment",
    (preset) => {
      const log =
        preset === "ramp-up"
          ? cells
          : batteryPlant({ preset, orders: 8, cellsPerOrder: 96, seed: 5 }).cellLog();
      expect(tokenReplay(log, net)).toMatchObject({
        logFitness: 1,
        fittingShare: 1,
        missing: 0,
        remaining: 0,
      });
      expect(alignments(log, net)).toMatchObject({ logFitness: 1, fittingShare: 1, cost: 0 });
    },
  );

  it("allows every case with the steps of both electrodes, by alignment", () => {
    const both = treeToPetriNet(plantModel({ electrodes: "both" }));
    expect(checkSoundness(both).verdict).toBe("sound");
    const log = run.cellLog({ electrodes: "both" });
    expect(alignments(log, both)).toMatchObject({ logFitness: 1, fittingShare: 1, cost: 0 });
    expect(alignments(log, net).fittingShare).toBe(0);
  });

  it("uses every activity in a run, and refuses what breaks the order of the line", () => {
    const { transitionFirings } = tokenReplay(cells, net);
    const fired = net.net.transitions.filter((_, t) => transitionFirings[t]! > 0).map(({ label }) => label);
    expect(new Set(fired.filter((label) => label !== null))).toEqual(
      new Set([...batteryPlantSteps, "Scrap"]),
    );
    for (const [broken, why] of [
      [batteryPlantSteps.slice(1), "no inspection"],
      [batteryPlantSteps.slice(0, -1), "neither packed nor scrapped"],
      [[...batteryPlantSteps, "Scrap"], "scrapped after packing"],
      [[...batteryPlantSteps.slice(0, 3), "Scrap"], "scrapped before it is a cell"],
      [[...batteryPlantSteps.slice(0, 3), ...batteryPlantSteps.slice(2)], "coated twice"],
    ] as const) {
      expect({ why, fits: tokenReplay(oneCase(broken), net).fittingShare }).toEqual({ why, fits: 0 });
    }
  });

  it.each<[string, RecordingNoiseOptions]>([
    ["activities recorded under a wrong name", { swappedLabels: 0.02 }],
    ["cases whose end was never recorded", { missingEnds: 0.2 }],
    ["neighbours in the wrong order", { swappedOrder: 0.05 }],
  ])(
    "refuses %s: cases without a fault fit, nearly all others do not, and all fit once it is undone",
    (_, options) => {
      const noisy = addRecordingNoise(cells, { ...options, seed: 3 });
      const faulty = new Set(noisy.labels.map(({ caseId }) => caseId));
      const { variants: replayed } = tokenReplay(noisy.log, net);
      const fits = variants(noisy.log).caseVariant!.map((variant) => replayed[variant]!.fits);
      const fitting = (wanted: boolean) =>
        noisy.log.caseIds.filter((id, c) => faulty.has(id) === wanted && fits[c]).length;
      expect(faulty.size).toBeGreaterThan(100);
      expect(fitting(false)).toBe(noisy.log.caseIds.length - faulty.size);
      // What remains: a fault that a repeated step hides.
      expect(fitting(true)).toBeLessThan(faulty.size * 0.1);
      expect(tokenReplay(noisy.log, net).logFitness).toBeLessThan(1);
      expect(tokenReplay(undoRecordingNoise(noisy), net).fittingShare).toBe(1);
    },
  );

  it("is found again by the Inductive Miner as far as the run shows it: all cases fit, and the line is strict", () => {
    const mined = inductiveMiner(cells);
    expect(new Set(treeActivities(mined))).toEqual(new Set(treeActivities(plantModel())));
    const minedNet = treeToPetriNet(mined);
    expect(tokenReplay(cells, minedNet)).toMatchObject({ logFitness: 1, fittingShare: 1 });
    for (let step = 1; step < batteryPlantSteps.length; step++) {
      const swapped = batteryPlantSteps
        .with(step - 1, batteryPlantSteps[step]!)
        .with(step, batteryPlantSteps[step - 1]!);
      expect(tokenReplay(oneCase(swapped), minedNet).fittingShare).toBe(0);
    }
  });
});

describe("the flow of a plant run of months", () => {
  const lots = long.lotLog();
  const demo = { preset: "demo", orders: 30, seed: 2 } as const;
  const wide = batteryPlant(demo).cellLog();

  it("obeys Little's law within 5 % over the steady middle", () => {
    const law = littlesLaw(lots, { trim: 0.2 });
    expect(law.arrivals).toBeGreaterThan(200);
    expect(Math.abs(law.difference! / law.meanInProcess!)).toBeLessThan(0.05);
  });

  it("never has more units at a machine than it takes", () => {
    const { config, resources } = long;
    const single = /^(Lab Bench|Mixer|Coater|Calender|Slitter|Stacker|Welder|EOL Tester|Packing Station) /;
    // Racks are told for orders of 480 cells. Pumps are free while a tray soaks, and people after setting up: the log does not show when.
    const rack = Math.round((config.traysPerRack * config.order.cells) / 480);
    const capacityOf = (name: string): number => {
      if (single.test(name)) return 1;
      if (name === "Aging Store") return config.agingTrays;
      return name.startsWith("Formation Rack") ? rack : Number.POSITIVE_INFINITY;
    };
    const most = mostAtOnce(lots);
    const overloaded = resources.filter((name) => (most.get(name) ?? 0) > capacityOf(name));
    expect(overloaded).toEqual([]);
    expect([most.get("Coater 1"), most.get("Formation Rack 1")]).toEqual([1, rack]);
  });

  it("spends most of a cell's time in the aging store, at work: 240 hours, and 168 where it is repeated", () => {
    const [first] = bottlenecks(cells);
    expect(first).toMatchObject({ activity: "High-Temp Aging", rank: 1 });
    const { events, repeats } = rework(cells).activities.find(
      ({ activity }) => activity === first!.activity,
    )!;
    expect(repeats).toBeGreaterThan(0);
    expect(first!.serviceMs).toBe(((events - repeats) * 240 + repeats * 168) * 3_600_000);
    expect(first!.waitingMs!).toBeLessThan(0.05 * first!.serviceMs!);
  });

  it.each([
    ["Initial Charging", { machines: { formationRacks: 1 } }],
    ["Final Grading", { rates: { gradingSPerCell: 1200 } }],
    ["Cap Welding", { machines: { welders: 1 }, rates: { weldingSPerCell: 200 } }],
  ] as const)("waits longest before %s once that is made the narrowest place", (activity, config) => {
    const waitAt = (log: EventLog) =>
      queueLengths(log).queues.find((queue) => queue.activity === activity)!.meanWaitMs!;
    const narrow = batteryPlant({ ...demo, config }).cellLog();
    expect(waitAt(narrow)).toBeGreaterThan(3 * waitAt(wide));
    // From stacking on; before it, material lies in store by plan, and shipped cells wait for their order.
    const inLine = bottlenecks(narrow, {
      rankBy: "mean",
      exclude: [...batteryPlantSteps.slice(0, 5), "Packing & Shipment"],
    });
    const byWait = [...inLine].sort((a, b) => b.waitingMs! / b.count - a.waitingMs! / a.count);
    expect(byWait[0]!.activity).toBe(activity);
  });
});

describe("rework and scrap in the log of cells", () => {
  it("are as many as the decisions of the run say, for each step", () => {
    const log = long.cellLog();
    const repeats = new Map<string, number>();
    const add = (step: string, count: number) => repeats.set(step, (repeats.get(step) ?? 0) + count);
    const family = ancestors();
    const unitMarks = new Map<string, string[]>();
    for (const { kind, unit, cell, visit } of long.marks) {
      if (kind !== "Rework" && kind !== "Hold") continue;
      const step = long.steps[long.visits.step[visit]!]!;
      if (cell >= 0) add(step, 1);
      else {
        const id = long.units[unit]!.id;
        unitMarks.set(id, [...(unitMarks.get(id) ?? []), step]);
      }
    }
    for (const { attributes } of traces(log)) {
      const { cathode_roll: roll, box } = attributes;
      for (const unit of [...family(roll!), ...(box === null ? [] : [box])]) {
        for (const step of unitMarks.get(unit) ?? []) add(step, 1);
      }
    }
    const counted = rework(log).activities.filter((entry) => entry.repeats > 0);
    expect(counted.length).toBeGreaterThan(5);
    expect(new Map(counted.map((entry) => [entry.activity, entry.repeats]))).toEqual(repeats);
  });

  it("end a case by scrap exactly where the run scrapped the cell, with its reason", () => {
    const scrapped = new Map(
      run.marks
        .filter(({ kind, cell }) => kind === "Scrap" && cell >= 0)
        .map(({ cell, reason }) => [run.cells.ids[cell]!, reason]),
    );
    const seen = new Map<string, string | null>();
    for (const { caseId, attributes, events } of traces(cells)) {
      const last = [...events].at(-1)!;
      expect(last.activity === "Scrap").toBe(attributes.grade === "scrap");
      if (last.activity === "Scrap") seen.set(caseId, last.attributes.reason);
    }
    expect(seen.size).toBeGreaterThan(100);
    expect(seen).toEqual(scrapped);
  });
});

describe("the run as OCEL 2.0", () => {
  it("is read without an issue, and flattened by each type of unit has the visits that the log of cells has of it", async () => {
    const ocel = await readOcel(run.ocelJson());
    expect(ocel.report.issues).toEqual([]);
    const inCells = visitsByUnit(run.cellLog({ electrodes: "both" }));
    let compared = 0;
    for (const type of ["MaterialLot", "SlurryBatch", "MotherRoll", "Tray", "ShipLot"]) {
      const flat = flatten<{ start: Date; attempt: number }>(ocel, type, { qualifiers: ["worked on"] });
      expect(flat.report).toMatchObject({ convergentEvents: 0, copies: 0 });
      for (const { caseId, events } of traces(flat)) {
        // Foils, scrapped rolls and unused lots are part of no cell.
        const expected = inCells.get(caseId);
        if (expected === undefined) continue;
        const own = [...events].map(({ activity, time, attributes }) =>
          visitKey(activity, time!, attributes.start!, attributes.attempt!),
        );
        expect({ caseId, visits: new Set(own) }).toEqual({ caseId, visits: expected });
        compared++;
      }
    }
    expect(compared).toBe(inCells.size);
  });

  it("has each cell in its tray, and flattened by cell the scrapping of the log of cells", async () => {
    const ocel = await readOcel(run.ocelJson());
    const flat = flatten<{ reason: string }, { grade: string }>(ocel, "Cell");
    const trays = new Map(
      ocel.objects
        .filter(({ type }) => type === "Cell")
        .map(({ id, relationships }) => [
          id,
          relationships.find(({ qualifier }) => qualifier === "in")!.objectId,
        ]),
    );
    const scrapOf = <E extends { reason: string }>(trace: Trace<E, { grade: string }>) => {
      const scrap = [...trace.events].find(({ activity }) => activity === "Scrap");
      return scrap === undefined ? null : [scrap.time, scrap.attributes.reason];
    };
    const fromOcel = new Map(
      [...traces(flat)].map((trace) => [trace.caseId, [trace.attributes.grade, scrapOf(trace)]]),
    );
    const fromCells = new Map(
      [...traces(cells)].map((trace) => [trace.caseId, [trace.attributes.grade, scrapOf(trace)]]),
    );
    expect(fromOcel).toEqual(fromCells);
    expect(trays).toEqual(
      new Map([...traces(cells)].map(({ caseId, attributes }) => [caseId, attributes.tray])),
    );
  });
});

describe("the views of a run", () => {
  const small = batteryPlant({ preset: "ramp-up", orders: 12, cellsPerOrder: 16, seed: 4 });
  it.each<[string, EventLog]>([
    ["cells", small.cellLog()],
    ["cells with both electrodes", small.cellLog({ electrodes: "both" })],
    ["orders", small.lotLog()],
    ["eleven activities", small.elevenActivityLog()],
  ])("go through CSV and XES without loss: %s", async (_, log) => {
    const rows = toRows(log);
    expect(rows.length).toBeGreaterThan(100);
    expect(toRows(await readCsv(writeCsv(log)))).toEqual(rows);
    expect(toRows(await readXes(writeXes(log)))).toEqual(rows);
  });
});

/** A log of one case. */
function oneCase(names: readonly string[]): VariantLog {
  const activities = [...new Set(names)];
  return {
    activities,
    variantOffsets: [0, names.length],
    sequence: names.map((name) => activities.indexOf(name)),
    counts: [1],
  };
}

function visitKey(activity: string, endMs: number, start: Date | number, attempt: number): string {
  return `${activity} ${attempt}: ${Number(start)} to ${endMs}`;
}

/** The visits of each unit, as the log of cells shows them. */
function visitsByUnit(log: ReturnType<typeof run.cellLog>): Map<string, Set<string>> {
  const visits = new Map<string, Set<string>>();
  for (const { events } of traces(log)) {
    for (const { activity, time, attributes } of events) {
      if (activity === "Scrap") continue;
      const { unit, start, attempt } = attributes;
      const own = visits.get(unit!) ?? new Set();
      visits.set(unit!, own.add(visitKey(activity, time!, start!, attempt!)));
    }
  }
  return visits;
}

/** The mother roll, the slurry and the powder that a daughter roll was made of. */
function ancestors(): (daughter: string) => string[] {
  const powders = new Set(
    long.orders.flatMap(({ lots }) => [long.units[lots[0]!]!.id, long.units[lots[2]!]!.id]),
  );
  const parents = new Map<string, Set<string>>();
  for (const { parent, child } of long.genealogyEdges()) {
    parents.set(child, (parents.get(child) ?? new Set()).add(parent));
  }
  const typeOf = new Map(long.units.map(({ id, type }) => [id, type]));
  const family = (unit: string): string[] =>
    [...(parents.get(unit) ?? [])]
      .filter((parent) => typeOf.get(parent) !== "MaterialLot" || powders.has(parent))
      .flatMap((parent) => [parent, ...family(parent)]);
  return (daughter) => [...new Set(family(daughter))];
}

/** The most units that each resource had at one time; a unit that several cases share counts once. */
function mostAtOnce(log: EventLog<{ resource: string; start: Date; unit: string; attempt: number }, object>) {
  const visits = new Map<string, { resource: string; from: number; to: number }>();
  for (const { events } of traces(log)) {
    for (const { activity, time, attributes } of events) {
      const { resource, start, unit, attempt } = attributes;
      if (resource === null) continue;
      visits.set(`${unit} ${activity} ${attempt}`, { resource, from: Number(start), to: time! });
    }
  }
  const changes = new Map<string, [atMs: number, by: number][]>();
  for (const { resource, from, to } of visits.values()) {
    const list = changes.get(resource) ?? [];
    changes.set(resource, list);
    list.push([from, 1], [to, -1]);
  }
  const most = new Map<string, number>();
  for (const [resource, list] of changes) {
    let now = 0;
    // Who leaves at an instant makes room for who comes then.
    for (const [, by] of list.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      now += by;
      most.set(resource, Math.max(most.get(resource) ?? 0, now));
    }
  }
  return most;
}
