import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { batteryMetrics } from "../../src/battery-plant/quality/metrics.js";
import { checkNote } from "../../src/notes/check/check-note.js";
import { shownDecimals } from "../../src/notes/facts.js";
import { offlineNarrator } from "../../src/notes/offline/offline-narrator.js";
import { qcNoteFacts } from "../../src/notes/qc-facts.js";
import { anyRow } from "./any-row.js";
import { nominalRow, qcRow, resistantRow, thickRow } from "./rows.js";

describe("laws of checkNote", () => {
  const narrator = offlineNarrator();

  it("every offline note passes", () => {
    fc.assert(
      fc.property(anyRow, fc.option(fc.string()), (row, previous) => {
        const facts = qcNoteFacts(row, previous);
        const note = narrator.note(facts);
        expect({ note, complaints: checkNote(note, facts) }).toEqual({ note, complaints: [] });
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it("every offline note about a metric of the plant passes, whatever its title and unit", () => {
    for (const [metric, { title, unit }] of Object.entries(batteryMetrics)) {
      for (const [status, value] of [
        ["In Spec", 2.02],
        ["Tolerance Warning", 2.125],
        ["Critical Fail", 1.5e-9],
      ] as const) {
        for (let i = 0; i < 30; i++) {
          const limits = { target: 2, warnLow: 1.9, warnHigh: 2.1, specLow: 1.8, specHigh: 2.2 };
          const row = qcRow({
            row_id: `QC-${i}`,
            operator: `Operator ${i}`,
            qc_data: { metric, title, unit, value, status, ...limits },
          });
          const facts = qcNoteFacts(row);
          const note = narrator.note(facts);
          expect({ note, complaints: checkNote(note, facts) }).toEqual({ note, complaints: [] });
        }
      }
    }
  });

  it("an offline note with one digit of its value changed is refused", () => {
    fc.assert(
      fc.property(anyRow, fc.nat(), fc.integer({ min: 1, max: 9 }), (row, place, step) => {
        const facts = qcNoteFacts(row);
        const note = narrator.note(facts);
        const value = String(row.qc_data.value);
        const start = note.lastIndexOf(` ${value} `) + 1;
        fc.pre(start > 0);
        const places = [...value].flatMap((character, i) => (/\d/.test(character) ? [i] : []));
        const at = start + places[place % places.length]!;
        const changed = note.slice(0, at) + ((Number(note[at]) + step) % 10) + note.slice(at + 1);
        expect({ changed, refused: checkNote(changed, facts).length > 0 }).toEqual({
          changed,
          refused: true,
        });
      }),
      { seed: 2, numRuns: 400 },
    );
  });

  it("an offline note of one row passes for no row that shows another value", () => {
    fc.assert(
      fc.property(anyRow, anyRow, (row, other) => {
        const one = row.qc_data;
        // a note may round to the digits that it writes
        const rounding = 0.5 * 10 ** -shownDecimals(one.value);
        fc.pre(one.metric !== other.qc_data.metric || Math.abs(one.value - other.qc_data.value) > rounding);
        const note = narrator.note(qcNoteFacts(row));
        expect({ note, refused: checkNote(note, qcNoteFacts(other)).length > 0 }).toEqual({
          note,
          refused: true,
        });
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it("any text gives a list of complaints", () => {
    const pieces = fc.constantFrom(
      "12",
      "1,234.5",
      "-",
      "±",
      " µm",
      " of ",
      "limit",
      "above the ",
      "not ",
      "1/2",
      "e5",
      "°",
      "room",
      "\n",
      ". ",
      "second ",
      "twenty",
      "C2",
      "​",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(pieces, { maxLength: 60 }).map((list) => list.join("")),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(thickRow, resistantRow, nominalRow), (note, row) => {
        expect(checkNote(note, qcNoteFacts(row)).every((complaint) => complaint.endsWith("."))).toBe(true);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
