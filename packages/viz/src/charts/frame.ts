import { optionError } from "@gigamine/base";
import { COLORS, FONT_FAMILY } from "../palette.js";
import { escapeXml, shortened } from "../text/escape.js";
import { textWidth, wrapText } from "../text/measure.js";

/** What every chart takes. */
export interface ChartOptions {
  /** The heading, drawn above the chart and read by screen readers. @default the kind of chart, not drawn */
  readonly title?: string | undefined;
  /** What the chart shows, in a sentence, for screen readers. @default none */
  readonly description?: string | undefined;
  /** Width in pixels, 240 to 4000; text keeps its size and the layout adapts. @default 720 */
  readonly width?: number | undefined;
}

/** Sizes of text in pixels: labels, and what explains them. */
export const TEXT = 12;
export const SMALL = 11;
const HEADING = 14;
/** Below this width labels stand above their marks instead of beside them. */
export const NARROW = 520;

type AttributeValue = string | number | undefined;

/** One SVG element; attributes are escaped, numbers kept to two decimals, `undefined` left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, AttributeValue>>,
  ...children: string[]
): string {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? number(value) : escapeXml(value!)}"`)
    .join("");
  return children.length === 0 ? `<${name}${list}/>` : `<${name}${list}>${children.join("")}</${name}>`;
}

/** A straight line. Without `fill="none"` the PNG renderer fills it with a black hairline. */
export function rule(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  stroke: string,
  more: Readonly<Record<string, AttributeValue>> = {},
): string {
  return element("line", { x1, x2, y1, y2, fill: "none", stroke, ...more });
}

/** How {@link label} draws. */
export interface LabelStyle {
  readonly anchor?: "start" | "middle" | "end";
  readonly size?: number;
  readonly weight?: 400 | 600;
  readonly fill?: string;
}

/** One line of text whose baseline is at `y`. */
export function label(x: number, y: number, text: string, style: LabelStyle = {}): string {
  const { anchor = "start", size = TEXT, weight = 400, fill = COLORS.text } = style;
  return element(
    "text",
    {
      x,
      y,
      "font-size": size,
      fill,
      "text-anchor": anchor === "start" ? undefined : anchor,
      "font-weight": weight === 400 ? undefined : weight,
    },
    escapeXml(text),
  );
}

/** A group that a pointer resting on it, and a screen reader, call `title`. */
export function titled(title: string, ...children: string[]): string {
  return element("g", {}, element("title", {}, escapeXml(shortened(title))), ...children);
}

/** A number in an attribute: at most two decimals, never `-0`. */
export function number(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** Width checked, heading laid out: what a chart draws into. */
export interface Frame {
  readonly width: number;
  /** Where the chart begins, below the heading. */
  readonly top: number;
  /** The finished picture of the given height and content. */
  readonly close: (height: number, body: readonly string[]) => string;
  /** The picture of a chart that has nothing to draw. */
  readonly noData: () => string;
}

/** Opens a chart. @param kind What it is called without a title: "Bar chart". */
export function openFrame(where: string, kind: string, options: ChartOptions): Frame {
  const { title, description, width = 720 } = options;
  if (!(width >= 240 && width <= 4000)) {
    throw optionError(
      where,
      "width",
      width,
      "Give a number of pixels from 240 to 4000; 720 suits a page, 360 a phone.",
    );
  }
  const heading = title === undefined || title.trim() === "" ? [] : wrapText(title, width * 0.92, HEADING, 3);
  const top = heading.length === 0 ? 4 : heading.length * 19 + 10;
  const close = (height: number, body: readonly string[]) =>
    element(
      "svg",
      {
        xmlns: "http://www.w3.org/2000/svg",
        width,
        height: Math.ceil(height),
        viewBox: `0 0 ${number(width)} ${Math.ceil(height)}`,
        class: "gigamine-chart",
        role: "img",
        "aria-label": title?.trim() || kind,
        "font-family": FONT_FAMILY,
        style: "max-width:100%;height:auto;font-variant-numeric:tabular-nums",
      },
      element("title", {}, escapeXml(title?.trim() || kind)),
      ...(description === undefined ? [] : [element("desc", {}, escapeXml(description))]),
      ...heading.map((line, i) => label(0, 15 + i * 19, line, { size: HEADING, weight: 600 })),
      ...body,
    );
  const noData = () =>
    close(top + 64, [
      element("rect", {
        x: 0.5,
        y: top + 0.5,
        width: width - 1,
        height: 55,
        rx: 6,
        fill: COLORS.surface,
        stroke: COLORS.grid,
      }),
      label(width / 2, top + 32, "No data", { anchor: "middle", fill: COLORS.muted }),
    ]);
  return { width, top, close, noData };
}

/** One entry of a legend. */
export interface LegendEntry {
  readonly text: string;
  /** Draws the mark in a box of 14 by 10 pixels with the given top left corner. */
  readonly mark: (x: number, y: number) => string;
}

/** A legend that wraps; gives its drawing and its height. */
export function legend(
  entries: readonly LegendEntry[],
  left: number,
  top: number,
  width: number,
): { svg: string[]; height: number } {
  const svg: string[] = [];
  let x = left;
  let y = top;
  for (const { text, mark } of entries) {
    const lines = wrapText(text, width - 22, SMALL, 2);
    const needed = 22 + Math.max(...lines.map((line) => textWidth(line, SMALL)));
    if (x > left && x + needed > left + width) {
      x = left;
      y += 18;
    }
    svg.push(mark(x, y + 2));
    lines.forEach((line, i) => {
      svg.push(label(x + 22, y + 11 + i * 14, line, { size: SMALL, fill: COLORS.muted }));
    });
    x += needed + 16;
    if (lines.length > 1) {
      x = left;
      y += 14 * lines.length + 4;
    }
  }
  return { svg, height: entries.length === 0 ? 0 : (x === left ? y : y + 18) - top + 4 };
}

/** Small print under a chart; gives its drawing and its height. */
export function note(
  text: string,
  left: number,
  top: number,
  width: number,
): { svg: string[]; height: number } {
  const lines = wrapText(text, width, SMALL, 6);
  return {
    svg: lines.map((line, i) => label(left, top + 12 + i * 15, line, { size: SMALL, fill: COLORS.muted })),
    height: lines.length * 15 + 4,
  };
}

/** A number that can be drawn. */
export function isDrawable(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}
