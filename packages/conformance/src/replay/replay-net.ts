import { GigamineError, tupleFactors } from "@gigamine/base";
import { type AcceptingPetriNet, compileNet } from "@gigamine/models";

/** Rows of whole numbers behind each other: row i is `items[offsets[i]]` … `items[offsets[i + 1] - 1]`. */
export interface Rows {
  readonly offsets: Int32Array;
  readonly items: Int32Array;
}

/** A net laid out for firing. `changes` is what firing leaves: outputs minus inputs, places without a change left out. */
export interface ReplayNet {
  readonly placeCount: number;
  readonly transitionCount: number;
  readonly initial: Int32Array;
  readonly final: Int32Array;
  /** Input places of each transition, and beside them the tokens it needs there. */
  readonly inputs: Rows;
  readonly inputWeights: Int32Array;
  /** Output places of each transition, and beside them the tokens it puts there. */
  readonly outputs: Rows;
  readonly outputWeights: Int32Array;
  /** Places each transition changes, and beside them by how many tokens. */
  readonly changes: Rows;
  readonly changeAmounts: Int32Array;
  /** Per transition what firing adds to the hash of a marking. */
  readonly hashChange: Int32Array;
  readonly factors: Int32Array;
  /** Per transition the tokens it takes and puts. */
  readonly consumes: Int32Array;
  readonly produces: Int32Array;
  /** Ids of the silent transitions, rising. */
  readonly silent: Int32Array;
  /** Per place the silent transitions that leave more, or fewer, tokens there. */
  readonly producers: Rows;
  readonly consumers: Rows;
  /** Per silent transition the other silent ones that need a place from which it takes more than it puts. */
  readonly conflicts: Rows;
  /** The distinct labels in order of first use, and the transitions of each, rising. */
  readonly labels: readonly string[];
  readonly transitionsOfLabel: readonly (readonly number[])[];
  /** The label id of each transition; -1 for a silent one. */
  readonly labelOfTransition: Int32Array;
}

/** Lays out `model` for replay. O(arcs), and O(the square of the silent transitions sharing a place) for conflicts. */
export function replayNet(model: AcceptingPetriNet): ReplayNet {
  const { net } = model;
  const compiled = compileNet(net);
  const { placeCount, transitionCount, inputOffsets, inputPlaces, inputWeights } = compiled;
  const changeMaps: Map<number, number>[] = net.transitions.map(() => new Map());
  const consumes = new Int32Array(transitionCount);
  const produces = new Int32Array(transitionCount);
  for (const { kind, place, transition, weight } of net.arcs) {
    (kind === "input" ? consumes : produces)[transition]! += weight;
    const changes = changeMaps[transition]!;
    changes.set(place, (changes.get(place) ?? 0) + (kind === "input" ? -weight : weight));
  }
  const changeRows = changeMaps.map((map) =>
    [...map].filter(([, by]) => by !== 0).sort(([place], [other]) => place - other),
  );

  const factors = tupleFactors(placeCount);
  const hashChange = Int32Array.from(changeRows, (row) =>
    row.reduce((hash, [place, by]) => (hash + Math.imul(by, factors[place]!)) | 0, 0),
  );

  const silent = net.transitions.flatMap(({ label }, t) => (label === null ? [t] : []));
  const producers: number[][] = net.places.map(() => []);
  const consumers: number[][] = net.places.map(() => []);
  const needers: number[][] = net.places.map(() => []);
  for (const t of silent) {
    for (const [place, by] of changeRows[t]!) (by > 0 ? producers : consumers)[place]!.push(t);
    for (const place of inputPlaces.subarray(inputOffsets[t]!, inputOffsets[t + 1]!)) needers[place]!.push(t);
  }
  const conflicts: number[][] = net.transitions.map(() => []);
  for (const t of silent) {
    const others = changeRows[t]!.flatMap(([place, by]) => (by < 0 ? needers[place]! : []));
    conflicts[t] = [...new Set(others)].filter((other) => other !== t);
  }

  const labelIds = new Map<string, number>();
  const transitionsOfLabel: number[][] = [];
  const labelOfTransition = new Int32Array(transitionCount).fill(-1);
  net.transitions.forEach(({ label }, t) => {
    if (label === null) return;
    const id = labelIds.get(label) ?? labelIds.size;
    if (id === labelIds.size) {
      labelIds.set(label, id);
      transitionsOfLabel.push([]);
    }
    transitionsOfLabel[id]!.push(t);
    labelOfTransition[t] = id;
  });

  return {
    placeCount,
    transitionCount,
    initial: markingArray(model.initialMarking, placeCount, "initialMarking"),
    final: markingArray(model.finalMarking, placeCount, "finalMarking"),
    inputs: { offsets: inputOffsets, items: inputPlaces },
    inputWeights,
    outputs: { offsets: compiled.outputOffsets, items: compiled.outputPlaces },
    outputWeights: compiled.outputWeights,
    changes: rows(changeRows.map((row) => row.map(([place]) => place))),
    changeAmounts: Int32Array.from(changeRows.flat(), ([, by]) => by),
    hashChange,
    factors,
    consumes,
    produces,
    silent: Int32Array.from(silent),
    producers: rows(producers),
    consumers: rows(consumers),
    conflicts: rows(conflicts),
    labels: [...labelIds.keys()],
    transitionsOfLabel,
    labelOfTransition,
  };
}

/** Whether transition `t` has its tokens in `marking`. */
export function isEnabled(net: ReplayNet, marking: Int32Array, t: number): boolean {
  const { offsets, items } = net.inputs;
  for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
    if (marking[items[i]!]! < net.inputWeights[i]!) return false;
  }
  return true;
}

/** Fires `t` in `marking`, in place: whoever calls has checked that it is enabled, or added what lacks. */
export function fire(net: ReplayNet, marking: Int32Array, t: number): void {
  const { offsets, items } = net.changes;
  for (let i = offsets[t]!; i < offsets[t + 1]!; i++) marking[items[i]!]! += net.changeAmounts[i]!;
}

/** Takes back a firing of `t`, in place. */
export function unfire(net: ReplayNet, marking: Int32Array, t: number): void {
  const { offsets, items } = net.changes;
  for (let i = offsets[t]!; i < offsets[t + 1]!; i++) marking[items[i]!]! -= net.changeAmounts[i]!;
}

function rows(lists: readonly (readonly number[])[]): Rows {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    offsets[i + 1] = offsets[i]! + list.length;
  });
  return { offsets, items: Int32Array.from(lists.flat()) };
}

/** A marking of a model from outside, checked. */
export function markingArray(marking: readonly number[], places: number, field: string): Int32Array {
  if (marking.length !== places || marking.some((tokens) => !Number.isInteger(tokens) || tokens < 0)) {
    throw new GigamineError(
      "petri-net/bad-marking",
      `The ${field} of the model holds ${marking.length} entries for ${places} places. ` +
        "Give one whole number of tokens, at least 0, for each place; PetriNetBuilder does so.",
      { field, entries: marking.length, places },
    );
  }
  return Int32Array.from(marking);
}
