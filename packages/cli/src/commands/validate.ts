import { GigamineError } from "@gigamine/base";
import {
  checkExpectations,
  type Expectation,
  type ExpectationReport,
  expectations,
  isQcTable,
  type LogRules,
} from "@gigamine/synthetic";
import { Command } from "commander";
import { LOG_ARGUMENT, type ReadFlags, withJson, withLogFlags } from "../options.js";
import { CHECK_FAILED, DONE, type Run } from "../outcome.js";
import { withQcData } from "../qc-log.js";
import { readJsonFile } from "../read-file.js";
import { readLog } from "../read-log.js";
import { textTable } from "../table.js";

interface Flags extends ReadFlags {
  readonly rules?: string;
  readonly badShift?: string;
  readonly json?: boolean;
}

/** `gigamine validate`: is this log fit for analysis, and does it keep the rules of its process? */
export function validateCommand(run: Run): Command {
  return withJson(
    withLogFlags(
      new Command("validate")
        .description(
          "Check a log against what analysis relies on, and a quality table against itself; exit code 1 when an expectation is not met.",
        )
        .argument("<log>", LOG_ARGUMENT)
        .option(
          "--rules <file>",
          "also check the rules of your process in this JSON file: calendar, durations, capacity, order …",
        )
        .option(
          "--bad-shift <shift@room>",
          "quality table: this shift must be hotter in this room, such as Friday_PM@Coating_Room",
        ),
    ),
  ).action((path: string, flags: Flags) =>
    run(flags, async (context) => {
      const badShift = flags.badShift === undefined ? undefined : shiftAndRoom(flags.badShift);
      const wanted: Expectation[] = [...expectations.log()];
      if (flags.rules !== undefined) {
        wanted.push(...expectations.rules((await readJsonFile(flags.rules)) as LogRules));
      }
      const read = await readLog(path, flags, context);
      const log = withQcData(read);
      if (isQcTable(log)) wanted.push(...expectations.qcTable({ badShift }));
      else if (badShift !== undefined) throw noQcTable(path);
      const report = checkExpectations(log, wanted);
      context.terminal.result({ ...report, read: read.report }, () => expectationText(report));
      return report.passed ? DONE : CHECK_FAILED;
    }),
  );
}

function shiftAndRoom(text: string): { shift: string; location: string } {
  const [shift = "", location = "", ...rest] = text.split("@");
  if (shift !== "" && location !== "" && rest.length === 0) return { shift, location };
  throw new GigamineError(
    "cli/bad-shift",
    `validate: --bad-shift ${text} is not of the form <shift@room>. Write for example --bad-shift Friday_PM@Coating_Room.`,
    { text },
  );
}

function noQcTable(path: string): GigamineError {
  return new GigamineError(
    "cli/no-qc-table",
    `validate: ${path} is no quality table: it needs the columns process_step, subcategory and qc_data. Leave --bad-shift out, or give a table such as gigamine generate --view qc-table writes.`,
    { path },
  );
}

/** The verdicts as a table, with the first examples of what was found. */
export function expectationText(report: ExpectationReport): string {
  const mark = (success: boolean, severity: string): string =>
    success ? "PASS" : severity === "error" ? "FAIL" : "WARN";
  const table = textTable(
    [{ label: "" }, { label: "expectation", widest: 100 }, { label: "observed", widest: 100 }],
    report.results.map((result) => [mark(result.success, result.severity), result.title, result.observed]),
  );
  const examples = report.results
    .filter((result) => !result.success && result.examples.length > 0)
    .map(
      (result) =>
        `${result.title}:\n${result.examples
          .slice(0, 3)
          .map((line) => `  ${line}`)
          .join("\n")}`,
    );
  const count = (severity: string): number =>
    report.results.filter((result) => !result.success && result.severity === severity).length;
  const met = report.results.filter((result) => result.success).length;
  const verdict =
    `${report.passed ? "PASS" : "FAIL"}: ${met} of ${report.results.length} expectations met, ` +
    `${count("error")} failed, ${count("warning")} worth a look.`;
  return [table, ...examples, verdict].join("\n\n");
}
