import { GigamineError } from "@gigamine/base";
import { readSvg, type StartTag, svgSize, writeXml, type XmlToken } from "./xml.js";

const ELEMENTS = new Set([
  ..."svg g path rect circle ellipse line polyline polygon text tspan title desc".split(" "),
  ..."defs linearGradient radialGradient stop clipPath marker".split(" "),
]);

const ATTRIBUTES = new Set([
  ..."class id role aria-label aria-hidden viewBox width height x y x1 y1 x2 y2 dx dy cx cy r rx ry d points".split(
    " ",
  ),
  ..."transform preserveAspectRatio fill fill-opacity fill-rule stroke stroke-width stroke-opacity".split(
    " ",
  ),
  ..."stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin opacity color display".split(" "),
  ..."font-family font-size font-weight font-style text-anchor dominant-baseline letter-spacing".split(" "),
  ..."offset stop-color stop-opacity gradientUnits gradientTransform clip-path clip-rule clipPathUnits".split(
    " ",
  ),
  ..."marker-start marker-mid marker-end markerWidth markerHeight refX refY orient style".split(" "),
]);

/** Style declarations without any function, address or escape. */
const PLAIN_STYLE = /^[\w\s:;.,#%-]*$/;
const REFERENCE = /^url\(#([\w-]+)\)$/;

/** An SVG made fit to stand inside HTML. */
export interface EmbeddedSvg {
  readonly markup: string;
  /** Whether the charts of this package made it: then its colours may follow a dark page. */
  readonly isChart: boolean;
}

/**
 * Makes an SVG of any origin safe to stand inside an HTML page: only drawing elements and drawing attributes are kept.
 * Scripts, style sheets, links, images, foreign content, event handlers and references out of the picture are left
 * out without a word. `id`s get `idPrefix`, so that several pictures can stand on one page.
 *
 * @param rootStyle The style of the `<svg>` element on the page, in place of its own.
 * @throws GigamineError `viz/bad-svg` when it is not well-formed or has no size.
 */
export function embedSvg(
  svg: string,
  where: string,
  idPrefix: string,
  rootStyle: (width: number) => string,
): EmbeddedSvg {
  const result: XmlToken[] = [];
  /** Per open element: whether its tags are kept, and whether what it holds is left out. */
  const open: { kept: boolean; hides: boolean }[] = [];
  /** How many open elements are left out with all they hold. */
  let hidden = 0;
  let size: { width: number; height: number } | undefined;
  let isChart = false;
  for (const token of readSvg(svg, where)) {
    if (token.kind === "text") {
      if (hidden === 0) result.push(token);
    } else if (token.kind === "end") {
      const { kept, hides } = open.pop()!;
      if (kept) result.push(token);
      if (hides) hidden--;
    } else {
      const keep = hidden === 0 && ELEMENTS.has(token.name);
      if (keep && size === undefined) {
        size = svgSize(token);
        isChart = token.attributes.some(([name, value]) => name === "class" && value === "gigamine-chart");
      }
      if (keep) result.push(cleaned(token, idPrefix));
      if (result.length === 1 && size !== undefined) {
        const root = result[0] as StartTag;
        const attributes = root.attributes.filter(([name]) => name !== "style");
        result[0] = { ...root, attributes: [...attributes, ["style", rootStyle(size.width)]] };
      }
      if (token.empty) continue;
      // A link goes, the drawing inside it stays.
      const hides = !keep && token.name !== "a";
      open.push({ kept: keep, hides });
      if (hides) hidden++;
    }
  }
  if (size === undefined) {
    throw new GigamineError(
      "viz/bad-svg",
      `${where}: the <svg> element has no size. Give it width and height in pixels, or a viewBox.`,
      { where },
    );
  }
  return { markup: writeXml(result), isChart };
}

function cleaned(tag: StartTag, idPrefix: string): StartTag {
  const attributes: (readonly [string, string])[] = [];
  for (const [name, value] of tag.attributes) {
    if (!ATTRIBUTES.has(name)) continue;
    const reference = REFERENCE.exec(value.trim());
    if (name === "id") attributes.push([name, idPrefix + value]);
    else if (reference !== null) attributes.push([name, `url(#${idPrefix}${reference[1]})`]);
    else if (
      name === "style" ? PLAIN_STYLE.test(value) : !/url\s*\(|:\/\//i.test(value) || name === "aria-label"
    ) {
      attributes.push([name, value]);
    }
  }
  return { ...tag, attributes };
}
