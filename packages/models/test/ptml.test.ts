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
} from "../src/index.js";
import { readPtml, writePtml } from "../src/ptml.js";
import { arbitraryTree, hostileNames } from "./arbitrary-tree.js";

/** In the form of ProM: its declaration and encoding, one element a line with a closing tag, what it knows of roles and data. */
const PROM = `<?xml version="1.0" encoding="ISO-8859-1"?>
<ptml>
<processTree id="1488d49a-26a2-48a2-bf03-04abe8a6b317" name="approval" root="f5e48d37-e0d4-4d12-92b7-4876e19c6ef3">
<role id="0f4f4f2b-0000-4000-8000-000000000001" name="clerk"></role>
<xorLoop id="f5e48d37-e0d4-4d12-92b7-4876e19c6ef3" name=""></xorLoop>
<manualTask id="fee0310f-4f87-429c-abd4-b416e4ed24a3" name="Pr\u00fcfen &amp; &lt;best\u00e4tigen&gt;"></manualTask>
<manualTask id="aee0310f-4f87-429c-abd4-b416e4ed24a3" name="repair"></manualTask>
<automaticTask id="bee0310f-4f87-429c-abd4-b416e4ed24a3" name="tau"></automaticTask>
<parentsNode id="adf11c87-1cc1-46da-8590-a38296b0c2f7" sourceId="f5e48d37-e0d4-4d12-92b7-4876e19c6ef3" targetId="fee0310f-4f87-429c-abd4-b416e4ed24a3"></parentsNode>
<parentsNode id="aef11c87-1cc1-46da-8590-a38296b0c2f7" sourceId="f5e48d37-e0d4-4d12-92b7-4876e19c6ef3" targetId="aee0310f-4f87-429c-abd4-b416e4ed24a3"></parentsNode>
<parentsNode id="aff11c87-1cc1-46da-8590-a38296b0c2f7" sourceId="f5e48d37-e0d4-4d12-92b7-4876e19c6ef3" targetId="bee0310f-4f87-429c-abd4-b416e4ed24a3"></parentsNode>
</processTree>
</ptml>
`;

/** In the form of PM4Py: the name first, children in the order of the parentsNode elements, an unnamed silent exit. */
const PM4PY = `<?xml version='1.0' encoding='UTF-8'?>
<ptml>
  <processTree name="n" root="r" id="t">
    <sequence name="" id="r"/>
    <manualTask name="d&#10;&#9;e" id="e"/>
    <xorLoop name="" id="l"/>
    <manualTask name="a" id="a"/>
    <or name="" id="o"/>
    <automaticTask name="" id="s"/>
    <manualTask name="b" id="b"/>
    <automaticTask name="" id="x"/>
    <parentsNode id="1" sourceId="r" targetId="l"/>
    <parentsNode id="2" sourceId="r" targetId="e"/>
    <parentsNode id="3" sourceId="l" targetId="a"/>
    <parentsNode id="4" sourceId="l" targetId="o"/>
    <parentsNode id="5" sourceId="l" targetId="x"/>
    <parentsNode id="6" sourceId="o" targetId="b"/>
    <parentsNode id="7" sourceId="o" targetId="s"/>
  </processTree>
</ptml>
`;

/** A document of nodes, given as `element id name?`, and of children, given as `parent child child`. */
function ptml(root: string, nodes: readonly string[], children: readonly string[]): string {
  const elements = nodes.map((node) => {
    const [element, id, name] = node.split(" ");
    return `<${element} id="${id}" name="${name ?? ""}"/>`;
  });
  const edges = children.flatMap((line) => {
    const [parent, ...below] = line.split(" ");
    return below.map(
      (child) => `<parentsNode id="${parent}-${child}" sourceId="${parent}" targetId="${child}"/>`,
    );
  });
  return `<ptml>\n<processTree id="t" name="" root="${root}">\n${[...elements, ...edges].join("\n")}\n</processTree>\n</ptml>`;
}

function failure(text: string | Uint8Array) {
  try {
    readPtml(text);
  } catch (error) {
    if (isGigamineError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("readPtml", () => {
  it("reads a tree in the form of ProM, as text and as bytes in the encoding that it declares", () => {
    const tree = loop(activity("Prüfen & <bestätigen>"), activity("repair"));
    expect(readPtml(PROM)).toEqual(tree);
    expect(readPtml(Uint8Array.from(PROM, (character) => character.charCodeAt(0)))).toEqual(tree);
  });

  it("reads a tree in the form of PM4Py, its children in the order of the parentsNode elements", () => {
    expect(readPtml(PM4PY)).toEqual(
      sequence(loop(activity("a"), inclusive(activity("b"), silent())), activity("d\n\te")),
    );
  });

  it("reads every operator, the deferred ones as those whose traces they have", () => {
    const operators = ["sequence", "xor", "and", "or", "interleaved", "def"];
    const makers = [sequence, exclusive, parallel, inclusive, interleaved, exclusive];
    operators.forEach((operator, i) => {
      const text = ptml("r", [`${operator} r`, "manualTask a a", "manualTask b b"], ["r a b"]);
      expect(readPtml(text)).toEqual(makers[i]!(activity("a"), activity("b")));
    });
    expect(readPtml(ptml("r", ["defLoop r", "manualTask a a", "manualTask b b"], ["r a b"]))).toEqual(
      loop(activity("a"), activity("b")),
    );
  });

  it("puts an exit that does something behind its loop, unless the third child is said to be a redo part", () => {
    const three = ptml("l", ["xorLoop l", "manualTask a a", "manualTask b b", "manualTask c c"], ["l a b c"]);
    expect(printTree(readPtml(three))).toBe("->( *( 'a', 'b' ), 'c' )");
    expect(printTree(readPtml(three, { loopExit: false }))).toBe("*( 'a', 'b', 'c' )");
  });

  it("takes all parts behind the first of four for redo parts, as PM4Py writes them", () => {
    const four = ptml(
      "l",
      ["xorLoop l", "manualTask a a", "manualTask b b", "manualTask c c", "manualTask d d"],
      ["l a b c d"],
    );
    expect(printTree(readPtml(four))).toBe("*( 'a', 'b', 'c', 'd' )");
  });

  it("reads a root that is a single leaf, and a name that is empty", () => {
    expect(readPtml(ptml("a", ["manualTask a"], []))).toEqual(activity(""));
    expect(readPtml(ptml("a", ["automaticTask a"], []))).toEqual(silent());
  });

  it.each([
    [
      "",
      "ptml/damaged: readPtml: line 1, column 1: this is no well-formed XML: document must contain a root element. Export the file again.",
    ],
    [
      "<ptml>\n<processTree root='a'>\n<manualTask id='a' name='x'>",
      "ptml/damaged: readPtml: line 3, column 28: this is no well-formed XML: unclosed tag: manualTask. Export the file again.",
    ],
    [
      '<!DOCTYPE ptml [<!ENTITY a "b">]><ptml/>',
      "ptml/doctype: readPtml: line 1, column 33: a DOCTYPE is refused, because entities can be abused. Remove it; PTML needs none.",
    ],
    [
      "<pnml/>",
      "ptml/not-ptml: readPtml: line 1, column 1: the root element is <pnml>, expected <ptml>. Give a PTML file.",
    ],
    [
      "<ptml/>",
      "ptml/no-tree: readPtml: line 1, column 1: the file holds no <processTree>. Give a PTML file with one tree.",
    ],
    [
      "<ptml>\n<processTree root='a'/>\n<processTree root='b'/></ptml>",
      "ptml/several-trees: readPtml: line 3, column 1: the file holds a second tree, and only one can be read. Split the file.",
    ],
    [
      "<ptml>\n <processTree/></ptml>",
      "ptml/missing-attribute: readPtml: line 2, column 2: <processTree> has no attribute root. Add it.",
    ],
    [
      "<ptml><processTree root='a'>\n<manualTask id='a'/></processTree></ptml>",
      "ptml/missing-attribute: readPtml: line 2, column 1: <manualTask> has no attribute name. Add it.",
    ],
    [
      ptml("r", ["sequence r", "manualTask a x", "manualTask a y"], ["r a"]),
      'ptml/duplicate-id: readPtml: line 5, column 1: the id "a" is already used at line 4, column 1. Give each element its own.',
    ],
    [
      ptml("nowhere", ["manualTask a x"], []),
      'ptml/unknown-node: readPtml: line 2, column 1: there is no node with the id "nowhere". Correct the id.',
    ],
    [
      ptml("r", ["sequence r"], ["r a"]),
      'ptml/unknown-node: readPtml: line 4, column 1: there is no node with the id "a". Correct the id.',
    ],
    [
      ptml("r", ["sequence r", "placeholder p"], ["r p"]),
      'ptml/unsupported-node: readPtml: line 5, column 1: "p" is a <placeholder>, which is no operator or task that can be read. Replace it.',
    ],
    [
      ptml("r", ["sequence r", "sequence s", "manualTask a x"], ["r a s", "s a"]),
      'ptml/several-parents: readPtml: line 8, column 1: the node "a" already has the parent "r". A node of a tree has one parent, the root none.',
    ],
    [
      ptml("r", ["sequence r"], ["r r"]),
      'ptml/several-parents: readPtml: line 4, column 1: the node "r" is the root. A node of a tree has one parent, the root none.',
    ],
    [
      ptml("r", ["sequence r", "sequence s", "sequence u", "manualTask a x"], ["r a", "s u", "u s"]),
      'ptml/unreachable-node: readPtml: line 4, column 1: <sequence> "s" is not below the root. Give it a parent, or remove it.',
    ],
    [
      ptml("a", ["manualTask a x", "manualTask b y"], ["a b"]),
      'ptml/bad-children: readPtml: line 3, column 1: <manualTask> "a" has children. Only operators have them.',
    ],
    [
      ptml("r", ["xorLoop r", "manualTask b y"], ["r b"]),
      'ptml/bad-children: readPtml: line 3, column 1: <xorLoop> "r" has 1 children, needs at least 2. Add <parentsNode>.',
    ],
  ])("refuses %j with its line and column", (text, message) => {
    expect(failure(text)).toBe(message);
  });

  it("refuses bytes that are not what they declare", () => {
    expect(failure(Uint8Array.from([0x3c, 0xff]))).toBe(
      "ptml/bad-bytes: readPtml: line 1, column 2: the file holds bytes that are no utf-8 text. Save it as UTF-8, or correct its encoding declaration.",
    );
  });
});

describe("writePtml", () => {
  it("writes a loop with a silent exit, several redo parts in one xor, and ids like those of ProM", () => {
    expect(
      writePtml(loop(activity('a "<&'), activity("b"), silent())),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<ptml>
  <processTree id="00000000-0000-4000-8000-000000000001" name="" root="00000000-0000-4000-8000-000000000002">
    <xorLoop id="00000000-0000-4000-8000-000000000002" name=""/>
    <manualTask id="00000000-0000-4000-8000-000000000003" name="a &quot;&lt;&amp;"/>
    <xor id="00000000-0000-4000-8000-000000000005" name="redo"/>
    <manualTask id="00000000-0000-4000-8000-000000000007" name="b"/>
    <automaticTask id="00000000-0000-4000-8000-000000000009" name="tau"/>
    <automaticTask id="00000000-0000-4000-8000-00000000000b" name="tau"/>
    <parentsNode id="00000000-0000-4000-8000-000000000004" sourceId="00000000-0000-4000-8000-000000000002" targetId="00000000-0000-4000-8000-000000000003"/>
    <parentsNode id="00000000-0000-4000-8000-000000000006" sourceId="00000000-0000-4000-8000-000000000002" targetId="00000000-0000-4000-8000-000000000005"/>
    <parentsNode id="00000000-0000-4000-8000-000000000008" sourceId="00000000-0000-4000-8000-000000000005" targetId="00000000-0000-4000-8000-000000000007"/>
    <parentsNode id="00000000-0000-4000-8000-00000000000a" sourceId="00000000-0000-4000-8000-000000000005" targetId="00000000-0000-4000-8000-000000000009"/>
    <parentsNode id="00000000-0000-4000-8000-00000000000c" sourceId="00000000-0000-4000-8000-000000000002" targetId="00000000-0000-4000-8000-00000000000b"/>
  </processTree>
</ptml>
`);
  });

  it("is undone by reading, for every tree, whatever the names", () => {
    fc.assert(
      fc.property(arbitraryTree({ names: hostileNames, width: 4 }), (tree) => {
        expect(readPtml(writePtml(tree))).toEqual(tree);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("tells a choice that is redone from several redo parts", () => {
    for (const text of ["*( 'a', X( 'b', 'c' ) )", "*( 'a', 'b', 'c' )", "*( 'a', X( 'b', 'c' ), tau )"]) {
      expect(printTree(readPtml(writePtml(parseTree(text))))).toBe(text);
    }
  });

  it("writes and reads 10,000 nested operators and 100,000 children", () => {
    let deep: ProcessTree = activity("a");
    for (let level = 0; level < 10_000; level++) deep = loop(deep, silent());
    expect(printTree(readPtml(writePtml(deep)))).toBe(printTree(deep));
    const wide = exclusive(...Array.from({ length: 100_000 }, () => activity("a")));
    expect(printTree(readPtml(writePtml(wide)))).toBe(printTree(wide));
  });

  it("says which name XML can't hold", () => {
    expect(() => writePtml(sequence(activity("ok"), activity("a\u001b")))).toThrow(
      'writePtml: the name "a\\u001b" holds the character U+001B, which XML can\'t hold. Rename it first.',
    );
  });
});
