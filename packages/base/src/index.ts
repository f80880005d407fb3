export { BitSet } from "./bitset.js";
export {
  compensatedSum,
  type DurationSummary,
  describe,
  describeDurations,
  describeDurationsByGroup,
  groupValues,
  type NumberSummary,
} from "./describe.js";
export { type ErrorFields, GigamineError, isGigamineError, optionError, quoteValue } from "./errors.js";
export { Heap } from "./heap.js";
export { type LongWorkOptions, type Progress, throwIfAborted } from "./progress.js";
export { type RandomStream, randomStream } from "./random.js";
export { hashTuple, spreadBits, TupleStore, tupleFactors } from "./tuple-store.js";
