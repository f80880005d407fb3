/** Mean and sample standard deviation. */
export function meanAndSd(values: ArrayLike<number>): { readonly mean: number; readonly sd: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}

/** Pearson's correlation. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [a, b] = [meanAndSd(x), meanAndSd(y)];
  let products = 0;
  for (let i = 0; i < x.length; i++) products += (x[i]! - a.mean) * (y[i]! - b.mean);
  return products / (x.length - 1) / (a.sd * b.sd);
}

/** Correlation of x and y that is left when what both owe to `given`, on a straight line, is taken away. */
export function partialCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  given: ArrayLike<number>,
): number {
  const [xy, xg, yg] = [correlation(x, y), correlation(x, given), correlation(y, given)];
  return (xy - xg * yg) / Math.sqrt((1 - xg * xg) * (1 - yg * yg));
}

/** Slope of y on x by least squares. */
export function slope(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return (correlation(x, y) * meanAndSd(y).sd) / meanAndSd(x).sd;
}

/** Share of values for which `test` holds. */
export function shareOf(values: ArrayLike<number>, test: (value: number) => boolean): number {
  let found = 0;
  for (let i = 0; i < values.length; i++) if (test(values[i]!)) found++;
  return found / values.length;
}
