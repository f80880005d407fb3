import type { AbortScope } from "./abort-scope.js";
import type { Clock } from "./clock.js";

const successesPerStep = 25;
const decrease = 0.75;
const breakerWindow = 20;
const breakerShare = 0.5;
const breakerMs = 5 * 60_000;

/** How a request went, as far as the pace is concerned. */
export type PaceSignal = "ok" | "overloaded" | "failed";

/**
 * Paces requests: at most `concurrency` at a time, fewer after the server says it is overloaded (× 0.75, and one more
 * for every 25 successes: additive increase, multiplicative decrease), none while it asks to wait, and none any more
 * when it keeps failing: half of the last 20 requests failed, or none succeeded for 5 minutes.
 */
export class Throttle {
  readonly #maximum: number;
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #limit: number;
  #active = 0;
  #successes = 0;
  #pausedSince = 0;
  #pausedUntil = 0;
  #failingSince: number | null = null;
  #recent: boolean[] = [];
  #open: string | null = null;

  constructor(concurrency: number, clock: Clock) {
    this.#maximum = concurrency;
    this.#limit = concurrency;
    this.#clock = clock;
  }

  /** Why nothing is sent any more; `null` while all is well. */
  get broken(): string | null {
    return this.#open;
  }

  /** How many requests may be under way at the moment; at least 1. */
  get limit(): number {
    return Math.max(1, Math.floor(this.#limit));
  }

  /** Waits for a place. Every call is followed by one of {@link leave}. */
  async enter(scope: AbortScope): Promise<void> {
    while (this.#active >= this.limit) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#active++;
    try {
      scope.throwIfAborted();
      for (let wait = this.#pause(); wait > 0; wait = this.#pause()) {
        await scope.run((signal) => this.#clock.sleep(wait, signal));
      }
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  /** Gives the place back. */
  leave(): void {
    this.#active--;
    for (let free = this.limit - this.#active; free > 0; free--) this.#waiting.shift()?.();
  }

  /** Tells how a request went: of one that overloaded the server how long to wait, of one that failed why. */
  report(signal: PaceSignal, { waitMs = 0, why }: { waitMs?: number; why?: string } = {}): void {
    const now = this.#clock.now();
    if (signal === "ok") {
      this.#failingSince = null;
      this.#successes++;
      if (this.#successes % successesPerStep === 0) this.#limit = Math.min(this.#maximum, this.#limit + 1);
    } else {
      this.#failingSince = Math.min(this.#failingSince ?? now, now);
      if (now - this.#failingSince >= breakerMs) this.#open = "no answer for 5 minutes";
    }
    if (signal === "overloaded") {
      // The answers to requests that were under way together are one sign of overload, not many.
      const rest = this.#pause();
      if (rest <= 0) this.#limit = Math.max(1, this.#limit * decrease);
      this.#pausedSince = now;
      this.#pausedUntil = now + Math.max(rest, waitMs);
    } else {
      this.#count(signal === "ok", why);
    }
  }

  /** What is left of the pause; nothing when the clock was set back behind its beginning. */
  #pause(): number {
    const now = this.#clock.now();
    return now < this.#pausedSince ? 0 : this.#pausedUntil - now;
  }

  #count(ok: boolean, why: string | undefined): void {
    this.#recent = [...this.#recent, ok].slice(-breakerWindow);
    const failures = this.#recent.filter((each) => !each).length;
    if (this.#recent.length === breakerWindow && failures >= breakerWindow * breakerShare) {
      const last = why === undefined ? "" : ` (the last: ${why})`;
      this.#open = `${failures} of the last ${breakerWindow} requests failed${last}`;
    }
  }
}
