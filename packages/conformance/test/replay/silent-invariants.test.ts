import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { fire, isEnabled, replayNet } from "../../src/replay/replay-net.js";
import { SilentInvariants } from "../../src/replay/silent-invariants.js";
import { arbitraryNet, net } from "../nets.js";

/** A marking of the model from place names. */
function marking(model: ReturnType<typeof net>, ...places: string[]): Int32Array {
  return Int32Array.from(model.net.places, ({ name }) => places.filter((place) => place === name).length);
}

describe("SilentInvariants", () => {
  // Silent: start -> p q, p -> r, q -> s, r s -> end. Kept are start + p + r + end and start + q + s + end.
  const split = net([": start -> p q", ": p -> r", ": q -> s", ": r s -> end"]);
  const invariants = new SilentInvariants(replayNet(split));

  it("agrees between markings that silent firings connect", () => {
    expect(invariants.agree(marking(split, "start"), marking(split, "end"))).toBe(true);
    expect(invariants.agree(marking(split, "p", "s"), marking(split, "end"))).toBe(true);
  });

  it("proves that a token more, or one on the wrong branch, can't be silently mended", () => {
    expect(invariants.agree(marking(split, "p", "q", "r"), marking(split, "end"))).toBe(false);
    expect(invariants.agree(marking(split, "p", "r"), marking(split, "end"))).toBe(false);
    expect(invariants.agree(marking(split), marking(split, "end"))).toBe(false);
  });

  it("counts weights: two tokens become one", () => {
    const pack = net([": 2*start -> end"]);
    const weighted = new SilentInvariants(replayNet(pack));
    expect(weighted.agree(marking(pack, "start", "start"), marking(pack, "end"))).toBe(true);
    expect(weighted.agree(marking(pack, "start"), marking(pack, "end"))).toBe(false);
  });

  it("knows every place for itself in a net without silent transitions", () => {
    const visible = net(["a: start -> end"]);
    const none = new SilentInvariants(replayNet(visible));
    expect(none.agree(marking(visible, "start"), marking(visible, "start"))).toBe(true);
    expect(none.agree(marking(visible, "start"), marking(visible, "end"))).toBe(false);
  });

  it("agrees along every silent run of every net", () => {
    fc.assert(
      fc.property(arbitraryNet(), fc.array(fc.nat(8), { maxLength: 12 }), (model, choices) => {
        const compiled = replayNet(model);
        const kept = new SilentInvariants(compiled);
        const now = compiled.initial.slice();
        for (const choice of choices) {
          const enabled = [...compiled.silent].filter((t) => isEnabled(compiled, now, t));
          if (enabled.length === 0) break;
          fire(compiled, now, enabled[choice % enabled.length]!);
          expect(kept.agree(compiled.initial, now)).toBe(true);
        }
      }),
      { seed: 29, numRuns: 500 },
    );
  });
});
