import type { Electrode, PlantUnitType } from "../line.js";
import type {
  GenealogyEdge,
  PlantMark,
  PlantMarkKind,
  PlantMeasurements,
  PlantOutage,
  PlantUnitOutcome,
  PlantVisits,
} from "../run.js";

/** A unit while the run goes on. */
export interface UnitRecord {
  readonly id: string;
  readonly type: PlantUnitType;
  readonly order: string;
  readonly electrode: Electrode | null;
  readonly quantity: number;
  readonly supplier: string | null;
  outcome: PlantUnitOutcome;
}

/** A visit as it is reported when it is complete; names are indices. */
export interface VisitRecord {
  readonly unit: number;
  readonly step: number;
  readonly attempt: number;
  readonly machine: number;
  readonly operator: number;
  readonly enabledMs: number;
  readonly startMs: number;
  readonly completeMs: number;
}

/** Writes down what happens, in any order, and puts it into tables in order of time. */
export class Recorder {
  readonly units: UnitRecord[] = [];
  readonly genealogy: GenealogyEdge[] = [];
  readonly outages: PlantOutage[] = [];
  readonly #visits: VisitRecord[] = [];
  readonly #marks: PlantMark[] = [];
  readonly #unit: number[] = [];
  readonly #cell: number[] = [];
  readonly #visit: number[] = [];
  readonly #metric: number[] = [];
  readonly #time: number[] = [];
  readonly #value: number[] = [];
  readonly #latent: number[][];

  constructor(worlds: number) {
    this.#latent = Array.from({ length: worlds }, () => []);
  }

  /** Adds a unit and returns its index. */
  unit(
    id: string,
    type: PlantUnitType,
    order: string,
    quantity: number,
    electrode: Electrode | null,
    supplier: string | null = null,
  ): number {
    return this.units.push({ id, type, order, electrode, quantity, supplier, outcome: "open" }) - 1;
  }

  /** Adds an edge between units. Positions are metres. */
  edge(parent: number, child: number, quantity: number, unit: string, from?: number, to?: number): void {
    this.genealogy.push({
      parent: this.units[parent]!.id,
      child: this.units[child]!.id,
      quantity,
      unit,
      from: from ?? null,
      to: to ?? null,
    });
  }

  /** Adds a visit and returns its number for marks and measurements. */
  visit(record: VisitRecord): number {
    return this.#visits.push(record) - 1;
  }

  /** What was decided about a unit (`cell` = -1) or a cell after a visit, when it was complete. */
  mark(kind: PlantMarkKind, visit: number, reason: string, cell = -1): void {
    const { unit, completeMs } = this.#visits[visit]!;
    this.#marks.push({ kind, unit, cell, visit, timeMs: completeMs, reason });
  }

  /** Adds a measurement; {@link latent} must follow for each world. */
  measure(visit: number, cell: number, metric: number, timeMs: number, value: number): void {
    this.#unit.push(this.#visits[visit]!.unit);
    this.#cell.push(cell);
    this.#visit.push(visit);
    this.#metric.push(metric);
    this.#time.push(timeMs);
    this.#value.push(value);
  }

  /** The latent value of the measurement added last. */
  latent(world: number, value: number): void {
    this.#latent[world]!.push(value);
  }

  /** All tables, in order of time; ties in order of recording. */
  finish(): {
    visits: PlantVisits;
    measurements: PlantMeasurements;
    marks: readonly PlantMark[];
    outages: readonly PlantOutage[];
  } {
    const visits = this.#visits;
    const visitOrder = orderBy(visits.length, (row) => visits[row]!.startMs);
    const place = new Int32Array(visits.length);
    visitOrder.forEach((row, i) => {
      place[row] = i;
    });
    const order = orderBy(this.#time.length, (row) => this.#time[row]!);
    const column = (key: keyof VisitRecord) => (_: number, i: number) => visits[visitOrder[i]!]![key];
    const n = { length: visits.length };
    return {
      visits: {
        unit: Int32Array.from(n, column("unit")),
        step: Uint8Array.from(n, column("step")),
        attempt: Uint16Array.from(n, column("attempt")),
        machine: Int16Array.from(n, column("machine")),
        operator: Int16Array.from(n, column("operator")),
        enabledMs: Float64Array.from(n, column("enabledMs")),
        startMs: Float64Array.from(n, column("startMs")),
        completeMs: Float64Array.from(n, column("completeMs")),
      },
      measurements: {
        unit: gather(new Int32Array(order.length), this.#unit, order),
        cell: gather(new Int32Array(order.length), this.#cell, order),
        visit: gather(new Int32Array(order.length), this.#visit, order).map((row) => place[row]!),
        metric: gather(new Uint8Array(order.length), this.#metric, order),
        timeMs: gather(new Float64Array(order.length), this.#time, order),
        value: gather(new Float64Array(order.length), this.#value, order),
        latent: this.#latent.map((values) => gather(new Float64Array(order.length), values, order)),
      },
      marks: orderBy(this.#marks.length, (row) => this.#marks[row]!.timeMs).map((row) => {
        const mark = this.#marks[row]!;
        return { ...mark, visit: place[mark.visit]! };
      }),
      outages: this.outages.toSorted((a, b) => a.fromMs - b.fromMs || a.machine - b.machine),
    };
  }
}

/** Row numbers by rising key, equal keys in order. Fast where the rows are in order already, but for a few runs. */
function orderBy(rows: number, key: (row: number) => number): number[] {
  return Array.from({ length: rows }, (_, row) => row).sort((a, b) => key(a) - key(b));
}

function gather<T extends { [index: number]: number }>(
  target: T,
  from: readonly number[],
  order: readonly number[],
): T {
  for (let i = 0; i < order.length; i++) target[i] = from[order[i]!]!;
  return target;
}
