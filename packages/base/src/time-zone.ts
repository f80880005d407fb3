import { optionError } from "./errors.js";

/** The farthest instant from 1970 that a calendar date of JavaScript can show, in ms. */
export const MAX_TIME = 8.64e15;

export const MS_PER_DAY = 86_400_000;

/** How a local time stands to the clock of its zone: once, never (skipped in spring), or twice (repeated in autumn). */
export type LocalTimeKind = "once" | "skipped" | "repeated";

/** Days whose offset is remembered; a log of ten years stays below. */
const MAX_DAYS = 10_000;

/**
 * A time zone by its IANA name, to turn local times into instants. The rules are the platform's (`Intl`).
 *
 * A local time that the clock shows twice means the first time; one that it skips is read with the offset before the
 * change, so that 02:30 becomes 03:30: the rule of RFC 5545 and of `Temporal` ("compatible"). Both are told by `kind`.
 */
export class TimeZone {
  /** Of the last local time that was turned into an instant. */
  kind: LocalTimeKind = "once";
  readonly #format: Intl.DateTimeFormat;
  /** Offset in ms by local day; NaN where the clock changes near that day. */
  readonly #days = new Map<number, number>();
  #lastDay = Number.NaN;
  #lastOffset = 0;

  constructor(name: string, where: string) {
    try {
      this.#format = new Intl.DateTimeFormat("en-US", {
        timeZone: name,
        hourCycle: "h23",
        era: "short",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
    } catch {
      throw optionError(where, "timeZone", name, 'Give an IANA name such as "Europe/Berlin" or "UTC".');
    }
  }

  /** The instant at which the zone's clock shows `local`, both in ms since 1970-01-01T00:00 (there UTC, here local). */
  toInstant(local: number): number {
    const day = Math.floor(local / MS_PER_DAY);
    const offset = day === this.#lastDay ? this.#lastOffset : this.#offsetOfDay(day);
    if (!Number.isNaN(offset)) {
      this.kind = "once";
      return local - offset;
    }
    const before = this.#offsetAt(local - MS_PER_DAY);
    const after = this.#offsetAt(local + MS_PER_DAY);
    const first = local - before;
    if (before === after) {
      this.kind = "once";
      return first;
    }
    const isFirst = this.#offsetAt(first) === before;
    const isSecond = this.#offsetAt(local - after) === after;
    this.kind = isFirst === isSecond ? (isFirst ? "repeated" : "skipped") : "once";
    return isSecond && !isFirst ? local - after : first;
  }

  #offsetOfDay(day: number): number {
    let offset = this.#days.get(day);
    if (offset === undefined) {
      // a change inside the day or a day around it shows in offsets that differ
      const start = day * MS_PER_DAY;
      offset = this.#offsetAt(start - MS_PER_DAY);
      if (
        this.#offsetAt(start + MS_PER_DAY) !== offset ||
        this.#offsetAt(start + 2 * MS_PER_DAY) !== offset
      ) {
        offset = Number.NaN;
      }
      if (this.#days.size >= MAX_DAYS) this.#days.clear();
      this.#days.set(day, offset);
    }
    this.#lastDay = day;
    this.#lastOffset = offset;
    return offset;
  }

  /** What the zone's clock is ahead of UTC at an instant, in ms. */
  #offsetAt(instant: number): number {
    const at = Math.max(-MAX_TIME, Math.min(MAX_TIME, Math.floor(instant / 1000) * 1000));
    const part: Record<string, number> = {};
    let year = 0;
    for (const { type, value } of this.#format.formatToParts(at)) {
      if (type === "era") year = value.startsWith("B") ? 1 : 0;
      else if (type !== "literal") part[type] = Number(value);
    }
    const full = year === 1 ? 1 - part["year"]! : part["year"]!;
    const local = new Date(0);
    local.setUTCFullYear(full, part["month"]! - 1, part["day"]);
    local.setUTCHours(part["hour"]!, part["minute"], part["second"]);
    return local.getTime() - at;
  }
}
