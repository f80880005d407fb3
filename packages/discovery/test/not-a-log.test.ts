import { directlyFollows, toVariantLog } from "@gigamine/event-log";
import { traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import { alphaMiner, dfgToPetriNet, footprints, inductiveMiner, temporalProfile } from "../src/index.js";

const log = traces("a b", "a c");
const wrongInputs: readonly [what: string, value: unknown][] = [
  ["nothing", undefined],
  ["null", null],
  ["an object without fields", {}],
  ["text", "a b"],
];

describe.each(Object.entries({ alphaMiner, footprints, inductiveMiner, temporalProfile }))(
  "%s",
  (name, mine) => {
    it.each(wrongInputs)("says what to give instead of %s", (_, value) => {
      expect(() => mine(value as never)).toThrow(
        expect.objectContaining({
          code: "log/not-a-log",
          message: expect.stringMatching(`^${name}: expected an EventLog or a VariantLog, found .*\\. Give `),
        }),
      );
    });
  },
);

describe("dfgToPetriNet", () => {
  it.each([...wrongInputs, ["a log", log]])("says what to give instead of %s", (_, value) => {
    expect(() => dfgToPetriNet(value as never)).toThrow(
      expect.objectContaining({
        code: "dfg/invalid",
        message: "dfgToPetriNet: expected a directly-follows graph. Of a log, give directlyFollows(log).",
      }),
    );
  });
});

describe("temporalProfile", () => {
  it("says that variants and directly-follows graphs have no times", () => {
    expect(() => temporalProfile(toVariantLog(log) as never)).toThrow(
      "temporalProfile: found a VariantLog, which has no times. Give the EventLog that it was made from.",
    );
    expect(() => temporalProfile(directlyFollows(log) as never)).toThrow(
      "found a directly-follows graph. Give the log it was counted from.",
    );
  });
});
