import { MS_PER_DAY, type RandomStream, type WorkCalendar } from "@gigamine/base";
import type { Sampler } from "../distributions/sampler.js";
import { negativeDuration } from "./errors.js";
import type { VisitStart } from "./model.js";
import { stretchEnd } from "./working-time.js";

/** A stretch of time, [fromMs, toMs). */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Draws of breakdowns. */
export interface Breakdowns {
  readonly timeBetween: Sampler;
  readonly repair: Sampler;
  readonly failures: RandomStream;
  readonly repairs: RandomStream;
}

/** What a member is made of. */
interface MemberSettings {
  readonly name: string;
  /** Counted in its pool. */
  readonly place: number;
  /** Counted over all pools. */
  readonly index: number;
  readonly capacity: number;
  readonly calendar: WorkCalendar | null;
  /** `null` = can do everything. */
  readonly skills: ReadonlySet<string> | null;
  readonly speed: number;
  readonly maintenance: readonly Interval[];
  readonly breakdowns: Breakdowns | null;
}

/** A machine or a person during a run. */
export class Member<Data> {
  readonly name: string;
  readonly place: number;
  readonly index: number;
  readonly capacity: number;
  readonly calendar: WorkCalendar | null;
  readonly skills: ReadonlySet<string> | null;
  readonly speed: number;
  readonly maintenance: readonly Interval[];
  readonly breakdowns: Breakdowns | null;
  /** Visits that hold it. */
  used = 0;
  /** Visits that are complete, and the time worked in them. */
  visits = 0;
  inUseMs = 0;
  /** When the last visit that held it ended. */
  freeSinceMs = Number.NEGATIVE_INFINITY;
  /** Time in use that is left before it fails. */
  untilFailureMs: number;
  /** The visit that it began last. */
  previous: VisitStart<Data> | null = null;
  /** The stretch of its calendar that was looked up last. */
  #openMs = Number.NEGATIVE_INFINITY;
  #closeMs = Number.NEGATIVE_INFINITY;

  constructor(settings: MemberSettings) {
    this.name = settings.name;
    this.place = settings.place;
    this.index = settings.index;
    this.capacity = settings.capacity;
    this.calendar = settings.calendar;
    this.skills = settings.skills;
    this.speed = settings.speed;
    this.maintenance = settings.maintenance;
    this.breakdowns = settings.breakdowns;
    this.untilFailureMs = this.#timeToFailure();
  }

  /** The first instant from `nowMs` on at which it may begin something, as far as calendar and maintenance go. `nowMs` must not fall. */
  availableFrom(nowMs: number): number {
    let at = nowMs;
    for (;;) {
      const open = this.#opening(at);
      const window = this.maintenance.find(({ fromMs, toMs }) => fromMs <= open && open < toMs);
      if (window === undefined) return open;
      at = window.toMs;
    }
  }

  /** Whether its calendar works without a break from `fromMs` to `toMs`. */
  worksThrough(fromMs: number, toMs: number): boolean {
    return this.calendar === null || stretchEnd(this.calendar, fromMs, toMs) >= toMs;
  }

  /** The first instant after `nowMs` at which its calendar opens anew; `Infinity` without a calendar. */
  nextOpening(nowMs: number): number {
    if (this.calendar === null) return Number.POSITIVE_INFINITY;
    const close = stretchEnd(this.calendar, nowMs, nowMs + longStretchMs);
    return close > nowMs + longStretchMs ? close : this.calendar.nextWorkingMs(close);
  }

  /** Draws a repair and the time in use until the next failure, at least 1 ms, so that something gets done in between. */
  repair(): number {
    if (this.breakdowns === null) return 0;
    const { repair, repairs } = this.breakdowns;
    this.untilFailureMs = this.#timeToFailure();
    return breakdownMs(repair(repairs), "failures.repairMs", this.name);
  }

  #timeToFailure(): number {
    if (this.breakdowns === null) return Number.POSITIVE_INFINITY;
    const { timeBetween, failures } = this.breakdowns;
    return Math.max(1, breakdownMs(timeBetween(failures), "failures.timeBetweenMs", this.name));
  }

  #opening(at: number): number {
    if (this.calendar === null) return at;
    if (at >= this.#closeMs) {
      this.#openMs = this.calendar.nextWorkingMs(at);
      this.#closeMs = stretchEnd(this.calendar, this.#openMs, this.#openMs + longStretchMs);
    }
    return Math.max(at, this.#openMs);
  }
}

/** Calendars around the clock are looked up a week at a time. */
const longStretchMs = 7 * MS_PER_DAY;

/** A draw in whole ms. */
function breakdownMs(draw: number, option: string, member: string): number {
  if (draw >= 0 && Number.isFinite(draw)) return Math.round(draw);
  throw negativeDuration(draw, option, { member });
}
