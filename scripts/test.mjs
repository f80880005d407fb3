// Runs the tests of all packages, or one of the suites that need more: `test.mjs [reference|browser] [jest arguments]`.
// The last line is `N passed, N failed`. With GIGAMINE_COUNTS naming a file, the counts are added to that file too.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./workspaces.mjs";

process.chdir(root);
const suites = ["reference", "browser"];
const [first, ...rest] = process.argv.slice(2);
const suite = suites.includes(first) ? first : undefined;
const jestArguments = suite === undefined ? process.argv.slice(2) : rest;

if (suite === "reference" && !existsSync(process.env["GIGAMINE_REFERENCE"] ?? "../shared/reference")) {
  console.error("The reference tests need the reference data. Set GIGAMINE_REFERENCE to its folder.");
  process.exit(1);
}

const scratch = mkdtempSync(join(tmpdir(), "gigamine-test-"));
const counts = process.env["GIGAMINE_COUNTS"] ?? join(scratch, "counts");
const linesBefore = existsSync(counts) ? readFileSync(counts, "utf8").split("\n").length - 1 : 0;

// A test never measures time: the limit only ends one that hangs, also on a busy machine.
const limit = "--testTimeout=60000";
const run = spawnSync(process.execPath, ["node_modules/jest/bin/jest.js", limit, ...jestArguments], {
  stdio: "inherit",
  env: {
    ...process.env,
    ...(suite === undefined ? {} : { GIGAMINE_SUITE: suite }),
    GIGAMINE_COUNTS: counts,
    NODE_OPTIONS: "--experimental-vm-modules --disable-warning=ExperimentalWarning",
  },
});

const lines = existsSync(counts) ? readFileSync(counts, "utf8").trim().split("\n").slice(linesBefore) : [];
rmSync(scratch, { recursive: true, force: true });
const status = run.status ?? 1;
if (lines.length > 0) {
  const { passed, failed } = JSON.parse(lines.at(-1));
  console.log(`${passed} passed, ${failed} failed`);
} else if (status !== 0) {
  console.log("0 passed, 1 failed");
}
process.exit(status);
