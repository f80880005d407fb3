import { type Diagnosis, diagnose, type Evaluation, evaluate } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import { type EventLog, type VariantLog, variants } from "@gigamine/event-log";
import { type AcceptingPetriNet, type ProcessTree, treeToPetriNet } from "@gigamine/models";
import {
  type ActivityDuration,
  activityDurations,
  type Bottleneck,
  bottlenecks,
  type CasesOverTime,
  type CaseVariable,
  casesOverTime,
  caseVariables,
  correlations,
  type LogSummary,
  type Rework,
  type ReworkByRange,
  rework,
  reworkRateByGroup,
  summarize,
  type VariablePair,
} from "@gigamine/stats";
import { breathe, type Context } from "./terminal.js";

/** What `stats` says of a log: times, rework, and how a numeric attribute goes with both. */
export interface Statistics {
  readonly summary: LogSummary;
  readonly activityDurations: readonly ActivityDuration[];
  readonly bottlenecks: readonly Bottleneck[];
  readonly rework: Omit<Rework, "reworkEvents">;
  /** How the chosen attribute goes with time and rework; `null` when the log has no numeric attribute. */
  readonly attribute: AttributeEffect | null;
  readonly casesOverTime: CasesOverTime;
}

export interface AttributeEffect {
  readonly name: string;
  readonly withDuration: VariablePair;
  readonly withRework: VariablePair;
  readonly reworkByGroup: ReworkByRange;
}

/** A discovered model and how the log fits it. */
export interface Mined {
  readonly variants: VariantLog;
  readonly noiseThreshold: number;
  readonly tree: ProcessTree;
  readonly net: AcceptingPetriNet;
  readonly quality: Evaluation;
  readonly diagnosis: Diagnosis;
}

/** All statistics that the summary and the report show. `attribute` names a numeric attribute; by default `batch_size`, else the first. */
export async function computeStatistics(
  log: EventLog,
  { attribute }: { readonly attribute?: string | undefined },
  context: Context,
): Promise<Statistics> {
  context.terminal.stage("measuring times and rework");
  await breathe(context);
  const { reworkEvents: _, ...reworkFigures } = rework(log);
  const statistics = {
    summary: summarize(log),
    activityDurations: activityDurations(log),
    bottlenecks: bottlenecks(log),
    rework: reworkFigures,
    attribute: attributeEffect(log, attribute),
    casesOverTime: casesOverTime(log, { unit: calendarUnit(log) }),
  };
  await breathe(context);
  return statistics;
}

/** Discovers a model with the inductive miner, judges it by replay, and finds by alignments what deviates. */
export async function mine(log: EventLog, noiseThreshold: number, context: Context): Promise<Mined> {
  context.terminal.stage("discovering the model");
  await breathe(context);
  const variantLog = variants(log);
  const tree = inductiveMiner(variantLog, { noiseThreshold, signal: context.signal });
  const net = treeToPetriNet(tree);
  context.terminal.stage("replaying the log on the model");
  await breathe(context);
  const quality = evaluate(variantLog, net, {
    signal: context.signal,
    onProgress: context.terminal.onProgress,
  });
  context.terminal.stage("looking for deviations");
  await breathe(context);
  const diagnosis = diagnose(log, net, { signal: context.signal, onProgress: context.terminal.onProgress });
  return { variants: variantLog, noiseThreshold, tree, net, quality, diagnosis };
}

function attributeEffect(log: EventLog, wanted: string | undefined): AttributeEffect | null {
  const name = wanted ?? numericAttribute(caseVariables(log));
  if (name === null) return null;
  const pairs = correlations(log, { between: [name], and: ["durationMs", "reworkEvents"] });
  const withDuration = pairs.find(({ x, y }) => x === "durationMs" || y === "durationMs");
  const withRework = pairs.find(({ x, y }) => x === "reworkEvents" || y === "reworkEvents");
  const reworkByGroup = reworkRateByGroup(log, name);
  if (withDuration === undefined || withRework === undefined || reworkByGroup.kind !== "range") return null;
  return { name, withDuration, withRework, reworkByGroup };
}

function numericAttribute(variables: readonly CaseVariable[]): string | null {
  const attributes = variables.filter(
    ({ source, name }) => source !== "computed" && !name.endsWith(" (attribute)"),
  );
  return (attributes.find(({ name }) => name === "batch_size") ?? attributes[0])?.name ?? null;
}

/** A unit that gives the chart of cases over time some ten to two hundred steps. */
function calendarUnit(log: EventLog): "hour" | "day" | "week" | "month" {
  const { firstTimeMs, lastTimeMs } = summarize(log);
  const days = firstTimeMs === null || lastTimeMs === null ? 0 : (lastTimeMs - firstTimeMs) / 86_400_000;
  if (days <= 4) return "hour";
  if (days <= 120) return "day";
  return days <= 1000 ? "week" : "month";
}
