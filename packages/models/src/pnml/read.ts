import { quoteValue } from "@gigamine/base";
import { PetriNetBuilder } from "../petri-net/builder.js";
import type { AcceptingPetriNet, PetriNet } from "../petri-net/types.js";
import { decodeXml } from "../xml/decode.js";
import type { Position } from "../xml/format.js";
import { PNML, pnmlError, type ScannedPnml, scanPnml } from "./scan.js";

/** Something that was not in the file and was settled by a stated rule. */
export interface PnmlIssue {
  readonly code: "pnml/no-initial-marking" | "pnml/no-final-marking" | "pnml/no-name";
  readonly message: string;
  /** Index of the place it concerns. */
  readonly place?: number;
  /** Index of the transition it concerns. */
  readonly transition?: number;
}

/** A model that came from a file: an ordinary one that also says what was settled in reading it. */
export interface ReadPetriNet extends AcceptingPetriNet {
  readonly issues: readonly PnmlIssue[];
}

const MOST = 2 ** 31 - 1;

/**
 * Reads a place/transition net in PNML (ISO/IEC 15909-2, grammar of 2009), with the conventions of ProM and PM4Py:
 * `activity="$invisible$"` marks a silent transition, `<finalmarkings>` gives the final marking.
 *
 * - A visible transition shows the text of its `<name>`; its own name is its id. A place is named by its `<name>`, else its id.
 * - Pages are joined, reference places and transitions resolved; several arcs between the same two add up.
 * - Graphics and what other tools add is passed over. A transition without `<name>` shows its id (issue `pnml/no-name`).
 * - Without a token in the file the initial marking is empty (issue `pnml/no-initial-marking`). Without a final marking it is one
 *   token in the only place that nothing takes from (issue `pnml/no-final-marking`); without such a place that is an error.
 *
 * Bytes are decoded by byte order mark or declared encoding. Linear in the size of the file.
 *
 * @throws GigamineError with line and column: `pnml/damaged` (not well-formed), `pnml/doctype` (refused), `pnml/too-deep`, `pnml/not-pnml`, `pnml/no-net`,
 * `pnml/several-nets`, `pnml/unsupported-type`, `pnml/missing-attribute`, `pnml/duplicate-id`, `pnml/unknown-node`, `pnml/bad-arc`
 * (place to place or transition to transition), `pnml/unsupported-arc` (inhibitor, reset), `pnml/bad-number`,
 * `pnml/several-final-markings`, `pnml/no-final-marking`; `pnml/unknown-encoding` and `pnml/bad-bytes` for bytes that are no text.
 */
export function readPnml(data: string | Uint8Array): ReadPetriNet {
  const scanned = scanPnml(decodeXml(data, PNML));
  const issues: PnmlIssue[] = [];
  const builder = new PetriNetBuilder();
  const index = new Map<string, { readonly kind: "place" | "transition"; readonly index: number }>();
  const initial: number[] = [];
  for (const node of scanned.nodes) {
    if (node.kind === "place") {
      const place = builder.place(node.name ?? node.id);
      index.set(node.id, { kind: "place", index: place });
      initial.push(
        node.initialMarking === null ? 0 : readCount(node.initialMarking, node.at, 0, "initial marking"),
      );
      continue;
    }
    const transition = builder.transition(node.silent ? null : (node.name ?? node.id), {
      name: node.ownName ?? node.id,
    });
    index.set(node.id, { kind: "transition", index: transition });
    if (node.name === null && !node.silent) {
      issues.push({
        code: "pnml/no-name",
        message: `Transition ${quoteValue(node.id)} (line ${node.at.line}) has no name and shows its id.`,
        transition,
      });
    }
  }

  const resolve = (id: string, at: Position) => {
    const seen = new Set<string>();
    let target = id;
    for (
      let next = scanned.references.get(target);
      next !== undefined;
      next = scanned.references.get(target)
    ) {
      if (seen.has(target)) {
        throw pnmlError(
          "unknown-node",
          at,
          `the references of ${quoteValue(id)} form a circle. Let them end at a node.`,
          { id },
        );
      }
      seen.add(target);
      target = next.target;
    }
    const node = index.get(target);
    if (node !== undefined) return node;
    throw pnmlError(
      "unknown-node",
      at,
      `there is no place or transition with the id ${quoteValue(target)}. Correct the id.`,
      {
        id: target,
      },
    );
  };

  for (const arc of scanned.arcs) {
    if (arc.type !== null && arc.type !== "normal") {
      const message = `the arc is of type ${quoteValue(arc.type)}, which a place/transition net does not have. Remove it.`;
      throw pnmlError("unsupported-arc", arc.at, message, { type: arc.type });
    }
    const source = resolve(arc.source, arc.at);
    const target = resolve(arc.target, arc.at);
    if (source.kind === target.kind) {
      const message =
        `the arc from ${quoteValue(arc.source)} to ${quoteValue(arc.target)} joins two ${source.kind}s. ` +
        "An arc joins a place and a transition.";
      throw pnmlError("bad-arc", arc.at, message, { source: arc.source, target: arc.target });
    }
    const weight = arc.inscription === null ? 1 : readCount(arc.inscription, arc.at, 1, "weight of the arc");
    if (source.kind === "place") builder.arc("input", source.index, target.index, weight);
    else builder.arc("output", target.index, source.index, weight);
  }

  const net = builder.buildNet();
  if (initial.every((tokens) => tokens === 0)) {
    issues.push({
      code: "pnml/no-initial-marking",
      message: "No place holds a token at first: nothing can happen unless a transition needs no token.",
    });
  }
  const finalMarking = readFinalMarking(scanned, net, issues, (id, at) => {
    const node = resolve(id, at);
    if (node.kind === "place") return node.index;
    throw pnmlError(
      "unknown-node",
      at,
      `the final marking names ${quoteValue(id)}, a transition. Name a place.`,
      { id },
    );
  });
  return Object.freeze({
    net,
    initialMarking: Object.freeze(initial),
    finalMarking: Object.freeze(finalMarking),
    issues: Object.freeze(issues),
  });
}

function readFinalMarking(
  scanned: ScannedPnml,
  net: PetriNet,
  issues: PnmlIssue[],
  placeOf: (id: string, at: Position) => number,
): number[] {
  const marking: number[] = new Array(net.places.length).fill(0);
  const [first, second] = scanned.finalMarkings;
  if (second !== undefined) {
    const at = second[0]?.at ?? first![0]?.at ?? { line: 1, column: 1 };
    const message = `the file gives ${scanned.finalMarkings.length} final markings, a model has one. Keep one.`;
    throw pnmlError("several-final-markings", at, message, { count: scanned.finalMarkings.length });
  }
  if (first !== undefined) {
    for (const { idref, at, tokens } of first) {
      marking[placeOf(idref, at)]! += readCount(tokens, at, 0, "final marking");
    }
    return marking;
  }
  const takenFrom = new Set(net.arcs.flatMap((arc) => (arc.kind === "input" ? [arc.place] : [])));
  const sinks = net.places.flatMap((_, p) => (takenFrom.has(p) ? [] : [p]));
  if (sinks.length !== 1) {
    const message =
      `the file gives no final marking, and ${sinks.length} places could be the end (only one without outgoing arcs ` +
      "can be taken). Add <finalmarkings>.";
    throw pnmlError("no-final-marking", { line: 1, column: 1 }, message, { sinks });
  }
  const place = sinks[0]!;
  marking[place] = 1;
  issues.push({
    code: "pnml/no-final-marking",
    message: `The file gives no final marking: one token in ${quoteValue(net.places[place]!.name)}, the only place without outgoing arcs, is taken.`,
    place,
  });
  return marking;
}

function readCount(text: string, at: Position, least: number, what: string): number {
  const trimmed = text.trim();
  const count = Number(trimmed);
  if (/^\d+$/.test(trimmed) && count >= least && count <= MOST) return count;
  const message = `the ${what} is ${quoteValue(text)}. Give a whole number from ${least} to ${MOST}.`;
  throw pnmlError("bad-number", at, message, { value: text });
}
