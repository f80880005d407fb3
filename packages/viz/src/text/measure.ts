/** Advance widths of U+0020 to U+007E in thousandths of the font size: Inter 4, regular. Arial is about 5 % narrower. */
const ASCII_WIDTHS = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646,
  593, 620, 566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269,
  571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471,
  456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528,
  327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662,
];

/** Room for the widest of the usual fonts: where neither Inter nor Helvetica is at hand, it is often DejaVu Sans. */
const GENEROUS = 1.1;

/**
 * The width that one line of text may take in any usual font, in the unit of `fontSize`: a tenth more than in Inter.
 *
 * Digits count as wide as the widest digit, because tables and axes use tabular numbers. Other letters count as
 * 0.7 em, and wide scripts and emoji (from U+1100) as 1 em. Weight 600 is about 3 % wider.
 */
export function textWidth(text: string, fontSize: number, weight: 400 | 600 = 400): number {
  let thousandths = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0x30 && code <= 0x39) thousandths += 650;
    else if (code >= 0x20 && code <= 0x7e) thousandths += ASCII_WIDTHS[code - 0x20]!;
    else if (code === 0x2026) thousandths += 865;
    else thousandths += code >= 0x1100 && !(code >= 0x1e00 && code <= 0x22ff) ? 1000 : 700;
  }
  return (thousandths / 1000) * fontSize * GENEROUS * (weight === 600 ? 1.03 : 1);
}

/** `text` shortened with an ellipsis until it fits into `width`; the text itself when it does. */
export function ellipsize(text: string, width: number, fontSize: number, weight: 400 | 600 = 400): string {
  if (text.length <= 4096 && textWidth(text, fontSize, weight) <= width) return text;
  const characters = [...text.slice(0, 4096)];
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (textWidth(`${characters.slice(0, middle).join("")}…`, fontSize, weight) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join("").trimEnd()}…`;
}

/**
 * Breaks `text` into at most `maxLines` lines no wider than `width`: at blanks, after hyphens, slashes and
 * underscores, and inside a word only when it alone is too wide. What does not fit ends in an ellipsis. At least one
 * line, maybe empty.
 */
export function wrapText(text: string, width: number, fontSize: number, maxLines = 3): string[] {
  const pieces = text.slice(0, 4096).match(/\S+?[-/_](?=\S)|\S+|\s+/g) ?? [];
  const lines: string[] = [];
  let line = "";
  for (let i = 0; i < pieces.length; i++) {
    let piece = /^\s/.test(pieces[i]!) ? " " : pieces[i]!;
    if (piece === " " && line === "") continue;
    if (textWidth((line + piece).trimEnd(), fontSize) <= width) {
      line += piece;
      continue;
    }
    if (line !== "") lines.push(line.trimEnd());
    if (lines.length >= maxLines) return cut(lines, piece, width, fontSize);
    line = "";
    if (piece === " ") continue;
    while (textWidth(piece, fontSize) > width) {
      const head = fittingHead(piece, width, fontSize);
      if (lines.length === maxLines - 1)
        return cut([...lines, head], piece.slice(head.length), width, fontSize);
      lines.push(head);
      piece = piece.slice(head.length);
    }
    line = piece;
  }
  if (line.trimEnd() !== "" || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

function cut(lines: string[], rest: string, width: number, fontSize: number): string[] {
  const last = lines.pop()!;
  // The rest makes the line too long, so that the ellipsis is set even when the last line alone would fit.
  const shortened = ellipsize(`${last} ${rest}${"M".repeat(4)}`, width, fontSize);
  return [...lines, shortened.endsWith("…") ? shortened : `${last}…`];
}

function fittingHead(word: string, width: number, fontSize: number): string {
  let head = "";
  for (const character of word) {
    if (head !== "" && textWidth(head + character, fontSize) > width) break;
    head += character;
  }
  return head;
}
