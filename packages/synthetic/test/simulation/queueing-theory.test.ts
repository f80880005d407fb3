import { describe, expect, it } from "@jest/globals";
import type { Distribution } from "../../src/distributions/distribution.js";
import type { SimulationModel } from "../../src/simulation/model.js";
import { simulate } from "../../src/simulation/simulate.js";
import { day, inOrder, unit } from "./models.js";

/** Mean time of work, ms; a whole second, so that rounding to ms is no matter. */
const service = 100_000;
const warmUp = 1_000;
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

interface Station {
  readonly machines: number;
  /** Share of time that machines work. */
  readonly utilisation: number;
  readonly workMs: Distribution;
}

/** Waiting times of the units after the first {@link warmUp}, in units of the mean time of work. */
function waits({ machines, utilisation, workMs }: Station, seed: number, count = 8_000): Float64Array {
  const model: SimulationModel<null> = {
    seed,
    startMs: 0,
    pools: { m: { members: Array.from({ length: machines }, (_, i) => `m${i}`) } },
    steps: { work: { seize: [{ pool: "m" }], workMs } },
    arrivals: [
      { kind: "poisson", perDay: (machines * utilisation * day) / service, count, make: unit, to: "work" },
    ],
    route: inOrder(["work"]),
  };
  const { enabledMs, startMs } = simulate(model).visits;
  return startMs.map((start, row) => (start - enabledMs[row]!) / service).subarray(warmUp);
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

interface Estimate {
  readonly mean: number;
  readonly error: number;
}

/** Mean of a measure over runs and its standard error. */
function overRuns(runs: readonly Float64Array[], measure: (waited: Float64Array) => number): Estimate {
  const values = runs.map(measure);
  const centre = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
  return { mean: centre, error: Math.sqrt(variance / values.length) };
}

/** Probability that a unit must wait in M/M/c (Erlang 1917), `a` = machines times utilisation. */
function erlangC(machines: number, a: number): number {
  let blocked = 1; // Erlang B by its recursion
  for (let k = 1; k <= machines; k++) blocked = (a * blocked) / (k + a * blocked);
  return blocked / (1 - (a / machines) * (1 - blocked));
}

/**
 * Simulation against theory at fixed seeds. The band is 4 standard errors of ten runs of 7,000 units or more (t with 9 degrees of
 * freedom: 0.3 % of right engines would fall outside), and the error itself must be small, so that the band is worth something.
 */
function expectNear({ mean: found, error }: Estimate, theory: number, relativeError: number): void {
  expect(Math.abs(found - theory)).toBeLessThan(4 * error);
  expect(error / theory).toBeLessThan(relativeError);
}

function expectMean(station: Station, theory: number): void {
  expectNear(
    overRuns(
      seeds.map((seed) => waits(station, seed)),
      mean,
    ),
    theory,
    0.05,
  );
}

const exponential: Distribution = { kind: "exponential", mean: service };

describe("simulate: waiting times of queueing theory", () => {
  it("M/M/1 at 60 %: ρ / (1 − ρ) = 1.5 times the work", () => {
    expectMean({ machines: 1, utilisation: 0.6, workMs: exponential }, 0.6 / 0.4);
  });

  it("M/D/1 at 60 %: half of that (Pollaczek-Khinchine)", () => {
    expectMean(
      { machines: 1, utilisation: 0.6, workMs: { kind: "constant", value: service } },
      0.6 / (2 * 0.4),
    );
  });

  it("M/G/1 with gamma work, squared coefficient of variation 1/4: ρ (1 + 1/4) / (2 (1 − ρ))", () => {
    expectMean(
      { machines: 1, utilisation: 0.6, workMs: { kind: "gamma", shape: 4, scale: service / 4 } },
      (0.6 * 1.25) / (2 * 0.4),
    );
  });

  it("M/M/3 at 60 %: a share C(3, 1.8) waits, C(3, 1.8) / (3 (1 − ρ)) on average (Erlang C)", () => {
    // By hand: (1.8³/6 · 3/1.2) / (1 + 1.8 + 1.8²/2 + 1.8³/6 · 3/1.2) = 2.43 / 6.85.
    const share = erlangC(3, 1.8);
    expect(share).toBeCloseTo(2.43 / 6.85, 12);
    const station = { machines: 3, utilisation: 0.6, workMs: exponential };
    const runs = seeds.map((seed) => waits(station, seed, 15_000));
    expectNear(overRuns(runs, mean), share / (3 * 0.4), 0.05);
    expectNear(
      overRuns(runs, (waited) => mean(waited.map((wait) => (wait > 0 ? 1 : 0)))),
      share,
      0.02,
    );
  });
});

describe("simulate: Little's law", () => {
  it("holds where arrivals see time averages: units found inside on arrival = rate × time inside, within 5 %", () => {
    const { units, endMs } = simulate<null>({
      seed: 11,
      startMs: 0,
      pools: { a: { members: ["a1", "a2"] }, b: { members: ["b1"] } },
      steps: {
        one: { seize: [{ pool: "a" }], workMs: exponential },
        two: {
          seize: [{ pool: "b" }],
          workMs: { kind: "uniform", low: 0, high: service },
          batch: { size: 2, maximumWaitMs: service },
        },
      },
      arrivals: [{ kind: "poisson", perDay: day / service, count: 20_000, make: unit, to: "one" }],
      route: inOrder(["one", "two"]),
    });
    const ended = units.map(({ endedMs }) => endedMs!).sort((a, b) => a - b);
    let gone = 0;
    const found = units.map(({ createdMs }, n) => {
      while (ended[gone]! < createdMs) gone++;
      return n - gone;
    });
    const rate = units.length / endMs;
    const timeInside = mean(units.map(({ createdMs, endedMs }) => endedMs! - createdMs));
    expect(mean(found) / (rate * timeInside)).toBeGreaterThan(0.95);
    expect(mean(found) / (rate * timeInside)).toBeLessThan(1.05);
  });

  it("waiting time rises with utilisation", () => {
    const at = (utilisation: number) => mean(waits({ machines: 1, utilisation, workMs: exponential }, 5));
    expect([at(0.3), at(0.5), at(0.7), at(0.9)].every((wait, i, all) => i === 0 || wait > all[i - 1]!)).toBe(
      true,
    );
  });
});
