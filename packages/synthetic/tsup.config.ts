import { readFileSync } from "node:fs";
import { defineConfig } from "tsup";
import { library } from "../../tsup.base.js";

/**
 * The modules that the root entry takes its exports from. Nobody imports them by name; as entries of their own they are files of their own, so
 * that a bundler leaves out what a page does not use: schemas are made where a module is loaded, and one big file would keep them all.
 */
const index = readFileSync(new URL("./src/index.ts", import.meta.url), "utf8");
const parts = [...index.matchAll(/^export \{[^}]*\} from "\.\/([^"]+)\.js";/gm)].map(
  ([, path]) => `src/${path}.ts`,
);

export default defineConfig(library(["src/index.ts", "src/battery-log.ts", "src/node.ts", ...parts]));
