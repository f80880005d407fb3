import type { EventLog } from "@gigamine/event-log";
import { caseDurations } from "@gigamine/stats";
import {
  barChart,
  boxRowChart,
  type ChartOptions,
  type Finding,
  formatCount,
  formatDuration,
  formatShare,
  groupedRateChart,
  histogram,
  htmlReport,
  type KeyFigure,
  lineChart,
  type ReportChart,
  type ReportSection,
  type ReportTable,
  variantChart,
} from "@gigamine/viz";
import type { Mined, Statistics } from "./analysis.js";
import { modelPicture, processMap } from "./pictures.js";
import { correlationText, dateText } from "./summary-text.js";

export interface ReportInput {
  readonly title: string;
  /** Name of the file that the log came from. */
  readonly source: string;
  readonly log: EventLog;
  readonly mined: Mined;
  readonly statistics: Statistics;
}

/** Widths of the two drawings of a chart: for a desk and for a phone. */
const WIDE = 1040;
const NARROW = 340;
const MOST_ROWS = 25;
const MOST_DEVIATIONS = 10;

/** Puts the results of the analyses into words, tables and charts, as one HTML file. */
export async function composeReport({ title, source, log, mined, statistics }: ReportInput): Promise<string> {
  const { summary } = statistics;
  const map = await processMap(log, statistics);
  const period =
    summary.firstTimeMs === null || summary.lastTimeMs === null
      ? "no times recorded"
      : `${dateText(summary.firstTimeMs)} to ${dateText(summary.lastTimeMs)} UTC`;
  return htmlReport({
    title,
    subtitle: "What the event log says: the way cases take, where time is lost, and what is done twice.",
    source: [
      { label: "Log", value: source },
      { label: "Period", value: period },
      { label: "Cases", value: formatCount(summary.cases) },
      { label: "Events", value: formatCount(summary.events) },
      { label: "Variants", value: formatCount(summary.variants) },
    ],
    keyFigures: keyFigures(statistics, mined),
    findings: findings(statistics, mined),
    models: [
      {
        title: "Process map",
        svg: map.svg,
        caption:
          "How often, and after what mean time, one activity directly follows another" +
          (map.leftOut === "" ? "." : `; ${map.leftOut}.`),
      },
      {
        title: "Process model",
        svg: await modelPicture(mined, statistics, "model-"),
        caption:
          `Petri net of the inductive miner, noise threshold ${mined.noiseThreshold}. Boxes are activities with how often ` +
          `they happened and their mean time; dark bars are silent steps; the double circle is the end.`,
      },
    ],
    sections: [
      timeSection(statistics, log),
      reworkSection(statistics),
      variantSection(mined, summary.cases),
      overTimeSection(statistics),
      qualitySection(mined),
    ].filter((section) => section.blocks.length > 0),
    footer: [
      "Durations of an activity run from its start to its completion where starts are recorded, else from the completion " +
        "of the previous event of the case, so that they hold waiting too. The first event of a case then has no duration.",
      "Made with gigamine. All figures follow from the log alone; nothing was sent anywhere.",
    ],
  });
}

function keyFigures({ summary, rework, activityDurations }: Statistics, { quality }: Mined): KeyFigure[] {
  const bottleneck = activityDurations.find((row) => row.bottleneck);
  return [
    { label: "Cases", value: formatCount(summary.cases), hint: `${formatCount(summary.events)} events` },
    {
      label: "Median case duration",
      value: formatDuration(summary.caseDuration.medianMs),
      hint: `9 of 10 within ${formatDuration(summary.caseDuration.p90Ms)}`,
    },
    {
      label: "Cases with rework",
      value: formatShare(rework.reworkRate),
      hint: `${formatCount(rework.totalReworkEvents)} rework events`,
      ...(rework.casesWithRework > 0 ? { tone: "warn" as const } : {}),
    },
    ...(bottleneck === undefined
      ? []
      : [
          {
            label: "Bottleneck",
            value: bottleneck.activity,
            hint: `mean ${formatDuration(bottleneck.meanMs)}`,
            tone: "bad" as const,
          },
        ]),
    {
      label: "Fitness of the model",
      value: quality.fitness.logFitness === null ? "–" : quality.fitness.logFitness.toFixed(3),
      hint: `${formatShare(quality.fitness.fittingShare)} of cases fit`,
    },
  ];
}

function findings({ bottlenecks, rework, attribute }: Statistics, { quality, diagnosis }: Mined): Finding[] {
  const found: Finding[] = [];
  const [first] = bottlenecks;
  if (first !== undefined && first.shareOfTime !== null) {
    found.push({
      text: `Most time passes before ${first.activity} is done: ${formatShare(first.shareOfTime)} of the time of all cases.`,
      tone: "bad",
      detail:
        `${formatDuration(first.totalMs)} over ${formatCount(first.count)} events, mean ${formatDuration(first.meanMs)}, ` +
        `median ${formatDuration(first.medianMs)}, in ${formatShare(first.shareOfCases)} of the cases.`,
    });
  }
  if (rework.cases > 0) {
    found.push(
      rework.casesWithRework === 0
        ? { text: "No case was sent back.", tone: "good", detail: `${formatCount(rework.cases)} cases.` }
        : {
            text: `${formatShare(rework.reworkRate)} of the cases have rework.`,
            tone: "warn",
            detail: `${formatCount(rework.casesWithRework)} of ${formatCount(rework.cases)} cases, ${formatCount(rework.totalReworkEvents)} rework events.`,
          },
    );
  }
  if (attribute !== null) {
    const { pValue } = attribute.withDuration;
    const clear = pValue !== null && pValue < 0.01;
    found.push({
      text: clear
        ? `${attribute.name} goes with how long a case takes.`
        : `No clear link between ${attribute.name} and how long a case takes.`,
      detail: `${correlationText(attribute.name, attribute.withDuration)} A correlation is no cause.`,
    });
  }
  const { fittingShare, logFitness } = quality.fitness;
  if (fittingShare !== null && logFitness !== null) {
    found.push({
      text: `${formatShare(fittingShare)} of the cases follow the model to the letter.`,
      tone: fittingShare >= 0.8 ? "good" : "neutral",
      detail: [
        `Log fitness ${logFitness.toFixed(3)} by token replay, precision ${quality.precision.value.toFixed(3)}.`,
        ...diagnosis.deviations.slice(0, 1).map(({ message }) => `Most frequent deviation: ${message}.`),
      ].join(" "),
    });
  }
  return found;
}

function timeSection({ activityDurations }: Statistics, log: EventLog): ReportSection {
  const rows = activityDurations.filter(({ measured }) => measured > 0).sort((a, b) => b.totalMs - a.totalMs);
  if (rows.length === 0) return { title: "Time", blocks: [] };
  const shown = rows.slice(0, MOST_ROWS);
  const durations = caseDurations(log).durationMs.filter((ms) => ms !== null);
  return {
    title: "Where the time goes",
    intro: "Activities by the time they take in all, the bottleneck first.",
    blocks: [
      chart((size) =>
        boxRowChart(
          shown.map((row) => ({
            label: row.activity,
            low: row.p10Ms,
            q1: row.p25Ms,
            median: row.medianMs,
            q3: row.p75Ms,
            high: row.p90Ms,
            mean: row.meanMs,
            tone: row.bottleneck ? "bad" : "neutral",
          })),
          { ...size, title: "Time per activity", valueLabel: "Time", whiskers: "10th to 90th percentile" },
        ),
      ),
      {
        kind: "table",
        caption: "Time per activity",
        columns: [
          { label: "Activity" },
          { label: "Events", bar: false },
          { label: "Mean" },
          { label: "Median" },
          { label: "Std", hint: "Sample standard deviation." },
          { label: "90th percentile" },
          {
            label: "Total",
            bar: true,
            hint: "Sum over all events; the activity with the greatest is the bottleneck.",
          },
        ],
        rows: shown.map((row) => [
          row.bottleneck ? { value: row.activity, text: row.activity, tone: "bad" as const } : row.activity,
          row.count,
          duration(row.meanMs),
          duration(row.medianMs),
          duration(row.sdMs),
          duration(row.p90Ms),
          duration(row.totalMs),
        ]),
      },
      chart(
        (size) =>
          histogram(equalBins(durations, 30), {
            ...size,
            title: "Case durations",
            quantity: "duration",
            valueLabel: "Duration of a case",
            countLabel: "Cases",
          }),
        "How long cases take from their first to their last event.",
      ),
    ],
  };
}

function reworkSection({ rework, attribute }: Statistics): ReportSection {
  const blocks: ReportSection["blocks"][number][] = [];
  const rows =
    rework.basis === "repeats"
      ? rework.activities
          .filter(({ repeats }) => repeats > 0)
          .map((row) => ({ label: row.activity, events: row.repeats, cases: row.casesWithRepeats }))
      : rework.prefixed.map((row) => ({ label: row.base, events: row.events, cases: row.cases }));
  rows.sort((a, b) => b.events - a.events);
  if (rows.length > 0) {
    const shown = rows.slice(0, MOST_ROWS);
    blocks.push(
      chart(
        (size) =>
          barChart(
            shown.map(({ label, events }) => ({ label, value: events, tone: "warn" })),
            { ...size, title: "Rework events by activity", valueLabel: "Rework events" },
          ),
        rework.basis === "repeats"
          ? "Occurrences of an activity beyond its first in the case."
          : "Events whose activity is marked as rework by its name.",
      ),
      {
        kind: "table",
        caption: "Rework by activity",
        columns: [
          { label: "Activity" },
          { label: "Rework events", bar: true },
          { label: "Cases" },
          { label: "Share of cases" },
        ],
        rows: shown.map(({ label, events, cases }) => [
          label,
          events,
          cases,
          { value: cases / rework.cases, text: formatShare(cases / rework.cases) },
        ]),
      },
    );
  }
  if (attribute !== null && attribute.reworkByGroup.groups.length > 1) {
    const { groups } = attribute.reworkByGroup;
    blocks.push(
      chart(
        (size) =>
          groupedRateChart(
            groups.map((group) => ({
              label: `${formatCount(group.from)} to ${formatCount(group.to)}`,
              rate: group.rate,
              low: group.lower,
              high: group.upper,
              count: group.cases,
            })),
            {
              ...size,
              title: `Cases with rework by ${attribute.name}`,
              valueLabel: "Share of cases with rework",
              overall: rework.reworkRate,
              interval: "95% interval (Wilson)",
            },
          ),
        "Where the intervals overlap widely, the groups may well be alike.",
      ),
    );
  }
  return {
    title: "What is done twice",
    intro: `${formatCount(rework.casesWithRework)} of ${formatCount(rework.cases)} cases have rework.`,
    blocks,
  };
}

function variantSection({ variants }: Mined, cases: number): ReportSection {
  const order = variants.counts
    .map((_, v) => v)
    .sort((a, b) => variants.counts[b]! - variants.counts[a]! || a - b);
  const top = order.slice(0, 10);
  const covered = top.reduce((sum, v) => sum + variants.counts[v]!, 0);
  return {
    title: "The ways cases take",
    intro: `${formatCount(order.length)} variants; the ${top.length} most frequent cover ${formatShare(cases === 0 ? null : covered / cases)} of the cases.`,
    blocks: [
      chart((size) =>
        variantChart(
          top.map((v) => ({
            activities: variants.sequence
              .slice(variants.variantOffsets[v], variants.variantOffsets[v + 1])
              .map((id) => variants.activities[id]!),
            count: variants.counts[v]!,
            share: variants.counts[v]! / cases,
          })),
          { ...size, title: "Most frequent variants" },
        ),
      ),
    ],
  };
}

function overTimeSection({ casesOverTime }: Statistics): ReportSection {
  const { buckets, unit } = casesOverTime;
  if (buckets.length < 2) return { title: "Over time", blocks: [] };
  const series = (label: string, pick: (bucket: (typeof buckets)[number]) => number) => ({
    label,
    points: buckets.map((bucket) => ({ x: bucket.fromMs, y: pick(bucket) })),
  });
  return {
    title: "Over time",
    intro: `Counted by the ${unit} (UTC). A case counts as finished with its last event in the log.`,
    blocks: [
      chart((size) =>
        lineChart([series("Cases in progress", (bucket) => bucket.inProgress)], {
          ...size,
          title: `Cases in progress at the end of each ${unit}`,
          quantity: "count",
          valueLabel: "Cases",
        }),
      ),
      chart((size) =>
        lineChart(
          [series("Begun", (bucket) => bucket.arrivals), series("Finished", (bucket) => bucket.completions)],
          { ...size, title: `Cases begun and finished per ${unit}`, quantity: "count", valueLabel: "Cases" },
        ),
      ),
    ],
  };
}

function qualitySection({ quality, diagnosis }: Mined): ReportSection {
  const row = (label: string, value: number | null, text: string) => [
    label,
    {
      value: value ?? null,
      text: value === null ? "–" : value.toFixed(3),
      ...(value === null ? {} : { bar: value }),
    },
    text,
  ];
  return {
    title: "How far the model can be trusted",
    ...(diagnosis.deviations.length > MOST_DEVIATIONS
      ? {
          intro: `Of ${formatCount(diagnosis.deviations.length)} deviations the ${MOST_DEVIATIONS} in the most cases are listed.`,
        }
      : {}),
    blocks: [
      {
        kind: "table",
        columns: [{ label: "Measure" }, { label: "Value", bar: true }, { label: "Meaning", align: "left" }],
        rows: [
          row(
            "Fitness",
            quality.fitness.logFitness,
            "How much of the log the model can replay; 1 is all of it.",
          ),
          row("Precision", quality.precision.value, "1 means the model allows only what was seen."),
          row(
            "Generalization",
            quality.generalization.value,
            "1 means every part of the model was used often.",
          ),
          row("Simplicity", quality.simplicity.value, "1 means hardly more arcs than a plain line has."),
        ],
      },
      ...deviationTable(diagnosis),
    ],
  };
}

/** What cases do otherwise than the model, in the most cases first; nothing when all fit. */
function deviationTable({ cases, deviations }: Mined["diagnosis"]): ReportTable[] {
  if (deviations.length === 0) return [];
  return [
    {
      kind: "table",
      caption: "Where cases leave the model",
      columns: [
        { label: "Deviation", align: "left" },
        { label: "Where", align: "left" },
        { label: "Cases", bar: true },
        { label: "Share of cases" },
        { label: "For example", align: "left" },
      ],
      rows: deviations
        .slice(0, MOST_DEVIATIONS)
        .map((deviation) => [
          `${deviation.activity} ${deviation.kind === "misplaced" ? "done elsewhere" : deviation.kind}`,
          deviation.after === null ? "at the start" : `after ${deviation.after}`,
          deviation.cases,
          { value: deviation.cases / cases, text: formatShare(deviation.shareOfCases) },
          deviation.exampleCases[0] ?? "",
        ]),
    },
  ];
}

function chart(draw: (size: ChartOptions) => string, caption?: string): ReportChart {
  return { kind: "chart", svg: draw({ width: WIDE }), narrowSvg: draw({ width: NARROW }), caption };
}

function duration(ms: number | null): { value: number | null; text: string } {
  return { value: ms, text: formatDuration(ms) };
}

/** `count` bins of equal width from 0 (or the least value) to the greatest. */
function equalBins(values: readonly number[], count: number): { from: number; to: number; count: number }[] {
  if (values.length === 0) return [];
  let max = 0;
  for (const value of values) max = Math.max(max, value);
  const width = max === 0 ? 1 : max / count;
  const bins = Array.from({ length: count }, (_, i) => ({ from: i * width, to: (i + 1) * width, count: 0 }));
  for (const value of values) bins[Math.min(count - 1, Math.max(0, Math.floor(value / width)))]!.count++;
  return bins;
}
