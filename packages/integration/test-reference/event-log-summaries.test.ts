import {
  casePredicate,
  countCases,
  type EventLog,
  eventuallyFollows,
  filterRework,
  prefixes,
  variants,
} from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import { describe, expect, it } from "@jest/globals";
import { REFERENCE_LOGS, referenceLog, referenceResults } from "./reference-data.js";

describe.each(REFERENCE_LOGS)("%s", (file) => {
  const expected = referenceResults(file.replace(/\.(csv|xes)(\.gz)?$/, ""));
  const reading: Promise<EventLog> = readLogFile(referenceLog(file));

  it("has its eventually-follows counts", async () => {
    const { activities, from, to, count } = eventuallyFollows(await reading);
    const found = from.map((a, i) => [activities[a]!, activities[to[i]!]!, count[i]!]);
    const sorted = (list: readonly (readonly (string | number)[])[]): unknown => {
      const key = (pair: readonly (string | number)[]): string => JSON.stringify(pair.slice(0, 2));
      return [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    };
    expect(found.length).toBeGreaterThan(0);
    expect(sorted(found)).toEqual(sorted(expected.eventually_follows));
  });

  it("repeats each activity in as many cases", async () => {
    const log = await reading;
    const repeated = log.activities.map(
      (name) => [name, filterRework(log, { names: name }).caseIds.length] as const,
    );
    expect(Object.fromEntries(repeated.filter(([, cases]) => cases > 0))).toEqual(
      expected.rework_cases_per_activity,
    );
  });

  it("has in each directly-follows pair a path that the predicate finds", async () => {
    const log = await reading;
    for (const [a, b] of expected.dfg.slice(0, 20)) {
      expect(countCases(log, casePredicate.directlyFollows(a, b))).toBeGreaterThan(0);
    }
  });

  it("has as many leaves with cases in its tree of prefixes as variants", async () => {
    const grouped = variants(await reading);
    const tree = prefixes(grouped);
    expect(tree.endCount.filter((count) => count > 0)).toHaveLength(expected.variants.total);
    expect(tree.count[0]).toBe(expected.meta.n_cases);
  });
});
