import { createHash } from "node:crypto";
import {
  directlyFollows,
  type EventLog,
  formatTimestamp,
  parseTimestamp,
  variants,
} from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import { describe, expect, it } from "@jest/globals";
import { REFERENCE_LOGS, referenceLog, referenceResults } from "./reference-data.js";

// The reference orders cases by the code points of their ids; we keep the order of the source. Counts do not depend on it.
describe.each(REFERENCE_LOGS)("%s", (file) => {
  const expected = referenceResults(file.replace(/\.(csv|xes)(\.gz)?$/, ""));
  const reading: Promise<EventLog> = readLogFile(referenceLog(file));

  it("has the events, cases and activities of the reference, and every one is read", async () => {
    const log = await reading;
    const { meta } = expected;
    expect(log.activity.length).toBe(meta.n_events);
    expect(log.caseIds.length).toBe(meta.n_cases);
    expect(log.activities.length).toBe(meta.n_activities);
    expect((log as unknown as { report: object }).report).toMatchObject({
      rowsKept: meta.n_events,
      rowsDropped: 0,
      issues: [],
    });
  });

  it("has its activity, start and end counts", async () => {
    const dfg = directlyFollows(await reading);
    const named = (counts: readonly number[]): Record<string, number> =>
      Object.fromEntries(
        dfg.activities.map((name, id) => [name, counts[id]!] as const).filter(([, count]) => count > 0),
      );
    expect(named(dfg.activityCounts)).toEqual(expected.activities);
    expect(named(dfg.startCounts)).toEqual(expected.start_activities);
    expect(named(dfg.endCounts)).toEqual(expected.end_activities);
  });

  it("has its directly-follows counts", async () => {
    const dfg = directlyFollows(await reading);
    const arcs = dfg.from.map((from, i) => [
      dfg.activities[from]!,
      dfg.activities[dfg.to[i]!]!,
      dfg.count[i]!,
    ]);
    const byName = (arc: readonly (string | number)[]): string => JSON.stringify(arc.slice(0, 2));
    const sorted = (list: readonly (readonly (string | number)[])[]): unknown =>
      [...list].sort((a, b) => (byName(a) < byName(b) ? -1 : 1));
    expect(sorted(arcs)).toEqual(sorted(expected.dfg));
  });

  it("has its variants, all of them by their hash", async () => {
    const { activities, variantOffsets, sequence, counts } = variants(await reading);
    const list = counts.map((count, v) => ({
      count,
      names: sequence.slice(variantOffsets[v], variantOffsets[v + 1]).map((id) => activities[id]!),
    }));
    list.sort((a, b) => b.count - a.count || compareNames(a.names, b.names));
    expect(list.length).toBe(expected.variants.total);
    const text = JSON.stringify(list.map(({ names, count }) => [names, count]));
    expect(createHash("sha256").update(text).digest("hex")).toBe(expected.variants.sha256);
  });

  it("begins and ends at its instants, offsets honoured", async () => {
    const { time } = await reading;
    const times = [...time].filter((t) => !Number.isNaN(t));
    const reference = { ...expected.meta, ...expected.offset_aware };
    const first = times.reduce((a, b) => Math.min(a, b));
    const last = times.reduce((a, b) => Math.max(a, b));
    expect(first).toBe(parseTimestamp(reference.first_timestamp));
    expect(last).toBe(parseTimestamp(reference.last_timestamp));
    // the text too, so that a slip in our own parser can't hide
    expect(formatTimestamp(first).replace(/(\.\d+)?Z$/, "")).toBe(
      reference.first_timestamp.replace(/(\.\d+)?Z$/, ""),
    );
  });
});

/** Lists of names by code points, element by element, a prefix first. */
function compareNames(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = Buffer.compare(Buffer.from(a[i]!), Buffer.from(b[i]!)); // UTF-8 keeps the order of code points
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

describe("gigafactory_synthetic_data.csv", () => {
  const expected = referenceResults("gigafactory_synthetic_data");

  it("is read whole, without times, into typed columns that give the reference figures", async () => {
    const log = await readLogFile(referenceLog("gigafactory_synthetic_data.csv"), {
      columns: { timestamp: null },
    });
    expect(log.report).toMatchObject({ rowsRead: expected.rows, rowsKept: expected.rows, rowsDropped: 0 });
    expect(log.caseIds.length).toBe(expected.unique_batches);
    const lengths = log.caseIds.map((id, c) => [id, log.caseOffsets[c + 1]! - log.caseOffsets[c]!] as const);
    expect(Object.fromEntries(lengths)).toEqual(expected.records_per_batch.by_batch);

    const { shift, location, ambient_temp_c: temperature } = log.eventAttributes;
    if (shift?.kind !== "string" || location?.kind !== "string" || temperature?.kind !== "number") {
      throw new Error(`The kinds are ${shift?.kind}, ${location?.kind} and ${temperature?.kind}.`);
    }
    const hot = Array.from(temperature.values).filter(
      (_, e) =>
        shift.dictionary[shift.codes[e]!] === "Friday_PM" &&
        location.dictionary[location.codes[e]!] === "Coating_Room",
    );
    const { records, mean } = expected.temperature.friday_pm_coating_room;
    expect(hot.length).toBe(records);
    expect(hot.reduce((a, b) => a + b, 0) / hot.length).toBeCloseTo(mean, 9);
  });
});
