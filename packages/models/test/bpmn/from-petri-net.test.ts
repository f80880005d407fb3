import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type AcceptingPetriNet,
  bpmnToPetriNet,
  checkSoundness,
  PetriNetBuilder,
  parseTree,
  petriNetToBpmn,
  treeToPetriNet,
} from "../../src/index.js";
import { arbitraryTree, hostileNames } from "../arbitrary-tree.js";
import { netLanguage } from "../net-language.js";
import { failure } from "./failure.js";

/**
 * A net from lines such as `p+q a r`, a transition `a` from `p` and `q` to `r`; `-` is a silent one. `i` is the start, `o` the
 * end.
 */
function net(lines: readonly string[], initial = ["i"], final = ["o"]): AcceptingPetriNet {
  const b = new PetriNetBuilder();
  const index = new Map<string, number>();
  const place = (name: string): number => {
    const known = index.get(name) ?? b.place(name);
    index.set(name, known);
    return known;
  };
  for (const line of lines) {
    const [inputs, label, outputs] = line.split(" ") as [string, string, string];
    b.transition(label === "-" ? null : label, {
      name: label,
      inputs: inputs.split("+").map(place),
      outputs: outputs.split("+").map(place),
    });
  }
  return b.build({ initial: initial.map(place), final: final.map(place) });
}

/** Kinds and names of all nodes, and the flows by index. */
const parts = (model: ReturnType<typeof petriNetToBpmn>) => ({
  nodes: model.nodes.map(({ kind, name }) => name ?? kind.replace(/Gateway|Event/, "")),
  flows: model.flows.map(({ source, target }) => `${source}>${target}`).join(" "),
});

describe("petriNetToBpmn", () => {
  it.each<[string, string[], { nodes: string[]; flows: string }]>([
    ["a sequence", ["i a p", "p b o"], { nodes: ["start", "a", "b", "end"], flows: "0>1 1>2 2>3" }],
    [
      "a choice, one way of which is silent",
      ["i a o", "i - o"],
      { nodes: ["start", "exclusive", "a", "exclusive", "end"], flows: "0>1 1>2 1>3 2>3 3>4" },
    ],
    [
      "parallel tasks that others start and join",
      ["i x p+q", "p a r", "q b s", "r+s y o"],
      {
        nodes: ["start", "x", "parallel", "a", "b", "parallel", "y", "end"],
        flows: "0>1 1>2 2>3 2>4 3>5 4>5 5>6 6>7",
      },
    ],
    [
      "a loop",
      ["i - p", "p a q", "q b p", "q - o"],
      { nodes: ["start", "exclusive", "a", "exclusive", "b", "end"], flows: "0>1 1>2 2>3 3>4 3>5 4>1" },
    ],
    [
      "a choice that several places share",
      ["i - p+q", "p+q a o", "p+q b o"],
      {
        nodes: ["start", "parallel", "parallel", "exclusive", "a", "b", "exclusive", "end"],
        flows: "0>1 1>2 1>2 2>3 3>4 3>5 4>6 5>6 6>7",
      },
    ],
  ])("turns %s into tasks and gateways", (_, lines, expected) => {
    expect(parts(petriNetToBpmn(net(lines)))).toEqual(expected);
  });

  it("begins and ends in several places, or in places that are also fed and taken from", () => {
    const several = net(["p a r", "q b s"], ["p", "q"], ["r", "s"]);
    expect(netLanguage(bpmnToPetriNet(petriNetToBpmn(several)), 3)).toEqual(['["a","b"]', '["b","a"]']);
    const circle = net(["p a q", "q b p"], ["p"], ["q"]);
    expect(netLanguage(bpmnToPetriNet(petriNetToBpmn(circle)), 3)).toEqual(['["a","b","a"]', '["a"]']);
    const nothing = net(["p a p"], ["p"], ["p"]);
    expect(netLanguage(bpmnToPetriNet(petriNetToBpmn(nothing)), 2)).toEqual(['["a","a"]', '["a"]', "[]"]);
  });

  it("has the language of the net, for every net of a tree without interleaving", () => {
    fc.assert(
      fc.property(arbitraryTree({ depth: 2 }), (tree) => {
        fc.pre(!JSON.stringify(tree).includes("interleaved"));
        const model = treeToPetriNet(tree);
        const back = bpmnToPetriNet(petriNetToBpmn(model));
        expect(netLanguage(back, 4)).toEqual(netLanguage(model, 4));
        expect(checkSoundness(back).verdict).toBe("sound");
      }),
      { seed: 7, numRuns: 80 },
    );
  });

  it("has no gateway with one flow in and one out", () => {
    fc.assert(
      fc.property(arbitraryTree({ names: hostileNames }), (tree) => {
        const { nodes, flows } = petriNetToBpmn(treeToPetriNet(tree), { nonFreeChoice: "commit" });
        nodes.forEach(({ kind }, n) => {
          if (!kind.endsWith("Gateway")) return;
          expect(flows.filter(({ source, target }) => source === n || target === n).length).toBeGreaterThan(
            2,
          );
        });
      }),
      { seed: 8, numRuns: 100 },
    );
  });

  describe("where a choice depends on other places", () => {
    // Whether c or d may happen depends on whether a or b did: places ra and rb remember it.
    const remembering = net(["i a p+ra", "i b p+rb", "p+ra c o", "p+rb d o"]);

    it("refuses where the early choice could get stuck, naming the place and the transitions", () => {
      expect(failure(() => petriNetToBpmn(remembering))).toBe(
        'bpmn/not-free-choice: petriNetToBpmn: the choice at place "p" between "c", "d" depends on other places too; a gateway would choose before it is clear that it can go on. Pass { nonFreeChoice: "commit" } to keep the language in a model that may get stuck.',
      );
    });

    it("keeps the language when told to commit early, and is no longer sound", () => {
      const committed = bpmnToPetriNet(petriNetToBpmn(remembering, { nonFreeChoice: "commit" }));
      expect(netLanguage(committed, 3)).toEqual(['["a","c"]', '["b","d"]']);
      expect(checkSoundness(remembering).verdict).toBe("sound");
      expect(checkSoundness(committed).verdict).toBe("unsound");
    });

    it("chooses early where that does no harm: a loop beside another branch is left before the join", () => {
      const { nodes } = petriNetToBpmn(net(["i - p+q", "p a r", "r - p", "q b s", "r+s - o"]));
      expect(nodes.map(({ kind, name }) => name ?? kind)).toEqual([
        "startEvent",
        "parallelGateway",
        "exclusiveGateway",
        "b",
        "a",
        "parallelGateway",
        "exclusiveGateway",
        "endEvent",
      ]);
    });

    it("says which choices there are for an option that it does not know", () => {
      expect(failure(() => petriNetToBpmn(remembering, { nonFreeChoice: "refuse" as "sound" }))).toBe(
        'option/out-of-range: petriNetToBpmn: option nonFreeChoice is "refuse". Give "sound" or "commit".',
      );
    });

    it("keeps the language of every interleaving when told to commit early", () => {
      const model = treeToPetriNet(parseTree("->( 'x', <>( 'a', ->( 'b', 'c' ) ) )"));
      expect(netLanguage(bpmnToPetriNet(petriNetToBpmn(model, { nonFreeChoice: "commit" })), 4)).toEqual(
        netLanguage(model, 4),
      );
    });
  });

  it.each<[string, AcceptingPetriNet, string]>([
    [
      "a part that leads nowhere",
      net(["i a o", "i b p"]),
      'bpmn/not-a-workflow-net: petriNetToBpmn: the net with its markings is no workflow net. Place "o" has no outgoing arc, like 1 more: a workflow net has one sink. Connect it, or remove what is dead.',
    ],
    [
      "two tokens in a place",
      net(["i a o"], ["i", "i"]),
      "bpmn/marking: petriNetToBpmn: the initial marking puts two tokens in a place. Give one with one token in each of its places.",
    ],
    [
      "an empty final marking",
      net(["i a o"], ["i"], []),
      "bpmn/marking: petriNetToBpmn: the final marking is empty. Give one with one token in each of its places.",
    ],
    [
      "an arc of weight 2",
      net(["i a p+p", "p b o"]),
      'bpmn/arc-weight: petriNetToBpmn: an arc between place "p" and transition "a" has weight 2; flows carry single tokens. Use several places.',
    ],
  ])("refuses %s", (_, model, message) => {
    expect(failure(() => petriNetToBpmn(model))).toBe(message);
  });
});
