/** A stretch of time, ms since the epoch; the end is not included. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The same instants as rising stretches that do not touch. O(n log n). */
function unionOfSpans(spans: readonly TimeSpan[]): readonly TimeSpan[] {
  const union: TimeSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = union.at(-1);
    if (last !== undefined && span.fromMs <= last.toMs) {
      union[union.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
    } else {
      union.push(span);
    }
  }
  return union;
}

/**
 * Time that both cover, divided by time that either covers (Jaccard): 1 = the same instants, 0 = none in common or nothing at all.
 */
export function spanOverlap(a: readonly TimeSpan[], b: readonly TimeSpan[]): number {
  const either = lengthOf(unionOfSpans([...a, ...b]));
  const both = lengthOf(unionOfSpans(a)) + lengthOf(unionOfSpans(b)) - either;
  return either === 0 ? 0 : both / either;
}

function lengthOf(spans: readonly TimeSpan[]): number {
  return spans.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0);
}
