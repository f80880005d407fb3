import type { NotesEstimate } from "@gigamine/synthetic";
import { describe, expect, it } from "@jest/globals";
import { enoughUsd } from "../src/generate/estimate-text.js";

const range = (max: number) => ({ low: 0, expected: 0, max });
const estimate = { usd: { live: range(0.123), batch: range(0.061) } } as NotesEstimate;

describe("the cap that is advised", () => {
  it("is enough for these notes and for what was spent with their cache before, in whole cents", () => {
    expect(enoughUsd(estimate, 0)).toBe(0.13);
    expect(enoughUsd(estimate, 5)).toBe(5.13);
    expect(enoughUsd(estimate, 5, true)).toBe(5.07);
  });

  it("is a cent at least", () => {
    expect(enoughUsd({ usd: null } as NotesEstimate, 0)).toBe(0.01);
  });
});
