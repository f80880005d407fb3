import fc from "fast-check";

/** Numbers spread evenly over [min, max]; `fc.double` spreads over bit patterns, nearly all of which lie next to 0. */
export const evenly = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((n) => min + ((max - min) * n) / 1e6);
