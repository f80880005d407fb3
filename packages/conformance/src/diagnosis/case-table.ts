import { GigamineError } from "@gigamine/base";
import { type EventLog, variants } from "@gigamine/event-log";
import type { Diagnosis, VariantDiagnosis } from "./diagnose.js";

/** One case against the model. */
export interface CaseConformance extends Omit<VariantDiagnosis, "cases"> {
  readonly caseId: string;
  /** Index into the variants. */
  readonly variant: number;
}

/**
 * A row a case, in the order of the log: does it fit, how well, and what does it skip, insert or misplace? O(cases).
 *
 * @param log The log that `diagnosis` was made from; another one throws `conformance/other-log`.
 */
export function caseTable(log: EventLog, diagnosis: Diagnosis): CaseConformance[] {
  const caseVariant = caseVariantsOf("caseTable", log, diagnosis);
  const rows = diagnosis.variants.map(({ cases: _, ...row }) => row);
  return log.caseIds.map((caseId, c) => {
    const variant = caseVariant[c]!;
    return { caseId, variant, ...rows[variant]! };
  });
}

/** The variant of each case of the log that the diagnosis was made from. */
export function caseVariantsOf(where: string, log: EventLog, diagnosis: Diagnosis): readonly number[] {
  const { caseVariant, counts } = variants(log);
  const isSame =
    counts.length === diagnosis.variants.length &&
    counts.every((count, v) => count === diagnosis.variants[v]!.cases);
  if (!isSame) {
    throw new GigamineError(
      "conformance/other-log",
      `${where}: the diagnosis was made from another log. Give the log that diagnose was called with.`,
    );
  }
  return caseVariant!;
}
