import type { GenealogyEdge, PlantTables } from "../run.js";
import type { PlantIndex } from "./plant-index.js";

/**
 * What the views know of where a cell's electrodes come from: the place on the daughter roll (`full`), the daughter roll (`roll`), or only the
 * batch of slurry (`batch`), as in a plant that loses the identity of rolls when they are cut.
 */
export type Traceability = "full" | "roll" | "batch";

/** All choices of {@link Traceability}. */
export const traceabilities = Object.freeze(["full", "roll", "batch"] as const);

/**
 * The genealogy as far as it is traced: `roll` has no positions, and one edge from a daughter roll to a tray; in `batch` trays are made of
 * batches of slurry, as many metres of them as of their rolls.
 */
export function tracedGenealogy(
  { genealogy, units, traceability }: PlantTables,
  { parents }: PlantIndex,
): readonly GenealogyEdge[] {
  if (traceability === "full") return genealogy;
  const places = new Map(units.map(({ id }, i) => [id, i]));
  const only = (index: number): number =>
    parents[index]!.find(
      (parent) => units[parent]!.type === "SlurryBatch" || units[parent]!.type === "MotherRoll",
    )!;
  const parentOf = ({ parent }: GenealogyEdge): string => {
    const index = places.get(parent)!;
    const isLost = traceability === "batch" && units[index]!.type === "DaughterRoll";
    return isLost ? units[only(only(index))]!.id : parent;
  };
  const merged = new Map<string, GenealogyEdge>();
  for (const edge of genealogy) {
    const parent = parentOf(edge);
    const key = JSON.stringify([parent, edge.child]);
    const quantity = (merged.get(key)?.quantity ?? 0) + edge.quantity;
    merged.set(key, { ...edge, parent, quantity, from: null, to: null });
  }
  return [...merged.values()];
}
