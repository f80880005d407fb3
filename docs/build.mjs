// Builds the documentation site into docs/.vitepress/dist: the API reference from the sources, then the pages. Dead links
// fail the build, and so does anything that a page would load from another host.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import { writeApi } from "./api.mjs";

const docs = fileURLToPath(new URL(".", import.meta.url));

/** What makes a browser load something, in HTML, CSS and JavaScript. Links a reader may follow are not meant. */
const loads = [
  /<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc\s*=\s*["']?(?:https?:)?\/\/[^"'>\s]+/gi,
  /<link\b(?=[^>]*\brel\s*=\s*["']?(?:stylesheet|preload|modulepreload|preconnect|icon))[^>]*\bhref\s*=\s*["']?(?:https?:)?\/\/[^"'>\s]+/gi,
  /@import\s+(?:url\()?["']?(?:https?:)?\/\/[^"')\s]+/gi,
  /\burl\(\s*["']?(?:https?:)?\/\/[^"')\s]+/gi,
  /\b(?:fetch|import)\(\s*["'`](?:https?:)?\/\/[^"'`]+/gi,
];

function externalLoads(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(html|css|js)$/.test(entry.name))
    .flatMap((entry) => {
      const text = readFileSync(`${entry.parentPath}/${entry.name}`, "utf8");
      return loads.flatMap((pattern) =>
        [...text.matchAll(pattern)].map(([found]) => `${entry.name}: ${found}`),
      );
    });
}

/** The pictures of the pages, drawn by ourselves. */
function drawPictures() {
  const tsx = fileURLToPath(import.meta.resolve("tsx/cli"));
  const example = fileURLToPath(new URL("../examples/pictures.ts", import.meta.url));
  const run = spawnSync(process.execPath, [tsx, "--conditions=gigamine-source", example, `${docs}pictures`]);
  if (run.status !== 0) throw new Error(`examples/pictures.ts failed:\n${run.stderr}`);
}

const started = performance.now();
drawPictures();
await writeApi();
await build(docs);

const dist = `${docs}.vitepress/dist`;
const found = externalLoads(dist);
if (found.length > 0) {
  console.error(`The site would load from other hosts:\n${[...new Set(found)].join("\n")}`);
  process.exit(1);
}
const pages = readdirSync(dist, { recursive: true }).filter((name) => name.endsWith(".html")).length;
console.log(
  `${pages} pages in docs/.vitepress/dist, in ${((performance.now() - started) / 1000).toFixed(1)} s`,
);
