import { z } from "zod";
import { optionsObject } from "./option-schemas.js";

/**
 * A number of a configuration: its default, the range that makes sense, and what it is, in words that end with the
 * evidence in brackets (the words can be read from the schema with `.description`).
 */
export function configNumber(
  value: number,
  low: number,
  high: number,
  what: string,
): z.ZodDefault<z.ZodNumber> {
  const error = `Give a number in [${low}, ${high}]: ${what}. The default is ${value}.`;
  return z.number({ error }).min(low, { error }).max(high, { error }).default(value).describe(what);
}

/** A group of settings, each of which may be left out; names it does not know are refused. */
export function configGroup<T extends z.ZodRawShape>(shape: T) {
  return optionsObject(shape, "setting");
}

/** All parts may be read and none written. */
export type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** Freezes `value` and all it holds. */
export function deepFreeze<T extends object>(value: T): DeepReadonly<T> {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) deepFreeze(part);
  return Object.freeze(value) as DeepReadonly<T>;
}
