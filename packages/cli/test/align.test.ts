import { alignments } from "@gigamine/conformance";
import type { alignmentsInWorkers } from "@gigamine/conformance/node";
import { parseTree, treeToPetriNet } from "@gigamine/models";
import { describe, expect, it, jest } from "@jest/globals";
import { alignLog } from "../src/align.js";
import { Terminal } from "../src/terminal.js";

const log = { activities: ["a", "b"], variantOffsets: [0, 2, 3], sequence: [0, 1, 1], counts: [4, 1] };
const net = treeToPetriNet(parseTree("->( 'a', 'b' )"));
const context = {
  terminal: new Terminal({ stdout: process.stdout, stderr: process.stderr }, true),
  signal: new AbortController().signal,
};

describe("alignLog", () => {
  it("aligns at once what is soon done, without a thread", async () => {
    const inThreads = jest.fn<() => Promise<never>>();
    expect(await alignLog(log, net, {}, context, inThreads)).toEqual(alignments(log, net));
    expect(inThreads).not.toHaveBeenCalled();
  });

  it("goes on in threads with the user's limits when the time at once was not enough", async () => {
    const expected = alignments(log, net);
    const given: unknown[] = [];
    const inThreads: typeof alignmentsInWorkers = async (_log, _net, options) => {
      given.push(options);
      return expected;
    };
    expect(await alignLog(log, net, { maxStates: 77 }, context, inThreads, 1e-9)).toBe(expected);
    expect(given).toMatchObject([{ maxStates: 77, signal: context.signal }]);
    expect(given[0]).not.toHaveProperty("timeLimitMsInAll");
  });

  it("gives bounds, and starts no thread, when the user's own limit is shorter", async () => {
    const inThreads = jest.fn<() => Promise<never>>();
    const result = await alignLog(log, net, { timeLimitMsInAll: 1e-9 }, context, inThreads).catch(
      (error) => error.code,
    );
    // How far a search comes in no time is not for a test to say: it gives bounds, or does not even find the end of the model.
    expect(["alignments/final-marking-not-found", 1, 2]).toContain(result.openVariants ?? result);
    expect(inThreads).not.toHaveBeenCalled();
  });
});
