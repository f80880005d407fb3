import { defineConfig } from "tsup";
import { library } from "../../tsup.base.js";

export default defineConfig({ ...library(["src/bin.ts", "src/job.ts", "src/usage.ts"]), format: ["esm"] });
