// What a stranger gets: every package packed as npm would publish it, installed into an empty project outside the
// workspace, imported, required, type-checked, bundled for a browser, and run. One verdict a line.
// `--keep` leaves the project for a look.

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packAll, runProgram } from "./pack.mjs";
import { codeEntries, libraries, root } from "./workspaces.mjs";

const node = process.execPath;
const project = realpathSync(mkdtempSync(join(tmpdir(), "gigamine-consumer-")));
const write = (name, text) => writeFileSync(join(project, name), text);
const run = (...argumentsOf) => runProgram(node, argumentsOf, { cwd: project });

const entries = libraries.flatMap(codeEntries);
const specifiers = entries.map(({ specifier }) => specifier);
const browserSpecifiers = specifiers.filter((specifier) => !/\/(node|png)$/.test(specifier));
// What runs in a worker only is loaded by the tests of workers (test:browser); here it must compile and bundle.
const loadable = specifiers.filter((specifier) => !specifier.endsWith("/worker"));
const identifier = (specifier) => specifier.replace(/[^a-zA-Z]+/g, "_");

let passed = 0;
let failed = 0;
async function verdict(title, check) {
  const started = performance.now();
  let problem;
  try {
    problem = await check();
  } catch (error) {
    problem = error.stack;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (problem) failed++;
  else passed++;
  console.log(`${problem ? "FAIL" : "ok  "}  ${title}  (${seconds} s)`);
  if (problem) {
    const lines = problem.trim().split("\n");
    const more = lines.length > 15 ? [`… and ${lines.length - 15} lines more`] : [];
    console.log([...lines.slice(0, 15), ...more].join("\n").replace(/^/gm, "      "));
  }
  return !problem;
}
const outputIfFailed = ({ ok, output }) => (ok ? null : output || "failed without a word");

async function install() {
  mkdirSync(join(project, "tarballs"));
  const packed = await packAll(join(project, "tarballs"));
  const dependencies = Object.fromEntries(
    packed.map(({ workspace, tarball }) => [workspace.manifest.name, `file:${tarball}`]),
  );
  write(
    "package.json",
    JSON.stringify({ name: "consumer", private: true, version: "1.0.0", dependencies }, null, 2),
  );
  const flags = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  return outputIfFailed(await runProgram("npm", ["install", ...flags], { cwd: project }));
}

/** Both module systems must offer the same names, and the root entries at least one. */
async function load() {
  const names = `JSON.stringify(Object.keys(loaded).filter((name) => name !== "default" && name !== "module.exports").sort())`;
  const lines = loadable.map((name) => JSON.stringify(name));
  write(
    "load.mjs",
    `for (const name of [${lines}]) { const loaded = await import(name); console.log(name, ${names}); }\n`,
  );
  write(
    "load.cjs",
    `for (const name of [${lines}]) { const loaded = require(name); console.log(name, ${names}); }\n`,
  );
  const [imported, required] = [await run("load.mjs"), await run("load.cjs")];
  if (!imported.ok) return `import: ${imported.output}`;
  if (!required.ok) return `require: ${required.output}`;
  if (imported.stdout !== required.stdout)
    return `import offers\n${imported.stdout}require offers\n${required.stdout}`;
  const empty = imported.stdout.split("\n").filter((line) => line.endsWith(" []"));
  return empty.length > 0 ? `nothing is exported by\n${empty.join("\n")}` : null;
}

/** One program that touches every entry, and a little of the typed surface. */
function typedProgram(asRequire) {
  const imports = specifiers.map((name) =>
    asRequire
      ? `import ${identifier(name)} = require("${name}");`
      : `import * as ${identifier(name)} from "${name}";`,
  );
  const [eventLog, models, discovery, conformance] = ["event-log", "models", "discovery", "conformance"].map(
    (name) => identifier(`@gigamine/${name}`),
  );
  return `${imports.join("\n")}
export const all: object[] = [${specifiers.map(identifier).join(", ")}];
const log: ${eventLog}.EventLog = ${eventLog}.fromRows([{ case: "1", activity: "a", timestamp: "2025-01-06T08:00:00Z" }]);
const tree: ${models}.ProcessTree = ${discovery}.inductiveMiner(log, { noiseThreshold: 0.2 });
export const fitness: number | null = ${conformance}.tokenReplay(log, ${models}.treeToPetriNet(tree)).logFitness;
// @ts-expect-error: types are there, so a wrong option is refused
${discovery}.inductiveMiner(log, { noiseThreshold: "much" });
`;
}

async function compile(compiler, name, file, options) {
  write(
    `tsconfig.${name}.json`,
    JSON.stringify({
      compilerOptions: {
        target: "ES2023",
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
        typeRoots: [`${root}/node_modules/@types`],
        types: ["node"],
        ...options,
      },
      files: [file],
    }),
  );
  return outputIfFailed(
    await run(`${root}/node_modules/${compiler}/bin/tsc`, "-p", `tsconfig.${name}.json`, "--pretty", "false"),
  );
}

async function bundle() {
  const fromDocs = createRequire(`${root}/docs/package.json`);
  const fromVitepress = createRequire(realpathSync(fromDocs.resolve("vitepress/package.json")));
  const folder = fromVitepress.resolve("vite/package.json").replace(/package\.json$/, "");
  const { build } = await import(pathToFileURL(`${folder}dist/node/index.js`).href);
  const imports = browserSpecifiers.map((name) => `import * as ${identifier(name)} from "${name}";`);
  write(
    "page.js",
    `${imports.join("\n")}\nglobalThis.gigamine = [${browserSpecifiers.map(identifier).join(", ")}];\n`,
  );
  write("index.html", '<!doctype html><title>page</title><script type="module" src="/page.js"></script>');
  const warnings = [];
  const log = (text) => warnings.push(text);
  const customLogger = {
    info() {},
    warn: log,
    warnOnce: log,
    error: log,
    clearScreen() {},
    hasErrorLogged: () => false,
    hasWarned: false,
  };
  const rollupOptions = { onwarn: ({ message }) => log(message) };
  await build({
    root: project,
    configFile: false,
    customLogger,
    build: { outDir: "page", target: "es2022", rollupOptions },
  });
  const scripts = readdirSync(join(project, "page/assets")).filter((name) => name.endsWith(".js"));
  const code = scripts.map((name) => readFileSync(join(project, "page/assets", name), "utf8")).join("\n");
  const builtins = [...code.matchAll(/["'`]node:\w+["'`]|__vite-browser-external[\w:/]*/g)].map(
    ([found]) => found,
  );
  const complaints = warnings.filter((text) => /externali[sz]ed for browser/.test(text));
  if (builtins.length > 0 || complaints.length > 0) return [...new Set(builtins), ...complaints].join("\n");
  return code.length < 10_000 ? `the bundle has only ${code.length} characters` : null;
}

async function commandLine() {
  const { version } = JSON.parse(readFileSync(`${root}/packages/cli/package.json`, "utf8"));
  const windows = process.platform === "win32";
  const shown = await runProgram(
    windows ? "npm" : join(project, "node_modules/.bin/gigamine"),
    [...(windows ? ["exec", "--", "gigamine"] : []), "--version"],
    { cwd: project },
  );
  if (!shown.ok) return shown.output;
  return shown.stdout.trim() === version
    ? null
    : `--version says ${shown.stdout.trim()}, the package says ${version}`;
}

const built = await runProgram(node, [`${root}/scripts/build.mjs`, "--quiet"]);
if (!built.ok) {
  console.log(built.output);
  process.exit(1);
}
if (await verdict("installs from its tarballs", install)) {
  await verdict(`loads ${loadable.length} entries by import and by require, with the same names`, load);
  write("program.mts", typedProgram(false));
  write("program.cts", typedProgram(true));
  const nodeNext = { module: "nodenext", moduleResolution: "nodenext" };
  const bundler = { module: "esnext", moduleResolution: "bundler", lib: ["ES2023", "DOM", "DOM.Iterable"] };
  for (const [label, compiler] of [
    ["TypeScript 7", "typescript7"],
    ["TypeScript 6", "typescript"],
  ]) {
    const check = (name, file, options) => () => compile(compiler, name, file, options);
    await verdict(`${label} accepts import under nodenext`, check("nodenext", "program.mts", nodeNext));
    await verdict(`${label} accepts require under nodenext`, check("require", "program.cts", nodeNext));
    await verdict(`${label} accepts import under bundler`, check("bundler", "program.mts", bundler));
  }
  await verdict(
    `Vite bundles ${browserSpecifiers.length} entries for a browser, without Node's modules`,
    bundle,
  );
  await verdict("gigamine --version runs", commandLine);
}
if (process.argv.includes("--keep")) console.log(`The project is ${project}.`);
else rmSync(project, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
