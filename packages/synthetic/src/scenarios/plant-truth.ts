import type { Electrode } from "../battery-plant/quality/steps.js";
import type { PlantTables } from "../battery-plant/run.js";
import { canonicalJson } from "../content/canonical-json.js";
import { contentHash } from "../content/content-hash.js";
import { causalGraph, pathsBetween } from "./causal-graph.js";
import type { CompiledScenario } from "./compile-scenarios.js";
import { fixedRoutingTable, resimulatedTable } from "./counterfactual-table.js";
import { type Decoy, decoyTruth } from "./decoys.js";
import { expectedChanges } from "./expected-changes.js";
import { type FlowEffects, flowEffects } from "./flow-effects.js";
import type { CausalGraph, CounterfactualKind, PlantTruth, TrueScenario } from "./truth.js";
import { type FixedEffects, fixedEffects, type JudgedRun } from "./truth-effects.js";
import { cutWindows } from "./windows.js";

/** What the truth of a run is made of. */
export interface TruthSource extends JudgedRun {
  readonly decoys: readonly Decoy[];
  readonly counterfactuals: CounterfactualKind | null;
  /** The same run with only these scenarios at work, simulated anew; called once without any and, when there are several, without each. */
  readonly resimulate: (scenarioIds: readonly string[]) => PlantTables;
}

/**
 * What really happened in a run, and what would have happened without its scenarios. O(measurements × scenarios), and as many runs
 * as scenarios and one when they are simulated anew.
 */
export function plantTruth(source: TruthSource): PlantTruth {
  const { run, effects, counterfactuals } = source;
  const { config } = run;
  const graphs = {
    cathode: causalGraph(config.quality, "cathode", run.steps),
    anode: causalGraph(config.quality, "anode", run.steps),
  };
  const graphOf = (electrode: Electrode): CausalGraph => graphs[electrode];
  const graph = graphs.cathode;
  const isFixed = counterfactuals === "fixed routing" || counterfactuals === "both";
  const anew = counterfactuals === "resimulated" || counterfactuals === "both" ? resimulated(source) : null;
  return {
    schemaVersion: 1,
    seed: run.seed,
    configHash: contentHash(canonicalJson({ config, scenarios: effects.scenarios })),
    counterfactuals,
    scenarios: effects.scenarios.map((scenario) => {
      const { id, causes } = scenario;
      const without = anew?.without.get(id);
      return trueScenario(
        scenario,
        run.endMs,
        graph,
        isFixed ? fixedEffects(source, id, graphOf) : nothing,
        without === undefined ? nothing : flowEffects(run, without, causes, graph),
      );
    }),
    decoys: source.decoys.map(decoyTruth),
    graph,
    fixedRouting: isFixed ? fixedRoutingTable(source) : [],
    resimulated: anew === null ? [] : resimulatedTable(run, anew.none, anew.without),
  };
}

const nothing: FixedEffects & FlowEffects = { effects: [], onsets: new Map() };

/** The runs without any scenario and without each; none are run twice. */
function resimulated({ effects, resimulate }: TruthSource): {
  none: PlantTables;
  without: ReadonlyMap<string, PlantTables>;
} {
  const ids = effects.scenarios.map(({ id }) => id);
  const none = resimulate([]);
  const without = ids.map((id) => {
    const others = ids.filter((other) => other !== id);
    return [id, others.length === 0 ? none : resimulate(others)] as const;
  });
  return { none, without: new Map(without) };
}

function trueScenario(
  scenario: CompiledScenario,
  endMs: number,
  graph: CausalGraph,
  fixed: FixedEffects,
  flow: FlowEffects,
): TrueScenario {
  const effects = [...fixed.effects, ...flow.effects];
  return {
    id: scenario.id,
    type: scenario.type,
    intensity: scenario.intensity,
    causes: scenario.causes.map(({ variable, entities, windows, amount, unit }) => ({
      variable,
      entities,
      windows: cutWindows(windows, endMs).map(({ fromMs, toMs }) => ({ fromMs, toMs })),
      amount,
      unit,
    })),
    path: pathsBetween(
      graph,
      scenario.causes.map(({ variable }) => variable),
      effects.map(({ metric }) => metric),
    ),
    affected: merged(fixed.onsets, flow.onsets),
    effects,
    expected: expectedChanges(scenario),
  };
}

/** Earlier of both onsets, in order of time and id. */
function merged(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): TrueScenario["affected"] {
  const onsets = new Map(a);
  for (const [unitId, onsetMs] of b) onsets.set(unitId, Math.min(onsetMs, onsets.get(unitId) ?? onsetMs));
  return [...onsets]
    .map(([unitId, onsetMs]) => ({ unitId, onsetMs }))
    .sort((x, y) => x.onsetMs - y.onsetMs || (x.unitId < y.unitId ? -1 : 1));
}
