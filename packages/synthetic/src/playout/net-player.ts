import { type AcceptingPetriNet, type CompiledNet, compileNet, EnabledSet } from "@gigamine/models";
import { drawIndex, sum } from "./draw-index.js";
import { type Played, type Player, type Run, silentLimit } from "./player.js";

/**
 * Plays a Petri net: in each marking one enabled transition fires. Without weights each is equally likely, and in the final marking to end
 * is one more choice; with weights a run ends as soon as it reaches the final marking, as stochastic Petri nets do.
 *
 * Time is that of the tokens: a transition begins when the latest token that it takes was put, and puts tokens when it is done.
 */
export function netPlayer(
  { net, initialMarking, finalMarking }: AcceptingPetriNet,
  maxLength: number,
  weights: readonly number[] | null,
): Player {
  const compiled = compileNet(net);
  const codes = new Map<string, number>();
  const activityOf = compiled.labels.map((label) => {
    if (label === null) return -1;
    if (!codes.has(label)) codes.set(label, codes.size);
    return codes.get(label)!;
  });
  const mostSilent = silentLimit(compiled.transitionCount);
  return {
    activities: [...codes.keys()],
    play(run) {
      const enabled = new EnabledSet(compiled, initialMarking);
      const clock = run.duration === null ? null : new TokenClock(compiled, initialMarking);
      const activity: number[] = [];
      const begin: number[] = [];
      const end: number[] = [];
      const outcome = (result: Played["outcome"]): Played => ({ outcome: result, activity, begin, end });
      for (let silent = 0; silent <= mostSilent; ) {
        const isFinal = sameMarking(enabled.marking, finalMarking);
        if (isFinal && weights !== null) return outcome("ended");
        const t = chooseTransition(run, enabled, weights, isFinal);
        if (t === null) return outcome(isFinal ? "ended" : "stuck");
        const label = activityOf[t]!;
        enabled.fire(t);
        if (label < 0) {
          silent++;
          clock?.fire(t, 0);
          continue;
        }
        if (activity.length === maxLength) break;
        silent = 0;
        const took = run.duration?.(label) ?? 0;
        const began = clock?.fire(t, took) ?? 0;
        activity.push(label);
        begin.push(began);
        end.push(began + took);
      }
      return outcome("tooLong");
    },
  };
}

/** The transition that fires next; `null` when the run ends or nothing can fire. */
function chooseTransition(
  { choices }: Run,
  enabled: EnabledSet,
  weights: readonly number[] | null,
  mayEnd: boolean,
): number | null {
  const { size } = enabled;
  if (weights === null) {
    const among = mayEnd ? size + 1 : size;
    if (among === 0) return null;
    const chosen = choices.integer(0, among - 1);
    return chosen < size ? enabled.at(chosen) : null;
  }
  const among = Array.from({ length: size }, (_, i) => weights[enabled.at(i)]!);
  const total = sum(among);
  return total === 0 ? null : enabled.at(drawIndex(choices, among, total));
}

/** When each token was put; those put first are taken first. Tokens put together are counted, so that many cost no more than one. */
class TokenClock {
  readonly #net: CompiledNet;
  readonly #tokens: { readonly put: number; count: number }[][];

  constructor(net: CompiledNet, initial: readonly number[]) {
    this.#net = net;
    this.#tokens = initial.map((count) => (count === 0 ? [] : [{ put: 0, count }]));
  }

  /** Takes and puts the tokens of a firing that lasts `took`, and returns when it begins. */
  fire(transition: number, took: number): number {
    const { inputOffsets, inputPlaces, inputWeights, outputOffsets, outputPlaces, outputWeights } = this.#net;
    let begin = 0;
    for (let k = inputOffsets[transition]!; k < inputOffsets[transition + 1]!; k++) {
      begin = Math.max(begin, this.#take(inputPlaces[k]!, inputWeights[k]!));
    }
    for (let k = outputOffsets[transition]!; k < outputOffsets[transition + 1]!; k++) {
      this.#tokens[outputPlaces[k]!]!.push({ put: begin + took, count: outputWeights[k]! });
    }
    return begin;
  }

  /** When the latest of the tokens taken was put. */
  #take(place: number, count: number): number {
    const tokens = this.#tokens[place]!;
    let latest = 0;
    for (let rest = count; rest > 0; ) {
      const first = tokens[0]!;
      latest = Math.max(latest, first.put);
      const taken = Math.min(rest, first.count);
      first.count -= taken;
      rest -= taken;
      if (first.count === 0) tokens.shift();
    }
    return latest;
  }
}

function sameMarking(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let p = 0; p < a.length; p++) if (a[p] !== b[p]) return false;
  return true;
}
