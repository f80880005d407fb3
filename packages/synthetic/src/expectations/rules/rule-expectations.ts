import type { Expectation } from "../check.js";
import { dataRules } from "./data.js";
import { flowRules } from "./flow.js";
import type { LogRules } from "./log-rules.js";
import { resourceRules } from "./resources.js";
import { checkRules } from "./schema.js";
import { timeRules } from "./time.js";

/**
 * Expectations of a process of one's own, from rules that can stand in a file: all errors, named `rules/…`. No rule
 * gives only `rules/times-of-a-step`. For a whole check put {@link logExpectations} before them.
 *
 * @throws GigamineError `expectations/rules` for rules that can't be read, `option/out-of-range` for a bad pattern, instant or calendar.
 *
 * @example
 * checkExpectations(log, ruleExpectations({ startActivities: ["Arrival"], capacity: { "*": 1 } }));
 */
export function ruleExpectations(rules: LogRules): readonly Expectation[] {
  const checked = checkRules("ruleExpectations", rules);
  return [...dataRules(checked), ...timeRules(checked), ...flowRules(checked), ...resourceRules(checked)];
}
