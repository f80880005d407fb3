import { Command } from "commander";
import { type GenerateFlags, plantHelp, TABLE_VIEWS, withPlantFlags, withSeed } from "../generate/flags.js";
import { positiveInteger, withJson } from "../options.js";
import { DONE, type Run } from "../outcome.js";

const examples = `
Examples:
  gigamine preview                          # three rows of the quality table
  gigamine preview --design design.json     # three rows of a table of your own`;

/** `gigamine preview`: a first look at a table before it is made. */
export function previewCommand(run: Run): Command {
  const command = new Command("preview")
    .description(
      "Show a few rows of a quality table or of a table of your own design, and what its columns hold; writes nothing, asks no model.",
    )
    .option(
      "--rows <number>",
      "how many rows to show (default: 3); columns are described by 200",
      positiveInteger,
    )
    .option("--design <file>", "the table that this JSON file designs, see the documentation of designTable");
  withJson(withSeed(command));
  return withPlantFlags(command, TABLE_VIEWS)
    .addHelpText("after", `${plantHelp(TABLE_VIEWS)}\n${examples}`)
    .action((flags: GenerateFlags) =>
      run(flags, async (context) => {
        const { previewTable, previewText } = await import("../generate/preview.js");
        const preview = await previewTable(flags, context);
        context.terminal.result(preview, () => previewText(preview));
        return DONE;
      }),
    );
}
