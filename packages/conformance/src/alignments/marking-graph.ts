import { TupleStore } from "@gigamine/base";
import { PairTable } from "../replay/pair-table.js";
import { fire, isEnabled, type ReplayNet, unfire } from "../replay/replay-net.js";
import { grown } from "./growing.js";
import { moveCode } from "./moves.js";

/** What is kept from trace to trace: some 50 MB, and the places of the markings. */
const MOST_MOVES = 2_000_000;
const MOST_MARKINGS = 500_000;

/**
 * The model's side of the synchronous product: for a marking and the label of the next event, the moves of transitions that are
 * enough to try there to find an optimal alignment. Found when first asked for and kept, so that variants share them.
 *
 * Which moves are enough follows from strong stubborn sets (Valmari, "Stubborn sets for reduced state space generation", 1991; that
 * they keep an optimal plan: Alkhazraji, Wehrle, Mattmüller, Helmert, "A stubborn set algorithm for optimal planning", ECAI 2012).
 * Every alignment that goes on from here must move the next event, alone or together with a transition of its label; so the set starts
 * with those moves and is closed under: of a disabled member, all that put tokens into one of its lacking places; of an enabled member,
 * all that need a place from which it takes. At the end of the trace it starts with the transitions that fill a place where the final
 * marking lacks tokens, or empty one that holds too many. What is left out can wait: branches of the model that the next event has
 * nothing to do with are not advanced.
 *
 * Besides, a transition of the next event's label does not move alone where it can move together with the event: letting the two
 * change places never makes an alignment dearer, except where two moves alone cost less than a synchronous one.
 */
export class MarkingGraph {
  readonly net: ReplayNet;
  readonly initial: number;
  readonly final: number;
  /** The label that stands for the end of the trace. */
  readonly end: number;
  readonly markings: TupleStore;
  /** Moves of record r: k in [`offsets[r]`, `offsets[r + 1]`); synchronous ones first, then by transition. */
  offsets: Int32Array<ArrayBuffer> = new Int32Array(1024);
  /** Per move its code and the marking it leads to. */
  codes: Int32Array<ArrayBuffer> = new Int32Array(4096);
  targets: Int32Array<ArrayBuffer> = new Int32Array(4096);
  #moveCount = 0;
  #recordCount = 0;
  #records = new PairTable();
  readonly #marking: Int32Array;
  readonly #useful: Uint8Array;
  readonly #aloneIsCheaper: Uint8Array;
  /** Per place the useful transitions that put tokens there, and those that need some there. */
  readonly #producers: readonly number[][];
  readonly #needers: readonly number[][];
  /** The stubborn set under construction: transition t is in it if `#chosen[t] === #round`; place p drained likewise. */
  readonly #chosen: Int32Array;
  readonly #drained: Int32Array;
  readonly #queue: number[] = [];
  #round = 0;

  /**
   * @param useful Per transition 0 if it is to be left out.
   * @param aloneIsCheaper Per label 1 if a log and a model move cost less than a synchronous one.
   */
  constructor(net: ReplayNet, useful: Uint8Array, aloneIsCheaper: Uint8Array) {
    this.net = net;
    this.end = net.labels.length;
    this.markings = new TupleStore(net.placeCount);
    this.initial = this.markings.intern(net.initial);
    this.final = this.markings.intern(net.final);
    this.#aloneIsCheaper = aloneIsCheaper;
    this.#marking = new Int32Array(net.placeCount);
    this.#useful = useful;
    this.#producers = Array.from({ length: net.placeCount }, () => []);
    this.#needers = Array.from({ length: net.placeCount }, () => []);
    this.#chosen = new Int32Array(net.transitionCount);
    this.#drained = new Int32Array(net.placeCount);
    const { changes, changeAmounts, inputs } = net;
    for (let t = 0; t < net.transitionCount; t++) {
      if (this.#useful[t] === 0) continue;
      for (let i = changes.offsets[t]!; i < changes.offsets[t + 1]!; i++) {
        if (changeAmounts[i]! > 0) this.#producers[changes.items[i]!]!.push(t);
      }
      for (let i = inputs.offsets[t]!; i < inputs.offsets[t + 1]!; i++)
        this.#needers[inputs.items[i]!]!.push(t);
    }
  }

  /** Forgets all but the initial and the final marking, when there is more than is worth keeping from trace to trace. */
  makeRoom(): void {
    if (this.#moveCount <= MOST_MOVES && this.markings.size <= MOST_MARKINGS) return;
    this.#moveCount = 0;
    this.#recordCount = 0;
    this.#records = new PairTable();
    this.markings.clear();
    this.markings.intern(this.net.initial);
    this.markings.intern(this.net.final);
  }

  /** The number of the record for `marking` and the next event's label, or `end`. */
  record(marking: number, label: number): number {
    const known = this.#records.get(marking, label);
    if (known >= 0) return known;
    const record = this.#recordCount++;
    this.#records.add(marking, label, record);
    if (record + 2 > this.offsets.length) this.offsets = grown(this.offsets, new Int32Array(record * 2 + 2));
    const { net } = this;
    const current = this.#marking;
    const hash = this.markings.load(marking, current);
    const seeds = label === this.end ? [] : net.transitionsOfLabel[label]!;
    for (const t of seeds) {
      if (this.#useful[t] === 1 && isEnabled(net, current, t)) this.#add(t, hash, true);
    }
    for (const t of this.#stubborn(current, seeds)) {
      if (label === this.end || !seeds.includes(t) || this.#aloneIsCheaper[label] === 1)
        this.#add(t, hash, false);
    }
    this.offsets[record + 1] = this.#moveCount;
    return record;
  }

  #add(t: number, hash: number, synchronous: boolean): void {
    const current = this.#marking;
    fire(this.net, current, t);
    const move = this.#moveCount++;
    if (move === this.codes.length) {
      this.codes = grown(this.codes, new Int32Array(move * 2));
      this.targets = grown(this.targets, new Int32Array(move * 2));
    }
    this.codes[move] = moveCode(t, synchronous ? 1 : 2);
    this.targets[move] = this.markings.intern(current, (hash + this.net.hashChange[t]!) | 0);
    unfire(this.net, current, t);
  }

  /** The enabled members of the stubborn set, rising. */
  #stubborn(marking: Int32Array, seeds: readonly number[]): readonly number[] {
    const { net } = this;
    const queue = this.#queue;
    const enabled: number[] = [];
    queue.length = 0;
    this.#round++;
    if (seeds.length > 0) this.#choose(seeds);
    else this.#chooseForFinal(marking);
    for (let i = 0; i < queue.length; i++) {
      const t = queue[i]!;
      const lacking = this.#lackingPlace(marking, t);
      if (lacking >= 0) {
        this.#choose(this.#producers[lacking]!);
        continue;
      }
      enabled.push(t);
      const { offsets, items } = net.changes;
      for (let k = offsets[t]!; k < offsets[t + 1]!; k++) {
        const place = items[k]!;
        if (net.changeAmounts[k]! > 0 || this.#drained[place] === this.#round) continue;
        this.#drained[place] = this.#round;
        this.#choose(this.#needers[place]!);
      }
    }
    return enabled.sort((a, b) => a - b);
  }

  #chooseForFinal(marking: Int32Array): void {
    const { final } = this.net;
    let surplus = -1;
    for (let place = 0; place < final.length; place++) {
      const more = marking[place]! - final[place]!;
      if (more < 0) {
        this.#choose(this.#producers[place]!);
        return;
      }
      if (more > 0 && surplus < 0) surplus = place;
    }
    if (surplus >= 0) this.#choose(this.#needers[surplus]!);
  }

  #choose(transitions: readonly number[]): void {
    for (const t of transitions) {
      if (this.#chosen[t] === this.#round || this.#useful[t] === 0) continue;
      this.#chosen[t] = this.#round;
      this.#queue.push(t);
    }
  }

  /** Of the places where `t` lacks tokens, the one that fewest fill; -1 when it is enabled. */
  #lackingPlace(marking: Int32Array, t: number): number {
    const { inputs, inputWeights } = this.net;
    let lacking = -1;
    for (let i = inputs.offsets[t]!; i < inputs.offsets[t + 1]!; i++) {
      const place = inputs.items[i]!;
      if (marking[place]! >= inputWeights[i]!) continue;
      if (lacking < 0 || this.#producers[place]!.length < this.#producers[lacking]!.length) lacking = place;
    }
    return lacking;
  }
}
