import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ByteDictionary, isUtf8 } from "../../src/bytes/byte-dictionary.js";

const RUN = { seed: 11, numRuns: 200 };
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("ByteDictionary", () => {
  it("gives equal ranges one code, in first-seen order, wherever they stand", () => {
    const bytes = encode("mix,coat,mix,,mixx");
    const dictionary = new ByteDictionary();
    const codes = [
      [0, 3],
      [4, 8],
      [9, 12],
      [13, 13],
      [14, 18],
      [14, 17],
    ].map(([start, end]) => dictionary.intern(bytes, start!, end!));
    expect(codes).toEqual([0, 1, 0, 2, 3, 0]);
    expect(dictionary.texts()).toEqual(["mix", "coat", "", "mixx"]);
    expect(dictionary.text(1)).toBe("coat");
    expect(dictionary.size).toBe(4);
  });

  it("is a map from text to code, for any texts in any order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary", maxLength: 20 }), { maxLength: 400 }),
        fc.nat(7),
        (texts, shift) => {
          const dictionary = new ByteDictionary();
          const map = new Map<string, number>();
          const codes: number[] = [];
          const expected: number[] = [];
          for (const text of [...texts, ...texts]) {
            const own = encode(text);
            const bytes = new Uint8Array(own.length + shift + 3).fill(0x61);
            bytes.set(own, shift);
            if (!map.has(text)) map.set(text, map.size);
            expected.push(map.get(text)!, map.get(text)!);
            codes.push(dictionary.intern(bytes, shift, shift + own.length), dictionary.internText(text));
          }
          expect(codes).toEqual(expected);
          expect(dictionary.texts()).toEqual([...map.keys()]);
        },
      ),
      RUN,
    );
  });

  it("tells apart values that differ in zero bytes at the end", () => {
    const dictionary = new ByteDictionary();
    const bytes = new Uint8Array(8);
    expect([0, 1, 2, 3, 4, 5].map((length) => dictionary.intern(bytes, 0, length))).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
  });

  it("keeps many values", () => {
    const dictionary = new ByteDictionary();
    const codes = Array.from({ length: 100_000 }, (_, i) => dictionary.internText(`case-${i % 50_000}`));
    expect(codes.every((code, i) => code === i % 50_000)).toBe(true);
    expect(dictionary.texts()[49_999]).toBe("case-49999");
  });

  it.each([
    ["a byte of Latin-1", [0x61, 0xfc, 0x62]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["an encoded surrogate", [0xed, 0xa0, 0x80]],
    ["a cut character", [0xf0, 0x9f, 0x98]],
    ["a code point beyond Unicode", [0xf4, 0x90, 0x80, 0x80]],
  ])("refuses %s", (_, bytes) => {
    const dictionary = new ByteDictionary();
    expect(dictionary.intern(Uint8Array.from(bytes), 0, bytes.length)).toBe(-1);
    expect(dictionary.size).toBe(0);
    expect(isUtf8(Uint8Array.from(bytes))).toBe(false);
  });

  it("keeps a byte order mark inside a value", () => {
    const dictionary = new ByteDictionary();
    expect(dictionary.text(dictionary.internText("\ufeffa"))).toBe("\ufeffa");
  });
});
