import { hashTuple, TupleStore } from "@gigamine/base";
import type { AcceptingPetriNet } from "@gigamine/models";
import { PairTable } from "./pair-table.js";
import { fire, isEnabled, type ReplayNet, replayNet } from "./replay-net.js";
import { SilentInvariants } from "./silent-invariants.js";
import { coverGoal, exactGoal, RelaxedReach, type SilentGoal, SilentSearch } from "./silent-search.js";

/** Tokens of one place: how many were added, or left over. */
export interface PlaceTokens {
  readonly place: number;
  readonly tokens: number;
}

/** What replaying one activity in one marking does. Counts include the silent firings before it. */
export interface ReplayStep {
  /** Number of the marking after it. */
  readonly next: number;
  readonly transition: number;
  /** Silent transitions fired before it. */
  readonly silent: readonly number[];
  readonly produced: number;
  readonly consumed: number;
  readonly missing: number;
  /** Where tokens were added. */
  readonly added: readonly PlaceTokens[];
}

/** What ending a case in one marking does: silent firings, then the final marking is consumed. */
export interface ReplayEnd {
  readonly silent: readonly number[];
  readonly produced: number;
  readonly consumed: number;
  readonly missing: number;
  readonly remaining: number;
  readonly added: readonly PlaceTokens[];
  readonly left: readonly PlaceTokens[];
}

/** A goal with the answers found so far, by the marking of its scope. */
interface KnownGoal {
  readonly goal: SilentGoal;
  readonly seen: TupleStore;
  readonly scoped: Int32Array;
  /** The silent transitions to fire; `null` = out of reach. */
  readonly answers: (readonly number[] | null)[];
}

const NOTHING: readonly number[] = [];

/**
 * Token replay as an automaton that is built while it runs: markings are numbered, and what an activity does in a
 * marking is worked out once. A variant then costs one table look-up an event, and shared prefixes are free.
 *
 * One engine serves replay and precision of one model; it holds no word of the log but the labels asked for.
 */
export class ReplayEngine {
  readonly net: ReplayNet;
  /** What was found for each step number: see {@link step}. */
  readonly steps: ReplayStep[] = [];
  /** What was found for the end in each marking asked for: see {@link end}. */
  readonly ends: ReplayEnd[] = [];
  /** Number of the initial marking. */
  readonly start: number;
  readonly #markings: TupleStore;
  readonly #search: SilentSearch;
  readonly #reach: RelaxedReach;
  readonly #invariants: SilentInvariants;
  #reachOf = -1;
  readonly #marking: Int32Array;
  readonly #stepOf = new PairTable();
  /** One more than the marking that {@link follow} gave. */
  readonly #followed = new PairTable();
  readonly #allowed: (readonly number[])[] = [];
  readonly #goals: KnownGoal[] = [];
  readonly #labelIds: ReadonlyMap<string, number>;
  readonly #finalGoal: SilentGoal;
  readonly #exactGoal: SilentGoal;

  constructor(model: AcceptingPetriNet, searchLimit: number) {
    const net = replayNet(model);
    this.net = net;
    this.#markings = new TupleStore(net.placeCount);
    this.#search = new SilentSearch(net, searchLimit);
    this.#reach = new RelaxedReach(net);
    this.#invariants = new SilentInvariants(net);
    this.#marking = new Int32Array(net.placeCount);
    this.#labelIds = new Map(net.labels.map((label, id) => [label, id]));
    this.start = this.#markings.intern(net.initial, hashTuple(net.initial, net.factors));
    const finalPlaces = Int32Array.from(net.final.keys()).filter((place) => net.final[place]! > 0);
    this.#finalGoal = coverGoal(
      net,
      finalPlaces,
      finalPlaces.map((place) => net.final[place]!),
    );
    this.#exactGoal = exactGoal(net);
  }

  /** How many searches for silent firings ended at the limit without an answer. */
  get searchesCut(): number {
    return this.#search.cut;
  }

  /** The label id of each activity of a log; -1 for one that no transition has. */
  labelsOf(activities: readonly string[]): Int32Array {
    return Int32Array.from(activities, (name) => this.#labelIds.get(name) ?? -1);
  }

  /** The label id of each transition; -1 for a silent one. */
  get labelOfTransition(): Int32Array {
    return this.net.labelOfTransition;
  }

  /** The number of the marking after firing `transition` in marking `from`, where it must be enabled. */
  after(from: number, transition: number): number {
    const hash = this.#markings.load(from, this.#marking);
    this.#reachOf = -1;
    fire(this.net, this.#marking, transition);
    return this.#markings.intern(this.#marking, (hash + this.net.hashChange[transition]!) | 0);
  }

  /**
   * The number of the marking after the fewest silent firings in marking `from` that enable `transition`, and its own; -1 when none
   * enable it.
   */
  follow(from: number, transition: number): number {
    const known = this.#followed.get(from, transition);
    if (known >= 0) return known - 1;
    this.#load(from);
    const silent = this.#waysTo(from, transition);
    let next = -1;
    if (silent !== null) {
      const marking = this.#marking;
      for (const t of silent) fire(this.net, marking, t);
      fire(this.net, marking, transition);
      this.#reachOf = -1;
      next = this.#markings.intern(marking, hashTuple(marking, this.net.factors));
    }
    this.#followed.add(from, transition, next + 1);
    return next;
  }

  /** The number (index into `steps`) of what replaying `label` in marking `from` does. */
  step(from: number, label: number): number {
    const known = this.#stepOf.get(from, label);
    if (known >= 0) return known;
    const number = this.steps.push(this.#makeStep(from, label)) - 1;
    this.#stepOf.add(from, label, number);
    return number;
  }

  /** What ending a case in marking `from` does. */
  end(from: number): ReplayEnd {
    let end = this.ends[from];
    if (end === undefined) {
      end = this.#makeEnd(from);
      this.ends[from] = end;
    }
    return end;
  }

  /** The labels of which some transition can fire in marking `from`, at once or after silent ones; rising ids. */
  allowed(from: number): readonly number[] {
    let labels = this.#allowed[from];
    if (labels === undefined) {
      this.#load(from);
      labels = this.net.transitionsOfLabel.flatMap((transitions, label) =>
        transitions.some((t) => this.#waysTo(from, t) !== null) ? [label] : [],
      );
      this.#allowed[from] = labels;
    }
    return labels;
  }

  #makeStep(from: number, label: number): ReplayStep {
    const { net } = this;
    this.#load(from);
    let transition = -1;
    let silent: readonly number[] | null = null;
    for (const t of net.transitionsOfLabel[label]!) {
      const way = this.#waysTo(from, t);
      if (way === null || (silent !== null && silent.length <= way.length)) continue;
      silent = way;
      transition = t;
      if (way.length === 0) break;
    }
    const marking = this.#marking;
    const added: PlaceTokens[] = [];
    if (silent === null) {
      let least = Number.POSITIVE_INFINITY;
      for (const t of net.transitionsOfLabel[label]!) {
        const lacking = sum(this.#lacking(t));
        if (lacking < least) {
          least = lacking;
          transition = t;
        }
      }
      added.push(...this.#lacking(transition));
      for (const { place, tokens } of added) marking[place]! += tokens;
      silent = NOTHING;
    }
    for (const t of silent) fire(net, marking, t);
    fire(net, marking, transition);
    this.#reachOf = -1;
    return {
      next: this.#markings.intern(marking, hashTuple(marking, net.factors)),
      transition,
      silent,
      produced: net.produces[transition]! + total(net.produces, silent),
      consumed: net.consumes[transition]! + total(net.consumes, silent),
      missing: sum(added),
      added,
    };
  }

  #makeEnd(from: number): ReplayEnd {
    const { net } = this;
    this.#load(from);
    const silent = this.#waysToFinal(from) ?? NOTHING;
    const marking = this.#marking;
    for (const t of silent) fire(net, marking, t);
    this.#reachOf = -1;
    const added: PlaceTokens[] = [];
    const left: PlaceTokens[] = [];
    for (let place = 0; place < net.placeCount; place++) {
      const more = marking[place]! - net.final[place]!;
      if (more < 0) added.push({ place, tokens: -more });
      if (more > 0) left.push({ place, tokens: more });
    }
    return {
      silent,
      produced: total(net.produces, silent),
      consumed: net.final.reduce((tokens, more) => tokens + more, 0) + total(net.consumes, silent),
      missing: sum(added),
      remaining: sum(left),
      added,
      left,
    };
  }

  /** The shortest silent way to enable `t` in the loaded marking `from`; `null` when there is none. */
  #waysTo(from: number, t: number): readonly number[] | null {
    const { net } = this;
    if (isEnabled(net, this.#marking, t)) return NOTHING;
    if (!this.#reachFrom(from).canEnable(t)) return null;
    const known = this.#goals[t] ?? this.#makeGoal(t);
    const { goal, seen, scoped, answers } = known;
    let hash = 0;
    for (let i = 0; i < scoped.length; i++) {
      const place = goal.scope[i]!;
      const tokens = this.#marking[place]!;
      scoped[i] = tokens;
      hash = (hash + Math.imul(tokens, net.factors[place]!)) | 0;
    }
    const id = seen.intern(scoped, hash);
    if (id === answers.length) answers.push(this.#search.find(this.#marking, goal));
    return answers[id]!;
  }

  /** Prefers to end in exactly the final marking, then with all its tokens and others left over. */
  #waysToFinal(from: number): readonly number[] | null {
    const { places, tokens } = this.#finalGoal;
    const reach = this.#reachFrom(from);
    if (!places.every((place, i) => reach.canHold(place, tokens[i]!))) return null;
    const cover = this.#search.find(this.#marking, this.#finalGoal);
    if (cover === null) return null;
    const after = this.#marking.slice();
    for (const t of cover) fire(this.net, after, t);
    // A way that covers the final marking and leaves nothing else is also the shortest to exactly that marking.
    if (after.every((count, place) => count === this.net.final[place])) return cover;
    if (!this.#invariants.agree(this.#marking, this.net.final)) return cover;
    return this.#search.find(this.#marking, this.#exactGoal) ?? cover;
  }

  #makeGoal(t: number): KnownGoal {
    const { offsets, items } = this.net.inputs;
    const places = items.subarray(offsets[t]!, offsets[t + 1]!);
    const goal = coverGoal(this.net, places, this.net.inputWeights.subarray(offsets[t]!, offsets[t + 1]!));
    const width = goal.scope.length;
    const known: KnownGoal = {
      goal,
      seen: new TupleStore(width),
      scoped: new Int32Array(width),
      answers: [],
    };
    this.#goals[t] = known;
    return known;
  }

  #lacking(t: number): PlaceTokens[] {
    const { offsets, items } = this.net.inputs;
    const lacking: PlaceTokens[] = [];
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
      const tokens = this.net.inputWeights[i]! - this.#marking[items[i]!]!;
      if (tokens > 0) lacking.push({ place: items[i]!, tokens });
    }
    return lacking;
  }

  #load(from: number): void {
    this.#markings.load(from, this.#marking);
  }

  #reachFrom(from: number): RelaxedReach {
    if (this.#reachOf !== from) {
      this.#reach.from(this.#marking);
      this.#reachOf = from;
    }
    return this.#reach;
  }
}

function sum(counts: readonly PlaceTokens[]): number {
  return counts.reduce((tokens, { tokens: more }) => tokens + more, 0);
}

function total(perTransition: Int32Array, transitions: readonly number[]): number {
  return transitions.reduce((tokens, t) => tokens + perTransition[t]!, 0);
}
