import { describe, expect, it } from "@jest/globals";
import { checkNote } from "../../src/notes/check/check-note.js";
import { noteFacts } from "../../src/notes/facts.js";
import { qcNoteFacts } from "../../src/notes/qc-facts.js";
import { corpus } from "./check-corpus.js";
import { thickRow } from "./rows.js";

const parts = Object.entries(corpus);

describe("checkNote on notes written by hand", () => {
  const truths = parts.flatMap(([, part]) => part.true.map((note) => ({ note, facts: part.facts })));
  const lies = parts.flatMap(([row, part]) =>
    Object.entries(part.false).flatMap(([kind, notes]) =>
      notes.map((note) => ({ row, kind, note, facts: part.facts })),
    ),
  );

  it("has at least 200 of them", () => {
    expect(truths.length + lies.length).toBeGreaterThanOrEqual(200);
    expect(new Set([...truths, ...lies].map(({ note, facts }) => `${facts.id} ${note}`)).size).toBe(
      truths.length + lies.length,
    );
  });

  it("takes words that every object knows for words", () => {
    const facts = qcNoteFacts(thickRow);
    for (const word of ["constructor", "toString", "__proto__", "hasOwnProperty", "kconstructor"])
      expect(checkNote(`Coating thickness 5 ${word}`, facts)).not.toEqual([]);
  });

  it("lets no false one pass", () => {
    expect(lies.filter(({ note, facts }) => checkNote(note, facts).length === 0)).toEqual([]);
  });

  it("refuses less than 2 % of the true ones", () => {
    const refused = truths.filter(({ note, facts }) => checkNote(note, facts).length > 0);
    expect(refused.length / truths.length).toBeLessThan(0.02);
  });

  it("refuses most notes about another row", () => {
    const strange = parts.flatMap(([row, { facts }]) =>
      parts
        .filter(([other]) => other !== row)
        .flatMap(([, other]) => other.true.map((note) => ({ note, facts }))),
    );
    // Those that pass say nothing but "All good." or the like, which is true of both rows.
    const passed = strange.filter(({ note, facts }) => checkNote(note, facts).length === 0);
    expect(passed.filter(({ note }) => /\d/.test(note))).toEqual([]);
  });
});

describe("what checkNote says", () => {
  const facts = qcNoteFacts(thickRow);

  it("names the wrong number, the fact it stands with, and its value", () => {
    expect(checkNote("Thickness 136.2 µm, room 27.1 °C, Tolerance Warning.", facts)).toEqual([
      '"136.2 um" stands with "Thickness", but the coating thickness is 135.2 µm. Write that value or leave it out.',
      "The coating thickness is missing. State 135.2 µm.",
    ]);
  });

  it("names the word that does not fit the status, and the word that does", () => {
    expect(checkNote("Thickness 135.2 µm, nominal.", facts)).toEqual([
      '"nominal" does not fit the status Tolerance Warning. Write "Tolerance Warning".',
    ]);
  });

  it("names a cause that is not permitted, and those that are", () => {
    expect(checkNote("Thickness 135.2 µm, Tolerance Warning, worn.", facts)).toEqual([
      '"worn" names a cause that the facts do not show. Permitted is: high room temperature.',
    ]);
  });

  it("names what is not of this row", () => {
    const [complaint] = checkNote("Monday: thickness 135.2 µm, Tolerance Warning.", facts);
    expect(complaint).toMatch(/^"Monday" is not of this row\. Name only: .*Friday_PM/);
  });

  it("refuses no text, very long text and invisible characters", () => {
    expect(checkNote(" \n", facts)).toEqual(["The note is empty. Write one sentence at least."]);
    expect(checkNote("a".repeat(601), facts)[0]).toMatch(/^The note has 601 characters/);
    expect(checkNote("Thickness 13\u200b5.2 µm, Tolerance Warning.", facts)[0]).toMatch(/invisible/);
    expect(checkNote("Thickness ١٣٥ µm and 135.2 µm, Tolerance Warning.", facts)[0]).toMatch(/can't be read/);
  });
});

describe("checkNote on tables of one's own", () => {
  it("allows no word for a status that there is none", () => {
    const facts = noteFacts({ id: "1", numbers: [{ field: "mass", title: "mass", value: 2.5, unit: "kg" }] });
    expect(checkNote("Mass 2.5 kg.", facts)).toEqual([]);
    expect(checkNote("Mass 2500 g.", facts)).toEqual([]);
    expect(checkNote("Mass 2.5 kg, all good.", facts)).toHaveLength(1);
  });

  it("takes digits in titles, words and permitted causes for names", () => {
    const facts = noteFacts({
      id: "7",
      words: { line: "Line 3B", started: "2025-03-01T06:30:00Z" },
      numbers: [{ field: "d50", title: "particle D50", value: 10.2, unit: "um" }],
      required: "d50",
      status: "Tolerance Warning",
      allowedCauses: ["powder lot 44"],
    });
    expect(
      checkNote(
        "Line 3B at 06:30 on 2025-03-01: particle D50 10.2 µm, warning, suspect powder lot 44.",
        facts,
      ),
    ).toEqual([]);
    expect(checkNote("Line 3C: particle D50 10.2 µm, warning.", facts)).toHaveLength(1);
    expect(checkNote("Particle D90 10.2 µm, warning.", facts)).not.toEqual([]);
    expect(checkNote("Particle D50 10.2 µm at 06:31, warning.", facts)).toHaveLength(1);
    expect(checkNote("Particle D50 10.2 µm, warning, suspect powder lot 45.", facts)).not.toEqual([]);
  });
});
