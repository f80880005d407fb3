// One run of the native TypeScript compiler emits the declarations of every library, several times faster than one
// bundler run a package. Each goes to dist twice: as .d.ts for `import` and as .d.cts for `require`.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { libraries, root } from "./workspaces.mjs";

const emitted = `${root}/.tsbuild/types`;
const stampFile = `${root}/.tsbuild/types.stamp`;

const filesUnder = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();

/** Changes when any source or setting that the declarations depend on changes. */
function fingerprint() {
  const hash = createHash("sha256");
  const settings = [
    "package-lock.json",
    "tsconfig.base.json",
    "tsconfig.types.json",
    "scripts/emit-types.mjs",
  ];
  const sources = libraries.flatMap(({ path }) => [`${path}/package.json`, ...filesUnder(`${path}/src`)]);
  for (const file of [...settings.map((name) => `${root}/${name}`), ...sources]) {
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** tsup empties dist before it writes, so the declarations of a package built anew are gone. */
const complete = () =>
  libraries.every(({ path, manifest }) =>
    Object.values(manifest.exports).every(
      (target) =>
        typeof target !== "object" ||
        (existsSync(`${path}/${target.import.types}`) && existsSync(`${path}/${target.require.types}`)),
    ),
  );

/** Relative imports of a CommonJS declaration must name CommonJS files. */
const toCommonJs = (text) => text.replace(/(\b(?:from|import)\s*\(?\s*"\.{1,2}\/[^"]*)\.js"/g, '$1.cjs"');

/** Brings the declarations up to date. Gives `{ ok, output }`, `output` being the compiler's complaints. */
export function emitTypes() {
  const stamp = fingerprint();
  const unchanged = existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  if (unchanged && complete()) return { ok: true, output: "" };

  rmSync(stampFile, { force: true });
  rmSync(emitted, { recursive: true, force: true });
  const compiler = `${root}/node_modules/typescript7/bin/tsc`;
  const run = spawnSync(process.execPath, [compiler, "-p", "tsconfig.types.json", "--pretty", "false"], {
    cwd: root,
    encoding: "utf8",
  });
  if (run.error !== undefined) throw run.error;
  if (run.status !== 0) return { ok: false, output: `${run.stdout}${run.stderr}` };

  for (const { folder, path } of libraries) {
    const from = `${emitted}/${folder}/src`;
    for (const old of filesUnder(`${path}/dist`)) if (/\.d\.c?ts$/.test(old)) rmSync(old);
    for (const file of filesUnder(from)) {
      const target = `${path}/dist${file.slice(from.length).replaceAll("\\", "/")}`;
      const text = readFileSync(file, "utf8");
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
      writeFileSync(target.replace(/\.d\.ts$/, ".d.cts"), toCommonJs(text));
    }
  }
  writeFileSync(stampFile, stamp);
  return { ok: true, output: "" };
}
