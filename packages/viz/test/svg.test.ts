import { isGigamineError } from "@gigamine/base";
import { barChart, renderSvg } from "@gigamine/viz";
import { renderPng } from "@gigamine/viz/png";
import { describe, expect, it } from "@jest/globals";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { readMarkup } from "./read-markup.js";

const error = async (work: Promise<unknown>) => {
  const reason = await work.then(
    () => new Error("nothing was thrown"),
    (thrown: unknown) => thrown,
  );
  if (!isGigamineError(reason)) throw reason;
  return reason;
};

/** Width, height and pixels are told by the header that every PNG begins with. */
const pngSize = (png: Uint8Array) => {
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
};

describe("renderSvg", () => {
  it("gives one svg element, named for screen readers, without declaration or comments", async () => {
    const svg = await renderSvg('digraph "Cell line" { a -> b }');
    expect(svg.startsWith("<svg ")).toBe(true);
    expect(svg.endsWith("</svg>")).toBe(true);
    expect(svg).not.toMatch(/<\?xml|<!DOCTYPE|<!--/);
    const [root, ...rest] = readMarkup(svg);
    expect(root!.attributes).toMatchObject({ role: "img", "aria-label": "Cell line" });
    expect(rest.filter((element) => element.name === "title").map((title) => title.text)).toEqual([
      "Cell line",
      "a",
      "b",
      "a->b",
    ]);
  });

  it("puts a declaration in front and prefixes ids when asked to", async () => {
    const svg = await renderSvg("digraph { a }", { xmlDeclaration: true, idPrefix: "m1-", title: "Mine" });
    expect(svg.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')).toBe(true);
    expect(svg).toContain('id="m1-graph0"');
    expect(readMarkup(svg)[0]!.attributes["aria-label"]).toBe("Mine");
  });

  it("states its size in pixels and uses the font stack of all pictures", async () => {
    const [root, ...rest] = readMarkup(await renderSvg('digraph { a [fontname="Helvetica"] }'));
    expect(root!.attributes["width"]).toMatch(/^\d+$/);
    expect(rest.find((element) => element.name === "text")!.attributes["font-family"]).toBe(
      "Inter, Helvetica, Arial, sans-serif",
    );
  });

  it("turns a tooltip into the title of its node and keeps links", async () => {
    const elements = readMarkup(
      await renderSvg('digraph { a [tooltip="tip & tap"]; b [URL="page.html" tooltip="go"] }'),
    );
    const titles = elements.filter((element) => element.name === "title").map((element) => element.text);
    expect(titles).toContain("tip & tap");
    expect(elements.filter((element) => element.name === "a").map((a) => a.attributes["xlink:href"])).toEqual(
      ["page.html"],
    );
  });

  it("gives the same bytes for the same text", async () => {
    const dot = "digraph { a -> {b c} -> d; d -> a }";
    expect(await renderSvg(dot)).toBe(await renderSvg(dot));
  });

  it("names the line of a syntax error, and draws the next graph all the same", async () => {
    const thrown = await error(renderSvg("digraph {\n a -> b\n c ->> d\n}"));
    expect(thrown.code).toBe("viz/bad-dot");
    expect(thrown.fields["line"]).toBe(3);
    expect(thrown.message).toBe(
      "renderSvg: Graphviz cannot draw this: syntax error in line 3 near '>'. Mend the DOT text; quote names that are not plain words.",
    );
    expect((await error(renderSvg(""))).code).toBe("viz/bad-dot");
    expect(await renderSvg("digraph { ok }")).toContain("ok");
  });
});

describe("renderPng", () => {
  const svg = barChart([{ label: "Aging", value: 3 }], { width: 300 });
  const height = Number(/height="(\d+)"/.exec(svg)![1]);

  it("is twice the size of the SVG unless told otherwise", async () => {
    expect(pngSize(await renderPng(svg))).toEqual({ width: 600, height: 2 * height });
    expect(pngSize(await renderPng(svg, { scale: 0.5 }))).toEqual({
      width: 150,
      height: Math.ceil(height / 2),
    });
  });

  it("draws what renderSvg gives", async () => {
    const drawn = await renderSvg("digraph { a -> b }");
    const [width, tall] = [Number(/width="(\d+)"/.exec(drawn)![1]), Number(/height="(\d+)"/.exec(drawn)![1])];
    expect(pngSize(await renderPng(drawn, { scale: 1 }))).toEqual({ width, height: tall });
  });

  it("is drawn at full resolution and not blown up", async () => {
    const half =
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="10"/></svg>';
    const surface = createCanvas(80, 80).getContext("2d");
    surface.drawImage(await loadImage(await renderPng(half, { scale: 8 })), 0, 0);
    const grey = [38, 39, 40, 41].map((x) => surface.getImageData(x, 40, 1, 1).data[0]);
    expect(grey).toEqual([0, 0, 255, 255]);
  });

  it("gives the same bytes for the same picture", async () => {
    expect(Buffer.compare(await renderPng(svg), await renderPng(svg))).toBe(0);
  });

  it("draws letters of other scripts from the font that comes along", async () => {
    const text = (letters: string) =>
      renderPng(
        `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="15" font-size="12">${letters}</text></svg>`,
      );
    // A letter without a glyph would be drawn as the same empty box as any other.
    const [zhe, sha, omega, ogonek] = await Promise.all(["Ж", "Ш", "Ω", "ą"].map(text));
    expect(new Set([zhe, sha, omega, ogonek].map((png) => Buffer.from(png!).toString("base64"))).size).toBe(
      4,
    );
  });

  it("refuses a picture that would be too large, and says which scale would fit", async () => {
    const thrown = await error(
      renderPng('<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="500"/>', {
        maxPixels: 500_000,
      }),
    );
    expect(thrown.code).toBe("viz/too-many-pixels");
    expect(thrown.message).toContain("2000 by 1000 pixels");
    expect(thrown.message).toContain("a scale of at most 1,");
    expect((await error(renderPng('<svg xmlns="x" width="40000" height="1"/>', { scale: 1 }))).code).toBe(
      "viz/too-many-pixels",
    );
  });

  it.each([
    ["", "there is no <svg> element in line 1"],
    ["<svg>", "<svg> is never closed"],
    ["<div/>", "the outermost element is <div>"],
    ["<svg><g></svg>", "</svg> closes <g>"],
    ["<svg>&nbsp;</svg>", "the entity &nbsp; is unknown"],
    ["<svg a='1' a='2'/>", "<svg> has a twice"],
    ["<svg/><svg/>", "<svg> follows the end"],
    ["<svg a=b/>", "<svg> has an attribute that cannot be read"],
    ['<!DOCTYPE svg [<!ENTITY x "y">]><svg/>', "a < begins nothing that is known"],
    ["<svg/>", "the <svg> element has no size"],
  ])("refuses %j with the reason", async (bad, reason) => {
    const thrown = await error(renderPng(bad));
    expect(thrown.code).toBe("viz/bad-svg");
    expect(thrown.message).toContain(reason);
  });

  it("refuses a scale that is no number above 0", async () => {
    for (const scale of [0, -1, Number.NaN, 1000])
      expect((await error(renderPng(svg, { scale }))).code).toBe("option/out-of-range");
  });
});
