import { MS_PER_DAY, optionError, randomStream, type WorkCalendar } from "@gigamine/base";
import { checkedOption } from "../checked-option.js";
import { type Sampler, samplerOf } from "../distributions/sampler.js";
import { distributionSchema } from "../distributions/schema.js";
import type { CompileCalendar } from "./calendars.js";
import { list, where } from "./errors.js";
import type { ArrivalSpec, SimulationModel } from "./model.js";

/** When units of one rule come. Instants are planned one at a time. */
export interface Arrival<Data> {
  readonly spec: ArrivalSpec<Data>;
  /** Whether units that leave bring new ones. */
  readonly holdsLevel: boolean;
  /** Instants of the first ones. */
  first(): readonly number[];
  /** The number of the unit that comes now, and when the next one does; `null` = not by itself. */
  come(nowMs: number): { readonly n: number; readonly nextMs: number | null };
  /** When a new one comes because one with all its descendants has left; `null` = no more. */
  left(nowMs: number): number | null;
}

/** Checks the rules and makes them ready. */
export function makeArrivals<Data>(
  { arrivals, steps, seed, startMs }: SimulationModel<Data>,
  compile: CompileCalendar,
): Arrival<Data>[] {
  const names = new Set<string>();
  return arrivals.map((spec, i) => {
    const path = `arrivals[${i}]`;
    if (!Object.hasOwn(steps, spec.to)) {
      throw optionError(where, `${path}.to`, spec.to, `Give the key of a step: ${list(Object.keys(steps))}.`);
    }
    const name = spec.name ?? String(i);
    if (names.has(name)) {
      throw optionError(
        where,
        `${path}.name`,
        name,
        "Another rule of arrivals has this name. Give each one of its own.",
      );
    }
    names.add(name);
    if (spec.kind === "orders") return orders(spec, path, startMs);
    whole(spec.count, `${path}.count`, 0, "How many units come in all");
    const calendar = spec.calendar === undefined ? null : compile(spec.calendar, `${path}.calendar`);
    if (spec.kind === "conwip") {
      whole(spec.level, `${path}.level`, 1, "How many units are in the system");
      return constantLevel(spec, calendar, startMs);
    }
    const stream = randomStream(seed, "arrivals", name);
    const draw = gapSampler(spec, path);
    return gaps(spec, calendar, startMs, () => wholeGap(draw(stream), path));
  });
}

type GapSpec<Data> = Extract<ArrivalSpec<Data>, { kind: "gaps" | "poisson" }>;

function gapSampler<Data>(spec: GapSpec<Data>, path: string): Sampler {
  if (spec.kind === "poisson") {
    if (!(spec.perDay > 0 && Number.isFinite(spec.perDay))) {
      throw optionError(
        where,
        `${path}.perDay`,
        spec.perDay,
        "Give a number above 0: units in 24 h of working time.",
      );
    }
    return samplerOf({ kind: "exponential", mean: MS_PER_DAY / spec.perDay });
  }
  if (typeof spec.gapMs !== "number") {
    return samplerOf(checkedOption(where, `${path}.gapMs`, distributionSchema, spec.gapMs));
  }
  const { gapMs } = spec;
  return () => gapMs;
}

function wholeGap(gapMs: number, path: string): number {
  if (gapMs >= 0 && Number.isFinite(gapMs)) return Math.round(gapMs);
  throw optionError(
    where,
    `${path}.gapMs`,
    gapMs,
    "Gaps must be at least 0; give a distribution that can't be negative.",
  );
}

function gaps<Data>(
  spec: GapSpec<Data>,
  calendar: WorkCalendar | null,
  startMs: number,
  gap: () => number,
): Arrival<Data> {
  let come = 0;
  const working = (atMs: number): number => calendar?.nextWorkingMs(atMs) ?? atMs;
  // The end of a shift lies outside of it, so what falls on it comes at the beginning of the next one.
  const after = (atMs: number): number =>
    working(calendar === null ? atMs + gap() : calendar.addWorkingMs(atMs, gap()));
  return {
    spec,
    holdsLevel: false,
    first: () => {
      if (spec.count === 0) return [];
      return [spec.kind === "poisson" ? after(startMs) : working(startMs)];
    },
    come: (nowMs) => {
      const n = come++;
      return { n, nextMs: come < spec.count ? after(nowMs) : null };
    },
    left: () => null,
  };
}

function orders<Data>(
  spec: Extract<ArrivalSpec<Data>, { kind: "orders" }>,
  path: string,
  startMs: number,
): Arrival<Data> {
  spec.atMs.forEach((atMs, n) => {
    if (Number.isSafeInteger(atMs) && atMs >= startMs) return;
    throw optionError(
      where,
      `${path}.atMs[${n}]`,
      atMs,
      `Give whole ms since the epoch, not before startMs (${startMs}).`,
    );
  });
  const inOrder = Array.from(spec.atMs.keys()).sort((a, b) => spec.atMs[a]! - spec.atMs[b]! || a - b);
  let come = 0;
  const next = (): number | null => {
    const n = inOrder[come];
    return n === undefined ? null : spec.atMs[n]!;
  };
  return {
    spec,
    holdsLevel: false,
    first: () => (spec.atMs.length === 0 ? [] : [next()!]),
    come: () => {
      const n = inOrder[come++]!;
      return { n, nextMs: next() };
    },
    left: () => null,
  };
}

function constantLevel<Data>(
  spec: Extract<ArrivalSpec<Data>, { kind: "conwip" }>,
  calendar: WorkCalendar | null,
  startMs: number,
): Arrival<Data> {
  let released = 0;
  let come = 0;
  const release = (atMs: number): number => {
    released++;
    return calendar?.nextWorkingMs(atMs) ?? atMs;
  };
  return {
    spec,
    holdsLevel: true,
    first: () => Array.from({ length: Math.min(spec.level, spec.count) }, () => release(startMs)),
    come: () => ({ n: come++, nextMs: null }),
    left: (nowMs) => (released < spec.count ? release(nowMs) : null),
  };
}

function whole(value: number, path: string, least: number, meaning: string): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw optionError(where, path, value, `${meaning}: give a whole number of at least ${least}.`);
}
