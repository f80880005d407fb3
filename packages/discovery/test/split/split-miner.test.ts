import { EventLogBuilder, type VariantLog } from "@gigamine/event-log";
import {
  activity,
  checkBpmnModel,
  exclusive,
  type ProcessTree,
  parallel,
  sequence,
  traceLanguage,
} from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { splitMiner } from "../../src/split/split-miner.js";
import { longCase, manyVariants, variantWords } from "../variant-logs.js";
import { accepts, flowTexts, hasLoop, RUNNING_EXAMPLE } from "./graphs.js";

describe("splitMiner on worked examples", () => {
  it("gives the model of the running example of Augusto et al. 2019, whose branches cross", () => {
    // A runs B, then E or F, beside C or D. G waits for C or D, and for F if it was chosen; H for G, and for E if it was chosen.
    const { bpmn, net, simplifiedJoins } = splitMiner(RUNNING_EXAMPLE, { epsilon: 0.3 });
    expect(flowTexts(bpmn)).toEqual([
      "A > A+",
      "A+ > A+X",
      "A+ > B",
      "A+X > C",
      "A+X > D",
      "B > BX",
      "BX > E",
      "BX > F",
      "C > XOG",
      "D > XOG",
      "E > OH",
      "F > OG",
      "G > OH",
      "H > end",
      "OG > G",
      "OH > H",
      "XOG > OG",
      "start > A",
    ]);
    expect(net.soundness.verdict).toBe("sound");
    expect(simplifiedJoins).toEqual([]);
    expect(variantWords(RUNNING_EXAMPLE).filter((words) => !accepts(net, words))).toEqual([]);
    expect(accepts(net, ["A", "B", "F", "G", "H"])).toBe(false); // G waits for C or D
    expect(accepts(net, ["A", "B", "C", "E", "F", "G", "H"])).toBe(false); // E or F
  });

  it("runs concurrent activities between a parallel split and a parallel join", () => {
    const { bpmn, net } = splitMiner(traces("5x a b c d", "5x a c b d"));
    expect(flowTexts(bpmn)).toEqual([
      "+d > d",
      "a > a+",
      "a+ > b",
      "a+ > c",
      "b > +d",
      "c > +d",
      "d > end",
      "start > a",
    ]);
    expect(net.soundness.verdict).toBe("sound");
  });

  it("joins a choice inside of parallel branches as a choice, and the branches in parallel", () => {
    const { bpmn } = splitMiner(traces("s a x e", "s x a e", "s b x e", "s x b e"));
    expect(flowTexts(bpmn)).toEqual([
      "+e > e",
      "X+e > +e",
      "a > X+e",
      "b > X+e",
      "e > end",
      "s > s+",
      "s+ > s+X",
      "s+ > x",
      "s+X > a",
      "s+X > b",
      "start > s",
      "x > +e",
    ]);
  });

  it("gives an activity that repeats itself an exclusive loop", () => {
    const { bpmn, net } = splitMiner(traces("a b c", "a b b b c"));
    expect(flowTexts(bpmn)).toEqual([
      "Xb > b",
      "a > Xb",
      "b > bX",
      "bX > Xb",
      "bX > c",
      "c > end",
      "start > a",
    ]);
    expect(net.soundness.verdict).toBe("sound");
    expect(accepts(net, ["a", "b", "b", "b", "c"])).toBe(true);
    expect(accepts(net, ["a", "c"])).toBe(false);
  });

  it("makes a loop of two activities that come in turns", () => {
    const log = traces("3x a b d", "2x a b c b d", "a b c b c b d");
    const { bpmn, net } = splitMiner(log);
    expect(flowTexts(bpmn)).toEqual([
      "Xb > b",
      "a > Xb",
      "b > bX",
      "bX > c",
      "bX > d",
      "c > Xb",
      "d > end",
      "start > a",
    ]);
    expect(net.soundness.verdict).toBe("sound");
  });

  it("filters more with a higher eta, and never an activity", () => {
    const log = traces("10x a b c", "8x a c", "2x b c", "2x a d c");
    expect(flowTexts(splitMiner(log, { eta: 0 }).bpmn)).toContain("aX > Xc");
    const { bpmn } = splitMiner(log, { eta: 1 });
    expect(flowTexts(bpmn)).not.toContain("aX > Xc");
    expect(bpmn.nodes.flatMap(({ name }) => name ?? [])).toEqual(["a", "b", "c", "d"]);
  });

  it("finds more concurrency with a higher epsilon", () => {
    const log = traces("6x a b c d", "4x a c b d"); // a difference of 0.2
    const parallel = (epsilon: number): boolean =>
      splitMiner(log, { epsilon }).bpmn.nodes.some(({ kind }) => kind === "parallelGateway");
    expect([0, 0.2, 0.21, 1].map(parallel)).toEqual([false, false, true, true]);
  });
});

describe("splitMiner, for every log", () => {
  const options = fc.record({ eta: fc.constantFrom(0, 0.4, 1), epsilon: fc.constantFrom(0, 0.1, 0.5, 1) });
  /** Cases that do no activity twice: parts of the alphabet, in which some neighbours have changed places. */
  const withoutRepetition = fc
    .array(fc.tuple(fc.subarray([..."abcdefgh"]), fc.array(fc.nat(6), { maxLength: 3 })), {
      minLength: 1,
      maxLength: 10,
    })
    .map((cases) =>
      traces(
        ...cases.map(([letters, swaps]) => {
          const words = [...letters];
          for (const i of swaps)
            if (i + 1 < words.length) [words[i], words[i + 1]] = [words[i + 1]!, words[i]!];
          return words.join(" ");
        }),
      ),
    );

  it("has each activity once, on a way from the start to the end", () => {
    fc.assert(
      fc.property(arbitraryTraces({ activities: 7 }), options, (log, given) => {
        const { bpmn } = splitMiner(log, { ...given, maxStates: 20, maxMarkings: 20 });
        expect(checkBpmnModel(bpmn)).toBe(bpmn);
        expect(bpmn.nodes.flatMap(({ kind, name }) => (kind === "task" ? [name] : []))).toEqual(
          log.activities.toSorted(),
        );
        for (const [from, to, kind] of [
          ["source", "target", "startEvent"],
          ["target", "source", "endEvent"],
        ] as const) {
          const reached = new Set([bpmn.nodes.findIndex((node) => node.kind === kind)]);
          for (const node of reached)
            for (const flow of bpmn.flows) if (flow[from] === node) reached.add(flow[to]);
          expect(reached.size).toBe(bpmn.nodes.length);
        }
      }),
      { seed: 71, numRuns: 80 },
    );
  });

  it("has gateways only where flows split or join, tasks with one flow in and one out", () => {
    fc.assert(
      fc.property(arbitraryTraces({ activities: 7 }), options, (log, given) => {
        const { nodes, flows } = splitMiner(log, { ...given, maxStates: 20, maxMarkings: 20 }).bpmn;
        nodes.forEach(({ kind }, node) => {
          const ins = flows.filter(({ target }) => target === node).length;
          const outs = flows.filter(({ source }) => source === node).length;
          if (kind === "startEvent") expect([ins, outs]).toEqual([0, 1]);
          else if (kind === "endEvent") expect([ins, outs]).toEqual([1, 0]);
          else if (kind === "task") expect([ins, outs]).toEqual([1, 1]);
          else expect([Math.min(ins, outs), Math.max(ins, outs) >= 2]).toEqual([1, true]);
          if (kind === "inclusiveGateway") expect(outs).toBe(1);
        });
      }),
      { seed: 72, numRuns: 80 },
    );
  });

  it("is sound, hence free of deadlocks, when the model has no loop", () => {
    let [models, withInclusiveJoins] = [0, 0];
    fc.assert(
      fc.property(withoutRepetition, options, (log, given) => {
        const { bpmn, net, simplifiedJoins } = splitMiner(log, given);
        fc.pre(!hasLoop(bpmn));
        expect([net.soundness.verdict, simplifiedJoins]).toEqual(["sound", []]);
        models++;
        if (bpmn.nodes.some(({ kind }) => kind === "inclusiveGateway")) withInclusiveJoins++;
      }),
      { seed: 73, numRuns: 120 },
    );
    expect(models).toBeGreaterThan(50);
    expect(withInclusiveJoins).toBeGreaterThan(10);
  });

  it("fits all traces of a tree of sequences, choices and parallel parts, when the log has them all and eta is 0", () => {
    type Shape = { readonly operator: typeof sequence; readonly parts: readonly Shape[] } | null;
    const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
      shape: fc.option(
        fc.record({
          operator: fc.constantFrom(sequence, exclusive, parallel),
          parts: fc.array(tie("shape"), { minLength: 2, maxLength: 3 }),
        }),
        { maxDepth: 2, depthIdentifier: "tree" },
      ),
    }));
    fc.assert(
      fc.property(shape, (given) => {
        let leaves = 0;
        const build = (at: Shape): ProcessTree =>
          at === null ? activity("abcdefghi"[leaves++] ?? "?") : at.operator(...at.parts.map(build));
        const language = traceLanguage(build(given), { maxLength: 9 });
        fc.pre(leaves <= 7 && language.length <= 200);
        const log = traces(...language.map((words) => words.join(" ")));
        const { net } = splitMiner(log, { eta: 0, epsilon: 1 });
        expect(net.soundness.verdict).toBe("sound");
        expect(language.filter((words) => !accepts(net, words))).toEqual([]);
      }),
      { seed: 75, numRuns: 30 },
    );
  });

  it("does not depend on the order of cases, nor on names but for their order", () => {
    fc.assert(
      fc.property(arbitraryTraces({ activities: 6 }), options, (log, given) => {
        const lines = variantWords(log).map(
          (words, v) => `${log.counts[v]}x ${words.map((name) => `new-${name}`).join(" ")}`,
        );
        const other = splitMiner(traces(...lines.toReversed()), given);
        const { bpmn, net } = splitMiner(log, given);
        const nodes = bpmn.nodes.map((node) => ({
          ...node,
          name: node.name === null ? null : `new-${node.name}`,
        }));
        expect(other.bpmn).toEqual({ ...bpmn, nodes });
        expect(other.net.soundness.verdict).toBe(net.soundness.verdict);
      }),
      { seed: 74, numRuns: 60 },
    );
  });
});

describe("splitMiner on logs at the limits", () => {
  it("gives a start and an end for a log without cases, and for cases without events", () => {
    for (const log of [new EventLogBuilder().build(), traces(""), traces()]) {
      const { bpmn, net } = splitMiner(log);
      expect(bpmn.nodes.map(({ kind }) => kind)).toEqual(["startEvent", "endEvent"]);
      expect(bpmn.flows).toEqual([{ source: 0, target: 1, name: null }]);
      expect(net.soundness.verdict).toBe("sound");
    }
  });

  it("gives one task for a single event, and lets cases without events pass it by", () => {
    expect(flowTexts(splitMiner(traces("a")).bpmn)).toEqual(["a > end", "start > a"]);
    expect(flowTexts(splitMiner(traces("2x a", "3x")).bpmn)).toEqual([
      "Xend > end",
      "a > Xend",
      "start > startX",
      "startX > Xend",
      "startX > a",
    ]);
  });

  it("takes any text for a name", () => {
    const names = ["__proto__", 'a "b"', "line\nbreak", "🔋", "constructor", " "];
    const builder = new EventLogBuilder();
    for (const name of names) builder.addEvent("case", name, null);
    const { bpmn, net } = splitMiner(builder.build());
    expect(bpmn.nodes.flatMap(({ name }) => name ?? [])).toEqual(names.toSorted());
    expect(accepts(net, names)).toBe(true);
  });

  it.each([
    ["eta", -0.1],
    ["eta", 1.1],
    ["eta", "0.4"],
    ["epsilon", Number.NaN],
    ["epsilon", "0.1"],
    ["maxStates", 0],
    ["maxMarkings", 1.5],
  ])("refuses %s %p by name", (option, value) => {
    expect(() => splitMiner(traces("a"), { [option]: value })).toThrow(
      expect.objectContaining({
        code: "option/out-of-range",
        fields: { where: "splitMiner", option, value },
      }),
    );
  });

  it("joins exclusively in the net where a loop has too many states, and says at which nodes", () => {
    // c and e join before f, f and a before g, from where a loop leads back to e.
    const log = traces("2x d a", "b c g", "a b c f d", "5x a c b d e f g", "2x c a g e");
    const given = { eta: 0.85, epsilon: 1 };
    const exact = splitMiner(log, given);
    const inclusive = exact.bpmn.nodes.flatMap(({ kind }, n) => (kind === "inclusiveGateway" ? [n] : []));
    expect(inclusive).toHaveLength(2);
    expect(exact.simplifiedJoins).toEqual([]);
    const simple = splitMiner(log, { ...given, maxStates: 1 });
    expect(simple.bpmn).toEqual(exact.bpmn);
    expect(simple.simplifiedJoins).toEqual(inclusive);
  });

  it("mines 500 activities in order, and in disorder", () => {
    const names = Array.from({ length: 500 }, (_, i) => `step ${i}`);
    const line = {
      activities: names,
      variantOffsets: [0, 500],
      sequence: names.map((_, i) => i),
      counts: [1],
    };
    const { bpmn, net } = splitMiner(line);
    expect([bpmn.nodes.length, net.soundness.verdict]).toEqual([502, "sound"]);

    let seed = 1;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const cases = 40;
    const mixed: VariantLog = {
      activities: names,
      variantOffsets: Array.from({ length: cases + 1 }, (_, v) => v * 50),
      sequence: Array.from({ length: cases * 50 }, () => random(500)),
      counts: new Array(cases).fill(1),
    };
    expect(
      splitMiner(mixed, { maxStates: 100, maxMarkings: 100 }).bpmn.nodes.filter(
        ({ kind }) => kind === "task",
      ),
    ).toHaveLength(new Set(mixed.sequence).size);
  });

  it("mines one case of 100,000 events, and 100,000 variants", () => {
    expect(splitMiner(longCase()).net.soundness.verdict).toBe("sound");
    expect(splitMiner(manyVariants()).bpmn.nodes.filter(({ kind }) => kind === "task")).toHaveLength(3);
  });
});
