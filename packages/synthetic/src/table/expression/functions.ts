import { GigamineError, MS_PER_DAY } from "@gigamine/base";
import { parseTimestamp } from "@gigamine/event-log";
import type { Cell } from "../cell.js";
import { nearestName } from "../nearest-name.js";
import { asCondition, asNumber, asText } from "./values.js";

interface ExpressionFunction {
  readonly least: number;
  readonly most: number;
  readonly run: (values: readonly Cell[]) => Cell;
}

const numeric = (run: (...numbers: number[]) => number, least = 1, most = least): ExpressionFunction => ({
  least,
  most,
  run: (values) => {
    const numbers = values.map(asNumber);
    return numbers.includes(null) ? null : finite(run(...(numbers as number[])));
  },
});

const textual = (run: (text: string) => Cell): ExpressionFunction => ({
  least: 1,
  most: 1,
  run: ([value]) => (value === null ? null : run(asText(value!))),
});

const many = 100;
const longestText = 1_000_000;

/** By name. A map, so that no name of a prototype is a function. */
const functions: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ["min", numeric(Math.min, 1, many)],
  ["max", numeric(Math.max, 1, many)],
  ["round", numeric(roundTo, 1, 2)],
  ["floor", numeric(Math.floor)],
  ["ceil", numeric(Math.ceil)],
  ["abs", numeric(Math.abs)],
  ["sqrt", numeric(Math.sqrt)],
  ["exp", numeric(Math.exp)],
  ["log", numeric(Math.log)],
  ["pow", numeric(Math.pow, 2)],
  ["hour", numeric((ms) => Math.floor(modulo(ms, MS_PER_DAY) / 3_600_000))],
  ["weekday", numeric((ms) => modulo(Math.floor(ms / MS_PER_DAY) + 4, 7))],
  ["concat", { least: 1, most: many, run: joined }],
  ["lower", textual((text) => text.toLowerCase())],
  ["upper", textual((text) => text.toUpperCase())],
  ["length", textual((text) => text.length)],
  ["time", textual(parseTimestamp)],
  ["if", { least: 3, most: 3, run: ([test, yes, no]) => (asCondition(test!) ? yes! : no!) }],
  ["isNull", { least: 1, most: 1, run: ([value]) => value === null }],
  ["coalesce", { least: 1, most: many, run: (values) => values.find((value) => value !== null) ?? null }],
]);

/** What a function of the expression language does with its values; `checkCall` has been asked before. */
export function expressionFunction(name: string): (values: readonly Cell[]) => Cell {
  return functions.get(name)!.run;
}

/** What is wrong with a call, in words; `null` when nothing is. */
export function checkCall(name: string, values: number): string | null {
  const known = functions.get(name);
  if (known === undefined) {
    const names = [...functions.keys()];
    return `there is no function "${name}"; ${nearestName(name, names) ?? `known are ${names.join(", ")}`}`;
  }
  const { least, most } = known;
  if (values >= least && values <= most) return null;
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  return `${name} takes ${wanted} values, not ${values}`;
}

/** An arithmetic result that is no number (0 / 0, the logarithm of -1, overflow) is missing. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Rounded half up to `digits` places behind the point, in [0, 15]. */
export function roundTo(value: number, digits = 0): number {
  const places = Math.min(15, Math.max(0, Math.trunc(digits)));
  const scale = 10 ** places;
  const scaled = Math.round(value * scale) / scale;
  return Number.isFinite(scaled) ? scaled + 0 : value; // + 0 makes -0 a plain 0
}

/** Columns that join one another could else grow without end. */
function joined(values: readonly Cell[]): string {
  const texts = values.map(asText);
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length <= longestText) return texts.join("");
  throw new GigamineError(
    "table/text-too-long",
    `concat gives a text of ${length} characters; at most ${longestText} are allowed. Join shorter texts.`,
    { length },
  );
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
