import { optionError, throwIfAborted } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import { type AcceptingPetriNet, type ProcessTree, treeToPetriNet } from "@gigamine/models";
import { type AlignmentsOptions, alignments } from "../alignments/alignments.js";
import type { AlignmentsResult } from "../alignments/types.js";
import { markingArray } from "../replay/replay-net.js";
import { type Deviation, type DeviationKind, DeviationList } from "./deviation-list.js";
import { pairMisplaced } from "./pair-misplaced.js";

export interface DiagnoseOptions extends AlignmentsOptions {
  /** What {@link alignments} gave for the same log and model, when it is there already. @default computed */
  readonly aligned?: AlignmentsResult | undefined;
  /** How many cases to name as examples of each deviation, a whole number of at least 0. @default 5 */
  readonly examples?: number | undefined;
}

/** What the cases of one variant do against the model. */
export interface VariantDiagnosis {
  readonly cases: number;
  readonly fits: boolean;
  /** Of its alignment. */
  readonly cost: number;
  readonly fitness: number;
  /** How often one of its cases skips, inserts or misplaces an activity. */
  readonly skipped: number;
  readonly inserted: number;
  readonly misplaced: number;
  /** The deviations it shows, as indexes into `deviations`, rising. */
  readonly deviations: readonly number[];
}

/** The deviations on the parts of the net, over all cases, for a picture. */
export interface DeviationsOnModel {
  /** Per transition the events that moved together with it. */
  readonly synchronous: readonly number[];
  /** Per transition how often it had to happen without an event anywhere in the case; 0 for silent ones. */
  readonly skipped: readonly number[];
  /** Per transition how often its activity happened, but at another place of the case. */
  readonly misplaced: readonly number[];
  /** Per place how often an event came, while it held a token, that the model does not do there. */
  readonly inserted: readonly number[];
}

export interface Diagnosis {
  readonly cases: number;
  /** Cases with at least one deviation. */
  readonly deviatingCases: number;
  /** Their share, in [0, 1]; `null` for a log without cases. */
  readonly deviatingShare: number | null;
  /** What deviates, in the most cases first; ties by occurrences, then in the order found. */
  readonly deviations: readonly Deviation[];
  /** In the order of the VariantLog. */
  readonly variants: readonly VariantDiagnosis[];
  readonly onModel: DeviationsOnModel;
  /** Variants whose alignment is not proved optimal, see {@link AlignmentsResult}: theirs may deviate less than shown. */
  readonly openVariants: number;
}

/**
 * Says what deviates from the model, where and in how many cases: "Final Quality Check skipped in 83 cases, after Assembly".
 *
 * Each variant is compared by an optimal alignment. A visible transition without an event is a *skipped* activity, an event
 * without a transition an *inserted* one. Where the same activity is both skipped and inserted in a case, nearest first, it is
 * *misplaced*: done, but elsewhere. Deviations of one kind, activity, transition and preceding step of the model are one group.
 *
 * Of an EventLog examples are named by case id; of a VariantLog there are none. Costs the alignments, then O(their moves).
 *
 * Source: Adriansyah, "Aligning Observed and Modeled Behavior", PhD thesis, Eindhoven University of Technology, 2014
 * (log moves at places, model moves at transitions); misplaced activities as "swapped" moves are ours.
 *
 * @example
 * diagnose(log, model).deviations[0]?.message; // "Inspect skipped in 1 of 10 cases, after Coat"
 */
export function diagnose(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet | ProcessTree,
  { aligned, examples = 5, ...options }: DiagnoseOptions = {},
): Diagnosis {
  if (!(Number.isInteger(examples) && examples >= 0)) {
    throw optionError("diagnose", "examples", examples, "Give a whole number of at least 0, such as 5.");
  }
  const variantLog = toVariantLog(log);
  const net = "kind" in model ? treeToPetriNet(model) : model;
  const { variants: alignedVariants, openVariants } = aligned ?? alignments(variantLog, model, options);
  const { counts } = variantLog;
  const cases = counts.reduce((sum, count) => sum + count, 0);
  const list = new DeviationList();
  const places = new PlaceMarks(net);
  const onModel = {
    synchronous: net.net.transitions.map(() => 0),
    skipped: net.net.transitions.map(() => 0),
    misplaced: net.net.transitions.map(() => 0),
    inserted: net.net.places.map(() => 0),
  };
  const perVariant: { counts: Record<DeviationKind, number>; groups: number[] }[] = [];
  let deviatingCases = 0;

  alignedVariants.forEach(({ moves }, v) => {
    if (v % BATCH === 0) throwIfAborted(options.signal);
    const count = counts[v]!;
    const misplaced = pairMisplaced(moves);
    const found: Record<DeviationKind, number> = { skipped: 0, inserted: 0, misplaced: 0 };
    const groups = new Set<number>();
    let after: string | null = null;
    places.reset();
    moves.forEach((move, m) => {
      const { kind, transition, activity } = move;
      const add = (deviation: DeviationKind): void => {
        found[deviation]++;
        groups.add(list.add(deviation, activity!, transition, after, v, count));
      };
      if (kind === "log") {
        if (misplaced.has(m)) return; // told by the transition that it is paired with
        add("inserted");
        places.forEachMarked((p) => {
          onModel.inserted[p]! += count;
        });
        return;
      }
      places.fire(transition);
      if (kind === "synchronous") onModel.synchronous[transition]! += count;
      if (kind === "model") {
        const isMisplaced = misplaced.has(m);
        add(isMisplaced ? "misplaced" : "skipped");
        (isMisplaced ? onModel.misplaced : onModel.skipped)[transition]! += count;
      }
      if (kind !== "silent") after = activity;
    });
    if (groups.size > 0) deviatingCases += count;
    perVariant.push({ counts: found, groups: [...groups] });
  });

  const { deviations, rank } = list.sorted(cases, exampleCases(log, variantLog, examples));
  return {
    cases,
    deviatingCases,
    deviatingShare: cases === 0 ? null : deviatingCases / cases,
    deviations,
    variants: perVariant.map(({ counts: found, groups }, v) => ({
      cases: counts[v]!,
      fits: groups.length === 0,
      cost: alignedVariants[v]!.cost,
      fitness: alignedVariants[v]!.fitness,
      ...found,
      deviations: groups.map((group) => rank[group]!).sort((a, b) => a - b),
    })),
    onModel,
    openVariants,
  };
}

/** Variants between two looks at the signal. */
const BATCH = 256;

/** Gives the ids of the first cases of some variants. */
function exampleCases(
  log: EventLog | VariantLog,
  { caseVariant = [] }: VariantLog,
  examples: number,
): (variants: readonly number[]) => readonly string[] {
  if (!("caseIds" in log)) return () => [];
  const casesOf = new Map<number, number[]>();
  caseVariant.forEach((v, c) => {
    const known = casesOf.get(v);
    if (known === undefined) casesOf.set(v, [c]);
    else if (known.length < examples) known.push(c);
  });
  return (variants) =>
    variants
      .flatMap((v) => casesOf.get(v)!)
      .sort((a, b) => a - b)
      .slice(0, examples)
      .map((c) => log.caseIds[c]!);
}

/** The tokens of a net while the moves of one alignment fire. */
class PlaceMarks {
  readonly #initial: Int32Array;
  readonly #tokens: Int32Array;
  readonly #arcs: (readonly [place: number, change: number])[][];

  constructor({ net, initialMarking }: AcceptingPetriNet) {
    this.#initial = markingArray(initialMarking, net.places.length, "initialMarking");
    this.#tokens = new Int32Array(net.places.length);
    this.#arcs = net.transitions.map(() => []);
    for (const { kind, place, transition, weight } of net.arcs) {
      this.#arcs[transition]!.push([place, kind === "input" ? -weight : weight]);
    }
  }

  reset(): void {
    this.#tokens.set(this.#initial);
  }

  fire(transition: number): void {
    for (const [place, change] of this.#arcs[transition]!) this.#tokens[place]! += change;
  }

  forEachMarked(visit: (place: number) => void): void {
    for (let p = 0; p < this.#tokens.length; p++) if (this.#tokens[p]! > 0) visit(p);
  }
}
