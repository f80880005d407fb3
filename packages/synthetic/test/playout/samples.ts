import { type Dfg, type EventLog, traces } from "@gigamine/event-log";
import {
  activity,
  exclusive,
  inclusive,
  interleaved,
  loop,
  PetriNetBuilder,
  type ProcessTree,
  parallel,
  sequence,
  silent,
} from "@gigamine/models";
import fc from "fast-check";

export const [a, b, c, d] = ["a", "b", "c", "d"].map(activity) as [
  ProcessTree,
  ProcessTree,
  ProcessTree,
  ProcessTree,
];

/** The trace of each case as text: activities of one letter. */
export function words(log: EventLog): string[] {
  return [...traces(log)].map((trace) => [...trace.events].map((event) => event.activity).join(""));
}

/** How many cases have each trace. */
export function wordCounts(log: EventLog): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words(log)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** start → a → (b → a again, or end). */
export const loopDfg: Dfg = {
  activities: ["a", "b"],
  from: [0, 1],
  to: [1, 0],
  count: [1, 1],
  startCounts: [3, 0],
  endCounts: [3, 0],
  activityCounts: [4, 1],
};

/** One place; a may fire any number of times, and the marking is final all along. */
export function flower() {
  const builder = new PetriNetBuilder();
  const place = builder.place();
  builder.transition("a", { inputs: [place], outputs: [place] });
  return builder.build({ initial: [place], final: [place] });
}

/** a leads to the end, b to a place that leads nowhere. */
export function deadEnd() {
  const builder = new PetriNetBuilder();
  const [source, sink, nowhere] = [builder.place(), builder.place(), builder.place()];
  builder.transition("a", { inputs: [source], outputs: [sink] });
  builder.transition("b", { inputs: [source], outputs: [nowhere] });
  return builder.build({ initial: [source], final: [sink] });
}

/** A silent step that goes round in circles, and no end. */
export function silentCircle() {
  const builder = new PetriNetBuilder();
  const [place, sink] = [builder.place(), builder.place()];
  builder.transition(null, { inputs: [place], outputs: [place] });
  return builder.build({ initial: [place], final: [sink] });
}

/** Small trees with all operators. */
export const arbitraryTree: fc.Arbitrary<ProcessTree> = fc.letrec<{ tree: ProcessTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: "small", withCrossShrink: true },
    fc.constantFrom<ProcessTree>(a, b, c, d, silent()),
    fc
      .tuple(
        fc.constantFrom(sequence, exclusive, parallel, inclusive, interleaved),
        fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
      )
      .map(([make, children]) => make(...children)),
    fc.tuple(tie("tree"), tie("tree")).map(([body, redo]) => loop(body, redo)),
  ),
})).tree;
