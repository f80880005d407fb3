import type { ScenarioIntensity, ScenarioType } from "./scenario.js";
import type { TimeSpan } from "./time-spans.js";
import type { ScenarioVariable } from "./variables.js";

/** A parent variable that a scenario really moved. */
export interface TrueCause {
  readonly variable: ScenarioVariable;
  /** All whose variable it was; most often one. */
  readonly entities: readonly string[];
  /** When, rising and apart from each other; empty when the run had ended before. */
  readonly windows: readonly TimeSpan[];
  /** At full strength, in `unit`: added or multiplied, see {@link scenarioVariables}. */
  readonly amount: number;
  readonly unit: string;
}

/** A step on the way from a cause to an effect: nodes of the causal graph. */
export interface PathEdge {
  readonly from: string;
  readonly to: string;
}

/** An edge of the causal graph. */
export interface CausalEdge extends PathEdge {
  /** What of `to` it moves: its mean, its spread, or only what the gauge shows. */
  readonly moves: "mean" | "spread" | "reading";
  /** Whether more of `from` makes more or less of it. */
  readonly sign: 1 | -1;
  /**
   * Change of the mean of `to` for one unit of `from`, all other parents at their targets; `null` where it acts beyond a threshold only, or
   * on no mean.
   */
  readonly coefficient: number | null;
}

/** Which parent acts on what. No cycles. Electrode metrics are those of the cathode, which decides the cell. */
export interface CausalGraph {
  /** Variables of scenarios, metrics, and waiting times (`waiting: <step>`). */
  readonly nodes: readonly { readonly id: string; readonly unit: string }[];
  readonly edges: readonly CausalEdge[];
}

/**
 * Mean over the affected of factual minus what had been without the scenario, on the same draws. First attempts only: a repeat is a
 * consequence of what was measured before.
 */
export interface TrueEffect {
  /** A metric, or a waiting time (`waiting: <step>`). */
  readonly metric: string;
  /** `null` for a metric that is not of one electrode. */
  readonly electrode: "cathode" | "anode" | null;
  /** UCUM code. */
  readonly unit: string;
  /** How many values of first attempts are different without the scenario; the means are over these. */
  readonly affected: number;
  /**
   * Of the hidden value: `total` = `mediated` + `direct`. Mediated is what the effects on other metrics make by the slopes of the graph,
   * and all of it where no edge leads from a cause to the metric; direct is what is left.
   */
  readonly latent: { readonly total: number; readonly direct: number; readonly mediated: number };
  /** Standard deviation of the hidden value over the affected: as it was, and as it had been. `null` for fewer than two. */
  readonly spread: { readonly factual: number; readonly counterfactual: number } | null;
  /** Of what the gauge showed. */
  readonly measured: number;
  /** Mean of the affected values that the gauge showed, to make shares of the effect. */
  readonly measuredMean: number;
}

/** What the literature of the plant expects of a scenario at default intensity, without scrap in between. */
export interface ExpectedChange {
  readonly metric: string;
  readonly statistic: "mean" | "sd" | "in spec share" | "fail share";
  readonly without: number;
  readonly with: number;
}

/** A scenario as it really acted. */
export interface TrueScenario {
  readonly id: string;
  readonly type: ScenarioType;
  readonly intensity: ScenarioIntensity;
  /** The root cause first. */
  readonly causes: readonly TrueCause[];
  /** Edges of the graph on the ways from its causes to the metrics that it changed. */
  readonly path: readonly PathEdge[];
  /** Units and cells with a value or (flow) a time that would be different without it, and when the first of these was measured. */
  readonly affected: readonly { readonly unitId: string; readonly onsetMs: number }[];
  readonly effects: readonly TrueEffect[];
  readonly expected: readonly ExpectedChange[];
}

/** A column that causes nothing, however much it seems to. */
export interface TrueDecoy {
  readonly id: string;
  /** Name of the column or attribute. */
  readonly column: string;
  /** Why it may look like a cause, in plain words. */
  readonly trap: string;
}

/** One metric of one unit: what was and what had been. Means where it was measured several times. */
export interface Counterfactual {
  readonly unitId: string;
  readonly metric: string;
  /** `null`: does not exist in this world (scrapped before). */
  readonly factual: number | null;
  readonly counterfactual: number | null;
  /** By scenario id: factual minus the value without this scenario. */
  readonly attribution: Readonly<Record<string, number>>;
  /** Factual minus counterfactual minus all attributions: interaction of scenarios. */
  readonly remainder: number;
}

/** How the other worlds were computed: the same flow, or simulated anew (then other units are scrapped), or both. */
export type CounterfactualKind = "fixed routing" | "resimulated" | "both";

/** The whole truth of a run. Never part of a log or a view of it. */
export interface PlantTruth {
  readonly schemaVersion: 1;
  readonly seed: number | string;
  /** SHA-256 of the configuration and scenarios, hexadecimal. */
  readonly configHash: string;
  /** `null`: none were asked for; effects, affected and tables are empty then. */
  readonly counterfactuals: CounterfactualKind | null;
  readonly scenarios: readonly TrueScenario[];
  readonly decoys: readonly TrueDecoy[];
  readonly graph: CausalGraph;
  /** With fixed routing: hidden values that are different without scenarios, ordered by unit and metric. */
  readonly fixedRouting: readonly Counterfactual[];
  /** Simulated anew: values and waiting times that are different, or exist in one run only. */
  readonly resimulated: readonly Counterfactual[];
}
