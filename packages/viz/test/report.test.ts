import { isGigamineError } from "@gigamine/base";
import { barChart, dfgToDot, htmlReport, type ReportData, renderSvg } from "@gigamine/viz";
import { describe, expect, it } from "@jest/globals";
import { type Element, HOSTILE, ofClass, readMarkup } from "./read-markup.js";

const chart = barChart([{ label: "Aging", value: 3 }]);
const SVG = 'xmlns="http://www.w3.org/2000/svg" width="10" height="10"';

/** One activity, seen once. */
const dfgOf = (activity: string) => ({
  activities: [activity],
  from: [],
  to: [],
  count: [],
  startCounts: [1],
  endCounts: [1],
  activityCounts: [1],
});

/** A report in which every text of every field is `text`. */
const reportOf = (text: string, svg = chart): ReportData => ({
  title: text,
  subtitle: text,
  language: text,
  source: [{ label: text, value: text }],
  keyFigures: [{ label: text, value: text, hint: text, tone: "warn" }],
  findings: [{ text, detail: text, tone: "bad" }, { text }],
  models: [{ title: text, svg, caption: text }],
  sections: [
    {
      title: text,
      intro: text,
      blocks: [
        {
          kind: "table",
          caption: text,
          columns: [
            { label: text, hint: text },
            { label: text, bar: true },
          ],
          rows: [
            [text, 3],
            [
              { value: text, text, tone: "bad" },
              { value: 1, text, bar: 0.5, tone: "good" },
            ],
          ],
        },
        { kind: "chart", svg, narrowSvg: svg, caption: text },
        { kind: "note", text },
      ],
    },
  ],
  footer: [text],
});
/** The page as an independent parser of XML reads it: it fails on anything that is not well-formed. */
const read = (html: string) => readMarkup(html.replace(/^<!DOCTYPE html>\n/, ""));
const find = (page: readonly Element[], name: string) => page.filter((element) => element.name === name);
const codeOf = (action: () => unknown) => {
  try {
    action();
  } catch (error) {
    if (isGigamineError(error)) return { code: error.code, message: error.message };
  }
  throw new Error("nothing was thrown");
};

describe("htmlReport", () => {
  it("shows every text it is given, in order", () => {
    const page = read(
      htmlReport({
        title: "Line 2",
        subtitle: "March",
        source: [{ label: "Events", value: "97,412" }],
        keyFigures: [{ label: "Scrap", value: "4.9%", hint: "of 5,934", tone: "bad" }],
        findings: [{ text: "Aging is the bottleneck.", tone: "bad", detail: "57% of all waiting." }],
        sections: [
          {
            title: "Time",
            intro: "Calendar time.",
            blocks: [
              {
                kind: "table",
                caption: "Waiting",
                columns: [{ label: "Step" }, { label: "Mean", hint: "Sum over number." }],
                rows: [
                  ["Aging", 1234.5],
                  ["Drying", null],
                ],
              },
              { kind: "note", text: "Nights count." },
            ],
          },
        ],
        footer: ["Times in UTC."],
      }),
    );
    const body = find(page, "body")[0]!.text.replace(/\s+/g, " ").trim();
    expect(body).toBe(
      "Line 2 March Events97,412 Problem: Scrap4.9%of 5,934 Findings Problem: Aging is the bottleneck.57% of all waiting. " +
        "Time Calendar time. Waiting StepMean Aging1,235 Drying– Mean Sum over number. Nights count. Times in UTC.",
    );
    expect(find(page, "title")[0]!.text).toBe("Line 2");
  });

  it("keeps hostile text as text in every field", () => {
    const clean = read(htmlReport(reportOf("plain"))).map((element) => element.name);
    for (const text of HOSTILE) {
      const page = read(htmlReport(reportOf(text)));
      // Escaped text cannot add, remove or change an element; wbr marks where a long name may break.
      expect(page.map((element) => element.name).filter((name) => name !== "wbr")).toEqual(clean);
      for (const element of page) {
        expect(Object.keys(element.attributes).filter((name) => name.startsWith("on"))).toEqual([]);
      }
      let shown = text.replaceAll("\r\n", "\n");
      for (const lost of ["\u0000", "\u0007", "\uFFFE", "\uD800"]) shown = shown.replaceAll(lost, "\uFFFD");
      expect(find(page, "h1")[0]!.text).toBe(shown.length > 500 ? `${shown.slice(0, 499)}…` : shown);
    }
  });

  it("shortens names of any length, and lets them break behind slashes and underscores", async () => {
    const endless = "x".repeat(2_000_000);
    const svg = await renderSvg(dfgToDot(dfgOf(endless)));
    const html = htmlReport({
      title: "Line 2",
      keyFigures: [{ label: "Bottleneck", value: "Assembly/Packaging" }],
      models: [{ title: "Map", svg }],
      sections: [
        {
          title: "Time",
          blocks: [
            { kind: "chart", svg: barChart([{ label: endless, value: 1 }]) },
            { kind: "table", columns: [{ label: "Step" }], rows: [[endless]] },
          ],
        },
      ],
    });
    expect(html.length).toBeLessThan(60_000);
    expect(html).toContain("Assembly/<wbr/>Packaging");
  });

  it("refers to nothing outside itself, and forbids scripts and requests", async () => {
    const svg = await renderSvg(
      dfgToDot({
        activities: ["a"],
        from: [],
        to: [],
        count: [],
        startCounts: [1],
        endCounts: [1],
        activityCounts: [1],
      }),
    );
    const html = htmlReport(reportOf("plain", svg));
    expect(html.replaceAll(/ xmlns(:xlink)?="[^"]*"/g, "")).not.toMatch(
      /https?:|\/\/|url\(|@import|<script|<link|<img|src=/,
    );
    const policy = find(read(html), "meta").find((meta) => meta.attributes["http-equiv"] !== undefined)!;
    expect(policy.attributes["content"]).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  });

  it("cleans pictures from elsewhere of everything but drawing", () => {
    const evil = `<?xml version="1.0"?><!-- c --><svg ${SVG} onload="x()" style="background:url(http://a)">
      <script>steal()</script><style>* { fill: red }</style><foreignObject><body onclick="x()">text</body></foreignObject>
      <image href="http://a/b.png"/><use href="#q"/><a href="javascript:x()"><rect id="q" width="1" height="1" fill="url(#g)" onclick="x()"/></a>
      <rect fill="url(http://evil/x)" stroke="red"/><g style="fill:expression(x)"><text>kept &lt;b&gt;</text></g>
      <animate attributeName="href" to="javascript:x()"/></svg>`;
    const page = read(htmlReport({ title: "t", models: [{ title: "m", svg: evil }] }));
    const figure = find(page, "figure")[0]!;
    const inside = page.slice(page.indexOf(figure));
    expect(inside.map((element) => element.name)).toEqual([
      "figure",
      "h3",
      "div",
      "svg",
      "rect",
      "rect",
      "g",
      "text",
    ]);
    expect(find(inside, "rect")[0]!.attributes).toEqual({
      id: "m1-q",
      width: "1",
      height: "1",
      fill: "url(#m1-g)",
    });
    expect(find(inside, "rect")[1]!.attributes).toEqual({ stroke: "red" });
    expect(Object.keys(find(inside, "svg")[0]!.attributes)).toEqual(["width", "height", "style"]);
    expect(find(inside, "text")[0]!.text).toBe("kept <b>");
    expect(find(inside, "svg")[0]!.attributes["style"]).toMatch(
      /^width:100%;min-width:\d+px;max-width:\d+px$/,
    );
  });

  it("keeps the ids of several pictures apart, and what refers to them", () => {
    const svg = `<svg ${SVG}><defs><clipPath id="c"/></defs><rect clip-path="url(#c)"/></svg>`;
    const page = read(
      htmlReport({
        title: "t",
        models: [
          { title: "a", svg },
          { title: "b", svg },
        ],
      }),
    );
    const ids = page.map((element) => element.attributes["id"]).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    expect(find(page, "rect").map((rect) => rect.attributes["clip-path"])).toEqual([
      "url(#m1-c)",
      "url(#m2-c)",
    ]);
  });

  it("never squeezes a wide model: it keeps most of its width and scrolls", () => {
    const page = read(
      htmlReport({ title: "t", models: [{ title: "m", svg: `<svg ${SVG.replace('"10"', '"2400"')}/>` }] }),
    );
    const style = find(find(page, "figure")[0] === undefined ? [] : page, "svg").at(-1)!.attributes["style"]!;
    expect(Number(/min-width:(\d+)px/.exec(style)![1])).toBeGreaterThanOrEqual(1500);
    expect(ofClass(page, "scroll")[0]!.attributes).toMatchObject({
      tabindex: "0",
      role: "region",
      "aria-label": "m",
    });
  });

  it("draws bars of a column in proportion to its largest value", () => {
    const page = read(
      htmlReport({
        title: "t",
        sections: [
          {
            title: "s",
            blocks: [
              {
                kind: "table",
                columns: [{ label: "a" }, { label: "b", bar: true }],
                rows: [
                  ["x", 50],
                  ["y", 200],
                  ["z", null],
                  ["w", { value: 1, text: "own", bar: 0.9 }],
                  ["v", -5],
                ],
              },
            ],
          },
        ],
      }),
    );
    const widths = ofClass(page, "track").map((track) => track.children[0]!.attributes["style"]);
    expect(widths).toEqual(["width:25%", "width:100%", "width:90%", "width:0%"]);
  });

  it("leaves no heading behind for what is empty or left out", () => {
    const page = read(
      htmlReport({
        title: "t",
        keyFigures: [],
        findings: [],
        models: [],
        sections: [],
        source: [],
        footer: [],
      }),
    );
    expect(find(page, "h2")).toEqual([]);
    expect(find(page, "main")[0]!.text.trim()).toBe("");
    const table = read(
      htmlReport({
        title: "t",
        sections: [
          { title: "s", blocks: [{ kind: "table", columns: [{ label: "a", bar: true }], rows: [] }] },
        ],
      }),
    );
    expect(ofClass(table, "empty")[0]!.text).toBe("No data");
  });

  it("says a tone in words, not by colour alone", () => {
    const page = read(
      htmlReport({
        title: "t",
        findings: (["good", "warn", "bad", "neutral"] as const).map((tone) => ({ text: "x", tone })),
      }),
    );
    expect(ofClass(page, "said").map((element) => element.text)).toEqual([
      "Good: ",
      "Watch: ",
      "Problem: ",
      "Note: ",
    ]);
  });

  it("gives the same bytes for the same data, and never NaN or undefined", () => {
    const html = htmlReport(reportOf("plain"));
    expect(htmlReport(structuredClone(reportOf("plain")))).toBe(html);
    expect(html).not.toMatch(/NaN|undefined|\[object/);
  });

  it("refuses a picture that is no SVG, a row of the wrong length and an unknown tone, and says how to mend it", () => {
    expect(codeOf(() => htmlReport({ title: "t", models: [{ title: "m", svg: "digraph {}" }] })).code).toBe(
      "viz/bad-svg",
    );
    expect(
      codeOf(() =>
        htmlReport({
          title: "t",
          sections: [
            {
              title: "s",
              blocks: [{ kind: "table", caption: "W", columns: [{ label: "a" }], rows: [["x"], ["y", 2]] }],
            },
          ],
        }),
      ),
    ).toEqual({
      code: "viz/bad-row",
      message:
        'htmlReport: row 2 of the table "W" has 2 cells, but the table has 1 columns. Give one cell for each column; null for an empty one.',
    });
    const tone = '"><script>' as "bad";
    expect(
      codeOf(() => htmlReport({ title: "t", keyFigures: [{ label: "a", value: "b", tone }] })).code,
    ).toBe("viz/bad-tone");
  });
});
