import { shapeChecks } from "../json-path.js";
import type { HeuristicsArcKind, HeuristicsNet } from "./types.js";

const KINDS: readonly HeuristicsArcKind[] = ["direct", "loop-one", "loop-two", "long-distance"];

/**
 * Checks that a value from outside, such as parsed JSON, is a heuristics net, and returns it typed. Further keys are allowed.
 *
 * Checked besides the types: names differ; indexes exist; arcs are sorted and at most one leads from one activity to another; an activity is in
 * the bindings of another exactly if an arc is there, and likewise for the start and the end. O(sizes of all bindings).
 *
 * @throws GigamineError `heuristics-net/invalid` with `fields.path`, the JSON path of the first fault (`$.arcs[3].to`).
 */
export function checkHeuristicsNet(value: unknown): HeuristicsNet {
  const { fault, record, list } = shapeChecks("heuristics-net/invalid", "checkHeuristicsNet");
  const finite = (found: unknown, path: string, least: number): number => {
    if (typeof found === "number" && Number.isFinite(found) && found >= least) return found;
    throw fault(path, least === 0 ? "a number of at least 0" : "a finite number", found);
  };

  const net = record(value, "$");
  const activities = list(net["activities"], "$.activities");
  const size = activities.length;
  const id = (found: unknown, path: string, least = 0): number => {
    if (Number.isInteger(found) && (found as number) >= least && (found as number) < size)
      return found as number;
    const range = least < size ? ` from ${least} to ${size - 1}` : ", but there are none left";
    throw fault(path, `the index of an activity${range}`, found);
  };
  /** Checks bindings of one side, whose members must be exactly `expected`. */
  const checkBindings = (found: unknown, path: string, expected: ReadonlySet<number>): void => {
    const met = new Set<number>();
    list(found, path).forEach((binding, b) => {
      const { activities: members, count } = record(binding, `${path}[${b}]`);
      const place = `${path}[${b}].activities`;
      if (list(members, place).length === 0) throw fault(place, "at least one activity", members);
      let least = 0;
      (members as readonly unknown[]).forEach((member, m) => {
        const a = id(member, `${place}[${m}]`, least);
        if (!expected.has(a)) throw fault(`${place}[${m}]`, "an activity to which there is an arc", a);
        met.add(a);
        least = a + 1;
      });
      if (count !== null) finite(count, `${path}[${b}].count`, 0);
    });
    for (const a of expected) {
      if (!met.has(a)) throw fault(path, `a binding with activity ${a}, to which there is an arc`, undefined);
    }
  };

  const names = new Set<string>();
  activities.forEach((found, a) => {
    const { name, count } = record(found, `$.activities[${a}]`);
    if (typeof name !== "string") throw fault(`$.activities[${a}].name`, "a text", name);
    if (names.has(name)) throw fault(`$.activities[${a}].name`, "a name that no other activity has", name);
    names.add(name);
    finite(count, `$.activities[${a}].count`, 0);
  });

  const causes = activities.map(() => new Set<number>());
  const effects = activities.map(() => new Set<number>());
  let key = -1;
  list(net["arcs"], "$.arcs").forEach((found, index) => {
    const path = `$.arcs[${index}]`;
    const arc = record(found, path);
    const from = id(arc["from"], `${path}.from`);
    const to = id(arc["to"], `${path}.to`);
    if (from * size + to <= key) throw fault(path, "arcs sorted by from, then by to, none twice", undefined);
    key = from * size + to;
    if (!KINDS.includes(arc["kind"] as HeuristicsArcKind)) {
      throw fault(`${path}.kind`, KINDS.map((kind) => JSON.stringify(kind)).join(", "), arc["kind"]);
    }
    finite(arc["dependency"], `${path}.dependency`, Number.NEGATIVE_INFINITY);
    finite(arc["count"], `${path}.count`, 0);
    effects[from]!.add(to);
    causes[to]!.add(from);
  });
  activities.forEach((found, a) => {
    const { inputs, outputs } = found as Readonly<Record<string, unknown>>;
    checkBindings(inputs, `$.activities[${a}].inputs`, causes[a]!);
    checkBindings(outputs, `$.activities[${a}].outputs`, effects[a]!);
  });

  for (const side of ["start", "end"] as const) {
    const { arcs, bindings } = record(net[side], `$.${side}`);
    const members = new Set<number>();
    let least = 0;
    list(arcs, `$.${side}.arcs`).forEach((found, index) => {
      const path = `$.${side}.arcs[${index}]`;
      const arc = record(found, path);
      const activity = id(arc["activity"], `${path}.activity`, least);
      least = activity + 1;
      finite(arc["dependency"], `${path}.dependency`, Number.NEGATIVE_INFINITY);
      finite(arc["count"], `${path}.count`, 0);
      members.add(activity);
    });
    checkBindings(bindings, `$.${side}.bindings`, members);
  }
  for (const side of ["splits", "joins"] as const) {
    list(net[side], `$.${side}`).forEach((found, index) => {
      const path = `$.${side}[${index}]`;
      const { activity, first, second, value: measure } = record(found, path);
      id(activity, `${path}.activity`);
      id(second, `${path}.second`, id(first, `${path}.first`) + 1);
      finite(measure, `${path}.value`, 0);
    });
  }
  return value as HeuristicsNet;
}
