// What a browser pays, minified and gzipped, for all that a root entry exports, with our own packages it needs included and
// the libraries of others left out (they are shared, and listed in each package.json).
const others = [
  "papaparse",
  "saxes",
  "zod",
  "@dagrejs/graphlib",
  "@hpcc-js/wasm-graphviz",
  "@napi-rs/canvas",
  "@stdlib/*",
  "d3-*",
];

const entry = (name, path, limit) => ({ name, path, limit, gzip: true, ignore: others });

export default [
  entry("@gigamine/base", "packages/base/dist/index.js", "2 kB"),
  entry("@gigamine/event-log", "packages/event-log/dist/index.js", "25 kB"),
  entry("@gigamine/models", "packages/models/dist/index.js", "15 kB"),
  entry("@gigamine/discovery", "packages/discovery/dist/index.js", "30 kB"),
  entry("@gigamine/conformance", "packages/conformance/dist/index.js", "9 kB"),
  entry("@gigamine/stats", "packages/stats/dist/index.js", "11 kB"),
  entry("@gigamine/synthetic", "packages/synthetic/dist/index.js", "16 kB"),
  entry("@gigamine/viz", "packages/viz/dist/index.js", "26 kB"),
];
