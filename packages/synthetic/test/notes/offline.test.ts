import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { noteFacts } from "../../src/notes/facts.js";
import { type NoteVoice, noteVoices, offlineNarrator } from "../../src/notes/offline/offline-narrator.js";
import { qcNoteFacts } from "../../src/notes/qc-facts.js";
import { anyRow } from "./any-row.js";
import { lightRow, nominalRow, qcRow, resistantRow, thickRow, thinRow } from "./rows.js";

/** A nominal row whose value, batch and machine repeat as they do in a table of some hundred rows. */
function nominal(i: number) {
  const step = ((i * 7919) % 81) - 40;
  return qcRow({
    ...nominalRow,
    row_id: `QC-${String(i).padStart(6, "0")}`,
    case_id: `BATCH-${String(1 + Math.floor(i / 9)).padStart(3, "0")}`,
    resource: `Mixer ${1 + (i % 2)}`,
    operator: `Operator M${1 + (i % 5)}`,
    qc_data: { ...nominalRow.qc_data, value: Number((5 + step / 100).toFixed(2)) },
  });
}

describe("offlineNarrator", () => {
  it("names value, unit and status, and the cause when the room is hot, in every voice", () => {
    for (const voice of noteVoices) {
      const { note } = offlineNarrator({ voices: [voice] });
      for (let i = 0; i < 50; i++) {
        const text = note({ ...qcNoteFacts(thickRow), id: `QC-${i}` });
        expect(text).toMatch(/135\.2 µm/);
        expect(text).toMatch(/Tolerance Warning/);
        expect(text).toMatch(/27\.1 °C|room|heat/i);
      }
    }
  });

  it.each([
    ["resistance and rework", resistantRow, [/2\.31 mΩ/, /Critical Fail/, /attempt 2/i]],
    ["density without a cause", lightRow, [/3180 kg\/m³/, /Tolerance Warning/, /cause|nothing/i]],
    ["loading in a cold room", thinRow, [/0\.2395 kg\/m²/, /Critical Fail/, /18\.4 °C/]],
    ["viscosity", nominalRow, [/5\.02 Pa·s/, /In Spec/]],
  ])("writes of %s", (_, row, patterns) => {
    const text = offlineNarrator().note(qcNoteFacts(row));
    for (const pattern of patterns) expect(text).toMatch(pattern);
  });

  it("keeps rows in specification short", () => {
    const { note } = offlineNarrator();
    for (let i = 0; i < 500; i++) expect(note(qcNoteFacts(nominal(i))).length).toBeLessThanOrEqual(110);
  });

  it("repeats less than 5 % of 1,000 nominal notes", () => {
    const { note } = offlineNarrator();
    const texts = Array.from({ length: 1000 }, (_, i) => note(qcNoteFacts(nominal(i))));
    expect(1000 - new Set(texts).size).toBeLessThan(50);
  });

  it("gives an operator one voice, and the voices to different operators", () => {
    const voiceOf = new Map<string, Set<NoteVoice>>();
    for (const voice of noteVoices) {
      const alone = offlineNarrator({ voices: [voice] });
      const all = offlineNarrator();
      for (let i = 0; i < 400; i++) {
        const operator = `Operator ${i % 20}`;
        const facts = {
          ...qcNoteFacts(thickRow),
          id: `${i}`,
          words: { ...qcNoteFacts(thickRow).words, operator },
        };
        if (alone.note(facts) !== all.note(facts)) continue;
        const found = voiceOf.get(operator) ?? new Set();
        voiceOf.set(operator, found.add(voice));
      }
    }
    expect([...voiceOf.values()].every((voices) => voices.size === 1)).toBe(true);
    expect(new Set([...voiceOf.values()].flatMap((voices) => [...voices])).size).toBe(noteVoices.length);
  });

  it("the same facts and seed give the same text, another seed mostly another", () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const facts = qcNoteFacts(row);
        expect(offlineNarrator({ seed: 7 }).note(facts)).toBe(offlineNarrator({ seed: 7 }).note(facts));
      }),
      { seed: 8, numRuns: 50 },
    );
    const facts = Array.from({ length: 100 }, (_, i) => qcNoteFacts(nominal(i)));
    const [one, other] = [offlineNarrator({ seed: 1 }), offlineNarrator({ seed: 2 })];
    expect(facts.filter((row) => one.note(row) === other.note(row)).length).toBeLessThan(20);
  });

  it("a note depends on its own row only", async () => {
    const facts = Array.from({ length: 20 }, (_, i) => qcNoteFacts(nominal(i)));
    const narrator = offlineNarrator();
    const whole = await narrator.write(facts, {});
    const part = await narrator.write(facts.slice(7, 12), {});
    expect(part).toEqual(whole.slice(7, 12));
    expect(whole.map(({ id, source, reason }) => [id, source, reason])).toEqual(
      facts.map(({ id }) => [id, "offline", null]),
    );
  });

  it("writes something of rows that have next to nothing", () => {
    const { note } = offlineNarrator();
    expect(note(noteFacts({ id: "row 9" }))).toMatch(/row 9/i);
    expect(note(noteFacts({ id: "a", status: "Critical Fail" }))).toMatch(/Critical Fail/);
    expect(
      note(
        noteFacts({
          id: "a",
          numbers: [{ field: "m", title: "mass", value: 2.5, unit: "kg" }],
          required: "m",
        }),
      ),
    ).toMatch(/2\.5 kg/);
    expect(
      note(
        noteFacts({
          id: "a",
          numbers: [{ field: "m", title: "pH", value: 7, decimals: 1 }],
          required: "m",
          status: "In Spec",
        }),
      ),
    ).toMatch(/pH.*7\.0|7\.0.*pH/);
  });

  it("writes causes of one's own as they are given", () => {
    const facts = { ...qcNoteFacts(thickRow), allowedCauses: ["worn slot die"] };
    expect(offlineNarrator().note(facts)).toMatch(/worn slot die/);
  });

  it("tells a voice it does not have which ones there are", () => {
    // @ts-expect-error -- no such voice
    expect(() => offlineNarrator({ voices: ["pirate"] })).toThrow(
      /voices\[0\].*terse, sentence, handover, quality/,
    );
    expect(() => offlineNarrator({ voices: [] })).toThrow(/at least one/);
  });

  it("stops when told to", async () => {
    const stop = new Error("stop");
    await expect(
      offlineNarrator().write([qcNoteFacts(thickRow)], { signal: AbortSignal.abort(stop) }),
    ).rejects.toBe(stop);
  });
});
