import type {
  DeclareModel,
  DeclareRule,
  ExistenceRule,
  PairRule,
  PairTemplate,
  PositionRule,
} from "./declare-model.js";
import { isSymmetric, PAIR_TEMPLATES } from "./declare-semantics.js";

/** What follows at once from a template for a, b: the same for a, b ("same") or for b, a ("turned"). */
const IMPLIES: Partial<Record<PairTemplate, readonly (readonly [PairTemplate, "same" | "turned"])[]>> = {
  exclusiveChoice: [
    ["choice", "same"],
    ["notCoExistence", "same"],
  ],
  coExistence: [
    ["respondedExistence", "same"],
    ["respondedExistence", "turned"],
  ],
  response: [["respondedExistence", "same"]],
  precedence: [["respondedExistence", "turned"]],
  succession: [
    ["coExistence", "same"],
    ["response", "same"],
    ["precedence", "same"],
  ],
  alternateResponse: [["response", "same"]],
  alternatePrecedence: [["precedence", "same"]],
  alternateSuccession: [
    ["succession", "same"],
    ["alternateResponse", "same"],
    ["alternatePrecedence", "same"],
  ],
  chainResponse: [["alternateResponse", "same"]],
  chainPrecedence: [["alternatePrecedence", "same"]],
  chainSuccession: [
    ["alternateSuccession", "same"],
    ["chainResponse", "same"],
    ["chainPrecedence", "same"],
  ],
  notCoExistence: [
    ["notSuccession", "same"],
    ["notSuccession", "turned"],
  ],
  notSuccession: [["notChainSuccession", "same"]],
};
const TEMPLATES = Object.keys(PAIR_TEMPLATES) as PairTemplate[];

/**
 * Leaves out the rules that follow from another rule of the model: of "each Coat is directly followed by Dry" and "each
 * Coat is followed by Dry" the second goes. A rule stays if what implies it holds with less confidence, so that nothing
 * known is lost; rules without a confidence count as certain. The same traces keep the model; of its rules, those with the
 * most to say remain, in their order.
 *
 * Known are the implications between templates for the same two activities (chain, alternate, plain; succession and its
 * halves; notCoExistence, notSuccession, notChainSuccession; …) and between numbers of occurrences; init and end imply
 * existence; an activity that must occur implies `choice` with it and `respondedExistence` of it. Rules that follow from
 * several together stay. O(rules).
 *
 * Source: Di Ciccio, Maggi, Montali, Mendling, "Resolving inconsistencies and redundancies in declarative process models",
 * Information Systems 64, 2017 (subsumption hierarchy of the templates).
 *
 * @example
 * withoutImpliedRules(declareMiner(log)).rules;
 */
export function withoutImpliedRules<M extends DeclareModel>(model: M): M {
  const pairs = new ImpliedPairs(model.rules);
  const counts = new Map<string, CountFact[]>();
  for (const rule of model.rules) {
    if (isPairRule(rule)) continue;
    const [name] = rule.activities;
    counts.set(name, [...(counts.get(name) ?? []), countFact(rule)]);
  }
  /** With what confidence the activity must occur. */
  const occurs = (name: string): number =>
    Math.max(
      -1,
      ...(counts.get(name) ?? []).filter(({ least }) => least > 0).map(({ confidence }) => confidence),
    );
  const isImplied = (rule: DeclareRule): boolean => {
    const confidence = confidenceOf(rule);
    if (!isPairRule(rule))
      return counts.get(rule.activities[0])!.some((fact) => followsFrom(countFact(rule), fact));
    const [a, b] = rule.activities;
    if (pairs.confidence(rule.template, a, b) >= confidence) return true;
    if (rule.template === "choice") return Math.max(occurs(a), occurs(b)) >= confidence;
    return rule.template === "respondedExistence" && occurs(b) >= confidence;
  };
  return { ...model, rules: model.rules.filter((rule) => !isImplied(rule)) };
}

/** The pair rules that follow from those of a model, each with the highest confidence with which one does. */
class ImpliedPairs {
  readonly #ids = new Map<string, number>();
  readonly #confidence = new Map<number, number>();

  constructor(rules: readonly DeclareRule[]) {
    for (const { activities } of rules)
      for (const name of activities) if (!this.#ids.has(name)) this.#ids.set(name, this.#ids.size);
    for (const rule of rules) {
      if (!isPairRule(rule)) continue;
      const pending: (readonly [PairTemplate, string, string])[] = [[rule.template, ...rule.activities]];
      while (pending.length > 0) {
        const [template, a, b] = pending.pop()!;
        for (const [weaker, order] of IMPLIES[template] ?? []) {
          const [first, second] = order === "same" ? [a, b] : [b, a];
          const key = this.#key(weaker, first, second);
          this.#confidence.set(key, Math.max(this.#confidence.get(key) ?? -1, confidenceOf(rule)));
          pending.push([weaker, first, second]);
        }
      }
    }
  }

  /** -1 for a rule that does not follow. */
  confidence(template: PairTemplate, a: string, b: string): number {
    return this.#confidence.get(this.#key(template, a, b)) ?? -1;
  }

  #key(template: PairTemplate, a: string, b: string): number {
    const [x, y] = [this.#ids.get(a)!, this.#ids.get(b)!];
    const [first, second] = isSymmetric(PAIR_TEMPLATES[template]) && y < x ? [y, x] : [x, y];
    return (TEMPLATES.indexOf(template) * this.#ids.size + first) * this.#ids.size + second;
  }
}

/** What a rule about one activity says of its number of occurrences. */
interface CountFact {
  readonly least: number;
  readonly most: number;
  /** Whether it says more than that. */
  readonly isPosition: boolean;
  readonly confidence: number;
}

function countFact(rule: ExistenceRule | PositionRule): CountFact {
  const confidence = confidenceOf(rule);
  if (!("times" in rule)) return { least: 1, most: Number.POSITIVE_INFINITY, isPosition: true, confidence };
  return {
    least: rule.template === "atMost" ? 0 : rule.times,
    most: rule.template === "existence" ? Number.POSITIVE_INFINITY : rule.times,
    isPosition: false,
    confidence,
  };
}

function followsFrom(weaker: CountFact, fact: CountFact): boolean {
  if (weaker.isPosition || fact.confidence < weaker.confidence) return false;
  if (fact.least < weaker.least || fact.most > weaker.most) return false;
  return fact.isPosition || fact.least > weaker.least || fact.most < weaker.most; // else it is the same rule
}

function confidenceOf(rule: DeclareRule & { readonly confidence?: number }): number {
  return rule.confidence ?? 1;
}

function isPairRule(rule: DeclareRule): rule is PairRule {
  return rule.activities.length === 2;
}
