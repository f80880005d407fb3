import type { Reading } from "./number-forms.js";

const small = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
];
const tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth"];

const values = new Map<string, number>([
  ...small.map((word, i) => [word, i] as const),
  ...tens.map((word, i) => [word, 20 + 10 * i] as const),
  ["dozen", 12],
]);

const unitWord = [...values.keys()].join("|");
const wordsPattern = new RegExp(
  `\\b(?:${unitWord}|hundred|thousand)(?:(?:[ -]| and )(?:${unitWord}|hundred|thousand|point|nought))*\\b`,
  "iy",
);

/** A number in English words that begins at `start`, such as "twenty-two point one". */
export function scanNumberWords(
  text: string,
  start: number,
): { readonly reading: Reading; readonly end: number } | null {
  wordsPattern.lastIndex = start;
  const match = wordsPattern.exec(text);
  if (match === null) return null;
  const [whole = "", fraction] = match[0].toLowerCase().split(/[ -]point[ -]?/);
  const decimals = fraction === undefined ? "" : fraction.split(/[ -]/).map(digitsOf).join("");
  return {
    reading: { value: Number(`${wholeNumber(whole)}.${decimals}`), decimals: decimals.length },
    end: wordsPattern.lastIndex,
  };
}

function digitsOf(word: string): string {
  return word === "nought" ? "0" : String(values.get(word) ?? "");
}

function wholeNumber(words: string): number {
  let total = 0;
  let part = 0;
  for (const word of words.split(/[ -]/)) {
    if (word === "hundred") part = Math.max(part, 1) * 100;
    else if (word === "thousand") {
      total += Math.max(part, 1) * 1000;
      part = 0;
    } else part += values.get(word) ?? 0;
  }
  return total + part;
}

const ordinalPattern = new RegExp(`\\b(?:(\\d+)(?:st|nd|rd|th)|(${ordinals.join("|")}))\\b`, "iy");

/** An ordinal that begins at `start`: "2nd", "second". */
export function scanOrdinal(
  text: string,
  start: number,
): { readonly reading: Reading; readonly end: number } | null {
  ordinalPattern.lastIndex = start;
  const match = ordinalPattern.exec(text);
  if (match === null) return null;
  const value = match[1] === undefined ? ordinals.indexOf(match[2]!.toLowerCase()) + 1 : Number(match[1]);
  return { reading: { value, decimals: 0 }, end: ordinalPattern.lastIndex };
}
