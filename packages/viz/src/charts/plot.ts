import { COLORS } from "../palette.js";
import { textWidth } from "../text/measure.js";
import type { Axis } from "./axis.js";
import { label, rule, SMALL } from "./frame.js";

/** The grid lines and tick texts of an upright axis, and the pixels between which the chart may draw. */
export function leftAxis(
  axis: Axis,
  width: number,
  marginRight = 4,
): { svg: string[]; left: number; right: number } {
  const left = Math.ceil(Math.max(12, ...axis.ticks.map((tick) => textWidth(tick.text, SMALL)))) + 8;
  const right = width - marginRight;
  const svg = axis.ticks.flatMap(({ at, text }) => [
    rule([left, at], [right, at], COLORS.grid),
    label(left - 8, at + 4, text, { anchor: "end", size: SMALL, fill: COLORS.muted }),
  ]);
  return { svg, left, right };
}
