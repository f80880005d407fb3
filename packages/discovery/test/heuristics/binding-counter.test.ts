import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { BindingCounter } from "../../src/heuristics/binding-counter.js";

describe("BindingCounter", () => {
  it("for any sets counts as a map of texts does", () => {
    const set = fc.uniqueArray(fc.nat({ max: 40 }), { maxLength: 30 });
    const addition = fc.tuple(fc.nat({ max: 3 }), set, fc.integer({ min: 1, max: 9 }));
    // With 600,000 activities there is no table of single ones.
    const sizes = fc.constantFrom(41, 600_000);
    fc.assert(
      fc.property(sizes, fc.array(addition, { maxLength: 400 }), (size, additions) => {
        const counter = new BindingCounter(size, 4);
        const expected = Array.from({ length: 4 }, () => new Map<string, number>());
        for (const [side, members, weight] of [...additions, ...additions]) {
          // The set stands in the middle of a longer list.
          counter.add(side, Int32Array.from([7, ...members, 7]), 1, members.length, weight);
          if (members.length === 0) continue;
          const text = members.toSorted((x, y) => x - y).join();
          expected[side]!.set(text, (expected[side]!.get(text) ?? 0) + weight);
        }
        const counted = counter
          .bindings()
          .map((list) => new Map(list.map(({ activities, count }) => [activities.join(), count])));
        expect(counted).toEqual(expected);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
