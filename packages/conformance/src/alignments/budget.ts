import { type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";

/** How much work may be spent. Where it is not enough, the best alignment found and bounds of the optimum are given. */
export interface AlignmentLimits {
  /**
   * States that the search for one alignment may reach, some 200 bytes each. A whole number of at least 1. For the empty trace at
   * least 10,000 are allowed in any case. @default 1_000_000
   */
  readonly maxStates?: number | undefined;
  /** States for all variants together, spent in their order. A whole number of at least 1. @default Infinity */
  readonly maxStatesInAll?: number | undefined;
  /** Time for the alignment of one variant in milliseconds, above 0. What is found then depends on the machine. @default Infinity */
  readonly timeLimitMs?: number | undefined;
  /** Time for all variants together, from the call on. @default Infinity */
  readonly timeLimitMsInAll?: number | undefined;
}

/** Limits that have been checked. */
export interface CheckedLimits {
  readonly maxStates: number;
  readonly maxStatesInAll: number;
  readonly timeLimitMs: number;
  readonly timeLimitMsInAll: number;
}

export function checkLimits(where: string, limits: AlignmentLimits): CheckedLimits {
  const {
    maxStates = 1_000_000,
    maxStatesInAll = Infinity,
    timeLimitMs = Infinity,
    timeLimitMsInAll = Infinity,
  } = limits;
  for (const [option, value] of Object.entries({ maxStates, maxStatesInAll })) {
    if ((Number.isInteger(value) && value >= 1) || value === Infinity) continue;
    throw optionError(
      where,
      option,
      value,
      "Give a whole number of at least 1, such as 1000000, or Infinity.",
    );
  }
  for (const [option, value] of Object.entries({ timeLimitMs, timeLimitMsInAll })) {
    if (typeof value === "number" && value > 0) continue;
    throw optionError(where, option, value, "Give milliseconds above 0, such as 10000, or Infinity.");
  }
  return { maxStates, maxStatesInAll, timeLimitMs, timeLimitMsInAll };
}

/** The states that one variant may have at most. */
export function mostStatesOfOne({ maxStates, maxStatesInAll }: CheckedLimits): number {
  return Math.min(maxStates, maxStatesInAll);
}

/** Without the cost of the empty trace there is no alignment to fall back on. */
const LEAST_FOR_EMPTY = 10_000;

/** Work between two looks at the signal and the clock, in states of the plainest search: some ten milliseconds. */
const STRIDE = 8_192;

/** Watches over the work for one alignment after the other. Reads the clock only when there is a limit of time. */
export class Budget {
  /** States that the current alignment may reach. */
  states = 0;
  readonly #limits: CheckedLimits;
  readonly #end: number;
  readonly #work: LongWorkOptions;
  readonly #total: number;
  #statesLeft: number;
  #done = 0;
  #alignmentEnd = Infinity;
  #untilLook = STRIDE;
  #isUp = false;

  /** @param total Variants to align. */
  constructor(limits: CheckedLimits, total: number, work: LongWorkOptions) {
    this.#limits = limits;
    this.#statesLeft = limits.maxStatesInAll;
    this.#end = limits.timeLimitMsInAll === Infinity ? Infinity : performance.now() + limits.timeLimitMsInAll;
    this.#total = total;
    this.#work = work;
  }

  /** Starts the alignment of a variant when `done` others are done. */
  begin(done: number): void {
    const { timeLimitMs } = this.#limits;
    const end = timeLimitMs === Infinity ? this.#end : Math.min(this.#end, performance.now() + timeLimitMs);
    this.#begin(done, Math.min(this.#limits.maxStates, this.#statesLeft), end);
  }

  /** Starts the alignment of the empty trace, whose states and time are not those of a variant. */
  beginEmpty(): void {
    this.#begin(0, Math.max(this.#limits.maxStates, LEAST_FOR_EMPTY), this.#end);
  }

  #begin(done: number, states: number, end: number): void {
    this.#done = done;
    this.#isUp = false;
    this.states = states;
    this.#alignmentEnd = end;
    this.spend(STRIDE >> 7);
    if (end < Infinity) this.#isUp = performance.now() >= end;
  }

  /** Counts work done since the last call; whether the time for the current alignment is over. Throws when the signal says so. */
  spend(work: number): boolean {
    this.#untilLook -= work;
    if (this.#untilLook <= 0) this.#look();
    return this.#isUp;
  }

  /** Whether the time for all variants is over. */
  get allTimeIsUp(): boolean {
    return this.#isUp && this.#end < Infinity && performance.now() >= this.#end;
  }

  /** Takes the states of a variant off what there is in all. */
  end(states: number): void {
    this.#statesLeft = Math.max(0, this.#statesLeft - states);
  }

  #look(): void {
    const { signal, onProgress } = this.#work;
    this.#untilLook = STRIDE;
    throwIfAborted(signal);
    onProgress?.({ stage: "aligning", done: this.#done, total: this.#total, unit: "variants" });
    throwIfAborted(signal);
    this.#isUp = this.#alignmentEnd < Infinity && performance.now() >= this.#alignmentEnd;
  }
}
