import { GigamineError, quoteValue } from "@gigamine/base";
import { COLORS } from "../palette.js";
import { cleanText, escapeXml, oneLine, shortened } from "../text/escape.js";
import { textWidth, wrapText } from "../text/measure.js";

/** The font Graphviz measures with; it knows its metrics without any font installed. */
export const DOT_FONT = "Helvetica";
/** Size of an activity's name in points, which are also the pixels of the SVG. */
export const LABEL_SIZE = 12;
/** Size of a second line: counts, times. */
export const DETAIL_SIZE = 10;
/** Where an activity's name is broken, in pixels at LABEL_SIZE. */
const LABEL_WIDTH = 146;
const LABEL_LINES = 4;

/** Which way the picture runs: left to right, or top to bottom. */
export type Direction = "LR" | "TB";

/**
 * `text` as a quoted DOT string: quotes and backslashes are doubled up, line breaks become `\n`, and `&` becomes an
 * entity because Graphviz decodes entities in labels.
 */
function dotString(text: string): string {
  const escaped = cleanText(text.replace(/\r\n?/g, "\n"))
    .replaceAll("&", "&amp;")
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n");
  return `"${escaped}"`;
}

/** A DOT attribute list with quoted and escaped values. A {@link NodeLabel} also brings the size of its box. */
export function attributes(
  values: Readonly<Record<string, string | number | HtmlLabel | NodeLabel | undefined>>,
): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    if (typeof value !== "object") parts.push(`${name}=${dotString(String(value))}`);
    else if (!("width" in value)) parts.push(`${name}=<${value.html}>`);
    else {
      const inches = (pixels: number) => dotString(String(Math.ceil((pixels / 72) * 100) / 100));
      parts.push(
        `${name}=<${value.html}> class="${CENTRED_CLASS}" margin="0.04,0.02" ` +
          `width=${inches(value.width)} height=${inches(value.height)}`,
      );
    }
  }
  return `[${parts.join(" ")}]`;
}

/** Marks nodes whose text `renderSvg` sets anew in the middle of the box: Graphviz knows the widths of Arial only. */
export const CENTRED_CLASS = "gigamine-centred";
/** Marks arcs that run sideways: `renderSvg` lifts their text off thick lines. */
export const LIFTED_CLASS = "gigamine-lifted";
/** Height of a line of text in font sizes. */
export const LINE_HEIGHT = 1.25;

/** A Graphviz HTML-like label, already escaped. */
export interface HtmlLabel {
  readonly html: string;
}

/** A label and the size of the box that holds it, in pixels. */
export interface NodeLabel extends HtmlLabel {
  readonly width: number;
  readonly height: number;
}

/** A label of a name, wrapped and after four lines shortened, and smaller lines below it in their own colour. */
export function nodeLabel(
  name: string,
  details: readonly string[] = [],
  detailColor: string = COLORS.muted,
): NodeLabel {
  const names = wrapText(cleanText(shortened(name)), LABEL_WIDTH, LABEL_SIZE, LABEL_LINES);
  const small = details.flatMap((detail) =>
    wrapText(cleanText(shortened(detail)), LABEL_WIDTH * 1.2, DETAIL_SIZE, 2),
  );
  const widest = Math.max(
    ...names.map((line) => textWidth(line, LABEL_SIZE)),
    ...small.map((line) => textWidth(line, DETAIL_SIZE)),
  );
  return {
    html: [
      ...names.map(htmlText),
      ...small.map(
        (line) => `<FONT POINT-SIZE="${DETAIL_SIZE}" COLOR="${detailColor}">${htmlText(line)}</FONT>`,
      ),
    ].join("<BR/>"),
    width: widest + 16,
    height: LINE_HEIGHT * (names.length * LABEL_SIZE + small.length * DETAIL_SIZE) + 12,
  };
}

/** Lines of text beside a node, of their own size and not that of the node's sign. */
export function besideLabel(lines: readonly string[]): HtmlLabel {
  const html = lines
    .flatMap((line) => wrapText(cleanText(shortened(line)), LABEL_WIDTH, DETAIL_SIZE, LABEL_LINES))
    .map(htmlText)
    .join("<BR/>");
  return { html: `<FONT POINT-SIZE="${DETAIL_SIZE}">${html}</FONT>` };
}

/** Text of an HTML-like label. Backslashes are doubled because Graphviz expands `\N` and its kin in there too. */
function htmlText(text: string): string {
  return text === "" ? "&#160;" : escapeXml(text).replaceAll("\\", "\\\\");
}

/** The attribute that keeps the text of sideways arcs clear of the line. */
export function lifted(direction: Direction): Record<string, string> {
  return direction === "LR" ? { class: LIFTED_CLASS } : {};
}

/** What a pointer resting on an element reads, and a screen reader says. */
export function tooltip(...parts: readonly (string | null | undefined)[]): string {
  const known = parts.filter((part) => part !== null && part !== undefined && part !== "");
  // Graphviz expands `\N` and its kin twice in tooltips, so backslashes are doubled here and in dotString.
  return oneLine(known.join(", ")).replaceAll("\\", "\\\\") || " ";
}

/** The first lines of a graph: direction, fonts, and the title that becomes the picture's name. */
export function graphHeader(
  title: string,
  direction: Direction,
  extra: Record<string, string | number>,
): string[] {
  return [
    `digraph ${dotString(oneLine(title))} {`,
    `  graph ${attributes({ rankdir: direction, bgcolor: "transparent", fontname: DOT_FONT, pad: 0.1, ...extra })}`,
  ];
}

/** Refuses a list that is not aligned with what it decorates. */
export function checkLength(
  where: string,
  option: string,
  list: readonly unknown[] | undefined,
  expected: number,
  what: string,
): void {
  if (list === undefined || list.length === expected) return;
  throw new GigamineError(
    "viz/length-mismatch",
    `${where}: option ${option} has ${list.length} entries, but there are ${expected} ${what}. ` +
      `Give one entry for each of the ${what}, in their order; null where there is nothing to show.`,
    { where, option, length: list.length, expected },
  );
}

/** Refuses a colour that is not `#rrggbb`. */
export function checkColor(where: string, option: string, color: string): string {
  if (/^#[0-9a-f]{6}$/i.test(color)) return color.toLowerCase();
  throw new GigamineError(
    "viz/bad-color",
    `${where}: option ${option} holds the colour ${quoteValue(color)}. Write colours as #rrggbb, such as #d98a3d.`,
    { where, option, color },
  );
}
