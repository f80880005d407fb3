export type { DurationSummary, NumberSummary } from "@gigamine/base";
export {
  type ActivityDuration,
  type ActivityDurationOptions,
  activityDurations,
} from "./activity-durations.js";
export type { ActivitySelection } from "./activity-selection.js";
export {
  type ArrivalBucket,
  type ArrivalOptions,
  type Arrivals,
  arrivals,
  type CaseFlow,
} from "./arrivals.js";
export type { BootstrapInterval, BootstrapOptions, BottleneckIntervals } from "./bottleneck-intervals.js";
export {
  type ArcBottleneck,
  type Bottleneck,
  type BottleneckFigures,
  type BottleneckOptions,
  bottlenecks,
  type ResourceBottleneck,
} from "./bottlenecks.js";
export type { CalendarBucketOptions, CalendarUnit } from "./calendar-buckets.js";
export { type CaseDurations, caseDurations } from "./case-durations.js";
export { type CaseOverlap, caseOverlap } from "./case-overlap.js";
export { type CaseVariable, caseVariables } from "./case-variables.js";
export { type CalendarBucket, type CasesOverTime, casesOverTime } from "./cases-over-time.js";
export { type CorrelationsOptions, correlations, type VariablePair } from "./correlations.js";
export { type CycleTime, cycleTime } from "./cycle-time.js";
export { type Detour, type DetoursOptions, detours } from "./detours.js";
export { type DwellOffence, type DwellRule, type DwellTimes, dwellTimes } from "./dwell-times.js";
export {
  type EventuallyFollowsDurations,
  type EventuallyFollowsOptions,
  eventuallyFollowsDurations,
} from "./eventually-follows-durations.js";
export { compareGroups } from "./groups/compare-groups.js";
export type {
  ActivityDifference,
  ArcDifference,
  DifferenceTest,
  DurationDifference,
  GroupsComparison,
  ShareDifference,
} from "./groups/types.js";
export { type InspectOptions, inspect } from "./inspect/inspect.js";
export type { DataCheck, DataExample, DataFinding, DataQuality } from "./inspect/types.js";
export { type LittlesLaw, type LittlesLawOptions, littlesLaw } from "./littles-law.js";
export {
  type CompareShiftsOptions,
  compareShifts,
  type ShiftComparison,
  type ShiftSummary,
  type ShiftsComparison,
} from "./organisation/compare-shifts.js";
export { handover, type ResourceNetwork, subcontracting, workingTogether } from "./organisation/handover.js";
export {
  type ResourceProfile,
  type ResourceProfileOptions,
  resourceProfiles,
} from "./organisation/resource-profiles.js";
export {
  type Role,
  type RolesOptions,
  roles,
  type SimilarResources,
  similarResources,
} from "./organisation/roles.js";
export { type Correlation, pearson } from "./pearson.js";
export { type PerformanceDfg, performanceDfg } from "./performance-dfg.js";
export {
  type QueueChanges,
  type QueueLength,
  type QueueLengths,
  type QueueLengthsOptions,
  queueLengths,
} from "./queue-lengths.js";
export {
  type ActivityRework,
  type PrefixedActivity,
  type Rework,
  type ReworkOptions,
  rework,
} from "./rework.js";
export {
  type ActivityLosses,
  type ReworkLosses,
  type ReworkLossesOptions,
  reworkLosses,
} from "./rework-losses.js";
export {
  type CategoryGroup,
  type RangeGroup,
  type ReworkByCategory,
  type ReworkByRange,
  type ReworkRateOptions,
  reworkRateByGroup,
} from "./rework-rate-by-group.js";
export {
  type BottleneckPeriod,
  type BottleneckTime,
  type BottleneckTotal,
  type BottleneckWindow,
  type ShiftingBottleneck,
  type ShiftingBottleneckOptions,
  shiftingBottleneck,
} from "./shifting-bottleneck/shifting-bottleneck.js";
export {
  type ActivityCount,
  type AttributePresence,
  type EndpointCount,
  type LogSummary,
  summarize,
} from "./summarize.js";
export {
  type VariantFigures,
  type VariantStatistics,
  type VariantStatisticsOptions,
  variantStatistics,
} from "./variant-statistics.js";
export { type WaitingTime, type WaitingTimeOptions, waitingTimes } from "./waiting-times.js";
export { type ConfidenceOptions, type ShareInterval, wilsonInterval } from "./wilson-interval.js";
export { type WorkInProcess, type WorkInProcessBucket, workInProcess } from "./work-in-process.js";
export type { CalendarOption, DurationClock } from "./working-time.js";
