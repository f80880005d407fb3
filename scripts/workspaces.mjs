import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folder of the repository, without a slash at its end. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/**
 * The workspaces under `packages/`, by folder name: `{ folder, path, manifest, published, library }`.
 * A library is published and can be imported; the command line is published and cannot.
 */
export const workspaces = readdirSync(`${root}/packages`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name: folder }) => {
    const path = `${root}/packages/${folder}`;
    const manifest = JSON.parse(readFileSync(`${path}/package.json`, "utf8"));
    const published = manifest.private !== true;
    return { folder, path, manifest, published, library: published && manifest.exports?.["."] !== undefined };
  })
  .sort((a, b) => (a.folder < b.folder ? -1 : 1));

export const published = workspaces.filter((workspace) => workspace.published);
export const libraries = workspaces.filter((workspace) => workspace.library);

/** The code entries of a library: `{ subpath: "./csv", specifier: "@gigamine/event-log/csv", conditions }`. */
export function codeEntries({ manifest }) {
  return Object.entries(manifest.exports)
    .filter(([, target]) => typeof target === "object")
    .map(([subpath, conditions]) => ({ subpath, specifier: manifest.name + subpath.slice(1), conditions }));
}
