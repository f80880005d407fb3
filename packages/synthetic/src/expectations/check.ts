import { GigamineError, quoteValue } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";

/** What an expectation found in a log. */
export interface Finding {
  /** The facts in a few words, also when nothing is wrong. */
  readonly observed: string;
  /** How many things (cases, events, labels, …) are against the expectation; 0 = met. */
  readonly violations: number;
  /** Some of them, the first in log order. */
  readonly examples: readonly string[];
}

/** Something that should hold for a log, or for whatever else `Subject` is: the run of a plant, a genealogy. */
export interface Expectation<Subject = EventLog> {
  /** Stable name such as `log/times-recorded`, unique in a list. */
  readonly id: string;
  /** What should hold, as a sentence for people. */
  readonly title: string;
  /** `"error"`: analysis would go wrong. `"warning"`: worth a look, may be right. */
  readonly severity: "error" | "warning";
  /** Looks at the subject. Pure; must not throw because of what is in it. */
  readonly check: (subject: Subject) => Finding;
}

/** One expectation with its verdict. JSON-safe. */
export interface ExpectationResult {
  readonly id: string;
  readonly title: string;
  readonly severity: "error" | "warning";
  /** Whether there was no violation. */
  readonly success: boolean;
  readonly observed: string;
  readonly violations: number;
  /** At most five for the expectations of this package. */
  readonly examples: readonly string[];
}

/** All verdicts. JSON-safe. */
export interface ExpectationReport {
  /** Whether every expectation of severity `"error"` was met; warnings don't count. */
  readonly passed: boolean;
  /** In the order of the expectations. */
  readonly results: readonly ExpectationResult[];
}

/**
 * Checks a log against expectations and says for each what was seen, how often it was broken, and where.
 *
 * Works on any log, generated or read, and on anything else that its expectations are made for. No expectation gives `{ passed: true, results: [] }`. Two expectations of the
 * same id throw `expectations/same-id`. Each expectation of this package costs O(events), or O(events · log(events))
 * where it sorts.
 */
export function checkExpectations<Subject = EventLog>(
  subject: Subject,
  expectations: readonly Expectation<Subject>[],
): ExpectationReport {
  const ids = new Set<string>();
  for (const { id } of expectations) {
    if (ids.has(id)) {
      throw new GigamineError(
        "expectations/same-id",
        `checkExpectations: two expectations have the id ${quoteValue(id)}. Give each an id of its own.`,
        { id },
      );
    }
    ids.add(id);
  }
  const results = expectations.map(({ id, title, severity, check }): ExpectationResult => {
    const { observed, violations, examples } = check(subject);
    return { id, title, severity, success: violations === 0, observed, violations, examples };
  });
  const passed = results.every((result) => result.success || result.severity === "warning");
  return { passed, results };
}
