import { writeCsv } from "@gigamine/event-log";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { PlantRun } from "../../battery-plant/run.js";
import type { Finding } from "../check.js";

/** SHA-256 of the lot log and of all measurements, hidden values included, of two runs. */
export function sameAgain(run: PlantRun, again: PlantRun): Finding {
  const [first, second] = [fingerprint(run), fingerprint(again)];
  return {
    observed: `SHA-256 ${first.slice(0, 16)}… and ${second.slice(0, 16)}…`,
    violations: first === second ? 0 : 1,
    examples: [],
  };
}

function fingerprint({ measurements, ...run }: PlantRun): string {
  const hash = sha256.create();
  hash.update(utf8ToBytes(writeCsv(run.lotLog())));
  for (const column of [measurements.value, ...measurements.latent, measurements.timeMs]) {
    hash.update(utf8ToBytes(column.join("\n")));
  }
  return bytesToHex(hash.digest());
}
