import { type LongWorkOptions, throwIfAborted } from "@gigamine/base";
import { Agenda, rank } from "./agenda.js";
import { type Arrival, makeArrivals } from "./arrivals.js";
import { Batching, type Collection } from "./batching.js";
import { calendarCompiler } from "./calendars.js";
import { makeContext } from "./context.js";
import { Dispatcher } from "./dispatcher.js";
import { badRoute, duplicateUnit, endless, neverBegins, tooManyVisits, unknownStep } from "./errors.js";
import type { Happening } from "./happening.js";
import type { Family, Job, Traveller } from "./job.js";
import { Joining } from "./joining.js";
import type { Member } from "./member.js";
import type { NewUnit, Portion, Route, SimulationContext, SimulationModel } from "./model.js";
import { newUnit } from "./new-unit.js";
import { makePools, type Pool } from "./pools.js";
import { Records } from "./records.js";
import type { SimulationResult, SimulationSink } from "./result.js";
import type { Running } from "./running.js";
import { recordMaintenance, recordVisitStates } from "./states.js";
import { makeSteps, type Step } from "./steps.js";
import { leadOf } from "./waiting-line.js";
import { patienceMs } from "./working-time.js";

const happeningsPerReport = 50_000;
/** Splits and joins one after another at one instant; beyond, they go on for ever. */
const deepest = 1000;

/** One run of a model. */
export class Run<Data> {
  readonly #model: SimulationModel<Data>;
  readonly #options: LongWorkOptions;
  readonly #pools: ReadonlyMap<string, Pool<Data>>;
  readonly #steps: ReadonlyMap<string, Step<Data>>;
  readonly #members: ReadonlyMap<string, Member<Data>>;
  readonly #arrivals: readonly Arrival<Data>[];
  readonly #agenda = new Agenda<Happening<Data>>();
  readonly #batching = new Batching<Data>();
  readonly #joining = new Joining<Data>();
  readonly #records: Records<Data>;
  readonly #dispatcher: Dispatcher<Data>;
  readonly #context: SimulationContext;
  readonly #endMs: number;
  readonly #maximumVisits: number;
  /** Those in the system. */
  readonly #inside = new Set<Traveller<Data>>();
  /** Ids that are taken. */
  readonly #ids = new Set<string>();
  #nowMs: number;
  /** When something last brought the system on, or may do so for sure: the end of maintenance. */
  #movedMs: number;
  /** Counts what joined a queue. */
  #joined = 0;
  /** Counts what has happened since the last report. */
  #unreported = 0;

  constructor(
    model: SimulationModel<Data>,
    options: LongWorkOptions & { sink?: SimulationSink<Data> | undefined },
  ) {
    const { seed, startMs, endMs = Number.POSITIVE_INFINITY, maximumVisits = 100 } = model;
    this.#model = model;
    this.#options = options;
    this.#nowMs = startMs;
    this.#movedMs = startMs;
    this.#endMs = endMs;
    this.#maximumVisits = maximumVisits;
    const compile = calendarCompiler();
    this.#pools = makePools<Data>(model.pools, seed, compile);
    this.#steps = makeSteps(model.steps, this.#pools);
    this.#arrivals = makeArrivals(model, compile);
    this.#members = new Map(
      [...this.#pools.values()].flatMap(({ members }) => members.map((member) => [member.name, member])),
    );
    const width = Math.max(0, ...[...this.#steps.values()].map(({ seizures }) => seizures.length));
    this.#records = new Records(width, options.sink);
    this.#context = makeContext(seed, this.#members, () => this.#nowMs);
    this.#dispatcher = new Dispatcher(seed, this.#steps, this.#context, {
      begun: (running) => this.#begun(running),
      wake: (pool, atMs) => this.#agenda.plan(atMs, rank.wake, { kind: "wake", pool }),
    });
  }

  result(): SimulationResult<Data> {
    throwIfAborted(this.#options.signal);
    this.#planBeginning();
    const isCut = this.#play();
    if (isCut) this.#nowMs = this.#endMs;
    this.#closeBooks();
    const members = [...this.#members.values()];
    const steps = [...this.#steps.values()];
    return {
      endMs: this.#nowMs,
      steps: steps.map(({ name }) => name),
      activities: steps.map(({ activity }) => activity),
      members: members.map(({ name }) => name),
      pools: [...this.#pools.values()].flatMap((pool) => pool.members.map(() => pool.name)),
      units: this.#records.units,
      visits: this.#records.visits(),
      genealogy: this.#records.genealogy,
      states: this.#records.states(),
      incompleteBatches: this.#batching.incomplete(),
      incompleteJoins: this.#joining.incomplete(),
    };
  }

  #planBeginning(): void {
    for (const arrival of this.#arrivals) {
      for (const atMs of arrival.first()) this.#agenda.plan(atMs, rank.arrive, { kind: "arrive", arrival });
    }
    for (const member of this.#members.values()) {
      for (const window of member.maintenance) {
        if (window.toMs <= this.#nowMs) continue;
        this.#movedMs = Math.max(this.#movedMs, window.toMs);
        this.#agenda.plan(window.toMs, rank.wake, { kind: "maintained", member, window });
      }
    }
  }

  /** Lets happen what happens; returns whether the end of the model came first. */
  #play(): boolean {
    const agenda = this.#agenda;
    for (;;) {
      if (!agenda.moves && this.#dispatcher.waiting === 0 && !this.#fireAtEnd()) return false;
      const atMs = agenda.nextMs;
      if (atMs >= this.#endMs && this.#endMs < Number.POSITIVE_INFINITY) return true;
      if (!agenda.moves && !(atMs <= this.#movedMs + patienceMs)) throw neverBegins(this.#steps.values());
      this.#nowMs = atMs;
      if (agenda.moves) this.#movedMs = Math.max(this.#movedMs, atMs);
      do {
        this.#happen(agenda.take()!);
        if (++this.#unreported === happeningsPerReport) this.#report();
      } while (agenda.nextMs === atMs);
      this.#dispatcher.dispatch(atMs);
    }
  }

  /** Makes a job of the incomplete batch that has waited longest; `false` when there is none. */
  #fireAtEnd(): boolean {
    const collection = this.#batching.oldestAtEnd();
    if (collection === null) return false;
    this.#fire(collection);
    this.#dispatcher.dispatch(this.#nowMs);
    return true;
  }

  #report(): void {
    this.#unreported = 0;
    const { signal, onProgress } = this.#options;
    throwIfAborted(signal);
    onProgress?.({ stage: "simulating", done: this.#dispatcher.begun, total: null, unit: "visits" });
  }

  #happen(what: Happening<Data>): void {
    switch (what.kind) {
      case "complete":
        this.#complete(what.running);
        break;
      case "setup done":
        this.#dispatcher.endSetup(what.running, this.#nowMs);
        break;
      case "arrive":
        this.#arrive(what.arrival);
        break;
      case "go on":
        this.#enqueue(what.traveller, what.step);
        break;
      case "batch due":
        what.collection.forgetDeadline = null;
        this.#fire(what.collection);
        break;
      case "wake":
        this.#dispatcher.woken(what.pool);
        break;
      case "maintained":
        recordMaintenance(this.#records, what.member, what.window, this.#model.startMs, this.#nowMs);
        this.#dispatcher.freed(what.member);
    }
  }

  #arrive(arrival: Arrival<Data>): void {
    const { n, nextMs } = arrival.come(this.#nowMs);
    if (nextMs !== null) this.#agenda.plan(nextMs, rank.arrive, { kind: "arrive", arrival });
    const families: Family[] = arrival.holdsLevel
      ? [{ arrival: this.#arrivals.indexOf(arrival), alive: 0 }]
      : [];
    this.#enter(arrival.spec.make(n), families, 0, this.#step(arrival.spec.to, "The rule of arrivals"));
  }

  #enter(made: NewUnit<Data>, families: readonly Family[], depth: number, step: Step<Data>): void {
    const unit = newUnit(made, this.#nowMs);
    if (this.#ids.has(unit.id)) throw duplicateUnit(unit.id, this.#records.streams);
    this.#ids.add(unit.id);
    const traveller: Traveller<Data> = {
      unit,
      index: this.#records.unitMade(unit),
      visits: new Array<number>(this.#steps.size).fill(0),
      families,
      depth,
      rework: false,
      enabledMs: this.#nowMs,
    };
    for (const family of families) family.alive++;
    this.#inside.add(traveller);
    this.#enqueue(traveller, step);
  }

  #enqueue(traveller: Traveller<Data>, step: Step<Data>): void {
    const count = traveller.visits[step.index]! + 1;
    if (count > this.#maximumVisits) throw tooManyVisits(traveller.unit.id, step.name, this.#maximumVisits);
    traveller.visits[step.index] = count;
    traveller.enabledMs = this.#nowMs;
    if (step.batch === undefined) {
      this.#queue(step, [traveller]);
      return;
    }
    const collection = this.#batching.add(step, traveller, this.#nowMs);
    const { size, maximumWaitMs } = step.batch;
    if (collection.travellers.length >= size) this.#fire(collection);
    else if (collection.travellers.length === 1 && maximumWaitMs !== undefined) {
      const due = { kind: "batch due", collection } as const;
      const planned = this.#agenda.plan(this.#nowMs + maximumWaitMs, rank.deadline, due);
      collection.forgetDeadline = () => this.#agenda.cancel(planned);
    }
  }

  #fire(collection: Collection<Data>): void {
    this.#batching.fire(collection);
    this.#queue(collection.step, collection.travellers);
  }

  #queue(step: Step<Data>, travellers: readonly Traveller<Data>[]): void {
    const units = travellers.map(({ unit }) => unit);
    const job: Job<Data> = {
      step,
      travellers,
      units,
      lead: leadOf(units, step.queue),
      order: this.#joined++,
      enabledMs: travellers[travellers.length - 1]!.enabledMs,
      attempt: travellers[0]!.visits[step.index]!,
      drawnMs: Number.NaN,
    };
    this.#dispatcher.join(job, this.#nowMs);
  }

  #begun(running: Running<Data>): void {
    this.#records.visitBegun(running);
    const { setupEndMs, completeMs } = running.timeline;
    this.#agenda.plan(completeMs, rank.complete, { kind: "complete", running });
    if (running.job.step.freesEarly && setupEndMs < completeMs) {
      this.#agenda.plan(setupEndMs, rank.complete, { kind: "setup done", running });
    }
  }

  #complete(running: Running<Data>): void {
    this.#dispatcher.end(running, this.#nowMs);
    recordVisitStates(this.#records, running, this.#nowMs);
    const { visit, job } = running;
    job.step.onComplete?.(visit, this.#context);
    this.#records.visitComplete(running);
    for (const traveller of job.travellers) {
      this.#follow(traveller, job.step, this.#model.route(traveller.unit, visit, this.#context));
    }
  }

  #follow(traveller: Traveller<Data>, step: Step<Data>, route: Route<Data>): void {
    const { id } = traveller.unit;
    const origin = `The route of unit "${id}" from step "${step.name}"`;
    if (typeof route !== "object" || route === null) throw badRoute(id, step.name, route);
    if ("leave" in route) this.#leave(traveller, route.leave);
    else if ("split" in route) {
      const depth = this.#deeper([traveller]);
      for (const { unit, portion, to } of route.split) {
        const { quantity: taken = 1 } = unit;
        this.#records.edge({ child: unit.id, parent: id, ...(portion ?? { quantity: taken }) });
        this.#enter(unit, traveller.families, depth, this.#step(to, origin));
      }
      this.#leave(traveller, "split");
    } else if ("join" in route) this.#join(traveller, route, origin);
    else if ("to" in route) {
      const next = this.#step(route.to, origin);
      const { afterMs = 0, rework = false } = route;
      if (!(afterMs >= 0 && Number.isFinite(afterMs))) throw badRoute(id, step.name, route);
      traveller.rework = rework;
      const atMs = this.#nowMs + Math.round(afterMs);
      if (atMs === this.#nowMs) this.#enqueue(traveller, next);
      else this.#agenda.plan(atMs, rank.arrive, { kind: "go on", traveller, step: next });
    } else throw badRoute(id, step.name, route);
  }

  #join(traveller: Traveller<Data>, route: Extract<Route<Data>, { join: string }>, origin: string): void {
    const joined = this.#joining.add(route.join, route.needs, traveller);
    if (joined === null) return;
    const { unit, portions, to } = route.make(joined.map((one) => one.unit));
    const whole = (one: Traveller<Data>): Portion => ({ parent: one.unit.id, quantity: one.unit.quantity });
    for (const portion of portions ?? joined.map(whole)) this.#records.edge({ child: unit.id, ...portion });
    const families = [...new Set(joined.flatMap((one) => one.families))];
    this.#enter(unit, families, this.#deeper(joined), this.#step(to, origin));
    for (const one of joined) this.#leave(one, "joined");
  }

  /** The depth of what is made of them. */
  #deeper(parents: readonly Traveller<Data>[]): number {
    let depth = 1;
    for (const { unit, depth: own } of parents) {
      if (unit.createdMs === this.#nowMs) depth = Math.max(depth, own + 1);
    }
    if (depth > deepest) throw endless(parents[0]!.unit.id, deepest);
    return depth;
  }

  #leave(traveller: Traveller<Data>, outcome: string): void {
    const { unit, families } = traveller;
    unit.endedMs = this.#nowMs;
    unit.outcome = outcome;
    this.#inside.delete(traveller);
    if (this.#records.streams) this.#ids.delete(unit.id);
    this.#records.unitEnded(unit);
    for (const family of families) {
      if (--family.alive > 0) continue;
      const arrival = this.#arrivals[family.arrival]!;
      const atMs = arrival.left(this.#nowMs);
      if (atMs !== null) this.#agenda.plan(atMs, rank.arrive, { kind: "arrive", arrival });
    }
  }

  #step(name: string, origin: string): Step<Data> {
    const step = this.#steps.get(name);
    if (step === undefined) throw unknownStep(name, origin, this.#steps.keys());
    return step;
  }

  /** What is under way when the run ends. */
  #closeBooks(): void {
    const underWay: Running<Data>[] = [];
    for (let what = this.#agenda.take(); what !== undefined; what = this.#agenda.take()) {
      if (what.kind === "complete") underWay.push(what.running);
      else if (what.kind === "maintained") {
        recordMaintenance(this.#records, what.member, what.window, this.#model.startMs, this.#nowMs);
      }
    }
    for (const running of underWay.sort((a, b) => a.visit.index - b.visit.index)) {
      recordVisitStates(this.#records, running, this.#nowMs);
      this.#records.visitOpen(running);
    }
    for (const { unit } of this.#inside) this.#records.unitEnded(unit);
  }
}
