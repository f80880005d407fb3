import type { Job } from "./jobs/job.js";
import { runOurs, summarizeSamples } from "./measure.js";

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];

/**
 * How the time of each job grows with the events of a log that has always the same 1,000 variants: CPU time of later calls,
 * and the exponent of growth between neighbouring sizes (1 = as the events grow, 0 = not at all).
 */
export function growthTable(jobs: readonly Job[], rounds: number): string {
  const header = ["job", ...SIZES.map((size) => `${size.toExponential(0)} events`), "exponents"];
  const lines = jobs.map((job) => {
    const ms = SIZES.map((size) => {
      const log = `growing-${size}`;
      console.error(`${job.name}, ${log}`);
      const samples = Array.from({ length: rounds }, () => runOurs(job.name, log, 50));
      return summarizeSamples(job.name, log, "gigamine", samples).warmMs!;
    });
    const exponents = ms
      .slice(1)
      .map((time, i) => Math.log(time / ms[i]!) / Math.log(SIZES[i + 1]! / SIZES[i]!));
    return [
      job.name,
      ...ms.map((time) => `${time.toFixed(2)} ms`),
      exponents.map((e) => e.toFixed(2)).join(", "),
    ];
  });
  const widths = header.map((label, c) => Math.max(label.length, ...lines.map((line) => line[c]!.length)));
  return [header, ...lines]
    .map((line) =>
      line
        .map((cell, c) => cell.padEnd(widths[c]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
