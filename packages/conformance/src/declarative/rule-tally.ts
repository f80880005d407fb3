import { GigamineError } from "@gigamine/base";
import type { VariantLog } from "@gigamine/event-log";

/** One variant against a set of rules. */
export interface VariantRules {
  readonly cases: number;
  /** It breaks no rule. */
  readonly fits: boolean;
  /** Rules that ask something of it, those it breaks included. */
  readonly checked: number;
  /** The rules it breaks, as indexes into `rules`, rising. */
  readonly violated: readonly number[];
  /** Share of the checked rules that it keeps, in [0, 1]; `null` when none was checked. */
  readonly fitness: number | null;
}

/** A log against a set of rules. */
export interface RuleConformance<R> {
  /** The rules with their counts; see the function for which and in what order. */
  readonly rules: readonly R[];
  /** In the order of the VariantLog. */
  readonly variants: readonly VariantRules[];
  /** Per case of the log its variant; `null` when the variants did not come from a log. */
  readonly caseVariant: readonly number[] | null;
  /** Share of the checks that were kept, over all cases, in [0, 1]; `null` when nothing was checked. */
  readonly fitness: number | null;
  /** Cases that break no rule. */
  readonly fittingCases: number;
  /** Their share, in [0, 1]; `null` for a log without cases. */
  readonly fittingShare: number | null;
}

/** Adds up what variants check and break, one after the other in the order of the log. */
export class RuleTally {
  readonly #log: VariantLog;
  readonly #violated: (readonly number[])[] = [];
  readonly #checked: number[] = [];
  readonly #broken: number[] = [];

  constructor(log: VariantLog) {
    this.#log = log;
  }

  /**
   * Adds the next variant.
   *
   * @param violated The rules it breaks, each once.
   * @param checked The checks made, of which `broken` failed; a rule may be checked more than once.
   */
  add(violated: readonly number[], checked: number, broken = violated.length): void {
    this.#violated.push(violated);
    this.#checked.push(checked);
    this.#broken.push(broken);
  }

  /** @param rank Per number that was given as violated the index of the rule in `rules`. @default the same */
  result<R>(rules: readonly R[], rank?: readonly number[]): RuleConformance<R> {
    const { counts, caseVariant = null } = this.#log;
    let allCases = 0;
    let fittingCases = 0;
    let checks = 0;
    let failed = 0;
    const sorter = new RankSorter(rules.length, rank);
    const variants = this.#violated.map((violated, v) => {
      const cases = counts[v]!;
      const checked = this.#checked[v]!;
      const broken = this.#broken[v]!;
      const fits = violated.length === 0;
      allCases += cases;
      checks += cases * checked;
      failed += cases * broken;
      if (fits) fittingCases += cases;
      return {
        cases,
        fits,
        checked,
        violated: sorter.sort(violated),
        fitness: checked === 0 ? null : 1 - broken / checked,
      };
    });
    return {
      rules,
      variants,
      caseVariant,
      fitness: checks === 0 ? null : 1 - failed / checks,
      fittingCases,
      fittingShare: allCases === 0 ? null : fittingCases / allCases,
    };
  }
}

/**
 * Sorts short lists of distinct rules by comparing, and those that hold a good part of all rules by marking and reading
 * off.
 */
class RankSorter {
  readonly #marks: Uint8Array;
  readonly #rank: readonly number[] | undefined;

  constructor(rules: number, rank: readonly number[] | undefined) {
    this.#marks = new Uint8Array(rules);
    this.#rank = rank;
  }

  sort(rules: readonly number[]): number[] {
    const rank = this.#rank;
    const places = rank === undefined ? rules.slice() : rules.map((rule) => rank[rule]!);
    const marks = this.#marks;
    if (places.length * 32 < marks.length) return places.sort((a, b) => a - b);
    for (const place of places) marks[place] = 1;
    let next = 0;
    for (let place = 0; next < places.length; place++) {
      if (marks[place] === 0) continue;
      marks[place] = 0;
      places[next++] = place;
    }
    return places;
  }
}

/** Numbers rules as they are first broken, where nobody wants a list of all that are kept. */
export class BrokenRules {
  readonly #numbers = new Map<number, number>();
  readonly #keys: number[] = [];
  readonly #cases: number[] = [];

  /** The number of the rule with this key, which `cases` more cases break. */
  add(key: number, cases: number): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#keys.push(key) - 1;
      this.#numbers.set(key, number);
      this.#cases.push(0);
    }
    this.#cases[number]! += cases;
    return number;
  }

  /** The rules that most cases break first, ties by key; and per number the place in that order. */
  ranked(): {
    readonly rules: readonly { readonly key: number; readonly cases: number }[];
    readonly rank: number[];
  } {
    const order = Array.from(this.#keys.keys()).sort(
      (x, y) => this.#cases[y]! - this.#cases[x]! || this.#keys[x]! - this.#keys[y]!,
    );
    const rank: number[] = new Array(order.length);
    order.forEach((number, place) => {
      rank[number] = place;
    });
    return {
      rules: order.map((number) => ({ key: this.#keys[number]!, cases: this.#cases[number]! })),
      rank,
    };
  }
}

/**
 * The cases that break a rule, or any rule, as indexes into the `caseIds` of the log, rising. O(cases + violations).
 *
 * @param rule Index into `result.rules`. @default any rule
 * @throws GigamineError `conformance/no-cases` when the result was made from variants that did not come from a log.
 * @example
 * deviatingCases(declareConformance(log, model), 0).map((c) => log.caseIds[c]);
 */
export function deviatingCases(result: RuleConformance<unknown>, rule?: number): number[] {
  const { variants, caseVariant } = result;
  if (caseVariant === null) {
    throw new GigamineError(
      "conformance/no-cases",
      "deviatingCases: the result was made from variants without cases. Give the function that made it the EventLog, " +
        "or look at the variants of the result.",
    );
  }
  const deviates = variants.map(({ fits, violated }) =>
    rule === undefined ? !fits : violated.includes(rule),
  );
  return caseVariant.flatMap((v, c) => (deviates[v]! ? [c] : []));
}
