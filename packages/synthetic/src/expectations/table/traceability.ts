import { quoteValue } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import type { Finding } from "../check.js";
import { caseWords, countWords, Violations } from "../violations.js";
import type { ReadQcRow } from "./qc-columns.js";
import { rowsAgainst } from "./rows-against.js";

/** The first row decides what belongs together; later rows that say otherwise are against it. */
export function stepFitsSubcategory(rows: readonly ReadQcRow[], log: EventLog): Finding {
  const subcategoryOf = new Map<number, string>();
  const stepOf = new Map<string, number>();
  const activityOf = new Map<string, string>();
  const placeOfMetric = new Map<string, string>();
  return rowsAgainst(rows, log, "at odds with the others", ({ event, processStep, subcategory, qc }) => {
    if (processStep === null || subcategory === null) return "has no step or no subcategory";
    const activity = log.activities[log.activity[event]!]!;
    const said: [string, unknown, unknown][] = [
      [`step ${processStep}`, firstSaid(subcategoryOf, processStep, subcategory), subcategory],
      [subcategory, firstSaid(stepOf, subcategory, processStep), processStep],
      [subcategory, firstSaid(activityOf, subcategory, activity), activity],
    ];
    if (qc !== null) said.push([qc.metric, firstSaid(placeOfMetric, qc.metric, subcategory), subcategory]);
    const odd = said.find(([, before, now]) => before !== now);
    if (odd === undefined) return null;
    const [name, before, now] = odd;
    return `puts ${quoteValue(name)} with ${quoteValue(now)}, elsewhere it is with ${quoteValue(before)}`;
  });
}

function firstSaid<K, V>(map: Map<K, V>, key: K, value: V): V {
  const before = map.get(key);
  if (before !== undefined) return before;
  map.set(key, value);
  return value;
}

export function batchesTraced(rows: readonly ReadQcRow[], log: EventLog, share: number): Finding {
  const steps = new Map<number, Set<number>>();
  for (const { batch, processStep } of rows) {
    if (processStep === null) continue;
    const seen = steps.get(batch);
    if (seen === undefined) steps.set(batch, new Set([processStep]));
    else seen.add(processStep);
  }
  const batches = log.caseIds.length;
  const found = new Violations();
  for (let c = 0; c < batches; c++) {
    if ((steps.get(c)?.size ?? 0) < 2) found.add(() => `${caseWords(log, c)} has rows of one step only`);
  }
  const traced = batches - found.count;
  const enough = traced >= share * batches;
  return {
    observed: `${traced} of ${countWords(batches, "batch", "batches")} over several steps`,
    violations: enough ? 0 : found.count,
    examples: enough ? [] : found.examples,
  };
}

/** In order of time, the first row of each step comes in order of the steps; repetitions may come later. */
export function stepsInOrder(rows: readonly ReadQcRow[], log: EventLog): Finding {
  const found = new Violations();
  const byBatch = new Map<number, ReadQcRow[]>();
  for (const row of rows) {
    const list = byBatch.get(row.batch);
    if (list === undefined) byBatch.set(row.batch, [row]);
    else list.push(row);
  }
  for (const [c, list] of byBatch) {
    const timed = list.filter((row) => row.processStep !== null && !Number.isNaN(row.timeMs));
    timed.sort((a, b) => a.timeMs - b.timeMs || a.processStep! - b.processStep!);
    const seen = new Set<number>();
    let furthest = Number.NEGATIVE_INFINITY;
    for (const { processStep } of timed) {
      if (seen.has(processStep!)) continue;
      seen.add(processStep!);
      const before = furthest;
      if (processStep! < before)
        found.add(() => `${caseWords(log, c)} has step ${processStep} after step ${before}`);
      furthest = Math.max(furthest, processStep!);
    }
  }
  const observed = `${found.count} steps out of order in ${countWords(byBatch.size, "batch", "batches")}`;
  return { observed, violations: found.count, examples: found.examples };
}
