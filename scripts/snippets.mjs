// The code blocks of the documentation: which pages hold them, and how to cut them out.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { root, workspaces } from "./workspaces.mjs";

/** The pages whose ```ts blocks are compiled and run, as paths from the root of the repository. */
export const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...["", "concepts/", "packages/"].flatMap((folder) =>
    readdirSync(`${root}/docs/${folder}`)
      .filter((name) => name.endsWith(".md"))
      .map((name) => `docs/${folder}${name}`),
  ),
  ...workspaces.map(({ folder }) => `packages/${folder}/README.md`),
].filter((page) => existsSync(`${root}/${page}`));

/**
 * The ```ts blocks of a page: `{ line, code, run }`, where `line` is the 0-based line of the opening fence and `run` is
 * false for a block opened as ```ts no-run.
 */
export function blocksOf(markdown) {
  const blocks = [];
  let open = null;
  for (const [index, line] of markdown.split("\n").entries()) {
    const fence = /^```(\S*)\s*(.*?)\s*$/.exec(line);
    if (open !== null && fence !== null) {
      if (open.language === "ts") blocks.push({ line: open.line, code: open.code.join("\n"), run: open.run });
      open = null;
    } else if (open !== null) {
      open.code.push(line);
    } else if (fence !== null) {
      const [, language, info] = fence;
      if (language === "ts" && info !== "" && info !== "no-run") {
        throw new Error(`line ${index + 1}: "ts ${info}" is unknown; a code block is "ts" or "ts no-run"`);
      }
      open = { language, run: info !== "no-run", line: index, code: [] };
    }
  }
  if (open !== null) throw new Error(`line ${open.line + 1}: the code block is never closed`);
  return blocks;
}

/** Whether a page has blocks to run. A page that cannot be read counts, so that its error is seen. */
export function isRunnable(page) {
  try {
    return blocksOf(readFileSync(`${root}/${page}`, "utf8")).some(({ run }) => run);
  } catch {
    return true;
  }
}
