import { type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";

export interface AlignmentLimits {
  /**
   * States that the search for one alignment may reach; then the best bounds known are given. A whole number of at least 1. A state
   * takes about 100 bytes. @default 1_000_000
   */
  readonly maxStates?: number | undefined;
  /** The same for all variants together, in their order. @default Infinity */
  readonly maxStatesInAll?: number | undefined;
  /** Time for one alignment, in milliseconds, above 0; results then depend on the machine. @default Infinity */
  readonly timeLimitMs?: number | undefined;
  /** The same for all variants together, from the call on. @default Infinity */
  readonly timeLimitMsInAll?: number | undefined;
}

/** States between two looks at the signal and the clock: some milliseconds of work. */
const STRIDE = 1024;

/** Watches how much work is left: for one alignment after the other, and in all. Reads the clock only when there is a limit of time. */
export class Budget {
  readonly #maxStates: number;
  readonly #timeLimit: number;
  readonly #end: number;
  readonly #work: LongWorkOptions;
  readonly #total: number;
  #statesLeft: number;
  #done = -1;
  #limit = 0;
  #variantEnd = Number.POSITIVE_INFINITY;
  #untilLook = STRIDE;
  #lookStop: "time" | null = null;

  /** @param total Alignments to make. */
  constructor(where: string, limits: AlignmentLimits, total: number, work: LongWorkOptions) {
    const { maxStates = 1_000_000, maxStatesInAll, timeLimitMs, timeLimitMsInAll } = limits;
    this.#maxStates = wholeLimit(where, "maxStates", maxStates);
    this.#statesLeft = wholeLimit(where, "maxStatesInAll", maxStatesInAll);
    this.#timeLimit = timeLimit(where, "timeLimitMs", timeLimitMs);
    const timeInAll = timeLimit(where, "timeLimitMsInAll", timeLimitMsInAll);
    this.#end = timeInAll === Number.POSITIVE_INFINITY ? timeInAll : performance.now() + timeInAll;
    this.#total = total;
    this.#work = work;
  }

  /** Starts the next alignment. */
  begin(): void {
    this.#done++;
    this.#limit = Math.min(this.#maxStates, this.#statesLeft);
    this.#variantEnd = this.#end;
    if (this.#timeLimit < Number.POSITIVE_INFINITY) {
      this.#variantEnd = Math.min(this.#end, performance.now() + this.#timeLimit);
    }
    this.#lookStop = null;
    this.#untilLook -= STRIDE >> 6;
    if (this.#untilLook <= 0 || this.#variantEnd < Number.POSITIVE_INFINITY) this.#look();
  }

  /** Why the work on the current alignment must end after so many states; `null` when it may go on. */
  stopped(states: number): "states" | "time" | null {
    if (states >= this.#limit) return "states";
    if (--this.#untilLook <= 0) this.#look();
    return this.#lookStop;
  }

  /** Ends the current alignment, which took so many states. */
  end(states: number): void {
    this.#statesLeft = Math.max(0, this.#statesLeft - states);
  }

  #look(): void {
    const { signal, onProgress } = this.#work;
    this.#untilLook = STRIDE;
    throwIfAborted(signal);
    onProgress?.({ stage: "aligning", done: this.#done, total: this.#total, unit: "variants" });
    throwIfAborted(signal);
    this.#lookStop =
      this.#variantEnd < Number.POSITIVE_INFINITY && performance.now() >= this.#variantEnd ? "time" : null;
  }
}

function wholeLimit(where: string, option: string, value = Number.POSITIVE_INFINITY): number {
  if ((Number.isInteger(value) && value >= 1) || value === Number.POSITIVE_INFINITY) return value;
  throw optionError(where, option, value, "Give a whole number of at least 1, such as 1000000, or Infinity.");
}

function timeLimit(where: string, option: string, value = Number.POSITIVE_INFINITY): number {
  if (value > 0) return value;
  throw optionError(where, option, value, "Give milliseconds above 0, such as 10000, or Infinity.");
}
