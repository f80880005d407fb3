import { GigamineError } from "@gigamine/base";
import type { InputSettings } from "./input.js";

/** The ratio of sizes is looked at from here on: below, a small regular log may legitimately pack very well. */
const RATIO_FROM = 64 * 2 ** 20;

/**
 * Unpacks gzip, by the platform's own `DecompressionStream`. A file that ends too early, a broken one, and one that
 * grows beyond the limits end in an error that says so; errors of the source itself pass through.
 */
export async function* gunzip(
  packed: AsyncIterable<Uint8Array>,
  { source, maxUnpackedBytes, maxCompressionRatio }: InputSettings,
): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  let read = 0;
  let failure: { readonly error: unknown } | null = null; // of the source, not of gzip
  const iterator = packed[Symbol.asyncIterator]();
  const pump = async (): Promise<void> => {
    for (;;) {
      let next: IteratorResult<Uint8Array>;
      try {
        next = await iterator.next();
      } catch (error) {
        failure = { error };
        await writer.abort(error).catch(() => undefined);
        return;
      }
      if (next.done === true) return writer.close();
      read += next.value.length;
      await writer.write(next.value as Uint8Array<ArrayBuffer>);
    }
  };
  pump().catch(() => undefined); // errors of gzip arrive at the reader too
  let unpacked = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      unpacked += value.length;
      if (unpacked > maxUnpackedBytes) {
        throw tooLarge(source, `more than ${maxUnpackedBytes} bytes`, "maxUnpackedBytes", maxUnpackedBytes);
      }
      if (unpacked > RATIO_FROM && unpacked > read * maxCompressionRatio) {
        const what = `more than ${maxCompressionRatio} times its size, as a decompression bomb does`;
        throw tooLarge(source, what, "maxCompressionRatio", maxCompressionRatio);
      }
      yield value;
    }
  } catch (error) {
    if (failure !== null) throw (failure as { readonly error: unknown }).error;
    if (error instanceof GigamineError) throw error;
    throw new GigamineError(
      "input/bad-gzip",
      `${source}: the gzip data is cut off or damaged after ${unpacked} unpacked bytes. Fetch or pack the file again.`,
      { source, unpacked },
      { cause: error },
    );
  } finally {
    await reader.cancel().catch(() => undefined);
    iterator.return?.().catch(() => undefined); // not awaited: the source may be waiting for bytes that never come
  }
}

function tooLarge(source: string, what: string, option: string, limit: number): GigamineError {
  return new GigamineError(
    "input/too-large",
    `${source}: the gzip data unpacks to ${what}. If the file is what it should be, pass a higher { ${option} }.`,
    { source, option, limit },
  );
}
