import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { waitingTimes } from "../src/index.js";
import { tinyLog } from "./tiny-log.js";

describe("waitingTimes", () => {
  it("splits the time from completion to completion at the start", () => {
    const [a, b] = waitingTimes(tinyLog("1: a@0..10 b@30..50", "2: a@100..110 b@115..150"));
    expect(a).toMatchObject({
      activity: "a",
      events: 2,
      clock: "wall",
      service: { count: 2, totalMs: 20 },
      waiting: { count: 0, meanMs: null }, // nobody knows since when a first event waited
      sojourn: { count: 0, meanMs: null },
    });
    expect(b).toMatchObject({
      service: { count: 2, totalMs: 55 },
      waiting: { count: 2, totalMs: 25, minMs: 5, maxMs: 20 },
      sojourn: { count: 2, totalMs: 80 },
      startBeforePrevious: 0,
      startAfterCompletion: 0,
    });
  });

  it("knows the sojourn alone where no start is recorded: service and waiting are null, not 0", () => {
    const [a, b] = waitingTimes(tinyLog("1: a@0 b@50", "2: a@5..9"));
    expect(a).toMatchObject({ service: { count: 1, totalMs: 4 }, waiting: { count: 0 } });
    expect(b).toMatchObject({ service: null, waiting: null, sojourn: { count: 1, totalMs: 50 } });
  });

  it("takes no wait where the start lies before the previous completion, and counts it", () => {
    const [, b] = waitingTimes(tinyLog("1: a@0..10 b@4..30"));
    expect(b).toMatchObject({
      service: { totalMs: 26 },
      waiting: { totalMs: 0, count: 1 },
      sojourn: { totalMs: 20 },
      startBeforePrevious: 1,
    });
  });

  it("leaves service and waiting of a start after its completion unmeasured, and counts it", () => {
    const [, b] = waitingTimes(tinyLog("1: a@0 b@40..30"));
    expect(b).toMatchObject({
      service: { count: 0 },
      waiting: { count: 0 },
      sojourn: { count: 1, totalMs: 30 },
      startAfterCompletion: 1,
    });
  });

  it("measures what is known next to an event without a time", () => {
    const [, b, c] = waitingTimes(tinyLog("1: a@0 b@7.. c@20"));
    expect(b).toMatchObject({
      service: { count: 0 },
      waiting: { count: 1, totalMs: 7 },
      sojourn: { count: 0 },
    });
    expect(c).toMatchObject({ service: null, sojourn: { count: 0 } });
  });

  it("does not list excluded activities, and gives nothing for an empty log", () => {
    const log = tinyLog("1: a@0 REWORK_a@10 b@15");
    expect(waitingTimes(log, { excludePrefix: "REWORK_", exclude: ["a"] })).toMatchObject([
      { activity: "b", sojourn: { totalMs: 5 } },
    ]);
    expect(waitingTimes(tinyLog())).toEqual([]);
  });

  it("adds waiting and service up to the sojourn where work does not overlap", () => {
    const step = fc.record({
      wait: fc.nat(1000),
      work: fc.nat(1000),
      name: fc.constantFrom("a", "b", "constructor"),
    });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 6 }), (cases) => {
        const lines = cases.map((steps, c) => {
          let now = 0;
          const words = steps.map(({ wait, work, name }, i) => {
            const start = now + wait;
            now = start + work;
            return i === 0 ? `first@${now}` : `${name}@${start}..${now}`;
          });
          return `${c}: ${words.join(" ")}`;
        });
        for (const { activity, service, waiting, sojourn } of waitingTimes(tinyLog(...lines))) {
          if (activity !== "first") expect(waiting!.totalMs + service!.totalMs).toBe(sojourn.totalMs);
        }
      }),
      { seed: 20250202, numRuns: 100 },
    );
  });
});
