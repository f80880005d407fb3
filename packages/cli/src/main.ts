import { readFileSync } from "node:fs";
import { isGigamineError } from "@gigamine/base";
import { Command, CommanderError } from "commander";
import { BAD_INPUT, DONE, INTERRUPTED, type Run } from "./outcome.js";
import { type Streams, Terminal } from "./terminal.js";

/** Loaded when asked for: a command that reads a model must not make one that writes a log slower to begin. */
const commands: Readonly<Record<string, (run: Run) => Promise<Command>>> = {
  demo: async (run) => (await import("./commands/demo.js")).demoCommand(run),
  generate: async (run) => (await import("./commands/generate.js")).generateCommand(run),
  preview: async (run) => (await import("./commands/preview.js")).previewCommand(run),
  estimate: async (run) => (await import("./commands/estimate.js")).estimateCommand(run),
  validate: async (run) => (await import("./commands/validate.js")).validateCommand(run),
  stats: async (run) => (await import("./commands/stats.js")).statsCommand(run),
  discover: async (run) => (await import("./commands/discover.js")).discoverCommand(run),
  conform: async (run) => (await import("./commands/conform.js")).conformCommand(run),
  report: async (run) => (await import("./commands/report.js")).reportCommand(run),
  convert: async (run) => (await import("./commands/convert.js")).convertCommand(run),
};

/** Runs the command line and returns the exit code; never throws, never ends the process. */
export async function main(argv: readonly string[], streams: Streams, signal: AbortSignal): Promise<number> {
  let exitCode = DONE;
  const run: Run = async (flags, action) => {
    const terminal = await Terminal.open(streams, flags.json === true);
    try {
      exitCode = await action({ terminal, signal });
    } finally {
      terminal.close();
    }
  };
  const program = new Command("gigamine")
    .description(
      "Process mining on your own event log: CSV or XES in, model, fit, times, rework and a report out.",
    )
    .version(ownVersion())
    .showSuggestionAfterError()
    .showHelpAfterError("(add --help for what this command takes)")
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 a check you asked for failed, 2 bad usage or unreadable input.\n" +
        "\nTo begin: gigamine demo        makes a battery-production log and everything from it\n" +
        "          gigamine report my.csv --out report.html",
    );
  for (const command of await commandsFor(argv[0], run)) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  // Settings must reach the subcommands, which are made beforehand.
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    });
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : BAD_INPUT;
    if (signal.aborted) {
      streams.stderr.write("Stopped; nothing half-written was left behind.\n");
      return INTERRUPTED;
    }
    if (isGigamineError(error)) {
      streams.stderr.write(`${error.message}\n`);
      return BAD_INPUT;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    streams.stderr.write(
      `This is a fault in gigamine, not in your input. Please report it with the lines below.\n${detail}\n`,
    );
    return BAD_INPUT;
  }
}

/** The command that is named; all of them when help or a suggestion may be needed. */
async function commandsFor(name: string | undefined, run: Run): Promise<Command[]> {
  const named = name !== undefined && Object.hasOwn(commands, name) ? [commands[name]!] : [];
  const wanted = named.length > 0 ? named : Object.values(commands);
  const loaded: Command[] = [];
  for (const load of wanted) loaded.push(await load(run));
  return loaded;
}

function ownVersion(): string {
  const description = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(description) as { version: string }).version;
}
