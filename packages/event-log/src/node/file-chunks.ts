import { createReadStream } from "node:fs";

/**
 * The bytes of a file as they come. When the signal is aborted the iteration rejects at once, even while the system still waits
 * for bytes, as a pipe may do for ever; the file is closed then, as it is when the reader stops early.
 */
export async function* fileChunks(path: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  const stream = createReadStream(path, { highWaterMark: 1 << 18 });
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal?.reason);
  });
  aborted.catch(() => undefined); // it may be aborted while nobody waits
  signal?.addEventListener("abort", stop);
  try {
    for (;;) {
      const { done, value } = await Promise.race([chunks.next(), aborted]);
      if (done === true) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    stream.destroy();
  }
}
