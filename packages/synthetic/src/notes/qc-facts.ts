import { GigamineError, quoteValue } from "@gigamine/base";
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
  const names: Record<string, string> = {};
  for (const [name, column] of Object.entries(words)) {
    if (row[column] !== "") names[name] = row[column];
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
