import type { VariantLog } from "@gigamine/event-log";

/**
 * The events of all variants as the activity ids of a model; one further id, `ids.size`, for all that the model does not
 * know.
 */
export function placeEvents(
  { activities, sequence }: VariantLog,
  ids: ReadonlyMap<string, number>,
): number[] {
  const place = activities.map((name) => ids.get(name) ?? ids.size);
  return sequence.map((id) => place[id]!);
}
