import { describe, expect, it } from "@jest/globals";
import { directlyFollows, EventLogBuilder, variants } from "../src/index.js";

describe("variants", () => {
  it("groups equal sequences, in first-seen order of the cases", () => {
    const builder = new EventLogBuilder();
    for (const [caseId, word] of [
      ["1", "abc"],
      ["2", "ac"],
      ["3", "abc"],
    ] as const) {
      for (const letter of word) builder.addEvent(caseId, letter, null);
    }
    const log = builder.build();
    expect(variants(log)).toEqual({
      activities: ["a", "b", "c"],
      variantOffsets: [0, 3, 5],
      sequence: [0, 1, 2, 0, 2],
      counts: [2, 1],
      caseVariant: [0, 1, 0],
    });
    expect(directlyFollows(variants(log))).toEqual(directlyFollows(log));
  });
});
