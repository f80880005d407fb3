/** How often an activity occurs in a case: at least, at most or exactly `times`. */
export type ExistenceTemplate = "existence" | "atMost" | "exactly";

/** The first, or the last, event of a case. */
export type PositionTemplate = "init" | "end";

/** A rule between two activities; `PAIR_TEMPLATES` defines each. */
export type PairTemplate =
  | "choice"
  | "exclusiveChoice"
  | "respondedExistence"
  | "coExistence"
  | "response"
  | "precedence"
  | "succession"
  | "alternateResponse"
  | "alternatePrecedence"
  | "alternateSuccession"
  | "chainResponse"
  | "chainPrecedence"
  | "chainSuccession"
  | "notCoExistence"
  | "notSuccession"
  | "notChainSuccession";

export type DeclareTemplate = ExistenceTemplate | PositionTemplate | PairTemplate;

export interface ExistenceRule {
  readonly template: ExistenceTemplate;
  readonly activities: readonly [string];
  /** A whole number: at least 0 for `atMost` and `exactly`, at least 1 for `existence`. */
  readonly times: number;
}

export interface PositionRule {
  readonly template: PositionTemplate;
  readonly activities: readonly [string];
}

export interface PairRule {
  readonly template: PairTemplate;
  /** Two different activities, a and b of the template, in this order. */
  readonly activities: readonly [string, string];
}

/** One constraint of a DECLARE model, such as `{ template: "response", activities: ["Coat", "Inspect"] }`. */
export type DeclareRule = ExistenceRule | PositionRule | PairRule;

/** What a miner counted for a rule. */
export interface RuleStatistics {
  /** Cases in which the rule asks for something, see `PAIR_TEMPLATES`; rules about one activity ask in every case. */
  readonly activatedCases: number;
  /** Activated cases in which the rule holds. */
  readonly satisfiedCases: number;
  /** Satisfied cases by all cases, in [0, 1]. */
  readonly support: number;
  /** Satisfied cases by activated cases, in [0, 1]. */
  readonly confidence: number;
}

export type MinedDeclareRule = DeclareRule & RuleStatistics;

/**
 * A set of rules that every case ought to keep; what no rule forbids is allowed. Plain and JSON-safe: write one by hand, or let
 * `declareMiner` of `@gigamine/discovery` find the rules of a log.
 *
 * Source: Pesic, van der Aalst, "A declarative approach for flexible business processes management", BPM Workshops 2006; Pesic,
 * Schonenberg, van der Aalst, "DECLARE: full support for loosely-structured processes", EDOC 2007.
 */
export interface DeclareModel<R extends DeclareRule = DeclareRule> {
  readonly rules: readonly R[];
}
