import { createHash } from "node:crypto";
import type { EventLog } from "@gigamine/event-log";
import type { PlantRun } from "../../src/battery-plant/run.js";

/** Rows of a table, as indices. */
export function rowsWhere(length: number, holds: (row: number) => boolean): number[] {
  return Array.from({ length }, (_, row) => row).filter(holds);
}

/** A hash of anything made of plain data, maps and typed arrays. */
export function sha256(value: unknown): string {
  return createHash("sha256")
    .update(
      JSON.stringify(value, (_, part: unknown) => {
        if (ArrayBuffer.isView(part)) return [...(part as Float64Array)];
        return part instanceof Map ? [...part] : part;
      }),
    )
    .digest("hex");
}

/** The hash of every view of a run. */
export function viewHashes(run: PlantRun): Readonly<Record<string, string>> {
  return {
    lotLog: sha256(run.lotLog()),
    cellLog: sha256(run.cellLog()),
    both: sha256(run.cellLog({ electrodes: "both" })),
    eleven: sha256(run.elevenActivityLog()),
    qcTable: sha256(run.qcTable({ subcategories: 9 })),
    measurementRows: sha256([...run.measurementRows()]),
    genealogy: sha256(run.genealogyEdges()),
    ocel: sha256(run.ocelJson()),
  };
}

/** Activities of each case, in order. */
export function sequences(log: EventLog<never, never> | EventLog): string[][] {
  return log.caseIds.map((_, c) =>
    Array.from(
      log.activity.subarray(log.caseOffsets[c]!, log.caseOffsets[c + 1]!),
      (activity) => log.activities[activity]!,
    ),
  );
}

/** Items by key, in their order. */
export function grouped<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
