// npm run bench [-- --jobs read-csv,inductive-im --logs battery-10000,receipt --rounds 3 --peers]; README.md tells all flags.
import { mkdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeFileAtomic } from "@gigamine/base/node";
import { growthTable } from "./growth.js";
import type { Job } from "./jobs/job.js";
import { jobs } from "./jobs.js";
import { logFile } from "./log-file.js";
import { LOG_NAMES, logByName } from "./logs.js";
import { type Result, runCommand, runOurs, runPeer, type Sample, summarizeSamples } from "./measure.js";
import { pm4pyPython } from "./peer-environment.js";
import { resultTable } from "./table.js";

const { values: flags } = parseArgs({
  options: {
    jobs: { type: "string", default: jobs.map((job) => job.name).join(",") },
    logs: { type: "string" },
    rounds: { type: "string", default: "3" },
    peers: { type: "boolean", default: false },
    growth: { type: "boolean", default: false },
    python: { type: "string" },
    limit: { type: "string", default: "120" },
    out: { type: "string", default: ".bench" },
  },
});
const OURS = "gigamine";
const rounds = Number(flags.rounds);
const limit = Number(flags.limit);
const names = flags.jobs.split(",");
const chosen = jobs.filter((job) => names.includes(job.name));
const wrongLog = flags.logs?.split(",").find((name) => logByName(name) === null);
if (!(rounds >= 1) || !(limit > 0) || chosen.length !== names.length || wrongLog !== undefined) {
  console.error(
    `Give --rounds and --limit (seconds of CPU time for a call of a peer) as numbers above 0, ` +
      `--logs from: ${LOG_NAMES}, and --jobs from: ${jobs.map((job) => job.name).join(", ")}.`,
  );
  process.exit(2);
}

if (flags.growth) {
  console.log(
    growthTable(
      chosen.filter((job) => job.input === "log"),
      rounds,
    ),
  );
  process.exit();
}

mkdirSync(flags.out, { recursive: true });
let python: string | null = null;
if (flags.peers) {
  const environment = pm4pyPython(flags.out, flags.python);
  if ("missing" in environment) {
    console.error(`PM4Py cannot be measured here. ${environment.missing}`);
    process.exit(1);
  }
  python = environment.python;
}

const resultsPath = join(flags.out, python === null ? "results.json" : "results-peers.json");
const results: Result[] = [];
let peerVersions: Sample["versions"];
for (const job of chosen) {
  for await (const { label: logName, source } of inputsOf(job)) {
    const ours: Sample[] = [];
    const theirs = new Map<string, Sample[]>(job.peers.map(({ label }) => [label, []]));
    // A and B in turn, so that a slow minute of the machine falls on both.
    for (let round = 0; round < rounds; round++) {
      console.error(`${job.name}, ${logName}, round ${round + 1} of ${rounds}`);
      ours.push(measured(job, source));
      if (python === null) continue;
      for (const peer of job.peers) theirs.get(peer.label)!.push(runPeer(python, peer.job, source, limit));
    }
    results.push(summarizeSamples(job.name, logName, OURS, ours));
    for (const [label, samples] of theirs) {
      if (samples.length === 0) continue;
      results.push(summarizeSamples(job.name, logName, label, samples));
      peerVersions = samples[0]!.versions ?? peerVersions;
      for (const { failure } of samples) if (failure != null) console.error(`${label}: ${failure}`);
    }
    // After each log, so that a run that is broken off has not been in vain.
    const report = {
      node: process.version,
      cpu: cpus()[0]?.model ?? "unknown",
      cores: cpus().length,
      peerVersions,
      results,
    };
    await writeFileAtomic(resultsPath, `${JSON.stringify(report, null, 2)}\n`);
  }
}

console.log(resultTable(results, OURS));
console.log(
  `\nCPU time of the measured section, medians of ${rounds} interleaved runs in fresh processes; written to ${resultsPath}.`,
);
if (peerVersions !== undefined) {
  const versions = Object.entries(peerVersions).map(([name, version]) => `${name} ${version}`);
  console.log(`Ratios: the peer over gigamine; ${versions.join(", ")}.`);
}

/** What a job is measured on: what the table calls it, and what its processes are given. */
async function* inputsOf(job: Job): AsyncGenerator<{ readonly label: string; readonly source: string }> {
  if (job.input === "text") yield { label: "-", source: job.text };
  else if (job.input === "command") yield { label: "-", source: join(flags.out, `${job.name}.csv`) };
  else {
    for (const label of flags.logs?.split(",") ?? job.logs) {
      const log = logByName(label)!;
      if (log.missing === null) {
        yield { label, source: await logFile(log, job.input === "xes" ? "xes" : "csv", flags.out) };
      } else console.error(`${job.name}, ${label}: left out. ${log.missing}`);
    }
  }
}

/** One round. Memory is measured apart, over one call. */
function measured(job: Job, source: string): Sample {
  if (job.input === "command") return runCommand(job.name, job.command(source), source);
  const { peakMb } = runOurs(job.name, source, 1);
  return { ...runOurs(job.name, source, 50), peakMb };
}
