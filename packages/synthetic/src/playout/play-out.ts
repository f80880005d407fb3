import { GigamineError, optionError, quoteValue, randomStream, throwIfAborted } from "@gigamine/base";
import { checkDfg, type Dfg, EventLogBuilder } from "@gigamine/event-log";
import {
  type AcceptingPetriNet,
  checkAcceptingPetriNet,
  checkProcessTree,
  type ProcessTree,
  treeToPetriNet,
} from "@gigamine/models";
import type { NoAttributes } from "../battery-log/generate.js";
import { allTraces } from "./all-traces.js";
import { type Automaton, dfgAutomaton, netAutomaton } from "./automaton.js";
import { dfgPlayer } from "./dfg-player.js";
import { netPlayer } from "./net-player.js";
import {
  arrivalSampler,
  arrivalStart,
  type CheckedOptions,
  checkOptions,
  durationSamplers,
  msPerMinute,
  netWeights,
} from "./options.js";
import type { Played, Player } from "./player.js";
import { treePlayer } from "./tree-player.js";
import type {
  ExhaustivePlayOptions,
  ExhaustivePlayReport,
  PlayedOutLog,
  PlayOutModel,
  PlayOutOptions,
  RandomPlayReport,
  StochasticPlayOptions,
  TimedEventAttributes,
  TreeWeights,
  UniformPlayOptions,
} from "./types.js";

const where = "playOut";
const casesPerReport = 1000;

/**
 * Makes a log from a model: traces that the model allows, by chance or all of them. Silent steps make no event.
 *
 * `mode: "uniform"` (the default): `cases` runs in which each choice is equally likely. A tree is played block by block: each child of an
 * exclusive; after each body of a loop to leave or one of the redo parts; each non-empty set of children of an inclusive; each order of an
 * interleaved; in a parallel or inclusive the next event comes from any branch that still has some. In a Petri net each enabled
 * transition, and in the final marking also to end. In a directly-follows graph each start, each arc onwards, each end.
 *
 * `mode: "stochastic"`: the same, with choices by weight. A net fires by weight of its transitions and ends as soon as it is in its final marking, as
 * `stochasticLanguage` of `@gigamine/conformance` has it; a graph goes by its counts; the nodes of a tree compete by `weights(node, path)`,
 * to leave a loop has weight 1, and a child of an inclusive is in with odds of its weight.
 *
 * `mode: "exhaustive"`: every trace of at most `maxLength` events once, the short ones first, then by the order in which activities
 * stand in the model; `playOut.complete` says whether these are all.
 *
 * Cases are called `case-1`, `case-2`, …, numbered by run. Runs that get stuck or too long are not in the log: `playOut` counts them, and their numbers are
 * missing. A run depends on the seed and its number alone, durations and arrivals have streams of their own. Instants are whole ms.
 *
 * A log of n events costs about O(n · choices at hand). Exhaustive play costs O(events · activities) besides the states of the model.
 *
 * `Math.log` and `Math.exp` may differ in the last bit between engines, and with them drawn times, see `sampler`; ways are drawn without.
 *
 * Sources: the language of trees as in Leemans, "Robust Process Mining with Guarantees", 2017, section 2.2; weights of trees after Burke,
 * Leemans, Wynn, "Discovering stochastic process models by reduction and abstraction", Petri Nets 2021; of nets as generalized stochastic
 * Petri nets. The weight of leaving a loop and the odds of an inclusive are ours.
 *
 * @throws GigamineError `option/out-of-range`; `process-tree/invalid`, `petri-net/invalid`, `dfg/invalid` for damaged models;
 * `synthetic/not-a-model`; `synthetic/too-many-states` for a model that can't be listed in the bounds; `event-log/time-out-of-range`.
 *
 * @example
 * const log = playOut(tree, { cases: 500, seed: 7 });
 * const all = playOut(tree, { mode: "exhaustive", maxLength: 8 });
 * all.playOut.complete; // true if nothing was cut
 */
export function playOut(
  model: PlayOutModel,
  options: ExhaustivePlayOptions,
): PlayedOutLog<NoAttributes, ExhaustivePlayReport>;
export function playOut<M extends PlayOutModel>(
  model: M,
  options: (UniformPlayOptions | StochasticPlayOptions<M>) & WithDurations,
): PlayedOutLog<TimedEventAttributes, RandomPlayReport>;
export function playOut<M extends PlayOutModel>(
  model: M,
  options?: UniformPlayOptions | StochasticPlayOptions<M>,
): PlayedOutLog<NoAttributes, RandomPlayReport>;
export function playOut(
  model: PlayOutModel,
  options: PlayOutOptions = {},
): PlayedOutLog<NoAttributes, ExhaustivePlayReport | RandomPlayReport> {
  const checked = checkOptions(options);
  throwIfAborted(options.signal);
  return checked.mode === "exhaustive"
    ? playAll(automatonOf(model), checked, options)
    : playRuns(playerOf(model, checked), checked, options);
}

type Durations = Required<Pick<UniformPlayOptions, "durations" | "otherDurations">>;
type WithDurations =
  | { readonly durations: NonNullable<Durations["durations"]> }
  | { readonly otherDurations: NonNullable<Durations["otherDurations"]> };

type Checked<M> = Extract<CheckedOptions, { mode: M }>;

function playAll(
  automaton: Automaton,
  checked: Checked<"exhaustive">,
  options: PlayOutOptions,
): PlayedOutLog<NoAttributes, ExhaustivePlayReport> {
  const { maxLength = 20, maxTraces = 10_000 } = checked;
  const { list, ...report } = allTraces(automaton, maxLength, maxTraces, options);
  const builder = new EventLogBuilder<NoAttributes, NoAttributes>();
  const arrivals = new Arrivals(checked);
  for (const trace of list) {
    const zeros = trace.map(() => 0);
    addCase(
      builder,
      automaton.activities,
      arrivals.next(),
      { activity: trace, begin: zeros, end: zeros },
      false,
    );
  }
  return Object.freeze({ ...builder.build(), playOut: Object.freeze(report) });
}

function playRuns(
  player: Player,
  checked: Checked<"uniform" | "stochastic">,
  { signal, onProgress }: PlayOutOptions,
): PlayedOutLog<NoAttributes, RandomPlayReport> {
  const { cases = 1000, seed = 42 } = checked;
  const samplers = durationSamplers(player.activities, checked);
  const builder = new EventLogBuilder<NoAttributes, NoAttributes>({
    eventAttributes: samplers === null ? {} : { start: "timestamp" },
  });
  const arrivals = new Arrivals(checked);
  const count = { ended: 0, stuck: 0, tooLong: 0 };
  for (let run = 1; run <= cases; run++) {
    const arrival = arrivals.next();
    const times = samplers === null ? null : randomStream(seed, where, run, "durations");
    const played = player.play({
      choices: randomStream(seed, where, run, "choices"),
      mixing: randomStream(seed, where, run, "mixing"),
      duration: times === null ? null : (activity) => samplers![activity]!(times) * msPerMinute,
    });
    count[played.outcome]++;
    if (played.outcome === "ended") addCase(builder, player.activities, arrival, played, times !== null);
    if (run % casesPerReport === 0 || run === cases) {
      throwIfAborted(signal);
      onProgress?.({ stage: "playing", done: run, total: cases, unit: "cases" });
    }
  }
  const report: RandomPlayReport = { mode: checked.mode, runs: cases, ...count };
  return Object.freeze({ ...builder.build(), playOut: Object.freeze(report) });
}

/** The arrivals of the cases, one after the other. */
class Arrivals {
  readonly #spacing: () => number;
  #next: number;
  #number = 0;

  constructor(checked: CheckedOptions) {
    const draw = arrivalSampler(checked);
    const stream = randomStream(checked.seed ?? 42, where, "arrivals");
    this.#spacing = () => draw(stream) * msPerMinute;
    this.#next = arrivalStart(checked);
  }

  next(): { readonly caseId: string; readonly at: number } {
    const at = this.#next;
    this.#next += this.#spacing();
    this.#number++;
    return { caseId: `case-${this.#number}`, at };
  }
}

function addCase(
  builder: EventLogBuilder<NoAttributes, NoAttributes>,
  activities: readonly string[],
  { caseId, at }: { readonly caseId: string; readonly at: number },
  { activity, begin, end }: Omit<Played, "outcome">,
  timed: boolean,
): void {
  builder.addCase(caseId);
  activity.forEach((id, i) => {
    if (timed) {
      const start = new Date(Math.round(at + begin[i]!));
      builder.addEvent(caseId, activities[id]!, Math.round(at + end[i]!), { start });
    } else builder.addEvent(caseId, activities[id]!, Math.round(at) + i * msPerMinute);
  });
}

function playerOf(model: PlayOutModel, checked: Checked<"uniform" | "stochastic">): Player {
  const { maxLength = 1000 } = checked;
  const weighted = checked.mode === "stochastic";
  const weights: unknown = checked.mode === "stochastic" ? checked.weights : undefined;
  const play = byKind<Player>({
    tree: (tree) => treePlayer(tree, maxLength, weighted ? treeWeights(weights) : null),
    net: (net) =>
      netPlayer(net, maxLength, weighted ? netWeights(weights, net.net.transitions.length) : null),
    dfg: (dfg) => {
      if (weights === undefined) return dfgPlayer(dfg, maxLength, weighted);
      throw optionError(
        where,
        "weights",
        weights,
        "A directly-follows graph goes by its counts. Leave them out.",
      );
    },
  });
  return play(model);
}

function treeWeights(weights: unknown): TreeWeights {
  if (typeof weights === "function") return weights as TreeWeights;
  throw optionError(
    where,
    "weights",
    weights,
    'Give a function of node and path, such as (node) => (node.kind === "silent" ? 0.1 : 1).',
  );
}

const automatonOf = byKind<Automaton>({
  tree: (tree) => netAutomaton(treeToPetriNet(tree)),
  net: netAutomaton,
  dfg: dfgAutomaton,
});

/** What is to be done with a model of each kind, once it has been checked. */
function byKind<T>(on: {
  readonly tree: (tree: ProcessTree) => T;
  readonly net: (net: AcceptingPetriNet) => T;
  readonly dfg: (dfg: Dfg) => T;
}): (model: PlayOutModel) => T {
  return (model) => {
    const fields: object = typeof model === "object" && model !== null ? model : {};
    if ("kind" in fields) return on.tree(checkProcessTree(model));
    if ("net" in fields) return on.net(checkAcceptingPetriNet(model));
    if ("startCounts" in fields) return on.dfg(checkDfg(model));
    throw new GigamineError(
      "synthetic/not-a-model",
      `playOut: the model is ${quoteValue(model)}. Give a process tree, a Petri net with its markings, or a directly-follows graph; ` +
        "bpmnToPetriNet and heuristicsNetToPetriNet make nets of other models.",
      {},
    );
  };
}
