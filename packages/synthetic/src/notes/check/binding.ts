import type { NoteFacts, NumberFact } from "../contract.js";
import { displayFact } from "../display.js";
import { requiredFact, roleOf } from "../roles.js";
import { distanceAfter, distanceBefore } from "./distance.js";
import type { Name } from "./names.js";
import type { Numeral } from "./numerals.js";
import {
  quantityOf,
  roundedOverLimit,
  sameDimension,
  states,
  statesDistance,
  statesTolerance,
} from "./quantities.js";

/** What a note says in numbers. */
export interface Reading {
  readonly complaints: readonly string[];
  /** Whether the required number stands there with its unit. */
  readonly statesRequired: boolean;
}

const filler =
  "is|was|are|were|both|each|at|of|to|reads?|reading|came|in|out|shows?|showed|measured|measures|got|measurement|result|gauge|now|still|the|a|an|about|around|" +
  "approx\\.?|approximately|ca\\.?|circa|roughly|nearly|just|only|value|no\\.?|number|#|has|had|been|sits?|hit|hits|stands?|slightly";
/** Between a name and the number that is certainly its own. */
const tight = new RegExp(`^[\\s:=~≈(<>≤≥]*(?:(?:${filler})(?![\\w])[\\s:=~≈(<>≤≥]*)*$`, "i");
/** Between a number and a name that follows it: "27.1 °C in the room". */
const following = /^ ?\(?(?:(?:of|for|in|the|as|at|a|this|measured|is|was|our) )*$/i;
const connector = /^ ?(?:-|–|—|to|and|or|\/|\.\.+|until|through|vs\.?|versus|against) ?$/i;
const asideBefore =
  /\b(?:on|over|above|below|under|outside|out of|within|inside|in|exceed\w*|past|beyond|near) (?:the |its )?$/i;
const asideBetween = /^(?: (?:at|with) |: | - | \()$/i;
const sentenceEnd = /(?<!\b(?:no|nr|approx|ca|temp|vs|max|min))\.(?=\s|$)|[;!?\n](?=\s|$)/gi;

/** Reads the numbers of a note one after the other and finds for each the fact that it states. */
export function readNumbers(
  text: string,
  numerals: readonly Numeral[],
  names: readonly Name[],
  facts: NoteFacts,
): Reading {
  const reader = new NumberReader(text, numerals, names, facts);
  const complaints = numerals
    .map((_, i) => reader.complaintAbout(i))
    .filter((complaint) => complaint !== null);
  return { complaints, statesRequired: reader.statesRequired };
}

class NumberReader {
  statesRequired = false;
  readonly #text: string;
  readonly #numerals: readonly Numeral[];
  readonly #names: readonly Name[];
  readonly #facts: NoteFacts;
  readonly #required: NumberFact | null;
  readonly #ends: readonly number[];
  /** The facts that the name of the number before allows, for "98.5 to 102.5". */
  #before: readonly NumberFact[] = [];
  /** Names up to here belong to a distance, such as "target" in "3.2 µm above target". */
  #told = 0;

  constructor(text: string, numerals: readonly Numeral[], names: readonly Name[], facts: NoteFacts) {
    this.#text = text;
    this.#numerals = numerals;
    this.#names = names;
    this.#facts = facts;
    this.#required = requiredFact(facts);
    this.#ends = [...text.matchAll(sentenceEnd)].map((match) => match.index);
  }

  complaintAbout(i: number): string | null {
    const numeral = this.#withUnitOfNext(i);
    if (numeral.sign === "±") {
      return statesTolerance(numeral, this.#facts) ? null : this.#complaint(numeral, null);
    }
    const start = this.#sentenceStart(numeral.start);
    const by = distanceBefore(this.#text.slice(start, numeral.start), start, this.#names, this.#facts);
    if (by !== null) {
      return statesDistance(numeral, this.#facts, by.references, by.side)
        ? null
        : this.#complaint(numeral, null);
    }
    return this.#valueComplaint(i, numeral);
  }

  #valueComplaint(i: number, numeral: Numeral): string | null {
    const left = this.#left(i);
    const between = left === null ? "" : this.#text.slice(left.end, numeral.start);
    const isTight = left !== null && tight.test(between);
    const connected = this.#before.length > 0 && this.#isConnected(i - 1) ? this.#before : [];
    this.#before = left?.facts ?? connected;
    if (isTight && this.#states(numeral, left.facts)) return null;
    const after = distanceAfter(this.#text, numeral.end, this.#names, this.#facts);
    if (after !== null && statesDistance(numeral, this.#facts, after.references, after.side)) {
      this.#told = after.end;
      return null;
    }
    const isAside = left !== null && this.#isAside(left, between);
    if (isTight && !left.weak && !isAside) return this.#complaint(numeral, left);
    if (after !== null && !after.toLimit) return this.#complaint(numeral, null);
    if (numeral.sign === "+" && this.#statesAboveTarget(numeral)) return null;
    if (this.#statesNextName(numeral)) return null;
    const right = this.#right(i);
    if (right !== null) this.#before = right.facts;
    if (right !== null && this.#states(numeral, right.facts)) return null;
    if (connected.length > 0 && this.#states(numeral, connected)) return null;
    const next = this.#isConnected(i) ? this.#right(i + 1) : null;
    if (next !== null && this.#states(numeral, next.facts)) return null;
    const near = left?.facts.filter((fact) => isPlain(numeral, fact)) ?? [];
    if (this.#states(numeral, near)) return null;
    if (right !== null && !right.weak) return this.#complaint(numeral, right);
    return this.#statesUnnamed(numeral) ? null : this.#complaint(numeral, null);
  }

  /** A number that no name claims can only be the one that the note is about, or another of a kind that this one isn't. */
  #statesUnnamed(numeral: Numeral): boolean {
    const required = this.#required;
    if (
      required !== null &&
      (numeral.unit === null || sameDimension(numeral.unit, quantityOf(required).unit))
    ) {
      return isPlain(numeral, required) && this.#states(numeral, [required]);
    }
    const others = this.#facts.numbers.filter((fact) => roleOf(fact.field) === null && fact.unit !== null);
    return numeral.unit !== null && this.#states(numeral, others);
  }

  #states(numeral: Numeral, candidates: readonly NumberFact[]): boolean {
    const stated = candidates.filter(
      (fact) => (!numeral.ordinal || fact.unit === null) && states(numeral, quantityOf(fact)),
    );
    if (stated.length === 0) return false;
    if (this.#required === null || !stated.includes(this.#required)) return true;
    if (roundedOverLimit(numeral, this.#required, this.#facts)) return false;
    if (isPlain(numeral, this.#required) || this.#required.unit === null) this.statesRequired = true;
    return true;
  }

  #statesAboveTarget(numeral: Numeral): boolean {
    const targets = this.#facts.numbers.filter((fact) => roleOf(fact.field) === "target");
    return statesDistance(numeral, this.#facts, targets, 1);
  }

  #left(i: number): Name | null {
    const { start } = this.#numerals[i]!;
    const from = Math.max(this.#sentenceStart(start), this.#told, i === 0 ? 0 : this.#numerals[i - 1]!.end);
    const before = this.#names.filter((name) => name.start >= from && name.end <= start);
    const nearest = before.at(-1) ?? null;
    const own = before.at(-2);
    // "room temperature reading": the reading is that of the room.
    const isOwn =
      nearest?.weak === true && own !== undefined && tight.test(this.#text.slice(own.end, nearest.start));
    return isOwn ? own : nearest;
  }

  /** "the 3197 kg/m³ warning limit: 3180 kg/m³": the name is that of the number before it. */
  #statesNextName(numeral: Numeral): boolean {
    const name = this.#names.find(({ start }) => start === numeral.end + 1);
    if (name === undefined || !this.#states(numeral, name.facts)) return false;
    this.#told = name.end;
    return true;
  }

  /** "on target at 5.02 Pa·s", "out of the warning band with 135.2 µm": the number is not that of the name. */
  #isAside(name: Name, between: string): boolean {
    return asideBetween.test(between) && asideBefore.test(this.#text.slice(0, name.start));
  }

  /** The name right after a number, unless it belongs to the number that follows. */
  #right(i: number): Name | null {
    const { end } = this.#numerals[i]!;
    const name = this.#names.find(({ start }) => start >= end);
    if (name === undefined || !following.test(this.#text.slice(end, name.start))) return null;
    const next = this.#numerals[i + 1];
    return next !== undefined && next.start >= name.end && tight.test(this.#text.slice(name.end, next.start))
      ? null
      : name;
  }

  #isConnected(i: number): boolean {
    const [one, next] = [this.#numerals[i], this.#numerals[i + 1]];
    return one !== undefined && next !== undefined && connector.test(this.#text.slice(one.end, next.start));
  }

  /** "98.5 to 102.5 µm": the first number has the unit of the second. */
  #withUnitOfNext(i: number): Numeral {
    const numeral = this.#numerals[i]!;
    if (numeral.unit !== null || !this.#isConnected(i)) return numeral;
    return { ...numeral, unit: this.#numerals[i + 1]!.unit };
  }

  #sentenceStart(position: number): number {
    return (this.#ends.findLast((end) => end < position) ?? -1) + 1;
  }

  #complaint(numeral: Numeral, name: Name | null): string {
    const written = `"${numeral.written.trim()}"`;
    if (name !== null) {
      const meant = name.facts.map((fact) => `${fact.title} is ${displayFact(fact)}`).join(", ");
      return `${written} stands with "${name.written}", but the ${meant}. Write that value or leave it out.`;
    }
    const unit =
      numeral.unit === null && !numeral.ordinal ? " Give each number its unit and say what it is." : "";
    return `${written} is not what the facts say. Write only numbers of the facts: ${this.#facts.numbers
      .map((fact) => `${fact.title} ${displayFact(fact)}`)
      .join(", ")}.${unit}`;
  }
}

/** Whether one sees which fact is meant without its name beside the number: the unit is there, or the fact has the unit 1. */
function isPlain(numeral: Numeral, { unit }: NumberFact): boolean {
  return unit !== null && (unit === "1" || numeral.unit !== null);
}
