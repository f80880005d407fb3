import { appendFileSync } from "node:fs";

/** Adds one line of JSON, `{ passed, failed }`, to the file named by GIGAMINE_COUNTS, so that a script can sum up. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const file = process.env["GIGAMINE_COUNTS"];
    if (file === undefined) return;
    const passed = results.numPassedTests;
    // A suite that could not even be loaded has no tests to count, and is a failure all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    appendFileSync(file, `${JSON.stringify({ passed, failed })}\n`);
  }
}
