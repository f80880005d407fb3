import { randomStream } from "@gigamine/base";
import { activity, exclusive, loop, parallel, parseTree, sequence, silent } from "@gigamine/models";
import { describe, expect, it } from "@jest/globals";
import { alignments } from "../../src/index.js";

describe("alignments of what is large", () => {
  it("aligns a case of 100,000 events with a loop of parallel parts, optimally", () => {
    // a, b and c in rounds, each round complete but for every fifth, in which b is missing, and one x in a thousand events.
    const activities = ["a", "b", "c", "x"];
    const random = randomStream(1);
    const sequence: number[] = [];
    let missing = 0;
    let strange = 0;
    for (let round = 0; sequence.length < 99_990; round++) {
      const order = random.chance(0.5) ? [0, 1, 2] : [1, 2, 0]; // b before c, a anywhere
      for (const id of order) {
        if (id === 1 && round % 5 === 4) missing++;
        else sequence.push(id);
      }
      if (round % 333 === 0) {
        strange++;
        sequence.push(3);
      }
    }
    const log = { activities, variantOffsets: [0, sequence.length], sequence, counts: [1] };
    const model = parseTree("*( +( 'a', ->( 'b', 'c' ) ), tau )");
    const [variant] = alignments(log, model).variants;
    expect(variant).toMatchObject({ status: "optimal", method: "blocks", cost: missing + strange });
  }, 30_000);

  it("aligns 100,000 variants", () => {
    const random = randomStream(2);
    const names = [..."abcdefghij"];
    const byHand = [
      ["abdcfh", 0],
      ["adbcgh", 0],
      ["acdbhh", 1], // the second h needs an i before it
      ["abcdhi", 1], // after i comes another h
      ["jjjjjj", 11], // a, b, c, d and h alone in the model
    ] as const;
    const seen = new Set(byHand.map(([trace]) => trace as string));
    while (seen.size < 100_000) seen.add(Array.from({ length: 6 }, () => random.pick(names)).join(""));
    const traces = [...seen];
    const log = {
      activities: names,
      variantOffsets: Array.from({ length: 100_001 }, (_, v) => 6 * v),
      sequence: traces.flatMap((trace) => [...trace].map((name) => names.indexOf(name))),
      counts: traces.map(() => 1),
    };
    const model = parseTree("->( 'a', +( 'b', 'c', *( 'd', 'e' ) ), X( 'f', 'g', tau ), *( 'h', 'i' ) )");
    const { variants, openVariants } = alignments(log, model);
    expect([variants.length, openVariants]).toEqual([100_000, 0]);
    expect(variants.slice(0, 5).map(({ cost }) => cost)).toEqual(byHand.map(([, cost]) => cost));
  }, 60_000);

  it("aligns with a model of 500 activities, in sequence, choice, parallel and loop", () => {
    const names = Array.from({ length: 500 }, (_, i) => `step ${i}`);
    const leaves = names.map(activity);
    const groups = Array.from({ length: 50 }, (_, g) => {
      const [first, ...rest] = leaves.slice(g * 10, g * 10 + 10);
      const inner = [
        parallel(...rest),
        exclusive(...rest, silent()),
        sequence(...rest),
        loop(sequence(...rest), silent()),
      ][g % 4]!;
      return sequence(first!, inner);
    });
    const model = sequence(...groups);
    const all = names.map((_, i) => i);
    const log = {
      activities: names,
      variantOffsets: [0, 500, 1000, 1001],
      sequence: [...all, ...all.toReversed(), 0],
      counts: [1, 1, 1],
    };
    const { variants, emptyTraceCost } = alignments(log, model);
    // Of the 13 choices of nine, or nothing, one event fits and eight are too many.
    const choices = [...groups.keys()].filter((g) => g % 4 === 1).length;
    expect(variants.map(({ status }) => status)).toEqual(["optimal", "optimal", "optimal"]);
    expect(variants[0]!.cost).toBe(8 * choices);
    expect(emptyTraceCost).toBe(500 - 9 * choices);
    expect(variants[2]!.cost).toBe(emptyTraceCost - 1);
  }, 30_000);

  it("aligns with a hundred parallel branches, whose markings nobody can count", () => {
    const branches = Array.from({ length: 100 }, (_, b) =>
      sequence(activity(`a${b}`), exclusive(activity(`b${b}`), silent()), activity(`c${b}`)),
    );
    const names = ["a", "b", "c"].flatMap((letter) => branches.map((_, b) => `${letter}${b}`));
    const random = randomStream(3);
    const at = (letter: number, b: number): number => letter * 100 + b;
    // All a in some order, the c of the even branches, all b, the other c: in even branches b comes too late.
    const shuffled = branches.map((_, b) => b).sort(() => random.next() - 0.5);
    const even = shuffled.filter((b) => b % 2 === 0);
    const odd = shuffled.filter((b) => b % 2 === 1);
    const trace = [
      ...shuffled.map((b) => at(0, b)),
      ...even.map((b) => at(2, b)),
      ...shuffled.map((b) => at(1, b)),
      ...odd.map((b) => at(2, b)),
    ];
    const log = { activities: names, variantOffsets: [0, trace.length], sequence: trace, counts: [1] };
    expect(alignments(log, parallel(...branches)).variants[0]).toMatchObject({ status: "optimal", cost: 50 });
  }, 30_000);

  it("aligns with blocks in each other, 300 deep", () => {
    let tree = activity("x") as ReturnType<typeof sequence> | ReturnType<typeof activity>;
    for (let depth = 0; depth < 300; depth++)
      tree = sequence(activity(`a${depth}`), parallel(activity(`b${depth}`), tree));
    const fitting = [
      ...Array.from({ length: 300 }, (_, i) => `a${299 - i}`),
      "x",
      ...Array.from({ length: 300 }, (_, i) => `b${i}`),
    ];
    const missing = fitting.filter((name) => name !== "a7" && name !== "b200");
    const activities = [...fitting];
    const ids = (words: readonly string[]): number[] => words.map((name) => activities.indexOf(name));
    const log = {
      activities,
      variantOffsets: [0, fitting.length, fitting.length + missing.length],
      sequence: [...ids(fitting), ...ids(missing)],
      counts: [1, 1],
    };
    expect(alignments(log, tree).variants.map(({ cost, method }) => [cost, method])).toEqual([
      [0, "blocks"],
      [2, "blocks"],
    ]);
  }, 30_000);
});
