import { directlyFollows, type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import { type Footprints, footprintMatrix } from "@gigamine/models";
import { BrokenRules, type RuleConformance, RuleTally } from "../declarative/rule-tally.js";
import { compareFootprints, type FootprintComparison, isFollowed } from "./compare-footprints.js";

/** A step of the log that the model never makes. */
export interface BrokenStep {
  /** `null`: the beginning of the case. */
  readonly from: string | null;
  /** `null`: the end of the case. */
  readonly to: string | null;
  /** How often it is made, over all cases. */
  readonly count: number;
  /** Cases that make it. */
  readonly violatedCases: number;
}

/**
 * A log against the footprints of a model. `rules` are the steps that break it; per variant, `checked` counts its steps,
 * and `fitness` is the share of them that the model makes.
 */
export interface FootprintConformance extends RuleConformance<BrokenStep> {
  /** The matrices cell by cell: first the log, second the model. */
  readonly comparison: FootprintComparison;
  /** Share of the model's pairs (-> and ||) that the log shows too, in [0, 1]; `null` for a model without pairs. */
  readonly precision: number | null;
}

/**
 * Compares the steps of a log with the footprints of a model: which directly-follows steps, beginnings and ends of cases
 * does the model never show, in which cases, and how much of what the model shows was seen?
 *
 *     comparison.similarity = equal cells of both matrices / all cells             (the book's measure)
 *     fitness               = steps that the model makes / steps, over all cases    (events + 1 steps a case, with beginning and end)
 *     precision             = pairs of the model that the log shows / pairs of the model
 *
 * The matrices know neither order beyond one step nor how often: a log may score 1 and still not fit the model. What a step
 * breaks is exact, though: a case with a broken step is no trace of the model.
 *
 * `rules` are by most cases first, ties by the ids of the log's activities, beginnings before all, ends behind. Give
 * footprints by `treeFootprints` or `netFootprints` of `@gigamine/models`. Works on variants: O(events of the variants +
 * n²).
 *
 * Source: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 8.3. PM4Py's precision is
 * ours, its fitness is ((1 - w) · p + s + e) / (p + s' + e'), where w is the share of deviating directly-follows steps, p
 * the number of pairs in the log, and s of s' start and e of e' end activities are the model's: rare pairs and ends count
 * as much as frequent ones.
 *
 * @example
 * footprintConformance(log, treeFootprints(tree)).rules[0]; // { from: "Coat", to: "Ship", count: 3, violatedCases: 3 }
 */
export function footprintConformance(log: EventLog | VariantLog, model: Footprints): FootprintConformance {
  const variantLog = toVariantLog(log);
  const { activities, variantOffsets, sequence, counts } = variantLog;
  const n = activities.length;
  const comparison = compareFootprints(logFootprints(variantLog), model);
  const allowed = allowedSteps(activities, model);
  const broken = new BrokenRules();
  const stepCounts: number[] = [];
  const tally = new RuleTally(variantLog);
  for (let v = 0; v < counts.length; v++) {
    const [start, end] = [variantOffsets[v]!, variantOffsets[v + 1]!];
    const violated = new Map<number, number>(); // step to its number
    let brokenSteps = 0;
    for (let i = start; i <= end; i++) {
      const from = i === start ? 0 : sequence[i - 1]! + 1;
      const to = i === end ? n : sequence[i]!;
      const step = from * (n + 1) + to;
      if (allowed[step] === 1) continue;
      brokenSteps++;
      let number = violated.get(step);
      if (number === undefined) {
        number = broken.add(step, counts[v]!);
        violated.set(step, number);
      }
      stepCounts[number] = (stepCounts[number] ?? 0) + counts[v]!;
    }
    tally.add([...violated.values()], end - start + 1, brokenSteps);
  }
  const { rules, rank } = broken.ranked();
  const ranked = rules.map(({ key, cases }) => ({
    from: activities[Math.floor(key / (n + 1)) - 1] ?? null,
    to: activities[key % (n + 1)] ?? null,
    count: 0,
    violatedCases: cases,
  }));
  rank.forEach((place, number) => {
    ranked[place]!.count = stepCounts[number]!;
  });
  const { sharedPairs, secondPairs } = comparison;
  return {
    ...tally.result(ranked, rank),
    comparison,
    precision: secondPairs === 0 ? null : sharedPairs / secondPairs,
  };
}

/**
 * 1 for each step that the model makes, `[(from + 1) * (n + 1) + to]` by ids of the log; from -1 is the beginning, to n the
 * end.
 */
function allowedSteps(activities: readonly string[], model: Footprints): Uint8Array {
  const n = activities.length;
  const ids = new Map(model.activities.map((name, id) => [name, id]));
  const inModel = activities.map((name) => ids.get(name) ?? -1);
  const [starts, ends] = [new Set(model.startActivities), new Set(model.endActivities)];
  const allowed = new Uint8Array((n + 1) * (n + 1));
  if (model.minTraceLength === 0) allowed[n] = 1;
  inModel.forEach((from, a) => {
    if (from < 0) return;
    if (starts.has(from)) allowed[a] = 1;
    if (ends.has(from)) allowed[(a + 1) * (n + 1) + n] = 1;
    inModel.forEach((to, b) => {
      if (to >= 0 && isFollowed(model.relations[from * model.activities.length + to]!)) {
        allowed[(a + 1) * (n + 1) + b] = 1;
      }
    });
  });
  return allowed;
}

function logFootprints(log: VariantLog): Footprints {
  const { startCounts, endCounts, ...graph } = directlyFollows(log);
  const occurring = (counts: readonly number[]): number[] =>
    counts.flatMap((count, a) => (count > 0 ? [a] : []));
  return footprintMatrix({
    ...graph,
    startActivities: occurring(startCounts),
    endActivities: occurring(endCounts),
    minTraceLength: null,
  });
}
