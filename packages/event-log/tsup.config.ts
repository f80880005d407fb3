import { defineConfig } from "tsup";
import { library } from "../../tsup.base.js";

export default defineConfig(
  library([
    "src/index.ts",
    "src/csv.ts",
    "src/xes.ts",
    "src/json.ts",
    "src/arrow.ts",
    "src/ocel.ts",
    "src/dfg.ts",
    "src/graph.ts",
    "src/node.ts",
    "src/contract.ts",
  ]),
);
