import type { Traveller } from "./job.js";
import type { Member } from "./member.js";
import type { Genealogy, ResourceState, SimulatedUnit, SimulationSink, VisitColumns } from "./result.js";
import type { Running } from "./running.js";

/** Keeps what a run makes, or hands it to a sink. */
export class Records<Data> {
  readonly units: SimulatedUnit<Data>[] = [];
  readonly genealogy: Genealogy[] = [];
  readonly #states: ResourceState[] = [];
  readonly #sink: SimulationSink<Data> | undefined;
  readonly #visits: VisitTable;

  constructor(width: number, sink: SimulationSink<Data> | undefined) {
    this.#visits = new VisitTable(width);
    this.#sink = sink;
  }

  get streams(): boolean {
    return this.#sink !== undefined;
  }

  /** Returns the place of the unit. */
  unitMade(unit: SimulatedUnit<Data>): number {
    return this.#sink === undefined ? this.units.push(unit) - 1 : -1;
  }

  unitEnded(unit: SimulatedUnit<Data>): void {
    this.#sink?.unit?.(unit);
  }

  edge(edge: Genealogy): void {
    if (this.#sink === undefined) this.genealogy.push(edge);
    else this.#sink.genealogy?.(edge);
  }

  state(state: ResourceState): void {
    if (state.toMs <= state.fromMs) return;
    if (this.#sink === undefined) this.#states.push(state);
    else this.#sink.state?.(state);
  }

  visitBegun(running: Running<Data>): void {
    if (this.#sink === undefined) running.row = this.#visits.add(running);
  }

  visitComplete(running: Running<Data>): void {
    this.#sink?.visit?.(running.visit);
  }

  /** The run ended before the visit was complete. */
  visitOpen(running: Running<Data>): void {
    if (this.#sink === undefined) this.#visits.open(running.row, running.job.travellers.length);
    else {
      const { completeMs: _complete, setupMs: _setup, workedMs: _worked, ...begun } = running.visit; // these lie in the future
      this.#sink.openVisit?.(begun);
    }
  }

  visits(): VisitColumns {
    return this.#visits.columns();
  }

  states(): ResourceState[] {
    return this.#states.sort(
      (a, b) => a.fromMs - b.fromMs || compareText(a.member, b.member) || compareText(a.state, b.state),
    );
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Table = { -readonly [K in keyof VisitColumns]: VisitColumns[K] };

/** Columns that double when they are full. */
class VisitTable {
  #rows = 0;
  #room = 1024;
  #table: Table;

  constructor(width: number) {
    this.#table = emptyTable(this.#room, width);
  }

  /** Adds a row for each unit of a visit; returns the first. */
  add<Data>({ job, visit, members }: Running<Data>): number {
    const first = this.#rows;
    for (const traveller of job.travellers) this.#addRow(traveller, job.step.index, visit, members);
    return first;
  }

  #addRow<Data>(
    traveller: Traveller<Data>,
    step: number,
    visit: Running<Data>["visit"],
    members: readonly Member<Data>[],
  ): void {
    if (this.#rows === this.#room) {
      this.#room *= 2;
      this.#table = resized(this.#table, this.#room);
    }
    const table = this.#table;
    const row = this.#rows++;
    table.visit[row] = visit.index;
    table.unit[row] = traveller.index;
    table.step[row] = step;
    table.attempt[row] = traveller.visits[step]!;
    table.rework[row] = traveller.rework ? 1 : 0;
    table.enabledMs[row] = traveller.enabledMs;
    table.startMs[row] = visit.startMs;
    table.completeMs[row] = visit.completeMs;
    table.setupMs[row] = visit.setupMs;
    table.workedMs[row] = visit.workedMs;
    for (let k = 0; k < table.width; k++) table.member[row * table.width + k] = members[k]?.index ?? -1;
  }

  open(first: number, rows: number): void {
    const { completeMs, setupMs, workedMs } = this.#table;
    for (const column of [completeMs, setupMs, workedMs]) column.fill(Number.NaN, first, first + rows);
  }

  columns(): VisitColumns {
    return resized(this.#table, this.#rows);
  }
}

function emptyTable(rows: number, width: number): Table {
  return {
    visit: new Float64Array(rows),
    unit: new Int32Array(rows),
    step: new Int32Array(rows),
    attempt: new Int32Array(rows),
    rework: new Uint8Array(rows),
    enabledMs: new Float64Array(rows),
    startMs: new Float64Array(rows),
    completeMs: new Float64Array(rows),
    setupMs: new Float64Array(rows),
    workedMs: new Float64Array(rows),
    width,
    member: new Int32Array(rows * width),
  };
}

/** The same table with room for `rows`, cut or filled with 0. */
function resized(table: Table, rows: number): Table {
  const next = emptyTable(rows, table.width);
  for (const name of Object.keys(next) as (keyof Table)[]) {
    const [from, to] = [table[name], next[name]];
    if (typeof from === "number" || typeof to === "number") continue;
    to.set(from.subarray(0, to.length));
  }
  return next;
}
