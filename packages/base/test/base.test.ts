import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  BitSet,
  GigamineError,
  Heap,
  hashTuple,
  isGigamineError,
  optionError,
  quoteValue,
  TupleStore,
  throwIfAborted,
  tupleFactors,
} from "../src/index.js";

describe("GigamineError", () => {
  it("carries a code, the facts as data and the sentence for people", () => {
    const error = new GigamineError("csv/empty", "orders.csv is empty.", { source: "orders.csv" });
    expect(error).toMatchObject({
      name: "GigamineError",
      code: "csv/empty",
      message: "orders.csv is empty.",
      fields: { source: "orders.csv" },
    });
    expect(error).toBeInstanceOf(Error);
  });

  it("is told by its shape, so that an error of a second copy of the package counts too", () => {
    const twin = Object.assign(new Error("x"), { code: "csv/empty", fields: {} });
    expect(isGigamineError(twin)).toBe(true);
    expect(isGigamineError(twin, "csv/empty")).toBe(true);
    expect(isGigamineError(twin, "csv/other")).toBe(false);
    expect(isGigamineError(Object.assign(new Error("x"), { code: "ENOENT" }))).toBe(false);
    expect(isGigamineError({ code: "csv/empty", fields: {} })).toBe(false);
  });

  it("names the function, the option, the value and the range", () => {
    const error = optionError(
      "dependencyArcs",
      "threshold",
      1,
      "Give a number in [-1, 1); 0.9 suits a clean log.",
    );
    expect(error.message).toBe(
      "dependencyArcs: option threshold is 1. Give a number in [-1, 1); 0.9 suits a clean log.",
    );
    expect(error.code).toBe("option/out-of-range");
    expect(error.fields).toEqual({ where: "dependencyArcs", option: "threshold", value: 1 });
  });
});

describe("quoteValue", () => {
  it("shows text in quotes with control characters visible, numbers plainly, and the type of the rest", () => {
    expect(quoteValue("a\n\u0000b")).toBe('"a\\n\\u0000b"');
    expect(quoteValue(Number.NaN)).toBe("NaN");
    expect(quoteValue(null)).toBe("null");
    expect(quoteValue([1])).toBe("a value of type array");
    expect(quoteValue(() => 1)).toBe("a value of type function");
  });

  it("shortens long text", () => {
    expect(quoteValue("x".repeat(70), 10)).toBe(`"${"x".repeat(10)}…"`);
  });
});

describe("throwIfAborted", () => {
  it("throws the reason of an aborted signal and passes otherwise", () => {
    throwIfAborted(undefined);
    throwIfAborted(new AbortController().signal);
    expect(() => throwIfAborted(AbortSignal.abort(new Error("enough")))).toThrow("enough");
  });
});

describe("Heap", () => {
  it("gives back what was pushed, in order, pushes and pops mixed (property)", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer(), fc.constant("pop" as const))), (steps) => {
        const heap = new Heap<number>((a, b) => a < b);
        const model: number[] = [];
        for (const step of steps) {
          if (step === "pop") {
            expect(heap.peek()).toBe(model[0]);
            expect(heap.pop()).toBe(model.shift());
          } else {
            heap.push(step);
            model.push(step);
            model.sort((a, b) => a - b);
          }
          expect(heap.size).toBe(model.length);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("says undefined when it is empty", () => {
    const heap = new Heap<number>((a, b) => a < b);
    expect(heap.peek()).toBeUndefined();
    expect(heap.pop()).toBeUndefined();
  });
});

describe("BitSet", () => {
  const members = fc.array(fc.integer({ min: 0, max: 99 }));
  const setOf = (values: readonly number[]): BitSet => {
    const set = new BitSet(100);
    for (const value of values) set.add(value);
    return set;
  };

  it("behaves like a Set of numbers, listed in rising order (property)", () => {
    fc.assert(
      fc.property(members, members, members, (added, removed, more) => {
        const set = setOf(added);
        const model = new Set(added);
        for (const value of removed) {
          set.delete(value);
          model.delete(value);
        }
        const other = setOf(more);
        const before = set.clone();
        expect(set.includes(other)).toBe(more.every((value) => model.has(value)));
        expect(set.union(other)).toBe(more.some((value) => !model.has(value)));
        expect([...before]).toEqual([...model].sort((a, b) => a - b));
        for (const value of more) model.add(value);
        expect([...set]).toEqual([...model].sort((a, b) => a - b));
        expect(set.count()).toBe(model.size);
        for (let i = 0; i < 100; i++) expect(set.has(i)).toBe(model.has(i));
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("intersects and complements like sets, at every size (property)", () => {
    fc.assert(
      fc.property(fc.nat(99), members, members, (size, some, others) => {
        const within = (values: readonly number[]): number[] => values.filter((value) => value < size);
        const sized = (values: readonly number[]): BitSet => {
          const set = new BitSet(size);
          for (const value of within(values)) set.add(value);
          return set;
        };
        const all = [...new Array(size).keys()];
        const both = sized(some);
        both.intersect(sized(others));
        expect([...both]).toEqual(all.filter((value) => some.includes(value) && others.includes(value)));
        const rest = sized(some);
        rest.complement();
        expect([...rest]).toEqual(all.filter((value) => !some.includes(value)));
        expect(rest.count()).toBe(size - new Set(within(some)).size);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it("refuses members outside its size", () => {
    expect(() => new BitSet(3).add(3)).toThrow("BitSet: 3 is outside 0 … 2.");
    expect(() => new BitSet(3).add(-1)).toThrow(RangeError);
  });
});

describe("TupleStore", () => {
  const tuples = fc.array(fc.array(fc.oneof(fc.nat(3), fc.nat(100_000)), { minLength: 3, maxLength: 3 }), {
    maxLength: 200,
  });

  it("numbers distinct tuples in first-seen order and gives them back (property)", () => {
    fc.assert(
      fc.property(tuples, (list) => {
        const store = new TupleStore(3, 2);
        const seen = new Map<string, number>();
        for (const tuple of list) {
          const key = tuple.join(" ");
          expect(store.find(Int32Array.from(tuple))).toBe(seen.get(key) ?? -1);
          if (!seen.has(key)) seen.set(key, seen.size);
          expect(store.intern(Int32Array.from(tuple))).toBe(seen.get(key));
        }
        expect(store.size).toBe(seen.size);
        const copy = new Int32Array(3);
        for (const [key, id] of seen) {
          expect([...store.view(id)].join(" ")).toBe(key);
          expect(store.load(id, copy)).toBe(hashTuple(copy, tupleFactors(3)));
          expect([...copy].join(" ")).toBe(key);
        }
        store.clear();
        expect(store.size).toBe(0);
        for (const tuple of list) expect(store.find(Int32Array.from(tuple))).toBe(-1);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("keeps tuples apart whose hashes are equal", () => {
    const store = new TupleStore(2);
    expect(store.intern(Int32Array.of(1, 2), 9)).toBe(0);
    expect(store.intern(Int32Array.of(2, 1), 9)).toBe(1);
    expect(store.intern(Int32Array.of(1, 2), 9)).toBe(0);
  });

  it("knows one tuple of width 0", () => {
    const store = new TupleStore(0);
    expect([store.intern(new Int32Array(0)), store.intern(new Int32Array(0)), store.size]).toEqual([0, 0, 1]);
  });
});
