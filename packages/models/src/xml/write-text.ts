import { GigamineError, quoteValue } from "@gigamine/base";
import type { XmlFormat } from "./format.js";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

/** A text as the content of an element; read back it is the same, whatever it holds. */
export function escapeText(text: string, format: XmlFormat): string {
  return checkCharacters(text, format).replace(/[&<>\r]/g, (character) => ESCAPES[character]!);
}

/** A text as the value of an attribute in double quotes; read back it is the same, whatever it holds. */
export function escapeAttribute(text: string, format: XmlFormat): string {
  return checkCharacters(text, format).replace(/[&<>"\n\r\t]/g, (character) => ESCAPES[character]!);
}

function checkCharacters(text: string, format: XmlFormat): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are what XML 1.0 can't hold
  const bad = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.exec(text);
  if (bad === null) return text;
  const code = bad[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  throw new GigamineError(
    `${format.code}/unwritable-text`,
    `${format.writer}: the name ${quoteValue(text)} holds the character U+${code}, which XML can't hold. Rename it first.`,
    { text, character: bad[0] },
  );
}

/** `name` itself when it can be an XML id and is free, and takes it; else `null`. */
export function claimId(name: string, taken: Set<string>): string | null {
  if (!/^[A-Za-z_][\w.-]*$/.test(name) || taken.has(name)) return null;
  taken.add(name);
  return name;
}
