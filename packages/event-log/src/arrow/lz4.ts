const MAGIC = 0x184d2204;

/**
 * Unpacks one LZ4 frame, the compression that pandas and pyarrow use for Feather by default. Written from the LZ4 frame format 1.6 and
 * the LZ4 block format; checksums are passed over. Whatever the bytes say, no more than `length` bytes are made, and
 * `length` itself must be within what LZ4 can reach (255 times the packed bytes).
 *
 * @throws RangeError when the frame is damaged or gives another length.
 */
export function unpackLz4(bytes: Uint8Array, length: number): Uint8Array {
  if (!(length >= 0 && length <= bytes.length * 255 + 64)) {
    throw new RangeError(`${bytes.length} packed bytes can't hold ${length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError("no LZ4 frame begins here");
  const flags = view.getUint8(4);
  if (flags >> 6 !== 1) throw new RangeError("unknown version of LZ4 frames");
  const blockChecksum = (flags & 0x10) !== 0;
  let at = 7 + ((flags & 8) !== 0 ? 8 : 0) + ((flags & 1) !== 0 ? 4 : 0);
  const out = new Uint8Array(length);
  let made = 0;
  for (;;) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) break;
    const size = word & 0x7fffffff;
    if (at + size > bytes.length) throw new RangeError("a block is cut off");
    if (word >>> 31 === 1) {
      if (made + size > length) throw new RangeError("there is more than was announced");
      out.set(bytes.subarray(at, at + size), made);
      made += size;
    } else made = unpackBlock(bytes, at, at + size, out, made);
    at += size + (blockChecksum ? 4 : 0);
  }
  if (made !== length) throw new RangeError(`${made} bytes were packed, ${length} announced`);
  return out;
}

/** Sequences of literals and copies of what was made before; gives where the output ends. */
function unpackBlock(bytes: Uint8Array, start: number, end: number, out: Uint8Array, begin: number): number {
  let at = start;
  let made = begin;
  while (at < end) {
    const token = bytes[at++]!;
    let literals = token >> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255 && at < end) {
        more = bytes[at++]!;
        literals += more;
      }
    }
    if (at + literals > end || made + literals > out.length) throw new RangeError("literals beyond the end");
    out.set(bytes.subarray(at, at + literals), made);
    at += literals;
    made += literals;
    if (at === end) return made; // the last sequence has no copy
    if (at + 2 > end) throw new RangeError("a sequence is cut off");
    const offset = bytes[at]! | (bytes[at + 1]! << 8);
    at += 2;
    let copies = (token & 15) + 4;
    if ((token & 15) === 15) {
      let more = 255;
      while (more === 255 && at < end) {
        more = bytes[at++]!;
        copies += more;
      }
    }
    if (offset === 0 || offset > made || made + copies > out.length)
      throw new RangeError("a copy beyond the end");
    if (offset >= copies) out.copyWithin(made, made - offset, made - offset + copies);
    else for (let i = 0; i < copies; i++) out[made + i] = out[made + i - offset]!;
    made += copies;
  }
  return made;
}
