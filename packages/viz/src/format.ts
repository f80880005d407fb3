import { format } from "d3-format";

/** What stands for a number that is missing or not finite. */
const NOTHING = "–";
const MINUS = "−";
const grouped = format(",");
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A duration for people, with its unit: `"350 ms"`, `"12.5 s"`, `"4 min 30 s"`, `"14 min"`, `"2 h 14 min"`, `"3.2 d"`.
 *
 * Rounded to about three digits; days (24 h) are the largest unit. A missing value (`null`, NaN, infinite) is `"–"`.
 *
 * @param ms Milliseconds; negative values get a minus sign.
 */
export function formatDuration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return NOTHING;
  const size = Math.abs(ms);
  // Each step is taken on the value as it will be shown, so that 59.99 s reads "1 min" and not "60 s".
  const text =
    size === 0
      ? "0 s"
      : size < 999.5
        ? `${size < 10 ? fixed(size, 1) : Math.round(size)} ms`
        : size < 59_500
          ? `${fixed(size / SECOND, size < 9_995 ? 2 : 1)} s`
          : size < 10 * MINUTE - 500
            ? twoUnits(Math.round(size / SECOND), 60, "min", "s")
            : size < HOUR - MINUTE / 2
              ? `${Math.round(size / MINUTE)} min`
              : size < DAY - MINUTE / 2
                ? twoUnits(Math.round(size / MINUTE), 60, "h", "min")
                : days(size / DAY);
  return ms < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/**
 * A count with thousands separators: `"1,234,567"`; at most one decimal below 1,000 and none above: `"12.3"`.
 * From 10^15 on in powers of ten. A missing value is `"–"`.
 */
export function formatCount(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NOTHING;
  const size = Math.abs(value);
  const text = size >= 1e15 ? format(".2~e")(size) : size < 1000 ? fixed(size, 1) : grouped(Math.round(size));
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** A measured number with three significant digits and, below 10^15, thousands separators: `"0.0123"`, `"48.3"`, `"1,230"`. A missing value is `"–"`. */
export function formatNumber(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NOTHING;
  const size = Math.abs(value);
  if (size >= 1000) return formatCount(value);
  const text = size !== 0 && size < 1e-4 ? format(".2~e")(size) : format(".3~r")(size);
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/**
 * A share as a percentage: `0.1234` gives `"12.3%"`. Never rounded up to all or down to nothing: `0.99999` gives
 * `">99.9%"`, `0.00001` gives `"<0.1%"`. A missing value is `"–"`.
 *
 * @param share A number, usually in [0, 1]; others are shown as they are.
 */
export function formatShare(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return NOTHING;
  if (share > 0 && share < 0.001) return "<0.1%";
  if (share > 0.999 && share < 1) return ">99.9%";
  const percent = Math.abs(share) * 100;
  const text = percent >= 1000 ? formatCount(Math.round(percent)) : fixed(percent, 1);
  return `${share < 0 && /[1-9]/.test(text) ? MINUS : ""}${text}%`;
}

function days(value: number): string {
  return `${value < 99.95 ? fixed(value, 1) : formatCount(Math.round(value))} d`;
}

function twoUnits(total: number, base: number, large: string, small: string): string {
  const rest = total % base;
  return rest === 0 ? `${total / base} ${large}` : `${Math.floor(total / base)} ${large} ${rest} ${small}`;
}

/** At most `decimals` decimals, without trailing zeros. */
function fixed(value: number, decimals: number): string {
  return format(`,.${decimals}~f`)(value);
}
