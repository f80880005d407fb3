import { existsSync, readdirSync } from "node:fs";
import { isRunnable, pages } from "./scripts/snippets.mjs";

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

/** The code blocks of the documentation, each a test: see scripts/jest/snippet-transform.mjs. */
function snippets() {
  const base = project("snippets", ".", "");
  return {
    ...base,
    testMatch: pages.filter(isRunnable).map((page) => `<rootDir>/${page}`),
    moduleFileExtensions: ["ts", "mjs", "js", "json", "node", "md"],
    extensionsToTreatAsEsm: [".ts", ".md"],
    moduleNameMapper: {
      ...base.moduleNameMapper,
      "^gigamine-snippets$": "<rootDir>/scripts/jest/snippet-runtime.mjs",
    },
    modulePathIgnorePatterns: ["<rootDir>/.tsbuild/", "<rootDir>/docs/api/", "/dist/"],
    transform: { ...base.transform, "\\.md$": "<rootDir>/scripts/jest/snippet-transform.mjs" },
  };
}

// What needs more than Node and npm stands behind a command of its own (`scripts/test.mjs`).
const suite = process.env["GIGAMINE_SUITE"];
const special = { reference: "test-reference", browser: "test-browser" };
const folders = [
  ...readdirSync("packages").map((name) => [name, `packages/${name}`]),
  ["examples", "examples"],
];
const projects =
  suite !== undefined
    ? [project(suite, "packages/integration", `${special[suite]}/**/*.test.ts`)]
    : [
        ...folders
          .filter(([, folder]) => existsSync(`${folder}/test`))
          .map(([name, folder]) => project(name, folder, "test/**/*.test.ts")),
        snippets(),
      ];

export default {
  projects,
  maxWorkers: "100%",
  // The reporters stand here because jest refuses them on the command line beside several projects.
  reporters: ["default", "<rootDir>/scripts/jest/count-reporter.mjs"],
};
