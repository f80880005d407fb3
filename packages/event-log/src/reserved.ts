import type { ColumnKind } from "./types.js";

/** The event attributes with a meaning of their own, and the kind that each has in every log. */
export const RESERVED_ATTRIBUTES = {
  resource: "string",
  start: "timestamp",
  lifecycle: "string",
  cost: "number",
} as const satisfies Record<string, ColumnKind>;

export type ReservedAttribute = keyof typeof RESERVED_ATTRIBUTES;

/** The kind that an event attribute called `name` must have; `undefined` when the name is free. */
export function reservedKind(name: string): ColumnKind | undefined {
  return Object.hasOwn(RESERVED_ATTRIBUTES, name)
    ? RESERVED_ATTRIBUTES[name as ReservedAttribute]
    : undefined;
}

/** `name`, or `name_2`, `name_3`, … when it is taken; the result is added to `taken`. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}_${i}`;
  taken.add(free);
  return free;
}
