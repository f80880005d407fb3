import { optionError, type RandomStream } from "@gigamine/base";
import { checkedOption } from "../checked-option.js";
import type { Distribution } from "../distributions/distribution.js";
import { type Sampler, samplerOf } from "../distributions/sampler.js";
import { distributionSchema } from "../distributions/schema.js";
import { boundedDistribution, supportOf } from "./bounded-distribution.js";
import type { Cell, TableRow } from "./cell.js";
import type { DistributionFormula, DistributionSource } from "./column-source.js";
import { type CompiledSource, nothing } from "./compiled-source.js";
import { distributionParameters } from "./distribution-parameters.js";
import { type CompiledFormula, compileFormula } from "./formula.js";
import type { Interval } from "./interval.js";
import { nearestName } from "./nearest-name.js";
import { type Reads, readsEarlier, readsNothing, readsTogether } from "./reads.js";

/** A distribution that may differ from row to row. */
interface RowDistribution {
  readonly reads: Reads;
  readonly draw: (row: TableRow, random: RandomStream) => number;
  /** Given that the value lies in an interval; `null` when none does. Where the kind allows no direct draw, the value may lie outside. */
  readonly within: (row: TableRow, random: RandomStream, interval: Interval) => number | null;
  /** The distribution, when it is the same for every row. */
  readonly fixed: Distribution | null;
}

/** A column of numbers, or of truth values for "bernoulli". */
export function compileDistributionColumn(
  { kind, parameters }: DistributionSource,
  where: string,
): CompiledSource {
  const formula =
    typeof parameters === "function"
      ? (row: TableRow) => ofKind(kind, parameters(row))
      : { ...parameters, kind };
  const { reads, draw, within, fixed } = compileDistribution(formula, where, "");
  const cell = kind === "bernoulli" ? (value: number): Cell => value === 1 : (value: number): Cell => value;
  return {
    reads,
    takes: reads.names,
    isRandom: fixed?.kind !== "constant",
    draw: (row, random) => cell(draw(row, random)),
    within: (row, random, interval) => {
      const value = within(row, random, interval);
      return value === null ? nothing : cell(value);
    },
    support: fixed === null ? undefined : supportOf(fixed),
  };
}

/** Written in this way because `{ ...parameters, kind }` takes eight times as long. */
function ofKind(kind: string, parameters: object): object {
  const distribution = { kind, ...parameters };
  distribution.kind = kind;
  return distribution;
}

/** @param path Where the distribution stands in the column, for messages; "" when it is the column itself. */
export function compileDistribution(
  formula: DistributionFormula | ((row: TableRow) => object),
  where: string,
  path: string,
): RowDistribution {
  const check = (value: unknown): Distribution => checkedOption(where, path, distributionSchema, value);
  if (typeof formula === "function") return varying(readsEarlier, (row) => check(formula(row)));
  const parameters = Object.entries(formula).flatMap(([name, value]): [string, CompiledFormula<Cell>][] =>
    name === "kind" || typeof value !== "string" ? [] : [[name, compileFormula(value)]],
  );
  if (parameters.length === 0) return constant(check(formula));
  checkParameters(formula, where, path);
  return varying(readsTogether(parameters.map(([, { reads }]) => reads)), (row) => {
    const filled: Record<string, unknown> = { ...formula };
    for (const [name, { run }] of parameters) filled[name] = run(row);
    return check(filled);
  });
}

/** Names are checked before any row; the numbers that formulas give can be checked row by row only. */
function checkParameters(formula: DistributionFormula, where: string, path: string): void {
  const known: readonly string[] = distributionParameters[formula.kind] ?? [];
  for (const [name, value] of Object.entries(formula)) {
    if (name === "kind" || value === undefined || known.includes(name)) continue;
    const remedy = nearestName(name, known) ?? `Known are ${known.join(", ")}.`;
    throw optionError(
      where,
      path === "" ? name : `${path}.${name}`,
      value,
      `"${formula.kind}" has no such parameter; ${remedy}`,
    );
  }
}

function constant(fixed: Distribution): RowDistribution {
  const sample = samplerOf(fixed);
  return {
    reads: readsNothing,
    fixed,
    draw: (_, random) => sample(random),
    within: (_, random, interval) => sampleWithin(fixed, sample, random, interval),
  };
}

function varying(reads: Reads, at: (row: TableRow) => Distribution): RowDistribution {
  return {
    reads,
    fixed: null,
    draw: (row, random) => samplerOf(at(row))(random),
    within: (row, random, interval) => {
      const distribution = at(row);
      return sampleWithin(distribution, samplerOf(distribution), random, interval);
    },
  };
}

function sampleWithin(
  distribution: Distribution,
  sample: Sampler,
  random: RandomStream,
  interval: Interval,
): number | null {
  const bounded = boundedDistribution(distribution, interval);
  if (bounded === "impossible") return null;
  return bounded === null ? sample(random) : samplerOf(bounded)(random);
}
