import { quoteValue } from "@gigamine/base";
import type { CompiledNet } from "../compile.js";
import type { Marking, PetriNet } from "../types.js";

/** One fault, with a witness. */
export interface SoundnessReason {
  readonly kind:
    | "dead-transition"
    | "no-option-to-complete"
    | "improper-completion"
    | "unbounded"
    | "not-a-workflow-net"
    | "free-choice-structure";
  readonly message: string;
  readonly place?: number;
  readonly transition?: number;
  /** The marking that shows the fault. */
  readonly marking?: Marking;
  /** The activities shown by a firing sequence that leads to `marking`. */
  readonly trace?: readonly string[];
  /** That firing sequence: transitions, the silent ones included, from the initial marking to `marking`. */
  readonly firingSequence?: readonly number[];
}

export interface SoundnessReport {
  readonly verdict: "sound" | "unsound" | "undecided";
  /** Why the model is unsound; empty otherwise. */
  readonly reasons: readonly SoundnessReason[];
  /**
   * What the verdict rests on: the arcs alone ("structure": no workflow net), "reduction" to a net that is trivially sound, the "rank
   * theorem" of free-choice nets, or the reachable markings ("state space") of the net or of its reduced form.
   */
  readonly method: "structure" | "reduction" | "rank theorem" | "state space";
  /** How many markings were looked at, in the net and in its reduced form. */
  readonly markings: number;
  /** Whether nothing was left out: false when the verdict is open, or when an unsound net may have faults besides those reported. */
  readonly complete: boolean;
}

const FAULTS = {
  unbounded:
    "Tokens can pile up without end: this marking has all tokens of an earlier one on its way, and more:",
  "improper-completion": "The end is marked while other tokens are left:",
  "no-option-to-complete": "The end can't be reached from here:",
} as const;

/** The reason that a marking shows, to which `firingSequence` leads. */
export function reasonAt(
  kind: keyof typeof FAULTS,
  net: CompiledNet,
  marking: Marking,
  firingSequence: readonly number[],
): SoundnessReason {
  const trace = firingSequence.flatMap((t) => net.labels[t] ?? []);
  const after =
    trace.length === 0 ? "before any activity" : `after ${trace.map((name) => quoteValue(name)).join(", ")}`;
  const message = `${FAULTS[kind]} ${printMarking(net.net, marking)}, ${after}.`;
  return { kind, message, marking, trace, firingSequence };
}

export function deadTransition({ transitions }: PetriNet, transition: number): SoundnessReason {
  const message = `Transition ${quoteValue(transitions[transition]!.name)} can never fire.`;
  return { kind: "dead-transition", message, transition };
}

export function printMarking({ places }: PetriNet, marking: Marking): string {
  const parts = marking.flatMap((tokens, p) => {
    if (tokens === 0) return [];
    const name = quoteValue(places[p]!.name);
    return [tokens === 1 ? name : `${tokens} × ${name}`];
  });
  return `[${parts.join(", ")}]`;
}
