const superscriptDigits = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * One spelling for what looks the same: superscripts become `^2`, other forms of digits and letters their plain ones (NFKC),
 * µ becomes `u` and Ω `Ohm` as in UCUM codes, all blanks one space, all minus signs `-`.
 */
export function normaliseNote(text: string): string {
  if (/^[!-~]+(?: [!-~]+)*$/.test(text)) return text;
  return text
    .replace(/([⁻])?([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, minus: string | undefined, digits: string) => {
      const plain = [...digits].map((digit) => superscriptDigits.indexOf(digit)).join("");
      return `^${minus === undefined ? "" : "-"}${plain}`;
    })
    .replace(/[½¼¾⅓⅔⅛]/g, " $&")
    .normalize("NFKC")
    .replace(/[μµ]/g, "u")
    .replace(/Ω/g, "Ohm")
    .replace(/[\u2212\u2010\u2011]/g, "-")
    .replace(/⁄/g, "/")
    .replace(/[’ʼ]/g, "'")
    .replace(/[^\S\n]+/g, " ")
    .trim();
}

/** Fills the characters from `start` to `end` with a letter that no pattern of the checker knows, so that they are not read again. */
export function masked(text: string, start: number, end: number): string {
  return text.slice(0, start) + "\uE000".repeat(end - start) + text.slice(end);
}

/** A text as a pattern, with blanks, hyphens and underscores interchangeable. */
export function loosePattern(name: string): string {
  return normaliseNote(name)
    .split(/[\s_-]+/)
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
    .join("[\\s_-]*");
}
