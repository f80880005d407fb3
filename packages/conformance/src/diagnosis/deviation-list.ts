/** `"skipped"`: the model does it, the case does not; `"inserted"`: the reverse; `"misplaced"`: both do it, at different places. */
export type DeviationKind = "skipped" | "inserted" | "misplaced";

/** One thing that cases do otherwise than the model. */
export interface Deviation {
  readonly kind: DeviationKind;
  readonly activity: string;
  /** The transition that was skipped, or where a misplaced activity belongs; `null` for an inserted one. */
  readonly transition: number | null;
  /** The visible step of the model before it, so where in the process it is; `null` at the start. */
  readonly after: string | null;
  readonly cases: number;
  /** Of all cases, in [0, 1]. */
  readonly shareOfCases: number;
  /** Over all cases; more than `cases` when a case does it several times. */
  readonly occurrences: number;
  /** Indexes into the variants, rising. */
  readonly variants: readonly number[];
  /** Ids of cases that show it, the first ones of the log; none when only variants were given. */
  readonly exampleCases: readonly string[];
  /** The above as a sentence. */
  readonly message: string;
}

type Group = Pick<Deviation, "kind" | "activity" | "transition" | "after"> & {
  cases: number;
  occurrences: number;
  readonly variants: number[];
};

/** Gathers equal deviations. */
export class DeviationList {
  readonly #groups: Group[] = [];
  readonly #ids = new Map<string, number>();

  /** Adds one deviation of each of the `cases` of a variant; variants come in rising order. The number of its group. */
  add(
    kind: DeviationKind,
    activity: string,
    transition: number | null,
    after: string | null,
    variant: number,
    cases: number,
  ): number {
    const key = JSON.stringify([kind, activity, transition, after]);
    let id = this.#ids.get(key);
    if (id === undefined) {
      id =
        this.#groups.push({ kind, activity, transition, after, cases: 0, occurrences: 0, variants: [] }) - 1;
      this.#ids.set(key, id);
    }
    const group = this.#groups[id]!;
    group.occurrences += cases;
    if (group.variants.at(-1) !== variant) {
      group.variants.push(variant);
      group.cases += cases;
    }
    return id;
  }

  /** The groups, in the most cases first, and the place of each group by its number. */
  sorted(
    allCases: number,
    exampleCases: (variants: readonly number[]) => readonly string[],
  ): { readonly deviations: readonly Deviation[]; readonly rank: readonly number[] } {
    const order = [...this.#groups.keys()].sort((a, b) => {
      const [first, second] = [this.#groups[a]!, this.#groups[b]!];
      return second.cases - first.cases || second.occurrences - first.occurrences || a - b;
    });
    const rank: number[] = new Array(order.length);
    order.forEach((id, place) => {
      rank[id] = place;
    });
    return {
      deviations: order.map((id) => {
        const group = this.#groups[id]!;
        return {
          ...group,
          shareOfCases: group.cases / allCases,
          exampleCases: exampleCases(group.variants),
          message: sentence(group, allCases),
        };
      }),
      rank,
    };
  }
}

function sentence({ kind, activity, after, cases }: Group, allCases: number): string {
  const where = after === null ? "at the start" : `after ${after}`;
  const many = `in ${cases} of ${allCases} ${allCases === 1 ? "case" : "cases"}`;
  return kind === "misplaced"
    ? `${activity} done elsewhere than ${where} ${many}`
    : `${activity} ${kind} ${many}, ${where}`;
}
