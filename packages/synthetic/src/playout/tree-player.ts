import type { ProcessTree } from "@gigamine/models";
import { Contest } from "./contest.js";
import { drawIndex } from "./draw-index.js";
import { type Played, type Player, type Run, silentLimit } from "./player.js";
import { type TreeProgram, treeProgram } from "./tree-program.js";
import type { TreeWeights } from "./types.js";

/** Events in the order played. */
interface Events {
  readonly activity: number[];
  readonly begin: number[];
  readonly end: number[];
}

/** An operator at work. */
interface Frame {
  readonly node: number;
  /** Side by side: children begin together, and their events are mixed when all are done. */
  readonly sideBySide: boolean;
  /** The children to do; a loop makes its plan as it goes. */
  readonly plan: readonly number[];
  /** Children begun. */
  at: number;
  /** When the next child begins. */
  next: number;
  /** When the last child was done. */
  done: number;
  readonly out: Events;
  /** Events of the children side by side. */
  readonly branches: Events[];
}

/**
 * Plays a process tree block by block.
 *
 * - exclusive: one child by weight;
 * - loop: after each body, to leave (weight 1) or one of the redo parts by weight;
 * - parallel, inclusive: events are mixed one by one, the next from one of the branches that still have any, by weight;
 * - inclusive: each child in with the odds of its weight (1: as likely in as out), given that one is in;
 * - interleaved: the next among the children left by weight.
 * Any depth of nesting.
 */
export function treePlayer(tree: ProcessTree, maxLength: number, weights: TreeWeights | null): Player {
  const program = treeProgram(tree, weights);
  return { activities: program.activities, play: (run) => new TreeRun(program, maxLength, run).play() };
}

class TreeRun {
  readonly #program: TreeProgram;
  readonly #run: Run;
  readonly #maxLength: number;
  readonly #frames: Frame[] = [];
  #length = 0;
  #stepsWithoutEvent = 0;

  constructor(program: TreeProgram, maxLength: number, run: Run) {
    this.#program = program;
    this.#maxLength = maxLength;
    this.#run = run;
  }

  play(): Played {
    const out = noEvents();
    const mostSteps = silentLimit(this.#program.kind.length);
    this.#enter(0, 0, out);
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      if (this.#length > this.#maxLength || this.#stepsWithoutEvent > mostSteps) {
        return { outcome: "tooLong", ...out };
      }
      const child = this.#nextChild(frame);
      if (child < 0) this.#leave(frame);
      else this.#enter(child, frame.next, frame.sideBySide ? this.#newBranch(frame) : frame.out);
    }
    return { outcome: this.#length > this.#maxLength ? "tooLong" : "ended", ...out };
  }

  #newBranch(frame: Frame): Events {
    const branch = noEvents();
    frame.branches.push(branch);
    return branch;
  }

  #enter(node: number, begin: number, out: Events): void {
    const { kind, activity } = this.#program;
    this.#stepsWithoutEvent++;
    const name = kind[node]!;
    if (name === "silent") this.#done(begin);
    else if (name === "activity") {
      const end = begin + (this.#run.duration?.(activity[node]!) ?? 0);
      out.activity.push(activity[node]!);
      out.begin.push(begin);
      out.end.push(end);
      this.#length++;
      this.#stepsWithoutEvent = 0;
      this.#done(end);
    } else {
      const sideBySide = name === "parallel" || name === "inclusive";
      this.#frames.push({
        node,
        sideBySide,
        plan: this.#plan(node),
        at: 0,
        next: begin,
        done: begin,
        out,
        branches: [],
      });
    }
  }

  /** Tells the operator at work that a child is done. */
  #done(end: number): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    frame.done = Math.max(frame.done, end);
    if (!frame.sideBySide) frame.next = end;
  }

  #leave(frame: Frame): void {
    this.#frames.pop();
    if (frame.sideBySide) this.#mix(frame);
    this.#done(frame.done);
  }

  #plan(node: number): readonly number[] {
    const children = this.#program.children[node]!;
    switch (this.#program.kind[node]) {
      case "exclusive":
        return [children[this.#draw(node)]!];
      case "inclusive":
        return this.#subset(node);
      case "interleaved":
        return this.#order(node);
      default:
        return children;
    }
  }

  /** The child that comes next; -1 when the operator is done. */
  #nextChild(frame: Frame): number {
    const at = frame.at++;
    if (this.#program.kind[frame.node] !== "loop") return frame.plan[at] ?? -1;
    if (at % 2 === 0) return frame.plan[0]!;
    const way = this.#draw(frame.node);
    return way === 0 ? -1 : frame.plan[way]!;
  }

  /** Position of a child by weight; in a loop 0 is to leave. */
  #draw(node: number): number {
    const { weights, total } = this.#program;
    return drawIndex(this.#run.choices, weights[node]!, total[node]!);
  }

  #subset(node: number): number[] {
    const { children, weights, noneFrom } = this.#program;
    const chosen: number[] = [];
    children[node]!.forEach((child, c) => {
      const weight = weights[node]![c]!;
      const given = chosen.length > 0 ? 1 : 1 - noneFrom[node]![c]!;
      if (given > 0 && this.#run.choices.chance(weight / (1 + weight) / given)) chosen.push(child);
    });
    // Of weights so small that sums lose them, one alone is as good as certain to be the only one.
    return chosen.length > 0 ? chosen : [children[node]![this.#draw(node)]!];
  }

  #order(node: number): number[] {
    const children = this.#program.children[node]!;
    const among = new Contest(this.#program.weights[node]!);
    return children.map(() => {
      const c = among.draw(this.#run.choices);
      among.leave(c);
      return children[c]!;
    });
  }

  /** Moves the events of the branches to `out`, mixed. */
  #mix({ node, plan, branches, out }: Frame): void {
    const { children, weights } = this.#program;
    const among = new Contest(plan.map((child) => weights[node]![children[node]!.indexOf(child)]!));
    const heads = branches.map(() => 0);
    branches.forEach(({ activity }, b) => {
      if (activity.length === 0) among.leave(b);
    });
    while (among.size > 0) {
      const b = among.draw(this.#run.mixing);
      const { activity, begin, end } = branches[b]!;
      const head = heads[b]!++;
      out.activity.push(activity[head]!);
      out.begin.push(begin[head]!);
      out.end.push(end[head]!);
      if (heads[b] === activity.length) among.leave(b);
    }
  }
}

function noEvents(): Events {
  return { activity: [], begin: [], end: [] };
}
