import { GigamineError } from "@gigamine/base";
import {
  type AlignmentLimits,
  deviationsByAttribute,
  diagnose,
  evaluate,
  frequencyWeights,
  modelTimes,
  stochasticConformance,
} from "@gigamine/conformance";
import { type EventLog, variants } from "@gigamine/event-log";
import { type AcceptingPetriNet, withSoundness } from "@gigamine/models";
import { formatCount, petriNetToDot } from "@gigamine/viz";
import { Command, Option } from "commander";
import { alignLog } from "../align.js";
import { isRuleModel, netOf, type RuleModel } from "../any-model.js";
import { withCaseAttribute } from "../case-attribute.js";
import { alignedCases, CASE_FORMATS, writeCases } from "../case-file.js";
import { checkRules, rulesText } from "../check-rules.js";
import { type Conformance, conformanceText } from "../conform-text.js";
import { chooseMiner, discoverModel, isMinerFlag, type MinerFlags, withMinerFlags } from "../miners.js";
import {
  flagsText,
  formatOf,
  LOG_ARGUMENT,
  positive,
  positiveInteger,
  type ReadFlags,
  share,
  withJson,
  withLogFlags,
} from "../options.js";
import { CHECK_FAILED, DONE, type Run } from "../outcome.js";
import { readLog } from "../read-log.js";
import { MODEL_INPUTS, readModel } from "../read-model.js";
import { breathe, type Context } from "../terminal.js";
import { PICTURES, writePicture } from "../write-model.js";

/** What is looked at; `timeLimit` is in seconds. */
interface ConformFlags {
  readonly by?: "replay" | "alignments";
  readonly byAttribute?: string;
  readonly out?: string;
  readonly cases?: string;
  readonly times?: boolean;
  readonly stochastic?: boolean;
  readonly timeLimit?: number;
  readonly maxStates?: number;
  readonly minFitness?: number;
}

interface Flags extends ReadFlags, MinerFlags, ConformFlags {
  readonly model?: string;
  readonly json?: boolean;
}

/** `gigamine conform`: how well log and model fit each other, and what deviates. */
export function conformCommand(run: Run): Command {
  const command = new Command("conform")
    .description(
      "Compare a log with a model or with rules: what deviates and in which cases, fitness, precision, " +
        "generalization, simplicity.",
    )
    .argument("<log>", LOG_ARGUMENT)
    .option(
      "--model <file>",
      `the model or rules: ${MODEL_INPUTS}; without it they are discovered from the log itself`,
    )
    .addOption(
      new Option(
        "--by <method>",
        "alignments: exact, and says what deviates; replay: faster on large models with much concurrency (default: alignments)",
      ).choices(["alignments", "replay"]),
    )
    .option("--by-attribute <name>", "split the deviations by this case attribute")
    .option("--cases <file>", `write a row a case: ${CASE_FORMATS.map((f) => `.${f}`).join(" ")}`)
    .option("--out <file>", `draw the deviations on the model: ${PICTURES.map((f) => `.${f}`).join(" ")}`)
    .option("--times", "how long cases wait, and work, at each step of the model")
    .option("--stochastic", "compare how frequent ways are with how probable the model makes them")
    .option("--min-fitness <share>", "fail with exit code 1 when the log fitness is below", share)
    .option(
      "--time-limit <seconds>",
      "alignments: stop searching after this time, with bounds (default: none)",
      positive,
    )
    .option(
      "--max-states <number>",
      "alignments: states to search for one variant, some 200 bytes each (default: 1000000)",
      positiveInteger,
    );
  return withLogFlags(withMinerFlags(withJson(command))).action((path: string, flags: Flags) =>
    run(flags, async (context) => {
      const { terminal } = context;
      checkFlags(flags);
      const choice = chooseMiner(flags, "conform", "net");
      const given = flags.model === undefined ? null : await readModel(flags.model, "--model", context);
      const read = await readLog(path, flags, context);
      const log = flags.byAttribute === undefined ? read : withCaseAttribute(read, flags.byAttribute);
      if (flags.times === true) checkHasTimes(log);
      if (given === null) terminal.stage("discovering the model");
      await breathe(context);
      const model = given ?? discoverModel(log, choice, flags, context).model;
      const { fitness, json, text } = isRuleModel(model)
        ? await againstRules(log, model, flags, context)
        : await againstNet(log, netOf(model), flags, context);
      const passed = flags.minFitness === undefined || (fitness !== null && fitness >= flags.minFitness);
      terminal.result({ passed, minFitness: flags.minFitness ?? null, ...json }, text);
      if (!passed) {
        terminal.note(
          `The log fitness is ${fitness?.toFixed(4) ?? "not defined"}, below the ${flags.minFitness} asked for.`,
        );
      }
      return passed ? DONE : CHECK_FAILED;
    }),
  );
}

/** What is printed, and the fitness that `--min-fitness` asks about. */
interface Answer {
  readonly fitness: number | null;
  readonly json: object;
  readonly text: () => string;
}

const OF_ALIGNMENTS = ["byAttribute", "cases", "out", "timeLimit", "maxStates"] as const;
const OF_NETS = ["by", "byAttribute", "out", "times", "stochastic", "timeLimit", "maxStates"] as const;

/** Refuses what can't be done before anything is read. */
function checkFlags(flags: Flags): void {
  if (flags.out !== undefined) formatOf(flags.out, PICTURES, "conform");
  if (flags.cases !== undefined) formatOf(flags.cases, CASE_FORMATS, "conform");
  if (flags.model !== undefined) {
    const miner = Object.keys(flags).find(isMinerFlag);
    if (miner !== undefined) throw refused(miner, "discovers a model, and --model gives one. Leave one out.");
  }
  if (flags.by !== "replay") return;
  const exact = OF_ALIGNMENTS.find((flag) => flags[flag] !== undefined);
  if (exact !== undefined) throw refused(exact, "needs alignments. Leave --by replay out.");
}

function refused(flag: string, why: string): GigamineError {
  return new GigamineError("cli/flags", `conform: ${flagsText([flag])} ${why}`, { flag });
}

async function againstRules(
  log: EventLog,
  model: RuleModel,
  flags: ConformFlags,
  context: Context,
): Promise<Answer> {
  const flag = OF_NETS.find((name) => flags[name] !== undefined);
  if (flag !== undefined) {
    throw refused(
      flag,
      "needs a process model, and these are rules. With rules there are --cases and --min-fitness.",
    );
  }
  context.terminal.stage("checking the rules");
  await breathe(context);
  const checked = checkRules(log, model, context);
  if (flags.cases !== undefined) await writeCases(checked.cases(), flags.cases, context);
  return {
    fitness: checked.result.fitness,
    json: { by: model.form, ...checked.result },
    text: () => rulesText(log, checked),
  };
}

async function againstNet(
  log: EventLog,
  given: AcceptingPetriNet,
  flags: ConformFlags,
  context: Context,
): Promise<Answer> {
  const { signal, terminal } = context;
  const work = { signal, onProgress: terminal.onProgress };
  const { by = "alignments", byAttribute } = flags;
  const variantLog = variants(log);
  const model = withSoundness(given);
  const { net, soundness } = model;
  terminal.stage(by === "replay" ? "replaying the log on the model" : "aligning the log with the model");
  await breathe(context);
  const aligned = by === "replay" ? null : await alignLog(variantLog, model, limits(flags), context);
  if (aligned !== null && aligned.openVariants > 0) {
    const range = `${aligned.logFitness?.toFixed(4)} and ${aligned.logFitnessUpperBound?.toFixed(4)}`;
    terminal.note(
      `${formatCount(aligned.openVariants)} of ${formatCount(variantLog.counts.length)} variants could not be aligned for sure within ` +
        `the limits: the fitness lies between ${range}, and there may be fewer deviations. Raise --time-limit or --max-states.`,
    );
  }
  const quality =
    aligned === null
      ? evaluate(variantLog, model, work)
      : evaluate(variantLog, model, { basis: "alignments", aligned, ...work });
  const diagnosis = aligned === null ? null : diagnose(log, model, { aligned, signal });
  await breathe(context);
  const found: Conformance = {
    by,
    net,
    soundness,
    quality,
    diagnosis,
    byAttribute:
      diagnosis === null || byAttribute === undefined
        ? null
        : { attribute: byAttribute, groups: deviationsByAttribute(log, diagnosis, byAttribute) },
    times: flags.times === true ? modelTimes(log, model, work) : null,
    stochastic:
      flags.stochastic === true
        ? stochasticConformance(variantLog, model, {
            weights: frequencyWeights(variantLog, model, work),
            ...work,
          })
        : null,
  };
  if (diagnosis !== null) {
    if (flags.cases !== undefined) await writeCases(alignedCases(log, diagnosis), flags.cases, context);
    if (flags.out !== undefined) {
      const picture = petriNetToDot(model, {
        title: "Deviations from the model",
        deviations: diagnosis.onModel,
      });
      await writePicture(picture, flags.out, context);
    }
  }
  const { quality: measures, net: _, soundness: __, ...rest } = found;
  return {
    fitness: quality.fitness.logFitness,
    json: { ...measures, ...rest, model },
    text: () => conformanceText(found),
  };
}

function limits({ timeLimit, maxStates }: ConformFlags): AlignmentLimits {
  return { maxStates, timeLimitMsInAll: timeLimit === undefined ? undefined : 1000 * timeLimit };
}

function checkHasTimes({ time }: EventLog): void {
  if (time.length === 0 || time.some((ms) => !Number.isNaN(ms))) return;
  throw refused("times", "needs times, and the log has none. Name their column with --timestamp.");
}
