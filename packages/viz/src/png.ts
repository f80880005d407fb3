import { createRequire } from "node:module";
import { GigamineError, optionError } from "@gigamine/base";
import { readSvg, type StartTag, svgSize, writeXml, type XmlToken } from "./svg/xml.js";

/** How {@link renderPng} draws. */
export interface RenderPngOptions {
  /** Pixels for each unit of the SVG. @default 2 */
  readonly scale?: number | undefined;
  /** A CSS colour, or `"transparent"`. @default "white" */
  readonly background?: string | undefined;
  /** A larger picture is refused instead of filling the memory (4 bytes a pixel). @default 100,000,000 */
  readonly maxPixels?: number | undefined;
}

/** Skia refuses a side beyond this. */
const MAX_SIDE = 32_767;
const FAMILY = "gigamine Inter";

/**
 * The parts of Inter by script. The renderer looks for a letter only in the font that is named, so text is cut into
 * runs and each run names the part that holds it.
 */
const SUBSETS = [
  {
    name: "latin",
    letters:
      /[\0-\u00FF\u0131\u0152\u0153\u02C6\u02DA\u02DC\u2000-\u206F\u20AC\u2122\u2191\u2193\u2212\u2215\uFFFD]/,
  },
  {
    name: "latin-ext",
    letters:
      /[\u0100-\u02BA\u02BD-\u02C5\u02C7-\u02CC\u02CE-\u02D7\u02DD-\u02FF\u1E00-\u1E9F\u1EF2-\u1EFF\u20A0-\u20C0\u2113]/,
  },
  { name: "vietnamese", letters: /[\u1EA0-\u1EF9]/ },
  { name: "greek", letters: /[\u0370-\u03FF]/ },
  { name: "cyrillic", letters: /[\u0301\u0400-\u045F\u0490\u0491\u04B0\u04B1\u2116]/ },
] as const;

type Canvas = typeof import("@napi-rs/canvas");
let loading: Promise<Canvas> | undefined;

/** The renderer with its fonts, loaded at the first call. Fonts get names of our own, so that no program's fonts change. */
function canvas(): Promise<Canvas> {
  loading ??= (async () => {
    const module = await import("@napi-rs/canvas");
    // A CommonJS bundle has no import.meta, an ES module no __filename.
    const resolver = createRequire(typeof __filename === "string" ? __filename : import.meta.url);
    for (const { name } of SUBSETS) {
      for (const weight of [400, 600]) {
        const file = resolver.resolve(`@fontsource/inter/files/inter-${name}-${weight}-normal.woff2`);
        module.GlobalFonts.registerFromPath(file, `${FAMILY} ${name}`);
      }
    }
    return module;
  })().catch((cause: unknown) => {
    loading = undefined;
    throw new GigamineError(
      "viz/canvas-not-loaded",
      "renderPng: the PNG renderer could not be loaded. Install @napi-rs/canvas and @fontsource/inter with their files for this platform.",
      {},
      { cause },
    );
  });
  return loading;
}

/**
 * Draws an SVG of ours as a PNG, in Node, with the font Inter that comes along: no font need be installed.
 *
 * The picture is `scale` times the size of the SVG, rounded up to whole pixels. Latin, Greek, Cyrillic and
 * Vietnamese letters are at hand; others are taken from the fonts of the machine. Style sheets inside the SVG are
 * not read, only attributes. Time and memory O(pixels).
 *
 * @throws GigamineError `viz/bad-svg` when the SVG is not well-formed or has no size, `viz/too-many-pixels` when it would be too large.
 */
export async function renderPng(svg: string, options: RenderPngOptions = {}): Promise<Uint8Array> {
  const { scale = 2, background = "white", maxPixels = 100_000_000 } = options;
  if (!(scale > 0 && scale <= 100)) {
    throw optionError(
      "renderPng",
      "scale",
      scale,
      "Give a number above 0 and up to 100; 2 is sharp on most screens.",
    );
  }
  if (!(maxPixels >= 1))
    throw optionError("renderPng", "maxPixels", maxPixels, "Give a number of at least 1.");
  const tokens = readSvg(svg, "renderPng");
  const root = tokens[0] as StartTag;
  const size = svgSize(root);
  if (size === undefined) {
    throw new GigamineError(
      "viz/bad-svg",
      "renderPng: the <svg> element has no size. Give it width and height in pixels, or a viewBox.",
      { where: "renderPng" },
    );
  }
  const width = Math.ceil(size.width * scale);
  const height = Math.ceil(size.height * scale);
  if (width * height > maxPixels || Math.max(width, height) > MAX_SIDE) {
    const fitting = Math.min(
      Math.sqrt(maxPixels / (size.width * size.height)),
      MAX_SIDE / Math.max(size.width, size.height),
    );
    throw new GigamineError(
      "viz/too-many-pixels",
      `renderPng: the picture would be ${width} by ${height} pixels; the limit is ${maxPixels} in all and ` +
        `${MAX_SIDE} a side. Give a scale of at most ${Math.floor(fitting * 1000) / 1000}, or keep the SVG.`,
      { width, height, maxPixels, maxSide: MAX_SIDE },
    );
  }
  const { createCanvas, loadImage } = await canvas();
  // The renderer draws at the size the SVG states and would blow up those pixels, so the size itself is raised.
  const enlarged: StartTag = {
    ...root,
    attributes: [
      ...root.attributes.filter(([name]) => !["width", "height", "viewBox", "style"].includes(name)),
      ["width", String(width)],
      ["height", String(height)],
      [
        "viewBox",
        root.attributes.find(([name]) => name === "viewBox")?.[1] ?? `0 0 ${size.width} ${size.height}`,
      ],
    ],
  };
  const image = await loadImage(
    new TextEncoder().encode(writeXml([enlarged, ...withFonts(tokens.slice(1))])),
  );
  const surface = createCanvas(width, height);
  const context = surface.getContext("2d");
  if (background !== "transparent") {
    context.fillStyle = background;
    context.fillRect(0, 0, width, height);
  }
  context.drawImage(image, 0, 0, width, height);
  return new Uint8Array(await surface.encode("png"));
}

/** Names our fonts wherever text stands, cutting runs of one script out as `<tspan>`s. */
function withFonts(tokens: readonly XmlToken[]): XmlToken[] {
  const result: XmlToken[] = [];
  let depth = 0;
  let unread = 0;
  for (const token of tokens) {
    if (token.kind === "start") {
      if (token.name === "text" && !token.empty) depth++;
      if ((token.name === "title" || token.name === "desc") && !token.empty) unread++;
      const attributes = token.attributes.filter(([name]) => name !== "font-family");
      if (token.name === "text") attributes.push(["font-family", `${FAMILY} latin`]);
      result.push({ ...token, attributes });
    } else if (token.kind === "end") {
      if (token.name === "text") depth--;
      if (token.name === "title" || token.name === "desc") unread--;
      result.push(token);
    } else if (depth === 0 || unread > 0) result.push(token);
    else result.push(...runs(token.text));
  }
  return result;
}

function runs(text: string): XmlToken[] {
  const pieces: { subset: string; text: string }[] = [];
  for (const letter of text) {
    const last = pieces.at(-1);
    // Blanks and marks stay with the run they stand in.
    const subset =
      last !== undefined && /^[\s\p{M}]$/u.test(letter)
        ? last.subset
        : (SUBSETS.find(({ letters }) => letters.test(letter))?.name ?? "other");
    if (last?.subset === subset) last.text += letter;
    else pieces.push({ subset, text: letter });
  }
  return pieces.flatMap((piece): XmlToken[] =>
    piece.subset === "latin"
      ? [{ kind: "text", text: piece.text }]
      : [
          {
            kind: "start",
            name: "tspan",
            attributes: [
              ["font-family", piece.subset === "other" ? "sans-serif" : `${FAMILY} ${piece.subset}`],
            ],
            empty: false,
          },
          { kind: "text", text: piece.text },
          { kind: "end", name: "tspan" },
        ],
  );
}
