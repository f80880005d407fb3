// What a browser pays, minified and gzipped, for all that a root entry exports, with our own packages it needs included and
// the libraries of others left out (they are shared, and listed in each package.json).
const others = [
  "papaparse",
  "saxes",
  "luxon",
  "@uwdata/flechette",
  "zod",
  "@anthropic-ai/*",
  "@noble/*",
  "@dagrejs/graphlib",
  "@hpcc-js/wasm-graphviz",
  "@napi-rs/canvas",
  "@stdlib/*",
  "d3-*",
];

const entry = (name, path, limit) => ({ name, path, limit, gzip: true, ignore: others });
const part = (name, path, names, limit) => ({ ...entry(name, path, limit), import: names });

export default [
  entry("@gigamine/base", "packages/base/dist/index.js", "6 kB"),
  // All readers, filters and transformations at once: an upper bound that nobody pays. What people import is below.
  entry("@gigamine/event-log", "packages/event-log/dist/index.js", "62 kB"),
  part(
    "@gigamine/event-log, CSV to variants",
    "packages/event-log/dist/index.js",
    "{ readCsv, variants, directlyFollows }",
    "25 kB",
  ),
  part(
    "@gigamine/event-log, XES to variants",
    "packages/event-log/dist/index.js",
    "{ readXes, variants, directlyFollows }",
    "25 kB",
  ),
  // All kinds of models, conversions, files and layouts at once: an upper bound that nobody pays.
  entry("@gigamine/models", "packages/models/dist/index.js", "58 kB"),
  entry("@gigamine/models/bpmn", "packages/models/dist/bpmn.js", "15 kB"),
  // All miners at once, which nobody needs; what one of them costs is below.
  entry("@gigamine/discovery", "packages/discovery/dist/index.js", "55 kB"),
  part(
    "@gigamine/discovery, inductive miner",
    "packages/discovery/dist/index.js",
    "{ inductiveMiner }",
    "25 kB",
  ),
  entry("@gigamine/conformance", "packages/conformance/dist/index.js", "48 kB"),
  part("@gigamine/conformance, alignments", "packages/conformance/dist/index.js", "{ alignments }", "24 kB"),
  entry("@gigamine/stats", "packages/stats/dist/index.js", "42 kB"),
  // The plant, its scenarios, the table designer, notes and all else at once: an upper bound that nobody pays.
  entry("@gigamine/synthetic", "packages/synthetic/dist/index.js", "165 kB"),
  part("@gigamine/synthetic, engine", "packages/synthetic/dist/index.js", "{ simulate }", "18 kB"),
  part("@gigamine/synthetic, play-out", "packages/synthetic/dist/index.js", "{ playOut }", "25 kB"),
  part(
    "@gigamine/synthetic, plant",
    "packages/synthetic/dist/index.js",
    "{ batteryPlant, scenarios }",
    "68 kB",
  ),
  part("@gigamine/synthetic, tables", "packages/synthetic/dist/index.js", "{ designTable, column }", "26 kB"),
  part("@gigamine/synthetic, offline notes", "packages/synthetic/dist/index.js", "{ narrate }", "24 kB"),
  part(
    "@gigamine/synthetic, battery log",
    "packages/synthetic/dist/index.js",
    "{ generateBatteryLog }",
    "14 kB",
  ),
  entry("@gigamine/viz", "packages/viz/dist/index.js", "26 kB"),
];
