import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type AcceptingPetriNet,
  activity,
  checkSoundness,
  checkWorkflowNet,
  compileNet,
  enabledTransitions,
  exclusive,
  fire,
  isFreeChoice,
  isWorkflowNet,
  loop,
  PetriNetBuilder,
  type ProcessTree,
  parallel,
  parseTree,
  reachabilityGraph,
  type SoundnessReason,
  sequence,
  treeToPetriNet,
  withSoundness,
} from "../../src/index.js";
import { EditableNet } from "../../src/petri-net/reduction/editable-net.js";
import { isImplicit } from "../../src/petri-net/reduction/implicit-place.js";
import { reduceShortCircuit, shortCircuit } from "../../src/petri-net/reduction/short-circuit.js";
import { rankTheorem } from "../../src/petri-net/soundness/rank-theorem.js";
import { findDeadlock, searchReduced } from "../../src/petri-net/soundness/search-reduced.js";
import { arbitraryWorkflowNet, netOf as net } from "./arbitrary-net.js";

describe("reachabilityGraph", () => {
  it("lists markings breadth first and the firings between them", () => {
    const model = net(["split: source -> p + q", "a: p -> r", "b: q -> s", "join: r + s -> sink"]);
    // Places in order of appearance: source, p, q, r, s, sink.
    expect(reachabilityGraph(model)).toEqual({
      markings: [
        [1, 0, 0, 0, 0, 0],
        [0, 1, 1, 0, 0, 0],
        [0, 0, 1, 1, 0, 0],
        [0, 1, 0, 0, 1, 0],
        [0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 1],
      ],
      from: [0, 1, 1, 2, 3, 4],
      transition: [0, 1, 2, 2, 1, 3],
      to: [1, 2, 3, 4, 4, 5],
      complete: true,
    });
  });

  it("has 2^n + 2 markings for n parallel activities", () => {
    const model = treeToPetriNet(parallel(...["a", "b", "c", "d", "e", "f", "g"].map(activity)));
    // Each branch is before or after its activity: 2^n, besides source and sink.
    expect(reachabilityGraph(model).markings).toHaveLength(2 ** 7 + 2);
  });

  it("stops at the limit, keeps the firings between known markings, and says that more is there", () => {
    const model = net(["more: source -> source + pile", "end: source -> sink"]);
    const { markings, from, transition, to, complete } = reachabilityGraph(model, { maxMarkings: 3 });
    expect(complete).toBe(false);
    expect(markings).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [0, 0, 1],
    ]);
    expect([from, transition, to]).toEqual([
      [0, 0],
      [0, 1],
      [1, 2],
    ]);
    expect(reachabilityGraph(net(["a: source -> sink"]), { maxMarkings: 2 }).complete).toBe(true);
  });

  it("shows the one marking of a net without transitions", () => {
    expect(reachabilityGraph(net([], ["source"], ["source"]))).toEqual({
      markings: [[1]],
      from: [],
      transition: [],
      to: [],
      complete: true,
    });
  });

  it("can be stopped and watched, and refuses a limit below 1", () => {
    const model = net(["a: source -> sink"]);
    expect(() => reachabilityGraph(model, { signal: AbortSignal.abort(new Error("enough")) })).toThrow(
      "enough",
    );
    const stages: string[] = [];
    reachabilityGraph(model, { onProgress: ({ stage, unit }) => stages.push(`${stage} ${unit}`) });
    expect(stages).toEqual(["exploring markings"]);
    expect(() => reachabilityGraph(model, { maxMarkings: 0 })).toThrow(
      "reachabilityGraph: option maxMarkings is 0.",
    );
  });
});

describe("checkWorkflowNet", () => {
  it("finds source and sink of a workflow net", () => {
    const { net: workflow } = net(["a: source -> p", "b: p -> sink"]);
    expect(checkWorkflowNet(workflow)).toEqual({ holds: true, source: 0, sink: 2, problems: [] });
    expect(isWorkflowNet(workflow)).toBe(true);
  });

  it.each([
    [
      ["a: source -> sink", "b: other -> sink"],
      ["several-sources place source", "several-sources place other"],
    ],
    [
      ["a: source -> sink", "b: source -> other"],
      ["several-sinks place sink", "several-sinks place other"],
    ],
    [
      ["a: source -> sink", "b: sink -> source"],
      ["no-source", "no-sink"],
    ],
    [
      ["a: source -> sink", "b: p -> p"],
      [
        "not-reached-from-source place p",
        "not-reached-from-source transition b",
        "does-not-reach-sink place p",
        "does-not-reach-sink transition b",
      ],
    ],
    [["a: source -> sink", "b: -> sink"], ["not-reached-from-source transition b"]],
    [["a: source -> sink", "b: source -> "], ["does-not-reach-sink transition b"]],
  ])("says why %j is none", (lines, expected) => {
    const model = net(lines);
    const { holds, problems } = checkWorkflowNet(model.net);
    expect(holds).toBe(false);
    expect(
      problems.map(({ kind, place, transition }) =>
        place !== undefined
          ? `${kind} place ${model.net.places[place]!.name}`
          : transition !== undefined
            ? `${kind} transition ${model.net.transitions[transition]!.name}`
            : kind,
      ),
    ).toEqual(expected);
  });

  it("words the witness", () => {
    expect(checkWorkflowNet(net(["a: source -> sink", "b: p -> p"]).net).problems[0]).toEqual({
      kind: "not-reached-from-source",
      message: `Place "p" can't be reached from the source.`,
      place: 2,
    });
  });

  it("calls the empty net none", () => {
    expect(
      checkWorkflowNet({ places: [], transitions: [], arcs: [] }).problems.map(({ kind }) => kind),
    ).toEqual(["no-source", "no-sink"]);
  });
});

/** Branches in parallel, each of two tokens that go through the same step, joined at the end: 3^n + 2 markings, sound. */
function pairs(branches: number): AcceptingPetriNet {
  const b = new PetriNetBuilder();
  const [source, sink] = [b.place("source"), b.place("sink")];
  const split = b.transition("split", { inputs: [source] });
  const join = b.transition("join", { outputs: [sink] });
  for (let i = 0; i < branches; i++) {
    const [before, after] = [b.place(`before ${i}`), b.place(`after ${i}`)];
    b.arc("output", before, split, 2);
    b.transition(`a${i}`, { inputs: [before], outputs: [after] });
    b.arc("input", after, join, 2);
  }
  return b.build({ initial: [source], final: [sink] });
}

/** Two choices side by side of which only equal outcomes fit together, `blocks` times in parallel. */
function mismatch(blocks: number): AcceptingPetriNet {
  const block = (i: number) => [
    `a${i}: p${i} -> q${i}`,
    `b${i}: p${i} -> r${i}`,
    `c${i}: s${i} -> t${i}`,
    `d${i}: s${i} -> u${i}`,
    `x${i}: q${i} + t${i} -> end${i}`,
    `y${i}: r${i} + u${i} -> end${i}`,
  ];
  const each = (text: (i: number) => string) => Array.from({ length: blocks }, (_, i) => text(i)).join(" + ");
  return net([
    `split: source -> ${each((i) => `p${i} + s${i}`)}`,
    ...Array.from({ length: blocks }, (_, i) => block(i)).flat(),
    `join: ${each((i) => `end${i}`)} -> sink`,
  ]);
}

describe("checkSoundness (van der Aalst 1998, definition 7)", () => {
  it("proves by reduction that a net can always end, ends clean and uses every transition", () => {
    const model = net(["split: source -> p + q", "a: p -> r", "b: q -> s", "join: r + s -> sink"]);
    expect(checkSoundness(model)).toEqual({
      verdict: "sound",
      reasons: [],
      method: "reduction",
      markings: 0,
      complete: true,
    });
  });

  it("decides nets that are sound without being free choice", () => {
    // c and d both take from r, but only the one whose other place was marked by a or b may fire.
    const model = net(["a: source -> p + r", "b: source -> q + r", "c: p + r -> sink", "d: q + r -> sink"]);
    expect(isFreeChoice(model.net)).toBe(false);
    expect(checkSoundness(model).verdict).toBe("sound");
  });

  it("decides by the rank theorem where choices cross, so that no rule applies", () => {
    const model = net([
      "a: source -> p",
      "b: source -> q",
      "c: p -> r",
      "(skip): r -> q",
      "d: r -> sink",
      "e: q -> sink",
      "(back): q -> p",
    ]);
    expect(checkSoundness(model)).toEqual({
      verdict: "sound",
      reasons: [],
      method: "rank theorem",
      markings: 0,
      complete: true,
    });
  });

  it("decides by the markings where weights stand in the way of both", () => {
    // Besides source and sink: 0, 1 or 2 of the two tokens of each branch are through.
    expect(checkSoundness(pairs(2))).toEqual({
      verdict: "sound",
      reasons: [],
      method: "state space",
      markings: expect.any(Number),
      complete: true,
    });
  });

  it("shows a marking from which there is no way to the end, and the activities that lead there", () => {
    // An exclusive split that is joined in parallel.
    const model = net(["a: source -> p", "b: source -> q", "join: p + q -> sink"]);
    expect(checkSoundness(model)).toMatchObject({
      verdict: "unsound",
      reasons: [
        {
          kind: "no-option-to-complete",
          message: `The end can't be reached from here: ["source"], before any activity.`,
          marking: [1, 0, 0, 0],
          trace: [],
          firingSequence: [],
        },
        { kind: "dead-transition", message: 'Transition "join" can never fire.', transition: 2 },
      ],
      complete: true,
    });
    const late = net([
      "ok: source -> sink",
      "a: source -> p",
      "b: p -> q",
      "(t): q -> r",
      "x: r + p -> sink",
    ]);
    expect(checkSoundness(late).reasons[0]).toMatchObject({ kind: "no-option-to-complete", trace: ["a"] });
  });

  it("shows a marking in which the end is marked while tokens are left", () => {
    // A parallel split that is joined exclusively.
    const model = net(["split: source -> p + q", "a: p -> sink", "b: q -> sink"]);
    const { verdict, reasons } = checkSoundness(model);
    expect(verdict).toBe("unsound");
    expect(reasons[0]).toEqual({
      kind: "improper-completion",
      message: 'The end is marked while other tokens are left: ["q", "sink"], after "split", "a".',
      marking: [0, 0, 1, 1],
      trace: ["split", "a"],
      firingSequence: [0, 1],
    });
    expect(reasons.map(({ kind }) => kind)).toEqual(["improper-completion", "no-option-to-complete"]);
  });

  it("shows every transition that can never fire", () => {
    const { verdict, reasons } = checkSoundness(
      net(["a: source -> p", "b: p -> sink", "c: p + q -> sink", "d: p + r -> q", "e: q -> r"]),
    );
    expect(verdict).toBe("unsound");
    expect(reasons.map(({ kind, transition }) => [kind, transition])).toEqual([
      ["dead-transition", 2],
      ["dead-transition", 3],
      ["dead-transition", 4],
    ]);
  });

  it("proves a net unbounded by a marking that covers an earlier one on its way", () => {
    const model = net(["a: source -> p", "more: p -> p + q", "b: p -> sink", "c: q -> sink"]);
    const report = checkSoundness(model);
    expect(report.verdict).toBe("unsound");
    expect(report.complete).toBe(false);
    expect(report.reasons[0]).toEqual({
      kind: "unbounded",
      message:
        "Tokens can pile up without end: this marking has all tokens of an earlier one on its way, and more: " +
        '["p", "q"], after "a", "more".',
      marking: [0, 1, 1, 0],
      trace: ["a", "more"],
      firingSequence: [0, 1],
    });
  });

  it("does not take a larger marking for a pile when it lies on another way", () => {
    // small leads to [p], and later go and large to [p, q]; neither is on the way to the other.
    const model = net([
      "small: source -> p",
      "go: source -> x",
      "large: x -> p + q",
      "a: p -> r",
      "b: q + r -> sink",
      "c: r -> sink",
    ]);
    const { verdict, reasons } = checkSoundness(model);
    expect(verdict).toBe("unsound");
    expect(reasons.map(({ kind }) => kind)).toEqual(["improper-completion", "no-option-to-complete"]);
  });

  it("answers undecided at the limit, and unsound when a fault has shown by then", () => {
    const limited = checkSoundness(pairs(6), { maxMarkings: 100 });
    expect(limited).toMatchObject({
      verdict: "undecided",
      reasons: [],
      method: "state space",
      complete: false,
    });
    expect(checkSoundness(pairs(6)).verdict).toBe("sound");
    const faulty = net([
      "split: source -> p + q + r",
      "a: p -> sink",
      "b: q -> s",
      "c: r -> u",
      "d: s + u -> sink",
    ]);
    expect(checkSoundness(faulty, { maxMarkings: 4 })).toMatchObject({
      verdict: "unsound",
      reasons: [{ kind: "improper-completion", trace: ["split", "a"] }],
      complete: false,
    });
  });

  it("names the node where the rank theorem fails when no run within the limit shows the fault", () => {
    const { verdict, method, reasons } = checkSoundness(mismatch(2), { maxMarkings: 1 });
    expect([verdict, method]).toEqual(["unsound", "rank theorem"]);
    expect(reasons).toEqual([
      {
        kind: "free-choice-structure",
        message:
          "The net is free choice, and by the rank theorem has a dead end, a pile of tokens or a dead transition: " +
          'transition "b0" lies in what should be a T-component, and is none. No run that shows it was found; ' +
          "raise maxMarkings to look further.",
        transition: 2,
      },
    ]);
  });

  it("names what keeps a model from being a workflow net that starts in its source and ends in its sink", () => {
    const two = net(["a: source -> sink", "b: other -> sink"]);
    expect(checkSoundness(two)).toMatchObject({
      verdict: "unsound",
      reasons: [
        { kind: "not-a-workflow-net", place: 0 },
        { kind: "not-a-workflow-net", place: 2 },
      ],
      method: "structure",
      markings: 0,
    });
    const elsewhere = net(["a: source -> p", "b: p -> sink"], ["p"], ["sink", "sink"]);
    expect(checkSoundness(elsewhere).reasons.map(({ message }) => message)).toEqual([
      'The initial marking is ["p"], expected one token in "source" and nothing else.',
      'The final marking is [2 × "sink"], expected one token in "sink" and nothing else.',
    ]);
  });

  it("handles weights: a token too few for the last step is a dead end", () => {
    const b = new PetriNetBuilder();
    const [source, p, sink] = [b.place("source"), b.place("p"), b.place("sink")];
    b.transition("a", { inputs: [source], outputs: [p] });
    const end = b.transition("b", { outputs: [sink] });
    b.arc("input", p, end, 2);
    const model = b.build({ initial: [source], final: [sink] });
    expect(checkSoundness(model).reasons.map(({ kind }) => kind)).toEqual([
      "no-option-to-complete",
      "dead-transition",
    ]);
  });

  it("calls the net of one place and no transition sound", () => {
    expect(checkSoundness(net([], ["only"], ["only"])).verdict).toBe("sound");
  });

  it("is not confused by trees whose loops may do nothing", () => {
    expect(checkSoundness(treeToPetriNet(parseTree("*( X( tau, *( tau, tau ) ), tau )"))).verdict).toBe(
      "sound",
    );
  });

  it("refuses a limit below 1 and can be stopped while it explores", () => {
    expect(() => checkSoundness(pairs(1), { maxMarkings: 0.5 })).toThrow(
      "checkSoundness: option maxMarkings is 0.5.",
    );
    const signal = AbortSignal.abort(new Error("enough"));
    expect(() => checkSoundness(pairs(1), { signal })).toThrow("enough");
    const stages = new Set<string>();
    checkSoundness(pairs(1), { onProgress: ({ stage }) => stages.add(stage) });
    expect(stages).toEqual(new Set(["exploring"]));
  });
});

describe("checkSoundness against the definition", () => {
  /** All markings with the firings between them; a word beyond 300 or where one covers an earlier one on its way. */
  function markingsOf({ net: petriNet, initialMarking }: AcceptingPetriNet) {
    const compiled = compileNet(petriNet);
    const ids = new Map([[initialMarking.join(), 0]]);
    const markings = [initialMarking];
    const parents = [-1];
    const before: number[][] = [[]];
    const fired = new Set<number>();
    for (let m = 0; m < markings.length; m++) {
      for (const t of enabledTransitions(compiled, markings[m]!)) {
        fired.add(t);
        const next = fire(compiled, markings[m]!, t);
        const known = ids.get(next.join());
        if (known !== undefined) {
          before[known]!.push(m);
          continue;
        }
        for (let above = m; above >= 0; above = parents[above]!) {
          if (markings[above]!.every((tokens, p) => tokens <= next[p]!)) return "unbounded";
        }
        if (markings.length === 300) return "too many";
        ids.set(next.join(), markings.length);
        markings.push(next);
        parents.push(m);
        before.push([m]);
      }
    }
    const completes = new Set<number>();
    const pending = [ids.get(markings[0]!.map((_, p) => (p === 1 ? 1 : 0)).join())].filter(
      (m) => m !== undefined,
    );
    while (pending.length > 0) {
      const m = pending.pop()!;
      if (completes.has(m)) continue;
      completes.add(m);
      pending.push(...before[m]!);
    }
    return {
      ids,
      markings,
      completes,
      dead: petriNet.transitions.flatMap((_, t) => (fired.has(t) ? [] : [t])),
    };
  }

  const startsAndEnds = ({ net: petriNet }: AcceptingPetriNet): boolean => {
    const { holds, source, sink } = checkWorkflowNet(petriNet);
    return holds && source === 0 && sink === 1;
  };

  it("agrees with it on damaged nets of trees, and every witness is a real one", () => {
    let verdicts = { sound: 0, unsound: 0 };
    fc.assert(
      fc.property(arbitraryWorkflowNet(), (model) => {
        if (!startsAndEnds(model)) return;
        const known = markingsOf(model);
        if (known === "too many") return;
        const { verdict, reasons } = checkSoundness(model);
        verdicts = { ...verdicts, [verdict]: verdicts[verdict as "sound"] + 1 };
        const sound =
          known !== "unbounded" &&
          known.dead.length === 0 &&
          known.completes.size === known.markings.length &&
          known.markings.every(
            (marking) => marking[1] === 0 || marking.every((n, p) => n === (p === 1 ? 1 : 0)),
          );
        expect(verdict).toBe(sound ? "sound" : "unsound");
        expect(reasons.length > 0).toBe(!sound);
        for (const reason of reasons) expectRealWitness(model, reason, known === "unbounded" ? null : known);
      }),
      { seed: 11, numRuns: 400 },
    );
    expect(verdicts.sound).toBeGreaterThan(40);
    expect(verdicts.unsound).toBeGreaterThan(40);
  });

  it("finds the same by the markings of the reduced net alone, and translates its runs back", () => {
    fc.assert(
      fc.property(arbitraryWorkflowNet(), (model) => {
        if (!startsAndEnds(model)) return;
        const known = markingsOf(model);
        if (known === "too many") return;
        const reduced = reduceShortCircuit(shortCircuit(model.net, 0, 1));
        const deadlock = findDeadlock(reduced, model, 10_000, {});
        const all = searchReduced(reduced, model, 10_000, { maxFirings: 200_000 });
        if (all.liveAndBounded !== null) {
          expect(all.liveAndBounded).toBe(checkSoundness(model).verdict === "sound");
          expect(all.reasons.length > 0).toBe(!all.liveAndBounded);
        }
        for (const reason of [...deadlock.reasons, ...all.reasons]) {
          expectRealWitness(model, reason, known === "unbounded" ? null : known);
        }
        const theorem = rankTheorem(compileNet(reduced.model.net), reduced.model.initialMarking);
        if (theorem !== null && all.liveAndBounded !== null) {
          expect(theorem.liveAndBounded).toBe(all.liveAndBounded);
        }
      }),
      { seed: 12, numRuns: 400 },
    );
  });

  function expectRealWitness(
    model: AcceptingPetriNet,
    { kind, transition, marking, trace, firingSequence }: SoundnessReason,
    known: Exclude<ReturnType<typeof markingsOf>, string> | null,
  ): void {
    if (kind === "dead-transition") {
      if (known !== null) expect(known.dead).toContain(transition);
      return;
    }
    const way = [model.initialMarking];
    for (const t of firingSequence!) way.push(fire(model.net, way.at(-1)!, t));
    const last = way.at(-1)!;
    expect(last).toEqual(marking);
    expect(firingSequence!.flatMap((t) => model.net.transitions[t]!.label ?? [])).toEqual(trace);
    if (kind === "improper-completion") {
      expect(last[1]! > 0 && last.reduce((sum, tokens) => sum + tokens) > 1).toBe(true);
    } else if (kind === "unbounded") {
      const covered = way.filter((earlier) => earlier.every((tokens, p) => tokens <= last[p]!));
      expect(covered.length).toBeGreaterThan(1);
    } else {
      expect(kind).toBe("no-option-to-complete");
      if (known !== null) expect(known.completes.has(known.ids.get(last.join())!)).toBe(false);
    }
  }
});

describe("checkSoundness of large nets", () => {
  const many = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));

  it.each<[string, () => ProcessTree]>([
    ["40 loops in parallel", () => parallel(...many(40, (i) => loop(activity(`a${i}`), activity(`b${i}`))))],
    ["2,000 branches in parallel", () => parallel(...many(2000, (i) => activity(`a${i}`)))],
    ["2,000 choices", () => exclusive(...many(2000, (i) => activity(`a${i}`)))],
    [
      "480 transitions of every kind",
      () =>
        sequence(
          ...many(30, (k) =>
            parallel(
              ...many(5, (i) =>
                exclusive(activity(`x${k},${i}`), sequence(activity(`y${k},${i}`), activity(`z${k},${i}`))),
              ),
            ),
          ),
        ),
    ],
    [
      "2,000 levels",
      () => {
        let tree: ProcessTree = activity("a");
        for (let i = 0; i < 2000; i++) {
          tree = i % 2 === 0 ? loop(tree, activity(`r${i}`)) : parallel(tree, activity(`p${i}`));
        }
        return tree;
      },
    ],
  ])("proves %s sound by reduction", (_, tree) => {
    expect(checkSoundness(treeToPetriNet(tree()))).toMatchObject({ verdict: "sound", method: "reduction" });
  });

  it("finds the dead end of 60 mismatched choices in parallel, which only shows when all are stuck or done", () => {
    const model = mismatch(60);
    const { verdict, method, reasons } = checkSoundness(model);
    expect([verdict, method]).toEqual(["unsound", "rank theorem"]);
    expect(reasons[0]!.kind).toBe("no-option-to-complete");
    let marking = model.initialMarking;
    for (const t of reasons[0]!.firingSequence!) marking = fire(model.net, marking, t);
    expect(marking).toEqual(reasons[0]!.marking);
    // Some block is stuck with one token of each choice that do not fit.
    const stuck = (i: number, one: string, other: string) =>
      [`${one}${i}`, `${other}${i}`].every(
        (name) => marking[model.net.places.findIndex((place) => place.name === name)] === 1,
      );
    expect(many(60, (i) => activity(String(stuck(i, "q", "u") || stuck(i, "r", "t"))))).toContainEqual(
      activity("true"),
    );
  });

  it("finds the token left over among 100 branches", () => {
    const all = many(100, (i) => activity(`a${i}`));
    const model = treeToPetriNet(parallel(...all));
    const of = (label: string) => {
      const t = model.net.transitions.findIndex((transition) => transition.label === label);
      return model.net.arcs.find(({ kind, transition }) => kind === "output" && transition === t)!;
    };
    const arcs = [...model.net.arcs, { ...of("a50"), place: of("a51").place }];
    const { verdict, reasons } = checkSoundness({ ...model, net: { ...model.net, arcs } });
    expect(verdict).toBe("unsound");
    expect(reasons[0]).toMatchObject({ kind: "improper-completion" });
    // Without a51, whose token a50 has put already.
    expect(reasons[0]!.trace).toHaveLength(99);
    expect(reasons[0]!.trace).not.toContain("a51");
  });

  it("keeps its limit on a net that nothing but its markings can decide", () => {
    const report = checkSoundness(pairs(300), { maxMarkings: 2000 });
    expect(report).toMatchObject({ verdict: "undecided", method: "state space", complete: false });
    expect(report.markings).toBeLessThanOrEqual(6000);
  });

  it("gives up its search for a deadlock where every transition hinders every other", () => {
    // 60 tokens wander among 60 places; the end takes one from each.
    const b = new PetriNetBuilder();
    const [source, sink, ...places] = many(62, () => b.place());
    b.transition("start", { inputs: [source!], outputs: places });
    b.transition("end", { inputs: places, outputs: [sink!] });
    for (const from of places) {
      for (const to of places) if (from !== to) b.transition(null, { inputs: [from], outputs: [to] });
    }
    const report = checkSoundness(b.build({ initial: [source!], final: [sink!] }), { maxMarkings: 1000 });
    expect(report).toMatchObject({ verdict: "undecided", reasons: [], complete: false });
    // 1000 each by the two searches that follow.
    expect(report.markings).toBeLessThan(2200);
  });

  it("spends no more than its budget on looking for implicit places, wherever they may be", () => {
    // What alphaMiner finds when s is followed by one of 10 pairs in either order, and then e follows: a place for each way to take one
    // activity of each pair, before them and behind them.
    const b = new PetriNetBuilder();
    const [source, sink] = [b.place(), b.place()];
    const first = b.transition("s", { inputs: [source] });
    const last = b.transition("e", { outputs: [sink] });
    const pairs = many(10, (i) => [b.transition(`a${i}`), b.transition(`b${i}`)] as const);
    for (let choice = 0; choice < 2 ** pairs.length; choice++) {
      const [before, behind] = [b.place(), b.place()];
      b.arc("output", before, first);
      b.arc("input", behind, last);
      pairs.forEach((pair, i) => {
        const one = pair[(choice >> i) & 1]!;
        b.arc("input", before, one);
        b.arc("output", behind, one);
      });
    }
    const model = b.build({ initial: [source], final: [sink] });
    const net = EditableNet.of(model);
    const budget = { arcs: 100_000 };
    model.net.places.forEach((_, place) => void isImplicit(net, place, budget));
    // Looking at each of 2,050 places once costs its 11 arcs.
    expect(budget.arcs).toBeGreaterThan(-2050 * 11 - 10_000);
    expect(checkSoundness(model).verdict).toBe("sound");
  });
});

describe("rankTheorem", () => {
  const decide = (model: AcceptingPetriNet) => rankTheorem(compileNet(model.net), model.initialMarking);

  it("finds that choices must fit together", () => {
    // q with u, or r with t, is stuck. Every place is in an S-component ({p, q, r} or {s, t, u}), so what fails is the other side.
    const model = net(
      ["a: p -> q", "b: p -> r", "c: s -> t", "d: s -> u", "x: q + t -> p + s", "y: r + u -> p + s"],
      ["p", "s"],
      [],
    );
    expect(decide(model)).toEqual({ liveAndBounded: false, failing: "transition-component", transition: 1 });
  });

  it("needs S-components, and names a place whose minimal siphon is none", () => {
    const model = net(["a: p -> q + r", "b: q -> p", "c: r -> p"], ["p"], []);
    expect(decide(model)).toEqual({ liveAndBounded: false, failing: "place-component", place: 0 });
  });

  it("needs T-components, and names a transition that is in none", () => {
    // What t2 and t3 do to p1 forces t2 = t3 in every invariant, and then p2 forces t1 = 0.
    const model = net(
      ["t0: p0 -> p4", "t1: p0 -> p2", "t2: p1 + p2 -> p0 + p3", "t3: p3 + p4 -> p1 + p2"],
      ["p0", "p1", "p2"],
      [],
    );
    const { failing, transition } = decide(model)!;
    expect([failing, transition]).toEqual(["transition-component", 1]);
  });

  it("needs a token in every siphon", () => {
    const circle = ["a: p -> q", "b: q -> p"];
    expect(decide(net(circle, ["p"], []))).toEqual({ liveAndBounded: true, failing: null });
    expect(decide(net(circle, [], []))).toEqual({
      liveAndBounded: false,
      failing: "unmarked-siphon",
      place: 0,
    });
  });

  it("says nothing of a net that is not free choice", () => {
    expect(decide(net(["a: p -> p", "b: p + q -> p + q"], ["p", "q"], []))).toBeNull();
    expect(decide(net([], [], []))).toBeNull();
  });
});

describe("isFreeChoice (Desel, Esparza 1995, definition 4.1)", () => {
  it.each<[readonly string[], boolean]>([
    [[], true],
    [["a: p -> q", "b: p -> r"], true],
    [["a: p + q -> r", "b: q + p -> s"], true],
    [["a: p + q -> r", "b: q -> s"], false],
    [["a: p -> q + q"], false],
    [[": -> p", "a: p -> "], true],
  ])("of %j: %j", (lines, expected) => {
    expect(isFreeChoice(net(lines, [], []).net)).toBe(expected);
  });
});

describe("withSoundness", () => {
  it("gives the same net with the report of checkSoundness", () => {
    const model = net(["a: source -> p", "b: p -> sink", "c: p + q -> sink"]);
    const checked = withSoundness(model);
    expect(checked).toEqual({ ...model, soundness: checkSoundness(model) });
    expect(checked.net).toBe(model.net);
    expect(checked.soundness.verdict).toBe("unsound");
    expect(Object.isFrozen(checked)).toBe(true);
    expect(JSON.parse(JSON.stringify(checked))).toEqual(checked);
  });

  it("hands on the limit, and refuses a wrong one", () => {
    expect(withSoundness(pairs(6), { maxMarkings: 100 }).soundness.verdict).toBe("undecided");
    expect(() => withSoundness(pairs(1), { maxMarkings: 0 })).toThrow("option maxMarkings is 0.");
  });
});
