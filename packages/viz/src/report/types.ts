import type { Tone } from "../palette.js";

/** Everything a report shows; all numbers and texts come in, none is computed. Plain, JSON-safe. */
export interface ReportData {
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** Where the data come from: file, events, cases, period. */
  readonly source?: readonly ReportFact[] | undefined;
  /** The few numbers to see first. */
  readonly keyFigures?: readonly KeyFigure[] | undefined;
  /** What was found, the most important first. */
  readonly findings?: readonly Finding[] | undefined;
  /** Pictures of models; wide ones scroll sideways. */
  readonly models?: readonly ModelFigure[] | undefined;
  readonly sections?: readonly ReportSection[] | undefined;
  /** Small print at the end, one paragraph each: method, versions, caveats. */
  readonly footer?: readonly string[] | undefined;
  /** Language of the texts, as a BCP 47 tag. @default "en" */
  readonly language?: string | undefined;
}

export interface ReportFact {
  readonly label: string;
  readonly value: string;
}

export interface KeyFigure {
  readonly label: string;
  /** The number with its unit, as it is to be read. */
  readonly value: string;
  /** What it means or is compared with, in a few words. */
  readonly hint?: string | undefined;
  /** @default "neutral" */
  readonly tone?: Tone | undefined;
}

export interface Finding {
  /** One sentence. */
  readonly text: string;
  /** @default "neutral" */
  readonly tone?: Tone | undefined;
  /** What it rests on: the numbers behind it. */
  readonly detail?: string | undefined;
}

export interface ModelFigure {
  readonly title: string;
  /** From `renderSvg`. */
  readonly svg: string;
  readonly caption?: string | undefined;
}

export interface ReportSection {
  readonly title: string;
  readonly intro?: string | undefined;
  readonly blocks: readonly ReportBlock[];
}

export type ReportBlock = ReportTable | ReportChart | ReportNote;

export interface ReportTable {
  readonly kind: "table";
  readonly caption?: string | undefined;
  readonly columns: readonly ReportColumn[];
  /** One list of cells a row, in the order of the columns; `null` shows "–". */
  readonly rows: readonly (readonly ReportCell[])[];
}

export interface ReportColumn {
  readonly label: string;
  /** @default "left" for the first column, "right" where a row holds a number, else "left" */
  readonly align?: "left" | "right" | "center" | undefined;
  /** Draws a bar under each number, in proportion to the largest of the column. @default false */
  readonly bar?: boolean | undefined;
  /** The definition of what the column shows; small print under the table. */
  readonly hint?: string | undefined;
}

/** A number alone is written as a count. */
export type ReportCell = string | number | null | ReportValue;

export interface ReportValue {
  /** The number behind the text, for the bar; `null` when there is none. */
  readonly value: number | string | null;
  /** What is shown. */
  readonly text: string;
  /** Length of the bar in [0, 1], in place of the column's own. */
  readonly bar?: number | undefined;
  /** @default "neutral" */
  readonly tone?: Tone | undefined;
}

export interface ReportChart {
  readonly kind: "chart";
  /** From one of the chart functions. */
  readonly svg: string;
  /** The same chart drawn about 360 pixels wide, shown on phones. @default `svg`, which then scrolls */
  readonly narrowSvg?: string | undefined;
  readonly caption?: string | undefined;
}

export interface ReportNote {
  readonly kind: "note";
  readonly text: string;
}
