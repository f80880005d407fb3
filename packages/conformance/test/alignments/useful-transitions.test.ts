import { describe, expect, it } from "@jest/globals";
import { usefulTransitions } from "../../src/alignments/useful-transitions.js";
import { replayNet } from "../../src/replay/replay-net.js";
import { n1, net } from "../nets.js";

const useful = (model: Parameters<typeof replayNet>[0]) => [...usefulTransitions(replayNet(model))];

describe("usefulTransitions", () => {
  it("keeps all of a sound net", () => {
    expect(useful(n1)).toEqual(new Array(8).fill(1));
  });

  it("drops what can't be fed, and what follows only from that", () => {
    expect(useful(net(["a: start -> end", "b: never -> p", "c: p -> end", "d: start p -> end"]))).toEqual([
      1, 0, 0, 0,
    ]);
  });

  it("drops what puts tokens where they stay, and what leads only there", () => {
    expect(useful(net(["a: start -> end", "b: start -> p", "c: p -> q", "d: start -> end q"]))).toEqual([
      1, 0, 0, 0,
    ]);
  });

  it("drops what only such a transition would feed, though it neither adds nor takes tokens", () => {
    // b would put a token into p, which c and d use and never take away.
    expect(useful(net(["a: start -> end", "b: start -> p", "c: p -> p", "d: p -> p"]))).toEqual([1, 0, 0, 0]);
  });

  it("keeps what takes tokens from a place that the final marking wants some in", () => {
    expect(useful(net(["a: start -> end p", "b: p -> p"], { final: ["end", "p"] }))).toEqual([1, 1]);
  });
});
