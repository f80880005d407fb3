import type { AlphaNet } from "../../src/alpha/alpha-net.js";

/** The places between activities as text, `"a f > b"` for p({a,f},{b}), sorted; silent ids read `start` and `end` as given. */
export function placeNames(
  net: AlphaNet,
  activities: readonly string[],
  silent: readonly string[] = [],
): string[] {
  const names = [...activities, ...silent];
  const text = (ids: readonly number[]): string =>
    ids
      .map((id) => names[id]!)
      .sort()
      .join(" ");
  return net.placesBetween.map(([inputs, outputs]) => `${text(inputs)} > ${text(outputs)}`).sort();
}

/** The places, by index, that a transition takes from and puts to. */
export function around(net: AlphaNet, activity: string | null): { from: number[]; to: number[] } {
  const transition = net.net.transitions.findIndex(({ label }) => label === activity);
  const places = (kind: "input" | "output"): number[] =>
    net.net.arcs.filter((arc) => arc.transition === transition && arc.kind === kind).map((arc) => arc.place);
  return { from: places("input").sort(), to: places("output").sort() };
}
