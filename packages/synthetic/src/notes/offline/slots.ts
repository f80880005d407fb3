import type { NoteFacts, NumberFact } from "../contract.js";
import { displayFact, displayQuantity } from "../display.js";
import { factInRole, requiredFact } from "../roles.js";
import type { SlotTexts } from "./grammar.js";
import { type Slot, slots } from "./phrases.js";

const nameSlots = [
  "shift",
  "room",
  "machine",
  "operator",
  "batch",
  "step",
] as const satisfies readonly Slot[];

/** Causes that have phrases of their own; any other is written as it is given. */
const ownPhrases: Readonly<Record<string, Slot>> = {
  "high room temperature": "hot",
  "low room temperature": "cold",
  rework: "again",
  humidity: "damp",
};

/** The texts of the slots for one row, in the order of `slots`. */
export function slotTexts(facts: NoteFacts): SlotTexts {
  const texts: Partial<Record<Slot, string>> = { id: facts.id };
  for (const name of nameSlots) {
    const word = facts.words[name];
    if (word !== undefined) texts[name] = word.replaceAll("_", " ");
  }
  if (facts.status !== null) texts.status = facts.status;
  if (facts.previousNote !== null) texts.previous = " See also the note of the step before.";
  const required = requiredFact(facts);
  if (required !== null) fillNumber(texts, facts, required);
  fillCauses(texts, facts);
  return slots.map((slot) => texts[slot] ?? null);
}

function fillNumber(texts: Partial<Record<Slot, string>>, facts: NoteFacts, required: NumberFact): void {
  texts.title = required.title;
  texts.Title = required.title.replace(/^[a-z](?![A-Z])/, (letter) => letter.toUpperCase());
  texts.value = displayFact(required);
  const target = factInRole(facts, required.field, "target");
  if (target !== null) {
    texts.target = displayFact(target);
    const decimals = Math.max(required.decimals, target.decimals);
    const distance = Math.abs(required.value - target.value);
    if (Number(distance.toFixed(decimals)) > 0) {
      const side = required.value > target.value ? "above" : "below";
      texts.deviation = `${displayQuantity(distance, decimals, required.unit)} ${side} target`;
    }
  }
  const limit = limitPassed(facts, required);
  if (limit !== null) texts.limit = limit;
}

/** "above the upper warning limit of 104.5 µm": the outermost limit that the value is beyond. */
function limitPassed(facts: NoteFacts, required: NumberFact): string | null {
  for (const kind of ["spec", "warn"] as const) {
    const words = kind === "spec" ? "spec limit" : "warning limit";
    const high = factInRole(facts, required.field, `${kind}High`);
    if (high !== null && required.value > high.value)
      return `above the upper ${words} of ${displayFact(high)}`;
    const low = factInRole(facts, required.field, `${kind}Low`);
    if (low !== null && required.value < low.value) return `below the lower ${words} of ${displayFact(low)}`;
  }
  return null;
}

function fillCauses(texts: Partial<Record<Slot, string>>, facts: NoteFacts): void {
  const temperature = facts.numbers.find((fact) => fact.title === "room temperature");
  const attempt = facts.numbers.find((fact) => fact.field === "attempt");
  if (temperature !== undefined) texts.temp = displayFact(temperature);
  if (attempt !== undefined) texts.attempt = `attempt ${displayFact(attempt)}`;
  let told = false;
  for (const cause of facts.allowedCauses) {
    const slot = Object.hasOwn(ownPhrases, cause) ? ownPhrases[cause]! : null;
    const needs = slot === "again" ? attempt : temperature;
    if (slot === null || (slot !== "damp" && needs === undefined)) texts.cause ??= cause;
    else texts[slot] = "";
    told = true;
  }
  if (!told) texts.unexplained = "";
}
