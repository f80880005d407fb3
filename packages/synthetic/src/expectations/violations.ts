import { quoteValue } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";

const kept = 5;

/** Counts violations and keeps the words for the first few. */
export class Violations {
  #count = 0;
  readonly #examples: string[] = [];

  get count(): number {
    return this.#count;
  }

  get examples(): readonly string[] {
    return this.#examples;
  }

  /** One violation; `words` is asked only while examples are still wanted. */
  add(words: () => string): void {
    if (this.#count++ < kept) this.#examples.push(words());
  }
}

/** A case as it stands in an example. */
export function caseWords(log: EventLog, c: number): string {
  return `case ${quoteValue(log.caseIds[c])}`;
}

/** An event as it stands in an example: its number counts from 1 within the case. */
export function eventWords(log: EventLog, c: number, e: number): string {
  return `${caseWords(log, c)}, event ${e - log.caseOffsets[c]! + 1} ${quoteValue(log.activities[log.activity[e]!])}`;
}

/** An instant as ISO 8601, or what is there instead. */
export function timeWords(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "no time" : date.toISOString();
}

/** "1 lot", "2 lots". */
export function countWords(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
