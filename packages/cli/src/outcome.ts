import type { Context } from "./terminal.js";

/** Done. */
export const DONE = 0;
/** A check that the user asked for failed. */
export const CHECK_FAILED = 1;
/** Bad usage, or input that can't be read. */
export const BAD_INPUT = 2;
/** Stopped by Ctrl+C, as shells report it. */
export const INTERRUPTED = 130;

/** What a command does with its context; the number is the exit code. */
export type Action = (context: Context) => Promise<number>;

/** How commands hand their work over to `main`. */
export type Run = (flags: { readonly json?: boolean }, action: Action) => Promise<void>;
