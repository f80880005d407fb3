import type { HeuristicsBinding } from "@gigamine/models";

/** The bindings of a net: per activity, and of the start and the end. */
export interface Bindings {
  readonly inputs: readonly (readonly HeuristicsBinding[])[];
  readonly outputs: readonly (readonly HeuristicsBinding[])[];
  readonly start: readonly HeuristicsBinding[];
  readonly end: readonly HeuristicsBinding[];
}
