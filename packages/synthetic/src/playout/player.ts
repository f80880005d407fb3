import type { RandomStream } from "@gigamine/base";

/** The random numbers and clock of one run, a stream for each purpose. */
export interface Run {
  /** Decides which way is taken. */
  readonly choices: RandomStream;
  /** Decides how parallel branches of a tree are mixed. */
  readonly mixing: RandomStream;
  /** Draws the ms that an activity takes; `null` for play without times. */
  readonly duration: ((activity: number) => number) | null;
}

/** One run of a model: ids of activities in the order played, with ms from the arrival of the case; without times both are 0. */
export interface Played {
  readonly outcome: "ended" | "stuck" | "tooLong";
  readonly activity: readonly number[];
  readonly begin: readonly number[];
  readonly end: readonly number[];
}

/** A model ready to be played again and again. Each call depends on its run alone. */
export interface Player {
  /** Index = activity id. */
  readonly activities: readonly string[];
  play(run: Run): Played;
}

/** More silent steps in a row than any way through the model needs are taken as going round in circles. */
export function silentLimit(modelSize: number): number {
  return 10_000 + 10 * modelSize;
}
