import { isGigamineError } from "@gigamine/base";
import { type AlignmentLimits, type AlignmentsResult, alignments } from "@gigamine/conformance";
import { alignmentsInWorkers } from "@gigamine/conformance/node";
import type { VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";
import { withAdvice } from "./advice.js";
import type { Context } from "./terminal.js";

/** So long the work may stay in this thread, where Ctrl+C is heard only when it is done. */
const AT_ONCE_MS = 1_000;

/**
 * Aligns a log with a net: at once where that is soon done, as it mostly is, else in worker threads, so that all cores work and Ctrl+C is heard.
 * The result is the same. The last two parameters are there for tests, which run from the sources.
 */
export async function alignLog(
  log: VariantLog,
  net: AcceptingPetriNet,
  limits: AlignmentLimits,
  { signal, terminal }: Context,
  inThreads: typeof alignmentsInWorkers = alignmentsInWorkers,
  atOnceMs = AT_ONCE_MS,
): Promise<AlignmentsResult> {
  const options = { ...limits, signal, onProgress: terminal.onProgress };
  const { timeLimitMsInAll = Number.POSITIVE_INFINITY } = limits;
  try {
    if (timeLimitMsInAll <= atOnceMs) return alignments(log, net, options);
    const tried = triedAtOnce(() => alignments(log, net, { ...options, timeLimitMsInAll: atOnceMs }));
    return tried ?? (await inThreads(log, net, options));
  } catch (error) {
    throw withAdvice(error, "alignments/final-marking", "Or measure by token replay: --by replay.");
  }
}

/** The result; `null` when the time was not enough. */
function triedAtOnce(align: () => AlignmentsResult): AlignmentsResult | null {
  try {
    const tried = align();
    return tried.variants.some(({ status }) => status === "timed-out") ? null : tried;
  } catch (error) {
    if (isGigamineError(error) && error.code === "alignments/final-marking-not-found") return null;
    throw error;
  }
}
