import { describe, expect, it } from "@jest/globals";
import { scenarios } from "../../src/scenarios/catalogue.js";
import { expectedChanges } from "../../src/scenarios/expected-changes.js";

describe("the changes that the design of the plant expects", () => {
  it("are there for each scenario as it is by default, but for a pure loss of time", () => {
    for (const [name, make] of Object.entries(scenarios)) {
      expect([name, expectedChanges(make()).length > 0]).toEqual([name, name !== "capacityLoss"]);
    }
    expect(expectedChanges(scenarios.badShift())).toContainEqual({
      metric: "coating_loading",
      statistic: "in spec share",
      without: 0.9,
      with: 0.52,
    });
  });

  it("of a calibration jump are those of what jumped", () => {
    const metrics = (of: "stacker" | "weld focus"): Set<string> =>
      new Set(expectedChanges(scenarios.calibrationJump({ of })).map(({ metric }) => metric));
    expect(metrics("stacker")).toEqual(new Set(["stack_misalignment"]));
    expect(metrics("weld focus")).toEqual(new Set(["weld_penetration", "internal_resistance"]));
  });

  it("are none where they were not worked out: other intensities and amounts, another root, one's own", () => {
    expect(expectedChanges(scenarios.badShift({ intensity: "easy" }))).toEqual([]);
    expect(expectedChanges(scenarios.badShift({ amount: 1 }))).toEqual([]);
    expect(expectedChanges(scenarios.seasonalHvac({ of: "heat wave" }))).toEqual([]);
    expect(expectedChanges({ ...scenarios.badShift(), type: "custom" })).toEqual([]);
  });
});
