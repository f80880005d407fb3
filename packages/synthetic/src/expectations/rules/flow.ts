import { quoteValue } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { casesAgainst, eventsAgainst, mustHold } from "../against.js";
import type { Expectation, Finding } from "../check.js";
import type { CheckedRules } from "./schema.js";

/** Beginning, end, order and repetitions of the activities of a case. */
export function flowRules({ rules }: CheckedRules): readonly Expectation[] {
  const found: Expectation[] = [];
  const { startActivities, endActivities, finalActivities, maximumRepeats } = rules;
  if (startActivities !== undefined) {
    found.push(
      mustHold("rules/start-activities", `Every case begins with ${oneOf(startActivities)}`, (log) =>
        casesAgainst(log, "case", "begin otherwise", (first, end) =>
          first === end ? null : otherThan(startActivities, nameAt(log, first), "begins with"),
        ),
      ),
    );
  }
  if (endActivities !== undefined) {
    found.push(
      mustHold("rules/end-activities", `Every case ends with ${oneOf(endActivities)}`, (log) =>
        casesAgainst(log, "case", "end otherwise", (first, end) =>
          first === end ? null : otherThan(endActivities, nameAt(log, end - 1), "ends with"),
        ),
      ),
    );
  }
  if (finalActivities !== undefined) {
    found.push(
      mustHold("rules/final-activities", `Nothing comes after ${oneOf(finalActivities)}`, (log) =>
        eventsAgainst(log, "after it", (e, first) =>
          e > first && finalActivities.includes(nameAt(log, e - 1))
            ? `comes after ${quoteValue(nameAt(log, e - 1))}`
            : null,
        ),
      ),
    );
  }
  for (const [before, after] of rules.precedence ?? []) {
    found.push(
      mustHold(
        `rules/precedence:${before}>${after}`,
        `${quoteValue(after)} comes only after ${quoteValue(before)}`,
        (log) => precedence(log, before, after),
      ),
    );
  }
  if (maximumRepeats !== undefined) {
    found.push(
      mustHold("rules/maximum-repeats", "No activity is repeated in a case more often than allowed", (log) =>
        repeats(log, maximumRepeats),
      ),
    );
  }
  for (const [activity, allowed] of Object.entries(rules.repeatsAfter ?? {})) {
    found.push(
      mustHold(
        `rules/repeats-after:${activity}`,
        `A repeated ${quoteValue(activity)} directly follows ${oneOf(allowed)}`,
        (log) => repeatsAfter(log, activity, allowed),
      ),
    );
  }
  return found;
}

function nameAt(log: EventLog, e: number): string {
  return log.activities[log.activity[e]!]!;
}

function oneOf(names: readonly string[]): string {
  return names.map((name) => quoteValue(name)).join(" or ");
}

function otherThan(allowed: readonly string[], name: string, verb: string): string | null {
  return allowed.includes(name) ? null : `${verb} ${quoteValue(name)}`;
}

function precedence(log: EventLog, before: string, after: string): Finding {
  const [needed, judged] = [log.activities.indexOf(before), log.activities.indexOf(after)];
  return casesAgainst(log, "case", `have ${quoteValue(after)} too early`, (first, end) => {
    for (let e = first; e < end; e++) {
      if (log.activity[e] === needed) return null;
      if (log.activity[e] === judged)
        return `has ${quoteValue(after)} as event ${e - first + 1} without ${quoteValue(before)} before it`;
    }
    return null;
  });
}

function repeats(log: EventLog, maximum: number | Readonly<Record<string, number>>): Finding {
  const allowed = log.activities.map((name) =>
    typeof maximum === "number"
      ? maximum
      : Object.hasOwn(maximum, name)
        ? maximum[name]!
        : Number.POSITIVE_INFINITY,
  );
  const counts = new Uint32Array(log.activities.length);
  return casesAgainst(log, "case", "repeat an activity too often", (first, end) => {
    counts.fill(0);
    let worst = -1;
    for (let e = first; e < end; e++) {
      const id = log.activity[e]!;
      counts[id]!++;
      if (worst === -1 && counts[id]! - 1 > allowed[id]!) worst = id;
    }
    return worst === -1
      ? null
      : `repeats ${quoteValue(log.activities[worst])} ${counts[worst]! - 1} times, ${allowed[worst]} allowed`;
  });
}

function repeatsAfter(log: EventLog, activity: string, allowed: readonly string[]): Finding {
  const judged = log.activities.indexOf(activity);
  let seenIn = -1;
  return eventsAgainst(log, "repeated after something else", (e, first, c) => {
    if (log.activity[e] !== judged) return null;
    const repeated = seenIn === c;
    seenIn = c;
    if (!repeated || e === first || allowed.includes(nameAt(log, e - 1))) return null;
    return `follows ${quoteValue(nameAt(log, e - 1))}`;
  });
}
