import { tokenReplay } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import { treeToPetriNet } from "@gigamine/models";
import { arbitraryTraces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

describe("the inductive miner without noise threshold", () => {
  it("gives a net that replays the whole log, for every log", () => {
    fc.assert(
      fc.property(arbitraryTraces({ activities: 6, variants: 10, length: 8 }), (log) => {
        const { variants } = tokenReplay(log, treeToPetriNet(inductiveMiner(log)));
        expect(variants.filter(({ fits }) => !fits)).toEqual([]);
      }),
      { seed: 41, numRuns: 2000 },
    );
  });
});
