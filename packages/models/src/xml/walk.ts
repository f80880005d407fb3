import { SaxesParser } from "saxes";
import { type Position, type XmlFormat, xmlError } from "./format.js";

/** An element as it opens. */
export interface XmlElement {
  /** Its name without the namespace prefix. */
  readonly name: string;
  /** Its attributes by their full names; without a prototype. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Its `<`. */
  readonly at: Position;
}

export interface XmlVisitor {
  readonly open: (element: XmlElement) => void;
  /** A piece of text or CDATA, entities decoded. */
  readonly text?: (piece: string) => void;
  readonly close: (name: string) => void;
}

/** Far deeper than any model, and far from what costs memory. */
const DEEPEST = 1000;

/**
 * Walks the elements of an XML text in order, known by local name. Linear in the text.
 *
 * @throws GigamineError with line and column, codes of the format: `damaged` (not well-formed), `doctype` (refused: entities can
 * be abused), `too-deep` (more than 1,000 elements inside each other).
 */
export function walkXml(text: string, format: XmlFormat, visitor: XmlVisitor): void {
  const parser = new SaxesParser();
  const positionOf = lineCounter(text);
  /** The character that was read last. */
  const here = (): Position => positionOf(Math.max(0, parser.position - 1));
  let at: Position = { line: 1, column: 1 };
  let depth = 0;

  parser.on("error", (error) => {
    const problem = error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    throw xmlError(
      format,
      "damaged",
      here(),
      `this is no well-formed XML: ${problem}. Export the file again.`,
    );
  });
  parser.on("doctype", () => {
    throw xmlError(
      format,
      "doctype",
      here(),
      `a DOCTYPE is refused, because entities can be abused. Remove it; ${format.title} needs none.`,
    );
  });
  parser.on("opentagstart", () => {
    at = positionOf(text.lastIndexOf("<", parser.position - 1));
    if (++depth <= DEEPEST) return;
    throw xmlError(
      format,
      "too-deep",
      at,
      `more than ${DEEPEST} elements stand inside each other. Flatten the file.`,
    );
  });
  parser.on("opentag", ({ name, attributes }) => {
    visitor.open({ name: localName(name), attributes, at });
  });
  if (visitor.text !== undefined) {
    parser.on("text", visitor.text);
    parser.on("cdata", visitor.text);
  }
  parser.on("closetag", ({ name }) => {
    depth--;
    visitor.close(localName(name));
  });
  parser.write(text).close();
}

/** Line and column of rising offsets into `text`, linear over all calls. */
function lineCounter(text: string): (offset: number) => Position {
  let line = 1;
  let lineStart = 0;
  let lineEnd = text.indexOf("\n");
  return (offset) => {
    while (lineEnd >= 0 && lineEnd < offset) {
      line++;
      lineStart = lineEnd + 1;
      lineEnd = text.indexOf("\n", lineStart);
    }
    return { line, column: offset - lineStart + 1 };
  };
}

function localName(tag: string): string {
  return tag.slice(tag.indexOf(":") + 1);
}
