// What a user installs along with a published package must be under a licence that asks for no more than naming its author.

import { promisify } from "node:util";
import { init } from "license-checker-rseidelsohn";
import { runProgram } from "../pack.mjs";
import { published, root } from "../workspaces.mjs";

const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSL-1.0", // Boost
  "CC0-1.0",
  "ISC",
  "MIT",
  "OFL-1.1", // fonts
  "Python-2.0",
  "Unlicense",
]);

/** `MIT`, `(MIT OR GPL-3.0)`, `MIT AND ISC`: of what is joined by OR one will do, of what is joined by AND all must. */
function isAllowed(expression) {
  const flat = expression.replace(/^\((.*)\)$/, "$1");
  return flat
    .split(/\s+OR\s+/)
    .some((choice) =>
      choice.split(/\s+AND\s+/).every((part) => allowed.has(part.replace(/[()]/g, "").trim())),
    );
}

const chosen = published.map(({ manifest }) => `--workspace=${manifest.name}`);
const listed = await runProgram("npm", ["ls", "--all", "--omit=dev", "--parseable", ...chosen]);
const ours = new Set([root, ...published.map(({ manifest }) => `${root}/node_modules/${manifest.name}`)]);
const folders = listed.stdout.split(/\r?\n/).filter((line) => line.startsWith(root) && !ours.has(line));

const readLicences = promisify(init);
const problems = [];
for (const folder of folders) {
  const name = folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
  const licences = Object.values(await readLicences({ start: folder, direct: 0 })).flatMap(
    (found) => found.licenses,
  );
  if (licences.length === 0) problems.push(`${name}: no licence found`);
  else if (!licences.every((licence) => isAllowed(String(licence))))
    problems.push(`${name}: ${licences.join(", ")}`);
}
if (folders.length === 0) problems.push(`npm ls found no production dependencies:\n${listed.output}`);

if (problems.length > 0) {
  console.error(`${problems.join("\n")}\nAllowed are ${[...allowed].join(", ")}.`);
  process.exit(1);
}
console.log(`${folders.length} production dependencies`);
