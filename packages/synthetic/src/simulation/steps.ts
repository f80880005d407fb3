import { optionError } from "@gigamine/base";
import { checkedOption, optionPath } from "../checked-option.js";
import { type Sampler, samplerOf } from "../distributions/sampler.js";
import { distributionSchema } from "../distributions/schema.js";
import { list, where } from "./errors.js";
import type { BatchRule, Requirement, SimulationModel, StepSpec } from "./model.js";
import type { Pool } from "./pools.js";
import { makeWaitingLine, type WaitingLine } from "./waiting-line.js";

/** A requirement with its pool. */
export interface Seizure<Data> {
  readonly pool: Pool<Data>;
  readonly skill: string | undefined;
  readonly eligible: Requirement<Data>["eligible"];
  /** Whether the member is set free when the set-up is done. */
  readonly setupOnly: boolean;
}

/** A step during a run. */
export interface Step<Data> {
  readonly name: string;
  /** Place in the model. */
  readonly index: number;
  readonly activity: string;
  readonly seizures: readonly Seizure<Data>[];
  /** Whether two seizures are of one pool, so that a first choice may have to be taken back. */
  readonly sharesPool: boolean;
  /** Whether a member is set free before the work is done. */
  readonly freesEarly: boolean;
  /** The time of work in one of three forms: a number, a distribution, a function. */
  readonly fixedMs: number | null;
  readonly work: Sampler | null;
  readonly workOf: Extract<StepSpec<Data>["workMs"], (...args: never[]) => number> | null;
  readonly setupMs: StepSpec<Data>["setupMs"];
  readonly offDuty: "pause" | "finish" | "fit";
  readonly queue: NonNullable<StepSpec<Data>["queue"]>;
  readonly batch: BatchRule<Data> | undefined;
  readonly onComplete: StepSpec<Data>["onComplete"];
  readonly waiting: WaitingLine<Data>;
  /** Whether one that waits may begin although one before it can't. */
  readonly picky: boolean;
}

/** Checks steps and makes them ready. */
export function makeSteps<Data>(
  specs: SimulationModel<Data>["steps"],
  pools: ReadonlyMap<string, Pool<Data>>,
): ReadonlyMap<string, Step<Data>> {
  return new Map(
    Object.entries(specs).map(([name, spec], index) => [name, makeStep(name, index, spec, pools)]),
  );
}

function makeStep<Data>(
  name: string,
  index: number,
  spec: StepSpec<Data>,
  pools: ReadonlyMap<string, Pool<Data>>,
): Step<Data> {
  const path = optionPath(["steps", name]);
  const { workMs, setupMs, offDuty = "pause", queue = "first come", batch, onComplete } = spec;
  const seizures = spec.seize.map((requirement, i) => seizure(requirement, `${path}.seize[${i}]`, pools));
  if (seizures.length > 0 && seizures.every(({ setupOnly }) => setupOnly)) {
    throw optionError(
      where,
      `${path}.seize`,
      seizures.map(({ pool }) => pool.name).join(", "),
      'All are set free after the set-up and nobody does the work. Give one of them hold: "whole".',
    );
  }
  checkNumbers(seizures, path);
  if (!["pause", "finish", "fit"].includes(offDuty)) {
    throw optionError(where, `${path}.offDuty`, offDuty, 'Give "pause", "finish" or "fit".');
  }
  if (typeof queue !== "function" && !["first come", "priority", "due date"].includes(queue)) {
    throw optionError(
      where,
      `${path}.queue`,
      queue,
      'Give "first come", "priority", "due date" or a function (a, b) => number.',
    );
  }
  if (batch !== undefined) checkBatch(batch, path);
  const picky = offDuty === "fit" || seizures.some(({ eligible }) => eligible !== undefined);
  return {
    name,
    index,
    activity: spec.activity ?? name,
    seizures,
    sharesPool: new Set(seizures.map(({ pool }) => pool)).size < seizures.length,
    freesEarly: seizures.some(({ setupOnly }) => setupOnly),
    ...workForms(workMs, `${path}.workMs`),
    setupMs,
    offDuty,
    queue,
    batch,
    onComplete,
    waiting: makeWaitingLine(queue, picky),
    picky,
  };
}

function workForms<Data>(
  workMs: StepSpec<Data>["workMs"],
  path: string,
): Pick<Step<Data>, "fixedMs" | "work" | "workOf"> {
  if (typeof workMs === "function") return { fixedMs: null, work: null, workOf: workMs };
  if (typeof workMs === "object") {
    const checked = checkedOption(where, path, distributionSchema, workMs);
    return { fixedMs: null, work: samplerOf(checked), workOf: null };
  }
  if (!(workMs >= 0 && Number.isFinite(workMs))) {
    throw optionError(
      where,
      path,
      workMs,
      "Give a number of ms of at least 0, a distribution or a function.",
    );
  }
  return { fixedMs: workMs, work: null, workOf: null };
}

function seizure<Data>(
  { pool: name, skill, eligible, hold = "whole" }: Requirement<Data>,
  path: string,
  pools: ReadonlyMap<string, Pool<Data>>,
): Seizure<Data> {
  const pool = pools.get(name);
  if (pool === undefined) {
    throw optionError(where, `${path}.pool`, name, `Give the name of a pool: ${list(pools.keys())}.`);
  }
  if (hold !== "whole" && hold !== "setup") {
    throw optionError(where, `${path}.hold`, hold, 'Give "whole" or "setup".');
  }
  if (skill !== undefined && !pool.members.some(({ skills }) => skills === null || skills.has(skill))) {
    throw optionError(
      where,
      `${path}.skill`,
      skill,
      `No member of pool "${name}" has it, so the step could never begin. Add it to pools["${name}"].skills.`,
    );
  }
  return { pool, skill, eligible, setupOnly: hold === "setup" };
}

function checkNumbers<Data>(seizures: readonly Seizure<Data>[], path: string): void {
  for (const pool of new Set(seizures.map((one) => one.pool))) {
    const wanted = seizures.filter((one) => one.pool === pool).length;
    if (wanted <= pool.members.length) continue;
    throw optionError(
      where,
      `${path}.seize`,
      pool.name,
      `The step needs ${wanted} of its members at once and it has ${pool.members.length}. Add members, or ask for fewer.`,
    );
  }
}

function checkBatch<Data>({ size, maximumWaitMs, atEnd = "fire" }: BatchRule<Data>, path: string): void {
  if (!(Number.isInteger(size) && size >= 1)) {
    throw optionError(where, `${path}.batch.size`, size, "Give a whole number of at least 1.");
  }
  if (maximumWaitMs !== undefined && !(Number.isSafeInteger(maximumWaitMs) && maximumWaitMs >= 0)) {
    throw optionError(
      where,
      `${path}.batch.maximumWaitMs`,
      maximumWaitMs,
      "Give whole ms of at least 0, or leave it out to wait for ever.",
    );
  }
  if (atEnd !== "fire" && atEnd !== "flag") {
    throw optionError(where, `${path}.batch.atEnd`, atEnd, 'Give "fire" or "flag".');
  }
}
