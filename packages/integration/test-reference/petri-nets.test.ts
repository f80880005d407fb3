import {
  type AcceptingPetriNet,
  boundedness,
  checkSoundness,
  checkWorkflowNet,
  fire,
  incidenceMatrix,
  liveness,
  normalFormTree,
  PetriNetBuilder,
  parseTree,
  petriNetToTree,
  placeInvariants,
  reducePetriNet,
  treesEqual,
} from "@gigamine/models";
import { describe, expect, it } from "@jest/globals";
import { REFERENCE_LOGS, referenceResults } from "./reference-data.js";
import { acceptingNet } from "./reference-models.js";

const LOGS = REFERENCE_LOGS.map((file) => file.replace(/\.(xes|csv)(\.gz)?$/, ""));

/** The net of an alpha result: a place for each pair of activity sets, one before the first and one after the last activities. */
function alphaNet(alpha: {
  places: [string[], string[]][];
  initial_place: [string[], string[]];
  final_place: [string[], string[]];
  transitions: string[];
}): AcceptingPetriNet {
  const b = new PetriNetBuilder();
  const transitions = new Map(
    alpha.transitions.map((label) => [label, b.transition(label, { name: label })]),
  );
  const place = ([inputs, outputs]: [string[], string[]]): number => {
    const added = b.place();
    for (const label of inputs) b.arc("output", added, transitions.get(label)!);
    for (const label of outputs) b.arc("input", added, transitions.get(label)!);
    return added;
  };
  const [source, sink] = [place(alpha.initial_place), place(alpha.final_place)];
  for (const pair of alpha.places) place(pair);
  return b.build({ initial: [source], final: [sink] });
}

const models = LOGS.flatMap((log) => {
  const results = referenceResults(log);
  return [
    ...["im", "imf", "heuristics"].map((miner) => ({
      miner,
      model: acceptingNet(results.models[miner].net),
    })),
    { miner: "alpha", model: alphaNet(results.alpha) },
  ].map(({ miner, model }) => ({
    log,
    miner,
    model,
    reference: results.models[miner],
    tree: results.inductive[miner],
  }));
});
const ofTrees = models.filter(({ tree }) => tree !== undefined);

describe("soundness of the reference nets", () => {
  it("are 28 nets, of which the reference gave up on two", () => {
    expect(models).toHaveLength(28);
    expect(models.filter(({ reference }) => reference.soundness === null)).toHaveLength(2);
  });

  it.each(models)(
    "$log, $miner: the reference's verdict, which is stricter beyond free choice",
    ({ model, reference }) => {
      const { verdict, method, reasons, complete } = checkSoundness(model);
      if (reference.soundness === null)
        expect([verdict, method, complete]).toEqual(["sound", "reduction", true]);
      else if (reference.soundness.sound) expect(verdict).toBe("sound");
      else if (reference.soundness.last_message.includes("s-component")) {
        // Not covered by S-components: only for a free-choice net does that prove it unsound. Here all turn out to be.
        expect(verdict).toBe("unsound");
      } else {
        expect([verdict, method]).toEqual(["unsound", "structure"]);
        expect(checkWorkflowNet(model.net).holds).toBe(false);
      }
      for (const { kind, marking, firingSequence } of reasons) {
        if (kind === "not-a-workflow-net" || kind === "dead-transition") continue;
        let last = model.initialMarking;
        for (const t of firingSequence!) last = fire(model.net, last, t);
        expect(last).toEqual(marking);
      }
    },
  );

  it.each(ofTrees)("$log, $miner: nets of trees are proved sound by reduction alone", ({ model }) => {
    expect(checkSoundness(model)).toMatchObject({ verdict: "sound", method: "reduction", markings: 0 });
  });
});

describe("trees of the reference nets", () => {
  it.each(ofTrees)(
    "$log, $miner: the net the reference made of its tree gives that tree back",
    ({ model, tree }) => {
      expect(treesEqual(normalFormTree(petriNetToTree(model)), normalFormTree(parseTree(tree.string)))).toBe(
        true,
      );
    },
  );

  it.each(models.filter(({ miner }) => miner === "heuristics"))(
    "$log, $miner: an unsound net is no tree",
    ({ model }) => {
      expect(() => petriNetToTree(model)).toThrow("petriNetToTree: the net is ");
    },
  );
});

describe("reduction of the reference nets", () => {
  it.each(ofTrees)("$log, $miner: is sound still, not larger, and gives the same tree", ({ model }) => {
    const reduced = reducePetriNet(model);
    expect(checkSoundness(reduced).verdict).toBe("sound");
    expect(reduced.net.transitions.length).toBeLessThanOrEqual(model.net.transitions.length);
    expect(reduced.net.places.length).toBeLessThanOrEqual(model.net.places.length);
    const visible = ({ net }: AcceptingPetriNet) =>
      net.transitions.flatMap(({ label }) => label ?? []).sort();
    expect(visible(reduced)).toEqual(visible(model));
    expect(treesEqual(normalFormTree(petriNetToTree(reduced)), normalFormTree(petriNetToTree(model)))).toBe(
      true,
    );
  });
});

describe("invariants of the reference nets", () => {
  it.each(ofTrees)(
    "$log, $miner: every place is in an invariant of one token, from source to sink",
    ({ model }) => {
      const { net } = model;
      const { invariants, complete } = placeInvariants(net);
      expect(complete).toBe(true);
      const matrix = incidenceMatrix(net);
      for (const weights of invariants) {
        net.transitions.forEach((_, t) => {
          expect(weights.reduce((sum, weight, p) => sum + weight * matrix[p]![t]!, 0)).toBe(0);
        });
        expect(weights.reduce((sum, weight, p) => sum + weight * model.initialMarking[p]!, 0)).toBe(1);
      }
      expect(net.places.every((_, p) => invariants.some((weights) => weights[p]! > 0))).toBe(true);
    },
  );
});

describe("boundedness and liveness of the reference nets", () => {
  it.each(ofTrees.filter(({ log }) => log === "running-example" || log === "10_orders"))(
    "$log, $miner: safe, with the end as only deadlock",
    ({ model }) => {
      expect(boundedness(model)).toMatchObject({ verdict: "bounded", bound: 1 });
      expect(liveness(model)).toMatchObject({
        verdict: "not-live",
        deadlock: { marking: model.finalMarking },
        complete: true,
      });
    },
  );
});
