import { writeCsv } from "@gigamine/event-log";
import { writeLogFile } from "@gigamine/event-log/node";
import { generateBatteryLog } from "@gigamine/synthetic";
import { Command, Option } from "commander";
import { formatOf, integer, LOG_FORMATS, positiveInteger, share, withJson } from "../options.js";
import { DONE, type Run } from "../outcome.js";

interface Flags {
  readonly lots: number;
  readonly seed: number;
  readonly reworkRate: number;
  readonly rework: "prefix" | "repeat";
  readonly out?: string;
  readonly json?: boolean;
}

/** `gigamine generate`: a simulated battery-production log. */
export function generateCommand(run: Run): Command {
  return withJson(
    new Command("generate")
      .description("Simulate a battery plant and write its event log; the same seed gives the same bytes.")
      .option("--lots <number>", "how many lots travel through the plant", positiveInteger, 1000)
      .option("--seed <number>", "seed of all randomness", integer, 42)
      .option("--rework-rate <share>", "share of checks that send a lot back", share, 0.15)
      .addOption(
        new Option("--rework <form>", "rework as REWORK_ activities, or as the same activity repeated")
          .choices(["prefix", "repeat"])
          .default("prefix"),
      )
      .option(
        "--out <file>",
        `where to write (${LOG_FORMATS.map((f) => `.${f}`).join(" ")}); CSV on stdout without`,
      ),
  ).action((flags: Flags) =>
    run(flags, async ({ terminal, signal }) => {
      if (flags.out !== undefined) formatOf(flags.out, LOG_FORMATS, "generate");
      terminal.stage(`simulating ${flags.lots.toLocaleString("en")} lots`);
      const log = generateBatteryLog({
        lots: flags.lots,
        seed: flags.seed,
        reworkRate: flags.reworkRate,
        rework: flags.rework,
        signal,
        onProgress: terminal.onProgress,
      });
      const facts = {
        lots: log.caseIds.length,
        events: log.activity.length,
        seed: flags.seed,
        file: flags.out ?? null,
      };
      if (flags.out === undefined && flags.json !== true) {
        terminal.raw(writeCsv(log));
        return DONE;
      }
      if (flags.out !== undefined)
        await writeLogFile(log, flags.out, { signal, onProgress: terminal.onProgress });
      terminal.result(
        facts,
        () =>
          `${facts.events.toLocaleString("en")} events of ${facts.lots.toLocaleString("en")} lots written to ${flags.out}`,
      );
      return DONE;
    }),
  );
}
