import { describe, expect, it } from "@jest/globals";
import {
  type AcceptingPetriNet,
  activity,
  checkSoundness,
  checkWorkflowNet,
  isWorkflowNet,
  PetriNetBuilder,
  parallel,
  parseTree,
  reachabilityGraph,
  treeToPetriNet,
} from "../../src/index.js";

/** A net from lines `a: source -> p + q`; a name in parentheses is a silent transition. Places in the order met. */
function net(lines: readonly string[], initial = ["source"], final = ["sink"]): AcceptingPetriNet {
  const b = new PetriNetBuilder();
  const places = new Map<string, number>();
  const place = (name: string): number => {
    if (!places.has(name)) places.set(name, b.place(name));
    return places.get(name)!;
  };
  const many = (text: string) =>
    text.trim() === "" ? [] : text.split("+").map((name) => place(name.trim()));
  for (const line of lines) {
    const [, name, inputs, outputs] = /^(.*): (.*)->(.*)$/.exec(line)!;
    const label = name!.startsWith("(") ? null : name!;
    b.transition(label, { name: name!, inputs: many(inputs!), outputs: many(outputs!) });
  }
  return b.build({ initial: initial.map(place), final: final.map(place) });
}

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

describe("checkSoundness (van der Aalst 1998, definition 7)", () => {
  it("calls a net sound that can always end, ends clean and uses every transition", () => {
    const model = net(["split: source -> p + q", "a: p -> r", "b: q -> s", "join: r + s -> sink"]);
    expect(checkSoundness(model)).toEqual({ verdict: "sound", reasons: [], markings: 6, complete: true });
  });

  it("decides nets that are sound without being free choice", () => {
    // c and d both take from r, but only the one whose other place was marked by a or b may fire.
    const model = net(["a: source -> p + r", "b: source -> q + r", "c: p + r -> sink", "d: q + r -> sink"]);
    expect(checkSoundness(model).verdict).toBe("sound");
  });

  it("shows a marking from which there is no way to the end, and the activities that lead there", () => {
    // An exclusive split that is joined in parallel.
    const model = net(["a: source -> p", "b: source -> q", "join: p + q -> sink"]);
    expect(checkSoundness(model)).toEqual({
      verdict: "unsound",
      reasons: [
        {
          kind: "no-option-to-complete",
          message: `The end can't be reached from here: ["source"], before any activity.`,
          marking: [1, 0, 0, 0],
          trace: [],
        },
        { kind: "dead-transition", message: 'Transition "join" can never fire.', transition: 2 },
      ],
      markings: 3,
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
    const wide = treeToPetriNet(parallel(...Array.from({ length: 12 }, (_, i) => activity(`a${i}`))));
    expect(checkSoundness(wide, { maxMarkings: 100 })).toEqual({
      verdict: "undecided",
      reasons: [],
      markings: 100,
      complete: false,
    });
    expect(checkSoundness(wide).verdict).toBe("sound");
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

  it("names what keeps a model from being a workflow net that starts in its source and ends in its sink", () => {
    const two = net(["a: source -> sink", "b: other -> sink"]);
    expect(checkSoundness(two)).toMatchObject({
      verdict: "unsound",
      reasons: [
        { kind: "not-a-workflow-net", place: 0 },
        { kind: "not-a-workflow-net", place: 2 },
      ],
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
});
