import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { STRUCTURE_RULES } from "../src/contract/structure.js";
import {
  columnByName,
  columnValue,
  type EventLog,
  eventuallyFollows,
  pairLifecycle,
  prefixes,
} from "../src/index.js";
import { arbitraryLog } from "./arbitrary-log.js";
import { buildLog, rowsOf } from "./build-log.js";
import { logOf, wordsOf } from "./words.js";

const RUN = { seed: 41, numRuns: 150 };

describe("eventuallyFollows", () => {
  // worked by hand: in ⟨a, a, b⟩ the pairs of positions are (a,a), (a,b), (a,b)
  it("counts every ordered pair of positions, weighted by the cases", () => {
    const { activities, from, to, count } = eventuallyFollows(traces("2x a a b", "b a", ""));
    expect(from.map((a, i) => `${activities[a]}${activities[to[i]!]} ${count[i]}`)).toEqual([
      "aa 2",
      "ab 4",
      "ba 1",
    ]);
    expect(eventuallyFollows(traces(""))).toMatchObject({ from: [], to: [], count: [] });
  });

  it("is the same from a log, and with thousands of activities", () => {
    expect(eventuallyFollows(logOf({ x: "a a b", y: "a a b", z: "b a" })).count).toEqual([2, 4, 1]);
    const many = Array.from({ length: 2100 }, (_, i) => `a${i}`);
    const wide = eventuallyFollows(traces(many.join(" "), `3x ${many[0]} ${many[2099]}`));
    expect(wide.from).toHaveLength((2100 * 2099) / 2);
    expect([wide.from[2098], wide.to[2098], wide.count[2098]]).toEqual([0, 2099, 4]);
  }, 30_000);

  it("equals the double loop, for every log", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (tiny) => {
        const counts = new Map<string, number>();
        for (let v = 0; v < tiny.counts.length; v++) {
          const word = tiny.sequence.slice(tiny.variantOffsets[v], tiny.variantOffsets[v + 1]);
          for (let i = 0; i < word.length; i++) {
            for (let j = i + 1; j < word.length; j++) {
              const key = `${word[i]} ${word[j]}`;
              counts.set(key, (counts.get(key) ?? 0) + tiny.counts[v]!);
            }
          }
        }
        const { from, to, count } = eventuallyFollows(tiny);
        expect(new Map(from.map((a, i) => [`${a} ${to[i]}`, count[i]!]))).toEqual(counts);
        const keys = from.map((a, i) => a * 1000 + to[i]!);
        expect(keys).toEqual([...keys].sort((a, b) => a - b));
      }),
      RUN,
    );
  });
});

describe("prefixes", () => {
  it("is the tree of all beginnings with the cases that have them", () => {
    expect(prefixes(traces("3x a b", "a", "2x a c", "b"))).toEqual({
      activities: ["a", "b", "c"],
      parent: [-1, 0, 1, 1, 0],
      activity: [-1, 0, 1, 2, 1],
      depth: [0, 1, 2, 2, 1],
      count: [7, 6, 3, 2, 1],
      endCount: [0, 1, 3, 2, 1],
      variantNode: [2, 1, 3, 4],
    });
  });

  it("has the root alone when there is nothing", () => {
    expect(prefixes(logOf({}))).toMatchObject({ parent: [-1], count: [0], endCount: [0], variantNode: [] });
    expect(prefixes(logOf({ x: "" }))).toMatchObject({
      parent: [-1],
      count: [1],
      endCount: [1],
      variantNode: [0],
    });
  });

  it("counts at each node its ends and its children, and spells the variants, for every log", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (tiny) => {
        const tree = prefixes(tiny);
        const sums = [...tree.endCount];
        for (let node = tree.parent.length - 1; node > 0; node--) {
          expect(tree.parent[node]!).toBeLessThan(node);
          sums[tree.parent[node]!]! += tree.count[node]!;
        }
        expect(sums).toEqual(tree.count);
        expect(tree.count[0]).toBe(tiny.counts.reduce((a, b) => a + b, 0));
        for (const [v, end] of tree.variantNode.entries()) {
          const word: number[] = [];
          for (let node = end; node > 0; node = tree.parent[node]!) word.unshift(tree.activity[node]!);
          expect(word).toEqual(tiny.sequence.slice(tiny.variantOffsets[v], tiny.variantOffsets[v + 1]));
          expect(tree.depth[end]).toBe(word.length);
        }
      }),
      RUN,
    );
  });
});

describe("pairLifecycle", () => {
  const hours = (log: EventLog): string[] =>
    [...log.activity].map((id, e) => {
      const hour = (ms: number | null): string => (ms === null ? "?" : String((ms / 3_600_000) % 24));
      const start = columnValue(log.eventAttributes["start"]!, e) as number | null;
      return `${log.activities[id]} ${hour(start)}-${hour(Number.isNaN(log.time[e]!) ? null : log.time[e]!)}`;
    });

  it("joins first in, first out within an activity", () => {
    const paired = pairLifecycle(logOf({ x: "a:start b:start a:START a:complete b:complete a:Complete" }));
    expect(hours(paired.log)).toEqual(["a 0-3", "b 1-4", "a 2-5"]);
    expect(paired).toMatchObject({
      pairs: 3,
      instants: 0,
      unmatchedStarts: [],
      unmatchedCompletes: [],
      leftOut: {},
    });
  });

  it("prefers the same resource, then a start without one; a completion without one takes the earliest of any", () => {
    const own = pairLifecycle(
      logOf({ x: "a@1:start a@2:start a:start a@2:complete a@3:complete a:complete" }),
    );
    expect(hours(own.log)).toEqual(["a 1-3", "a 2-4", "a 0-5"]);
    const other = pairLifecycle(logOf({ x: "a@1:start a@2:complete" }));
    expect(other).toMatchObject({ pairs: 0, unmatchedStarts: [0], unmatchedCompletes: [1] });
  });

  it("never joins events of two cases", () => {
    expect(pairLifecycle(logOf({ x: "a:start", y: "a:complete" }))).toMatchObject({
      unmatchedStarts: [0],
      unmatchedCompletes: [1],
    });
  });

  it("leaves out what neither begins nor ends work, and counts it; an abort ends work", () => {
    const paired = pairLifecycle(
      logOf({ x: "a:schedule a:assign a:start a:suspend a:resume a:ate_abort b:autoskip b:withdraw c" }),
    );
    expect(hours(paired.log)).toEqual(["a 2-5", "c ?-8"]);
    expect(columnValue(paired.log.eventAttributes["lifecycle"]!, 0)).toBe("ate_abort");
    expect(paired.instants).toBe(1);
    expect(paired.leftOut).toEqual({
      assign: 1,
      autoskip: 1,
      resume: 1,
      schedule: 1,
      suspend: 1,
      withdraw: 1,
    });
    expect(paired.log.activities).toEqual(["a", "c"]);
  });

  it("keeps or drops what found no partner, and reports it either way", () => {
    const source = logOf({ x: "a:complete a:start b:complete", y: "a:start" });
    const kept = pairLifecycle(source);
    expect(hours(kept.log)).toEqual(["a ?-0", "a 1-?", "b ?-2", "a 0-?"]);
    expect(kept).toMatchObject({ unmatchedStarts: [1, 3], unmatchedCompletes: [0], instants: 1 });
    const dropped = pairLifecycle(source, { unmatchedStarts: "drop", unmatchedCompletes: "drop" });
    expect(wordsOf(dropped.log)).toEqual({ x: "b", y: "" });
    expect(dropped).toMatchObject({ unmatchedStarts: [1, 3], unmatchedCompletes: [0], instants: 1 });
    expect(() => pairLifecycle(source, { unmatchedStarts: "ignore" as never })).toThrow(
      /option unmatchedStarts is "ignore"/,
    );
  });

  it("takes attributes of the completion, and what it lacks from the start", () => {
    const paired = pairLifecycle(logOf({ x: "a@Ann:start a:complete" }));
    expect(rowsOf(paired.log)).toEqual([
      {
        caseId: "x",
        attributes: { day: 0 },
        events: [
          {
            activity: "a",
            time: Date.UTC(2025, 0, 1, 1),
            attributes: { hour: 1, resource: "Ann", lifecycle: "complete", start: Date.UTC(2025, 0, 1) },
          },
        ],
      },
    ]);
  });

  it("gives a log of completions back, with a column for starts", () => {
    const complete = logOf({ x: "a:complete b c:unknown", y: "" });
    const { log: same, pairs, instants } = pairLifecycle(complete);
    expect({ pairs, instants }).toEqual({ pairs: 0, instants: 3 });
    const { start, ...others } = same.eventAttributes;
    expect({ ...same, eventAttributes: others }).toEqual({
      ...complete,
      eventAttributes: { ...complete.eventAttributes },
    });
    expect([...start.values]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    fc.assert(
      fc.property(arbitraryLog, (source) => {
        const any = buildLog(source);
        const paired = pairLifecycle(any).log;
        if (columnByName(any.eventAttributes, "start")?.kind === "timestamp") expect(paired).toEqual(any);
        expect(wordsOf(paired)).toEqual(wordsOf(any));
      }),
      RUN,
    );
  });

  it("loses no event in silence, for every log", () => {
    const word = fc
      .tuple(
        fc.constantFrom("a", "b"),
        fc.constantFrom("", "@1", "@2"),
        fc.constantFrom("", ":start", ":complete", ":suspend"),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 8 }), { maxLength: 3 }), (cases) => {
        const source = logOf(Object.fromEntries(cases.map((words, c) => [`c${c}`, words.join(" ")])));
        const paired = pairLifecycle(source);
        const left = Object.values(paired.leftOut).reduce((a, b) => a + b, 0);
        const { pairs, instants, unmatchedStarts, unmatchedCompletes } = paired;
        expect(2 * pairs + instants + unmatchedStarts.length + unmatchedCompletes.length + left).toBe(
          source.activity.length,
        );
        expect(paired.log.activity.length).toBe(source.activity.length - pairs - left);
        expect(STRUCTURE_RULES.map((rule) => rule.fault(paired.log))).toEqual(
          STRUCTURE_RULES.map(() => null),
        );
        const starts = paired.log.eventAttributes.start.values;
        paired.log.time.forEach((time, e) => {
          if (!Number.isNaN(time) && !Number.isNaN(starts[e]!)) expect(starts[e]!).toBeLessThanOrEqual(time);
        });
      }),
      RUN,
    );
  });
});
