import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { timestampMs } from "../../src/parse-timestamp.js";
import { ByteTime, byteBoolean, byteNumber } from "../../src/xes/byte-values.js";

function bytesOf(text: string): {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly end: number;
} {
  const written = new TextEncoder().encode(text);
  const bytes = new Uint8Array(written.length + 8);
  bytes.set(written, 3); // values stand anywhere
  return { bytes, view: new DataView(bytes.buffer), end: 3 + written.length };
}

const two = (max: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, "0"));
const instant = fc
  .tuple(
    fc.integer({ min: 0, max: 9999 }).map((year) => String(year).padStart(4, "0")),
    fc.tuple(two(13), two(32), two(25), two(61), two(61)),
    fc.oneof(fc.constant(""), fc.stringMatching(/^\.\d{0,11}$/)),
    fc.oneof(
      fc.constantFrom("", "Z", "z", "+0100", "+01"),
      fc.tuple(fc.constantFrom("+", "-"), two(25), two(61)).map(([s, h, m]) => `${s}${h}:${m}`),
    ),
    fc.constantFrom("T", "T", "T", " "),
  )
  .map(
    ([year, [month, day, hour, minute, second], fraction, zone, t]) =>
      `${year}-${month}-${day}${t}${hour}:${minute}:${second}${fraction}${zone}`,
  );

describe("values read where they stand", () => {
  it("are the same instants as those of the text, or left to it", () => {
    const time = new ByteTime();
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(instant, instant, fc.string({ maxLength: 30 })), (text) => {
        const { bytes, view, end } = bytesOf(text);
        const ms = time.read(bytes, view, 3, end);
        if (Number.isNaN(ms)) return;
        read++;
        expect(ms).toBe(timestampMs(text));
      }),
      { seed: 21, numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(300);
    const { bytes, view, end } = bytesOf("2024-02-28T13:45:00.123456789-05:30");
    expect(time.read(bytes, view, 3, end)).toBe(Date.UTC(2024, 1, 28, 19, 15, 0, 123) + 0.456789);
  });

  it("are the same numbers as those of the text, or left to it", () => {
    let read = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.stringMatching(/^-?\d{1,16}$/),
          fc.stringMatching(/^-?\d{1,9}\.\d{0,9}$/),
          fc.constantFrom(
            "",
            "-",
            ".",
            "1.",
            ".5",
            "1e5",
            "+1",
            "--1",
            "1.2.3",
            "-0",
            "0.1",
            "123456789012345",
            "1234567.12345678",
          ),
        ),
        (text) => {
          const { bytes, end } = bytesOf(text);
          const number = byteNumber(bytes, 3, end);
          if (Number.isNaN(number)) return;
          read++;
          expect(number).toBe(Number(text));
        },
      ),
      { seed: 22, numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(1000);
  });

  it("are true, false, or left to the text", () => {
    const read = (text: string): number => {
      const { bytes, view, end } = bytesOf(text);
      return byteBoolean(bytes, view, 3, end);
    };
    expect([read("true"), read("false")]).toEqual([1, 0]);
    for (const text of ["", "True", "1", "truE", "falsy", "fals", "false "]) expect(read(text)).toBeNaN();
  });
});
