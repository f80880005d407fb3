import { Command } from "commander";
import { checkHolds, MODEL_FORMATS } from "../any-model.js";
import { chooseMiner, discoverModel, type MinerFlags, withForm, withMinerFlags } from "../miners.js";
import { modelText } from "../model-text.js";
import { formatOf, LOG_ARGUMENT, type ReadFlags, withJson, withLogFlags } from "../options.js";
import { DONE, type Run } from "../outcome.js";
import { readLog } from "../read-log.js";
import { breathe } from "../terminal.js";
import { writeModel } from "../write-model.js";

interface Flags extends ReadFlags, MinerFlags {
  readonly out?: string;
  readonly json?: boolean;
}

/** `gigamine discover`: a model from a log. */
export function discoverCommand(run: Run): Command {
  const command = withForm(
    new Command("discover")
      .description("Discover a process model or rules; print them, or draw or write them to a file.")
      .argument("<log>", LOG_ARGUMENT),
  ).option("--out <file>", `where to write: ${MODEL_FORMATS.map((f) => `.${f}`).join(" ")}`);
  return withLogFlags(withMinerFlags(withJson(command))).action((path: string, flags: Flags) =>
    run(flags, async (context) => {
      const choice = chooseMiner(flags, "discover");
      if (flags.out !== undefined) {
        checkHolds(formatOf(flags.out, MODEL_FORMATS, "discover"), choice.form, "discover");
      }
      const log = await readLog(path, flags, context);
      context.terminal.stage("discovering the model");
      await breathe(context);
      const found = discoverModel(log, choice, flags, context);
      if (flags.out !== undefined) await writeModel(found.model, flags.out, context, "discover");
      context.terminal.result(found.model.model, () =>
        flags.out === undefined ? modelText(found) : `written to ${flags.out}`,
      );
      return DONE;
    }),
  );
}
