import { BitSet } from "@gigamine/base";
import { checkTreeShape } from "../model-shape.js";
import { treeActivities } from "../process-tree/activities.js";
import { foldTree } from "../process-tree/fold.js";
import type { OperatorNode, ProcessTree } from "../process-tree/types.js";
import { footprintMatrix } from "./matrix.js";
import type { Footprints } from "./types.js";

/** What the parent of a part must know of it. Whether it can be empty: `least` is 0. */
interface Part {
  readonly activities: BitSet;
  readonly starts: BitSet;
  readonly ends: BitSet;
  /** Events of its shortest trace. */
  readonly least: number;
}

/**
 * The footprints of all traces of a process tree, exact, by structure: no trace is ever played out. An activity that occurs
 * several times in the tree is one activity of the footprints. A silent tree gives no activities and `minTraceLength` 0.
 *
 * Which activity can follow which directly is worked out from the leaves up, from the activities that begin and end each
 * part and whether it can be empty; for example, in `->( x, y, z )` the ends of x are followed by the starts of y and, if y
 * can be empty, by those of z. Time O(nodes · n² / 32) for n activities, any depth.
 *
 * Source: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 8.3 (footprints of a model,
 * there from its traces). PM4Py looks only at the first two children of a loop, so its footprints of loops with several
 * redo parts differ.
 */
export function treeFootprints(tree: ProcessTree): Footprints {
  checkTreeShape(tree, "treeFootprints");
  const activities = treeActivities(tree);
  const n = activities.length;
  const ids = new Map(activities.map((name, id) => [name, id]));
  const follows = activities.map(() => new BitSet(n));
  const connect = (from: BitSet, to: BitSet): void => {
    for (const a of from) follows[a]!.union(to);
  };

  const { starts, ends, least } = foldTree<Part>(
    tree,
    (leaf) => {
      const own = new BitSet(n);
      if (leaf.kind === "silent") return { activities: own, starts: own, ends: own, least: 0 };
      own.add(ids.get(leaf.name)!);
      return { activities: own, starts: own, ends: own, least: 1 };
    },
    ({ kind }, parts) => {
      connectParts(kind, parts, connect, n);
      return {
        activities: union(parts, "activities", n),
        starts: borders(kind, parts, "starts", n),
        ends: borders(kind, parts, "ends", n),
        least: leastOf(kind, parts),
      };
    },
  );
  const from: number[] = [];
  const to: number[] = [];
  follows.forEach((row, a) => {
    for (const b of row) {
      from.push(a);
      to.push(b);
    }
  });
  return footprintMatrix({
    activities,
    from,
    to,
    startActivities: [...starts],
    endActivities: [...ends],
    minTraceLength: least,
  });
}

/** Adds the pairs in which the first activity belongs to one part and the second to another, or to the next round of a loop. */
function connectParts(
  kind: OperatorNode["kind"],
  parts: readonly Part[],
  connect: (from: BitSet, to: BitSet) => void,
  n: number,
): void {
  switch (kind) {
    case "exclusive":
      return;
    case "sequence": {
      let open = new BitSet(n); // the ends of parts behind which only empty ones came
      for (const { starts, ends, least } of parts) {
        connect(open, starts);
        if (least > 0) open = new BitSet(n);
        open.union(ends);
      }
      return;
    }
    case "parallel":
    case "inclusive":
      connectOthers(parts, "activities", "activities", connect, n);
      return;
    case "interleaved":
      connectOthers(parts, "ends", "starts", connect, n);
      return;
    case "loop": {
      const [body, ...redos] = parts;
      const starts = union(redos, "starts", n);
      const ends = union(redos, "ends", n);
      connect(body!.ends, starts);
      connect(ends, body!.starts);
      if (redos.some(({ least }) => least === 0)) connect(body!.ends, body!.starts);
      if (body!.least === 0) connect(ends, starts);
    }
  }
}

/** Connects each part with all others, by the unions of those before and of those behind it. */
function connectOthers(
  parts: readonly Part[],
  from: "activities" | "ends",
  to: "activities" | "starts",
  connect: (from: BitSet, to: BitSet) => void,
  n: number,
): void {
  for (const order of [parts, parts.toReversed()]) {
    const before = new BitSet(n);
    for (const part of order) {
      connect(before, part[to]);
      before.union(part[from]);
    }
  }
}

/** The activities that can begin (or end) a trace of the operator. */
function borders(
  kind: OperatorNode["kind"],
  parts: readonly Part[],
  side: "starts" | "ends",
  n: number,
): BitSet {
  if (kind === "loop") return union(parts[0]!.least === 0 ? parts : parts.slice(0, 1), side, n);
  if (kind !== "sequence") return union(parts, side, n);
  const order = side === "starts" ? parts : parts.toReversed();
  const firstFull = order.findIndex(({ least }) => least > 0);
  return union(firstFull < 0 ? order : order.slice(0, firstFull + 1), side, n);
}

function leastOf(kind: OperatorNode["kind"], parts: readonly Part[]): number {
  if (kind === "loop") return parts[0]!.least;
  let least = parts[0]!.least;
  const alternatives = kind === "exclusive" || kind === "inclusive";
  for (const part of parts.slice(1)) least = alternatives ? Math.min(least, part.least) : least + part.least;
  return least;
}

function union(parts: readonly Part[], side: "activities" | "starts" | "ends", n: number): BitSet {
  const result = new BitSet(n);
  for (const part of parts) result.union(part[side]);
  return result;
}
