import { existsSync } from "node:fs";
import { join } from "node:path";
import type { EventLog } from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";

/** The log is not part of the repository; the tests against a reference tool use the same folder. */
const folder = process.env["GIGAMINE_REFERENCE"] ?? "../shared/reference";
const path = join(folder, "logs", "08_receipt.xes.gz");

/** Why the log can't be had here, or `null` if it can. */
export function receiptMissing(): string | null {
  return existsSync(path)
    ? null
    : `${path} is not there. Let GIGAMINE_REFERENCE name the folder of the reference data.`;
}

/** The receipt phase of an environmental permit application process (WABO, CoSeLoG project), 8,577 events. */
export function receiptLog(): Promise<EventLog> {
  return readLogFile(path);
}
