import { GigamineError, optionError } from "@gigamine/base";
import type { EventLog } from "../types.js";
import { variants as variantsOf } from "../variants.js";
import { markCases, select, unknownActivity } from "./select.js";

/** Options of {@link filterVariants}: give exactly one of them. */
export interface VariantFilterOptions {
  /** How many variants to keep, the most frequent first; of equally frequent ones the first seen. A whole number ≥ 0. */
  readonly top?: number | undefined;
  /** Keeps the fewest variants, the most frequent first, that hold at least this share of the cases, in [0, 1]. */
  readonly coverage?: number | undefined;
  /** The variants to keep, as lists of activities. One that no case follows keeps nothing. */
  readonly variants?: readonly (readonly string[])[] | undefined;
}

/**
 * The cases of some variants (sequences of activities), in the order of the log. O(events + variants log variants).
 *
 * @throws GigamineError `option/…` unless exactly one option is given and in range; `filter/unknown-activity` for a name
 * that the log does not have.
 *
 * @example
 * filterVariants(log, { top: 10 });
 */
export function filterVariants<E extends object, C extends object>(
  log: EventLog<E, C>,
  { top, coverage, variants }: VariantFilterOptions,
): EventLog<E, C> {
  const given = [top, coverage, variants].filter((option) => option !== undefined).length;
  if (given !== 1) {
    throw new GigamineError(
      "option/exactly-one",
      `filterVariants: ${given} of the options top, coverage and variants are given. Give exactly one, such as { top: 10 }.`,
      { where: "filterVariants", given },
    );
  }
  const all = variantsOf(log);
  const { counts, caseVariant } = all;
  const keep = new Uint8Array(counts.length);
  if (variants !== undefined) markSequences(log, all, variants, keep);
  else {
    if (top !== undefined && !(Number.isInteger(top) && top >= 0)) {
      throw optionError(
        "filterVariants",
        "top",
        top,
        "Give a whole number, at least 0; 10 suits a first look.",
      );
    }
    if (coverage !== undefined && !(coverage >= 0 && coverage <= 1)) {
      throw optionError(
        "filterVariants",
        "coverage",
        coverage,
        "Give a share in [0, 1]; 0.8 suits a first look.",
      );
    }
    const order = counts.map((_, v) => v).sort((a, b) => counts[b]! - counts[a]! || a - b);
    const enough = (coverage ?? Number.POSITIVE_INFINITY) * log.caseIds.length - 1e-9; // 0.7 of 10 is 7, whatever the last bit says
    let covered = 0;
    for (const v of order.slice(0, top ?? order.length)) {
      if (covered >= enough) break;
      keep[v] = 1;
      covered += counts[v]!;
    }
  }
  return select(
    log,
    markCases(log, (c) => keep[caseVariant![c]!] === 1),
    null,
  );
}

function markSequences(
  log: EventLog,
  {
    variantOffsets,
    sequence,
  }: { readonly variantOffsets: readonly number[]; readonly sequence: readonly number[] },
  wanted: readonly (readonly string[])[],
  keep: Uint8Array,
): void {
  const ids = new Map(log.activities.map((name, id) => [name, id]));
  const keys = new Set(
    wanted.map((names) =>
      names
        .map((name) => {
          const id = ids.get(name);
          if (id === undefined) throw unknownActivity(log, name, "filterVariants");
          return id;
        })
        .join(","),
    ),
  );
  for (let v = 0; v < keep.length; v++) {
    const key = sequence.slice(variantOffsets[v]!, variantOffsets[v + 1]!).join(",");
    keep[v] = keys.has(key) ? 1 : 0;
  }
}
