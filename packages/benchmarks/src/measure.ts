import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The failure of a job that reached the time limit. */
export const STOPPED = "stopped";

/** What a child process reports about one job. */
export interface Sample {
  readonly cpuMs: readonly number[];
  readonly wallMs: readonly number[];
  /** `null` when the job did not end. */
  readonly outcome: number | null;
  /** Why a peer's job did not end: `"stopped"` at the time limit, or its error. */
  readonly failure?: string | null;
  readonly peakMb: number;
  readonly versions?: Readonly<Record<string, string>>;
}

/** The medians over the rounds of one job by one tool. CPU time of the measured section; process start and imports are not counted, but for commands. */
export interface Result {
  readonly job: string;
  readonly log: string;
  readonly tool: string;
  /** First call in a fresh process; a lower bound when it was stopped, `null` when it failed. */
  readonly coldMs: number | null;
  /** Median of the later calls; `null` when there was only one. */
  readonly warmMs: number | null;
  /** Peak resident memory of the whole process. */
  readonly peakMb: number;
  /** What the job counted, to see that both tools did the same; `null` when it did not end. */
  readonly outcome: number | null;
  /** See {@link Sample.failure}. */
  readonly failure: string | null;
  readonly rounds: number;
}

/** The job in a fresh process, on the log at a path or of a name, or on a text: at most `calls` calls, fewer once some were made and a second has passed. */
export function runOurs(job: string, source: string, calls: number): Sample {
  const script = fileURLToPath(new URL("./job.js", import.meta.url));
  return parse(spawnSync(process.execPath, [script, job, source, String(calls)], { encoding: "utf8" }), job);
}

/** A command of Node as a whole process, whose result is the number of lines in `out`. */
export function runCommand(job: string, command: readonly string[], out: string): Sample {
  const hook = new URL("./usage.js", import.meta.url);
  const child = spawnSync(process.execPath, ["--import", hook.href, ...command], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  if (child.status !== 0) throw failed(job, child.stderr);
  const lines = readFileSync(out, "utf8").trimEnd().split("\n").length;
  return { ...(JSON.parse(child.output[3]!) as Omit<Sample, "outcome">), outcome: lines };
}

/** The job in a fresh process of the peers' Python, stopped after `limit` seconds of CPU time. */
export function runPeer(python: string, job: string, path: string, limit: number): Sample {
  const script = fileURLToPath(new URL("../peers/peer_job.py", import.meta.url));
  return parse(spawnSync(python, [script, job, path, String(limit)], { encoding: "utf8" }), job);
}

function parse(child: ReturnType<typeof spawnSync>, job: string): Sample {
  if (child.status !== 0) throw failed(job, String(child.stderr));
  const lastLine = String(child.stdout).trim().split("\n").at(-1) ?? "";
  return JSON.parse(lastLine) as Sample;
}

function failed(job: string, stderr: string): Error {
  return new Error(`The job ${job} failed:\n${stderr.slice(-2000)}`);
}

export function summarizeSamples(job: string, log: string, tool: string, samples: readonly Sample[]): Result {
  const later = samples.flatMap((sample) => sample.cpuMs.slice(1));
  const failure = samples[0]!.failure ?? null;
  return {
    job,
    log,
    tool,
    coldMs: failure === null || failure === STOPPED ? median(samples.map(({ cpuMs }) => cpuMs[0]!)) : null,
    warmMs: later.length === 0 ? null : median(later),
    peakMb: median(samples.map((sample) => sample.peakMb)),
    outcome: samples[0]!.outcome,
    failure,
    rounds: samples.length,
  };
}

/** The middle value; the mean of the two middle ones for an even count. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
