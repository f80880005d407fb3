import { createHash } from "node:crypto";
import { isGigamineError } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { QcRow } from "../../src/battery-plant/qc-row.js";
import type { Narrator, NoteFacts, NoteSource } from "../../src/notes/contract.js";
import { noteFacts } from "../../src/notes/facts.js";
import { narrate } from "../../src/notes/narrate.js";
import { offlineNarrator } from "../../src/notes/offline/offline-narrator.js";
import { qcNoteFacts } from "../../src/notes/qc-facts.js";
import { numbersHash } from "../../src/notes/table-hash.js";
import { anyRow } from "./any-row.js";
import { lightRow, nominalRow, resistantRow, thickRow } from "./rows.js";

const rows: readonly QcRow[] = [nominalRow, thickRow, { ...resistantRow, case_id: "BATCH-003" }, lightRow];

/** A narrator that answers with `text` and keeps what it was asked. */
function saying(text: (facts: NoteFacts) => string, source: NoteSource = "llm") {
  const asked: NoteFacts[] = [];
  const narrator: Narrator = {
    name: "test",
    write: async (facts) => {
      asked.push(...facts);
      return facts.map((row) => ({ id: row.id, text: text(row), source, reason: null }));
    },
  };
  return { narrator, asked };
}

const truthful = ({ numbers: [value], status }: NoteFacts) =>
  `It reads ${value!.value} ${value!.unit?.replace("um", "µm")}, ${status}.`;

/** JSON in which the keys of every object are in their order. */
const sorted = (value: object) =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );

describe("narrate", () => {
  it("writes offline notes when nobody else is named", async () => {
    const { rows: narrated, notes, counts } = await narrate(rows);
    expect(counts).toEqual({ offline: 4, llm: 0, cache: 0, fallback: 0 });
    expect(narrated.map((row) => row.operator_log)).toEqual(notes.map((note) => note.text));
    expect(narrated.map((row) => row.noteSource)).toEqual(["offline", "offline", "offline", "offline"]);
  });

  it("never touches a number: the rows without their notes are the same, whoever writes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 20 }), fc.string(), async (table, text) => {
        const offline = await narrate(table);
        const other = await narrate(table, { narrator: saying(() => text).narrator });
        expect(other.numbersHash).toBe(offline.numbersHash);
        expect(other.rows).toHaveLength(table.length);
        for (const [i, row] of other.rows.entries()) {
          const { noteSource: _, ...rest } = row;
          expect({ ...rest, operator_log: "" }).toEqual(table[i]);
        }
      }),
      { seed: 6, numRuns: 25 },
    );
  });

  it("asks only for rows that are not In Spec, unless told otherwise", async () => {
    const some = saying(truthful);
    const first = await narrate(rows, { narrator: some.narrator });
    expect(some.asked.map(({ id }) => id)).toEqual(["QC-000017", "QC-000102", "QC-000048"]);
    expect(first.counts).toEqual({ offline: 1, llm: 3, cache: 0, fallback: 0 });
    const all = saying(truthful, "cache");
    const second = await narrate(rows, { narrator: all.narrator, skipNominal: false });
    expect(all.asked).toHaveLength(4);
    expect(second.counts).toEqual({ offline: 0, llm: 0, cache: 4, fallback: 0 });
  });

  it("replaces a note that is not true by offline text and says why", async () => {
    const { narrator } = saying(({ id }) =>
      id === thickRow.row_id ? "Thickness 199 µm, In Spec." : "It reads 2.31 mΩ, Critical Fail.",
    );
    const { notes, rows: narrated, counts } = await narrate([thickRow, resistantRow], { narrator });
    expect(counts).toEqual({ offline: 0, llm: 1, cache: 0, fallback: 1 });
    expect(notes[0]).toEqual({
      id: "QC-000017",
      text: offlineNarrator().note(qcNoteFacts(thickRow)),
      source: "fallback",
      reason: expect.stringMatching(/^the text was refused: "199 um" stands with "Thickness"/),
    });
    expect(narrated[1]).toMatchObject({
      operator_log: "It reads 2.31 mΩ, Critical Fail.",
      noteSource: "llm",
    });
  });

  it("tells the facts the offline note of the step before of the same case, whoever writes", async () => {
    const { narrator, asked } = saying(truthful);
    await narrate(rows, { narrator });
    const { notes } = await narrate(rows);
    expect(asked.map(({ previousNote }) => previousNote)).toEqual([null, notes[0]!.text, null]);
  });

  it("the same rows give the same hashes; other texts change the one, other numbers the other", async () => {
    const one = await narrate(rows);
    const again = await narrate(rows.map((row) => ({ ...row, operator_log: "old" })));
    expect([again.textHash, again.numbersHash]).toEqual([one.textHash, one.numbersHash]);
    const otherTexts = await narrate(rows, { narrator: offlineNarrator({ seed: 1 }) });
    expect(otherTexts.textHash).not.toBe(one.textHash);
    expect(otherTexts.numbersHash).toBe(one.numbersHash);
    const otherNumbers = await narrate([...rows.slice(0, 3), { ...lightRow, ambient_temp_c: 22.1 }]);
    expect(otherNumbers.numbersHash).not.toBe(one.numbersHash);
  });

  it("keeps the texts of a table across platforms and releases", async () => {
    // A change detector, not a statement that the texts are right: a new value needs a line in the change log.
    const table = Array.from({ length: 200 }, (_, i) => ({
      ...rows[i % rows.length]!,
      row_id: `QC-${i}`,
      operator: `Operator ${i % 7}`,
    }));
    expect((await narrate(table)).textHash).toBe(
      "034d484adcb373288594ebdcd21a594356301830399281174b18b9cd1fca4ec9",
    );
  });

  it("the hash of numbers does not depend on the order of columns", async () => {
    const turned = Object.fromEntries(Object.entries(thickRow).reverse()) as unknown as QcRow;
    expect((await narrate([turned])).numbersHash).toBe((await narrate([thickRow])).numbersHash);
  });

  it("the hash of numbers is that of the canonical JSON, whatever the columns", () => {
    // JavaScript keeps numerals among keys in an order of their own
    const key = fc.string().map((rest) => `k${rest}`);
    fc.assert(
      fc.property(fc.array(fc.object({ key, maxDepth: 2 }), { maxLength: 12 }), (table) => {
        const lines = table.map((row) => {
          const { operator_log: _, noteSource: __, ...numbers } = row as Record<string, unknown>;
          return `${sorted(numbers)}\n`;
        });
        expect(numbersHash(table)).toBe(createHash("sha256").update(lines.join("")).digest("hex"));
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("takes any table with facts of its own", async () => {
    const scale = [
      { tray: "T1", kg: 2.5, note: "kept" },
      { tray: "T2", kg: 2.75, note: "kept" },
    ];
    const { rows: narrated } = await narrate(scale, {
      facts: (row) =>
        noteFacts({
          id: row.tray,
          numbers: [{ field: "kg", title: "mass", value: row.kg, unit: "kg" }],
          required: "kg",
        }),
    });
    expect(narrated[0]!.tray).toBe("T1");
    expect(narrated[0]!.operator_log).toMatch(/2\.5 kg/);
    expect(narrated[1]!.note).toBe("kept");
    // @ts-expect-error -- a table of another kind needs `facts`
    const misuse = () => narrate(scale, {});
    await expect(misuse()).rejects.toThrow(/qc_data/);
  });

  it("no rows give no notes", async () => {
    expect(await narrate([])).toMatchObject({ rows: [], notes: [], counts: { offline: 0 } });
  });
});

describe("narrate when something is wrong", () => {
  it("says which narrator failed and why", async () => {
    const narrator: Narrator = {
      name: "parrot",
      write: async () => Promise.reject(new Error("It flew away.")),
    };
    const failing = narrate(rows, { narrator });
    await expect(failing).rejects.toThrow(/the narrator "parrot" failed: It flew away\./);
    await failing.catch((error: unknown) =>
      expect(isGigamineError(error, "notes/narrator-failed")).toBe(true),
    );
  });

  it.each([
    ["too few", (ids: string[]) => ids.slice(1)],
    ["too many", (ids: string[]) => [...ids, "x"]],
    ["in another order", (ids: string[]) => [...ids].reverse()],
  ])("refuses notes that are %s", async (_, change) => {
    const narrator: Narrator = {
      name: "loose",
      write: async (facts) =>
        change(facts.map(({ id }) => id)).map((id) => ({ id, text: "x", source: "llm", reason: null })),
    };
    await expect(narrate(rows, { narrator })).rejects.toMatchObject({ code: "notes/wrong-notes" });
  });

  it.each<[string, unknown]>([
    ["nothing", null],
    ["a note without text", [{ id: thickRow.row_id, text: null, source: "llm", reason: null }]],
    ["a source of its own", [{ id: thickRow.row_id, text: "x", source: "oracle", reason: null }]],
  ])("refuses %s for notes", async (_, given) => {
    const narrator: Narrator = { name: "loose", write: async () => given as never };
    await expect(narrate([thickRow], { narrator })).rejects.toMatchObject({ code: "notes/wrong-notes" });
  });

  it.each<[string, unknown, unknown, string]>([
    ["no list", "rows", {}, 'option rows is "rows". Give an array of rows.'],
    ["a row that is none", [thickRow, null], {}, "option rows[1] is null. Give rows as objects."],
    [
      "a misspelt option",
      [],
      { narator: offlineNarrator() },
      "option narator is a value of type object. There is",
    ],
    [
      "a narrator that can't write",
      [],
      { narrator: {} },
      "option narrator is a value of type object. Give what",
    ],
    ["facts that are no function", [], { facts: {} }, "Give a function (row, previousNote) => facts."],
  ])("says what is wrong with %s", async (_, table, options, message) => {
    await expect(narrate(table as never, options as never)).rejects.toThrow(message);
  });

  it("notices when facts change a row", async () => {
    const table = [{ ...thickRow }];
    const facts = (row: { ambient_temp_c: number } & QcRow) => {
      Object.assign(row, { ambient_temp_c: 22 });
      return qcNoteFacts(row);
    };
    await expect(narrate(table, { facts })).rejects.toMatchObject({ code: "notes/rows-changed" });
  });

  it("notices when a function for cases, or a narrator, changes a row", async () => {
    const row = { ...thickRow, qc_data: { ...thickRow.qc_data } };
    const caseOf = () => {
      Object.assign(row, { attempt: row.attempt + 1 });
      return null;
    };
    await expect(narrate([row], { caseOf })).rejects.toMatchObject({ code: "notes/rows-changed" });
    const { narrator } = saying((facts) => {
      Object.assign(row.qc_data, { value: 1 });
      return truthful(facts);
    });
    await expect(narrate([row], { narrator })).rejects.toMatchObject({ code: "notes/rows-changed" });
  });

  it("gives the reason of an abort, before and while a narrator works", async () => {
    const reason = new Error("enough");
    await expect(narrate(rows, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const narrator: Narrator = {
      name: "slow",
      write: async (_facts, { signal }) => {
        controller.abort(reason);
        throw signal?.reason;
      },
    };
    await expect(narrate(rows, { narrator, signal: controller.signal })).rejects.toBe(reason);
  });

  it("reports progress", async () => {
    const seen: string[] = [];
    await narrate(rows, { onProgress: ({ stage, done, total }) => seen.push(`${stage} ${done}/${total}`) });
    expect(seen).toEqual(["offline notes 0/4", "offline notes 4/4"]);
  });
});
