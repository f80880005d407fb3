/** One report of work under way. */
export interface Progress {
  /** What is being done, for people: "reading", "replaying". */
  readonly stage: string;
  /** How much is done, in `unit`. */
  readonly done: number;
  /** How much there is in all; `null` when it can't be known. */
  readonly total: number | null;
  /** What is counted: "bytes", "cases", "variants". */
  readonly unit: string;
}

/** What long work takes to be stopped and watched. */
export interface LongWorkOptions {
  /** Stops the work; the promise or call then throws the signal's reason. @default none */
  readonly signal?: AbortSignal | undefined;
  /** Called now and then, never per event. @default none */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Throws the signal's reason when it has been aborted; does nothing without a signal. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason;
}
