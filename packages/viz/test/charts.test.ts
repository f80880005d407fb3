import { isGigamineError } from "@gigamine/base";
import {
  barChart,
  boxRowChart,
  groupedRateChart,
  histogram,
  type LineSeries,
  lineChart,
  type Quantity,
  variantChart,
} from "@gigamine/viz";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Element, HOSTILE, ofClass, readMarkup } from "./read-markup.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const number = (element: Element, name: string) => Number(element.attributes[name]);
const texts = (elements: readonly Element[]) =>
  elements.filter((element) => element.name === "text").map((e) => e.text);

/** Every chart, drawn from the same labels and numbers. */
const ALL: Readonly<
  Record<
    string,
    (
      labels: readonly string[],
      values: readonly (number | null)[],
      options: { title?: string; width?: number; quantity?: Quantity },
    ) => string
  >
> = {
  barChart: (labels, values, options) =>
    barChart(
      labels.map((label, i) => ({ label, value: values[i] ?? null })),
      { ...options, valueLabel: labels[0] },
    ),
  histogram: (labels, values, options) =>
    histogram(
      values.map((v) => ({ from: v ?? Number.NaN, to: (v ?? 0) + 1, count: Math.abs(v ?? 0) })),
      {
        ...options,
        markers: labels.map((label, i) => ({ label, value: values[i] ?? Number.NaN })),
        countLabel: labels[0],
      },
    ),
  lineChart: (labels, values, options) =>
    lineChart(
      labels.map((label, i) => ({
        label,
        points: values.map((y, x) => ({ x: x * DAY + i, y, flagged: x % 2 === 0 })),
      })),
      { ...options, references: labels.map((label, i) => ({ label, value: values[i] ?? Number.NaN })) },
    ),
  lineChartOfNumbers: (labels, values, options) =>
    lineChart([{ label: labels[0] ?? "", points: values.map((x) => ({ x: x ?? Number.NaN, y: x })) }], {
      ...options,
      x: "number",
      xLabel: labels[0],
    }),
  boxRowChart: (labels, values, options) =>
    boxRowChart(
      labels.map((label, i) => boxOf(label, values, i)),
      options,
    ),
  boxRowChartLog: (labels, values, options) =>
    boxRowChart(
      labels.map((label, i) => boxOf(label, values, i)),
      { ...options, scale: "log", whiskers: labels[0] },
    ),
  groupedRateChart: (labels, values, options) =>
    groupedRateChart(
      labels.map((label, i) => ({
        label,
        rate: values[i] ?? null,
        low: values[i + 1] ?? null,
        high: values[i + 2] ?? null,
        count: values[i] ?? null,
      })),
      { ...options, overall: values[0] ?? null, interval: labels[0] },
    ),
  variantChart: (labels, values, options) =>
    variantChart(
      values.map((count, i) => ({ activities: labels.slice(i % 3), count, share: count })),
      options,
    ),
};
const boxOf = (label: string, values: readonly (number | null)[], i: number) => {
  const at = (k: number) => values[(i + k) % Math.max(1, values.length)] ?? null;
  return { label, low: at(0), q1: at(1), median: at(2), q3: at(3), high: at(4), mean: at(5) };
};

describe("barChart", () => {
  it("draws lengths in proportion to the values, from one common zero", () => {
    const bars = ofClass(
      readMarkup(barChart([10.2, 20.4, 40.8, 0].map((value, i) => ({ label: `line ${i}`, value })))),
      "gigamine-bar",
    );
    const widths = bars.map((bar) => number(bar, "width"));
    expect(widths[1]! / widths[0]!).toBeCloseTo(2, 2);
    expect(widths[2]! / widths[0]!).toBeCloseTo(4, 2);
    expect(widths[3]).toBe(0);
    expect(new Set(bars.map((bar) => bar.attributes["x"])).size).toBe(1);
    // The largest takes what labels and values leave of the 720 pixels.
    expect(number(bars[2]!, "x") + widths[2]!).toBeGreaterThan(660);
  });

  it("keeps to proportion for any values, and negative bars end where positive ones begin", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 8 }),
        (values) => {
          fc.pre(values.some((value) => value !== 0));
          const bars = ofClass(
            readMarkup(barChart(values.map((value) => ({ label: "x", value })))),
            "gigamine-bar",
          );
          const largest = Math.max(...values.map(Math.abs));
          const scale =
            number(bars[values.findIndex((value) => Math.abs(value) === largest)]!, "width") / largest;
          values.forEach((value, i) => {
            expect(Math.abs(number(bars[i]!, "width") - Math.abs(value) * scale)).toBeLessThan(0.02);
          });
          const zeros = values.map(
            (value, i) => number(bars[i]!, "x") + (value < 0 ? number(bars[i]!, "width") : 0),
          );
          for (const zero of zeros) expect(Math.abs(zero - zeros[0]!)).toBeLessThan(0.02);
        },
      ),
      { seed: 4, numRuns: 60 },
    );
  });

  it("writes each value with its unit, and a dash without a bar where it is missing", () => {
    const svg = readMarkup(
      barChart(
        [
          { label: "a", value: 2.5 * HOUR },
          { label: "b", value: null },
          { label: "c", value: Number.NaN },
        ],
        { quantity: "duration" },
      ),
    );
    expect(texts(svg)).toEqual(["a", "2 h 30 min", "b", "–", "c", "–"]);
    expect(ofClass(svg, "gigamine-bar").length).toBe(1);
  });

  it("shortens a label that is too long and keeps it whole in a title", () => {
    const long = "Electrolyte filling ".repeat(12).trim();
    const svg = readMarkup(barChart([{ label: long, value: 1 }]));
    expect(texts(svg).some((text) => text.endsWith("…"))).toBe(true);
    expect(svg.some((element) => element.name === "title" && element.text === long)).toBe(true);
  });
});

describe("histogram", () => {
  it("draws heights in proportion to the counts and bins side by side", () => {
    const bins = ofClass(
      readMarkup(
        histogram([
          { from: 0, to: 10, count: 3 },
          { from: 10, to: 20, count: 12 },
          { from: 20, to: 30, count: 0 },
        ]),
      ),
      "gigamine-bin",
    );
    const [first, second, third] = bins.map((bin) => number(bin, "height"));
    expect(second! / first!).toBeCloseTo(4, 2);
    expect(third).toBe(0);
    const [x1, x2] = [number(bins[0]!, "x"), number(bins[1]!, "x")];
    expect(x2 - x1).toBeCloseTo(number(bins[0]!, "width") + 1, 1);
  });

  it("marks a value where it belongs, with its unit", () => {
    const svg = readMarkup(
      histogram([{ from: 0, to: 10 * DAY, count: 1 }], {
        quantity: "duration",
        markers: [{ value: 5 * DAY, label: "Median" }],
      }),
    );
    expect(texts(svg)).toContain("Median 5 d");
    const bin = ofClass(svg, "gigamine-bin")[0]!;
    const dashed = svg.find((element) => element.attributes["stroke-dasharray"] !== undefined)!;
    expect(number(dashed, "x1")).toBeCloseTo(number(bin, "x") + number(bin, "width") / 2, 0);
  });
});

describe("lineChart", () => {
  const points = [1, 2, null, 4].map((y, i) => ({ x: Date.UTC(2025, 0, 1 + i), y, flagged: y === 4 }));

  it("places points in proportion and breaks the line at a missing value", () => {
    const svg = readMarkup(lineChart([{ label: "a", points }]));
    const path = ofClass(svg, "gigamine-line")[0]!.attributes["d"]!;
    expect(path.match(/M/g)!.length).toBe(2);
    const [[x1, y1], [x2, y2]] = [...path.matchAll(/([\d.]+),([\d.]+)/g)].map((m) => [
      Number(m[1]),
      Number(m[2]),
    ]) as [[number, number], [number, number]];
    const flagged = ofClass(svg, "gigamine-flagged")[0]!;
    expect(number(flagged, "cx") - x1).toBeCloseTo(3 * (x2 - x1), 1);
    expect(y1 - number(flagged, "cy")).toBeCloseTo(3 * (y1 - y2), 1);
  });

  it("has a legend for several series, told apart by colour and dashes", () => {
    const series: LineSeries[] = ["Started", "Finished"].map((label) => ({
      label,
      points: points.slice(0, 2),
    }));
    const svg = readMarkup(lineChart(series));
    expect(texts(svg)).toEqual(expect.arrayContaining(["Started", "Finished"]));
    const lines = ofClass(svg, "gigamine-line");
    expect(new Set(lines.map((line) => line.attributes["stroke"])).size).toBe(2);
    expect(new Set(lines.map((line) => line.attributes["stroke-dasharray"])).size).toBe(2);
  });

  it("writes dates in UTC and names the year and the unit", () => {
    const svg = texts(
      readMarkup(lineChart([{ label: "a", points }], { unit: "µm", valueLabel: "Thickness" })),
    );
    expect(svg).toContain("2025, UTC");
    expect(svg).toContain("Thickness (µm)");
    expect(svg.some((text) => /^2 Jan/.test(text))).toBe(true);
  });

  it("labels reference lines without letting the labels meet", () => {
    const svg = readMarkup(
      lineChart([{ label: "a", points }], {
        references: [1, 1.01, 1.02, 3.9].map((value) => ({ value, label: "Limit" })),
      }),
    );
    const ys = svg
      .filter((element) => element.name === "text" && element.text.startsWith("Limit"))
      .map((text) => number(text, "y"))
      .sort((a, b) => a - b);
    expect(ys.length).toBe(4);
    for (let i = 1; i < ys.length; i++) expect(ys[i]! - ys[i - 1]!).toBeGreaterThanOrEqual(13);
  });
});

describe("boxRowChart", () => {
  const row = { label: "Aging", low: 0, q1: 10, median: 20, q3: 40, high: 50, mean: 25 };

  it("spans the quartiles and marks the median in proportion", () => {
    const svg = readMarkup(boxRowChart([row], { quantity: "number" }));
    const box = ofClass(svg, "gigamine-box")[0]!;
    const median = number(ofClass(svg, "gigamine-median")[0]!, "x1");
    expect((median - number(box, "x")) / number(box, "width")).toBeCloseTo((20 - 10) / (40 - 10), 2);
  });

  it("gives equal factors equal lengths on a logarithmic scale", () => {
    const svg = readMarkup(
      boxRowChart([row, { ...row, low: 100, q1: 100, median: 1000, q3: 10_000, high: 10_000 }], {
        quantity: "number",
        scale: "log",
      }),
    );
    const boxes = ofClass(svg, "gigamine-box");
    // 10 to 40 is a factor of 4, 100 to 10,000 one of 100.
    expect(number(boxes[1]!, "width") / number(boxes[0]!, "width")).toBeCloseTo(
      Math.log(100) / Math.log(4),
      1,
    );
  });
});

describe("groupedRateChart", () => {
  it("places rate and interval on one scale from zero, with counts and the overall rate", () => {
    const svg = readMarkup(
      groupedRateChart(
        [
          { label: "A", rate: 0.1, low: 0.05, high: 0.2, count: 120 },
          { label: "B", rate: 0.2 },
        ],
        { overall: 0.15, interval: "95% interval" },
      ),
    );
    const [a, b] = ofClass(svg, "gigamine-rate").map((dot) => number(dot, "cx"));
    const interval = ofClass(svg, "gigamine-interval")[0]!;
    const perUnit = (b! - a!) / 0.1;
    expect(number(interval, "width")).toBeCloseTo(0.15 * perUnit, 1);
    expect(number(interval, "x")).toBeCloseTo(a! - 0.05 * perUnit, 1);
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        "10% of 120",
        "20%",
        "Dot: rate. Bar: 95% interval. Dashed line: all groups, 15%.",
      ]),
    );
  });
});

describe("variantChart", () => {
  const variants = [
    { activities: ["a", "b", "a"], count: 90, share: 0.9 },
    { activities: ["b"], count: 9, share: 0.09 },
    { activities: [], count: 1, share: 0.01 },
  ];

  it("draws one chip for each step, numbered and coloured by activity, with a legend", () => {
    const svg = readMarkup(variantChart(variants));
    const chips = ofClass(svg, "gigamine-chip");
    expect(chips.length).toBe(4);
    expect(chips[0]!.attributes["fill"]).toBe(chips[2]!.attributes["fill"]);
    expect(chips[0]!.attributes["fill"]).not.toBe(chips[1]!.attributes["fill"]);
    expect(chips[1]!.attributes["fill"]).toBe(chips[3]!.attributes["fill"]);
    expect(texts(svg)).toEqual([
      "90",
      "90%",
      "1",
      "2",
      "1",
      "9",
      "9%",
      "2",
      "1",
      "1%",
      "no activity",
      "1",
      "a",
      "2",
      "b",
    ]);
  });

  it("says how many variants and steps are left out", () => {
    const svg = texts(readMarkup(variantChart(variants, { maxVariants: 1, maxSteps: 2 })));
    expect(svg).toContain("The first 1 of 3 variants.");
    expect(svg).toContain("and 1 more steps");
  });
});

describe("every chart", () => {
  const anyNumber = fc.oneof(
    fc.constant(null),
    fc.integer({ min: -5, max: 500 }),
    fc.double({ noNaN: false }),
    fc.constantFrom(0, 5e-324, 1e300, -1e308, 1e308, 8.64e15, Number.POSITIVE_INFINITY),
  );

  it.each(Object.entries(ALL))("%s without data says so", (_, draw) => {
    expect(texts(readMarkup(draw([], [], {})))).toEqual(["No data"]);
  });

  it.each(Object.entries(ALL))(
    "%s is well-formed, free of NaN, and the same each time, whatever the numbers",
    (_, draw) => {
      fc.assert(
        fc.property(
          fc.array(fc.string(), { minLength: 1, maxLength: 5 }),
          fc.array(anyNumber, { maxLength: 8 }),
          fc.constantFrom<Quantity>("count", "share", "duration", "number"),
          fc.integer({ min: 240, max: 1200 }),
          (labels, values, quantity, width) => {
            const plain = labels.map((label) => label.replace(/nan|undefined|infinity|null/gi, ""));
            const svg = draw(plain, values, { quantity, width, title: plain[0]! });
            expect(svg).not.toMatch(/NaN|undefined|Infinity|null|\[object/);
            expect(draw(plain, values, { quantity, width, title: plain[0]! })).toBe(svg);
            const [root, ...rest] = readMarkup(svg);
            expect(root!.attributes["viewBox"]).toBe(`0 0 ${width} ${root!.attributes["height"]}`);
            for (const element of rest) {
              for (const [name, value] of Object.entries(element.attributes)) {
                if (/^(x|y|x1|x2|y1|y2|cx|cy|r|width|height)$/.test(name))
                  expect(Math.abs(Number(value))).toBeLessThan(5000);
                if (/^(width|height|r)$/.test(name)) expect(Number(value)).toBeGreaterThanOrEqual(0);
              }
            }
          },
        ),
        { seed: 5, numRuns: 80 },
      );
    },
  );

  it.each(Object.entries(ALL))(
    "%s takes numbers whose differences overflow, or are too small to divide by",
    (_, draw) => {
      for (const values of [
        [-1e308, 1e308, 0],
        [5e-324, 0, 1e-300],
        [1e16, 1e16 + 2, 1e16],
      ]) {
        for (const quantity of ["count", "share", "duration", "number"] as const) {
          const svg = draw(["a", "b", "c"], values, { quantity });
          expect(svg).not.toMatch(/NaN|Infinity/);
          for (const element of readMarkup(svg)) {
            for (const name of ["x", "x1", "cx", "width"]) {
              if (name in element.attributes)
                expect(Math.abs(number(element, name))).toBeLessThanOrEqual(760);
            }
          }
        }
      }
    },
  );

  it.each(Object.entries(ALL))("%s keeps hostile labels as text", (_, draw) => {
    for (const label of HOSTILE) {
      const svg = readMarkup(draw([label, `${label}2`], [1, 2, 3], { title: label }));
      for (const element of svg) {
        expect(element.name).toMatch(/^(svg|g|title|desc|text|rect|line|path|circle)$/);
        expect(Object.keys(element.attributes).filter((name) => /^on|href/.test(name))).toEqual([]);
      }
    }
  });

  it.each(Object.entries(ALL))("%s keeps its texts inside the picture and apart at 390 pixels", (_, draw) => {
    const labels = ["Quality Check (Raw Material)", "High-Temperature Aging", "End-of-Line Capacity Test"];
    const svg = readMarkup(
      draw(labels, [214 * HOUR, 52 * HOUR, 3 * HOUR, 90 * HOUR], {
        title: "How long each step takes in the plant, start to end",
        quantity: "duration",
        width: 390,
      }),
    );
    const boxes = svg
      .filter((element) => element.name === "text")
      .map((element) => {
        // Half an em a letter is what Helvetica takes on average.
        const width = element.text.length * number(element, "font-size") * 0.5;
        const anchor = element.attributes["text-anchor"];
        const left = number(element, "x") - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
        return { text: element.text, left, right: left + width, y: number(element, "y") };
      });
    const height = number(svg[0]!, "height");
    for (const box of boxes) {
      expect(box.left).toBeGreaterThan(-8);
      expect(box.right).toBeLessThan(398);
      expect(box.y).toBeLessThanOrEqual(height);
      for (const other of boxes) {
        if (other === box || Math.abs(other.y - box.y) > 8) continue;
        expect(Math.min(box.right, other.right) - Math.max(box.left, other.left)).toBeLessThan(6);
      }
    }
  });

  it.each(Object.entries(ALL))("%s has a name and refuses a width it cannot draw in", (_, draw) => {
    const [root, title] = readMarkup(draw(["a"], [1], { title: "Waiting" }));
    expect(root!.attributes).toMatchObject({ role: "img", "aria-label": "Waiting" });
    expect(title).toMatchObject({ name: "title", text: "Waiting" });
    for (const width of [0, Number.NaN, 100_000]) {
      try {
        draw(["a"], [1], { width });
        throw new Error("nothing was thrown");
      } catch (error) {
        expect(isGigamineError(error, "option/out-of-range")).toBe(true);
      }
    }
  });
});
