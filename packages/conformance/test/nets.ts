import {
  type AcceptingPetriNet,
  activity,
  exclusive,
  loop,
  PetriNetBuilder,
  type ProcessTree,
  parallel,
  sequence,
  silent,
} from "@gigamine/models";
import { traces } from "@gigamine/testkit";
import fc from "fast-check";

/** A net from lines such as `a: start -> p q`, `: p -> q` (silent) and `a: 2*p -> q` (weight 2), with one token per place named. */
export function net(
  lines: readonly string[],
  { initial = ["start"], final = ["end"] }: { initial?: string[]; final?: string[] } = {},
): AcceptingPetriNet {
  const builder = new PetriNetBuilder();
  const ids = new Map<string, number>();
  const place = (name: string): number => {
    if (!ids.has(name)) ids.set(name, builder.place(name));
    return ids.get(name)!;
  };
  initial.forEach(place);
  final.forEach(place);
  for (const line of lines) {
    const [label, flow] = line.split(":") as [string, string];
    const [from, to] = flow.split("->").map((side) => side.split(" ").filter((word) => word !== ""));
    const t = builder.transition(label === "" ? null : label);
    for (const [kind, side] of [
      ["input", from!],
      ["output", to!],
    ] as const) {
      for (const word of side) {
        const [weight, name] = word.includes("*") ? word.split("*") : ["1", word];
        builder.arc(kind, place(name!), t, Number(weight));
      }
    }
  }
  return builder.build({ initial: initial.map(place), final: final.map(place) });
}

/** Van der Aalst, "Process Mining: Data Science in Action", 2nd ed. 2016, table 8.1: 1391 cases, 21 variants. */
export const lFull = traces(
  ...[
    "455 acdeh",
    "191 abdeg",
    "177 adceh",
    "144 abdeh",
    "111 acdeg",
    "82 adceg",
    "56 adbeh",
    "47 acdefdbeh",
    "38 adbeg",
    "33 acdefbdeh",
    "14 acdefbdeg",
    "11 acdefdbeg",
    "9 adcefcdeh",
    "8 adcefdbeh",
    "5 adcefbdeg",
    "3 acdefbdefdbeg",
    "2 adcefdbeg",
    "2 adcefbdefbdeg",
    "1 adcefdbefbdeh",
    "1 adbefbdefdbeg",
    "1 adcefdbefcdefdbeg",
  ].map((line) => {
    const [count, letters] = line.split(" ");
    return `${count}x ${[...letters!].join(" ")}`;
  }),
);

/** The four nets of figure 8.2 there: the alpha miner's, one in strict sequence, one without choice, the flower. */
export const n1 = net([
  "a: start -> c1 c2",
  "b: c1 -> c3",
  "c: c1 -> c3",
  "d: c2 -> c4",
  "e: c3 c4 -> c5",
  "f: c5 -> c1 c2",
  "g: c5 -> end",
  "h: c5 -> end",
]);
export const n2 = net([
  "a: start -> p1",
  "b: p1 -> p2",
  "c: p1 -> p2",
  "d: p2 -> p3",
  "e: p3 -> p4",
  "f: p4 -> p1",
  "g: p4 -> end",
  "h: p4 -> end",
]);
export const n3 = net(["a: start -> c1 c2", "c: c1 -> c3", "d: c2 -> c4", "e: c3 c4 -> c5", "h: c5 -> end"]);
export const n4 = net([
  "a: start -> p",
  ...[..."bcdef"].map((letter) => `${letter}: p -> p`),
  "g: p -> end",
  "h: p -> end",
]);

/**
 * Any small net: weights, self-loops, several tokens, duplicate labels, transitions that lead nowhere. A silent transition
 * takes at least as many tokens as it puts, so that silent firing alone stays bounded.
 */
export function arbitraryNet({ places = 6, transitions = 9 } = {}): fc.Arbitrary<AcceptingPetriNet> {
  const place = fc.integer({ min: 0, max: places - 1 });
  const silent = fc.record({
    label: fc.constant(null),
    inputs: fc.array(place, { minLength: 1, maxLength: 2 }),
    outputs: fc.array(place, { minLength: 1, maxLength: 2 }),
  });
  const visible = fc.record({
    label: fc.constantFrom("a", "b", "c"),
    inputs: fc.array(place, { minLength: 1, maxLength: 3 }),
    outputs: fc.array(place, { minLength: 1, maxLength: 4 }),
  });
  const list = fc.array(fc.oneof({ weight: 2, arbitrary: silent }, { weight: 1, arbitrary: visible }), {
    minLength: 3,
    maxLength: transitions,
  });
  const initial = fc.array(place, { minLength: 1, maxLength: 4 });
  return fc.tuple(list, initial, fc.array(place, { maxLength: 3 })).map(([list, initial, final]) => {
    const builder = new PetriNetBuilder();
    for (let p = 0; p < places; p++) builder.place();
    for (const { label, inputs, outputs } of list) {
      builder.transition(label, {
        inputs,
        outputs: label === null ? outputs.slice(0, inputs.length) : outputs,
      });
    }
    return builder.build({ initial, final });
  });
}

/** Any small process tree; each activity occurs once unless `repeatLabels`. */
export function arbitraryTree({
  leaves = 6,
  loops = true,
  repeatLabels = false,
}: {
  leaves?: number;
  loops?: boolean;
  repeatLabels?: boolean;
} = {}): fc.Arbitrary<ProcessTree> {
  type Shape = "leaf" | "tau" | Parts;
  type Parts = { operator: number; parts: Shape[] };
  const { parts } = fc.letrec<{ shape: Shape; parts: Parts }>((tie) => ({
    shape: fc.oneof({ depthSize: "small" }, fc.constantFrom("leaf", "leaf", "tau"), tie("parts")),
    parts: fc.record({
      operator: fc.integer({ min: 0, max: loops ? 3 : 2 }),
      parts: fc.array(tie("shape"), { minLength: 2, maxLength: 3 }),
    }),
  }));
  const operators = [
    sequence,
    exclusive,
    parallel,
    (...parts: ProcessTree[]) => loop(parts[0]!, ...parts.slice(1)),
  ];
  return parts.map((root) => {
    let used = 0;
    const build = (part: Shape): ProcessTree => {
      if (part === "tau" || (part === "leaf" && used === leaves && !repeatLabels)) return silent();
      if (part === "leaf")
        return activity("abcdefghijklmnopqrstuvwxyz"[used++ % (repeatLabels ? 2 : leaves)]!);
      return operators[part.operator]!(...part.parts.map(build));
    };
    return build(root);
  });
}
