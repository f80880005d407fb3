import { GigamineError, quoteValue } from "@gigamine/base";
import type { XmlFormat } from "./format.js";

/**
 * The text of an XML file: by its byte order mark, else by the encoding it declares (ProM writes ISO-8859-1), else UTF-8.
 *
 * @throws GigamineError `<format>/no-text` for what is neither text nor bytes; `<format>/unknown-encoding`; `<format>/bad-bytes`.
 */
export function decodeXml(data: string | Uint8Array, format: XmlFormat): string {
  if (typeof data === "string") return data.replace(/^\ufeff/, "");
  if (!(ArrayBuffer.isView(data) && "subarray" in data)) {
    throw new GigamineError(
      `${format.code}/no-text`,
      `${format.reader}: expected the text of a ${format.title} file, or its bytes as a Uint8Array, found ${quoteValue(data)}. ` +
        "Read the file first.",
    );
  }
  const encoding = encodingOf(data);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw new GigamineError(
      `${format.code}/unknown-encoding`,
      `${format.reader}: the file declares the encoding ${quoteValue(encoding)}, which is not known here. Save it as UTF-8.`,
      { encoding },
      { cause },
    );
  }
  try {
    return decoder.decode(data);
  } catch (cause) {
    const readable = readablePart(data, encoding);
    const lines = readable.split("\n");
    const at = { line: lines.length, column: lines.at(-1)!.length + 1 };
    throw new GigamineError(
      `${format.code}/bad-bytes`,
      `${format.reader}: line ${at.line}, column ${at.column}: the file holds bytes that are no ${encoding} text. ` +
        "Save it as UTF-8, or correct its encoding declaration.",
      { encoding, ...at },
      { cause },
    );
  }
}

/** The text before the first bytes that can't be decoded. */
function readablePart(bytes: Uint8Array, encoding: string): string {
  const decode = (length: number): string | null => {
    try {
      // As a stream, so that a character cut off at the end is no error.
      return new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
    } catch {
      return null;
    }
  };
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (decode(middle) === null) bad = middle;
    else good = middle;
  }
  return decode(good)!;
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  return /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(head)?.[1] ?? "utf-8";
}
