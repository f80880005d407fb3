#!/usr/bin/env node
// Stands apart from the build, so that npm can link the command when it installs, before there is a build.
import { existsSync } from "node:fs";

const program = new URL("../dist/bin.js", import.meta.url);
if (!existsSync(program)) {
  process.stderr.write("gigamine is not built yet. Run `npm run build` first.\n");
  process.exit(2);
}
await import(program.href);
