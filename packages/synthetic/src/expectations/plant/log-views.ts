import type { EventLog } from "@gigamine/event-log";
import { plantSteps, type StepKey, stepIndex } from "../../battery-plant/line.js";
import type { PlantRun } from "../../battery-plant/run.js";
import { mustHold } from "../against.js";
import type { Expectation } from "../check.js";
import { ruleExpectations } from "../rules/rule-expectations.js";

const names = plantSteps.map(({ name }) => name);
const named = (key: StepKey): string => names[stepIndex[key]]!;

/** What holds for a log of cells whatever the configuration: each begins with its powder and ends in a box or as scrap, step by step. */
export const cellLogRules: readonly Expectation[] = ruleExpectations({
  startActivities: [named("inspect")],
  endActivities: [named("pack"), "Scrap"],
  finalActivities: ["Scrap"],
  precedence: names.slice(1).map((name, i) => [names[i]!, name] as const),
});

/** What holds for a log of orders: no machine does two things at once; racks and stores take many. */
export const lotLogRules: readonly Expectation[] = ruleExpectations({
  startActivities: [named("inspect")],
});

/** Expectations of a log as expectations of a run, `view` being the log; made once for all of them. */
export function onLog(
  prefix: string,
  view: (run: PlantRun) => EventLog,
  expectations: readonly Expectation[],
): readonly Expectation<PlantRun>[] {
  let [last, log]: [PlantRun | null, EventLog | null] = [null, null];
  const logOf = (run: PlantRun): EventLog => {
    if (run !== last || log === null) [last, log] = [run, view(run)];
    return log;
  };
  return expectations.map(({ id, title, severity, check }) => ({
    ...mustHold(`${prefix}/${id.slice(id.indexOf("/") + 1)}`, title, (run: PlantRun) => check(logOf(run))),
    severity,
  }));
}
