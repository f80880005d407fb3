import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type AcceptingPetriNet,
  activity,
  boundedness,
  coverabilityGraph,
  fire,
  isEnabled,
  liveness,
  type Marking,
  PetriNetBuilder,
  parallel,
  reachabilityGraph,
  treeToPetriNet,
} from "../../src/index.js";
import { arbitraryTree } from "../arbitrary-tree.js";
import { arbitraryNet, netOf } from "./arbitrary-net.js";

/** Murata 1989, figure 16: t3 piles tokens up in p2, t1 stops that, t2 takes them away; t0 needs p1 and p3 at once. Places p1, p3, p2. */
const murata = netOf(
  ["t0: p1 + p3 -> p1", "t1: p1 -> p3", "t2: p3 + p2 -> p3", "t3: p1 -> p1 + p2"],
  ["p1"],
  ["p3"],
);

describe("coverabilityGraph", () => {
  it("writes null where tokens pile up (Murata 1989, example 4 and figure 17)", () => {
    const [omega, t1, t2, t3] = [null, 1, 2, 3];
    expect(coverabilityGraph(murata)).toEqual({
      // (p1, p3, p2); the tree of the figure, with equal nodes drawn as one.
      markings: [
        [1, 0, 0],
        [0, 1, 0],
        [1, 0, omega],
        [0, 1, omega],
      ],
      from: [0, 0, 2, 2, 3],
      transition: [t1, t3, t1, t3, t2],
      to: [1, 2, 3, 2, 3],
      complete: true,
    });
  });

  it("lets one pile carry another", () => {
    // Each round of a and b needs a token of p and leaves one more in q; p itself can be filled at will.
    const model = netOf(["more: s -> s + p", "a: s + p -> r", "b: r -> s + q"], ["s"], ["s"]);
    const { markings, complete } = coverabilityGraph(model);
    expect(complete).toBe(true);
    // Places s, p, r, q.
    expect(markings).toContainEqual([1, null, 0, null]);
  });

  it("stops at the limit and says so", () => {
    const { markings, complete } = coverabilityGraph(murata, { maxMarkings: 2 });
    expect(complete).toBe(false);
    expect(markings).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });

  it("is the reachability graph of every bounded net", () => {
    let compared = 0;
    fc.assert(
      fc.property(arbitraryNet(), (model) => {
        const reachable = reachabilityGraph(model, { maxMarkings: 300 });
        if (!reachable.complete) return;
        compared++;
        expect(coverabilityGraph(model, { maxMarkings: 300 })).toEqual(reachable);
      }),
      { seed: 31, numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it("covers every reachable marking of every net, and promises no transition in vain", () => {
    fc.assert(
      fc.property(arbitraryNet({ places: 4, transitions: 5 }), (model) => {
        const graph = coverabilityGraph(model, { maxMarkings: 300 });
        if (!graph.complete) return;
        const reachable = reachabilityGraph(model, { maxMarkings: 100 });
        for (const marking of reachable.markings) {
          expect(
            graph.markings.some((cover) =>
              marking.every((tokens, p) => cover[p] === null || tokens <= cover[p]!),
            ),
          ).toBe(true);
        }
        const fired = new Set(graph.transition);
        for (const t of reachable.transition) expect(fired.has(t)).toBe(true);
      }),
      { seed: 32, numRuns: 300 },
    );
  });

  it("gives JSON-safe results, and refuses what it can't count", () => {
    const graph = coverabilityGraph(murata);
    expect(JSON.parse(JSON.stringify(graph))).toEqual(graph);
    const b = new PetriNetBuilder();
    const [p, q] = [b.place("p"), b.place("q")];
    const t = b.transition("t");
    b.arc("input", p, t);
    b.arc("output", q, t, 2 ** 31 - 1);
    const heavy = b.build({ initial: [p, q], final: [q] });
    const message =
      'Place 1 ("q") would hold 2147483647 tokens or more after transition "t0". Divide weights and tokens by a common factor.';
    expect(() => coverabilityGraph(heavy)).toThrow(message);
    expect(() => reachabilityGraph(heavy)).toThrow(message);
    expect(() => coverabilityGraph({ ...heavy, initialMarking: [0, 2 ** 31 - 1] })).toThrow(
      "2147483647 tokens or more.",
    );
    expect(() => coverabilityGraph(heavy, { maxMarkings: -1 })).toThrow(
      "coverabilityGraph: option maxMarkings is -1.",
    );
  });
});

describe("boundedness", () => {
  it("gives the bound of each place", () => {
    const b = new PetriNetBuilder();
    const [source, p, sink] = [b.place("source"), b.place("p"), b.place("sink")];
    const split = b.transition("split", { inputs: [source] });
    b.arc("output", p, split, 3);
    b.transition("a", { inputs: [p], outputs: [sink] });
    b.place("never");
    expect(boundedness(b.build({ initial: [source], final: [sink] }))).toEqual({
      verdict: "bounded",
      bound: 3,
      placeBounds: [1, 3, 3, 0],
      unboundedPlaces: [],
      markings: 5, // source, then 0 to 3 tokens have gone on
      complete: true,
    });
  });

  it("shows how tokens pile up", () => {
    expect(boundedness(murata)).toEqual({
      verdict: "unbounded",
      bound: null,
      placeBounds: [1, 1, null],
      unboundedPlaces: [{ place: 2, way: [], circle: [3], marking: [1, 0, 0], direct: true }],
      markings: 4,
      complete: true,
    });
  });

  it("says when a circle lives on another place that must be filled first", () => {
    const model = netOf(["more: s -> s + p", "a: s + p -> r", "b: r -> s + q"], ["s"], ["s"]);
    const { unboundedPlaces } = boundedness(model);
    expect(unboundedPlaces.map(({ place, way, circle, direct }) => ({ place, way, circle, direct }))).toEqual(
      [
        { place: 1, way: [], circle: [0], direct: true },
        // After one more, a and b leave [s, q], which covers [s]: q grows by more, a, b.
        { place: 3, way: [0], circle: [1, 2], direct: false },
      ],
    );
  });

  it("is undecided at the limit, unless a pile has shown", () => {
    const wide = treeToPetriNet(parallel(...["a", "b", "c", "d", "e", "f"].map(activity)));
    expect(boundedness(wide, { maxMarkings: 20 })).toMatchObject({
      verdict: "undecided",
      bound: null,
      complete: false,
    });
    expect(boundedness(wide).bound).toBe(1);
    expect(boundedness(murata, { maxMarkings: 3 })).toMatchObject({ verdict: "unbounded", complete: false });
  });

  it("calls the empty net bounded by 0", () => {
    const empty: AcceptingPetriNet = {
      net: { places: [], transitions: [], arcs: [] },
      initialMarking: [],
      finalMarking: [],
    };
    expect(boundedness(empty)).toMatchObject({ verdict: "bounded", bound: 0, placeBounds: [] });
  });

  it("gives circles that can be fired again and again where it says so, and bounds that are reached", () => {
    fc.assert(
      fc.property(arbitraryNet({ places: 4, transitions: 5 }), (model) => {
        const report = boundedness(model, { maxMarkings: 1000 });
        for (const { place, way, circle, marking, direct } of report.unboundedPlaces) {
          if (marking.every((tokens) => tokens !== null)) {
            const start = fireAll(model, model.initialMarking, way);
            expect(start).toEqual(marking);
          }
          if (!direct) continue;
          const start = fireAll(model, model.initialMarking, way)!;
          const again = fireAll(model, start, [...circle, ...circle, ...circle])!;
          expect(again[place]! - start[place]!).toBeGreaterThanOrEqual(3);
        }
        if (report.verdict === "bounded") {
          const { markings } = reachabilityGraph(model, { maxMarkings: 1000 });
          expect(report.placeBounds).toEqual(
            model.initialMarking.map((_, p) => Math.max(...markings.map((marking) => marking[p]!))),
          );
        }
      }),
      { seed: 33, numRuns: 300 },
    );
  });
});

/** The marking after all have fired; `null` when one was not enabled. */
function fireAll({ net }: AcceptingPetriNet, marking: Marking, way: readonly number[]): Marking | null {
  let last = marking;
  for (const t of way) {
    if (!isEnabled(net, last, t)) return null;
    last = fire(net, last, t);
  }
  return last;
}

describe("liveness", () => {
  it("calls a circle live, and keeps Murata's levels apart", () => {
    // first fires once; then a and b go round, until out leads to c and d, which go round for ever.
    const model = netOf(
      ["first: s -> p", "a: p -> q", "b: q -> p", "out: p -> x", "c: x -> y", "d: y -> x", "no: s + x -> x"],
      ["s"],
      ["x"],
    );
    const report = liveness(model);
    expect(report.transitions.map(({ level }) => level)).toEqual([1, 3, 3, 1, 4, 4, 0]);
    expect(report).toMatchObject({ verdict: "not-live", deadlock: null, markings: 5, complete: true });
    // Places s, p, q, x, y: after first and out, nothing of the first circle fires again.
    expect(report.transitions[1]!.endsAt).toEqual({ marking: [0, 0, 0, 1, 0], firingSequence: [0, 3] });
    expect(report.transitions[4]!.endsAt).toBeNull();
    expect(liveness(netOf(["a: p -> q", "b: q -> p"], ["p"], ["p"]))).toMatchObject({
      verdict: "live",
      complete: true,
    });
  });

  it("finds the deadlock in which a workflow net ends", () => {
    const { verdict, deadlock } = liveness(netOf(["a: source -> p", "b: p -> sink"]));
    expect(verdict).toBe("not-live");
    expect(deadlock).toEqual({ marking: [0, 0, 1], firingSequence: [0, 1] });
  });

  it("finds dead transitions of an unbounded net, and what never fires again after some marking", () => {
    const report = liveness(murata, { maxMarkings: 500 });
    expect(report).toMatchObject({ verdict: "not-live", complete: false, markings: 500 });
    expect(report.deadlock).toEqual({ marking: [0, 1, 0], firingSequence: [1] });
    expect(report.transitions.map(({ level }) => level)).toEqual([0, null, null, null]);
    expect(report.transitions.every(({ endsAt }) => endsAt !== null)).toBe(true);
  });

  it("is undecided when the limit hides the rest", () => {
    const model = netOf(["a: p -> q", "b: q -> p"], ["p", "p", "p", "p"], ["p"]);
    expect(liveness(model, { maxMarkings: 2 })).toEqual({
      verdict: "undecided",
      transitions: [
        { transition: 0, level: null, endsAt: null },
        { transition: 1, level: null, endsAt: null },
      ],
      deadlock: null,
      markings: 2,
      complete: false,
    });
    expect(liveness(model).verdict).toBe("live");
  });

  it("calls a net without transitions live, in a deadlock at once", () => {
    expect(liveness(netOf([], ["p"], ["p"]))).toEqual({
      verdict: "live",
      transitions: [],
      deadlock: { marking: [1], firingSequence: [] },
      markings: 1,
      complete: true,
    });
  });

  it("agrees with the definition on every bounded net", () => {
    let [live, compared] = [0, 0];
    fc.assert(
      fc.property(arbitraryNet({ places: 4, transitions: 5 }), (model) => {
        const { markings, from, transition, to, complete } = reachabilityGraph(model, { maxMarkings: 150 });
        if (!complete) return;
        compared++;
        const { transitions, verdict } = liveness(model, { maxMarkings: 150 });
        const reach = (start: number): Set<number> => {
          const seen = new Set([start]);
          for (const m of seen) for (const [k, source] of from.entries()) if (source === m) seen.add(to[k]!);
          return seen;
        };
        const reachable = markings.map((_, m) => reach(m));
        transitions.forEach(({ level, endsAt }, t) => {
          const arcs = transition.flatMap((fired, k) => (fired === t ? [k] : []));
          const always = reachable.every((seen) => arcs.some((k) => seen.has(from[k]!)));
          const again = arcs.some((k) => reachable[to[k]!]!.has(from[k]!));
          expect(level).toBe(always ? 4 : again ? 3 : arcs.length > 0 ? 1 : 0);
          if (level === 4) return;
          const end = markings.findIndex((marking) => marking.join() === endsAt!.marking.join());
          expect(fireAll(model, model.initialMarking, endsAt!.firingSequence)).toEqual(endsAt!.marking);
          expect(arcs.some((k) => reachable[end]!.has(from[k]!))).toBe(false);
        });
        if (verdict === "live") live++;
        expect(verdict).toBe(transitions.every(({ level }) => level === 4) ? "live" : "not-live");
      }),
      { seed: 34, numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(100);
    expect(live).toBeGreaterThan(5);
  });

  it("never promises at a limit what the whole shows to be wrong", () => {
    fc.assert(
      fc.property(
        arbitraryNet({ places: 4, transitions: 5 }),
        fc.integer({ min: 1, max: 20 }),
        (model, limit) => {
          const whole = liveness(model, { maxMarkings: 400 });
          if (!whole.complete) return;
          const part = liveness(model, { maxMarkings: limit });
          part.transitions.forEach(({ level, endsAt }, t) => {
            if (level !== null) expect(level).toBe(whole.transitions[t]!.level);
            if (endsAt !== null) expect(whole.transitions[t]!.level).not.toBe(4);
          });
        },
      ),
      { seed: 35, numRuns: 300 },
    );
  });

  it("handles chains of 20,000 markings and nets of 2,000 places", () => {
    const b = new PetriNetBuilder();
    const places = Array.from({ length: 2000 }, () => b.place());
    places.forEach((place, i) => {
      b.transition("next", { inputs: [place], outputs: [places[(i + 1) % 2000]!] });
    });
    const ring = b.build({ initial: [places[0]!], final: [places[0]!] });
    expect(liveness(ring)).toMatchObject({ verdict: "live", markings: 2000 });
    expect(boundedness(ring)).toMatchObject({ verdict: "bounded", bound: 1 });
    const counter = new PetriNetBuilder();
    const [left, right] = [counter.place(), counter.place()];
    counter.transition("tick", { inputs: [left], outputs: [right] });
    const countdown = {
      ...counter.build({ initial: [], final: [] }),
      initialMarking: [20_000, 0],
      finalMarking: [0, 20_000],
    };
    expect(liveness(countdown, { maxMarkings: 30_000 })).toMatchObject({
      verdict: "not-live",
      markings: 20_001,
    });
  });
});

describe("treeToPetriNet", () => {
  it("gives safe nets", () => {
    fc.assert(
      fc.property(arbitraryTree({ depth: 2 }), (tree) => {
        const { verdict, bound } = boundedness(treeToPetriNet(tree), { maxMarkings: 3000 });
        if (verdict !== "undecided") expect([verdict, bound]).toEqual(["bounded", 1]);
      }),
      { seed: 36, numRuns: 100 },
    );
  });
});
