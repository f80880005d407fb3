import { tokenReplay } from "@gigamine/conformance";
import { dfgToPetriNet, inductiveMiner } from "@gigamine/discovery";
import { directlyFollows, filterDfg, readDfg, writeDfg } from "@gigamine/event-log";
import {
  checkSoundness,
  languagesEqual,
  normalFormTree,
  petriNetToTree,
  printTree,
  readPtml,
  treeToPetriNet,
  writePtml,
} from "@gigamine/models";
import { arbitraryTraces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

const law = { seed: 51, numRuns: 100 };

describe("models of a log, for every log", () => {
  it("replay it perfectly: the net of its directly-follows graph, also after a trip through a file", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (log) => {
        fc.pre(log.variantOffsets.every((offset, v) => v === 0 || offset > log.variantOffsets[v - 1]!));
        const net = dfgToPetriNet(readDfg(writeDfg(directlyFollows(log))));
        expect(tokenReplay(log, net)).toMatchObject({ fittingShare: 1, missing: 0, remaining: 0 });
      }),
      law,
    );
  });

  it("stay sound nets when the sliders of the graph go down", () => {
    fc.assert(
      fc.property(
        arbitraryTraces(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (log, activities, paths) => {
          const net = dfgToPetriNet(filterDfg(directlyFollows(log), { activities, paths }));
          expect(checkSoundness(net).verdict).toBe("sound");
        },
      ),
      law,
    );
  });

  it("keep their traces: the mined tree in normal form, through PTML, and as a net", () => {
    fc.assert(
      fc.property(arbitraryTraces({ activities: 4, variants: 5, length: 5 }), (log) => {
        const tree = inductiveMiner(log);
        const normal = readPtml(writePtml(normalFormTree(tree)));
        expect(languagesEqual(normal, tree, { maxLength: 5 })).toBe(true);
        const net = treeToPetriNet(normal);
        expect(tokenReplay(log, net)).toMatchObject({ fittingShare: 1 });
        // The nets of inclusive choices are not blocks.
        if (!printTree(normal).includes("O( ")) expect(normalFormTree(petriNetToTree(net))).toEqual(normal);
      }),
      law,
    );
  });
});
