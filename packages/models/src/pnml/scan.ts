import { type GigamineError, quoteValue } from "@gigamine/base";
import { requiredAttribute, XmlIds } from "../xml/elements.js";
import { type Position, type XmlFormat, xmlError } from "../xml/format.js";
import { walkXml, type XmlElement } from "../xml/walk.js";

export const PNML: XmlFormat = { code: "pnml", title: "PNML", reader: "readPnml", writer: "writePnml" };

export interface ScannedNode {
  readonly kind: "place" | "transition";
  readonly id: string;
  readonly at: Position;
  /** Text of `<name>`; `null` without one. */
  name: string | null;
  initialMarking: string | null;
  silent: boolean;
  /** The name in our own `toolspecific` element. */
  ownName: string | null;
}

export interface ScannedArc {
  readonly source: string;
  readonly target: string;
  readonly at: Position;
  inscription: string | null;
  type: string | null;
}

export interface ScannedPlaceMarking {
  readonly idref: string;
  readonly at: Position;
  tokens: string;
}

/** What a PNML document says, as text, nothing resolved yet. */
export interface ScannedPnml {
  readonly nodes: ScannedNode[];
  readonly arcs: ScannedArc[];
  /** Id of a reference place or transition to the id that it stands for. */
  readonly references: Map<string, { readonly target: string; readonly at: Position }>;
  readonly finalMarkings: ScannedPlaceMarking[][];
}

/** The error for damage at a position; `message` ends with how to mend it. */
export function pnmlError(
  code: string,
  at: Position,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): GigamineError {
  return xmlError(PNML, code, at, message, fields);
}

/** Nets of these types have marks and arcs that a place/transition net can't express. */
const HIGH_LEVEL = /(symmetricnet|highlevelnet|pt-hlpng|hlpng)/i;

/** Collects the parts of the one net of a PNML document. Elements are known by local name; unknown ones are passed over. */
export function scanPnml(text: string): ScannedPnml {
  const found: ScannedPnml = { nodes: [], arcs: [], references: new Map(), finalMarkings: [] };
  const ids = new XmlIds(PNML);
  const open: string[] = [];
  let content = "";
  let nets = 0;
  let node: ScannedNode | null = null;
  let arc: ScannedArc | null = null;
  let placeMarking: ScannedPlaceMarking | null = null;

  const enter = (element: XmlElement): void => {
    const { name, attributes, at: tagAt } = element;
    const parent = open.at(-1);
    open.push(name);
    content = "";
    const attribute = (key: string): string => requiredAttribute(element, key, PNML);
    const newId = (): string => ids.claim(attribute("id"), tagAt);

    if (open.length === 1 && name !== "pnml") {
      throw pnmlError(
        "not-pnml",
        tagAt,
        `the root element is <${name}>, expected <pnml>. Give a PNML file.`,
        { element: name },
      );
    }
    if (parent === "toolspecific" || open.slice(0, -1).includes("toolspecific")) return;
    if (name === "net" && parent === "pnml") {
      if (++nets > 1) {
        throw pnmlError(
          "several-nets",
          tagAt,
          "the file holds a second net, and only one can be read. Split the file.",
        );
      }
      const type = attributes["type"] ?? "";
      if (HIGH_LEVEL.test(type)) {
        throw pnmlError(
          "unsupported-type",
          tagAt,
          `the net is of type ${quoteValue(type)}. Only place/transition nets can be read.`,
          { type },
        );
      }
    } else if (parent === "net" || parent === "page") {
      if (name === "place" || name === "transition") {
        node = {
          kind: name,
          id: newId(),
          at: tagAt,
          name: null,
          initialMarking: null,
          silent: false,
          ownName: null,
        };
        found.nodes.push(node);
      } else if (name === "referencePlace" || name === "referenceTransition") {
        found.references.set(newId(), { target: attribute("ref"), at: tagAt });
      } else if (name === "arc") {
        if (attributes["id"] !== undefined) newId();
        arc = {
          source: attribute("source"),
          target: attribute("target"),
          at: tagAt,
          inscription: null,
          type: null,
        };
        found.arcs.push(arc);
      } else if (name === "page") {
        newId();
      }
    } else if (name === "toolspecific" && parent === "transition" && node !== null) {
      if (attributes["activity"] === "$invisible$") node.silent = true;
      if (attributes["tool"] === "gigamine") node.ownName = attributes["name"] ?? null;
    } else if (name === "marking" && parent === "finalmarkings") {
      found.finalMarkings.push([]);
    } else if (name === "place" && parent === "marking") {
      placeMarking = { idref: attribute("idref"), at: tagAt, tokens: "" };
      found.finalMarkings.at(-1)!.push(placeMarking);
    } else if (name === "type" && parent === "arc" && arc !== null) {
      arc.type = attributes["value"] ?? null;
    }
  };

  const leave = (): void => {
    const name = open.pop();
    const parent = open.at(-1);
    const owner = open.at(-2);
    if (name === "text" && !open.includes("toolspecific")) {
      if (node !== null && (owner === "place" || owner === "transition")) {
        if (parent === "name") node.name = content;
        else if (parent === "initialMarking" && owner === "place") node.initialMarking = content;
      } else if (arc !== null && owner === "arc") {
        if (parent === "inscription") arc.inscription = content;
        else if (parent === "arctype" || parent === "type") arc.type = content.trim();
      } else if (placeMarking !== null && parent === "place" && owner === "marking") {
        placeMarking.tokens = content;
      }
    } else if (name === "place" && parent === "marking") placeMarking = null;
    else if (parent === "net" || parent === "page") {
      if (name === "place" || name === "transition") node = null;
      else if (name === "arc") arc = null;
    }
    content = "";
  };

  walkXml(text, PNML, {
    open: enter,
    text: (piece) => {
      content += piece;
    },
    close: leave,
  });
  if (nets === 0)
    throw pnmlError(
      "no-net",
      { line: 1, column: 1 },
      "the file holds no <net>. Give a PNML file with one net.",
    );
  return found;
}
