import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A module of this folder, given as text, and the published files that it imports, in one script for a browser. */
export async function bundled(contents: string): Promise<string> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
    bundle: true,
    write: false,
    metafile: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    logLevel: "silent",
  });
  const sources = Object.keys(metafile.inputs).filter((file) => /packages\/[^/]+\/src\//.test(file));
  if (sources.length > 0)
    throw new Error(`What is published is to be tested, not the sources: ${sources.join(", ")}.`);
  return outputFiles[0]!.text;
}
