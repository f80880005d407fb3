import { existsSync, readdirSync } from "node:fs";

/** The suites of one package. Tests run from source: the `gigamine-source` condition needs no build. */
const project = (displayName, rootDir, testMatch) => ({
  displayName,
  rootDir,
  testMatch: [`<rootDir>/${testMatch}`],
  testEnvironment: "node",
  testEnvironmentOptions: { customExportConditions: ["gigamine-source", "node", "node-addons"] },
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: { target: "es2022", parser: { syntax: "typescript" } },
        module: { type: "es6" },
        sourceMaps: "inline",
      },
    ],
  },
});

// What needs more than Node and npm stands behind a command of its own (`scripts/test.mjs`).
const suite = process.env["GIGAMINE_SUITE"];
const special = { reference: "test-reference", browser: "test-browser" };
const projects =
  suite !== undefined
    ? [project(suite, "packages/integration", `${special[suite]}/**/*.test.ts`)]
    : readdirSync("packages", { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(`packages/${entry.name}/test`))
        .map((entry) => project(entry.name, `packages/${entry.name}`, "test/**/*.test.ts"));

// The reporters stand here because jest refuses them on the command line beside several projects.
export default { projects, reporters: ["default", "<rootDir>/scripts/jest/count-reporter.mjs"] };
