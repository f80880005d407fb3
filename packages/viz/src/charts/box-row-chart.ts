import { COLORS, type Tone, toneColor } from "../palette.js";
import { linearAxis, logAxis, type ValueOptions, valueText } from "./axis.js";
import { type ChartOptions, element, isDrawable, NARROW, note, openFrame, rule, titled } from "./frame.js";
import { bottomAxis, layoutRows } from "./rows.js";

/** The spread of one thing, such as the durations of one activity. Missing numbers are `null` and not drawn. */
export interface BoxRow {
  readonly label: string;
  /** Lower end of the thin line. */
  readonly low: number | null;
  /** First quartile. */
  readonly q1: number | null;
  readonly median: number | null;
  /** Third quartile. */
  readonly q3: number | null;
  /** Upper end of the thin line. */
  readonly high: number | null;
  readonly mean?: number | null | undefined;
  /** @default "neutral" */
  readonly tone?: Tone | undefined;
}

/** How {@link boxRowChart} draws. @default quantity "duration" */
export interface BoxRowChartOptions extends ChartOptions, ValueOptions {
  /** `"log"` when short and long stand together; values at or below 0 then stand at the left end. @default "linear" */
  readonly scale?: "linear" | "log" | undefined;
  /** What the ends of the thin line are, for the small print. @default "lowest to highest" */
  readonly whiskers?: string | undefined;
}

/**
 * Median, quartiles, mean and range of several things, one row each; a standalone SVG.
 *
 * The bar spans the quartiles, an upright line is the median, a diamond the mean, a thin line runs from low to high. The
 * text at the right is the median. Rows keep their order. No row gives a picture that says "No data". O(rows).
 */
export function boxRowChart(rows: readonly BoxRow[], options: BoxRowChartOptions = {}): string {
  const { scale = "linear", whiskers = "lowest to highest" } = options;
  const frame = openFrame("boxRowChart", "Chart of medians and quartiles", options);
  if (rows.length === 0) return frame.noData();
  const values = { ...options, quantity: options.quantity ?? ("duration" as const) };
  const write = (value: number | null | undefined) => valueText(value ?? null, values);
  const layout = layoutRows(
    rows.map((row) => ({ label: row.label, text: write(row.median) })),
    frame.width,
    frame.top,
    14,
  );
  const { left, right } = layout;
  const known = rows
    .flatMap((row) => [row.low, row.q1, row.median, row.q3, row.high, row.mean])
    .filter(isDrawable);
  const ticks = frame.width < NARROW ? 4 : 6;
  const low = known.reduce((a, b) => Math.min(a, b), 0);
  const high = known.reduce((a, b) => Math.max(a, b), 0);
  const axis =
    scale === "log"
      ? logAxis(known, [left, right], ticks, values)
      : linearAxis([low, high], [left, right], ticks, values);
  const grid = bottomAxis(axis, layout.bands, layout.bottom + 4, [left, right], frame.width);
  const body = [...grid.svg, ...layout.svg];
  rows.forEach((row, i) => {
    const y = layout.middles[i]!;
    const color = toneColor(row.tone);
    const at = (value: number | null | undefined) => (isDrawable(value) ? axis.position(value) : undefined);
    const [x0, x1, x2, x3, x4, mean] = [row.low, row.q1, row.median, row.q3, row.high, row.mean].map(at);
    const marks: string[] = [];
    if (x0 !== undefined && x4 !== undefined) {
      marks.push(rule([x0, y], [x4, y], color, { "stroke-width": 1.5 }));
      for (const x of [x0, x4]) marks.push(rule([x, y - 3.5], [x, y + 3.5], color, { "stroke-width": 1.5 }));
    }
    if (x1 !== undefined && x3 !== undefined) {
      const width = Math.max(2, Math.abs(x3 - x1));
      marks.push(
        element("rect", {
          class: "gigamine-box",
          x: Math.min(x1, x3),
          y: y - 7,
          width,
          height: 14,
          rx: Math.min(2, width / 2),
          fill: color,
          "fill-opacity": 0.45,
        }),
      );
    }
    if (x2 !== undefined) {
      marks.push(
        rule([x2, y - 9], [x2, y + 9], COLORS.text, { class: "gigamine-median", "stroke-width": 2 }),
      );
    }
    if (mean !== undefined) {
      marks.push(
        element("path", {
          d: `M${number2(mean - 4)},${number2(y)}l4,-4l4,4l-4,4z`,
          fill: COLORS.paper,
          stroke: COLORS.text,
          "stroke-width": 1.2,
        }),
      );
    }
    const said = `${row.label}: median ${write(row.median)}, middle half ${write(row.q1)} to ${write(row.q3)}, ${whiskers} ${write(row.low)} to ${write(row.high)}`;
    body.push(titled(isDrawable(row.mean) ? `${said}, mean ${write(row.mean)}` : said, ...marks));
  });
  const means = rows.some((row) => isDrawable(row.mean)) ? " Diamond: mean." : "";
  const foot = note(
    `Bar: middle half (quartiles). Upright line and number: median.${means} Thin line: ${whiskers}.${scale === "log" ? " Logarithmic scale." : ""}`,
    left,
    layout.bottom + 4 + grid.height,
    frame.width - left,
  );
  return frame.close(layout.bottom + 4 + grid.height + foot.height, [...body, ...foot.svg]);
}

function number2(value: number): number {
  return Math.round(value * 100) / 100;
}
