import type { HeuristicsBinding, HeuristicsNet, HeuristicsTerminal } from "../../src/index.js";

/** Bindings of an activity, one text each with names of one letter: `["BC", "E"]` is B and C, or E. */
interface Sides {
  readonly in?: readonly string[];
  readonly out?: readonly string[];
}

/** A heuristics net from the bindings of its activities; arcs are what the output bindings mention. */
export function tinyNet(
  sides: Readonly<Record<string, Sides>>,
  { start, end }: { readonly start: readonly string[]; readonly end: readonly string[] },
): HeuristicsNet {
  const names = Object.keys(sides);
  const bindings = (texts: readonly string[] = []): HeuristicsBinding[] =>
    texts.map((text) => ({
      activities: [...text].map((name) => names.indexOf(name)).sort((x, y) => x - y),
      count: 1,
    }));
  const members = (list: readonly HeuristicsBinding[]): number[] =>
    [...new Set(list.flatMap(({ activities }) => activities))].sort((x, y) => x - y);
  const terminal = (texts: readonly string[]): HeuristicsTerminal => ({
    arcs: members(bindings(texts)).map((activity) => ({ activity, dependency: 0.5, count: 1 })),
    bindings: bindings(texts),
  });
  return {
    activities: names.map((name) => ({
      name,
      count: 1,
      inputs: bindings(sides[name]!.in),
      outputs: bindings(sides[name]!.out),
    })),
    arcs: names.flatMap((name, from) =>
      members(bindings(sides[name]!.out)).map((to) => ({
        from,
        to,
        kind: from === to ? ("loop-one" as const) : ("direct" as const),
        dependency: 0.5,
        count: 1,
      })),
    ),
    start: terminal(start),
    end: terminal(end),
    splits: [],
    joins: [],
  };
}
