/**
 * An abort signal for many pieces of work at the same time. Each piece gets a signal of its own that is dropped when it
 * ends: listeners on one shared signal would pile up, because not all who listen take their listeners away.
 */
export class AbortScope {
  readonly #signal: AbortSignal | undefined;
  readonly #running = new Set<AbortController>();
  readonly #abortAll = () => {
    for (const controller of this.#running) controller.abort(this.#signal?.reason);
  };

  /** @param signal `undefined`: never aborted. */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener("abort", this.#abortAll, { once: true });
  }

  get aborted(): boolean {
    return this.#signal?.aborted === true;
  }

  /** Throws the reason of the abort, if there was one. */
  throwIfAborted(): void {
    this.#signal?.throwIfAborted();
  }

  /** Does a piece of work with a signal that is aborted with the scope. @throws The reason, when it is aborted already. */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.throwIfAborted();
    const controller = new AbortController();
    this.#running.add(controller);
    try {
      return await work(controller.signal);
    } finally {
      this.#running.delete(controller);
    }
  }

  /** Stops listening. */
  close(): void {
    this.#signal?.removeEventListener("abort", this.#abortAll);
  }
}
