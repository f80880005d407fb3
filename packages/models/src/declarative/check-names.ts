/** Refuses activities that are no texts, or not all different. */
export function checkNames(
  activities: readonly unknown[],
  fault: (path: string, expected: string, found: unknown) => Error,
): void {
  const seen = new Set<unknown>();
  activities.forEach((name, a) => {
    if (typeof name !== "string") throw fault(`$.activities[${a}]`, "a text", name);
    if (seen.has(name)) throw fault(`$.activities[${a}]`, "an activity that is not there yet", name);
    seen.add(name);
  });
}
