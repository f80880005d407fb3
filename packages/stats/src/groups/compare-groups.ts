import { type CasePredicate, type EventLog, filterCases } from "@gigamine/event-log";
import { startTimes } from "../case-times.js";
import { holm } from "../holm.js";
import { pairLookup } from "../pair-lookup.js";
import { type CalendarOption, onClock } from "../working-time.js";
import { durationDifference, type Open, shareDifference } from "./differences.js";
import {
  activityTimes,
  caseDurations,
  casesWith,
  commonArcs,
  type Group,
  measuredByService,
  type Seen,
  type Times,
} from "./group-figures.js";
import type { DifferenceTest, GroupsComparison, ShareDifference } from "./types.js";

/**
 * Compares two groups of cases: how often activities and arcs happen in a case, how long cases and activities take, and which of
 * the differences are more than chance. The groups are two logs, or the cases of one log for which a predicate holds (A) and all
 * others (B).
 *
 * Shares are tested by the "N − 1" chi-squared test, where expected counts are below 1 by Fisher's exact test; durations by the
 * Mann-Whitney test in its normal approximation, with ties, and Cliff's delta as the size. All p values are adjusted together
 * (Holm). There is no p value where a group has no case, where all or no cases of both have it, where a group has fewer than 5
 * durations, or where all are equal. Cases are taken to be independent of each other, the durations of one activity within a case
 * as well, which is not so where it is repeated. A difference is no cause: the groups may differ in more than what divides them.
 *
 * Durations are comparable: where one of the groups records starts and the other does not, both are measured without. Activities
 * are the same by name. An activity's duration is the service time where both groups record starts of it, else the gap since the
 * event before.
 *
 * O(events log events). Two empty logs give empty lists.
 *
 * Sources: Campbell, "Chi-Squared and Fisher-Irwin Tests of Two-by-Two Tables with Small Sample Recommendations", Statistics in
 * Medicine 26(19), 2007; Mann, Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the
 * Other", Annals of Mathematical Statistics 18(1), 1947; Cliff, "Dominance Statistics", Psychological Bulletin 114(3), 1993;
 * Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6(2), 1979.
 *
 * @throws GigamineError `predicate/…`, `filter/…` for a predicate that does not fit the log.
 * @example
 * compareGroups(log, { kind: "activity", names: "Rework" }).activities[0];
 * compareGroups(january, february).caseDuration.cliffsDelta;
 */
export function compareGroups(groupA: EventLog, groupB: EventLog, options?: CalendarOption): GroupsComparison;
export function compareGroups<E extends object, C extends object>(
  log: EventLog<E, C>,
  isInA: NoInfer<CasePredicate<E, C>>,
  options?: CalendarOption,
): GroupsComparison;
export function compareGroups(
  log: EventLog,
  other: EventLog | CasePredicate,
  { calendar }: CalendarOption = {},
): GroupsComparison {
  const [a, b] = "caseOffsets" in other ? [log, other] : divided(log, other);
  const { log: logA, clock } = onClock("compareGroups", a, calendar);
  const { log: logB } = onClock("compareGroups", b, calendar);
  const activities = [...new Set([...logA.activities, ...logB.activities])];
  const idOf = new Map(activities.map((name, id) => [name, id]));
  const groups = [logA, logB].map(
    (group): Group => ({
      log: group,
      ids: Uint32Array.from(group.activities, (name) => idOf.get(name)!),
    }),
  ) as [Group, Group];
  const arcs = commonArcs(groups, activities);
  const arcOf = pairLookup(arcs);
  const [seenA, seenB] = groups.map((group) =>
    casesWith(group, activities.length, arcs.from.length, arcOf),
  ) as [Seen, Seen];
  const compareShares = (casesA: number, casesB: number): Open<ShareDifference> =>
    shareDifference(casesA, logA.caseIds.length, casesB, logB.caseIds.length);

  const basis = startTimes(logA) !== null && startTimes(logB) !== null ? "start" : "completion";
  const caseDuration = durationDifference(caseDurations(logA, basis), caseDurations(logB, basis));
  const byService = measuredByService(groups, activities.length);
  const [timesA, timesB] = groups.map((group) => activityTimes(group, byService)) as [Times, Times];
  const ofActivities = activities
    .map((activity, id) => ({
      activity,
      presence: compareShares(seenA.activities[id]!, seenB.activities[id]!),
      duration: durationDifference(timesA(id), timesB(id)),
      basis: byService[id] === 1 ? ("service" as const) : ("gap" as const),
    }))
    .filter(({ presence }) => presence.casesA + presence.casesB > 0);
  const ofArcs = arcs.from.map((from, arc) => ({
    from: activities[from]!,
    to: activities[arcs.to[arc]!]!,
    presence: compareShares(seenA.arcs[arc]!, seenB.arcs[arc]!),
  }));

  const all: Open<DifferenceTest>[] = [
    caseDuration,
    ...ofActivities.flatMap(({ presence, duration }) => [presence, duration]),
    ...ofArcs.map(({ presence }) => presence),
  ];
  const adjusted = holm(all.map(({ pValue }) => pValue));
  all.forEach((test, i) => {
    test.adjustedPValue = adjusted[i]!;
  });
  return {
    groupA: { cases: logA.caseIds.length, events: logA.activity.length },
    groupB: { cases: logB.caseIds.length, events: logB.activity.length },
    clock,
    caseDuration,
    basis,
    activities: mostTellingFirst(ofActivities, ({ presence, duration }) => [
      presence.pValue,
      duration.pValue,
    ]),
    arcs: mostTellingFirst(ofArcs, ({ presence }) => [presence.pValue]),
    tests: adjusted.filter((p) => p !== null).length,
  };
}

function divided(log: EventLog, isInA: CasePredicate): readonly [EventLog, EventLog] {
  return [filterCases(log, isInA), filterCases(log, { kind: "not", of: isInA })];
}

function mostTellingFirst<T extends { readonly presence: ShareDifference }>(
  entries: readonly T[],
  pValues: (entry: T) => readonly (number | null)[],
): T[] {
  const weighed = entries.map((entry) => ({
    entry,
    least: Math.min(...pValues(entry).map((p) => p ?? UNTESTED)),
    difference: Math.abs(entry.presence.difference ?? 0),
  }));
  weighed.sort((x, y) => x.least - y.least || y.difference - x.difference); // stable, so ties keep the order of the ids
  return weighed.map(({ entry }) => entry);
}

/** Above all p values. */
const UNTESTED = 2;
