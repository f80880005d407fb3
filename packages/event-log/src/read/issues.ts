import { GigamineError } from "@gigamine/base";
import type { EventLog, Issue, ReadEventLog, ReadReport } from "../types.js";

/** At most so many issues of one code are kept whole; the others are counted. */
const KEPT_PER_CODE = 100;
const SHOWN_VALUE = 80;

/** What is known of a problem; `message` is made only when it is kept. */
export interface Problem {
  readonly code: string;
  readonly row?: number | undefined;
  readonly column?: string | undefined;
  readonly value?: string | undefined;
  readonly message: () => string;
}

/** Collects what a reader found wrong. */
export class Issues {
  readonly #kept: Issue[] = [];
  readonly #counts = new Map<string, number>();

  note(problem: Problem): void {
    const count = (this.#counts.get(problem.code) ?? 0) + 1;
    this.#counts.set(problem.code, count);
    if (count <= KEPT_PER_CODE) this.#kept.push(toIssue(problem));
  }

  /** How many of these codes were noted. */
  count(code: string): number {
    return this.#counts.get(code) ?? 0;
  }

  /** The first issue with this code. */
  first(code: string): Issue | undefined {
    return this.#kept.find((issue) => issue.code === code);
  }

  report(rowsRead: number, rowsKept: number, mapping: Readonly<Record<string, string>>): ReadReport {
    const issueCounts: Record<string, number> = Object.create(null);
    for (const [code, count] of this.#counts) issueCounts[code] = count;
    return Object.freeze({
      rowsRead,
      rowsKept,
      rowsDropped: rowsRead - rowsKept,
      mapping: Object.freeze(mapping),
      issues: Object.freeze([...this.#kept]),
      issueCounts: Object.freeze(issueCounts),
    });
  }
}

/** The error that a problem becomes where it can't be passed over. */
export function problemError(problem: Problem): GigamineError {
  const { code, message, ...fields } = toIssue(problem);
  return new GigamineError(code, message, fields);
}

/** A log with its report beside the data. */
export function withReport<E extends object, C extends object>(
  log: EventLog,
  report: ReadReport,
): ReadEventLog<E, C> {
  return Object.freeze({ ...log, report }) as unknown as ReadEventLog<E, C>;
}

function toIssue({ code, row, column, value, message }: Problem): Issue {
  const shown = value !== undefined && value.length > SHOWN_VALUE ? `${value.slice(0, SHOWN_VALUE)}…` : value;
  return Object.freeze({
    code,
    row: row ?? null,
    column: column ?? null,
    value: shown ?? null,
    message: message(),
  });
}
