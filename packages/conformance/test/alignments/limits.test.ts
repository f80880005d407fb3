import { traces } from "@gigamine/testkit";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { alignments } from "../../src/index.js";
import { n1, net } from "../nets.js";
import { expectAlignment, wordsOf } from "./alignment-facts.js";
import { hardCase } from "./hard-case.js";

describe("limits of alignments", () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("ends within maxStates, with an alignment and bounds of the optimum, on a model and log that blow up", () => {
    const [log, model] = hardCase(8, 5, 2);
    const small = alignments(log, model, { maxStates: 2_000 }).variants;
    const large = alignments(log, model, { maxStates: 12_000 }).variants;
    for (const [variants, maxStates] of [
      [small, 2_000],
      [large, 12_000],
    ] as const) {
      variants.forEach((variant, v) => {
        expectAlignment(variant, wordsOf(log, v), model);
        expect(variant.status).toBe("bounded");
        // The state that meets the limit may still lead to a few more.
        expect(variant.states).toBeLessThan(maxStates + 100);
        expect(variant.lowerBound).toBeGreaterThan(0);
      });
    }
    small.forEach(({ lowerBound, upperBound }, v) => {
      expect(large[v]!.lowerBound).toBeGreaterThanOrEqual(lowerBound);
      expect(large[v]!.lowerBound).toBeLessThanOrEqual(upperBound);
      // Deleting all 40 events and doing all 40 steps would cost 80.
      expect(large[v]!.upperBound).toBeLessThan(40);
    });
  }, 20_000);

  it("holds the memory that states take to some 200 bytes each", () => {
    const [log, model] = hardCase(12, 8);
    const before = process.memoryUsage().arrayBuffers;
    const { states } = alignments(log, model, { maxStates: 100_000, method: "dijkstra" });
    const used = process.memoryUsage().arrayBuffers - before;
    expect(states).toBeGreaterThan(87_000);
    // Tables double as they grow: up to four times what is in them for a moment.
    expect(used).toBeLessThan(100_000 * (200 + model.net.places.length) * 4);
  }, 20_000);

  it("finds the cost of the empty trace whatever maxStates, so that there always is an alignment", () => {
    const [log, model] = hardCase(6, 4);
    const [{ emptyTraceCost, variants }, full] = [
      alignments(log, model, { maxStates: 1 }),
      alignments(log, model),
    ];
    expect(emptyTraceCost).toBe(full.emptyTraceCost);
    expectAlignment(variants[0]!, wordsOf(log, 0), model);
    expect(variants[0]).toMatchObject({ status: "bounded", cost: 48 });
    expect(variants[0]!.lowerBound).toBeLessThanOrEqual(full.variants[0]!.cost);
  });

  it("gives bounds from a table that is cut off", () => {
    const trace = "a b c b c a a c b a b c c b a c a b";
    const model = net(["a: start -> p q", "b: p -> r", "c: q -> s", ": r s -> start", ": r s -> end"]);
    const optimum = alignments(traces(trace), model).variants[0]!;
    expect(optimum).toMatchObject({ status: "optimal", method: "blocks" });
    for (const maxStates of [1, 5, 10, 15, 20, 30]) {
      const [variant] = alignments(traces(trace), model, { maxStates }).variants;
      expectAlignment(variant!, trace.split(" "), model);
      expect(variant!.lowerBound).toBeLessThanOrEqual(optimum.cost);
      expect(variant!.upperBound).toBeGreaterThanOrEqual(optimum.cost);
      expect(variant!.status).toBe(maxStates < optimum.states ? "bounded" : "optimal");
    }
  });

  it("spends maxStatesInAll in the order of the variants", () => {
    const [log, model] = hardCase(6, 4, 4);
    const alone = alignments(log, model).variants;
    const maxStatesInAll = alone[0]!.states + Math.floor(alone[1]!.states / 2);
    const { variants, openVariants } = alignments(log, model, { maxStatesInAll });
    expect(variants[0]).toEqual(alone[0]);
    expect(variants.map(({ status }) => status)).toEqual(["optimal", "bounded", "bounded", "bounded"]);
    expect(openVariants).toBe(3);
    expect(variants.reduce((sum, { states }) => sum + states, 0)).toBeLessThan(maxStatesInAll + 100);
    variants.forEach((variant, v) => {
      expectAlignment(variant, wordsOf(log, v), model);
      expect(variant.lowerBound).toBeLessThanOrEqual(alone[v]!.cost);
    });
  }, 20_000);

  it("ends when the time for one alignment is over, with status timed-out and bounds", () => {
    const [log, model] = hardCase(10, 6, 2);
    const started = performance.now();
    const { variants } = alignments(log, model, { timeLimitMs: 100, maxStates: 100_000_000 });
    expect(performance.now() - started).toBeLessThan(5_000); // 200 ms and two dives; machines may be busy
    variants.forEach((variant, v) => {
      expectAlignment(variant, wordsOf(log, v), model);
      expect(variant.status).toBe("timed-out");
      expect(variant.lowerBound).toBeGreaterThan(0);
    });
  }, 20_000);

  it("ends when the time for all is over; the variants after that get what costs no time", () => {
    const [log, model] = hardCase(10, 6, 5);
    let now = 0;
    // A clock that goes on by one second at each look: the first look after the start ends the time.
    jest.spyOn(performance, "now").mockImplementation(() => {
      now += 1_000;
      return now;
    });
    const { variants } = alignments(log, model, { timeLimitMsInAll: 2_500, maxStates: 50_000 });
    expect(variants.map(({ status }) => status)).toEqual(new Array(5).fill("timed-out"));
    for (const { states } of variants) expect(states).toBeLessThan(20_000);
  }, 20_000);

  it("never looks at the clock without a limit of time", () => {
    const clock = jest.spyOn(performance, "now");
    alignments(...hardCase(5, 3));
    expect(clock).not.toHaveBeenCalled();
  });

  it.each([
    ["maxStates", 0],
    ["maxStates", 1.5],
    ["maxStatesInAll", -1],
    ["timeLimitMs", 0],
    ["timeLimitMsInAll", Number.NaN],
    ["timeLimitMs", "1s"],
  ])("refuses %s: %s", (option, value) => {
    expect(() => alignments(traces("a"), n1, { [option]: value } as never)).toThrow(
      expect.objectContaining({
        code: "option/out-of-range",
        message: expect.stringContaining(`alignments: option ${option} is `),
      }),
    );
  });

  describe("an abort", () => {
    const reason = new Error("enough");

    it("is seen before anything is done", () => {
      expect(() => alignments(traces("a c d e h"), n1, { signal: AbortSignal.abort(reason) })).toThrow(
        reason,
      );
    });

    it.each(["dijkstra", "a-star"] as const)(
      "is seen after some ten thousand states of plain search, in %s",
      (method) => {
        const [log, model] = hardCase(12, 8);
        const controller = new AbortController();
        let looks = 0;
        const onProgress = () => {
          looks++;
          if (looks === 3) controller.abort(reason);
        };
        const run = (maxStates: number) =>
          alignments(log, model, { method, maxStates, signal: controller.signal, onProgress });
        expect(() => run(100_000_000)).toThrow(reason);
        expect(looks).toBe(3);
      },
      20_000,
    );

    it("is looked for at even intervals of work: every 8192 states of plain search, more often where states cost more", () => {
      const [log, model] = hardCase(12, 8);
      const looks = (method: "dijkstra" | "a-star"): number => {
        let count = 0;
        alignments(log, model, { method, maxStates: 25_000, onProgress: () => count++ });
        return count;
      };
      const dijkstra = looks("dijkstra");
      expect(dijkstra).toBeGreaterThanOrEqual(1); // a look after each 8192 states that are looked at; more are only reached
      expect(looks("a-star")).toBeGreaterThan(dijkstra);
    }, 20_000);

    it("is seen in a table that many passages fill", () => {
      const trace = Array.from({ length: 20_000 }, (_, i) => "abcd"[(i * i + (i >> 3)) % 4]).join(" ");
      const model = net(["a: start -> p q", "b: p -> r", "c: q -> s", "d: r s -> start", ": r s -> end"]);
      const controller = new AbortController();
      let looks = 0;
      const onProgress = () => {
        looks++;
        if (looks === 2) controller.abort(reason);
      };
      expect(() => alignments(traces(trace), model, { signal: controller.signal, onProgress })).toThrow(
        reason,
      );
    });

    it("may come from onProgress between two variants", () => {
      const lines = Array.from({ length: 500 }, (_, i) => `a ${"b ".repeat(i)}c`);
      const controller = new AbortController();
      const onProgress = () => controller.abort(reason);
      expect(() => alignments(traces(...lines), n1, { signal: controller.signal, onProgress })).toThrow(
        reason,
      );
    });
  });

  it("reports variants to onProgress, all of them at the end", () => {
    const seen: unknown[] = [];
    alignments(traces("a c d e h", "a b d e g"), n1, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ stage: "aligning", done: 2, total: 2, unit: "variants" });
  });
});
