import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { columnValue, readCsv } from "../../src/index.js";
import { PLAIN_NUMBER, PlainNumber, plainText } from "../../src/table/plain-number.js";
import { isBlank, skipSpaces } from "../../src/table/text.js";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 0, maxLength: 22 });
const numberText = fc.oneof(
  fc
    .tuple(fc.constantFrom("", "-", "+"), digits, fc.constantFrom("", "."), digits)
    .map((parts) => parts.join("")),
  fc.double({ noNaN: true }).map(String),
  fc.integer().map(String),
  fc.constantFrom(
    "",
    "-",
    ".",
    "-0",
    "-0.00",
    "1e5",
    "Infinity",
    "007",
    " 1",
    "0.1.2",
    "999999999999999",
    "1000000000000000",
  ),
);

describe("PlainNumber", () => {
  it("reads what the pattern of plain numbers allows, exactly as Number does, and nothing else", () => {
    const plain = new PlainNumber();
    fc.assert(
      fc.property(numberText, (text) => {
        const bytes = encode(`x${text}5`);
        const value = plain.read(bytes, 1, bytes.length - 1);
        expect(Object.is(value, PLAIN_NUMBER.test(text) ? Number(text) : Number.NaN)).toBe(true);
        if (!Number.isNaN(value) && plain.decimals >= 0) expect(plainText(value, plain.decimals)).toBe(text);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });
});

describe("a column of unknown kind", () => {
  it("keeps every text as it stands, whenever the first text comes that is no number", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(numberText, { minLength: 1, maxLength: 30 }),
        fc.nat(30),
        async (cells, at) => {
          const all = cells.toSpliced(at, 0, "n/a");
          const log = await readCsv(
            `case,activity,timestamp,x,case:y\n${all.map((cell, i) => `1,a,,${cell},${all[i]}\n`).join("")}`,
          );
          const column = log.eventAttributes["x"]!;
          expect(all.map((_, row) => columnValue(column, row) ?? "")).toEqual(all);
          const first = all.find((cell) => cell !== "")!;
          const kept = columnValue(log.caseAttributes["y"]!, 0);
          expect(kept).toBe(PLAIN_NUMBER.test(first) ? Number(first) : first); // the only value of its column
          const varies = all.filter((cell) => cell !== "" && cell !== first);
          expect(log.report.issueCounts["csv/case-attribute-varies"] ?? 0).toBe(varies.length);
        },
      ),
      { seed: 2, numRuns: 150 },
    );
  });

  it("tells 1.0 and 1 apart in a case attribute, in any order of the cases", async () => {
    const log = await readCsv(
      "case,activity,timestamp,case:y\n1,a,,\n2,a,,1\n1,a,,1.0\n2,a,,1\n1,a,,1\n3,a,,x",
    );
    expect([0, 1, 2].map((row) => columnValue(log.caseAttributes["y"]!, row))).toEqual(["1.0", "1", "x"]);
    expect(log.report.issueCounts["csv/case-attribute-varies"]).toBe(1);
  });
});

describe("white space in bytes", () => {
  it("is what trim takes away", () => {
    const spaces = [..."\t\n\v\f\r \u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"];
    const unit = fc.constantFrom(...spaces, "a", "é", "\u200b", "\u180e", "😀", "\u2010");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 8 }), (text) => {
        const bytes = encode(text);
        expect(isBlank(bytes, 0, bytes.length)).toBe(text.trim() === "");
        expect(skipSpaces(bytes, 0, bytes.length)).toBe(bytes.length - encode(text.trimStart()).length);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
