import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../../", import.meta.url);
const folder = new URL(`${process.env["GIGAMINE_REFERENCE"] ?? "../shared/reference"}/`, root);

/** The logs for which the independent tool computed everything; their names with ending. */
export const REFERENCE_LOGS: readonly string[] = [
  "running-example.xes",
  "roadtraffic100traces.xes",
  "03_repairExample.xes.gz",
  "08_receipt.xes.gz",
  "10_orders.xes.gz",
  "11_tickets.xes.gz",
  "battery_production_event_log.csv",
];

/** Path of a reference log, such as `running-example.xes`. */
export function referenceLog(name: string): string {
  return fileURLToPath(new URL(`logs/${name}`, folder));
}

/** What the independent tool computed from the log `name` (without ending). A missing file throws: nothing is skipped. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is described in the README of the reference data
export function referenceResults(name: string): any {
  return JSON.parse(readFileSync(new URL(`expected/${name}.json`, folder), "utf8"));
}
