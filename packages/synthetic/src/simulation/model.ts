import type { RandomStream, WorkCalendar, WorkCalendarSpec } from "@gigamine/base";
import type { Distribution } from "../distributions/distribution.js";

/** Something that flows through the system: a lot, a roll, a tray, a parcel, a patient. `data` is the user's own. */
export interface Unit<Data> {
  /** Unique in a run. */
  readonly id: string;
  /** Kind of unit, an object type in OCEL. */
  readonly type: string;
  /** How much of it there is, in whatever the type counts in; may be lowered by a step (scrap of a part). */
  quantity: number;
  /** Greater is more urgent; for the queue discipline `"priority"`. @default 0 */
  priority: number;
  /** Due date, ms since the epoch, for the discipline `"due date"`; `null` = none, last. */
  dueMs: number | null;
  data: Data;
}

/** A unit as a user describes it. */
export interface NewUnit<Data> {
  readonly id: string;
  readonly type: string;
  readonly quantity?: number | undefined;
  readonly priority?: number | undefined;
  readonly dueMs?: number | null | undefined;
  readonly data: Data;
}

/** A part of a unit that a new unit was made of. */
export interface Portion {
  /** Id of the parent. */
  readonly parent: string;
  /** How much of the parent went in, in the parent's measure. */
  readonly quantity: number;
  /** Where in the parent it lay, for instance metres on a roll: from, to; left out when the parent has no positions. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Machines or people that can stand in for each other. */
export interface PoolSpec {
  /** The names of the resources; a name belongs to one pool. */
  readonly members: readonly string[];
  /** How many visits one member serves at once (a formation rack, an ageing store). Whole, at least 1. @default 1 */
  readonly capacity?: number | Readonly<Record<string, number>> | undefined;
  /** When members work; one for all or by member. Left out: always. */
  readonly calendar?:
    | WorkCalendar
    | WorkCalendarSpec
    | Readonly<Record<string, WorkCalendar | WorkCalendarSpec>>
    | undefined;
  /** What each member can do; a requirement that names a skill takes only members that have it. Left out: everything. */
  readonly skills?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Work, not set-up, is divided by it: 2 = twice as fast. Of several members held for the whole step the product counts. Above 0. @default 1 */
  readonly speed?: Readonly<Record<string, number>> | undefined;
  /**
   * Breakdowns: time in use between failures and time of a repair, in ms, by the clock (repairs go on around it). Work in progress
   * pauses and goes on after the repair. Members with a capacity above 1 can't have them. Draws from (seed, member, "failures") and (seed, member, "repairs").
   */
  readonly failures?: { readonly timeBetweenMs: Distribution; readonly repairMs: Distribution } | undefined;
  /** Planned: the member begins nothing in [fromMs, toMs). Work in progress is finished first. */
  readonly maintenance?:
    | readonly { readonly member: string; readonly fromMs: number; readonly toMs: number }[]
    | undefined;
}

/** What a step seizes from a pool. All requirements of a step are seized at one instant or none is. */
export interface Requirement<Data> {
  readonly pool: string;
  /** Only members with this skill. */
  readonly skill?: string | undefined;
  /** Only members for which it is true, for instance the machine that is set up for the recipe. Pure. */
  readonly eligible?: ((member: string, units: readonly Unit<Data>[]) => boolean) | undefined;
  /** `"whole"`: held to the end of the step. `"setup"`: set free when the set-up is done (an operator who starts a machine). @default "whole" */
  readonly hold?: "whole" | "setup" | undefined;
}

/** Collects units that are worked on together; a batch that has fired joins the queue of its step as one. */
export interface BatchRule<Data> {
  /** Fires when so many units wait, at least 1. */
  readonly size: number;
  /** Fires a smaller batch when its first unit has waited so long, ms. Left out: waits for ever. */
  readonly maximumWaitMs?: number | undefined;
  /** Only units of one key share a batch. Left out: all do. */
  readonly key?: ((unit: Unit<Data>) => string) | undefined;
  /** What happens to an incomplete batch when nothing else can happen any more: worked on, or left open and listed in `incompleteBatches`. @default "fire" */
  readonly atEnd?: "fire" | "flag" | undefined;
}

/** A step: who does it, how long it takes, what it does. */
export interface StepSpec<Data> {
  /** Label in logs. Several steps may share one. @default the key of the step */
  readonly activity?: string | undefined;
  /** May be empty: a step without resources (curing, soaking) only takes time. */
  readonly seize: readonly Requirement<Data>[];
  /**
   * Time of work, ms, rounded to whole ms; a distribution draws from the stream (seed, unit, step, attempt, "work"), of a batch with its first
   * unit. At least 0. A function must be pure: with `offDuty: "fit"` it is asked for starts that then don't come about.
   */
  readonly workMs: Distribution | number | ((visit: VisitStart<Data>, context: SimulationContext) => number);
  /** Extra time before the work, ms, by what the first seized member did before (`null` = nothing yet). Pure, as `workMs`. @default 0 */
  readonly setupMs?:
    | ((previous: VisitStart<Data> | null, visit: VisitStart<Data>, context: SimulationContext) => number)
    | undefined;
  /**
   * What happens when the calendar of a seized member closes: `"pause"` stops and goes on next shift, `"finish"` works on
   * past the end once begun, `"fit"` begins only when the work ends within the shift. Members without a calendar never close. @default "pause"
   */
  readonly offDuty?: "pause" | "finish" | "fit" | undefined;
  /**
   * Which waiting unit is next. A function orders like `Array.sort`. Ties: who came first. Units that can't begin yet are passed over.
   * Between steps that want the same members: greater priority (of steps that go by priority; others count as 0), then earlier due date (of
   * steps that go by it; others have none), then who came first. A batch counts as the most urgent of its units. @default "first come"
   */
  readonly queue?:
    | "first come"
    | "priority"
    | "due date"
    | ((a: Unit<Data>, b: Unit<Data>) => number)
    | undefined;
  readonly batch?: BatchRule<Data> | undefined;
  /** Called once when the step is complete, before routing: computes quality, lowers quantities. */
  readonly onComplete?: ((visit: Visit<Data>, context: SimulationContext) => void) | undefined;
}

/** A step that begins. */
export interface VisitStart<Data> {
  /** Counts all visits of a run in order of start. */
  readonly index: number;
  readonly step: string;
  /** The units worked on: one, or those of a batch. */
  readonly units: readonly Unit<Data>[];
  /** How often the first unit has been here, this time included; from 1. */
  readonly attempt: number;
  /** Whether the first unit came by a route marked as rework. */
  readonly rework: boolean;
  /** When the last of the units joined the queue; ms since the epoch, whole. */
  readonly enabledMs: number;
  readonly startMs: number;
  /** Names of the seized members in the order of `seize`. */
  readonly members: readonly string[];
}

/** A step that is complete. */
export interface Visit<Data> extends VisitStart<Data> {
  readonly completeMs: number;
  /** Set-up at the beginning of it, ms. */
  readonly setupMs: number;
  /** Time in which the members really worked: without pauses of calendars and repairs, ms; set-up included. */
  readonly workedMs: number;
}

/** What a member has done so far, visits that are complete: a measure of wear. */
export interface MemberUse {
  readonly visits: number;
  /** Time worked, set-ups included, pauses and repairs not, ms. */
  readonly inUseMs: number;
}

/** What callbacks may ask. */
export interface SimulationContext {
  readonly nowMs: number;
  /** @throws GigamineError `simulation/unknown-member` when no pool has it. */
  member(name: string): MemberUse;
  /** A stream of its own for each purpose: (seed, entity, step, purpose), as `randomStream(seed, ...keys)`. */
  stream(...keys: readonly (string | number)[]): RandomStream;
}

/** Where a unit goes next. */
export type Route<Data> =
  /** To a step, at once or after a delay without resources; `rework` marks it in the log. */
  | { readonly to: string; readonly afterMs?: number | undefined; readonly rework?: boolean | undefined }
  /** Out of the system: `"done"`, `"scrap"` or a word of one's own. */
  | { readonly leave: string }
  /** The unit ends and others are made of it, each with its own route; `portion` defaults to the child's quantity. */
  | {
      readonly split: readonly {
        readonly unit: NewUnit<Data>;
        readonly portion?: Omit<Portion, "parent"> | undefined;
        readonly to: string;
      }[];
    }
  /**
   * The unit waits until `needs` units of this key have come, then they end and one is made of them. `make`, that of the last to come, gets
   * them in order of arrival; `portions` default to the whole of each.
   * Units that wait for a join at the end are listed in `incompleteJoins`.
   */
  | {
      readonly join: string;
      readonly needs: number;
      readonly make: (units: readonly Unit<Data>[]) => {
        readonly unit: NewUnit<Data>;
        readonly portions?: readonly Portion[] | undefined;
        readonly to: string;
      };
    };

/** What all arrivals have. */
export interface ArrivalTarget<Data> {
  /** Names the random stream, (seed, "arrivals", name); distinct. @default the place in `arrivals`, from 0 */
  readonly name?: string | undefined;
  /** Makes unit `n`, from 0. */
  readonly make: (n: number) => NewUnit<Data>;
  /** The first step. */
  readonly to: string;
}

/** How units come into the system. `count` is how many in all, `calendar` when they can come; left out: always. */
export type ArrivalSpec<Data> = ArrivalTarget<Data> &
  (
    | {
        /**
         * One after another in working time: the first at the first working instant, then a gap between each, drawn in time of the
         * calendar. None comes outside of it.
         */
        readonly kind: "gaps";
        readonly gapMs: Distribution | number;
        readonly calendar?: WorkCalendar | WorkCalendarSpec | undefined;
        readonly count: number;
      }
    | {
        /** Poisson process of so many in 24 h of working time. None comes outside of the calendar. */
        readonly kind: "poisson";
        readonly perDay: number;
        readonly calendar?: WorkCalendar | WorkCalendarSpec | undefined;
        readonly count: number;
      }
    /** An order file: instants in any order, none before `startMs`. Unit `n` comes at `atMs[n]`. */
    | { readonly kind: "orders"; readonly atMs: readonly number[] }
    | {
        /** Constant work in process: a new unit is released when one (with all that was made of it) has left, `level` at the beginning. */
        readonly kind: "conwip";
        readonly level: number;
        readonly calendar?: WorkCalendar | WorkCalendarSpec | undefined;
        readonly count: number;
      }
  );

/** A system to simulate. */
export interface SimulationModel<Data> {
  readonly seed: number | string;
  /** Beginning, ms since the epoch, whole. The engine has no clock of its own. */
  readonly startMs: number;
  /** Nothing starts at or after it; units under way are marked open. Left out: until the last unit has left. */
  readonly endMs?: number | undefined;
  readonly pools: Readonly<Record<string, PoolSpec>>;
  readonly steps: Readonly<Record<string, StepSpec<Data>>>;
  readonly arrivals: readonly ArrivalSpec<Data>[];
  /** Called when a unit has completed a step (for each unit of a batch, in order). Must be a function of its arguments. */
  readonly route: (unit: Unit<Data>, visit: Visit<Data>, context: SimulationContext) => Route<Data>;
  /** How often a unit may visit one step before the run stops with an error that names both. @default 100 */
  readonly maximumVisits?: number | undefined;
}
