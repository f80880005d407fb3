import { isGigamineError } from "@gigamine/base";
import {
  exclusive,
  inclusive,
  interleaved,
  loop,
  PetriNetBuilder,
  parallel,
  sequence,
  silent,
  traceLanguage,
  treeToPetriNet,
} from "@gigamine/models";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { playOut } from "../../src/playout/play-out.js";
import { a, arbitraryTree, b, c, d, deadEnd, flower, loopDfg, silentCircle, words } from "./samples.js";

const all = (model: Parameters<typeof playOut>[0], maxLength = 10, maxTraces = 1000) =>
  playOut(model, { mode: "exhaustive", maxLength, maxTraces });

describe("playOut, exhaustive", () => {
  it("lists the language of each operator, each trace once, and says that it is complete", () => {
    for (const [tree, language] of [
      [a, ["a"]],
      [silent(), [""]],
      [sequence(a, b), ["ab"]],
      [exclusive(a, b, a), ["a", "b"]],
      [exclusive(silent(), sequence(a, b)), ["", "ab"]],
      [parallel(a, sequence(b, c)), ["abc", "bac", "bca"]],
      [parallel(a, a), ["aa"]],
      [inclusive(a, b), ["a", "b", "ab", "ba"]],
      [interleaved(sequence(a, b), c), ["abc", "cab"]],
      [interleaved(a, exclusive(b, silent())), ["a", "ab", "ba"]],
      [loop(silent(), silent()), [""]],
    ] as const) {
      const log = all(tree);
      expect(words(log)).toEqual(language);
      expect(log.playOut).toEqual({
        mode: "exhaustive",
        traces: language.length,
        complete: true,
        cutBy: null,
      });
    }
  });

  it("lists the short ones first, and equal lengths by the order in which activities stand in the model", () => {
    expect(words(all(exclusive(sequence(c, a), sequence(c, b), d)))).toEqual(["d", "ca", "cb"]);
  });

  it("cuts an endless language at the length, and says so", () => {
    const log = all(loop(a, b), 5);
    expect(words(log)).toEqual(["a", "aba", "ababa"]);
    expect(log.playOut).toMatchObject({ complete: false, cutBy: "maxLength" });
  });

  it("is complete at the length of the longest trace, and not one event before", () => {
    expect(all(sequence(a, b, c), 3).playOut).toMatchObject({ traces: 1, complete: true });
    expect(all(sequence(a, b, c), 2).playOut).toMatchObject({
      traces: 0,
      complete: false,
      cutBy: "maxLength",
    });
    expect(all(exclusive(silent(), a), 0).playOut).toMatchObject({ traces: 1, complete: false });
  });

  it("cuts at the number of traces, and is complete at exactly that number", () => {
    expect(all(parallel(a, b, c), 3, 6).playOut).toMatchObject({ traces: 6, complete: true });
    const cut = all(parallel(a, b, c), 3, 5);
    expect(cut.playOut).toMatchObject({ traces: 5, complete: false, cutBy: "maxTraces" });
    expect(words(cut)).toEqual(["abc", "acb", "bac", "bca", "cab"]);
  });

  it("finds the first traces of a wide parallel without listing all 10! beginnings", () => {
    const names = "abcdefghij".split("");
    const tree = parallel(...names.map((name) => ({ kind: "activity", name }) as const));
    expect(words(all(tree, 10, 2))).toEqual(["abcdefghij", "abcdefghji"]);
  });

  it("goes on behind a final marking that can be left", () => {
    expect(words(all(flower(), 3))).toEqual(["", "a", "aa", "aaa"]);
  });

  it("leaves out what does not end, and is complete without it", () => {
    const log = all(deadEnd());
    expect(words(log)).toEqual(["a"]);
    expect(log.playOut.complete).toBe(true);
    expect(all(silentCircle()).playOut).toMatchObject({ traces: 0, complete: true });
  });

  it("lists the ways through a directly-follows graph; arcs that nobody took are none", () => {
    expect(words(all(loopDfg, 5))).toEqual(["a", "aba", "ababa"]);
    const never = { ...loopDfg, count: [0, 1] };
    expect(words(all(never))).toEqual(["a"]);
    expect(all(never).playOut.complete).toBe(true);
  });

  it("lists an unbounded net to the length, and says that it was cut", () => {
    const builder = new PetriNetBuilder();
    const [p, q] = [builder.place(), builder.place()];
    builder.transition("a", { inputs: [p], outputs: [p, q] });
    builder.transition("b", { inputs: [q] });
    builder.transition("c", { inputs: [p] });
    // The brackets a … b close and c comes once: c, then acb, abc, with as many a as b, and no more b than a before.
    const log = all(builder.build({ initial: [p], final: [] }), 3);
    expect(words(log)).toEqual(["c", "abc", "acb"]);
    expect(log.playOut).toMatchObject({ complete: false, cutBy: "maxLength" });
  });

  it("gives up on a net whose silent steps make tokens without end, and says what to do", () => {
    const builder = new PetriNetBuilder();
    const [p, q] = [builder.place(), builder.place()];
    builder.transition(null, { inputs: [p], outputs: [p, q] });
    const net = builder.build({ initial: [p], final: [p] });
    expect(() => all(net)).toThrow(/Lower maxLength, or play at random/);
  });

  it("the language of a random tree, and of its net, is the one that traceLanguage computes", () => {
    fc.assert(
      fc.property(arbitraryTree, (tree) => {
        let language: string[];
        let longer: boolean;
        try {
          const upToSeven = traceLanguage(tree, { maxLength: 7, maxTraces: 2000 }).map((trace) =>
            trace.join(""),
          );
          language = upToSeven.filter((word) => word.length <= 5);
          longer = upToSeven.length > language.length;
        } catch (error) {
          if (isGigamineError(error, "process-tree/language-too-large")) fc.pre(false);
          throw error;
        }
        for (const model of [tree, treeToPetriNet(tree)]) {
          const log = all(model, 5, 2000);
          expect(words(log).sort()).toEqual([...language].sort());
          if (longer) expect(log.playOut.complete).toBe(false);
          if (log.playOut.complete) expect(longer).toBe(false);
        }
      }),
      { seed: 2, numRuns: 60 },
    );
  }, 20_000);
});
