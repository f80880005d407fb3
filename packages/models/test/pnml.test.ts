import { isGigamineError } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  activity,
  checkAcceptingPetriNet,
  PetriNetBuilder,
  parseTree,
  sequence,
  treeToPetriNet,
} from "../src/index.js";
import { readPnml, writePnml } from "../src/pnml.js";
import { arbitraryTree, hostileNames } from "./arbitrary-tree.js";

/** A net of ProM's form: everything on one page, all places in the final marking, layout that does not concern us. */
const PROM = `<?xml version="1.0" encoding="ISO-8859-1"?>
<pnml>
  <net id="net1" type="http://www.pnml.org/version-2009/grammar/pnmlcoremodel">
    <name><text>Petri net</text></name>
    <page id="n0"><name><text/></name>
      <place id="n1">
        <name><text>start</text><graphics><offset x="0" y="0"/></graphics></name>
        <initialMarking><text>1</text></initialMarking>
        <graphics><position x="1" y="1"/></graphics>
      </place>
      <place id="n2"><name><text>end</text></name></place>
      <transition id="n3">
        <name><text>Mixing &amp; Coating</text></name>
        <toolspecific tool="ProM" version="6.4" localNodeID="6a"/>
      </transition>
      <transition id="n4">
        <name><text>tau from tree</text></name>
        <toolspecific tool="ProM" version="6.4" activity="$invisible$" localNodeID="6b"/>
      </transition>
      <arc id="arc1" source="n1" target="n3"><name><text>1</text></name><arctype><text>normal</text></arctype></arc>
      <arc id="arc2" source="n3" target="n2"><inscription><text> 2 </text></inscription></arc>
      <arc id="arc3" source="n1" target="n4"/>
      <arc id="arc4" source="n4" target="n2"/>
    </page>
    <finalmarkings><marking>
      <place idref="n1"><text>0</text></place>
      <place idref="n2"><text>1</text></place>
    </marking></finalmarkings>
  </net>
</pnml>`;

/** A document around the content of a page and what follows the page. */
const pnml = (
  page: string,
  rest = "",
  net = 'id="n" type="http://www.pnml.org/version-2009/grammar/ptnet"',
) =>
  `<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml">\n<net ${net}>\n<page id="pg">\n${page}\n</page>\n${rest}\n</net>\n</pnml>`;
const START = `<place id="s"><initialMarking><text>1</text></initialMarking></place>`;
const STEP = `${START}<transition id="t"><name><text>a</text></name></transition><place id="e"/><arc id="a1" source="s" target="t"/><arc id="a2" source="t" target="e"/>`;

function failure(text: string | Uint8Array) {
  try {
    readPnml(text);
  } catch (error) {
    if (isGigamineError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("readPnml", () => {
  it("reads a net of ProM: names, silent transitions, weights, markings", () => {
    expect(readPnml(PROM)).toEqual({
      net: {
        places: [{ name: "start" }, { name: "end" }],
        transitions: [
          { name: "n3", label: "Mixing & Coating" },
          { name: "n4", label: null },
        ],
        arcs: [
          { kind: "input", place: 0, transition: 0, weight: 1 },
          { kind: "output", place: 1, transition: 0, weight: 2 },
          { kind: "input", place: 0, transition: 1, weight: 1 },
          { kind: "output", place: 1, transition: 1, weight: 1 },
        ],
      },
      initialMarking: [1, 0],
      finalMarking: [0, 1],
      issues: [],
    });
  });

  it("reads a net as PM4Py writes it: no namespace, numbers as ids of arcs, silent transitions and distributions by toolspecific", () => {
    const text = `<?xml version='1.0' encoding='UTF-8'?>
<pnml>
  <net id="imported" type="http://www.pnml.org/version-2009/grammar/pnmlcoremodel">
    <name>
      <text>imported</text>
    </name>
    <page id="n0">
      <place id="p_10">
        <name>
          <text>p_10</text>
        </name>
      </place>
      <place id="source">
        <name>
          <text>source</text>
        </name>
        <initialMarking>
          <text>1</text>
        </initialMarking>
      </place>
      <transition id="check ticket">
        <name>
          <text>check ticket</text>
        </name>
        <graphics>
          <position x="12.5" y="-3"/>
          <dimension x="100" y="100"/>
        </graphics>
        <toolspecific tool="StochasticPetriNet" version="0.2">
          <property key="distributionType">NORMAL</property>
          <property key="distributionParameters">0.1;0.2</property>
          <property key="weight">1.0</property>
        </toolspecific>
      </transition>
      <transition id="skip_5">
        <name>
          <text>skip_5</text>
        </name>
        <toolspecific tool="ProM" version="6.4" activity="$invisible$" localNodeID="97ccca81-7b59-410c-8bca-41b24fe3d86d"/>
      </transition>
      <arc id="140501768147216" source="source" target="check ticket"/>
      <arc id="140501768147344" source="check ticket" target="p_10"/>
      <arc id="140501768147472" source="source" target="skip_5"/>
      <arc id="140501768154000" source="skip_5" target="p_10">
        <inscription>
          <text>2</text>
        </inscription>
      </arc>
    </page>
    <finalmarkings>
      <marking>
        <place idref="p_10">
          <text>1</text>
        </place>
      </marking>
    </finalmarkings>
  </net>
</pnml>
`;
    const { net, initialMarking, finalMarking, issues } = readPnml(text);
    expect(net.places.map(({ name }) => name)).toEqual(["p_10", "source"]);
    expect(net.transitions).toEqual([
      { name: "check ticket", label: "check ticket" },
      { name: "skip_5", label: null },
    ]);
    expect(net.arcs.at(-1)).toEqual({ kind: "output", place: 0, transition: 1, weight: 2 });
    expect([initialMarking, finalMarking, issues]).toEqual([[0, 1], [1, 0], []]);
  });

  it("passes over the graphics, page names and arc names of ProM, on pages inside pages", () => {
    const page = STEP.replace(
      '<place id="e"/>',
      '<page id="inner"><name><text>part</text><graphics><offset x="1" y="2"/></graphics></name><place id="e"><name><text>end</text></name>' +
        '<graphics><position x="1" y="1"/><dimension x="25" y="25"/><fill color="#FFFFFF"/></graphics></place></page>',
    ).replace(
      '<arc id="a2" source="t" target="e"/>',
      '<arc id="a2" source="t" target="e"><name><text>1</text></name><graphics><position x="0" y="0"/></graphics>' +
        '<toolspecific tool="ProM" version="6.4" localNodeID="x"/><arctype><text>normal</text></arctype></arc>',
    );
    const { net, issues } = readPnml(pnml(page));
    expect(net.places.map(({ name }) => name)).toEqual(["s", "end"]);
    expect(net.arcs.map(({ weight }) => weight)).toEqual([1, 1]);
    expect(issues.map(({ code }) => code)).toEqual(["pnml/no-final-marking"]);
  });

  it("refuses the reset arcs that ProM can write", () => {
    const reset = STEP.replace(
      'source="s" target="t"/>',
      'source="s" target="t"><arctype><text>reset</text></arctype></arc>',
    );
    expect(failure(pnml(reset))).toMatch(
      /^pnml\/unsupported-arc: readPnml: line 4, column 144: the arc is of type "reset"/,
    );
  });

  it("reads bytes by their declared encoding or byte order mark", () => {
    const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
    expect(readPnml(latin(PROM.replace("Coating", "Bänder"))).net.transitions[0]!.label).toBe(
      "Mixing & Bänder",
    );
    const utf8 = new TextEncoder();
    const text = PROM.replace("ISO-8859-1", "UTF-8").replace("Coating", "🔋");
    expect(readPnml(utf8.encode(text)).net.transitions[0]!.label).toBe("Mixing & 🔋");
    expect(readPnml(utf8.encode(`\ufeff${text}`)).net.transitions[0]!.label).toBe("Mixing & 🔋");
    expect(readPnml(`\ufeff${text}`).net.transitions[0]!.label).toBe("Mixing & 🔋");
    const wide = `\ufeff${text}`;
    const utf16 = new Uint8Array(wide.length * 2);
    for (let i = 0; i < wide.length; i++) {
      utf16[2 * i] = wide.charCodeAt(i) & 255;
      utf16[2 * i + 1] = wide.charCodeAt(i) >> 8;
    }
    expect(readPnml(utf16).net.transitions[0]!.label).toBe("Mixing & 🔋");
  });

  it("joins nested pages, resolves references and understands namespace prefixes", () => {
    const text = `<x:pnml xmlns:x="http://www.pnml.org/version-2009/grammar/pnml"><x:net id="n" type="ptnet"><x:page id="p1">
      ${START.replaceAll("<", "<x:").replaceAll("<x:/", "</x:")}
      <x:page id="p2"><x:referencePlace id="r" ref="r2"/><x:referencePlace id="r2" ref="s"/>
      <x:transition id="t"/><x:place id="e"/><x:arc id="a" source="r" target="t"/><x:arc id="b" source="t" target="e"/></x:page>
      </x:page></x:net></x:pnml>`;
    const { net, issues } = readPnml(text);
    expect(net.places.map(({ name }) => name)).toEqual(["s", "e"]);
    expect(net.arcs).toEqual([
      { kind: "input", place: 0, transition: 0, weight: 1 },
      { kind: "output", place: 1, transition: 0, weight: 1 },
    ]);
    expect(issues.map(({ code }) => code)).toEqual(["pnml/no-name", "pnml/no-final-marking"]);
  });

  it("takes the only place without outgoing arcs when no final marking is given, and says so", () => {
    const { finalMarking, issues } = readPnml(pnml(STEP));
    expect(finalMarking).toEqual([0, 1]);
    expect(issues).toEqual([
      {
        code: "pnml/no-final-marking",
        message:
          'The file gives no final marking: one token in "e", the only place without outgoing arcs, is taken.',
        place: 1,
      },
    ]);
  });

  it("keeps an empty final marking that the file does give", () => {
    const { finalMarking, issues } = readPnml(pnml(STEP, "<finalmarkings><marking/></finalmarkings>"));
    expect([finalMarking, issues]).toEqual([[0, 0], []]);
  });

  it("says when no place holds a token at first, and when a transition has no name", () => {
    const page = STEP.replace("<initialMarking><text>1</text></initialMarking>", "").replace(
      "<name><text>a</text></name>",
      "",
    );
    const { initialMarking, net, issues } = readPnml(pnml(page));
    expect(initialMarking).toEqual([0, 0]);
    expect(net.transitions).toEqual([{ name: "t", label: "t" }]);
    expect(issues.map(({ message }) => message).slice(0, 2)).toEqual([
      'Transition "t" (line 4) has no name and shows its id.',
      "No place holds a token at first: nothing can happen unless a transition needs no token.",
    ]);
  });

  it("adds up arcs between the same two, and reads text in CDATA and around comments", () => {
    const page =
      `${STEP.replace("<text>a</text>", "<text><![CDATA[<a>]]> &amp; <!-- not this -->b</text>")}` +
      `<arc id="a3" source="s" target="t"><inscription><text>4</text></inscription></arc>`;
    const { net } = readPnml(pnml(page));
    expect(net.transitions[0]!.label).toBe("<a> & b");
    expect(net.arcs[0]).toEqual({ kind: "input", place: 0, transition: 0, weight: 5 });
  });

  it("does not take a place or a name inside a toolspecific element for one of the net", () => {
    const page = STEP.replace(
      "</transition>",
      "<toolspecific tool='x' version='1'><transition><name><text>wrong</text></name></transition><place id='s'/></toolspecific></transition>",
    );
    expect(readPnml(pnml(page)).net).toMatchObject({
      places: [{ name: "s" }, { name: "e" }],
      transitions: [{ label: "a" }],
    });
  });

  it.each([
    [
      "",
      "pnml/damaged: readPnml: line 1, column 1: this is no well-formed XML: document must contain a root element. Export the file again.",
    ],
    [
      "<pnml>\n <net>",
      "pnml/damaged: readPnml: line 2, column 6: this is no well-formed XML: unclosed tag: net. Export the file again.",
    ],
    [
      "<pnml>\n <net id='n'",
      "pnml/damaged: readPnml: line 2, column 12: this is no well-formed XML: unclosed tag: pnml. Export the file again.",
    ],
    [
      "<pnml>\n<a></b></pnml>",
      "pnml/damaged: readPnml: line 2, column 7: this is no well-formed XML: unexpected close tag. Export the file again.",
    ],
    [
      "<html/>",
      "pnml/not-pnml: readPnml: line 1, column 1: the root element is <html>, expected <pnml>. Give a PNML file.",
    ],
    [
      "<pnml/>",
      "pnml/no-net: readPnml: line 1, column 1: the file holds no <net>. Give a PNML file with one net.",
    ],
    [
      '<!DOCTYPE pnml [<!ENTITY a "b">]><pnml/>',
      "pnml/doctype: readPnml: line 1, column 33: a DOCTYPE is refused, because entities can be abused. Remove it; PNML needs none.",
    ],
    [
      pnml("<place id='&unknown;'/>"),
      "pnml/damaged: readPnml: line 4, column 20: this is no well-formed XML: undefined entity. Export the file again.",
    ],
    [
      pnml(STEP, "", 'id="n" type="http://www.pnml.org/version-2009/grammar/symmetricnet"'),
      'pnml/unsupported-type: readPnml: line 2, column 1: the net is of type "http://www.pnml.org/version-2009/grammar/symmetricnet". Only place/transition nets can be read.',
    ],
    [
      pnml(STEP).replace("</pnml>", "<net id='m'/></pnml>"),
      "pnml/several-nets: readPnml: line 8, column 1: the file holds a second net, and only one can be read. Split the file.",
    ],
    [
      pnml(`${STEP}\n  <place/>`),
      "pnml/missing-attribute: readPnml: line 5, column 3: <place> has no attribute id. Add it.",
    ],
    [
      pnml(`${STEP}\n  <place\n id="s"/>`),
      'pnml/duplicate-id: readPnml: line 5, column 3: the id "s" is already used at line 4, column 1. Give each element its own.',
    ],
    [
      pnml(`${STEP}\n<arc id="a9" source="s" target="nowhere"/>`),
      'pnml/unknown-node: readPnml: line 5, column 1: there is no place or transition with the id "nowhere". Correct the id.',
    ],
    [
      pnml(`${STEP}\n<arc source="s" target="e"/>`),
      'pnml/bad-arc: readPnml: line 5, column 1: the arc from "s" to "e" joins two places. An arc joins a place and a transition.',
    ],
    [
      pnml(`${STEP}\n<arc source="t" target="t"/>`),
      'pnml/bad-arc: readPnml: line 5, column 1: the arc from "t" to "t" joins two transitions. An arc joins a place and a transition.',
    ],
    [
      pnml(`${STEP}\n<arc source="s" target="t"><type value="inhibitor"/></arc>`),
      'pnml/unsupported-arc: readPnml: line 5, column 1: the arc is of type "inhibitor", which a place/transition net does not have. Remove it.',
    ],
    [
      pnml(`${STEP}\n<arc source="s" target="t"><inscription><text>0</text></inscription></arc>`),
      'pnml/bad-number: readPnml: line 5, column 1: the weight of the arc is "0". Give a whole number from 1 to 2147483647.',
    ],
    [
      pnml(STEP.replace("<text>1</text>", "<text>1.5</text>")),
      'pnml/bad-number: readPnml: line 4, column 1: the initial marking is "1.5". Give a whole number from 0 to 2147483647.',
    ],
    [
      pnml(
        `${STEP}\n<referencePlace id="x" ref="y"/><referencePlace id="y" ref="x"/><arc source="x" target="t"/>`,
      ),
      'pnml/unknown-node: readPnml: line 5, column 65: the references of "x" form a circle. Let them end at a node.',
    ],
    [
      pnml(`${STEP}<place id="f"/>`),
      "pnml/no-final-marking: readPnml: line 1, column 1: the file gives no final marking, and 2 places could be the end (only one without outgoing arcs can be taken). Add <finalmarkings>.",
    ],
    [
      pnml(STEP, `<finalmarkings><marking><place idref="t"><text>1</text></place></marking></finalmarkings>`),
      'pnml/unknown-node: readPnml: line 6, column 25: the final marking names "t", a transition. Name a place.',
    ],
    [
      pnml(
        STEP,
        `<finalmarkings><marking/><marking><place idref="e"><text>1</text></place></marking></finalmarkings>`,
      ),
      "pnml/several-final-markings: readPnml: line 6, column 35: the file gives 2 final markings, a model has one. Keep one.",
    ],
  ])("refuses %j with its line and column", (text, message) => {
    expect(failure(text)).toBe(message);
  });

  it("refuses bytes that are not what they declare", () => {
    expect(failure(Uint8Array.from([0x3c, 0xff]))).toBe(
      "pnml/bad-bytes: readPnml: line 1, column 2: the file holds bytes that are no utf-8 text. Save it as UTF-8, or correct its encoding declaration.",
    );
    const cut = new TextEncoder().encode("<pnml>\n <net id='🔋");
    expect(failure(cut.subarray(0, -1))).toContain("pnml/bad-bytes: readPnml: line 2, column 11: ");
    expect(failure(new TextEncoder().encode('<?xml version="1.0" encoding="klingon"?><pnml/>'))).toBe(
      'pnml/unknown-encoding: readPnml: the file declares the encoding "klingon", which is not known here. Save it as UTF-8.',
    );
  });
});

describe("writePnml", () => {
  it("writes PNML 2009 with names as ids where they can be", () => {
    expect(
      writePnml(treeToPetriNet(parseTree("X( 'Mixing', tau )"))),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml">
  <net id="net1" type="http://www.pnml.org/version-2009/grammar/ptnet">
    <page id="page1">
      <place id="source">
        <name><text>source</text></name>
        <initialMarking><text>1</text></initialMarking>
      </place>
      <place id="sink">
        <name><text>sink</text></name>
      </place>
      <transition id="Mixing">
        <name><text>Mixing</text></name>
      </transition>
      <transition id="tau1">
        <name><text>tau1</text></name>
        <toolspecific tool="ProM" version="6.4" activity="$invisible$"/>
      </transition>
      <arc id="a0" source="source" target="Mixing"/>
      <arc id="a1" source="Mixing" target="sink"/>
      <arc id="a2" source="source" target="tau1"/>
      <arc id="a3" source="tau1" target="sink"/>
    </page>
    <finalmarkings>
      <marking>
        <place idref="sink"><text>1</text></place>
      </marking>
    </finalmarkings>
  </net>
</pnml>
`);
  });

  const roundTrip = (model: ReturnType<typeof treeToPetriNet>) => {
    const { issues, ...read } = readPnml(writePnml(model));
    expect(issues.filter(({ code }) => code !== "pnml/no-initial-marking")).toEqual([]);
    expect(read).toEqual(model);
  };

  it("is undone by reading, for every net of a tree with hostile names", () => {
    fc.assert(
      fc.property(arbitraryTree({ names: hostileNames }), (tree) => {
        roundTrip(treeToPetriNet(tree));
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it("is undone by reading, for any weights, markings, and names that repeat or look like ids", () => {
    const name = fc.constantFrom(
      "p0",
      "t0",
      "a0",
      "net1",
      "page1",
      "x",
      "x y",
      "",
      "1st",
      "é",
      "a\nb\tc\r\"d'<&>",
    );
    const nets = fc.record({
      places: fc.array(fc.tuple(name, fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 5 }),
      transitions: fc.array(fc.tuple(name, fc.option(name)), { minLength: 1, maxLength: 5 }),
      arcs: fc.array(fc.tuple(fc.boolean(), fc.nat(), fc.nat(), fc.integer({ min: 1, max: 3 })), {
        maxLength: 12,
      }),
    });
    fc.assert(
      fc.property(nets, ({ places, transitions, arcs }) => {
        const b = new PetriNetBuilder();
        for (const [placeName] of places) b.place(placeName);
        for (const [transitionName, label] of transitions) b.transition(label, { name: transitionName });
        for (const [input, place, transition, weight] of arcs) {
          b.arc(input ? "input" : "output", place % places.length, transition % transitions.length, weight);
        }
        const marked = (which: 1 | 2) =>
          places.flatMap((place, p) => new Array<number>(place[which]).fill(p));
        roundTrip(b.build({ initial: marked(1), final: marked(2) }));
      }),
      { seed: 9, numRuns: 200 },
    );
  });

  it("says which name XML can't hold", () => {
    for (const [bad, code] of [
      ["\u0000", "0000"],
      ["a\u001b", "001B"],
      ["\ud800", "D800"],
      ["\uffff", "FFFF"],
    ]) {
      expect(() => writePnml(treeToPetriNet(sequence(activity("ok"), activity(bad!))))).toThrow(
        `holds the character U+${code}, which XML can't hold. Rename it first.`,
      );
    }
  });

  it("gives a model that passes the check for values from outside", () => {
    const model = readPnml(writePnml(treeToPetriNet(parseTree("*( 'a', 'b' )"))));
    expect(checkAcceptingPetriNet(model)).toBe(model);
  });
});
