import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeLogFile } from "@gigamine/event-log/node";
import type { BenchmarkLog } from "./logs.js";

/** The path of the log as a file of that format in `folder`, where it is written unless it is there. */
export async function logFile(log: BenchmarkLog, format: "csv" | "xes", folder: string): Promise<string> {
  const path = join(folder, `${log.name}.${format}`);
  if (!existsSync(path)) {
    console.error(`writing ${path}`);
    await writeLogFile(await log.make(), path);
  }
  return path;
}
