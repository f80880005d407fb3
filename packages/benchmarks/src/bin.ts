// npm run bench [-- --events 10000,100000 --rounds 3 --jobs read-csv,inductive --peers]
import { existsSync, mkdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeFileAtomic } from "@gigamine/base/node";
import { writeLogFile } from "@gigamine/event-log/node";
import { generateBatteryLog } from "@gigamine/synthetic";
import { EVENTS_PER_LOT, jobs } from "./jobs.js";
import { type Result, runOurs, runPeer, type Sample, summarizeSamples } from "./measure.js";
import { pm4pyPython } from "./peer-environment.js";

const { values: flags } = parseArgs({
  options: {
    events: { type: "string", default: "10000,100000,1000000" },
    rounds: { type: "string", default: "3" },
    jobs: { type: "string", default: jobs.map((job) => job.name).join(",") },
    peers: { type: "boolean", default: false },
    out: { type: "string", default: ".bench" },
  },
});
const OURS = "gigamine";
const rounds = Number(flags.rounds);
const sizes = flags.events.split(",").map(Number);
const names = flags.jobs.split(",");
const chosen = jobs.filter((job) => names.includes(job.name));
if (!(rounds >= 1) || sizes.some((size) => !(size >= 1)) || chosen.length !== names.length) {
  console.error(
    `Give --rounds and --events as numbers, and --jobs from: ${jobs.map((job) => job.name).join(", ")}.`,
  );
  process.exit(2);
}

mkdirSync(flags.out, { recursive: true });
let python: string | null = null;
if (flags.peers) {
  const environment = pm4pyPython(flags.out);
  if ("missing" in environment) {
    console.error(`PM4Py cannot be measured here. ${environment.missing}`);
    process.exit(1);
  }
  python = environment.python;
}

const results: Result[] = [];
let peerVersions: Sample["versions"];
for (const events of sizes) {
  const files = await logFiles(events);
  for (const job of chosen) {
    const ours: Sample[] = [];
    const theirs = new Map<string, Sample[]>(job.peers.map(({ label }) => [label, []]));
    // A and B in turn, so that a slow minute of the machine falls on both.
    for (let round = 0; round < rounds; round++) {
      console.error(`${job.name}, ${events.toLocaleString("en")} events, round ${round + 1} of ${rounds}`);
      // Memory is measured apart, over one call: the peer makes one too.
      const { peakMb } = runOurs(job.name, files[job.file], events, 1);
      ours.push({ ...runOurs(job.name, files[job.file], events, 3), peakMb });
      if (python === null) continue;
      for (const peer of job.peers) theirs.get(peer.label)!.push(runPeer(python, peer.job, files[job.file]));
    }
    results.push(summarizeSamples(job.name, events, OURS, ours));
    for (const [label, samples] of theirs) {
      if (samples.length === 0) continue;
      results.push(summarizeSamples(job.name, events, label, samples));
      peerVersions = samples[0]!.versions ?? peerVersions;
    }
  }
}

const report = {
  node: process.version,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  peerVersions,
  results,
};
const path = join(flags.out, python === null ? "results.json" : "results-peers.json");
await writeFileAtomic(path, `${JSON.stringify(report, null, 2)}\n`);
console.log(table(results));
console.log(
  `\nCPU time of the measured section, medians of ${rounds} interleaved runs in fresh processes; written to ${path}.`,
);
if (peerVersions !== undefined) {
  const versions = Object.entries(peerVersions).map(([name, version]) => `${name} ${version}`);
  console.log(`Ratios: the peer over gigamine, both in their first call; ${versions.join(", ")}.`);
}

/** The two files of a seeded battery log of about `events` events, made once. */
async function logFiles(events: number): Promise<{ csv: string; xes: string }> {
  const files = {
    csv: join(flags.out, `battery-${events}.csv`),
    xes: join(flags.out, `battery-${events}.xes`),
  };
  if (!existsSync(files.csv) || !existsSync(files.xes)) {
    console.error(`making a log of ${events.toLocaleString("en")} events`);
    const log = generateBatteryLog({ lots: Math.ceil(events / EVENTS_PER_LOT), seed: 42 });
    await writeLogFile(log, files.csv);
    await writeLogFile(log, files.xes);
  }
  return files;
}

function table(rows: readonly Result[]): string {
  const header = ["job", "events", "tool", "first call ms", "later ms", "peak MB", "faster", "leaner"];
  const lines = rows.map((row) => {
    const ours = rows.find(
      (other) => other.tool === OURS && other.job === row.job && other.events === row.events,
    )!;
    return [
      row.job,
      row.events.toLocaleString("en"),
      row.tool,
      row.coldMs.toFixed(1),
      row.warmMs?.toFixed(1) ?? "",
      row.peakMb.toFixed(0),
      row === ours ? "" : `${(row.coldMs / ours.coldMs).toFixed(1)}x`,
      row === ours ? "" : `${(row.peakMb / ours.peakMb).toFixed(1)}x`,
    ];
  });
  const widths = header.map((label, c) => Math.max(label.length, ...lines.map((line) => line[c]!.length)));
  const isText = (c: number): boolean => c === 0 || c === 2;
  const pad = (cell: string, c: number): string =>
    isText(c) ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!);
  return [header, ...lines].map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}
