import { activity, exclusive, loop, type ProcessTree, parallel, sequence, silent } from "@gigamine/models";
import { plantSteps, stepIndex } from "./line.js";
import { type CellLogOptions, checkElectrodes } from "./views/cell-log.js";

/** Steps that are never repeated. */
const onceOnly: ReadonlySet<number> = new Set([stepIndex.coat, stepIndex.stack]);

/** What {@link plantModel} takes. */
export interface PlantModelOptions {
  /** Those of the cell log that it is a model of. @default "cathode" */
  readonly electrodes?: CellLogOptions["electrodes"];
}

/**
 * The flow of a cell as the plant is built: the twelve steps in order; all but coating and stacking may be repeated as rework; after each step
 * of a tray the cell may be scrapped, and then nothing follows. With both electrodes, the steps up to slitting go on side by side. Every case of
 * `cellLog()` with the same option is one of its traces when the run traces rolls (`traceability` "full" or "roll"; by batch alone a cell has the
 * steps of all rolls of its slurry). With both electrodes a name stands in two places and token replay has to guess which is
 * meant; alignments find the fit of 1.
 *
 * @throws GigamineError `option/out-of-range` for other electrodes.
 */
export function plantModel({ electrodes = "cathode" }: PlantModelOptions = {}): ProcessTree {
  checkElectrodes("plantModel", electrodes);
  const steps = plantSteps.slice(0, stepIndex.stack).map((_, step) => repeated(step));
  const first = electrodes === "both" ? [parallel(sequence(...steps), sequence(...steps))] : steps;
  return sequence(...first, cellPart(stepIndex.stack));
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
