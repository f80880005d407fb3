import { scaleUtc } from "d3-scale";
import { line } from "d3-shape";
import { utcFormat } from "d3-time-format";
import { COLORS, categoryColor, type Tone, toneColor } from "../palette.js";
import { ellipsize, textWidth } from "../text/measure.js";
import { type Axis, linearAxis, type ValueOptions, valueText } from "./axis.js";
import {
  type ChartOptions,
  element,
  isDrawable,
  label,
  legend,
  NARROW,
  openFrame,
  rule,
  SMALL,
  titled,
} from "./frame.js";
import { leftAxis } from "./plot.js";
import { bottomAxis } from "./rows.js";

/** One point of a line. */
export interface LinePoint {
  /** Time in ms since the epoch, UTC; or a number, when the chart's `x` is `"number"`. */
  readonly x: number;
  /** `null` breaks the line. */
  readonly y: number | null;
  /** Draws the point large and in the colour of a fault. @default false */
  readonly flagged?: boolean | undefined;
}

/** One line. */
export interface LineSeries {
  readonly label: string;
  /** In the order in which they are joined. */
  readonly points: readonly LinePoint[];
}

/** A horizontal line, such as a target or a control limit. */
export interface ReferenceLine {
  readonly value: number;
  readonly label: string;
  /** @default "neutral" */
  readonly tone?: Tone | undefined;
}

/** How {@link lineChart} draws. @default quantity "number" */
export interface LineChartOptions extends ChartOptions, ValueOptions {
  /** Height of the whole picture in pixels, at least 160. @default 300 */
  readonly height?: number | undefined;
  /** What x is: time in UTC, or a number such as a sample's index. @default "time" */
  readonly x?: "time" | "number" | undefined;
  /** What x says, for its axis. @default none for times */
  readonly xLabel?: string | undefined;
  /** Lines across. @default none */
  readonly references?: readonly ReferenceLine[] | undefined;
  /** Whether the upright axis begins at zero. @default true for counts, shares and durations */
  readonly fromZero?: boolean | undefined;
}

/** The largest time a Date can hold. */
const LAST_TIME = 8.64e15;
const DAY = 86_400_000;
const DASHES = [undefined, "7 3", "2 3", "9 3 2 3"] as const;

/**
 * Lines over time (UTC), several series with a legend; a standalone SVG. Also control charts, by `references` and
 * `flagged` points.
 *
 * Points whose x is not finite are left out; a missing y breaks the line. Series differ by colour and by dashes.
 * Without a point to draw the picture says "No data". O(points).
 */
export function lineChart(series: readonly LineSeries[], options: LineChartOptions = {}): string {
  const { height = 300, x = "time", xLabel, quantity = "number" } = options;
  const { fromZero = quantity !== "number" } = options;
  const frame = openFrame("lineChart", "Line chart", options);
  const drawable = (value: number) => isDrawable(value) && (x === "number" || Math.abs(value) <= LAST_TIME);
  const lines = series.map(({ label: name, points }) => ({
    name,
    points: points.filter((p) => drawable(p.x)),
  }));
  const known = lines.flatMap((one) => one.points.filter((point) => isDrawable(point.y)));
  if (known.length === 0) return frame.noData();
  const references = (options.references ?? []).filter((reference) => isDrawable(reference.value));

  const key = legend(
    series.length < 2
      ? []
      : lines.map(({ name }, i) => ({
          text: name,
          mark: (left, top) =>
            rule([left, top + 5], [left + 14, top + 5], categoryColor(i), {
              "stroke-width": 2.5,
              "stroke-dasharray": DASHES[i % 4],
            }),
        })),
    0,
    frame.top,
    frame.width,
  );
  const top = frame.top + key.height + 22;
  const bottom = Math.max(top + 80, Math.max(160, height) - 40);
  const ys = [...known.map((point) => point.y!), ...references.map((reference) => reference.value)];
  if (fromZero) ys.push(0);
  const values = linearAxis(
    [ys.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.max(a, b))],
    [bottom, top],
    5,
    options,
  );
  const texts = references.map((one) =>
    ellipsize(`${one.label} ${valueText(one.value, options)}`, frame.width * 0.34, SMALL),
  );
  const margin =
    Math.ceil(Math.max(0, ...texts.map((text) => textWidth(text, SMALL)))) + (texts.length > 0 ? 8 : 4);
  const { left, right, svg: grid } = leftAxis(values, frame.width, margin);
  const xs = known.map((point) => point.x);
  const ends = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))] as const;
  const count = Math.max(2, Math.floor((right - left) / (frame.width < NARROW ? 80 : 100)));
  const across =
    x === "time"
      ? timeAxis(ends, [left, right], count, xLabel)
      : linearAxis(ends, [left, right], count, { valueLabel: xLabel });
  const below = bottomAxis(across, [[bottom, bottom + 4]], bottom + 5, [left, right], frame.width);
  const body = [
    label(0, frame.top + key.height + 9, ellipsize(values.title, frame.width, SMALL), {
      size: SMALL,
      fill: COLORS.muted,
    }),
    ...key.svg,
    ...grid,
    ...below.svg,
    rule([left, bottom], [right, bottom], COLORS.axis),
    ...referenceLines(references, texts, values, left, right, top, bottom),
  ];
  lines.forEach(({ name, points }, i) => {
    const path = line<LinePoint>()
      .defined((point) => isDrawable(point.y))
      .x((point) => across.position(point.x))
      .y((point) => values.position(point.y!))
      .digits(2)(points);
    const shown = points.filter((point) => isDrawable(point.y));
    const dots = shown.filter((point) => point.flagged === true || shown.length === 1);
    body.push(
      titled(
        name,
        ...(path === null
          ? []
          : [
              element("path", {
                class: "gigamine-line",
                d: path,
                fill: "none",
                stroke: categoryColor(i),
                "stroke-width": 2,
                "stroke-linejoin": "round",
                "stroke-linecap": "round",
                "stroke-dasharray": DASHES[i % 4],
              }),
            ]),
        ...dots.map((point) =>
          element("circle", {
            class: point.flagged === true ? "gigamine-flagged" : "gigamine-point",
            cx: across.position(point.x),
            cy: values.position(point.y!),
            r: 4,
            fill: point.flagged === true ? COLORS.bad : categoryColor(i),
            stroke: COLORS.paper,
            "stroke-width": 1.5,
          }),
        ),
      ),
    );
  });
  return frame.close(bottom + 5 + below.height, body);
}

/** Reference lines with their texts in the right margin, pushed apart where they would meet. */
function referenceLines(
  references: readonly ReferenceLine[],
  texts: readonly string[],
  axis: Axis,
  left: number,
  right: number,
  top: number,
  bottom: number,
): string[] {
  const order = references
    .map((reference, i) => ({ reference, text: texts[i]!, y: axis.position(reference.value) }))
    .sort((a, b) => a.y - b.y);
  let free = top - 20;
  const places = order.map(({ y }) => {
    free = Math.max(y + 4, free + 14);
    return free;
  });
  let limit = bottom + 4;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i]!, limit);
    limit = places[i]! - 14;
  }
  return order.map(({ reference, text, y }, i) => {
    const color =
      reference.tone === undefined || reference.tone === "neutral" ? COLORS.muted : toneColor(reference.tone);
    return titled(
      `${reference.label}`,
      rule([left, y], [right, y], color, { "stroke-width": 1.3, "stroke-dasharray": "5 3" }),
      label(right + 6, places[i]!, text, { size: SMALL, fill: color }),
    );
  });
}

/** A time axis in UTC; the texts are as fine as the span asks for. */
function timeAxis(
  [first, last]: readonly [number, number],
  range: readonly [number, number],
  count: number,
  title: string | undefined,
): Axis {
  const half = last > first ? 0 : DAY / 2;
  const from = Math.max(-LAST_TIME, first - half);
  const to = Math.min(LAST_TIME, last + half);
  const scale = scaleUtc([from, to], [...range]).clamp(true);
  const span = to - from;
  const write = utcFormat(
    span <= 2 * 60_000
      ? "%H:%M:%S"
      : span <= 2 * DAY
        ? "%d %b %H:%M"
        : span <= 300 * DAY
          ? "%d %b"
          : span <= 1200 * DAY
            ? "%b %Y"
            : "%Y",
  );
  const ticks = scale
    .ticks(count)
    .map((tick) => ({ at: scale(tick), text: write(tick).replace(/^0(?=\d )/, "") }));
  const years = utcFormat("%Y");
  const [a, b] = [years(new Date(from)), years(new Date(to))];
  const when = span <= 300 * DAY ? `${a === b ? a : `${a} to ${b}`}, UTC` : "UTC";
  return {
    position: (value) => scale(value),
    ticks,
    title: title === undefined ? when : `${title} (${when})`,
  };
}
