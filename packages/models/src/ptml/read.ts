import { type GigamineError, quoteValue } from "@gigamine/base";
import { activity, loopWithExit, operator, silent } from "../process-tree/make.js";
import type { ProcessTree, TreeOperator } from "../process-tree/types.js";
import { decodeXml } from "../xml/decode.js";
import { requiredAttribute, XmlIds } from "../xml/elements.js";
import { type Position, type XmlFormat, xmlError } from "../xml/format.js";
import { walkXml, type XmlElement } from "../xml/walk.js";

export const PTML: XmlFormat = { code: "ptml", title: "PTML", reader: "readPtml", writer: "writePtml" };

/** What our writer calls the `<xor>` that joins several redo parts of a loop. */
export const JOINED_REDO = "redo";

export interface ReadPtmlOptions {
  /**
   * What the third of exactly three children of a loop is. `true`: the exit, run once when the loop ends, as ProM writes every loop
   * and PM4Py those with one redo part. `false`: one more redo part, as PM4Py writes a loop with two of them. The file does not tell
   * the two apart. @default true
   */
  readonly loopExit?: boolean | undefined;
}

const OPERATORS: ReadonlyMap<string, TreeOperator> = new Map([
  ["sequence", "sequence"],
  ["xor", "exclusive"],
  ["def", "exclusive"],
  ["and", "parallel"],
  ["xorLoop", "loop"],
  ["defLoop", "loop"],
  ["or", "inclusive"],
  ["interleaved", "interleaved"],
]);

/** An element that can stand in the tree. */
interface Node {
  readonly id: string;
  readonly element: string;
  readonly name: string;
  readonly at: Position;
  readonly children: Node[];
  parent: Node | null;
}

/**
 * Reads a process tree in PTML, the XML form of ProM and PM4Py.
 *
 * - `<manualTask>` is an activity, `<automaticTask>` a silent leaf; `<sequence>`, `<xor>`, `<and>`, `<or>` and `<xorLoop>` are the
 *   operators. The deferred choices `<def>` and `<defLoop>` are read as `<xor>` and `<xorLoop>`, whose traces they have;
 *   `<interleaved>` is what our own writer writes.
 * - Children stand in the order of the `<parentsNode>` elements, wherever these are.
 * - A loop is `(do, redo)`, `(do, redo, exit)` or, with more than three children, do and redo parts. An exit that does something is
 *   put behind the loop: `->( *( do, redo ), exit )`. See `loopExit`.
 * - Roles, variables and other elements that the tree does not use are passed over.
 *
 * Bytes are decoded by byte order mark or declared encoding. Linear in the size of the file; any depth of nesting.
 *
 * Differs from PM4Py: that tool loses an exit which is not silent.
 *
 * @throws GigamineError with line and column: `ptml/damaged` (not well-formed), `ptml/doctype` (refused), `ptml/too-deep`,
 * `ptml/not-ptml`, `ptml/no-tree`, `ptml/several-trees`, `ptml/missing-attribute`, `ptml/duplicate-id`, `ptml/unknown-node`,
 * `ptml/unsupported-node` (a placeholder or event in the tree), `ptml/several-parents`, `ptml/unreachable-node`,
 * `ptml/bad-children` (a task with children, an operator with too few); `ptml/unknown-encoding` and `ptml/bad-bytes` for bytes
 * that are no text.
 */
export function readPtml(data: string | Uint8Array, { loopExit = true }: ReadPtmlOptions = {}): ProcessTree {
  const { root, nodes } = connect(scan(decodeXml(data, PTML)));
  const order: Node[] = [];
  const pending = [root];
  while (pending.length > 0) {
    const node = pending.pop()!;
    order.push(node);
    for (const child of node.children) pending.push(child);
  }
  if (order.length < nodes.length) {
    const reached = new Set(order);
    const { element, id, at } = nodes.find((node) => !reached.has(node))!;
    const message = `<${element}> ${quoteValue(id)} is not below the root. Give it a parent, or remove it.`;
    throw ptmlError("unreachable-node", at, message, { id });
  }
  // Children come after their parent, so that backwards each finds its children made.
  const made = new Map<Node, ProcessTree>();
  for (const node of order.reverse()) {
    made.set(
      node,
      makeTree(
        node,
        node.children.map((child) => made.get(child)!),
        loopExit,
      ),
    );
  }
  return made.get(root)!;
}

function makeTree(node: Node, children: readonly ProcessTree[], loopExit: boolean): ProcessTree {
  const kind = OPERATORS.get(node.element);
  if (kind === undefined) return node.element === "manualTask" ? activity(node.name) : silent();
  if (kind !== "loop") return operator(kind, children);
  const [body, redo, exit] = children as [ProcessTree, ProcessTree, ProcessTree | undefined];
  const isJoined = node.children[1]!.element === "xor" && node.children[1]!.name === JOINED_REDO;
  const redone = isJoined && redo.kind === "exclusive" ? redo.children : [redo];
  if (exit === undefined) return operator(kind, [body, ...redone]);
  if (children.length === 3 && loopExit) return loopWithExit(body, redone, exit);
  return operator(kind, children);
}

/** What a PTML document says, nothing resolved yet. */
interface ScannedPtml {
  readonly root: { readonly id: string; readonly at: Position };
  readonly nodes: ReadonlyMap<string, Node>;
  /** Elements with an id that can't stand in a tree. */
  readonly others: ReadonlyMap<string, string>;
  readonly edges: readonly { readonly parent: string; readonly child: string; readonly at: Position }[];
}

function scan(text: string): ScannedPtml {
  const nodes = new Map<string, Node>();
  const others = new Map<string, string>();
  const ids = new XmlIds(PTML);
  const edges: { parent: string; child: string; at: Position }[] = [];
  let root: ScannedPtml["root"] | null = null;
  const open: string[] = [];

  const enter = (opened: XmlElement): void => {
    const { name: element, attributes, at } = opened;
    const parent = open.at(-1);
    open.push(element);
    const attribute = (key: string): string => requiredAttribute(opened, key, PTML);
    if (open.length === 1 && element !== "ptml") {
      const message = `the root element is <${element}>, expected <ptml>. Give a PTML file.`;
      throw ptmlError("not-ptml", at, message, { element });
    }
    if (parent === "ptml" && element === "processTree") {
      if (root !== null) {
        const message = "the file holds a second tree, and only one can be read. Split the file.";
        throw ptmlError("several-trees", at, message);
      }
      root = { id: attribute("root"), at };
    }
    if (parent !== "processTree") return;
    if (element === "parentsNode") {
      edges.push({ parent: attribute("sourceId"), child: attribute("targetId"), at });
    } else if (OPERATORS.has(element) || element === "manualTask" || element === "automaticTask") {
      const id = ids.claim(attribute("id"), at);
      const name = element === "manualTask" ? attribute("name") : (attributes["name"] ?? "");
      nodes.set(id, { id, element, name, at, children: [], parent: null });
    } else if (attributes["id"] !== undefined) {
      others.set(attributes["id"], element);
    }
  };

  walkXml(text, PTML, { open: enter, close: () => void open.pop() });
  if (root === null) {
    const message = "the file holds no <processTree>. Give a PTML file with one tree.";
    throw ptmlError("no-tree", { line: 1, column: 1 }, message);
  }
  return { root, nodes, others, edges };
}

/** Gives every node its children, and checks that each can have them. */
function connect({ root, nodes, others, edges }: ScannedPtml): { root: Node; nodes: readonly Node[] } {
  const nodeOf = (id: string, at: Position): Node => {
    const node = nodes.get(id);
    if (node !== undefined) return node;
    const element = others.get(id);
    if (element !== undefined) {
      const message = `${quoteValue(id)} is a <${element}>, which is no operator or task that can be read. Replace it.`;
      throw ptmlError("unsupported-node", at, message, { id, element });
    }
    throw ptmlError("unknown-node", at, `there is no node with the id ${quoteValue(id)}. Correct the id.`, {
      id,
    });
  };
  const top = nodeOf(root.id, root.at);
  for (const { parent, child, at } of edges) {
    const [above, below] = [nodeOf(parent, at), nodeOf(child, at)];
    if (below.parent !== null || below === top) {
      const has = below === top ? "is the root" : `already has the parent ${quoteValue(below.parent!.id)}`;
      const message = `the node ${quoteValue(child)} ${has}. A node of a tree has one parent, the root none.`;
      throw ptmlError("several-parents", at, message, { id: child });
    }
    below.parent = above;
    above.children.push(below);
  }
  for (const { id, element, at, children } of nodes.values()) {
    const kind = OPERATORS.get(element);
    if (kind === undefined && children.length > 0) {
      const message = `<${element}> ${quoteValue(id)} has children. Only operators have them.`;
      throw ptmlError("bad-children", at, message, { id, children: children.length });
    }
    const least = kind === undefined ? 0 : kind === "loop" ? 2 : 1;
    if (children.length < least) {
      const message = `<${element}> ${quoteValue(id)} has ${children.length} children, needs at least ${least}. Add <parentsNode>.`;
      throw ptmlError("bad-children", at, message, { id, children: children.length });
    }
  }
  return { root: top, nodes: [...nodes.values()] };
}

/** The error for damage at a position; `message` ends with how to mend it. */
function ptmlError(
  code: string,
  at: Position,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): GigamineError {
  return xmlError(PTML, code, at, message, fields);
}
