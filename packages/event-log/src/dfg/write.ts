import { GigamineError, optionError, quoteValue } from "@gigamine/base";
import type { Dfg } from "../types.js";

export interface WriteDfgOptions {
  /**
   * `"text"`: the `.dfg` file of PM4Py, see `readDfg`. `"json"`: the graph itself, with all that it carries, such as the times of a
   * performance graph. @default "text"
   */
  readonly form?: "text" | "json" | undefined;
}

/**
 * Writes a directly-follows graph as a `.dfg` file or as JSON. `readDfg` gives it back: from JSON any graph, from text all but
 * `activityCounts` that are not the sums of the arcs. O(activities + arcs).
 *
 * A name with a line break can't stand in the text form and is an error; JSON holds any name. Differs from PM4Py: that tool writes such
 * names as they are, to a file that it can't read, and fails on an activity without arcs.
 *
 * @throws GigamineError `dfg/unwritable-name` for a name with a line feed or carriage return in the text form.
 */
export function writeDfg(dfg: Dfg, { form = "text" }: WriteDfgOptions = {}): string {
  if (form === "json") return `${JSON.stringify(dfg)}\n`;
  if (form !== "text") throw optionError("writeDfg", "form", form, 'Give "text" or "json".');
  const lines: string[] = [String(dfg.activities.length)];
  for (const name of dfg.activities) {
    if (/[\n\r]/.test(name)) {
      throw new GigamineError(
        "dfg/unwritable-name",
        `writeDfg: the activity ${quoteValue(name)} holds a line break, which the text form can't hold. Rename it, or write JSON.`,
        { activity: name },
      );
    }
    lines.push(name);
  }
  for (const counts of [dfg.startCounts, dfg.endCounts]) {
    const entries = counts.flatMap((count, activity) => (count > 0 ? [`${activity}x${count}`] : []));
    lines.push(String(entries.length), ...entries);
  }
  dfg.count.forEach((count, arc) => {
    if (count > 0) lines.push(`${dfg.from[arc]}>${dfg.to[arc]}x${count}`);
  });
  return `${lines.join("\n")}\n`;
}
