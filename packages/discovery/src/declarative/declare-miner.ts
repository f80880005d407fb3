import { GigamineError, type LongWorkOptions, optionError } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import {
  type DeclareModel,
  type DeclareRule,
  type DeclareTemplate,
  EXISTENCE_TEMPLATES,
  type ExistenceTemplate,
  isSymmetric,
  type MinedDeclareRule,
  PAIR_TEMPLATES,
  type PairTemplate,
  POSITION_TEMPLATES,
  type RuleStatus,
} from "@gigamine/models";
import { countPairs } from "./count-pairs.js";
import { countOccurrences, type OccurrenceCounts } from "./occurrence-counts.js";

export interface DeclareMinerOptions extends LongWorkOptions {
  /**
   * Least share of all cases in which a rule must be activated and hold. In [0, 1]. Also the least share of cases in which
   * each activity of a pair rule must occur. @default 0.1
   */
  readonly minSupport?: number | undefined;
  /**
   * Least share of the activated cases in which a rule must hold. In [0, 1]; 1 finds the rules that no case breaks.
   * @default 0.95
   */
  readonly minConfidence?: number | undefined;
  /** The templates to look for. @default all */
  readonly templates?: readonly DeclareTemplate[] | undefined;
  /** More rules than this are an error, which nobody could read. A whole number of at least 1. @default 1_000_000 */
  readonly maxRules?: number | undefined;
}

/** The rules of a log, with how many cases there were. */
export interface MinedDeclareModel extends DeclareModel<MinedDeclareRule> {
  readonly cases: number;
}

const PAIRS = Object.keys(PAIR_TEMPLATES) as PairTemplate[];
const ALL_TEMPLATES: readonly DeclareTemplate[] = [...EXISTENCE_TEMPLATES, ...POSITION_TEMPLATES, ...PAIRS];

/**
 * Finds the DECLARE rules of a log: which of the standard templates hold between its activities, how often they could have
 * been broken, and how often they were. Templates have their exact meaning on finite traces, see `PAIR_TEMPLATES` of
 * `@gigamine/models`.
 *
 *     support    = cases in which the rule is activated and holds / all cases
 *     confidence = cases in which the rule is activated and holds / cases in which it is activated
 *
 * A case activates a rule unless it keeps it vacuously: "each Coat is followed by Inspect" says nothing of a case without
 * Coat. Rules about one activity are activated in every case. Which rules are listed:
 *
 * - pair templates for every ordered pair of different activities that each occur in `minSupport` of the cases; the
 *   symmetric ones (choice, exclusiveChoice, coExistence, notCoExistence) once, with the lower id first;
 * - existence with the most `times` and atMost with the fewest that reach both thresholds, exactly with each that does, at
 *   least once;
 * - init and end.
 *
 * Weaker rules that follow from stronger ones are listed too; `withoutImpliedRules` of `@gigamine/models` leaves them out.
 * Order: by template as listed in `DeclareTemplate`, then by activity ids. An empty log has no rules.
 *
 * Works on variants: O(events · k + variants · k²) for k distinct frequent activities a variant, plus n² · templates for n
 * frequent activities, at most 2048.
 *
 * Sources: Maggi, Bose, van der Aalst, "Efficient discovery of understandable declarative process models from event logs",
 * CAiSE 2012 (frequent activities first, support, confidence, vacuity); Di Ciccio, Montali, "Declarative process
 * specifications: reasoning, discovery, monitoring", Process Mining Handbook, 2022 (templates). PM4Py counts activated
 * cases as support; its alternate and chain templates all demand that a and b occur equally often and take turns; its
 * precedence and succession say nothing of a case with b but without a, its exactly-one nothing of a case without a.
 *
 * @throws GigamineError `declarative/too-many-activities` beyond 2048 frequent activities; `declare/too-many-rules` beyond
 * `maxRules`.
 * @example
 * declareMiner(log, { minConfidence: 1, templates: ["response", "precedence"] }).rules;
 */
export function declareMiner(
  log: EventLog | VariantLog,
  {
    minSupport = 0.1,
    minConfidence = 0.95,
    templates = ALL_TEMPLATES,
    maxRules = 1_000_000,
    ...work
  }: DeclareMinerOptions = {},
): MinedDeclareModel {
  checkShare("minSupport", minSupport, 0.1);
  checkShare("minConfidence", minConfidence, 0.95);
  if (!(Number.isInteger(maxRules) && maxRules >= 1)) {
    throw optionError(
      "declareMiner",
      "maxRules",
      maxRules,
      "Give a whole number of at least 1, such as 1000000.",
    );
  }
  for (const template of templates) {
    if (ALL_TEMPLATES.includes(template)) continue;
    throw optionError(
      "declareMiner",
      "templates",
      template,
      `Give templates from: ${ALL_TEMPLATES.join(", ")}.`,
    );
  }
  const variantLog = toVariantLog(log);
  const { activities } = variantLog;
  const occurrences = countOccurrences(variantLog);
  const { cases } = occurrences;
  const reaches: Reaches = (satisfied, activated) =>
    activated > 0 && satisfied / cases >= minSupport && satisfied / activated >= minConfidence;
  const pairTemplates = PAIRS.filter((template) => templates.includes(template));
  const isFrequent = (having: number): boolean => having > 0 && having / cases >= minSupport;
  const pairs =
    pairTemplates.length > 0 ? frequentPairs(variantLog, occurrences, pairTemplates, isFrequent, work) : null;

  const visitRules = (visit: VisitRule): void => {
    for (const template of EXISTENCE_TEMPLATES.filter((template) => templates.includes(template))) {
      activities.forEach((name, a) => {
        for (const [times, satisfied] of timesOf(template, occurrences, a, (held) => reaches(held, cases))) {
          visit(() => ({ template, activities: [name], times }), satisfied, cases);
        }
      });
    }
    for (const template of POSITION_TEMPLATES.filter((template) => templates.includes(template))) {
      const counted = template === "init" ? occurrences.starts : occurrences.ends;
      activities.forEach((name, a) => {
        if (reaches(counted[a]!, cases)) visit(() => ({ template, activities: [name] }), counted[a]!, cases);
      });
    }
    if (pairs !== null) visitPairs(activities, occurrences, pairs, reaches, visit);
  };
  // Counted before any is made, so that too many of them cost no memory.
  let count = 0;
  visitRules(() => {
    if (++count > maxRules) throw tooManyRules(maxRules);
  });
  const rules: MinedDeclareRule[] = [];
  visitRules((rule, satisfiedCases, activatedCases) => {
    const support = satisfiedCases / cases;
    const confidence = satisfiedCases / activatedCases;
    rules.push({ ...rule(), activatedCases, satisfiedCases, support, confidence });
  });
  return { cases, rules };
}

/** Whether a rule that is activated in some cases and holds in some of these reaches the thresholds. */
type Reaches = (satisfied: number, activated: number) => boolean;

/** Takes a rule that reaches the thresholds; `rule` makes it. */
type VisitRule = (rule: () => DeclareRule, satisfiedCases: number, activatedCases: number) => void;

/** The pairs of frequent activities and what was counted of them for some templates. */
interface FrequentPairs {
  readonly templates: readonly PairTemplate[];
  readonly frequent: readonly number[];
  readonly masks: readonly number[];
  /** As in `PairCounts`. */
  readonly counts: ArrayLike<number>;
}

function frequentPairs(
  log: VariantLog,
  { having }: OccurrenceCounts,
  templates: readonly PairTemplate[],
  isFrequent: (having: number) => boolean,
  work: LongWorkOptions,
): FrequentPairs {
  const { activities } = log;
  const frequent = Array.from(activities.keys()).filter((a) => isFrequent(having[a]!));
  const place = new Int32Array(activities.length).fill(-1);
  frequent.forEach((a, p) => {
    place[a] = p;
  });
  const masks = [...new Set([0, ...templates.map((template) => PAIR_TEMPLATES[template].both ?? 0)])];
  const { counts } = countPairs("declareMiner", log, place, frequent.length, masks, work);
  return { templates, frequent, masks, counts };
}

/** Pair templates for all pairs of frequent activities. */
function visitPairs(
  activities: readonly string[],
  { cases, having }: OccurrenceCounts,
  { templates, frequent, masks, counts }: FrequentPairs,
  reaches: Reaches,
  visit: VisitRule,
): void {
  for (const template of templates) {
    const meaning = PAIR_TEMPLATES[template];
    const mask = masks.indexOf(meaning.both ?? 0);
    for (let p = 0; p < frequent.length; p++) {
      for (let q = isSymmetric(meaning) ? p + 1 : 0; q < frequent.length; q++) {
        if (p === q) continue;
        const [a, b] = [frequent[p]!, frequent[q]!];
        const cell = (p * frequent.length + q) * masks.length;
        const both = counts[cell]!;
        let satisfied = meaning.both === null ? 0 : counts[cell + mask]!;
        let activated = both;
        const add = (status: RuleStatus, more: number): void => {
          if (status !== "vacuous") activated += more;
          if (status === "satisfied") satisfied += more;
        };
        add(meaning.neither, cases - having[a]! - having[b]! + both);
        add(meaning.onlyFirst, having[a]! - both);
        add(meaning.onlySecond, having[b]! - both);
        if (!reaches(satisfied, activated)) continue;
        visit(() => ({ template, activities: [activities[a]!, activities[b]!] }), satisfied, activated);
      }
    }
  }
}

/** The `times` of an existence template that are listed for an activity, each with the cases that keep the rule. */
function timesOf(
  template: ExistenceTemplate,
  { cases, having, histograms }: OccurrenceCounts,
  activity: number,
  reaches: (cases: number) => boolean,
): [times: number, satisfied: number][] {
  const counts = [...histograms[activity]!].sort(([a], [b]) => a - b);
  if (template === "exactly") return counts.filter(([, held]) => reaches(held));
  // From the strictest number on, until enough cases keep the rule.
  const strictestFirst =
    template === "existence" ? counts.reverse() : [[0, cases - having[activity]!] as const, ...counts];
  let held = 0;
  for (const [times, exactly] of strictestFirst) {
    held += exactly;
    if (reaches(held)) return [[times, held]];
  }
  return [];
}

function checkShare(option: string, value: number, sensible: number): void {
  if (typeof value === "number" && value >= 0 && value <= 1) return;
  throw optionError("declareMiner", option, value, `Give a number in [0, 1], such as ${sensible}.`);
}

function tooManyRules(maxRules: number): GigamineError {
  return new GigamineError(
    "declare/too-many-rules",
    `declareMiner: more than ${maxRules} rules reach the thresholds. Raise minSupport or minConfidence, name fewer templates, ` +
      "or raise maxRules.",
    { maxRules },
  );
}
