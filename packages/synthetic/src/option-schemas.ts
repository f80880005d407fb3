import { z } from "zod";

/** A whole number in [least, most]; `standard` is the default as messages name it. */
export function wholeOption(least: number, most: number, standard: number | string) {
  const error = `Give a whole number from ${least} to ${most}; the default is ${standard}.`;
  return z.number({ error }).min(least, { error }).max(most, { error }).multipleOf(1, { error }).optional();
}

/** A probability or share. */
export function shareOption(standard: number) {
  const error = `Give a share in [0, 1]; the default is ${standard}.`;
  return z.number({ error }).min(0, { error }).max(1, { error }).optional();
}

/** What `randomStream` takes. */
export function seedOption() {
  return z
    .union([z.number(), z.string()], { error: "Give a number or a text; the default is 42." })
    .optional();
}

/** An object of options that refuses names it does not know, and says which it does. */
export function optionsObject<T extends z.ZodRawShape>(shape: T) {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `There is no such option here. Known are: ${known}.`
        : `Give an object with any of: ${known}.`,
  });
}
