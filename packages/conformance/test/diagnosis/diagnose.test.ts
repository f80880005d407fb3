import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { parseTree, treeToPetriNet } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { alignments, caseTable, deviationsByAttribute, diagnose } from "../../src/index.js";
import { arbitraryTree, net } from "../nets.js";

const model = net(["Mix: start -> p", "Coat: p -> q", "Inspect: q -> r", "Pack: r -> end"]);

/** A log of cases such as `lot-1 A: Mix Coat`, where A is the case attribute "line". */
function lots(...lines: string[]): EventLog {
  const builder = new EventLogBuilder({ caseAttributes: { line: "string", kg: "number" } });
  lines.forEach((text, i) => {
    const [head, steps] = text.split(": ") as [string, string];
    const [lot, line] = head.split(" ") as [string, string | undefined];
    builder.addCase(lot, { line: line ?? null, kg: line === undefined ? null : i + 1 });
    for (const step of steps.split(" ")) builder.addEvent(lot, step, null);
  });
  return builder.build();
}

const log = lots(
  "lot-1 A: Mix Coat Inspect Pack",
  "lot-2 A: Mix Coat Pack",
  "lot-3 B: Mix Coat Pack",
  "lot-4 B: Mix Coat Inspect Clean Pack",
  "lot-5 B: Mix Inspect Coat Pack",
);

describe("diagnose", () => {
  const diagnosis = diagnose(log, model, { examples: 1 });

  it("says what is skipped, inserted and done elsewhere, after what, in how many cases, with examples", () => {
    expect(diagnosis.deviations.map(({ message }) => message)).toEqual([
      "Inspect skipped in 2 of 5 cases, after Coat",
      "Clean inserted in 1 of 5 cases, after Inspect",
      "Coat done elsewhere than after Mix in 1 of 5 cases",
    ]);
    expect(diagnosis.deviations[0]).toEqual({
      kind: "skipped",
      activity: "Inspect",
      transition: 2,
      after: "Coat",
      cases: 2,
      shareOfCases: 0.4,
      occurrences: 2,
      variants: [1],
      exampleCases: ["lot-2"],
      message: "Inspect skipped in 2 of 5 cases, after Coat",
    });
    expect([diagnosis.deviatingCases, diagnosis.deviatingShare]).toEqual([4, 0.8]);
  });

  it("maps them onto the net: transitions skipped or done elsewhere, places where something came that is not the model's", () => {
    expect(diagnosis.onModel).toEqual({
      synchronous: [5, 4, 3, 5],
      skipped: [0, 0, 2, 0],
      misplaced: [0, 1, 0, 0],
      inserted: [0, 0, 0, 0, 1], // start, end, p, q, r: Clean came when r was marked
    });
    expect(model.net.places[4]?.name).toBe("r");
  });

  it("has a row a case", () => {
    expect(caseTable(log, diagnosis)).toEqual([
      {
        caseId: "lot-1",
        variant: 0,
        fits: true,
        cost: 0,
        fitness: 1,
        skipped: 0,
        inserted: 0,
        misplaced: 0,
        deviations: [],
      },
      // costs 1 of the 3 events and the 4 steps of the empty trace
      {
        caseId: "lot-2",
        variant: 1,
        fits: false,
        cost: 1,
        fitness: expect.closeTo(6 / 7, 12),
        skipped: 1,
        inserted: 0,
        misplaced: 0,
        deviations: [0],
      },
      {
        caseId: "lot-3",
        variant: 1,
        fits: false,
        cost: 1,
        fitness: expect.closeTo(6 / 7, 12),
        skipped: 1,
        inserted: 0,
        misplaced: 0,
        deviations: [0],
      },
      {
        caseId: "lot-4",
        variant: 2,
        fits: false,
        cost: 1,
        fitness: expect.closeTo(8 / 9, 12),
        skipped: 0,
        inserted: 1,
        misplaced: 0,
        deviations: [1],
      },
      {
        caseId: "lot-5",
        variant: 3,
        fits: false,
        cost: 2,
        fitness: 0.75,
        skipped: 0,
        inserted: 0,
        misplaced: 1,
        deviations: [2],
      },
    ]);
  });

  it("splits by a case attribute, the largest group first", () => {
    const groups = deviationsByAttribute(log, diagnosis, "line");
    expect(groups).toEqual([
      {
        value: "B",
        from: null,
        to: null,
        cases: 3,
        deviatingCases: 3,
        deviatingShare: 1,
        casesPerDeviation: [1, 1, 1],
      },
      {
        value: "A",
        from: null,
        to: null,
        cases: 2,
        deviatingCases: 1,
        deviatingShare: 0.5,
        casesPerDeviation: [1, 0, 0],
      },
    ]);
  });

  it("splits by a number at its quartiles, cases without one last", () => {
    const numbered = lots(
      ...["A", "A", "A", "A", "A", "A", "A", "A"].map(
        (line, i) => `lot-${i} ${line}: Mix Coat ${i < 2 ? "" : "Inspect "}Pack`,
      ),
      "lot-9: Mix Coat Pack",
    );
    // kg is 1 to 8: quartiles 2.75, 4.5, 6.25.
    const groups = deviationsByAttribute(numbered, diagnose(numbered, model), "kg");
    expect(groups.map(({ value, cases, deviatingCases }) => [value, cases, deviatingCases])).toEqual([
      ["1 to 2", 2, 2],
      ["3 to 4", 2, 0],
      ["5 to 6", 2, 0],
      ["7 to 8", 2, 0],
      [null, 1, 1],
    ]);
  });

  it("pairs an activity that is skipped once and inserted twice only once, with the nearer event", () => {
    const twice = diagnose(traces("Inspect Mix Coat Pack Inspect"), model);
    expect(twice.deviations.map(({ kind, activity }) => [kind, activity])).toEqual([
      ["inserted", "Inspect"], // the first; the last one stands nearer to its place
      ["misplaced", "Inspect"],
    ]);
    expect(twice.deviations[0]?.after).toBeNull();
  });

  it("names no cases for variants alone, and takes alignments that are there already", () => {
    const variantsOnly = traces("3x Mix Coat Pack");
    const result = diagnose(variantsOnly, model, { aligned: alignments(variantsOnly, model) });
    expect(result.deviations[0]).toMatchObject({ cases: 3, exampleCases: [] });
  });

  it("counts nothing for a log without cases", () => {
    expect(diagnose(traces(), model)).toMatchObject({
      cases: 0,
      deviatingCases: 0,
      deviatingShare: null,
      deviations: [],
      variants: [],
    });
  });

  it("treats names such as __proto__ as data", () => {
    const { deviations } = diagnose(traces("__proto__ Mix Coat Inspect Pack"), model);
    expect(deviations[0]?.message).toBe("__proto__ inserted in 1 of 1 case, at the start");
  });

  it("refuses an attribute that the log does not have, another log, and a bad number of examples", () => {
    expect(() => deviationsByAttribute(log, diagnosis, "site")).toThrow(
      'deviationsByAttribute: the log has no case attribute "site". It has "line", "kg".',
    );
    expect(() => caseTable(lots("lot-1 A: Mix"), diagnosis)).toThrow(
      "caseTable: the diagnosis was made from another log.",
    );
    expect(() => diagnose(log, model, { examples: -1 })).toThrow("diagnose: option examples is -1.");
  });

  it("is stopped by its signal", () => {
    expect(() => diagnose(log, model, { signal: AbortSignal.abort(new Error("enough")) })).toThrow("enough");
  });
});

describe("diagnose for every log and tree", () => {
  it("finds deviations exactly in the cases that don't fit, and as many as the alignments have moves", () => {
    fc.assert(
      fc.property(arbitraryTraces({ length: 6 }), arbitraryTree({ leaves: 5 }), (cases, tree) => {
        const accepting = treeToPetriNet(tree);
        const aligned = alignments(cases, accepting);
        const { variants, deviatingCases, deviations, onModel } = diagnose(cases, accepting, { aligned });
        expect(deviatingCases).toBe(
          cases.counts.reduce((sum, count, v) => sum + (aligned.variants[v]!.cost === 0 ? 0 : count), 0),
        );
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
        variants.forEach(({ skipped, inserted, misplaced, cost }) => {
          expect(skipped + inserted + 2 * misplaced).toBe(cost);
        });
        expect(sum(onModel.skipped) + sum(onModel.misplaced)).toBe(aligned.moveCounts.model);
        expect(sum(onModel.synchronous)).toBe(aligned.moveCounts.synchronous);
        expect(sum(deviations.map(({ occurrences }) => occurrences))).toBe(
          sum(variants.map((row) => row.cases * (row.skipped + row.inserted + row.misplaced))),
        );
      }),
      { seed: 31, numRuns: 200 },
    );
  });

  it("finds the step that every third lot skips", () => {
    const plan = treeToPetriNet(parseTree("->( 'Mix', +( 'Coat', 'Weigh' ), 'Inspect', 'Pack' )"));
    const planted = traces("60x Mix Coat Weigh Inspect Pack", "30x Mix Weigh Coat Pack");
    const [first, ...others] = diagnose(planted, plan).deviations;
    expect(first).toMatchObject({ kind: "skipped", activity: "Inspect", cases: 30, shareOfCases: 1 / 3 });
    expect(others).toEqual([]);
  });
});
