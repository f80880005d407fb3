import { type LongWorkOptions, optionError } from "@gigamine/base";

export interface HeuristicsMinerOptions extends LongWorkOptions {
  /**
   * An arc whose dependency is at least this is in the net. Dimensionless, in [0, 1]. 0.9 asks for nine observations if there is no
   * contrary one: for a log of a few dozen cases lower this and the thresholds of loops. @default 0.9
   */
  readonly dependencyThreshold?: number | undefined;
  /** The same for an activity that follows itself. In [0, 1]. @default 0.9 */
  readonly loopOneThreshold?: number | undefined;
  /** The same for the length-two loop measure of a pair. In [0, 1]. @default 0.9 */
  readonly loopTwoThreshold?: number | undefined;
  /**
   * Which pairs may be a length-two loop: `"without-loop-one"` those of which neither follows itself (a loop of one beside
   * something parallel looks the same); `"without-dependency"` those of which neither depends on the other.
   * @default "without-loop-one"
   */
  readonly loopTwoPairs?: "without-loop-one" | "without-dependency" | undefined;
  /** Looks for long-distance dependencies with at least this measure. In [0, 1]; 0.9 is customary. @default not looked for */
  readonly longDistanceThreshold?: number | undefined;
  /**
   * The all-activities-connected heuristic: the strongest cause and the strongest effect of each activity are in the net,
   * whatever the thresholds say. @default true
   */
  readonly allConnected?: boolean | undefined;
  /**
   * With `allConnected`: a cause or effect that is weaker than the strongest by less than this is in the net, too.
   * Dimensionless, in [0, 1]. @default 0.05
   */
  readonly relativeToBest?: number | undefined;
  /**
   * The least number of direct followings of an arc that the thresholds let in (the paper's positive observations threshold); not asked
   * of arcs that are in the net by `allConnected`. @default 1
   */
  readonly minArcCount?: number | undefined;
  /** Activities with fewer events are left out, with all their arcs. @default 1 */
  readonly minActivityCount?: number | undefined;
  /**
   * An arc that is seen less often than this share of the most frequent arc of the one and of the other of its activities is left out
   * before everything else. Dimensionless, in [0, 1]. @default 0
   */
  readonly dfgNoiseThreshold?: number | undefined;
  /**
   * How splits and joins are found: `"replay"` counts in the log which followers and causes go together; `"and-measure"` calls two of
   * them parallel by how often they follow each other. @default "replay"
   */
  readonly bindings?: "replay" | "and-measure" | undefined;
  /**
   * With `bindings: "replay"`: bindings that are less frequent than this share of the most frequent one of their side are left out, unless an
   * arc needs them. Dimensionless, in [0, 1]. @default 0.05
   */
  readonly bindingThreshold?: number | undefined;
  /**
   * With `bindings: "replay"`: at most so many bindings are kept on a side, the most frequent ones (ties: larger ones, then by name), and what
   * arcs need beyond that. At least 1. @default 200
   */
  readonly maxBindings?: number | undefined;
  /** With `bindings: "and-measure"`: from which value on two activities are parallel. At least 0. @default 0.1 */
  readonly andThreshold?: number | undefined;
}

/** The options, checked and complete. */
export interface HeuristicsSettings extends LongWorkOptions {
  readonly dependencyThreshold: number;
  readonly loopOneThreshold: number;
  readonly loopTwoThreshold: number;
  readonly loopTwoPairs: "without-loop-one" | "without-dependency";
  readonly longDistanceThreshold: number | null;
  readonly allConnected: boolean;
  readonly relativeToBest: number;
  readonly minArcCount: number;
  readonly minActivityCount: number;
  readonly dfgNoiseThreshold: number;
  readonly bindings: "replay" | "and-measure";
  readonly bindingThreshold: number;
  readonly maxBindings: number;
  readonly andThreshold: number;
}

/**
 * The option values under which `heuristicsMiner` finds the arcs, measures and bindings of PM4Py 2.7 with that tool's default parameters.
 *
 * @example
 * heuristicsMiner(log, PM4PY_HEURISTICS);
 */
export const PM4PY_HEURISTICS = Object.freeze({
  dependencyThreshold: 0.5,
  loopOneThreshold: 0.5,
  loopTwoThreshold: 0.5,
  loopTwoPairs: "without-dependency",
  allConnected: false,
  dfgNoiseThreshold: 0.05,
  bindings: "and-measure",
  andThreshold: 0.65,
} as const satisfies HeuristicsMinerOptions);

/** Fills in the defaults and refuses what is out of range. */
export function heuristicsSettings(options: HeuristicsMinerOptions): HeuristicsSettings {
  const settings: HeuristicsSettings = {
    dependencyThreshold: options.dependencyThreshold ?? 0.9,
    loopOneThreshold: options.loopOneThreshold ?? 0.9,
    loopTwoThreshold: options.loopTwoThreshold ?? 0.9,
    loopTwoPairs: options.loopTwoPairs ?? "without-loop-one",
    longDistanceThreshold: options.longDistanceThreshold ?? null,
    allConnected: options.allConnected ?? true,
    relativeToBest: options.relativeToBest ?? 0.05,
    minArcCount: options.minArcCount ?? 1,
    minActivityCount: options.minActivityCount ?? 1,
    dfgNoiseThreshold: options.dfgNoiseThreshold ?? 0,
    bindings: options.bindings ?? "replay",
    bindingThreshold: options.bindingThreshold ?? 0.05,
    maxBindings: options.maxBindings ?? 200,
    andThreshold: options.andThreshold ?? 0.1,
    signal: options.signal,
    onProgress: options.onProgress,
  };
  const check = (option: keyof HeuristicsSettings, most: number, remedy: string): void => {
    const value = settings[option];
    // The negation also refuses NaN.
    if (value === null || (typeof value === "number" && value >= 0 && value <= most)) return;
    throw optionError("heuristicsMiner", option, value, remedy);
  };
  for (const option of [
    "dependencyThreshold",
    "loopOneThreshold",
    "loopTwoThreshold",
    "longDistanceThreshold",
  ] as const) {
    check(option, 1, "Give a number from 0 to 1; 0.9 asks for nine observations without a contrary one.");
  }
  check("relativeToBest", 1, "Give a number from 0 to 1; 0.05 lets in what is almost as strong as the best.");
  check("dfgNoiseThreshold", 1, "Give a share from 0 to 1; 0 keeps all arcs.");
  check("bindingThreshold", 1, "Give a share from 0 to 1; 0 keeps all bindings.");
  check("andThreshold", Number.MAX_VALUE, "Give a number of at least 0; 0.1 is customary.");
  for (const option of ["minArcCount", "minActivityCount"] as const) {
    check(option, Number.MAX_VALUE, "Give a number of at least 0; 1 leaves nothing out.");
  }
  if (typeof settings.allConnected !== "boolean") {
    throw optionError("heuristicsMiner", "allConnected", settings.allConnected, "Give true or false.");
  }
  if (!(typeof settings.maxBindings === "number" && settings.maxBindings >= 1)) {
    const remedy = "Give a number of at least 1; 200 is more than a picture can show.";
    throw optionError("heuristicsMiner", "maxBindings", settings.maxBindings, remedy);
  }
  if (settings.bindings !== "replay" && settings.bindings !== "and-measure") {
    throw optionError("heuristicsMiner", "bindings", settings.bindings, 'Give "replay" or "and-measure".');
  }
  if (settings.loopTwoPairs !== "without-loop-one" && settings.loopTwoPairs !== "without-dependency") {
    throw optionError(
      "heuristicsMiner",
      "loopTwoPairs",
      settings.loopTwoPairs,
      'Give "without-loop-one" or "without-dependency".',
    );
  }
  return settings;
}
