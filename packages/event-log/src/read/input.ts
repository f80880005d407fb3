import { GigamineError, type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";
import { gunzip } from "./gunzip.js";

/** What a reader reads from: text, bytes, a `File`, the body of a response, or chunks as they come. */
export type LogInput =
  | string
  | Uint8Array
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>;

/** What becomes of a row that can't be read as it stands. */
export type OnIssue = "throw" | "skip-row" | "null";

/** Options that all readers of files share. */
export interface ReadOptions extends LongWorkOptions {
  /** The name that messages use for the input, such as the name of the file. @default "CSV", "XES" or "JSON" */
  readonly source?: string | undefined;
  /**
   * What happens when a row (or XES event) can't be read: `"throw"` rejects, `"skip-row"` leaves the row out, `"null"`
   * keeps it with the value missing where that is possible. All are counted in the report. @default "throw"
   */
  readonly onIssue?: OnIssue | undefined;
  /** Most bytes to unpack from gzip; a file that grows beyond is refused. In bytes. @default 17_179_869_184 (16 GiB) */
  readonly maxUnpackedBytes?: number | undefined;
  /**
   * How many times larger than its file the unpacked content may become, checked from 64 MiB of content on: real logs
   * stay below 100, a bomb comes to 1000. @default 400
   */
  readonly maxCompressionRatio?: number | undefined;
  /** How many bytes the input has, for progress, when the input itself can't tell. @default unknown */
  readonly totalBytes?: number | undefined;
}

/** The options that all readers share, with their defaults. */
export interface InputSettings {
  readonly source: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: LongWorkOptions["onProgress"];
  readonly maxUnpackedBytes: number;
  readonly maxCompressionRatio: number;
  readonly totalBytes: number | null;
}

export function inputSettings(where: string, source: string, options: ReadOptions): InputSettings {
  const { maxUnpackedBytes = 2 ** 34, maxCompressionRatio = 400, onIssue } = options;
  if (!(maxUnpackedBytes > 0)) {
    throw optionError(where, "maxUnpackedBytes", maxUnpackedBytes, "Give a number of bytes above 0.");
  }
  if (!(maxCompressionRatio >= 1)) {
    throw optionError(where, "maxCompressionRatio", maxCompressionRatio, "Give a number of at least 1.");
  }
  if (onIssue !== undefined && onIssue !== "throw" && onIssue !== "skip-row" && onIssue !== "null") {
    throw optionError(where, "onIssue", onIssue, 'Give "throw", "skip-row" or "null".');
  }
  return {
    source: options.source ?? source,
    signal: options.signal,
    onProgress: options.onProgress,
    maxUnpackedBytes,
    maxCompressionRatio,
    totalBytes: options.totalBytes ?? null,
  };
}

/** Bytes are handed on in pieces of at most this size, so that no piece becomes a huge string. */
const PIECE = 1 << 18;

/**
 * The content of `input` as text, piece by piece: unpacked when it begins as gzip does, decoded (a byte order mark
 * is dropped), refused when it is no text.
 *
 * @param encodingOf Finds the encoding in the first bytes; `null` for UTF-8.
 */
export async function* readText(
  input: LogInput,
  settings: InputSettings,
  encodingOf: (head: Uint8Array) => string | null = () => null,
): AsyncGenerator<string> {
  const { source } = settings;
  if (typeof input === "string") {
    yield* stringPieces(input, settings);
    return;
  }
  let decoder: TextDecoder | null = null;
  for await (const bytes of readBytes(input, settings)) {
    if (decoder === null) {
      refuseWideText(bytes, source);
      decoder = textDecoder(encodingOf(bytes), source);
    }
    const nul = bytes.indexOf(0);
    if (nul >= 0) throw notText(source, "it has NUL bytes");
    yield decode(decoder, bytes, source);
  }
  if (decoder !== null) {
    const rest = decode(decoder, undefined, source);
    if (rest !== "") yield rest;
  }
}

/**
 * The content of `input` as bytes of valid UTF-8, piece by piece, none empty: what scanners of bytes read. It is unpacked when it
 * begins as gzip does, turned into UTF-8 when it is in another encoding (UTF-16 shows by its byte order mark, which wins
 * over `encoding`), and refused when it is no text: NUL, invalid or overlong sequences, lone surrogates. A byte order mark
 * is dropped. A character may be cut at the end of a piece.
 *
 * @param encoding Its name, `null` for UTF-8, or what finds it in the first bytes (256, or all there are).
 */
export async function* readUtf8(
  input: LogInput,
  settings: InputSettings,
  encoding: string | null | ((head: Uint8Array) => string | null) = null,
): AsyncGenerator<Uint8Array> {
  const { source } = settings;
  if (typeof input === "string") {
    let pieces = 0;
    for (const text of stringPieces(input, settings)) {
      yield encode(text, source);
      await turn(++pieces, settings.signal);
    }
    return;
  }
  const chunks = readBytes(input, settings);
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < (typeof encoding === "function" ? 256 : 3)) {
    // a byte order mark has up to three bytes, a declaration more
    const next = await chunks.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : joined(head, next.value);
  }
  const mark = byteOrderMark(head);
  const named = typeof encoding === "function" ? encoding(head) : encoding;
  const decoder = textDecoder(mark?.encoding ?? named, source);
  const all = chain(head.subarray(mark?.length ?? 0), chunks);
  yield* decoder.encoding === "utf-8" ? validUtf8(all, decoder, source) : transcoded(all, decoder, source);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function byteOrderMark(head: Uint8Array): { readonly encoding: string; readonly length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", length: 2 };
  return null;
}

/** Passes pieces on unchanged. Only those with bytes beyond ASCII, and what follows a cut character, are decoded to check. */
async function* validUtf8(
  chunks: AsyncIterable<Uint8Array>,
  decoder: TextDecoder,
  source: string,
): AsyncGenerator<Uint8Array> {
  let open = false;
  for await (const chunk of chunks) {
    if (chunk.indexOf(0) >= 0) throw notText(source, "it has NUL bytes");
    if (open || !isAscii(chunk)) {
      decode(decoder, chunk, source);
      open = chunk[chunk.length - 1]! >= 0x80;
    }
    yield chunk;
  }
  decode(decoder, undefined, source);
}

const PIECES_PER_TURN = 16;

/** Now and then a turn of the event loop, so that a timer or a click can abort the reading of what is in memory already. */
async function turn(pieces: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined || pieces % PIECES_PER_TURN !== 0) return;
  await new Promise((resolve) => setTimeout(resolve));
  throwIfAborted(signal);
}

async function* transcoded(
  chunks: AsyncIterable<Uint8Array>,
  decoder: TextDecoder,
  source: string,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const text = decode(decoder, chunk, source);
    if (text.includes("\0")) throw notText(source, `it has NUL characters, read as ${decoder.encoding}`);
    if (text !== "") yield encoder.encode(text);
  }
  const rest = decode(decoder, undefined, source);
  if (rest !== "") yield encoder.encode(rest);
}

const encoder = new TextEncoder();
/** With the flag `u` only lone ones are surrogates. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** UTF-8 can't hold half a surrogate pair: the encoder would put another character in its place without a word. */
function encode(text: string, source: string): Uint8Array {
  if (LONE_SURROGATE.test(text)) {
    throw new GigamineError(
      "input/not-text",
      `${source}: the text has half a surrogate pair, as cutting inside a character such as an emoji leaves behind. ` +
        `Cut elsewhere, or pass text.toWellFormed().`,
      { source },
    );
  }
  return encoder.encode(text);
}

function isAscii(bytes: Uint8Array): boolean {
  const skip = Math.min(bytes.length, -bytes.byteOffset & 3);
  const words = (bytes.length - skip) >>> 2;
  let high = 0;
  for (let i = 0; i < skip; i++) high |= bytes[i]!;
  if (skip === bytes.length) return (high & 0x80) === 0; // too few bytes to reach a word
  const view = new Int32Array(bytes.buffer, bytes.byteOffset + skip, words);
  let i = 0;
  for (; i + 3 < words; i += 4) high |= view[i]! | view[i + 1]! | view[i + 2]! | view[i + 3]!;
  for (; i < words; i++) high |= view[i]!;
  for (let i = skip + words * 4; i < bytes.length; i++) high |= bytes[i]!;
  return (high & 0x80808080) === 0;
}

function* stringPieces(text: string, { source, signal, onProgress }: InputSettings): Generator<string> {
  if (text.includes("\0")) throw notText(source, "it has NUL characters");
  for (let at = text.startsWith("\ufeff") ? 1 : 0; at < text.length; ) {
    throwIfAborted(signal);
    const done = pieceEnd(text, at);
    yield text.slice(at, done);
    at = done;
    onProgress?.({ stage: "reading", done, total: text.length, unit: "characters" });
  }
  throwIfAborted(signal);
}

/** Where the piece that begins at `at` ends: never inside a surrogate pair. */
function pieceEnd(text: string, at: number): number {
  const end = at + PIECE;
  if (end >= text.length) return text.length;
  return isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** The bytes of `input`, unpacked when they begin as gzip does, in pieces of moderate size, none empty. */
export async function* readBytes(
  input: Exclude<LogInput, string>,
  settings: InputSettings,
): AsyncGenerator<Uint8Array> {
  const raw = watched(pieces(input, settings.source), totalOf(input) ?? settings.totalBytes, settings);
  let first = (await raw.next()).value ?? new Uint8Array(0);
  if (first.length === 1) {
    // one byte can't tell whether it is gzip
    const second = await raw.next();
    if (second.value !== undefined) first = Uint8Array.of(first[0]!, ...second.value);
  }
  const all = chain(first, raw);
  yield* first[0] === 0x1f && first[1] === 0x8b ? gunzip(all, settings) : all;
}

async function* chain(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  total: number | null,
  { signal, onProgress }: InputSettings,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  let pieces = 0;
  throwIfAborted(signal);
  for await (const chunk of chunks) {
    throwIfAborted(signal);
    if (chunk.length === 0) continue;
    yield chunk;
    await turn(++pieces, signal);
    done += chunk.length;
    onProgress?.({ stage: "reading", done, total, unit: "bytes" });
  }
  throwIfAborted(signal);
}

async function* pieces(input: Exclude<LogInput, string>, source: string): AsyncGenerator<Uint8Array> {
  if (isBytes(input)) {
    for (let at = 0; at < input.length; at += PIECE) yield input.subarray(at, at + PIECE);
    return;
  }
  let half = ""; // of a surrogate pair that two chunks share
  for await (const chunk of chunksOf(input)) {
    if (typeof chunk === "string") {
      const text = half + chunk;
      const whole = isHighSurrogate(text.charCodeAt(text.length - 1)) ? text.length - 1 : text.length;
      half = text.slice(whole);
      for (let at = 0; at < whole; ) {
        const end = Math.min(pieceEnd(text, at), whole);
        yield encode(text.slice(at, end), source);
        at = end;
      }
    } else if (isBytes(chunk)) {
      if (half !== "") encode(half, source);
      for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
    } else throw badInput();
  }
  if (half !== "") encode(half, source);
}

function chunksOf(input: unknown): AsyncIterable<unknown> {
  if (typeof Blob !== "undefined" && input instanceof Blob) return streamChunks(input.stream());
  if (typeof input === "object" && input !== null) {
    if (Symbol.asyncIterator in input) return input as AsyncIterable<unknown>;
    if ("getReader" in input) return streamChunks(input as ReadableStream<Uint8Array>);
  }
  throw badInput();
}

/** Not every browser can iterate over a stream. */
async function* streamChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let finished = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    finished = true;
  } finally {
    if (!finished) await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

function totalOf(input: Exclude<LogInput, string>): number | null {
  if (isBytes(input)) return input.length;
  return typeof Blob !== "undefined" && input instanceof Blob ? input.size : null;
}

/** Bytes may come from another realm (a worker, a test runner), where `instanceof` fails. */
function isBytes(value: unknown): value is Uint8Array {
  return (
    ArrayBuffer.isView(value) && "subarray" in value && value.byteLength === (value as Uint8Array).length
  );
}

function badInput(): GigamineError {
  return new GigamineError(
    "input/bad-input",
    "The input is neither text, bytes (Uint8Array), a Blob, a ReadableStream of bytes nor an async iterable of them. " +
      'Give the content of the file; in Node, readLogFile(path) of "@gigamine/event-log/node" reads by name.',
  );
}

function refuseWideText(head: Uint8Array, source: string): void {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw notText(source, "it is UTF-16");
  }
}

function notText(source: string, why: string): GigamineError {
  return new GigamineError(
    "input/not-text",
    `${source}: this is no text in UTF-8: ${why}. Give a CSV, XES or JSON file (plain or gzip), saved as UTF-8.`,
    { source },
  );
}

function textDecoder(encoding: string | null, source: string): TextDecoder {
  try {
    return new TextDecoder(encoding ?? "utf-8", { fatal: true });
  } catch {
    throw new GigamineError(
      "input/unknown-encoding",
      `${source}: the encoding ${JSON.stringify(encoding)} is not known here. Save the file as UTF-8.`,
      { source, encoding },
    );
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, source: string): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw notText(source, `bytes that are not valid ${decoder.encoding}`);
  }
}
