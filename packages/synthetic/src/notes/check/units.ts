import { normaliseNote } from "./normalise.js";

/** A unit in SI base units: `value · factor + offset`. */
export interface Unit {
  /** Exponents of m, kg, s, A and K as text, such as `1,0,0,0,0`; or the code itself when it isn't known. */
  readonly dimension: string;
  readonly factor: number;
  /** Only temperatures have one. */
  readonly offset: number;
}

type Exponents = readonly [m: number, kg: number, s: number, A: number, K: number];

const atom = (factor: number, exponents: Exponents, offset = 0) => ({ factor, exponents, offset });

const length: Exponents = [1, 0, 0, 0, 0];
const time: Exponents = [0, 0, 1, 0, 0];
const charge: Exponents = [0, 0, 1, 1, 0];
const energy: Exponents = [2, 1, -2, 0, 0];
const temperature: Exponents = [0, 0, 0, 0, 1];
const pure: Exponents = [0, 0, 0, 0, 0];

/** Atoms that take prefixes. */
const metric = {
  m: atom(1, length),
  g: atom(1e-3, [0, 1, 0, 0, 0]),
  s: atom(1, time),
  A: atom(1, [0, 0, 0, 1, 0]),
  V: atom(1, [2, 1, -3, -1, 0]),
  Ohm: atom(1, [2, 1, -3, -2, 0]),
  Pa: atom(1, [-1, 1, -2, 0, 0]),
  N: atom(1, [1, 1, -2, 0, 0]),
  J: atom(1, energy),
  W: atom(1, [2, 1, -3, 0, 0]),
  Ah: atom(3600, charge),
  Wh: atom(3600, energy),
  L: atom(1e-3, [3, 0, 0, 0, 0]),
  l: atom(1e-3, [3, 0, 0, 0, 0]),
  P: atom(0.1, [-1, 1, -1, 0, 0]),
  bar: atom(1e5, [-1, 1, -2, 0, 0]),
  Hz: atom(1, [0, 0, -1, 0, 0]),
} as const;

const plain = {
  "%": atom(1e-2, pure),
  ppm: atom(1e-6, pure),
  min: atom(60, time),
  h: atom(3600, time),
  d: atom(86_400, time),
  wk: atom(604_800, time),
  K: atom(1, temperature),
  Cel: atom(1, temperature, 273.15),
  degF: atom(5 / 9, temperature, 459.67 * (5 / 9)),
} as const;

const prefixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  c: 1e-2,
  d: 0.1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
};

/** Words and careless spellings of atoms, in lower case; other spellings must have the case of the code. */
const spellings: Readonly<Record<string, string>> = {
  "°c": "Cel",
  degc: "Cel",
  celsius: "Cel",
  centigrade: "Cel",
  c: "Cel",
  "°": "Cel",
  deg: "Cel",
  degree: "Cel",
  degrees: "Cel",
  "°f": "degF",
  f: "degF",
  fahrenheit: "degF",
  "°k": "K",
  kelvin: "K",
  kelvins: "K",
  micron: "um",
  microns: "um",
  mic: "um",
  percent: "%",
  pct: "%",
  um: "um",
  mm: "mm",
  kg: "kg",
  ohm: "Ohm",
  ohms: "Ohm",
  mohm: "mOhm",
  mohms: "mOhm",
  uohm: "uOhm",
  pas: "Pa.s",
  mpas: "mPa.s",
  cps: "cP",
  cp: "cP",
  poise: "P",
  centipoise: "cP",
  hr: "h",
  hrs: "h",
  hour: "h",
  hours: "h",
  mins: "min",
  minute: "min",
  minutes: "min",
  sec: "s",
  secs: "s",
  day: "d",
  days: "d",
  week: "wk",
  weeks: "wk",
  cc: "cm3",
  ah: "Ah",
  mah: "mAh",
  gsm: "g/m2",
  ppm: "ppm",
};

const stems: Readonly<Record<string, string>> = {
  meter: "m",
  metre: "m",
  gram: "g",
  gramme: "g",
  second: "s",
  ampere: "A",
  amp: "A",
  volt: "V",
  ohm: "Ohm",
  pascal: "Pa",
  newton: "N",
  joule: "J",
  watt: "W",
  liter: "L",
  litre: "L",
};
const prefixWords: Readonly<Record<string, string>> = {
  nano: "n",
  micro: "u",
  milli: "m",
  centi: "c",
  deci: "d",
  kilo: "k",
  mega: "M",
};
const longName = /^(nano|micro|milli|centi|deci|kilo|mega)?-?(\w+?)s?$/;

type Factor = { readonly factor: number; readonly exponents: Exponents; readonly offset: number };

const pureUnit = { unit: { dimension: pure.join(","), factor: 1, offset: 0 }, end: 1 };
const known = new Map<string, Unit>();

/** The unit of a UCUM code; a code that is not known is a dimension of its own. */
export function unitOfCode(code: string): Unit {
  const found = known.get(code);
  if (found !== undefined) return found;
  const normal = normaliseNote(code).replace(/\[(\w+)\]/g, "$1");
  const scanned = normal === "1" ? pureUnit : scanUnit(normal, 0);
  const unit =
    scanned !== null && scanned.end === normal.length
      ? scanned.unit
      : { dimension: `code ${code}`, factor: 1, offset: 0 };
  known.set(code, unit);
  return unit;
}

/** The unit that begins at `start` of a normalised text, as long as possible; `null` when there is none. */
export function scanUnit(text: string, start: number): { readonly unit: Unit; readonly end: number } | null {
  const first = scanFactor(text, start, 1);
  if (first === null) return null;
  let { end } = first;
  let total: Factor = first.factor;
  for (;;) {
    const next = scanNext(text, end, total);
    if (next === null) break;
    total = product(total, next.factor);
    end = next.end;
  }
  if (/[A-Za-z0-9]/.test(text.charAt(end))) return null;
  return { unit: { dimension: total.exponents.join(","), factor: total.factor, offset: total.offset }, end };
}

const separator =
  / ?(?:\/|per (?:(square|cubic) )?|[·⋅*×]|\.(?=[A-Za-z])|-(?=[A-Za-z])| (?=s\b|h\b|seconds?\b|hours?\b))/y;

function scanNext(text: string, end: number, before: Factor): { factor: Factor; end: number } | null {
  separator.lastIndex = end;
  const match = separator.exec(text);
  if (match === null) return null;
  const sign = /[/p]/.test(match[0]) ? -1 : 1;
  // "Pa s" and "A h" are products; "5 V s…" and "2 m h…" are not.
  if (match[0] === " " && !["-1,1,-2,0,0", "0,0,0,1,0"].includes(before.exponents.join(","))) return null;
  const power = match[1] === "square" ? 2 : match[1] === "cubic" ? 3 : 1;
  return scanFactor(text, separator.lastIndex, sign * power);
}

const factorWord =
  /(?:(?:deg(?:rees?|\.)? ?|° ?)(?:celsius|fahrenheit|[CFK]\b)|per ?cent\b|(?:milli|micro)-ohms?\b|[A-Za-z]+|[%°])|1(?=\/)/iy;
const exponentText = /\^?(-?\d)(?!\d|[.,]\d)/y;

function scanFactor(text: string, start: number, power: number): { factor: Factor; end: number } | null {
  factorWord.lastIndex = start;
  const match = factorWord.exec(text);
  if (match === null) return null;
  let end = factorWord.lastIndex;
  const factor = factorNamed(match[0]);
  if (factor === null) return null;
  let exponent = power;
  exponentText.lastIndex = end;
  const digits = exponentText.exec(text);
  if (digits !== null && /^[A-Za-z]/.test(match[0])) {
    exponent *= Number(digits[1]);
    end = exponentText.lastIndex;
  }
  return { factor: raised(factor, exponent), end };
}

function factorNamed(name: string): Factor | null {
  const direct = atomNamed(name);
  if (direct !== null) return direct;
  const lower = name
    .toLowerCase()
    .replace(/^per ?cent$/, "%")
    .replace(/^deg(?:rees?|\.)? ?(?=[cfk])/, "°")
    .replace("° ", "°");
  const spelling = ownOf(spellings, lower) ?? ownOf(spellings, lower.replace("°", ""));
  if (spelling !== undefined) {
    const whole = scanUnit(spelling, 0);
    const { dimension, factor, offset } = whole!.unit;
    return atom(factor, dimension.split(",").map(Number) as unknown as Exponents, offset);
  }
  if (lower === "%") return plain["%"];
  const long = longName.exec(lower);
  const stem = long === null ? undefined : ownOf(stems, long[2]!);
  return stem === undefined ? null : atomNamed((ownOf(prefixWords, long![1] ?? "") ?? "") + stem);
}

/** Names come from text of others: one such as "constructor" must find nothing. */
function ownOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function atomNamed(name: string): Factor | null {
  if (Object.hasOwn(plain, name)) return plain[name as keyof typeof plain];
  if (Object.hasOwn(metric, name)) return metric[name as keyof typeof metric];
  const base = name.slice(1);
  const scale = ownOf(prefixes, name.charAt(0));
  if (scale === undefined || !Object.hasOwn(metric, base)) return null;
  const found = metric[base as keyof typeof metric];
  return atom(found.factor * scale, found.exponents);
}

function raised({ factor, exponents, offset }: Factor, power: number): Factor {
  if (power === 1) return { factor, exponents, offset };
  return atom(factor ** power, exponents.map((exponent) => exponent * power) as unknown as Exponents);
}

function product(a: Factor, b: Factor): Factor {
  return atom(
    a.factor * b.factor,
    a.exponents.map((exponent, i) => exponent + b.exponents[i]!) as unknown as Exponents,
  );
}
