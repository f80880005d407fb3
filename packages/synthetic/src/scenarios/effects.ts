/**
 * A variable of the plant that a scenario may move: always a parent of quality or a part of the flow, never a result.
 * Shifts are added, factors multiplied.
 */
export type ShiftVariable =
  /** Air of the coating room, K. Entity: the room. */
  | "coating_room.temperature"
  /** Air outside, K. Entity: the site. */
  | "outdoor.temperature"
  /** Dew point of the dry room, K. Entity: the room. */
  | "dry_room.dew_point"
  /** Median particle size of the powder, µm. Entity: the supplier lot. */
  | "material.d50"
  /** Opening of the roller gap by wear, µm. Entity: the calender. */
  | "calender.gap"
  /** Offset of the alignment of a stacker, mm. Entity: the stacker. */
  | "stacker.calibration"
  /** How much misalignment grows with loading above +1 %, mm per unit of relative loading. Entity: the floor. */
  | "stacking.edge_chain"
  /** Focus of a welding laser, mm of penetration. Entity: the welder. */
  | "welder.focus"
  /** Extra set-up time at the coater, ms. Entity: the operator. */
  | "coater.changeover";

export type FactorVariable =
  /** Powder moisture. Entity: the supplier lot. */
  | "material.moisture"
  /** Spread of the loading. Entity: the operator who set the coater up. */
  | "coating.sigma"
  /** Electrolyte dose. Entity: the pump. */
  | "filling.dose"
  /** Reading of the resistance gauge; the cell itself is untouched. Entity: the tester. */
  | "grading.dcir_gauge";

/** A version of the run that is computed beside what happens, on the same draws and the same routing. */
export interface World {
  /** `factual`, `none` (no scenario) or `without:<scenario id>`. */
  readonly id: string;
}

/** When a resource can't work because of a scenario. */
export interface Outage {
  readonly resource: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What the scenarios of a run do, asked by the plant at each step. World 0 is what happens; the flow follows it. The
 * others share its flow (times, machines, routes) and differ in the parents of quality only.
 */
export interface ScenarioEffects {
  readonly worlds: readonly World[];
  /** Sum of all shifts of `variable` for `entity` at an instant; 0 = none. */
  shift(variable: ShiftVariable, entity: string, timeMs: number, world: number): number;
  /** Product of all factors; 1 = none. */
  factor(variable: FactorVariable, entity: string, timeMs: number, world: number): number;
  /** Outages of resources in world 0. */
  readonly outages: readonly Outage[];
}
