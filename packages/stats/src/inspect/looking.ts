import { type EventLog, type VariantLog, variants } from "@gigamine/event-log";
import { startTimes } from "../case-times.js";
import type { DataExample, DataFinding } from "./types.js";

/** A log as the checks look at it. */
export class Looking {
  readonly log: EventLog;
  readonly variants: VariantLog;
  readonly events: number;
  readonly cases: number;
  /** Recorded starts, or `null`. */
  readonly starts: Float64Array | null;
  readonly #examples: number;

  constructor(log: EventLog, examples: number) {
    this.log = log;
    this.variants = variants(log);
    this.events = log.activity.length;
    this.cases = log.caseIds.length;
    this.starts = startTimes(log);
    this.#examples = examples;
  }

  /** The events for which `holds`: how many, and the first ones as examples. */
  findEvents(holds: (event: number, caseIndex: number) => boolean): {
    count: number;
    examples: DataExample[];
  } {
    const { caseOffsets } = this.log;
    const examples: DataExample[] = [];
    let count = 0;
    for (let c = 0; c < this.cases; c++) {
      for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
        if (!holds(e, c)) continue;
        count++;
        if (examples.length < this.#examples) examples.push(this.eventExample(e, c));
      }
    }
    return { count, examples };
  }

  /** The cases for which `holds`. */
  findCases(holds: (caseIndex: number) => boolean): { count: number; examples: DataExample[] } {
    const examples: DataExample[] = [];
    let count = 0;
    for (let c = 0; c < this.cases; c++) {
      if (!holds(c)) continue;
      count++;
      if (examples.length < this.#examples) {
        examples.push({ caseId: this.log.caseIds[c]!, event: null, activity: null, timeMs: null });
      }
    }
    return { count, examples };
  }

  eventExample(event: number, caseIndex: number): DataExample {
    const { caseIds, activities, activity, time } = this.log;
    const at = time[event]!;
    return {
      caseId: caseIds[caseIndex]!,
      event,
      activity: activities[activity[event]!]!,
      timeMs: Number.isNaN(at) ? null : at,
    };
  }

  /** A finding about events; none for a count of 0. */
  ofEvents(
    found: { readonly count: number; readonly examples: readonly DataExample[] },
    finding: Pick<DataFinding, "check" | "severity" | "subject" | "message" | "breaks">,
  ): DataFinding[] {
    if (found.count === 0) return [];
    return [{ ...finding, ...found, unit: "events", share: found.count / this.events }];
  }

  /** A finding about cases; none for a count of 0. */
  ofCases(
    found: { readonly count: number; readonly examples: readonly DataExample[] },
    finding: Pick<DataFinding, "check" | "severity" | "subject" | "message" | "breaks">,
  ): DataFinding[] {
    if (found.count === 0) return [];
    return [{ ...finding, ...found, unit: "cases", share: found.count / this.cases }];
  }
}

/** `1 event`, `2 events`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
