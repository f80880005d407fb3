import { describe, expect, it } from "@jest/globals";
import { cellContrasts } from "./contrasts.js";
import { judge, mostAlarms } from "./judge.js";

describe("a plain contrast sees the scenario on at least 18 of 20 seeds, and no more than its error rate without it", () => {
  it.each(cellContrasts.map((contrast) => [contrast.name, contrast.title, contrast] as const))(
    "%s: %s",
    (_, __, contrast) => {
      const { hits, alarms } = judge(contrast);
      expect(hits).toBeGreaterThanOrEqual(18);
      expect(alarms).toBeLessThanOrEqual(mostAlarms(contrast.errorRate));
    },
  );
});

describe("the number of false alarms that is allowed", () => {
  it("is 2 of 20 at an error rate of 1 %, where 3 or more have a probability of 1 in 1000", () => {
    // P(at most 1) = 0.99^20 + 20 * 0.01 * 0.99^19 = 0.9831; P(at most 2) adds 190 * 0.01^2 * 0.99^18 = 0.0159
    expect(mostAlarms(0.01)).toBe(2);
    expect(mostAlarms(0)).toBe(0);
  });
});
