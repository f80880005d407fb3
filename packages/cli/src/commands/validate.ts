import { checkExpectations, type ExpectationReport, logExpectations } from "@gigamine/synthetic";
import { Command } from "commander";
import { LOG_ARGUMENT, type ReadFlags, withJson, withLogFlags } from "../options.js";
import { CHECK_FAILED, DONE, type Run } from "../outcome.js";
import { readLog } from "../read-log.js";
import { textTable } from "../table.js";

/** `gigamine validate`: is this log fit for analysis? */
export function validateCommand(run: Run): Command {
  return withJson(
    withLogFlags(
      new Command("validate")
        .description(
          "Check a log against what analysis relies on; exit code 1 when an expectation is not met.",
        )
        .argument("<log>", LOG_ARGUMENT),
    ),
  ).action((path: string, flags: ReadFlags & { json?: boolean }) =>
    run(flags, async (context) => {
      const log = await readLog(path, flags, context);
      const report = checkExpectations(log, logExpectations());
      context.terminal.result({ ...report, read: log.report }, () => expectationText(report));
      return report.passed ? DONE : CHECK_FAILED;
    }),
  );
}

/** The verdicts as a table, with the first examples of what was found. */
export function expectationText(report: ExpectationReport): string {
  const mark = (success: boolean, severity: string): string =>
    success ? "ok" : severity === "error" ? "FAIL" : "warn";
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
  const verdict = report.passed
    ? "The log meets every expectation that analysis relies on."
    : "The log does not meet every expectation.";
  return [table, ...examples, verdict].join("\n\n");
}
