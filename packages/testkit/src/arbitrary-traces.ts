import fc from "fast-check";
import { type TinyVariantLog, traces } from "./traces.js";

/** Random small logs over the first letters of the alphabet: for laws that hold for every log. */
export function arbitraryTraces({
  activities = 5,
  variants = 8,
  length = 7,
} = {}): fc.Arbitrary<TinyVariantLog> {
  const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz".slice(0, activities));
  const line = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.array(letter, { maxLength: length }))
    .map(([count, word]) => `${count}x ${word.join(" ")}`);
  return fc.array(line, { minLength: 1, maxLength: variants }).map((lines) => traces(...lines));
}
