import { describe, expect, it } from "@jest/globals";
import { AbortScope } from "../../../src/notes/anthropic/abort-scope.js";
import type { Clock } from "../../../src/notes/anthropic/clock.js";
import { Throttle } from "../../../src/notes/anthropic/throttle.js";
import { fakeClock } from "./fake-clock.js";

const never = new AbortScope(undefined);
const after = (throttle: Throttle, signal: "ok" | "failed", times: number) => {
  for (let i = 0; i < times; i++) throttle.report(signal);
};

describe("Throttle", () => {
  it("lets as many in as it is told, and the next when one leaves", async () => {
    const throttle = new Throttle(2, fakeClock());
    await throttle.enter(never);
    await throttle.enter(never);
    let entered = false;
    const third = throttle.enter(never).then(() => {
      entered = true;
    });
    await Promise.resolve();
    expect(entered).toBe(false);
    throttle.leave();
    await third;
    expect(entered).toBe(true);
  });

  it("takes three quarters after an overload: 8, 6, 4 (of 4.5), 3 (of 3.375)", () => {
    const clock = fakeClock();
    const throttle = new Throttle(8, clock);
    const limits = [];
    for (let i = 0; i < 4; i++) {
      limits.push(throttle.limit);
      throttle.report("overloaded", { waitMs: 1000 });
      clock.advance(1000);
    }
    expect(limits).toEqual([8, 6, 4, 3]);
  });

  it("takes the answers to requests that were under way together as one overload", () => {
    const throttle = new Throttle(8, fakeClock());
    throttle.report("overloaded", { waitMs: 1000 });
    throttle.report("overloaded", { waitMs: 2000 });
    throttle.report("overloaded", { waitMs: 500 });
    expect(throttle.limit).toBe(6);
  });

  it("never falls below one at a time, and grows by one for every 25 successes up to where it began", () => {
    const clock = fakeClock();
    const throttle = new Throttle(3, clock);
    for (let i = 0; i < 20; i++) {
      throttle.report("overloaded", { waitMs: 10 });
      clock.advance(10);
    }
    expect(throttle.limit).toBe(1);
    after(throttle, "ok", 24);
    expect(throttle.limit).toBe(1);
    after(throttle, "ok", 1);
    expect(throttle.limit).toBe(2);
    after(throttle, "ok", 100);
    expect(throttle.limit).toBe(3);
  });

  it("lets nobody in while the server asks to wait", async () => {
    const clock = fakeClock();
    const throttle = new Throttle(8, clock);
    throttle.report("overloaded", { waitMs: 7000 });
    const before = clock.now();
    await throttle.enter(never);
    expect(clock.now() - before).toBe(7000);
  });

  it("breaks when ten of the last twenty requests failed, not before", () => {
    const throttle = new Throttle(4, fakeClock());
    after(throttle, "ok", 11);
    after(throttle, "failed", 9);
    expect(throttle.broken).toBeNull();
    throttle.report("failed", { why: "Connection error." });
    expect(throttle.broken).toBe("10 of the last 20 requests failed (the last: Connection error.)");
  });

  it("breaks after five minutes of failures in a row, and not after five quiet minutes", () => {
    const clock = fakeClock();
    const throttle = new Throttle(4, clock);
    throttle.report("ok");
    clock.advance(600_000);
    throttle.report("overloaded", { waitMs: 1000 });
    expect(throttle.broken).toBeNull();
    clock.advance(299_999);
    throttle.report("overloaded", { waitMs: 1000 });
    expect(throttle.broken).toBeNull();
    clock.advance(1);
    throttle.report("overloaded", { waitMs: 1000 });
    expect(throttle.broken).toBe("no answer for 5 minutes");
  });

  it("waits no longer because the clock was set back, and still sees five minutes of failures", async () => {
    const clock = fakeClock();
    const throttle = new Throttle(4, clock);
    throttle.report("overloaded", { waitMs: 1000 });
    clock.advance(-3_600_000);
    await throttle.enter(never);
    expect(clock.slept).toEqual([]);
    throttle.report("overloaded", { waitMs: 1000 });
    clock.advance(300_000);
    throttle.report("overloaded", { waitMs: 1000 });
    expect(throttle.broken).toBe("no answer for 5 minutes");
  });

  it("lets nobody in after an abort, and keeps no place for those who were refused", async () => {
    const clock: Clock = fakeClock();
    const throttle = new Throttle(1, clock);
    const abort = new AbortController();
    abort.abort(new Error("enough"));
    await expect(throttle.enter(new AbortScope(abort.signal))).rejects.toThrow("enough");
    await throttle.enter(never);
    throttle.leave();
  });
});
