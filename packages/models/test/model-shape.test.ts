import { describe, expect, it } from "@jest/globals";
import {
  activity,
  boundedness,
  bpmnComplexity,
  checkSoundness,
  coverabilityGraph,
  exclusive,
  heuristicsNetToPetriNet,
  incidenceMatrix,
  inclusive,
  interleaved,
  isFreeChoice,
  isWorkflowNet,
  liveness,
  loop,
  netComplexity,
  netFootprints,
  normalFormTree,
  parallel,
  parseTree,
  petriNetToBpmn,
  petriNetToTree,
  placeInvariants,
  printTree,
  reachabilityGraph,
  readBpmn,
  readPnml,
  readPtml,
  reducePetriNet,
  reduceSilentTransitions,
  reduceTree,
  sequence,
  sortTree,
  treeActivities,
  treeFootprints,
  treeToBpmn,
  treeToPetriNet,
  writePnml,
  writePtml,
} from "../src/index.js";
import { failure } from "./bpmn/failure.js";

type Given = Readonly<Record<string, (value: never) => unknown>>;

const damaged: readonly unknown[] = [undefined, null, {}, [], 5, "a", { net: {} }, { kind: "x" }, new Map()];

/** What each function says to what it can't use; fails where it says nothing, or what was not meant. */
const messages = (given: Given, values: readonly unknown[]): [name: string, message: string][] =>
  Object.entries(given).flatMap(([name, use]) =>
    values.map((value): [string, string] => [name, failure(() => use(value as never))]),
  );

const ofModels = {
  boundedness,
  checkSoundness,
  coverabilityGraph,
  liveness,
  netComplexity,
  netFootprints,
  petriNetToBpmn,
  petriNetToTree,
  reachabilityGraph,
  reducePetriNet,
  reduceSilentTransitions,
  writePnml,
};
const ofTrees = {
  normalFormTree,
  printTree,
  reduceTree,
  sortTree,
  treeActivities,
  treeFootprints,
  treeToBpmn,
  treeToPetriNet,
  writePtml,
};

describe("what is no model", () => {
  it("is refused by functions of accepting Petri nets, by name and with what to give", () => {
    for (const [name, message] of messages(ofModels, damaged)) {
      expect(message).toMatch(
        new RegExp(`^petri-net/invalid: ${name}: expected an accepting Petri net, found .*\\. Give the net `),
      );
    }
  });

  it("is refused by functions of nets without markings", () => {
    const ofNets = { incidenceMatrix, isFreeChoice, isWorkflowNet, placeInvariants };
    for (const [, message] of messages(ofNets, damaged)) {
      expect(message).toMatch(/^petri-net\/invalid: compileNet: expected a Petri net, found /);
    }
    expect(failure(() => isFreeChoice(treeToPetriNet(activity("a")) as never))).toContain(
      "Of a net with markings, give its net: model.net.",
    );
  });

  it("is refused by functions of process trees", () => {
    for (const [name, message] of messages(ofTrees, damaged)) {
      expect(message).toMatch(
        new RegExp(
          `^process-tree/invalid: ${name}: expected a process tree, found .*\\. (Give the tree |Of a text)`,
        ),
      );
    }
  });

  it("is refused by bpmnComplexity", () => {
    for (const [, message] of messages({ bpmnComplexity }, damaged)) {
      expect(message).toMatch(/^bpmn\/invalid: checkBpmnModel: at \$/);
    }
  });

  it("is refused by heuristicsNetToPetriNet", () => {
    for (const [, message] of messages({ heuristicsNetToPetriNet }, damaged)) {
      expect(message).toMatch(
        /^heuristics-net\/invalid: heuristicsNetToPetriNet: expected a heuristics net, found /,
      );
    }
  });

  it("may be another kind of model, and the message says how to turn it into the one", () => {
    const tree = sequence(activity("a"), activity("b"));
    expect(failure(() => checkSoundness(tree as never))).toBe(
      "petri-net/invalid: checkSoundness: expected an accepting Petri net, found a value of type object. " +
        "Of a process tree, give treeToPetriNet(tree).",
    );
    expect(failure(() => writePnml(treeToPetriNet(tree).net as never))).toContain(
      "Give the net with its markings: { net, initialMarking, finalMarking }.",
    );
    expect(failure(() => treeToPetriNet("->( 'a', 'b' )" as never))).toBe(
      "process-tree/invalid: treeToPetriNet: expected a process tree, found \"->( 'a', 'b' )\". Of a text, give parseTree(text).",
    );
  });
});

describe("the makers of trees", () => {
  it("refuse text where a tree belongs, and say which activity is meant", () => {
    const makers: Given = { sequence, exclusive, parallel, inclusive, interleaved, loop };
    for (const [name, make] of Object.entries(makers)) {
      const use = make as (...children: unknown[]) => unknown;
      expect(failure(() => use(activity("a"), "b"))).toBe(
        `process-tree/invalid: ${name}: child 2 is "b", no process tree. Give activity("b").`,
      );
      for (const child of [undefined, null, 5, {}, [], { kind: "activity", name: 5 }]) {
        expect(failure(() => use(child, activity("a")))).toMatch(
          new RegExp(
            `^process-tree/invalid: ${name}: child 1 is .*, no process tree\\. Give a tree such as activity\\("a"\\)\\.$`,
          ),
        );
      }
    }
  });

  it("refuse activities whose name is no text", () => {
    expect(failure(() => activity(5 as never))).toBe(
      'process-tree/invalid: activity: expected the name of an activity, found 5. Give a text: activity("a").',
    );
  });
});

describe("what is no text", () => {
  it("is refused by parseTree and by readers of files", () => {
    const given = { bpmn: readBpmn, pnml: readPnml, ptml: readPtml, "process-tree": parseTree };
    for (const [area, message] of messages(given, [undefined, null, {}, [], 5])) {
      expect(message).toMatch(new RegExp(`^${area}/no-text: (read|parse)[A-Za-z]+: expected (the|a) text`));
    }
  });
});
