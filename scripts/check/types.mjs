// Type-checks sources, tests, benchmarks and examples, and every ```ts block of the documentation. Complaints about a
// block name the page and its own line.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { blocksOf, pages } from "../snippets.mjs";
import { root } from "../workspaces.mjs";

function compile(project) {
  const compiler = `${root}/node_modules/typescript7/bin/tsc`;
  const run = spawnSync(process.execPath, [compiler, "--noEmit", "--pretty", "false", "-p", project], {
    cwd: root,
    encoding: "utf8",
  });
  if (run.error !== undefined) throw run.error;
  return { ok: run.status === 0, output: `${run.stdout}${run.stderr}` };
}

/** One file a block, padded so that its lines have the numbers they have on the page. Gives file name -> page. */
function writeSnippets() {
  const folder = `${root}/.snippets`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const origin = new Map();
  for (const page of pages) {
    for (const { line, code } of blocksOf(readFileSync(`${root}/${page}`, "utf8"))) {
      const name = `.snippets/${page.replace(/\.md$/, "").replaceAll("/", "_")}_L${line + 1}.ts`;
      writeFileSync(`${root}/${name}`, `${"\n".repeat(line + 1)}${code}\nexport {};\n`);
      origin.set(name, page);
    }
  }
  return origin;
}

const origin = writeSnippets();
const code = compile("tsconfig.json");
const blocks = origin.size > 0 ? compile("tsconfig.snippets.json") : { ok: true, output: "" };
if (!code.ok || !blocks.ok) {
  const said = new Set(code.output.split("\n"));
  const more = blocks.output
    .split("\n")
    .filter((line) => !said.has(line))
    .map((line) => line.replace(/^\.snippets\/[^(]+\.ts(?=\()/, (name) => origin.get(name) ?? name));
  console.error([code.output.trimEnd(), ...more].join("\n"));
  process.exit(1);
}
console.log(`sources, tests and examples; ${origin.size} code blocks of the documentation`);
