import { basename } from "node:path";
import { writeFileAtomic } from "@gigamine/base/node";
import { Command } from "commander";
import { computeStatistics, mine } from "../analysis.js";
import { formatOf, LOG_ARGUMENT, type ReadFlags, withJson, withLogFlags, withNoise } from "../options.js";
import { DONE, type Run } from "../outcome.js";
import { readLog } from "../read-log.js";
import { composeReport } from "../report.js";

interface Flags extends ReadFlags {
  readonly noise: number;
  readonly attribute?: string;
  readonly title?: string;
  readonly out: string;
  readonly json?: boolean;
}

/** `gigamine report`: one HTML file that tells a plant manager what the log says. */
export function reportCommand(run: Run): Command {
  return withJson(
    withNoise(
      withLogFlags(
        new Command("report")
          .description(
            "Write one self-contained HTML report: the model, times, the bottleneck, rework, variants.",
          )
          .argument("<log>", LOG_ARGUMENT),
      ).optionsGroup("Options:"),
    )
      .option("--out <file>", "where to write", "report.html")
      .option("--title <text>", "headline of the report (default: the file's name)")
      .option(
        "--attribute <name>",
        "numeric attribute to hold against time and rework (default: batch_size or the first)",
      ),
  ).action((path: string, flags: Flags) =>
    run(flags, async (context) => {
      formatOf(flags.out, ["html"], "report");
      const log = await readLog(path, flags, context);
      const mined = await mine(log, flags.noise, context);
      const statistics = await computeStatistics(log, flags, context);
      context.terminal.stage("writing the report");
      const source = basename(path);
      const html = await composeReport({ title: flags.title ?? source, source, log, mined, statistics });
      await writeFileAtomic(flags.out, html, { signal: context.signal });
      const { events, cases } = statistics.summary;
      context.terminal.result(
        { file: flags.out, events, cases, quality: mined.quality },
        () => `report written to ${flags.out}`,
      );
      return DONE;
    }),
  );
}
