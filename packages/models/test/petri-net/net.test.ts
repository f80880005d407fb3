import { isGigamineError } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type AcceptingPetriNet,
  checkAcceptingPetriNet,
  compileNet,
  EnabledSet,
  enabledTransitions,
  fire,
  isEnabled,
  type Marking,
  type PetriNet,
  PetriNetBuilder,
  reduceSilentTransitions,
  treeToPetriNet,
} from "../../src/index.js";
import { arbitraryTree, hostileNames } from "../arbitrary-tree.js";
import { netLanguage } from "../net-language.js";
import { arbitraryNet, water } from "./arbitrary-net.js";

describe("PetriNetBuilder", () => {
  it("numbers and names places and transitions in the order of the calls", () => {
    const b = new PetriNetBuilder();
    expect([b.place(), b.place("end"), b.transition("a"), b.transition(null, { name: "skip" })]).toEqual([
      0, 1, 0, 1,
    ]);
    expect(b.buildNet()).toEqual({
      places: [{ name: "p0" }, { name: "end" }],
      transitions: [
        { name: "t0", label: "a" },
        { name: "skip", label: null },
      ],
      arcs: [],
    });
  });

  it("adds up arcs between the same two, and keeps both directions apart", () => {
    const b = new PetriNetBuilder();
    const p = b.place();
    const t = b.transition("a", { inputs: [p, p], outputs: [p] });
    b.arc("input", p, t, 3);
    expect(b.buildNet().arcs).toEqual([
      { kind: "input", place: 0, transition: 0, weight: 5 },
      { kind: "output", place: 0, transition: 0, weight: 1 },
    ]);
  });

  it("counts a place that repeats in a marking", () => {
    expect(water().initialMarking).toEqual([2, 2, 0]);
    expect(water().finalMarking).toEqual([0, 1, 2]);
  });

  it("refuses arcs and markings of what is not there, and weights below 1", () => {
    const b = new PetriNetBuilder();
    b.place();
    b.transition("a");
    expect(() => b.arc("input", 1, 0)).toThrow(
      "PetriNetBuilder: there is no place 1; 1 exist so far. Use the number that place() returned.",
    );
    expect(() => b.arc("input", 0, -1)).toThrow("there is no transition -1; 1 exist so far.");
    expect(() => b.arc("output", 0, 0, 0)).toThrow(
      "PetriNetBuilder.arc: the weight is 0. Give a whole number of at least 1.",
    );
    expect(() => b.build({ initial: [0.5], final: [] })).toThrow("there is no place 0.5");
  });

  it("gives frozen data that later calls do not change", () => {
    const b = new PetriNetBuilder();
    const p = b.place();
    const before = b.build({ initial: [p], final: [p] });
    b.place();
    b.transition("late", { inputs: [p] });
    expect(before.net).toEqual({ places: [{ name: "p0" }], transitions: [], arcs: [] });
    expect([before, before.net, before.net.places, before.initialMarking].every(Object.isFrozen)).toBe(true);
  });
});

describe("compileNet", () => {
  it("lists the places of each transition in rising order with the weights", () => {
    const { inputOffsets, inputPlaces, inputWeights, outputOffsets, outputPlaces, outputWeights, ...rest } =
      compileNet(water().net);
    expect([...inputOffsets]).toEqual([0, 2]);
    expect([...inputPlaces]).toEqual([0, 1]);
    expect([...inputWeights]).toEqual([2, 1]);
    expect([...outputOffsets]).toEqual([0, 1]);
    expect([...outputPlaces]).toEqual([2]);
    expect([...outputWeights]).toEqual([2]);
    expect(rest).toMatchObject({ placeCount: 3, transitionCount: 1, labels: ["react"] });
  });

  it("adds up arcs that stand twice in a net made by hand, and orders arcs that don't", () => {
    const net: PetriNet = {
      places: [{ name: "p" }, { name: "q" }],
      transitions: [
        { name: "t", label: "t" },
        { name: "u", label: null },
      ],
      arcs: [
        { kind: "input", place: 1, transition: 1, weight: 1 },
        { kind: "input", place: 1, transition: 0, weight: 2 },
        { kind: "input", place: 0, transition: 0, weight: 1 },
        { kind: "input", place: 1, transition: 0, weight: 3 },
      ],
    };
    const { inputOffsets, inputPlaces, inputWeights, outputOffsets } = compileNet(net);
    expect([...inputOffsets]).toEqual([0, 2, 3]);
    expect([...inputPlaces]).toEqual([0, 1, 1]);
    expect([...inputWeights]).toEqual([1, 5, 1]);
    expect([...outputOffsets]).toEqual([0, 0, 0]);
  });

  it("compiles the empty net", () => {
    expect([...compileNet({ places: [], transitions: [], arcs: [] }).inputOffsets]).toEqual([0]);
  });

  it.each([
    [{ place: 1 }, "arc 0: place 1 does not exist (there are 1)."],
    [{ transition: -1 }, "arc 0: transition -1 does not exist (there are 1)."],
    [{ weight: 0.5 }, "arc 0: the weight is 0.5, not a whole number from 1 to 2147483647."],
  ])("refuses a damaged arc %j", (damage, message) => {
    const arc = { kind: "input", place: 0, transition: 0, weight: 1, ...damage } as const;
    const net = { places: [{ name: "p" }], transitions: [{ name: "t", label: null }], arcs: [arc] };
    expect(() => compileNet(net)).toThrow(`${message} Make nets with PetriNetBuilder, which checks this.`);
  });
});

describe("firing", () => {
  it("takes and puts the weights: 2 H2 + O2 -> 2 H2O (Murata 1989, figure 1)", () => {
    const { net, initialMarking, finalMarking } = water();
    expect(isEnabled(net, initialMarking, 0)).toBe(true);
    expect(fire(net, initialMarking, 0)).toEqual([0, 1, 2]);
    expect(fire(net, initialMarking, 0)).toEqual(finalMarking);
    expect(initialMarking).toEqual([2, 2, 0]);
    expect(isEnabled(net, [1, 2, 0], 0)).toBe(false);
  });

  it("lists the enabled transitions in rising order, also those that need no token", () => {
    const b = new PetriNetBuilder();
    const [p, q] = [b.place(), b.place()];
    b.transition("needs q", { inputs: [q] });
    b.transition("needs p", { inputs: [p], outputs: [p] });
    b.transition("needs nothing", { outputs: [q] });
    const net = b.buildNet();
    expect(enabledTransitions(net, [1, 0])).toEqual([1, 2]);
    expect(enabledTransitions(net, [0, 1])).toEqual([0, 2]);
    expect(fire(net, [1, 0], 1)).toEqual([1, 0]);
  });

  it("gives the same with a compiled net", () => {
    const { net, initialMarking } = water();
    const compiled = compileNet(net);
    expect(enabledTransitions(compiled, initialMarking)).toEqual(enabledTransitions(net, initialMarking));
    expect(fire(compiled, initialMarking, 0)).toEqual(fire(net, initialMarking, 0));
  });

  it("names the place that lacks tokens", () => {
    expect(() => fire(water().net, [1, 5, 0], 0)).toThrow(
      'fire: transition 0 ("t0") is not enabled: place 0 ("H2") holds 1, needs 2. ' +
        "Choose one of enabledTransitions(net, marking).",
    );
  });

  it("refuses markings of the wrong length or with anything but token counts, and unknown transitions", () => {
    const { net } = water();
    expect(() => fire(net, [2, 2], 0)).toThrow(
      "fire: the marking has 2 numbers, the net 3 places. Give one number of tokens for each place.",
    );
    expect(() => enabledTransitions(net, [2, -1, 0])).toThrow(
      'enabledTransitions: place 1 ("O2") holds -1 tokens. Give whole numbers from 0 to 2147483647.',
    );
    expect(() => isEnabled(net, [2, Number.NaN, 0], 0)).toThrow("holds NaN tokens");
    expect(() => isEnabled(net, [2, 2, 0], 1)).toThrow(
      "isEnabled: there is no transition 1; the net has 1, counted from 0.",
    );
  });
});

describe("EnabledSet", () => {
  it("keeps up with firing: 2 H2 + O2 -> 2 H2O (Murata 1989, figure 1)", () => {
    const { net, initialMarking } = water();
    const set = new EnabledSet(net, initialMarking);
    expect([set.size, set.at(0), set.has(0)]).toEqual([1, 0, true]);
    set.fire(0);
    expect([...set.marking]).toEqual([0, 1, 2]);
    expect([set.size, set.has(0), set.toArray()]).toEqual([0, false, []]);
    set.undo(0);
    expect([...set.marking]).toEqual(initialMarking);
    expect(set.toArray()).toEqual([0]);
  });

  it("says what firing can't do, and leaves all as it was", () => {
    const { net } = water();
    const set = new EnabledSet(compileNet(net), [1, 5, 0]);
    expect(() => set.fire(0)).toThrow('place 0 ("H2") holds 1, needs 2.');
    expect(() => set.fire(1)).toThrow("there is no transition 1");
    expect(() => set.at(0)).toThrow("EnabledSet: there is no member 0; 0 are enabled. Give");
    expect(() => new EnabledSet(net, [1])).toThrow(
      "EnabledSet: the marking has 1 numbers, the net 3 places.",
    );
    const full = new EnabledSet(net, [2, 1, 2 ** 31 - 1]);
    expect(() => full.fire(0)).toThrow(
      'Place 2 ("H2O") would hold 2147483647 tokens or more after transition "t0".',
    );
    expect([...full.marking]).toEqual([2, 1, 2 ** 31 - 1]);
  });

  it("has the members of enabledTransitions after any firings, forth and back", () => {
    fc.assert(
      fc.property(
        arbitraryNet(),
        fc.array(fc.nat(), { maxLength: 30 }),
        ({ net, initialMarking }, choices) => {
          const compiled = compileNet(net);
          const set = new EnabledSet(compiled, initialMarking);
          const way: { t: number; marking: Marking }[] = [];
          let marking = initialMarking;
          for (const choice of choices) {
            expect(set.toArray()).toEqual(enabledTransitions(compiled, marking));
            expect(set.size).toBe(set.toArray().length);
            if (set.size === 0 || choice % 5 === 0) {
              const last = way.pop();
              if (last === undefined) continue;
              set.undo(last.t);
              marking = last.marking;
            } else {
              const t = set.at(choice % set.size);
              way.push({ t, marking });
              set.fire(t);
              marking = fire(compiled, marking, t);
            }
            expect([...set.marking]).toEqual(marking);
          }
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe("reduceSilentTransitions", () => {
  /** a, then silent t1 … tn in a row, then b. */
  function chain(silentSteps: number): AcceptingPetriNet {
    const b = new PetriNetBuilder();
    let last = b.place("source");
    const source = last;
    for (const label of ["a", ...new Array<null>(silentSteps).fill(null), "b"]) {
      const next = b.place();
      b.transition(label, { inputs: [last], outputs: [next] });
      last = next;
    }
    return b.build({ initial: [source], final: [last] });
  }

  it("removes silent steps in a row", () => {
    const { net } = reduceSilentTransitions(chain(5));
    expect(net.transitions.map(({ label }) => label)).toEqual(["a", "b"]);
    expect(net.places).toHaveLength(3);
    expect(net.arcs).toHaveLength(4);
  });

  it("keeps a silent step that is one of several ways out of a place or into it", () => {
    const b = new PetriNetBuilder();
    const [source, p, q, sink] = [b.place(), b.place(), b.place(), b.place()];
    b.transition("a", { inputs: [source], outputs: [p] });
    b.transition("b", { inputs: [p], outputs: [q] });
    b.transition(null, { inputs: [p], outputs: [q] });
    b.transition("c", { inputs: [q], outputs: [sink] });
    const model = b.build({ initial: [source], final: [sink] });
    expect(reduceSilentTransitions(model)).toEqual(model);
  });

  it("keeps places that hold a token in one of the markings", () => {
    const b = new PetriNetBuilder();
    const [p, q, r] = [b.place(), b.place(), b.place()];
    b.transition("a", { inputs: [p], outputs: [q] });
    b.transition(null, { inputs: [q], outputs: [r] });
    for (const markings of [
      { initial: [q], final: [r] },
      { initial: [p], final: [q] },
    ]) {
      const model = b.build(markings);
      expect(reduceSilentTransitions(model)).toEqual(model);
    }
  });

  it("keeps a silent step whose arc has a weight above 1, and one that would double an arc", () => {
    const b = new PetriNetBuilder();
    const [p, q, r] = [b.place(), b.place(), b.place()];
    const a = b.transition("a", { inputs: [p] });
    b.arc("output", q, a, 2);
    b.transition(null, { inputs: [q], outputs: [r] });
    const weighted = b.build({ initial: [p], final: [r, r] });
    expect(reduceSilentTransitions(weighted)).toEqual(weighted);

    const c = new PetriNetBuilder();
    const [s, x, y] = [c.place(), c.place(), c.place()];
    c.transition("a", { inputs: [s], outputs: [x, y] });
    c.transition(null, { inputs: [x], outputs: [y] });
    const doubling = c.build({ initial: [s], final: [y, y] });
    expect(reduceSilentTransitions(doubling)).toEqual(doubling);
  });

  it("keeps a silent transition that turns in a circle, and drops places that nothing touches", () => {
    const b = new PetriNetBuilder();
    const [p, q] = [b.place("p"), b.place("q")];
    b.place("lonely");
    b.transition("a", { inputs: [p], outputs: [p] });
    b.transition(null, { inputs: [q], outputs: [q] });
    const { net } = reduceSilentTransitions(b.build({ initial: [p], final: [p] }));
    expect(net.transitions).toHaveLength(2);
    expect(net.places.map(({ name }) => name)).toEqual(["p", "q"]);
  });

  it("keeps the language of every net that comes from a tree with silent steps put between", () => {
    const padded = (model: AcceptingPetriNet): AcceptingPetriNet => {
      // Every transition t becomes: silent, t, silent, with places of its own between.
      const b = new PetriNetBuilder();
      for (const { name } of model.net.places) b.place(name);
      model.net.transitions.forEach(({ label }, t) => {
        const ends = (kind: string) =>
          model.net.arcs.flatMap((arc) => (arc.kind === kind && arc.transition === t ? [arc.place] : []));
        const [before, after] = [b.place(), b.place()];
        b.transition(null, { inputs: ends("input"), outputs: [before] });
        b.transition(label, { inputs: [before], outputs: [after] });
        b.transition(null, { inputs: [after], outputs: ends("output") });
      });
      const marked = (marking: readonly number[]) =>
        marking.flatMap((tokens, p) => new Array(tokens).fill(p));
      return b.build({ initial: marked(model.initialMarking), final: marked(model.finalMarking) });
    };
    fc.assert(
      fc.property(arbitraryTree({ depth: 2, width: 2 }), (tree) => {
        const model = treeToPetriNet(tree);
        const long = padded(model);
        const reduced = reduceSilentTransitions(long);
        expect(netLanguage(reduced, 4)).toEqual(netLanguage(long, 4));
        expect(netLanguage(reduced, 4)).toEqual(netLanguage(model, 4));
        expect(reduced.net.transitions.length).toBeLessThanOrEqual(model.net.transitions.length);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it("reduces a row of 20,000 silent steps", () => {
    expect(reduceSilentTransitions(chain(20_000)).net.transitions).toHaveLength(2);
  });
});

describe("checkAcceptingPetriNet", () => {
  it("returns every model that went through JSON", () => {
    fc.assert(
      fc.property(arbitraryTree({ names: hostileNames }), (tree) => {
        const model = treeToPetriNet(tree);
        expect(checkAcceptingPetriNet(JSON.parse(JSON.stringify(model)))).toEqual(model);
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  it.each([
    ["", 7, "$", "an object, found 7"],
    ["net", [], "$.net", "an object, found a value of type array"],
    ["net.places", {}, "$.net.places", "a list, found a value of type object"],
    ["net.places.1.name", 5, "$.net.places[1].name", "a text, found 5"],
    [
      "net.transitions.0.label",
      undefined,
      "$.net.transitions[0].label",
      "a text, or null for a silent transition, found nothing",
    ],
    ["net.transitions.0.name", null, "$.net.transitions[0].name", "a text, found null"],
    ["net.arcs.2", "x", "$.net.arcs[2]", 'an object, found "x"'],
    ["net.arcs.0.kind", "inhibitor", "$.net.arcs[0].kind", '"input" or "output", found "inhibitor"'],
    ["net.arcs.0.place", 3, "$.net.arcs[0].place", "the index of a place from 0 to 2, found 3"],
    [
      "net.arcs.0.transition",
      -1,
      "$.net.arcs[0].transition",
      "the index of a transition from 0 to 0, found -1",
    ],
    ["net.arcs.0.weight", 0, "$.net.arcs[0].weight", "a whole number from 1 to 2147483647, found 0"],
    ["initialMarking", [1], "$.initialMarking", "one number for each of the 3 places, found 1"],
    ["finalMarking.2", 0.5, "$.finalMarking[2]", "a whole number from 0 to 2147483647, found 0.5"],
  ])("names the path of the fault when %j is %j", (at, value, path, problem) => {
    const damaged = JSON.parse(JSON.stringify({ root: water() }));
    const keys = at === "" ? [] : at.split(".");
    const parent = ["root", ...keys].slice(0, -1).reduce((node, key) => node[key], damaged);
    parent[keys.at(-1) ?? "root"] = value;
    let error: unknown;
    try {
      checkAcceptingPetriNet(damaged.root);
    } catch (caught) {
      error = caught;
    }
    expect(isGigamineError(error, "petri-net/invalid")).toBe(true);
    expect(error).toMatchObject({
      message: `checkAcceptingPetriNet: at ${path}: expected ${problem}.`,
      fields: { path },
    });
  });

  it("says so when an arc points into an empty list", () => {
    const arcs = [{ kind: "input", place: 0, transition: 0, weight: 1 }];
    expect(() =>
      checkAcceptingPetriNet({
        net: { places: [], transitions: [], arcs },
        initialMarking: [],
        finalMarking: [],
      }),
    ).toThrow("at $.net.arcs[0].place: expected the index of a place, but there are none, found 0.");
  });
});
