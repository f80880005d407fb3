import { GigamineError, quoteValue } from "@gigamine/base";
import { type Command, InvalidArgumentError, Option } from "commander";

/** How a log is read: which columns are what (usual names are found without), and how times are written. */
export interface ReadFlags {
  readonly case?: readonly string[];
  readonly activity?: readonly string[];
  /** `false` for a log without times. */
  readonly timestamp?: string | false;
  readonly start?: string;
  readonly resource?: string;
  readonly timeZone?: string;
  readonly timeFormat?: string;
  readonly dateOrder?: "day-first" | "month-first";
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly classifier?: string;
  readonly objectType?: string;
  readonly onIssue: "throw" | "skip-row" | "null";
  /** A file with a case predicate as JSON. */
  readonly filter?: string;
}

/** Adds the flags that say how a log is read. */
export function withLogFlags(command: Command): Command {
  return command
    .optionsGroup("Reading the log:")
    .option(
      "--case <column>",
      "column of the case id, found by usual names without; repeat it to join columns",
      collect,
    )
    .option("--activity <column>", "column of the activity; repeat it to join columns", collect)
    .option("--timestamp <column>", "column of the (completion) time")
    .option("--no-timestamp", "the log records no times")
    .option("--start <column>", "column of the start time, when there is one")
    .option("--resource <column>", "column of the machine or person")
    .option("--time-zone <zone>", "zone of times without an offset, such as Europe/Berlin (default: UTC)")
    .option(
      "--time-format <format>",
      'iso, epoch-s, epoch-ms, excel, or a pattern such as "dd.MM.yyyy HH:mm"',
    )
    .addOption(
      new Option("--date-order <order>", "how 03/04/2025 is meant").choices(["day-first", "month-first"]),
    )
    .option("--delimiter <character>", "what separates the fields of a CSV (default: found in the header)")
    .option("--encoding <name>", "encoding of a CSV, such as windows-1252 (default: UTF-8)")
    .option("--object-type <type>", "OCEL: the type of object whose objects are the cases")
    .option("--classifier <name>", "XES: the classifier that names the activity (default: concept:name)")
    .addOption(
      new Option("--on-issue <policy>", "what to do with a row that can't be read")
        .choices(["throw", "skip-row", "null"])
        .default("throw"),
    )
    .option("--filter <file>", "keep the cases for which the predicate in this JSON file holds");
}

/** Gathers a flag that may be given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Adds `--json`. */
export function withJson(command: Command): Command {
  return command.option("--json", "print one JSON document on stdout and nothing else");
}

/** A number in [0, 1]. */
export function share(text: string): number {
  const value = numberFrom(text);
  if (!(value >= 0 && value <= 1))
    throw new InvalidArgumentError("Give a number from 0 to 1, for example 0.2.");
  return value;
}

/** A number above 0. */
export function positive(text: string): number {
  const value = numberFrom(text);
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new InvalidArgumentError("Give a number above 0, for example 30.");
  }
  return value;
}

/** A whole number, at least 1. */
export function positiveInteger(text: string): number {
  const value = numberFrom(text);
  if (!(Number.isSafeInteger(value) && value >= 1))
    throw new InvalidArgumentError("Give a whole number of at least 1.");
  return value;
}

/** A whole number, at least 0. */
export function wholeFromZero(text: string): number {
  const value = numberFrom(text);
  if (!(Number.isSafeInteger(value) && value >= 0))
    throw new InvalidArgumentError("Give a whole number of at least 0.");
  return value;
}

/** A number of at least 0. */
export function nonNegative(text: string): number {
  const value = numberFrom(text);
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new InvalidArgumentError("Give a number of at least 0, for example 0.05.");
  }
  return value;
}

/** A whole number. */
export function integer(text: string): number {
  const value = numberFrom(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("Give a whole number, for example 42.");
  return value;
}

function numberFrom(text: string): number {
  return /^\s*$/.test(text) ? Number.NaN : Number(text);
}

/** Adds `--noise` of the inductive miner. */
export function withNoise(command: Command): Command {
  return command.option(
    "--noise <share>",
    "inductive miner: behaviour rarer than this share is left out",
    share,
    USUAL_NOISE,
  );
}

/** What `--noise` of the inductive miner is without a word of the user. */
export const USUAL_NOISE = 0.2;

/** Flags as the user writes them, from the names under which they are parsed. */
export function flagsText(names: readonly string[]): string {
  return names
    .map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
    .join(", ");
}

/** What the commands say of the file they read. */
export const LOG_ARGUMENT = "a log: .csv, .tsv, .xes, .json, .ndjson, .arrow, .ocel.json, each also .gz";

/** The endings under which a log can be written. */
export const LOG_FORMATS = ["csv", "tsv", "xes", "json", "ndjson", "arrow"].flatMap((format) => [
  format,
  `${format}.gz`,
]);

/** The format a file name asks for, by its ending; an ending that the command can't write is bad usage. */
export function formatOf<F extends string>(path: string, formats: readonly F[], command: string): F {
  const name = path.toLowerCase();
  const format = formats.find((candidate) => name.endsWith(`.${candidate}`));
  if (format === undefined) {
    throw new GigamineError(
      "cli/unknown-format",
      `${command}: cannot tell a format from the ending of ${quoteValue(path)}. ` +
        `End the file name in ${formats.map((f) => `.${f}`).join(", ")}.`,
      { path, formats },
    );
  }
  return format;
}
