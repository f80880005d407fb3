import { COLORS, type Tone, toneColor } from "../palette.js";
import { linearAxis, type ValueOptions, valueText } from "./axis.js";
import { type ChartOptions, element, isDrawable, label, openFrame, SMALL, titled } from "./frame.js";
import { layoutRows, throughBands } from "./rows.js";

/** One bar. */
export interface Bar {
  readonly label: string;
  /** Its length; `null`, NaN and infinite values have no bar and read "–". */
  readonly value: number | null;
  /** The text at its end. @default the value with its unit */
  readonly text?: string | undefined;
  /** @default "neutral" */
  readonly tone?: Tone | undefined;
}

/** How {@link barChart} draws. @default quantity "count" */
export interface BarChartOptions extends ChartOptions, ValueOptions {}

/**
 * Horizontal bars, longest possible for the largest value, each with its label and its value; a standalone SVG.
 *
 * Lengths are in proportion to the values, from zero; negative values run to the left. Bars keep their order. No bar
 * gives a picture that says "No data". O(bars).
 */
export function barChart(bars: readonly Bar[], options: BarChartOptions = {}): string {
  const frame = openFrame("barChart", "Bar chart", options);
  if (bars.length === 0) return frame.noData();
  const values = { ...options, quantity: options.quantity ?? ("count" as const) };
  const text = (bar: Bar) => bar.text ?? valueText(bar.value, values);
  const thickness = 16;
  const heading = options.valueLabel === undefined ? 0 : 18;
  const rows = bars.map((bar) => ({ label: bar.label, text: text(bar) }));
  const layout = layoutRows(rows, frame.width, frame.top + heading, thickness);
  const known = bars.map((bar) => bar.value).filter(isDrawable);
  const low = known.reduce((a, b) => Math.min(a, b), 0);
  const high = known.reduce((a, b) => Math.max(a, b), 0);
  const axis = linearAxis([low, high], [layout.left, layout.right], 4, values);
  // Not the axis' round end but the largest value fills the width: there are no ticks to keep to.
  const [from, to] = [axis.position(low), axis.position(high)];
  const stretch = to > from ? (layout.right - layout.left) / (to - from) : 0;
  const place = (value: number) => layout.left + (axis.position(value) - from) * stretch;
  const zero = place(0);
  const body = [...layout.svg];
  bars.forEach((bar, i) => {
    if (!isDrawable(bar.value)) return;
    const end = place(bar.value);
    body.push(
      titled(
        `${bar.label}: ${text(bar)}`,
        element("rect", {
          class: "gigamine-bar",
          x: Math.min(zero, end),
          y: layout.middles[i]! - thickness / 2,
          width: Math.abs(end - zero),
          height: thickness,
          rx: Math.min(2, Math.abs(end - zero) / 2),
          fill: toneColor(bar.tone),
        }),
      ),
    );
  });
  body.push(throughBands(layout.bands, zero, COLORS.axis));
  if (heading > 0) {
    const unit = options.unit === undefined ? "" : ` (${options.unit})`;
    body.push(
      label(frame.width, frame.top + 9, options.valueLabel + unit, {
        anchor: "end",
        size: SMALL,
        fill: COLORS.muted,
      }),
    );
  }
  return frame.close(layout.bottom + 6, body);
}
