import { alignments } from "@gigamine/conformance";
import { alphaMiner } from "@gigamine/discovery";
import { describe, expect, it } from "@jest/globals";
import { REFERENCE_LOGS, referenceResults } from "./reference-data.js";
import { acceptingNet, variantLog } from "./reference-models.js";

// The reference tool counts 10000 for a log move or a visible model move and 1 for a silent move; so `cost` holds both
// numbers. The same nets, the same variants. Its alpha and heuristics nets were left out where they are not sound; the only
// alpha net that is sound is given by its places, and ours is compared with it elsewhere.

const cases = REFERENCE_LOGS.map((file) => file.split(".")[0]!).flatMap((log) =>
  ["im", "imf"].map((miner) => [log, miner] as const),
);

describe.each(cases)("%s, net of %s", (name, miner) => {
  const reference = referenceResults(name);
  const { net, alignments: expected } = reference.models[miner];
  const result = alignments(variantLog(reference), acceptingNet(net));
  const rows: readonly [deviations: number, cost: number, bwc: number, fitness: number][] =
    expected.per_variant.rows;

  it("has the reference's cost in each variant, and as few silent moves", () => {
    expect(rows).toHaveLength(reference.variants.total);
    expect(
      result.variants.map(({ cost, moves }) => [cost, moves.filter(({ kind }) => kind === "silent").length]),
    ).toEqual(rows.map(([deviations, cost]) => [deviations, cost % 10_000]));
  });

  it("has the reference's fitness in each variant, and its mean", () => {
    result.variants.forEach(({ fitness, status }, v) => {
      expect(status).toBe("optimal");
      expect(fitness).toBeCloseTo(rows[v]![3], 12);
    });
    expect(result.averageTraceFitness).toBeCloseTo(expected.average_trace_fitness, 9);
    expect(100 * result.fittingShare!).toBeCloseTo(expected.percentage_of_fitting_traces, 9);
  });

  it("has the reference's cost of the empty trace, and its deviations over all cases", () => {
    expect(result.emptyTraceCost).toBe(Math.floor(expected.empty_trace_cost / 10_000));
    expect(result.cost).toBe(expected.total_deviations);
  });

  it("differs in log fitness only by the silent moves, which the reference counts", () => {
    expect(Math.abs(result.logFitness! - expected.log_fitness)).toBeLessThan(5e-4);
    const counts: number[] = reference.variants.list.map((variant: { count: number }) => variant.count);
    const sum = (value: (v: number) => number): number =>
      counts.reduce((total, count, v) => total + count * value(v), 0);
    const worst = sum((v) => Math.floor(rows[v]![2] / 10_000));
    expect(result.logFitness).toBeCloseTo(1 - expected.total_deviations / worst, 12);
  });
});

describe("running-example, net of alpha", () => {
  it("has the reference's cost in each variant, and of the empty trace", () => {
    const reference = referenceResults("running-example");
    const { per_variant, empty_trace_cost, total_deviations } = reference.models.alpha.alignments;
    const log = variantLog(reference);
    const result = alignments(log, alphaMiner(log));
    expect(result.variants.map(({ cost }) => 10_000 * cost)).toEqual(
      per_variant.rows.map((row: number[]) => row[1]),
    );
    expect(result).toMatchObject({ cost: total_deviations, emptyTraceCost: empty_trace_cost / 10_000 });
  });
});
