import { checkIsLog } from "./check-log.js";
import type { EventLog, VariantLog } from "./types.js";

/**
 * The distinct activity sequences of a log with how many cases follow each, in first-seen order of the cases.
 *
 * One pass over the events with a hash per case, verified element by element: O(events) time, O(cases + variants) memory.
 * Cases without events form the empty variant. Activities keep the ids of the log.
 */
export function variants(log: EventLog): VariantLog {
  const { caseOffsets, activity } = log;
  const cases = caseOffsets.length - 1;
  let capacity = 64;
  let slots = new Int32Array(capacity).fill(-1); // variant per slot, open addressing
  const hashes: number[] = [];
  const representative: number[] = []; // a case of each variant
  const counts: number[] = [];
  const caseVariant: number[] = new Array(cases);
  for (let c = 0; c < cases; c++) {
    const start = caseOffsets[c]!;
    const length = caseOffsets[c + 1]! - start;
    let hash = 0x811c9dc5 ^ length;
    for (let i = start; i < start + length; i++)
      hash = Math.imul(hash ^ activity[i]!, 0x01000193) + (hash >>> 15);
    hash >>>= 0;
    let slot = hash & (capacity - 1);
    let found = -1;
    for (let v = slots[slot]!; v >= 0; v = slots[slot]!) {
      if (hashes[v] === hash && sameCase(log, representative[v]!, start, length)) {
        found = v;
        break;
      }
      slot = (slot + 1) & (capacity - 1);
    }
    if (found < 0) {
      found = counts.length;
      hashes.push(hash);
      representative.push(c);
      counts.push(0);
      slots[slot] = found;
      if (counts.length * 2 > capacity) {
        capacity *= 2;
        slots = new Int32Array(capacity).fill(-1);
        for (let v = 0; v < hashes.length; v++) {
          let s = hashes[v]! & (capacity - 1);
          while (slots[s]! >= 0) s = (s + 1) & (capacity - 1);
          slots[s] = v;
        }
      }
    }
    counts[found]!++;
    caseVariant[c] = found;
  }
  const variantOffsets: number[] = [0];
  const sequence: number[] = [];
  for (const c of representative) {
    for (let i = caseOffsets[c]!; i < caseOffsets[c + 1]!; i++) sequence.push(activity[i]!);
    variantOffsets.push(sequence.length);
  }
  return { activities: log.activities, variantOffsets, sequence, counts, caseVariant };
}

/**
 * The variants of either summary: a log is grouped, variants come back as they are.
 *
 * @throws GigamineError `log/not-a-log` for anything else, such as rows or a directly-follows graph.
 */
export function toVariantLog(log: EventLog | VariantLog): VariantLog {
  checkIsLog(log);
  return "variantOffsets" in log ? log : variants(log);
}

function sameCase(log: EventLog, other: number, start: number, length: number): boolean {
  const { caseOffsets, activity } = log;
  const from = caseOffsets[other]!;
  if (caseOffsets[other + 1]! - from !== length) return false;
  for (let i = 0; i < length; i++) {
    if (activity[from + i] !== activity[start + i]) return false;
  }
  return true;
}
