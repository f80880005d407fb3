import type { EventLog } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  arrivals,
  caseDurations,
  caseOverlap,
  dwellTimes,
  eventuallyFollowsDurations,
  littlesLaw,
  performanceDfg,
  waitingTimes,
  workInProcess,
} from "../src/index.js";
import { arbitraryCases, logOf } from "./tiny-log.js";

type Pairs = ReturnType<typeof performanceDfg> | ReturnType<typeof eventuallyFollowsDurations>;

const byName = (pairs: Pairs) =>
  pairs.from
    .map((from, i) => ({
      pair: JSON.stringify([pairs.activities[from], pairs.activities[pairs.to[i]!]]),
      count: pairs.count[i],
      times: [pairs.totalMs, pairs.meanMs, pairs.medianMs, pairs.p90Ms, pairs.minMs, pairs.maxMs].map(
        (list) => list[i]!,
      ),
    }))
    .sort((a, b) => (a.pair < b.pair ? -1 : 1));

/** All durations of a log, as one list of numbers, in an order that depends on names alone. */
function allDurations(log: EventLog): (number | null)[] {
  const { summary } = caseDurations(log);
  const { windowMs, meanDurationMs, carriedInMs, carriedOutMs } = littlesLaw(log, { trim: 0.25 });
  const waits = waitingTimes(log)
    .toSorted((a, b) => (a.activity < b.activity ? -1 : 1))
    .map(({ sojourn }) => sojourn);
  const dwells = dwellTimes(log, [{ from: "a", to: "b", maxMs: 0 }]).map((rule) => rule.summary);
  return [
    ...[summary, ...waits, ...dwells, arrivals(log).arrivals.gap].flatMap((s) => [
      s.totalMs,
      s.meanMs,
      s.medianMs,
      s.maxMs,
    ]),
    ...[performanceDfg(log), eventuallyFollowsDurations(log)].flatMap(byName).flatMap(({ times }) => times),
    ...[windowMs, meanDurationMs, carriedInMs, carriedOutMs],
  ];
}

/** What a log says without a unit of time. */
function allCounts(log: EventLog): unknown {
  const { mean, max } = workInProcess(log);
  const { arrivals: begun, meanInProcess, inProcessAtFrom, inProcessAtTo } = littlesLaw(log, { trim: 0.25 });
  return {
    ...{ mean, max, begun, meanInProcess, inProcessAtFrom, inProcessAtTo },
    overlap: caseOverlap(log).summary,
    pairs: [performanceDfg(log), eventuallyFollowsDurations(log)]
      .flatMap(byName)
      .map(({ pair, count }) => [pair, count]),
  };
}

describe("the times of a process", () => {
  it("do not depend on the order of the cases", () => {
    fc.assert(
      fc.property(arbitraryCases(), (cases) => {
        const turned = logOf(cases.toReversed());
        expect(allDurations(turned)).toEqual(allDurations(logOf(cases)));
        expect(allCounts(turned)).toEqual(allCounts(logOf(cases)));
      }),
      { seed: 20250212, numRuns: 150 },
    );
  });

  it("do not depend on when time begins, and grow with the unit", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), (cases) => {
        const plain = logOf(cases);
        const shifted = logOf(cases, (t) => t + 2 ** 40);
        const scaled = logOf(cases, (t) => t * 1024);
        expect(allDurations(shifted)).toEqual(allDurations(plain));
        expect(allDurations(scaled)).toEqual(allDurations(plain).map((d) => (d === null ? null : d * 1024)));
        expect(allCounts(shifted)).toEqual(allCounts(plain));
        expect(allCounts(scaled)).toEqual(allCounts(plain));
      }),
      { seed: 20250213, numRuns: 150 },
    );
  });
});
