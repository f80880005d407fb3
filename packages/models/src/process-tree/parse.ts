import { GigamineError, quoteValue } from "@gigamine/base";
import { activity, loopWithExit, operator, silent } from "./make.js";
import { OPERATOR_SYMBOLS } from "./print.js";
import type { ProcessTree, TreeOperator } from "./types.js";

const UNESCAPED: Readonly<Record<string, string>> = { "'": "'", "\\": "\\", n: "\n", r: "\r", t: "\t" };
const SYMBOLS = Object.entries(OPERATOR_SYMBOLS) as readonly (readonly [TreeOperator, string])[];
const START = `an operator ${SYMBOLS.map(([, symbol]) => `${symbol}(`).join(" ")} or an activity in single quotes or tau`;

export interface ParseTreeOptions {
  /**
   * What the third child of a loop is. `false`: one more redo part, as `printTree` and the inductive miners write. `true`: the exit,
   * run once when the loop ends, as ProM and older files write; `*( do, redo, exit )` then becomes `->( *( do, redo ), exit )`,
   * and a silent exit is left out. @default false
   */
  readonly loopExit?: boolean | undefined;
}

/**
 * Reads the text form of `printTree`. Blanks and line breaks between the parts do not matter.
 *
 * The inverse of printing: `parseTree(printTree(tree))` equals `tree`. Nesting is limited by memory only. O(length).
 *
 * @throws GigamineError `process-tree/syntax` with `fields.offset` (from 0) and `fields.expected`, when the text is not a
 * tree; `process-tree/too-few-children` for a loop without a redo part; `process-tree/too-many-children` for a loop with more
 * parts than do, redo and exit when `loopExit` is set; `process-tree/no-text` for what is no text.
 * @example
 * parseTree("->( 'a', X( 'b', tau ) )"); // => sequence(activity("a"), exclusive(activity("b"), silent()))
 */
export function parseTree(text: string, { loopExit = false }: ParseTreeOptions = {}): ProcessTree {
  if (typeof text !== "string") {
    throw new GigamineError(
      "process-tree/no-text",
      `parseTree: expected a text, found ${quoteValue(text)}. Give one such as "->( 'a', 'b' )", as printTree writes it.`,
    );
  }
  const open: { readonly kind: TreeOperator; readonly children: ProcessTree[]; readonly offset: number }[] =
    [];
  let at = 0;

  const skipBlanks = (): void => {
    while (at < text.length && " \n\r\t".includes(text[at]!)) at++;
  };

  for (;;) {
    skipBlanks();
    const symbol = operatorAt(text, at);
    if (symbol !== null) {
      open.push({ kind: symbol.kind, children: [], offset: at });
      at = symbol.end;
      skipBlanks();
      if (text[at] !== "(") throw syntaxError(text, at, `"(" after the operator`);
      at++;
      continue;
    }

    let node: ProcessTree;
    if (text[at] === "'") {
      const label = labelAt(text, at);
      node = activity(label.name);
      at = label.end;
    } else if (text.startsWith("tau", at)) {
      node = silent();
      at += 3;
    } else {
      throw syntaxError(text, at, START);
    }

    // A finished node goes to its operator; each ")" finishes one more.
    for (;;) {
      skipBlanks();
      const parent = open.at(-1);
      if (parent === undefined) {
        if (at < text.length) throw syntaxError(text, at, "the end of the text");
        return node;
      }
      parent.children.push(node);
      if (text[at] === ",") {
        at++;
        break;
      }
      if (text[at] !== ")") throw syntaxError(text, at, `"," or ")" inside the ${parent.kind} operator`);
      at++;
      open.pop();
      node = operatorNode(parent.kind, parent.children, parent.offset, loopExit);
    }
  }
}

function operatorAt(text: string, at: number): { kind: TreeOperator; end: number } | null {
  for (const [kind, symbol] of SYMBOLS) {
    if (text.startsWith(symbol, at)) return { kind, end: at + symbol.length };
  }
  return null;
}

function operatorNode(
  kind: TreeOperator,
  children: readonly ProcessTree[],
  offset: number,
  loopExit: boolean,
): ProcessTree {
  if (kind === "loop" && children.length < 2) {
    throw new GigamineError(
      "process-tree/too-few-children",
      `parseTree: the loop at character ${offset + 1} has one child, needs at least 2. ` +
        "Give a body and a redo part; tau is a redo part that does nothing.",
      { kind, children: children.length, offset },
    );
  }
  if (kind === "loop" && loopExit && children.length > 2) {
    const [body, redo, exit, more] = children;
    if (more === undefined) return loopWithExit(body!, [redo!], exit!);
    throw new GigamineError(
      "process-tree/too-many-children",
      `parseTree: the loop at character ${offset + 1} has ${children.length} children; with loopExit it has at most 3: do, ` +
        "redo and exit. Join the redo parts with X( … ), or leave loopExit out.",
      { kind, children: children.length, offset },
    );
  }
  return operator(kind, children);
}

/** The quoted name that opens at `start`, and the offset behind its closing quote. */
function labelAt(text: string, start: number): { name: string; end: number } {
  let name = "";
  let from = start + 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") return { name: name + text.slice(from, at), end: at + 1 };
    if (text[at] !== "\\") continue;
    const character = text[at + 1] ?? "";
    if (!Object.hasOwn(UNESCAPED, character)) {
      throw syntaxError(
        text,
        at + 1,
        "one of ' \\ n r t after a backslash (write a backslash itself as \\\\)",
      );
    }
    name += text.slice(from, at) + UNESCAPED[character];
    at++;
    from = at + 1;
  }
  throw syntaxError(
    text,
    text.length,
    `a closing quote for the activity that opens at character ${start + 1}`,
  );
}

function syntaxError(text: string, offset: number, expected: string): GigamineError {
  const found = offset < text.length ? quoteValue(text.slice(offset), 20) : "the end of the text";
  return new GigamineError(
    "process-tree/syntax",
    `parseTree: at character ${offset + 1}: expected ${expected}, found ${found}.`,
    { offset, expected, found: text.slice(offset, offset + 20) },
  );
}
