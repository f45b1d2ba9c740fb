/** A record's bytes, and the fields that every decoder reads. */
import { textFromBytes } from "../../model/text.js";
import { HEADER } from "../kernel/wire.js";

/** One record: its bytes, and a view on the same. */
export interface RecordBytes {
  readonly bytes: Buffer;
  readonly data: DataView;
}

export function recordBytes(bytes: Buffer): RecordBytes {
  return { bytes, data: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** What the system call returned. */
export function readResult({ data }: RecordBytes): number {
  return data.getInt32(HEADER.ret, true);
}

/** Text up to the first NUL, or all of it; of all bytes, or of some. */
export function textUntilNul(bytes: Buffer, from = 0, to = bytes.length): string {
  for (let end = from; end < to; end++) {
    if (bytes[end] === 0) return textFromBytes(bytes.subarray(from, end));
  }
  return textFromBytes(bytes.subarray(from, to));
}
