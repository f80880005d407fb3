import {
  declareConformance,
  deviatingCases,
  logSkeletonConformance,
  type RuleConformance,
  type TemporalConformance,
  temporalConformance,
} from "@gigamine/conformance";
import type { EventLog } from "@gigamine/event-log";
import { formatCount, formatDuration, formatShare } from "@gigamine/viz";
import type { RuleModel } from "./any-model.js";
import type { CaseRow } from "./case-file.js";
import { ruleActivities } from "./model-text.js";
import { cut, moreRows, ROWS, sections } from "./summary-text.js";
import { textTable } from "./table.js";
import type { Context } from "./terminal.js";

/** A log against a set of rules. */
export interface CheckedRules {
  /** As `--json` prints it. */
  readonly result: RuleConformance<unknown> | TemporalConformance;
  /** The rules that some case breaks, by most cases first. */
  readonly broken: readonly BrokenRule[];
  /** A row a case, in the order of the log. */
  readonly cases: () => readonly CaseRow[];
}

interface BrokenRule {
  readonly rule: string;
  readonly activities: string;
  readonly violatedCases: number;
  /** Indexes of cases that break it, rising. */
  readonly cases: () => readonly number[];
}

/** Checks every case against the rules. */
export function checkRules(log: EventLog, rules: RuleModel, { signal, terminal }: Context): CheckedRules {
  const work = { signal, onProgress: terminal.onProgress };
  switch (rules.form) {
    case "declare": {
      const result = declareConformance(log, rules.model, work);
      return byVariant(log, result, (rule) => [rule.template, ruleActivities(rule)]);
    }
    case "log-skeleton": {
      const result = logSkeletonConformance(log, rules.model, work);
      return byVariant(log, result, ({ kind, activities }) => [kind, activities.join(", ")]);
    }
    case "temporal-profile":
      return byTime(log, temporalConformance(log, rules.model, work));
  }
}

function byVariant<R extends { readonly violatedCases: number }>(
  log: EventLog,
  result: RuleConformance<R>,
  describe: (rule: R) => readonly [rule: string, activities: string],
): CheckedRules {
  const texts = result.rules.map(describe);
  return {
    result,
    broken: result.rules
      .map(({ violatedCases }, r) => ({
        rule: texts[r]![0],
        activities: texts[r]![1],
        violatedCases,
        cases: () => deviatingCases(result, r),
      }))
      .filter(({ violatedCases }) => violatedCases > 0)
      .sort((a, b) => b.violatedCases - a.violatedCases), // stable
    cases: () =>
      log.caseIds.map((caseId, c) => {
        const { fits, fitness, violated } = result.variants[result.caseVariant![c]!]!;
        return { caseId, fits, fitness, deviations: violated.map((r) => texts[r]!.join(" ")) };
      }),
  };
}

function byTime(log: EventLog, result: TemporalConformance): CheckedRules {
  const pair = ({ from, to }: TemporalConformance["rules"][number]): string => `${from} → ${to}`;
  const casesOf: number[][] = result.rules.map(() => []);
  const byCase = new Map(result.cases.map((row) => [row.case, row.deviations]));
  for (const row of result.cases) for (const { rule } of row.deviations) casesOf[rule]!.push(row.case);
  return {
    result,
    broken: result.rules.map((rule, r) => ({
      rule: `${formatDuration(rule.meanMs)} ± ${formatDuration(result.zeta * rule.stdMs)}`,
      activities: pair(rule),
      violatedCases: rule.violatedCases,
      cases: () => casesOf[r]!,
    })),
    cases: () =>
      log.caseIds.map((caseId, c) => {
        const deviations = byCase.get(c) ?? [];
        return {
          caseId,
          fits: deviations.length === 0,
          fitness: null,
          deviations: deviations.map(
            ({ rule, worst }) => `${pair(result.rules[rule]!)} ${formatDuration(worst.elapsedMs)}`,
          ),
        };
      }),
  };
}

/** What was checked, and the broken rules with example cases. */
export function rulesText(log: EventLog, { result, broken }: CheckedRules): string {
  const { fittingCases, fittingShare, fitness } = result;
  const cases = log.caseIds.length;
  const table = textTable(
    [
      { label: "rule" },
      { label: "activities", widest: 80 },
      { label: "broken in cases", align: "right" },
      { label: "for example" },
    ],
    cut(broken).map(({ rule, activities, violatedCases, cases: breaking }) => [
      rule,
      activities,
      formatCount(violatedCases),
      breaking()
        .slice(0, 3)
        .map((c) => log.caseIds[c]!)
        .join(", "),
    ]),
  );
  return sections([
    [
      "",
      `${formatCount(fittingCases)} of ${formatCount(cases)} cases (${formatShare(fittingShare)}) keep all rules; ` +
        `${formatShare(fitness)} of all checks were kept.`,
    ],
    ["Broken rules", broken.length === 0 ? "none" : table + moreRows(broken, ROWS)],
  ]);
}
