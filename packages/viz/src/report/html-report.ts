import { knownTone, type Tone } from "../palette.js";
import { embedSvg } from "../svg/embed-svg.js";
import { escapeXml, pageText, shortened } from "../text/escape.js";
import { REPORT_STYLE } from "./style.js";
import { tableBlock } from "./table.js";
import type {
  Finding,
  KeyFigure,
  ModelFigure,
  ReportBlock,
  ReportChart,
  ReportData,
  ReportSection,
} from "./types.js";

/** Pictures are never drawn smaller than this share of their size; below it they scroll. */
const SMALLEST_MODEL = 0.88;
const SMALLEST_CHART = 0.85;

const ICONS: Readonly<Record<Tone, { said: string; path: string }>> = {
  good: {
    said: "Good",
    path: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm3.2 4.6-3.9 4.6-2.4-2.3 1-1 1.3 1.2 2.9-3.4Z",
  },
  warn: {
    said: "Watch",
    path: "M8 1.5 15.2 14H.8L8 1.5Zm-.75 4.6.2 4h1.1l.2-4Zm.75 4.9a.85.85 0 1 0 0 1.7.85.85 0 0 0 0-1.7Z",
  },
  bad: {
    said: "Problem",
    path: "M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2Zm2 2.8.2 4.7h1.2l.2-4.7Zm.8 5.8a.95.95 0 1 0 0 1.9.95.95 0 0 0 0-1.9Z",
  },
  neutral: {
    said: "Note",
    path: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm-.7 5.4h1.4v4.6H7.3Zm.7-2.9a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8Z",
  },
};

/**
 * Writes a report as one self-contained HTML page: no network, no script, readable on a phone and on paper, light and dark.
 *
 * All texts are escaped. Pictures are cleaned of everything but drawing, so an SVG from elsewhere can bring no script in,
 * and a content security policy forbids scripts and requests besides. The page is well-formed XML. Lists that are empty
 * or left out leave no heading behind. The same data give the same bytes. O(size of the data).
 *
 * @throws GigamineError `viz/bad-svg` when a picture is not a well-formed SVG with a size, `viz/bad-row` when a table row
 * has another number of cells than the table has columns.
 */
export function htmlReport(data: ReportData): string {
  const {
    title,
    subtitle,
    source = [],
    keyFigures = [],
    findings = [],
    models = [],
    sections = [],
    footer = [],
  } = data;
  const text = (value: string): string => escapeXml(shortened(value));
  const links = [
    ...(findings.length > 0 ? [{ id: "findings", title: "Findings" }] : []),
    ...(models.length > 0 ? [{ id: "models", title: "Process" }] : []),
    ...sections.map((section, i) => ({ id: `section-${i + 1}`, title: section.title })),
  ];
  const lines = [
    "<!DOCTYPE html>",
    `<html lang="${text(data.language ?? "en")}">`,
    "<head>",
    '<meta charset="utf-8"/>',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
    '<meta name="color-scheme" content="light dark"/>',
    `<title>${text(title)}</title>`,
    `<style>${REPORT_STYLE}</style>`,
    "</head>",
    "<body>",
    "<header>",
    `<h1>${text(title)}</h1>`,
    ...(subtitle === undefined ? [] : [`<p class="subtitle">${text(subtitle)}</p>`]),
    ...(source.length === 0
      ? []
      : [
          '<dl class="facts">',
          ...source.map(({ label, value }) => `<div><dt>${text(label)}</dt><dd>${text(value)}</dd></div>`),
          "</dl>",
        ]),
    ...(links.length < 3
      ? []
      : [
          '<nav aria-label="Contents">',
          ...links.map(({ id, title: name }) => `<a href="#${id}">${text(name)}</a>`),
          "</nav>",
        ]),
    "</header>",
    "<main>",
    ...(keyFigures.length === 0
      ? []
      : [
          `<section class="figures" aria-label="Key figures" style="--columns:${columnsFor(keyFigures.length)}">`,
          ...keyFigures.map(keyFigure),
          "</section>",
        ]),
    ...(findings.length === 0
      ? []
      : [
          '<section id="findings">',
          "<h2>Findings</h2>",
          '<ul class="findings">',
          ...findings.map(finding),
          "</ul>",
          "</section>",
        ]),
    ...(models.length === 0
      ? []
      : ['<section id="models">', "<h2>Process</h2>", ...models.map(modelFigure), "</section>"]),
    ...sections.map(section),
    "</main>",
    ...(footer.length === 0
      ? []
      : ["<footer>", ...footer.map((line) => `<p>${text(line)}</p>`), "</footer>"]),
    "</body>",
    "</html>",
  ];
  return `${lines.join("\n")}\n`;
}

function icon(tone: Tone): string {
  const { said, path } = ICONS[tone];
  return (
    `<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path fill="currentColor" fill-rule="evenodd" d="${path}"/></svg>` +
    `<span class="said">${said}: </span>`
  );
}

/** Cards a row: all of them up to six, else rows as even as can be. */
function columnsFor(count: number): number {
  return Math.ceil(count / Math.ceil(count / 6));
}

function keyFigure(figure: KeyFigure): string {
  const { label, value, hint } = figure;
  const tone = knownTone(figure.tone);
  return (
    `<div class="figure ${tone}"><p class="name">${tone === "neutral" ? "" : icon(tone)}${escapeXml(label)}</p>` +
    `<p class="number">${pageText(value)}</p>${hint === undefined ? "" : `<p class="hint">${escapeXml(hint)}</p>`}</div>`
  );
}

function finding({ text, detail, ...rest }: Finding): string {
  const tone = knownTone(rest.tone);
  return (
    `<li class="${tone}">${icon(tone)}<div><p>${pageText(text)}</p>` +
    `${detail === undefined ? "" : `<p class="detail">${escapeXml(detail)}</p>`}</div></li>`
  );
}

function modelFigure(model: ModelFigure, index: number): string {
  return (
    `<figure class="model"><h3>${escapeXml(model.title)}</h3>` +
    `${picture(model.svg, `m${index + 1}-`, model.title, SMALLEST_MODEL).html}${caption(model.caption)}</figure>`
  );
}

function section(data: ReportSection, index: number): string {
  return [
    `<section id="section-${index + 1}">`,
    `<h2>${escapeXml(data.title)}</h2>`,
    ...(data.intro === undefined ? [] : [`<p class="intro">${escapeXml(data.intro)}</p>`]),
    ...data.blocks.map((block, i) => blockHtml(block, `s${index + 1}-${i + 1}-`)),
    "</section>",
  ].join("\n");
}

function blockHtml(block: ReportBlock, idPrefix: string): string {
  if (block.kind === "table") return tableBlock(block);
  if (block.kind === "note") return `<p class="note">${escapeXml(block.text)}</p>`;
  return chartBlock(block, idPrefix);
}

function chartBlock({ svg, narrowSvg, caption: words }: ReportChart, idPrefix: string): string {
  const wide = picture(svg, idPrefix, words ?? "Chart", SMALLEST_CHART, "wide");
  const narrow =
    narrowSvg === undefined ? "" : picture(narrowSvg, `${idPrefix}n-`, words ?? "Chart", 0.8, "narrow").html;
  const classes = ["chart", ...(wide.isChart ? [] : ["foreign"]), ...(narrow === "" ? [] : ["has-narrow"])];
  return `<figure class="${classes.join(" ")}">${wide.html}${narrow}${caption(words)}</figure>`;
}

/** A picture that shrinks to `smallest` of its size and then scrolls; focusable, so that the keyboard can scroll it. */
function picture(
  svg: string,
  idPrefix: string,
  title: string,
  smallest: number,
  kind = "",
): { html: string; isChart: boolean } {
  const { markup, isChart } = embedSvg(
    svg,
    "htmlReport",
    idPrefix,
    (width) => `width:100%;min-width:${Math.round(width * smallest)}px;max-width:${Math.ceil(width)}px`,
  );
  return {
    html: `<div class="scroll${kind === "" ? "" : ` ${kind}`}" tabindex="0" role="region" aria-label="${escapeXml(title)}">${markup}</div>`,
    isChart,
  };
}

function caption(text: string | undefined): string {
  return text === undefined ? "" : `<figcaption>${escapeXml(text)}</figcaption>`;
}
