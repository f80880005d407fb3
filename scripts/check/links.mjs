// Every relative link of the pages outside the documentation site leads somewhere, and every heading it names is there.
// (The site checks its own when it is built.)
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { pages } from "../snippets.mjs";
import { root } from "../workspaces.mjs";

/** The anchors of a page, as GitHub makes them from headings. */
const anchors = (text) =>
  [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading]) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

const problems = [];
let links = 0;
for (const page of [
  ...pages.filter((name) => !name.startsWith("docs/")),
  "SECURITY.md",
  "docs/architecture.md",
]) {
  const text = readFileSync(`${root}/${page}`, "utf8");
  const prose = text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
  for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/i.test(target)) continue;
    links++;
    const [path, anchor] = target.split("#");
    const file = path === "" ? page : normalize(join(dirname(page), path));
    if (!existsSync(`${root}/${file}`)) problems.push(`${page}: ${target} leads nowhere`);
    else if (anchor !== undefined && statSync(`${root}/${file}`).isFile()) {
      const known = anchors(readFileSync(`${root}/${file}`, "utf8"));
      if (!known.includes(anchor)) problems.push(`${page}: ${target} names no heading`);
    }
  }
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(`${links} links`);
