import type { DeclareRule, ExistenceTemplate, PairTemplate, PositionTemplate } from "./declare-model.js";
import { PairFacts, SequenceRelations } from "./sequence-relations.js";

/** What a rule says of one case: it holds, it is broken, or it asks for nothing there (vacuous). */
export type RuleStatus = "satisfied" | "violated" | "vacuous";

/** The meaning of a template for activities a and b, by which of the two a case has. */
export interface PairSemantics {
  readonly neither: RuleStatus;
  readonly onlyFirst: RuleStatus;
  readonly onlySecond: RuleStatus;
  /** The `PairFacts` that must all hold in a case that has both; `null` when no such case keeps the rule. */
  readonly both: number | null;
}

const semantics = (
  neither: RuleStatus,
  onlyFirst: RuleStatus,
  onlySecond: RuleStatus,
  both: number | null,
): PairSemantics => Object.freeze({ neither, onlyFirst, onlySecond, both });

const F = PairFacts;

/**
 * The pair templates with their exact meaning on finite traces. Below: LTLf with X "next", F "eventually", G "always", U
 * "until", W "weak until" (until, or never), Xw "weak next" (next, if there is one), Y "just before". A case that lacks
 * what the rule speaks of keeps it vacuously, which is no evidence for it.
 *
 * | template | formula | vacuous without |
 * | --- | --- | --- |
 * | choice | F a ∨ F b | |
 * | exclusiveChoice | (F a ∨ F b) ∧ ¬(F a ∧ F b) | |
 * | respondedExistence | F a → F b | a |
 * | coExistence | F a ↔ F b | a and b |
 * | response | G(a → F b) | a |
 * | precedence | ¬b W a | b |
 * | succession | response ∧ precedence | a and b |
 * | alternateResponse | G(a → X(¬a U b)) | a |
 * | alternatePrecedence | (¬b W a) ∧ G(b → Xw(¬b W a)) | b |
 * | alternateSuccession | alternateResponse ∧ alternatePrecedence | a and b |
 * | chainResponse | G(a → X b) | a |
 * | chainPrecedence | G(b → Y a) | b |
 * | chainSuccession | chainResponse ∧ chainPrecedence | a and b |
 * | notCoExistence | ¬(F a ∧ F b) | a and b |
 * | notSuccession | G(a → ¬F b) | a and b |
 * | notChainSuccession | G(a → ¬X b) | a and b |
 *
 * Sources: Pesic, "Constraint-based workflow management systems: shifting control to users", PhD thesis, TU Eindhoven,
 * 2008; De Giacomo, De Masellis, Montali, "Reasoning on LTL on finite traces: insensitivity to infiniteness", AAAI 2014.
 * Where those write chainPrecedence as G(X b → a), which lets b begin a case, we take the sentence it stands for: each b
 * directly behind an a.
 */
export const PAIR_TEMPLATES: Readonly<Record<PairTemplate, PairSemantics>> = Object.freeze({
  choice: semantics("violated", "satisfied", "satisfied", 0),
  exclusiveChoice: semantics("violated", "satisfied", "satisfied", null),
  respondedExistence: semantics("vacuous", "violated", "vacuous", 0),
  coExistence: semantics("vacuous", "violated", "violated", 0),
  response: semantics("vacuous", "violated", "vacuous", F.response),
  precedence: semantics("vacuous", "vacuous", "violated", F.precedence),
  succession: semantics("vacuous", "violated", "violated", F.response | F.precedence),
  alternateResponse: semantics("vacuous", "violated", "vacuous", F.alternateResponse),
  alternatePrecedence: semantics("vacuous", "vacuous", "violated", F.alternatePrecedence),
  alternateSuccession: semantics(
    "vacuous",
    "violated",
    "violated",
    F.alternateResponse | F.alternatePrecedence,
  ),
  chainResponse: semantics("vacuous", "violated", "vacuous", F.chainResponse),
  chainPrecedence: semantics("vacuous", "vacuous", "violated", F.chainPrecedence),
  chainSuccession: semantics("vacuous", "violated", "violated", F.chainResponse | F.chainPrecedence),
  notCoExistence: semantics("vacuous", "satisfied", "satisfied", null),
  notSuccession: semantics("vacuous", "satisfied", "satisfied", F.notSuccession),
  notChainSuccession: semantics("vacuous", "satisfied", "satisfied", F.notChainSuccession),
});

/** Whether a template says the same of a, b and of b, a. */
export function isSymmetric({ onlyFirst, onlySecond, both }: PairSemantics): boolean {
  return onlyFirst === onlySecond && (both === null || both === 0);
}

export const EXISTENCE_TEMPLATES: readonly ExistenceTemplate[] = Object.freeze([
  "existence",
  "atMost",
  "exactly",
]);
export const POSITION_TEMPLATES: readonly PositionTemplate[] = Object.freeze(["init", "end"]);

/** A rule whose activities are ids; -1 for one that the log does not have. */
export interface CompiledDeclareRule {
  readonly rule: DeclareRule;
  /** `null` for a rule about one activity. */
  readonly pair: PairSemantics | null;
  readonly first: number;
  /** -1 also for a rule about one activity. */
  readonly second: number;
}

/** Looks the activities of a rule up once, for {@link ruleStatus}. */
export function compileDeclareRule(rule: DeclareRule, ids: ReadonlyMap<string, number>): CompiledDeclareRule {
  const [first, second] = rule.activities;
  const isPair = (template: string): template is PairTemplate => Object.hasOwn(PAIR_TEMPLATES, template);
  return {
    rule,
    pair: isPair(rule.template) ? PAIR_TEMPLATES[rule.template] : null,
    first: ids.get(first) ?? -1,
    second: second === undefined ? -1 : (ids.get(second) ?? -1),
  };
}

/** What a rule says of the scanned sequence. O(1). For kernels; see {@link declareRuleStatus}. */
export function ruleStatus(
  { rule, pair, first, second }: CompiledDeclareRule,
  relations: SequenceRelations,
): RuleStatus {
  const a = first < 0 ? -1 : relations.slot[first]!;
  if (pair === null) return holdsAlone(rule, relations, a) ? "satisfied" : "violated";
  const b = second < 0 ? -1 : relations.slot[second]!;
  return pairStatus(pair, a, b, a < 0 || b < 0 ? 0 : relations.facts(a, b));
}

/**
 * What a pair template says of a sequence that has its activities in slots `a` and `b`, -1 for none, with these
 * `PairFacts`.
 */
export function pairStatus(pair: PairSemantics, a: number, b: number, facts: number): RuleStatus {
  if (a < 0) return b < 0 ? pair.neither : pair.onlySecond;
  if (b < 0) return pair.onlyFirst;
  if (pair.both === null) return "violated";
  return (facts & pair.both) === pair.both ? "satisfied" : "violated";
}

function holdsAlone(rule: DeclareRule, relations: SequenceRelations, slot: number): boolean {
  const count = slot < 0 ? 0 : relations.count[slot]!;
  switch (rule.template) {
    case "existence":
      return count >= rule.times;
    case "atMost":
      return count <= rule.times;
    case "exactly":
      return count === rule.times;
    case "init":
      return count > 0 && relations.first[slot] === 0;
    default: // "end": pair templates never come here
      return count > 0 && relations.last[slot] === relations.length - 1;
  }
}

/**
 * What one rule says of one trace, by the exact meaning of its template (see `PAIR_TEMPLATES`). Rules about one activity
 * are never vacuous; `init` and `end` are violated by the empty trace. O(events).
 *
 * @example
 * declareRuleStatus({ template: "response", activities: ["a", "b"] }, ["b", "a"]); // "violated"
 */
export function declareRuleStatus(rule: DeclareRule, trace: readonly string[]): RuleStatus {
  const ids = new Map(rule.activities.map((name, id) => [name, id]));
  const relations = new SequenceRelations(3);
  relations.scan(
    trace.map((name) => ids.get(name) ?? 2),
    0,
    trace.length,
  );
  return ruleStatus(compileDeclareRule(rule, ids), relations);
}
