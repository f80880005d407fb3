import { GigamineError } from "@gigamine/base";
import { escapeXml } from "../text/escape.js";

/** A start tag; `empty` when it closes itself. */
export interface StartTag {
  readonly kind: "start";
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly empty: boolean;
}

export type XmlToken =
  | StartTag
  | { readonly kind: "end"; readonly name: string }
  | { readonly kind: "text"; readonly text: string };

const NAME = "[A-Za-z_][\\w:.-]*";
const SKIPPED = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*>/y;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
const END = new RegExp(`</(${NAME})\\s*>`, "y");
const START = new RegExp(`<(${NAME})`, "y");
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, "y");
const CLOSE = /\s*(\/?)>/y;
const TEXT = /[^<]+/y;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * Reads an SVG document into tokens with all text decoded. Comments, processing instructions and the document type
 * are left out. Strict: unbalanced tags, unknown entities and declarations inside the document type are errors, so
 * that what {@link writeXml} writes from the tokens means the same to every reader. O(length).
 *
 * @param where Name of the public function, for the message.
 */
export function readSvg(svg: string, where: string): XmlToken[] {
  const tokens: XmlToken[] = [];
  const open: string[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(svg);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  const fail = (what: string): never => {
    const line = svg.slice(0, at).split("\n").length;
    throw new GigamineError(
      "viz/bad-svg",
      `${where}: the SVG is not well-formed: ${what} in line ${line}. Give the text of one complete <svg> element.`,
      { where, line, problem: what },
    );
  };
  const decode = (text: string) =>
    text.replace(
      /&(#x?)?([0-9A-Za-z]*)(;?)/g,
      (_, numeric: string | undefined, body: string, semicolon: string) => {
        const known =
          numeric === undefined ? ENTITIES.get(body) : codePoint(body, numeric === "#x" ? 16 : 10);
        return semicolon === "" || known === undefined
          ? fail(`the entity &${numeric ?? ""}${body}; is unknown`)
          : known;
      },
    );

  if (svg.charCodeAt(0) === 0xfeff) at = 1;
  let done = false;
  while (at < svg.length) {
    if (take(SKIPPED) !== null) continue;
    const text = take(TEXT) ?? take(CDATA);
    if (text !== null) {
      const value = text[1] ?? decode(text[0]);
      if (open.length > 0) tokens.push({ kind: "text", text: value });
      else if (value.trim() !== "") fail("there is text outside the <svg> element");
      continue;
    }
    const end = take(END);
    if (end !== null) {
      const expected = open.pop();
      if (expected !== end[1])
        fail(`</${end[1]}> closes ${expected === undefined ? "nothing" : `<${expected}>`}`);
      tokens.push({ kind: "end", name: end[1]! });
      done = open.length === 0;
      continue;
    }
    const start = take(START);
    if (start === null) return fail("a < begins nothing that is known");
    const name = start[1]!;
    if (done) fail(`<${name}> follows the end of the document`);
    if (open.length === 0 && name !== "svg") fail(`the outermost element is <${name}> and not <svg>`);
    const attributes = new Map<string, string>();
    for (let attribute = take(ATTRIBUTE); attribute !== null; attribute = take(ATTRIBUTE)) {
      if (attributes.has(attribute[1]!)) fail(`<${name}> has ${attribute[1]} twice`);
      attributes.set(attribute[1]!, decode(attribute[2] ?? attribute[3] ?? ""));
    }
    const close = take(CLOSE);
    if (close === null) return fail(`<${name}> has an attribute that cannot be read`);
    const empty = close[1] === "/";
    tokens.push({ kind: "start", name, attributes: [...attributes], empty });
    if (!empty) open.push(name);
    else done = open.length === 0;
  }
  if (!done) fail(open.length === 0 ? "there is no <svg> element" : `<${open.at(-1)}> is never closed`);
  return tokens;
}

/** The tokens as text. Everything is escaped, so no token can break out of its place. */
export function writeXml(tokens: readonly XmlToken[]): string {
  const parts: string[] = [];
  for (const token of tokens) {
    if (token.kind === "text") parts.push(escapeXml(token.text));
    else if (token.kind === "end") parts.push(`</${token.name}>`);
    else {
      const attributes = token.attributes.map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join("");
      parts.push(`<${token.name}${attributes}${token.empty ? "/" : ""}>`);
    }
  }
  return parts.join("");
}

/** The value of an attribute, `undefined` when it is not there. */
export function attributeOf(tag: StartTag, name: string): string | undefined {
  return tag.attributes.find(([key]) => key === name)?.[1];
}

/** A number with or without `px` or `pt`; `undefined` for anything else, and for what is not above 0. */
export function lengthOf(text: string | undefined): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)(?:px|pt)?\s*$/.exec(text ?? "");
  const value = match === null ? Number.NaN : Number(match[1]);
  return value > 0 && Number.isFinite(value) ? value : undefined;
}

/** Width and height of an `<svg>` tag, from its attributes or else its viewBox; `undefined` when neither says. */
export function svgSize(tag: StartTag): { width: number; height: number } | undefined {
  const box = (attributeOf(tag, "viewBox") ?? "").trim().split(/[\s,]+/);
  const width = lengthOf(attributeOf(tag, "width")) ?? lengthOf(box[2]);
  const height = lengthOf(attributeOf(tag, "height")) ?? lengthOf(box[3]);
  return width === undefined || height === undefined ? undefined : { width, height };
}

function codePoint(digits: string, base: 10 | 16): string | undefined {
  if (!(base === 10 ? /^\d{1,7}$/ : /^[0-9a-fA-F]{1,6}$/).test(digits)) return undefined;
  const code = Number.parseInt(digits, base);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
