import { GigamineError } from "@gigamine/base";

/**
 * Refuses what is neither an `EventLog` nor a `VariantLog`, as code without types can pass it: nothing, rows, a directly-follows graph.
 * Looks at the fields that tell them apart, not at their contents. O(1).
 *
 * @param where Name of the public function, to begin the message with; none for functions that others call.
 * @throws GigamineError `log/not-a-log`, with what was found and how to make a log of it.
 */
export function checkIsLog(value: unknown, where?: string): void {
  const fields: object = typeof value === "object" && value !== null ? value : {};
  if ("activities" in fields && ("variantOffsets" in fields || "caseOffsets" in fields)) return;
  const [found, remedy] = Array.isArray(value)
    ? ["an array", "Make a log of rows with fromRows(rows)."]
    : "startCounts" in fields
      ? ["a directly-follows graph", "Give the log it was counted from."]
      : [
          value === null || value === undefined ? "nothing" : `a value of type ${typeof value}`,
          "Give the result of a reader, of fromRows or of variants.",
        ];
  throw new GigamineError(
    "log/not-a-log",
    `${where === undefined ? "Expected" : `${where}: expected`} an EventLog or a VariantLog, found ${found}. ${remedy}`,
    {
      found,
    },
  );
}
