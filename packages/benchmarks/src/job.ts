// Child process: runs one job several times, on the log in a file, on one made here by its name or on a text, and prints one JSON line with the times and the peak memory.

import { argv, cpuUsage, resourceUsage, stdout } from "node:process";
import { setTimeout } from "node:timers/promises";
import { readLogFile } from "@gigamine/event-log/node";
import { jobs } from "./jobs.js";
import { logByName } from "./logs.js";

const [name, source, calls] = argv.slice(2);
/** After so much CPU time no call is added to the first four. */
const ENOUGH_MS = 1000;
const FEWEST = 4;

const job = jobs.find((candidate) => candidate.name === name);
if (job === undefined || source === undefined) throw new Error(`There is no job ${name}.`);
if (job.input === "command") throw new Error(`The job ${name} is a process of its own.`);
const run =
  job.input === "log"
    ? job.prepare(await (logByName(source)?.make() ?? readLogFile(source)))
    : job.prepare(source);
await quiet();
const cpuMs: number[] = [];
const wallMs: number[] = [];
let outcome = 0;
let total = 0;
for (let i = 0; i < Number(calls) && (i < FEWEST || total < ENOUGH_MS); i++) {
  const wall = performance.now();
  const cpu = cpuUsage();
  outcome = await run();
  const used = cpuUsage(cpu);
  wallMs.push(performance.now() - wall);
  const ms = (used.user + used.system) / 1000;
  cpuMs.push(ms);
  total += ms;
}
stdout.write(`${JSON.stringify({ cpuMs, wallMs, outcome, peakMb: resourceUsage().maxRSS / 1024 })}\n`);

/** Waits until the compiler and the collector, which work on in the background, are done with what preparation left them. */
async function quiet(): Promise<void> {
  for (let pause = 0; pause < 40; pause++) {
    const before = cpuUsage();
    await setTimeout(50);
    const { user, system } = cpuUsage(before);
    if (user + system < 2000) return;
  }
}
