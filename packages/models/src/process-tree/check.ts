import { isRecord, shapeError } from "../json-path.js";
import { OPERATOR_SYMBOLS } from "./print.js";
import type { ProcessTree } from "./types.js";

const OPERATORS = Object.keys(OPERATOR_SYMBOLS);
const KINDS = `"activity", "silent" or one of ${OPERATORS.map((kind) => `"${kind}"`).join(", ")}`;

/**
 * Checks that a value from outside, such as parsed JSON, is a process tree, and returns it typed. Further keys are allowed.
 * O(nodes), any depth.
 *
 * @throws GigamineError `process-tree/invalid` with `fields.path`, the JSON path of the first fault (`$.children[1].name`).
 */
export function checkProcessTree(value: unknown): ProcessTree {
  const open: {
    readonly node: object;
    readonly children: readonly unknown[];
    readonly path: string;
    at: number;
  }[] = [];
  const onPath = new Set<object>();
  const fault = (path: string, expected: string, found: unknown) =>
    shapeError("process-tree/invalid", "checkProcessTree", path, expected, found);

  const enter = (node: unknown, path: string): void => {
    if (!isRecord(node)) throw fault(path, "an object with a kind", node);
    const { kind, name, children } = node;
    if (kind === "silent") return;
    if (kind === "activity") {
      if (typeof name !== "string") throw fault(`${path}.name`, "a text", name);
      return;
    }
    if (typeof kind !== "string" || !OPERATORS.includes(kind)) {
      throw fault(`${path}.kind`, KINDS, kind);
    }
    const least = kind === "loop" ? 2 : 1;
    if (!Array.isArray(children)) throw fault(`${path}.children`, "a list of trees", children);
    if (children.length < least) {
      throw fault(`${path}.children`, `at least ${least} for a ${kind}`, children.length);
    }
    if (onPath.has(node)) throw fault(path, "a tree", "a node that holds itself");
    onPath.add(node);
    open.push({ node, children, path, at: 0 });
  };

  enter(value, "$");
  while (open.length > 0) {
    const top = open.at(-1)!;
    if (top.at === top.children.length) {
      onPath.delete(top.node);
      open.pop();
      continue;
    }
    const index = top.at++;
    enter(top.children[index], `${top.path}.children[${index}]`);
  }
  return value as ProcessTree;
}
