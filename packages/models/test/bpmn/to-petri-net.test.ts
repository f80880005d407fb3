import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type AcceptingPetriNet,
  BpmnBuilder,
  type BpmnModel,
  type BpmnNodeKind,
  bpmnToPetriNet,
  checkSoundness,
  isWorkflowNet,
} from "../../src/index.js";
import { netLanguage } from "../net-language.js";
import { arbitraryGateways } from "./arbitrary-bpmn.js";
import { failure } from "./failure.js";
import { playTokens } from "./token-game.js";

/**
 * A model from lines such as `start > X1 > a > end`: a letter is a task; `start`, `end`, `event`, `X`, `A`, `O` with or without a
 * number are events and exclusive, parallel and inclusive gateways. `~` in front of a node makes the flow into it a default flow.
 */
function model(...lines: string[]): BpmnModel {
  const b = new BpmnBuilder();
  const kinds: Record<string, BpmnNodeKind> = {
    start: "startEvent",
    end: "endEvent",
    event: "intermediateEvent",
    X: "exclusiveGateway",
    A: "parallelGateway",
    O: "inclusiveGateway",
  };
  const index = new Map<string, number>();
  const node = (word: string): number => {
    const kind = kinds[word.replace(/\d+$/, "")];
    const known = index.get(word) ?? (kind === undefined ? b.node("task", word) : b.node(kind));
    index.set(word, known);
    return known;
  };
  for (const line of lines) {
    const words = line.split(" > ");
    words.forEach((word, w) => {
      if (w === 0) node(word);
      else
        b.flow(node(words[w - 1]!.replace("~", "")), node(word.replace("~", "")), {
          isDefault: word.startsWith("~"),
        });
    });
  }
  return b.build();
}

/** The language in words: `ab`, and `` for the empty trace. */
const words = (net: AcceptingPetriNet, maxLength = 4): string[] =>
  netLanguage(net, maxLength)
    .map((trace) => (JSON.parse(trace) as string[]).join(""))
    .sort((x, y) => x.length - y.length || (x < y ? -1 : 1));

const transitions = ({ net }: AcceptingPetriNet): string[] => net.transitions.map(({ name }) => name);

describe("bpmnToPetriNet", () => {
  it("maps tasks to transitions, exclusive gateways to places, and leaves events out (Dijkman et al. 2008, section 4)", () => {
    const net = bpmnToPetriNet(model("start > a > event > X > b > X2 > end", "X > c > X2"));
    expect(net).toEqual({
      net: {
        places: [{ name: "source" }, { name: "sink" }, { name: "p1" }],
        transitions: [
          { name: "a", label: "a" },
          { name: "b", label: "b" },
          { name: "c", label: "c" },
        ],
        arcs: [
          { kind: "input", place: 0, transition: 0, weight: 1 },
          { kind: "output", place: 2, transition: 0, weight: 1 },
          { kind: "input", place: 2, transition: 1, weight: 1 },
          { kind: "output", place: 1, transition: 1, weight: 1 },
          { kind: "input", place: 2, transition: 2, weight: 1 },
          { kind: "output", place: 1, transition: 2, weight: 1 },
        ],
      },
      initialMarking: [1, 0, 0],
      finalMarking: [0, 1, 0],
    });
  });

  it("maps parallel gateways to silent transitions, which go where a task can do their work", () => {
    const split = bpmnToPetriNet(model("start > A > a > A2 > end", "A > b > A2"));
    expect(transitions(split)).toEqual(["a", "b", "tau1", "tau2"]);
    expect(words(split)).toEqual(["ab", "ba"]);
    expect(transitions(bpmnToPetriNet(model("start > x > A > a > A2 > y > end", "A > b > A2")))).toEqual([
      "x",
      "a",
      "y",
      "b",
    ]);
  });

  it.each<[string, string[], string[]]>([
    ["a sequence", ["start > a > b > end"], ["ab"]],
    ["nothing", ["start > end"], [""]],
    ["a way around a task", ["start > X > a > X2 > end", "X > X2"], ["", "a"]],
    ["a loop", ["start > X > a > X2 > end", "X2 > b > X"], ["a", "aba"]],
    ["a loop right after the start", ["start > X > X2 > end", "X2 > a > X"], ["", "a", "aa", "aaa", "aaaa"]],
    ["a task with two flows in joins exclusively", ["start > X > a > c > end", "X > b > c"], ["ac", "bc"]],
    [
      "a task with two flows out splits in parallel",
      ["start > a > b > A > end", "a > c > A"],
      ["abc", "acb"],
    ],
    ["one of two start events begins", ["start > a > X > end", "start2 > b > X"], ["a", "b"]],
    ["without start events, all begin together", ["a > A > end", "b > A"], ["ab", "ba"]],
    ["without end events, it is done where nothing flows out", ["start > A > a", "A > b"], ["ab", "ba"]],
    ["two ends of a choice", ["start > X > a > end", "X > b > end2"], ["a", "b"]],
    ["two ends of parallel branches", ["start > A > a > end", "A > b > end2"], ["ab", "ba"]],
    ["one end that parallel branches reach one by one", ["start > A > a > end", "A > b > end"], ["ab", "ba"]],
    [
      "an inclusive split with branches of their own",
      ["start > O > a > end", "O > b > end2"],
      ["a", "b", "ab", "ba"],
    ],
    [
      "an inclusive default branch, taken alone",
      ["start > O > ~a > O2 > end", "O > b > O2", "O > c > O2"],
      ["a", "b", "c", "bc", "cb"],
    ],
    [
      "a default flow of an exclusive gateway, which changes nothing",
      ["start > X > ~a > X2 > end", "X > X2"],
      ["", "a"],
    ],
  ])("knows %s", (_, lines, expected) => {
    const net = bpmnToPetriNet(model(...lines));
    expect(words(net)).toEqual(expected);
    expect(isWorkflowNet(net.net)).toBe(true);
    expect(checkSoundness(net).verdict).toBe("sound");
  });

  it("synchronises what an inclusive split has started (van der Aalst et al., Workflow Patterns, 2003, pattern 7)", () => {
    const net = bpmnToPetriNet(model("start > O > a > b > O2 > d > end", "O > c > O2"));
    expect(words(net)).toEqual(["cd", "abd", "abcd", "acbd", "cabd"]);
    expect(checkSoundness(net).verdict).toBe("sound");
  });

  it("takes an inclusive join behind exclusive splits for an exclusive one, behind parallel splits for a parallel one", () => {
    expect(bpmnToPetriNet(model("start > X > a > O > end", "X > b > O"))).toEqual(
      bpmnToPetriNet(model("start > X > a > X2 > end", "X > b > X2")),
    );
    expect(bpmnToPetriNet(model("start > A > a > O > end", "A > b > O"))).toEqual(
      bpmnToPetriNet(model("start > A > a > A2 > end", "A > b > A2")),
    );
  });

  it("lets an inclusive join wait for a parallel branch, and not for a branch that a choice has left", () => {
    // b runs beside the choice between a and a way past the inclusive join, to a second one.
    const net = bpmnToPetriNet(model("start > A > b > O > c > O2 > end", "A > X > a > O", "X > O2"));
    expect(words(net)).toEqual(["bc", "abc", "bac"]);
    expect(checkSoundness(net).verdict).toBe("sound");
  });

  it("lets an inclusive join inside a loop wait for this turn only", () => {
    // The loop is left and entered beside the inclusive join, so no part around it has one way in and one way out.
    const lines = ["start > X > O > A > a > O2 > c > X2 > end", "A > X3 > b > O2", "X3 > O2", "X2 > X"];
    const net = bpmnToPetriNet(model(...lines));
    expect(words(net, 6).filter((word) => word.length <= 4)).toEqual(["ac", "abc", "bac", "acac"]);
    expect(checkSoundness(net).verdict).toBe("sound");
  });

  it("is linear in the branches of an inclusive gateway: 200 of them need fewer than 1,000 transitions", () => {
    const branches = Array.from({ length: 200 }, (_, i) => `O > t${i} > O2`);
    const { net } = bpmnToPetriNet(model("start > O", ...branches, "O2 > end"));
    expect(net.transitions.length).toBeLessThan(1000);
  });

  it("gives the unsound net of an unsound model, which checkSoundness explains", () => {
    const stuck = bpmnToPetriNet(model("start > X > a > A > end", "X > b > A"));
    expect(checkSoundness(stuck).verdict).toBe("unsound");
    expect(words(stuck)).toEqual([]);
    const twice = bpmnToPetriNet(model("start > A > a > X > c > end", "A > b > X"));
    expect(checkSoundness(twice).reasons.map(({ kind }) => kind)).toContain("improper-completion");
  });

  it("keeps a choice that may lead into a dead end, where a net could wait until it can't go wrong", () => {
    const lines = ["start > A > X > A2 > a > X3 > end", "A > X2 > A2", "X > A3 > b > X3", "X2 > A3"];
    const net = bpmnToPetriNet(model(...lines));
    expect(words(net)).toEqual(["a", "b"]);
    expect(checkSoundness(net).verdict).toBe("unsound");
  });

  it("names visible transitions as treeToPetriNet does, in the order of the tasks", () => {
    const b = new BpmnBuilder();
    const nodes = [
      b.node("startEvent"),
      ...["a", "tau1", "a", ""].map((name) => b.node("task", name)),
      b.node("task"),
      b.node("endEvent"),
    ];
    nodes.slice(1).forEach((node, n) => {
      b.flow(nodes[n]!, node);
    });
    const { net } = bpmnToPetriNet(b.build());
    expect(net.transitions).toEqual([
      { name: "a", label: "a" },
      { name: "tau1", label: "tau1" },
      { name: "a #2", label: "a" },
      { name: "", label: "" },
    ]);
  });

  it.each<[string[], string]>([
    [[], "bpmn/no-start: bpmnToPetriNet: the model has no nodes. Add a start event."],
    [
      ["a > b > a"],
      "bpmn/no-start: bpmnToPetriNet: the model has no start event, and something flows into every node. Add a start event.",
    ],
    [
      ["start > a > end", "b > end"],
      `bpmn/unreachable-node: bpmnToPetriNet: node 3 (task "b") can't be reached from a start. Connect it, or remove it.`,
    ],
    [
      ["start > X > end", "X > b > X2 > X2"],
      'bpmn/no-way-to-end: bpmnToPetriNet: node 3 (task "b") leads to no end. Connect it to an end event.',
    ],
  ])("refuses %j, naming the node", (lines, message) => {
    expect(failure(() => bpmnToPetriNet(model(...lines)))).toBe(message);
  });

  it("refuses a damaged model, naming the path of the fault", () => {
    const damaged = { name: null, nodes: [], flows: [{ source: 0, target: 0, name: null }] };
    expect(failure(() => bpmnToPetriNet(damaged))).toBe(
      "bpmn/invalid: checkBpmnModel: at $.flows[0].source: expected the index of a node, but there are none, found 0.",
    );
  });

  it("gives up with the name of the gateway when an inclusive join in a loop has too many states", () => {
    const lines = ["start > X > A > a > O2 > X2 > end", "A > O3 > b > O2", "O3 > c > O2", "O3 > X", "X2 > X"];
    expect(failure(() => bpmnToPetriNet(model(...lines), { maxStates: 5 }))).toBe(
      "bpmn/too-many-states: bpmnToPetriNet: what node 4 (inclusiveGateway) joins inclusively inside a loop has more than 5 states; tokens may pile up there. Raise maxStates, or give the loop one way in and one way out.",
    );
    expect(failure(() => bpmnToPetriNet(model("start > end"), { maxStates: Number.NaN }))).toBe(
      "option/out-of-range: bpmnToPetriNet: option maxStates is NaN. Give a number of at least 1, such as 10000.",
    );
  });

  const mostlyInclusive = [
    "inclusiveGateway",
    "inclusiveGateway",
    "exclusiveGateway",
    "parallelGateway",
  ] as const;

  it.each([
    ["acyclic", arbitraryGateways({ joins: mostlyInclusive }), 130],
    ["with inclusive joins only", arbitraryGateways({ joins: ["inclusiveGateway"], most: 7 }), 150],
    ["cyclic", arbitraryGateways({ joins: mostlyInclusive.slice(0, 3), cyclic: true, most: 4 }), 80],
  ])("has the language of the token game of the standard, for every sound model, %s", (_, models, least) => {
    let sound = 0;
    fc.assert(
      fc.property(models, (found) => {
        const game = playTokens(found, 5);
        if (!game.isSound) return;
        sound++;
        const net = bpmnToPetriNet(found);
        expect(netLanguage(net, 5)).toEqual(game.language);
        expect(isWorkflowNet(net.net)).toBe(true);
        expect(checkSoundness(net).verdict).toBe("sound");
      }),
      { seed: 5, numRuns: 150 },
    );
    expect(sound).toBeGreaterThanOrEqual(least);
  });

  it("gives no sound net for a model that is not sound", () => {
    let unsound = 0;
    fc.assert(
      fc.property(arbitraryGateways({ most: 5, joins: ["exclusiveGateway", "parallelGateway"] }), (found) => {
        if (playTokens(found, 0).isSound) return;
        unsound++;
        expect(checkSoundness(bpmnToPetriNet(found)).verdict).toBe("unsound");
      }),
      { seed: 6, numRuns: 200 },
    );
    expect(unsound).toBeGreaterThan(10);
  });

  it("converts 1,000 nested inclusive blocks", () => {
    const b = new BpmnBuilder();
    const start = b.node("startEvent");
    let last = start;
    const joins: number[] = [];
    for (let level = 0; level < 1000; level++) {
      const [split, task] = [b.node("inclusiveGateway"), b.node("task", "a")];
      joins.push(b.node("inclusiveGateway"));
      b.flow(last, split);
      b.flow(split, task);
      b.flow(task, joins.at(-1)!);
      last = split;
    }
    const end = b.node("endEvent");
    for (const join of joins.reverse()) {
      b.flow(last, join);
      last = join;
    }
    b.flow(last, end);
    const { net } = bpmnToPetriNet(b.build());
    expect(net.transitions.filter(({ label }) => label !== null)).toHaveLength(1000);
  });
});
