import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import type { PlantMark, PlantTables } from "../run.js";
import { groupRows, type PlantIndex, type RowGroups, rowsOf } from "./plant-index.js";

/** Attributes of an event of an order; a type, so that columns can be mapped. */
export type LotEventAttributes = {
  /** The machine; missing at decisions. */
  resource: string;
  operator: string;
  /** When the unit came into the queue of the step; missing at decisions, as `start` is. */
  enabled: Date;
  /** When the step began. The time of the event is its end. */
  start: Date;
  attempt: number;
  /** What was worked on, or decided about. */
  unit: string;
  unit_type: string;
  /** At a step the quantity of the unit (kg, m or cells); at a decision about cells their number. */
  quantity: number;
  /** Of a decision, the step after which it was made. */
  step: string;
  /** Of a decision, what made it. */
  reason: string;
};

/** Attributes of an order. */
export type LotCaseAttributes = {
  /** Cells ordered, made and shipped. */
  cells_ordered: number;
  cells_made: number;
  cells_shipped: number;
};

/**
 * A case an order: the inspections of its material, the steps of all that was made of it, and after a step the decisions `Rework`, `Scrap`, `Hold`
 * and `Concession` as events of their own; decisions about cells of one tray for one reason are one event. O(events).
 */
export function lotLog(
  tables: PlantTables,
  index: PlantIndex,
): EventLog<LotEventAttributes, LotCaseAttributes> {
  const { orders, units, cells, marks } = tables;
  const builder = new EventLogBuilder<LotEventAttributes, LotCaseAttributes>({
    eventAttributes: {
      resource: "string",
      operator: "string",
      enabled: "timestamp",
      start: "timestamp",
      attempt: "number",
      unit: "string",
      unit_type: "string",
      quantity: "number",
      step: "string",
      reason: "string",
    },
  });
  const made = new Map<string, number>();
  const shipped = new Map<string, number>();
  for (let cell = 0; cell < cells.ids.length; cell++) {
    const { order } = units[cells.tray[cell]!]!;
    made.set(order, (made.get(order) ?? 0) + 1);
    if (cells.box[cell]! >= 0) shipped.set(order, (shipped.get(order) ?? 0) + 1);
  }
  const marksOf = groupRows(
    marks.map(({ unit }) => unit),
    units.length,
  );
  for (const [i, { id, lots, cells: ordered }] of orders.entries()) {
    builder.addCase(id, {
      cells_ordered: ordered,
      cells_made: made.get(id) ?? 0,
      cells_shipped: shipped.get(id) ?? 0,
    });
    for (const unit of [...lots, ...index.unitsOf[i]!]) addUnit(builder, tables, index, marksOf, id, unit);
  }
  return builder.build();
}

/** The visits of a unit and what was decided after each. */
function addUnit(
  builder: EventLogBuilder<LotEventAttributes, LotCaseAttributes>,
  tables: PlantTables,
  index: PlantIndex,
  marksOf: RowGroups,
  order: string,
  unit: number,
): void {
  const { steps, visits, resources, units, marks } = tables;
  const { id, type, quantity } = units[unit]!;
  const decisions = Array.from(rowsOf(marksOf, unit), (row) => marks[row]!);
  for (const visit of rowsOf(index.visitsOf, unit)) {
    const step = steps[visits.step[visit]!]!;
    const operator = visits.operator[visit]!;
    builder.addEvent(order, step, visits.completeMs[visit]!, {
      resource: resources[visits.machine[visit]!]!,
      operator: operator < 0 ? null : resources[operator]!,
      enabled: new Date(visits.enabledMs[visit]!),
      start: new Date(visits.startMs[visit]!),
      attempt: visits.attempt[visit]!,
      unit: id,
      unit_type: type,
      quantity,
    });
    for (const { kind, reason, timeMs, cells } of groupedDecisions(decisions, visit)) {
      builder.addEvent(order, kind, timeMs, {
        attempt: visits.attempt[visit]!,
        unit: id,
        unit_type: type,
        quantity: cells > 0 ? cells : quantity,
        step,
        reason,
      });
    }
  }
}

/** Decisions after one visit, those of one kind and reason together, in the order of the first. */
function groupedDecisions(decisions: readonly PlantMark[], visit: number) {
  const groups = new Map<string, { kind: string; reason: string; timeMs: number; cells: number }>();
  for (const mark of decisions) {
    if (mark.visit !== visit) continue;
    const { kind, reason, timeMs } = mark;
    const key = `${kind} ${reason}`;
    const group = groups.get(key) ?? { kind, reason, timeMs, cells: 0 };
    groups.set(key, group);
    if (mark.cell >= 0) group.cells++;
  }
  return groups.values();
}
