import { GigamineError } from "@gigamine/base";
import {
  alphaMiner,
  alphaPlusMiner,
  declareMiner,
  heuristicsMiner,
  inductiveMiner,
  logSkeleton,
  splitMiner,
  temporalProfile,
} from "@gigamine/discovery";
import { directlyFollows, type EventLog, filterDfg } from "@gigamine/event-log";
import { type CheckedPetriNet, withoutImpliedRules, withSoundness } from "@gigamine/models";
import { type Command, Option } from "commander";
import { withAdvice } from "./advice.js";
import {
  type AnyModel,
  type FlowModel,
  type Form,
  inForm,
  isRuleForm,
  isRuleModel,
  netOf,
} from "./any-model.js";
import { flagsText, share, USUAL_NOISE } from "./options.js";
import type { Context } from "./terminal.js";

/** What the user may say about the way a model is discovered. */
export interface MinerFlags {
  readonly miner?: MinerName;
  readonly as?: FlowModel["form"];
  readonly noise?: number;
  readonly variant?: "IM" | "IMf" | "IMd";
  readonly dependency?: number;
  readonly loops?: number;
  readonly longDistance?: number;
  readonly eta?: number;
  readonly epsilon?: number;
  readonly activities?: number;
  readonly paths?: number;
  readonly minSupport?: number;
  readonly minConfidence?: number;
  readonly allRules?: boolean;
}

type OwnFlag = Exclude<keyof MinerFlags, "miner" | "as">;

/** What a miner found, before it is turned into the form asked for. */
interface Found {
  readonly own: AnyModel;
  /** The net that belongs to it, where it is not just the one of the same language. */
  readonly net?: CheckedPetriNet;
}

interface Miner {
  /** The forms in which its model can be had, the usual one first. */
  readonly forms: readonly Form[];
  /** The flags that it takes. */
  readonly flags: readonly OwnFlag[];
  readonly mine: (log: EventLog, flags: MinerFlags, context: Context) => Found;
}

const FLOWS: readonly FlowModel["form"][] = ["tree", "net", "bpmn", "heuristics-net", "dfg"];

const MINERS = {
  inductive: {
    forms: ["tree", "net", "bpmn"],
    flags: ["noise", "variant"],
    mine: (log, { variant, noise = variant === "IM" ? 0 : USUAL_NOISE }, { signal, terminal }) => {
      const options = { noiseThreshold: noise, variant, signal, onProgress: terminal.onProgress };
      return { own: { form: "tree", model: inductiveMiner(log, options) } };
    },
  },
  heuristics: {
    forms: ["heuristics-net", "net", "bpmn", "tree"],
    flags: ["dependency", "loops", "longDistance"],
    mine: (log, { dependency, loops, longDistance }, { signal, terminal }) => {
      const model = heuristicsMiner(log, {
        dependencyThreshold: dependency,
        loopOneThreshold: loops,
        loopTwoThreshold: loops,
        longDistanceThreshold: longDistance,
        signal,
        onProgress: terminal.onProgress,
      });
      return { own: { form: "heuristics-net", model } };
    },
  },
  split: {
    forms: ["bpmn", "net", "tree"],
    flags: ["eta", "epsilon"],
    mine: (log, { eta, epsilon }, { terminal }) => {
      const { bpmn, net, simplifiedJoins } = splitMiner(log, { eta, epsilon });
      if (simplifiedJoins.length > 0) {
        const joins = `${simplifiedJoins.length} inclusive ${simplifiedJoins.length === 1 ? "join" : "joins"}`;
        terminal.note(
          `The Petri net takes ${joins} of the BPMN model for exclusive: the loops around have too many states.`,
        );
      }
      return { own: { form: "bpmn", model: bpmn }, net };
    },
  },
  alpha: {
    forms: ["net", "bpmn", "tree"],
    flags: [],
    mine: (log) => {
      const net = alphaMiner(log);
      return { own: { form: "net", model: net }, net };
    },
  },
  "alpha-plus": {
    forms: ["net", "bpmn", "tree"],
    flags: [],
    mine: (log) => {
      const net = alphaPlusMiner(log);
      return { own: { form: "net", model: net }, net };
    },
  },
  dfg: {
    forms: ["dfg", "net", "bpmn", "tree"],
    flags: ["activities", "paths"],
    mine: (log, { activities, paths }) => {
      return { own: { form: "dfg", model: filterDfg(directlyFollows(log), { activities, paths }) } };
    },
  },
  declare: {
    forms: ["declare"],
    flags: ["minSupport", "minConfidence", "allRules"],
    mine: (log, { minSupport, minConfidence, allRules = false }, { signal, terminal }) => {
      const found = declareMiner(log, { minSupport, minConfidence, signal, onProgress: terminal.onProgress });
      return { own: { form: "declare", model: allRules ? found : withoutImpliedRules(found) } };
    },
  },
  "log-skeleton": {
    forms: ["log-skeleton"],
    flags: ["noise"],
    mine: (log, { noise }, { signal, terminal }) => {
      const model = logSkeleton(log, { noiseThreshold: noise, signal, onProgress: terminal.onProgress });
      return { own: { form: "log-skeleton", model } };
    },
  },
  "temporal-profile": {
    forms: ["temporal-profile"],
    flags: [],
    mine: (log, _, { signal, terminal }) => {
      const model = temporalProfile(log, { signal, onProgress: terminal.onProgress });
      return { own: { form: "temporal-profile", model } };
    },
  },
} as const satisfies Record<string, Miner>;

type MinerName = keyof typeof MINERS;
const MINER_NAMES = Object.keys(MINERS) as MinerName[];

/** The flags of the miners, with the words of `--help`. */
const FLAG_TEXTS: readonly (readonly [flag: string, text: string])[] = [
  [
    "--noise <share>",
    "inductive: behaviour rarer than this share is left out (default: 0.2, with --variant IM 0); log-skeleton: a rule may be broken in this share of cases (default: 0)",
  ],
  ["--dependency <share>", "heuristics: how sure a dependency must be (default: 0.9)"],
  ["--loops <share>", "heuristics: how sure loops of one or two activities must be (default: 0.9)"],
  ["--long-distance <share>", "heuristics: look for long-distance dependencies that are this sure"],
  ["--eta <share>", "split: how much rare behaviour is filtered (default: 0.4)"],
  ["--epsilon <share>", "split: how unevenly concurrent activities may take turns (default: 0.1)"],
  ["--activities <share>", "dfg: keep this share of the activities, the most frequent (default: 1)"],
  ["--paths <share>", "dfg: keep this share of the arcs, the most frequent (default: 1)"],
  ["--min-support <share>", "declare: cases in which a rule must be asked and kept (default: 0.1)"],
  ["--min-confidence <share>", "declare: share of the cases that ask for a rule and keep it (default: 0.95)"],
];

/** Adds the flags that choose a miner and say how it works. */
export function withMinerFlags(command: Command): Command {
  command
    .optionsGroup("Discovery:")
    .addOption(
      new Option("--miner <name>", "how the model is discovered (default: inductive)").choices(MINER_NAMES),
    )
    .addOption(
      new Option(
        "--variant <name>",
        "inductive: IM fits every case, IMf leaves rare behaviour out, IMd looks at the directly-follows graph only",
      ).choices(["IM", "IMf", "IMd"]),
    );
  for (const [flag, text] of FLAG_TEXTS) command.option(flag, text, share);
  return command.option("--all-rules", "declare: also the rules that follow from stronger ones");
}

/** Adds `--as`. */
export function withForm(command: Command): Command {
  return command.addOption(
    new Option("--as <form>", "form of the model (default: what the miner makes)").choices(FLOWS),
  );
}

/** The miner, and the form in which its model is wanted. */
export interface MinerChoice {
  readonly miner: MinerName;
  readonly form: Form;
}

/**
 * Finds out which miner and form are meant: without `--as` the `preferred` form, where the miner gives it, else its usual one. What does
 * not go together is bad usage, and the error says what does.
 */
export function chooseMiner(flags: MinerFlags, command: string, preferred?: Form): MinerChoice {
  const miner = flags.miner ?? minerOf(flags.as);
  const { forms, flags: own }: Miner = MINERS[miner];
  const usual = preferred !== undefined && forms.includes(preferred) ? preferred : forms[0]!;
  const form = flags.as ?? usual;
  if (!forms.includes(form)) {
    const others = MINER_NAMES.filter((name) => (MINERS[name].forms as readonly Form[]).includes(form));
    const possible = isRuleForm(forms[0]!) ? "leave --as out" : `use --as ${forms.join(", --as ")}`;
    throw new GigamineError(
      "cli/other-form",
      `${command}: --miner ${miner} gives no ${form}. With it ${possible}; ${form} comes from --miner ${others.join(", --miner ")}.`,
      { miner, form, forms },
    );
  }
  const foreign = (Object.keys(flags) as (keyof MinerFlags)[]).find(
    (flag) => ALL_FLAGS.has(flag) && !own.includes(flag as OwnFlag),
  );
  if (foreign !== undefined) {
    const owners = MINER_NAMES.filter((name) => (MINERS[name].flags as readonly string[]).includes(foreign));
    throw new GigamineError(
      "cli/other-miner",
      `${command}: ${flagsText([foreign])} belongs to --miner ${owners.join(", --miner ")}, and this is ${miner}, ` +
        `which takes ${own.length === 0 ? "no flags" : flagsText(own)}.`,
      { flag: foreign, miner },
    );
  }
  return { miner, form };
}

const ALL_FLAGS: ReadonlySet<string> = new Set(
  MINER_NAMES.flatMap((name) => MINERS[name].flags as readonly string[]),
);

/** Whether a flag chooses a miner or belongs to one. */
export function isMinerFlag(name: string): boolean {
  return name === "miner" || ALL_FLAGS.has(name);
}

/** The miner that is meant when only the form is named. */
function minerOf(form: FlowModel["form"] | undefined): MinerName {
  if (form === "dfg") return "dfg";
  return form === "heuristics-net" ? "heuristics" : "inductive";
}

/** A model, and for one that is no set of rules its Petri net with the soundness verdict, worked out when asked for. */
export interface DiscoveredModel {
  readonly model: AnyModel;
  readonly net: (() => CheckedPetriNet) | null;
}

/** Discovers a model in the form that was chosen; as a Petri net it carries its soundness verdict. */
export function discoverModel(
  log: EventLog,
  { miner, form }: MinerChoice,
  flags: MinerFlags,
  context: Context,
): DiscoveredModel {
  const { own, net: itsNet }: Found = MINERS[miner].mine(log, flags, context);
  if (isRuleModel(own) || isRuleForm(form)) return { model: own, net: null };
  const net = (): CheckedPetriNet => itsNet ?? withSoundness(netOf(own));
  if (form === "net") {
    const model = net();
    return { model: { form, model }, net: () => model };
  }
  if (form === own.form) return { model: own, net };
  try {
    return { model: inForm(itsNet === undefined ? own : { form: "net", model: itsNet }, form), net };
  } catch (error) {
    const advice = "Use --as net, or --miner inductive, whose models are built of blocks.";
    throw withAdvice(error, form === "bpmn" ? "bpmn/" : "process-tree/", advice);
  }
}
