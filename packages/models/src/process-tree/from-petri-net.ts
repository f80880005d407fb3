import { GigamineError, quoteValue } from "@gigamine/base";
import { checkModelShape } from "../model-shape.js";
import { Duplicates, sameArcs } from "../petri-net/reduction/duplicates.js";
import { EditableNet } from "../petri-net/reduction/editable-net.js";
import type { AcceptingPetriNet, Arc, PetriNet } from "../petri-net/types.js";
import { checkWorkflowNet } from "../petri-net/workflow-net.js";
import { treeActivities } from "./activities.js";
import { foldTree } from "./fold.js";
import { activity, operator, silent } from "./make.js";
import { reduceTree } from "./reduce.js";
import type { ActivityNode, ProcessTree, SilentNode, TreeOperator } from "./types.js";

/**
 * Turns a block-structured workflow net into the process tree of the same language: what `treeToPetriNet` made of sequences, choices,
 * parallels and loops comes back, and so do nets from elsewhere that are built like that.
 *
 * Transitions carry trees, at first leaves, and are joined while any of these applies, each of which keeps the language:
 * - sequence: a place that one transition feeds and one other takes from, and neither has a further place there;
 * - exclusive: two transitions with the same input and output places;
 * - parallel: two transitions whose input places are their own and are fed by the same, and whose output places are their own and are
 *   taken from by the same; beside one such transition a place from what feeds it to what takes from it goes;
 * - loop: a transition alone between two places, and one that leads back;
 * and of two places with the same arcs one stays. A net that comes down to one transition from source to sink is that tree, reduced
 * as by `reduceTree`, and is sound. Places with several transitions on both sides are taken apart first by a silent step, so that a
 * loop may begin and end where a choice does. Inclusive choices and interleavings are not recognized. Silent steps and places that
 * decide nothing may stand in the way; `petriNetToTree(reducePetriNet(model))` has them removed first.
 *
 * O(arcs) a joined transition at worst, in practice linear; any size. Source: van Zelst, Leemans, "Translating Workflow Nets to
 * Process Trees: An Algorithmic Approach", Algorithms 13(11), 2020, section 3, whose patterns these are.
 *
 * @throws GigamineError `process-tree/not-block-structured` when more than one transition is left, with the activities of some of them;
 * `process-tree/not-a-workflow-net` when the net is none, has weights above 1, or its markings are not one token in the source and one in the
 * sink.
 * @example
 * petriNetToTree(treeToPetriNet(tree)); // a tree with the traces of `tree`
 */
export function petriNetToTree(model: AcceptingPetriNet): ProcessTree {
  checkModelShape(model, "petriNetToTree");
  checkIsWorkflowNet(model);
  const folding = new Folding(model);
  folding.run();
  const parts = folding.left();
  const [whole] = parts;
  if (whole === undefined || !folding.isWhole()) {
    const names = parts.slice(0, 3).flatMap((part) => treeActivities(part).slice(0, 1));
    throw new GigamineError(
      "process-tree/not-block-structured",
      `petriNetToTree: the net is not block-structured: ${parts.length} parts are left that no rule joins, among them those ` +
        `of ${names.map((name) => quoteValue(name)).join(", ") || "silent steps"}. Keep it as a net.`,
      { parts: parts.length, activities: names },
    );
  }
  return reduceTree(
    foldTree<ProcessTree>(
      whole,
      (leaf) => leaf,
      ({ kind }, children) => operator(kind, children),
    ),
  );
}

function checkIsWorkflowNet({ net, initialMarking, finalMarking }: AcceptingPetriNet): void {
  const { source, sink, problems } = checkWorkflowNet(net);
  const isOneIn = (marking: readonly number[], place: number | null): boolean =>
    marking.every((tokens, p) => tokens === (p === place ? 1 : 0));
  const problem =
    problems[0]?.message ??
    (hasWeights(net) ? "An arc has a weight above 1." : null) ??
    (isOneIn(initialMarking, source) && isOneIn(finalMarking, sink)
      ? null
      : "It does not begin with one token in its source and end with one in its sink.");
  if (problem === null) return;
  throw new GigamineError(
    "process-tree/not-a-workflow-net",
    `petriNetToTree: the net is no workflow net. ${problem} Only workflow nets can be trees.`,
    { problems },
  );
}

/** Arcs between the same two add up. */
function hasWeights({ places, arcs }: PetriNet): boolean {
  const seen = new Set<number>();
  return arcs.some(({ kind, place, transition, weight }) => {
    const key = (transition * places.length + place) * 2 + (kind === "input" ? 0 : 1);
    return weight !== 1 || seen.size === seen.add(key).size;
  });
}

/** A tree in the making, owned by one transition. */
type Draft = ActivityNode | SilentNode | OperatorDraft;

interface OperatorDraft {
  readonly kind: TreeOperator;
  readonly children: Draft[];
}

class Folding {
  readonly #net: EditableNet;
  readonly #duplicates: Duplicates;
  /** Per transition. */
  readonly #trees: Draft[];

  constructor(model: AcceptingPetriNet) {
    const net = withPassages(model);
    this.#net = EditableNet.of(net);
    this.#duplicates = new Duplicates(this.#net, false);
    this.#trees = net.net.transitions.map(({ label }) => (label === null ? silent() : activity(label)));
  }

  /** The trees of the transitions that are left. */
  left(): Draft[] {
    return this.#trees.filter((_, t) => this.#net.transitionGone[t] === 0);
  }

  /** Whether one transition is left, which leads from the source to the sink and waits for nothing else. */
  isWhole(): boolean {
    const { transitionGone, inputs, outputs } = this.#net;
    const last = transitionGone.indexOf(0);
    return this.left().length === 1 && inputs[last]!.size === 1 && outputs[last]!.size === 1;
  }

  run(): void {
    const { changedTransitions, changedPlaces, transitionGone, placeGone, producers, consumers } = this.#net;
    for (;;) {
      const t = changedTransitions.take();
      if (t >= 0) {
        if (transitionGone[t] === 0) this.#joinAt(t);
        continue;
      }
      const place = changedPlaces.take();
      if (place < 0) return;
      if (placeGone[place] === 1 || this.#duplicates.removePlace(place) || this.#joinAcross(place)) continue;
      for (const side of [producers[place]!, consumers[place]!]) {
        const only = side.size === 1 ? firstKey(side) : -1;
        if (only >= 0) this.#joinLoop(only) || this.#joinParallel(only);
      }
    }
  }

  #joinAt(t: number): void {
    const { inputs, outputs } = this.#net;
    const alike = this.#duplicates.transitionLike(t);
    if (alike >= 0) this.#join("exclusive", alike, t);
    else if (!this.#joinLoop(t) && !this.#joinParallel(t)) {
      this.#joinAcross(firstKey(inputs[t]!)) || this.#joinAcross(firstKey(outputs[t]!));
    }
  }

  /** The tree of `t` takes in that of `other`, which goes. */
  #join(kind: TreeOperator, t: number, other: number): void {
    this.#trees[t] = joined(kind, this.#trees[t]!, this.#trees[other]!);
    this.#net.removeTransition(other);
  }

  /** Sequence: joins what leads to `place` and what leads on. */
  #joinAcross(place: number): boolean {
    const { producers, consumers, inputs, outputs } = this.#net;
    if (producers[place]!.size !== 1 || consumers[place]!.size !== 1) return false;
    const [first, second] = [firstKey(producers[place]!), firstKey(consumers[place]!)];
    if (first === second || outputs[first]!.size !== 1 || inputs[second]!.size !== 1) return false;
    const onwards = [...outputs[second]!.keys()];
    this.#join("sequence", first, second);
    this.#net.removePlace(place);
    for (const next of onwards) this.#net.setOutput(first, next, 1);
    return true;
  }

  /** Loop: `t` is the body, or the redo part of one. */
  #joinLoop(t: number): boolean {
    const { producers, consumers, inputs, outputs } = this.#net;
    if (inputs[t]!.size !== 1 || outputs[t]!.size !== 1) return false;
    const [from, to] = [firstKey(inputs[t]!), firstKey(outputs[t]!)];
    const isAlone = (body: number, start: number, end: number): boolean =>
      consumers[start]!.size === 1 &&
      producers[end]!.size === 1 &&
      inputs[body]!.size === 1 &&
      outputs[body]!.size === 1;
    if (isAlone(t, from, to)) {
      for (const redo of consumers[to]!.keys()) {
        if (inputs[redo]!.size !== 1 || outputs[redo]!.size !== 1 || !outputs[redo]!.has(from)) continue;
        this.#join("loop", t, redo);
        return true;
      }
    }
    const body = consumers[to]!.size === 1 ? firstKey(consumers[to]!) : -1;
    if (body < 0 || !producers[from]!.has(body) || !isAlone(body, to, from)) return false;
    this.#join("loop", body, t);
    return true;
  }

  /** Parallel: joins `t` with all that begin and end together with it. */
  #joinParallel(t: number): boolean {
    const { producers, consumers, inputs, outputs } = this.#net;
    if (!this.#isBranch(t)) return false;
    const [start, end] = [firstKey(inputs[t]!), firstKey(outputs[t]!)];
    if (producers[start]!.size === 0 || consumers[end]!.size === 0) return false;
    let hasJoined = false;
    for (const place of [...outputs[firstKey(producers[start]!)]!.keys()]) {
      if (inputs[t]!.has(place) || !sameArcs(producers[place]!, producers[start]!)) continue;
      if (sameArcs(consumers[place]!, consumers[end]!)) {
        this.#net.removePlace(place);
        hasJoined = true;
        continue;
      }
      if (consumers[place]!.size !== 1) continue;
      const other = firstKey(consumers[place]!);
      if (!this.#isBranch(other) || !sameArcs(consumers[firstKey(outputs[other]!)]!, consumers[end]!))
        continue;
      // Once both are one, their places say the same twice.
      const needless = [...inputs[other]!.keys(), ...outputs[other]!.keys()];
      this.#join("parallel", t, other);
      for (const own of needless) this.#net.removePlace(own);
      hasJoined = true;
    }
    return hasJoined;
  }

  /** Whether the places around `t` are its own, filled together and emptied together. */
  #isBranch(t: number): boolean {
    const { producers, consumers, inputs, outputs } = this.#net;
    const [start, end] = [firstKey(inputs[t]!), firstKey(outputs[t]!)];
    for (const place of inputs[t]!.keys()) {
      if (consumers[place]!.size !== 1 || !sameArcs(producers[place]!, producers[start]!)) return false;
    }
    for (const place of outputs[t]!.keys()) {
      if (producers[place]!.size !== 1 || !sameArcs(consumers[place]!, consumers[end]!)) return false;
    }
    return true;
  }
}

/** The net with each place that has several transitions on both sides taken apart: in, a silent step, out. */
function withPassages(model: AcceptingPetriNet): AcceptingPetriNet {
  const { places, transitions, arcs } = model.net;
  const [feeding, taking] = [new Int32Array(places.length), new Int32Array(places.length)];
  for (const { kind, place } of arcs) (kind === "input" ? taking : feeding)[place]!++;
  const out = new Map<number, number>();
  for (let p = 0; p < places.length; p++) {
    if (feeding[p]! > 1 && taking[p]! > 1) out.set(p, places.length + out.size);
  }
  const passages = [...out].flatMap(([place, exit], index): Arc[] => {
    const transition = transitions.length + index;
    return [
      { kind: "input", place, transition, weight: 1 },
      { kind: "output", place: exit, transition, weight: 1 },
    ];
  });
  const none = [...out].map(() => 0);
  return {
    net: {
      places: [...places, ...[...out.keys()].map((p) => places[p]!)],
      transitions: [...transitions, ...[...out].map(() => ({ name: "passage", label: null }))],
      arcs: [
        ...arcs.map((arc) =>
          arc.kind === "input" ? { ...arc, place: out.get(arc.place) ?? arc.place } : arc,
        ),
        ...passages,
      ],
    },
    initialMarking: [...model.initialMarking, ...none],
    finalMarking: [...model.finalMarking, ...none],
  };
}

/** `a` and `b` under an operator; `a` grows where it is that operator already. */
function joined(kind: TreeOperator, a: Draft, b: Draft): Draft {
  if (kind === "sequence" || kind === "parallel") {
    if (b.kind === "silent") return a;
    if (a.kind === "silent") return b;
  }
  const whole = isOperator(a, kind) ? a : { kind, children: [a] };
  if (kind !== "loop" && isOperator(b, kind)) for (const part of b.children) whole.children.push(part);
  else whole.children.push(b);
  return whole;
}

function isOperator(draft: Draft, kind: TreeOperator): draft is OperatorDraft {
  return draft.kind === kind;
}

function firstKey(arcs: ReadonlyMap<number, number>): number {
  return arcs.keys().next().value!;
}
