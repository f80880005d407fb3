import { GigamineError, quoteValue } from "@gigamine/base";

/** How good or bad something is; shown by colour and by a word or a mark, never by colour alone. */
export type Tone = "good" | "warn" | "bad" | "neutral";

/** The tone given, `"neutral"` for none; refuses what is no tone, because it would end up as a class name. */
export function knownTone(tone: Tone | undefined): Tone {
  if (tone === undefined) return "neutral";
  if (tone === "good" || tone === "warn" || tone === "bad" || tone === "neutral") return tone;
  throw new GigamineError(
    "viz/bad-tone",
    `The tone ${quoteValue(tone)} is unknown. Give "good", "warn", "bad" or "neutral", or leave it out.`,
    { tone },
  );
}

/** The colours every picture shares. Text colours reach a contrast of 4.5 : 1 on white. */
export const COLORS = {
  paper: "#ffffff",
  text: "#1f2a37",
  muted: "#5a6675",
  axis: "#9aa5b1",
  grid: "#e4e8ed",
  surface: "#f4f6f9",
  outline: "#b8c2cd",
  accent: "#2f6c9f",
  accentSoft: "#dbe8f3",
  good: "#2a7f62",
  goodSoft: "#dcefe7",
  warn: "#b3741a",
  warnSoft: "#fbecd3",
  bad: "#b5413a",
  badSoft: "#f8deda",
} as const;

/** The full colour of a tone; `neutral` and nothing give the accent. */
export function toneColor(tone: Tone | undefined): string {
  const known = knownTone(tone);
  return known === "neutral" ? COLORS.accent : COLORS[known];
}

/** Seven steps of blue for "how often", light to dark. */
export const FREQUENCY_STEPS = [
  "#f1f6fb",
  "#dfeaf5",
  "#c6daec",
  "#a3c4e0",
  "#6f9fcb",
  "#3f78ae",
  "#235a8c",
] as const;

/** The lighter half, for boxes with dark text on them. */
export const FREQUENCY_FILLS = ["#f6f9fc", "#ecf3f9", "#e0ebf5", "#d2e3f1", "#c3d9ec"] as const;

/** Seven steps of orange for "how long". */
export const DURATION_STEPS = [
  "#fdf5ea",
  "#fbe6cb",
  "#f6cf9f",
  "#edb06c",
  "#d98a3d",
  "#b96620",
  "#8f4a13",
] as const;

/**
 * Colours for kinds of things, told apart with any colour vision by hue and lightness together
 * (after Okabe and Ito, "Color Universal Design", 2008), then lighter and darker cousins.
 */
const CATEGORY_COLORS = [
  "#2f6c9f",
  "#d98a3d",
  "#2a8f74",
  "#a8567f",
  "#6fb3e0",
  "#e0c04c",
  "#b5413a",
  "#5a6675",
  "#9cc7b6",
  "#e5b99a",
  "#7a6bb0",
  "#8a9a3b",
] as const;

/** The colour of category `index`, going round. */
export function categoryColor(index: number): string {
  return CATEGORY_COLORS[index % CATEGORY_COLORS.length]!;
}

/** Dark or white, whichever is easier to read on `background` (`#rrggbb`); formula: WCAG 2.2, relative luminance. */
export function textOn(background: string): string {
  return luminance(background) > 0.32 ? COLORS.text : COLORS.paper;
}

function luminance(color: string): number {
  const channel = (offset: number) => {
    const value = Number.parseInt(color.slice(offset, offset + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/**
 * The step for `value` between 0 and `max`, on a square-root scale so that small values stay apart.
 * `value` and `max` must be finite; the first step where `max` is not positive.
 */
export function step<T>(steps: readonly T[], value: number, max: number): T {
  const share = max > 0 ? Math.sqrt(Math.min(1, Math.max(0, value / max))) : 0;
  return steps[Math.min(steps.length - 1, Math.floor(share * steps.length))]!;
}

/** The font stack of every picture. Graphviz measures with Arial; boxes leave room for the wider Inter. */
export const FONT_FAMILY = "Inter, Helvetica, Arial, sans-serif";
