// Child process: runs one job several times and prints one JSON line with the times and the peak memory.
import { argv, cpuUsage, resourceUsage, stdout } from "node:process";
import { jobs } from "./jobs.js";

const [name, path, events, repeats] = argv.slice(2);
const job = jobs.find((candidate) => candidate.name === name);
if (job === undefined || path === undefined) throw new Error(`There is no job ${name}.`);
const run = await job.prepare(path, Number(events));
const cpuMs: number[] = [];
const wallMs: number[] = [];
let outcome = 0;
for (let i = 0; i < Number(repeats); i++) {
  const wall = performance.now();
  const cpu = cpuUsage();
  outcome = await run();
  const used = cpuUsage(cpu);
  wallMs.push(performance.now() - wall);
  cpuMs.push((used.user + used.system) / 1000);
}
stdout.write(`${JSON.stringify({ cpuMs, wallMs, outcome, peakMb: resourceUsage().maxRSS / 1024 })}\n`);
