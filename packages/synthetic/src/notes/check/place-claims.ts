import type { NoteFacts } from "../contract.js";
import { normaliseNote } from "./normalise.js";

const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const dayNames =
  /\b((?:sun|mon|tues|wednes|thurs|fri|satur)day)s?\b|\b(Sun|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|SUN|MON|TUE|WED|THU|FRI|SAT)\b/gi;

/** Words for a part of the day, and the words in a shift's name that allow them. */
const dayParts: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\bAM\b|(?<=day )am\b|\bmornings?\b|\b(?:early|first) shift\b/g,
    /(?<![a-z])am(?![a-z])|morning|early|first/i,
  ],
  [
    /\bPM\b|(?<=day )pm\b|\bafternoons?\b|\bevenings?\b|\b(?:late|second|back) shift\b/g,
    /(?<![a-z])pm(?![a-z])|afternoon|evening|late|second/i,
  ],
  [
    /\b(?:[Nn]ight|[Tt]hird|[Gg]raveyard) shift\b|\b(?:last night|tonight|at night|overnight|midnight)\b/g,
    /night|third/i,
  ],
  [/\bweekends?\b/gi, /sun|sat|weekend/i],
];

const rooms = /\b([A-Za-z]{2,})[ _-](room|wing|floor|lab|hall|area|bay)\b/gi;
const anyRoom =
  /^(?:the|this|that|our|same|whole|a|an|in|of|and|with|warm|hot|cold|cool|elevated|raised|warmer|hotter|colder|cooler|humid|at|clean|each|every|by|per|from|control|shop|suspect|likely|high|low|is|possibly)$/i;

/** Words for machines and steps: they may be said only of a row whose names contain their stem. */
const places: readonly (readonly [RegExp, string])[] = [
  [/\bmix(?:er|ers|ing)\b/gi, "mix"],
  [/\bcoat(?:er|ers|ing)\b/gi, "coat"],
  [/\bcalend(?:er|ers|ering)\b/gi, "calend"],
  [/\bslitt(?:er|ers|ing)\b/gi, "slit"],
  [/\bstack(?:er|ers|ing)\b/gi, "stack"],
  [/\bwind(?:er|ers|ing)\b/gi, "wind"],
  [/\bfill(?:er|ers|ing)\b/gi, "fill"],
  [/\bweld(?:er|ers|ing|s)?\b/gi, "weld"],
  [/\bformation\b/gi, "formation"],
  [/\bag(?:e?ing) (?:rack|chamber|room|step)\b/gi, "aging"],
  [/\bgrading\b/gi, "grad"],
];

/** "ready for coating": a step that is still to come. */
const stepAhead = /\b(?:for|before|next(?: step)?:?) (?:the )?[a-z]+ing$/i;

/** Quantities may be said only of a row whose numbers or names hold their stem. */
const quantities: readonly (readonly [RegExp, string])[] = [
  [/\bviscosit\w+/gi, "viscos"],
  [/\bthickness\b/gi, "thick"],
  [/\bdensit\w+/gi, "densit"],
  [/\bporosit\w+/gi, "poros"],
  [/\bloadings?\b/gi, "loading"],
  [/\bsolids?\b/gi, "solid"],
  [/\bresistances?\b/gi, "resist"],
  [/\bcapacit\w+/gi, "capacit"],
  [/\b(?:adhesion|peel)\b/gi, "peel"],
  [/\bburrs?\b/gi, "burr"],
  [/\bwidths?\b/gi, "width"],
  [/\bwetting\b/gi, "wett"],
  [/\bpenetration\b/gi, "penetr"],
  [/\befficienc\w+/gi, "efficien"],
];

/** People by name, besides those of the row. */
const people =
  /\b(?:[Ss]upervisor|[Ff]oreman|[Mm]anager|[Ee]ngineer|[Tt]echnician|[Ss]hift lead|[Ll]ead|Mrs?|Ms|Dr)\.? [A-Z][a-z]+\b/g;

/** One number tells nothing of the parts of what was measured. */
const parts =
  /\b(?:edges?|cent(?:er|re)|middle|corners?|sides?) (?:(?:is|was|are|were|runs?|ran) )?(?:heav|thick|thin|light|high|low|worse|better)\w*/gi;

/** A row knows of no row before it, nor of any other. */
const trends =
  /(?<!\b(?:not|never|be|yet|being) )\b(?:fixed|solved|resolved|rectified|remedied|cured|back to normal)\b|\b(?:on|in|for|across) (?:all|every|most|other|both) (?:rolls?|cells?|batch(?:es)?|lots?|machines?|lines?|shifts?)\b|\b(?:yesterday|last (?:week|month|time))\b|\b(?:rising|falling|trending|increas(?:ing|ed)|decreas(?:ing|ed)|climbing|improv(?:ing|ed)|worsen(?:ing|ed)|(?:better|worse|higher|lower) than (?:before|yesterday|last|usual|the last))\b/gi;

/** Other days, parts of the day, rooms, machines and steps than those of the row. `text` has known words filled in. */
export function placeComplaints(text: string, facts: NoteFacts): string[] {
  const known = normaliseNote(
    [...Object.values(facts.words), ...facts.numbers.map(({ title }) => title), ...facts.allowedCauses].join(
      " | ",
    ),
  ).replaceAll("_", " ");
  const shift = (facts.words["shift"] ?? "").replaceAll("_", " ");
  const strange = [
    ...strangeDays(text, known),
    ...dayParts.flatMap(([said, allowed]) => (allowed.test(shift) ? [] : phrases(text, said))),
    ...strangeRooms(text, known),
    ...[people, parts, trends].flatMap((said) => phrases(text, said)),
    ...[...places, ...quantities].flatMap(([said, stem]) =>
      known.toLowerCase().includes(stem) ? [] : phrases(text, said),
    ),
  ];
  return strange.map(
    (phrase) =>
      `"${phrase}" is not of this row. Name only: ${Object.values(facts.words).join(", ") || "nothing"}.`,
  );
}

function phrases(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)]
    .filter(
      (match) => !stepAhead.test(text.slice(Math.max(0, match.index - 20), match.index + match[0].length)),
    )
    .map((match) => match[0]);
}

function strangeDays(text: string, known: string): string[] {
  const ofRow = days.filter((day) =>
    new RegExp(`(?<![a-z])${day.slice(0, 3)}(?:${day.slice(3)})?(?![a-z])`, "i").test(known),
  );
  return [...text.matchAll(dayNames)]
    .filter(([word]) => word.length > 5 || /^[A-Z]/.test(word))
    .filter(([word]) => !ofRow.some((day) => day.startsWith(word.slice(0, 3).toLowerCase())))
    .map(([word]) => word);
}

function strangeRooms(text: string, known: string): string[] {
  return [...text.matchAll(rooms)]
    .filter(([, kind]) => !anyRoom.test(kind!))
    .map(([phrase]) => phrase)
    .filter((phrase) => !known.toLowerCase().includes(phrase.toLowerCase().replace(/[_-]/g, " ")));
}
