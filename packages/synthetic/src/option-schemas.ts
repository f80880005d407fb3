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

/** A function. */
export function functionOption<T>(error: string) {
  return z.custom<T>((value) => typeof value === "function", { error });
}

/** An object with these methods, such as `make` gives. */
export function objectWith<T>(make: string, ...methods: readonly string[]) {
  const error = `Give what ${make} gives, or an object with ${methods.join(", ")}.`;
  return z
    .custom<T>((value) => isObject(value) && methods.every((name) => typeof value[name] === "function"), {
      error,
    })
    .optional();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** An object of options, or of what `noun` says, that refuses names it does not know, and says which it does. */
export function optionsObject<T extends z.ZodRawShape>(shape: T, noun = "option") {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `There is no such ${noun} here. Known are: ${known}.`
        : `Give an object with any of: ${known}.`,
  });
}
