import { describe, expect, it } from "@jest/globals";
import { electrodeContrasts } from "./contrasts.js";
import { judge, mostAlarms } from "./judge.js";

describe("a plain contrast sees the scenario on at least 18 of 20 seeds, and no more than its error rate without it", () => {
  it.each(electrodeContrasts.map((contrast) => [contrast.name, contrast.title, contrast] as const))(
    "%s: %s",
    (_, __, contrast) => {
      const { hits, alarms } = judge(contrast);
      expect(hits).toBeGreaterThanOrEqual(18);
      expect(alarms).toBeLessThanOrEqual(mostAlarms(contrast.errorRate));
    },
  );
});
