import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { passQueues, type QueueInput } from "../../src/battery-log/queues.js";

/** Lots as lists of [pool, work, rest]. */
function input(
  poolSizes: readonly number[],
  lots: readonly { at: number; visits: readonly (readonly [pool: number, work: number, rest?: number])[] }[],
): QueueInput {
  const visits = lots.flatMap((lot) => lot.visits);
  const visitOffsets = new Uint32Array(lots.length + 1);
  lots.forEach((lot, l) => {
    visitOffsets[l + 1] = visitOffsets[l]! + lot.visits.length;
  });
  return {
    releases: Float64Array.from(lots, (lot) => lot.at),
    visitOffsets,
    pool: Uint8Array.from(visits, ([pool]) => pool),
    workSeconds: Float64Array.from(visits, ([, work]) => work),
    restSeconds: Float64Array.from(visits, ([, , rest = 0]) => rest),
    poolSizes,
  };
}

const pass = (queues: QueueInput) => {
  const { start, end, resource } = passQueues(queues, () => {});
  return { start: [...start], end: [...end], resource: [...resource] };
};

describe("passQueues", () => {
  it("serves one resource's queue first come first served", () => {
    const queues = input(
      [1],
      [
        { at: 0, visits: [[0, 10]] },
        { at: 5, visits: [[0, 1]] },
        { at: 2, visits: [[0, 5]] },
      ],
    );
    // 0: 0–10. The lot of t=2 waited longer than that of t=5: 10–15, then 15–16.
    expect(pass(queues)).toEqual({ start: [0, 15, 10], end: [10, 16, 15], resource: [0, 0, 0] });
  });

  it("keeps the order of the lots when they come in the same second", () => {
    const queues = input(
      [1],
      [
        { at: 0, visits: [[0, 3]] },
        { at: 0, visits: [[0, 3]] },
      ],
    );
    expect(pass(queues).start).toEqual([0, 3]);
  });

  it("gives a lot the resource that has been idle longest", () => {
    const queues = input(
      [2],
      [
        { at: 0, visits: [[0, 10]] },
        { at: 1, visits: [[0, 2]] },
        { at: 20, visits: [[0, 1]] },
        { at: 22, visits: [[0, 1]] },
      ],
    );
    // Resource 1 is idle since 3, resource 0 since 10.
    expect(pass(queues).resource).toEqual([0, 1, 1, 0]);
  });

  it("serves the waiting before a finished lot joins the same queue again", () => {
    const queues = input(
      [1],
      [
        {
          at: 0,
          visits: [
            [0, 10],
            [0, 10],
          ],
        },
        { at: 1, visits: [[0, 5]] },
      ],
    );
    expect(pass(queues).start).toEqual([0, 15, 10]);
  });

  it("lets a lot rest without holding the resource", () => {
    const queues = input(
      [1, 1],
      [
        {
          at: 0,
          visits: [
            [0, 10, 100],
            [1, 1],
          ],
        },
        {
          at: 0,
          visits: [
            [0, 10],
            [1, 1],
          ],
        },
      ],
    );
    expect(pass(queues).start).toEqual([0, 110, 10, 20]);
  });

  it("does nothing with no lots, and nothing with a lot that makes no visit", () => {
    expect(pass(input([1], []))).toEqual({ start: [], end: [], resource: [] });
    expect(pass(input([1], [{ at: 3, visits: [] }]))).toEqual({ start: [], end: [], resource: [] });
  });

  it("counts the lots that are through", () => {
    const counted: number[] = [];
    const lots = [9, 0, 4].map((at) => ({ at, visits: [[0, 2]] as const }));
    passQueues(input([2], lots), (shipped) => counted.push(shipped));
    expect(counted).toEqual([1, 2, 3]);
  });

  it("never overlaps, never idles while someone waits, never lets a later lot overtake in a pool", () => {
    const visit = fc.tuple(
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 4 }),
    );
    const lot = fc.record({ at: fc.integer({ min: 0, max: 30 }), visits: fc.array(visit, { maxLength: 4 }) });
    const sizes = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(sizes, fc.array(lot, { maxLength: 8 }), (poolSizes, lots) => {
        const queues = input(poolSizes, lots);
        const { start, end, resource } = pass(queues);
        const ready: number[] = [];
        for (let l = 0; l < lots.length; l++) {
          let time = lots[l]!.at;
          for (let v = queues.visitOffsets[l]!; v < queues.visitOffsets[l + 1]!; v++) {
            ready[v] = time;
            expect(start[v]).toBeGreaterThanOrEqual(time);
            expect(end[v]! - start[v]!).toBe(queues.workSeconds[v]);
            time = end[v]! + queues.restSeconds[v]!;
          }
        }
        for (let p = 0; p < 2; p++) {
          const own = ready.map((_, v) => v).filter((v) => queues.pool[v] === p);
          for (const v of own) {
            expect(resource[v]).toBeLessThan(poolSizes[p]!);
            for (const w of own) {
              if (v < w && resource[v] === resource[w]) {
                expect(start[v]! >= end[w]! || start[w]! >= end[v]!).toBe(true);
              }
              if (ready[v]! < ready[w]!) expect(start[v]).toBeLessThanOrEqual(start[w]!);
            }
            for (let second = ready[v]!; second < start[v]!; second++) {
              const busy = own.filter((w) => start[w]! <= second && second < end[w]!).length;
              expect(busy).toBe(poolSizes[p]);
            }
          }
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
