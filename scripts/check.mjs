// Everything that is checked besides the tests, each with one verdict and its time; all run even when one fails.
// `check.mjs [name …]` runs only those named. Two run at a time.
import { spawn } from "node:child_process";
import { root } from "./workspaces.mjs";

const node = (...command) => [process.execPath, ...command];
const bin = (path, ...command) => node(`node_modules/${path}`, ...command);

const checks = [
  { name: "lint", command: bin("@biomejs/biome/bin/biome", "ci", "--colors=off", "--reporter=concise", ".") },
  { name: "types", command: node("scripts/check/types.mjs") },
  { name: "dependency-direction", command: node("scripts/check/dependency-direction.mjs") },
  { name: "unused", command: bin("knip/bin/knip.js", "--no-progress", "--no-config-hints") },
  { name: "links", command: node("scripts/check/links.mjs") },
  { name: "versions", command: node("scripts/check/versions.mjs") },
  { name: "licences", command: node("scripts/check/licences.mjs") },
  { name: "size", command: node("scripts/check/size.mjs"), needsBuild: true },
  { name: "packages", command: node("scripts/check/packages.mjs"), needsBuild: true },
];

function run(command) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (output += piece));
    child.on("error", (error) => (output += error.message));
    child.on("close", (status) => {
      resolve({ ok: status === 0, output: output.trim(), seconds: (performance.now() - started) / 1000 });
    });
  });
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no check named ${unknown.join(", ")}. There are ${checks.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}
const chosen = checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const width = Math.max(...chosen.map(({ name }) => name.length), "build".length);
const failures = [];

function report(name, { ok, output, seconds }) {
  const note = ok && !output.includes("\n") ? `  ${output}` : "";
  console.log(
    `${ok ? "ok  " : "FAIL"}  ${name.padEnd(width)}  ${seconds.toFixed(1).padStart(5)} s${note}`.trimEnd(),
  );
  if (!ok) failures.push({ name, output });
}

let built = { ok: true };
async function worker(queue) {
  for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
    const { name, command, needsBuild } = check;
    if (needsBuild && !built.ok)
      report(name, { ok: false, output: "Not run: the build failed.", seconds: 0 });
    else report(name, await run(command));
  }
}

if (chosen.some(({ needsBuild }) => needsBuild)) {
  built = await run(node("scripts/build.mjs"));
  report("build", built);
}
const queue = [...chosen];
await Promise.all([worker(queue), worker(queue)]);

for (const { name, output } of failures) console.log(`\n--- ${name} failed ---\n${output}`);
const total =
  failures.length === 0 ? "All checks passed." : `Failed: ${failures.map(({ name }) => name).join(", ")}.`;
console.log(`\n${total}`);
process.exit(failures.length === 0 ? 0 : 1);
