import type { Column, EventLog } from "./types.js";

/**
 * The memory behind the arrays of a log, each buffer once, for `postMessage(log, transferList(log))` and
 * `structuredClone(log, { transfer: transferList(log) })`: the numbers move without being copied, only names and texts are.
 *
 * Afterwards the log on this side is empty and useless, and so are logs that share columns with it (made by `withAttribute` or
 * `renameActivities`; filters copy). What arrives is an equal log, no longer frozen. Shared memory is left out: it is shared anyway.
 *
 * @example
 * worker.postMessage(log, transferList(log));
 */
export function transferList(log: EventLog): ArrayBuffer[] {
  const buffers = new Set<ArrayBufferLike>([log.caseOffsets.buffer, log.activity.buffer, log.time.buffer]);
  for (const columns of [log.eventAttributes, log.caseAttributes]) {
    for (const column of Object.values(columns as Record<string, Column>)) {
      buffers.add(column.kind === "string" ? column.codes.buffer : column.values.buffer);
    }
  }
  return [...buffers].filter(isTransferable);
}

/** By its tag, since a buffer may come from another frame or sandbox, whose `ArrayBuffer` is not ours. */
function isTransferable(buffer: ArrayBufferLike): buffer is ArrayBuffer {
  return Object.prototype.toString.call(buffer) === "[object ArrayBuffer]";
}
