import { GigamineError, quoteValue } from "@gigamine/base";
import { compileNet } from "../petri-net/compile.js";
import { checkMarking } from "../petri-net/fire.js";
import type { AcceptingPetriNet, Marking } from "../petri-net/types.js";

const PNML_NAMESPACE = "http://www.pnml.org/version-2009/grammar/pnml";
const PT_NET_TYPE = "http://www.pnml.org/version-2009/grammar/ptnet";

/**
 * Writes a model as PNML 2009 (ISO/IEC 15909-2) place/transition net, as ProM and PM4Py read it.
 *
 * Silent transitions carry ProM's mark `activity="$invisible$"`, and the final marking stands in `<finalmarkings>`, the convention
 * of both tools. An id is the name where that is a plain XML name not yet taken, else `p0`, `t0`, `a0`, …; a transition whose name is
 * neither its id nor can be told from it keeps it in a `toolspecific` element of ours. So `readPnml(writePnml(model))` has the net and
 * the markings of `model`, whatever the names. Always the same text for the same model. O(places + arcs).
 *
 * @throws GigamineError `pnml/unwritable-text` for a name with a character that XML can't hold (control characters, half a
 * surrogate pair); `petri-net/bad-arc` and `petri-net/bad-marking` for a damaged model.
 */
export function writePnml(model: AcceptingPetriNet): string {
  const { net, initialMarking, finalMarking } = model;
  const compiled = compileNet(net);
  checkMarking(compiled, initialMarking, "writePnml: initial marking");
  checkMarking(compiled, finalMarking, "writePnml: final marking");

  const taken = new Set(["net1", "page1"]);
  const placeIds = net.places.map(({ name }) => claim(name, taken));
  const transitionIds = net.transitions.map(({ name }) => claim(name, taken));
  const fill = (ids: readonly (string | null)[], prefix: string): string[] =>
    ids.map((id, index) => {
      if (id !== null) return id;
      for (let n = index; ; n++) {
        const fresh = claim(`${prefix}${n}`, taken);
        if (fresh !== null) return fresh;
      }
    });
  const places = fill(placeIds, "p");
  const transitions = fill(transitionIds, "t");
  const arcs = fill(
    net.arcs.map(() => null),
    "a",
  );

  const lines: string[] = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<pnml xmlns="${PNML_NAMESPACE}">`,
    `  <net id="net1" type="${PT_NET_TYPE}">`,
    '    <page id="page1">',
  ];
  net.places.forEach(({ name }, p) => {
    lines.push(`      <place id="${places[p]}">`, `        <name><text>${escapeText(name)}</text></name>`);
    if (initialMarking[p] !== 0) {
      lines.push(`        <initialMarking><text>${initialMarking[p]}</text></initialMarking>`);
    }
    lines.push("      </place>");
  });
  net.transitions.forEach(({ name, label }, t) => {
    lines.push(
      `      <transition id="${transitions[t]}">`,
      `        <name><text>${escapeText(label ?? name)}</text></name>`,
    );
    if (label === null) {
      lines.push('        <toolspecific tool="ProM" version="6.4" activity="$invisible$"/>');
    }
    if (name !== transitions[t]) {
      lines.push(`        <toolspecific tool="gigamine" version="1" name="${escapeAttribute(name)}"/>`);
    }
    lines.push("      </transition>");
  });
  net.arcs.forEach(({ kind, place, transition, weight }, a) => {
    const ends = [places[place], transitions[transition]];
    const [source, target] = kind === "input" ? ends : ends.reverse();
    const head = `      <arc id="${arcs[a]}" source="${source}" target="${target}"`;
    if (weight === 1) lines.push(`${head}/>`);
    else lines.push(`${head}>`, `        <inscription><text>${weight}</text></inscription>`, "      </arc>");
  });
  lines.push(
    "    </page>",
    "    <finalmarkings>",
    "      <marking>",
    ...finalLines(finalMarking, places),
    "      </marking>",
    "    </finalmarkings>",
    "  </net>",
    "</pnml>",
    "",
  );
  return lines.join("\n");
}

function finalLines(finalMarking: Marking, ids: readonly string[]): string[] {
  return finalMarking.flatMap((tokens, p) =>
    tokens === 0 ? [] : [`        <place idref="${ids[p]}"><text>${tokens}</text></place>`],
  );
}

/** `name` itself when it can be an id and is free, and takes it; else `null`. */
function claim(name: string, taken: Set<string>): string | null {
  if (!/^[A-Za-z_][\w.-]*$/.test(name) || taken.has(name)) return null;
  taken.add(name);
  return name;
}

const TEXT_ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

function escapeText(text: string): string {
  return checkCharacters(text).replace(/[&<>\r]/g, (character) => TEXT_ESCAPES[character]!);
}

function escapeAttribute(text: string): string {
  return checkCharacters(text).replace(/[&<>"\n\r\t]/g, (character) => TEXT_ESCAPES[character]!);
}

function checkCharacters(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are what XML 1.0 can't hold
  const bad = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.exec(text);
  if (bad === null) return text;
  const code = bad[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  throw new GigamineError(
    "pnml/unwritable-text",
    `writePnml: the name ${quoteValue(text)} holds the character U+${code}, which XML can't hold. Rename it first.`,
    { text, character: bad[0] },
  );
}
