import { type RandomStream, randomStream } from "@gigamine/base";
import type { Outage, ScenarioEffects } from "../../scenarios/effects.js";
import type { Visit } from "../../simulation/model.js";
import { type StepKey, stepIndex } from "../line.js";
import type { BatteryPlantConfig } from "../plant-config.js";
import type { QcStatus } from "../qc-row.js";
import { type Gauge, readGauge } from "../quality/gauge.js";
import { qcStatus } from "../quality/qc-status.js";
import type { PlantAir } from "./air.js";
import type { CellStore } from "./cell-store.js";
import type { PlantGauges } from "./gauges.js";
import type { ByWorld } from "./plant-state.js";
import type { Recorder } from "./recorder.js";

/** What a {@link PlantContext} is made of. */
export interface PlantParts {
  readonly seed: number | string;
  readonly config: BatteryPlantConfig;
  readonly effects: ScenarioEffects;
  readonly air: PlantAir;
  readonly gauges: PlantGauges;
  readonly recorder: Recorder;
  readonly cells: CellStore;
  /** Names of machines and operators, in the order of the table. */
  readonly resources: readonly string[];
  /** Planned maintenance. */
  readonly planned: readonly Outage[];
  /** Called when all of an order has been shipped or scrapped. */
  readonly orderEnds: () => void;
}

/** What all steps of a run share. */
export class PlantContext {
  readonly seed: number | string;
  readonly config: BatteryPlantConfig;
  readonly effects: ScenarioEffects;
  readonly air: PlantAir;
  readonly gauges: PlantGauges;
  readonly recorder: Recorder;
  readonly cells: CellStore;
  /** Number of worlds. */
  readonly worlds: number;
  readonly orderEnds: () => void;
  /** Places of machines and operators in the table. */
  readonly resourceIndex: ReadonlyMap<string, number>;
  /** Planned maintenance. */
  readonly planned: readonly Outage[];
  /** Length that a slitter has cut with its blade, m. */
  readonly bladeMetres = new Map<string, number>();

  constructor(parts: PlantParts) {
    this.seed = parts.seed;
    this.config = parts.config;
    this.effects = parts.effects;
    this.air = parts.air;
    this.gauges = parts.gauges;
    this.recorder = parts.recorder;
    this.cells = parts.cells;
    this.orderEnds = parts.orderEnds;
    this.worlds = parts.effects.worlds.length;
    this.planned = parts.planned;
    this.resourceIndex = new Map(parts.resources.map((name, i) => [name, i]));
  }

  /** When resources begin nothing, by plan or by scenarios. */
  get outages(): readonly Outage[] {
    return [...this.effects.outages, ...this.planned];
  }

  /** The luck of a unit at a step. */
  draws(id: string, step: StepKey, attempt: number): RandomStream {
    return randomStream(this.seed, id, step, attempt, "quality");
  }

  /** The noise of what is measured of a unit at a step. */
  noise(id: string, step: StepKey, attempt: number): RandomStream {
    return randomStream(this.seed, id, step, attempt, "gauge");
  }

  /** A value for each world. */
  byWorld<T>(valueIn: (world: number) => T): ByWorld<T> {
    const values: T[] = [];
    for (let world = 0; world < this.worlds; world++) values.push(valueIn(world));
    return values;
  }

  /** Writes a visit down. The first member is the machine, the second the operator. */
  visited(visit: Visit<unknown>, step: StepKey, unit: number): number {
    const [machine, operator] = visit.members;
    const indexOf = (name: string | undefined): number =>
      name === undefined ? -1 : (this.resourceIndex.get(name) ?? -1);
    return this.recorder.visit({
      unit,
      step: stepIndex[step],
      attempt: visit.attempt,
      machine: indexOf(machine),
      operator: indexOf(operator),
      enabledMs: visit.enabledMs,
      startMs: visit.startMs,
      completeMs: visit.completeMs,
    });
  }

  /** Measures, writes down and judges; `latent` is the true value in each world. */
  take(
    gauge: Gauge,
    at: { readonly visit: number; readonly cell?: number; readonly timeMs: number },
    latent: (world: number) => number,
    draw: number,
    factor = 1,
  ): QcStatus {
    const value = readGauge(gauge, latent(0), draw, factor);
    this.recorder.measure(at.visit, at.cell ?? -1, this.gauges.indexOf(gauge.metric), at.timeMs, value);
    for (let world = 0; world < this.worlds; world++) this.recorder.latent(world, latent(world));
    return qcStatus(gauge, value);
  }
}
