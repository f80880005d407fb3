import { optionError } from "@gigamine/base";
import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import type { SimulatedUnit, SimulationResult } from "./result.js";

/** Options of {@link toEventLog}. */
export interface ToEventLogOptions<Data> {
  /**
   * Which events a visit gives. `"complete"`: one, at its completion, with its `start`. `"start-complete"`: two. `"enabled-start-complete"`:
   * three, the first when the unit joined the queue, with the transition `schedule` of XES. With more than one the attribute `lifecycle` names
   * the transition. @default "complete"
   */
  readonly lifecycle?: "complete" | "start-complete" | "enabled-start-complete" | undefined;
  /**
   * The case or cases that a unit belongs to; `[]` leaves it out. A unit that others were made of may belong to the cases of all of them.
   * @default the unit's id
   */
  readonly caseOf?: ((unit: SimulatedUnit<Data>) => string | readonly string[]) | undefined;
}

/** Attributes of all events of {@link toEventLog}; types and not interfaces, so that columns can be mapped. */
export type VisitAttributes = {
  /** The member that the step seized first; missing for a step without resources. */
  resource: string;
  /** The others, in the order of `seize`, with ` + ` between them; missing when there are none. */
  helpers: string;
  /** Id of the unit. */
  unit: string;
  /** Number of the visit; events of one batch share it. */
  visit: number;
  /** How often the unit has been at the step, this time included. */
  attempt: number;
  /** Whether it came by a route marked as rework. */
  rework: boolean;
};

/** The same with one event a visit. */
export type IntervalAttributes = VisitAttributes & {
  /** When the work began. */
  start: Date;
};

/** The same with several. */
export type LifecycleAttributes = VisitAttributes & {
  /** `schedule`, `start` or `complete`. */
  lifecycle: string;
};

type NoAttributes = Record<never, never>;

const where = "toEventLog";
const transitions = {
  complete: ["complete"],
  "start-complete": ["start", "complete"],
  "enabled-start-complete": ["schedule", "start", "complete"],
} as const;

/**
 * The visits of a run as an event log, the activity being the label of the step. Events of a case are in order of time, ties in
 * order of start. Visits under way at the end have no completion; with `lifecycle: "complete"` they are left out. O(visits · cases of a unit).
 *
 * A run that was streamed to a sink has kept no visits and gives the empty log.
 *
 * @throws GigamineError `option/out-of-range` for an unknown `lifecycle`.
 */
export function toEventLog<Data>(
  result: SimulationResult<Data>,
  options: ToEventLogOptions<Data> & { readonly lifecycle: "start-complete" | "enabled-start-complete" },
): EventLog<LifecycleAttributes, NoAttributes>;
export function toEventLog<Data>(
  result: SimulationResult<Data>,
  options?: ToEventLogOptions<Data> & { readonly lifecycle?: "complete" | undefined },
): EventLog<IntervalAttributes, NoAttributes>;
export function toEventLog<Data>(
  result: SimulationResult<Data>,
  { lifecycle = "complete", caseOf = ({ id }) => id }: ToEventLogOptions<Data> = {},
): EventLog<IntervalAttributes | LifecycleAttributes, NoAttributes> {
  if (!Object.hasOwn(transitions, lifecycle)) {
    throw optionError(
      where,
      "lifecycle",
      lifecycle,
      `Give one of ${Object.keys(transitions)
        .map((name) => `"${name}"`)
        .join(", ")}.`,
    );
  }
  const { visits, units, activities } = result;
  const isSingle = lifecycle === "complete";
  const builder = new EventLogBuilder<IntervalAttributes | LifecycleAttributes, NoAttributes>({
    eventAttributes: {
      resource: "string",
      helpers: "string",
      unit: "string",
      visit: "number",
      attempt: "number",
      rework: "boolean",
      ...(isSingle ? { start: "timestamp" } : { lifecycle: "string" }),
    },
  });
  const timeOf = { schedule: visits.enabledMs, start: visits.startMs, complete: visits.completeMs };
  const casesOf = units.map((unit) => [caseOf(unit)].flat());
  for (let row = 0; row < visits.unit.length; row++) {
    const unit = visits.unit[row]!;
    const [resource, ...helpers] = membersOf(result, row);
    for (const caseId of casesOf[unit]!) {
      for (const transition of transitions[lifecycle]) {
        const atMs = timeOf[transition][row]!;
        if (Number.isNaN(atMs)) continue;
        const event = builder.addEvent(caseId, activities[visits.step[row]!]!, atMs);
        if (resource !== undefined) builder.setEventAttribute(event, "resource", resource);
        if (helpers.length > 0) builder.setEventAttribute(event, "helpers", helpers.join(" + "));
        builder.setEventAttribute(event, "unit", units[unit]!.id);
        builder.setEventAttribute(event, "visit", visits.visit[row]!);
        builder.setEventAttribute(event, "attempt", visits.attempt[row]!);
        builder.setEventAttribute(event, "rework", visits.rework[row] === 1);
        if (isSingle) builder.setEventAttribute(event, "start", visits.startMs[row]!);
        else builder.setEventAttribute(event, "lifecycle", transition);
      }
    }
  }
  return builder.build();
}

/** Names of the members of a row, in the order of `seize`. */
export function membersOf<Data>({ visits, members }: SimulationResult<Data>, row: number): string[] {
  const names: string[] = [];
  for (let k = 0; k < visits.width; k++) {
    const member = visits.member[row * visits.width + k]!;
    if (member >= 0) names.push(members[member]!);
  }
  return names;
}
