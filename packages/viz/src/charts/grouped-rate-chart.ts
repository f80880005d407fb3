import { formatCount } from "../format.js";
import { COLORS, type Tone, toneColor } from "../palette.js";
import { linearAxis, type ValueOptions, valueText } from "./axis.js";
import { type ChartOptions, element, isDrawable, NARROW, note, openFrame, titled } from "./frame.js";
import { bottomAxis, layoutRows, throughBands } from "./rows.js";

/** The rate of one group with its interval. Missing numbers are `null` and not drawn. */
export interface RateGroup {
  readonly label: string;
  readonly rate: number | null;
  /** Lower and upper end of the interval. */
  readonly low?: number | null | undefined;
  readonly high?: number | null | undefined;
  /** How many things the rate was taken over; written behind the rate. */
  readonly count?: number | null | undefined;
  /** @default "neutral" */
  readonly tone?: Tone | undefined;
}

/** How {@link groupedRateChart} draws. @default quantity "share" */
export interface GroupedRateChartOptions extends ChartOptions, ValueOptions {
  /** The rate of all groups together, drawn as a dashed line. @default none */
  readonly overall?: number | null | undefined;
  /** What the intervals are, for the small print: "95% interval (Wilson)". @default "interval" */
  readonly interval?: string | undefined;
}

/**
 * Rates by group as dots on interval bars, to compare groups without mistaking chance for difference; a standalone SVG.
 *
 * The axis begins at zero. Groups keep their order. No group gives a picture that says "No data". O(groups).
 */
export function groupedRateChart(
  groups: readonly RateGroup[],
  options: GroupedRateChartOptions = {},
): string {
  const { overall, interval = "interval" } = options;
  const frame = openFrame("groupedRateChart", "Rates by group", options);
  if (groups.length === 0) return frame.noData();
  const values = { ...options, quantity: options.quantity ?? ("share" as const) };
  const write = (value: number | null | undefined) => valueText(value ?? null, values);
  const size = (group: RateGroup) => (isDrawable(group.count) ? ` of ${formatCount(group.count)}` : "");
  const layout = layoutRows(
    groups.map((group) => ({ label: group.label, text: write(group.rate) + size(group) })),
    frame.width,
    frame.top,
    16,
  );
  const { left, right } = layout;
  const known = [...groups.flatMap((group) => [group.rate, group.low, group.high]), overall].filter(
    isDrawable,
  );
  const axis = linearAxis(
    [known.reduce((a, b) => Math.min(a, b), 0), known.reduce((a, b) => Math.max(a, b), 0)],
    [left, right],
    frame.width < NARROW ? 4 : 6,
    values,
  );
  const grid = bottomAxis(axis, layout.bands, layout.bottom + 4, [left, right], frame.width);
  const body = [...grid.svg, ...layout.svg];
  if (isDrawable(overall)) {
    const x = axis.position(overall);
    body.push(
      titled(
        `All groups: ${write(overall)}`,
        throughBands(layout.bands, x, COLORS.muted, { "stroke-width": 1.5, "stroke-dasharray": "5 3" }),
      ),
    );
  }
  groups.forEach((group, i) => {
    const y = layout.middles[i]!;
    const color = toneColor(group.tone);
    const marks: string[] = [];
    if (isDrawable(group.low) && isDrawable(group.high)) {
      const [x1, x2] = [axis.position(group.low), axis.position(group.high)];
      marks.push(
        element("rect", {
          class: "gigamine-interval",
          x: Math.min(x1, x2),
          y: y - 4,
          width: Math.max(1, Math.abs(x2 - x1)),
          height: 8,
          rx: 4,
          fill: color,
          "fill-opacity": 0.28,
        }),
      );
    }
    if (isDrawable(group.rate))
      marks.push(
        element("circle", {
          class: "gigamine-rate",
          cx: axis.position(group.rate),
          cy: y,
          r: 5,
          fill: color,
        }),
      );
    const range =
      isDrawable(group.low) && isDrawable(group.high)
        ? `, ${interval} ${write(group.low)} to ${write(group.high)}`
        : "";
    body.push(titled(`${group.label}: ${write(group.rate)}${size(group)}${range}`, ...marks));
  });
  const all = isDrawable(overall) ? ` Dashed line: all groups, ${write(overall)}.` : "";
  const foot = note(
    `Dot: rate. Bar: ${interval}.${all}`,
    left,
    layout.bottom + 4 + grid.height,
    frame.width - left,
  );
  return frame.close(layout.bottom + 4 + grid.height + foot.height, [...body, ...foot.svg]);
}
