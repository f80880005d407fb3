import { inductiveMiner } from "@gigamine/discovery";
import { directlyFollows, type EventLog } from "@gigamine/event-log";
import { printTree, treeToPetriNet } from "@gigamine/models";
import { Command, Option } from "commander";
import { type AnyModel, plainModel } from "../any-model.js";
import {
  formatOf,
  LOG_ARGUMENT,
  type ReadFlags,
  withJson,
  withLogFlags,
  withMinerFlags,
} from "../options.js";
import { DONE, type Run } from "../outcome.js";
import { readLog } from "../read-log.js";
import { textTable } from "../table.js";
import type { Context } from "../terminal.js";
import { MODEL_FORMATS, writeModel } from "../write-model.js";

export interface MinerFlags {
  readonly miner: "inductive";
  readonly noise: number;
}

interface Flags extends ReadFlags, MinerFlags {
  readonly as: "tree" | "net" | "dfg";
  readonly out?: string;
  readonly json?: boolean;
}

/** `gigamine discover`: a model from a log. */
export function discoverCommand(run: Run): Command {
  return withJson(
    withMinerFlags(
      withLogFlags(
        new Command("discover")
          .description("Discover a process model; print it, or draw or write it to a file.")
          .argument("<log>", LOG_ARGUMENT),
      ),
    )
      .addOption(
        new Option("--as <form>", "process tree, Petri net, or directly-follows graph")
          .choices(["tree", "net", "dfg"])
          .default("tree"),
      )
      .option("--out <file>", `where to write: ${MODEL_FORMATS.map((f) => `.${f}`).join(" ")}`),
  ).action((path: string, flags: Flags) =>
    run(flags, async (context) => {
      if (flags.out !== undefined) formatOf(flags.out, MODEL_FORMATS, "discover");
      const log = await readLog(path, flags, context);
      context.terminal.stage("discovering the model");
      const model = discoverModel(log, flags, context);
      if (flags.out !== undefined) await writeModel(model, flags.out, context, "discover");
      context.terminal.result(plainModel(model), () =>
        flags.out === undefined ? modelText(model) : `written to ${flags.out}`,
      );
      return DONE;
    }),
  );
}

/** What a miner finds. */
type FoundModel = Exclude<AnyModel, { readonly form: "bpmn" }>;

function discoverModel(log: EventLog, flags: Flags, { signal }: Context): FoundModel {
  if (flags.as === "dfg") return { form: "dfg", dfg: directlyFollows(log) };
  const tree = inductiveMiner(log, { noiseThreshold: flags.noise, signal });
  return flags.as === "tree" ? { form: "tree", tree } : { form: "net", net: treeToPetriNet(tree) };
}

function modelText(model: FoundModel): string {
  switch (model.form) {
    case "tree":
      return printTree(model.tree);
    case "net": {
      const { places, transitions, arcs } = model.net.net;
      const silent = transitions.filter((transition) => transition.label === null).length;
      return (
        `A Petri net of ${places.length} places, ${transitions.length} transitions (${silent} silent) and ${arcs.length} arcs. ` +
        `Write it with --out model.pnml, draw it with --out model.svg.`
      );
    }
    case "dfg": {
      const { activities, from, to, count } = model.dfg;
      const rows = from.map((_, arc) => [
        activities[from[arc]!]!,
        activities[to[arc]!]!,
        count[arc]!.toLocaleString("en"),
      ]);
      return textTable([{ label: "from" }, { label: "to" }, { label: "count", align: "right" }], rows);
    }
  }
}
