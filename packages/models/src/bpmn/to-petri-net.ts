import { GigamineError, optionError } from "@gigamine/base";
import type { AcceptingPetriNet } from "../petri-net/types.js";
import { withNames } from "../petri-net/with-names.js";
import { checkBpmnModel } from "./check.js";
import { controlFlow, describeNode } from "./to-petri-net/control-flow.js";
import { type Branch, joinSteps, splitSteps } from "./to-petri-net/gateway-steps.js";
import { inclusiveJoins, type MixedRegion } from "./to-petri-net/inclusive-joins.js";
import { reduceKeepingChoices } from "./to-petri-net/keep-choices.js";
import { NetSketch } from "./to-petri-net/net-sketch.js";
import { sketchStates } from "./to-petri-net/region-states.js";
import type { BpmnModel } from "./types.js";

export interface BpmnToPetriNetOptions {
  /** How many states are played through around an inclusive join inside a loop before the call gives up. @default 10_000 */
  readonly maxStates?: number | undefined;
}

/**
 * Turns a BPMN model into a workflow net with the same language: one token in `source` at first, one in `sink` at the end.
 *
 * - A task with a name shows it; events and nameless tasks are not seen. Exclusive gateways become places, parallel ones silent
 *   transitions.
 * - An inclusive split takes any branches but at least one, or its default branch alone.
 * - An inclusive join waits for each branch until a token has come or can no longer come. What it has to look at is the smallest
 *   part of the model around it with one way in and one way out. Where that part only chooses between branches, or only runs them
 *   in parallel, it is an exclusive or a parallel join. Else branches that are not taken are marked as skipped, and the marks run
 *   on to the join (dead-path elimination); in a part with a loop the token game is played state by state instead.
 * - Of several start events one begins the process; without a start event all nodes that nothing flows into begin together. It is
 *   done when every token has reached an end: several flows into ends are joined inclusively.
 *
 * Silent steps that neither choose nor join go. A choice stays where the model makes it, so the net of a model that can get stuck
 * is unsound, and `checkSoundness` tells why; `reducePetriNet` gives a smaller net of the same language. The visible transitions
 * stand in the order of the named tasks; names are those of `treeToPetriNet`.
 *
 * Joins wait as the standard says (BPMN 2.0.2, section 13.4) wherever no flow ever holds two tokens. Time and size O(nodes +
 * flows), times the branches of gateways of more than three where branches are marked; exponential in the parallel branches of a
 * loop that is played through.
 * Source: Dijkman, Dumas, Ouyang, "Semantics and Analysis of Business Process Models in BPMN", Information and Software
 * Technology 50(12), 2008, section 4; for inclusive joins Langner, Schneider, Wehler, "Petri Net Based Certification of
 * Event-Driven Process Chains", ICATPN 1998.
 *
 * @throws GigamineError `bpmn/no-start`, `bpmn/unreachable-node`, `bpmn/no-way-to-end` for a model that is not connected;
 * `bpmn/too-many-states` for an inclusive join inside a loop, as when tokens pile up there; `bpmn/invalid` for a damaged model.
 */
export function bpmnToPetriNet(
  model: BpmnModel,
  { maxStates = 10_000 }: BpmnToPetriNetOptions = {},
): AcceptingPetriNet {
  const where = "bpmnToPetriNet";
  if (!(maxStates >= 1))
    throw optionError(where, "maxStates", maxStates, "Give a number of at least 1, such as 10000.");
  const flow = controlFlow(checkBpmnModel(model), where);
  const { points, edges, entering, leaving } = flow;
  const { replaced, mixed } = inclusiveJoins(flow);
  const sketch = new NetSketch();
  const taken = edges.map(() => sketch.place());
  const skipped: (number | null)[] = edges.map(() => null);
  /** Points whose behaviour is in the states of their region. */
  const played = new Set<number>();
  /** Per point where branches are marked its region. */
  const regionOf = new Map<number, MixedRegion>();
  for (const region of mixed) {
    if (region.outcomes === null) {
      for (const p of region.points) played.add(p);
      if (sketchStates(flow, region, taken, sketch, maxStates)) continue;
      const { node } = points[region.joins[0]!]!;
      throw new GigamineError(
        "bpmn/too-many-states",
        `${where}: what ${node < 0 ? "the end" : describeNode(model.nodes, node)} joins inclusively inside a loop has more than ` +
          `${maxStates} states; tokens may pile up there. Raise maxStates, or give the loop one way in and one way out.`,
        { node: node < 0 ? null : node, maxStates },
      );
    }
    for (const p of region.points) regionOf.set(p, region);
    for (const way of region.ways) {
      if (!way.canBeSkipped) continue;
      const place = sketch.place();
      for (const edge of way.edges) skipped[edge] = place;
    }
  }

  points.forEach((point, p) => {
    if (played.has(p)) return;
    const [ins, outs] = [entering[p]!, leaving[p]!];
    const region = regionOf.get(p);
    // That a whole region is skipped does not concern the points inside.
    const branch = (edge: number): Branch => ({
      taken: taken[edge]!,
      skipped: region === undefined || edge === region.entry || edge === region.exit ? null : skipped[edge]!,
    });
    if (point.kind === "step") sketch.step(point.label, [taken[ins[0]!]!], [taken[outs[0]!]!]);
    else if (point.kind === "join") {
      const out = outs[0]!;
      const logic = replaced.get(p) ?? point.logic;
      if (region === undefined && logic !== "parallel") {
        for (const edge of ins) sketch.unite(taken[edge]!, taken[out]!);
      } else if (region?.exit === out && logic === "inclusive") {
        // A token must leave the region, so that taken and skipped branches are the same here.
        const done = ins.map((edge) => sketch.unite(taken[edge]!, skipped[edge] ?? taken[edge]!));
        sketch.step(null, done, [taken[out]!]);
      } else joinSteps(sketch, logic, ins.map(branch), branch(out), region?.outcomes?.get(p) ?? null);
    } else if (point.kind === "split") {
      const from = ins[0]!;
      if (region === undefined && point.logic === "exclusive") choose(taken[from]!, outs);
      else {
        const defaultBranch = outs.findIndex((edge) => edges[edge]!.isDefault);
        splitSteps(sketch, point.logic, branch(from), outs.map(branch), defaultBranch);
      }
    }
  });

  /** What follows takes from the place of the choice itself, unless other tokens come or wait there. */
  function choose(place: number, outs: readonly number[]): void {
    for (const edge of outs) {
      const { kind } = points[edges[edge]!.to]!;
      if (kind === "step" || kind === "split") sketch.unite(place, taken[edge]!);
      else sketch.step(null, [place], [taken[edge]!]);
    }
  }

  const source = sketch.place();
  choose(source, leaving[0]!);
  return withNames(reduceKeepingChoices(sketch.build(source, taken[entering[1]![0]!]!)));
}
