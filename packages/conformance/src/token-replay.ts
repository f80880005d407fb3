import { type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";
import { ReplayEngine } from "./replay/replay-engine.js";
import type { Rows } from "./replay/replay-net.js";

/** What replay, and all that builds on it, can be told. */
export interface TokenReplayOptions extends LongWorkOptions {
  /**
   * What an event does whose activity no transition has. `"penalize"`: it is replayed as if the model had a
   * transition of that name between two places of its own, so one token each is missing, consumed, produced and
   * remaining. `"ignore"`: the event is passed over, as if it were not there. @default "penalize"
   */
  readonly unknownActivities?: "penalize" | "ignore" | undefined;
  /**
   * How many markings one search for silent firings may visit before it gives up, at least 1. A search that gives up
   * counts as "no silent sequence does it" and is reported in `searchesCut`. Only nets that are unbounded or
   * far from block-structured come near. @default 10000
   */
  readonly maxMarkings?: number | undefined;
}

/** Replay of one variant; tokens are those of one case. */
export interface VariantReplay {
  /** Tokens put: the initial marking, the outputs of all firings. */
  readonly produced: number;
  /** Tokens taken: the inputs of all firings, the final marking. */
  readonly consumed: number;
  /** Tokens that had to be added, for a firing or for the final marking. */
  readonly missing: number;
  /** Tokens left over besides the final marking. */
  readonly remaining: number;
  /** Neither missing nor remaining tokens: the model can produce the variant, ignored events apart. */
  readonly fits: boolean;
  /** In [0, 1]: ½(1 − missing/consumed) + ½(1 − remaining/produced); 0/0 counts as 0. */
  readonly fitness: number;
}

export interface TokenReplayResult {
  /** In the order of the VariantLog. */
  readonly variants: readonly VariantReplay[];
  /** Totals over all cases. */
  readonly produced: number;
  readonly consumed: number;
  readonly missing: number;
  readonly remaining: number;
  /** The formula of `fitness` on the totals, in [0, 1]; `null` for a log without cases. */
  readonly logFitness: number | null;
  /** Mean of `fitness` over cases, in [0, 1]; `null` for a log without cases. */
  readonly averageTraceFitness: number | null;
  /** Cases that fit. */
  readonly fittingCases: number;
  /** Cases that fit by all cases, in [0, 1]; `null` for a log without cases. */
  readonly fittingShare: number | null;
  /** Per transition of the net how often it fired, over all cases; silent ones too. */
  readonly transitionFirings: readonly number[];
  /** Per transition of the net the tokens that had to be added so that it could fire, over all cases. */
  readonly transitionMissing: readonly number[];
  /** Per place the tokens put and taken, over all cases, those of the initial and final marking included. */
  readonly placeProduced: readonly number[];
  readonly placeConsumed: readonly number[];
  /** Per place the tokens added, over all cases. Those of unknown activities have no place. */
  readonly placeMissing: readonly number[];
  /** Per place the tokens left over, over all cases. */
  readonly placeRemaining: readonly number[];
  /** Activities that no transition has, with their events over all cases, in order of activity id. */
  readonly unknownActivities: readonly { readonly activity: string; readonly count: number }[];
  /** Searches that gave up at `maxMarkings`; 0 means that every silent sequence is exact. */
  readonly searchesCut: number;
}

/**
 * Replays every variant of a log on a net and counts the tokens that were missing and those that remained.
 *
 *     fitness = ½(1 − missing/consumed) + ½(1 − remaining/produced)
 *
 * on the tokens of a case, or on the totals of the log. Per event, in the marking reached so far:
 *
 * 1. Of the transitions with the event's activity, the one that can be enabled by the fewest silent firings fires, after
 *    them (ties: lowest transition id; among equally short silent sequences, the one whose sorted ids come first).
 * 2. If silent firings enable none of them, nothing silent fires. Tokens are added for the transition that lacks
 *    fewest (ties: lowest id), and it fires.
 *
 * At the end of the case the shortest silent sequence fires that leads to exactly the final marking; if there is none, the
 * shortest that provides all its tokens and leaves others over; if there is none either, nothing silent fires.
 *
 * A variant that fits is one the model can produce. The reverse need not hold: replay decides event by event and never
 * goes back, so a trace that needs a longer silent sequence early on may be called unfit; alignments decide exactly.
 *
 * Variants are replayed, not cases, and each marking and activity only once: O(events of the variants) look-ups plus one
 * search per new marking and activity. The search is exact, see `maxMarkings`.
 *
 * Source: Rozinat, van der Aalst, "Conformance checking of processes based on monitoring real behavior", Information
 * Systems 33(1), 2008 (formula; shortest sequence of invisible tasks); van der Aalst, "Process Mining: Data Science in Action",
 * 2nd ed. 2016, section 8.2, whose example passes over unknown activities. PM4Py looks for silent firings by a bounded
 * heuristic, keeps those that did not help, calls a case fitting although tokens of the final marking were missing, and
 * always passes over unknown activities.
 */
export function tokenReplay(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet,
  options: TokenReplayOptions = {},
): TokenReplayResult {
  return replayVariants(toVariantLog(log), replayEngine("tokenReplay", model, options), options);
}

/** The engine for one call of `where`, its options checked. */
export function replayEngine(
  where: string,
  model: AcceptingPetriNet,
  { maxMarkings = 10_000, unknownActivities = "penalize" }: TokenReplayOptions,
): ReplayEngine {
  if (!(Number.isInteger(maxMarkings) && maxMarkings >= 1)) {
    throw optionError(where, "maxMarkings", maxMarkings, "Give a whole number of at least 1, such as 10000.");
  }
  if (unknownActivities !== "penalize" && unknownActivities !== "ignore") {
    throw optionError(where, "unknownActivities", unknownActivities, 'Give "penalize" or "ignore".');
  }
  return new ReplayEngine(model, maxMarkings);
}

/** Variants between two looks at the signal. */
const BATCH = 256;

export function replayVariants(
  log: VariantLog,
  engine: ReplayEngine,
  { unknownActivities = "penalize", signal, onProgress }: TokenReplayOptions,
): TokenReplayResult {
  const { variantOffsets, sequence, counts, activities } = log;
  const total = counts.length;
  const labels = engine.labelsOf(activities);
  const penalty = unknownActivities === "penalize" ? 1 : 0;
  const startTokens = engine.net.initial.reduce((sum, tokens) => sum + tokens, 0);
  const steps = engine.steps;
  const stepUses: number[] = [];
  const endUses: number[] = [];
  const unknown = new Float64Array(activities.length);
  const variants: VariantReplay[] = [];
  const totals = { produced: 0, consumed: 0, missing: 0, remaining: 0 };
  let cases = 0;
  let fittingCases = 0;
  let fitnessSum = 0;

  for (let v = 0; v < total; v++) {
    if (v % BATCH === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "replaying", done: v, total, unit: "variants" });
    }
    const count = counts[v]!;
    let marking = engine.start;
    let produced = startTokens;
    let consumed = 0;
    let missing = 0;
    let remaining = 0;
    for (let i = variantOffsets[v]!; i < variantOffsets[v + 1]!; i++) {
      const activity = sequence[i]!;
      const label = labels[activity]!;
      if (label < 0) {
        unknown[activity]! += count;
        produced += penalty;
        consumed += penalty;
        missing += penalty;
        remaining += penalty;
        continue;
      }
      const number = engine.step(marking, label);
      const step = steps[number]!;
      stepUses[number] = (stepUses[number] ?? 0) + count;
      produced += step.produced;
      consumed += step.consumed;
      missing += step.missing;
      marking = step.next;
    }
    const end = engine.end(marking);
    endUses[marking] = (endUses[marking] ?? 0) + count;
    produced += end.produced;
    consumed += end.consumed;
    missing += end.missing;
    remaining += end.remaining;
    const fits = missing === 0 && remaining === 0;
    const fitness = tokenFitness(produced, consumed, missing, remaining);
    variants.push({ produced, consumed, missing, remaining, fits, fitness });
    totals.produced += count * produced;
    totals.consumed += count * consumed;
    totals.missing += count * missing;
    totals.remaining += count * remaining;
    cases += count;
    if (fits) fittingCases += count;
    fitnessSum += count * fitness;
  }
  onProgress?.({ stage: "replaying", done: total, total, unit: "variants" });

  return {
    variants,
    ...totals,
    logFitness:
      cases === 0 ? null : tokenFitness(totals.produced, totals.consumed, totals.missing, totals.remaining),
    averageTraceFitness: cases === 0 ? null : fitnessSum / cases,
    fittingCases,
    fittingShare: cases === 0 ? null : fittingCases / cases,
    ...spreadUses(engine, stepUses, endUses, cases),
    unknownActivities: activities.flatMap((activity, id) =>
      unknown[id]! > 0 ? [{ activity, count: unknown[id]! }] : [],
    ),
    searchesCut: engine.searchesCut,
  };
}

function tokenFitness(produced: number, consumed: number, missing: number, remaining: number): number {
  const lost = consumed === 0 ? 0 : missing / consumed;
  const left = produced === 0 ? 0 : remaining / produced;
  return (1 - lost) / 2 + (1 - left) / 2;
}

/** Turns "how often was this step taken" into counts per transition and place. */
function spreadUses(
  { net, steps, ends }: ReplayEngine,
  stepUses: readonly number[],
  endUses: readonly number[],
  cases: number,
) {
  const zeros = (length: number): number[] => new Array(length).fill(0);
  const transitionFirings = zeros(net.transitionCount);
  const transitionMissing = zeros(net.transitionCount);
  const placeMissing = zeros(net.placeCount);
  const placeRemaining = zeros(net.placeCount);
  stepUses.forEach((uses, number) => {
    const { transition, silent, added, missing } = steps[number]!;
    transitionFirings[transition]! += uses;
    transitionMissing[transition]! += uses * missing;
    for (const t of silent) transitionFirings[t]! += uses;
    for (const { place, tokens } of added) placeMissing[place]! += uses * tokens;
  });
  endUses.forEach((uses, marking) => {
    const { silent, added, left } = ends[marking]!;
    for (const t of silent) transitionFirings[t]! += uses;
    for (const { place, tokens } of added) placeMissing[place]! += uses * tokens;
    for (const { place, tokens } of left) placeRemaining[place]! += uses * tokens;
  });
  const placeProduced = Array.from(net.initial, (tokens) => cases * tokens);
  const placeConsumed = Array.from(net.final, (tokens) => cases * tokens);
  transitionFirings.forEach((firings, t) => {
    spread(placeProduced, net.outputs, net.outputWeights, t, firings);
    spread(placeConsumed, net.inputs, net.inputWeights, t, firings);
  });
  return {
    transitionFirings,
    transitionMissing,
    placeProduced,
    placeConsumed,
    placeMissing,
    placeRemaining,
  };
}

/** Adds to each place of transition `t` its tokens, `firings` times. */
function spread(
  places: number[],
  { offsets, items }: Rows,
  weights: Int32Array,
  t: number,
  firings: number,
): void {
  for (let i = offsets[t]!; i < offsets[t + 1]!; i++) places[items[i]!]! += firings * weights[i]!;
}
