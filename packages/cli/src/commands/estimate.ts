import { Command } from "commander";
import { checkOnlyTable } from "../generate/check-flags.js";
import {
  type GenerateFlags,
  plantHelp,
  TABLE_VIEWS,
  withAskingFlags,
  withPlantFlags,
  withSeed,
} from "../generate/flags.js";
import { positiveInteger, withJson } from "../options.js";
import { DONE, type Run } from "../outcome.js";

const examples = `
Examples:
  gigamine estimate --rows 1000             # what notes for a new table of 1,000 rows would cost
  gigamine estimate table.csv --all-notes   # for all rows of a table that is there already`;

/** `gigamine estimate`: what it costs to have notes written, before anything is spent. */
export function estimateCommand(run: Run): Command {
  const command = new Command("estimate")
    .description(
      "Say how many requests the notes of a quality table take and what Claude would cost; needs no key and no network.",
    )
    .argument(
      "[table]",
      "a quality table (.csv, .json, .ndjson); without it the one that generate makes with these flags",
    )
    .option("--rows <number>", "how many rows (default: 100)", positiveInteger);
  withAskingFlags(withJson(withSeed(command)));
  return withPlantFlags(command, TABLE_VIEWS)
    .addHelpText("after", `${plantHelp(TABLE_VIEWS)}\n${examples}`)
    .action((path: string | undefined, flags: GenerateFlags) =>
      run(flags, async (context) => {
        if (path !== undefined) checkOnlyTable(flags, "estimate");
        const { estimateTable } = await import("../generate/estimate.js");
        const { estimateText } = await import("../generate/estimate-text.js");
        const { estimate, spentUsd } = await estimateTable(path, flags, context);
        context.terminal.result(estimate, () => estimateText(estimate, flags.allNotes === true, spentUsd));
        return DONE;
      }),
    );
}
