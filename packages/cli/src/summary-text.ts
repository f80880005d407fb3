import type { AlignmentFitnessResult, Evaluation, FitnessResult } from "@gigamine/conformance";
import type { LogSummary } from "@gigamine/stats";
import { formatCount, formatDuration, formatNumber, formatShare } from "@gigamine/viz";
import type { AttributeEffect, Mined, Statistics } from "./analysis.js";
import { oneLine, textTable } from "./table.js";

/** How many rows a table of the summary shows; `--json` has all. */
export const ROWS = 10;

/** The figures of a log for a person at a terminal, one short table a question. */
export function statisticsText(statistics: Statistics): string {
  const { summary } = statistics;
  return sections([
    ["", logLine(summary)],
    ["Most frequent activities", activityTable(summary)],
    ["", endpointLines(summary)],
    ["Time per activity", durationTable(statistics)],
    ["Rework", reworkText(statistics)],
    ...(statistics.attribute === null ? [] : [attributeSection(statistics.attribute)]),
  ]);
}

/** How the model was found and how well it and the log fit. */
export function qualityText({ quality, noiseThreshold, net }: Mined): string {
  const { places, transitions } = net.net;
  const how = `inductive miner, noise ${noiseThreshold}: ${places.length} places, ${transitions.length} transitions`;
  return `${how}\n\n${qualityTable(quality)}`;
}

/** The four quality dimensions with what they mean. */
export function qualityTable({
  fitness,
  precision,
  generalization,
  simplicity,
}: Evaluation<FitnessResult | AlignmentFitnessResult>): string {
  const figure = (value: number | null): string => (value === null ? "–" : value.toFixed(3));
  return textTable(
    [{ label: "measure" }, { label: "value", align: "right" }, { label: "meaning" }],
    [
      [
        "fitness",
        figure(fitness.logFitness),
        "placeMissing" in fitness
          ? `${formatShare(fitness.fittingShare)} of the cases replay without a gap`
          : `${formatShare(fitness.fittingShare)} of the cases fit the model`,
      ],
      ["precision", figure(precision.value), "1 means the model allows only what was seen"],
      ["generalization", figure(generalization.value), "1 means every part of the model was used often"],
      ["simplicity", figure(simplicity.value), "1 means hardly more arcs than a plain line has"],
    ],
  );
}

/** Titles and bodies under each other with blank lines between. */
export function sections(parts: readonly (readonly [title: string, body: string])[]): string {
  return parts.map(([title, body]) => (title === "" ? body : `${title.toUpperCase()}\n${body}`)).join("\n\n");
}

function logLine(summary: LogSummary): string {
  const counts = [
    `${formatCount(summary.events)} events`,
    `${formatCount(summary.cases)} cases`,
    `${formatCount(summary.variants)} variants`,
    `${formatCount(summary.activities.length)} activities`,
  ].join(" · ");
  const period =
    summary.firstTimeMs === null || summary.lastTimeMs === null
      ? "no times recorded"
      : `${dateText(summary.firstTimeMs)} to ${dateText(summary.lastTimeMs)} UTC`;
  const { medianMs, meanMs } = summary.caseDuration;
  return `${counts}\n${period} · a case takes ${formatDuration(medianMs)} in the median, ${formatDuration(meanMs)} on average`;
}

function activityTable(summary: LogSummary): string {
  return (
    textTable(
      [
        { label: "activity" },
        { label: "events", align: "right" },
        { label: "share of cases", align: "right" },
      ],
      cut(summary.activities).map((row) => [
        row.activity,
        formatCount(row.events),
        formatShare(row.shareOfCases),
      ]),
    ) + moreRows(summary.activities)
  );
}

function endpointLines(summary: LogSummary): string {
  const list = (endpoints: LogSummary["startActivities"]): string =>
    endpoints
      .slice(0, 3)
      .map(({ activity, shareOfCases }) => `${oneLine(activity)} (${formatShare(shareOfCases)})`)
      .join(", ") + (endpoints.length > 3 ? `, and ${endpoints.length - 3} more` : "");
  return `Cases start with  ${list(summary.startActivities) || "–"}\nCases end with    ${list(summary.endActivities) || "–"}`;
}

function durationTable({ activityDurations }: Statistics): string {
  const rows = [...activityDurations].sort((a, b) => b.totalMs - a.totalMs);
  const bases = new Set(rows.map(({ basis }) => basis));
  const basis = bases.has("service")
    ? bases.has("gap")
      ? "start to completion where starts are recorded, else since the previous event"
      : "from start to completion"
    : "since the previous event of the case, waiting included";
  const table = textTable(
    [
      { label: "activity" },
      { label: "mean", align: "right" },
      { label: "median", align: "right" },
      { label: "std", align: "right" },
      { label: "total", align: "right" },
      { label: "" },
    ],
    cut(rows).map((row) => [
      row.activity,
      formatDuration(row.meanMs),
      formatDuration(row.medianMs),
      formatDuration(row.sdMs),
      formatDuration(row.totalMs),
      row.bottleneck ? "◀ bottleneck" : "",
    ]),
  );
  return `${basis}\n${table}${moreRows(rows)}`;
}

function reworkText({ rework }: Statistics): string {
  const share = `${formatCount(rework.casesWithRework)} of ${formatCount(rework.cases)} cases (${formatShare(rework.reworkRate)})`;
  const rows =
    rework.basis === "repeats"
      ? rework.activities
          .filter(({ repeats }) => repeats > 0)
          .sort((a, b) => b.repeats - a.repeats)
          .map((row) => [row.activity, row.repeats, row.casesWithRepeats] as const)
      : [...rework.prefixed]
          .sort((a, b) => b.events - a.events)
          .map((row) => [row.activity, row.events, row.cases] as const);
  if (rows.length === 0) return "no case was sent back";
  const table = textTable(
    [{ label: "activity" }, { label: "events", align: "right" }, { label: "cases", align: "right" }],
    cut(rows).map(([activity, events, cases]) => [activity, formatCount(events), formatCount(cases)]),
  );
  return `${share} with rework, ${formatCount(rework.totalReworkEvents)} rework events\n${table}${moreRows(rows)}`;
}

function attributeSection({ name, withDuration, reworkByGroup }: AttributeEffect): readonly [string, string] {
  const table = textTable(
    [
      { label: name },
      { label: "cases", align: "right" },
      { label: "with rework", align: "right" },
      { label: "95% interval", align: "right" },
    ],
    reworkByGroup.groups.map((group) => [
      `${formatCount(group.from)} to ${formatCount(group.to)}`,
      formatCount(group.cases),
      formatShare(group.rate),
      group.lower === null ? "–" : `${formatShare(group.lower)} to ${formatShare(group.upper)}`,
    ]),
  );
  return [`${name}: does it matter?`, `${correlationText(name, withDuration)}\n\n${table}`];
}

/** One sentence on a correlation, with its interval, its p-value and the number of cases. */
export function correlationText(
  name: string,
  { r, lower, upper, pValue, n, reason }: AttributeEffect["withDuration"],
): string {
  if (r === null || pValue === null) {
    const why =
      reason === "no-variation" ? "one of the two takes one value only" : "fewer than three cases have both";
    return `Correlation of ${name} with total time: not defined, ${why}.`;
  }
  const interval =
    lower === null || upper === null ? "" : ` (95% interval ${signed(lower)} to ${signed(upper)})`;
  const p = pValue < 0.001 ? "p < 0.001" : `p = ${formatNumber(pValue)}`;
  return `Correlation of ${name} with total time: r = ${signed(r)}${interval}, ${p}, n = ${formatCount(n)}.`;
}

function signed(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

/** A day and time in UTC, to the minute. */
export function dateText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}

/** The rows that a table shows. */
export function cut<T>(rows: readonly T[]): readonly T[] {
  return rows.slice(0, ROWS);
}

/** Says how many rows a table of at most `shown` rows leaves out. */
export function moreRows(rows: readonly unknown[], shown = ROWS): string {
  return rows.length > shown ? `\n… and ${formatCount(rows.length - shown)} more; --json lists all` : "";
}
