// sherif looks after the shape of the workspaces (one version of each dependency, …). Beside it: all published packages
// share one version, and every range between packages of ours is exactly that version.
import { readFileSync } from "node:fs";
import { runProgram } from "../pack.mjs";
import { published, root, workspaces } from "../workspaces.mjs";

const problems = [];
const sherif = await runProgram(process.execPath, [
  `${root}/node_modules/sherif/index.js`,
  "-r",
  "unordered-dependencies",
  "-r",
  "empty-dependencies",
]);
if (!sherif.ok) problems.push(sherif.output);

const [{ manifest: first }] = published;
for (const { manifest } of published) {
  if (manifest.version !== first.version) {
    problems.push(
      `${manifest.name} is ${manifest.version}, ${first.name} is ${first.version}: they are released together.`,
    );
  }
}

// Users hand their own zod schemas over: with an exact version they would get a second copy, whose types differ.
const shared = new Set(["zod"]);

const versions = new Map(workspaces.map(({ manifest }) => [manifest.name, manifest.version]));
const others = ["examples", "docs"].map((name) =>
  JSON.parse(readFileSync(`${root}/${name}/package.json`, "utf8")),
);
for (const manifest of [...workspaces.map((workspace) => workspace.manifest), ...others]) {
  for (const kind of ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]) {
    for (const [name, range] of Object.entries(manifest[kind] ?? {})) {
      if (versions.has(name) && versions.get(name) !== range) {
        problems.push(`${manifest.name} wants ${name} ${range}, which is ${versions.get(name)} here.`);
      } else if (
        !versions.has(name) &&
        !shared.has(name) &&
        kind !== "peerDependencies" && // users choose the version of what they install themselves
        manifest.private !== true &&
        !/^\d+\.\d+\.\d+\S*$/.test(range)
      ) {
        problems.push(`${manifest.name} wants ${name} ${range}: give one exact version.`);
      }
    }
  }
}

if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(`${published.length} packages at ${first.version}`);
