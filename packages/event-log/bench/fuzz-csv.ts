// Reads random and damaged CSV in both ways, scanner and papaparse, and stops at the first input where they differ, where
// anything but a log or a GigamineError comes out, or that takes longer than two seconds.
//   npx tsx --conditions=gigamine-source packages/event-log/bench/fuzz-csv.ts --count 1000000 --seed 1
import { parseArgs } from "node:util";
import { difference, fuzzCase } from "../test/csv/fuzz.js";

const { values } = parseArgs({
  options: { count: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } },
});
const count = Number(values.count);
const seed = Number(values.seed);
const started = performance.now();
for (let number = 0; number < count; number++) {
  const one = fuzzCase(seed, number);
  const from = performance.now();
  const found = await difference(one).catch(
    (error: unknown) => `threw ${error instanceof Error ? error.stack : error}`,
  );
  const slow = performance.now() - from > 2000;
  if (found !== null || slow) {
    const text = JSON.stringify(new TextDecoder().decode(one.bytes));
    process.stdout.write(
      `seed ${seed}, case ${number}: ${slow ? "too slow" : found}\n${text}\n${JSON.stringify(one.options)}\n`,
    );
    process.exit(1);
  }
  if (number % 50_000 === 49_999) {
    const memory = Math.round(process.memoryUsage.rss() / 1e6);
    process.stdout.write(
      `${number + 1} inputs, ${Math.round((performance.now() - started) / 1000)} s, ${memory} MB\n`,
    );
  }
}
process.stdout.write(`${count} inputs: no difference\n`);
