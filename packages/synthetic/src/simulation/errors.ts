import { GigamineError, quoteValue } from "@gigamine/base";
import type { Step } from "./steps.js";

/** The public function, as the user wrote it. */
export const where = "simulate";

export function unknownStep(step: string, origin: string, known: Iterable<string>): GigamineError {
  return new GigamineError(
    "simulation/unknown-step",
    `simulate: ${origin} leads to step ${quoteValue(step)}, which the model does not have. Give one of ${list(known)}.`,
    { step, origin },
  );
}

export function unknownMember(member: string, known: Iterable<string>): GigamineError {
  return new GigamineError(
    "simulation/unknown-member",
    `simulate: context.member(${quoteValue(member)}): no pool has this member. Give one of ${list(known)}.`,
    { member },
  );
}

export function duplicateUnit(unit: string, streams: boolean): GigamineError {
  return new GigamineError(
    "simulation/duplicate-unit",
    `simulate: a second unit is called "${unit}"${streams ? " while the first is in the system" : ""}. Give each unit an id of its own.`,
    { unit },
  );
}

export function badUnit(unit: string, field: string, value: number): GigamineError {
  return new GigamineError(
    "simulation/bad-unit",
    `simulate: ${field} of unit "${unit}" is ${value}. Give a number, or leave it out.`,
    { unit, field },
  );
}

export function badRoute(unit: string, step: string, route: unknown): GigamineError {
  return new GigamineError(
    "simulation/bad-route",
    `simulate: the route of unit "${unit}" from step "${step}" is ${describeRoute(route)}. ` +
      "Return { to, afterMs? } with afterMs of at least 0, { leave }, { split } or { join, needs, make }.",
    { unit, step },
  );
}

function describeRoute(route: unknown): string {
  if (typeof route !== "object" || route === null) return quoteValue(route);
  const { afterMs } = route as { afterMs?: unknown };
  return afterMs === undefined
    ? `{ ${Object.keys(route).join(", ")} }`
    : `{ afterMs: ${quoteValue(afterMs)} }`;
}

export function tooManyVisits(unit: string, step: string, limit: number): GigamineError {
  return new GigamineError(
    "simulation/too-many-visits",
    `simulate: unit "${unit}" comes to step "${step}" more than ${limit} times. ` +
      "Cap the rework in route (visit.attempt counts), or raise maximumVisits.",
    { unit, step, limit },
  );
}

export function endless(unit: string, limit: number): GigamineError {
  return new GigamineError(
    "simulation/endless",
    `simulate: unit "${unit}" is the last of more than ${limit} splits and joins one after another at one instant. ` +
      "Let one of the steps between take time, or end the chain in route.",
    { unit, limit },
  );
}

/** `of` says what it belongs to, `{ step, unit }` or `{ member }`. */
export function negativeDuration(
  ms: number,
  option: string,
  of: Readonly<Record<string, string>>,
): GigamineError {
  const owner = Object.entries(of).map(([kind, name]) => `${kind} "${name}"`);
  return new GigamineError(
    "simulation/negative-duration",
    `simulate: ${option} of ${owner.join(", ")} is ${ms}. ` +
      'Times are finite and at least 0; a distribution such as "lognormal" or "truncatedNormal" is never negative.',
    { option, ...of, ms },
  );
}

export function neverTogether(step: string, members: readonly string[]): GigamineError {
  return new GigamineError(
    "simulation/never-together",
    `simulate: step "${step}" was begun by ${list(members)}, whose calendars don't meet again within 400 days. ` +
      'Give them shifts in common, or let the step be worked through with offDuty: "finish".',
    { step, members },
  );
}

export function tooLate(step: string, unit: string): GigamineError {
  return new GigamineError(
    "simulation/too-late",
    `simulate: step "${step}" of unit "${unit}" would be complete after the year 275760, the last that a date can show. ` +
      "Durations are in ms: look for one in another unit.",
    { step, unit },
  );
}

/** Units wait, and nothing that could set them going has happened for 400 days. */
export function neverBegins<Data>(steps: Iterable<Step<Data>>): GigamineError {
  const stuck = [...steps].filter(({ waiting }) => waiting.size > 0);
  const { name, seizures, offDuty, waiting } = stuck[0]!;
  const unit = waiting.at(0)!.units[0]!.id;
  const wanted = seizures.map(({ pool, skill, eligible }) => {
    const able = skill === undefined ? "" : ` with skill "${skill}"`;
    return `one of "${pool.name}"${able}${eligible === undefined ? "" : " that is eligible"}`;
  });
  const fit = offDuty === "fit" ? ', long enough for the whole work (offDuty: "fit")' : "";
  return new GigamineError(
    "simulation/never-begins",
    `simulate: unit "${unit}" waits for step "${name}", and nobody can ever begin it: it needs ${wanted.join(" and ")}, on duty at the same time${fit}. ` +
      "Look at eligible, skills and calendars of these pools, or set endMs to leave such units open.",
    { step: name, unit, steps: stuck.map((step) => step.name) },
  );
}

/** Names in a message. */
export function list(names: Iterable<string>): string {
  const all = [...names];
  const shown = all.slice(0, 8).map((name) => JSON.stringify(name));
  return all.length > 8 ? `${shown.join(", ")} and ${all.length - 8} more` : shown.join(", ") || "none";
}
