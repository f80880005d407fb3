import { prefixes, type VariantLog } from "@gigamine/event-log";
import { stateActivities, type TransitionSystem } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type TransitionSystemOptions, transitionSystem } from "../../src/index.js";

/** The activities of a state in one word, `-` for none. */
function word(system: TransitionSystem, state: number): string {
  return (
    stateActivities(system, state)
      .map((id) => system.activities[id])
      .join("") || "-"
  );
}

const states = (system: TransitionSystem) => system.stateCounts.map((_, state) => word(system, state));
/** Transitions as `A -B-> AB 3`. */
const transitions = (system: TransitionSystem) =>
  system.from.map(
    (from, t) =>
      `${word(system, from)} -${system.activities[system.activity[t]!]}-> ${word(system, system.to[t]!)} ${system.count[t]}`,
  );

// The example log of the paper: A starts, then B and C in any order or E alone, then D.
const LOG = traces("3x A B C D", "2x A C B D", "A E D");

describe("transitionSystem", () => {
  it("tells states apart by the whole sequence before them", () => {
    const system = transitionSystem(LOG);
    expect(states(system)).toEqual(["-", "A", "AB", "ABC", "ABCD", "AC", "ACB", "ACBD", "AE", "AED"]);
    expect(transitions(system)).toEqual([
      "- -A-> A 6",
      "A -B-> AB 3",
      "A -C-> AC 2",
      "A -E-> AE 1",
      "AB -C-> ABC 3",
      "ABC -D-> ABCD 3",
      "AC -B-> ACB 2",
      "ACB -D-> ACBD 2",
      "AE -D-> AED 1",
    ]);
    expect(system.stateCounts).toEqual([6, 6, 3, 3, 3, 2, 2, 2, 1, 1]);
    expect(system.startCounts).toEqual([6, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(system.endCounts).toEqual([0, 0, 0, 0, 3, 0, 0, 2, 0, 1]);
  });

  it("lets B and C commute when only the set counts", () => {
    const system = transitionSystem(LOG, { view: "set" });
    expect(states(system)).toEqual(["-", "A", "AB", "ABC", "ABCD", "AC", "AE", "ADE"]);
    expect(transitions(system)).toContain("ABC -D-> ABCD 5");
    expect(transitions(system)).toHaveLength(8);
  });

  it("tells a repetition by the multiset, not by the set", () => {
    const log = traces("a b a b", "b b a a");
    expect(states(transitionSystem(log, { view: "multiset" }))).toEqual([
      "-",
      "a",
      "ab",
      "aab",
      "aabb",
      "b",
      "bb",
      "abb",
    ]);
    expect(states(transitionSystem(log, { view: "set" }))).toEqual(["-", "a", "ab", "b"]);
    expect(transitions(transitionSystem(log, { view: "set" }))).toEqual([
      "- -a-> a 1",
      "- -b-> b 1",
      "a -b-> ab 1",
      "ab -a-> ab 2",
      "ab -b-> ab 1",
      "b -a-> ab 1",
      "b -b-> b 1",
    ]);
  });

  it("remembers the last events of its window only", () => {
    const system = transitionSystem(LOG, { window: 1 });
    expect(states(system)).toEqual(["-", "A", "B", "C", "D", "E"]);
    expect(transitions(system)).toEqual([
      "- -A-> A 6",
      "A -B-> B 3",
      "A -C-> C 2",
      "A -E-> E 1",
      "B -C-> C 3",
      "B -D-> D 2",
      "C -B-> B 2",
      "C -D-> D 3",
      "E -D-> D 1",
    ]);
    expect(states(transitionSystem(traces("a b c b c b"), { window: 2 }))).toEqual([
      "-",
      "a",
      "ab",
      "bc",
      "cb",
    ]);
    expect(states(transitionSystem(traces("a b c b c b"), { window: 2, view: "multiset" }))).toEqual([
      "-",
      "a",
      "ab",
      "bc",
    ]);
  });

  it("looks ahead when the direction is the future", () => {
    const system = transitionSystem(LOG, { direction: "future" });
    expect(states(system)).toEqual(["ABCD", "BCD", "CD", "D", "-", "ACBD", "CBD", "BD", "AED", "ED"]);
    expect(transitions(system)).toContain("D -D-> - 6");
    expect(system.startCounts).toEqual([3, 0, 0, 0, 0, 2, 0, 0, 1, 0]);
    expect(system.endCounts).toEqual([0, 0, 0, 0, 6, 0, 0, 0, 0, 0]);
    expect(states(transitionSystem(LOG, { direction: "future", window: 1 }))).toEqual([
      "A",
      "B",
      "C",
      "D",
      "-",
      "E",
    ]);
  });

  it("has no states without cases, and one for an empty case", () => {
    const none: VariantLog = { activities: [], variantOffsets: [0], sequence: [], counts: [] };
    for (const view of ["sequence", "multiset", "set"] as const) {
      expect(transitionSystem(none, { view })).toMatchObject({ stateCounts: [], from: [] });
      expect(transitionSystem(traces("", ""), { view })).toMatchObject({
        stateCounts: [2],
        startCounts: [2],
        endCounts: [2],
        from: [],
      });
    }
  });

  it("refuses options out of range", () => {
    expect(() => transitionSystem(LOG, { window: 0 })).toThrow("transitionSystem: option window is 0.");
    expect(() => transitionSystem(LOG, { window: 1.5 })).toThrow("Give a whole number of at least 1");
    expect(() => transitionSystem(LOG, { view: "bag" as "set" })).toThrow("option view is");
    expect(() => transitionSystem(LOG, { direction: "both" as "past" })).toThrow("option direction is");
  });
});

type AllOptions = {
  readonly [K in keyof TransitionSystemOptions]-?: NonNullable<TransitionSystemOptions[K]>;
};

const anyOptions: fc.Arbitrary<AllOptions> = fc.record({
  view: fc.constantFrom("sequence", "multiset", "set"),
  window: fc.constantFrom(1, 2, 3, 4, 5, Number.POSITIVE_INFINITY),
  direction: fc.constantFrom("past", "future"),
});

describe("for every log and all options", () => {
  it("is what comparing the windows of all positions gives", () => {
    fc.assert(
      fc.property(arbitraryTraces({ length: 12 }), anyOptions, (log, options) => {
        const system = transitionSystem(log, options);
        expect({
          states: states(system).map((content, state) => [content, system.stateCounts[state]]),
          transitions: [...transitions(system)].sort(),
        }).toEqual(naive(log, options));
      }),
      { seed: 31, numRuns: 400 },
    );
  });

  it("leads every variant from a start to an end, and counts every event once", () => {
    fc.assert(
      fc.property(arbitraryTraces(), anyOptions, (log, options) => {
        const system = transitionSystem(log, options);
        const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);
        const cases = total(log.counts);
        const events = log.counts.reduce(
          (sum, n, v) => sum + n * (log.variantOffsets[v + 1]! - log.variantOffsets[v]!),
          0,
        );
        expect([total(system.startCounts), total(system.endCounts), total(system.count)]).toEqual([
          cases,
          cases,
          events,
        ]);
        expect(total(system.stateCounts)).toBe(events + cases);
        for (let v = 0; v < log.counts.length; v++) {
          let reached = new Set(system.startCounts.flatMap((n, state) => (n > 0 ? [state] : [])));
          for (const activity of log.sequence.slice(log.variantOffsets[v], log.variantOffsets[v + 1])) {
            reached = new Set(
              system.from.flatMap((from, t) =>
                reached.has(from) && system.activity[t] === activity ? [system.to[t]!] : [],
              ),
            );
          }
          expect([...reached].some((state) => system.endCounts[state]! > 0)).toBe(true);
        }
      }),
      { seed: 32, numRuns: 200 },
    );
  });

  it("is the prefix tree when all of the past is remembered in order", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (log) => {
        const [system, tree] = [transitionSystem(log), prefixes(log)];
        const nodes = log.counts.length === 0 ? 0 : tree.count.length; // the tree has a root even without cases
        expect(system.stateCounts).toEqual(tree.count.slice(0, nodes));
        expect(system.endCounts).toEqual(tree.endCount.slice(0, nodes));
        expect(system.from).toHaveLength(Math.max(0, nodes - 1));
      }),
      { seed: 33, numRuns: 200 },
    );
  });
});

describe("large logs", () => {
  const long = (length: number, activities: number): VariantLog => ({
    activities: Array.from({ length: activities }, (_, a) => `a${a}`),
    variantOffsets: [0, length],
    // Neighbours differ, and no long stretch comes twice.
    sequence: Array.from({ length }, (_, i) => (i * i + 7 * i) % activities),
    counts: [1],
  });

  it.each([
    ["sequence", Number.POSITIVE_INFINITY],
    ["sequence", 50_000],
    ["multiset", Number.POSITIVE_INFINITY],
    ["multiset", 50_000],
    ["set", 50_000],
  ] as const)("takes one case of 100,000 events of 500 activities: %s, window %p", (view, window) => {
    for (const direction of ["past", "future"] as const) {
      const system = transitionSystem(long(100_000, 500), { view, window, direction });
      expect(system.stateCounts.reduce((sum, n) => sum + n, 0)).toBe(100_001);
    }
  });
});

/** The definition, by comparing texts. */
function naive(log: VariantLog, { view, window, direction }: AllOptions) {
  const content = (events: readonly number[]): string => {
    const ordered = view === "sequence" ? events : [...events].sort((a, b) => a - b);
    const kept = view === "set" ? [...new Set(ordered)] : ordered;
    return kept.map((id) => log.activities[id]).join("") || "-";
  };
  const visits = new Map<string, number>();
  const steps = new Map<string, number>();
  log.counts.forEach((count, v) => {
    const trace = log.sequence.slice(log.variantOffsets[v], log.variantOffsets[v + 1]);
    const state = (k: number) =>
      content(direction === "past" ? trace.slice(Math.max(0, k - window), k) : trace.slice(k, k + window));
    for (let k = 0; k <= trace.length; k++) {
      visits.set(state(k), (visits.get(state(k)) ?? 0) + count);
      if (k === trace.length) break;
      const step = `${state(k)} -${log.activities[trace[k]!]}-> ${state(k + 1)}`;
      steps.set(step, (steps.get(step) ?? 0) + count);
    }
  });
  return { states: [...visits], transitions: [...steps].map(([step, count]) => `${step} ${count}`).sort() };
}
