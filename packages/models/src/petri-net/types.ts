export interface Place {
  readonly name: string;
}

export interface Transition {
  readonly name: string;
  /** The activity it shows; `null` for a silent transition. */
  readonly label: string | null;
}

/** An `input` arc runs from place to transition, an `output` arc from transition to place. */
export interface Arc {
  readonly kind: "input" | "output";
  /** Index into the places. */
  readonly place: number;
  /** Index into the transitions. */
  readonly transition: number;
  /** Tokens taken or put, at least 1. */
  readonly weight: number;
}

/**
 * A place/transition net with labels. Plain, immutable, JSON-safe; ids are indexes. Make one with `PetriNetBuilder`.
 * Source: Murata, "Petri Nets: Properties, Analysis and Applications", Proc. IEEE 77(4), 1989, section II.
 */
export interface PetriNet {
  readonly places: readonly Place[];
  readonly transitions: readonly Transition[];
  readonly arcs: readonly Arc[];
}

/** Tokens per place index, one number for each place of the net. */
export type Marking = readonly number[];

/** A net with the marking it starts in and the one in which it is done. */
export interface AcceptingPetriNet {
  readonly net: PetriNet;
  readonly initialMarking: Marking;
  readonly finalMarking: Marking;
}
