// Builds all packages into their dist folders: JavaScript by tsup, one package a task and cached by turbo; then the
// type declarations of all packages in one run (emit-types.mjs).
// `--quiet`: nothing is printed unless the build fails, but for one line on a terminal. Up to date, it takes half a second.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { emitTypes } from "./emit-types.mjs";
import { root, workspaces } from "./workspaces.mjs";

const quiet = process.argv.includes("--quiet");
const started = performance.now();
const terminal = quiet && process.stderr.isTTY;
if (terminal) process.stderr.write("Building gigamine …");

const turbo = `${root}/node_modules/turbo/bin/turbo`;
const filters = workspaces
  .filter(({ path }) => existsSync(`${path}/tsup.config.ts`))
  .map(({ manifest }) => `--filter=${manifest.name}`);
const run = spawnSync(
  process.execPath,
  [turbo, "run", "build", ...filters, "--log-order=grouped", "--output-logs=errors-only"],
  {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", TURBO_NO_UPDATE_NOTIFIER: "1" },
  },
);
if (run.error !== undefined) throw run.error;
const output = `${run.stdout}${run.stderr}`;
const bundled = run.status === 0;
const types = bundled ? emitTypes() : { ok: false, output: "" };

if (terminal) process.stderr.write(`\r${" ".repeat(40)}\r`);
if (!bundled || !types.ok) {
  process.stderr.write(`${bundled ? types.output : output}\nThe build failed.\n`);
  process.exit(1);
}
if (!quiet) {
  const cached = /Cached:\s+(\d+) cached, (\d+) total/.exec(output);
  const fresh = cached === null ? "" : `, ${cached[1]} of ${cached[2]} packages unchanged`;
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s${fresh}.`);
}
