import { activity, exclusive, loop, type ProcessTree, sequence, silent } from "@gigamine/models";
import { plantSteps, stepIndex } from "./line.js";

/** Steps that are never repeated. */
const onceOnly: ReadonlySet<number> = new Set([stepIndex.coat, stepIndex.stack]);

/**
 * The flow of a cell as the plant is built: the twelve steps in order; all but coating and stacking may be repeated as rework; after each step
 * of a tray the cell may be scrapped, and then nothing follows. Every case of `cellLog()` is one of its traces.
 */
export function plantModel(): ProcessTree {
  const electrodePart = plantSteps.slice(0, stepIndex.stack).map((_, step) => repeated(step));
  return sequence(...electrodePart, cellPart(stepIndex.stack));
}

/** From a step of trays to the end. */
function cellPart(step: number): ProcessTree {
  if (step === stepIndex.pack) return repeated(step);
  return sequence(repeated(step), exclusive(activity("Scrap"), cellPart(step + 1)));
}

function repeated(step: number): ProcessTree {
  const once = activity(plantSteps[step]!.name);
  return onceOnly.has(step) ? once : loop(once, silent());
}
