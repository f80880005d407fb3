import { type Evaluation, evaluate } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import { variants } from "@gigamine/event-log";
import { type AcceptingPetriNet, treeToPetriNet } from "@gigamine/models";
import { formatCount } from "@gigamine/viz";
import { Command } from "commander";
import { LOG_ARGUMENT, type ReadFlags, share, withJson, withLogFlags, withMinerFlags } from "../options.js";
import { CHECK_FAILED, DONE, type Run } from "../outcome.js";
import { readLog } from "../read-log.js";
import { MODEL_INPUTS, readNet } from "../read-model.js";
import { qualityTable, sections } from "../summary-text.js";
import { oneLine, textTable } from "../table.js";
import type { MinerFlags } from "./discover.js";

interface Flags extends ReadFlags, MinerFlags {
  readonly model?: string;
  readonly minFitness?: number;
  readonly json?: boolean;
}

/** `gigamine conform`: how well log and model fit each other. */
export function conformCommand(run: Run): Command {
  return withJson(
    withMinerFlags(
      withLogFlags(
        new Command("conform")
          .description(
            "Replay a log on a model: fitness, precision, generalization, simplicity, and what deviates.",
          )
          .argument("<log>", LOG_ARGUMENT),
      ).option(
        "--model <file>",
        `the model: ${MODEL_INPUTS}; without it one is discovered from the log itself`,
      ),
    ).option("--min-fitness <share>", "fail with exit code 1 when the log fitness is below", share),
  ).action((path: string, flags: Flags) =>
    run(flags, async (context) => {
      const { terminal, signal } = context;
      const model = flags.model === undefined ? null : await readNet(flags.model, "--model", context);
      const log = variants(await readLog(path, flags, context));
      terminal.stage("discovering the model");
      const net = model ?? treeToPetriNet(inductiveMiner(log, { noiseThreshold: flags.noise, signal }));
      terminal.stage("replaying the log on the model");
      const quality = evaluate(log, net, { signal, onProgress: terminal.onProgress });
      const fitness = quality.fitness.logFitness;
      const passed = flags.minFitness === undefined || (fitness !== null && fitness >= flags.minFitness);
      terminal.result({ passed, minFitness: flags.minFitness ?? null, ...quality }, () =>
        conformanceText(quality, net),
      );
      if (!passed) {
        terminal.note(
          `The log fitness is ${fitness?.toFixed(4) ?? "not defined"}, below the ${flags.minFitness} asked for.`,
        );
      }
      return passed ? DONE : CHECK_FAILED;
    }),
  );
}

/** Measures first, then where tokens were missing or left over, the worst first. */
function conformanceText(quality: Evaluation, { net }: AcceptingPetriNet): string {
  const { placeMissing, placeRemaining, unknownActivities } = quality.fitness;
  const around = (place: number, kind: "input" | "output"): string => {
    const names = net.arcs
      .filter((arc) => arc.place === place && arc.kind === kind)
      .map((arc) => net.transitions[arc.transition]!.label ?? "a silent step");
    return [...new Set(names)].join(", ") || (kind === "input" ? "the end" : "the start");
  };
  const places = net.places
    .map((_, place) => ({ place, missing: placeMissing[place]!, remaining: placeRemaining[place]! }))
    .filter(({ missing, remaining }) => missing + remaining > 0)
    .sort((a, b) => b.missing + b.remaining - a.missing - a.remaining || a.place - b.place)
    .slice(0, 10);
  const deviations =
    places.length === 0
      ? "no token was missing or left over: every case fits"
      : textTable(
          [
            { label: "between" },
            { label: "and" },
            { label: "missing", align: "right" },
            { label: "left over", align: "right" },
          ],
          places.map(({ place, missing, remaining }) => [
            around(place, "output"),
            around(place, "input"),
            formatCount(missing),
            formatCount(remaining),
          ]),
        );
  const unknown = unknownActivities.map(
    ({ activity, count }) => `${oneLine(activity)} (${formatCount(count)} events)`,
  );
  return sections([
    ["", qualityTable(quality)],
    ["Where the log and the model disagree", deviations],
    ...(unknown.length === 0
      ? []
      : [["Activities that the model does not know", unknown.join(", ")] as const]),
  ]);
}
