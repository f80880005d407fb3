/**
 * Adjusts p values for being several, so that the chance of any false rejection stays at the level: the i-th smallest of m
 * becomes max over j ≤ i of min(1, (m − j + 1) p(j)). `null` stays `null` and does not count. O(m log m).
 *
 * Source: Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6(2), 1979.
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const order = pValues
    .flatMap((p, i) => (p === null ? [] : [{ p, i }]))
    .sort((a, b) => a.p - b.p || a.i - b.i);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let largest = 0;
  order.forEach(({ p, i }, rank) => {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * p));
    adjusted[i] = largest;
  });
  return adjusted;
}
