// What npm would publish: publint (strict) on every tarball; attw on those that have types, for the resolution modes of Node
// and of bundlers (`node16` leaves out only the old resolution, which knows no subpaths); no tests, sources or stray files.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { packAll, runProgram } from "../pack.mjs";
import { root } from "../workspaces.mjs";

const folder = mkdtempSync(join(tmpdir(), "gigamine-pack-"));
const problems = [];
const say = (name, text) => problems.push(`${name}: ${text}`);

const expected =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|bin\/.+\.js|dist\/.+\.(js|cjs|d\.ts|d\.cts|map))$/;

async function checkTypes(queue) {
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const bin = `${root}/node_modules/@arethetypeswrong/cli/dist/index.js`;
    const run = await runProgram(process.execPath, [
      bin,
      job.tarball,
      "--profile",
      "node16",
      "--format",
      "ascii",
      "--no-emoji",
    ]);
    if (!run.ok) say(job.workspace.manifest.name, `attw\n${run.output}`);
  }
}

try {
  const packed = await packAll(folder);
  for (const { workspace, tarball, files } of packed) {
    const { name } = workspace.manifest;
    for (const file of ["README.md", "LICENSE"]) if (!files.includes(file)) say(name, `${file} is missing`);
    for (const file of files) if (!expected.test(file)) say(name, `${file} would be published`);
    const bytes = readFileSync(tarball);
    const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const { messages, pkg } = await publint({ pack: { tarball: data }, strict: true });
    for (const message of messages) {
      if (message.type !== "suggestion") say(name, formatMessage(message, pkg, { color: false }));
    }
  }
  const queue = packed.filter(({ workspace }) => workspace.library);
  const total = queue.length;
  await Promise.all([checkTypes(queue), checkTypes(queue)]);
  if (problems.length === 0)
    console.log(`publint on ${packed.length} tarballs, attw on the ${total} with types`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
