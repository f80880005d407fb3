import { optionError } from "@gigamine/base";
import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { type Electrode, electrodes } from "../line.js";
import type { PlantTables } from "../run.js";
import { type PlantIndex, rowsOf } from "./plant-index.js";

/** Attributes of an event of a cell; a type, so that columns can be mapped. */
export type CellEventAttributes = {
  /** The machine; missing at a scrap event. */
  resource: string;
  /** Who ran it; missing where nobody did. */
  operator: string;
  /** When the unit came into the queue of the step; missing at a scrap event, as `start` is. */
  enabled: Date;
  /** When the step began. The time of the event is its end. */
  start: Date;
  /** 1 for the first time, 2 … for rework. */
  attempt: number;
  /** What was worked on: lot, slurry, roll, tray or box. */
  unit: string;
  /** Of a scrap event, what decided. */
  reason: string;
  /** Of the steps up to slitting. */
  electrode: string;
};

/** Attributes of a cell. */
export type CellCaseAttributes = {
  batch: string;
  tray: string;
  /** `A`, `B`, `C` or `scrap`. */
  grade: string;
  /** Missing for a cell that was scrapped. */
  box: string;
  /** Daughter rolls of the electrodes, and where on them these begin, m; missing by traceability. */
  cathode_roll: string;
  cathode_from_m: number;
  anode_roll: string;
  anode_from_m: number;
};

/** What {@link cellLog} may be told. */
export interface CellLogOptions {
  /**
   * Whose steps come before stacking: those of the cathode (which sets the capacity), so that every step is there once but for rework; or those
   * of both electrodes, told apart by the attribute `electrode`. @default "cathode"
   */
  readonly electrodes?: "cathode" | "both" | undefined;
}

/** Refuses what is no choice of electrodes. */
export function checkElectrodes(where: string, electrodes: unknown): void {
  if (electrodes === "cathode" || electrodes === "both") return;
  throw optionError(where, "electrodes", electrodes, 'Give "cathode" or "both"; the default is "cathode".');
}

/** A step that all cells of a roll or tray have in common, as it stands in the log. */
interface SharedEvent {
  readonly activity: string;
  readonly timeMs: number;
  readonly attempt: number;
  readonly enabledMs: number;
  readonly startMs: number;
  readonly resource: string;
  readonly operator: string | null;
  readonly unit: string;
  readonly electrode: Electrode | null;
}

/**
 * A case a cell, from the inspection of its powder to its box: 12 events and those of rework; a scrapped cell ends with `Scrap`.
 * Cells of cut-out stretches were never made and are no cases. With traceability `batch` a cell has the steps of all mother rolls of
 * its slurry. O(events).
 */
export function cellLog(
  tables: PlantTables,
  index: PlantIndex,
  { electrodes: wanted = "cathode" }: CellLogOptions = {},
): EventLog<CellEventAttributes, CellCaseAttributes> {
  checkElectrodes("cellLog", wanted);
  const builder = new EventLogBuilder<CellEventAttributes, CellCaseAttributes>({
    eventAttributes: {
      resource: "string",
      operator: "string",
      enabled: "timestamp",
      start: "timestamp",
      attempt: "number",
      unit: "string",
      reason: "string",
      electrode: "string",
    },
    caseAttributes: {
      cathode_roll: "string",
      cathode_from_m: "number",
      anode_roll: "string",
      anode_from_m: "number",
    },
  });
  const { cells, units, traceability } = tables;
  const read = new EventReader(tables, index);
  const branches = wanted === "both" ? electrodes : electrodes.slice(0, 1);
  for (let cell = 0; cell < cells.ids.length; cell++) {
    const id = cells.ids[cell]!;
    for (const electrode of branches) {
      for (const event of read.ofRoll(cells[electrode][cell]!, electrode)) put(builder, id, event);
    }
    for (const event of read.ofTray(cells.tray[cell]!)) {
      if (takesPart(tables, cell, event)) put(builder, id, event);
    }
    const scrap = index.scrapOf.get(cell);
    if (scrap !== undefined) {
      const row = builder.addEvent(id, "Scrap", scrap.timeMs);
      builder.setEventAttribute(row, "unit", id);
      builder.setEventAttribute(row, "reason", scrap.reason);
    }
    const box = cells.box[cell]!;
    if (box >= 0) for (const event of read.ofUnit(box, null)) put(builder, id, event);
    builder.addCase(id, {
      batch: units[cells.tray[cell]!]!.order,
      tray: units[cells.tray[cell]!]!.id,
      grade: cells.outcomes[cells.outcome[cell]!]!,
      box: box < 0 ? null : units[box]!.id,
      ...(traceability !== "batch" && {
        cathode_roll: units[cells.cathode[cell]!]!.id,
        anode_roll: units[cells.anode[cell]!]!.id,
      }),
      ...(traceability === "full" && {
        cathode_from_m: cells.cathodeFromM[cell]!,
        anode_from_m: cells.anodeFromM[cell]!,
      }),
    });
  }
  return builder.build();
}

/** An event of a tray, with the step as an index. */
interface TrayEvent extends SharedEvent {
  readonly step: number;
}

/** Whether a cell was in its tray at a visit: it takes part in as many as were counted. */
function takesPart({ cells }: PlantTables, cell: number, { step, attempt }: TrayEvent): boolean {
  return cells.attempts.get(step)![cell]! >= attempt;
}

function put(
  builder: EventLogBuilder<CellEventAttributes, CellCaseAttributes>,
  id: string,
  event: SharedEvent,
): void {
  const row = builder.addEvent(id, event.activity, event.timeMs);
  builder.setEventAttribute(row, "resource", event.resource);
  if (event.operator !== null) builder.setEventAttribute(row, "operator", event.operator);
  builder.setEventAttribute(row, "enabled", event.enabledMs);
  builder.setEventAttribute(row, "start", event.startMs);
  builder.setEventAttribute(row, "attempt", event.attempt);
  builder.setEventAttribute(row, "unit", event.unit);
  if (event.electrode !== null) builder.setEventAttribute(row, "electrode", event.electrode);
}

/** Reads the events of units and keeps them, because many cells share them. */
class EventReader {
  readonly #tables: PlantTables;
  readonly #index: PlantIndex;
  readonly #ofUnit = new Map<number, readonly TrayEvent[]>();
  readonly #ofRoll = new Map<number, readonly SharedEvent[]>();

  constructor(tables: PlantTables, index: PlantIndex) {
    this.#tables = tables;
    this.#index = index;
  }

  /** Visits of one unit. */
  ofUnit(unit: number, electrode: Electrode | null): readonly TrayEvent[] {
    let events = this.#ofUnit.get(unit);
    if (events === undefined) {
      events = Array.from(rowsOf(this.#index.visitsOf, unit), (row) => this.#event(row, electrode));
      this.#ofUnit.set(unit, events);
    }
    return events;
  }

  ofTray(tray: number): readonly TrayEvent[] {
    return this.ofUnit(tray, null);
  }

  /** Visits of a daughter roll's mother, of its slurry and of the powder in it, in order of the line. */
  ofRoll(daughter: number, electrode: Electrode): readonly SharedEvent[] {
    let events = this.#ofRoll.get(daughter);
    if (events === undefined) {
      const mother = this.#parent(daughter, "MotherRoll");
      const slurry = this.#parent(mother, "SlurryBatch");
      const powder = this.#parent(slurry, "MaterialLot");
      const rolls = this.#tables.traceability === "batch" ? this.#rollsOf(slurry) : [mother];
      events = [powder, slurry, ...rolls].flatMap((unit) => this.ofUnit(unit, electrode));
      this.#ofRoll.set(daughter, events);
    }
    return events;
  }

  #parent(unit: number, type: string): number {
    return this.#index.parents[unit]!.find((parent) => this.#tables.units[parent]!.type === type)!;
  }

  /** All mother rolls of a batch of slurry: when nobody knows which of them a cell came from, it may be any. */
  #rollsOf(slurry: number): number[] {
    const { units, orders } = this.#tables;
    const order = orders.findIndex(({ id }) => id === units[slurry]!.order);
    return this.#index.unitsOf[order]!.filter(
      (unit) => units[unit]!.type === "MotherRoll" && this.#index.parents[unit]!.includes(slurry),
    );
  }

  #event(row: number, electrode: Electrode | null): TrayEvent {
    const { steps, units, visits, resources } = this.#tables;
    const step = visits.step[row]!;
    const operator = visits.operator[row]!;
    return {
      step,
      activity: steps[step]!,
      timeMs: visits.completeMs[row]!,
      enabledMs: visits.enabledMs[row]!,
      startMs: visits.startMs[row]!,
      attempt: visits.attempt[row]!,
      resource: resources[visits.machine[row]!]!,
      operator: operator < 0 ? null : resources[operator]!,
      unit: units[visits.unit[row]!]!.id,
      electrode,
    };
  }
}
