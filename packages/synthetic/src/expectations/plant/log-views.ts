import type { EventLog } from "@gigamine/event-log";
import {
  allPlantSteps,
  type CellFormat,
  cellFormats,
  lineOrder,
  type StepKey,
  stepIndex,
} from "../../battery-plant/line.js";
import type { PlantRun } from "../../battery-plant/run.js";
import { mustHold } from "../against.js";
import type { Expectation, Finding } from "../check.js";
import { ruleExpectations } from "../rules/rule-expectations.js";
import { countWords } from "../violations.js";

const named = (key: StepKey): string => allPlantSteps[stepIndex[key]]!.name;

/** An expectation of a log that may ask for the configuration of its run. */
type LogExpectation = Omit<Expectation, "check"> & {
  readonly check: (log: EventLog, run: PlantRun) => Finding;
};

/** What holds for a log of cells whatever the configuration: each begins with its powder and ends in a box or as scrap, step by step. */
export const cellLogRules: readonly LogExpectation[] = [
  ...ruleExpectations({
    startActivities: [named("inspect")],
    endActivities: [named("pack"), "Scrap"],
    finalActivities: ["Scrap"],
  }),
  {
    id: "rules/line-order",
    title: "Every step of a cell comes after the one before it on the line",
    severity: "error",
    check: inLineOrder,
  },
];

function precedenceOf(format: CellFormat): readonly Expectation[] {
  const names = lineOrder(format).map(named);
  const rules = ruleExpectations({ precedence: names.slice(1).map((name, i) => [names[i]!, name] as const) });
  return rules.filter(({ id }) => id.startsWith("rules/precedence:")); // times are the matter of another expectation
}

const precedences = Object.fromEntries(
  cellFormats.map((format) => [format, precedenceOf(format)]),
) as Readonly<Record<CellFormat, readonly Expectation[]>>;

function inLineOrder(log: EventLog, { config }: PlantRun): Finding {
  const findings = precedences[config.cellFormat].map(({ check }) => check(log));
  const violations = findings.reduce((sum, finding) => sum + finding.violations, 0);
  return {
    observed: `${countWords(violations, "step")} before the one that it follows`,
    violations,
    examples: findings.flatMap(({ examples }) => examples).slice(0, 5),
  };
}

/** What holds for a log of orders: each begins with its material, and every step is started before it is complete. */
export const lotLogRules: readonly Expectation[] = ruleExpectations({
  startActivities: [named("inspect")],
});

/** Expectations of a log as expectations of a run, `view` being the log; made once for all of them. */
export function onLog(
  prefix: string,
  view: (run: PlantRun) => EventLog,
  expectations: readonly LogExpectation[],
): readonly Expectation<PlantRun>[] {
  let [last, log]: [PlantRun | null, EventLog | null] = [null, null];
  const logOf = (run: PlantRun): EventLog => {
    if (run !== last || log === null) [last, log] = [run, view(run)];
    return log;
  };
  return expectations.map(({ id, title, severity, check }) => ({
    ...mustHold(`${prefix}/${id.slice(id.indexOf("/") + 1)}`, title, (run: PlantRun) =>
      check(logOf(run), run),
    ),
    severity,
  }));
}
