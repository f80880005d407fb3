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
export { listNames, nearNames } from "./near-names.js";
export { type LongWorkOptions, type Progress, throwIfAborted } from "./progress.js";
export { type RandomStream, type RandomStreams, randomStream, randomStreams } from "./random.js";
export { sortNumbers } from "./sort-numbers.js";
export { type LocalTimeKind, MAX_TIME, MS_PER_DAY, TimeZone } from "./time-zone.js";
export { hashTuple, spreadBits, TupleStore, tupleFactors } from "./tuple-store.js";
export {
  type CalendarException,
  type Shift,
  type ShiftInterval,
  type Weekday,
  type WeeklyShift,
  WorkCalendar,
  type WorkCalendarSpec,
} from "./work-calendar.js";
