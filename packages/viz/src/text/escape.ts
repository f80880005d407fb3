/** Characters that XML 1.0 cannot hold, and halves of surrogate pairs, which UTF-8 cannot. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point.
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** `text` with every character that XML cannot hold replaced by U+FFFD, so that the loss stays visible. */
export function cleanText(text: string): string {
  return text.replace(NOT_XML, "\uFFFD");
}

/** `text` as it stands in the content or in a double-quoted attribute of XML and HTML. */
export function escapeXml(text: string): string {
  return cleanText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Names come from data and may be of any length; beyond this they would make a picture heavy and nobody would read on. */
const LONGEST = 500;

/** `text`, ending in an ellipsis when it has more than 500 characters. */
export function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** `text` as it stands in the content of a page: shortened, escaped, free to break behind slashes and underscores. */
export function pageText(text: string): string {
  return escapeXml(shortened(text)).replace(/([/_])(?=[^\s/_])/g, "$1<wbr/>");
}

/** `text` on one line and shortened: every run of white space, line breaks included, becomes one blank. */
export function oneLine(text: string): string {
  return cleanText(
    shortened(
      text
        .slice(0, 4 * LONGEST)
        .replace(/\s+/g, " ")
        .trim(),
    ),
  );
}
