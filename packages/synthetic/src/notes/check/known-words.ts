import type { NoteFacts } from "../contract.js";
import { loosePattern, masked } from "./normalise.js";

const patterns = new Map<string, RegExp>();
const mostPatterns = 5000;

/**
 * The text with the names that the facts give (machine, batch, shift, permitted causes …) filled in, so that their digits and
 * words are not read as claims. A name with a number may be written with other blanks and zeros: "BATCH-001", "batch 1".
 */
export function maskKnownWords(text: string, facts: NoteFacts): string {
  const lower = text.toLowerCase();
  let rest = text;
  for (const [key, word] of [["row", facts.id] as const, ...Object.entries(facts.words)]) {
    if (mayStandIn(lower, key, word)) rest = maskAll(rest, patternOf(key, word));
  }
  for (const cause of facts.allowedCauses) rest = maskAll(rest, patternOf("", cause));
  return rest;
}

/** Spares the pattern of most names, which are in no note: every form begins with the first or last piece of the word or with the key. */
function mayStandIn(lower: string, key: string, word: string): boolean {
  if (!/^[\x20-\x7e]+$/.test(key + word)) return true;
  const pieces = word.toLowerCase().match(/[a-z]+|\d+/g);
  return (
    pieces !== null &&
    [pieces[0]!, /\S*$/.exec(word)![0].toLowerCase(), key.toLowerCase()].some((piece) =>
      lower.includes(piece),
    )
  );
}

function maskAll(text: string, pattern: RegExp): string {
  let rest = text;
  for (const match of text.matchAll(pattern)) rest = masked(rest, match.index, match.index + match[0].length);
  return rest;
}

function patternOf(key: string, word: string): RegExp {
  const name = `${key}\n${word}`;
  let pattern = patterns.get(name);
  if (pattern === undefined) {
    if (patterns.size >= mostPatterns) patterns.clear();
    const forms = formsOf(key, word);
    pattern = new RegExp(`(?<![\\w.,-])(?:${forms.join("|")})(?![\\w]|[.,]\\d)`, "gi");
    patterns.set(name, pattern);
  }
  return pattern;
}

function formsOf(key: string, word: string): string[] {
  const forms: string[] = [];
  if (/\p{L}.*\S|\S.*\p{L}/u.test(word)) forms.push(loosePattern(word).replaceAll("&", "(?:&|and)"));
  const numbered = /^(.*?)[\s_-]*0*(\d+)$/s.exec(word);
  if (numbered !== null) {
    const number = `[\\s_-]*(?:no\\.? ?|#)?0*${numbered[2]}`;
    if (/\p{L}/u.test(numbered[1]!)) forms.push(loosePattern(numbered[1]!) + number);
    if (key !== "") forms.push(loosePattern(key) + number);
    const last = /\S*$/.exec(word)![0];
    if (/^\p{L}+\d+$/u.test(last)) forms.push(loosePattern(last));
  }
  const instant = /^(\d{4}-\d\d-\d\d)T((\d\d:\d\d)(?::\d\d)?)/.exec(word);
  if (instant !== null) forms.push(...instant.slice(1, 4).map((part) => loosePattern(part!)));
  return forms.length === 0 ? ["(?!)"] : forms.sort((a, b) => b.length - a.length);
}
