import { anthropicClient } from "./anthropic-client.js";
import { Asker } from "./asker.js";
import type { Clock } from "./clock.js";
import type { ModelClient } from "./model-client.js";
import { type AskOptions, askSettings } from "./options.js";
import { Throttle } from "./throttle.js";

/** Ready to ask, with nothing loaded or connected yet. */
export interface Asking {
  readonly clock: Clock;
  readonly drainMs: number;
  /** An asker with a pace of its own; all askers share client, cache and ledger. */
  newAsker(): Asker;
}

/** Makes askers from options that have been checked. @throws GigamineError `notes/no-prices`. */
export function prepareAsking(options: AskOptions): Asking {
  const settings = askSettings(options);
  const { clock, drainMs, concurrency } = settings;
  let connected: Promise<ModelClient> | undefined;
  const client = () => {
    connected ??= anthropicClient(options, clock);
    return connected;
  };
  return {
    clock,
    drainMs,
    newAsker: () => new Asker({ ...settings, client, throttle: new Throttle(concurrency, clock) }),
  };
}
