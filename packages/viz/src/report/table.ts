import { GigamineError } from "@gigamine/base";
import { formatCount } from "../format.js";
import { knownTone } from "../palette.js";
import { escapeXml, pageText } from "../text/escape.js";
import type { ReportCell, ReportColumn, ReportTable, ReportValue } from "./types.js";

/** A table as HTML: caption, head, rows with bars, and the definitions of its columns as small print. */
export function tableBlock({ caption, columns, rows }: ReportTable): string {
  rows.forEach((row, index) => {
    if (row.length === columns.length) return;
    throw new GigamineError(
      "viz/bad-row",
      `htmlReport: row ${index + 1} of the table ${JSON.stringify(caption ?? "")} has ${row.length} cells, but the table has ` +
        `${columns.length} columns. Give one cell for each column; null for an empty one.`,
      { caption: caption ?? null, row: index, cells: row.length, columns: columns.length },
    );
  });
  const aligns = columns.map((column, c) => column.align ?? defaultAlign(rows, c));
  const largest = columns.map((column, c) => (column.bar === true ? largestOf(rows, c) : 0));
  const head = columns.map(
    (column, c) => `<th scope="col"${classes(aligns[c]!)}>${escapeXml(column.label)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, c) => cellHtml(cell, columns[c]!, aligns[c]!, largest[c]!, c === 0));
    const marked = row.some((cell, c) => c === 0 && typeof cell === "object" && cell?.tone === "bad");
    return `<tr${marked ? ' class="marked"' : ""}>${cells.join("")}</tr>`;
  });
  const definitions = columns
    .filter((column) => column.hint !== undefined)
    .map(({ label, hint }) => `<div><dt>${escapeXml(label)}</dt> <dd>${escapeXml(hint!)}</dd></div>`);
  return [
    '<div class="table">',
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeXml(caption ?? "Table")}">`,
    "<table>",
    ...(caption === undefined ? [] : [`<caption class="caption">${escapeXml(caption)}</caption>`]),
    `<thead><tr>${head.join("")}</tr></thead>`,
    `<tbody>${body.join("\n")}</tbody>`,
    "</table>",
    ...(rows.length === 0 ? ['<p class="empty">No data</p>'] : []),
    "</div>",
    ...(definitions.length === 0 ? [] : [`<dl class="definitions">${definitions.join("\n")}</dl>`]),
    "</div>",
  ].join("\n");
}

function cellHtml(
  cell: ReportCell,
  column: ReportColumn,
  align: string,
  largest: number,
  first: boolean,
): string {
  const { value, text, bar, ...rest } = asValue(cell);
  const tone = knownTone(rest.tone);
  const own =
    bar ?? (column.bar === true && typeof value === "number" && largest > 0 ? value / largest : undefined);
  const share = own !== undefined && Number.isFinite(own) ? Math.min(1, Math.max(0, own)) : undefined;
  const track =
    share === undefined
      ? ""
      : `<span class="track"><span style="width:${Math.round(share * 1000) / 10}%"></span></span>`;
  const tag = first ? "th" : "td";
  const list = classes(align, tone === "neutral" ? undefined : tone);
  return `<${tag}${first ? ' scope="row"' : ""}${list}>${pageText(text)}${track}</${tag}>`;
}

function asValue(cell: ReportCell): ReportValue {
  if (cell === null) return { value: null, text: "–" };
  if (typeof cell === "number") return { value: cell, text: formatCount(cell) };
  if (typeof cell === "string") return { value: cell, text: cell };
  return cell;
}

function largestOf(rows: ReportTable["rows"], column: number): number {
  let largest = 0;
  for (const row of rows) {
    const { value } = asValue(row[column]!);
    if (typeof value === "number" && Number.isFinite(value)) largest = Math.max(largest, value);
  }
  return largest;
}

function defaultAlign(rows: ReportTable["rows"], column: number): "left" | "right" {
  if (column === 0) return "left";
  return rows.some((row) => typeof asValue(row[column]!).value === "number") ? "right" : "left";
}

function classes(align: string, tone?: string): string {
  const list = [...(align === "left" ? [] : [align]), ...(tone === undefined ? [] : [tone])];
  return list.length === 0 ? "" : ` class="${escapeXml(list.join(" "))}"`;
}
