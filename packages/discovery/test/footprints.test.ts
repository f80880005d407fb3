import { directlyFollows, EventLogBuilder } from "@gigamine/event-log";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { footprints } from "../src/index.js";

describe("footprints", () => {
  it("gives the footprint of L1 in van der Aalst, Process Mining, 2nd edition, section 6.2", () => {
    const result = footprints(traces("3x a b c d", "2x a c b d", "a e d"));
    const rows = [];
    for (let a = 0; a < 5; a++) rows.push(result.relations.slice(a * 5, a * 5 + 5).join(" "));
    expect(result.activities).toEqual(["a", "b", "c", "d", "e"]);
    expect(rows).toEqual([
      "# -> -> # ->", // a
      "<- # || -> #", // b
      "<- || # -> #", // c
      "# <- <- # <-", // d
      "<- # # -> #", // e
    ]);
    expect(result.causal).toEqual([
      [0, 1],
      [0, 2],
      [0, 4],
      [1, 3],
      [2, 3],
      [4, 3],
    ]);
    expect(result.parallel).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect([result.startActivities, result.endActivities, result.minTraceLength]).toEqual([[0], [3], 3]);
  });

  it("calls an activity that follows itself parallel to itself", () => {
    expect(footprints(traces("a a b"))).toMatchObject({
      relations: ["||", "->", "<-", "#"],
      parallel: [[0, 0]],
    });
  });

  it("is empty for an empty log, and knows empty traces by their length", () => {
    const nothing = {
      activities: [],
      relations: [],
      causal: [],
      parallel: [],
      startActivities: [],
      endActivities: [],
    };
    expect(footprints(new EventLogBuilder().build())).toEqual({ ...nothing, minTraceLength: null });
    expect(footprints(traces(""))).toEqual({ ...nothing, minTraceLength: 0 });
  });

  it("for every log, comes out the same from the graph, except for the shortest trace", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (log) => {
        expect(footprints(directlyFollows(log))).toEqual({ ...footprints(log), minTraceLength: null });
      }),
      { seed: 21, numRuns: 100 },
    );
  });

  it("for every log, has mirrored relations across the diagonal", () => {
    const mirror = { "->": "<-", "<-": "->", "||": "||", "#": "#" };
    fc.assert(
      fc.property(arbitraryTraces(), (log) => {
        const { activities, relations } = footprints(log);
        const n = activities.length;
        for (let a = 0; a < n; a++) {
          for (let b = 0; b < n; b++) expect(relations[b * n + a]).toBe(mirror[relations[a * n + b]!]);
        }
      }),
      { seed: 22, numRuns: 100 },
    );
  });
});
