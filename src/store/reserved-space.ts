/** Reserves disk space for what must be written when the disk is full. */
import { closeSync, constants, openSync, unlinkSync, writeSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";

/** Enough for a few pages of the -wal file. */
const SIZE = 64 * 1024;

/**
 * Reserves space in a directory with an unlinked file. The returned function frees it. If the disk
 * is already full, nothing is reserved.
 */
export function reserveSpace(folder: string): () => void {
  const path = join(folder, `.cxray-${randomUUID()}`);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, flags, 0o600);
    unlinkSync(path);
    // not zeros, which a file system may leave out
    writeSync(descriptor, Buffer.alloc(SIZE, "cxray"));
  } catch {
    // the disk is full already: the next thing that is written says so
  }
  return () => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
}
