/** One way to read a written number. */
export interface Reading {
  readonly value: number;
  /** Decimals written; negative when an exponent moved the point: 1 for 12.5, 4 for 1.25e-2 and -1 for 1.2e2. */
  readonly decimals: number;
}

/** Which sign stands before decimals, when a note shows it beyond doubt. */
export type DecimalSign = "." | "," | null;

/** A number in digits: groups by blank, apostrophe, comma or point; decimals; exponent as `e3` or `x 10^3`. */
export const numberPattern =
  /(?:\d{1,3}(?:([ ,.'])\d{3})(?:\1\d{3})*(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+|\s?[x*×·]\s?10\^[+-]?\d+)?/y;

/** The decimal sign that the numbers of a note show: the one before other than three digits, or the last of two kinds. */
export function decimalSignOf(text: string): DecimalSign {
  const found = new Set<string>();
  for (const [number] of text.matchAll(/\d[\d.,']*\d/g)) {
    const both = /[.,]\d+([.,])\d+$/.exec(number);
    if (both !== null) {
      if (!number.startsWith(`${number.slice(0, both.index)}${both[1]}`)) found.add(both[1]!);
      continue;
    }
    const single = /^(\d+)([.,])(\d+)$/.exec(number);
    if (single !== null && (single[3]!.length !== 3 || single[1]!.length > 3 || single[1] === "0"))
      found.add(single[2]!);
  }
  const [sign, other] = [...found];
  return other === undefined && (sign === "." || sign === ",") ? sign : null;
}

/** All ways to read `written`; two when a single sign before three digits may group them or begin the decimals. */
export function readingsOf(written: string, decimalSign: DecimalSign): readonly Reading[] {
  const [mantissa = "", exponentText = "0"] = written.split(/[eE]|\s?[x*×·]\s?10\^/);
  const exponent = Number(exponentText);
  return spellings(mantissa, decimalSign).map((plain) => {
    const point = plain.indexOf(".");
    const decimals = point === -1 ? 0 : plain.length - point - 1;
    return { value: Number(`${plain}e${exponent}`), decimals: decimals - exponent };
  });
}

function spellings(mantissa: string, decimalSign: DecimalSign): string[] {
  const signs = mantissa.replace(/\d/g, "");
  const last = signs.at(-1) ?? "";
  if (signs === "") return [mantissa];
  const grouped = mantissa.replace(/\D/g, "");
  if (last === " " || last === "'") return [grouped];
  const cut = mantissa.lastIndexOf(last);
  const decimal = `${mantissa.slice(0, cut).replace(/\D/g, "")}.${mantissa.slice(cut + 1)}`;
  if (signs.length > 1) return signs.split(last).length > 2 ? [grouped] : [decimal];
  const whole = mantissa.slice(0, cut);
  const mayGroup = mantissa.length - cut === 4 && whole.length <= 3 && /^[1-9]/.test(whole);
  if (!mayGroup || decimalSign === last) return [decimal];
  return decimalSign === null ? [decimal, grouped] : [grouped];
}
