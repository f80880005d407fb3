import { type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import {
  type ActivityPair,
  checkLogSkeleton,
  type LogSkeleton,
  SequenceRelations,
  SKELETON_RELATIONS,
} from "@gigamine/models";
import { placeEvents } from "./place-events.js";
import { BrokenRules, type RuleConformance, RuleTally } from "./rule-tally.js";

/** The parts of a skeleton that make rules. */
export type SkeletonRuleKind = Exclude<keyof LogSkeleton, "activities">;

export interface LogSkeletonConformanceOptions extends LongWorkOptions {
  /** Which parts of the skeleton are checked. @default all */
  readonly kinds?: readonly SkeletonRuleKind[] | undefined;
}

/** A rule of a skeleton that some case breaks. */
export interface BrokenSkeletonRule {
  readonly kind: SkeletonRuleKind;
  /**
   * The activities of the pair; of `startActivities`, `endActivities` and `occurrences` the one that should not be there,
   * or not so often.
   */
  readonly activities: readonly string[];
  /** Cases that break it. */
  readonly violatedCases: number;
}

const KINDS: readonly SkeletonRuleKind[] = [
  ...SKELETON_RELATIONS,
  "startActivities",
  "endActivities",
  "occurrences",
];
/** Variants between two looks at the signal. */
const BATCH = 256;

/**
 * Checks every case of a log against every rule of a log skeleton.
 *
 * A case breaks
 * - `equivalence` a, b when it has a and b in different numbers;
 * - `alwaysAfter` (`alwaysBefore`) a, b when some a has no b later (earlier), and `alwaysDirectlyAfter` when the next event
 *   behind some a is not b;
 * - `neverTogether` a, b when it has both;
 * - `directlyFollows` a, b when b comes directly behind an a and the skeleton does not list that step;
 * - `startActivities` (`endActivities`) a when it begins (ends) with a, which is not listed;
 * - `occurrences` a when it has a fewer times than the lowest or more than the highest listed count, as the paper has it.
 *   An activity that the skeleton does not know has 0 as highest; no other rule speaks of it.
 *
 * `rules` are those that some case breaks, by most cases first, ties in the order of their kind as listed here, then of the
 * activities. `checked` counts what is asked of a variant: the relations of the activities it has, its distinct steps
 * between known activities, its first and last event, and one count for each activity.
 *
 * Works on variants: O(events · k + rules of the activities it has) for each. Source: Verbeek, Medeiros de Carvalho, "Log
 * skeletons: a classification approach to process discovery", arXiv 1806.08247, 2018: a case is accepted when it breaks no
 * rule. PM4Py asks whether a count is one of those listed, and checks no steps.
 *
 * @throws GigamineError `log-skeleton/invalid` for a skeleton of the wrong shape.
 * @example
 * logSkeletonConformance(log, skeleton).rules; // [{ kind: "neverTogether", activities: ["Pay", "Reject"], violatedCases: 3 }]
 */
export function logSkeletonConformance(
  log: EventLog | VariantLog,
  skeleton: LogSkeleton,
  { kinds = KINDS, signal, onProgress }: LogSkeletonConformanceOptions = {},
): RuleConformance<BrokenSkeletonRule> {
  for (const kind of kinds) {
    if (KINDS.includes(kind)) continue;
    throw optionError("logSkeletonConformance", "kinds", kind, `Give kinds from: ${KINDS.join(", ")}.`);
  }
  checkLogSkeleton(skeleton);
  const variantLog = toVariantLog(log);
  const { sequence, variantOffsets, counts } = variantLog;
  const known = skeleton.activities.length;
  const ids = new Map(skeleton.activities.map((name, id) => [name, id]));
  const placed = placeEvents(variantLog, ids);
  const rules = new SkeletonRules(skeleton, kinds);
  const relations = new SequenceRelations(known + 1);
  const broken = new BrokenRules();
  const tally = new RuleTally(variantLog);
  const total = counts.length;
  for (let v = 0; v < total; v++) {
    if (v % BATCH === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "checking", done: v, total, unit: "variants" });
    }
    const [start, end] = [variantOffsets[v]!, variantOffsets[v + 1]!];
    relations.scan(placed, start, end);
    const { keys, checked } = rules.check(relations);
    let strangers = 0;
    if (relations.slot[known]! >= 0 && kinds.includes("occurrences")) {
      const seen = new Set<number>();
      for (let i = start; i < end; i++) if (placed[i] === known) seen.add(sequence[i]!);
      for (const id of seen) keys.push(rules.keyOfStranger(id));
      strangers = seen.size;
    }
    tally.add(
      keys.map((key) => broken.add(key, counts[v]!)),
      checked + strangers,
    );
  }
  onProgress?.({ stage: "checking", done: total, total, unit: "variants" });
  const { rules: ranked, rank } = broken.ranked();
  return tally.result(
    ranked.map(({ key, cases }) => ({ ...rules.describe(key, variantLog.activities), violatedCases: cases })),
    rank,
  );
}

/** A relation between a and its partner b, asked of each sequence that has a; both by slots. */
interface Relation {
  readonly kind: SkeletonRuleKind;
  /** Whether a, b says the same as b, a. */
  readonly symmetric: boolean;
  /** Whether it holds where b is missing. */
  readonly withoutPartner: boolean;
  holds(relations: SequenceRelations, a: number, b: number): boolean;
}

const RELATIONS: readonly Relation[] = [
  {
    kind: "equivalence",
    symmetric: true,
    withoutPartner: false,
    holds: (relations, a, b) => relations.count[a] === relations.count[b],
  },
  {
    kind: "alwaysAfter",
    symmetric: false,
    withoutPartner: false,
    holds: (relations, a, b) => relations.last[b]! > relations.last[a]!,
  },
  {
    kind: "alwaysBefore",
    symmetric: false,
    withoutPartner: false,
    holds: (relations, a, b) => relations.first[b]! < relations.first[a]!,
  },
  { kind: "neverTogether", symmetric: true, withoutPartner: true, holds: () => false },
  {
    kind: "alwaysDirectlyAfter",
    symmetric: false,
    withoutPartner: false,
    holds: (relations, a, b) => relations.steps(a, b) === relations.count[a],
  },
];

/** The rules of a skeleton, ready to be asked of sequences. A rule is known by a number, its key. */
class SkeletonRules {
  readonly #activities: readonly string[];
  readonly #relations: readonly (Relation & { readonly partners: readonly (readonly number[])[] })[];
  /** `null` where that kind of rule is not checked. */
  readonly #steps: ReadonlySet<number> | null;
  readonly #starts: ReadonlySet<number> | null;
  readonly #ends: ReadonlySet<number> | null;
  readonly #bounds: readonly (readonly [least: number, most: number])[] | null;
  /** Activities of which there must be at least one. */
  readonly #required: readonly number[];

  constructor(skeleton: LogSkeleton, kinds: readonly SkeletonRuleKind[]) {
    const { activities } = skeleton;
    this.#activities = activities;
    this.#relations = RELATIONS.filter(({ kind }) => kinds.includes(kind)).map((relation) => {
      const partners: number[][] = activities.map(() => []);
      for (const [a, b] of skeleton[relation.kind] as readonly ActivityPair[]) {
        partners[a]!.push(b);
        if (relation.symmetric) partners[b]!.push(a);
      }
      return { ...relation, partners };
    });
    const chosen = <T>(kind: SkeletonRuleKind, rules: T): T | null => (kinds.includes(kind) ? rules : null);
    const steps = skeleton.directlyFollows.map(([a, b]) => a * activities.length + b);
    this.#steps = chosen("directlyFollows", new Set(steps));
    this.#starts = chosen("startActivities", new Set(skeleton.startActivities));
    this.#ends = chosen("endActivities", new Set(skeleton.endActivities));
    const bounds = skeleton.occurrences.map((counts): [number, number] => [counts[0]!, counts.at(-1)!]);
    this.#bounds = chosen("occurrences", bounds);
    const all = this.#bounds === null ? [] : Array.from(activities.keys());
    this.#required = all.filter((a) => bounds[a]![0] > 0);
  }

  /** The keys of the rules that the scanned sequence breaks, and how many were asked of it. */
  check(relations: SequenceRelations): { keys: number[]; checked: number } {
    const keys: number[] = [];
    let checked = this.#checkRelations(relations, keys);
    if (this.#steps !== null) checked += this.#checkSteps(relations, this.#steps, keys);
    checked += this.#checkEnds(relations, keys);
    if (this.#bounds !== null) {
      checked += this.#bounds.length;
      this.#checkCounts(relations, this.#bounds, keys);
    }
    return { keys, checked };
  }

  #checkRelations(relations: SequenceRelations, keys: number[]): number {
    const { size, activity, slot } = relations;
    let checked = 0;
    for (const { kind, symmetric, withoutPartner, holds, partners } of this.#relations) {
      for (let s = 0; s < size; s++) {
        const a = activity[s]!;
        for (const b of partners[a] ?? []) {
          const t = slot[b]!;
          if (symmetric && t >= 0 && b < a) continue; // asked when it was b's turn
          checked++;
          if (t < 0 ? withoutPartner : holds(relations, s, t)) continue;
          keys.push(symmetric && b < a ? this.#key(kind, b, a) : this.#key(kind, a, b));
        }
      }
    }
    return checked;
  }

  #checkSteps(relations: SequenceRelations, allowed: ReadonlySet<number>, keys: number[]): number {
    const { size, activity } = relations;
    const known = this.#activities.length;
    let checked = 0;
    for (let s = 0; s < size; s++) {
      for (let t = 0; t < size; t++) {
        const [a, b] = [activity[s]!, activity[t]!];
        if (relations.steps(s, t) === 0 || a === known || b === known) continue;
        checked++;
        if (!allowed.has(a * known + b)) keys.push(this.#key("directlyFollows", a, b));
      }
    }
    return checked;
  }

  #checkEnds({ size, length, activity, last }: SequenceRelations, keys: number[]): number {
    const known = this.#activities.length;
    let checked = 0;
    for (let s = 0; s < size; s++) {
      const a = activity[s]!;
      if (a === known) continue;
      for (const [kind, allowed, concerned] of [
        ["startActivities", this.#starts, s === 0], // slots are in order of first occurrence
        ["endActivities", this.#ends, last[s] === length - 1],
      ] as const) {
        if (allowed === null || !concerned) continue;
        checked++;
        if (!allowed.has(a)) keys.push(this.#key(kind, a, 0));
      }
    }
    return checked;
  }

  #checkCounts(
    { size, activity, count, slot }: SequenceRelations,
    bounds: readonly (readonly [least: number, most: number])[],
    keys: number[],
  ): void {
    for (const a of this.#required) if (slot[a]! < 0) keys.push(this.#key("occurrences", a, 0));
    for (let s = 0; s < size; s++) {
      const a = activity[s]!;
      if (a === this.#activities.length) continue;
      const [least, most] = bounds[a]!;
      if (count[s]! < least || count[s]! > most) keys.push(this.#key("occurrences", a, 0));
    }
  }

  #key(kind: SkeletonRuleKind, a: number, b: number): number {
    const known = this.#activities.length;
    return (KINDS.indexOf(kind) * known + a) * known + b;
  }

  /** The key of the rule that an activity of the log which the skeleton does not know may never occur. */
  keyOfStranger(logActivity: number): number {
    return KINDS.length * this.#activities.length ** 2 + logActivity;
  }

  describe(
    key: number,
    logActivities: readonly string[],
  ): { readonly kind: SkeletonRuleKind; readonly activities: readonly string[] } {
    const known = this.#activities.length;
    const stranger = key - KINDS.length * known ** 2;
    if (stranger >= 0) return { kind: "occurrences", activities: [logActivities[stranger]!] };
    const [a, b] = [this.#activities[Math.floor(key / known) % known]!, this.#activities[key % known]!];
    const kind = KINDS[Math.floor(key / known ** 2)]!;
    const isPair = (SKELETON_RELATIONS as readonly SkeletonRuleKind[]).includes(kind);
    return { kind, activities: isPair ? [a, b] : [a] };
  }
}
