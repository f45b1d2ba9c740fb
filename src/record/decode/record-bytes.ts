/** The bytes of a record, and readers that every decoder uses. */
import { textFromBytes } from "../../model/text.js";
import { HEADER } from "../kernel/wire.js";

/** A record: its bytes, and a view of the same memory. */
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

/** The text up to the first NUL, or all of it if there is none. */
export function textUntilNul(bytes: Buffer, from = 0, to = bytes.length): string {
  for (let end = from; end < to; end++) {
    if (bytes[end] === 0) return textFromBytes(bytes.subarray(from, end));
  }
  return textFromBytes(bytes.subarray(from, to));
}
