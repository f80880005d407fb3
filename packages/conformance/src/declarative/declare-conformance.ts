import { type LongWorkOptions, throwIfAborted } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import {
  type CompiledDeclareRule,
  checkDeclareModel,
  compileDeclareRule,
  type DeclareModel,
  type DeclareRule,
  pairStatus,
  type RuleStatus,
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
 * Checks every case of a log against every rule of a DECLARE model, by the exact meaning of the templates on finite traces
 * (see `PAIR_TEMPLATES` of `@gigamine/models`).
 *
 * `rules` are those of the model in their order, each with its counts; `variants` name the rules that each variant breaks.
 * `checked` counts the rules that a variant activates, and `fitness` is the share of these that hold; over the log both are
 * summed over cases. What no rule speaks of is allowed, also activities that the model does not know.
 *
 * Works on variants: O(events · k + rules activated) for k distinct activities a variant; rules between activities that a
 * variant lacks cost nothing. Sources: as `PAIR_TEMPLATES`; activation: Burattin, Maggi, van der Aalst, Sperduti,
 * "Techniques for a posteriori analysis of declarative processes", EDOC 2012. PM4Py's fitness divides by all rules of the
 * model, activated or not.
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
  const pairs = new PairIndex(compiled, activities.length + 1);
  const alone = Array.from(compiled.keys()).filter((r) => compiled[r]!.pair === null);
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
    const cases = counts[v]!;
    const broken: number[] = [];
    let checked = 0;
    const note = (r: number, status: RuleStatus): void => {
      if (status === "vacuous") return;
      checked++;
      activated[r]! += cases;
      if (status === "satisfied") return;
      broken.push(r);
      violated[r]! += cases;
    };
    for (const r of alone) note(r, ruleStatus(compiled[r]!, relations));
    pairs.forEach(relations, ({ first, second, rules }) => {
      const [a, b] = [relations.slot[first]!, relations.slot[second]!];
      const facts = a < 0 || b < 0 ? 0 : relations.facts(a, b);
      for (const r of rules) note(r, pairStatus(compiled[r]!.pair!, a, b, facts));
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

/** All pair rules between the same two activities, in this order. */
interface PairRules {
  readonly first: number;
  readonly second: number;
  readonly rules: number[];
}

/** Finds the pairs of activities whose rules a variant may activate, without a look at the others. */
class PairIndex {
  /** Pairs with a rule that asks something of every case. */
  readonly #always: PairRules[] = [];
  readonly #byFirst: PairRules[][];
  readonly #bySecond: PairRules[][];

  constructor(rules: readonly CompiledDeclareRule[], activities: number) {
    this.#byFirst = Array.from({ length: activities }, () => []);
    this.#bySecond = Array.from({ length: activities }, () => []);
    const pairs = new Map<number, PairRules>();
    rules.forEach(({ pair, first, second }, r) => {
      if (pair === null) return;
      const key = first * activities + second;
      const known = pairs.get(key);
      if (known === undefined) pairs.set(key, { first, second, rules: [r] });
      else known.rules.push(r);
    });
    for (const pair of pairs.values()) {
      if (pair.rules.some((r) => rules[r]!.pair!.neither !== "vacuous")) {
        this.#always.push(pair);
        continue;
      }
      this.#byFirst[pair.first]!.push(pair);
      if (pair.rules.some((r) => rules[r]!.pair!.onlySecond !== "vacuous"))
        this.#bySecond[pair.second]!.push(pair);
    }
  }

  /** Calls with each pair at most once. */
  forEach({ activity, size, slot }: SequenceRelations, visit: (pair: PairRules) => void): void {
    this.#always.forEach(visit);
    for (let s = 0; s < size; s++) {
      this.#byFirst[activity[s]!]!.forEach(visit);
      for (const pair of this.#bySecond[activity[s]!]!) {
        if (slot[pair.first]! < 0) visit(pair); // else it was visited by its first activity
      }
    }
  }
}
