import { defineConfig } from "vitepress";
import { codeEntries, libraries, published } from "../../scripts/workspaces.mjs";

// In the order in which a newcomer meets them.
const order = ["event-log", "models", "discovery", "conformance", "stats", "synthetic", "viz", "cli", "base"];
const packages = order.map((folder) => {
  const found = published.find((workspace) => workspace.folder === folder);
  if (found === undefined)
    throw new Error(`docs/.vitepress/config.mjs names the package ${folder}, which is gone`);
  return { text: found.manifest.name, link: `/packages/${folder}` };
});
if (packages.length !== published.length) throw new Error("docs/.vitepress/config.mjs misses a package");

const api = libraries
  .flatMap(codeEntries)
  .map(({ specifier }) => ({ text: specifier.replace("@gigamine/", ""), link: `/api/${specifier}` }));

export default defineConfig({
  title: "gigamine",
  description:
    "Process mining for TypeScript: from an event log to a model, its fit to reality, and where time is lost.",
  lang: "en",
  head: [["link", { rel: "icon", href: "/favicon.svg" }]],
  srcExclude: ["**/node_modules/**"],
  metaChunk: true,
  markdown: { theme: { light: "github-light-high-contrast", dark: "github-dark" } },
  vite: {
    build: { chunkSizeWarningLimit: 2000 },
    plugins: [
      {
        // The theme would fetch unknown icons from a server of others. We show none, and want no such address in the site.
        name: "no-foreign-icons",
        enforce: "pre",
        transform(code, id) {
          return id.includes("VPSocialLink.vue") ? code.replaceAll("https://api.iconify.design/", "/") : null;
        },
      },
    ],
  },
  themeConfig: {
    search: { provider: "local" },
    outline: { level: [2, 3] },
    nav: [
      { text: "Start", link: "/start" },
      { text: "Concepts", link: "/concepts/event-logs" },
      { text: "Packages", link: "/packages/event-log" },
      { text: "Reference", link: "/api/" },
    ],
    sidebar: [
      { text: "Start", items: [{ text: "Install, first five minutes", link: "/start" }] },
      {
        text: "Concepts",
        items: [
          { text: "Event logs and variants", link: "/concepts/event-logs" },
          { text: "Process models", link: "/concepts/models" },
          { text: "How good is a model?", link: "/concepts/quality" },
          { text: "The simulated factory", link: "/concepts/factory" },
          { text: "Root causes with known truth", link: "/concepts/scenarios" },
          { text: "Tables and notes", link: "/concepts/tables-and-notes" },
        ],
      },
      { text: "Packages", items: packages },
      { text: "How it is built", items: [{ text: "Architecture", link: "/architecture" }] },
      { text: "Reference", collapsed: true, items: api },
    ],
    docFooter: { prev: "Before", next: "Next" },
    footer: { message: "MIT licence" },
  },
});
