import { type LongWorkOptions, quoteValue } from "@gigamine/base";
import { type CompiledNet, compileNet } from "./compile.js";
import { checkMarking } from "./fire.js";
import { checkLimit } from "./reachability.js";
import { explore, type StateSpace, wayTo } from "./state-space.js";
import type { AcceptingPetriNet, Marking } from "./types.js";
import { checkWorkflowNet } from "./workflow-net.js";

export interface SoundnessOptions extends LongWorkOptions {
  /** When more markings are reachable, the verdict is "undecided" unless a fault has shown by then. @default 100_000 */
  readonly maxMarkings?: number | undefined;
}

/** One fault, with a witness. */
export interface SoundnessReason {
  readonly kind:
    | "dead-transition"
    | "no-option-to-complete"
    | "improper-completion"
    | "unbounded"
    | "not-a-workflow-net";
  readonly message: string;
  readonly place?: number;
  readonly transition?: number;
  /** The marking that shows the fault. */
  readonly marking?: Marking;
  /** The activities shown by a shortest firing sequence that leads to `marking`. */
  readonly trace?: readonly string[];
}

export interface SoundnessReport {
  readonly verdict: "sound" | "unsound" | "undecided";
  /** Why the model is unsound; empty otherwise. */
  readonly reasons: readonly SoundnessReason[];
  /** How many markings were looked at. */
  readonly markings: number;
  /** Whether those are all reachable markings. */
  readonly complete: boolean;
}

/**
 * Decides whether a model is a sound workflow net: from every reachable marking the end can be reached (option to complete),
 * a token in the sink means that nothing else is left (proper completion), and every transition can fire sometime.
 *
 * The markings are explored breadth first. One that has at least the tokens of an earlier marking on its way, and more, proves
 * the net unbounded, hence unsound (Karp, Miller 1969); exploration ends there. At `maxMarkings` only a fault already seen decides;
 * otherwise the verdict is "undecided", never a guess. A model that is no workflow net with one token in the source at first and
 * one in the sink at the end is reported as "unsound" with reasons "not-a-workflow-net", without exploring.
 *
 * Time O(markings * (arcs + places * distance from the start)) at worst, memory O(markings * places + firings).
 *
 * Source: van der Aalst, "The Application of Petri Nets to Workflow Management", J. Circuits, Systems and Computers 8(1), 1998,
 * definitions 6 and 7. Differs from PM4Py: that tool calls a net unsound when a place is not covered by an S-component,
 * which sound nets beyond free choice may well have.
 */
export function checkSoundness(
  model: AcceptingPetriNet,
  { maxMarkings = 100_000, ...work }: SoundnessOptions = {},
): SoundnessReport {
  checkLimit("checkSoundness", maxMarkings);
  const net = compileNet(model.net);
  checkMarking(net, model.initialMarking, "checkSoundness: initial marking");
  checkMarking(net, model.finalMarking, "checkSoundness: final marking");

  const structure = structuralReasons(model);
  if (structure.length > 0) return { verdict: "unsound", reasons: structure, markings: 0, complete: false };

  const final = Int32Array.from(model.finalMarking);
  const finalTotal = final.reduce((sum, tokens) => sum + tokens, 0);
  const totals: number[] = [];
  let improper = -1;
  let unbounded = -1;
  const space = explore(net, model.initialMarking, maxMarkings, work, ({ store, parent }, m) => {
    const marking = store.view(m);
    let total = 0;
    for (const tokens of marking) total += tokens;
    totals.push(total);
    if (improper < 0 && total > finalTotal && covers(marking, final)) improper = m;
    for (let above = parent[m]!; above >= 0; above = parent[above]!) {
      if (totals[above]! >= total || !covers(marking, store.view(above))) continue;
      unbounded = m;
      return true;
    }
    return false;
  });

  const reasons: SoundnessReason[] = [];
  if (unbounded >= 0) {
    const fault =
      "Tokens can pile up without end: this marking has all tokens of an earlier one on its way, and more:";
    reasons.push(reasonAt("unbounded", net, space, unbounded, fault));
  }
  if (improper >= 0) {
    const fault = "The end is marked while other tokens are left:";
    reasons.push(reasonAt("improper-completion", net, space, improper, fault));
  }
  if (space.complete) {
    const stuck = firstWithoutEnd(space, space.store.find(final));
    if (stuck >= 0) {
      reasons.push(
        reasonAt("no-option-to-complete", net, space, stuck, "The end can't be reached from here:"),
      );
    }
    const fires = new Uint8Array(net.transitionCount);
    for (const t of space.transition) fires[t] = 1;
    model.net.transitions.forEach(({ name }, transition) => {
      if (fires[transition] === 1) return;
      const message = `Transition ${quoteValue(name)} can never fire.`;
      reasons.push({ kind: "dead-transition", message, transition });
    });
  }
  const verdict = reasons.length > 0 ? "unsound" : space.complete ? "sound" : "undecided";
  return { verdict, reasons, markings: space.store.size, complete: space.complete };
}

function structuralReasons({ net, initialMarking, finalMarking }: AcceptingPetriNet): SoundnessReason[] {
  const { source, sink, problems } = checkWorkflowNet(net);
  const reasons: SoundnessReason[] = problems.map((problem) => ({ ...problem, kind: "not-a-workflow-net" }));
  const expectOne = (marking: Marking, place: number | null, what: string): void => {
    if (place === null || marking.every((tokens, p) => tokens === (p === place ? 1 : 0))) return;
    const message =
      `The ${what} marking is ${printMarking(net.places, marking)}, expected one token in ` +
      `${quoteValue(net.places[place]!.name)} and nothing else.`;
    reasons.push({ kind: "not-a-workflow-net", message, place, marking });
  };
  expectOne(initialMarking, source, "initial");
  expectOne(finalMarking, sink, "final");
  return reasons;
}

/** The first marking from which no way leads to `end`; -1 when there is none. */
function firstWithoutEnd(space: StateSpace, end: number): number {
  const count = space.store.size;
  const offsets = new Int32Array(count + 1);
  for (const target of space.to) offsets[target + 1]!++;
  for (let m = 0; m < count; m++) offsets[m + 1]! += offsets[m]!;
  const before = new Int32Array(space.to.length);
  const filled = offsets.slice();
  space.to.forEach((target, k) => {
    before[filled[target]!++] = space.from[k]!;
  });
  const completes = new Uint8Array(count);
  const pending: number[] = [];
  if (end >= 0) {
    completes[end] = 1;
    pending.push(end);
  }
  while (pending.length > 0) {
    const m = pending.pop()!;
    for (let k = offsets[m]!; k < offsets[m + 1]!; k++) {
      const earlier = before[k]!;
      if (completes[earlier] === 1) continue;
      completes[earlier] = 1;
      pending.push(earlier);
    }
  }
  return completes.indexOf(0);
}

function reasonAt(
  kind: SoundnessReason["kind"],
  net: CompiledNet,
  space: StateSpace,
  at: number,
  fault: string,
): SoundnessReason {
  const marking = Array.from(space.store.view(at));
  const trace = wayTo(space, at).flatMap((t) => net.labels[t] ?? []);
  const after =
    trace.length === 0 ? "before any activity" : `after ${trace.map((name) => quoteValue(name)).join(", ")}`;
  return { kind, message: `${fault} ${printMarking(net.net.places, marking)}, ${after}.`, marking, trace };
}

function covers(larger: ArrayLike<number>, smaller: ArrayLike<number>): boolean {
  for (let p = 0; p < larger.length; p++) if (larger[p]! < smaller[p]!) return false;
  return true;
}

function printMarking(places: readonly { readonly name: string }[], marking: Marking): string {
  const parts = marking.flatMap((tokens, p) => {
    if (tokens === 0) return [];
    const name = quoteValue(places[p]!.name);
    return [tokens === 1 ? name : `${tokens} × ${name}`];
  });
  return `[${parts.join(", ")}]`;
}
