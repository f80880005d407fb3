import { writeLogFile } from "@gigamine/event-log/node";
import { Command } from "commander";
import { MODEL_FORMATS } from "../any-model.js";
import { formatOf, LOG_FORMATS, type ReadFlags, withJson, withLogFlags } from "../options.js";
import { DONE, type Run } from "../outcome.js";
import { readLog } from "../read-log.js";
import { MODEL_FILES, MODEL_INPUTS, readModel } from "../read-model.js";
import { writeModel } from "../write-model.js";

/** `gigamine convert`: a log or a model in another format. */
export function convertCommand(run: Run): Command {
  return withJson(
    withLogFlags(
      new Command("convert")
        .description(
          "Write a log as CSV, XES, JSON, NDJSON or Arrow, or a model as PNML, PTML, BPMN, DFG, JSON, SVG, PNG or DOT.",
        )
        .argument("<in>", "what to read")
        .argument("<out>", "what to write; the ending names the format"),
    ).option("--model", `the input is a model (${MODEL_INPUTS}), not a log; needed for .json only`),
  ).action((input: string, output: string, flags: ReadFlags & { model?: boolean; json?: boolean }) =>
    run(flags, async (context) => {
      const { terminal, signal } = context;
      if (flags.model === true || MODEL_FILES.some((format) => input.toLowerCase().endsWith(`.${format}`))) {
        formatOf(output, MODEL_FORMATS, "convert");
        await writeModel(await readModel(input, "convert", context), output, context, "convert");
        terminal.result({ file: output }, () => `written to ${output}`);
        return DONE;
      }
      formatOf(output, LOG_FORMATS, "convert");
      const log = await readLog(input, flags, context);
      await writeLogFile(log, output, { signal, onProgress: terminal.onProgress });
      const facts = { file: output, events: log.activity.length, cases: log.caseIds.length };
      terminal.result(
        facts,
        () =>
          `${facts.events.toLocaleString("en")} events of ${facts.cases.toLocaleString("en")} cases written to ${output}`,
      );
      return DONE;
    }),
  );
}
