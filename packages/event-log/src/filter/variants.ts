import type { EventLog } from "../types.js";
import { selectThat } from "./case-bits.js";

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
  options: VariantFilterOptions,
): EventLog<E, C> {
  return selectThat(log, { ...options, kind: "variant" }, "filterVariants");
}
