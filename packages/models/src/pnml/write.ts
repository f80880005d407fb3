import { checkModelShape } from "../model-shape.js";
import { compileNet } from "../petri-net/compile.js";
import { checkMarking } from "../petri-net/fire.js";
import type { AcceptingPetriNet, Marking } from "../petri-net/types.js";
import { claimId, escapeAttribute, escapeText } from "../xml/write-text.js";
import { PNML } from "./scan.js";

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
  checkModelShape(model, "writePnml");
  const { net, initialMarking, finalMarking } = model;
  const compiled = compileNet(net);
  checkMarking(compiled, initialMarking, "writePnml: initial marking");
  checkMarking(compiled, finalMarking, "writePnml: final marking");

  const taken = new Set(["net1", "page1"]);
  const placeIds = net.places.map(({ name }) => claimId(name, taken));
  const transitionIds = net.transitions.map(({ name }) => claimId(name, taken));
  const fill = (ids: readonly (string | null)[], prefix: string): string[] =>
    ids.map((id, index) => {
      if (id !== null) return id;
      for (let n = index; ; n++) {
        const fresh = claimId(`${prefix}${n}`, taken);
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
    lines.push(
      `      <place id="${places[p]}">`,
      `        <name><text>${escapeText(name, PNML)}</text></name>`,
    );
    if (initialMarking[p] !== 0) {
      lines.push(`        <initialMarking><text>${initialMarking[p]}</text></initialMarking>`);
    }
    lines.push("      </place>");
  });
  net.transitions.forEach(({ name, label }, t) => {
    lines.push(
      `      <transition id="${transitions[t]}">`,
      `        <name><text>${escapeText(label ?? name, PNML)}</text></name>`,
    );
    if (label === null) {
      lines.push('        <toolspecific tool="ProM" version="6.4" activity="$invisible$"/>');
    }
    if (name !== transitions[t]) {
      lines.push(`        <toolspecific tool="gigamine" version="1" name="${escapeAttribute(name, PNML)}"/>`);
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
