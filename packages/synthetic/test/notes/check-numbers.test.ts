import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { normaliseNote } from "../../src/notes/check/normalise.js";
import { decimalSignOf, readingsOf } from "../../src/notes/check/number-forms.js";
import { scanNumberWords, scanOrdinal } from "../../src/notes/check/number-words.js";
import { scanNumerals } from "../../src/notes/check/numerals.js";
import { scanUnit, unitOfCode } from "../../src/notes/check/units.js";

const values = (written: string, sign: "." | "," | null = null) =>
  readingsOf(written, sign).map(({ value }) => value);

describe("written numbers", () => {
  it.each([
    ["135.2", [135.2]],
    ["135,2", [135.2]],
    ["3,262", [3.262, 3262]],
    ["3.262", [3.262, 3262]],
    ["0.123", [0.123]],
    ["0,123", [0.123]],
    ["1234,567", [1234.567]],
    ["1,234.5", [1234.5]],
    ["1.234,5", [1234.5]],
    ["1.234.567", [1_234_567]],
    ["3 262", [3262]],
    ["3'262", [3262]],
    [".5", [0.5]],
    ["1.2e-3", [0.0012]],
    ["1.2 x 10^-3", [0.0012]],
  ])("%s can be read as %j", (written, expected) => {
    expect(values(written)).toEqual(expected);
  });

  it("has one reading where the rest of the note shows the decimal sign", () => {
    expect(decimalSignOf("27.1 and 3,262")).toBe(".");
    expect(values("3,262", ".")).toEqual([3262]);
    expect(values("3,262", ",")).toEqual([3.262]);
    expect(decimalSignOf("27.1 and 27,1")).toBeNull();
    expect(decimalSignOf("3,262.5")).toBe(".");
    expect(decimalSignOf("1,262 and 3,262")).toBeNull();
  });

  it("counts the decimals that are certain, with an exponent too", () => {
    expect(readingsOf("12.50", null)[0]!.decimals).toBe(2);
    expect(readingsOf("1.25e-2", null)[0]!.decimals).toBe(4);
    expect(readingsOf("1.2e2", null)[0]!.decimals).toBe(-1);
  });

  it("any number in the formats of English and German is read back", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999 }),
        fc.integer({ min: 0, max: 4 }),
        (whole, decimals) => {
          const value = whole / 10 ** decimals;
          for (const locale of ["en-GB", "de-DE", "de-CH", "fr-FR"]) {
            const written = normaliseNote(
              value.toLocaleString(locale, {
                minimumFractionDigits: decimals,
                maximumFractionDigits: decimals,
              }),
            );
            const { numbers, strays } = scanNumerals(written, () => null);
            expect(strays).toEqual([]);
            expect(numbers).toHaveLength(1);
            expect(numbers[0]!.readings.map((reading) => reading.value)).toContain(value);
          }
        },
      ),
      { seed: 5, numRuns: 200 },
    );
  });

  it.each([
    ["twelve", 12],
    ["twenty-two point one", 22.1],
    ["one hundred thirty-five point two", 135.2],
    ["three thousand two hundred and sixty-two", 3262],
    ["a dozen", null],
    ["dozen", 12],
    ["zero", 0],
  ])("%s in words is %j", (written, expected) => {
    expect(scanNumberWords(written, 0)?.reading.value ?? null).toBe(expected);
  });

  it("reads ordinals", () => {
    expect(scanOrdinal("2nd pass", 0)?.reading.value).toBe(2);
    expect(scanOrdinal("third pass", 0)?.reading.value).toBe(3);
    expect(scanOrdinal("pass 2", 0)).toBeNull();
  });

  it("keeps signs, ranges and tolerances apart", () => {
    const signs = (text: string) =>
      scanNumerals(normaliseNote(text), () => null).numbers.map(({ sign }) => sign);
    expect(signs("−40 °C")).toEqual(["-"]);
    expect(signs("–40 °C")).toEqual(["-"]);
    expect(signs("minus 40 °C")).toEqual(["-"]);
    expect(signs("120-150 µm")).toEqual(["", ""]);
    expect(signs("120 – 150 µm")).toEqual(["", ""]);
    expect(signs("100.5±1.0 µm")).toEqual(["", "±"]);
    expect(signs("+1.2 µm")).toEqual(["+"]);
  });

  it("tells numbers from names, times, dates and amounts without a number", () => {
    const strays = (text: string) =>
      scanNumerals(normaliseNote(text), () => null).strays.map(({ written, problem }) => [written, problem]);
    expect(strays("C2 at 14:05 on 2025-01-10, half of 3abc and XII")).toEqual([
      ["C2", "name"],
      ["14:05", "time"],
      ["2025-01-10", "time"],
      ["half", "vague"],
      ["3abc", "form"],
      ["XII", "form"],
    ]);
    expect(strays("a few more, some time")).toEqual([]);
    expect(strays("a few µm")).toEqual([["a few", "vague"]]);
  });
});

describe("units", () => {
  const unit = (text: string) => {
    const normal = normaliseNote(text);
    const found = scanUnit(normal, 0);
    return found === null || found.end < normal.length ? null : found.unit;
  };

  it.each([
    [["µm", "μm", "um", "micron", "microns", "micrometres", "micrometers"], "um"],
    [["mm", "millimetre", "millimeters"], "mm"],
    [["mΩ", "mOhm", "mohm", "milliohm", "milliohms", "milli-ohm"], "mOhm"],
    [["Pa·s", "Pa.s", "Pa s", "Pa*s", "Pas", "pascal-seconds"], "Pa.s"],
    [["mPa·s", "mPas", "cP", "cps", "centipoise"], "mPa.s"],
    [["kg/m²", "kg/m2", "kg/m^2", "kg·m⁻²", "kilograms per square metre"], "kg/m2"],
    [["g/cm³", "g/cc"], "g/cm3"],
    [["°C", "℃", "C", "degC", "deg C", "degrees C", "degrees Celsius", "Celsius"], "Cel"],
    [["°F", "deg F", "Fahrenheit"], "[degF]"],
    [["%", "percent", "per cent", "pct"], "%"],
    [["mV/d", "mV per day"], "mV/d"],
    [["Ah", "A h", "A·h"], "A.h"],
    [["ppm", "PPM"], "[ppm]"],
  ])("%j are %s", (spellings, code) => {
    const { dimension, factor, offset } = unitOfCode(code);
    for (const spelling of spellings) {
      const found = unit(spelling);
      expect({ spelling, dimension: found?.dimension, offset: found?.offset }).toEqual({
        spelling,
        dimension,
        offset,
      });
      expect(found!.factor / factor).toBeCloseTo(1, 12);
    }
  });

  it.each([
    ["1000 mPa.s", "Pa.s", 1e-3],
    ["mg/cm2", "kg/m2", 1e-2],
    ["g/cm3", "kg/m3", 1e3],
    ["mV/wk", "mV/d", 1 / 7],
    ["A.h", "A.s", 3600],
  ])("%s to %s", (from, to, factor) => {
    const [one, other] = [unitOfCode(from.replace("1000 ", "")), unitOfCode(to)];
    expect(one.dimension).toBe(other.dimension);
    expect(one.factor / other.factor).toBeCloseTo(factor, 12);
  });

  it("M is mega and m is milli", () => {
    expect(unit("MOhm")!.factor).toBe(1e6);
    expect(unit("mOhm")!.factor).toBe(1e-3);
  });

  it("words that begin like a unit are none", () => {
    for (const word of ["in", "spec", "mils", "metal", "cells", "passes", "day-old", "x"])
      expect(unit(word)).toBeNull();
  });

  it("a code that is not known is of a kind of its own", () => {
    expect(unitOfCode("{cells}/h")).toEqual({ dimension: "code {cells}/h", factor: 1, offset: 0 });
    expect(unitOfCode("1").dimension).toBe(unitOfCode("%").dimension);
  });
});
