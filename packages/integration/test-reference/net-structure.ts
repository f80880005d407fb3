import type { AcceptingPetriNet } from "@gigamine/models";

interface NetSize {
  readonly places: number;
  readonly transitions: number;
  readonly silent_transitions: number;
  readonly arcs: number;
}

/** The size of a net under the names of the reference data. */
export function netSize({ net }: AcceptingPetriNet): NetSize {
  return {
    places: net.places.length,
    transitions: net.transitions.length,
    silent_transitions: net.transitions.filter(({ label }) => label === null).length,
    arcs: net.arcs.length,
  };
}

/**
 * Whether two nets are the same but for the names of places and transitions and their order: whether there is a one-to-one map that
 * keeps labels, arcs with weights, and both markings.
 *
 * The nodes of both are coloured by kind, label and tokens, then again and again by the colours around them (Weisfeiler and Leman
 * 1968). Where nodes of a net still share a colour, one is given a colour of its own, and each node of that colour in the other net is
 * tried as its image.
 */
export function sameStructure(a: AcceptingPetriNet, b: AcceptingPetriNet): boolean {
  const [one, two] = [nodes(a), nodes(b)];
  if (one.length !== two.length) return false;
  return match(
    [...one, ...two.map(({ colour, arcs }) => ({ colour, arcs: shifted(arcs, one.length) }))],
    one.length,
  );
}

interface Node {
  readonly colour: string;
  /** Each as [what it is, the node at the other end]. */
  readonly arcs: readonly (readonly [string, number])[];
}

const shifted = (arcs: Node["arcs"], by: number): Node["arcs"] => arcs.map(([text, end]) => [text, end + by]);

function nodes({ net, initialMarking, finalMarking }: AcceptingPetriNet): Node[] {
  const around: [string, number][][] = [...net.places, ...net.transitions].map(() => []);
  for (const { kind, place, transition, weight } of net.arcs) {
    const t = net.places.length + transition;
    around[place]!.push([`${kind} ${weight}`, t]);
    around[t]!.push([`${kind} ${weight}`, place]);
  }
  const colours = [
    ...net.places.map((_, p) => `place ${initialMarking[p]} ${finalMarking[p]}`),
    ...net.transitions.map(({ label }) => `transition ${JSON.stringify(label)}`),
  ];
  return colours.map((colour, n) => ({ colour, arcs: around[n]! }));
}

/** Whether the first `half` of the nodes can be mapped to the others. */
function match(start: readonly Node[], half: number): boolean {
  let current = start;
  for (let different = 0; ; ) {
    const described = current.map(
      ({ colour, arcs }) =>
        `${colour} (${arcs
          .map(([text, end]) => `${text} ${current[end]!.colour}`)
          .sort()
          .join("; ")})`,
    );
    const distinct = [...new Set(described)];
    const shortNames = new Map(distinct.map((description, index) => [description, String(index)]));
    current = current.map(({ arcs }, n) => ({ colour: shortNames.get(described[n]!)!, arcs }));
    if (distinct.length === different) break;
    different = distinct.length;
  }
  const classes = new Map<string, [number[], number[]]>();
  current.forEach(({ colour }, n) => {
    if (!classes.has(colour)) classes.set(colour, [[], []]);
    classes.get(colour)![n < half ? 0 : 1].push(n);
  });
  const sides = [...classes.values()];
  if (sides.some(([ours, theirs]) => ours.length !== theirs.length)) return false;
  const open = sides.find(([ours]) => ours.length > 1);
  if (open === undefined) return true;
  const [[chosen], images] = open;
  return images.some((image) =>
    match(
      current.map((node, n) => (n === chosen || n === image ? { ...node, colour: "chosen" } : node)),
      half,
    ),
  );
}
