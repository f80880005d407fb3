/** Orders rising lists as text is ordered: by the first member that differs, then the shorter one first. */
export function compareSets(x: readonly number[], y: readonly number[]): number {
  for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}
