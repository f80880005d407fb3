import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll } from "@jest/globals";
import { main } from "../src/main.js";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** <a,b,c> twice and <a,c> once, one hour between events. */
export const SMALL = [
  "case_id,activity,timestamp,batch_size",
  ...[
    "1,a,08,10",
    "1,b,09,10",
    "1,c,10,10",
    "2,a,08,20",
    "2,b,09,20",
    "2,c,10,20",
    "3,a,08,30",
    "3,c,10,30",
  ].map((row) => {
    const [id, activity, hour, size] = row.split(",");
    return `${id},${activity},2025-01-06T${hour}:00:00Z,${size}`;
  }),
].join("\n");

/** The command line with a folder of its own, for the tests of one file. */
export function commandLine() {
  let made = "";
  const folder = (): string => made;
  const inside = (name: string): string => join(made, name);
  beforeAll(async () => {
    made = await mkdtemp(join(tmpdir(), "gigamine-cli-"));
  });
  afterAll(() => rm(made, { recursive: true }));
  return {
    folder,
    inside,
    run,
    async file(name: string, content: string | Uint8Array): Promise<string> {
      await writeFile(inside(name), content);
      return inside(name);
    },
  };
}

/** Runs the command line in this process; what it writes to is no terminal. */
function run(...argv: readonly string[]): Promise<Outcome> {
  return runWith(new AbortController().signal, ...argv);
}

/** The same with the signal that Ctrl+C gives. */
export async function runWith(signal: AbortSignal, ...argv: readonly string[]): Promise<Outcome> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr"): Writable =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const code = await main(argv, { stdout: stream("stdout"), stderr: stream("stderr") }, signal);
  return { code, ...written };
}
