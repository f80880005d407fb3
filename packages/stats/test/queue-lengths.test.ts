import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { bottlenecks, queueLengths } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

const seeded = { seed: 20250106, numRuns: 200 };

describe("queueLengths", () => {
  // b starts when the machine is free: case 1 waits from 10 to 12, case 2 from 11 to 20, case 3 from 14 to 30
  const oneMachine = tinyLog("1: a@10 b@12..20", "2: a@11 b@20..30", "3: a@14 b@30..40");

  it("counts who waits from the completion before to the start, worked by hand", () => {
    const { fromMs, toMs, queues } = queueLengths(oneMachine, { changes: true });
    expect({ fromMs, toMs }).toEqual({ fromMs: 10, toMs: 40 });
    // 1 from 10 to 11, 2 from 11 to 12, 1 from 12 to 14, 2 from 14 to 20, 1 from 20 to 30: 27 of 30
    expect(queues[1]).toEqual({
      activity: "b",
      basis: "start",
      entries: 3,
      unmeasured: 0,
      meanWaitMs: 9,
      meanLength: 27 / 30,
      maxLength: 2,
      maxAtMs: 11,
      shareOfTimeNonEmpty: 20 / 30,
      changes: { atMs: [10, 11, 12, 14, 20, 30], length: [1, 2, 1, 2, 1, 0] },
    });
    expect(queues[0]).toEqual({
      activity: "a",
      basis: "completion",
      entries: 0,
      unmeasured: 3,
      meanWaitMs: null,
      meanLength: 0,
      maxLength: 0,
      maxAtMs: null,
      shareOfTimeNonEmpty: 0,
      changes: { atMs: [], length: [] },
    });
  });

  it("counts until the completion, and says so, where an activity has no starts", () => {
    const { queues } = queueLengths(tinyLog("1: a@0..1 b@5 c@6..7", "2: a@2 b@5"));
    expect(queues).toMatchObject([
      { activity: "a", basis: "start", entries: 0, unmeasured: 2 },
      {
        activity: "b",
        basis: "completion",
        entries: 2,
        meanWaitMs: 3.5,
        maxLength: 2,
        maxAtMs: 2,
        changes: null,
      },
      { activity: "c", basis: "start", entries: 1, meanWaitMs: 1 },
    ]);
  });

  it("takes a start before the completion of the event before for no wait, and leaves out what is not known", () => {
    const log = tinyLog("1: a@10 b@5..20", "2: a@0 b@30..20", "3: a@0 b@9", "4: a b@1..2");
    expect(queueLengths(log).queues[1]).toMatchObject({
      entries: 1,
      unmeasured: 3,
      meanWaitMs: 0,
      maxLength: 0,
      maxAtMs: null,
      shareOfTimeNonEmpty: 0,
    });
    // one that has started needs no completion to have waited
    expect(queueLengths(tinyLog("1: a@0 b@10..")).queues[1]).toMatchObject({ entries: 1, meanWaitMs: 10 });
  });

  it("does not count a case that leaves when another enters beside it", () => {
    const log = tinyLog("1: a@0 b@5", "2: a@5 b@9");
    expect(queueLengths(log, { changes: true }).queues[1]).toMatchObject({
      maxLength: 1,
      shareOfTimeNonEmpty: 1,
      changes: { atMs: [0, 9], length: [1, 0] },
    });
  });

  it("has no figure over no time, and no queue in an empty log", () => {
    expect(queueLengths(tinyLog("1: a b"))).toMatchObject({
      fromMs: null,
      toMs: null,
      queues: [
        { activity: "a", meanLength: null, shareOfTimeNonEmpty: null },
        { activity: "b", entries: 0, unmeasured: 1 },
      ],
    });
    expect(queueLengths(tinyLog("1: a@5 b@5")).queues[1]).toMatchObject({ meanWaitMs: 0, meanLength: null });
    expect(queueLengths(tinyLog())).toEqual({ fromMs: null, toMs: null, queues: [] });
  });

  it("obeys Little's law, and its waits are the times of bottlenecks", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), (cases) => {
        const log = logOf(cases);
        const { queues, fromMs, toMs } = queueLengths(log);
        const times = bottlenecks(log);
        for (const { activity, entries, meanWaitMs, meanLength } of queues) {
          const total = times.find((b) => b.activity === activity)?.totalMs ?? 0;
          expect((meanWaitMs ?? 0) * entries).toBeCloseTo(total, 3);
          if (meanLength !== null) expect(meanLength * (toMs! - fromMs!)).toBeCloseTo(total, 3);
        }
      }),
      seeded,
    );
  });

  it("agrees with asking at every instant how many wait", () => {
    fc.assert(
      fc.property(arbitraryCases(), (cases) => {
        const log = logOf(cases, (t) => Math.floor(t / 40_000));
        for (const { activity, changes, maxLength, shareOfTimeNonEmpty } of queueLengths(log, {
          changes: true,
        }).queues) {
          const lengths: number[] = [];
          const [from, to] = [Math.min(...log.time), Math.max(...log.time)];
          for (let t = from; t < to; t++) {
            let waiting = 0;
            for (let c = 0; c < log.caseIds.length; c++) {
              for (let e = log.caseOffsets[c]! + 1; e < log.caseOffsets[c + 1]!; e++) {
                const isNext = log.activities[log.activity[e]!] === activity;
                if (isNext && log.time[e - 1]! <= t && t < log.time[e]!) waiting++;
              }
            }
            lengths.push(waiting);
            const last = changes!.atMs.findLastIndex((at) => at <= t);
            expect(last < 0 ? 0 : changes!.length[last]).toBe(waiting);
          }
          expect(maxLength).toBe(Math.max(0, ...lengths));
          if (to > from) {
            const nonEmpty = lengths.filter((length) => length > 0).length;
            expect(shareOfTimeNonEmpty).toBeCloseTo(nonEmpty / (to - from), 12);
          }
        }
      }),
      { ...seeded, numRuns: 60 },
    );
  });

  it("does not depend on the order of the cases nor on when the clock starts, and waits grow with the unit", () => {
    fc.assert(
      fc.property(arbitraryCases(), (cases) => {
        const figures = (rows: typeof cases, map: (t: number) => number, scale: number) =>
          queueLengths(logOf(rows, map))
            .queues.map((q) => [
              q.activity,
              q.meanLength,
              q.maxLength,
              q.meanWaitMs === null ? null : q.meanWaitMs / scale,
            ])
            .sort();
        const plain = figures(cases, (t) => t, 1);
        expect(figures(cases.toReversed(), (t) => t, 1)).toEqual(plain);
        expect(figures(cases, (t) => t + 1_700_000_000_000, 1)).toEqual(plain);
        expect(figures(cases, (t) => t * 1024, 1024)).toEqual(plain);
      }),
      seeded,
    );
  });

  it("takes an activity called __proto__, and one case of 100,000 events", () => {
    expect(queueLengths(tinyLog("1: a@0 __proto__@3")).queues[1]).toMatchObject({
      activity: "__proto__",
      meanLength: 1,
    });
    const words = Array.from({ length: 100_000 }, (_, i) => `s${i % 2}@${i}`);
    expect(queueLengths(tinyLog(`1: ${words.join(" ")}`)).queues[1]).toMatchObject({
      entries: 50_000,
      maxLength: 1,
    });
  });
});
