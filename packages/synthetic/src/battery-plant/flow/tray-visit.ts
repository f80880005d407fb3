import type { RandomStream } from "@gigamine/base";
import type { Visit } from "../../simulation/model.js";
import type { QcStatus } from "../qc-row.js";
import { readGauge } from "../quality/gauge.js";
import type { BatteryMetric } from "../quality/metrics.js";
import { qcStatus } from "../quality/qc-status.js";
import type { CellStep } from "./cell-store.js";
import type { PlantContext } from "./plant-context.js";
import type { PlantUnitData, Tray } from "./plant-state.js";

/** Numbers by slot and purpose. */
export type Luck = (slot: number, purpose: number) => number;

/** One visit of a tray: which cells take part, what is measured, who comes again and who is scrapped. */
export class TrayVisit {
  readonly isFirst: boolean;
  readonly #plant: PlantContext;
  readonly #tray: Tray;
  readonly #step: CellStep;
  readonly #attempt: number;
  readonly #row: number;
  readonly #timeMs: number;
  /** By slot: 1 = takes part. */
  readonly #present: Uint8Array;

  constructor(plant: PlantContext, tray: Tray, visit: Visit<PlantUnitData>, step: CellStep) {
    this.isFirst = visit.attempt === 1;
    this.#plant = plant;
    this.#tray = tray;
    this.#step = step;
    this.#attempt = visit.attempt;
    this.#timeMs = visit.completeMs;
    this.#row = plant.visited(visit, step, tray.unit);
    this.#present = this.isFirst ? tray.alive.slice() : tray.again.slice();
    tray.again.fill(0);
    const attempts = plant.cells.attempts[step];
    for (const slot of this.slots()) attempts[tray.firstCell + slot]!++;
  }

  /** The slots of the cells that take part. */
  slots(): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < this.#present.length; slot++) if (this.#present[slot] === 1) slots.push(slot);
    return slots;
  }

  /**
   * Draws for every slot, whether or not a cell is in it, so that a scrapped cell moves no other's luck.
   *
   * @param kinds For each purpose `"n"`, standard normal, or `"u"`, uniform in [0, 1).
   */
  luck(kinds: string): Luck {
    return this.#drawn(this.#plant.draws(this.#tray.id, this.#step, this.#attempt), kinds);
  }

  /** Noise of as many gauges, likewise. */
  noise(gauges: number): Luck {
    return this.#drawn(this.#plant.noise(this.#tray.id, this.#step, this.#attempt), "n".repeat(gauges));
  }

  #drawn(stream: RandomStream, kinds: string): Luck {
    const width = kinds.length;
    const isNormal = Array.from(kinds, (kind) => kind === "n");
    const values = new Float64Array(this.#present.length * width);
    for (let i = 0; i < values.length; i++) {
      values[i] = isNormal[i % width] === true ? stream.normal() : stream.next();
    }
    return (slot, purpose) => values[slot * width + purpose]!;
  }

  /** Looks at a metric of a cell; writes it down when the cell is one of the sample. */
  check(slot: number, metric: BatteryMetric, latent: (world: number) => number, noise: number): QcStatus {
    const gauge = this.#plant.gauges.of(metric);
    if (this.#tray.sampled[slot] === 0) return qcStatus(gauge, readGauge(gauge, latent(0), noise));
    return qcStatus(gauge, this.measure(slot, metric, latent, noise));
  }

  /** Measures a metric of a cell and writes it down. */
  measure(
    slot: number,
    metric: BatteryMetric,
    latent: (world: number) => number,
    noise: number,
    factor = 1,
  ): number {
    const { gauges, recorder, worlds } = this.#plant;
    const value = readGauge(gauges.of(metric), latent(0), noise, factor);
    recorder.measure(this.#row, this.#tray.firstCell + slot, gauges.indexOf(metric), this.#timeMs, value);
    for (let world = 0; world < worlds; world++) recorder.latent(world, latent(world));
    return value;
  }

  /** The cell leaves the line. */
  scrap(slot: number, reason: string): void {
    const { alive, firstCell } = this.#tray;
    alive[slot] = 0;
    this.#plant.cells.scrap(firstCell + slot, this.#step);
    this.#plant.recorder.mark("Scrap", this.#row, reason, firstCell + slot);
  }

  /** The cell comes to this step once more, if that is allowed; else it is scrapped. */
  againOrScrap(slot: number, mostRepeats: number, reason: string, kind: "Rework" | "Hold" = "Rework"): void {
    if (this.#attempt > mostRepeats) {
      this.scrap(slot, reason);
      return;
    }
    this.#tray.again[slot] = 1;
    this.#plant.recorder.mark(kind, this.#row, reason, this.#tray.firstCell + slot);
  }

  /** Decides where the tray goes. */
  finish(): void {
    const { alive, again } = this.#tray;
    this.#tray.verdict = alive.includes(1) ? (again.includes(1) ? "again" : "on") : "scrap";
  }
}
