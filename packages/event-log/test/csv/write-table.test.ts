import { describe, expect, it } from "@jest/globals";
import { writeCsvTable } from "../../src/index.js";

describe("writeCsvTable", () => {
  it("writes the header and a line a row; null is an empty cell", () => {
    expect(
      writeCsvTable(
        ["case", "fits", "cost"],
        [
          ["lot-1", true, 0],
          [null, false, 1.5],
        ],
      ),
    ).toBe("case,fits,cost\nlot-1,true,0\n,false,1.5\n");
    expect(writeCsvTable(["case"], [])).toBe("case\n");
  });

  it("quotes what would break a row, and disarms what a spreadsheet would run, but no numbers", () => {
    expect(writeCsvTable(["a,b"], [['x "y"\nz'], ["=1+1"], ["@cmd"], [-3]])).toBe(
      '"a,b"\n"x ""y""\nz"\n"\'=1+1"\n"\'@cmd"\n-3\n',
    );
    expect(writeCsvTable(["a"], [["=1+1"]], { escapeFormulae: false })).toBe("a\n=1+1\n");
    expect(writeCsvTable(["a", "b"], [["1,5", "x"]], { delimiter: ";" })).toBe("a;b\n1,5;x\n");
  });

  it("refuses a delimiter that is no single character", () => {
    expect(() => writeCsvTable(["a"], [], { delimiter: "::" })).toThrow(
      'writeCsvTable: option delimiter is "::". Give one character, such as ",", ";" or "\\t".',
    );
  });
});
