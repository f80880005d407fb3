import fc from "fast-check";
import type { QcRow, QcStatus, QcValue } from "../../src/battery-plant/qc-row.js";
import { evenly } from "../evenly.js";
import { alignedRow, lightRow, nominalRow, qcRow, resistantRow, thickRow, thinRow } from "./rows.js";

const bases = [thickRow, resistantRow, nominalRow, lightRow, thinRow, alignedRow];

/** A row like one of the six with any value around its limits, its status by the limits, any room temperature and names. */
export const anyRow: fc.Arbitrary<QcRow> = fc
  .record({
    base: fc.constantFrom(...bases),
    position: evenly(-0.5, 1.5),
    ambient_temp_c: fc.integer({ min: 150, max: 320 }).map((tenths) => tenths / 10),
    attempt: fc.integer({ min: 1, max: 3 }),
    number: fc.integer({ min: 1, max: 99 }),
    id: fc.integer({ min: 1, max: 99_999 }),
    day: fc.constantFrom("Monday", "Tuesday", "Friday", "Sunday"),
    part: fc.constantFrom("AM", "PM"),
  })
  .map(({ base, position, number, id, day, part, ...changes }) =>
    qcRow({
      ...base,
      ...changes,
      row_id: `QC-${String(id).padStart(6, "0")}`,
      shift: `${day}_${part}`,
      case_id: `BATCH-${String(number).padStart(3, "0")}`,
      resource: base.resource.replace(/\d+$/, String(1 + (number % 9))),
      operator: base.operator.replace(/\d+$/, String(number % 12)),
      qc_data: measured(base.qc_data, position),
    }),
  );

/** `position` 0 = the lower spec limit, 1 = the upper. */
function measured(qc: QcValue, position: number): QcValue {
  const low = qc.specLow ?? 0;
  const high = qc.specHigh!;
  const decimals = `${qc.value}`.split(".")[1]?.length ?? 0;
  const value = Math.max(0, Number((low + position * (high - low)).toFixed(decimals)));
  return { ...qc, value, status: statusOf(qc, value) };
}

function statusOf({ specLow, specHigh, warnLow, warnHigh }: QcValue, value: number): QcStatus {
  const inside = (low: number | null, high: number | null) =>
    (low === null || value >= low) && (high === null || value <= high);
  if (!inside(specLow, specHigh)) return "Critical Fail";
  return inside(warnLow, warnHigh) ? "In Spec" : "Tolerance Warning";
}
