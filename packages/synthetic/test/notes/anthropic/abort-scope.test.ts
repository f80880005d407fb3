import { describe, expect, it } from "@jest/globals";
import { AbortScope } from "../../../src/notes/anthropic/abort-scope.js";

/** Work that lasts until it is aborted. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });

describe("AbortScope", () => {
  it("aborts all that is under way, with the reason", async () => {
    const abort = new AbortController();
    const scope = new AbortScope(abort.signal);
    const work = [scope.run(untilAborted), scope.run(untilAborted)];
    abort.abort(new Error("enough"));
    const ends = await Promise.allSettled(work);
    expect(ends).toEqual([1, 2].map(() => ({ status: "rejected", reason: new Error("enough") })));
  });

  it("begins nothing after an abort", async () => {
    const scope = new AbortScope(AbortSignal.abort(new Error("enough")));
    let begun = false;
    const work = async () => {
      begun = true;
    };
    await expect(scope.run(work)).rejects.toThrow("enough");
    expect([begun, scope.aborted]).toEqual([false, true]);
    expect(() => scope.throwIfAborted()).toThrow("enough");
  });

  it("leaves work alone that has ended, and all work once it is closed", async () => {
    const abort = new AbortController();
    const scope = new AbortScope(abort.signal);
    const ended = await scope.run(async (signal) => signal);
    let running: AbortSignal | undefined;
    const work = scope.run(async (signal) => {
      running = signal;
      await new Promise((resolve) => setTimeout(resolve, 10));
    });
    scope.close();
    abort.abort();
    await work;
    expect([ended.aborted, running!.aborted]).toEqual([false, false]);
  });

  it("is never aborted without a signal", async () => {
    const scope = new AbortScope(undefined);
    expect(await scope.run(async (signal) => signal.aborted)).toBe(false);
    expect(scope.aborted).toBe(false);
  });
});
