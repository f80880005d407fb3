import { AbortScope } from "./abort-scope.js";
import type { Clock } from "./clock.js";

/** When to stop: `launch` ends before the next request, `cut` also ends what is under way. */
export interface StopScopes {
  readonly launch: AbortScope;
  readonly cut: AbortScope;
}

/**
 * Works on tasks, `width` at a time. After the first error, or once `launch` is aborted, no task is begun; those under
 * way end first, and then the error is thrown.
 */
export async function runTasks<T>(
  tasks: Iterable<T>,
  width: number,
  launch: AbortScope,
  work: (task: T) => Promise<void>,
): Promise<void> {
  const queue = tasks[Symbol.iterator]();
  const errors: unknown[] = [];
  const worker = async () => {
    while (errors.length === 0 && !launch.aborted) {
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
  launch.throwIfAborted();
  if (errors.length > 0) throw errors[0];
}

/**
 * Scopes of two strengths: when `signal` is aborted nothing more is begun, and what is under way, which has been paid
 * for, is cut off `drainMs` later.
 */
export function stopScopes(signal: AbortSignal | undefined, drainMs: number, clock: Clock) {
  const ended = new AbortController();
  const cutter = new AbortController();
  const drain = () => {
    clock.sleep(drainMs, ended.signal).then(
      () => cutter.abort(signal?.reason),
      () => undefined,
    );
  };
  const scopes: StopScopes = { launch: new AbortScope(signal), cut: new AbortScope(cutter.signal) };
  signal?.addEventListener("abort", drain, { once: true });
  const close = () => {
    signal?.removeEventListener("abort", drain);
    scopes.launch.close();
    ended.abort();
  };
  return { scopes, close };
}
