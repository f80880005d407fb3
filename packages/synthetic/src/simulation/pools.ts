import { optionError, randomStream, type WorkCalendar, type WorkCalendarSpec } from "@gigamine/base";
import { checkedOption, optionPath } from "../checked-option.js";
import { samplerOf } from "../distributions/sampler.js";
import { distributionSchema } from "../distributions/schema.js";
import { type CompileCalendar, isCompiled } from "./calendars.js";
import { list, where } from "./errors.js";
import { FreeMembers } from "./free-members.js";
import { type Breakdowns, Member } from "./member.js";
import type { PoolSpec } from "./model.js";

/** A pool during a run. */
export interface Pool<Data> {
  readonly name: string;
  readonly members: readonly Member<Data>[];
  /** Members with room for a visit, the one left alone longest first. Off duty or not. */
  readonly free: FreeMembers<Data>;
  /** Whether members are ever off duty or in maintenance. */
  readonly closes: boolean;
  /** When it looks at its queues again because a member comes back; `Infinity` = not planned. */
  wakeMs: number;
}

/** Checks pools and makes them ready. */
export function makePools<Data>(
  specs: Readonly<Record<string, PoolSpec>>,
  seed: number | string,
  compile: CompileCalendar,
): ReadonlyMap<string, Pool<Data>> {
  const pools = new Map<string, Pool<Data>>();
  const poolOf = new Map<string, string>();
  for (const [name, spec] of Object.entries(specs)) {
    const path = optionPath(["pools", name]);
    spec.members.forEach((member, i) => {
      const other = poolOf.get(member);
      if (other !== undefined) {
        throw optionError(
          where,
          `${path}.members[${i}]`,
          member,
          `It is in pool "${other}" already. Give each resource a name of its own; what two pools share belongs in one pool, with skills.`,
        );
      }
      poolOf.set(member, name);
    });
    checkNames(spec, path);
    const before = poolOf.size - spec.members.length;
    const members = spec.members.map((member, place) => {
      const calendar = calendarOfMember(spec.calendar, member, path, compile);
      return new Member<Data>({
        ...settingsOf(spec, member, seed, path),
        calendar,
        place,
        index: before + place,
      });
    });
    pools.set(name, {
      name,
      members,
      free: new FreeMembers(members),
      closes: members.some(({ calendar, maintenance }) => calendar !== null || maintenance.length > 0),
      wakeMs: Number.POSITIVE_INFINITY,
    });
  }
  return pools;
}

function settingsOf(spec: PoolSpec, name: string, seed: number | string, path: string) {
  const capacity = capacityOf(spec, name, path);
  const speed = spec.speed?.[name] ?? 1;
  if (!(speed > 0 && Number.isFinite(speed))) {
    throw optionError(
      where,
      `${path}.speed["${name}"]`,
      speed,
      "Give a number above 0; 1 is the normal speed.",
    );
  }
  const skills = spec.skills?.[name];
  return {
    name,
    capacity,
    speed,
    skills: spec.skills === undefined ? null : new Set(skills ?? []),
    maintenance: maintenanceOf(spec, name, path),
    breakdowns: breakdownsOf(spec, name, capacity, seed, path),
  };
}

/** Settings by member must name members. */
function checkNames(spec: PoolSpec, path: string): void {
  const known = new Set(spec.members);
  const byMember: readonly (readonly [string, readonly string[]])[] = [
    ["capacity", typeof spec.capacity === "object" ? Object.keys(spec.capacity) : []],
    ["calendar", spec.calendar === undefined || isCalendar(spec.calendar) ? [] : Object.keys(spec.calendar)],
    ["skills", Object.keys(spec.skills ?? {})],
    ["speed", Object.keys(spec.speed ?? {})],
    ["maintenance", (spec.maintenance ?? []).map(({ member }) => member)],
  ];
  for (const [option, names] of byMember) {
    const stranger = names.find((name) => !known.has(name));
    if (stranger === undefined) continue;
    throw optionError(
      where,
      `${path}.${option}`,
      stranger,
      `Give names of members of the pool: ${list(known)}.`,
    );
  }
}

function capacityOf({ capacity = 1 }: PoolSpec, name: string, path: string): number {
  const own = typeof capacity === "number" ? capacity : (capacity[name] ?? 1);
  if (Number.isInteger(own) && own >= 1) return own;
  const option = typeof capacity === "number" ? `${path}.capacity` : `${path}.capacity["${name}"]`;
  throw optionError(
    where,
    option,
    own,
    "Give a whole number of at least 1: how many visits a member serves at once.",
  );
}

function isCalendar(
  calendar: NonNullable<PoolSpec["calendar"]>,
): calendar is WorkCalendar | WorkCalendarSpec {
  return isCompiled(calendar) || Array.isArray(calendar["shifts"]);
}

function calendarOfMember(
  calendar: PoolSpec["calendar"],
  name: string,
  path: string,
  compile: CompileCalendar,
): WorkCalendar | null {
  if (calendar === undefined) return null;
  if (isCalendar(calendar)) return compile(calendar, `${path}.calendar`);
  const own = calendar[name];
  return own === undefined ? null : compile(own, `${path}.calendar["${name}"]`);
}

function maintenanceOf({ maintenance = [] }: PoolSpec, name: string, path: string) {
  maintenance.forEach(({ fromMs, toMs }, i) => {
    if (Number.isSafeInteger(fromMs) && Number.isSafeInteger(toMs) && fromMs < toMs) return;
    throw optionError(
      where,
      `${path}.maintenance[${i}]`,
      `${fromMs} … ${toMs}`,
      "Give fromMs and toMs as whole ms since the epoch, fromMs before toMs.",
    );
  });
  return maintenance.filter(({ member }) => member === name).map(({ fromMs, toMs }) => ({ fromMs, toMs }));
}

function breakdownsOf(
  { failures }: PoolSpec,
  name: string,
  capacity: number,
  seed: number | string,
  path: string,
): Breakdowns | null {
  if (failures === undefined) return null;
  if (capacity > 1) {
    throw optionError(
      where,
      `${path}.failures`,
      failures,
      `Member "${name}" has a capacity of ${capacity}, and only members that serve one visit at a time can fail. List its places as members, or leave failures out.`,
    );
  }
  const { timeBetweenMs, repairMs } = failures;
  return {
    timeBetween: samplerOf(
      checkedOption(where, `${path}.failures.timeBetweenMs`, distributionSchema, timeBetweenMs),
    ),
    repair: samplerOf(checkedOption(where, `${path}.failures.repairMs`, distributionSchema, repairMs)),
    failures: randomStream(seed, name, "failures"),
    repairs: randomStream(seed, name, "repairs"),
  };
}
