// Cold and warm times of the kernels on a seeded log in memory, and how they grow:
//     tsx --conditions=gigamine-source packages/event-log/bench/kernels.ts [--dump folder] [sizes …]
// Cold is the first call in a process of its own; warm is the median of later calls. With --dump the arrays of each log
// are written as raw files, so that a peer can be timed on the same events.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { randomStream } from "@gigamine/base";
import {
  casePredicate,
  directlyFollows,
  type EventLog,
  eventuallyFollows,
  filterCases,
  filterVariants,
  variants,
} from "@gigamine/event-log";

const ACTIVITIES = 15;

/** About `events` events: a chain of fifteen activities with few skips and repeats, so that 80 % of cases share few variants. */
function chainLog(events: number): EventLog {
  const stream = randomStream(42, "kernels");
  const activity = new Uint8Array(events);
  const time = new Float64Array(events);
  const offsets = [0];
  let e = 0;
  let begin = Date.UTC(2025, 0, 1);
  while (e < events) {
    begin += 60_000 * (1 + Math.floor(stream.next() * 20));
    let at = begin;
    let a = 0;
    while (a < ACTIVITIES && e < events) {
      activity[e] = a;
      time[e++] = at;
      at += 60_000 * (1 + Math.floor(stream.next() * 600));
      const draw = stream.next();
      if (draw < 0.02 && a > 0) a -= 1;
      else if (a % 5 === 2) a += draw < 0.5 ? 3 : 1;
      else a += a % 4 === 1 && draw > 0.9 ? 2 : 1;
    }
    offsets.push(e);
  }
  return {
    caseIds: Array.from({ length: offsets.length - 1 }, (_, c) => `case-${c}`),
    caseOffsets: Uint32Array.from(offsets),
    activities: Array.from({ length: ACTIVITIES }, (_, a) => `step ${a}`),
    activity,
    time,
    eventAttributes: {},
    caseAttributes: {},
  };
}

const KERNELS: Readonly<Record<string, (log: EventLog) => unknown>> = {
  directlyFollows: (log) => directlyFollows(log),
  variants: (log) => variants(log),
  eventuallyFollows: (log) => eventuallyFollows(log),
  "filterVariants top 10": (log) => filterVariants(log, { top: 10 }),
  "predicate of three": (log) =>
    filterCases(
      log,
      casePredicate.and(
        casePredicate.activity("step 3"),
        casePredicate.not(casePredicate.directlyFollows("step 2", "step 5")),
        casePredicate.duration({ minMs: 86_400_000 }),
      ),
    ),
};

interface Timing {
  readonly cold: number;
  readonly warm: number;
}

function measure(name: string, size: number): Timing {
  const kernel = KERNELS[name]!;
  const log = chainLog(size);
  const times: number[] = [];
  const runs = size >= 1e7 ? 8 : 16;
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    kernel(log);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  const [cold, ...rest] = times;
  rest.sort((a, b) => a - b);
  return { cold: cold!, warm: rest[rest.length >> 1]! };
}

function dump(folder: string, size: number): void {
  const { activity, caseOffsets, time } = chainLog(size);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${size}.activity`, activity as Uint8Array);
  writeFileSync(`${folder}/${size}.offsets`, caseOffsets);
  writeFileSync(`${folder}/${size}.time`, time);
}

const [first, ...rest] = process.argv.slice(2);
if (first === "--one") {
  process.stdout.write(JSON.stringify(measure(rest[0]!, Number(rest[1]))));
} else {
  const folder = first === "--dump" ? rest.shift()! : null;
  const given = (first === "--dump" ? rest : process.argv.slice(2)).map(Number);
  const sizes = given.length > 0 ? given : [1e5, 1e6, 1e7];
  if (folder !== null) for (const size of sizes) dump(folder, size);
  process.stdout.write("kernel | events | cold ms | warm ms | growth exponent (warm)\n");
  for (const name of Object.keys(KERNELS)) {
    let before: { size: number; warm: number } | null = null;
    for (const size of sizes) {
      const args = [...process.execArgv, fileURLToPath(import.meta.url), "--one", name, String(size)];
      const run = spawnSync(process.execPath, args, { encoding: "utf8" });
      if (run.status !== 0) throw new Error(run.stderr);
      const { cold, warm } = JSON.parse(run.stdout) as Timing;
      const exponent: string =
        before === null ? "" : (Math.log(warm / before.warm) / Math.log(size / before.size)).toFixed(2);
      process.stdout.write(`${name} | ${size} | ${cold.toFixed(1)} | ${warm.toFixed(1)} | ${exponent}\n`);
      before = { size, warm };
    }
  }
}
