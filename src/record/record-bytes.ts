/** A record's bytes, and the fields that every decoder reads. */
import { textFromBytes } from "../model/text.js";
import { HEADER } from "./wire.js";

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

/** Text up to the first NUL, or all of it. */
export function textUntilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return textFromBytes(end < 0 ? bytes : bytes.subarray(0, end));
}
