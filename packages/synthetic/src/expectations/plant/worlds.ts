import { quoteValue } from "@gigamine/base";
import type { PlantRun } from "../../battery-plant/run.js";
import { descendants, waitingMetric } from "../../scenarios/causal-graph.js";
import type { PlantTruth, TrueScenario } from "../../scenarios/truth.js";
import type { Finding } from "../check.js";
import { countWords, Violations } from "../violations.js";

export function scenariosMoveSomething(run: PlantRun): Finding {
  return scenariosAgainst(run, "without any effect", ({ effects }) =>
    effects.some(({ affected }) => affected > 0) ? null : "changes nothing that is measured",
  );
}

/**
 * Of the metrics, what differs between the worlds with and without a scenario lies behind its causes in the causal graph. Waiting times are passed
 * over: whatever changes who is scrapped changes the queues of all who come after.
 */
export function scenariosMoveOnlyDescendants(run: PlantRun): Finding {
  const waits = new Set(run.steps.map(waitingMetric));
  return scenariosAgainst(run, "with effects on something else", ({ causes, effects }, { graph }) => {
    const behind = descendants(
      graph,
      causes.map(({ variable }) => variable),
    );
    const odd = effects.filter(
      ({ metric, affected }) => affected > 0 && !behind.has(metric) && !waits.has(metric),
    );
    return odd.length === 0 ? null : `moves ${odd.map(({ metric }) => metric).join(", ")}`;
  });
}

function scenariosAgainst(
  run: PlantRun,
  what: string,
  complaint: (scenario: TrueScenario, truth: PlantTruth) => string | null,
): Finding {
  if (run.worlds.length < 2) {
    return { observed: "no counterfactual worlds to compare with", violations: 0, examples: [] };
  }
  const truth = run.truth();
  const found = new Violations();
  for (const scenario of truth.scenarios) {
    const words = complaint(scenario, truth);
    if (words !== null) found.add(() => `${quoteValue(scenario.id)} ${words}`);
  }
  const observed = `${found.count} of ${countWords(truth.scenarios.length, "scenario")} ${what}`;
  return { observed, violations: found.count, examples: found.examples };
}
