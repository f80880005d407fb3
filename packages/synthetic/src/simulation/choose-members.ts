import type { Job } from "./job.js";
import type { Member } from "./member.js";
import type { Seizure } from "./steps.js";

/**
 * One member for each seizure of the step, all free now, on duty and able; of those the one left alone longest. `null` when there are none.
 * `accepts` judges the whole choice, and is asked only by steps whose work must fit into the shift.
 */
export function chooseMembers<Data>(
  job: Job<Data>,
  nowMs: number,
  accepts: (members: readonly Member<Data>[]) => boolean,
): Member<Data>[] | null {
  const { seizures, sharesPool, offDuty } = job.step;
  for (const { pool } of seizures) if (pool.free.size === 0) return null;
  const mustFit = offDuty === "fit";
  if (seizures.length === 1 && !mustFit) {
    const only = firstSuited(seizures[0]!, job, nowMs);
    return only === null ? null : [only];
  }
  const chosen: Member<Data>[] = [];
  const choose = (k: number): boolean => {
    const seizure = seizures[k];
    if (seizure === undefined) return !mustFit || accepts(chosen);
    const { free } = seizure.pool;
    for (let member = free.first(); member !== undefined; member = free.after(member)) {
      if (!suits(member, seizure, job, nowMs) || (sharesPool && chosen.includes(member))) continue;
      chosen.push(member);
      if (choose(k + 1)) return true;
      chosen.pop();
      // Another member here helps those after it only when they are of one pool or the whole must fit.
      if (!sharesPool && !mustFit) return false;
    }
    return false;
  };
  return choose(0) ? chosen : null;
}

function firstSuited<Data>(seizure: Seizure<Data>, job: Job<Data>, nowMs: number): Member<Data> | null {
  const { free } = seizure.pool;
  let member = free.first();
  while (member !== undefined && !suits(member, seizure, job, nowMs)) member = free.after(member);
  return member ?? null;
}

function suits<Data>(member: Member<Data>, seizure: Seizure<Data>, job: Job<Data>, nowMs: number): boolean {
  const { skill, eligible } = seizure;
  if (skill !== undefined && member.skills !== null && !member.skills.has(skill)) return false;
  if (seizure.pool.closes && member.availableFrom(nowMs) > nowMs) return false;
  return eligible === undefined || eligible(member.name, job.units);
}

/** The first instant after `nowMs` at which a member of the pools comes back and the job may be tried again, pool by pool. */
export function comebacks<Data>(
  { seizures, offDuty }: Job<Data>["step"],
  nowMs: number,
  plan: (pool: Seizure<Data>["pool"], atMs: number) => void,
): void {
  for (const { pool } of seizures) {
    const { free, closes } = pool;
    if (!closes) continue;
    let first = Number.POSITIVE_INFINITY;
    for (let member = free.first(); member !== undefined; member = free.after(member)) {
      const from = member.availableFrom(nowMs);
      const next = from > nowMs || offDuty !== "fit" ? from : member.nextOpening(nowMs);
      if (next > nowMs) first = Math.min(first, next);
    }
    if (first < Number.POSITIVE_INFINITY) plan(pool, first);
  }
}
