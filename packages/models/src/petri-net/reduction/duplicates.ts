import { spreadBits } from "@gigamine/base";
import type { Arcs, EditableNet } from "./editable-net.js";

/**
 * Finds nodes with the same arcs and weights as one looked at before. Expected O(arcs of the node) a call.
 * Source: fusion of parallel places and of parallel transitions, Murata 1989, section V-C.
 */
export class Duplicates {
  readonly #net: EditableNet;
  /** Per transition what else must be equal. */
  readonly #kind: Int32Array;
  readonly #placeByHash = new Map<number, number>();
  readonly #transitionByHash = new Map<number, number>();

  /** @param labelled Whether only transitions with the same label count. */
  constructor(net: EditableNet, labelled: boolean) {
    this.#net = net;
    const labels = new Map<string | null, number>();
    this.#kind = Int32Array.from(net.original.net.transitions, ({ label }) => {
      if (!labels.has(label)) labels.set(label, labels.size);
      return labelled ? labels.get(label)! : 0;
    });
  }

  /**
   * Removes `place` or one like it: of two with the same arcs the one with more tokens never decides what may fire. At the end it must
   * need as many more as it has at first. Says whether one went.
   */
  removePlace(place: number): boolean {
    const { initial, final, placeGone, placeHashes, producers, consumers } = this.#net;
    const hash = placeHashes[place]!;
    const other = this.#placeByHash.get(hash);
    this.#placeByHash.set(hash, place);
    if (other === undefined || other === place || placeGone[other] === 1) return false;
    if (!sameArcs(producers[other]!, producers[place]!) || !sameArcs(consumers[other]!, consumers[place]!)) {
      return false;
    }
    const more = initial[place]! - initial[other]!;
    if (final[place]! - final[other]! !== more || producers[place]!.size + consumers[place]!.size === 0)
      return false;
    const needless = more > 0 || (more === 0 && place > other) ? place : other;
    if (needless === place) this.#placeByHash.set(hash, other);
    this.#net.removePlace(needless);
    return true;
  }

  /** An earlier transition with the arcs of `transition`; -1 when there is none. */
  transitionLike(transition: number): number {
    const { inputs, outputs, transitionGone, transitionHashes } = this.#net;
    const hash = transitionHashes[transition]! ^ spreadBits(this.#kind[transition]! + 1);
    const other = this.#transitionByHash.get(hash);
    const alike =
      other !== undefined &&
      other !== transition &&
      transitionGone[other] === 0 &&
      this.#kind[other] === this.#kind[transition] &&
      sameArcs(inputs[other]!, inputs[transition]!) &&
      sameArcs(outputs[other]!, outputs[transition]!);
    if (alike) return other;
    this.#transitionByHash.set(hash, transition);
    return -1;
  }
}

export function sameArcs(a: Arcs, b: Arcs): boolean {
  if (a.size !== b.size) return false;
  for (const [node, weight] of a) if (b.get(node) !== weight) return false;
  return true;
}
