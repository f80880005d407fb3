import { optionError, TimeZone } from "@gigamine/base";
import type { DateOrder } from "./day-month.js";
import { type PatternReader, patternReader, type TimeFormat } from "./time-format.js";

/** Options of readers that tell how times are written. */
export interface TimeOptions {
  /**
   * How the times of the roles `timestamp` and `start` are written: `"iso"`, `"epoch-s"`, `"epoch-ms"`, `"excel"` (1900 date
   * system), or a pattern of {@link https://moment.github.io/luxon/#/parsing?id=table-of-tokens | Luxon} such as
   * `"dd.MM.yyyy HH:mm"`. The report says which was found. @default found by the column
   */
  readonly timeFormat?: TimeFormat | undefined;
  /**
   * Where times without an offset are local: any IANA name. A time that the clock skips in spring is moved on by that hour, one
   * that it shows twice in autumn means the first; both are counted as `csv/ambiguous-local-time`. @default "UTC"
   */
  readonly timeZone?: string | undefined;
  /**
   * How dates such as 03/04/2025 are meant. Without it they are refused, unless another row of the column, such as 13/04/2025,
   * decides it. @default found by the column
   */
  readonly dateOrder?: DateOrder | undefined;
}

/** How the times of a column are to be read. */
export interface TimeRules {
  /** A named format; `null` to find it by the column. Without meaning beside a pattern. */
  readonly format: string | null;
  readonly pattern: PatternReader | null;
  /** Where local times are; `null` for UTC. */
  readonly zone: TimeZone | null;
  /** How 03/04/2025 is meant; `null` to find it by the column. */
  readonly order: DateOrder | null;
}

/** The rules without any option. */
export const FOUND_BY_COLUMN: TimeRules = { format: null, pattern: null, zone: null, order: null };

/** Checks the options. `where` is the public function, for messages. */
export async function timeRules(
  { timeFormat, timeZone = "UTC", dateOrder }: TimeOptions,
  where: string,
): Promise<TimeRules> {
  if (dateOrder !== undefined && dateOrder !== "day-first" && dateOrder !== "month-first") {
    throw optionError(where, "dateOrder", dateOrder, 'Give "day-first" or "month-first".');
  }
  const pattern = await patternReader(timeFormat, where);
  return {
    format: pattern === null ? (timeFormat ?? null) : null,
    pattern,
    zone: timeZone === "UTC" ? null : new TimeZone(timeZone, where),
    order: dateOrder ?? null,
  };
}
