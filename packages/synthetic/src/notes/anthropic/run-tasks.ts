import type { StopSignals } from "./asker.js";
import type { Clock } from "./clock.js";

/**
 * Works on tasks, `width` at a time. After the first error, or once `signals.launch` is aborted, no task is begun;
 * those under way end first, and then the error is thrown.
 */
export async function runTasks<T>(
  tasks: Iterable<T>,
  width: number,
  launch: AbortSignal | undefined,
  work: (task: T) => Promise<void>,
): Promise<void> {
  const queue = tasks[Symbol.iterator]();
  const errors: unknown[] = [];
  const worker = async () => {
    while (errors.length === 0 && launch?.aborted !== true) {
      const next = queue.next();
      if (next.done === true) return;
      try {
        await work(next.value);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  launch?.throwIfAborted();
  if (errors.length > 0) throw errors[0];
}

/**
 * Runs `work` with signals of two strengths: when `signal` is aborted nothing more is begun, and what is under way,
 * which has been paid for, is cut off `drainMs` later.
 */
export async function withDrain<T>(
  signal: AbortSignal | undefined,
  drainMs: number,
  clock: Clock,
  work: (signals: StopSignals) => Promise<T>,
): Promise<T> {
  if (signal === undefined) return work({ launch: undefined, cut: undefined });
  signal.throwIfAborted();
  const cut = new AbortController();
  const ended = new AbortController();
  const drain = () => {
    clock.sleep(drainMs, ended.signal).then(
      () => cut.abort(signal.reason),
      () => undefined,
    );
  };
  signal.addEventListener("abort", drain, { once: true });
  try {
    return await work({ launch: signal, cut: cut.signal });
  } finally {
    signal.removeEventListener("abort", drain);
    ended.abort();
  }
}
