import { optionError, type RandomStream } from "@gigamine/base";
import { samplerOf } from "../distributions/sampler.js";
import type { Choices } from "./column-source.js";

type Choice = string | number | boolean;

/**
 * A function that draws one of the choices with one number of the stream.
 *
 * @param where Whose choices they are, for messages.
 */
export function chooser(choices: Choices, where: string, path: string): (random: RandomStream) => Choice {
  if (Array.isArray(choices)) {
    const values = choices as readonly Choice[];
    if (values.length === 0) throw optionError(where, path, "[]", "Give at least one value.");
    return (random) => random.pick(values);
  }
  const names = Object.keys(choices);
  const weights = Object.values(choices as Readonly<Record<string, number>>);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!weights.every((weight) => weight >= 0) || !(total > 0 && total < Number.POSITIVE_INFINITY)) {
    throw optionError(
      where,
      path,
      weights.join(", "),
      "Give weights of at least 0, one of them more than 0.",
    );
  }
  const index = samplerOf({ kind: "empirical", values: names.map((_, i) => i), weights });
  return (random) => names[index(random)]!;
}
