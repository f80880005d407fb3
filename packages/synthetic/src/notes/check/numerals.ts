import { type DecimalSign, decimalSignOf, numberPattern, type Reading, readingsOf } from "./number-forms.js";
import { scanNumberWords, scanOrdinal } from "./number-words.js";
import { scanUnit, type Unit } from "./units.js";

/** A number found in a note. */
export interface Numeral {
  readonly start: number;
  /** After the unit, when there is one. */
  readonly end: number;
  /** As written, with the unit. */
  readonly written: string;
  readonly readings: readonly Reading[];
  readonly sign: "" | "+" | "-" | "±";
  readonly unit: Unit | null;
  /** "2nd", "second". */
  readonly ordinal: boolean;
}

/** Something with digits that is no number: a time, a date, a name such as "C2", an unknown unit, an amount without a number. */
export interface Stray {
  readonly start: number;
  readonly end: number;
  readonly written: string;
  readonly problem: "name" | "time" | "form" | "vague";
}

/** The numbers of a normalised note and what only looks like one, in order. */
export interface Numerals {
  readonly numbers: readonly Numeral[];
  readonly strays: readonly Stray[];
}

const timePattern =
  /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\d{1,2}:\d\d(?::\d\d)?|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)(?![\d.,])/y;
const namePattern = /[A-Za-z][A-Za-z_]*[-_#]?\d[\w-]*/y;
const romanPattern = /[IVX]{2,}\b/y;
/** The first kind counts with a unit only: "a few µm". */
const vaguePattern =
  /(?:(a few|several|a couple of|some)|half|double|twice|triple|thrice|a quarter(?: of an?)?)\b(?!-?\s?check)/iy;
const signPattern = /(?:(?:\+\/-|\+-|±|minus|plus) ?|[+\-–])(?=[\d.,])/iy;
const fractionPattern = /(\d{1,2} )?(\d{1,2})\/(\d{1,2})(?![\d./])/y;

/** Finds a unit at a place of a text. */
export type UnitFinder = (
  text: string,
  start: number,
) => { readonly unit: Unit; readonly end: number } | null;

/**
 * Reads a normalised text from left to right.
 *
 * @param ownUnit Finds units that the general scanner does not know: those of the facts.
 */
export function scanNumerals(text: string, ownUnit: UnitFinder): Numerals {
  return new NumeralScanner(text, ownUnit).scan();
}

class NumeralScanner {
  readonly #text: string;
  readonly #ownUnit: UnitFinder;
  readonly #decimalSign: DecimalSign;
  readonly #numbers: Numeral[] = [];
  readonly #strays: Stray[] = [];

  constructor(text: string, ownUnit: UnitFinder) {
    this.#text = text;
    this.#ownUnit = ownUnit;
    this.#decimalSign = decimalSignOf(text);
  }

  scan(): Numerals {
    let at = 0;
    while (at < this.#text.length) at = this.#next(at);
    return { numbers: this.#numbers, strays: this.#strays };
  }

  /** Reads what begins at `at`; where to read on. */
  #next(at: number): number {
    const text = this.#text;
    const inWord = /\w/.test(text.charAt(at - 1));
    const time = inWord ? null : matchAt(timePattern, text, at);
    if (time !== null) return this.#stray(at, at + time[0].length, "time");
    const name = inWord ? null : matchAt(namePattern, text, at);
    if (name !== null) return this.#stray(at, at + name[0].length, "name");
    const roman = inWord ? null : matchAt(romanPattern, text, at);
    if (roman !== null) return this.#stray(at, at + roman[0].length, "form");
    const words = inWord ? null : (this.#ordinal(at) ?? this.#words(at) ?? this.#vague(at));
    const found = words ?? this.#digits(at);
    if (found !== null) return found;
    if (/[^\d\P{Nd}]/u.test(text.charAt(at))) return this.#stray(at, at + 1, "form");
    // Nothing begins inside a word.
    return at + (/^[A-Za-z]+/.exec(text.slice(at))?.[0].length ?? 1);
  }

  #digits(at: number): number | null {
    const text = this.#text;
    const before = text.charAt(at - 1);
    let sign = matchAt(signPattern, text, at)?.[0] ?? "";
    if (signOf(sign) !== "±" && /[\w%°)]/.test(before)) sign = "";
    const start = at + sign.length;
    const fraction = matchAt(fractionPattern, text, start);
    if (fraction !== null) {
      const value = Number(fraction[1] ?? 0) + Number(fraction[2]) / Number(fraction[3]);
      return this.#number(at, start + fraction[0].length, [{ value, decimals: 3 }], signOf(sign));
    }
    const digits = matchAt(numberPattern, text, start)?.[0];
    if (digits === undefined || (/^[.,]/.test(digits) && sign === "" && /\w/.test(before))) return null;
    return this.#number(at, start + digits.length, readingsOf(digits, this.#decimalSign), signOf(sign));
  }

  #words(at: number): number | null {
    const words = scanNumberWords(this.#text, at);
    if (words === null) return null;
    // "one" is mostly a pronoun: it counts with a unit only.
    if (/^one$/i.test(this.#text.slice(at, words.end)) && this.#unit(words.end) === null) return words.end;
    return this.#number(at, words.end, [words.reading], "");
  }

  #ordinal(at: number): number | null {
    const ordinal = scanOrdinal(this.#text, at);
    if (ordinal === null) return null;
    const { end, reading } = ordinal;
    const written = this.#text.slice(at, end);
    this.#numbers.push({ start: at, end, written, readings: [reading], sign: "", unit: null, ordinal: true });
    return end;
  }

  #vague(at: number): number | null {
    const vague = matchAt(vaguePattern, this.#text, at);
    if (vague === null) return null;
    const end = at + vague[0].length;
    return vague[1] !== undefined && this.#unit(end) === null ? end : this.#stray(at, end, "vague");
  }

  #number(start: number, bare: number, readings: readonly Reading[], sign: Numeral["sign"]): number {
    const text = this.#text;
    const unit = this.#unit(bare);
    if (unit === null && /^(?!x\b)(?:[A-Za-z_]|[.,]\d)/.test(text.slice(bare, bare + 2))) {
      return this.#stray(start, bare + /^[\w.,]*\w/.exec(text.slice(bare))![0].length, "form");
    }
    const end = unit?.end ?? bare;
    const written = text.slice(start, end);
    this.#numbers.push({ start, end, written, readings, sign, unit: unit?.unit ?? null, ordinal: false });
    return end;
  }

  /** The unit after a number, with a blank or a hyphen between them. */
  #unit(end: number): ReturnType<UnitFinder> {
    const start = end + (/^[ -](?=[A-Za-z%°])/.test(this.#text.slice(end, end + 2)) ? 1 : 0);
    return this.#ownUnit(this.#text, start) ?? scanUnit(this.#text, start);
  }

  #stray(start: number, end: number, problem: Stray["problem"]): number {
    this.#strays.push({ start, end, written: this.#text.slice(start, end), problem });
    return end;
  }
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}

function signOf(written: string): Numeral["sign"] {
  if (written === "") return "";
  if (/±|\+\/-|\+-/.test(written)) return "±";
  return /\+|plus/i.test(written) ? "+" : "-";
}
