import { isGigamineError, type LongWorkOptions, throwIfAborted } from "@gigamine/base";
import type { Automaton } from "./automaton.js";
import { Deterministic, tooManyStates } from "./deterministic.js";
import type { ExhaustivePlayReport } from "./types.js";

const mostStates = 250_000;
/** Entries of the table of what ends when. */
const mostEntries = 10_000_000;
const tracesPerReport = 1000;

/** All traces found, and whether there are others. */
interface AllTraces extends ExhaustivePlayReport {
  readonly list: readonly (readonly number[])[];
}

/**
 * The traces of at most `maxLength` events, each once: the short ones first, equal lengths by the order of the labels. Each costs
 * O(length · labels), because no prefix is followed that does not end in time.
 */
export function allTraces(
  model: Automaton,
  maxLength: number,
  maxTraces: number,
  { signal, onProgress }: LongWorkOptions,
): AllTraces {
  const automaton = new Deterministic(model, mostStates);
  const endsAfter = endTable(automaton);
  const list: number[][] = [];
  const trace: number[] = [];
  /** Adds the traces that go on from `state` for exactly `rest` events; false when there is one too many. */
  const collect = (state: number, rest: number): boolean => {
    if (!endsAfter(state, rest)) return true;
    if (rest === 0) {
      if (list.length === maxTraces) return false;
      list.push([...trace]);
      if (list.length % tracesPerReport === 0) {
        throwIfAborted(signal);
        onProgress?.({ stage: "listing traces", done: list.length, total: null, unit: "traces" });
      }
      return true;
    }
    for (const { label, target } of automaton.steps(state)) {
      trace.push(label);
      if (!collect(target, rest - 1)) return false;
      trace.pop();
    }
    return true;
  };
  const report = (cutBy: ExhaustivePlayReport["cutBy"]): AllTraces => ({
    mode: "exhaustive",
    traces: list.length,
    complete: cutBy === null,
    cutBy,
    list,
  });
  for (let length = 0; length <= maxLength; length++) {
    throwIfAborted(signal);
    if (!collect(0, length)) return report("maxTraces");
  }
  return report(mayGoOn(automaton, maxLength) ? "maxLength" : null);
}

/** Whether some trace of exactly so many events leads from a state to an end; answers are kept. */
function endTable(automaton: Deterministic): (state: number, rest: number) => boolean {
  const known: (boolean | undefined)[][] = [];
  let size = 0;
  const ends = (state: number, rest: number): boolean => {
    if (rest === 0) return automaton.isFinal(state);
    known[rest] ??= [];
    const row = known[rest];
    if (row[state] === undefined) {
      if (++size > mostEntries) throw tooManyStates(mostEntries);
      row[state] = automaton.steps(state).some(({ target }) => ends(target, rest - 1));
    }
    return row[state];
  };
  return ends;
}

/** Whether there is a trace of more than `length` events, or it can't be told within the limit of states. */
function mayGoOn(automaton: Deterministic, length: number): boolean {
  let layer = new Set([0]);
  const onwards = (state: number): readonly number[] => automaton.steps(state).map(({ target }) => target);
  try {
    for (let i = 0; i <= length; i++) layer = new Set([...layer].flatMap(onwards));
    const reached = layer;
    for (const state of reached) {
      if (automaton.isFinal(state)) return true;
      for (const target of onwards(state)) reached.add(target);
    }
    return false;
  } catch (error) {
    if (isGigamineError(error, "synthetic/too-many-states")) return true;
    throw error;
  }
}
