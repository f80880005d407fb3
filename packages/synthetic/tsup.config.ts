import { defineConfig } from "tsup";
import { library } from "../../tsup.base.js";

export default defineConfig(library(["src/index.ts", "src/battery-log.ts", "src/node.ts"]));
