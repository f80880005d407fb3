import { LOG_MOVE, moveCode } from "../moves.js";
import type { Arrival, Run } from "./block-table.js";
import type { CompiledBlocks } from "./compile.js";
import type { ComponentEvents } from "./component-events.js";

/** The filled table of one trace. */
export interface FilledTable {
  readonly net: CompiledBlocks;
  readonly events: readonly ComponentEvents[];
  readonly cells: Float64Array;
  /** Per event of the trace its label; -1 for none. */
  readonly labels: ArrayLike<number>;
}

/** A way that has been followed back to `state` at `position`. */
interface Part {
  readonly component: number;
  readonly entry: number;
  /** `null` where no event lies on the way. */
  readonly run: Run | null;
  readonly start: number;
  position: number;
  state: number;
  /** The position where the part ends, and the event of the trace before which it does. */
  readonly until: number;
  readonly before: number;
}

/**
 * The moves that lead to `state` at the end of the root's run, read back from the table: in each row, where the weight of the state
 * came from. Where there are several ways, an event is deleted rather late in the trace than early; then synchronous moves go before
 * model moves, those before ways through a block, and lower ids before higher ones.
 *
 * Moves of the children of a block are independent of each other; they are put in the order of the trace, model moves as late as
 * possible. O(moves · (steps into a state + log events)).
 */
export function blockMoves(table: FilledTable, root: Run, state: number): number[] {
  const length = table.events[root.component]!.count;
  const { component, entry, start } = root;
  const way = new WayBack(table);
  way.follow({ component, entry, run: root, start, position: length, state, until: length, before: length });
  return way.inOrder(length);
}

class WayBack {
  readonly #table: FilledTable;
  /** Last move first, as far as moves depend on each other. */
  readonly #codes: number[] = [];
  /** Per move the event of the trace that it moves, or before which it stands. */
  readonly #anchors: number[] = [];
  readonly #open: Part[] = [];

  constructor(table: FilledTable) {
    this.#table = table;
  }

  follow(part: Part): void {
    this.#open.push(part);
    // The parts inside a block are followed to their beginning before the one around them goes on.
    for (let next = this.#open.at(-1); next !== undefined; next = this.#open.at(-1)) {
      if (next.position === next.start && next.state === next.entry) this.#open.pop();
      else this.#stepBack(next);
    }
  }

  inOrder(length: number): number[] {
    const counts = new Int32Array(length + 2);
    for (const anchor of this.#anchors) counts[anchor + 1]!++;
    for (let i = 0; i <= length; i++) counts[i + 1]! += counts[i]!;
    const moves: number[] = new Array(this.#codes.length);
    for (let i = this.#codes.length - 1; i >= 0; i--) moves[counts[this.#anchors[i]!]!++] = this.#codes[i]!;
    return moves;
  }

  #stepBack(part: Part): void {
    const weight = this.#weight(part, part.position, part.state);
    const back =
      (part.position > part.start && this.#byEvent(part, weight)) ||
      this.#byModel(part, weight) ||
      (part.position > part.start && this.#byPassage(part, weight)) ||
      this.#byEmptyPassage(part, weight);
    if (!back) throw new Error("A weight in the table came from nowhere."); // a fault of ours
  }

  #byEvent(part: Part, weight: number): boolean {
    const { global, deleting } = this.#table.events[part.component]!;
    const event = part.position - 1;
    const index = global[event]!;
    if (this.#weight(part, event, part.state) + deleting[part.position]! - deleting[event]! === weight) {
      part.position = event;
      this.#emit(LOG_MOVE, index);
      return true;
    }
    for (const { from, to, transition, synchronous } of this.#partOf(part, index)?.steps ?? []) {
      if (to !== part.state || this.#weight(part, event, from) + synchronous !== weight) continue;
      part.position = event;
      part.state = from;
      this.#emit(moveCode(transition, 1), index);
      return true;
    }
    return false;
  }

  #byModel(part: Part, weight: number): boolean {
    for (const { from, transition, alone } of this.#table.net.components[part.component]!.stepsInto[
      part.state
    ]!) {
      if (this.#weight(part, part.position, from) + alone !== weight) continue;
      part.state = from;
      if (transition >= 0) this.#emit(moveCode(transition, 2), this.#anchor(part));
      return true;
    }
    return false;
  }

  #byPassage(part: Part, weight: number): boolean {
    const { net, events, labels } = this.#table;
    const { global } = events[part.component]!;
    for (const block of this.#partOf(part, global[part.position - 1]!)?.blocks ?? []) {
      const arrival = this.#arrival(part, block, weight);
      if (arrival === null) continue;
      const { exits, entries, children, childOf } = net.blocks[block]!;
      const { passage, exit } = arrival;
      const before = this.#anchor(part);
      passage.runs.forEach(({ component, entry, start }, c) => {
        const end = this.#eventsBefore(children[c]!, part.position);
        const state = exits[exit]!.inside[c]!;
        this.#open.push({
          component,
          entry,
          run: passage.runs[c]!,
          start,
          position: end,
          state,
          until: end,
          before,
        });
      });
      for (let event = part.position - 1; event >= passage.start; event--) {
        const label = labels[global[event]!]!;
        if (label < 0 || childOf[label]! < 0) this.#emit(LOG_MOVE, global[event]!);
      }
      part.position = passage.start;
      part.state = entries[passage.entry]!.outside;
      return true;
    }
    return false;
  }

  /** The passage through `block` by which the part's state got its weight at its position. */
  #arrival({ component, run, position, state }: Part, block: number, weight: number): Arrival | null {
    const { net, events, cells } = this.#table;
    const { place, exits, children } = net.blocks[block]!;
    const arrivals = run!.passages[place]?.arrivals ?? [];
    // An exit is only reached again at the same position if that is cheaper, so the last one counts.
    for (let i = countBelow(arrivals.length, (i) => arrivals[i]!.position <= position) - 1; i >= 0; i--) {
      const arrival = arrivals[i]!;
      if (arrival.position < position) break;
      const { outside, inside } = exits[arrival.exit]!;
      if (outside !== state) continue;
      const { base, runs } = arrival.passage;
      let through = base + events[component]!.deleting[position]!;
      for (let c = 0; c < runs.length; c++) {
        const end = this.#eventsBefore(children[c]!, position);
        through +=
          cells[runs[c]!.rows[end - runs[c]!.start]! + inside[c]!]! - events[children[c]!]!.deleting[end]!;
      }
      return through === weight ? arrival : null;
    }
    return null;
  }

  /** How many events of a block's child stand before a position of the component around it. */
  #eventsBefore(child: number, position: number): number {
    const { outer, count } = this.#table.events[child]!;
    return countBelow(count, (event) => outer[event]! < position);
  }

  #byEmptyPassage(part: Part, weight: number): boolean {
    const { net } = this.#table;
    for (const passage of net.components[part.component]!.passagesInto[part.state]!) {
      const { children, entries, exits } = net.blocks[passage.block]!;
      const { outside, inside } = entries[passage.entry]!;
      if (this.#weight(part, part.position, outside) + passage.weight !== weight) continue;
      const before = this.#anchor(part);
      children.forEach((component, c) => {
        const state = exits[passage.exit]!.inside[c]!;
        this.#open.push({
          component,
          entry: inside[c]!,
          run: null,
          start: 0,
          position: 0,
          state,
          until: 0,
          before,
        });
      });
      part.state = outside;
      return true;
    }
    return false;
  }

  #weight({ component, entry, run, start }: Part, position: number, state: number): number {
    if (run !== null) return this.#table.cells[run.rows[position - start]! + state]!;
    const { size, closure } = this.#table.net.components[component]!;
    return closure[entry * size + state]!;
  }

  #partOf({ component }: Part, index: number) {
    return this.#table.net.components[component]!.parts.get(this.#table.labels[index]!);
  }

  /** The event of the trace before which a model move at the part's position stands. */
  #anchor({ component, position, until, before }: Part): number {
    return position < until ? this.#table.events[component]!.global[position]! : before;
  }

  #emit(code: number, anchor: number): void {
    this.#codes.push(code);
    this.#anchors.push(anchor);
  }
}

/** How many of 0 … length − 1 come before the first for which `isBelow` fails, by bisection. */
function countBelow(length: number, isBelow: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
