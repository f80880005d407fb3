import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../../", import.meta.url);
const folder = new URL(`${process.env["GIGAMINE_REFERENCE"] ?? "../shared/reference"}/`, root);

/** Path of a reference log, such as `running-example.xes`. */
export function referenceLog(name: string): string {
  return fileURLToPath(new URL(`logs/${name}`, folder));
}

/** What the independent tool computed from the log `name` (without ending). A missing file throws: nothing is skipped. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is described in the README of the reference data
export function referenceResults(name: string): any {
  return JSON.parse(readFileSync(new URL(`expected/${name}.json`, folder), "utf8"));
}
