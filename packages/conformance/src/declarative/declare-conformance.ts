import { type LongWorkOptions, throwIfAborted } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import {
  type CompiledDeclareRule,
  checkDeclareModel,
  compileDeclareRule,
  type DeclareModel,
  type DeclareRule,
  ruleStatus,
  SequenceRelations,
} from "@gigamine/models";
import { placeEvents } from "./place-events.js";
import { type RuleConformance, RuleTally } from "./rule-tally.js";

/** A rule and how often the log keeps it. */
export type DeclareRuleCheck = DeclareRule & {
  /** Cases of which the rule asks something; the others keep it vacuously. */
  readonly activatedCases: number;
  /** Activated cases that break it. */
  readonly violatedCases: number;
  /** Share of the activated cases that keep it, in [0, 1]; `null` when no case activates it. */
  readonly confidence: number | null;
};

/** Variants between two looks at the signal. */
const BATCH = 256;

/**
 * Checks every case of a log against every rule of a DECLARE model, by the exact meaning of the templates on finite traces (see
 * `PAIR_TEMPLATES` of `@gigamine/models`).
 *
 * `rules` are those of the model in their order, each with its counts; `variants` name the rules that each variant breaks.
 * `checked` counts the rules that a variant activates, and `fitness` is the share of these that hold; over the log both are summed
 * over cases. What no rule speaks of is allowed, also activities that the model does not know.
 *
 * Works on variants: O(events · k + rules activated) for k distinct activities a variant; rules between activities that a variant lacks cost
 * nothing. Sources: as `PAIR_TEMPLATES`; activation: Burattin, Maggi, van der Aalst, Sperduti, "Techniques for a posteriori analysis of declarative
 * processes", EDOC 2012. PM4Py's fitness divides by all rules of the model, activated or not.
 *
 * @throws GigamineError `declare/invalid` for a model of the wrong shape.
 * @example
 * declareConformance(log, { rules: [{ template: "response", activities: ["Coat", "Inspect"] }] }).rules[0]?.violatedCases;
 */
export function declareConformance(
  log: EventLog | VariantLog,
  model: DeclareModel,
  { signal, onProgress }: LongWorkOptions = {},
): RuleConformance<DeclareRuleCheck> {
  const { rules } = checkDeclareModel(model);
  const variantLog = toVariantLog(log);
  const { variantOffsets, counts } = variantLog;
  const activities = [...new Set(rules.flatMap((rule): readonly string[] => rule.activities))];
  const ids = new Map(activities.map((name, id) => [name, id]));
  const sequence = placeEvents(variantLog, ids);
  const compiled = rules.map((rule) => compileDeclareRule(rule, ids));
  const candidates = new RuleIndex(compiled, activities.length + 1);
  const relations = new SequenceRelations(activities.length + 1);
  const activated = new Float64Array(rules.length);
  const violated = new Float64Array(rules.length);
  const tally = new RuleTally(variantLog);
  const total = counts.length;
  for (let v = 0; v < total; v++) {
    if (v % BATCH === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "checking", done: v, total, unit: "variants" });
    }
    relations.scan(sequence, variantOffsets[v]!, variantOffsets[v + 1]!);
    const broken: number[] = [];
    let checked = 0;
    candidates.forEach(relations, (r) => {
      const status = ruleStatus(compiled[r]!, relations);
      if (status === "vacuous") return;
      checked++;
      activated[r]! += counts[v]!;
      if (status === "satisfied") return;
      broken.push(r);
      violated[r]! += counts[v]!;
    });
    tally.add(broken, checked);
  }
  onProgress?.({ stage: "checking", done: total, total, unit: "variants" });
  return tally.result(rules.map((rule, r) => withCounts(rule, activated[r]!, violated[r]!)));
}

function withCounts(rule: DeclareRule, activatedCases: number, violatedCases: number): DeclareRuleCheck {
  const confidence = activatedCases === 0 ? null : 1 - violatedCases / activatedCases;
  const counts = { activatedCases, violatedCases, confidence };
  if ("times" in rule)
    return { template: rule.template, activities: rule.activities, times: rule.times, ...counts };
  return { template: rule.template, activities: rule.activities, ...counts } as DeclareRuleCheck;
}

/** Finds the rules that a variant may activate, without a look at the others. */
class RuleIndex {
  readonly #always: number[] = [];
  readonly #byFirst: number[][];
  /** Rules that their second activity alone can activate. */
  readonly #bySecond: number[][];
  readonly #rules: readonly CompiledDeclareRule[];

  constructor(rules: readonly CompiledDeclareRule[], activities: number) {
    this.#rules = rules;
    this.#byFirst = Array.from({ length: activities }, () => []);
    this.#bySecond = Array.from({ length: activities }, () => []);
    rules.forEach(({ pair, first, second }, r) => {
      if (pair === null || pair.neither !== "vacuous") {
        this.#always.push(r);
        return;
      }
      this.#byFirst[first]!.push(r);
      if (pair.onlySecond !== "vacuous") this.#bySecond[second]!.push(r);
    });
  }

  /** Calls with each rule at most once. */
  forEach({ activity, size, slot }: SequenceRelations, visit: (rule: number) => void): void {
    for (const r of this.#always) visit(r);
    for (let s = 0; s < size; s++) {
      for (const r of this.#byFirst[activity[s]!]!) visit(r);
      for (const r of this.#bySecond[activity[s]!]!) {
        if (slot[this.#rules[r]!.first]! < 0) visit(r); // else it was visited by its first activity
      }
    }
  }
}
