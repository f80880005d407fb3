import type { NoteFacts, NumberFact } from "../contract.js";
import { type Role, requiredFact, roleOf } from "../roles.js";
import { loosePattern } from "./normalise.js";

/** A place in a note that names numbers: "thickness", "target", "upper warning limit". */
export interface Name {
  readonly start: number;
  readonly end: number;
  readonly written: string;
  readonly facts: readonly NumberFact[];
  /** A word such as "measured" or "reading", which says little of what the number is. */
  readonly weak: boolean;
}

const attemptWords = "attempts?|pass(?:es)?|runs?|tr(?:y|ies)|times?|rounds?";
const roomWords = "(?:room|ambient|air)[ -]?temp(?:erature|\\.)?|temp(?:erature)?|ambient|room";
const valueWords = /\b(?:values?|readings?|measured|measurements?|measures|results?|reads?|gauge)\b/gi;

const limitWords =
  /\b(?:(?:upper|higher|max(?:imum)?|high|top|lower|min(?:imum)?|low|bottom) )?(?:(warn(?:ing)?|spec(?:ification)?s?|tolerance|control) )?(?:limits?|range|window|band|max(?:imum)?|min(?:imum)?)\b/gi;
const specWord =
  /(?<!\b(?:in|of|off|within|inside|outside)[ -](?:the )?)\bspec(?:ification)?s?(?=(?: is| of)? ?[:=]? ?[<>≤≥]?=? ?\d)/gi;
/** As the fields of a row are called. */
const roleNames = /\b(warn|spec)(?:_low|Low|_high|High)\b/g;
const abbreviations = /\b(?:([UL])S[LP]|([UL])WL)\b/g;
const targetWords = /\b(?:target|set[ -]?point|aim)\b/gi;

/** All names in a normalised text, longest first where they overlap, in order of place. */
export function findNames(text: string, facts: NoteFacts): Name[] {
  const found: Name[] = [];
  const add = (start: number, written: string, named: readonly NumberFact[], weak = false) => {
    const end = start + written.length;
    if (named.length > 0 && !found.some((name) => start < name.end && name.start < end)) {
      found.push({ start, end, written, facts: named, weak });
    }
  };
  for (const { pattern, facts: named } of titlePatterns(facts)) {
    for (const match of text.matchAll(pattern)) add(match.index, match[0], named);
  }
  const inRole = (roles: readonly Role[]) => facts.numbers.filter((fact) => includesRole(roles, fact));
  for (const match of text.matchAll(targetWords)) add(match.index, match[0], inRole(["target"]));
  for (const match of text.matchAll(limitWords))
    add(match.index, match[0], inRole(limitRoles(match[0], match[1])));
  for (const match of text.matchAll(specWord)) add(match.index, match[0], inRole(["specLow", "specHigh"]));
  for (const match of text.matchAll(roleNames)) {
    add(match.index, match[0], inRole(limitRoles(match[0], match[1])));
  }
  for (const match of text.matchAll(abbreviations)) {
    const side = (match[1] ?? match[2]) === "U" ? "High" : "Low";
    add(match.index, match[0], inRole([`${match[1] === undefined ? "warn" : "spec"}${side}`]));
  }
  const required = requiredFact(facts);
  if (required !== null)
    for (const match of text.matchAll(valueWords)) add(match.index, match[0], [required], true);
  return found.sort((a, b) => a.start - b.start);
}

function includesRole(roles: readonly Role[], fact: NumberFact): boolean {
  const role = roleOf(fact.field);
  return role !== null && roles.includes(role);
}

/** Roles that a phrase such as "upper warning limit" can mean. */
export function limitRoles(phrase: string, kind = ""): Role[] {
  const words = phrase.toLowerCase();
  const upper = /upper|higher|max|high|top/.test(words);
  const lower = /lower|min|low|bottom/.test(words);
  const sides =
    upper === lower ? (["Low", "High"] as const) : upper ? (["High"] as const) : (["Low"] as const);
  const kinds = /^warn/i.test(kind)
    ? (["warn"] as const)
    : /^(?:spec|tol)/i.test(kind)
      ? (["spec"] as const)
      : (["warn", "spec"] as const);
  return kinds.flatMap((name) => sides.map((side): Role => `${name}${side}`));
}

interface TitlePattern {
  readonly pattern: RegExp;
  readonly facts: readonly NumberFact[];
}

type FieldPatterns = readonly (readonly [RegExp, readonly string[]])[];

/** By the titles: a table has few kinds of rows. */
const patternsByTitles = new Map<string, FieldPatterns>();
const mostKinds = 500;

function titlePatterns(facts: NoteFacts): TitlePattern[] {
  const key = JSON.stringify(facts.numbers.map(({ field, title }) => [field, title]));
  let patterns = patternsByTitles.get(key);
  if (patterns === undefined) {
    if (patternsByTitles.size >= mostKinds) patternsByTitles.clear();
    patterns = buildPatterns(facts);
    patternsByTitles.set(key, patterns);
  }
  return patterns.map(([pattern, fields]) => ({
    pattern,
    facts: facts.numbers.filter((fact) => fields.includes(fact.field)),
  }));
}

function buildPatterns(facts: NoteFacts): FieldPatterns {
  const fields = new Map<string, string[]>();
  const add = (source: string, field: string) => {
    const list = fields.get(source);
    if (list === undefined) fields.set(source, [field]);
    else if (!list.includes(field)) list.push(field);
  };
  const own = facts.numbers.filter((fact) => roleOf(fact.field) === null);
  for (const { title, field } of facts.numbers) add(loosePattern(title), field);
  for (const { title, field } of own) {
    if (/\battempts?$/i.test(title)) add(attemptWords, field);
    if (/^(?:room|ambient) temperature$/i.test(title)) add(roomWords, field);
    const words = title.split(/[\s_]+/);
    if (words.length > 1 && /^\p{L}{4,}$/u.test(words.at(-1)!)) add(`${loosePattern(words.at(-1)!)}`, field);
  }
  return [...fields]
    .sort(([a], [b]) => b.length - a.length)
    .map(([source, named]) => [new RegExp(`(?<![\\w\\uE000])(?:${source})(?!\\w)`, "gi"), named]);
}
