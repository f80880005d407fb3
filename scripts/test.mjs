// Runs the tests of all packages, or one of the suites that need more: `test.mjs [reference|browser] [jest arguments]`.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chdir } from "node:process";
import { fileURLToPath } from "node:url";

chdir(fileURLToPath(new URL("..", import.meta.url)));
const suites = ["reference", "browser"];
const [first, ...rest] = process.argv.slice(2);
const suite = suites.includes(first) ? first : undefined;
const jestArguments = suite === undefined ? process.argv.slice(2) : rest;

if (suite === "reference" && !existsSync(process.env["GIGAMINE_REFERENCE"] ?? "../shared/reference")) {
  console.error("The reference tests need the reference data. Set GIGAMINE_REFERENCE to its folder.");
  process.exit(1);
}

const run = spawnSync(process.execPath, ["node_modules/jest/bin/jest.js", ...jestArguments], {
  stdio: "inherit",
  env: {
    ...process.env,
    ...(suite === undefined ? {} : { GIGAMINE_SUITE: suite }),
    NODE_OPTIONS: "--experimental-vm-modules --disable-warning=ExperimentalWarning",
  },
});
process.exit(run.status ?? 1);
