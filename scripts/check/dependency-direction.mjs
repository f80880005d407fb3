// The arrows between the packages, and what runs in a browser: .dependency-cruiser.mjs on the real tree. Before that, the
// same rules on a scratch tree of wrong imports, each of which they must refuse: a rule that sleeps fails the check.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import config from "../../.dependency-cruiser.mjs";
import { root, workspaces } from "../workspaces.mjs";

const wrong = [
  { rule: "arrows-of-base", file: "base/src/wrong-arrow.ts", imports: "@gigamine/event-log" },
  { rule: "arrows-of-event-log", file: "event-log/src/wrong-arrow.ts", imports: "@gigamine/models" },
  { rule: "arrows-of-models", file: "models/src/wrong-arrow.ts", imports: "@gigamine/event-log" },
  { rule: "arrows-of-discovery", file: "discovery/src/wrong-arrow.ts", imports: "@gigamine/conformance" },
  { rule: "arrows-of-conformance", file: "conformance/src/wrong-arrow.ts", imports: "@gigamine/discovery" },
  { rule: "arrows-of-synthetic", file: "synthetic/src/wrong-arrow.ts", imports: "@gigamine/discovery" },
  { rule: "arrows-of-stats", file: "stats/src/wrong-arrow.ts", imports: "@gigamine/models" },
  { rule: "arrows-of-viz", file: "viz/src/wrong-arrow.ts", imports: "@gigamine/stats" },
  { rule: "browser-first", file: "stats/src/wrong-builtin.ts", imports: "node:fs" },
  { rule: "node-entry-is-a-leaf", file: "discovery/src/wrong-entry.ts", imports: "@gigamine/event-log/node" },
  { rule: "by-name-between-packages", file: "viz/src/wrong-path.ts", imports: "../../base/src/index.js" },
  { rule: "tests-stay-in-tests", file: "base/src/wrong-tool.ts", imports: "@gigamine/testkit" },
  { rule: "resolvable", file: "base/src/wrong-name.ts", imports: "./nowhere.js" },
  { rule: "no-cycles", file: "base/src/wrong-circle-a.ts", imports: "./wrong-circle-b.js" },
];

function cruise(folder) {
  const bin = `${root}/node_modules/dependency-cruiser/bin/dependency-cruise.mjs`;
  const run = spawnSync(
    process.execPath,
    [bin, "packages", "--config", `${root}/.dependency-cruiser.mjs`, "--output-type", "json"],
    { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  try {
    return JSON.parse(run.stdout);
  } catch {
    console.error(run.stdout + run.stderr);
    process.exit(1);
  }
}

function scratchTree() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "gigamine-arrows-")));
  for (const name of ["tsconfig.json", "tsconfig.base.json"]) cpSync(`${root}/${name}`, `${folder}/${name}`);
  mkdirSync(`${folder}/node_modules/@gigamine`, { recursive: true });
  const write = (file, text) => {
    mkdirSync(dirname(`${folder}/packages/${file}`), { recursive: true });
    writeFileSync(`${folder}/packages/${file}`, text);
  };
  for (const { folder: name, path, manifest } of workspaces) {
    write(`${name}/src/index.ts`, "export const here = 1;\n");
    write(`${name}/src/node.ts`, "export const here = 1;\n");
    cpSync(`${path}/package.json`, `${folder}/packages/${name}/package.json`);
    symlinkSync(`${folder}/packages/${name}`, `${folder}/node_modules/${manifest.name}`, "junction");
  }
  for (const { file, imports } of wrong) write(file, `export * from "${imports}";\n`);
  write("base/src/wrong-circle-b.ts", 'export * from "./wrong-circle-a.js";\n');
  return folder;
}

const describe = ({ from, to, rule }) => `${rule.name}: ${from} imports ${to}`;
const problems = [];

const scratch = scratchTree();
const refused = cruise(scratch).summary.violations;
rmSync(scratch, { recursive: true, force: true });
for (const { rule, file, imports } of wrong) {
  if (!refused.some((violation) => violation.rule.name === rule && violation.from === `packages/${file}`)) {
    problems.push(`The rule "${rule}" sleeps: it let ${file} import ${imports}.`);
  }
}

const { summary, modules } = cruise(root);
const crossing = modules
  .filter(({ source }) => /^packages\/[^/]+\/src\//.test(source))
  .flatMap(({ source, dependencies }) => dependencies.map(({ resolved }) => [source, resolved]))
  .filter(([from, to]) => /^packages\//.test(to) && from.split("/")[1] !== to.split("/")[1]).length;
if (crossing === 0) problems.push("No import between packages was seen: the resolution of names is broken.");
for (const violation of summary.violations) {
  const why = config.forbidden.find(({ name }) => name === violation.rule.name)?.comment ?? "";
  problems.push(`${describe(violation)}\n  ${why}`);
}

if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(
  `${crossing} imports between packages, all in the right direction; ${wrong.length} wrong imports refused`,
);
