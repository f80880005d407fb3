import { describe, expect, it } from "@jest/globals";
import { stateActivities, type TransitionSystem } from "../../src/index.js";

// One case c a a b: the empty state, and the one behind it.
const system: TransitionSystem = {
  activities: ["a", "b", "c"],
  view: "sequence",
  direction: "past",
  stateCounts: [1, 1],
  startCounts: [1, 0],
  endCounts: [0, 1],
  from: [],
  activity: [],
  to: [],
  count: [],
  sequence: [2, 0, 0, 1],
  windowStart: [0, 0],
  windowEnd: [0, 4],
};

describe("stateActivities", () => {
  it("gives a sequence in order, a multiset sorted, a set sorted and each once", () => {
    expect(stateActivities(system, 1)).toEqual([2, 0, 0, 1]);
    expect(stateActivities({ ...system, view: "multiset" }, 1)).toEqual([0, 0, 1, 2]);
    expect(stateActivities({ ...system, view: "set" }, 1)).toEqual([0, 1, 2]);
  });

  it("gives nothing for the state that remembers nothing, and leaves the system as it is", () => {
    expect(stateActivities(system, 0)).toEqual([]);
    expect(system.sequence).toEqual([2, 0, 0, 1]);
  });
});
