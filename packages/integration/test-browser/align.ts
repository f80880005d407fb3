import { type AlignmentWorker, alignments, alignmentsInWorkers } from "@gigamine/conformance";

/** Traces that do not fit well, and a model that is not made of blocks. */
const log = {
  activities: ["a", "b", "c", "d"],
  variantOffsets: [0, 5, 9, 13, 13, 19],
  sequence: [0, 1, 2, 3, 3, 2, 0, 1, 3, 3, 2, 1, 0, 1, 1, 0, 2, 3, 0],
  counts: [5, 4, 3, 2, 1],
};
const arcs: [kind: "input" | "output", place: number, transition: number, weight: number][] = [
  ["input", 0, 0, 1],
  ["output", 1, 0, 2],
  ["input", 1, 1, 1],
  ["output", 2, 1, 1],
  ["input", 1, 2, 1],
  ["output", 2, 2, 1],
  ["input", 2, 3, 2],
  ["output", 3, 3, 1],
];
const model = {
  net: {
    places: ["start", "p", "q", "end"].map((name) => ({ name })),
    transitions: ["a", "b", "c", "d"].map((name) => ({ name, label: name })),
    arcs: arcs.map(([kind, place, transition, weight]) => ({ kind, place, transition, weight })),
  },
  initialMarking: [1, 0, 0, 0],
  finalMarking: [0, 0, 0, 1],
};

/** What one thread finds, and what two workers do. */
export async function align(createWorker: () => AlignmentWorker) {
  return {
    alone: alignments(log, model),
    inWorkers: await alignmentsInWorkers(log, model, { workers: 2, createWorker }),
  };
}
