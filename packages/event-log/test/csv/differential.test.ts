import { describe, expect, it } from "@jest/globals";
import { difference, fuzzCase } from "./fuzz.js";

describe("the scanner of bytes", () => {
  it("gives the log, the report or the error that papaparse leads to, for tables valid, damaged and cut anywhere", async () => {
    for (let number = 0; number < 2500; number++) {
      const one = fuzzCase(1, number);
      const found = await difference(one);
      const text = JSON.stringify(new TextDecoder().decode(one.bytes));
      expect(
        found === null ? null : `case ${number}: ${text} ${JSON.stringify(one.options)}\n${found}`,
      ).toBeNull();
    }
  });
});
