import type { NoteFacts } from "../contract.js";

interface CauseWords {
  /** Permitted causes that these words fit. */
  readonly cause: RegExp;
  readonly words: RegExp;
}

const temperature = "(?:room |ambient |air )?temp(?:erature)?s?";

/** Words by which people name a cause, and the permitted causes that allow them. */
const lexicon: readonly CauseWords[] = [
  {
    cause: /^(?:high )?(?:room|ambient) temperature|heat|warm|hot/i,
    words: new RegExp(
      `\\b(?:hot(?:ter)?|warm(?:er|th)?|heat(?:ed|ing|wave)?|overheat\\w*|(?:high|elevated|raised) ${temperature}|${temperature} (?:is |was |reads |ran )?(?:too |a bit |rather )?(?:high|up|elevated|hot))\\b`,
      "gi",
    ),
  },
  {
    cause: /^(?:low )?(?:room|ambient) temperature|cold/i,
    words: new RegExp(
      `\\b(?:cold(?:er)?|chilly|cool(?:er)?|draughty?|drafty?|low ${temperature}|${temperature} (?:is |was |reads |ran )?(?:too |a bit |rather )?low)\\b`,
      "gi",
    ),
  },
  {
    cause: /temperature|hvac|heat|cold/i,
    words: new RegExp(
      `\\b(?:HVAC|A\\/C|air[- ]?con\\w*|cooling|open (?:door|window)s?|(?:door|window)s? (?:was |were |left |stood )?open|climate|ventilation|thermostat|${temperature} (?:drift|swing|spike|excursion|problem|issue|fault|rise|drop)s?|(?:due to|because of|caused by|suspect(?:ed)?:?|blame|likely|possibly|probably|from) (?:the )?${temperature})\\b`,
      "gi",
    ),
  },
  { cause: /humid|moist|dew/i, words: /\b(?:humid\w*|moist(?:ure)?|damp\w*|wet|dew ?point)\b/gi },
  {
    cause: /operator|human|handling/i,
    words:
      /\b(?:operator(?:'s)? (?:error|mistake|fault|slip)|human error|mis-?set\w*|mis-?handl\w*|mistakes?|careless\w*|untrained|trainee|inexperienced|new (?:operator|hire|guy)|tired|fatigue|rushed|in a hurry|under-?staffed|short-?staffed|wrong (?:setting|setup|recipe|programme?)s?)\b/gi,
  },
  {
    cause: /material|supplier|lot|powder/i,
    words:
      /\b(?:(?:raw )?material (?:lot|batch|supply|problem|issue|quality)|suppliers?|(?:bad|new|wrong|suspect) (?:lot|material|powder|foil|batch)|raw material|powder|contaminat\w*|impurit\w*|particles?|agglomerat\w*|solvents?|binder|foil)\b/gi,
  },
  {
    cause: /wear|worn/i,
    words:
      /\b(?:wear|worn|blunt|dull|abrasion|abraded|erosion|blades?|nozzles?|rollers?|die (?:lip|gap))\b/gi,
  },
  {
    cause: /calibrat|gauge|sensor/i,
    words:
      /\b(?:(?:re)?calibrat\w*|(?:gauge|sensor|probe|tester) (?:drift|error|fault|failure|problem|issue|offset|off)|drift(?:s|ed|ing)?|misalign\w*|sensors?|probes?)\b/gi,
  },
  {
    cause: /machine|equipment|breakdown|vibration|power|leak|pump/i,
    words:
      /\b(?:(?:machine|equipment|hardware|mechanical) (?:fault|problem|error|issue|trouble)|break-?down|broken?|broke|jam(?:med|s)?|pumps?|motors?|bearings?|vibrat\w*|leak\w*|clog\w*|blocked|power (?:cut|failure|dip|loss)|outage|software|firmware)\b/gi,
  },
  {
    cause: /dirt|clean|contact|seal|supply|crowd/i,
    words:
      /\b(?:dirt(?:y)?|dust(?:y)?|soiled|debris|contacts|contact (?:bad|poor|fault|issue|problem)|(?:bad|poor|loose) contact|clamps?|seals?|hoses?|valves?|filters|belts?|r[au]n(?:ning)? (?:out|dry|low)|shortage|crowd(?:ed)?|(?:too many|more) people)\b/gi,
  },
  {
    cause: /speed|pressure|tension|settings?|dryer|gap|recipe/i,
    words:
      /\b(?:(?:line |web )?speed|pressure|tension|settings?|dryers?|ovens?|gap|recipe|parameters?|flow rate|voltage)\b/gi,
  },
  {
    cause: /maintenance|changeover|set-?up|start-?up/i,
    words:
      /\b(?:maintenance|change-?over|set-?up|(?:start|ramp)-?up|shut-?down|after (?:the )?repair|power-?up)\b/gi,
  },
  {
    cause: /re-?work/i,
    words:
      /\b(?:(?:after|from|due to|because of|caused by|is|was|during|been|it's) (?:a )?re-?work|re-?worked)\b/gi,
  },
];

const blaming =
  /\b(?:due to|because(?: of)?|caused by|owing to|thanks to|attribut(?:ed|able) to|traced (?:back )?to|result of|blam(?:e|ing)|culprit(?: is|:)?|suspect(?:ed|s|ing)?(?: cause)?:?|root cause(?: is|:))(?: |$)([^.;!?\n]{0,60})/gi;
/** "Likely a loose clamp"; "likely the driver" and "possibly affecting it" speak of what was named before. */
const guessing =
  /\b(?:likely|probabl[ey]|possibl[ey]|presumably|perhaps|maybe) (?!(?:the |an? )?(?:affect|contribut|related|linked|influenc|driv|caus|reason|factor|why))([^.;!?\n]{1,60})/gi;
const blamedBefore = /((?:[^.,:;!?\n]|[.,]\d){1,60}) (?:(?:is|are|was|were) )?suspected\b/gi;
const open =
  /^(?:the )?(?:cause |reason )?(?:not (?:known|clear)|unknown|unclear|open|nothing|none|no cause|tbd|that|this|it\b)|\b(?:unknown|not known|unclear)\b/i;

/**
 * Causes that a note names and the facts do not permit. `text` is normalised with known words filled in (among them the
 * permitted causes as they stand in the facts), `titles` with the names of numbers filled in too: a number called moisture is no cause.
 */
export function causeComplaints(text: string, titles: string, facts: NoteFacts): string[] {
  const named: { readonly phrase: string; readonly start: number; readonly allowed: boolean }[] = [];
  for (const { cause, words } of lexicon) {
    const allowed = facts.allowedCauses.some((permitted) => cause.test(permitted));
    for (const match of (cause.test("temperature") ? text : titles).matchAll(words)) {
      named.push({ phrase: match[0], start: match.index, allowed });
    }
  }
  const complaints = named.filter(({ allowed }) => !allowed).map(({ phrase }) => complaint(phrase, facts));
  const blamings = [blaming, guessing, blamedBefore].flatMap((pattern) => [...text.matchAll(pattern)]);
  for (const match of blamings) {
    const [whole, blamed = ""] = match;
    if (open.test(blamed) || blamed.includes("\uE000")) continue;
    const end = match.index + whole.length;
    const known = named.some(({ start, phrase }) => start + phrase.length > match.index && start < end);
    const asTitle =
      facts.allowedCauses.some((cause) => cause.includes("temperature")) && /temp|room/i.test(blamed);
    if (!known && !asTitle) complaints.push(complaint(whole.trim(), facts));
  }
  return complaints;
}

function complaint(phrase: string, { allowedCauses }: NoteFacts): string {
  const remedy =
    allowedCauses.length === 0
      ? "The facts show no cause: say that it is not known, or nothing"
      : `Permitted is: ${allowedCauses.join(", ")}`;
  return `"${phrase}" names a cause that the facts do not show. ${remedy}.`;
}
