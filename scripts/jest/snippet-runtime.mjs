// What the tests made of documentation pages call, see snippet-transform.mjs.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const silent = Object.fromEntries(["log", "info", "warn", "error", "table"].map((name) => [name, () => {}]));

/** Runs a block in an empty folder of its own, so that files it writes land nowhere else; console output is dropped. */
export async function inScratchFolder(block) {
  const before = process.cwd();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "gigamine-snippet-")));
  process.chdir(folder);
  try {
    await block(silent);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Typed arrays are shown as plain lists in the documentation. */
export function plain(value) {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  const prototype = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  if (prototype === null || prototype?.constructor?.name === "Object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}

/** Any number that `shown` is a rounded or cut form of, at `digits` digits. */
export const near = (shown, digits) => ({
  $$typeof: Symbol.for("jest.asymmetricMatcher"),
  asymmetricMatch: (value) => typeof value === "number" && Math.abs(value - shown) < 10 ** -digits,
  toString: () => "near",
  toAsymmetricMatcher: () => `${shown.toFixed(digits)}…`,
});
