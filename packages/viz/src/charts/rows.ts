import { max } from "d3-array";
import { COLORS } from "../palette.js";
import { ellipsize, textWidth, wrapText } from "../text/measure.js";
import type { Axis } from "./axis.js";
import { label, NARROW, rule, SMALL, TEXT, titled } from "./frame.js";

/** A row of a chart with horizontal marks. */
export interface Row {
  readonly label: string;
  /** Text at the right end. */
  readonly text: string;
  /** Colour of the text at the right end. @default the colour of text */
  readonly ink?: string | undefined;
}

/** Where the marks of a chart of rows go. */
export interface RowLayout {
  /** Pixels between which marks are drawn. */
  readonly left: number;
  readonly right: number;
  /** Middle of the mark, per row. */
  readonly middles: readonly number[];
  /** Where upright lines may run without crossing a label: from top to bottom, per stretch. */
  readonly bands: readonly (readonly [top: number, bottom: number])[];
  /** Below the last row. */
  readonly bottom: number;
  /** Labels and end texts. */
  readonly svg: readonly string[];
}

/**
 * Sets out rows: labels beside the marks, wrapped to two lines; above them when the chart is narrow. What does not fit
 * ends in an ellipsis and is whole in its title. End texts stand in a column of their own on the right.
 *
 * @param thickness Height of a mark in pixels.
 */
export function layoutRows(rows: readonly Row[], width: number, top: number, thickness: number): RowLayout {
  const narrow = width < NARROW;
  const room = narrow ? width : width * 0.32;
  const wrapped = rows.map((row) => wrapText(row.label, room, TEXT, 2));
  const column = max(wrapped.flat(), (line) => textWidth(line, TEXT)) ?? 0;
  const left = narrow ? 0 : Math.ceil(Math.min(room, column)) + 12;
  const texts = rows.map((row) => ellipsize(row.text, width * 0.3, TEXT));
  const right = width - Math.ceil(max(texts, (text) => textWidth(text, TEXT)) ?? 0) - 10;
  const svg: string[] = [];
  const middles: number[] = [];
  let y = top;
  rows.forEach((row, index) => {
    const lines = wrapped[index]!;
    const textHeight = lines.length * 15;
    const height = narrow ? textHeight + 3 + thickness : Math.max(textHeight, thickness);
    const middle = narrow ? y + textHeight + 3 + thickness / 2 : y + height / 2;
    const first = narrow ? y + 11 : y + (height - textHeight) / 2 + 11.5;
    const drawn = lines.map((line, i) =>
      label(narrow ? 0 : left - 12, first + i * 15, line, { anchor: narrow ? "start" : "end" }),
    );
    svg.push(lines.at(-1)?.endsWith("…") ? titled(row.label, ...drawn) : drawn.join(""));
    svg.push(label(width, middle + 4.3, texts[index]!, { anchor: "end", fill: row.ink ?? COLORS.text }));
    middles.push(middle);
    y += height + 10;
  });
  const bottom = y - 10;
  const bands = narrow
    ? middles.map((middle) => [middle - thickness / 2 - 2, middle + thickness / 2 + 4] as const)
    : [[top - 2, bottom + 4] as const];
  return { left, right, middles, bands, bottom, svg };
}

/** An upright line at `x` through every band. */
export function throughBands(
  bands: RowLayout["bands"],
  x: number,
  stroke: string,
  more: Readonly<Record<string, string | number>> = {},
): string {
  return bands.map(([top, bottom]) => rule([x, top], [x, bottom], stroke, more)).join("");
}

/**
 * The grid lines, tick texts and title of a horizontal axis below `bottom`. Texts that would meet are left out, and
 * none leaves the picture.
 */
export function bottomAxis(
  axis: Axis,
  bands: RowLayout["bands"],
  bottom: number,
  [left, right]: readonly [number, number],
  width: number,
): { svg: string[]; height: number } {
  const svg: string[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const { at, text } of [...axis.ticks].sort((a, b) => a.at - b.at)) {
    svg.push(throughBands(bands, at, COLORS.grid));
    const half = textWidth(text, SMALL) / 2;
    const x = Math.max(half, Math.min(width - half, at));
    if (x - half < free) continue;
    svg.push(label(x, bottom + 14, text, { anchor: "middle", size: SMALL, fill: COLORS.muted }));
    free = x + half + 8;
  }
  const title = ellipsize(axis.title, right - left, SMALL);
  if (title !== "") {
    svg.push(
      label((left + right) / 2, bottom + 30, title, { anchor: "middle", size: SMALL, fill: COLORS.muted }),
    );
  }
  return { svg, height: title === "" ? 20 : 36 };
}
