import { MAX_TIME, randomStream } from "@gigamine/base";
import { chooseMembers, comebacks } from "./choose-members.js";
import { negativeDuration, neverTogether, tooLate } from "./errors.js";
import type { Job } from "./job.js";
import type { Member } from "./member.js";
import type { SimulationContext, Visit } from "./model.js";
import type { Pool } from "./pools.js";
import type { Running } from "./running.js";
import type { Step } from "./steps.js";
import { layOut, layOutPlain } from "./timeline.js";
import { goesBefore } from "./waiting-line.js";

/** Whom the dispatcher tells. */
interface DispatchEvents<Data> {
  begun(running: Running<Data>): void;
  /** A member of the pool comes back then. */
  wake(pool: Pool<Data>, atMs: number): void;
}

/** A visit while its members and times are found. */
type Draft<Data> = { -readonly [K in keyof Visit<Data>]: Visit<Data>[K] };

/** A job that is looked at: number `i` of those that wait for its step. */
interface Cursor<Data> {
  readonly step: Step<Data>;
  i: number;
}

/** Lets waiting jobs begin as soon as all that they need is free. */
export class Dispatcher<Data> {
  readonly #seed: number | string;
  readonly #context: SimulationContext;
  readonly #events: DispatchEvents<Data>;
  readonly #stepsOf = new Map<Pool<Data>, Step<Data>[]>();
  readonly #poolOf = new Map<Member<Data>, Pool<Data>>();
  /** Steps at which something may have become possible since the last dispatch. */
  readonly #stirred = new Set<Step<Data>>();
  #waiting = 0;
  #begun = 0;

  constructor(
    seed: number | string,
    steps: ReadonlyMap<string, Step<Data>>,
    context: SimulationContext,
    events: DispatchEvents<Data>,
  ) {
    this.#seed = seed;
    this.#context = context;
    this.#events = events;
    for (const step of steps.values()) {
      for (const pool of new Set(step.seizures.map((seizure) => seizure.pool))) {
        this.#stepsOf.set(pool, [...(this.#stepsOf.get(pool) ?? []), step]);
        for (const member of pool.members) this.#poolOf.set(member, pool);
      }
    }
  }

  /** Jobs that stand in queues. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Visits that have begun. */
  get begun(): number {
    return this.#begun;
  }

  /** A job joins the queue of its step, or begins at once when it needs nobody. */
  join(job: Job<Data>, nowMs: number): void {
    if (job.step.seizures.length === 0) {
      this.#start(job, [], this.#draft(job, [], nowMs));
      return;
    }
    this.#waiting++;
    job.step.waiting.join(job);
    this.#stirred.add(job.step);
  }

  /** Members may be free again that were off duty. */
  woken(pool: Pool<Data>): void {
    pool.wakeMs = Number.POSITIVE_INFINITY;
    this.#stir(pool);
  }

  /** A member may be free again. */
  freed(member: Member<Data>): void {
    const pool = this.#poolOf.get(member);
    if (pool !== undefined) this.#stir(pool);
  }

  #stir(pool: Pool<Data>): void {
    for (const step of this.#stepsOf.get(pool) ?? []) if (step.waiting.size > 0) this.#stirred.add(step);
  }

  /** Begins all that can begin, in order. What could not begin can't later in the same pass: members only become fewer. */
  dispatch(nowMs: number): void {
    if (this.#stirred.size === 0) return;
    const cursors: Cursor<Data>[] = [];
    for (const step of this.#stirred) cursors.push({ step, i: 0 });
    this.#stirred.clear();
    while (cursors.length > 0) {
      const k = firstOf(cursors);
      const cursor = cursors[k]!;
      const { step } = cursor;
      if (this.#tryBegin(step.waiting.at(cursor.i)!, nowMs)) {
        step.waiting.remove(cursor.i);
        this.#waiting--;
      } else if (step.picky && step.seizures.every(({ pool }) => pool.free.size > 0)) cursor.i++;
      else cursor.i = step.waiting.size;
      if (cursor.i < step.waiting.size) continue;
      if (step.waiting.size > 0) this.#planWakes(step, nowMs);
      cursors.splice(k, 1);
    }
  }

  #planWakes(step: Step<Data>, nowMs: number): void {
    comebacks(step, nowMs, (pool, atMs) => {
      if (atMs >= pool.wakeMs) return;
      pool.wakeMs = atMs;
      this.#events.wake(pool, atMs);
    });
  }

  #tryBegin(job: Job<Data>, nowMs: number): boolean {
    let draft: Draft<Data> | null = null;
    const members = chooseMembers(job, nowMs, (chosen) => {
      draft = this.#draft(job, chosen, nowMs);
      return fits(job.step, chosen, draft);
    });
    if (members === null) return false;
    this.#start(job, members, draft ?? this.#draft(job, members, nowMs));
    return true;
  }

  /** The visit with its times of set-up and work, not yet laid out in time. */
  #draft(job: Job<Data>, members: readonly Member<Data>[], nowMs: number): Draft<Data> {
    const { step, travellers } = job;
    const draft: Draft<Data> = {
      index: this.#begun,
      step: step.name,
      units: job.units,
      attempt: job.attempt,
      rework: travellers[0]!.rework,
      enabledMs: job.enabledMs,
      startMs: nowMs,
      members: members.map(({ name }) => name),
      completeMs: Number.NaN,
      setupMs: 0,
      workedMs: Number.NaN,
    };
    if (step.setupMs !== undefined) {
      draft.setupMs = duration(
        step.setupMs(members[0]?.previous ?? null, draft, this.#context),
        "setupMs",
        job,
      );
    }
    const workMs = step.workOf === null ? this.#drawn(job) : step.workOf(draft, this.#context);
    draft.workedMs = draft.setupMs + duration(workMs / speedOf(step, members), "workMs", job);
    return draft;
  }

  #drawn(job: Job<Data>): number {
    const { step, units, attempt } = job;
    if (Number.isNaN(job.drawnMs)) {
      job.drawnMs =
        step.fixedMs ?? step.work!(randomStream(this.#seed, units[0]!.id, step.name, attempt, "work"));
    }
    return job.drawnMs;
  }

  #start(job: Job<Data>, members: readonly Member<Data>[], visit: Draft<Data>): void {
    const { step } = job;
    const { startMs, setupMs, workedMs } = visit;
    const workMs = workedMs - setupMs;
    const isPlain = members.every(({ calendar, breakdowns }) => calendar === null && breakdowns === null);
    const timeline = isPlain
      ? layOutPlain(startMs, setupMs, workMs)
      : layOut(step, members, startMs, setupMs, workMs);
    if (timeline === null) throw neverTogether(step.name, visit.members);
    if (!(timeline.completeMs <= MAX_TIME)) throw tooLate(step.name, visit.units[0]!.id);
    visit.completeMs = timeline.completeMs;
    this.#begun++;
    members.forEach((member, k) => {
      seize(member, step.seizures[k]!.pool);
      member.previous = visit;
    });
    this.#events.begun({ job, members, visit, timeline, setupDone: false, row: -1 });
  }

  /** Sets free those who were needed for the set-up. */
  endSetup(running: Running<Data>, nowMs: number): void {
    if (running.setupDone) return;
    running.setupDone = true;
    this.#release(running, true, running.visit.setupMs, nowMs);
  }

  /** Sets all others free. */
  end(running: Running<Data>, nowMs: number): void {
    if (running.job.step.freesEarly) this.endSetup(running, nowMs);
    this.#release(running, false, running.visit.workedMs, nowMs);
  }

  #release({ job, members }: Running<Data>, setupOnly: boolean, inUseMs: number, nowMs: number): void {
    members.forEach((member, k) => {
      const seizure = job.step.seizures[k]!;
      if (seizure.setupOnly !== setupOnly) return;
      member.used--;
      member.visits++;
      member.inUseMs += inUseMs;
      if (member.used === 0) member.freeSinceMs = nowMs;
      seizure.pool.free.append(member);
      this.#stir(seizure.pool);
    });
  }
}

/** Which of the cursors points to the job that goes before the others. */
function firstOf<Data>(cursors: readonly Cursor<Data>[]): number {
  let first = 0;
  for (let k = 1; k < cursors.length; k++) {
    const a = cursors[k]!;
    const b = cursors[first]!;
    if (goesBefore(a.step.waiting.at(a.i)!, b.step.waiting.at(b.i)!)) first = k;
  }
  return first;
}

/** Whoever is taken goes to the end of the free ones, or out of them when there is no more room. */
function seize<Data>(member: Member<Data>, pool: Pool<Data>): void {
  member.used++;
  if (member.used < member.capacity) pool.free.append(member);
  else pool.free.delete(member);
}

function speedOf<Data>(step: Step<Data>, members: readonly Member<Data>[]): number {
  let speed = 1;
  for (let k = 0; k < members.length; k++) if (!step.seizures[k]!.setupOnly) speed *= members[k]!.speed;
  return speed;
}

/** Whether nobody's shift ends before the work does. */
function fits<Data>(step: Step<Data>, members: readonly Member<Data>[], visit: Draft<Data>): boolean {
  const { startMs, setupMs, workedMs } = visit;
  return members.every((member, k) =>
    member.worksThrough(startMs, startMs + (step.seizures[k]!.setupOnly ? setupMs : workedMs)),
  );
}

/** In whole ms. */
function duration<Data>(ms: number, option: "setupMs" | "workMs", job: Job<Data>): number {
  if (ms >= 0 && Number.isFinite(ms)) return Math.round(ms);
  throw negativeDuration(ms, option, { step: job.step.name, unit: job.units[0]!.id });
}
