import { Command } from "commander";
import { computeStatistics } from "../analysis.js";
import { LOG_ARGUMENT, type ReadFlags, withJson, withLogFlags } from "../options.js";
import { DONE, type Run } from "../outcome.js";
import { readLog } from "../read-log.js";
import { statisticsText } from "../summary-text.js";

interface Flags extends ReadFlags {
  readonly attribute?: string;
  readonly json?: boolean;
}

/** `gigamine stats`: how long things take, where time is lost, what is done twice. */
export function statsCommand(run: Run): Command {
  return withJson(
    withLogFlags(
      new Command("stats")
        .description("Count and time a log: activities, durations and the bottleneck, rework.")
        .argument("<log>", LOG_ARGUMENT),
    ).option(
      "--attribute <name>",
      "numeric attribute to hold against time and rework (default: batch_size or the first)",
    ),
  ).action((path: string, flags: Flags) =>
    run(flags, async (context) => {
      const log = await readLog(path, flags, context);
      const statistics = await computeStatistics(log, flags, context);
      context.terminal.result(statistics, () => statisticsText(statistics));
      return DONE;
    }),
  );
}
