import type { PlantMark, PlantTables } from "../run.js";

/** Rows of a table, grouped by a key in [0, keys): those of key `k` are `rows[offsets[k]]` … `rows[offsets[k + 1] - 1]`. */
export interface RowGroups {
  readonly offsets: Int32Array;
  readonly rows: Int32Array;
}

/** What views look up, computed once a run. */
export interface PlantIndex {
  /** Visits of each unit, in order of start. */
  readonly visitsOf: RowGroups;
  /** Units that a unit was made of. */
  readonly parents: readonly (readonly number[])[];
  /** Units of each order, by index of the order; supplier lots are not among them. */
  readonly unitsOf: readonly (readonly number[])[];
  /** Why each cell was scrapped. */
  readonly scrapOf: ReadonlyMap<number, PlantMark>;
}

/** Reads the tables once. O(rows). */
export function plantIndex({ units, visits, genealogy, orders, marks }: PlantTables): PlantIndex {
  const unitOf = new Map(units.map(({ id }, i) => [id, i]));
  const parents: number[][] = units.map(() => []);
  for (const { parent, child } of genealogy) {
    const list = parents[unitOf.get(child)!]!;
    const index = unitOf.get(parent)!;
    if (!list.includes(index)) list.push(index);
  }
  const orderOf = new Map(orders.map(({ id }, i) => [id, i]));
  const unitsOf: number[][] = orders.map(() => []);
  for (const [i, { order }] of units.entries()) {
    const index = orderOf.get(order);
    if (index !== undefined) unitsOf[index]!.push(i);
  }
  return {
    visitsOf: groupRows(visits.unit, units.length),
    parents,
    unitsOf,
    scrapOf: new Map(
      marks.filter(({ kind, cell }) => kind === "Scrap" && cell >= 0).map((mark) => [mark.cell, mark]),
    ),
  };
}

/** Groups rows by key, in their order. */
export function groupRows(keys: ArrayLike<number>, count: number): RowGroups {
  const offsets = new Int32Array(count + 1);
  for (let row = 0; row < keys.length; row++) offsets[keys[row]! + 1]!++;
  for (let key = 0; key < count; key++) offsets[key + 1]! += offsets[key]!;
  const next = offsets.slice(0, count);
  const rows = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row++) rows[next[keys[row]!]!++] = row;
  return { offsets, rows };
}

/** The rows of one key. */
export function rowsOf({ offsets, rows }: RowGroups, key: number): Int32Array {
  return rows.subarray(offsets[key]!, offsets[key + 1]!);
}
