import { EventLogBuilder, type VariantLog } from "@gigamine/event-log";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { alphaMiner } from "../../src/alpha/alpha-miner.js";
import { alphaPlusMiner } from "../../src/alpha/alpha-plus-miner.js";
import { variantWords } from "../variant-logs.js";
import { around, placeNames } from "./place-names.js";

describe("alphaPlusMiner on short loops, worked by the paper's steps", () => {
  it("puts a step that repeats itself on the place between its neighbours: L7 of van der Aalst 2016, section 6.2", () => {
    // b is set aside; a c is left. Before b come a (and b), behind it c (and b): A \ B = {a}, B \ A = {c}.
    const log = traces("2x a c", "3x a b c", "2x a b b c", "a b b b b c");
    const net = alphaPlusMiner(log);
    expect(placeNames(net, log.activities)).toEqual(["a > c"]);
    expect(around(net, "b")).toEqual({ from: [2], to: [2] });
    expect(net.unplacedLoops).toEqual([]);
    expect(net.soundness.verdict).toBe("sound");
  });

  it("makes a loop of b and c, of which bcb and cbc occur: L8 of van der Aalst 2016, section 6.2", () => {
    const log = traces("3x a b d", "2x a b c b d", "a b c b c b d");
    const net = alphaPlusMiner(log);
    expect(placeNames(net, log.activities)).toEqual(["a c > b", "b > c d"]);
    expect(net.soundness.verdict).toBe("sound");
  });

  it("keeps parallel steps parallel when only one of aba and bab occurs", () => {
    // b and c are parallel, and b may be done twice: bcb occurs, cbc does not.
    const log = traces("a b c d", "a c b d", "a b c b d");
    expect(placeNames(alphaPlusMiner(log), log.activities)).toEqual(
      placeNames(alphaMiner(log), log.activities),
    );
    expect(placeNames(alphaPlusMiner(log), log.activities)).toEqual(["a > b", "a > c", "b > d", "c > d"]);
  });

  it("finds loops of length one and two side by side, and a step that repeats itself beside parallel ones", () => {
    // s, then p q p q … beside r r r …, then e: t on the place of r, in parallel with the loop of p and q.
    const log = traces(
      "s p r e",
      "s r p e",
      "s p q p r e",
      "s p q p q p r e",
      "s r p q p e",
      "s p q r p q p e",
      "s p r q p e",
      "s t p r e",
      "s p t t r e",
      "s p q t p r e",
      "s t p q p r e",
      "s p t q p r e",
    );
    const net = alphaPlusMiner(log);
    expect(placeNames(net, log.activities)).toEqual(["p > e q", "q s > p", "r > e", "s > r"]);
    const [s, r] = [log.activities.indexOf("s"), log.activities.indexOf("r")];
    const place = 2 + net.placesBetween.findIndex((pair) => String(pair) === `${s},${r}`);
    expect(around(net, "t")).toEqual({ from: [place], to: [place] });
    expect(net.soundness.verdict).toBe("sound");
  });
});

describe("alphaPlusMiner where the paper leaves room", () => {
  it("puts a silent step before a case that starts with a repeated activity, and behind one that ends with it", () => {
    const log = traces("a a b", "b c", "b c c");
    const net = alphaPlusMiner(log);
    expect(net.net.transitions.map(({ label }) => label)).toEqual(["a", "b", "c", null, null]);
    expect(placeNames(net, log.activities, ["start", "end"])).toEqual(["b > end", "start > b"]);
    expect(around(net, "a").from).toEqual(around(net, "a").to);
    expect(net.soundness.verdict).toBe("sound");
  });

  it("lets a log of nothing but one repeated activity loop between silent start and end", () => {
    const net = alphaPlusMiner(traces("a a"));
    expect(net.net.transitions.map(({ name }) => name)).toEqual(["a", "tau1", "tau2"]);
    expect(net.placesBetween).toEqual([[[1], [2]]]);
    expect(around(net, "a")).toEqual({ from: [2], to: [2] });
    expect(net.soundness.verdict).toBe("sound");
  });

  it("uses the larger place when the log shows the repeated step behind one of two alternatives only", () => {
    const log = traces("a c", "b c", "a t t c");
    const net = alphaPlusMiner(log);
    expect(placeNames(net, log.activities)).toEqual(["a b > c"]);
    expect(around(net, "t")).toEqual({ from: [2], to: [2] });
  });

  it("uses both places when the repeated step only ever comes before two parallel ones", () => {
    const log = traces("a b c d", "a c b d", "a t t b c d", "a t c b d");
    const net = alphaPlusMiner(log);
    expect(placeNames(net, log.activities)).toEqual(["a > b", "a > c", "b > d", "c > d"]);
    expect(around(net, "t").from).toHaveLength(2);
    expect(net.soundness.verdict).toBe("sound");
  });

  it("looks past other repeated steps for the neighbours of one", () => {
    const log = traces("a t t u u b", "a b");
    const net = alphaPlusMiner(log);
    expect(around(net, "t")).toEqual({ from: [2], to: [2] });
    expect(around(net, "u")).toEqual({ from: [2], to: [2] });
  });

  it("sets aside what follows itself once others are taken out", () => {
    const log = traces("a x t x b", "a t t b");
    const net = alphaPlusMiner(log);
    expect(placeNames(net, log.activities)).toEqual(["a > b"]);
    expect(around(net, "x")).toEqual({ from: [2], to: [2] });
    expect(net.soundness.verdict).toBe("sound");
  });

  it("lists a repeated step for which there is no place", () => {
    // Before and behind t come a and b alike: nothing tells where it belongs.
    const log = traces("a t b", "b t a", "a t t b");
    const net = alphaPlusMiner(log);
    expect(net.unplacedLoops.map((id) => log.activities[id])).toEqual(["t"]);
    expect(around(net, "t")).toEqual({ from: [], to: [] });
    expect(net.soundness.verdict).toBe("unsound");
  });
});

describe("alphaPlusMiner, for every log", () => {
  it("is the alpha algorithm when no case repeats an activity", () => {
    const permutations = fc
      .array(fc.shuffledSubarray(["a", "b", "c", "d", "e", "f"]), { minLength: 1, maxLength: 8 })
      .map((cases) => traces(...cases.map((words) => words.join(" "))));
    fc.assert(
      fc.property(permutations, (log) => {
        expect(alphaPlusMiner(log)).toEqual({ ...alphaMiner(log), unplacedLoops: [] });
      }),
      { seed: 51, numRuns: 100 },
    );
  });

  it("has a transition for each activity, and loops are connected or listed", () => {
    fc.assert(
      fc.property(arbitraryTraces({ activities: 4 }), (log) => {
        const net = alphaPlusMiner(log);
        const labels = net.net.transitions.flatMap(({ label }) => label ?? []);
        expect(labels).toEqual(log.activities);
        const repeated = log.activities.filter((activity) => followsItself(log, activity));
        for (const activity of repeated) {
          const { from, to } = around(net, activity);
          expect(from).toEqual(to);
          expect(from.length === 0).toBe(net.unplacedLoops.includes(log.activities.indexOf(activity)));
        }
      }),
      { seed: 52, numRuns: 200 },
    );
  });

  it("does not depend on the order of cases", () => {
    fc.assert(
      fc.property(arbitraryTraces({ activities: 4 }), (log) => {
        const other = traces(
          ...variantWords(log)
            .map((words) => words.join(" "))
            .reverse(),
        );
        const silent = ["start or end", "start or end"];
        expect(placeNames(alphaPlusMiner(other), other.activities, silent)).toEqual(
          placeNames(alphaPlusMiner(log), log.activities, silent),
        );
      }),
      { seed: 53, numRuns: 100 },
    );
  });

  function followsItself(log: VariantLog, activity: string): boolean {
    return variantWords(log).some((words) =>
      words.some((word, i) => word === activity && words[i + 1] === activity),
    );
  }
});

describe("alphaPlusMiner on logs at the limits", () => {
  it("gives source and sink for an empty log, and for cases without events", () => {
    for (const log of [new EventLogBuilder().build(), traces("", "")]) {
      const { net, placesBetween, unplacedLoops } = alphaPlusMiner(log);
      expect(net).toEqual({ places: [{ name: "source" }, { name: "sink" }], transitions: [], arcs: [] });
      expect([placesBetween, unplacedLoops]).toEqual([[], []]);
    }
  });

  it("groups an event log itself, with any names", () => {
    const builder = new EventLogBuilder();
    for (const name of ["__proto__", "__proto__", "🔋\n", "🔋\n"]) builder.addEvent("case", name, null);
    const { net } = alphaPlusMiner(builder.build());
    expect(net.transitions.map(({ label }) => label)).toEqual(["__proto__", "🔋\n", null, null]);
  });

  it("refuses options by its own name", () => {
    expect(() => alphaPlusMiner(traces("a b"), { maxSteps: 0 })).toThrow(
      /^alphaPlusMiner: option maxSteps is 0/,
    );
    expect(() => alphaPlusMiner(traces("a b", "b c"), { maxSteps: 1 })).toThrow(
      /^alphaPlusMiner: the search/,
    );
  });

  it("mines 500 activities that each repeat themselves, and one case of 100,000 events", () => {
    const names = Array.from({ length: 500 }, (_, i) => `step ${i}`);
    const sequence = names.flatMap((_, i) => (i % 2 === 0 ? [i] : [i, i]));
    const line = { activities: names, variantOffsets: [0, sequence.length], sequence, counts: [1] };
    const net = alphaPlusMiner(line);
    expect([net.placesBetween.length, net.unplacedLoops]).toEqual([250, []]);
    const long = { activities: ["a", "b", "c"], variantOffsets: [0, 100_000], sequence: [0], counts: [1] };
    while (long.sequence.length < 99_999) long.sequence.push(1);
    long.sequence.push(2);
    expect(placeNames(alphaPlusMiner(long), long.activities)).toEqual(["a > c"]);
  });
});
