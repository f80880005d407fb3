import { GigamineError } from "@gigamine/base";
import type { Automaton } from "./automaton.js";

/** Where an activity leads. */
interface Step {
  readonly label: number;
  readonly target: number;
}

/**
 * An automaton in which each trace leads to one state: a state is the set of states of the model that are possible after the trace,
 * silent steps included. Found as it is asked for. Source: subset construction, Rabin and Scott, "Finite automata and their
 * decision problems", IBM Journal 3(2), 1959.
 */
export class Deterministic {
  readonly #model: Automaton;
  readonly #maxStates: number;
  readonly #ids = new Map<string, number>();
  readonly #sets: (readonly number[])[] = [];
  readonly #final: boolean[] = [];
  readonly #steps: (readonly Step[] | undefined)[] = [];
  readonly #moves: ReturnType<Automaton["moves"]>[] = [];
  #members = 0;

  constructor(model: Automaton, maxStates: number) {
    this.#model = model;
    this.#maxStates = maxStates;
    this.#intern([0]);
  }

  isFinal(state: number): boolean {
    return this.#final[state]!;
  }

  /** The ways on, by rising label. */
  steps(state: number): readonly Step[] {
    this.#steps[state] ??= this.#stepsOf(state);
    return this.#steps[state];
  }

  #stepsOf(state: number): readonly Step[] {
    const byLabel = new Map<number, Set<number>>();
    for (const member of this.#sets[state]!) {
      for (const { label, target } of this.#movesOf(member)) {
        if (label < 0) continue;
        const targets = byLabel.get(label) ?? new Set();
        byLabel.set(label, targets.add(target));
      }
    }
    return [...byLabel]
      .sort(([a], [b]) => a - b)
      .map(([label, targets]) => ({ label, target: this.#intern([...targets]) }));
  }

  /** The state of these states of the model and of all that silent steps reach from them. */
  #intern(seeds: readonly number[]): number {
    const found = new Set(seeds);
    for (const member of found) {
      for (const { label, target } of this.#movesOf(member)) {
        if (label < 0) found.add(target);
      }
    }
    const members = [...found].sort((a, b) => a - b);
    const key = members.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#members += members.length;
    this.#checkSize();
    this.#ids.set(key, this.#sets.length);
    this.#final.push(members.some((member) => this.#model.isFinal(member)));
    return this.#sets.push(members) - 1;
  }

  #movesOf(member: number): ReturnType<Automaton["moves"]> {
    const known = this.#moves[member];
    if (known !== undefined) return known;
    this.#moves[member] = this.#model.moves(member);
    this.#checkSize();
    return this.#moves[member];
  }

  #checkSize(): void {
    if (this.#moves.length <= this.#maxStates && this.#members <= this.#maxStates) return;
    throw tooManyStates(this.#maxStates);
  }
}

export function tooManyStates(maxStates: number): GigamineError {
  return new GigamineError(
    "synthetic/too-many-states",
    `playOut: to list all traces needs more than ${maxStates} states. Lower maxLength, or play at random.`,
    { maxStates },
  );
}
