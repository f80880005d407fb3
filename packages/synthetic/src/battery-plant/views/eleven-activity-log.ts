import { optionError } from "@gigamine/base";
import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import type { BatteryEventAttributes, NoAttributes } from "../../battery-log/generate.js";
import { type BatteryActivity, batteryActivities, reworkPrefix } from "../../battery-log/line.js";
import { type StepKey, stepIndex } from "../line.js";
import type { PlantOrder, PlantTables } from "../run.js";
import { type PlantIndex, rowsOf } from "./plant-index.js";

/** What {@link elevenActivityLog} may be told. */
export interface ElevenActivityOptions {
  /** Repeated activities are called `REWORK_<activity>` (`"prefix"`) or `<activity>` again (`"repeat"`). @default "prefix" */
  readonly rework?: "prefix" | "repeat" | undefined;
}

/** An event before it is named. */
interface Draft {
  readonly activity: BatteryActivity;
  readonly timeMs: number;
  readonly resource: string;
}

/** Who books goods in and out. */
const warehouse = "Warehouse";

/**
 * The run as the eleven activities of the original log: a case an order, `time` the end of the activity, whole seconds. The powder of the
 * cathode stands for all material. A corrected slurry, a second pass through the calender and a new cut of the edge repeat the in-process check,
 * a repeated grading the final one. What is not a visit follows from the run: goods are booked into the store when the last material of the
 * order is released, allocated when the order is, and shipped by the first truck after packing. An order of which nothing could be shipped ends
 * with the last activity that it reached.
 *
 * @param truckAfter The first truck that leaves at or after an instant.
 */
export function elevenActivityLog(
  tables: PlantTables,
  index: PlantIndex,
  truckAfter: (timeMs: number) => number,
  { rework = "prefix" }: ElevenActivityOptions = {},
): EventLog<BatteryEventAttributes, NoAttributes> {
  if (rework !== "prefix" && rework !== "repeat") {
    throw optionError(
      "elevenActivityLog",
      "rework",
      rework,
      'Give "prefix" or "repeat"; the default is "prefix".',
    );
  }
  const builder = new EventLogBuilder<BatteryEventAttributes, NoAttributes>({
    eventAttributes: { resource: "string", batch_size: "number" },
  });
  for (const [i, order] of tables.orders.entries()) {
    const seen = new Set<BatteryActivity>();
    for (const { activity, timeMs, resource } of draftsOf(tables, index, order, i, truckAfter)) {
      const isRepeat = seen.has(activity);
      seen.add(activity);
      const label = isRepeat && rework === "prefix" ? reworkPrefix + activity : activity;
      const row = builder.addEvent(order.id, label, Math.ceil(timeMs / 1000) * 1000);
      builder.setEventAttribute(row, "resource", resource);
      builder.setEventAttribute(row, "batch_size", order.cells);
    }
  }
  return builder.build();
}

/** The events of an order, in order of time; at one instant in order of the line. */
function draftsOf(
  tables: PlantTables,
  index: PlantIndex,
  order: PlantOrder,
  place: number,
  truckAfter: (timeMs: number) => number,
): Draft[] {
  const { visits, resources } = tables;
  const drafts: Draft[] = [];
  const add = (activity: BatteryActivity, timeMs: number, visit: number | null): void => {
    drafts.push({
      activity,
      timeMs,
      resource: visit === null ? warehouse : resources[visits.machine[visit]!]!,
    });
  };
  const powder = rowsOf(index.visitsOf, order.lots[0]!);
  add("Raw Material Arrival", visits.enabledMs[powder[0]!]!, null);
  for (const visit of powder) add("Quality Check (Raw Material)", visits.completeMs[visit]!, visit);
  const released = order.lots.map((lot) => visits.completeMs[rowsOf(index.visitsOf, lot).at(-1)!]!);
  add("Storage (Raw Material)", Math.max(...released), null);
  add("Material Allocation", order.releasedMs, null);

  const own = index.unitsOf[place]!.flatMap((unit) => Array.from(rowsOf(index.visitsOf, unit)));
  const at = (...keys: readonly StepKey[]): readonly number[] => {
    const steps = keys.map((key) => stepIndex[key]);
    return own.filter((visit) => steps.includes(visits.step[visit]!));
  };
  const checked = (activity: BatteryActivity, rows: readonly number[]): void => {
    const last = lastOf(
      tables,
      rows.filter((visit) => visits.attempt[visit] === 1),
    );
    if (last !== null) add(activity, visits.completeMs[last]!, last);
    for (const visit of rows) if (visits.attempt[visit]! > 1) add(activity, visits.completeMs[visit]!, visit);
  };
  const started = at("mix").reduce((first, visit) =>
    visits.startMs[visit]! < visits.startMs[first]! ? visit : first,
  );
  add("Production Batch Start", visits.startMs[started]!, started);
  checked("In-Process Quality Check", at("mix", "coat", "calender", "slit"));
  const assembled = lastOf(tables, at("stack", "fill", "weld"));
  if (assembled !== null) add("Assembly/Packaging", visits.completeMs[assembled]!, assembled);
  checked("Final Quality Check", at("grade"));
  const packed = at("pack");
  const last = lastOf(tables, packed);
  if (last !== null) {
    add("Storage (Finished Goods)", Math.min(...packed.map((visit) => visits.enabledMs[visit]!)), null);
    add("Order Fulfillment", visits.completeMs[last]!, last);
    add("Shipment", truckAfter(visits.completeMs[last]!), null);
  }
  return drafts.sort((a, b) => a.timeMs - b.timeMs || rank(a) - rank(b));
}

function rank({ activity }: Draft): number {
  return batteryActivities.indexOf(activity);
}

/** The visit that was complete last; `null` of none. */
function lastOf({ visits }: PlantTables, rows: readonly number[]): number | null {
  let last: number | null = null;
  for (const visit of rows) {
    if (last === null || visits.completeMs[visit]! > visits.completeMs[last]!) last = visit;
  }
  return last;
}
