import type { HeuristicsBinding, HeuristicsNet } from "@gigamine/models";

/** A net by the names of its activities, everything sorted by name: what can be written by hand and does not depend on ids. */
export interface NamedNet {
  readonly activities: Readonly<Record<string, number>>;
  /** `"a -> b"` to [kind, dependency rounded to three digits, count]. */
  readonly arcs: Readonly<Record<string, readonly [kind: string, dependency: number, count: number]>>;
  /** Per activity `"b+c"` to the count of the binding. */
  readonly inputs: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly start: Readonly<Record<string, number | null>>;
  readonly end: Readonly<Record<string, number | null>>;
}

export function namedNet({ activities, arcs, start, end }: HeuristicsNet): NamedNet {
  const name = (a: number): string => activities[a]!.name;
  const record = <T>(entries: (readonly [string, T])[]): Record<string, T> =>
    Object.fromEntries(entries.sort(([x], [y]) => (x < y ? -1 : 1)));
  const bindings = (list: readonly HeuristicsBinding[]) =>
    record(list.map((binding) => [binding.activities.map(name).sort().join("+"), binding.count]));
  return {
    activities: record(activities.map((activity) => [activity.name, activity.count])),
    arcs: record(
      arcs.map(({ from, to, kind, dependency, count }) => [
        `${name(from)} -> ${name(to)}`,
        [kind, Math.round(dependency * 1000) / 1000, count],
      ]),
    ),
    inputs: record(activities.map((activity) => [activity.name, bindings(activity.inputs)])),
    outputs: record(activities.map((activity) => [activity.name, bindings(activity.outputs)])),
    start: bindings(start.bindings),
    end: bindings(end.bindings),
  };
}
