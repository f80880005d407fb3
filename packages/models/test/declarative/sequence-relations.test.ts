import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { PairFacts, SequenceRelations } from "../../src/index.js";

/** The facts by their sentences, position by position. */
function naiveFacts(sequence: readonly number[], a: number, b: number): number {
  const at = (id: number) => sequence.flatMap((other, i) => (other === id ? [i] : []));
  const [as, bs] = [at(a), at(b)];
  const ofTwo = sequence.flatMap((id) => (id === a || id === b ? [id] : []));
  const all = (facts: readonly boolean[]) => facts.every((fact) => fact);
  const holds: Record<keyof typeof PairFacts, boolean> = {
    response: all(as.map((i) => bs.some((j) => j > i))),
    precedence: all(bs.map((j) => as.some((i) => i < j))),
    alternateResponse: all(ofTwo.map((id, k) => id !== a || ofTwo[k + 1] === b)),
    alternatePrecedence: all(ofTwo.map((id, k) => id !== b || ofTwo[k - 1] === a)),
    chainResponse: all(as.map((i) => sequence[i + 1] === b)),
    chainPrecedence: all(bs.map((j) => sequence[j - 1] === a)),
    notSuccession: all(as.map((i) => bs.every((j) => j < i))),
    notChainSuccession: all(as.map((i) => sequence[i + 1] !== b)),
    sameCount: as.length === bs.length,
  };
  let bits = 0;
  for (const [name, bit] of Object.entries(PairFacts)) if (holds[name as keyof typeof PairFacts]) bits |= bit;
  return bits;
}

describe("SequenceRelations", () => {
  it("knows slots, counts, first and last positions and direct steps", () => {
    const relations = new SequenceRelations(4);
    relations.scan([9, 2, 0, 2, 2, 9], 1, 5); // 2 0 2 2
    expect([relations.size, relations.length]).toEqual([2, 4]);
    expect([...relations.slot]).toEqual([1, -1, 0, -1]);
    expect([...relations.activity.slice(0, 2)]).toEqual([2, 0]);
    expect([...relations.count.slice(0, 2)]).toEqual([3, 1]);
    expect([...relations.first.slice(0, 2)]).toEqual([0, 1]);
    expect([...relations.last.slice(0, 2)]).toEqual([3, 1]);
    expect([
      relations.steps(0, 0),
      relations.steps(0, 1),
      relations.steps(1, 0),
      relations.steps(1, 1),
    ]).toEqual([1, 1, 1, 0]);
  });

  it("finds the facts of every pair as their sentences say, sequence after sequence", () => {
    const relations = new SequenceRelations(5);
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 14 }), (sequence) => {
        relations.scan(sequence, 0, sequence.length);
        for (const a of new Set(sequence)) {
          for (const b of new Set(sequence)) {
            if (a === b) continue;
            const [p, q] = [relations.slot[a]!, relations.slot[b]!];
            expect(relations.facts(p, q)).toBe(naiveFacts(sequence, a, b));
            expect(relations.allFacts()[p * relations.size + q]).toBe(naiveFacts(sequence, a, b));
          }
        }
      }),
      { seed: 42, numRuns: 400 },
    );
  });

  it("forgets the sequence before", () => {
    const relations = new SequenceRelations(3);
    relations.scan([0, 1, 2], 0, 3);
    relations.scan([], 0, 0);
    expect([relations.size, relations.length, ...relations.slot]).toEqual([0, 0, -1, -1, -1]);
  });

  it("refuses a sequence of more distinct activities than tables fit in memory, and goes on with the next", () => {
    const relations = new SequenceRelations(5000);
    const sequence = Array.from({ length: 5000 }, (_, i) => i);
    expect(() => relations.scan(sequence, 0, 4097)).toThrow(
      "A case has 4097 distinct activities; the rules between them can be followed for at most 4096.",
    );
    relations.scan([4096, 7], 0, 2);
    expect([relations.size, relations.slot[4096], relations.slot[7], relations.slot[0]]).toEqual([
      2, 0, 1, -1,
    ]);
  });
});
