import { formatCount, formatShare } from "../format.js";
import { COLORS, categoryColor, textOn } from "../palette.js";
import { textWidth } from "../text/measure.js";
import {
  type ChartOptions,
  element,
  label,
  legend,
  number,
  openFrame,
  SMALL,
  TEXT,
  titled,
} from "./frame.js";

/** One variant: the activities of its cases in order, and how many cases took it. */
export interface VariantRow {
  readonly activities: readonly string[];
  readonly count: number | null;
  /** Its share of all cases. */
  readonly share?: number | null | undefined;
}

/** How {@link variantChart} draws. */
export interface VariantChartOptions extends ChartOptions {
  /** At most this many variants, from the first. @default 10 */
  readonly maxVariants?: number | undefined;
  /** Longer variants are cut after this many steps, and say so. @default 60 */
  readonly maxSteps?: number | undefined;
}

/**
 * The first variants as rows of chevrons, one colour and number for each activity, with count and share and a legend;
 * a standalone SVG.
 *
 * Numbers follow the first appearance. Long variants take several lines. Where variants are left out, the small print
 * says how many. No variant gives a picture that says "No data". O(steps drawn).
 */
export function variantChart(variants: readonly VariantRow[], options: VariantChartOptions = {}): string {
  const { maxVariants = 10, maxSteps = 60 } = options;
  const frame = openFrame("variantChart", "Most frequent variants", options);
  const rows = variants.slice(0, Math.max(0, maxVariants));
  if (rows.length === 0) return frame.noData();
  const { width } = frame;
  const numbers = new Map<string, number>();
  for (const row of rows) {
    for (const name of row.activities.slice(0, maxSteps))
      if (!numbers.has(name)) numbers.set(name, numbers.size);
  }
  const side = Math.max(...rows.map((row) => textWidth(formatCount(row.count), TEXT, 600)), 40) + 4;
  const shares = Math.max(...rows.map((row) => textWidth(formatShare(row.share ?? null), SMALL)), 30);
  const left = Math.ceil(side + shares) + 18;
  const longest = Math.max(1, ...rows.map((row) => Math.min(row.activities.length, maxSteps)));
  const chip = Math.max(24, Math.min(44, (width - left - 6) / longest));
  const perLine = Math.max(1, Math.floor((width - left - 6) / chip));
  const body: string[] = [];
  let y = frame.top + 4;
  rows.forEach((row, index) => {
    const steps = row.activities.slice(0, maxSteps);
    const lines = Math.max(1, Math.ceil(steps.length / perLine));
    const cut = row.activities.length - steps.length;
    body.push(
      label(side, y + 15, formatCount(row.count), { anchor: "end", weight: 600 }),
      label(side + 10 + shares, y + 15, formatShare(row.share ?? null), {
        anchor: "end",
        size: SMALL,
        fill: COLORS.muted,
      }),
    );
    const chips = steps.map((name, i) => {
      const code = numbers.get(name)!;
      const fill = categoryColor(code);
      const x = left + (i % perLine) * chip;
      const top = y + Math.floor(i / perLine) * 26;
      return (
        element("path", { class: "gigamine-chip", d: chevron(x, top, chip), fill }) +
        label(x + chip / 2 + 2, top + 15, String(code + 1), {
          anchor: "middle",
          size: SMALL,
          weight: 600,
          fill: textOn(fill),
        })
      );
    });
    if (steps.length === 0)
      chips.push(label(left, y + 15, "no activity", { size: SMALL, fill: COLORS.muted }));
    const more = cut > 0 ? `, and ${formatCount(cut)} more steps` : "";
    body.push(
      titled(`Variant ${index + 1}, ${formatCount(row.count)} cases: ${steps.join(", ")}${more}`, ...chips),
    );
    y += lines * 26 + 6;
    if (cut > 0) {
      body.push(
        label(left, y + 4, `and ${formatCount(cut)} more steps`, { size: SMALL, fill: COLORS.muted }),
      );
      y += 18;
    }
  });
  const key = legend(
    [...numbers].map(([name, code]) => ({
      text: name,
      mark: (x, top) => {
        const fill = categoryColor(code);
        return (
          element("rect", { class: "gigamine-key", x, y: top - 3, width: 17, height: 15, rx: 3, fill }) +
          label(x + 8.5, top + 8.2, String(code + 1), {
            anchor: "middle",
            size: 10,
            weight: 600,
            fill: textOn(fill),
          })
        );
      },
    })),
    0,
    y + 8,
    width,
  );
  body.push(...key.svg);
  let bottom = y + 8 + key.height;
  if (rows.length < variants.length) {
    const text = `The first ${formatCount(rows.length)} of ${formatCount(variants.length)} variants.`;
    body.push(label(0, bottom + 12, text, { size: SMALL, fill: COLORS.muted }));
    bottom += 18;
  }
  return frame.close(bottom, body);
}

/** A band of 22 pixels that ends in a point to the right and begins with the notch of the one before. */
function chevron(x: number, y: number, width: number): string {
  const tip = 6;
  const end = number(x + width - 1.5);
  return `M${number(x)},${number(y)}L${end},${number(y)}L${number(x + width - 1.5 + tip)},${number(y + 11)}L${end},${number(y + 22)}L${number(x)},${number(y + 22)}L${number(x + tip)},${number(y + 11)}Z`;
}
