import { Command, Option } from "commander";
import { checkNeeds, type Mode, modeOf } from "../generate/check-flags.js";
import {
  type GenerateFlags,
  plantHelp,
  VIEWS,
  withLineFlags,
  withNoteFlags,
  withPlantFlags,
  withSeed,
} from "../generate/flags.js";
import { formatsOf } from "../generate/formats.js";
import type { Made } from "../generate/made.js";
import { formatOf, positiveInteger, share, withJson } from "../options.js";
import { DONE, type Run } from "../outcome.js";
import type { Context } from "../terminal.js";

const examples = `
Examples:
  gigamine generate --lots 200 --out log.csv                    # a log of eleven activities, at once
  gigamine generate --view qc-table --rows 100 --out table.csv  # a quality table with a hot coating room on Friday afternoons
  gigamine generate --view cells --preset demo --scenario roller-wear --out cells.csv --truth truth.json
  gigamine generate --view ocel --preset demo --out plant.ocel.json
  gigamine generate --design design.json --rows 1000 --out own.csv`;

/** `gigamine generate`: simulated logs and tables. */
export function generateCommand(run: Run): Command {
  const command = new Command("generate")
    .description(
      "Simulate a battery plant and write its event log or quality table, or a table of your own design; the same seed gives the same bytes.",
    )
    .option(
      "--out <file>",
      "where to write; the ending names the format: logs .csv .tsv .xes .json .ndjson .arrow (each also .gz), " +
        "tables .csv .json .ndjson, ocel .ocel.json; without it CSV on stdout",
    );
  withJson(withSeed(command));
  withPlantFlags(withLineFlags(command), VIEWS)
    .option(
      "--truth <file>",
      "write beside it what really caused what, as JSON; never part of a log or table",
    )
    .addOption(
      new Option(
        "--counterfactuals <kind>",
        "what the truth compares the run with: the same flow without the scenarios, runs simulated anew, both or none (default: fixed; both with capacity-loss, which changes waiting times only)",
      ).choices(["fixed", "resimulated", "both", "none"]),
    )
    .optionsGroup("Faults of recording (logs):")
    .option(
      "--recording-noise <share>",
      "each kind of fault with this rate: missing ends and times, wrong clocks, copies, swaps",
      share,
    )
    .option("--noise-labels <file>", "write what was spoilt, and what stood there before, as JSON")
    .optionsGroup("Tables:")
    .option(
      "--rows <number>",
      "how many rows; batches of a quality table are whole (default: 100)",
      positiveInteger,
    )
    .option(
      "--design <file>",
      "make the table that this JSON file designs, see the documentation of designTable",
    );
  return withNoteFlags(command)
    .addHelpText("after", `${plantHelp(VIEWS)}\n${examples}`)
    .action((flags: GenerateFlags) =>
      run(flags, async (context) => {
        const mode = modeOf(flags, "generate");
        checkNeeds(flags, "generate");
        if (flags.out !== undefined) formatOf(flags.out, formatsOf(mode), "generate");
        const { facts, what, file } = await make(mode, flags, context);
        if (file !== null || flags.json === true) {
          const result = { ...facts, file: file?.file ?? null, sha256: file?.sha256 ?? null };
          context.terminal.result(result, () => `${what} written to ${file?.file}`);
        }
        return DONE;
      }),
    );
}

/** Loads what is needed and nothing else: the simple log must begin at once. */
async function make(mode: Mode, flags: GenerateFlags, context: Context): Promise<Made> {
  if (mode === "simple log") {
    return (await import("../generate/simple-log.js")).generateSimpleLog(flags, context);
  }
  if (mode === "design") {
    return (await import("../generate/design.js")).generateDesign(flags.design!, flags, context);
  }
  return (await import("../generate/views.js")).generateView(mode, flags, context);
}
