import { optionError, quoteValue, randomStream, WorkCalendar } from "@gigamine/base";
import type { TrueDecoy } from "./truth.js";

/** What a decoy looks like. */
export type DecoyKind = "Tuesday music" | "badge colour" | "spare sensor" | "product mix";

/** A column that is correlated with what happens, by accident or because both have a common cause, and that causes nothing. */
export interface Decoy extends TrueDecoy {
  readonly kind: DecoyKind;
}

/** What every decoy of {@link decoys} takes. */
export interface DecoyOptions {
  /** @default the kind, such as "tuesday-music" */
  readonly id?: string | undefined;
  /** Name of the column or attribute that it becomes. @default a name of its own, such as "music" */
  readonly column?: string | undefined;
}

/** False causes, to be put into views of a run by {@link decoyRows} and {@link decoyLog}; plain data. */
export const decoys = Object.freeze({
  /** `music`: "on" on Tuesdays, by the clock of the plant. Seems to matter wherever Tuesdays are different by chance. */
  tuesdayMusic: (options: DecoyOptions = {}): Decoy =>
    decoy("Tuesday music", "music", "plays on Tuesdays only; an accident of the calendar", options),

  /** `badge_colour`: each operator has one. Stands for the operator, so it seems to matter when an operator does. */
  badgeColour: (options: DecoyOptions = {}): Decoy =>
    decoy(
      "badge colour",
      "badge_colour",
      "each operator has one colour; confounded with the operator",
      options,
    ),

  /** `spare_sensor`: an unconnected sensor that wanders over days, without unit. Seems to matter for all that is slow. */
  spareSensor: (options: DecoyOptions = {}): Decoy =>
    decoy(
      "spare sensor",
      "spare_sensor",
      "wanders slowly, as trends do; an accident of two slow curves",
      options,
    ),

  /**
   * `product`: "P2" for most cases that begin from 14:00 to 22:00, "P1" for most others. Inherits all that the late shift does;
   * within one shift the products are alike (Simpson's paradox).
   */
  productMix: (options: DecoyOptions = {}): Decoy =>
    decoy("product mix", "product", "made mostly in the late shift; confounded with the shift", options),
});

/** What a decoy may look at. */
export interface DecoyFacts {
  readonly caseId: string;
  readonly timeMs: number;
  /** Of the first event or row of the case. */
  readonly caseStartMs: number;
  /** `null` = nobody. */
  readonly operator: string | null;
}

/** What decoys draw from. */
export interface DecoyContext {
  /** Of the run; decoys have streams of their own. */
  readonly seed: number | string;
  /** IANA name of the plant's zone. */
  readonly timeZone: string;
}

/** The value of a decoy where the facts are given. */
export type DecoyReader = (facts: DecoyFacts) => string | number | null;

const badgeColours = ["red", "blue", "green", "yellow"] as const;

/** Of the late shift's cases are P2, and of the others P1. */
const usualShare = 0.8;

/** Periods of the spare sensor, days; no small multiple of a week. */
const sensorPeriods = [2.3, 9.7, 31] as const;

/** How to read a decoy; a pure function of the facts, the seed and the zone. */
export function decoyReader({ kind, id }: Decoy, { seed, timeZone }: DecoyContext): DecoyReader {
  switch (kind) {
    case "Tuesday music": {
      const tuesdays = new WorkCalendar({
        timeZone,
        shifts: [{ days: ["Tue"], from: "00:00", to: "24:00" }],
      });
      return ({ timeMs }) => (tuesdays.isWorking(timeMs) ? "on" : "off");
    }
    case "badge colour":
      return ({ operator }) =>
        operator === null ? null : randomStream(seed, "decoy", id, operator).pick(badgeColours);
    case "spare sensor": {
      const stream = randomStream(seed, "decoy", id);
      const waves = sensorPeriods.map((days) => ({
        perMs: (2 * Math.PI) / (days * 86_400_000),
        phase: 2 * Math.PI * stream.next(),
      }));
      return ({ timeMs }) => {
        const sum = waves.reduce((total, { perMs, phase }) => total + Math.sin(perMs * timeMs + phase), 0);
        return Math.round(1000 * (50 + 5 * sum)) / 1000;
      };
    }
    case "product mix": {
      const late = new WorkCalendar({
        timeZone,
        shifts: [{ days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], from: "14:00", to: "22:00" }],
      });
      return ({ caseId, caseStartMs }) => {
        const usual = randomStream(seed, "decoy", id, caseId).chance(usualShare);
        return late.isWorking(caseStartMs) === usual ? "P2" : "P1";
      };
    }
  }
}

/** The part of a decoy that belongs into the truth. */
export function decoyTruth({ id, column, trap }: Decoy): TrueDecoy {
  return { id, column, trap };
}

/**
 * Refuses decoys whose column is there already, or twice.
 *
 * @throws GigamineError `option/out-of-range`
 */
export function checkDecoys(where: string, list: readonly Decoy[], taken: (column: string) => boolean): void {
  const seen = new Set<string>();
  for (const [i, { column }] of list.entries()) {
    if (seen.has(column) || taken(column)) {
      throw optionError(
        where,
        `decoys[${i}].column`,
        column,
        `There is a column ${quoteValue(column)} already; give another name: decoys.tuesdayMusic({ column: "radio" }).`,
      );
    }
    seen.add(column);
  }
}

function decoy(kind: DecoyKind, column: string, trap: string, options: DecoyOptions): Decoy {
  return {
    id: options.id ?? kind.toLowerCase().replaceAll(" ", "-"),
    column: options.column ?? column,
    trap,
    kind,
  };
}
