import type { Budget } from "../budget.js";
import { grown } from "../growing.js";
import { LOG_MOVE } from "../moves.js";
import type { Found, Trace } from "../search.js";
import { blockMoves } from "./block-moves.js";
import type { CompiledBlocks, LabelPart } from "./compile.js";
import { ComponentEvents } from "./component-events.js";

/**
 * A token on its way through a component, from one state at one position on: per later position a row, which holds for each
 * state the least weight of aligning the component's events since then with a way there. Positions count the events of the
 * component, those whose label it or one of its blocks has; the root has all.
 */
export interface Run {
  readonly component: number;
  readonly entry: number;
  readonly start: number;
  /** Where the rows for positions start, start + 1, … begin in the table. */
  readonly rows: number[];
  /** Passages that are under way, or were, by the place of the block among those of the component. */
  readonly passages: (BlockPassages | undefined)[];
  /** Live passages of the parent's runs that this run is part of. */
  uses: number;
}

/** The passages of one run through one block. */
export interface BlockPassages {
  live: OpenPassage[];
  /** By position. */
  readonly arrivals: Arrival[];
  /** Per entry the least of (weight at the entry − weight of deleting all events so far) at which a passage was considered. */
  readonly considered: Float64Array;
}

/** A passage that has made an exit of the block cheaper than it was, at the position after an event. */
export interface Arrival {
  readonly position: number;
  readonly exit: number;
  readonly passage: OpenPassage;
}

/** A passage through a block, entered before the event at position `start` of the run's component. */
export interface OpenPassage {
  readonly entry: number;
  readonly start: number;
  /** A run of each child. */
  readonly runs: readonly Run[];
  /**
   * Whatever the position: the weight at an exit is this, plus what deleting the component's events so far weighs, less the
   * same for each child, plus the weight in each child's row. So events that no child has are deleted.
   */
  readonly base: number;
}

const NO_PASSAGES: (BlockPassages | undefined)[] = [undefined];

/** A state of a search takes as much memory as so many cells, and looking at it as long as so many. */
const CELLS_A_STATE = 25;
const CELLS_A_LOOK = 128;

/**
 * Optimal alignments by dynamic programming over a net of blocks, in one pass over the trace.
 *
 * In a component one token is on its way, so what an alignment costs up to a position is a row with one weight for each state, and an event
 * changes it as in the comparison of a text with a finite automaton (Wagner, "Order-n correction for regular languages", CACM 17(5),
 * 1974): all states stay and delete the event, or move along a transition of its label; closures add the model moves. A block in the
 * way is a passage from one of its doors to another, between any two positions: since no label stands in two of its children, an event belongs to
 * one of them, or to none and is deleted, and the weight of the passage is the sum of what the children weigh alone, each with
 * its own events. That is what makes parallel branches cheap: they are added, not multiplied (the idea for process trees with unique labels:
 * Schwanen, Pakusa, van der Aalst, "A Dynamic Programming Approach for Alignments on Process Trees", ICPM 2024 Workshops; here for nets, and
 * with rows in place of all intervals).
 *
 * A passage need only be entered right before an event of the block, and only if no passage is as good in every state of every
 * child, whatever comes. With few such passages at a time, as in logs that roughly fit, a trace of n events costs
 * O(n · states); at worst O(n³ · states) for each level of nesting.
 */
export class BlockTable {
  readonly #net: CompiledBlocks;
  readonly #rootOnly: readonly LabelPart[];
  #cells = new Float64Array(4096);
  #used = 0;
  #states = 0;
  /** Cells looked at for the current event. */
  #effort = 0;
  /** Per component. */
  readonly #events: ComponentEvents[];
  readonly #runs: Run[][];
  /** Per component and entry state the run opened last. */
  readonly #lastRun: Map<number, Run>[];
  /** The component around each one; -1 around the root. */
  readonly #parents: number[];

  constructor(net: CompiledBlocks) {
    this.#net = net;
    this.#rootOnly = [{ component: net.root, steps: [], blocks: [] }];
    this.#events = net.components.map(() => new ComponentEvents());
    this.#runs = net.components.map(() => []);
    this.#lastRun = net.components.map(() => new Map());
    this.#parents = net.components.map(() => -1);
    for (const { parent, children } of net.blocks)
      for (const child of children) this.#parents[child] = parent;
  }

  /** @param log Per activity what deleting an event weighs. */
  align({ activities, labels }: Trace, log: Float64Array, budget: Budget): Found {
    const { root, start, end, labelParts } = this.#net;
    this.#clear();
    const run = this.#openRun(root, start);
    run.uses = 1;
    let done = 0;
    let stopped: Found["stopped"] = null;
    while (done < activities.length && stopped === null) {
      this.#effort = CELLS_A_LOOK;
      const label = labels[done]!;
      this.#take(label < 0 ? this.#rootOnly : labelParts[label]!, done, log[activities[done]!]!);
      done++;
      if (done === activities.length) break;
      if (this.#states >= budget.states) stopped = "states";
      else if (budget.spend(this.#effort / CELLS_A_LOOK)) stopped = "time";
    }
    const weight = this.#cells[run.rows.at(-1)! + end]!;
    if (weight === Number.POSITIVE_INFINITY) {
      return { moves: null, weight, lowerWeight: weight, states: this.#states, stopped: null };
    }
    const moves = blockMoves({ net: this.#net, events: this.#events, cells: this.#cells, labels }, run, end);
    if (stopped === null) return { moves, weight, lowerWeight: weight, states: this.#states, stopped };
    // The table is right for the events taken so far; the others can always be deleted.
    let rest = 0;
    for (; done < activities.length; done++) {
      rest += log[activities[done]!]!;
      moves.push(LOG_MOVE);
    }
    return { moves, weight: weight + rest, lowerWeight: this.#least(), states: this.#states, stopped };
  }

  #clear(): void {
    this.#used = 0;
    this.#states = 0;
    for (const events of this.#events) events.clear();
    for (const runs of this.#runs) runs.length = 0;
    for (const runs of this.#lastRun) runs.clear();
  }

  /** Takes the next event of the trace. */
  #take(parts: readonly LabelPart[], index: number, deleting: number): void {
    // From outside in: who may enter a block now.
    for (let p = parts.length - 1; p >= 0; p--) {
      const { component, blocks: concerned } = parts[p]!;
      if (concerned.length === 0) continue;
      const runs = this.#runs[component]!;
      for (let r = 0; r < runs.length; r++) {
        if (runs[r]!.uses === 0) continue;
        for (const block of concerned) this.#enter(runs[r]!, block);
      }
    }
    // From inside out: what the event does.
    for (const part of parts) {
      const events = this.#events[part.component]!;
      const runs = this.#runs[part.component]!;
      let kept = 0;
      for (let r = 0; r < runs.length; r++) {
        const run = runs[r]!;
        if (run.uses === 0) continue;
        runs[kept++] = run;
        this.#advance(run, part, deleting);
      }
      runs.length = kept;
      const outer = this.#parents[part.component]!;
      events.add(index, outer < 0 ? index : this.#events[outer]!.count, deleting);
    }
  }

  /** Adds the row after an event. */
  #advance(run: Run, { component, steps, blocks }: LabelPart, weight: number): void {
    const { size, closure } = this.#net.components[component]!;
    const before = run.rows.at(-1)!;
    const row = this.#newRow(size);
    run.rows.push(row);
    const cells = this.#cells;
    for (let s = 0; s < size; s++) cells[row + s] = cells[before + s]! + weight;
    for (const { from, to, synchronous } of steps) {
      relax(cells, row, closure, size, to, cells[before + from]! + synchronous);
    }
    if (blocks.length === 0) return;
    const events = this.#events[component]!;
    const position = events.count + 1;
    const total = events.deletingAll + weight;
    for (const block of blocks) {
      const { place, children, exits } = this.#net.blocks[block]!;
      const passages = run.passages[place];
      if (passages === undefined) continue;
      let inner = 0;
      for (const child of children) inner += this.#events[child]!.deletingAll;
      this.#effort += passages.live.length * exits.length * children.length;
      for (const passage of passages.live) {
        for (let exit = 0; exit < exits.length; exit++) {
          const { outside, inside } = exits[exit]!;
          let through = passage.base + total - inner;
          for (let c = 0; c < inside.length; c++)
            through += cells[passage.runs[c]!.rows.at(-1)! + inside[c]!]!;
          if (relax(cells, row, closure, size, outside, through))
            passages.arrivals.push({ position, exit, passage });
        }
      }
    }
  }

  /** Opens the passages through `block` that may pay for a run, right before an event of the block. */
  #enter(run: Run, block: number): void {
    const { place, entries, children } = this.#net.blocks[block]!;
    let passages = run.passages[place];
    if (passages === undefined) {
      const considered = new Float64Array(entries.length).fill(Number.POSITIVE_INFINITY);
      passages = { live: [], arrivals: [], considered };
      run.passages[place] = passages;
    }
    const row = run.rows.at(-1)!;
    const deleting = this.#events[run.component]!.deletingAll;
    for (let entry = 0; entry < entries.length; entry++) {
      const { outside, inside } = entries[entry]!;
      const level = this.#cells[row + outside]! - deleting;
      // Not below the level of an earlier start: deleting inside what was deleted outside since then is as good.
      if (level >= passages.considered[entry]!) continue;
      passages.considered[entry] = level;
      let base = level;
      for (const child of children) base += this.#events[child]!.deletingAll;
      if (!this.#clearWay(passages, children, inside, base)) continue;
      const runs = children.map((child, c) => this.#openRun(child, inside[c]!));
      for (const opened of runs) opened.uses++;
      // NaN first, so that the engine takes the field for a floating-point number from the beginning.
      const passage = { entry, start: this.#events[run.component]!.count, runs, base: Number.NaN };
      passage.base = base;
      passages.live.push(passage);
    }
  }

  /**
   * Whether no live passage is at least as good as a new one in every state of every child. Ends those than which the new one is
   * at least as good. In rows where that is so, it stays so: all events to come change them alike.
   */
  #clearWay(
    passages: BlockPassages,
    children: readonly number[],
    inside: readonly number[],
    base: number,
  ): boolean {
    const cells = this.#cells;
    const worse: OpenPassage[] = [];
    for (const live of passages.live) {
      let oldBehind = live.base - base;
      let newBehind = base - live.base;
      for (let c = 0; c < children.length; c++) {
        const { size, closure } = this.#net.components[children[c]!]!;
        const from = inside[c]! * size;
        const row = live.runs[c]!.rows.at(-1)!;
        let most = Number.NEGATIVE_INFINITY;
        let least = Number.POSITIVE_INFINITY;
        for (let s = 0; s < size; s++) {
          const gap = cells[row + s]! - closure[from + s]!; // no number where both are infinite, and then no matter
          if (gap > most) most = gap;
          if (gap < least) least = gap;
        }
        newBehind -= most;
        oldBehind += least;
      }
      if (newBehind >= 0) return false;
      if (oldBehind >= 0) worse.push(live);
    }
    if (worse.length > 0) {
      for (const { runs } of worse) this.#release(runs);
      passages.live = passages.live.filter((live) => !worse.includes(live));
    }
    return true;
  }

  /** Ends a passage: its runs lose a use, and those without any end too, with the passages in them. */
  #release(runs: readonly Run[]): void {
    const queue = [...runs];
    for (let run = queue.pop(); run !== undefined; run = queue.pop()) {
      run.uses--;
      if (run.uses > 0) continue;
      for (const passages of run.passages) {
        if (passages === undefined) continue;
        for (const { runs } of passages.live) queue.push(...runs);
        passages.live = [];
      }
    }
  }

  #openRun(component: number, entry: number): Run {
    const start = this.#events[component]!.count;
    const last = this.#lastRun[component]!.get(entry);
    if (last !== undefined && last.start === start && last.uses > 0) return last;
    const { size, closure, blockCount } = this.#net.components[component]!;
    const row = this.#newRow(size);
    this.#cells.set(closure.subarray(entry * size, (entry + 1) * size), row);
    const passages = blockCount === 0 ? NO_PASSAGES : new Array(blockCount).fill(undefined);
    const run: Run = { component, entry, start, rows: [row], passages, uses: 0 };
    this.#lastRun[component]!.set(entry, run);
    this.#runs[component]!.push(run);
    return run;
  }

  /** No alignment of the whole trace weighs less: each is, after the events taken so far, in one of these states. */
  #least(): number {
    const least = new Map<Run, number>();
    for (const runs of this.#runs) {
      for (const run of runs) {
        if (run.uses === 0) continue;
        const { size } = this.#net.components[run.component]!;
        const row = run.rows.at(-1)!;
        let weight = Number.POSITIVE_INFINITY;
        for (let s = 0; s < size; s++) weight = Math.min(weight, this.#cells[row + s]!);
        for (const passages of run.passages) {
          for (const passage of passages?.live ?? []) {
            let inside = passage.base + this.#events[run.component]!.deletingAll;
            for (const child of passage.runs)
              inside += least.get(child)! - this.#events[child.component]!.deletingAll;
            weight = Math.min(weight, inside);
          }
        }
        least.set(run, weight);
      }
    }
    return least.get(this.#runs.at(-1)![0]!)!;
  }

  #newRow(size: number): number {
    const row = this.#used;
    this.#used += size;
    this.#states += Math.ceil(size / CELLS_A_STATE);
    this.#effort += size;
    if (this.#used > this.#cells.length) {
      this.#cells = grown(this.#cells, new Float64Array(Math.max(this.#used, this.#cells.length * 2)));
    }
    return row;
  }
}

/**
 * Lets a state of a row weigh no more than `weight`, and those after it accordingly; whether that was news. The row is closed under model
 * moves, so a state that gets no cheaper makes no other one cheaper.
 */
function relax(
  cells: Float64Array,
  row: number,
  closure: Float64Array,
  size: number,
  state: number,
  weight: number,
): boolean {
  if (weight >= cells[row + state]!) return false;
  const from = state * size;
  for (let s = 0; s < size; s++) {
    const sum = weight + closure[from + s]!;
    if (sum < cells[row + s]!) cells[row + s] = sum;
  }
  return true;
}
