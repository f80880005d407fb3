import { defineConfig } from "tsup";
import { library } from "../../tsup.base.js";

export default defineConfig(
  library(["src/index.ts", "src/pnml.ts", "src/ptml.ts", "src/bpmn.ts", "src/graph.ts"]),
);
