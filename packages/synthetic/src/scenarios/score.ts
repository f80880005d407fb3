import { checkedOption } from "../checked-option.js";
import { type CauseFinding, findingsSchema } from "./findings.js";
import { spanOverlap } from "./time-spans.js";
import type { PathEdge, PlantTruth, TrueCause, TrueEffect, TrueScenario } from "./truth.js";

/** Share of what was named that is right, share of what is right that was named, and their harmonic mean; all in [0, 1]. */
export interface Retrieval {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** How well one scenario was found. Fields are `null` where the truth has nothing to compare with, or where nothing was found. */
export interface ScenarioScore {
  readonly id: string;
  /**
   * Place of the first finding that names its variable, from 1; findings before it that name another cause rightly don't count against
   * it (the filtered rank of Bordes et al. 2013, section 4.1). `null` = not found.
   */
  readonly place: number | null;
  /** 1 / place; 0 when not found. */
  readonly reciprocalRank: number;
  readonly entityRight: boolean;
  /** Time in both windows by time in either, in [0, 1]. */
  readonly windowOverlap: number;
  /** Between the first instants of both windows, hours, at least 0. */
  readonly onsetErrorHours: number | null;
  /** |found − true| / |true| of the effect on the metric that the finding names. */
  readonly effectRelativeError: number | null;
  readonly effectSignRight: boolean | null;
  /** Affected units and cells. */
  readonly units: Retrieval | null;
  /** Edges of the path. */
  readonly path: Retrieval | null;
}

/** How well causes were found. All shares are in [0, 1]. */
export interface CauseScore {
  /**
   * 1 = all is right. Mean of: reciprocal rank, entity, window overlap, 1 − relative error of the effect (at least 0), F1 of units and of
   * path, each a mean over the scenarios; 1 − `falseAlarmRate`; 1 − `brier`. What is `null` is left out.
   */
  readonly overall: number;
  /** Share of scenarios whose variable is among the first 1, 3, 5 findings; `null` without scenarios. */
  readonly top1: number | null;
  readonly top3: number | null;
  readonly top5: number | null;
  /** `null` without scenarios. */
  readonly meanReciprocalRank: number | null;
  /** Findings that are no cause: the variable was not moved, or not that of this entity. On a run without scenarios: all. */
  readonly falseAlarms: number;
  /** Share of the findings; 0 without findings. */
  readonly falseAlarmRate: number;
  /** Findings that name the column of a decoy. */
  readonly decoyAlarms: number;
  /** Mean of (confidence − 1 if it is a cause, else confidence)², Brier 1950; 0 is best. `null` without findings. */
  readonly brier: number | null;
  /** In the order of the truth. */
  readonly scenarios: readonly ScenarioScore[];
}

/**
 * Compares what an analysis found with what really happened. Each finding, best rank first, is held against one scenario with its
 * variable that has none yet (the one whose entity is right and whose windows overlap most); more findings for the same cause
 * do neither good nor harm. The effect is compared with what the gauge showed; of a standard deviation, with the hidden values.
 * O(findings × scenarios + units).
 *
 * @throws GigamineError `option/out-of-range` for findings that are not well formed, naming the field.
 */
export function scoreFindings(findings: readonly CauseFinding[], truth: PlantTruth): CauseScore {
  const ranked = [...checkedOption("scoreFindings", "findings", findingsSchema, findings)].sort(
    (a, b) => a.rank - b.rank,
  );
  const matches = matchFindings(ranked, truth.scenarios);
  const right = ranked.map((finding) => truth.scenarios.some((scenario) => isCause(finding, scenario)));
  const places: number[] = [];
  for (const i of ranked.keys()) places.push(i === 0 ? 1 : places[i - 1]! + (right[i - 1] === true ? 0 : 1));
  const scores = truth.scenarios.map((scenario) =>
    scoreScenario(scenario, ranked, places, matches.get(scenario)),
  );
  const falseAlarms = right.filter((is) => !is).length;
  const columns = new Set(truth.decoys.map(({ column }) => column));
  const summary = {
    meanReciprocalRank: mean(scores.map(({ reciprocalRank }) => reciprocalRank)),
    falseAlarmRate: ranked.length === 0 ? 0 : falseAlarms / ranked.length,
    brier: mean(ranked.map(({ confidence }, i) => (confidence - (right[i] === true ? 1 : 0)) ** 2)),
  };
  const within = (k: number): number | null =>
    mean(scores.map(({ place }) => (place !== null && place <= k ? 1 : 0)));
  return {
    overall: overallOf(summary, scores, truth.scenarios),
    top1: within(1),
    top3: within(3),
    top5: within(5),
    ...summary,
    falseAlarms,
    decoyAlarms: ranked.filter(({ cause }) => columns.has(cause.variable)).length,
    scenarios: scores,
  };
}

/** A finding with the cause of the scenario that it names. */
interface Match {
  /** Index in rank order. */
  readonly index: number;
  readonly cause: TrueCause;
  readonly entityRight: boolean;
  readonly overlap: number;
}

function matchFindings(
  ranked: readonly CauseFinding[],
  scenarios: readonly TrueScenario[],
): ReadonlyMap<TrueScenario, Match> {
  const taken = new Map<TrueScenario, Match>();
  for (const [index, finding] of ranked.entries()) {
    let best: { scenario: TrueScenario; match: Match } | null = null;
    for (const scenario of scenarios) {
      const match = taken.has(scenario) ? null : matchOf(finding, index, scenario);
      if (match !== null && (best === null || isBetter(match, best.match))) best = { scenario, match };
    }
    if (best !== null) taken.set(best.scenario, best.match);
  }
  return taken;
}

function matchOf(finding: CauseFinding, index: number, scenario: TrueScenario): Match | null {
  let best: Match | null = null;
  for (const cause of scenario.causes) {
    if (cause.variable !== finding.cause.variable) continue;
    const match: Match = {
      index,
      cause,
      entityRight: finding.cause.entity !== null && cause.entities.includes(finding.cause.entity),
      overlap: spanOverlap(finding.cause.windows, cause.windows),
    };
    if (best === null || isBetter(match, best)) best = match;
  }
  return best;
}

function isBetter(a: Match, b: Match): boolean {
  return a.entityRight === b.entityRight ? a.overlap > b.overlap : a.entityRight;
}

function isCause({ cause }: CauseFinding, { causes }: TrueScenario): boolean {
  return causes.some(
    ({ variable, entities }) =>
      variable === cause.variable && (cause.entity === null || entities.includes(cause.entity)),
  );
}

function scoreScenario(
  scenario: TrueScenario,
  ranked: readonly CauseFinding[],
  places: readonly number[],
  match: Match | undefined,
): ScenarioScore {
  const nothing = { precision: 0, recall: 0, f1: 0 };
  if (match === undefined) {
    return {
      id: scenario.id,
      place: null,
      reciprocalRank: 0,
      entityRight: false,
      windowOverlap: 0,
      onsetErrorHours: null,
      effectRelativeError: null,
      effectSignRight: scenario.effects.length === 0 ? null : false,
      units: scenario.affected.length === 0 ? null : nothing,
      path: scenario.path.length === 0 ? null : nothing,
    };
  }
  const finding = ranked[match.index]!;
  return {
    id: scenario.id,
    place: places[match.index]!,
    reciprocalRank: 1 / places[match.index]!,
    entityRight: match.entityRight,
    windowOverlap: match.overlap,
    onsetErrorHours: onsetError(finding, match.cause),
    ...effectScore(finding, scenario),
    units: retrieval(
      finding.evidence,
      scenario.affected.map(({ unitId }) => unitId),
    ),
    path: retrieval(finding.path.map(edgeKey), scenario.path.map(edgeKey)),
  };
}

function onsetError({ cause: { windows } }: CauseFinding, cause: TrueCause): number | null {
  if (windows.length === 0 || cause.windows.length === 0) return null;
  const first = windows.reduce(
    (earliest, { fromMs }) => Math.min(earliest, fromMs),
    Number.POSITIVE_INFINITY,
  );
  return Math.abs(first - cause.windows[0]!.fromMs) / 3_600_000;
}

function effectScore(
  { metric, electrode, statistic, effect }: CauseFinding,
  { effects }: TrueScenario,
): Pick<ScenarioScore, "effectRelativeError" | "effectSignRight"> {
  if (effects.length === 0) return { effectRelativeError: null, effectSignRight: null };
  const sameMetric = effects.filter((candidate) => candidate.metric === metric);
  const same =
    electrode === undefined
      ? sameMetric[0]
      : sameMetric.find((candidate) => candidate.electrode === electrode);
  const truth = (statistic === "sd" ? spreadChange(same) : same?.measured) ?? 0;
  if (effect === null || truth === 0) return { effectRelativeError: null, effectSignRight: false };
  return {
    effectRelativeError: Math.abs(effect - truth) / Math.abs(truth),
    effectSignRight: Math.sign(effect) === Math.sign(truth),
  };
}

function spreadChange(effect: TrueEffect | undefined): number {
  const spread = effect?.spread ?? null;
  return spread === null ? 0 : spread.factual - spread.counterfactual;
}

function retrieval(named: readonly string[], right: readonly string[]): Retrieval | null {
  const all = new Set(right);
  if (all.size === 0) return null;
  const found = new Set(named);
  const hits = [...found].filter((id) => all.has(id)).length;
  const precision = found.size === 0 ? 0 : hits / found.size;
  const recall = hits / all.size;
  return { precision, recall, f1: (2 * hits) / (found.size + all.size) };
}

function edgeKey({ from, to }: PathEdge): string {
  return JSON.stringify([from, to]);
}

function overallOf(
  {
    meanReciprocalRank,
    falseAlarmRate,
    brier,
  }: Pick<CauseScore, "meanReciprocalRank" | "falseAlarmRate" | "brier">,
  scores: readonly ScenarioScore[],
  scenarios: readonly TrueScenario[],
): number {
  const effects = scores.map(({ effectRelativeError }, i) => {
    if (scenarios[i]!.effects.length === 0) return null;
    return effectRelativeError === null ? 0 : Math.max(0, 1 - effectRelativeError);
  });
  const parts = [
    meanReciprocalRank,
    mean(scores.map(({ entityRight }) => (entityRight ? 1 : 0))),
    mean(scores.map(({ windowOverlap }) => windowOverlap)),
    mean(effects),
    mean(scores.map(({ units }) => units?.f1 ?? null)),
    mean(scores.map(({ path }) => path?.f1 ?? null)),
    1 - falseAlarmRate,
    brier === null ? null : 1 - brier,
  ];
  return mean(parts) ?? 1;
}

/** Mean of what is not `null`; `null` when nothing is left. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
