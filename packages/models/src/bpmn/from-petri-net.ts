import { GigamineError, optionError, quoteValue } from "@gigamine/base";
import { checkModelShape } from "../model-shape.js";
import { compileNet } from "../petri-net/compile.js";
import { checkMarking } from "../petri-net/fire.js";
import { checkSoundness } from "../petri-net/soundness/check.js";
import type { AcceptingPetriNet, PetriNet } from "../petri-net/types.js";
import { checkWorkflowNet } from "../petri-net/workflow-net.js";
import { BpmnBuilder } from "./builder.js";
import { bypass, type Link } from "./bypass.js";
import { bpmnToPetriNet } from "./to-petri-net.js";
import type { BpmnModel, BpmnNode } from "./types.js";

export interface PetriNetToBpmnOptions {
  /**
   * Where transitions share some of their input places but not all, the choice between them depends on other tokens, which no
   * gateway can express. The nearest is that each token chooses its transition before the others are there. That keeps the
   * language, but a run may choose badly and get stuck. `"sound"` does so if the model is sound, and refuses with an error if it
   * is not, or can't be decided; `"commit"` does so in any case.
   * @default "sound"
   */
  readonly nonFreeChoice?: "sound" | "commit" | undefined;
}

/**
 * Turns an accepting net into a BPMN model with the same language, one start and one end event.
 *
 * - A visible transition becomes a task; a silent one leaves at most gateways. A place with several transitions after it becomes
 *   an exclusive split, with several before it an exclusive join; a transition with several outputs a parallel split, with
 *   several inputs a parallel join.
 * - Transitions that share all their input places (extended free choice) become a parallel join followed by an exclusive split.
 * - An initial (final) marking of several places, or of a place that is fed (taken from) too, gets a parallel split (join) of its
 *   own.
 * No gateway has one flow in and one out. Nodes stand in breadth-first order from the start, the end last. O(places + arcs), and
 * where a choice depends on other places also what `checkSoundness` costs.
 *
 * Source: Favre, Fahland, Völzer, "The Relationship Between Workflow Graphs and Free-Choice Workflow Nets", Information Systems
 * 47, 2015, section 3.
 *
 * @throws GigamineError `bpmn/not-free-choice` (see `nonFreeChoice`), `bpmn/not-a-workflow-net` when a part of the net does not
 * lie on a way from the initial to the final marking, `bpmn/arc-weight` and `bpmn/marking` for more than one token at once.
 */
export function petriNetToBpmn(
  model: AcceptingPetriNet,
  { nonFreeChoice = "sound" }: PetriNetToBpmnOptions = {},
): BpmnModel {
  checkModelShape(model, "petriNetToBpmn");
  if (nonFreeChoice !== "sound" && nonFreeChoice !== "commit") {
    throw optionError("petriNetToBpmn", "nonFreeChoice", nonFreeChoice, 'Give "sound" or "commit".');
  }
  const net = asWorkflowNet(model);
  const { holds, source, sink, problems } = checkWorkflowNet(net);
  if (!holds || source === null || sink === null) {
    throw new GigamineError(
      "bpmn/not-a-workflow-net",
      `petriNetToBpmn: the net with its markings is no workflow net. ${problems[0]!.message} Connect it, or remove what is dead.`,
      { problems },
    );
  }
  const { placeCount, transitionCount, inputOffsets, inputPlaces, outputOffsets, outputPlaces } =
    compileNet(net);
  const consumers: number[][] = net.places.map(() => []);
  const producers: number[][] = net.places.map(() => []);
  for (let t = 0; t < transitionCount; t++) {
    for (let k = inputOffsets[t]!; k < inputOffsets[t + 1]!; k++) consumers[inputPlaces[k]!]!.push(t);
    for (let k = outputOffsets[t]!; k < outputOffsets[t + 1]!; k++) producers[outputPlaces[k]!]!.push(t);
  }

  /** Nodes in the making; `null` for one that only passes on. */
  const made: (BpmnNode | null)[] = [];
  const links: Link[] = [];
  const add = (node: BpmnNode | null): number => made.push(node) - 1;
  const gateway = (kind: "exclusiveGateway" | "parallelGateway", count: number): number =>
    add(count > 1 ? { kind, name: null } : null);
  const link = (from: number, to: number): void => {
    links.push({ from, to });
  };
  // Where a token comes to a place, and where a transition takes what it needs.
  const arrival = net.places.map((_, p) => gateway("exclusiveGateway", producers[p]!.length));
  const begin = net.transitions.map(({ label }) =>
    add(label === null ? null : { kind: "task", name: label }),
  );
  link(add({ kind: "startEvent", name: null }), arrival[source]!);
  link(arrival[sink]!, add({ kind: "endEvent", name: null }));

  const isDone = new Uint8Array(placeCount);
  for (let p = 0; p < placeCount; p++) {
    if (isDone[p] === 1 || consumers[p]!.length === 0) continue;
    const first = consumers[p]![0]!;
    const shared = [...inputPlaces.subarray(inputOffsets[first]!, inputOffsets[first + 1]!)];
    const isSame = (list: readonly number[]): boolean =>
      list.length === consumers[p]!.length && list.every((t, index) => t === consumers[p]![index]);
    const isFreeChoice =
      shared.every((place) => isSame(consumers[place]!)) &&
      consumers[p]!.every((t) => inputOffsets[t + 1]! - inputOffsets[t]! === shared.length);
    if (isFreeChoice) {
      const join = gateway("parallelGateway", shared.length);
      const split = gateway("exclusiveGateway", consumers[p]!.length);
      for (const place of shared) {
        link(arrival[place]!, join);
        isDone[place] = 1;
      }
      link(join, split);
      for (const t of consumers[p]!) link(split, begin[t]!);
    }
  }
  const joinOf = new Map<number, number>();
  let early: GigamineError | null = null;
  for (let p = 0; p < placeCount; p++) {
    if (isDone[p] === 1 || consumers[p]!.length === 0) continue;
    if (consumers[p]!.length > 1) early ??= notFreeChoice(net, p, consumers[p]!);
    const split = gateway("exclusiveGateway", consumers[p]!.length);
    link(arrival[p]!, split);
    for (const t of consumers[p]!) {
      if (!joinOf.has(t)) {
        joinOf.set(t, gateway("parallelGateway", inputOffsets[t + 1]! - inputOffsets[t]!));
        link(joinOf.get(t)!, begin[t]!);
      }
      link(split, joinOf.get(t)!);
    }
  }
  for (let t = 0; t < transitionCount; t++) {
    const outputs = outputPlaces.subarray(outputOffsets[t]!, outputOffsets[t + 1]!);
    const split = gateway("parallelGateway", outputs.length);
    link(begin[t]!, split);
    for (const place of outputs) link(split, arrival[place]!);
  }
  const bpmn = inBreadthFirstOrder(
    made,
    bypass(links, (node) => made[node] === null),
  );
  if (
    early !== null &&
    nonFreeChoice === "sound" &&
    checkSoundness(bpmnToPetriNet(bpmn)).verdict !== "sound"
  ) {
    throw early;
  }
  return bpmn;
}

/** The net with a place of its own to begin and to end in, where its markings need them. */
function asWorkflowNet(model: AcceptingPetriNet): PetriNet {
  const { net, initialMarking, finalMarking } = model;
  const compiled = compileNet(net);
  checkMarking(compiled, initialMarking, "petriNetToBpmn: initial marking");
  checkMarking(compiled, finalMarking, "petriNetToBpmn: final marking");
  const heavy = net.arcs.find(({ weight }) => weight > 1);
  if (heavy !== undefined) {
    throw new GigamineError(
      "bpmn/arc-weight",
      `petriNetToBpmn: an arc between place ${quoteValue(net.places[heavy.place]!.name)} and transition ` +
        `${quoteValue(net.transitions[heavy.transition]!.name)} has weight ${heavy.weight}; flows carry single tokens. Use several places.`,
      { place: heavy.place, transition: heavy.transition, weight: heavy.weight },
    );
  }
  const marked = (marking: readonly number[], what: string): number[] => {
    const places = marking.flatMap((tokens, p) => (tokens > 0 ? [p] : []));
    const problem =
      places.length === 0
        ? "is empty"
        : marking.some((tokens) => tokens > 1)
          ? "puts two tokens in a place"
          : null;
    if (problem === null) return places;
    throw new GigamineError(
      "bpmn/marking",
      `petriNetToBpmn: the ${what} marking ${problem}. Give one with one token in each of its places.`,
      { marking: what },
    );
  };
  const places = [...net.places];
  const transitions = [...net.transitions];
  const arcs = [...net.arcs];
  for (const [kind, inner, name] of [
    ["output", marked(initialMarking, "initial"), "start"],
    ["input", marked(finalMarking, "final"), "end"],
  ] as const) {
    const [only] = inner;
    if (inner.length === 1 && !net.arcs.some((arc) => arc.kind === kind && arc.place === only)) continue;
    const transition = transitions.push({ name, label: null }) - 1;
    const outer = places.push({ name }) - 1;
    arcs.push({ kind: kind === "output" ? "input" : "output", place: outer, transition, weight: 1 });
    for (const place of inner) arcs.push({ kind, place, transition, weight: 1 });
  }
  return { places, transitions, arcs };
}

function notFreeChoice(net: PetriNet, place: number, transitions: readonly number[]): GigamineError {
  const names = transitions.slice(0, 3).map((t) => quoteValue(net.transitions[t]!.name));
  return new GigamineError(
    "bpmn/not-free-choice",
    `petriNetToBpmn: the choice at place ${quoteValue(net.places[place]!.name)} between ${names.join(", ")}` +
      `${transitions.length > 3 ? `, … (${transitions.length} in all)` : ""} depends on other places too; a gateway would choose before ` +
      'it is clear that it can go on. Pass { nonFreeChoice: "commit" } to keep the language in a model that may get stuck.',
    { place, transitions },
  );
}

function inBreadthFirstOrder(made: readonly (BpmnNode | null)[], links: readonly Link[]): BpmnModel {
  const next = new Map<number, number[]>();
  for (const { from, to } of links) {
    const list = next.get(from);
    if (list === undefined) next.set(from, [to]);
    else list.push(to);
  }
  const isKind = (kind: BpmnNode["kind"]) => (node: BpmnNode | null) => node?.kind === kind;
  const end = made.findIndex(isKind("endEvent"));
  const order = new Set([made.findIndex(isKind("startEvent"))]);
  for (const node of order) for (const other of next.get(node) ?? []) if (other !== end) order.add(other);
  order.add(end);
  const builder = new BpmnBuilder();
  const index = new Map([...order].map((node) => [node, builder.node(made[node]!.kind, made[node]!.name)]));
  for (const node of order)
    for (const other of next.get(node) ?? []) builder.flow(index.get(node)!, index.get(other)!);
  return builder.build();
}
