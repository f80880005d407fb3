import type { NoteFacts } from "../contract.js";
import type { KeyedRequest } from "./model-client.js";
import { requestKey } from "./model-request.js";
import type { NoteRequests } from "./note-request.js";

/** A question, and the places of the rows it is asked for: rows with equal facts share it. */
export interface NoteGroup extends KeyedRequest {
  readonly rows: readonly number[];
}

/** One group for each distinct question, in the order of their first rows. Prompts are not kept. O(rows). */
export function groupRequests(facts: readonly NoteFacts[], requests: NoteRequests): NoteGroup[] {
  const rowsOf = new Map<string, number[]>();
  for (const [row, each] of facts.entries()) {
    const key = requestKey(requests.of(each));
    const rows = rowsOf.get(key);
    if (rows === undefined) rowsOf.set(key, [row]);
    else rows.push(row);
  }
  return Array.from(rowsOf, ([key, rows]) => ({
    key,
    rows,
    get request() {
      return requests.of(facts[rows[0]!]!);
    },
  }));
}
