import { GigamineError, quoteValue } from "@gigamine/base";
import { z } from "zod";
import type { QcRow, QcValue } from "../battery-plant/qc-row.js";
import type { NoteFacts, NumberFact } from "./contract.js";
import { shownDecimals } from "./facts.js";

/** What is usual in a room, °C: an operator calls it warm above `normal + tolerance` and cold below `normal - tolerance`. */
export interface RoomTemperature {
  readonly normal: number;
  readonly tolerance: number;
}

/** What {@link qcNoteFacts} takes beside the row. */
export interface QcNoteFactsOptions {
  /** By `location`; in rooms not listed the temperature is no permitted cause. @default {@link usualRoomTemperatures} */
  readonly rooms?: Readonly<Record<string, RoomTemperature>> | undefined;
}

/**
 * Rooms of the plant: the set points of its climate, and tolerances of at least three standard deviations of an ordinary day
 * [assumption]. Goods-in and shipping follow the weather and are not listed.
 */
export const usualRoomTemperatures: Readonly<Record<string, RoomTemperature>> = {
  Coating_Room: { normal: 22, tolerance: 2 },
  Electrode_Wing: { normal: 22, tolerance: 3 },
  Assembly_Floor: { normal: 25, tolerance: 3 },
  Formation_Lab: { normal: 25, tolerance: 3 },
};

const text = (advice: string) => z.string({ error: advice });
const amount = (advice: string) => z.number({ error: advice });
const name = text('Give a text; "" for none.').optional();
const limit = amount("Give a finite number, or null for none.").nullable();
const filled = (advice: string) => text(advice).min(1, { error: advice });

/** What {@link qcNoteFacts} reads of a row. */
const rowSchema = z.object({
  row_id: filled("Give the id of the row as text, such as QC-000017."),
  subcategory: name,
  shift: name,
  location: name,
  resource: name,
  operator: name,
  case_id: name,
  activity: name,
  attempt: z.int({ error: "Give a whole number from 1." }).min(1, { error: "Give a whole number from 1." }),
  ambient_temp_c: amount("Give the room temperature in °C."),
  qc_data: z.object({
    metric: text("Give the metric as text."),
    title: filled("Give what people call the metric."),
    value: amount("Give a finite number; leave out rows without a measurement."),
    unit: filled('Give a UCUM code, such as "um".'),
    target: limit,
    warnLow: limit,
    warnHigh: limit,
    specLow: limit,
    specHigh: limit,
    status: z.enum(["In Spec", "Tolerance Warning", "Critical Fail"], {
      error: 'Give "In Spec", "Tolerance Warning" or "Critical Fail".',
    }),
  }),
});

const words = {
  step: "subcategory",
  shift: "shift",
  room: "location",
  machine: "resource",
  operator: "operator",
  batch: "case_id",
  activity: "activity",
} as const;

const roles = [
  ["target", "target"],
  ["warnLow", "lower warning limit"],
  ["warnHigh", "upper warning limit"],
  ["specLow", "lower spec limit"],
  ["specHigh", "upper spec limit"],
] as const;

/**
 * What the operator of a quality row could see: names, the measured value with target and limits, room temperature,
 * attempt. Causes that a note may suspect follow from these alone: `high room temperature` or `low room temperature` when
 * the room is outside its usual range, `rework` from the second attempt, `humidity` when the metric itself is moisture or a
 * dew point and out of its warning limits.
 *
 * @param previousNote The note of the step before, `null` when there is none.
 * @throws GigamineError `notes/qc-row` for a row that lacks what is read, or has it in another form; `notes/qc-data` when
 *   `qc_data` is still text.
 */
export function qcNoteFacts(
  row: QcRow,
  previousNote: string | null = null,
  options: QcNoteFactsOptions = {},
): NoteFacts {
  const qc = row.qc_data;
  if (typeof qc !== "object" || qc === null) {
    throw new GigamineError(
      "notes/qc-data",
      `qcNoteFacts: qc_data of row ${quoteValue(row.row_id)} is ${quoteValue(qc)}, not an object. Rows read from a CSV file hold it as text: use JSON.parse first.`,
      { row: row.row_id },
    );
  }
  const { success, error } = rowSchema.safeParse(row);
  if (!success) throw badRow(row, error.issues[0]!);
  const names: Record<string, string> = {};
  for (const [name, column] of Object.entries(words)) {
    if (row[column] !== "" && row[column] !== undefined) names[name] = row[column];
  }
  return {
    id: row.row_id,
    words: names,
    numbers: qcNumbers(row, qc),
    required: "qc_data.value",
    status: qc.status,
    allowedCauses: visibleCauses(row, options.rooms ?? usualRoomTemperatures),
    previousNote,
  };
}

function badRow(row: QcRow, { path, message }: z.core.$ZodIssue): GigamineError {
  const column = path.join(".");
  const value = path.reduce<unknown>(
    (part, key) => (part as Readonly<Record<PropertyKey, unknown>>)[key],
    row,
  );
  return new GigamineError(
    "notes/qc-row",
    `qcNoteFacts: ${column} of row ${quoteValue(row.row_id)} is ${quoteValue(value)}. ${message}`,
    { row: row.row_id, column },
  );
}

function qcNumbers(row: QcRow, qc: QcValue): NumberFact[] {
  const decimals = shownDecimals(qc.value);
  const numbers: NumberFact[] = [
    { field: "qc_data.value", title: lowerFirst(qc.title), value: qc.value, unit: qc.unit, decimals },
  ];
  for (const [role, title] of roles) {
    const value = qc[role];
    if (value !== null) {
      numbers.push({ field: `qc_data.${role}`, title, value, unit: qc.unit, decimals: shownDecimals(value) });
    }
  }
  numbers.push(
    {
      field: "ambient_temp_c",
      title: "room temperature",
      value: row.ambient_temp_c,
      unit: "Cel",
      decimals: 1,
    },
    { field: "attempt", title: "attempt", value: row.attempt, unit: null, decimals: 0 },
  );
  return numbers;
}

function visibleCauses(row: QcRow, rooms: Readonly<Record<string, RoomTemperature>>): string[] {
  const causes: string[] = [];
  const room = Object.hasOwn(rooms, row.location) ? rooms[row.location] : undefined;
  if (room !== undefined && row.ambient_temp_c > room.normal + room.tolerance)
    causes.push("high room temperature");
  if (room !== undefined && row.ambient_temp_c < room.normal - room.tolerance)
    causes.push("low room temperature");
  if (row.attempt > 1) causes.push("rework");
  if (row.qc_data.status !== "In Spec" && /dew_?point|moisture|humidity/.test(row.qc_data.metric))
    causes.push("humidity");
  return causes;
}

/** "Coating thickness" → "coating thickness"; "DCIR", "K-value" and "D50" stay. */
function lowerFirst(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
