import { GigamineError, quoteValue } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { type CaseVariable, caseVariables } from "./case-variables.js";
import { holm } from "./holm.js";
import { type Correlation, pearson } from "./pearson.js";
import type { ReworkOptions } from "./rework.js";
import type { ConfidenceOptions } from "./wilson-interval.js";

export interface CorrelationsOptions extends ConfidenceOptions, ReworkOptions {
  /** Names of `caseVariables` to correlate. @default all of them */
  readonly between?: readonly string[] | undefined;
  /** Names of `caseVariables` to correlate those with; without it, those of `between` among each other. @default none */
  readonly and?: readonly string[] | undefined;
}

/** The correlation of two case variables. */
export interface VariablePair extends Correlation {
  readonly x: string;
  readonly y: string;
  /** `pValue` adjusted by Holm's method for the number of pairs tested here; `null` with it. */
  readonly adjustedPValue: number | null;
}

/**
 * Correlates the numeric variables of the cases in pairs (see `caseVariables` for the variables, `pearson` for the measure), the
 * strongest |r| first, ties in the order of the variables, pairs without a coefficient last.
 *
 * Looking at many pairs finds some by chance: `adjustedPValue` allows for that (Holm 1979). Name the pairs of
 * interest with `between` and `and` beforehand, and fewer are tested. A correlation is no cause. An unknown name is an error that lists
 * the variables. O(variables × events + pairs × cases).
 *
 * @example
 * correlations(log, { between: ["batch_size"], and: ["durationMs", "reworkEvents"] })
 */
export function correlations(
  log: EventLog,
  { between, and, confidence, prefix, basis }: CorrelationsOptions = {},
): VariablePair[] {
  const variables = caseVariables(log, { prefix, basis });
  const columns = new Map(
    variables.map(({ name, values }) => [name, Float64Array.from(values, (value) => value ?? Number.NaN)]),
  );
  const left = between === undefined ? [...columns.keys()] : known("between", between, variables);
  const right = and === undefined ? left : known("and", and, variables);

  const pairs: (Correlation & { x: string; y: string })[] = [];
  const done = new Set<string>();
  left.forEach((x, i) => {
    for (const y of and === undefined ? right.slice(i + 1) : right) {
      const key = JSON.stringify(x < y ? [x, y] : [y, x]);
      if (x === y || done.has(key)) continue;
      done.add(key);
      pairs.push({ x, y, ...pearson(columns.get(x)!, columns.get(y)!, { confidence }) });
    }
  });
  const adjusted = holm(pairs.map(({ pValue }) => pValue));
  return pairs
    .map((pair, i) => ({ ...pair, adjustedPValue: adjusted[i]! }))
    .sort((a, b) => strength(b) - strength(a)); // stable, so ties keep the order of the variables
}

function strength({ r }: Correlation): number {
  return r === null ? -1 : Math.abs(r);
}

function known(option: string, names: readonly string[], variables: readonly CaseVariable[]): string[] {
  const all = variables.map(({ name }) => name);
  for (const name of names) {
    if (all.includes(name)) continue;
    throw new GigamineError(
      "stats/unknown-variable",
      `correlations: option ${option} names ${quoteValue(name)}, which is no numeric variable of the cases. ` +
        `There are ${all.map((text) => quoteValue(text)).join(", ")}.`,
      { option, variable: name, known: all },
    );
  }
  return [...new Set(names)];
}
