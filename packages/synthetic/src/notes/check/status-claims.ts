import type { QcStatus } from "../../battery-plant/qc-row.js";
import type { NoteFacts, NumberFact } from "../contract.js";
import type { Name } from "./names.js";

/** `bad`: what is said of rows outside their warning or specification limits. */
type Claim = "ok" | "warn" | "fail" | "bad";

const edge =
  "(?:spec(?:ification)?s?(?: limits?| range| window)?|tolerances?|limits?|range|bounds|window|band)";
const edgeWord = new RegExp(edge, "i");
const filler = "(?:the |its |all )?(?:upper |lower |process |quality )?";

/** Words for each status, the longer before the shorter. */
const claimPatterns: readonly (readonly [Claim, RegExp])[] = [
  ["warn", /\btolerance[ _-]warnings?\b/gi],
  ["fail", /\bcritical(?:ly)?[ _-]fail(?:s|ed|ing|ures?)?\b/gi],
  ["fail", new RegExp(`\\bout(?:side)?(?: of)?[ -]${filler}${edge}\\b`, "gi")],
  [
    "bad",
    /\b(?:needs?|for|to|send(?: it)? (?:to|for)|requires?) (?:be )?re-?work(?:ed)?\b|\bre-?work (?:needed|required|it)\b|\btoo (?:high|low|thick|thin|heavy|light|dense|much|little)\b/gi,
  ],
  ["fail", /\bdanger(?:ous)?\b|\bunsafe\b|\balarm(?:ing)?\b|\bemergency\b|\bdefective\b/gi],
  ["fail", /\boff[ -]?spec\b|\bNOK\b|\bnon-?conform\w*|\bunacceptable\b|\bcritical(?:ly)?\b/gi],
  ["fail", /\bfail(?:s|ed|ing|ures?)?\b|\bscrap(?:ped|s)?\b|\breject(?:s|ed)?\b|\bred\b|\bviolat\w*/gi],
  ["ok", new RegExp(`\\b(?:with)?in(?:side)?[ -]${filler}${edge}\\b`, "gi")],
  [
    "ok",
    /\ball (?:good|fine|clear|well|ok(?:ay)?|green)\b|\bno (?:issues?|problems?|deviations?|concerns?|complaints?|defects?|anomal\w+)\b/gi,
  ],
  [
    "ok",
    /\bwithout (?:any )?(?:issues?|problems?|deviations?)\b|\bas (?:expected|planned|it should)\b|\b(?:right |spot |dead |bang )?on target\b|\b(?:on spec|spot on)\b|\bin the (?:very )?middle\b|\b(?:well )?cent(?:er|re)d\b|\bmid-?(?:range|window)\b/gi,
  ],
  [
    "ok",
    /\bnominal(?:ly)?\b|\bnormal(?:ly)?\b|\bok(?:ay)?\b|\bgood\b|\bfine\b|\bacceptable\b|\baccepted\b|\bgreen\b|\bstable\b/gi,
  ],
  [
    "ok",
    /\bpass(?:ed|es)\b(?! (?:on|to|along|over|back))|(?<!(?:\d(?:st|nd|rd|th)|first|second|third) )\bpass(?=[.,;!]|$)|\bconform(?:s|ing|ant)?\b|\bsmooth(?:ly)?\b|\bperfect\b|\bgreat\b|\bhealthy\b|\busable\b|\brelease(?=[.!;]|$)|(?<!\b(?:before|until) [^.]{0,20})\breleased\b|\bnothing (?:wrong|unusual|special|to report)\b/gi,
  ],
  [
    "warn",
    /\bwarn(?:ing)?s?\b(?! (?:limits?|band|range|level|threshold|low|high))|\bborderline\b|\bmarginal(?:ly)?\b|\bamber\b|\byellow\b/gi,
  ],
  [
    "warn",
    /\b(?:near(?:ing)?|close to|at the edge of|approaching) (?:the |its )?(?:upper |lower )?(?:spec(?:ification)? |warning )?limits?\b/gi,
  ],
];

/** "within the spec limits" is true of a warning, and "inside the warning limits" is "In Spec" said otherwise. */
const insideSpecLimits = /^(?:with)?in(?:side)? (?:the )?spec(?:ification)? limits?$/i;
/** At the end of what stands before a phrase: it is denied. */
export const negation =
  /\b(?:not?|never|no longer|isn't|wasn't|aren't|hardly|nowhere near|far from|anything but|cannot be|can't be|nothing)\b(?: \w+){0,2} ?$|n't (?:\w+ ){0,2}$/i;
const negatedVerb = /(?:\bnot|n't) (?:bring|brought|get|got|put|come|go|make)\b(?: \w+){0,3} ?$/i;
const takenBack = /^ (?:is |was |has been )?(?:cleared|resolved|gone|lifted|reset|withdrawn)\b/i;
const onlyBefore = /\b(?:just|only|merely) (?:a |an )?$/i;

/**
 * What the words say of the status against what it is. `text` is normalised, with known words filled in.
 */
export function statusComplaints(text: string, names: readonly Name[], facts: NoteFacts): string[] {
  const complaints: string[] = [];
  const taken: [number, number][] = [];
  for (const [claim, pattern] of claimPatterns) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (taken.some(([from, to]) => start < to && from < end)) continue;
      taken.push([start, end]);
      const before = text.slice(Math.max(0, start - 40), start).replace(/^.*[.;!?]\s/s, "");
      const denied = (negation.test(before) || negatedVerb.test(before)) && !onlyBefore.test(before);
      const negated = denied || takenBack.test(text.slice(end));
      const other = negated ? null : anotherNamed(text, start, end, names, facts);
      if ((claim === "ok" && other === false) || (claim === "bad" && other !== null)) continue;
      const fitsOther = other === null || claim !== "fail" || !edgeWord.test(match[0]) || other;
      if (fitsOther && fits(claim, negated, match[0], facts.status)) continue;
      complaints.push(
        facts.status === null
          ? `"${match[0]}" speaks of a status, and this row has none. Leave it out.`
          : `"${negated ? "not " : ""}${match[0]}" does not fit the status ${facts.status}. Write "${facts.status}".`,
      );
    }
  }
  return complaints;
}

function fits(claim: Claim, negated: boolean, phrase: string, status: QcStatus | null): boolean {
  if (status === null) return false;
  if (claim === "bad") return negated || status !== "In Spec";
  if (status === "In Spec") return negated ? claim !== "ok" : claim === "ok";
  if (status === "Critical Fail") {
    if (claim === "ok") return negated;
    return claim === "fail" ? !negated : negated;
  }
  if (claim === "warn") return !negated;
  if (claim === "fail") return negated;
  return negated ? !edgeWord.test(phrase) : insideSpecLimits.test(phrase);
}

/**
 * Whether the clause speaks of another number than the measured one, as "room temperature normal" does: `null` = no; else
 * whether that number is a permitted cause, so that it is not normal.
 */
function anotherNamed(
  text: string,
  start: number,
  end: number,
  names: readonly Name[],
  facts: NoteFacts,
): boolean | null {
  const from = [...text.slice(0, start).matchAll(/[.;,\n](?=\s)/g)].at(-1)?.index ?? 0;
  const to = end + (/[.;,\n](?=\s|$)/.exec(text.slice(end))?.index ?? text.length - end);
  const clause = names
    .filter((name) => name.start >= from && name.end <= to && (name.end <= start || name.start >= end))
    .flatMap((name) => name.facts);
  if (clause.length === 0 || clause.some((fact) => isAbout(fact, facts))) return null;
  return clause.some((fact) => facts.allowedCauses.some((cause) => cause.includes(fact.title)));
}

function isAbout(fact: NumberFact, facts: NoteFacts): boolean {
  const family = facts.required?.replace(/\.value$/, "");
  return family !== undefined && (fact.field === facts.required || fact.field.startsWith(`${family}.`));
}
