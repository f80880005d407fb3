import { readdirSync } from "node:fs";

// Which packages each package may import: the arrows of docs/architecture.md. They run one way.
const mayImport = {
  base: [],
  "event-log": ["base"],
  models: ["base"],
  discovery: ["base", "event-log", "models"],
  conformance: ["base", "event-log", "models"],
  synthetic: ["base", "event-log", "models"],
  stats: ["base", "event-log"],
  viz: ["base", "event-log", "models"],
  cli: ["base", "event-log", "models", "discovery", "conformance", "synthetic", "stats", "viz"],
};
const privatePackages = ["benchmarks", "integration", "testkit"];

const unknown = readdirSync(new URL("packages", import.meta.url)).filter(
  (name) => !(name in mayImport) && !privatePackages.includes(name),
);
if (unknown.length > 0) {
  throw new Error(
    `.dependency-cruiser.mjs: add the package ${unknown.join(", ")} to mayImport, and to docs/architecture.md.`,
  );
}

const arrows = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `arrows-of-${name}`,
  severity: "error",
  comment: `${name} may import ${allowed.length === 0 ? "no other package" : allowed.join(", ")} (docs/architecture.md).`,
  from: { path: `^packages/${name}/src/` },
  to: { path: "^packages/", pathNot: `^packages/(${[name, ...allowed].join("|")})/` },
}));

export default {
  forbidden: [
    ...arrows,
    {
      name: "no-cycles",
      severity: "error",
      comment: "Modules that import each other in a circle cannot be read, or tested, one by one.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "browser-first",
      severity: "error",
      comment:
        "Root entries run in a browser: Node's own modules belong behind a ./node entry (src/node.ts, src/node/) or ./png.",
      from: {
        path: "^packages/[^/]+/src/",
        pathNot: `^packages/((cli|${privatePackages.join("|")})/|[^/]+/src/(node\\.ts|node/|png\\.ts|png/))`,
      },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "node-entry-is-a-leaf",
      severity: "error",
      comment: "What only runs in Node is reached by its own entry, never from another file of the package.",
      from: {
        path: "^packages/([^/]+)/src/",
        pathNot: `^packages/((cli|${privatePackages.join("|")})/|[^/]+/src/(node\\.ts|node/|png\\.ts|png/))`,
      },
      to: { path: "^packages/[^/]+/src/(node\\.ts|node/|png\\.ts|png/)" },
    },
    {
      name: "by-name-between-packages",
      severity: "error",
      comment: "Import another package by its name and a declared entry, not by a relative path.",
      from: { path: "^packages/([^/]+)/src/" },
      to: { path: "^packages/", pathNot: "^packages/$1/", dependencyTypes: ["local"] },
    },
    {
      name: "tests-stay-in-tests",
      severity: "error",
      comment: "What is published does not import test tools.",
      from: { path: `^packages/(?!${privatePackages.join("|")})[^/]+/src/` },
      to: { path: "(^packages/testkit/|node_modules/(fast-check|@jest/globals)/|/test/)" },
    },
    {
      name: "resolvable",
      severity: "error",
      comment: "The import names nothing that is there.",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["gigamine-source", "import", "node", "default", "types"],
    },
    combinedDependencies: false,
  },
};
