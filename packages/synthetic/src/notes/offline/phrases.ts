import type { GrammarRules } from "./grammar.js";

/**
 * Slots of the phrases. The last six have no text of their own: they are filled when something holds, so that a template
 * that starts with `{hot}` is used in a hot room only.
 */
export const slots = [
  "id",
  "title",
  "Title",
  "value",
  "status",
  "deviation",
  "limit",
  "target",
  "temp",
  "shift",
  "room",
  "machine",
  "operator",
  "batch",
  "step",
  "attempt",
  "cause",
  "hot",
  "cold",
  "again",
  "damp",
  "unexplained",
  "previous",
] as const;

export type Slot = (typeof slots)[number];

/** Pieces that all voices share. */
const shared: GrammarRules = {
  where: [
    "{machine}",
    "{machine}, {batch}",
    "{batch}",
    "{batch} on {machine}",
    "{batch}, {shift}",
    "{machine}, {shift}",
    "{step}",
    "{room}, {batch}",
  ],
  at: [
    " on {machine}",
    " for {batch}",
    " for {batch} on {machine}",
    " on {machine}, {shift}",
    " for {batch}, {shift}",
    "",
  ],
  head: ["{where}: ", "{where} - "],
  far: [", {deviation}", ", {limit}", " ({limit})", " ({deviation})", ""],
  farther: [", {limit}", " ({limit})", ", {deviation}", " ({limit}, {deviation})"],
  terseCause: [
    "{hot}room warm, {temp}",
    "{hot}room at {temp}, suspect the heat",
    "{hot}suspect warm room, {temp}",
    "{hot}likely the room temperature, {temp}",
    "{hot}high room temperature, {temp}",
    "{cold}room cold, {temp}",
    "{cold}suspect cold room, {temp}",
    "{cold}likely the room temperature, {temp}",
    "{cold}low room temperature, {temp}",
    "{damp}suspect humidity",
    "{damp}likely humidity in the room",
    "{again}{attempt} after rework",
    "{again}rework, {attempt}",
    "suspect {cause}",
    "possibly {cause}",
    "{unexplained}cause not known",
    "{unexplained}cause open",
    "{unexplained}no cause seen",
  ],
  sentenceCause: [
    "{hot}The room was warm at {temp}, which is the likely cause.",
    "{hot}I suspect the room temperature: it was {temp}.",
    "{hot}The room was at {temp}, too warm, so I suspect that.",
    "{hot}High room temperature ({temp}) may be behind this.",
    "{cold}The room was cold at {temp}, which is the likely cause.",
    "{cold}I suspect the room temperature: it was {temp}.",
    "{cold}Low room temperature ({temp}) may be behind this.",
    "{damp}I suspect humidity.",
    "{damp}Humidity may be behind this.",
    "{again}This was {attempt}, after rework.",
    "{again}It is rework, {attempt}.",
    "I suspect {cause}.",
    "Possibly {cause}.",
    "{unexplained}I do not know the cause.",
    "{unexplained}The cause is open.",
    "{unexplained}I could see no cause.",
  ],
  seePrevious: ["{previous}", ""],
  check: [
    "please check",
    "check needed",
    "to be reviewed",
    "needs review",
    "keep an eye on it",
    "re-measure",
  ],
  stop: [
    "hold for quality",
    "do not release",
    "quality to decide",
    "needs a decision",
    "stop and call quality",
  ],
};

/** A voice has a rule for each status and one, `plain`, for rows without a status. */
export const voiceRules = {
  terse: {
    ok: [
      "{head}{title} {value}, {status}.",
      "{head}{title} {value}. {status}.",
      "{where}. {title} {value}, {status}.",
      "{title} {value}, {status}. {where}.",
      "{status}: {title} {value}. {where}.",
      "{value} {title}, {status}, {where}.",
    ],
    warn: [
      "{head}{title} {value}, {status}{far}. {terseCause}.",
      "{status}: {title} {value}{far}. {terseCause}, {check}.",
      "{head}{title} {value}{far} - {status}. {terseCause}.",
      "{title} {value}, {status}. {where}. {terseCause}, {check}.",
    ],
    fail: [
      "{status}: {title} {value}{farther}. {terseCause}, {stop}.",
      "{head}{title} {value}{farther} - {status}. {terseCause}. {stop}.",
      "{head}{status}, {title} {value}{far}. {terseCause}, {stop}.",
    ],
    plain: ["{head}{title} {value}.", "{where}. {title} {value}.", "{title} {value}, {where}."],
  },
  sentence: {
    ok: [
      "The {title} read {value}{at}, {status}.",
      "We measured a {title} of {value}{at}; that is {status}.",
      "With {value} the {title} is {status}{at}.",
      "{Title} came in at {value}{at} and is {status}.",
      "{operator} measured {value} {title}{at}, {status}.",
      "The {title} is {value}{at}; status {status}.",
    ],
    warn: [
      "The {title} read {value}{at}{far}, a {status}. {sentenceCause}",
      "We measured a {title} of {value}{at}; that is a {status}{far}. {sentenceCause}",
      "{Title} came in at {value}{at} and got a {status}{far}. {sentenceCause}",
      "{operator} measured {value} {title}{at}: {status}. {sentenceCause}",
    ],
    fail: [
      "The {title} read {value}{at}{farther}. This is a {status}. {sentenceCause}",
      "We measured a {title} of {value}{at}: {status}{farther}. {sentenceCause}",
      "{Title} came in at {value}{at}{far} and is a {status}. {sentenceCause}",
      "{operator} measured {value} {title}{at}, a {status}{far}. {sentenceCause}",
    ],
    plain: [
      "The {title} read {value}{at}.",
      "We measured a {title} of {value}{at}.",
      "{Title} came in at {value}{at}.",
      "{operator} measured {value} {title}{at}.",
    ],
  },
  handover: {
    ok: [
      "For the next shift: {title} {value}{at}, {status}.",
      "Handing over{at}: {title} {value}, {status}.",
      "{where} handed over, {title} {value} {status}.",
      "Next shift: {title} at {value}{at}, {status}.",
      "Handover {where}: {title} {value}, status {status}.",
    ],
    warn: [
      "For the next shift: {title} {value}{at}, {status}{far}. {sentenceCause} Please watch it.",
      "Handing over{at}: {title} {value}, {status}{far}. {sentenceCause}",
      "Handover {where}: {title} at {value}, status {status}{far}. {sentenceCause}{seePrevious}",
      "Next shift, please check: {title} {value}{at}, {status}{far}. {sentenceCause}",
    ],
    fail: [
      "For the next shift: {title} {value}{at}{farther}, {status}. {sentenceCause} Quality has to decide.",
      "Handing over{at}: {title} {value}{farther}, {status}. {sentenceCause} Do not release.",
      "Handover {where}: {title} at {value}, status {status}{far}. {sentenceCause}{seePrevious}",
    ],
    plain: [
      "For the next shift: {title} {value}{at}.",
      "Handing over{at}: {title} {value}.",
      "Handover {where}: {title} {value}.",
    ],
  },
  quality: {
    ok: [
      "QC {where}: {title} {value}, target {target}, {status}.",
      "{Title} {value} (target {target}): {status}{at}.",
      "QC: {title} {value}, {status}. {where}.",
      "Check of {title}{at}: {value}, {status}.",
      "{status}. {Title} {value} against target {target}{at}.",
      "{Title} {value}{at}. {status}.",
    ],
    warn: [
      "QC {where}: {title} {value}, {status}{farther}. Cause: {qualityCause}.",
      "{Title} {value} (target {target}): {status}{at}. Cause: {qualityCause}.",
      "QC: {title} {value}, {status}{far}. {where}. Cause: {qualityCause}.",
      "Check of {title}{at}: {value}, {status}{far}. Cause: {qualityCause}, {check}.",
    ],
    fail: [
      "QC {where}: {title} {value}, {status}{farther}. Cause: {qualityCause}. {stop}.",
      "{Title} {value} (target {target}): {status}{at}. Cause: {qualityCause}, {stop}.",
      "Check of {title}{at}: {value}, {status}{farther}. Cause: {qualityCause}, {stop}.",
    ],
    plain: ["QC {where}: {title} {value}.", "Check of {title}{at}: {value}.", "QC: {title} {value}{at}."],
    qualityCause: [
      "{hot}likely room temperature, {temp}",
      "{hot}room too warm, {temp}",
      "{cold}likely room temperature, {temp}",
      "{cold}room too cold, {temp}",
      "{damp}possibly humidity",
      "{again}rework, {attempt}",
      "{cause}",
      "{unexplained}nothing seen so far",
      "{unexplained}not known",
      "{unexplained}open",
    ],
  },
} as const satisfies Readonly<Record<string, GrammarRules>>;

/** For rows that lack what the voices tell: names of the place, the number, the status. */
const shortRules: GrammarRules = {
  short: ["{Title} {value}, {status}.", "{status}: {title} {value}.", "{Title} {value}. {status}."],
  number: ["{Title} {value}.", "{Title}: {value}.", "{Title} at {value}."],
  bare: ["{status}. {where}.", "{where}: {status}.", "{status}, {id}.", "{id}: {status}."],
  nothing: ["{where} logged.", "{where}: logged, {id}.", "{id} logged.", "Entry {id}."],
};

/** The rules of one voice together with the shared ones. */
export function rulesOf(voice: keyof typeof voiceRules): GrammarRules {
  return { ...shared, ...shortRules, ...voiceRules[voice] };
}
