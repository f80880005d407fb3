import {
  type AcceptingPetriNet,
  checkSoundness,
  PetriNetBuilder,
  parseTree,
  printTree,
  readPnml,
  reduceTree,
  sortTree,
  treeToPetriNet,
  writePnml,
} from "@gigamine/models";
import { describe, expect, it } from "@jest/globals";
import { referenceResults } from "./reference-data.js";

const LOGS = [
  "03_repairExample",
  "08_receipt",
  "10_orders",
  "11_tickets",
  "battery_production_event_log",
  "roadtraffic100traces",
  "running-example",
];
const MINERS = ["im", "imf", "imd", "imd_typed_dfg"];
const results = new Map(LOGS.map((log) => [log, referenceResults(log)]));
// One has no tree: the reference failed on it (`imd_typed_dfg_why` of 10_orders).
const trees = LOGS.flatMap((log) =>
  MINERS.flatMap((miner) => {
    const tree = results.get(log).inductive[miner];
    return tree === null ? [] : [{ log, miner, ...tree }];
  }),
);

function size({ net }: AcceptingPetriNet) {
  return {
    places: net.places.length,
    transitions: net.transitions.length,
    silent_transitions: net.transitions.filter(({ label }) => label === null).length,
    arcs: net.arcs.length,
  };
}

describe("trees as PM4Py prints them", () => {
  it("are all there but one", () => {
    expect(trees).toHaveLength(LOGS.length * MINERS.length - 1);
  });

  it.each(trees)("$log, $miner: is read and printed the same", ({ string }) => {
    expect(printTree(parseTree(string))).toBe(string);
  });

  it.each(trees)("$log, $miner: has the canonical order of the reference", ({ string, canonical }) => {
    expect(printTree(sortTree(parseTree(string)))).toBe(canonical);
  });

  it.each(trees)("$log, $miner: is reduced already", ({ string }) => {
    expect(reduceTree(parseTree(string))).toEqual(parseTree(string));
  });
});

const models = LOGS.flatMap((log) =>
  ["im", "imf"].map((miner) => ({
    log,
    miner,
    model: treeToPetriNet(parseTree(results.get(log).inductive[miner].string)),
    reference: results.get(log).models[miner],
  })),
);

describe("nets of the inductive miners' trees", () => {
  it.each(models)("$log, $miner: has as many places, transitions and arcs", ({ model, reference }) => {
    expect(size(model)).toEqual(reference.size);
  });

  it.each(models)("$log, $miner: has the structure of the reference net", ({ model, reference }) => {
    expect(shape(model)).toEqual(shape(referenceNet(reference.net)));
  });

  it.each(models)("$log, $miner: is sound, also where the reference gave up", ({ model, reference }) => {
    if (reference.soundness !== null) expect(reference.soundness.sound).toBe(true);
    expect(checkSoundness(model).verdict).toBe("sound");
  });

  it.each(models)("$log, $miner: goes through PNML unchanged", ({ model }) => {
    expect(readPnml(writePnml(model))).toEqual({ ...model, issues: [] });
  });
});

/** A net of the reference data: names of places, [name, label] of transitions, pairs of names as arcs. */
function referenceNet(net: {
  places: string[];
  transitions: [string, string | null][];
  arcs: [string, string][];
  initial_marking: Record<string, number>;
  final_marking: Record<string, number>;
}): AcceptingPetriNet {
  const b = new PetriNetBuilder();
  const places = new Map(net.places.map((name) => [name, b.place(name)]));
  const transitions = new Map(net.transitions.map(([name, label]) => [name, b.transition(label, { name })]));
  for (const [from, to] of net.arcs) {
    if (places.has(from)) b.arc("input", places.get(from)!, transitions.get(to)!);
    else b.arc("output", places.get(to)!, transitions.get(from)!);
  }
  const marked = (marking: Record<string, number>) => Object.keys(marking).map((name) => places.get(name)!);
  return b.build({ initial: marked(net.initial_marking), final: marked(net.final_marking) });
}

/**
 * A fingerprint that does not depend on names: each node coloured by its kind, label and tokens, then again and again by the
 * colours around it (Weisfeiler and Leman 1968) until the number of colours stays the same; the multiset of colours.
 */
function shape({ net, initialMarking, finalMarking }: AcceptingPetriNet): string[] {
  const count = net.places.length;
  let colours = [
    ...net.places.map((_, p) => `place ${initialMarking[p]} ${finalMarking[p]}`),
    ...net.transitions.map(({ label }) => `transition ${JSON.stringify(label)}`),
  ];
  let rounds: string[] = [];
  for (let different = 0; ; ) {
    const next = colours.map((colour) => ({ colour, around: [] as string[] }));
    for (const { kind, place, transition, weight } of net.arcs) {
      const t = count + transition;
      next[place]!.around.push(`${kind} ${weight} ${colours[t]}`);
      next[t]!.around.push(`${kind} ${weight} ${colours[place]}`);
    }
    const described = next.map(({ colour, around }) => `${colour} (${around.sort().join("; ")})`);
    const distinct = [...new Set(described)].sort();
    rounds = [...rounds, ...described].sort();
    if (distinct.length === different) return rounds;
    different = distinct.length;
    // Short names for the next round: the rank among all descriptions, which is the same for equal nets.
    const rank = new Map(distinct.map((description, r) => [description, String(r)]));
    colours = described.map((description) => rank.get(description)!);
  }
}

describe("nets of the heuristics miner", () => {
  it.each(LOGS)("%s: the verdict is that of the reference, with a witness", (log) => {
    const { net, soundness } = results.get(log).models.heuristics;
    const { verdict, reasons } = checkSoundness(referenceNet(net));
    expect(verdict).toBe(soundness.sound ? "sound" : "unsound");
    expect(reasons.length > 0).toBe(verdict === "unsound");
  });
});
