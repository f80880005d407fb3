import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Cell, TableRow } from "../../src/table/cell.js";
import { columnsOf, isLinearIn } from "../../src/table/expression/ast.js";
import { compileExpression } from "../../src/table/expression/compile.js";
import { parseExpression } from "../../src/table/expression/parse.js";
import { compileTemplate } from "../../src/table/expression/template.js";

const row: TableRow = {
  temp: 25.5,
  shift: "PM",
  ok: true,
  none: null,
  at: new Date("2025-01-10T14:30:00Z"), // a Friday
  who: { name: "Ann Lee", badge: { id: 7 } },
  "room temperature": 21,
};
const value = (text: string): Cell => compileExpression(parseExpression(text))(row);

describe("an expression", () => {
  it.each<[string, Cell]>([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 4 - 3", 3],
    ["12 / 4 / 3", 1],
    ["-2 * -3", 6],
    ["7 % 4", 3],
    [".5 + 1e1", 10.5],
    ["2 + 3 < 6", true],
    ["not ok or temp > 25", true],
    ["ok and shift = 'AM'", false],
    ["!ok || temp == 25.5 && true", true],
    ["not 1 > 2", true],
    ["shift != 'AM' ? 'late' : 'early'", "late"],
    ["ok ? false ? 1 : 2 : 3", 2],
    ["shift in ['AM', \"PM\"]", true],
    ["temp in [1, 2]", false],
    ["shift < 'Q'", true],
    ["who.name", "Ann Lee"],
    ["who.badge.id + 1", 8],
    ["`room temperature` + 1", 22],
    ["'it\\'s' = \"it's\"", true],
    ["true + true", 2],
  ])("%s is %p", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it.each<[string, Cell]>([
    ["min(3, 1, 2)", 1],
    ["max(3, 1, 2)", 3],
    ["round(2.5)", 3],
    ["round(-2.5)", -2],
    ["round(1.005, 1)", 1],
    ["round(12.3456, 2)", 12.35],
    ["floor(-1.2)", -2],
    ["ceil(1.2)", 2],
    ["abs(-4)", 4],
    ["sqrt(9)", 3],
    ["exp(0)", 1],
    ["log(1)", 0],
    ["pow(2, 10)", 1024],
    ["concat(shift, '-', 3, none, '!')", "PM-3!"],
    ["concat(at)", "2025-01-10T14:30:00Z"],
    ["upper('ab')", "AB"],
    ["lower('AB')", "ab"],
    ["length(shift)", 2],
    ["if(temp > 25, 'hot', 'fine')", "hot"],
    ["coalesce(none, none, 3)", 3],
    ["isNull(none)", true],
    ["time('2025-01-10T14:30:00Z') = at", true],
    ["time('10.01.2025')", null],
    ["hour(at)", 14],
    ["weekday(at)", 5],
    ["weekday(-1)", 3], // 31 December 1969 was a Wednesday
  ])("%s is %p", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it.each([
    "none + 1",
    "-none",
    "1 / 0",
    "0 / 0",
    "sqrt(-1)",
    "exp(1000)",
    "min(1, none)",
    "who.missing",
    "shift.name",
    "none.name",
  ])("%s is missing", (text) => {
    expect(value(text)).toBeNull();
  });

  it("takes instants for ms since the epoch where it calculates or compares", () => {
    expect(value("at - 1000")).toBe(Date.UTC(2025, 0, 10, 14, 29, 59));
    expect(value("at = at")).toBe(true);
    expect(value(`at > ${Date.UTC(2025, 0, 1)}`)).toBe(true);
    expect(value("at")).toBeInstanceOf(Date);
  });

  it("does not hold where an order is asked of a missing value", () => {
    expect(value("none < 1")).toBe(false);
    expect(value("none >= 1")).toBe(false);
    expect(value("none = null")).toBe(true);
    expect(value("none and true")).toBe(false);
  });

  it("looks at the right side only when it matters", () => {
    expect(value("ok or shift + 1 > 0")).toBe(true);
    expect(value("none and shift + 1 > 0")).toBe(false);
    expect(value("ok ? 1 : shift + 1")).toBe(1);
  });

  it.each([
    ["shift + 1", 'needs a number here, but got "PM"'],
    ["shift < 1", 'needs a number here, but got "PM"'],
    ["1 and ok", "needs true or false here, but got 1"],
    ["shift ? 1 : 2", 'needs true or false here, but got "PM"'],
  ])("%s fails, since it %s", (text, message) => {
    expect(() => value(text)).toThrow(message);
  });

  it("joins no texts to more than a million characters", () => {
    const length = (text: string, count: number) => {
      const joined = compileExpression(parseExpression(`length(concat(${Array(count).fill("long")}))`));
      return () => joined({ long: text });
    };
    expect(length("x".repeat(20_000), 50)()).toBe(1_000_000);
    expect(length("x".repeat(20_001), 50)).toThrow(
      "a text of 1000050 characters; at most 1000000 are allowed",
    );
  });

  it("names the columns that it reads, each once", () => {
    expect(columnsOf(parseExpression("a + b * a + max(c.d, `e f`) > 0 ? g in [h] : 'i'"))).toEqual([
      "a",
      "b",
      "c",
      "e f",
      "g",
      "h",
    ]);
  });
});

describe("text that is no expression", () => {
  it.each([
    ["", 1, "a value, not the end"],
    ["a +", 4, "a value, not the end"],
    ["a b", 3, 'an operator or the end, not "b"'],
    ["(a", 3, '")", not the end'],
    ["a ? b", 6, '":", not the end'],
    ["a < b < c", 7, 'an operator or the end, not "<"'],
    ["1 +* 2", 4, 'a value, not "*"'],
    ["'open", 1, "the quote is not closed"],
    ["a @ b", 3, "this character means nothing here"],
    ["a; b", 2, "this character means nothing here"],
    ["mni(1, 2)", 1, 'there is no function "mni"; did you mean "min"?'],
    ["constructor('x')", 1, 'there is no function "constructor"; known are min, max'],
    ["pow(1)", 1, "pow takes 2 values, not 1"],
    ["min()", 1, "min takes 1 to 100 values, not 0"],
    ["a.", 3, "the name of a part, not the end"],
    ["x => x", 4, "a value"],
    ["a in b", 6, '"[", not "b"'],
  ])("%p is refused at character %d: %s", (text, character, problem) => {
    expect(() => parseExpression(text)).toThrow(`can't be read at character ${character}`);
    expect(() => parseExpression(text)).toThrow(problem);
  });

  it.each([
    ["(".repeat(1000), "nested too deeply"],
    ["-".repeat(1000), "nested too deeply"],
    ["not ".repeat(400), "nested too deeply"],
    ["abs(".repeat(300), "nested too deeply"],
    ["a?".repeat(500), "nested too deeply"],
    [`1${"+1".repeat(5000)}`, "longer than 2000 characters"],
  ])("and can't exhaust the stack", (text, problem) => {
    expect(() => parseExpression(text)).toThrow(problem);
  });

  it("reaches nothing of the language below", () => {
    for (const text of ["who.constructor", "who.__proto__", "shift.length", "who.toString"]) {
      expect(value(text)).toBeNull();
    }
  });

  it("is never anything but an expression or a clear error", () => {
    const alphabet = [
      "a",
      "1",
      ".",
      "(",
      ")",
      "+",
      "-",
      "'",
      "<",
      "=",
      " ",
      "?",
      ":",
      ",",
      "[",
      "]",
      "not ",
      "in ",
    ];
    const texts = fc.array(fc.constantFrom(...alphabet), { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseExpression(text);
        } catch (error) {
          expect(error).toMatchObject({ code: "table/expression-syntax" });
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe("arithmetic", () => {
  interface Sum {
    readonly text: string;
    readonly value: number;
  }
  const { sum } = fc.letrec<{ sum: Sum }>((tie) => ({
    sum: fc.oneof(
      { maxDepth: 5 },
      fc.integer({ min: 0, max: 99 }).map((n) => ({ text: String(n), value: n })),
      fc
        .tuple(fc.constantFrom("+", "-", "*"), tie("sum"), tie("sum"))
        .map(([operator, { text: a, value: x }, { text: b, value: y }]) => ({
          text: `(${a}) ${operator} (${b})`,
          value: operator === "+" ? x + y : operator === "-" ? x - y : x * y,
        })),
    ),
  }));

  it("follows the parentheses", () => {
    fc.assert(
      fc.property(
        sum.filter(({ text }) => text.length < 2000),
        ({ text, value: expected }) => {
          expect(value(text)).toBe(expected + 0);
        },
      ),
      { seed: 2 },
    );
  });
});

describe("the form of an expression", () => {
  it.each([
    ["2 * x + 1", true],
    ["(y - x) / 4 - x", true],
    ["x * y", true],
    ["-x * y", true],
    ["y * y", true],
    ["x * x", false],
    ["y / x", false],
    ["max(x, 1)", false],
    ["x > 1 ? x : 0", false],
    ["x % 2", false],
    ["x.part", false],
  ])("%s is linear in x: %p", (text, expected) => {
    expect(isLinearIn(parseExpression(text), "x")).toBe(expected);
  });
});

describe("a template", () => {
  it("is text with expressions in double braces", () => {
    const { columns, fill } = compileTemplate(
      "{{shift}}: {{ round(temp) }} °C{{none}} in {{`room temperature`}}{x}",
    );
    expect(columns).toEqual(["shift", "temp", "none", "room temperature"]);
    expect(fill(row)).toBe("PM: 26 °C in 21{x}");
  });

  it("does not read what comes out of a cell", () => {
    const { fill } = compileTemplate("{{note}}");
    expect(fill({ note: "{{temp}}" })).toBe("{{temp}}");
  });

  it("says where an expression in it is wrong", () => {
    expect(() => compileTemplate("at {{temp +}}")).toThrow('The expression "temp +" can\'t be read');
  });
});
