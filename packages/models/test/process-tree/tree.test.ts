import { isGigamineError } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  activity,
  checkProcessTree,
  exclusive,
  foldTree,
  inclusive,
  interleaved,
  languagesEqual,
  loop,
  normalFormTree,
  type ProcessTree,
  parallel,
  parseTree,
  printTree,
  reduceTree,
  sequence,
  silent,
  sortTree,
  traceLanguage,
  treeActivities,
  treesEqual,
} from "../../src/index.js";
import { arbitraryTree, hostileNames } from "../arbitrary-tree.js";

const law = { seed: 7, numRuns: 150 };
const small = arbitraryTree({ depth: 2 });
const words = (text: string, maxLength: number) =>
  traceLanguage(parseTree(text), { maxLength }).map((trace) => trace.join(""));

/** A chain of `depth` operators; the text form is used to compare, because deep equality of the runner recurses. */
function nest(depth: number, wrap: (tree: ProcessTree) => ProcessTree): ProcessTree {
  let tree: ProcessTree = activity("a");
  for (let level = 0; level < depth; level++) tree = wrap(tree);
  return tree;
}

describe("the tree makers", () => {
  it("refuse an operator without children and a loop without a redo part, and say what to give", () => {
    expect(() => sequence()).toThrow("sequence: got 0 children, needs at least 1. Use silent() for nothing.");
    expect(() => loop(activity("a"))).toThrow(
      "loop: got 1 children, needs at least 2. Give a body and a redo part; silent() is a redo part that does nothing.",
    );
  });

  it("give frozen plain data that JSON carries unchanged", () => {
    const tree = sequence(activity("a"), loop(activity("b"), silent()));
    expect(Object.isFrozen(tree) && Object.isFrozen(tree.children)).toBe(true);
    expect(JSON.parse(JSON.stringify(tree))).toEqual(tree);
  });
});

describe("foldTree", () => {
  it("visits children before their operator, from left to right", () => {
    const seen: string[] = [];
    foldTree<void>(
      parseTree("->( 'a', X( 'b', 'c' ), 'd' )"),
      (leaf) => void seen.push(leaf.kind === "activity" ? leaf.name : "tau"),
      (node) => void seen.push(node.kind),
    );
    expect(seen).toEqual(["a", "b", "c", "exclusive", "d", "sequence"]);
  });
});

describe("treeActivities", () => {
  it("lists each activity once, as first met from left to right", () => {
    expect(treeActivities(parseTree("->( 'c', +( 'a', tau ), *( 'c', 'b' ) )"))).toEqual(["c", "a", "b"]);
    expect(treeActivities(silent())).toEqual([]);
    expect(treeActivities(activity("__proto__"))).toEqual(["__proto__"]);
  });
});

describe("traceLanguage", () => {
  it("gives the languages of the operators (Leemans 2017, section 2.2)", () => {
    expect(words("'a'", 3)).toEqual(["a"]);
    expect(words("tau", 3)).toEqual([""]);
    expect(words("->( 'a', 'b' )", 3)).toEqual(["ab"]);
    expect(words("X( 'a', 'b' )", 3)).toEqual(["a", "b"]);
    expect(words("+( 'a', ->( 'b', 'c' ) )", 3)).toEqual(["abc", "bac", "bca"]);
    expect(words("*( 'a', 'b' )", 5)).toEqual(["a", "aba", "ababa"]);
    expect(words("*( 'a', 'b', tau )", 3)).toEqual(["a", "aa", "aaa", "aba"]);
    expect(words("O( 'a', ->( 'b', 'c' ) )", 3)).toEqual(["a", "bc", "abc", "bac", "bca"]);
    expect(words("<>( 'a', ->( 'b', 'c' ), 'd' )", 4)).toEqual([
      "abcd",
      "adbc",
      "bcad",
      "bcda",
      "dabc",
      "dbca",
    ]);
    expect(words("<>( 'a', X( ->( 'b', 'c' ), tau ) )", 3)).toEqual(["a", "abc", "bca"]);
  });

  it("ends on a loop whose parts can do nothing", () => {
    expect(words("*( tau, tau )", 5)).toEqual([""]);
    expect(words("*( X( tau, 'a' ), tau )", 2)).toEqual(["", "a", "aa"]);
  });

  it("leaves out longer traces but not shorter ones beside them", () => {
    expect(words("X( ->( 'a', 'b', 'c' ), 'd' )", 2)).toEqual(["d"]);
    expect(words("'a'", 0)).toEqual([]);
    expect(words("X( 'a', tau )", 0)).toEqual([""]);
  });

  it("puts short traces first and equal lengths in code-point order", () => {
    const tree = exclusive(activity("🔋"), activity("\uffee"), sequence(activity("a"), activity("b")));
    expect(traceLanguage(tree, { maxLength: 2 })).toEqual([["\uffee"], ["🔋"], ["a", "b"]]);
  });

  it("stops with an error, instead of filling memory, on a language that is too large", () => {
    const tree = parallel(activity("a"), ..."bcdefghijk".split("").map(activity));
    expect(() => traceLanguage(tree, { maxLength: 11 })).toThrow(
      "traceLanguage: a part of the tree has more than 100000 traces of up to 11 events. Lower maxLength, or raise maxTraces.",
    );
    expect(() => traceLanguage(tree, { maxLength: -1 })).toThrow("traceLanguage: option maxLength is -1.");
    expect(() => traceLanguage(tree, { maxLength: 2, maxTraces: 0 })).toThrow("option maxTraces is 0.");
  });
});

describe("reduceTree", () => {
  it.each([
    ["->( 'a' )", "'a'"],
    ["X( +( ->( 'a' ) ) )", "'a'"],
    ["->( 'a', ->( 'b', ->( 'c', 'd' ) ) )", "->( 'a', 'b', 'c', 'd' )"],
    ["X( 'a', X( 'b', 'c' ) )", "X( 'a', 'b', 'c' )"],
    ["+( +( 'a', 'b' ), 'c' )", "+( 'a', 'b', 'c' )"],
    ["->( tau, 'a', tau, 'b' )", "->( 'a', 'b' )"],
    ["+( tau, 'a' )", "'a'"],
    ["->( tau, +( tau, tau ) )", "tau"],
    ["X( tau, 'a', X( 'b', tau ), tau )", "X( tau, 'a', 'b' )"],
    ["X( tau, ->( tau ) )", "tau"],
    ["->( 'a', X( ->( 'b', 'c' ) ), 'd' )", "->( 'a', 'b', 'c', 'd' )"],
    ["*( ->( 'a' ), tau )", "*( 'a', tau )"],
    ["*( *( 'a', tau ), tau )", "*( *( 'a', tau ), tau )"],
    ["X( 'a', 'a' )", "X( 'a', 'a' )"],
    ["O( 'a', O( 'b', tau ), tau )", "O( 'a', 'b', tau )"],
    ["<>( 'a', <>( 'b', 'c' ), tau )", "<>( 'a', <>( 'b', 'c' ) )"],
    ["<>( tau, 'a' )", "'a'"],
  ])("makes %s into %s", (before, after) => {
    expect(printTree(reduceTree(parseTree(before)))).toBe(after);
  });

  it("keeps the language of every tree", () => {
    fc.assert(
      fc.property(small, (tree) => {
        expect(traceLanguage(reduceTree(tree), { maxLength: 5 })).toEqual(
          traceLanguage(tree, { maxLength: 5 }),
        );
      }),
      law,
    );
  });

  it("changes nothing when it is applied again", () => {
    fc.assert(
      fc.property(arbitraryTree(), (tree) => {
        expect(reduceTree(reduceTree(tree))).toEqual(reduceTree(tree));
      }),
      law,
    );
  });
});

describe("normalFormTree", () => {
  it.each([
    // What reduceTree does too.
    ["->( 'a', ->( X( 'b' ), tau ) )", "->( 'a', 'b' )"],
    ["O( 'b', O( 'c', 'a' ) )", "O( 'a', 'b', 'c' )"],
    ["<>( 'a', <>( ->( 'b', 'c' ), 'd' ), tau )", "<>( 'a', <>( 'd', ->( 'b', 'c' ) ) )"],
    // Silent parts that add nothing.
    ["X( tau, O( 'a', X( 'b', tau ) ) )", "X( O( 'a', 'b' ), tau )"],
    ["X( tau, ->( *( tau, 'a' ), *( tau, 'b' ) ) )", "->( *( tau, 'a' ), *( tau, 'b' ) )"],
    ["*( 'a', tau, *( tau, 'b' ) )", "*( 'a', *( tau, 'b' ) )"],
    ["*( tau, tau )", "tau"],
    ["O( tau, 'a' )", "X( 'a', tau )"],
    ["O( tau, tau )", "tau"],
    // Optional parts move up.
    ["+( X( 'a', tau ), 'c', X( tau, 'b' ) )", "+( 'c', X( O( 'a', 'b' ), tau ) )"],
    ["+( X( 'a', tau ), 'c' )", "+( 'c', X( 'a', tau ) )"],
    ["+( X( 'a', tau ), X( 'b', 'c', tau ), X( 'd', tau ) )", "X( O( 'a', 'd', X( 'b', 'c' ) ), tau )"],
    ["O( X( 'a', tau ), 'b' )", "X( O( 'a', 'b' ), tau )"],
    ["*( X( 'a', tau ), tau )", "*( tau, 'a' )"],
    // Interleaving of single events.
    ["<>( 'b', X( 'a', tau ) )", "+( 'b', X( 'a', tau ) )"],
    ["<>( ->( 'b', 'c' ), 'a' )", "<>( 'a', ->( 'b', 'c' ) )"],
    // Loops.
    ["*( *( 'a', 'b' ), 'c' )", "*( 'a', 'b', 'c' )"],
    ["*( 'a', X( 'b', 'c' ) )", "*( 'a', 'b', 'c' )"],
    ["X( *( 'a', tau ), tau )", "*( tau, 'a' )"],
    ["*( tau, *( 'a', tau ), X( 'b', tau ), *( tau, 'c' ) )", "*( tau, 'a', 'b', 'c' )"],
    ["*( X( 'a', tau ), tau, 'b' )", "*( tau, 'a', 'b' )"],
    ["*( X( 'a', tau ), 'b' )", "*( X( 'a', tau ), 'b' )"],
  ])("makes %s into %s", (before, after) => {
    expect(printTree(normalFormTree(parseTree(before)))).toBe(after);
  });

  it("keeps the language of every tree", () => {
    fc.assert(
      fc.property(arbitraryTree({ depth: 2 }), (tree) => {
        expect(languagesEqual(normalFormTree(tree), tree, { maxLength: 5 })).toBe(true);
      }),
      { seed: 12, numRuns: 1_000 },
    );
    fc.assert(
      fc.property(arbitraryTree({ depth: 3, width: 2, names: fc.constantFrom("a", "b") }), (tree) => {
        expect(languagesEqual(normalFormTree(tree), tree, { maxLength: 5 })).toBe(true);
      }),
      { seed: 13, numRuns: 1_000 },
    );
  });

  it("changes nothing when it is applied again", () => {
    fc.assert(
      fc.property(arbitraryTree({ depth: 4 }), (tree) => {
        const normal = normalFormTree(tree);
        expect(normalFormTree(normal)).toEqual(normal);
      }),
      { seed: 14, numRuns: 1_000 },
    );
  });

  it("is the same for all orders of children that have none", () => {
    fc.assert(
      fc.property(arbitraryTree({ depth: 4 }), (tree) => {
        expect(normalFormTree(sortTree(tree))).toEqual(normalFormTree(tree));
      }),
      law,
    );
  });
});

describe("languagesEqual", () => {
  it("compares traces up to the bound, and sees nothing beyond it", () => {
    const [once, twice] = [parseTree("*( 'a', 'b' )"), parseTree("->( 'a', X( tau, ->( 'b', 'a' ) ) )")];
    expect(languagesEqual(once, twice, { maxLength: 4 })).toBe(true);
    expect(languagesEqual(once, twice, { maxLength: 5 })).toBe(false);
    expect(languagesEqual(parseTree("'a'"), parseTree("'b'"), { maxLength: 5 })).toBe(false);
    expect(languagesEqual(parseTree("'a'"), parseTree("'b'"), { maxLength: 0 })).toBe(true);
  });

  it("does not take names apart or join them", () => {
    expect(languagesEqual(parseTree("->( 'a', 'b' )"), parseTree("'ab'"), { maxLength: 2 })).toBe(false);
    expect(languagesEqual(parseTree("->( 'ab', 'c' )"), parseTree("->( 'a', 'bc' )"), { maxLength: 2 })).toBe(
      false,
    );
  });
});

describe("sortTree and treesEqual", () => {
  it("sorts what has no order: exclusive, parallel, and the redo parts of a loop", () => {
    expect(printTree(sortTree(parseTree("X( tau, 'b', ->( 'z', 'y' ), 'a' )")))).toBe(
      "X( 'a', 'b', ->( 'z', 'y' ), tau )",
    );
    expect(printTree(sortTree(parseTree("+( X( 'd', 'c' ), X( 'b', 'a' ) )")))).toBe(
      "+( X( 'a', 'b' ), X( 'c', 'd' ) )",
    );
    expect(printTree(sortTree(parseTree("*( 'b', 'c', 'a' )")))).toBe("*( 'b', 'a', 'c' )");
  });

  it("sorts by code points, so that an emoji comes after U+FFEE", () => {
    expect(printTree(sortTree(exclusive(activity("🔋"), activity("\uffee"))))).toBe("X( '\uffee', '🔋' )");
  });

  it("tells apart what has an order", () => {
    expect(treesEqual(parseTree("X( 'a', 'b' )"), parseTree("X( 'b', 'a' )"))).toBe(true);
    expect(treesEqual(parseTree("*( 'a', 'b', 'c' )"), parseTree("*( 'a', 'c', 'b' )"))).toBe(true);
    expect(treesEqual(parseTree("->( 'a', 'b' )"), parseTree("->( 'b', 'a' )"))).toBe(false);
    expect(treesEqual(parseTree("*( 'a', 'b' )"), parseTree("*( 'b', 'a' )"))).toBe(false);
    expect(treesEqual(activity("tau"), silent())).toBe(false);
    expect(treesEqual(parseTree("X( 'a', 'a' )"), parseTree("X( 'a' )"))).toBe(false);
  });

  it("gives one tree for all orders of the children", () => {
    const reversed = (tree: ProcessTree): ProcessTree =>
      foldTree<ProcessTree>(
        tree,
        (leaf) => leaf,
        ({ kind }, [first, ...rest]) => {
          if (kind === "sequence") return sequence(first!, ...rest);
          if (kind === "loop") return loop(first!, ...rest.reverse());
          return { exclusive, parallel, inclusive, interleaved }[kind](...rest.reverse(), first!);
        },
      );
    fc.assert(
      fc.property(arbitraryTree({ names: hostileNames }), (tree) => {
        expect(sortTree(reversed(tree))).toEqual(sortTree(tree));
        expect(treesEqual(reversed(tree), tree)).toBe(true);
      }),
      law,
    );
  });
});

describe("trees nested 10,000 deep", () => {
  const loops = nest(10_000, (tree) => loop(tree, activity("b")));

  it("are reduced, sorted, compared, listed and checked without overflowing the stack", () => {
    expect(printTree(reduceTree(nest(10_000, (tree) => sequence(tree))))).toBe("'a'");
    expect(printTree(reduceTree(loops))).toBe(printTree(loops));
    const optional = nest(10_000, (tree) => parallel(activity("b"), exclusive(tree, silent())));
    expect(printTree(normalFormTree(optional)) === printTree(sortTree(optional))).toBe(true);
    expect(printTree(sortTree(loops))).toBe(printTree(loops));
    expect(
      treesEqual(
        loops,
        nest(9_999, (tree) => loop(tree, activity("b"))),
      ),
    ).toBe(false);
    expect(treeActivities(loops)).toEqual(["a", "b"]);
    expect(checkProcessTree(loops)).toBe(loops);
    expect(
      traceLanguage(
        nest(10_000, (tree) => exclusive(tree, silent())),
        { maxLength: 1 },
      ),
    ).toEqual([[], ["a"]]);
  });
});

describe("checkProcessTree", () => {
  it("returns every tree that went through JSON", () => {
    fc.assert(
      fc.property(arbitraryTree({ names: hostileNames }), (tree) => {
        expect(checkProcessTree(JSON.parse(JSON.stringify(tree)))).toEqual(tree);
      }),
      law,
    );
  });

  it.each([
    [null, "$", "an object with a kind, found null"],
    [[], "$", "an object with a kind, found a value of type array"],
    [
      {},
      "$.kind",
      '"activity", "silent" or one of "sequence", "exclusive", "parallel", "loop", "inclusive", "interleaved", found nothing',
    ],
    [
      { kind: "constructor" },
      "$.kind",
      '"activity", "silent" or one of "sequence", "exclusive", "parallel", "loop", "inclusive", "interleaved", found "constructor"',
    ],
    [{ kind: "activity" }, "$.name", "a text, found nothing"],
    [{ kind: "sequence" }, "$.children", "a list of trees, found nothing"],
    [{ kind: "sequence", children: [] }, "$.children", "at least 1 for a sequence, found 0"],
    [{ kind: "loop", children: [{ kind: "silent" }] }, "$.children", "at least 2 for a loop, found 1"],
    [
      {
        kind: "exclusive",
        children: [{ kind: "silent" }, { kind: "sequence", children: [{ kind: "activity", name: 3 }] }],
      },
      "$.children[1].children[0].name",
      "a text, found 3",
    ],
  ])("names the path of the fault in %j", (value, path, problem) => {
    let error: unknown;
    try {
      checkProcessTree(value);
    } catch (caught) {
      error = caught;
    }
    expect(isGigamineError(error, "process-tree/invalid")).toBe(true);
    expect(error).toMatchObject({
      message: `checkProcessTree: at ${path}: expected ${problem}.`,
      fields: { path },
    });
  });

  it("refuses a node that holds itself, and allows one that stands in two places", () => {
    const children: unknown[] = [{ kind: "silent" }];
    const node = { kind: "sequence", children };
    children.push(node);
    expect(() => checkProcessTree(node)).toThrow("at $.children[1]: expected a tree");
    const shared = exclusive(activity("a"), silent());
    expect(checkProcessTree({ kind: "sequence", children: [shared, shared] })).toEqual(
      sequence(shared, shared),
    );
  });
});
