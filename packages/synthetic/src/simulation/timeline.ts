import type { WorkCalendar } from "@gigamine/base";
import type { Interval, Member } from "./member.js";
import type { Step } from "./steps.js";
import { addCommonWorkingMs } from "./working-time.js";

/** A repair. */
interface Failure<Data> extends Interval {
  readonly member: Member<Data>;
}

/** When a visit will be where. */
export interface Timeline<Data> {
  readonly setupEndMs: number;
  readonly completeMs: number;
  readonly failures: readonly Failure<Data>[];
}

const noFailures: readonly never[] = [];

/**
 * Lays out a visit that begins now: set-up with all members, then work with those that stay, both stopped by breaks (unless the step works
 * through them) and by failures. All is known at the start, because members that close or fail are held by one visit at a time or go by the
 * clock. `null` when the calendars of the members never meet.
 */
export function layOut<Data>(
  step: Step<Data>,
  members: readonly Member<Data>[],
  startMs: number,
  setupMs: number,
  workMs: number,
): Timeline<Data> | null {
  const staying = members.filter((_, k) => !step.seizures[k]!.setupOnly);
  const failures: Failure<Data>[] = [];
  const pauses = step.offDuty !== "finish";
  const setupEndMs = setupMs === 0 ? startMs : advance(members, startMs, setupMs, pauses, failures);
  if (setupEndMs === null) return null;
  const completeMs = advance(staying, setupEndMs, workMs, pauses, failures);
  return completeMs === null ? null : { setupEndMs, completeMs, failures };
}

/** The same for the plain case: nobody ever closes or fails. */
export function layOutPlain(startMs: number, setupMs: number, workMs: number): Timeline<never> {
  return { setupEndMs: startMs + setupMs, completeMs: startMs + setupMs + workMs, failures: noFailures };
}

function advance<Data>(
  members: readonly Member<Data>[],
  fromMs: number,
  workMs: number,
  pauses: boolean,
  failures: Failure<Data>[],
): number | null {
  const calendars = pauses ? distinctCalendars(members) : [];
  let at = fromMs;
  let left = workMs;
  while (left > 0) {
    const slice = members.reduce((least, { untilFailureMs }) => Math.min(least, untilFailureMs), left);
    const stop = addCommonWorkingMs(calendars, at, slice);
    if (stop === null) return null;
    at = stop;
    left -= slice;
    for (const member of members) member.untilFailureMs -= slice;
    if (left > 0) at = repairAll(members, at, failures);
  }
  return at;
}

/** Repairs the members whose time has come, all at once. */
function repairAll<Data>(members: readonly Member<Data>[], atMs: number, failures: Failure<Data>[]): number {
  let end = atMs;
  for (const member of members) {
    if (member.untilFailureMs > 0) continue;
    const toMs = atMs + member.repair();
    failures.push({ member, fromMs: atMs, toMs });
    end = Math.max(end, toMs);
  }
  return end;
}

function distinctCalendars<Data>(members: readonly Member<Data>[]): readonly WorkCalendar[] {
  const found: WorkCalendar[] = [];
  for (const { calendar } of members)
    if (calendar !== null && !found.includes(calendar)) found.push(calendar);
  return found;
}
