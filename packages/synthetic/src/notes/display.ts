import type { NumberFact } from "./contract.js";

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const shown = new Map<string, string>();

/** A unit as people write it: `um` → `µm`, `kg/m2` → `kg/m²`, `Cel` → `°C`, `Pa.s` → `Pa·s`; `1` and `null` → nothing. */
export function displayUnit(ucum: string | null): string {
  if (ucum === null) return "";
  let text = shown.get(ucum);
  if (text === undefined) {
    text = ucum.split("/").map(displayProduct).join("/");
    shown.set(ucum, text);
  }
  return text;
}

function displayProduct(product: string): string {
  if (product === "1") return "";
  return product.split(".").map(displayFactor).join("·").replace(/A·h$/, "Ah");
}

function displayFactor(factor: string): string {
  const [, sign, digits = ""] = /(-?)(\d*)$/.exec(factor)!;
  const exponent = [...digits].map((digit) => superscripts[Number(digit)]).join("");
  const name = factor
    .slice(0, factor.length - digits.length - sign!.length)
    .replace(/^[[{](.*)[\]}]$/, "$1")
    .replace(/^u(?=[A-Za-z])/, "µ")
    .replace(/Ohm$/, "Ω")
    .replace(/Cel$/, "°C")
    .replace(/^degF$/, "°F");
  return name + (sign === "" ? "" : "⁻") + exponent;
}

/** More decimals than this are hard to count. */
const mostDecimals = 7;

/** A number with `decimals` decimals and its unit: `135.2 µm`, `-40.0 °C`, `2`, `4.44e-9 Pa·m³/s`. */
export function displayQuantity(value: number, decimals: number, unit: string | null): string {
  const number = decimals > mostDecimals ? exponential(value, decimals) : value.toFixed(decimals);
  const name = displayUnit(unit);
  return name === "" ? number : `${number} ${name}`;
}

function exponential(value: number, decimals: number): string {
  const rounded = Number(value.toFixed(decimals));
  const exponent = rounded === 0 ? 0 : Math.floor(Math.log10(Math.abs(rounded)));
  return rounded.toExponential(Math.max(0, decimals + exponent));
}

/** A fact as the row shows it. */
export function displayFact({ value, decimals, unit }: NumberFact): string {
  return displayQuantity(value, decimals, unit);
}
