import { optionError } from "@gigamine/base";
import type { PlantRun } from "../../battery-plant/run.js";
import { mustHold } from "../against.js";
import type { Expectation } from "../check.js";
import { genealogyExpectations } from "../genealogy.js";
import { logExpectations } from "../log-expectations.js";
import { sameAgain } from "./determinism.js";
import { cellLogRules, lotLogRules, onLog } from "./log-views.js";
import { densityFitsPorosity, diversity, gaugesFollowLatent, inSpec, physicalLimits } from "./physics.js";
import {
  attendedInShifts,
  inOrder,
  nothingWhileDown,
  parentsFirst,
  rackCapacity,
  scrapShare,
} from "./visits.js";
import { scenariosMoveOnlyDescendants, scenariosMoveSomething } from "./worlds.js";

/** What {@link plantExpectations} takes. */
export interface PlantExpectationOptions {
  /** Band in which the share of lost cells lies, of those ordered, in [0, 1]. Left out: not expected. */
  readonly lost?: readonly [number, number] | undefined;
  /** Makes the run once more from the same options: it must give the same bytes. Left out: not tried. */
  readonly again?: (() => PlantRun) | undefined;
}

/**
 * What holds for a run of the battery plant, by groups: time (`plant/in-order`, `plant/attended-in-shifts`, `plant/parents-first`), flow (rules of the
 * cell log and of the lot log, named `cell-log/…` and `lot-log/…`), resources (`plant/rack-capacity`, `plant/nothing-while-down`), `genealogy/…`, physics
 * (`plant/physical-limits`, `plant/density-fits-porosity`, `plant/gauges-follow-latent`), distribution (`plant/diversity`, `plant/in-spec`, with `lost` also
 * `plant/lost`), scenarios (`plant/scenarios-move-something`, `plant/scenarios-move-only-descendants`: of runs with counterfactual worlds) and, with `again`,
 * `plant/same-again`. O(events of the cell log).
 */
export function plantExpectations(options: PlantExpectationOptions = {}): readonly Expectation<PlantRun>[] {
  const { lost, again } = options;
  if (lost !== undefined && !(lost[0] >= 0 && lost[0] <= lost[1] && lost[1] <= 1)) {
    throw optionError("plantExpectations", "lost", lost, "Give two shares in [0, 1], the lower first.");
  }
  return [
    mustHold("plant/in-order", "Every step is enabled, then started, then complete", inOrder),
    mustHold("plant/attended-in-shifts", "Steps that somebody begins begin in a shift", attendedInShifts),
    mustHold("plant/parents-first", "A unit is begun after all that it is made of is there", parentsFirst),
    mustHold("plant/rack-capacity", "No rack or store holds more than it can", rackCapacity),
    mustHold("plant/nothing-while-down", "Machines that are down begin nothing", nothingWhileDown),
    ...onLog("cell-log", (run) => run.cellLog(), [...logExpectations(), ...cellLogRules]),
    ...onLog("lot-log", (run) => run.lotLog(), lotLogRules),
    ...genealogyExpectations({ rootTypes: ["MaterialLot"] }),
    mustHold("plant/physical-limits", "Porosity and density are possible", physicalLimits),
    mustHold(
      "plant/density-fits-porosity",
      "Porosity is what density leaves, up to the gauges",
      densityFitsPorosity,
    ),
    mustHold(
      "plant/gauges-follow-latent",
      "Gauges show what is there, up to their noise",
      gaugesFollowLatent,
    ),
    mustHold("plant/diversity", "Every measured metric takes many values", diversity),
    mustHold("plant/in-spec", "At least 60 % of the values of every metric are in spec, 85 % of all", inSpec),
    ...(lost === undefined
      ? []
      : [
          mustHold(
            "plant/lost",
            `From ${Number((lost[0] * 100).toFixed(3))} to ${Number((lost[1] * 100).toFixed(3))} % of the cells are lost`,
            (run: PlantRun) => scrapShare(run, lost),
          ),
        ]),
    mustHold(
      "plant/scenarios-move-something",
      "Every scenario that is compared moves a quality or a time",
      scenariosMoveSomething,
    ),
    mustHold(
      "plant/scenarios-move-only-descendants",
      "Scenarios move nothing that does not descend from their causes",
      scenariosMoveOnlyDescendants,
    ),
    ...(again === undefined
      ? []
      : [
          mustHold("plant/same-again", "The same options give the same bytes", (run: PlantRun) =>
            sameAgain(run, again()),
          ),
        ]),
  ];
}
