import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { StepSpec } from "../../src/simulation/model.js";
import { simulate } from "../../src/simulation/simulate.js";
import { inOrder, timeline } from "./models.js";

/** Units go through `steps` in order, at members of two pools that are always there. */
interface Line {
  readonly members: readonly (readonly string[])[];
  readonly steps: readonly {
    /** Indices of pools. */
    readonly seize: readonly number[];
    readonly workMs: number;
    readonly queue: "first come" | "priority" | "due date";
    readonly batch: { readonly size: number; readonly maximumWaitMs: number | undefined } | undefined;
  }[];
  readonly units: readonly {
    readonly atMs: number;
    readonly priority: number;
    readonly dueMs: number | null;
  }[];
}

const lines: fc.Arbitrary<Line> = fc.record({
  members: fc
    .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }))
    .map((sizes) => sizes.map((size, pool) => ["x", "y"].slice(0, size).map((name) => `${name}${pool}`))),
  steps: fc.array(
    fc.record({
      seize: fc.constantFrom([0], [1], [0, 1], [1, 0], []),
      workMs: fc.nat(5),
      queue: fc.constantFrom("first come" as const, "priority" as const, "due date" as const),
      batch: fc.option(
        fc.record({
          size: fc.integer({ min: 1, max: 3 }),
          maximumWaitMs: fc.option(fc.nat(9), { nil: undefined }),
        }),
        { nil: undefined },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  units: fc.array(
    fc.record({ atMs: fc.nat(20), priority: fc.nat(2), dueMs: fc.option(fc.nat(30), { nil: null }) }),
    { maxLength: 10 },
  ),
});

type Row = ReturnType<typeof timeline>[number];
interface Job {
  readonly step: number;
  readonly units: readonly number[];
  readonly enabled: readonly number[];
}
interface Gathering {
  readonly units: number[];
  readonly enabled: number[];
  readonly since: number;
}

/** The same rules, with lists that are searched from end to end. */
class SecondSimulator {
  readonly rows: Row[] = [];
  #now = 0;
  /** Free members of each pool, the one left alone longest first. */
  readonly #free: string[][];
  /** In order of joining. */
  #queue: Job[] = [];
  readonly #gathering: (Gathering | null)[];
  /** By step, takes back the deadline of the last batch that had one. */
  readonly #forget: (() => void)[] = [];
  /** In order of planning. */
  #plans: { readonly atMs: number; readonly rank: number; readonly happen: () => void }[] = [];

  constructor(readonly line: Line) {
    this.#free = line.members.map((members) => [...members]);
    this.#gathering = line.steps.map(() => null);
    const order = [...line.units.keys()].sort((a, b) => line.units[a]!.atMs - line.units[b]!.atMs);
    for (const u of order) this.#plan(line.units[u]!.atMs, 1, () => this.#enter(u, 0));
  }

  /** When it is over. */
  run(): number {
    for (;;) {
      while (this.#happenNow());
      while (this.#beginNow());
      if (this.#plans.length > 0) this.#now = Math.min(...this.#plans.map(({ atMs }) => atMs));
      else if (!this.#beginOldestBatch()) return this.#now;
    }
  }

  #plan(atMs: number, rank: number, happen: () => void): () => void {
    const plan = { atMs, rank, happen };
    this.#plans.push(plan);
    return () => {
      this.#plans = this.#plans.filter((other) => other !== plan);
    };
  }

  #happenNow(): boolean {
    const due = this.#plans.filter(({ atMs }) => atMs === this.#now).sort((a, b) => a.rank - b.rank);
    if (due.length === 0) return false;
    this.#plans = this.#plans.filter((plan) => plan !== due[0]);
    due[0]!.happen();
    return true;
  }

  #enter(u: number, step: number): void {
    const { batch } = this.line.steps[step]!;
    if (batch === undefined) {
      this.#join({ step, units: [u], enabled: [this.#now] });
      return;
    }
    const gathering = this.#gathering[step] ?? { units: [], enabled: [], since: this.#now };
    this.#gathering[step] = gathering;
    gathering.units.push(u);
    gathering.enabled.push(this.#now);
    if (gathering.units.length >= batch.size) this.#fire(step);
    else if (gathering.units.length === 1 && batch.maximumWaitMs !== undefined) {
      this.#forget[step] = this.#plan(this.#now + batch.maximumWaitMs, 2, () => this.#fire(step));
    }
  }

  #fire(step: number): void {
    const { units, enabled } = this.#gathering[step]!;
    this.#gathering[step] = null;
    this.#forget[step]?.();
    this.#join({ step, units, enabled });
  }

  #beginOldestBatch(): boolean {
    const steps = [...this.#gathering.keys()].filter((step) => this.#gathering[step] !== null);
    if (steps.length === 0) return false;
    const since = (step: number): number => this.#gathering[step]!.since;
    this.#fire(steps.reduce((oldest, step) => (since(step) < since(oldest) ? step : oldest)));
    return true;
  }

  #join(job: Job): void {
    if (this.line.steps[job.step]!.seize.length === 0) this.#begin(job);
    else this.#queue.push(job);
  }

  /** The first of the jobs whose pools all have somebody free. */
  #beginNow(): boolean {
    const able = this.#queue.filter(({ step }) =>
      this.line.steps[step]!.seize.every((pool) => this.#free[pool]!.length > 0),
    );
    const [next] = able.sort((a, b) => this.#urgency(b) - this.#urgency(a) || this.#due(a) - this.#due(b));
    if (next === undefined) return false;
    this.#queue = this.#queue.filter((job) => job !== next);
    this.#begin(next);
    return true;
  }

  #urgency({ step, units }: Job): number {
    if (this.line.steps[step]!.queue !== "priority") return 0;
    return Math.max(...units.map((u) => this.line.units[u]!.priority));
  }

  #due({ step, units }: Job): number {
    if (this.line.steps[step]!.queue !== "due date") return 1e9;
    return Math.min(...units.map((u) => this.line.units[u]!.dueMs ?? 1e9));
  }

  #begin({ step, units, enabled }: Job): void {
    const { seize, workMs } = this.line.steps[step]!;
    const members = seize.map((pool) => this.#free[pool]!.shift()!);
    const complete = this.#now + workMs;
    units.forEach((u, i) => {
      this.rows.push([`u${u}`, `s${step}`, enabled[i]!, this.#now, complete, members.join("+")]);
    });
    this.#plan(complete, 0, () => {
      seize.forEach((pool, k) => {
        this.#free[pool]!.push(members[k]!);
      });
      for (const u of units) if (step + 1 < this.line.steps.length) this.#enter(u, step + 1);
    });
  }
}

describe("simulate: a second simulator", () => {
  it("written for nothing but clarity has the same visits, by the same members, and ends at the same instant", () => {
    fc.assert(
      fc.property(lines, (line) => {
        const { members, steps, units } = line;
        const result = simulate<null>({
          seed: 1,
          startMs: 0,
          pools: Object.fromEntries(members.map((names, pool) => [`p${pool}`, { members: names }])),
          steps: Object.fromEntries(
            steps.map(({ seize, ...step }, i): [string, StepSpec<null>] => [
              `s${i}`,
              { ...step, seize: seize.map((pool) => ({ pool: `p${pool}` })) },
            ]),
          ),
          arrivals: [
            {
              kind: "orders",
              atMs: units.map(({ atMs }) => atMs),
              make: (n) => ({ id: `u${n}`, type: "lot", data: null, ...units[n]! }),
              to: "s0",
            },
          ],
          route: inOrder(steps.map((_, i) => `s${i}`)),
        });
        const second = new SecondSimulator(line);
        const endMs = second.run();
        expect(timeline(result)).toEqual(second.rows);
        expect(result.endMs).toBe(endMs);
      }),
      { seed: 11, numRuns: 600 },
    );
  });
});
