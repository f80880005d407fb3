import type { Options } from "tsup";

/**
 * What the bundles of all packages have in common. The type declarations come from one run of the
 * native compiler over all packages (`scripts/emit-types.mjs`), which is several times faster than
 * one bundler run a package.
 */
export function library(entry: string[]): Options {
  return {
    entry,
    format: ["esm", "cjs"],
    // Without splitting, every CommonJS entry would carry its own copy of the shared classes.
    splitting: true,
    sourcemap: true,
    clean: true,
    target: "node20",
    outDir: "dist",
    dts: false,
    silent: true,
    removeNodeProtocol: false,
    external: [/^@gigamine\//],
    esbuildOptions(options, { format }) {
      // CommonJS has no import.meta: there, createRequire gets the path of the file.
      if (format === "cjs") options.define = { ...options.define, "import.meta.url": "__filename" };
    },
  };
}
