import { isGigamineError } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  activity,
  exclusive,
  inclusive,
  interleaved,
  loop,
  type ProcessTree,
  parallel,
  parseTree,
  printTree,
  sequence,
  silent,
} from "../../src/index.js";
import { arbitraryTree, hostileNames } from "../arbitrary-tree.js";

const [a, b, c, d] = ["a", "b", "c", "d"].map(activity) as [
  ProcessTree,
  ProcessTree,
  ProcessTree,
  ProcessTree,
];

function failure(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (isGigamineError(error)) return { code: error.code, message: error.message, fields: error.fields };
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("printTree", () => {
  it("writes each operator with its symbol, activities in single quotes, and tau", () => {
    const tree = sequence(a, exclusive(b, silent()), parallel(c, d), loop(a, b, silent()));
    expect(printTree(tree)).toBe("->( 'a', X( 'b', tau ), +( 'c', 'd' ), *( 'a', 'b', tau ) )");
    expect(printTree(inclusive(a, interleaved(b, c)))).toBe("O( 'a', <>( 'b', 'c' ) )");
  });

  it("quotes an activity that is the whole tree, so that it can't be taken for tau", () => {
    expect(printTree(activity("tau"))).toBe("'tau'");
    expect(printTree(silent())).toBe("tau");
  });

  it("escapes quotes, backslashes and line breaks in names", () => {
    expect(printTree(activity("it's\\\n\r\t"))).toBe("'it\\'s\\\\\\n\\r\\t'");
  });
});

describe("parseTree", () => {
  it("reads what printTree writes, with or without blanks", () => {
    const tree = sequence(a, exclusive(b, silent()), parallel(c, d), loop(a, b, silent()));
    expect(parseTree("->( 'a', X( 'b', tau ), +( 'c', 'd' ), *( 'a', 'b', tau ) ) ")).toEqual(tree);
    expect(parseTree("O('a',<>('b','c'))")).toEqual(inclusive(a, interleaved(b, c)));
    expect(parseTree("->('a',X('b',tau),+('c','d'),*('a','b',tau))")).toEqual(tree);
    expect(parseTree("\n-> (\n\t'a' , X( 'b' , tau ), +( 'c', 'd' ), *( 'a', 'b', tau ) )\r\n")).toEqual(
      tree,
    );
  });

  it("keeps operator symbols, commas and parentheses inside names", () => {
    expect(parseTree("->( 'X( a, b )', '->', 'tau' )")).toEqual(
      sequence(activity("X( a, b )"), activity("->"), activity("tau")),
    );
  });

  it("gives back every tree, whatever the names", () => {
    fc.assert(
      fc.property(arbitraryTree({ names: hostileNames }), (tree) => {
        expect(parseTree(printTree(tree))).toEqual(tree);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("prints and reads 10,000 nested operators", () => {
    let tree: ProcessTree = a;
    for (let level = 0; level < 10_000; level++) tree = loop(tree, silent());
    const text = printTree(tree);
    expect(text.startsWith("*( *( *( ")).toBe(true);
    expect(printTree(parseTree(text))).toBe(text);
  });

  it("reads an operator with 200,000 children", () => {
    const text = `X( ${new Array(200_000).fill("'a'").join(", ")} )`;
    const tree = parseTree(text);
    expect(tree.kind !== "activity" && tree.kind !== "silent" && tree.children.length).toBe(200_000);
  });

  it.each([
    [
      "",
      0,
      "at character 1: expected an operator ->( X( +( *( O( <>( or an activity in single quotes or tau, found the end of the text.",
    ],
    [
      "->( 'a', ",
      9,
      "at character 10: expected an operator ->( X( +( *( O( <>( or an activity in single quotes or tau, found the end of the text.",
    ],
    [
      "->( )",
      4,
      'at character 5: expected an operator ->( X( +( *( O( <>( or an activity in single quotes or tau, found ")".',
    ],
    [
      "->( 'a' 'b' )",
      8,
      'at character 9: expected "," or ")" inside the sequence operator, found "\'b\' )".',
    ],
    ["X 'a'", 2, 'at character 3: expected "(" after the operator, found "\'a\'".'],
    ["'a' 'b'", 4, "at character 5: expected the end of the text, found \"'b'\"."],
    [
      "X( 'a', 'b",
      10,
      "at character 11: expected a closing quote for the activity that opens at character 9, found the end of the text.",
    ],
    [
      "'a\\x'",
      3,
      "at character 4: expected one of ' \\ n r t after a backslash (write a backslash itself as \\\\), found \"x'\".",
    ],
    [
      "V( 'a', 'b' )",
      0,
      "at character 1: expected an operator ->( X( +( *( O( <>( or an activity in single quotes or tau, found \"V( 'a', 'b' )\".",
    ],
  ])("says where %j breaks off and what was expected", (text, offset, message) => {
    expect(failure(() => parseTree(text))).toMatchObject({
      code: "process-tree/syntax",
      message: `parseTree: ${message}`,
      fields: { offset },
    });
  });

  it("takes the third child of a loop for one more redo part, or for the exit when told so", () => {
    const text = "->( *( 'a', 'b', 'c' ), *( 'a', 'b', tau ), *( 'a', 'b' ) )";
    expect(printTree(parseTree(text))).toBe(text);
    expect(printTree(parseTree(text, { loopExit: true }))).toBe(
      "->( ->( *( 'a', 'b' ), 'c' ), *( 'a', 'b' ), *( 'a', 'b' ) )",
    );
  });

  it("refuses a loop of more than do, redo and exit when loops have exits", () => {
    expect(failure(() => parseTree("->( 'a', *( 'b', 'c', 'd', tau ) )", { loopExit: true }))).toMatchObject({
      code: "process-tree/too-many-children",
      message:
        "parseTree: the loop at character 10 has 4 children; with loopExit it has at most 3: do, redo and exit. " +
        "Join the redo parts with X( … ), or leave loopExit out.",
      fields: { offset: 9 },
    });
  });

  it("says where a loop without a redo part stands", () => {
    expect(failure(() => parseTree("->( 'a', *( 'b' ) )"))).toMatchObject({
      code: "process-tree/too-few-children",
      message:
        "parseTree: the loop at character 10 has one child, needs at least 2. " +
        "Give a body and a redo part; tau is a redo part that does nothing.",
      fields: { offset: 9 },
    });
  });
});
