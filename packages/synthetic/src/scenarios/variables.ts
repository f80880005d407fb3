import type { FactorVariable, ShiftVariable } from "./effects.js";

/** What a scenario may act on: a parent of quality that is shifted or multiplied, or a resource that can't work. */
export type ScenarioVariable = ShiftVariable | FactorVariable | "resource.outage";

/** Kinds of things in the plant that have variables. */
export type EntityKind =
  | "coating room"
  | "dry room"
  | "site"
  | "supplier lot"
  | "calender"
  | "stacker"
  | "floor"
  | "welder"
  | "coating operator"
  | "filling pump"
  | "tester"
  | "resource";

/** How a variable is moved and whose it is. */
export interface VariableInfo {
  /** `shift`: the amount is added; `factor`: it multiplies; `outage`: the resource does not work, the amount is 1. */
  readonly acts: "shift" | "factor" | "outage";
  /** UCUM code of the amount. */
  readonly unit: string;
  readonly entity: EntityKind;
  /** What it is, in plain words. */
  readonly title: string;
}

/** All variables that scenarios may move. */
export const scenarioVariables: Readonly<Record<ScenarioVariable, VariableInfo>> = Object.freeze({
  "coating_room.temperature": shift("K", "coating room", "air temperature of the coating room"),
  "outdoor.temperature": shift("K", "site", "air temperature outside"),
  "dry_room.dew_point": shift("K", "dry room", "dew point of the dry room"),
  "material.d50": shift("um", "supplier lot", "median particle size of the powder"),
  "calender.gap": shift("um", "calender", "roller gap of the calender"),
  "stacker.calibration": shift("mm", "stacker", "alignment offset of the stacker"),
  "stacking.edge_chain": shift(
    "mm",
    "floor",
    "misalignment by heavy edges, for each unit of loading above +1 %",
  ),
  "welder.focus": shift("mm", "welder", "focus of the welding laser"),
  "coater.changeover": shift("ms", "coating operator", "set-up time at the coater"),
  "material.moisture": factor("supplier lot", "moisture of the powder"),
  "coating.sigma": factor("coating operator", "spread of the loading"),
  "filling.dose": factor("filling pump", "dose of electrolyte"),
  "grading.dcir_gauge": factor("tester", "reading of the resistance gauge"),
  "resource.outage": Object.freeze({
    acts: "outage",
    unit: "1",
    entity: "resource",
    title: "resource that does not work",
  }),
});

/** The names, for schemas and messages. */
export const scenarioVariableNames = Object.freeze(
  Object.keys(scenarioVariables) as [ScenarioVariable, ...ScenarioVariable[]],
);

function shift(unit: string, entity: EntityKind, title: string): VariableInfo {
  return Object.freeze({ acts: "shift", unit, entity, title });
}

function factor(entity: EntityKind, title: string): VariableInfo {
  return Object.freeze({ acts: "factor", unit: "1", entity, title });
}
