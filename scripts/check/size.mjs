// What a browser downloads for each root entry, against the budgets of .size-limit.mjs.
import { runProgram } from "../pack.mjs";
import { root } from "../workspaces.mjs";

const run = await runProgram(process.execPath, [`${root}/node_modules/size-limit/bin.js`, "--json"]);
const read = () => {
  try {
    return JSON.parse(run.stdout);
  } catch {
    return null;
  }
};
const sizes = read();
if (!Array.isArray(sizes) || sizes.length === 0) {
  console.error(run.output); // a missing dist, for one
  process.exit(1);
}
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const line = ({ name, size, sizeLimit }) => `${name}: ${kilobytes(size)} of ${kilobytes(sizeLimit)}`;
if (!run.ok || !sizes.every(({ passed }) => passed)) {
  console.error(
    sizes.map((entry) => `${entry.passed ? "fits     " : "TOO LARGE"}  ${line(entry)}`).join("\n"),
  );
  process.exit(1);
}
console.log(sizes.map(({ name, size }) => `${name.replace("@gigamine/", "")} ${kilobytes(size)}`).join(", "));
