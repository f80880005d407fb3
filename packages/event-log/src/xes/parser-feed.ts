import { GigamineError } from "@gigamine/base";
import type { XesAssembler } from "./assembler.js";
import type { ScanStop } from "./scanner.js";
import type { XesTag } from "./tag.js";
import { localName } from "./tag-shapes.js";

interface ParserOptions {
  readonly source: string;
  readonly maxDepth: number;
  readonly maxTagLength: number;
}

/** Takes the rest of a document, piece by piece. */
export interface ParserFeed {
  write(bytes: Uint8Array): void;
  close(): void;
}

/**
 * An XML parser (saxes) that goes on where a scanner stopped: it is told what stands open there, and where in the file that is.
 * It reads all of XML, and its word is final on what is malformed.
 */
export async function parserFeed(
  { open, root, line, column }: Omit<ScanStop, "rest">,
  assembler: XesAssembler,
  { source, maxDepth, maxTagLength }: ParserOptions,
): Promise<ParserFeed> {
  const { SaxesParser } = await import("saxes");
  const parser = new SaxesParser({ xmlns: false, position: true });
  // the byte order mark was dropped by whoever made the bytes
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let depth = 0;
  let seen = open !== null;
  if (open !== null) {
    const isClosed = open.length === 0;
    parser.write(isClosed ? `<${root}></${root}>` : open.map((name) => `<${name}>`).join(""));
    parser.line = line;
    parser.column = column;
    depth = open.length;
  }

  let end = parser.position; // of the last tag
  const checkLength = (): void => {
    if (parser.position - end > maxTagLength) {
      throw new GigamineError(
        "xes/tag-too-long",
        `${source}: line ${parser.line}: a tag or a text is longer than ${maxTagLength} characters. If the file is what it ` +
          `should be, pass a higher { maxTagLength }.`,
        { source, line: parser.line, maxTagLength },
      );
    }
  };
  let endLine = line;
  let endColumn = column;
  const ended = (): void => {
    checkLength();
    end = parser.position;
    endLine = parser.line;
    endColumn = parser.column;
  };
  parser.on("xmldecl", ended);
  parser.on("comment", () => {
    ended();
    endColumn++; // told before its ">"
  });
  parser.on("cdata", ended);
  parser.on("processinginstruction", ended);
  const malformed = (reason: string, atLine = parser.line, atColumn = parser.column): GigamineError =>
    new GigamineError(
      "xes/malformed",
      `${source}: line ${atLine}, column ${atColumn}: ${reason}. The file is no well-formed XML; ` +
        `export it again, or mend it there.`,
      { source, line: atLine, column: atColumn },
    );
  parser.on("error", ({ message }) => {
    // of text outside the parser knows where a piece of it ends
    if (message.includes("text data outside"))
      throw malformed("text stands behind this place, outside the log", endLine, endColumn);
    throw malformed(message.replace(/^\d+:\d+: /, "").replace(/\.$/, ""));
  });
  parser.on("doctype", () => {
    throw new GigamineError(
      "xes/doctype",
      `${source}: line ${parser.line}: the file has a DOCTYPE, which XES does not need and which can hold entity bombs. ` +
        `Remove it.`,
      { source, line: parser.line },
    );
  });
  parser.on("opentag", (tag) => {
    ended();
    if (++depth > maxDepth) {
      throw new GigamineError(
        "xes/too-deep",
        `${source}: line ${parser.line}: more than ${maxDepth} elements stand inside each other. If the file is what it ` +
          `should be, pass a higher { maxDepth }.`,
        { source, line: parser.line, maxDepth },
      );
    }
    assembler.open(localName(tag.name), tag.attributes as XesTag, parser.line);
  });
  parser.on("closetag", (tag) => {
    if (!tag.isSelfClosing) ended();
    depth--;
    assembler.close(parser.line);
  });
  return {
    write(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      const first = seen ? -1 : text.search(/[^ \t\r\n]/);
      seen ||= first >= 0;
      if (first >= 0 && text[first] !== "<") {
        // the parser would tell the place where the text ends
        parser.write(text.slice(0, first));
        parser.column++;
        throw malformed("text stands where a tag should begin");
      }
      parser.write(text);
      checkLength();
    },
    close() {
      if (!seen) {
        throw new GigamineError("xes/empty", `${source}: the file is empty. Give an XES document.`, {
          source,
        });
      }
      parser.close();
    },
  };
}
