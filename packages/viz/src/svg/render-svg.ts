import { GigamineError } from "@gigamine/base";
import type { Graphviz } from "@hpcc-js/wasm-graphviz";
import { extent } from "d3-array";
import { CENTRED_CLASS, LABEL_SIZE, LIFTED_CLASS, LINE_HEIGHT } from "../dot/attributes.js";
import { FONT_FAMILY } from "../palette.js";
import { attributeOf, lengthOf, readSvg, type StartTag, writeXml, type XmlToken } from "./xml.js";

/** How {@link renderSvg} writes. */
export interface RenderSvgOptions {
  /** What a screen reader calls the picture. @default the graph's tooltip or name */
  readonly title?: string | undefined;
  /** Puts an XML declaration in front, for a file of its own; leave it out to place the SVG in HTML. @default false */
  readonly xmlDeclaration?: boolean | undefined;
  /** Put before every `id`, so that two pictures can stand on one page. @default "" */
  readonly idPrefix?: string | undefined;
}

let loading: Promise<Graphviz> | undefined;

/** Graphviz, loaded at the first call and then kept. A failed load is tried again. */
function graphviz(): Promise<Graphviz> {
  loading ??= import("@hpcc-js/wasm-graphviz")
    .then((module) => module.Graphviz.load())
    .catch((cause: unknown) => {
      loading = undefined;
      throw new GigamineError(
        "viz/graphviz-not-loaded",
        "renderSvg: Graphviz could not be loaded. Install @hpcc-js/wasm-graphviz, and let the page run WebAssembly.",
        {},
        { cause },
      );
    });
  return loading;
}

/**
 * Lays out a graph in the DOT language and draws it as SVG, with Graphviz compiled to WebAssembly.
 *
 * The text is one `<svg>` element with `role="img"` and an `aria-label`; one unit is one pixel at the size drawn.
 * Tooltips become `<title>` elements. The same DOT gives the same bytes. The first call loads Graphviz, about 0.2 s;
 * 1,000 nodes take well under a second.
 *
 * @throws GigamineError `viz/bad-dot` with the line, when the DOT is not valid.
 */
export async function renderSvg(dot: string, options: RenderSvgOptions = {}): Promise<string> {
  const engine = await graphviz();
  let drawn: string;
  try {
    drawn = engine.layout(dot, "svg", "dot");
  } catch (cause) {
    throw dotError(cause);
  }
  if (drawn === "") throw dotError(new Error("there is no graph"));
  const body = writeXml(clean(readSvg(drawn, "renderSvg"), options));
  return options.xmlDeclaration === true ? `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n` : body;
}

function dotError(cause: unknown): GigamineError {
  const problem = (cause instanceof Error ? cause.message : String(cause)).trim();
  const line = /\bline (\d+)/.exec(problem)?.[1];
  return new GigamineError(
    "viz/bad-dot",
    `renderSvg: Graphviz cannot draw this: ${problem.split("\n")[0]}. Mend the DOT text; quote names that are not plain words.`,
    { line: line === undefined ? null : Number(line), problem },
    { cause },
  );
}

/**
 * Makes Graphviz' output fit to be read by people and screen readers. Graphviz wraps what has a tooltip as
 * `<g id="a_…"><a xlink:title="…">`; the tooltip becomes the text of the `<title>` that is there anyway, and the wrappers go.
 */
function clean(tokens: readonly XmlToken[], { title, idPrefix = "" }: RenderSvgOptions): XmlToken[] {
  const result: XmlToken[] = [];
  /** The open elements: whether their tags are kept, where the text of their `<title>` stands, where they begin. */
  const open: { kept: boolean; begin: number; title?: number }[] = [];
  let rootTitle: number | undefined;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === "end") {
      const { kept, begin } = open.pop()!;
      if (!kept) continue;
      result.push(token);
      const tag = result[begin];
      const classes = tag?.kind === "start" ? (attributeOf(tag, "class") ?? "").split(" ") : [];
      if (classes.includes(CENTRED_CLASS)) centre(result, begin);
      if (classes.includes(LIFTED_CLASS)) lift(result, begin);
      continue;
    }
    if (token.kind === "text") {
      const before = result.at(-1);
      if (before?.kind === "start" && before.name === "title") {
        const parent = open.at(-2)!;
        parent.title = result.length;
        const group = result[parent.begin];
        if (group?.kind === "start" && attributeOf(group, "class") === "graph") rootTitle = result.length;
      } else if (token.text.trim() === "" && before?.kind === "text" && before.text.trim() === "") continue;
      result.push(token);
      continue;
    }
    const wrapper = token.name === "g" && isBareAnchor(tokens[i + 1], tokens[i + 2]);
    const anchor = isBareAnchor(token, undefined);
    const tip = anchor ? attributeOf(token, "xlink:title") : undefined;
    const place = open.findLast((element) => element.title !== undefined)?.title;
    if (tip !== undefined && place !== undefined) result[place] = { kind: "text", text: tip.trim() };
    const kept = !(wrapper || anchor);
    if (!token.empty) open.push({ kept, begin: result.length });
    if (kept) result.push(rewrite(token, idPrefix));
  }
  const named = rootTitle === undefined ? undefined : result[rootTitle];
  // In names, unlike in labels, Graphviz leaves the doubling of a backslash in place.
  const name = title ?? (named?.kind === "text" ? named.text.replaceAll("\\\\", "\\") : "");
  const label = name.trim() === "" || name === "%3" ? "Graph" : name;
  if (rootTitle !== undefined) result[rootTitle] = { kind: "text", text: label };
  const root = result[0] as StartTag;
  result[0] = { ...root, attributes: [...root.attributes, ["role", "img"], ["aria-label", label]] };
  return result;
}

/** Sets the lines of text of the node that begins at `begin` in the middle of its box, one below the other. */
function centre(result: XmlToken[], begin: number): void {
  let box: { x: number; y: number } | undefined;
  const lines: { index: number; size: number }[] = [];
  for (let i = begin + 1; i < result.length; i++) {
    const token = result[i]!;
    if (token.kind !== "start") continue;
    const outline = attributeOf(token, "points") ?? attributeOf(token, "d");
    if (token.name === "text")
      lines.push({ index: i, size: lengthOf(attributeOf(token, "font-size")) ?? LABEL_SIZE });
    else if (outline !== undefined && box === undefined) box = middle(outline);
  }
  if (box === undefined) return;
  let top = box.y - (lines.reduce((sum, { size }) => sum + size, 0) * LINE_HEIGHT) / 2;
  for (const { index, size } of lines) {
    const tag = result[index] as StartTag;
    // Capitals of Inter are 0.73 font sizes high; their middle goes to the middle of the line.
    const place = {
      "text-anchor": "middle",
      x: String(round(box.x)),
      y: String(round(top + (size * LINE_HEIGHT) / 2 + 0.36 * size)),
    };
    result[index] = {
      ...tag,
      attributes: tag.attributes.map(
        ([name, value]) => [name, place[name as keyof typeof place] ?? value] as const,
      ),
    };
    top += size * LINE_HEIGHT;
  }
}

/** Moves the text of the arc that begins at `begin` up a little. */
function lift(result: XmlToken[], begin: number): void {
  for (let i = begin + 1; i < result.length; i++) {
    const tag = result[i]!;
    if (tag.kind !== "start" || tag.name !== "text") continue;
    const raised = (y: string) => String(round(Number(y) - 2));
    result[i] = {
      ...tag,
      attributes: tag.attributes.map(([name, v]) => [name, name === "y" ? raised(v) : v]),
    };
  }
}

/** The middle of the smallest upright box around the points of a polygon or a path with absolute coordinates. */
function middle(outline: string): { x: number; y: number } | undefined {
  const numbers = (outline.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  const [left, right] = extent(numbers.filter((_, i) => i % 2 === 0));
  const [top, bottom] = extent(numbers.filter((_, i) => i % 2 === 1));
  return left === undefined || top === undefined
    ? undefined
    : { x: (left + right) / 2, y: (top + bottom) / 2 };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Whether the next tag is an `<a>` that carries a tooltip and no address. */
function isBareAnchor(token: XmlToken | undefined, following: XmlToken | undefined): boolean {
  const tag = token?.kind === "text" && token.text.trim() === "" ? following : token;
  return tag?.kind === "start" && tag.name === "a" && attributeOf(tag, "xlink:href") === undefined;
}

function rewrite(tag: StartTag, idPrefix: string): StartTag {
  const attributes: (readonly [string, string])[] = [];
  for (const [name, value] of tag.attributes) {
    if (name === "id") attributes.push([name, idPrefix + value]);
    else if (name === "font-family" && /^(Helvetica|Arial)\b/.test(value))
      attributes.push([name, FONT_FAMILY]);
    else if (tag.name === "svg" && (name === "width" || name === "height")) {
      attributes.push([name, String(lengthOf(value) ?? value)]);
    } else if (name === "xml:space") continue;
    else attributes.push([name, value]);
  }
  return { ...tag, attributes };
}
