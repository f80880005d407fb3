import { decimalSignOf, numberPattern, type Reading, readingsOf } from "./number-forms.js";
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
const vaguePattern =
  /(?:a few|several|a couple of|some|half an?|double|twice|triple|thrice|a quarter(?: of an?)?)\b(?!-?\s?check)/iy;
const signPattern = /(?:(?:\+\/-|\+-|±|minus|plus) ?|[+\-–])(?=[\d.,])/iy;
const fractionPattern = /(\d{1,2} )?(\d{1,2})\/(\d{1,2})(?![\d./])/y;

/**
 * Reads a text from left to right. `unitAt` finds units that the general scanner does not know: those of the facts.
 */
export function scanNumerals(
  text: string,
  unitAt: (text: string, start: number) => { unit: Unit; end: number } | null,
): Numerals {
  const decimalSign = decimalSignOf(text);
  const numbers: Numeral[] = [];
  const strays: Stray[] = [];
  const unitFrom = (end: number) => {
    const start = end + (/^[ -](?=[A-Za-z%°])/.test(text.slice(end, end + 2)) ? 1 : 0);
    return unitAt(text, start) ?? scanUnit(text, start);
  };
  const stray = (start: number, end: number, problem: Stray["problem"]) => {
    strays.push({ start, end, written: text.slice(start, end), problem });
    return end;
  };
  const number = (start: number, bare: number, readings: readonly Reading[], sign: Numeral["sign"]) => {
    const unit = unitFrom(bare);
    const end = unit?.end ?? bare;
    if (
      unit === null &&
      /^(?:[A-Za-z_]|[.,]\d)/.test(text.slice(bare, bare + 2)) &&
      !/^x\b/.test(text.slice(bare))
    ) {
      const rest = /^[\w.,]*\w/.exec(text.slice(bare))![0];
      return stray(start, bare + rest.length, "form");
    }
    numbers.push({
      start,
      end,
      written: text.slice(start, end),
      readings,
      sign,
      unit: unit?.unit ?? null,
      ordinal: false,
    });
    return end;
  };

  const scanDigits = (at: number): number | null => {
    let signed = matchAt(signPattern, text, at);
    if (signed !== null && signOf(signed[0]) !== "±" && /[\w%°)]/.test(text.charAt(at - 1))) signed = null;
    const start = at + (signed?.[0].length ?? 0);
    const fraction = matchAt(fractionPattern, text, start);
    if (fraction !== null) {
      const value = Number(fraction[1] ?? 0) + Number(fraction[2]) / Number(fraction[3]);
      return number(at, start + fraction[0].length, [{ value, decimals: 3 }], signOf(signed?.[0]));
    }
    const digits = matchAt(numberPattern, text, start);
    if (digits === null || (/^[.,]/.test(digits[0]) && /\w/.test(text.charAt(start - 1)))) return null;
    return number(at, start + digits[0].length, readingsOf(digits[0], decimalSign), signOf(signed?.[0]));
  };

  const scanWords = (at: number): number | null => {
    const ordinal = scanOrdinal(text, at);
    if (ordinal !== null) {
      const { end, reading } = ordinal;
      numbers.push({
        start: at,
        end,
        written: text.slice(at, end),
        readings: [reading],
        sign: "",
        unit: null,
        ordinal: true,
      });
      return end;
    }
    const words = scanNumberWords(text, at);
    if (words !== null) {
      // "one" is mostly a pronoun: it counts with a unit only.
      if (/^one$/i.test(text.slice(at, words.end)) && unitFrom(words.end) === null) return words.end;
      return number(at, words.end, [words.reading], "");
    }
    const vague = matchAt(vaguePattern, text, at);
    if (vague === null) return null;
    const end = at + vague[0].length;
    const needsUnit = /^(?:a few|several|a couple|some)/i.test(vague[0]);
    return needsUnit && unitFrom(end) === null ? end : stray(at, end, "vague");
  };

  let at = 0;
  while (at < text.length) {
    const time = matchAt(timePattern, text, at);
    const name = time === null && !/\w/.test(text.charAt(at - 1)) ? matchAt(namePattern, text, at) : null;
    if (time !== null) at = stray(at, at + time[0].length, "time");
    else if (name !== null) at = stray(at, at + name[0].length, "name");
    else if (/\p{Nd}/u.test(text.charAt(at)) && !/\d/.test(text.charAt(at))) at = stray(at, at + 1, "form");
    else
      at = scanDigits(at) ?? (/\w/.test(text.charAt(at - 1)) ? null : scanWords(at)) ?? nextStart(text, at);
  }
  return { numbers, strays };
}

/** Inside a word nothing begins but digits. */
function nextStart(text: string, at: number): number {
  if (!/[A-Za-z]/.test(text.charAt(at))) return at + 1;
  return at + /^[A-Za-z]+/.exec(text.slice(at))![0].length;
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}

function signOf(written: string | undefined): Numeral["sign"] {
  if (written === undefined) return "";
  if (/±|\+\/-|\+-/.test(written)) return "±";
  return /\+|plus/i.test(written) ? "+" : "-";
}
