import { formatCount } from "../format.js";
import { COLORS, type Tone, toneColor } from "../palette.js";
import { ellipsize, textWidth } from "../text/measure.js";
import { linearAxis, type ValueOptions, valueText } from "./axis.js";
import {
  type ChartOptions,
  element,
  isDrawable,
  label,
  NARROW,
  openFrame,
  rule,
  SMALL,
  titled,
} from "./frame.js";
import { leftAxis } from "./plot.js";
import { bottomAxis } from "./rows.js";

/** One bin: how many values lie from `from` (included) to `to`. */
export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A value marked by a vertical line, such as a median or a limit. */
export interface HistogramMarker {
  readonly value: number;
  readonly label: string;
  /** @default "neutral" */
  readonly tone?: Tone | undefined;
}

/** How {@link histogram} draws. @default quantity "number" */
export interface HistogramOptions extends ChartOptions, ValueOptions {
  /** Height of the whole picture in pixels, at least 160. @default 280 */
  readonly height?: number | undefined;
  /** Values to mark. @default none */
  readonly markers?: readonly HistogramMarker[] | undefined;
  /** What is counted, for the upright axis. @default "Count" */
  readonly countLabel?: string | undefined;
}

/**
 * How often values fall into each bin; a standalone SVG. Heights show the counts, so give bins of equal width.
 *
 * Bins whose numbers are not finite are left out. No bin gives a picture that says "No data". O(bins).
 */
export function histogram(bins: readonly HistogramBin[], options: HistogramOptions = {}): string {
  const { height = 280, countLabel = "Count" } = options;
  const frame = openFrame("histogram", "Histogram", options);
  const drawn = bins.filter((bin) => isDrawable(bin.from) && isDrawable(bin.to) && isDrawable(bin.count));
  if (drawn.length === 0) return frame.noData();
  const markers = (options.markers ?? []).filter((marker) => isDrawable(marker.value));
  const edges = [...drawn.flatMap((bin) => [bin.from, bin.to]), ...markers.map((marker) => marker.value)];
  const tallest = drawn.reduce((most, bin) => Math.max(most, bin.count), 0);
  const top = frame.top + 18 + markers.length * 16;
  const bottom = Math.max(top + 60, Math.max(160, height) - 40);
  const counts = linearAxis([0, tallest], [bottom, top], 4, { quantity: "count" });
  const upright = leftAxis(counts, frame.width);
  const { left, right } = upright;
  const axis = linearAxis(
    [edges.reduce((a, b) => Math.min(a, b)), edges.reduce((a, b) => Math.max(a, b))],
    [left, right],
    frame.width < NARROW ? 4 : 8,
    options,
  );
  const below = bottomAxis(axis, [], bottom + 3, [left, right], frame.width);
  const body = [
    label(0, frame.top + 9, ellipsize(countLabel, frame.width, SMALL), { size: SMALL, fill: COLORS.muted }),
    ...upright.svg,
    ...below.svg,
  ];
  for (const bin of drawn) {
    const [x1, x2] = [axis.position(bin.from), axis.position(bin.to)];
    const y = counts.position(Math.max(0, bin.count));
    body.push(
      titled(
        `${valueText(bin.from, options)} to ${valueText(bin.to, options)}: ${formatCount(bin.count)}`,
        element("rect", {
          class: "gigamine-bin",
          x: Math.min(x1, x2) + 0.5,
          y,
          width: Math.max(0.5, Math.abs(x2 - x1) - 1),
          height: Math.max(0, bottom - y),
          fill: COLORS.accent,
        }),
      ),
    );
  }
  body.push(rule([left, bottom], [right, bottom], COLORS.axis));
  markers.forEach((marker, i) => {
    const x = axis.position(marker.value);
    const y = frame.top + 30 + i * 16;
    const text = ellipsize(`${marker.label} ${valueText(marker.value, options)}`, right - left, SMALL, 600);
    const half = textWidth(text, SMALL, 600);
    const color =
      marker.tone === undefined || marker.tone === "neutral" ? COLORS.text : toneColor(marker.tone);
    body.push(
      rule([x, y - 8], [x, bottom], color, { "stroke-width": 1.5, "stroke-dasharray": "4 3" }),
      label(x + 5 + half > right ? x - 5 : x + 5, y, text, {
        anchor: x + 5 + half > right ? "end" : "start",
        size: SMALL,
        weight: 600,
        fill: color,
      }),
    );
  });
  return frame.close(bottom + 3 + below.height, body);
}
