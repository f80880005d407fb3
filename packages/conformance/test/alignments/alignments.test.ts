import type { VariantLog } from "@gigamine/event-log";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type AlignmentMove, alignments } from "../../src/index.js";
import { n1, net } from "../nets.js";
import { arbitraryReachable } from "./arbitrary-reachable.js";
import { naiveAlignment } from "./naive-alignments.js";

describe("alignments", () => {
  it("aligns acdeh with N1 without deviation", () => {
    expect(shown(alignments(traces("a c d e h"), n1).variants[0]!.moves)).toBe("a c d e h");
  });

  it("says so when the final marking can't be reached", () => {
    const model = net(["a: start -> p", "b: p q -> end"]);
    expect(() => alignments(traces("a"), model)).toThrow(
      expect.objectContaining({ code: "alignments/final-marking-unreachable" }),
    );
  });

  describe("for every log and net", () => {
    it("costs what Dijkstra's algorithm on the whole synchronous product finds, with as few free moves", () => {
      fc.assert(
        fc.property(
          arbitraryTraces({ activities: 4, variants: 3, length: 5 }),
          arbitraryReachable(),
          (log, model) => {
            const { variants } = alignments(log, model);
            variants.forEach(({ cost, moves }, v) => {
              const best = naiveAlignment(wordsOf(log, v), model);
              expect([cost, moves.filter(({ kind }) => kind === "silent").length]).toEqual([
                best!.cost,
                best!.free,
              ]);
            });
          },
        ),
        { seed: 5, numRuns: 300 },
      );
    });
  });
});

/** As text: `a` for a synchronous move, `a/` in the log only, `/a` in the model only, `.` for a silent one. */
function shown(moves: readonly AlignmentMove[]): string {
  return moves
    .map(({ kind, activity }) =>
      kind === "synchronous"
        ? activity
        : kind === "log"
          ? `${activity}/`
          : kind === "model"
            ? `/${activity}`
            : ".",
    )
    .join(" ");
}

function wordsOf(log: VariantLog, v: number): string[] {
  return log.sequence
    .slice(log.variantOffsets[v]!, log.variantOffsets[v + 1]!)
    .map((id) => log.activities[id]!);
}
