import { nearNames } from "@gigamine/base";

/** `did you mean "temp"?` for the known name that is nearest; `null` when none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const [best] = nearNames(name, known);
  return best === undefined ? null : `did you mean ${JSON.stringify(best)}?`;
}
