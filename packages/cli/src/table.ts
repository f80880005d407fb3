/** One column of a text table. */
export interface TextColumn {
  readonly label: string;
  /** @default "left" */
  readonly align?: "left" | "right";
  /** Longer texts are cut: names come from the user's data and may be of any length. In characters. @default 60 */
  readonly widest?: number;
}

/** Lays out rows under headings, two blanks between columns, numbers to the right. Lines carry no trailing blanks. */
export function textTable(columns: readonly TextColumn[], data: readonly (readonly string[])[]): string {
  const rows = data.map((row) => row.map((cell, c) => oneLine(cell, columns[c]?.widest)));
  const widths = columns.map((column, c) =>
    Math.max(displayWidth(column.label), ...rows.map((row) => displayWidth(row[c] ?? ""))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, c) => {
        const gap = " ".repeat(widths[c]! - displayWidth(cells[c] ?? ""));
        return column.align === "right" ? gap + (cells[c] ?? "") : (cells[c] ?? "") + gap;
      })
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(columns.map((column) => column.label)), rule, ...rows.map(line)].join("\n");
}

/** Text as it may stand in a cell or a sentence: on one line, control characters as blanks, cut when long. */
export function oneLine(text: string, widest = 60): string {
  const start = text.slice(0, 4 * widest).replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
  if (text.length <= widest) return start;
  const characters = Array.from(new Intl.Segmenter("en").segment(start), ({ segment }) => segment);
  return text.length <= 4 * widest && characters.length <= widest
    ? start
    : `${characters.slice(0, widest - 1).join("")}…`;
}

/** Characters as a person counts them: combining marks and surrogate pairs are one. */
function displayWidth(text: string): number {
  let width = 0;
  for (const _ of new Intl.Segmenter("en").segment(text)) width++;
  return width;
}
