import type { NoteFacts, NumberFact } from "../contract.js";
import { factInRole, requiredFact } from "../roles.js";
import { limitRoles, type Name } from "./names.js";
import { negation } from "./status-claims.js";

const beyondLimit =
  /\b(?:(above|over|beyond|past|exceed(?:s|ed|ing)?|higher than)|(below|under|beneath|short of|lower than)|(outside(?: of)?|out of)) (?:the |its |our )?((?:(?:upper|higher|max(?:imum)?|high|top|lower|min(?:imum)?|low|bottom) )?(?:(warn(?:ing)?|spec(?:ification)?|tolerance|control) )?(?:limits?|band|window|range)|target)\b/gi;
const nearLimit =
  /\b(?:near(?:ing)?|close to|approaching|towards?|(?:at|on) the edge of) (?:the |its |our )?(?:(upper|higher|max(?:imum)?|high|top)|(lower|min(?:imum)?|low|bottom)) (?:(?:warn(?:ing)?|spec(?:ification)?|tolerance|control) )?limits?\b/gi;
const staysBefore = /\b(?:still|just|stays?|stayed|remains?|remained|kept|well) $/i;

const adjective =
  /^ (?:is |was |ran |came out |looks |sits )?(?:far |much |too |a bit |a little |rather |slightly |somewhat )*(?:(high|thick|heavy)|(low|thin|light))\b/i;
const reads =
  /\b(?:too|reads?|reading|running|came in|a (?:bit|little)|slightly|somewhat|quite|very|on the|rather) (?:(high|thick|heavy)|(low|thin|light))\b/gi;

/** What the words say of the value against target and limits, such as "above the upper warning limit" or "too low", when it isn't so. */
export function limitComplaints(text: string, names: readonly Name[], facts: NoteFacts): string[] {
  const required = requiredFact(facts);
  if (required === null) return [];
  const complaints: string[] = [];
  const complain = (phrase: string) =>
    complaints.push(`"${phrase}" is not so: the ${required.title} lies elsewhere. Say it as the numbers do.`);
  for (const match of text.matchAll(beyondLimit)) {
    const before = text.slice(Math.max(0, match.index - 30), match.index);
    const truth = isBeyond(match, required, facts, staysBefore.test(before));
    if (truth !== null && truth === negation.test(before)) complain(match[0]);
  }
  const target = factInRole(facts, required.field, "target");
  if (target === null) return complaints;
  const side = Math.sign(required.value - target.value);
  for (const match of text.matchAll(nearLimit)) {
    const isDenied = negation.test(text.slice(Math.max(0, match.index - 30), match.index));
    if (!isDenied && side !== (match[1] === undefined ? -1 : 1)) complain(match[0]);
  }
  for (const match of text.matchAll(reads)) {
    const subject = names.findLast((name) => name.end <= match.index);
    const isOther = subject !== undefined && !subject.facts.includes(required);
    if (!isOther && side !== (match[1] === undefined ? -1 : 1)) complain(match[0]);
  }
  for (const name of names) {
    const match = name.facts.includes(required) ? adjective.exec(text.slice(name.end)) : null;
    if (match !== null && side !== (match[1] === undefined ? -1 : 1)) complain(name.written + match[0]);
  }
  return complaints;
}

/** Whether the value is where the phrase puts it; `null` when the facts have no such limit. */
function isBeyond(
  match: RegExpMatchArray,
  required: NumberFact,
  facts: NoteFacts,
  stays: boolean,
): boolean | null {
  const [, upwards, downwards, , phrase = "", kind = ""] = match;
  const roles = /target$/i.test(phrase) ? (["target"] as const) : limitRoles(phrase, kind);
  const values = (side: "Low" | "High") =>
    roles
      .filter((role) => role === "target" || role.endsWith(side))
      .map((role) => factInRole(facts, required.field, role))
      .filter((fact) => fact !== null)
      .map((fact) => fact.value);
  const [low, high] = [values("Low"), values("High")];
  if (low.length + high.length === 0) return null;
  const isAbove = (limit: number) => required.value > limit;
  const isBelow = (limit: number) => required.value < limit;
  // "above the lower limit" and "still below the limit" are on the right side of it.
  if (upwards !== undefined) return high.length > 0 ? high.some(isAbove) : low.some(isAbove);
  if (downwards !== undefined)
    return low.some(isBelow) || ((low.length === 0 || stays) && high.some(isBelow));
  return high.some(isAbove) || low.some(isBelow);
}
