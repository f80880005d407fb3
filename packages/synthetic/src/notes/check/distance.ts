import type { NoteFacts, NumberFact } from "../contract.js";
import { roleOf } from "../roles.js";
import type { Name } from "./names.js";

/** That a number is how far the value is from something. */
export interface Distance {
  /** The target or the limits meant. */
  readonly references: readonly NumberFact[];
  /** 1 = above, -1 = below, 0 = not said. */
  readonly side: -1 | 0 | 1;
  /** Whether a limit is named: "104.3 µm above the limit" is more often the value than the distance. */
  readonly toLimit: boolean;
  /** Where the words for it end. */
  readonly end: number;
}

const leading =
  /(?:\bby|\bdeviation|\bdifference|\bdelta|Δ|\boffset|\bgap|\bexcess|\bdev\.?)(?: of| is| was|[:=])* ?(?:about |only |just |around |some )?$/i;
const sides =
  /\b(above|over|exceed\w*|beyond|past|high\w*|thick\w*)\b|\b(below|under|short|low\w*|thin\w*)\b/gi;
const trailing =
  /^ ?(?:(above|over|beyond|past|higher than|more than|in excess of)|(below|under|short of|lower than|less than)|(off|from|away from))(?: of)?(?: the| its| our)?(?= |[.,;)]|$) ?/i;
const adjective = /^ ?(?:too |on the )?(?:(high|thick|heavy)|(low|thin|light))\b/i;

/** Whether a number follows words such as "over target by". `before` is its sentence so far, which begins at `start`. */
export function distanceBefore(
  before: string,
  start: number,
  names: readonly Name[],
  facts: NoteFacts,
): Distance | null {
  const at = leading.exec(before)?.index;
  // "width deviation" may be the title of a number.
  if (at === undefined || names.some((name) => name.start <= start + at && start + at < name.end))
    return null;
  const said = [...before.matchAll(sides)].at(-1);
  const named = names.findLast(
    (name) => name.start >= start && name.end <= start + before.length && name.facts.some(hasRole),
  );
  return distance(named?.facts ?? targetsOf(facts), sideOf(said?.[1], said?.[2]), start + before.length);
}

/** Whether words such as "above target" follow the number that ends at `end`. */
export function distanceAfter(
  text: string,
  end: number,
  names: readonly Name[],
  facts: NoteFacts,
): Distance | null {
  const rest = text.slice(end);
  const match = trailing.exec(rest);
  if (match !== null) {
    const at = end + match[0].length;
    const named = names.find((name) => name.start === at && name.facts.some(hasRole));
    if (named !== undefined) return distance(named.facts, sideOf(match[1], match[2]), named.end);
    return /^(?:[.,;)]|$)/.test(text.slice(at))
      ? distance(targetsOf(facts), sideOf(match[1], match[2]), at)
      : null;
  }
  const plain = adjective.exec(rest);
  if (plain !== null && names.some(({ start }) => start >= end && start < end + plain[0].length)) return null;
  if (plain === null || /^ ?(?:on )?(?:high|low) (?:room|temp|limit)/i.test(rest)) return null;
  return distance(targetsOf(facts), sideOf(plain[1], plain[2]), end + plain[0].length);
}

function distance(references: readonly NumberFact[], side: Distance["side"], end: number): Distance {
  return { references, side, end, toLimit: references.some((fact) => roleOf(fact.field) !== "target") };
}

function sideOf(above: string | undefined, below: string | undefined): Distance["side"] {
  if (above !== undefined) return 1;
  return below === undefined ? 0 : -1;
}

function hasRole(fact: NumberFact): boolean {
  return roleOf(fact.field) !== null;
}

function targetsOf(facts: NoteFacts): NumberFact[] {
  return facts.numbers.filter((fact) => roleOf(fact.field) === "target");
}
