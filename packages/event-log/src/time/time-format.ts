import { optionError } from "@gigamine/base";

/**
 * How times are written: `"iso"` (ISO 8601), `"epoch-s"` and `"epoch-ms"` (numbers since 1970 in UTC), `"excel"` (days since
 * 1899-12-30, local time), or a pattern such as `"dd.MM.yyyy HH:mm"` with the tokens of
 * {@link https://moment.github.io/luxon/#/parsing?id=table-of-tokens | Luxon}.
 */
export type TimeFormat = "iso" | "epoch-s" | "epoch-ms" | "excel" | (string & {});

/** Reads texts of a pattern: local times as if their offset were zero, or instants; NaN for texts of another form. */
export interface PatternReader {
  readonly pattern: string;
  /** Whether the pattern has an offset or a zone, so that times are instants. */
  readonly hasZone: boolean;
  read(text: string): number;
}

const NAMED: readonly string[] = ["iso", "epoch-s", "epoch-ms", "excel"];

/** Luxon's tokens of offsets and zones, outside quoted text. */
const ZONE_TOKENS = /Z|z/;

/**
 * The reader of a pattern; `null` for the named formats and for none. Luxon is loaded only when there is a pattern.
 *
 * @throws GigamineError `option/out-of-range` when the pattern names no whole date.
 */
export async function patternReader(format: unknown, where: string): Promise<PatternReader | null> {
  if (format === undefined || NAMED.includes(format as string)) return null;
  const remedy =
    'Give "iso", "epoch-s", "epoch-ms", "excel", or a pattern with year, month and day such as "dd.MM.yyyy HH:mm".';
  if (typeof format !== "string" || format.trim() === "") {
    throw optionError(where, "timeFormat", format, remedy);
  }
  const { DateTime } = await import("luxon");
  const options = { zone: "utc", locale: "en-US" } as const;
  const sample = DateTime.utc(2001, 11, 23, 14, 25, 36, 789, { locale: "en-US" });
  let parser: ReturnType<typeof DateTime.buildFormatParser>;
  try {
    parser = DateTime.buildFormatParser(format, options);
    // a pattern that does not tell the whole date would be filled up from today's
    const back = DateTime.fromFormatParser(sample.toFormat(format), parser, options);
    if (!back.isValid || !back.hasSame(sample, "day")) throw new Error("no whole date");
  } catch {
    throw optionError(where, "timeFormat", format, remedy);
  }
  return {
    pattern: format,
    hasZone: ZONE_TOKENS.test(format.replaceAll(/'[^']*'/g, "")),
    read: (text) => DateTime.fromFormatParser(text, parser, options).toMillis(),
  };
}
