import { optionError } from "@gigamine/base";
import { activity, exclusive, loop, type ProcessTree, parallel, sequence, silent } from "@gigamine/models";
import { allPlantSteps, type CellFormat, cellFormats, lineOrder, type StepKey, stepIndex } from "./line.js";
import { type CellLogOptions, checkElectrodes } from "./views/cell-log.js";

/** Steps that are never repeated. */
const onceOnly: ReadonlySet<StepKey> = new Set(["coat", "stack", "seal"]);

/** What {@link plantModel} takes. */
export interface PlantModelOptions {
  /** Those of the cell log that it is a model of. @default "cathode" */
  readonly electrodes?: CellLogOptions["electrodes"];
  /** `config.cellFormat` of the run. @default "original" */
  readonly cellFormat?: CellFormat | undefined;
}

/**
 * The flow of a cell as the plant is built: the steps in order; all but coating, stacking and sealing may be repeated as rework; after each step
 * of a tray the cell may be scrapped, and then nothing follows. With both electrodes, the steps up to slitting go on side by side. Every case of
 * `cellLog()` with the same option is one of its traces when the run traces rolls (`traceability` "full" or "roll"; by batch alone a cell has the
 * steps of all rolls of its slurry). With both electrodes a name stands in two places and token replay has to guess which is
 * meant; alignments find the fit of 1.
 *
 * @throws GigamineError `option/out-of-range` for other electrodes or formats.
 */
export function plantModel({
  electrodes = "cathode",
  cellFormat = "original",
}: PlantModelOptions = {}): ProcessTree {
  checkElectrodes("plantModel", electrodes);
  if (!cellFormats.includes(cellFormat)) {
    const remedy = 'Give "original" or "lid first", config.cellFormat of the run; the default is "original".';
    throw optionError("plantModel", "cellFormat", cellFormat, remedy);
  }
  const line = lineOrder(cellFormat);
  const ofTrays = line.indexOf("stack");
  const steps = line.slice(0, ofTrays).map(repeated);
  const first = electrodes === "both" ? [parallel(sequence(...steps), sequence(...steps))] : steps;
  return sequence(...first, cellPart(line.slice(ofTrays)));
}

/** The steps of trays, to the end. */
function cellPart([step, ...rest]: readonly StepKey[]): ProcessTree {
  if (rest.length === 0) return repeated(step!);
  return sequence(repeated(step!), exclusive(activity("Scrap"), cellPart(rest)));
}

function repeated(step: StepKey): ProcessTree {
  const once = activity(allPlantSteps[stepIndex[step]]!.name);
  return onceOnly.has(step) ? once : loop(once, silent());
}
